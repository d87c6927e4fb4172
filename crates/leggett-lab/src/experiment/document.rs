//! The top level of an experiment file.

use super::axis::{KEYS, LARGEST_GRID, Written};
use super::fields::{Field, Fields, suggestion};
use super::grid::{Grid, Sweep, count};
use super::panels::Known;
use super::source::Source;
use super::{Experiment, figures};
use crate::error::{Error, Result};
use crate::input_files::attach_from;
use leggett_studies::error::{Kind, nearest};
use leggett_studies::{Arguments, Given, Study, parameter, study};
use std::path::PathBuf;
use std::sync::OnceLock;

/// The version of the format of experiment files.
pub(crate) const FORMAT: u64 = 1;

/// Top-level keys, in the order in which a file usually has them.
pub(crate) const TOP: [&str; 7] = [
    "format",
    "study",
    "seed",
    "title",
    "parameters",
    "sweep",
    "figure",
];

/// Reads and checks a whole file; `locate` says where the files lie that it
/// names, by parameter and by what is written.
pub(super) fn read(
    studies: &[&'static Study],
    text: &str,
    name: &str,
    locate: &dyn Fn(&str, &str) -> PathBuf,
) -> Result<Experiment> {
    let source = Source { name, text };
    let document = source.document()?;
    let top = Fields {
        source: &source,
        table: document.get_ref(),
        name: "an experiment file",
        offset: 0,
    };
    top.only(&TOP)?;
    read_format(&top)?;
    let study = read_study(&top, studies)?;
    let seed = read_seed(&top)?;
    let title = top.text("title")?.map(str::to_owned);
    let mut given = read_parameters(&top, study)?;
    let inputs = attach_from(study, &mut given, locate)?;
    let grid = read_grid(&top, study, &given)?;
    let mut experiment = Experiment {
        study,
        revision: study.revision,
        seed,
        title,
        name: name.to_owned(),
        text: text.to_owned(),
        given,
        grid,
        figures: Vec::new(),
        inputs,
        hash: OnceLock::new(),
    };
    let observables = experiment.observables()?;
    let known = Known {
        study,
        observables: &observables,
        bare: experiment.grid.rates_are_bare(),
    };
    experiment.figures = figures::read(&top, &known)?;
    Ok(experiment)
}

fn read_format(top: &Fields<'_, '_>) -> Result<()> {
    let field = top.required("format")?;
    let number = field.number()?;
    if number.integer() == Some(FORMAT as i64) {
        return Ok(());
    }
    let what = format!(
        "{:?} is not a format that this version reads",
        number.value()
    );
    Err(field.wrong(Kind::OutOfRange, &what, &FORMAT.to_string()))
}

fn read_study(top: &Fields<'_, '_>, studies: &[&'static Study]) -> Result<&'static Study> {
    let field = top.required("study")?;
    let found = study::find(studies, field.text()?);
    found.map_err(|error| Error::from(error.parameter("study")).at(field.place()))
}

fn read_seed(top: &Fields<'_, '_>) -> Result<u64> {
    let Some(field) = top.get("seed") else {
        return Ok(0);
    };
    let allowed = format!("a whole number from 0 to {}", i64::MAX);
    match field.number()?.integer().map(u64::try_from) {
        Some(Ok(seed)) => Ok(seed),
        _ => Err(field.wrong(Kind::OutOfRange, "is out of range", &allowed)),
    }
}

/// What `[parameters]` gives, with its place.
fn read_parameters(top: &Fields<'_, '_>, study: &Study) -> Result<Vec<Given>> {
    let Some(field) = top.get("parameters") else {
        return Ok(Vec::new());
    };
    let table = field.table("[parameters]")?;
    let given = table.named(study).into_iter().map(|(name, field)| Given {
        name,
        value: field.raw(),
        place: field.place(),
    });
    Ok(given.collect())
}

fn read_grid(top: &Fields<'_, '_>, study: &'static Study, constant: &[Given]) -> Result<Grid> {
    let tables = match top.get("sweep") {
        Some(field) => field.tables("[[sweep]]")?,
        None => Vec::new(),
    };
    let written = tables
        .iter()
        .map(|table| read_axes(table, study, constant))
        .collect::<Result<Vec<_>>>()?;
    check_count(top, &written)?;
    let mut sweeps = Vec::with_capacity(written.len().max(1));
    for axes in &written {
        let axes = axes.iter().map(Written::axis).collect::<Result<_>>()?;
        sweeps.push(Sweep::new(axes));
    }
    if sweeps.is_empty() {
        sweeps.push(Sweep::default());
    }
    let mut firsts = Vec::with_capacity(sweeps.len());
    let mut bare = false;
    for (index, sweep) in sweeps.iter().enumerate() {
        let place = || match tables.get(index) {
            Some(table) => top.source.place(table.offset),
            None => top
                .get("study")
                .map_or(String::new(), |field| field.place()),
        };
        let checked = check_sweep(top, study, constant, sweep);
        let (first, telling) = checked.map_err(|error| error.at(place()))?;
        bare |= telling.rates_are_bare();
        firsts.push(first);
    }
    Grid::join(sweeps, &firsts, study, bare)
}

/// Checks a sweep by its first point and one that tells whether rates have
/// units, both of which it returns, and by one point for
/// every other word of its axes: what is given has to apply to all of them.
/// Nothing else differs but values that were checked one by one.
fn check_sweep(
    top: &Fields<'_, '_>,
    study: &Study,
    constant: &[Given],
    sweep: &Sweep,
) -> Result<(Arguments, Arguments)> {
    let mut given = constant.to_vec();
    given.extend(sweep.first().into_iter().map(|(axis, value)| Given {
        name: axis.name.clone(),
        value,
        place: top.source.place(axis.offset),
    }));
    let first = Arguments::check(study, &given)?;
    let axes = || sweep.axes.iter().zip(constant.len()..);
    for (axis, place) in axes() {
        given[place].value = axis.value(axis.telling());
    }
    let telling = Arguments::check(study, &given)?;
    for (axis, place) in axes() {
        if axis.parameter.kind != parameter::Kind::Word {
            continue;
        }
        // A conditional parameter depends on one other one only.
        let mut other = given.clone();
        for index in 1..axis.len() {
            other[place].value = axis.value(index);
            Arguments::check(study, &other)?;
        }
    }
    Ok((first, telling))
}

fn read_axes<'s, 't>(
    table: &Fields<'s, 't>,
    study: &'static Study,
    constant: &[Given],
) -> Result<Vec<Written<'s, 't>>> {
    let axes = table
        .named(study)
        .into_iter()
        .map(|(name, field)| read_axis(name, field, study, constant))
        .collect::<Result<Vec<_>>>()?;
    if axes.is_empty() {
        return Err(Error::new(Kind::OutOfRange, "a sweep has no axes")
            .parameter("sweep")
            .allowed("at least one axis, such as time = {linspace = [0, 1, 11]}")
            .at(table.source.place(table.offset)));
    }
    Ok(axes)
}

fn read_axis<'s, 't>(
    name: String,
    field: Field<'s, 't>,
    study: &'static Study,
    constant: &[Given],
) -> Result<Written<'s, 't>> {
    let Some(parameter) = study.parameter(&name) else {
        return Err(no_such_axis(&name, study).at(field.key_place()));
    };
    if let Some(given) = constant.iter().find(|given| given.name == name) {
        let message = format!(
            "`{name}` is swept, but [parameters] sets it too ({})",
            given.place
        );
        return Err(Error::new(Kind::Contradiction, message)
            .parameter(name)
            .allowed("one of the two")
            .at(field.key_place()));
    }
    let whole = match parameter.kind {
        parameter::Kind::File => Some(("file", "one file, in [parameters]")),
        parameter::Kind::Table(_) => Some(("table", "an axis for a field of one of its entries")),
        _ => None,
    };
    if let Some((what, allowed)) = whole {
        let message = format!("`{name}` is a {what}, which cannot be swept");
        return Err(Error::new(Kind::NotApplicable, message)
            .parameter(name)
            .allowed(allowed)
            .at(field.key_place()));
    }
    Written::read(name, parameter, field)
}

fn no_such_axis(name: &str, study: &Study) -> Error {
    let names: Vec<&str> = study.parameters.iter().map(|known| known.name).collect();
    if name == "observables" {
        return Error::new(Kind::NotApplicable, "`observables` cannot be swept")
            .parameter("observables")
            .allowed("set them in [parameters]");
    }
    let hint = if KEYS.contains(&name) {
        format!("; an axis is written as `time = {{{name} = …}}`")
    } else {
        suggestion(nearest(name, names.iter().copied()))
    };
    let message = format!("`{name}` is not a parameter of `{}`{hint}", study.name);
    Error::new(Kind::UnknownParameter, message)
        .parameter(name)
        .allowed(names.join(", "))
}

/// Refuses what is too large before any of it is built.
fn check_count(top: &Fields<'_, '_>, written: &[Vec<Written<'_, '_>>]) -> Result<()> {
    let lengths: Vec<Vec<u64>> = written
        .iter()
        .map(|axes| axes.iter().map(Written::count).collect())
        .collect();
    if count(&lengths).is_some() {
        return Ok(());
    }
    let points: f64 = lengths
        .iter()
        .map(|axes| axes.iter().map(|length| *length as f64).product::<f64>())
        .sum();
    let place = top.get("sweep").map(|field| field.place());
    Err(Error::new(
        Kind::TooLarge,
        format!("the sweeps have {points:.3e} points"),
    )
    .parameter("sweep")
    .allowed(format!("at most {LARGEST_GRID} points"))
    .at(place.unwrap_or_default()))
}
