//! From a figure to its files.

use super::color::BLACK;
use super::curve::{self, Frame};
use super::error::FigureError;
use super::heat_map;
use super::layout;
use super::model::Figure;
use super::panel::Placed;
use super::prepare::{self, Drawing};
use super::raster;
use super::style::{FIGURE_TITLE_FONT, RULE, TITLE_FONT};
use super::svg::{Page, Stroke};
use super::typeset::Typesetter;

impl Figure {
    /// The figure as an SVG document with its size in millimetres. Text is
    /// written as outlines, so that no fonts are needed to show it.
    ///
    /// # Errors
    /// When the data or settings cannot be drawn; the error names the panel.
    pub fn svg(&self) -> Result<String, FigureError> {
        let prepared = prepare::prepare(self)?;
        let mut setter = Typesetter::new();
        let sheet = layout::lay_out(self, &prepared, &mut setter)?;
        let mut page = Page::new(sheet.size.0);
        for panel in &sheet.panels {
            draw_panel(&mut page, panel)?;
        }
        if let Some((legend, at)) = &sheet.legend {
            legend.draw(&mut page, *at);
        }
        for (line, at) in &sheet.title {
            page.text(line, *at, FIGURE_TITLE_FONT);
        }
        let title = self.title.as_deref().unwrap_or_default();
        Ok(page.finish(sheet.size.1, title))
    }

    /// The same picture as a PNG file, on white.
    ///
    /// # Errors
    /// As [`Figure::svg`], and for a resolution outside of 10 to 4800 dots
    /// per inch or one that needs more than 2·10⁸ pixels.
    pub fn png(&self, dots_per_inch: f64) -> Result<Vec<u8>, FigureError> {
        raster::png(&self.svg()?, dots_per_inch)
    }
}

fn draw_panel(page: &mut Page, panel: &Placed<'_>) -> Result<(), FigureError> {
    let Placed { prepared, rect, .. } = panel;
    let rule = Stroke::solid(BLACK, RULE);
    match &prepared.drawing {
        Drawing::Lines(series) => {
            let frame = Frame {
                rect: *rect,
                x: &prepared.x,
                y: &prepared.y,
            };
            // The frame lies under the curves, which may run along it.
            page.frame(*rect, &rule);
            for styled in series {
                curve::draw(page, styled, &frame);
            }
        }
        Drawing::Map(cells, overlays) => {
            heat_map::draw(page, cells, &prepared.x, &prepared.y, *rect)?;
            let frame = Frame {
                rect: *rect,
                x: &prepared.x,
                y: &prepared.y,
            };
            for styled in overlays {
                curve::draw(page, styled, &frame);
            }
            page.frame(*rect, &rule);
        }
    }
    if let Some((bar, side)) = &panel.bar {
        heat_map::draw_color_bar(page, *bar)?;
        page.frame(*bar, &rule);
        side.draw_right(page, *bar);
    }
    panel.below.draw_below(page, *rect);
    panel.left.0.draw_left(page, *rect, panel.left.1);
    for (line, at) in &panel.title {
        page.text(line, *at, TITLE_FONT);
    }
    if let Some((legend, at)) = &panel.legend {
        legend.draw(page, *at);
    }
    Ok(())
}
