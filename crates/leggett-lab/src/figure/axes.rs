//! Frames with ticks and labels.

use super::color::BLACK;
use super::geometry::{Point, Rect};
use super::model::Axis;
use super::span::Span;
use super::style::{
    DESCENT, LABEL_FONT, LABEL_GAP, MAJOR, MINOR, RULE, TICK_FONT, TICK_GAP, TICK_LABEL_DISTANCE,
};
use super::svg::{Page, Stroke};
use super::tick_label::power_of_ten;
use super::ticks::{self, Ticks};
use super::typeset::{CAP_HEIGHT, LINE_HEIGHT, Line, Typesetter};

/// The ticks and texts of one side of a frame.
pub(super) struct Side {
    /// Places of the labelled ticks as fractions of the side, and labels.
    major: Vec<(f64, Line)>,
    /// Places of the short ticks.
    minor: Vec<f64>,
    /// The lines of the axis label.
    label: Vec<Line>,
    /// Whether texts are drawn, and not only ticks.
    shown: bool,
}

impl Side {
    /// The lower side of a box.
    pub(super) fn horizontal(
        setter: &mut Typesetter,
        axis: &Axis,
        span: &Span,
        width: f64,
        shown: bool,
    ) -> Self {
        let extent = |label: &str| setter.width(label) * TICK_FONT;
        let ticks = ticks::choose(span, width, TICK_LABEL_DISTANCE.0, extent);
        // Labels may reach a little beyond the box, as tick labels do.
        Self::new(setter, axis, span, &ticks, width + 4.0, shown)
    }

    /// The left side of a box, or the right one of a colour bar.
    pub(super) fn vertical(
        setter: &mut Typesetter,
        axis: &Axis,
        span: &Span,
        height: f64,
        shown: bool,
    ) -> Self {
        let ticks = ticks::choose(span, height, TICK_LABEL_DISTANCE.1, |_| TICK_FONT);
        Self::new(setter, axis, span, &ticks, height + 4.0, shown)
    }

    fn new(
        setter: &mut Typesetter,
        axis: &Axis,
        span: &Span,
        ticks: &Ticks,
        length: f64,
        shown: bool,
    ) -> Self {
        let inside = |place: &f64| (-1e-6..=1.0 + 1e-6).contains(place);
        let major = ticks.major.iter().map(|tick| {
            (
                span.fraction(tick.value).clamp(0.0, 1.0),
                setter.line(&tick.label),
            )
        });
        let major = major.collect();
        let minor = ticks.minor.iter().map(|&value| span.fraction(value));
        let [before, unit, after] = unit_suffix(axis, ticks.power);
        let label = [&axis.label, before.as_str(), &unit, &after];
        Self {
            major,
            minor: minor.filter(inside).collect(),
            label: setter.wrapped_parts(&label, length / LABEL_FONT),
            shown,
        }
    }

    /// How far the first and last label reach beyond the ends of a lower side.
    pub(super) fn overhang(&self, width: f64) -> (f64, f64) {
        let ends = (self.major.first(), self.major.last());
        let (true, (Some(first), Some(last))) = (self.shown, ends) else {
            return (0.0, 0.0);
        };
        let half = |line: &Line| line.width * TICK_FONT / 2.0;
        let before = half(&first.1) - first.0 * width;
        let after = half(&last.1) - (1.0 - last.0) * width;
        (before.max(0.0), after.max(0.0))
    }

    /// Depth of a lower side, from the box to the end of its label.
    pub(super) fn depth_below(&self) -> f64 {
        if !self.shown {
            return MAJOR;
        }
        let label = match self.label.len() {
            0 => 0.0,
            lines => {
                LABEL_GAP + (CAP_HEIGHT + DESCENT + (lines - 1) as f64 * LINE_HEIGHT) * LABEL_FONT
            }
        };
        MAJOR + TICK_GAP + (CAP_HEIGHT + 0.1) * TICK_FONT + label
    }

    /// Depth of a left or right side.
    pub(super) fn depth_beside(&self) -> f64 {
        if !self.shown {
            return MAJOR;
        }
        MAJOR + TICK_GAP + self.widest() + self.label_depth()
    }

    fn widest(&self) -> f64 {
        let widths = self.major.iter().map(|(_, line)| line.width * TICK_FONT);
        widths.fold(0.0, f64::max)
    }

    fn label_depth(&self) -> f64 {
        match self.label.len() {
            0 => 0.0,
            lines => {
                LABEL_GAP + (CAP_HEIGHT + DESCENT + (lines - 1) as f64 * LINE_HEIGHT) * LABEL_FONT
            }
        }
    }

    /// Draws ticks and texts below a box.
    pub(super) fn draw_below(&self, page: &mut Page, rect: Rect) {
        let x = |place: f64| rect.x + place * rect.width;
        let y = rect.bottom();
        self.draw_ticks(page, |place, length| {
            ((x(place), y), (x(place), y + length))
        });
        if !self.shown {
            return;
        }
        let base = y + MAJOR + TICK_GAP + CAP_HEIGHT * TICK_FONT;
        for (place, line) in &self.major {
            let start = x(*place) - line.width * TICK_FONT / 2.0;
            page.text(line, (start, base), TICK_FONT);
        }
        let mut base = base + 0.1 * TICK_FONT + LABEL_GAP + CAP_HEIGHT * LABEL_FONT;
        for line in &self.label {
            let start = x(0.5) - line.width * LABEL_FONT / 2.0;
            page.text(line, (start, base), LABEL_FONT);
            base += LINE_HEIGHT * LABEL_FONT;
        }
    }

    /// Draws ticks and texts left of a box; labels of panels one above the
    /// other line up, being as far out as the deepest side, `depth`.
    pub(super) fn draw_left(&self, page: &mut Page, rect: Rect, depth: f64) {
        let y = |place: f64| rect.bottom() - place * rect.height;
        let x = rect.x;
        self.draw_ticks(page, |place, length| {
            ((x, y(place)), (x - length, y(place)))
        });
        if !self.shown {
            return;
        }
        for (place, line) in &self.major {
            let start = x - MAJOR - TICK_GAP - line.width * TICK_FONT;
            page.text(line, centred_on(start, y(*place)), TICK_FONT);
        }
        let first_base = x - depth + CAP_HEIGHT * LABEL_FONT;
        self.draw_upward_label(page, first_base, y(0.5));
    }

    /// Draws ticks and texts right of a colour bar.
    pub(super) fn draw_right(&self, page: &mut Page, rect: Rect) {
        let y = |place: f64| rect.bottom() - place * rect.height;
        let x = rect.right();
        self.draw_ticks(page, |place, length| {
            ((x, y(place)), (x + length, y(place)))
        });
        let start = x + MAJOR + TICK_GAP;
        for (place, line) in &self.major {
            page.text(line, centred_on(start, y(*place)), TICK_FONT);
        }
        let first_base = start + self.widest() + LABEL_GAP + CAP_HEIGHT * LABEL_FONT;
        self.draw_upward_label(page, first_base, y(0.5));
    }

    fn draw_upward_label(&self, page: &mut Page, first_base: f64, middle: f64) {
        let mut base = first_base;
        for line in &self.label {
            let start = middle + line.width * LABEL_FONT / 2.0;
            page.upward_text(line, (base, start), LABEL_FONT);
            base += LINE_HEIGHT * LABEL_FONT;
        }
    }

    fn draw_ticks(&self, page: &mut Page, tick: impl Fn(f64, f64) -> (Point, Point)) {
        let major = self.major.iter().map(|(place, _)| tick(*place, MAJOR));
        page.segments(&major.collect::<Vec<_>>(), &Stroke::solid(BLACK, RULE));
        let minor = self.minor.iter().map(|&place| tick(place, MINOR));
        page.segments(
            &minor.collect::<Vec<_>>(),
            &Stroke::solid(BLACK, 0.75 * RULE),
        );
    }
}

/// A tick label that starts at `x` with its digits centred on `y`.
fn centred_on(x: f64, y: f64) -> Point {
    (x, y + CAP_HEIGHT * TICK_FONT / 2.0)
}

/// ` (unit)`, with the power of ten that the tick labels leave out.
fn unit_suffix(axis: &Axis, power: i32) -> [String; 3] {
    let unit = axis.unit.as_deref().filter(|unit| !unit.is_empty());
    let before = match (unit, power) {
        (None, 0) => return [const { String::new() }; 3],
        (_, 0) => " (".to_owned(),
        (None, power) => format!(" (×{}", power_of_ten(power)),
        (Some(_), power) => format!(" ({} ", power_of_ten(power)),
    };
    [before, unit.unwrap_or_default().to_owned(), ")".to_owned()]
}
