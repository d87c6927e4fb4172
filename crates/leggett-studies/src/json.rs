//! Evaluations and errors as JSON objects.

use crate::arguments::Arguments;
use crate::error::Error;
use crate::found::{Coordinates, Found};
use crate::parameter::Value;
use crate::study::{Evaluation, Study};
use leggett::Estimates;
use serde_json::{Map, Value as Json, json};

/// The version of these objects' layout.
pub const SCHEMA: u32 = 1;

/// Whole numbers above this are written as strings, since many readers keep
/// numbers as doubles.
const LARGEST_EXACT: u64 = 1 << 53;

/// One evaluated point as the object that `eval --json` prints.
pub fn evaluation(
    study: &Study,
    arguments: &Arguments,
    evaluation: &Evaluation,
    elapsed_s: f64,
) -> Json {
    json!({
        "leggett": env!("CARGO_PKG_VERSION"),
        "schema": SCHEMA,
        "study": study.name,
        "revision": study.revision,
        "parameters": parameters(arguments),
        "seed": whole(arguments.seed),
        "method": evaluation.method,
        "observables": observables(study, evaluation),
        "warnings": evaluation.warnings,
        "elapsed_s": elapsed_s,
    })
}

/// The parameters that a point is computed with, defaults filled in.
pub fn parameters(arguments: &Arguments) -> Json {
    let mut all = Map::new();
    for (name, value) in arguments.used() {
        insert(&mut all, &name, parameter(value));
    }
    Json::Object(all)
}

/// Puts a value under its name; `table.entry.field` into nested objects.
fn insert(object: &mut Map<String, Json>, name: &str, value: Json) {
    let Some((table, rest)) = name.split_once('.') else {
        object.insert(name.to_owned(), value);
        return;
    };
    let inner = object
        .entry(table)
        .or_insert_with(|| Json::Object(Map::new()));
    if let Json::Object(inner) = inner {
        insert(inner, rest, value);
    }
}

fn parameter(value: &Value) -> Json {
    match value {
        // Of the words, `true` and `false` are truth values.
        Value::Word(word) => word
            .parse::<bool>()
            .map_or_else(|_| json!(word), Json::from),
        Value::Integer(value) => whole(*value),
        Value::Real(number) => match &number.expression {
            Some(expression) => json!({"value": number.value(), "expression": expression}),
            None => json!(number.value()),
        },
        Value::List(values) => Json::Array(values.iter().map(parameter).collect()),
        Value::File(file) => json!({"path": file.path, "sha256": file.digest}),
        Value::Quantity(quantity) => match &quantity.expression {
            Some(expression) => json!({"value": quantity.value, "expression": expression}),
            None => json!(quantity.value),
        },
        Value::Name(name) => json!(name),
        // One with entries is written field by field.
        Value::Table(_) => json!({}),
        Value::Absent => Json::Null,
    }
}

fn whole(value: u64) -> Json {
    if value > LARGEST_EXACT {
        json!(value.to_string())
    } else {
        json!(value)
    }
}

fn observables(study: &Study, evaluation: &Evaluation) -> Json {
    let mut all = Map::new();
    for observed in &evaluation.observables {
        let declared = study.observable(observed.name);
        let (value, bound, coordinates) = match &observed.found {
            Some(Found::Number(estimate)) => {
                (json!(estimate.value), json!(estimate.error_bound), None)
            }
            Some(Found::Array(array)) => {
                let Estimates {
                    values,
                    error_bounds,
                    shape,
                    ..
                } = &array.estimates;
                let along = Some(&array.coordinates);
                (nested(values, shape), nested(error_bounds, shape), along)
            }
            None => (Json::Null, Json::Null, None),
        };
        let mut entry = json!({
            "value": value,
            "unit": declared.map_or("", |declared| declared.unit),
            "error_bound": bound,
            "error_kind": observed.found.as_ref().map(|found| found.kind().name()),
        });
        let dims = declared.map_or(&[][..], |declared| declared.dims);
        if !dims.is_empty() {
            entry["dims"] = json!(dims);
        }
        for (dimension, along) in dims.iter().zip(coordinates.into_iter().flatten()) {
            entry["coords"][dimension] = match along {
                Coordinates::Numbers(numbers) => json!(numbers),
                Coordinates::Labels(labels) => json!(labels),
            };
        }
        all.insert(observed.name.to_owned(), entry);
    }
    Json::Object(all)
}

/// Numbers as lists of lists, the last index innermost.
fn nested(numbers: &[f64], shape: &[usize]) -> Json {
    match shape {
        [length, inner @ ..] if !inner.is_empty() => {
            let size: usize = inner.iter().product();
            let row = |index: usize| nested(&numbers[index * size..(index + 1) * size], inner);
            Json::Array((0..*length).map(row).collect())
        }
        _ => json!(numbers),
    }
}

/// An error as the object that `--json` prints.
pub fn error(error: &Error) -> Json {
    json!({"error": {
        "kind": error.kind.name(),
        "parameter": error.parameter,
        "message": error.message,
        "allowed": error.allowed,
        "where": error.place,
    }})
}
