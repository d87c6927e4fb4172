//! The micro–macro studies against independent reference numbers.

mod common;

use common::{estimate, evaluate};
use serde_json::Value;

/// How far a value may be from its reference number, for numbers of order one
/// absolute and for small ones relative; the error bounds come on top.
const AGREEMENT: f64 = 1e-12;

fn reference() -> Vec<Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../validation/micro-macro.json"
    );
    let text = std::fs::read_to_string(path).expect("the reference numbers are in the repository");
    let document: Value = serde_json::from_str(&text).expect("the reference numbers are JSON");
    document["values"]
        .as_array()
        .expect("a list of values")
        .clone()
}

#[test]
fn all_values_agree() {
    let mut checked = 0;
    for point in reference() {
        let study = point["study"].as_str().expect("study");
        let arguments = point["arguments"].as_str().expect("arguments");
        let values = point["values"].as_object().expect("values");
        let names: Vec<&str> = values.keys().map(String::as_str).collect();
        let asked = format!("{arguments} observables=[{}]", names.join(","));
        let evaluation =
            evaluate(study, &asked).unwrap_or_else(|error| panic!("{study} {asked}: {error}"));
        for (name, expected) in values {
            let expected = expected.as_f64().expect("a number");
            let found = estimate(&evaluation, name);
            let scale = if name.ends_with("deficit") {
                expected
            } else {
                expected.abs().max(1.0)
            };
            assert!(
                (found.value - expected).abs() <= AGREEMENT * scale,
                "{study} {arguments} {name}: {} is not {expected}",
                found.value
            );
            assert!(
                found.error_bound <= 1e-9 * scale.max(1e-3),
                "{study} {arguments} {name}: bound {}",
                found.error_bound
            );
            checked += 1;
        }
    }
    assert!(checked > 90, "only {checked} values");
}
