//! The range of an axis, from the data or as given, and its map to lengths.

use super::error::FigureError;
use super::model::{Axis, Scale};

/// Narrower ranges, relative to the larger end, leave too few digits.
const NARROWEST: f64 = 1e-10;

/// An axis with its range settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    /// Linear or logarithmic.
    pub scale: Scale,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Whether ticks are at multiples of π.
    pub pi_ticks: bool,
}

impl Span {
    /// Where a value lies: 0 at the lower end, 1 at the upper. What is very
    /// far outside is brought nearer, so that no later arithmetic overflows.
    pub(super) fn fraction(&self, value: f64) -> f64 {
        let fraction = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log if value <= 0.0 => f64::NEG_INFINITY,
            Scale::Log => {
                let start = self.low.log10();
                (value.log10() - start) / (self.high.log10() - start)
            }
        };
        fraction.clamp(-1e6, 1e6)
    }

    /// The smallest span that holds both.
    pub(super) fn union(&self, other: &Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            ..*self
        }
    }

    fn needed(scale: Scale) -> &'static str {
        match scale {
            Scale::Linear => "finite and ascending, by more than 1e-10 of the larger end",
            Scale::Log => "positive, finite and ascending, by more than 1e-10 of the larger end",
        }
    }

    /// The span, if ticks and fractions can be computed in doubles.
    pub(super) fn checked(self, place: &str) -> Result<Self, FigureError> {
        let size = self.low.abs().max(self.high.abs());
        let width = self.high - self.low;
        let positive = self.scale == Scale::Linear || self.low >= f64::MIN_POSITIVE;
        let resolved = width > NARROWEST * size && width > 1e-290;
        if width.is_finite() && positive && resolved {
            return Ok(self);
        }
        Err(FigureError::Range {
            place: place.to_owned(),
            low: self.low,
            high: self.high,
            needed: Self::needed(self.scale),
        })
    }
}

/// The axis with its own range, or that of the values (NaN is skipped)
/// widened by a fraction `margin` on both sides.
pub(super) fn settle(
    axis: &Axis,
    values: impl Iterator<Item = f64>,
    margin: f64,
    place: &str,
) -> Result<Span, FigureError> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|value| !value.is_nan()) {
        if axis.scale == Scale::Log && value <= 0.0 {
            let place = place.to_owned();
            return Err(FigureError::NotPositive { place, value });
        }
        (low, high) = (low.min(value), high.max(value));
    }
    if low > high {
        let place = place.to_owned();
        return Err(FigureError::NoData { place });
    }
    let span = Span {
        scale: axis.scale,
        low,
        high,
        pi_ticks: axis.pi_ticks && axis.scale == Scale::Linear,
    };
    match axis.range {
        Some((low, high)) => Span { low, high, ..span },
        None => widened(span, margin),
    }
    .checked(place)
}

/// Room around the data; a single value gets room as well.
fn widened(span: Span, margin: f64) -> Span {
    let Span { low, high, .. } = span;
    match span.scale {
        Scale::Linear => {
            let size = low.abs().max(high.abs());
            let half = if high - low > 2.0 * NARROWEST * size {
                margin * (high - low)
            } else if size > 0.0 {
                0.05 * size
            } else {
                0.5
            };
            let (low, high) = (low - half, high + half);
            Span { low, high, ..span }
        }
        Scale::Log => {
            let factor = if high - low > 2.0 * NARROWEST * high {
                10f64.powf(margin * (high.log10() - low.log10()))
            } else {
                2.0
            };
            let (low, high) = (low / factor, high * factor);
            Span { low, high, ..span }
        }
    }
}
