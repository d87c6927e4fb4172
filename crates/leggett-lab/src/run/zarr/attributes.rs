//! What a store says about itself and its arrays.
//!
//! All values are numbers or texts, so that xarray can write them to other
//! formats too.

use super::column::ParameterColumn;
use super::layout::Layout;
use crate::experiment::Experiment;
use crate::run::export;
use crate::run::shard::Shard;
use leggett_studies::parameter::{Observable, Value};
use serde_json::{Map, Value as Json, json};

/// Attributes by their names.
pub(super) type Attributes = Map<String, Json>;

fn attributes<const N: usize>(pairs: [(&str, Json); N]) -> Attributes {
    let pairs = pairs.into_iter();
    pairs
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What the whole store says; `coordinates` are the arrays that xarray takes
/// for coordinates though no dimension has their name.
pub(super) fn of_store(
    experiment: &Experiment,
    shard: Shard,
    layout: &Layout,
    coordinates: &[String],
) -> Attributes {
    let study = experiment.study();
    let mut all = attributes([
        ("leggett", json!(env!("CARGO_PKG_VERSION"))),
        ("study", json!(study.name)),
        ("revision", json!(experiment.revision())),
        ("seed", json!(experiment.seed())),
        ("experiment", json!(experiment.text())),
        ("experiment_hash", json!(experiment.hash())),
        ("conventions", json!(study.conventions.join("\n"))),
    ]);
    if let Some(title) = experiment.title() {
        all.insert("title".to_owned(), json!(title));
    }
    if !shard.is_whole() {
        all.insert("shard".to_owned(), json!(shard.to_string()));
    }
    if !coordinates.is_empty() {
        all.insert("coordinates".to_owned(), json!(coordinates.join(" ")));
    }
    for (parameter, value) in &layout.constants {
        let name = format!("parameter_{parameter}");
        let expression = match value {
            Value::Real(number) => number.expression.as_ref(),
            Value::Quantity(quantity) => quantity.expression.as_ref(),
            _ => None,
        };
        if let Some(expression) = expression {
            all.insert(format!("{name}_expression"), json!(expression));
        }
        if let Value::File(file) = value {
            all.insert(format!("{name}_sha256"), json!(file.digest));
        }
        all.insert(name, constant(value));
    }
    all
}

fn constant(value: &Value) -> Json {
    match value {
        Value::Integer(value) => json!(value),
        Value::Real(number) => json!(number.value()),
        Value::Quantity(quantity) => json!(quantity.value),
        Value::Word(_)
        | Value::List(_)
        | Value::File(_)
        | Value::Name(_)
        | Value::Table(_)
        | Value::Absent => {
            json!(export::parameter(value))
        }
    }
}

/// The attributes of a parameter's coordinate.
pub(super) fn of_parameter(column: &ParameterColumn) -> Attributes {
    described(
        &column.name.replace('_', " "),
        if column.bare {
            ""
        } else {
            column.parameter.unit
        },
        column.parameter.doc,
    )
}

/// The attributes of an observable, which has this name here and whose bounds
/// have these kinds.
pub(super) fn of_observable(name: &str, observable: &Observable, kinds: &[&str]) -> Attributes {
    let mut all = described(observable.label, observable.unit, observable.doc);
    all.insert("error_kind".to_owned(), json!(kinds.join(", ")));
    all.insert(
        "ancillary_variables".to_owned(),
        json!(format!("{name}_error_bound {name}_error_kind")),
    );
    all
}

/// The attributes of the bounds of an observable's errors.
pub(super) fn of_bound(observable: &Observable) -> Attributes {
    let name = format!("absolute error bound of {}", observable.label);
    described(&name, observable.unit, "")
}

/// The attributes of texts.
pub(super) fn of_texts(name: &str) -> Attributes {
    described(name, "", "")
}

fn described(name: &str, unit: &str, description: &str) -> Attributes {
    let mut all = attributes([("long_name", json!(name))]);
    for (key, text) in [("units", unit), ("description", description)] {
        if !text.is_empty() {
            all.insert(key.to_owned(), json!(text));
        }
    }
    all
}
