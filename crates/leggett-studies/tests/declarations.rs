//! Every declaration, driven to both edges of every range and beyond.
//!
//! Nothing here knows a particular study: what is declared is what is tested.

use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::parameter::{Kind, OnlyFor, Parameter};
use leggett_studies::{
    Arguments, ArrayFile, Error, Evaluation, Found, Given, Raw, Study, Work, json, studies,
};
use serde_json::Value;
use std::sync::Arc;

/// Points that would take more operations than this are planned only.
const MOST_OPERATIONS: f64 = 3e8;

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
fn with(study: &Study, values: &[(&Parameter, &Raw)]) -> Vec<Given> {
    let mut chosen: Vec<Given> = values
        .iter()
        .map(|(parameter, raw)| given(parameter.name, (*raw).clone()))
        .collect();
    for only in values
        .iter()
        .filter_map(|(parameter, _)| parameter.only_for)
    {
        if chosen.iter().all(|item| item.name != only.parameter) {
            chosen.push(given(only.parameter, text(only.words[0])));
        }
    }
    let mut all = Given::list(study.example, "the example");
    all.retain(|item| chosen.iter().all(|chosen| chosen.name != item.name));
    // What the example gives for its own word would be refused with another.
    let word = |all: &[Given], only: OnlyFor| {
        let item = all.iter().chain(&chosen);
        let mut item = item.filter(|item| item.name == only.parameter);
        match item.next().map(|item| &item.value) {
            Some(Raw::Text(word)) => word.clone(),
            _ => {
                let default = study.parameter(only.parameter).and_then(|p| p.default);
                default.unwrap_or_default().to_owned()
            }
        }
    };
    let idle: Vec<String> = all
        .iter()
        .filter(|item| {
            let only = study.parameter(&item.name).and_then(|p| p.only_for);
            only.is_some_and(|only| !only.words.contains(&word(&all, only).as_str()))
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
        Kind::Word | Kind::File => Vec::new(),
        Kind::Integer { min, max } => vec![min.to_string(), max.to_string()],
        Kind::Real { min, max } => vec![format!("{min:?}"), format!("{max:?}")],
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
        }
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
        // Two of the values apply to different words.
        Err(error) if error.kind == ErrorKind::NotApplicable => return Some(Err(error)),
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
            let conditional = declared.is_some_and(|parameter| parameter.only_for.is_some());
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
fn drive(study: &Study, chosen: &[(&Parameter, &Raw)], parameters: &[Parameter], depth: usize) {
    assert_clean(study, &with(study, chosen));
    for (index, parameter) in parameters.iter().enumerate().filter(|_| depth > 0) {
        for value in &edges(parameter) {
            let more = [chosen, &[(parameter, value)]].concat();
            drive(study, &more, &parameters[index + 1..], depth - 1);
        }
    }
}

#[test]
fn at_the_edges_a_number_or_a_clean_error() {
    for study in studies() {
        let ordinary = attempt(study, &with(study, &[]));
        assert!(matches!(ordinary, Some(Ok(_))), "{}", study.name);
        drive(study, &[], study.parameters, 3);
    }
}

#[test]
fn beyond_the_edges_an_input_error_that_names_the_parameter() {
    for study in studies() {
        for parameter in study.parameters {
            for value in &beyond(parameter) {
                let values = with(study, &[(parameter, value)]);
                let error = Arguments::check(study, &values)
                    .expect_err(&format!("{} = {value:?}", parameter.name));
                let expected = [ErrorKind::OutOfRange, ErrorKind::WrongType];
                assert!(expected.contains(&error.kind), "{value:?}: {error:?}");
                assert_eq!(
                    error.parameter.as_deref(),
                    Some(parameter.name),
                    "{value:?}"
                );
                assert_eq!(error.allowed, Some(parameter.allowed()), "{value:?}");
                assert_eq!(
                    error.place,
                    Some(format!("the value of {}", parameter.name))
                );
                assert_eq!(error.kind.exit_code(), 2);
                assert!(error.message.contains(parameter.name), "{error}");
            }
        }
    }
}

#[test]
fn edges_survive_their_canonical_text() {
    for study in studies() {
        for parameter in study.parameters {
            let written = edges(parameter)
                .into_iter()
                .filter(|edge| !matches!(edge, Raw::File(_)));
            for value in &written.collect::<Vec<_>>() {
                let values = with(study, &[(parameter, value)]);
                let arguments = Arguments::check(study, &values).expect("edges are allowed");
                let canonical = arguments.get(parameter.name).canonical();
                let again = Raw::from_argument(&canonical);
                let repeated = Arguments::check(study, &with(study, &[(parameter, &again)]))
                    .unwrap_or_else(|error| panic!("{canonical}: {error}"));
                assert_eq!(arguments.canonical(), repeated.canonical());
            }
        }
    }
}
