//! Maps: cells as the pixels of an image, and the colour bar.

use std::cmp::Ordering::{Greater, Less};

use super::color::{self, Rgb};
use super::error::FigureError;
use super::geometry::Rect;
use super::model::{HeatMap, Panel, Scale};
use super::prepare::{check_finite, check_length};
use super::raster;
use super::span::{self, Span};
use super::svg::Page;

/// Even cells are repeated to about this many pixels, so that viewers that
/// smooth images blur edges only.
const EVEN_PIXELS: usize = 480;
/// Pixels along a side for uneven cells, and the most for even ones.
const MOST_PIXELS: usize = 1200;

/// A map whose data are sound.
pub(super) struct Cells<'a> {
    /// As given.
    pub map: &'a HeatMap,
    /// The axis of the colour bar.
    pub color: Span,
    x_edges: Vec<f64>,
    y_edges: Vec<f64>,
}

/// Checks a map and settles its axes.
pub(super) fn prepare<'a>(
    panel: &Panel,
    map: &'a HeatMap,
    name: &str,
) -> Result<(Span, Span, Cells<'a>), FigureError> {
    let (x_axis, y_axis) = (format!("{name}, x axis"), format!("{name}, y axis"));
    check_positions(&map.x, panel.x.scale, &x_axis)?;
    check_positions(&map.y, panel.y.scale, &y_axis)?;
    let centres = check_values(map, &format!("{name}, values"))?;
    let edges = |positions: &[f64], scale| match centres {
        true => edges_around(positions, scale),
        false => positions.to_vec(),
    };
    let x_edges = edges(&map.x, panel.x.scale);
    let y_edges = edges(&map.y, panel.y.scale);
    let x = span::settle(&panel.x, x_edges.iter().copied(), 0.0, &x_axis)?;
    let y = span::settle(&panel.y, y_edges.iter().copied(), 0.0, &y_axis)?;
    let colors = format!("{name}, colour bar");
    let color = span::settle(&map.color, map.values.iter().copied(), 0.0, &colors)?;
    let cells = Cells {
        map,
        color,
        x_edges,
        y_edges,
    };
    Ok((x, y, cells))
}

fn check_positions(positions: &[f64], scale: Scale, place: &str) -> Result<(), FigureError> {
    if positions.iter().all(|position| position.is_nan()) {
        let place = place.to_owned();
        return Err(FigureError::NoData { place });
    }
    check_finite(positions, place)?;
    check_monotone(positions, place)?;
    check_positive(positions, scale, place)
}

/// Whether the positions, of which there are some, are centres of the cells;
/// otherwise they are edges.
fn check_values(map: &HeatMap, place: &str) -> Result<bool, FigureError> {
    check_finite(&map.values, place)?;
    let (columns, rows) = (map.x.len(), map.y.len());
    let at_centres = columns.saturating_mul(rows);
    let between_edges = (columns - 1).saturating_mul(rows - 1);
    let mut allowed = vec![at_centres];
    allowed.extend((between_edges > 0).then_some(between_edges));
    check_length(&map.values, &allowed, place)?;
    Ok(map.values.len() == at_centres)
}

fn check_monotone(positions: &[f64], place: &str) -> Result<(), FigureError> {
    let rising = positions.last() > positions.first();
    let order = if rising { Less } else { Greater };
    let in_order = |pair: &[f64]| pair[0].partial_cmp(&pair[1]) == Some(order);
    let broken = positions.windows(2).position(|pair| !in_order(pair));
    match broken {
        None => Ok(()),
        Some(before) => Err(FigureError::NotMonotone {
            place: place.to_owned(),
            index: before + 1,
        }),
    }
}

fn check_positive(positions: &[f64], scale: Scale, place: &str) -> Result<(), FigureError> {
    match positions.iter().find(|&&position| position <= 0.0) {
        Some(&value) if scale == Scale::Log => Err(FigureError::NotPositive {
            place: place.to_owned(),
            value,
        }),
        _ => Ok(()),
    }
}

/// Edges half way between centres, on a logarithmic axis geometrically.
fn edges_around(centres: &[f64], scale: Scale) -> Vec<f64> {
    let to = |value: f64| match scale {
        Scale::Linear => value,
        Scale::Log => value.log10(),
    };
    let from = |value: f64| match scale {
        Scale::Linear => value,
        Scale::Log => 10f64.powf(value),
    };
    let centres: Vec<f64> = centres.iter().map(|&centre| to(centre)).collect();
    let [first, .., last] = centres[..] else {
        return [-0.5, 0.5].map(|half| from(centres[0] + half)).to_vec();
    };
    let start = first - (centres[1] - first) / 2.0;
    let end = last + (last - centres[centres.len() - 2]) / 2.0;
    let between = centres
        .windows(2)
        .map(|pair| pair[0] + (pair[1] - pair[0]) / 2.0);
    let edges = std::iter::once(start).chain(between).chain([end]);
    edges.map(from).collect()
}

/// Draws the cells into the frame.
pub(super) fn draw(
    page: &mut Page,
    cells: &Cells<'_>,
    x: &Span,
    y: &Span,
    rect: Rect,
) -> Result<(), FigureError> {
    let columns = pixels(&cells.x_edges, x);
    let mut rows = pixels(&cells.y_edges, y);
    // Images start at the top, axes at the bottom.
    rows.reverse();
    let per_row = cells.x_edges.len() - 1;
    let mut colors = Vec::with_capacity(rows.len() * columns.len());
    for row in rows {
        for &column in &columns {
            let value = match (row, column) {
                (Some(row), Some(column)) => cells.map.values[row * per_row + column],
                _ => f64::NAN,
            };
            colors.push(match cells.map.blank_above {
                Some(most) if value > most => color::WHITE,
                _ => cell_color(value, &cells.color),
            });
        }
    }
    page.image(rect, &raster::image(columns.len(), &colors)?);
    Ok(())
}

fn cell_color(value: f64, span: &Span) -> Rgb {
    if value.is_nan() {
        color::MISSING
    } else {
        color::at(span.fraction(value))
    }
}

/// The cell under every pixel along an axis, none outside of the cells.
fn pixels(edges: &[f64], span: &Span) -> Vec<Option<usize>> {
    let edges: Vec<f64> = edges.iter().map(|&edge| span.fraction(edge)).collect();
    let count = edges.len() - 1;
    let ideal = |index: usize| index as f64 / count as f64;
    let is_even = |rising: bool| {
        edges.iter().enumerate().all(|(index, &edge)| {
            let place = if rising {
                ideal(index)
            } else {
                1.0 - ideal(index)
            };
            (edge - place).abs() < 1e-6
        })
    };
    let size = if count <= MOST_PIXELS && (is_even(true) || is_even(false)) {
        count * EVEN_PIXELS.div_ceil(count)
    } else {
        MOST_PIXELS
    };
    let centres = (0..size).map(|index| (index as f64 + 0.5) / size as f64);
    centres.map(|centre| cell_at(&edges, centre)).collect()
}

fn cell_at(edges: &[f64], place: f64) -> Option<usize> {
    let falling = edges[0] > edges[edges.len() - 1];
    let passed = match falling {
        true => edges.partition_point(|&edge| edge > place),
        false => edges.partition_point(|&edge| edge <= place),
    };
    (1..edges.len()).contains(&passed).then(|| passed - 1)
}

/// Draws the colours of the map from bottom to top.
pub(super) fn draw_color_bar(page: &mut Page, rect: Rect) -> Result<(), FigureError> {
    let colors: Vec<Rgb> = color::sequential().iter().rev().copied().collect();
    page.image(rect, &raster::image(1, &colors)?);
    Ok(())
}
