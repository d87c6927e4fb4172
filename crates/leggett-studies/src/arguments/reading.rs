//! From what was written to typed values, one parameter at a time.

use super::{Given, Raw};
use crate::error::{Error, Kind as ErrorKind, Result, nearest};
use crate::number::Number;
use crate::parameter::{Kind, Parameter, Value};
use crate::study::Study;

pub(super) fn read_observables(study: &Study, item: &Given) -> Result<Vec<&'static str>> {
    let names: Vec<&'static str> = study
        .observables
        .iter()
        .map(|observable| observable.name)
        .collect();
    let wrong = |kind, message: String| {
        Error::new(kind, message)
            .parameter("observables")
            .allowed(format!("a list of {}", names.join(", ")))
    };
    let items = match &item.value {
        Raw::List(items) if !items.is_empty() => items.as_slice(),
        text @ Raw::Text(_) => std::slice::from_ref(text),
        _ => {
            return Err(wrong(
                ErrorKind::WrongType,
                "observables is not a list of names".to_owned(),
            ));
        }
    };
    let mut found: Vec<&'static str> = Vec::new();
    for item in items {
        let known = match item {
            Raw::Text(text) => names.iter().find(|name| *name == text),
            _ => None,
        };
        match known {
            Some(name) if found.contains(name) => {
                return Err(wrong(
                    ErrorKind::Duplicate,
                    format!("the observable {name} is listed twice"),
                ));
            }
            Some(name) => found.push(name),
            None => {
                let message = format!("{} is not an observable of `{}`", shown(item), study.name);
                return Err(wrong(ErrorKind::OutOfRange, message));
            }
        }
    }
    Ok(found)
}

pub(super) fn read_parameter(
    study: &Study,
    parameter: &Parameter,
    item: Option<&Given>,
) -> Result<Value> {
    let Some(item) = item else {
        return match parameter.default {
            Some(text) => read_value(parameter, &Raw::from_argument(text)),
            None if parameter.only_for.is_some() => Ok(Value::Absent),
            None => Err(Error::new(
                ErrorKind::Missing,
                format!("`{}` needs `{}`", study.name, parameter.name),
            )
            .parameter(parameter.name)
            .allowed(parameter.allowed())),
        };
    };
    read_value(parameter, &item.value).map_err(|error| error.at(&item.place))
}

/// Reads one value by the parameter's declaration.
pub fn read_value(parameter: &Parameter, raw: &Raw) -> Result<Value> {
    match raw {
        Raw::List(items) if parameter.list => {
            if items.is_empty() {
                return Err(wrong(parameter, ErrorKind::OutOfRange, "is an empty list"));
            }
            let values: Result<Vec<Value>> = items
                .iter()
                .map(|item| read_number(parameter, item))
                .collect();
            values.map(Value::List)
        }
        Raw::Text(text) => match parameter.words.iter().find(|word| *word == text) {
            Some(word) => Ok(Value::Word(word)),
            None if parameter.kind == Kind::File => Err(wrong(
                parameter,
                ErrorKind::WrongType,
                &format!("= {} is not a file that was read", shorten(text)),
            )),
            None => read_number(parameter, raw),
        },
        Raw::File(file) if parameter.kind == Kind::File => Ok(Value::File(file.clone())),
        Raw::List(_) | Raw::File(_) | Raw::Other(_) => Err(wrong(
            parameter,
            ErrorKind::WrongType,
            &format!("cannot be {}", shown(raw)),
        )),
    }
}

fn read_number(parameter: &Parameter, raw: &Raw) -> Result<Value> {
    let Raw::Text(text) = raw else {
        return Err(wrong(
            parameter,
            ErrorKind::WrongType,
            &format!("cannot be {}", shown(raw)),
        ));
    };
    let is_not = |kind, what: &str| wrong(parameter, kind, &format!("= {} {what}", shorten(text)));
    if parameter.kind == Kind::Word {
        let hint = nearest(text, parameter.words.iter().copied());
        let hint = hint
            .map(|word| format!("; did you mean `{word}`?"))
            .unwrap_or_default();
        return Err(is_not(
            ErrorKind::OutOfRange,
            &format!("is not one of its words{hint}"),
        ));
    }
    let number = Number::parse(text).map_err(|reason| {
        is_not(
            ErrorKind::WrongType,
            &format!("is not a number: {}", shorten(&reason)),
        )
    })?;
    let value = number.value();
    match parameter.kind {
        Kind::Integer { min, max } => match number.integer() {
            Some(whole) if u64::try_from(whole).is_ok_and(|whole| (min..=max).contains(&whole)) => {
                Ok(Value::Integer(whole.unsigned_abs()))
            }
            None if value.fract() != 0.0 && value.is_finite() => {
                Err(is_not(ErrorKind::WrongType, "is not a whole number"))
            }
            _ => Err(is_not(ErrorKind::OutOfRange, "is out of range")),
        },
        Kind::Real { min, max } if value >= min && value <= max => Ok(Value::Real(number)),
        _ => Err(is_not(ErrorKind::OutOfRange, "is out of range")),
    }
}

fn wrong(parameter: &Parameter, kind: ErrorKind, what: &str) -> Error {
    Error::new(kind, format!("{} {what}", parameter.name))
        .parameter(parameter.name)
        .allowed(parameter.allowed())
}

fn shown(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => format!("`{}`", shorten(text)),
        Raw::List(_) => "a list".to_owned(),
        Raw::File(_) => "a file".to_owned(),
        Raw::Other(what) => (*what).to_owned(),
    }
}

/// At most the first 60 characters, so that a message stays a line.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
