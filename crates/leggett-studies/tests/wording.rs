//! What a declaration says about itself, and how it refuses.

mod probe;

use leggett_studies::arguments::read_value;
use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::parameter::{Kind, Parameter};
use leggett_studies::{Arguments, Error, Given, Raw, Study, describe, find, studies};
use probe::PROBE;

/// Every unit that a declaration may use; an empty one for pure numbers.
const UNITS: [&str; 11] = [
    "",
    "ebit",
    "nat",
    "rad",
    "1/coupling",
    "rad/s",
    "s",
    "K",
    "W",
    "m",
    "kg",
];

/// All studies, and one that has every kind of parameter.
fn all() -> impl Iterator<Item = &'static Study> {
    studies().iter().copied().chain([&PROBE])
}

/// The parameters of a study, and the fields of its tables.
fn declarations(study: &Study) -> impl Iterator<Item = &'static Parameter> {
    study.parameters.iter().chain(fields(study))
}

fn fields(study: &Study) -> impl Iterator<Item = &'static Parameter> {
    study.parameters.iter().flat_map(|table| match table.kind {
        Kind::Table(fields) => fields,
        _ => &[],
    })
}

fn given(name: &str, value: &str) -> Given {
    Given {
        name: name.to_owned(),
        value: Raw::from_argument(value),
        place: format!("the value of {name}"),
    }
}

/// The ordinary point that the study gives as its example.
fn base(study: &Study) -> Vec<Given> {
    Given::list(study.example, "the example")
}

fn is_name(text: &str, separators: &[char]) -> bool {
    let plain = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    // Parts after the first may be numbers, as in `mean_0`.
    let number = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let mut parts = text.split(separators);
    parts.next().is_some_and(plain) && parts.all(|part| plain(part) || number(part))
}

fn assert_unique<'a>(names: impl Iterator<Item = &'a str>, separators: &[char]) {
    let mut seen = Vec::new();
    for name in names {
        assert!(is_name(name, separators), "`{name}`");
        assert!(!seen.contains(&name), "`{name}` is declared twice");
        seen.push(name);
    }
}

/// Text with every run of spaces and line breaks as one space.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn names_are_unique_and_plain() {
    assert_unique(studies().iter().map(|study| study.name), &['-', '.']);
    for study in studies() {
        let parameters = study.parameters.iter().map(|parameter| parameter.name);
        assert_unique(parameters.chain(["observables"]), &['_']);
        assert_unique(
            study.observables.iter().map(|observable| observable.name),
            &['_'],
        );
        assert_unique(study.methods.iter().map(|method| method.name), &['-']);
        // In files dimensions, parameters and observables lie side by side.
        for observable in study.observables {
            assert_unique(observable.dims.iter().copied(), &['_']);
            for dimension in observable.dims {
                let taken = study.parameter(dimension).is_some()
                    || study.observable(dimension).is_some()
                    || *dimension == "point";
                assert!(!taken, "{}: `{dimension}`", observable.name);
            }
        }
        for parameter in study.parameters {
            if let Kind::Table(fields) = parameter.kind {
                assert_unique(fields.iter().map(|field| field.name), &['_']);
            }
        }
        for parameter in declarations(study) {
            assert_unique(parameter.words.iter().copied(), &['-']);
        }
    }
}

#[test]
fn everything_is_documented_with_a_known_unit() {
    for study in studies() {
        let texts = [study.title, study.description, study.cost];
        let of_parameters = declarations(study).map(|parameter| parameter.doc);
        let of_observables = study.observables.iter().flat_map(|o| [o.doc, o.label]);
        let of_methods = study.methods.iter().map(|method| method.doc);
        let notes = study.conventions.iter().chain(study.sources).copied();
        let all = texts.into_iter().chain(of_parameters).chain(of_observables);
        for text in all.chain(of_methods).chain(notes) {
            assert!(text.trim().len() > 3, "{}: `{text}`", study.name);
            assert!(!text.contains("  "), "{}: `{text}`", study.name);
        }
        assert!(!study.conventions.is_empty() && !study.sources.is_empty());
        assert!(study.revision >= 1);
        let units = declarations(study).map(|parameter| parameter.unit);
        for unit in units.chain(study.observables.iter().map(|o| o.unit)) {
            assert!(UNITS.contains(&unit), "{}: `{unit}`", study.name);
        }
    }
}

#[test]
fn ranges_and_defaults_are_consistent() {
    for study in all() {
        for parameter in declarations(study) {
            assert!(!parameter.optional || parameter.default.is_none());
            match parameter.kind {
                Kind::Word => assert!(!parameter.words.is_empty() && !parameter.list),
                Kind::Integer { min, max } => assert!(min < max, "{}", parameter.name),
                Kind::Real { min, max } => assert!(min < max && min.is_finite() && max.is_finite()),
                Kind::File => assert!(!parameter.list && parameter.unit.is_empty()),
                Kind::Quantity {
                    dimension,
                    min,
                    max,
                } => {
                    assert!(min < max && min.is_finite() && max.is_finite());
                    assert_eq!(parameter.unit, dimension.base(), "{}", parameter.name);
                }
                Kind::Name => assert!(parameter.unit.is_empty()),
                Kind::Table(_) => {
                    assert!(parameter.words.is_empty() && !parameter.list);
                    assert!(parameter.unit.is_empty() && parameter.default.is_none());
                }
            }
            if let Some(only) = parameter.only_for {
                // Fields depend on fields.
                let siblings = study.parameters.iter().find_map(|table| match table.kind {
                    Kind::Table(fields) if fields.contains(parameter) => Some(fields),
                    _ => None,
                });
                let mut siblings = siblings.unwrap_or(study.parameters).iter();
                let other = siblings.find(|known| known.name == only.parameter);
                let other = other.expect("it is declared");
                assert!(other.kind == Kind::Word && other.only_for.is_none());
                assert!(!only.words.is_empty() && only.words.len() < other.words.len());
                assert!(only.words.iter().all(|word| other.words.contains(word)));
            }
            if let Some(default) = parameter.default {
                let value = read_value(parameter, &Raw::from_argument(default));
                value.unwrap_or_else(|error| panic!("{}: {error}", parameter.name));
            }
        }
        for observable in study.observables {
            assert!(observable.min < observable.max, "{}", observable.name);
        }
        for field in fields(study) {
            assert!(!matches!(field.kind, Kind::File | Kind::Table(_)));
        }
        let arguments = Arguments::check(study, &base(study)).expect("every default is allowed");
        assert_eq!(arguments.values().len(), study.parameters.len());
        let first = study.observables.first().map(|observable| observable.name);
        assert_eq!(arguments.observables().first().copied(), first);
    }
}

#[test]
fn every_study_has_a_tolerance_and_its_methods() {
    for study in studies() {
        let tolerance = study.parameter("tolerance").expect("every study has one");
        assert!(matches!(tolerance.kind, Kind::Real { min, .. } if min > 0.0));
        assert_eq!(tolerance.unit, study.observables[0].unit);
        let method = study.parameter("method").expect("every study has one");
        assert_eq!((method.kind, method.default), (Kind::Word, Some("auto")));
        let selectable = study.methods.iter().filter(|method| method.selectable);
        let methods = selectable.map(|method| method.name);
        let expected: Vec<&str> = ["auto"].into_iter().chain(methods).collect();
        assert_eq!(method.words, expected);
    }
}

#[test]
fn descriptions_mention_everything() {
    for study in all() {
        let text = unwrapped(&describe::text(study));
        let json = describe::json(study);
        assert!(text.contains(study.title) && text.contains(&unwrapped(study.description)));
        for (index, parameter) in study.parameters.iter().enumerate() {
            assert_eq!(json["parameters"][index]["name"], parameter.name);
        }
        for parameter in declarations(study) {
            for part in [
                parameter.name,
                parameter.unit,
                parameter.doc,
                &parameter.allowed(),
            ] {
                assert!(
                    text.contains(&unwrapped(part)),
                    "{}: `{part}`",
                    parameter.name
                );
            }
            let default = match (parameter.default, parameter.only_for) {
                (Some(default), _) => format!("default {default}"),
                (None, _) if parameter.optional => "optional".to_owned(),
                (None, None) => "required".to_owned(),
                (None, Some(_)) => "no default".to_owned(),
            };
            assert!(text.contains(&default), "{}", parameter.name);
            if let Some(only) = parameter.only_for {
                assert!(text.contains(&format!("for {only}")), "{}", parameter.name);
            }
        }
        for (index, observable) in study.observables.iter().enumerate() {
            assert!(text.contains(observable.name) && text.contains(&unwrapped(observable.doc)));
            assert_eq!(json["observables"][index]["name"], observable.name);
            let dims = observable.dims.join(" × ");
            assert!(dims.is_empty() || text.contains(&format!(" over {dims}: ")));
        }
        let example = format!("leggett eval {} {}", study.name, study.example);
        assert!(text.contains(&format!("Example: {example}")));
        assert_eq!(json["example"], study.example);
        for method in study.methods {
            assert!(text.contains(&format!("{}: {}", method.name, unwrapped(method.doc))));
        }
    }
}

fn refusal(study: &Study, values: &[Given]) -> Error {
    let error = Arguments::check(study, values).expect_err("the values are wrong");
    assert_eq!(error.kind.exit_code(), 2);
    assert!(
        error
            .allowed
            .as_ref()
            .is_some_and(|allowed| !allowed.is_empty()),
        "{error:?}"
    );
    error
}

#[test]
fn unknown_repeated_and_missing_parameters() {
    for study in all() {
        for parameter in study.parameters {
            let misspelt = format!("{}x", parameter.name);
            let error = refusal(study, &[base(study), vec![given(&misspelt, "1")]].concat());
            assert_eq!(error.kind, ErrorKind::UnknownParameter);
            assert_eq!(error.parameter, Some(misspelt));
            assert!(
                error
                    .message
                    .contains(&format!("did you mean `{}`?", parameter.name))
            );
            let value = parameter.default.unwrap_or("1");
            let twice = vec![given(parameter.name, value), given(parameter.name, value)];
            let error = refusal(study, &twice);
            assert_eq!(error.kind, ErrorKind::Duplicate);
            assert_eq!(error.parameter.as_deref(), Some(parameter.name));
        }
        for required in study.parameters.iter().filter(|p| p.is_required()) {
            let mut values = base(study);
            values.retain(|item| item.name.split('.').next() != Some(required.name));
            let error = refusal(study, &values);
            assert_eq!(error.kind, ErrorKind::Missing);
            assert_eq!(error.parameter.as_deref(), Some(required.name));
        }
    }
}

#[test]
fn observables_are_chosen_by_name() {
    for study in studies() {
        for observable in study.observables {
            let chosen = [base(study), vec![given("observables", observable.name)]].concat();
            let arguments = Arguments::check(study, &chosen).expect("it is declared");
            assert_eq!(arguments.observables(), [observable.name]);
            let twice = format!("[{0},{0}]", observable.name);
            for (value, kind) in [
                (twice.as_str(), ErrorKind::Duplicate),
                ("[]", ErrorKind::WrongType),
                ("no_such_thing", ErrorKind::OutOfRange),
            ] {
                let error = refusal(
                    study,
                    &[base(study), vec![given("observables", value)]].concat(),
                );
                assert_eq!(
                    (error.kind, error.parameter.as_deref()),
                    (kind, Some("observables"))
                );
            }
        }
    }
}

#[test]
fn unknown_studies() {
    for study in studies() {
        assert_eq!(find(study.name).expect("it is listed").name, study.name);
        let error = find(&format!("{}x", study.name)).expect_err("it is misspelt");
        assert_eq!(error.kind, ErrorKind::UnknownStudy);
        assert!(
            error
                .message
                .contains(&format!("did you mean `{}`?", study.name))
        );
        assert!(
            error
                .allowed
                .is_some_and(|names| names.contains(study.name))
        );
    }
}
