//! Legends: their size, a free spot for them, and their drawing.

use super::curve;
use super::geometry::{Point, Rect};
use super::model::Legend;
use super::path::Path;
use super::prepare::Styled;
use super::style::{CLEARANCE, LEGEND_COLUMN_GAP, LEGEND_FONT, SAMPLE};
use super::svg::Page;
use super::typeset::{CAP_HEIGHT, LINE_HEIGHT, Line, Typesetter};

/// Distance of entries, over the font size.
const ROW: f64 = 1.32;

struct Entry<'a> {
    styled: Styled<'a>,
    lines: Vec<Line>,
}

/// A legend as a rectangle of entries.
pub(super) struct Block<'a> {
    title: Vec<Line>,
    entries: Vec<Entry<'a>>,
    /// Entries side by side.
    columns: usize,
    /// Whether the entries follow each other downwards, not to the right.
    downwards: bool,
    column_width: f64,
    row_height: f64,
    /// Whole width in points.
    pub width: f64,
    /// Whole height in points.
    pub height: f64,
}

impl<'a> Block<'a> {
    /// A tall legend, not higher than `height` if possible.
    pub(super) fn tall(
        setter: &mut Typesetter,
        legend: &Legend,
        series: &[Styled<'a>],
        width: f64,
        height: f64,
    ) -> Option<Self> {
        let mut block = Self::new(setter, legend, series, width)?;
        let rows = ((height - block.title_height()) / block.row_height)
            .floor()
            .max(1.0);
        block.columns = (block.entries.len() as f64 / rows).ceil().max(1.0) as usize;
        block.downwards = true;
        Some(block.measured())
    }

    /// A wide legend, as many entries in a row as a width allows.
    pub(super) fn wide(
        setter: &mut Typesetter,
        legend: &Legend,
        series: &[Styled<'a>],
        width: f64,
    ) -> Option<Self> {
        let mut block = Self::new(setter, legend, series, width)?;
        let pitch = block.column_width + LEGEND_COLUMN_GAP;
        let most = ((width + LEGEND_COLUMN_GAP) / pitch).floor().max(1.0);
        // The fewest columns for that number of rows, so that rows are even.
        let rows = (block.entries.len() as f64 / most).ceil();
        block.columns = (block.entries.len() as f64 / rows).ceil() as usize;
        Some(block.measured())
    }

    fn new(
        setter: &mut Typesetter,
        legend: &Legend,
        series: &[Styled<'a>],
        width: f64,
    ) -> Option<Self> {
        let text_width = (width - SAMPLE.0 - SAMPLE.1).max(2.0 * LEGEND_FONT) / LEGEND_FONT;
        let mut entries = Vec::new();
        for &styled in series {
            if let Some(label) = &styled.series.label {
                let lines = setter.wrapped(label, text_width);
                entries.push(Entry { styled, lines });
            }
        }
        if entries.is_empty() {
            return None;
        }
        let title = legend.title.as_deref().unwrap_or_default();
        let title = setter.wrapped(title, width / LEGEND_FONT);
        let text = entries.iter().flat_map(|entry| &entry.lines);
        let column_width = SAMPLE.0 + SAMPLE.1 + widest(text);
        let lines = entries
            .iter()
            .map(|entry| entry.lines.len())
            .max()
            .unwrap_or(1);
        let row_height = (ROW + LINE_HEIGHT * (lines.max(1) - 1) as f64) * LEGEND_FONT;
        Some(Self {
            title,
            entries,
            columns: 1,
            downwards: false,
            column_width,
            row_height,
            width: 0.0,
            height: 0.0,
        })
    }

    fn title_height(&self) -> f64 {
        self.title.len() as f64 * ROW * LEGEND_FONT
    }

    fn rows(&self) -> usize {
        self.entries.len().div_ceil(self.columns)
    }

    fn measured(mut self) -> Self {
        let columns = self.columns as f64;
        let entries = columns * (self.column_width + LEGEND_COLUMN_GAP) - LEGEND_COLUMN_GAP;
        self.width = entries.max(widest(self.title.iter()));
        self.height = self.title_height() + self.rows() as f64 * self.row_height;
        self
    }

    /// The corner of a place inside the frame that keeps clear of everything
    /// drawn there, if there is one.
    pub(super) fn free_spot(&self, frame: Rect, occupied: &[(Point, Point)]) -> Option<Point> {
        let inner = frame.grown(-CLEARANCE - 2.0);
        let (across, down) = (inner.width - self.width, inner.height - self.height);
        if across < 0.0 || down < 0.0 {
            return None;
        }
        let places = [
            (1.0, 0.0),
            (0.0, 0.0),
            (1.0, 1.0),
            (0.0, 1.0),
            (0.5, 0.0),
            (0.5, 1.0),
            (1.0, 0.5),
            (0.0, 0.5),
        ];
        places
            .map(|(right, low)| (inner.x + right * across, inner.y + low * down))
            .into_iter()
            .find(|&(x, y)| {
                let Self { width, height, .. } = *self;
                let guarded = Rect {
                    x,
                    y,
                    width,
                    height,
                }
                .grown(CLEARANCE);
                !occupied
                    .iter()
                    .any(|&(from, to)| guarded.clip(from, to).is_some())
            })
    }

    /// Draws the legend with its upper left corner at a point.
    pub(super) fn draw(&self, page: &mut Page, (x, y): Point) {
        let mut top = y;
        for line in &self.title {
            let base = top + (ROW + CAP_HEIGHT) / 2.0 * LEGEND_FONT;
            page.text(line, (x, base), LEGEND_FONT);
            top += ROW * LEGEND_FONT;
        }
        let rows = self.rows();
        for (index, entry) in self.entries.iter().enumerate() {
            let (column, row) = match self.downwards {
                true => (index / rows, index % rows),
                false => (index % self.columns, index / self.columns),
            };
            let left = x + column as f64 * (self.column_width + LEGEND_COLUMN_GAP);
            entry.draw(page, (left, top + row as f64 * self.row_height));
        }
    }
}

impl Entry<'_> {
    fn draw(&self, page: &mut Page, (x, top): Point) {
        let middle = top + ROW / 2.0 * LEGEND_FONT;
        if let Some(dash) = self.styled.dash {
            let mut path = Path::default();
            path.move_to((x, middle));
            path.line_to((x + SAMPLE.0, middle));
            page.stroke(&path, &curve::stroke(&self.styled, dash));
        }
        if let Some(marker) = self.styled.series.marker {
            let mut path = Path::default();
            curve::add_marker(&mut path, marker, (x + SAMPLE.0 / 2.0, middle));
            page.fill(&path, self.styled.color);
        }
        let mut base = middle + CAP_HEIGHT / 2.0 * LEGEND_FONT;
        for line in &self.lines {
            page.text(line, (x + SAMPLE.0 + SAMPLE.1, base), LEGEND_FONT);
            base += LINE_HEIGHT * LEGEND_FONT;
        }
    }
}

fn widest<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    lines
        .map(|line| line.width * LEGEND_FONT)
        .fold(0.0, f64::max)
}
