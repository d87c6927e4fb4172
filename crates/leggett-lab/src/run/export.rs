//! Results as a table.

use super::directory::Directory;
use super::results::Results;
use super::row::Outcome;
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use leggett_studies::parameter::Value;
use leggett_studies::{Arguments, Study};
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
///
/// # Errors
///
/// A directory that is not a run of one of these studies; what cannot be read
/// or written.
pub fn export_csv(studies: &[&'static Study], run: &Path, out: &mut dyn Write) -> Result<()> {
    let directory = Directory::new(run);
    let experiment = directory.experiment(studies)?;
    let results = Results::open(&directory, &experiment)?;
    let observables = experiment.observables()?;
    let mut table = csv::Writer::from_writer(out);
    let failed = |error: csv::Error| Error::io("write the table of", run, error.into());
    table
        .write_record(header(&experiment, &observables))
        .map_err(failed)?;
    results.each(&experiment, &mut |index, outcome| {
        let arguments = experiment.point(index)?;
        let record = record(&experiment, &arguments, outcome, observables.len());
        table.write_record(record).map_err(failed)
    })?;
    table
        .flush()
        .map_err(|error| Error::io("write the table of", run, error))
}

fn header(experiment: &Experiment, observables: &[&str]) -> Vec<String> {
    let parameters = experiment.columns().iter();
    let mut header: Vec<String> = parameters.map(|(name, _)| name.clone()).collect();
    for name in observables {
        header.push((*name).to_owned());
        header.push(format!("{name}_error_bound"));
        header.push(format!("{name}_error_kind"));
    }
    header.extend(["method_used", "warnings", "error"].map(str::to_owned));
    header
}

fn record(
    experiment: &Experiment,
    arguments: &Arguments,
    outcome: &Outcome,
    observables: usize,
) -> Vec<String> {
    let mut record: Vec<String> = experiment
        .columns()
        .iter()
        .map(|(name, _)| match arguments.applies(name) {
            true => parameter(arguments.get(name)),
            false => String::new(),
        })
        .collect();
    match outcome {
        Outcome::Values {
            method,
            observables,
            warnings,
        } => {
            for observable in observables {
                record.push(number(observable.value));
                record.push(number(observable.error_bound));
                record.push(observable.error_kind.clone());
            }
            record.extend([method.clone(), warnings.join("; "), String::new()]);
        }
        Outcome::Failed(failure) => {
            for _ in 0..observables {
                record.extend(["nan", "nan", ""].map(str::to_owned));
            }
            record.extend([String::new(), String::new(), failure.to_string()]);
        }
    }
    record
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
