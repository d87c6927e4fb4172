//! Every declaration, driven to both edges of every range and beyond.
//!
//! Nothing here knows a particular study: what is declared is what is tested.

mod probe;

use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::parameter::{Kind, OnlyFor, Parameter};
use leggett_studies::quantity::Dimension;
use leggett_studies::{
    Arguments, ArrayFile, Error, Evaluation, Found, Given, Raw, Study, Work, json, studies,
};
use probe::PROBE;
use serde_json::Value;
use std::sync::Arc;

/// Points that would take more operations than this are planned only.
const MOST_OPERATIONS: f64 = 3e8;

/// All studies, and one that has every kind of parameter.
fn all() -> impl Iterator<Item = &'static Study> {
    studies().iter().copied().chain([&PROBE])
}

/// A parameter, or a field of an entry that the example gives.
struct Slot {
    name: String,
    parameter: &'static Parameter,
}

fn slots(study: &Study) -> Vec<Slot> {
    let example = Given::list(study.example, "the example");
    let mut slots = Vec::new();
    for parameter in study.parameters {
        let Kind::Table(fields) = parameter.kind else {
            let name = parameter.name.to_owned();
            slots.push(Slot { name, parameter });
            continue;
        };
        let inside = example.iter().filter_map(|item| {
            let rest = item.name.strip_prefix(parameter.name)?;
            rest.strip_prefix('.')?.split('.').next()
        });
        let mut entries: Vec<&str> = inside.collect();
        entries.sort_unstable();
        entries.dedup();
        for (entry, field) in entries
            .iter()
            .flat_map(|entry| fields.iter().map(move |field| (entry, field)))
        {
            slots.push(Slot {
                name: format!("{}.{entry}.{}", parameter.name, field.name),
                parameter: field,
            });
        }
    }
    slots
}

/// The parameter that this one depends on.
fn chooser(name: &str, only: OnlyFor) -> String {
    match name.rsplit_once('.') {
        Some((entry, _)) => format!("{entry}.{}", only.parameter),
        None => only.parameter.to_owned(),
    }
}

fn text(value: impl Into<String>) -> Raw {
    Raw::Text(value.into())
}

fn given(name: &str, value: Raw) -> Given {
    Given {
        name: name.to_owned(),
        value,
        place: format!("the value of {name}"),
    }
}

/// The example, at one word of each parameter that others depend on: where one
/// of these values needs a certain word, that word.
fn with(study: &Study, values: &[(&Slot, &Raw)]) -> Vec<Given> {
    let mut chosen: Vec<Given> = values
        .iter()
        .map(|(slot, raw)| given(&slot.name, (*raw).clone()))
        .collect();
    for (slot, only) in values
        .iter()
        .filter_map(|(slot, _)| Some((slot, slot.parameter.only_for?)))
    {
        let other = chooser(&slot.name, only);
        if chosen.iter().all(|item| item.name != other) {
            chosen.push(given(&other, text(only.words[0])));
        }
    }
    let mut all = Given::list(study.example, "the example");
    all.retain(|item| chosen.iter().all(|chosen| chosen.name != item.name));
    // What the example gives for its own word would be refused with another.
    let word = |all: &[Given], other: &str| {
        let item = all.iter().chain(&chosen);
        let mut item = item.filter(|item| item.name == other);
        match item.next().map(|item| &item.value) {
            Some(Raw::Text(word)) => word.clone(),
            _ => {
                let default = study.parameter(other).and_then(|p| p.default);
                default.unwrap_or_default().to_owned()
            }
        }
    };
    let idle: Vec<String> = all
        .iter()
        .filter(|item| {
            let only = study.parameter(&item.name).and_then(|p| p.only_for);
            only.is_some_and(|only| {
                let word = word(&all, &chooser(&item.name, only));
                !only.words.contains(&word.as_str())
            })
        })
        .map(|item| item.name.clone())
        .collect();
    all.retain(|item| !idle.contains(&item.name));
    all.extend(chosen);
    all
}

/// Four amplitudes, as a caller would have read them.
fn array() -> Raw {
    Raw::File(Arc::new(ArrayFile {
        path: "state.npy".to_owned(),
        digest: "0".repeat(64),
        shape: vec![4],
        values: vec![[0.5, 0.0], [0.0, 0.5], [-0.5, 0.0], [0.0, -0.5]],
    }))
}

/// The ends of the range, every word, and lists of the ends.
fn edges(parameter: &Parameter) -> Vec<Raw> {
    let ends = match parameter.kind {
        Kind::Word | Kind::File | Kind::Table(_) => Vec::new(),
        Kind::Integer { min, max } => vec![min.to_string(), max.to_string()],
        Kind::Real { min, max } => vec![format!("{min:?}"), format!("{max:?}")],
        Kind::Quantity {
            dimension,
            min,
            max,
        } => {
            let unit = dimension.base();
            let bare = dimension.may_be_bare().then(|| format!("{max:?}"));
            let ends = [format!("{min:?} {unit}"), format!("{max:?}{unit}")];
            ends.into_iter().chain(bare).collect()
        }
        Kind::Name => vec!["a".to_owned(), "Spin-2_b".to_owned()],
    };
    let lists = ends
        .iter()
        .filter(|_| parameter.list)
        .map(|end| Raw::List(vec![text(end)]));
    let words = parameter.words.iter().map(|word| text(*word));
    let files = (parameter.kind == Kind::File).then(array);
    lists
        .chain(words)
        .chain(files)
        .chain(ends.iter().map(text))
        .collect()
}

/// One step past the ends, what is no number, misspelt words, wrong types.
fn beyond(parameter: &Parameter) -> Vec<Raw> {
    let mut wrong: Vec<Raw> = ["", "nan", "inf", "-inf", "1/0", "1e999", "none of these"]
        .map(text)
        .to_vec();
    match parameter.kind {
        Kind::Word => wrong.push(text("1")),
        Kind::File => wrong.push(text("state.npy")),
        Kind::Integer { min, max } => {
            wrong.push(text((i128::from(min) - 1).to_string()));
            wrong.push(text((i128::from(max) + 1).to_string()));
            wrong.push(text(format!("{min}.5")));
            wrong.push(text("1e30"));
        }
        Kind::Real { min, max } => {
            wrong.push(text(format!("{:?}", min.next_down())));
            wrong.push(text(format!("{:?}", max.next_up())));
            wrong.push(text(format!("{max:?} Hz")));
        }
        Kind::Quantity {
            dimension,
            min,
            max,
        } => {
            let unit = dimension.base();
            wrong.push(text(format!("{:?} {unit}", min.next_down())));
            wrong.push(text(format!("{:?} {unit}", max.next_up())));
            wrong.push(text(format!("{max:?} {unit}x")));
            wrong.push(text(unit));
            let others = Dimension::ALL.iter().filter(|other| **other != dimension);
            wrong.extend(others.map(|other| text(format!("{max:?} {}", other.base()))));
            if dimension.may_be_bare() {
                wrong.push(text(format!("{:?}", max.next_up())));
            } else {
                wrong.push(text(format!("{max:?}")));
            }
            if dimension == Dimension::Rate {
                wrong.push(text("2*pi*1 Hz"));
            }
        }
        Kind::Name => {
            wrong.retain(|raw| *raw != text("nan") && *raw != text("inf"));
            wrong.extend(["1a", "a.b", "a b", "-a", "ä", "[a"].map(text));
        }
        Kind::Table(_) => wrong.push(text("1")),
    }
    wrong.extend(parameter.words.iter().map(|word| text(format!("{word}x"))));
    let items = if parameter.list {
        wrong.clone()
    } else {
        edges(parameter)
    };
    wrong.extend(items.into_iter().map(|item| Raw::List(vec![item])));
    wrong.push(Raw::List(Vec::new()));
    wrong.push(Raw::List(vec![Raw::List(Vec::new())]));
    wrong.push(Raw::Other("a date"));
    wrong
}

/// Plans a point and computes it if that is quick; `None` if it is not.
fn attempt(study: &Study, values: &[Given]) -> Option<Result<Evaluation, Error>> {
    let arguments = match Arguments::check(study, values) {
        Ok(arguments) => arguments,
        // Two of the values apply to different words, or one of them has a unit
        // and the other has none.
        Err(error)
            if [ErrorKind::NotApplicable, ErrorKind::Contradiction].contains(&error.kind) =>
        {
            return Some(Err(error));
        }
        Err(error) => panic!("{values:?} is inside every range: {error}"),
    };
    let plan = match (study.plan)(&arguments) {
        Ok(plan) => plan,
        Err(error) => return Some(Err(error)),
    };
    let cost = plan.cost();
    assert!(
        cost.bytes > 0.0 && cost.operations >= 0.0,
        "{values:?}: {cost:?}"
    );
    assert!(plan.parts() > 0, "{values:?}");
    if cost.operations * plan.parts() as f64 > MOST_OPERATIONS {
        return None;
    }
    let parts: Result<Vec<_>, _> = (0..plan.parts())
        .map(|index| plan.part(index, &Work::new()))
        .collect();
    Some(parts.and_then(|parts| {
        let evaluation = study.finish(&arguments, plan.as_ref(), &parts)?;
        assert_printable(study, &arguments, &evaluation);
        Ok(evaluation)
    }))
}

/// What JSON cannot say as a number becomes null, which only the undefined may.
fn assert_printable(study: &Study, arguments: &Arguments, evaluation: &Evaluation) {
    let object = json::evaluation(study, arguments, evaluation, 0.0);
    for observed in &evaluation.observables {
        let entry = &object["observables"][observed.name];
        let defined = observed.found.is_some();
        for key in ["value", "error_bound"] {
            let sound = if defined {
                all_numbers(&entry[key])
            } else {
                entry[key].is_null()
            };
            assert!(sound, "{arguments:?}: {entry}");
        }
        assert!(defined || !evaluation.warnings.is_empty(), "{arguments:?}");
    }
}

/// Whether a value is a number, or lists of numbers.
fn all_numbers(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(all_numbers),
        other => other.is_number(),
    }
}

/// A number within its physical range, or an error that a user can act on.
fn assert_clean(study: &Study, values: &[Given]) {
    match attempt(study, values) {
        None => {}
        Some(Ok(evaluation)) => {
            let default = study.observables.iter().filter(|it| it.default);
            assert_eq!(evaluation.observables.len(), default.count());
            for observed in &evaluation.observables {
                let declared = study.observable(observed.name).expect("it is declared");
                let found = observed.found.iter().flat_map(Found::estimates);
                for estimate in found {
                    let (value, bound) = (estimate.value, estimate.error_bound);
                    let inside = value >= declared.min - bound && value <= declared.max + bound;
                    assert!(
                        inside && bound >= 0.0 && bound.is_finite(),
                        "{values:?}: {observed:?}"
                    );
                }
            }
        }
        Some(Err(error)) => {
            let clean = [
                ErrorKind::TooLarge,
                ErrorKind::OutOfRange,
                ErrorKind::NotConverged,
                ErrorKind::Contradiction,
                ErrorKind::NotApplicable,
            ];
            let name = error.parameter.as_deref().unwrap_or_default();
            let declared = study.parameter(name);
            assert!(declared.is_some(), "{values:?}: {error:?}");
            let conditional = declared.is_some_and(|parameter| !parameter.is_required());
            let missing = error.kind == ErrorKind::Missing && conditional;
            assert!(
                missing || clean.contains(&error.kind),
                "{values:?}: {error:?}"
            );
            assert!(
                !error.message.is_empty() && !error.message.contains("NaN"),
                "{error:?}"
            );
        }
    }
}

/// Every choice of an edge for up to `depth` more of these parameters.
fn drive(study: &Study, chosen: &[(&Slot, &Raw)], slots: &[Slot], depth: usize) {
    assert_clean(study, &with(study, chosen));
    for (index, slot) in slots.iter().enumerate().filter(|_| depth > 0) {
        for value in &edges(slot.parameter) {
            let more = [chosen, &[(slot, value)]].concat();
            drive(study, &more, &slots[index + 1..], depth - 1);
        }
    }
}

#[test]
fn at_the_edges_a_number_or_a_clean_error() {
    for study in all() {
        let ordinary = attempt(study, &with(study, &[]));
        assert!(matches!(ordinary, Some(Ok(_))), "{}", study.name);
        drive(study, &[], &slots(study), 3);
    }
}

#[test]
fn beyond_the_edges_an_input_error_that_names_the_parameter() {
    for study in all() {
        for slot in &slots(study) {
            let Slot { name, parameter } = slot;
            for value in &beyond(parameter) {
                let values = with(study, &[(slot, value)]);
                let error =
                    Arguments::check(study, &values).expect_err(&format!("{name} = {value:?}"));
                let expected = [ErrorKind::OutOfRange, ErrorKind::WrongType];
                assert!(expected.contains(&error.kind), "{value:?}: {error:?}");
                assert_eq!(error.parameter.as_ref(), Some(name), "{value:?}");
                assert_eq!(error.allowed, Some(parameter.allowed()), "{value:?}");
                assert_eq!(error.place, Some(format!("the value of {name}")));
                assert_eq!(error.kind.exit_code(), 2);
                assert!(error.message.contains(name.as_str()), "{error}");
            }
        }
    }
}

#[test]
fn edges_survive_their_canonical_text() {
    for study in all() {
        for slot in &slots(study) {
            let written = edges(slot.parameter)
                .into_iter()
                .filter(|edge| !matches!(edge, Raw::File(_)));
            for value in &written.collect::<Vec<_>>() {
                let values = with(study, &[(slot, value)]);
                let arguments = match Arguments::check(study, &values) {
                    // A bare rate beside those of the example.
                    Err(error) if error.kind == ErrorKind::Contradiction => continue,
                    arguments => arguments.expect("edges are allowed"),
                };
                let canonical = arguments.get(&slot.name).canonical();
                let again = Raw::from_argument(&canonical);
                let repeated = Arguments::check(study, &with(study, &[(slot, &again)]))
                    .unwrap_or_else(|error| panic!("{canonical}: {error}"));
                assert_eq!(arguments.canonical(), repeated.canonical());
            }
        }
    }
}
