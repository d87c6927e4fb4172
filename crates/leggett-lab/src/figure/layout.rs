//! The parts of a figure on the page: titles, panels and common legend.

use super::error::FigureError;
use super::geometry::{POINTS_PER_MM, Point};
use super::grid::Grid;
use super::legend::Block;
use super::model::{Figure, LegendPlace};
use super::panel::{Draft, Placed};
use super::prepare::{Prepared, Styled};
use super::style::{ASCENT, BORDER, FIGURE_TITLE_FONT, LEGEND_GAP, TITLE_GAP};
use super::typeset::{LINE_HEIGHT, Line, Typesetter};

/// A figure with a place for everything.
pub(super) struct Sheet<'a> {
    /// Width and height in points.
    pub size: (f64, f64),
    /// Lines of the title with their starts.
    pub title: Vec<(Line, Point)>,
    /// The panels.
    pub panels: Vec<Placed<'a>>,
    /// The common legend.
    pub legend: Option<(Block<'a>, Point)>,
}

/// Gives everything its place.
pub(super) fn lay_out<'a>(
    figure: &'a Figure,
    prepared: &'a [Prepared<'a>],
    setter: &mut Typesetter,
) -> Result<Sheet<'a>, FigureError> {
    let width = figure.width_mm * POINTS_PER_MM;
    let common = common_legend(figure, prepared, setter, width);
    let beside = match &common {
        Some((block, true)) => block.width + LEGEND_GAP,
        _ => 0.0,
    };
    let grid = Grid::new(figure, prepared.len(), width - 2.0 * BORDER - beside);
    let mut drafts: Vec<Draft<'_>> = prepared
        .iter()
        .enumerate()
        .map(|(index, panel)| grid.draft(index, panel, setter))
        .collect();
    let box_width = grid.settle_width(&mut drafts, setter)?;
    let title = figure.title.as_deref().unwrap_or_default();
    let title = setter.wrapped(title, (width - 2.0 * BORDER) / FIGURE_TITLE_FONT);
    let top = match title.len() as f64 * LINE_HEIGHT * FIGURE_TITLE_FONT {
        0.0 => BORDER,
        height => BORDER + height + TITLE_GAP,
    };
    let (panels, bottom) = grid.place(drafts, box_width, top);
    let legend = common.map(|(block, right)| {
        let at = common_legend_at(&block, right, width, (top, bottom));
        (block, at)
    });
    let legend_end = legend.as_ref().map(|(block, (_, y))| y + block.height);
    Ok(Sheet {
        size: (
            width,
            legend_end.map_or(bottom, |end| end.max(bottom)) + BORDER,
        ),
        title: placed_title(title, width),
        panels,
        legend,
    })
}

/// The legend of all panels, and whether it stands to the right.
fn common_legend<'a>(
    figure: &Figure,
    prepared: &'a [Prepared<'a>],
    setter: &mut Typesetter,
    width: f64,
) -> Option<(Block<'a>, bool)> {
    let legend = figure.legend.as_ref()?;
    let mut series: Vec<Styled<'a>> = Vec::new();
    for &styled in prepared.iter().flat_map(Prepared::series) {
        if series
            .iter()
            .all(|known| known.series.label != styled.series.label)
        {
            series.push(styled);
        }
    }
    let right = legend.place == LegendPlace::Right;
    let block = if right {
        Block::tall(setter, legend, &series, 0.3 * width, f64::INFINITY)
    } else {
        Block::wide(setter, legend, &series, width - 2.0 * BORDER)
    };
    Some((block?, right))
}

/// The corner of the common legend, for panels between two heights.
fn common_legend_at(
    block: &Block<'_>,
    right: bool,
    width: f64,
    (top, bottom): (f64, f64),
) -> Point {
    if right {
        let middle = (top + bottom - block.height) / 2.0;
        (width - BORDER - block.width, middle.max(top))
    } else {
        ((width - block.width) / 2.0, bottom + LEGEND_GAP)
    }
}

fn placed_title(lines: Vec<Line>, width: f64) -> Vec<(Line, Point)> {
    let mut base = BORDER + ASCENT * FIGURE_TITLE_FONT;
    lines
        .into_iter()
        .map(|line| {
            let start = (width - line.width * FIGURE_TITLE_FONT) / 2.0;
            let at = (start, base);
            base += LINE_HEIGHT * FIGURE_TITLE_FONT;
            (line, at)
        })
        .collect()
}
