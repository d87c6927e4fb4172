//! Where ticks stand on an axis, and what they say.
//!
//! For a span there are several candidates, from many ticks to few; the one
//! taken is the first whose labels do not crowd, as measured in the font.

use std::f64::consts::PI;

use super::model::Scale;
use super::span::Span;
use super::tick_label::{decimal, digit_times_power, fraction_of_pi, power_of_ten};

/// More labelled steps than these are never needed.
const MOST_STEPS: f64 = 8.0;

/// A labelled tick.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    /// Its value.
    pub value: f64,
    /// Its label, as markup.
    pub label: String,
}

/// The ticks of an axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ticks {
    /// The labelled ones.
    pub major: Vec<Tick>,
    /// Values of the short ones between.
    pub minor: Vec<f64>,
    /// The labels are to be multiplied by this power of ten.
    pub power: i32,
}

/// The densest ticks whose labels keep a distance of `gap`, when the span is
/// drawn `length` long and a label covers `extent` of it.
pub(super) fn choose(
    span: &Span,
    length: f64,
    gap: f64,
    mut extent: impl FnMut(&str) -> f64,
) -> Ticks {
    let mut chosen = Ticks::default();
    for candidate in candidates(span) {
        if candidate.major.len() < 2 && chosen.major.len() >= 2 {
            break;
        }
        chosen = candidate;
        if without_crowding(span, &chosen, length, gap, &mut extent).len() == chosen.major.len() {
            return chosen;
        }
    }
    chosen.major = without_crowding(span, &chosen, length, gap, &mut extent);
    chosen
}

/// The ticks whose labels keep the distance from the one kept before.
fn without_crowding(
    span: &Span,
    ticks: &Ticks,
    length: f64,
    gap: f64,
    extent: &mut impl FnMut(&str) -> f64,
) -> Vec<Tick> {
    let mut end = f64::NEG_INFINITY;
    let mut kept = Vec::new();
    for tick in &ticks.major {
        let centre = span.fraction(tick.value) * length;
        let half = extent(&tick.label) / 2.0;
        if centre - half >= end + gap {
            end = centre + half;
            kept.push(tick.clone());
        }
    }
    kept
}

/// Candidates from dense to sparse; never none.
fn candidates(span: &Span) -> Vec<Ticks> {
    let width = span.high - span.low;
    match span.scale {
        Scale::Log => logarithmic(span.low, span.high),
        Scale::Linear if span.pi_ticks && (1e-6..1e6).contains(&(width / PI)) => {
            multiples_of_pi(span.low, span.high)
        }
        Scale::Linear => linear(span.low, span.high),
    }
}

/// The integers `i` with `low ≤ i·step ≤ high`, up to rounding.
fn multiples(low: f64, high: f64, step: f64) -> std::ops::RangeInclusive<i64> {
    // Spans are wide enough for these to stay far below 2^53.
    (low / step - 1e-9).ceil() as i64..=(high / step + 1e-9).floor() as i64
}

/// Mantissa and exponent of steps that divide the width in a few parts.
fn steps(width: f64) -> impl Iterator<Item = (i64, i32)> {
    let first = (width / MOST_STEPS).log10().floor() as i32;
    (first..first + 3)
        .flat_map(|exponent| [1, 2, 5].map(|mantissa| (mantissa, exponent)))
        .filter(move |&(mantissa, exponent)| {
            let step = scaled(mantissa, exponent);
            step >= width / MOST_STEPS && step <= width
        })
}

/// An integer times a power of ten, to the nearest double.
fn scaled(integer: i64, exponent: i32) -> f64 {
    let text = format!("{integer}e{exponent}");
    text.parse().unwrap_or(f64::NAN)
}

fn linear(low: f64, high: f64) -> Vec<Ticks> {
    let candidates = steps(high - low).map(|(mantissa, exponent)| {
        let step = scaled(mantissa, exponent);
        let integers = multiples(low, high, step);
        let largest = integers.start().abs().max(integers.end().abs()) * mantissa;
        let magnitude = exponent + largest.max(1).ilog10() as i32;
        let power = if magnitude >= 5 || magnitude <= -3 {
            magnitude
        } else {
            0
        };
        let tick = |i: i64| Tick {
            value: scaled(i * mantissa, exponent),
            label: decimal(i * mantissa, exponent - power),
        };
        let parts = if mantissa == 2 { 4 } else { 5 };
        Ticks {
            major: integers.map(tick).collect(),
            minor: between(low, high, step, parts),
            power,
        }
    });
    candidates.collect()
}

/// Values that divide every step into parts, without those of the steps.
fn between(low: f64, high: f64, step: f64, parts: i64) -> Vec<f64> {
    let fine = step / parts as f64;
    multiples(low, high, fine)
        .filter(|i| i % parts != 0)
        .map(|i| i as f64 * fine)
        .collect()
}

/// Steps in units of π, as fractions, with the number of parts between.
const STEPS_OF_PI: [(i64, i64, i64); 11] = [
    (1, 16, 2),
    (1, 8, 2),
    (1, 4, 2),
    (1, 2, 2),
    (1, 1, 2),
    (2, 1, 4),
    (4, 1, 4),
    (10, 1, 5),
    (20, 1, 4),
    (50, 1, 5),
    (100, 1, 5),
];

fn multiples_of_pi(low: f64, high: f64) -> Vec<Ticks> {
    let width = high - low;
    let fractions = STEPS_OF_PI.iter().filter(|&&(numerator, denominator, _)| {
        let step = PI * numerator as f64 / denominator as f64;
        step >= width / MOST_STEPS && step <= width
    });
    let candidates: Vec<Ticks> = fractions
        .map(|&(numerator, denominator, parts)| {
            let step = PI * numerator as f64 / denominator as f64;
            let tick = |i: i64| Tick {
                value: i as f64 * step,
                label: fraction_of_pi(i * numerator, denominator),
            };
            Ticks {
                major: multiples(low, high, step).map(tick).collect(),
                minor: between(low, high, step, parts),
                power: 0,
            }
        })
        .filter(|ticks| ticks.major.len() >= 2)
        .collect();
    if candidates.is_empty() {
        return decimal_multiples_of_pi(low, high);
    }
    candidates
}

/// For spans too narrow or wide for the fractions.
fn decimal_multiples_of_pi(low: f64, high: f64) -> Vec<Ticks> {
    let candidates = steps((high - low) / PI).map(|(mantissa, exponent)| {
        let step = scaled(mantissa, exponent);
        let tick = |i: i64| Tick {
            value: scaled(i * mantissa, exponent) * PI,
            label: match i {
                0 => "0".to_owned(),
                _ => format!("{}π", decimal(i * mantissa, exponent)),
            },
        };
        Ticks {
            major: multiples(low / PI, high / PI, step).map(tick).collect(),
            ..Ticks::default()
        }
    });
    candidates.collect()
}

fn logarithmic(low: f64, high: f64) -> Vec<Ticks> {
    let decades = decades_within(low, high);
    let width = high.log10() - low.log10();
    let mut candidates = Vec::new();
    if width < 2.0 {
        candidates
            .extend([&[1, 2, 5][..], &[1, 3]].map(|digits| digits_in_decades(low, high, digits)));
        candidates.retain(|ticks| ticks.major.len() >= 2);
    }
    if decades.clone().count() >= 2 {
        let strides = [1, 2, 3, 5, 10, 20, 50, 100, 200];
        candidates.extend(strides.map(|stride| every_decade(low, high, stride)));
    } else if candidates.is_empty() {
        candidates = linear(low, high);
    }
    candidates
}

/// The exponents of the powers of ten in a span.
fn decades_within(low: f64, high: f64) -> std::ops::RangeInclusive<i32> {
    (low.log10() - 1e-9).ceil() as i32..=(high.log10() + 1e-9).floor() as i32
}

/// Labels at some digits of every decade, short ticks at the others.
fn digits_in_decades(low: f64, high: f64, digits: &[i64]) -> Ticks {
    // Plain numbers where they are short.
    let plain = low >= 0.0009 && high <= 11_000.0;
    let mut ticks = Ticks::default();
    for (digit, exponent, value) in digits_within(low, high) {
        if digits.contains(&digit) {
            let label = if plain {
                decimal(digit, exponent)
            } else {
                digit_times_power(digit, exponent)
            };
            ticks.major.push(Tick { value, label });
        } else {
            ticks.minor.push(value);
        }
    }
    ticks
}

/// Labels at every so many powers of ten; short ticks at the digits between,
/// or at the powers left out.
fn every_decade(low: f64, high: f64, stride: i32) -> Ticks {
    let mut ticks = Ticks::default();
    for exponent in decades_within(low, high) {
        let value = scaled(1, exponent);
        if exponent % stride == 0 {
            let label = power_of_ten(exponent);
            ticks.major.push(Tick { value, label });
        } else {
            ticks.minor.push(value);
        }
    }
    if stride == 1 {
        let digits = digits_within(low, high).filter(|&(digit, ..)| digit != 1);
        ticks.minor.extend(digits.map(|(.., value)| value));
    }
    ticks
}

/// Every digit times a power of ten in a span.
fn digits_within(low: f64, high: f64) -> impl Iterator<Item = (i64, i32, f64)> {
    let first = low.log10().floor() as i32;
    let last = high.log10().floor() as i32;
    (first..=last)
        .flat_map(|exponent| (1..=9).map(move |digit| (digit, exponent)))
        .map(|(digit, exponent)| (digit, exponent, scaled(digit, exponent)))
        .filter(move |&(.., value)| value >= low * (1.0 - 1e-9) && value <= high * (1.0 + 1e-9))
}
