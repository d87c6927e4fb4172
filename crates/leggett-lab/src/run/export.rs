//! Results as a table.

use super::dimensions::{Dimension, Dimensions, padded};
use super::directory::Directory;
use super::results::Results;
use super::row::{Outcome, kind};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use leggett_studies::parameter::{Observable, Value};
use leggett_studies::{Arguments, Coordinates, Study};
use std::io::Write;
use std::path::Path;

/// Writes a run's results as CSV, a line per stored point in the order of the
/// points.
///
/// Columns: the parameters in the order of their declaration, empty where they
/// do not apply or are absent, with a column `table.entry.field` for each field
/// of each entry of a table, and quantities in base units or bare; for each
/// observable its value, `…_error_bound` and `…_error_kind`; `method_used`
/// (`method` is what was asked for), `warnings` and `error`. Numbers are the shortest decimals that read back to
/// the same double; what is undefined, or could not be computed, is `nan`.
/// An observable that has the name of a parameter is called `…_found`.
///
/// An observable that is an array has two columns for each element, in the
/// order of its dimensions, such as `covariance[X_S,X_M]` and
/// `covariance[X_S,X_M]_error_bound`, and one `covariance_error_kind`. Where
/// the coordinates along a dimension are not the same at all points, elements
/// are called by numbers from 0 and filled up with `nan`; after the
/// observables there follow `frequency_count`, how many there are at the
/// point, and the coordinates `frequency[0]` and so on.
///
/// # Errors
///
/// A directory that is not a run of one of these studies; what cannot be read
/// or written.
pub fn export_csv(studies: &[&'static Study], run: &Path, out: &mut dyn Write) -> Result<()> {
    let directory = Directory::new(run);
    let experiment = directory.experiment(studies)?;
    let results = Results::open(&directory, &experiment)?;
    results.freeze()?;
    let columns = Columns::of(&experiment, &results)?;
    let mut table = csv::Writer::from_writer(out);
    let failed = |error: csv::Error| Error::io("write the table of", run, error.into());
    table
        .write_record(columns.header(&experiment))
        .map_err(failed)?;
    results.each(&experiment, &mut |index, outcome| {
        let record = columns.record(&experiment, &experiment.point(index)?, outcome);
        table.write_record(record).map_err(failed)
    })?;
    table
        .flush()
        .map_err(|error| Error::io("write the table of", run, error))
}

/// The name of an observable beside the parameters.
pub(super) fn exported(study: &Study, observable: &Observable) -> String {
    match study.parameter(observable.name) {
        Some(parameter) => format!("{}_found", parameter.name),
        None => observable.name.to_owned(),
    }
}

/// The declarations of an experiment's observables, in their order.
pub(super) fn declared(experiment: &Experiment) -> Result<Vec<&'static Observable>> {
    let names = experiment.observables()?;
    let known = names.iter();
    Ok(known
        .filter_map(|name| experiment.study().observable(name))
        .collect())
}

/// What the columns of a table are.
struct Columns {
    observables: Vec<&'static Observable>,
    dimensions: Dimensions,
}

impl Columns {
    fn of(experiment: &Experiment, results: &Results) -> Result<Self> {
        let observables = declared(experiment)?;
        Ok(Self {
            dimensions: Dimensions::survey(experiment, results, &observables)?,
            observables,
        })
    }

    fn varying(&self) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(|known| known.varies())
    }

    fn shape(&self, observable: &Observable) -> Vec<usize> {
        let dimensions = self.dimensions.of(observable);
        dimensions.iter().map(|known| known.length).collect()
    }

    fn header(&self, experiment: &Experiment) -> Vec<String> {
        let study = experiment.study();
        let parameters = experiment.columns().iter();
        let mut header: Vec<String> = parameters.map(|(name, _)| name.clone()).collect();
        for observable in &self.observables {
            let name = exported(study, observable);
            for element in elements(&self.dimensions.of(observable)) {
                header.push(format!("{name}{element}"));
                header.push(format!("{name}{element}_error_bound"));
            }
            header.push(format!("{name}_error_kind"));
        }
        for dimension in self.varying() {
            header.push(format!("{}_count", dimension.name));
            let places = 0..dimension.length;
            header.extend(places.map(|place| format!("{}[{place}]", dimension.name)));
        }
        header.extend(["method_used", "warnings", "error"].map(str::to_owned));
        header
    }

    fn record(
        &self,
        experiment: &Experiment,
        arguments: &Arguments,
        outcome: &Outcome,
    ) -> Vec<String> {
        let mut record: Vec<String> = experiment
            .columns()
            .iter()
            .map(|(name, _)| match arguments.applies(name) {
                true => parameter(arguments.get(name)),
                false => String::new(),
            })
            .collect();
        let failed = matches!(outcome, Outcome::Failed(_));
        for (place, observable) in self.observables.iter().enumerate() {
            let found = match outcome {
                Outcome::Values { observables, .. } => observables.get(place),
                Outcome::Failed(_) => None,
            };
            let found = found.and_then(Option::as_ref);
            let [values, bounds] = padded(found, &self.shape(observable));
            let pairs = values.iter().zip(bounds);
            record.extend(pairs.flat_map(|(value, bound)| [number(*value), number(bound)]));
            let kind = if failed { "" } else { kind(found) };
            record.push(kind.to_owned());
        }
        for dimension in self.varying() {
            let along = Dimensions::at(dimension, &self.observables, outcome);
            record.push(along.map_or(0, Coordinates::len).to_string());
            let missing = if dimension.along.are_labels() {
                ""
            } else {
                "nan"
            };
            let mut texts = along.map_or(Vec::new(), Coordinates::texts);
            texts.resize(dimension.length, missing.to_owned());
            record.extend(texts);
        }
        match outcome {
            Outcome::Values {
                method, warnings, ..
            } => record.extend([method.clone(), warnings.join("; "), String::new()]),
            Outcome::Failed(failure) => {
                record.extend([String::new(), String::new(), failure.to_string()]);
            }
        }
        record
    }
}

/// What distinguishes the names of the elements of an array, in their order:
/// `[X_S,X_M]`; nothing for a number.
fn elements(dimensions: &[&Dimension]) -> Vec<String> {
    if dimensions.is_empty() {
        return vec![String::new()];
    }
    let mut names = vec![String::new()];
    for dimension in dimensions {
        let texts = dimension.texts();
        let longer = |name: &String| -> Vec<String> {
            let comma = if name.is_empty() { "" } else { "," };
            let texts = texts.iter();
            texts.map(|text| format!("{name}{comma}{text}")).collect()
        };
        names = names.iter().flat_map(longer).collect();
    }
    names.iter().map(|name| format!("[{name}]")).collect()
}

/// A parameter's value as a text.
pub(super) fn parameter(value: &Value) -> String {
    match value {
        Value::Word(word) => (*word).to_owned(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) => number(value.value()),
        Value::List(values) => {
            let items: Vec<String> = values.iter().map(parameter).collect();
            format!("[{}]", items.join(","))
        }
        Value::File(file) => file.path.clone(),
        Value::Quantity(quantity) => number(quantity.value),
        Value::Name(name) => name.clone(),
        Value::Table(table) => table.canonical(),
        Value::Absent => String::new(),
    }
}

/// The shortest decimal that reads back to the same double.
pub(super) fn number(value: f64) -> String {
    if value.is_nan() {
        "nan".to_owned()
    } else {
        format!("{value:?}")
    }
}
