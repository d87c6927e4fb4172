//! Curves and points inside a frame.

use super::geometry::{Point, Rect};
use super::model::{Dash, Marker};
use super::path::Path;
use super::prepare::Styled;
use super::span::Span;
use super::style::{ERROR_BAR, ERROR_CAP, MARKER};
use super::svg::{Page, Stroke};

/// Points of a line closer than this across are thinned to the first, last,
/// lowest and highest of them: finer than any print shows.
const THINNING: f64 = 0.1;

/// A plotting box with its axes.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    /// The box.
    pub rect: Rect,
    /// The horizontal axis.
    pub x: &'a Span,
    /// The vertical axis.
    pub y: &'a Span,
}

impl Frame<'_> {
    fn place(&self, x: f64, y: f64) -> Point {
        let across = self.x.fraction(x) * self.rect.width;
        let up = self.y.fraction(y) * self.rect.height;
        (self.rect.x + across, self.rect.bottom() - up)
    }
}

/// The uninterrupted pieces of a series, on the page.
fn pieces(styled: &Styled<'_>, frame: &Frame<'_>) -> Vec<Vec<Point>> {
    let series = styled.series;
    let mut pieces = vec![Vec::new()];
    for (&x, &y) in series.x.iter().zip(&series.y) {
        if x.is_nan() || y.is_nan() {
            pieces.push(Vec::new());
        } else if let Some(piece) = pieces.last_mut() {
            piece.push(frame.place(x, y));
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Thins points that share a narrow column.
fn thinned(points: &[Point]) -> Vec<Point> {
    let column = |point: &Point| (point.0 / THINNING).floor();
    let mut kept = Vec::new();
    for group in points.chunk_by(|a, b| column(a) == column(b)) {
        let height = |&index: &usize| group[index].1;
        let indices = 0..group.len();
        let by_height = |a: &usize, b: &usize| height(a).total_cmp(&height(b));
        let lowest = indices.clone().min_by(by_height).unwrap_or(0);
        let highest = indices.max_by(by_height).unwrap_or(0);
        let mut chosen = [0, lowest, highest, group.len() - 1];
        chosen.sort_unstable();
        let mut last = None;
        for index in chosen {
            if last.replace(index) != Some(index) {
                kept.push(group[index]);
            }
        }
    }
    kept
}

/// Every place that a legend must not cover: segments, of length 0 for points.
pub(super) fn occupied(styled: &Styled<'_>, frame: &Frame<'_>) -> Vec<(Point, Point)> {
    let mut segments = Vec::new();
    for piece in pieces(styled, frame) {
        if styled.dash.is_some() {
            segments.extend(piece.windows(2).map(|pair| (pair[0], pair[1])));
        }
        if styled.dash.is_none() || piece.len() == 1 {
            segments.extend(piece.iter().map(|&point| (point, point)));
        }
    }
    segments.extend(error_bars(styled, frame));
    segments
}

fn error_bars(styled: &Styled<'_>, frame: &Frame<'_>) -> Vec<(Point, Point)> {
    let series = styled.series;
    let errors = series.y_error.iter().flatten();
    let points = series.x.iter().zip(&series.y).zip(errors);
    points
        .filter(|((x, y), error)| !(x.is_nan() || y.is_nan() || error.is_nan()) && **error != 0.0)
        .map(|((&x, &y), error)| {
            (
                frame.place(x, y - error.abs()),
                frame.place(x, y + error.abs()),
            )
        })
        .collect()
}

/// Draws a series.
pub(super) fn draw(page: &mut Page, styled: &Styled<'_>, frame: &Frame<'_>) {
    draw_error_bars(page, styled, frame);
    let pieces = pieces(styled, frame);
    if let Some(dash) = styled.dash {
        draw_line(page, styled, dash, &pieces, frame.rect);
    }
    if let Some(marker) = styled.series.marker {
        let mut path = Path::default();
        let near = frame.rect.grown(0.01);
        let visible = pieces
            .iter()
            .flatten()
            .filter(|point| near.contains(**point));
        let mut last = None;
        for &point in visible {
            if last.replace(point) != Some(point) {
                add_marker(&mut path, marker, point);
            }
        }
        page.fill(&path, styled.color);
    }
}

fn draw_line(page: &mut Page, styled: &Styled<'_>, dash: Dash, pieces: &[Vec<Point>], rect: Rect) {
    let mut line = Path::default();
    let mut dots = Path::default();
    for piece in pieces {
        let points = thinned(piece);
        if let [point] = points[..] {
            // A value between two gaps would be lost without a line.
            if styled.series.marker.is_none() && rect.grown(0.01).contains(point) {
                dots.disc(point, styled.series.width.max(0.6));
            }
            continue;
        }
        let mut end = None;
        for pair in points.windows(2) {
            let Some((from, to)) = rect.clip(pair[0], pair[1]) else {
                continue;
            };
            if end != Some(from) {
                line.move_to(from);
            }
            line.line_to(to);
            end = Some(to);
        }
    }
    page.stroke(&line, &stroke(styled, dash));
    page.fill(&dots, styled.color);
}

/// The stroke of the line of a series.
pub(super) fn stroke(styled: &Styled<'_>, dash: Dash) -> Stroke {
    let dashes = match dash {
        Dash::Solid => "",
        Dash::Dashed => "4.2 2",
        Dash::Dotted => "1.1 1.6",
        Dash::DashDotted => "4.2 1.6 1.1 1.6",
    };
    Stroke {
        color: styled.color,
        width: styled.series.width,
        dashes,
    }
}

fn draw_error_bars(page: &mut Page, styled: &Styled<'_>, frame: &Frame<'_>) {
    let mut segments = Vec::new();
    let near = frame.rect.grown(0.01);
    for (low, high) in error_bars(styled, frame) {
        segments.extend(frame.rect.clip(low, high));
        for (x, y) in [low, high] {
            if near.contains((x, y)) {
                segments.push(((x - ERROR_CAP, y), (x + ERROR_CAP, y)));
            }
        }
    }
    page.segments(&segments, &Stroke::solid(styled.color, ERROR_BAR));
}

/// Adds a marker around a point; all kinds cover about the same area.
pub(super) fn add_marker(path: &mut Path, marker: Marker, (x, y): Point) {
    match marker {
        Marker::Circle => path.disc((x, y), MARKER),
        Marker::Square => {
            let half = 0.89 * MARKER;
            let corners = [(-half, -half), (half, -half), (half, half), (-half, half)];
            path.polygon(&corners.map(|(dx, dy)| (x + dx, y + dy)));
        }
        Marker::Diamond => {
            let half = 1.25 * MARKER;
            let corners = [(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
            path.polygon(&corners.map(|(dx, dy)| (x + dx, y + dy)));
        }
        Marker::Triangle => {
            let (half, up, down) = (1.3 * MARKER, 1.5 * MARKER, 0.75 * MARKER);
            path.polygon(&[(x, y - up), (x + half, y + down), (x - half, y + down)]);
        }
    }
}
