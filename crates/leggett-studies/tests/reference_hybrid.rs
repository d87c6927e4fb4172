//! The hybrid studies against independent reference numbers.

mod common;

use common::{estimate, evaluate};
use leggett_studies::Evaluation;
use leggett_studies::found::Found;
use serde_json::Value;

/// How far a value may be from its reference number, relative to 1 or more.
const AGREEMENT: f64 = 1e-13;
/// The largest bound of what minimises, by which it may be off: it is less
/// sharp than the minimum.
const OPTIMUM_BOUND: f64 = 1e-9;
/// The largest bound of the rest.
const BOUND: f64 = 1e-11;
/// The paper's rates.
const PAPER: &str = "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz";

fn reference() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../validation/hybrid.json");
    let text = std::fs::read_to_string(path).expect("the reference numbers are in the repository");
    serde_json::from_str(&text).expect("the reference numbers are JSON")
}

/// The observable's value and bound, `covariance_i_j` being one entry.
fn found(evaluation: &Evaluation, name: &str) -> (f64, f64) {
    let Some(place) = name.strip_prefix("covariance_") else {
        let estimate = estimate(evaluation, name);
        return (estimate.value, estimate.error_bound);
    };
    let (row, column) = place.split_once('_').expect("a row and a column");
    let index = |text: &str| text.parse::<usize>().expect("an index");
    let flat = 4 * index(row) + index(column);
    let matrix = evaluation
        .observables
        .iter()
        .find(|observed| observed.name == "covariance")
        .and_then(|observed| observed.found.as_ref())
        .and_then(Found::array)
        .expect("the covariance is defined");
    (
        matrix.estimates.values[flat],
        matrix.estimates.error_bounds[flat],
    )
}

/// The study's name of what `covariance_i_j` is an entry of.
fn observable(name: &str) -> &str {
    if name.starts_with("covariance_") {
        "covariance"
    } else {
        name
    }
}

#[test]
fn all_values_agree() {
    let document = reference();
    let mut checked = 0;
    for point in document["values"].as_array().expect("a list of values") {
        let study = point["study"].as_str().expect("study");
        let arguments = point["arguments"].as_str().expect("arguments");
        let values = point["values"].as_object().expect("values");
        let mut names: Vec<&str> = values.keys().map(|name| observable(name)).collect();
        names.dedup();
        let asked = format!("{arguments} observables=[{}]", names.join(","));
        let evaluation =
            evaluate(study, &asked).unwrap_or_else(|error| panic!("{study} {asked}: {error}"));
        for (name, expected) in values {
            let expected = expected.as_f64().expect("a number");
            let (value, bound) = found(&evaluation, name);
            let minimises = study == "hybrid.optimum" && name != "epr_variance";
            let (slack, most) = match minimises {
                true => (bound, OPTIMUM_BOUND),
                false => (0.0, BOUND),
            };
            let scale = expected.abs().max(1.0);
            assert!(
                (value - expected).abs() <= AGREEMENT * scale + slack,
                "{study} {arguments} {name}: {value} is not {expected}"
            );
            assert!(
                bound <= most * scale,
                "{study} {arguments} {name}: bound {bound}"
            );
            checked += 1;
        }
    }
    assert!(checked >= 160, "only {checked} values");
}

#[test]
fn the_linewidths_of_the_asymptote_are_reached() {
    let expected = reference()["asymptotic_linewidths"]["value"]
        .as_f64()
        .expect("a number");
    // The minimum is approached as 1/√C_S; here rates are in units of γ̃_S0.
    let evaluation = evaluate(
        "hybrid.steady-state",
        "spin_linewidth=2/3 spin_occupation=1 motion_decoherence=4/3 cooperativity_spin=1e10 \
         cooperativity_motion=optimal theta_spin=optimal theta_motion=optimal",
    )
    .expect("it is stable");
    let sum = estimate(&evaluation, "linewidth_spin").value
        + estimate(&evaluation, "linewidth_motion").value;
    assert!((sum / 1e5 / expected - 1.0).abs() < 1e-5, "{sum}");
}

#[test]
fn the_threshold_of_entanglement_is_half_the_ratio_of_the_decoherence_rates() {
    let threshold = reference()["threshold"]["value"]
        .as_f64()
        .expect("a number");
    for (factor, expected) in [(1.0 - 1e-4, 0.0), (1.0 + 1e-4, 1.0)] {
        let point = format!("{PAPER} cooperativity_spin={:?}", factor * threshold);
        let evaluation = evaluate("hybrid.optimum", &point).expect("it is stable");
        let entangled = estimate(&evaluation, "entangled").value;
        assert_eq!(entangled, expected, "{point}");
    }
}
