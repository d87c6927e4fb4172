//! The repeater against independent reference numbers.

mod common;

use common::{estimate, evaluate};
use serde_json::Value;

fn reference() -> Vec<Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../validation/repeater.json"
    );
    let text = std::fs::read_to_string(path).expect("the reference numbers are in the repository");
    let document: Value = serde_json::from_str(&text).expect("the reference numbers are JSON");
    document["values"]
        .as_array()
        .expect("a list of values")
        .clone()
}

/// The arguments of one reference point, without outcomes where all are N.
fn arguments(point: &Value) -> String {
    let atoms = point["atoms"].as_u64().expect("atoms");
    let outcomes: Vec<u64> = point["outcome"]
        .as_array()
        .expect("outcome")
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    let mut text = format!(
        "atoms={atoms} nodes={} time={} phase={}",
        point["nodes"], point["time"], point["phase"]
    );
    if outcomes.iter().any(|q| *q != atoms) {
        let list: Vec<String> = outcomes.iter().map(u64::to_string).collect();
        text.push_str(&format!(" outcome=[{}]", list.join(",")));
    }
    text
}

#[test]
fn entropies_and_probabilities_agree_within_their_bounds() {
    let mut checked = 0;
    for point in reference() {
        let arguments = arguments(&point);
        let evaluation =
            evaluate("repeater", &arguments).unwrap_or_else(|error| panic!("{arguments}: {error}"));
        let expected = point["entropy"].as_f64().expect("entropy");
        let entropy = estimate(&evaluation, "entanglement_entropy");
        let difference = (entropy.value - expected).abs();
        // The reference numbers carry errors of their own, up to 2e-11 at the largest N.
        assert!(
            difference <= entropy.error_bound + 2e-11,
            "{arguments}: {} {expected}",
            entropy.value
        );
        assert!(
            entropy.error_bound <= 1e-9,
            "{arguments}: bound {}",
            entropy.error_bound
        );
        if let Some(expected) = point["probability"].as_f64() {
            let p = estimate(&evaluation, "outcome_probability");
            assert!(
                (p.value - expected).abs() <= p.error_bound + 1e-12 * expected + 1e-15,
                "{arguments}: {}",
                p.value
            );
        }
        checked += 1;
    }
    assert!(checked > 100);
}

#[test]
fn all_methods_agree() {
    for (atoms, time) in [
        (2000, "1.234"),
        (1999, "0.02"),
        (301, "2*pi/5+1e-3"),
        (200, "pi"),
        (201, "pi"),
    ] {
        let value = |method: &str| {
            let evaluation = evaluate(
                "repeater",
                &format!("atoms={atoms} time={time} nodes=4 method={method}"),
            );
            estimate(&evaluation.expect(method), "entanglement_entropy")
        };
        let dense = value("dense");
        // The chain in the whole Dicke space takes N³ operations.
        let methods = ["banded", "low-rank", "auto", "chain"];
        for method in methods
            .into_iter()
            .filter(|method| atoms < 400 || *method != "chain")
        {
            let other = value(method);
            let bound = dense.error_bound + other.error_bound;
            assert!(
                (dense.value - other.value).abs() <= bound,
                "N={atoms} t={time} {method}: {dense:?} {other:?}"
            );
        }
    }
}
