//! Checks the data of a figure and settles ranges and colours.

use super::color::{self, Rgb};
use super::error::FigureError;
use super::heat_map::{self, Cells};
use super::model::{Axis, ColorChoice, Content, Dash, Figure, Panel, Series};
use super::span::{self, Span};

/// A panel whose data are sound.
pub(super) struct Prepared<'a> {
    /// As given.
    pub panel: &'a Panel,
    /// What errors call it.
    pub name: String,
    /// The letter in front of its title.
    pub letter: Option<String>,
    /// The horizontal axis.
    pub x: Span,
    /// The vertical axis.
    pub y: Span,
    /// What to draw.
    pub drawing: Drawing<'a>,
}

/// The content of a panel, with its colours.
pub(super) enum Drawing<'a> {
    /// Curves or points.
    Lines(Vec<Styled<'a>>),
    /// Coloured cells, and what is drawn over them.
    Map(Cells<'a>, Vec<Styled<'a>>),
}

impl Prepared<'_> {
    /// The series, those over the cells for a map.
    pub(super) fn series(&self) -> &[Styled<'_>] {
        match &self.drawing {
            Drawing::Lines(series) | Drawing::Map(_, series) => series,
        }
    }
}

/// A series with its colour and pattern.
#[derive(Clone, Copy)]
pub(super) struct Styled<'a> {
    /// As given.
    pub series: &'a Series,
    /// Its colour.
    pub color: Rgb,
    /// The pattern of its line, if it has one.
    pub dash: Option<Dash>,
}

/// All panels of a figure.
pub(super) fn prepare(figure: &Figure) -> Result<Vec<Prepared<'_>>, FigureError> {
    check_settings(figure)?;
    let several = figure.panels.len() > 1;
    let panels = figure.panels.iter().enumerate();
    let mut prepared = panels
        .map(|(index, panel)| {
            let letter = format!("({})", letters_of(index));
            let name = format!("panel {letter}");
            prepare_panel(panel, name, several.then_some(letter))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if figure.shared_x {
        share(&mut prepared, "x", |panel| &mut panel.x)?;
    }
    if figure.shared_y {
        share(&mut prepared, "y", |panel| &mut panel.y)?;
    }
    Ok(prepared)
}

fn check_settings(figure: &Figure) -> Result<(), FigureError> {
    if figure.panels.is_empty() {
        return Err(FigureError::NoPanels);
    }
    check("width_mm", figure.width_mm, (20.0, 1000.0), "20 to 1000")?;
    check("columns", figure.columns as f64, (1.0, 1000.0), "1 to 1000")?;
    let height = figure.panel_height_mm.unwrap_or(50.0);
    check("panel_height_mm", height, (8.0, 1000.0), "8 to 1000")
}

fn check(
    place: &str,
    value: f64,
    (low, high): (f64, f64),
    needed: &'static str,
) -> Result<(), FigureError> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let place = place.to_owned();
    Err(FigureError::Setting {
        place,
        value,
        needed,
    })
}

/// a, b, …, z, aa, ab, ….
fn letters_of(index: usize) -> String {
    let last = char::from(b'a' + (index % 26) as u8);
    match index / 26 {
        0 => last.to_string(),
        before => format!("{}{last}", letters_of(before - 1)),
    }
}

fn prepare_panel(
    panel: &Panel,
    name: String,
    letter: Option<String>,
) -> Result<Prepared<'_>, FigureError> {
    let (x, y, drawing) = match &panel.content {
        Content::Lines(series) => {
            for (index, series) in series.iter().enumerate() {
                check_series(series, &series_name(&name, index, series))?;
            }
            let x = x_span(&panel.x, series, &format!("{name}, x axis"))?;
            let y = y_span(&panel.y, series, &format!("{name}, y axis"))?;
            (x, y, Drawing::Lines(styled(series)))
        }
        Content::Map(map) => {
            for (index, series) in map.overlays.iter().enumerate() {
                check_series(series, &series_name(&name, index, series))?;
            }
            let (x, y, cells) = heat_map::prepare(panel, map, &name)?;
            (x, y, Drawing::Map(cells, styled(&map.overlays)))
        }
    };
    Ok(Prepared {
        panel,
        name,
        letter,
        x,
        y,
        drawing,
    })
}

fn series_name(panel: &str, index: usize, series: &Series) -> String {
    match &series.label {
        Some(label) => format!("{panel}, series “{label}”"),
        None => format!("{panel}, series {}", index + 1),
    }
}

fn check_series(series: &Series, name: &str) -> Result<(), FigureError> {
    let needed = series.x.len();
    check_length(&series.y, &[needed], &format!("{name}, y"))?;
    check_finite(&series.x, &format!("{name}, x"))?;
    check_finite(&series.y, &format!("{name}, y"))?;
    if let Some(errors) = &series.y_error {
        check_length(errors, &[needed], &format!("{name}, y_error"))?;
        check_finite(errors, &format!("{name}, y_error"))?;
    }
    let place = format!("{name}, width");
    check(&place, series.width, (0.1, 10.0), "0.1 to 10 points")?;
    if let ColorChoice::Sequential(position) = series.color {
        let place = format!("{name}, position of the colour");
        check(&place, position, (0.0, 1.0), "0 to 1")?;
    }
    Ok(())
}

pub(super) fn check_length(
    values: &[f64],
    allowed: &[usize],
    place: &str,
) -> Result<(), FigureError> {
    if allowed.contains(&values.len()) {
        return Ok(());
    }
    let needed: Vec<String> = allowed.iter().map(usize::to_string).collect();
    Err(FigureError::Length {
        place: place.to_owned(),
        length: values.len(),
        needed: needed.join(" or "),
    })
}

pub(super) fn check_finite(values: &[f64], place: &str) -> Result<(), FigureError> {
    match values.iter().position(|value| value.is_infinite()) {
        None => Ok(()),
        Some(index) => Err(FigureError::Infinite {
            place: place.to_owned(),
            index,
        }),
    }
}

/// Lines fill the width; markers at the ends get room.
fn x_span(axis: &Axis, series: &[Series], place: &str) -> Result<Span, FigureError> {
    let margin = match series.iter().any(|series| series.marker.is_some()) {
        true => 0.03,
        false => 0.0,
    };
    let values = series.iter().flat_map(|series| series.x.iter().copied());
    span::settle(axis, values, margin, place)
}

fn y_span(axis: &Axis, series: &[Series], place: &str) -> Result<Span, FigureError> {
    let values = series.iter().flat_map(|series| series.y.iter().copied());
    // Ends of error bars widen the range, save those that a logarithmic axis
    // cannot show.
    let ends = series.iter().flat_map(|series| {
        let errors = series.y_error.iter().flatten();
        let pairs = series.y.iter().zip(errors);
        pairs.flat_map(|(y, error)| [y - error.abs(), y + error.abs()])
    });
    let drawable = move |end: &f64| {
        end.is_finite() && (axis.scale == super::model::Scale::Linear || *end > 0.0)
    };
    span::settle(axis, values.chain(ends.filter(drawable)), 0.045, place)
}

/// Colours and patterns in the order of the series.
fn styled(series: &[Series]) -> Vec<Styled<'_>> {
    let categories = color::CATEGORIES.len();
    let mut automatic = 0;
    let mut styled = Vec::with_capacity(series.len());
    for series in series {
        let mut dash = series.line;
        let color = match series.color {
            ColorChoice::Automatic => {
                dash = dash.map(|dash| cycled(dash, automatic / categories));
                automatic += 1;
                color::CATEGORIES[(automatic - 1) % categories]
            }
            ColorChoice::Categorical(index) => color::CATEGORIES[index % categories],
            ColorChoice::Sequential(position) => color::for_line(position),
            ColorChoice::Neutral => color::NEUTRAL,
            ColorChoice::Black => color::BLACK,
        };
        styled.push(Styled {
            series,
            color,
            dash,
        });
    }
    styled
}

/// When the colours repeat, solid lines change their pattern.
fn cycled(dash: Dash, round: usize) -> Dash {
    match (dash, round % 3) {
        (Dash::Solid, 1) => Dash::Dashed,
        (Dash::Solid, 2) => Dash::Dotted,
        _ => dash,
    }
}

/// Gives all panels the smallest range that holds those of all.
fn share(
    panels: &mut [Prepared<'_>],
    axis: &str,
    span: impl for<'p> Fn(&'p mut Prepared<'_>) -> &'p mut Span,
) -> Result<(), FigureError> {
    let Some(first) = panels.first_mut() else {
        return Ok(());
    };
    let mut common = *span(first);
    for panel in panels.iter_mut() {
        let own = *span(panel);
        let place = format!("{}, {axis} axis", panel.name);
        if (own.scale, own.pi_ticks) != (common.scale, common.pi_ticks) {
            return Err(FigureError::Shared { place });
        }
        common = common.union(&own).checked(&place)?;
    }
    for panel in panels {
        *span(panel) = common;
    }
    Ok(())
}
