//! Ticks on given ranges.

use std::f64::consts::PI;

use crate::figure::model::Scale;
use crate::figure::span::Span;
use crate::figure::ticks::{Ticks, choose};

fn span(scale: Scale, low: f64, high: f64) -> Span {
    Span {
        scale,
        low,
        high,
        pi_ticks: false,
    }
}

fn pi_span(low: f64, high: f64) -> Span {
    Span {
        pi_ticks: true,
        ..span(Scale::Linear, low, high)
    }
}

/// Ticks on a side 200 points long, with labels 5 points a character.
fn ticks(span: &Span) -> Ticks {
    choose(span, 200.0, 10.0, |label| {
        5.0 * label.chars().count() as f64
    })
}

fn labels(ticks: &Ticks) -> Vec<&str> {
    ticks.major.iter().map(|tick| tick.label.as_str()).collect()
}

fn linear(low: f64, high: f64) -> Ticks {
    ticks(&span(Scale::Linear, low, high))
}

#[test]
fn linear_ticks_stand_at_round_numbers() {
    let unit = linear(0.0, 1.0);
    assert_eq!(labels(&unit), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert_eq!(unit.minor.len(), 15);
    let values: Vec<f64> = unit.major.iter().map(|tick| tick.value).collect();
    assert_eq!(values, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
    assert_eq!(labels(&linear(-2.3, 3.1)), ["−2", "−1", "0", "1", "2", "3"]);
    assert_eq!(labels(&linear(3.0, 47.0)), ["10", "20", "30", "40"]);
    assert_eq!(
        labels(&linear(0.991, 1.002)),
        ["0.992", "0.994", "0.996", "0.998", "1.000", "1.002"]
    );
}

#[test]
fn very_large_and_small_numbers_leave_their_power_to_the_axis_label() {
    let large = linear(0.0, 1.1e6);
    assert_eq!(
        (labels(&large), large.power),
        (vec!["0", "0.2", "0.4", "0.6", "0.8", "1.0"], 6)
    );
    let small = linear(-4e-9, 4e-9);
    assert_eq!(
        (labels(&small), small.power),
        (vec!["−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"], -9)
    );
    let plain = linear(0.0, 20_000.0);
    assert_eq!(
        (labels(&plain), plain.power),
        (vec!["0", "5000", "10000", "15000", "20000"], 0)
    );
}

#[test]
fn logarithmic_ticks_stand_at_powers_of_ten_with_digits_between() {
    let ticks = ticks(&span(Scale::Log, 1.0, 1e4));
    assert_eq!(
        labels(&ticks),
        ["$10^{0}$", "$10^{1}$", "$10^{2}$", "$10^{3}$", "$10^{4}$"]
    );
    assert_eq!(ticks.minor.len(), 4 * 8);
    assert!(ticks.minor.contains(&300.0));
}

#[test]
fn many_decades_are_labelled_in_equal_strides() {
    let ticks = ticks(&span(Scale::Log, 1e-16, 1.0));
    assert_eq!(
        labels(&ticks),
        ["$10^{−15}$", "$10^{−10}$", "$10^{−5}$", "$10^{0}$"]
    );
    assert_eq!(ticks.minor.len(), 13);
}

#[test]
fn short_logarithmic_spans_label_digits_too() {
    let decade = ticks(&span(Scale::Log, 0.02, 0.5));
    assert_eq!(labels(&decade), ["0.02", "0.05", "0.1", "0.2", "0.5"]);
    let far = ticks(&span(Scale::Log, 1.5e-7, 1.2e-6));
    assert_eq!(labels(&far), ["2×$10^{−7}$", "5×$10^{−7}$", "$10^{−6}$"]);
    let within = ticks(&span(Scale::Log, 6.0, 9.0));
    assert_eq!(
        labels(&within),
        ["6.0", "6.5", "7.0", "7.5", "8.0", "8.5", "9.0"]
    );
}

#[test]
fn multiples_of_pi_are_fractions_in_lowest_terms() {
    let half_turn = ticks(&pi_span(0.0, PI));
    assert_eq!(labels(&half_turn), ["0", "π/4", "π/2", "3π/4", "π"]);
    assert_eq!(half_turn.major[2].value, PI / 2.0);
    assert_eq!(half_turn.minor.len(), 4);
    let turns = ticks(&pi_span(-2.0 * PI, 2.0 * PI));
    assert_eq!(labels(&turns), ["−2π", "−π", "0", "π", "2π"]);
    let wide = ticks(&pi_span(0.0, 40.0 * PI));
    assert_eq!(labels(&wide), ["0", "10π", "20π", "30π", "40π"]);
}

#[test]
fn narrow_spans_count_in_decimals_of_pi() {
    let ticks = ticks(&pi_span(0.5 * PI, 0.502 * PI));
    assert_eq!(
        labels(&ticks),
        ["0.5000π", "0.5005π", "0.5010π", "0.5015π", "0.5020π"]
    );
}

#[test]
fn labels_never_overlap_however_short_the_side() {
    let spans = [
        span(Scale::Linear, 0.0, 1.0),
        span(Scale::Linear, 12345.678, 12345.679),
        span(Scale::Log, 1e-300, 1e300),
        span(Scale::Log, 1.0, 3.0),
        pi_span(0.0, PI),
        pi_span(0.0, 1e-9),
    ];
    for span in spans {
        for length in [5.0, 20.0, 50.0, 100.0, 400.0] {
            let extent = |label: &str| 5.0 * label.chars().count() as f64;
            let ticks = choose(&span, length, 4.0, extent);
            assert!(!ticks.major.is_empty(), "{span:?}");
            let mut end = f64::NEG_INFINITY;
            for tick in &ticks.major {
                let centre = span.fraction(tick.value) * length;
                let half = extent(&tick.label) / 2.0;
                assert!(centre - half >= end, "{span:?} {length} {tick:?}");
                end = centre + half;
            }
        }
    }
}
