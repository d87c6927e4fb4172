//! The schema has what the reader takes.

use super::forms::IDENTIFIER;
use super::*;
use crate::experiment::document::TOP;
use crate::experiment::figures::{FIGURE_KEYS, PANEL_KEYS};
use crate::testing::{NETWORK, TOY};

fn keys(object: &Json) -> Vec<&str> {
    let mut keys: Vec<&str> = object["properties"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}

fn sorted<'k>(keys: &[&'k str]) -> Vec<&'k str> {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys
}

#[test]
fn the_schema_has_the_keys_that_are_read() {
    let schema = experiment_schema(&[&TOY]);
    let branch = &schema["oneOf"][0];
    assert_eq!(keys(branch), sorted(&TOP));
    let figure = &branch["properties"]["figure"]["items"];
    assert_eq!(keys(figure), sorted(&FIGURE_KEYS));
    assert_eq!(
        keys(&figure["properties"]["panel"]["items"]),
        sorted(&PANEL_KEYS)
    );
    let sweep = &branch["properties"]["sweep"]["items"];
    let names: Vec<&str> = TOY.parameters.iter().map(|known| known.name).collect();
    assert_eq!(keys(sweep), sorted(&names));
    let mut with_observables = names.clone();
    with_observables.push("observables");
    assert_eq!(
        keys(&branch["properties"]["parameters"]),
        sorted(&with_observables)
    );
}

#[test]
fn ranges_words_and_defaults_are_those_of_the_declaration() {
    let schema = experiment_schema(&[&TOY]);
    let parameters = &schema["oneOf"][0]["properties"]["parameters"]["properties"];
    assert_eq!(
        parameters["size"]["anyOf"][0]["maximum"],
        json!(10_000_000_000_000_000u64)
    );
    assert_eq!(parameters["time"]["anyOf"][0]["minimum"], json!(-1e6));
    assert_eq!(parameters["parts"]["default"], json!(1));
    assert_eq!(parameters["outcome"]["default"], json!("top"));
    assert_eq!(parameters["outcome"]["anyOf"][3]["enum"], json!(["top"]));
    assert_eq!(parameters["mode"]["enum"][1], json!("fails"));
    assert!(
        parameters["time"]["description"]
            .as_str()
            .unwrap()
            .contains("Unit: s")
    );
}

#[test]
fn quantities_names_and_tables_have_their_forms() {
    let schema = experiment_schema(&[&NETWORK]);
    let properties = &schema["oneOf"][0]["properties"];
    let parameters = &properties["parameters"];
    let rate = &parameters["properties"]["linewidth"];
    assert_eq!(rate["anyOf"][0]["maximum"], json!(1e12));
    let pattern = rate["anyOf"][1]["pattern"].as_str().unwrap();
    assert!(pattern.contains("(mHz|Hz|kHz|"), "{pattern}");
    // Only what may be bare goes without a unit.
    let bath = &parameters["properties"]["bath"]["anyOf"];
    assert_eq!(bath[0], json!({"const": 0}));
    let pattern = bath[1]["pattern"].as_str().unwrap();
    assert!(pattern.ends_with("(K|mK|[uµμ]K|nK)$"), "{pattern}");
    let order = &parameters["properties"]["order"]["anyOf"];
    assert_eq!(order[1]["items"]["anyOf"][0]["type"], "string");
    let entry = &parameters["properties"]["components"]["patternProperties"];
    let entry = &entry[format!("^{IDENTIFIER}$")]["properties"];
    assert_eq!(entry["kind"]["enum"][1], "loss");
    let dotted = format!("^components\\.{IDENTIFIER}\\.theta$");
    for table in [parameters, &properties["sweep"]["items"]] {
        assert!(table["patternProperties"].get(&dotted).is_some(), "{table}");
    }
    let panel = &properties["figure"]["items"]["properties"]["panel"]["items"]["properties"];
    assert_eq!(
        panel["x"]["anyOf"][0]["enum"],
        json!(["linewidth", "delay", "bath"])
    );
    assert_eq!(panel["x"]["anyOf"][2]["pattern"], json!(dotted));
}

/// Every table must refuse keys that it does not know, as the reader does.
#[test]
fn every_table_is_closed() {
    fn check(schema: &Json) {
        let has = |key| schema.get(key).is_some_and(Json::is_object);
        if has("properties") || has("patternProperties") {
            assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
        }
        match schema {
            Json::Object(object) => object.values().for_each(check),
            Json::Array(items) => items.iter().for_each(check),
            _ => {}
        }
    }
    check(&experiment_schema(leggett_studies::studies()));
    check(&experiment_schema(&[&NETWORK]));
}

#[test]
fn panels_draw_numbers_and_elements_of_arrays() {
    let schema = experiment_schema(&[&TOY]);
    let figure = &schema["oneOf"][0]["properties"]["figure"]["items"];
    let panel = &figure["properties"]["panel"]["items"]["properties"];
    let y = &panel["y"]["anyOf"][0]["anyOf"];
    // The parameter and the observable `time` are one name.
    let names = json!([
        "total", "half", "time", "size", "outcome", "parts", "bytes", "meter", "elapsed"
    ]);
    assert_eq!(y[0]["enum"], names);
    assert_eq!(y[1]["pattern"], r"^matrix\[[^\[\],]+,[^\[\],]+\]$");
    assert_eq!(y[2]["pattern"], r"^spectrum\[[^\[\],]+\]$");
    assert_eq!(
        panel["z"]["anyOf"][0]["enum"],
        json!(["total", "half", "time"])
    );
}
