//! From what was written to typed values, one parameter at a time.

use super::{Given, Raw};
use crate::error::{Error, Kind as ErrorKind, Result, nearest};
use crate::number::Number;
use crate::parameter::{Kind, Parameter, Value, is_identifier};
use crate::quantity::{self, Dimension, Quantity};
use crate::shorten;
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

/// The value of a parameter that is called `name`: what is given, else its
/// default, else nothing where that is allowed.
pub(super) fn read_parameter(
    study: &Study,
    name: &str,
    parameter: &Parameter,
    item: Option<&Given>,
) -> Result<Value> {
    let Some(item) = item else {
        return match parameter.default {
            Some(text) => read_named(name, parameter, &Raw::from_argument(text)),
            None => without_default(study, name, parameter),
        };
    };
    read_named(name, parameter, &item.value).map_err(|error| error.at(&item.place))
}

/// What stands for a parameter that is not given and has no default.
pub(super) fn without_default(study: &Study, name: &str, parameter: &Parameter) -> Result<Value> {
    if !parameter.is_required() {
        return Ok(Value::Absent);
    }
    let message = format!("`{}` needs `{name}`", study.name);
    Err(Error::new(ErrorKind::Missing, message)
        .parameter(name)
        .allowed(parameter.allowed()))
}

/// Reads one value by the parameter's declaration.
pub fn read_value(parameter: &Parameter, raw: &Raw) -> Result<Value> {
    read_named(parameter.name, parameter, raw)
}

/// The same for a field of a table, which messages call `name`.
pub fn read_named(name: &str, parameter: &Parameter, raw: &Raw) -> Result<Value> {
    let wanted = Wanted { name, parameter };
    match raw {
        Raw::List(items) if parameter.list => {
            if items.is_empty() {
                return Err(wanted.wrong(ErrorKind::OutOfRange, "is an empty list"));
            }
            let values: Result<Vec<Value>> = items.iter().map(|item| wanted.item(item)).collect();
            values.map(Value::List)
        }
        Raw::Truth(value) => {
            let text = value.to_string();
            let word = parameter.words.iter().find(|word| **word == text);
            word.map(|word| Value::Word(word))
                .ok_or_else(|| wanted.cannot_be(raw))
        }
        Raw::Text(text) => match parameter.words.iter().find(|word| *word == text) {
            Some(word) => Ok(Value::Word(word)),
            None => wanted.text(text),
        },
        Raw::File(file) if parameter.kind == Kind::File => Ok(Value::File(file.clone())),
        Raw::List(_) | Raw::File(_) | Raw::Table | Raw::Other(_) => Err(wanted.cannot_be(raw)),
    }
}

/// A parameter, and what messages call it.
struct Wanted<'a> {
    name: &'a str,
    parameter: &'a Parameter,
}

impl Wanted<'_> {
    fn item(&self, raw: &Raw) -> Result<Value> {
        match raw {
            Raw::Text(text) => self.text(text),
            _ => Err(self.cannot_be(raw)),
        }
    }

    /// Anything but one of the parameter's words.
    fn text(&self, text: &str) -> Result<Value> {
        match self.parameter.kind {
            Kind::Word => {
                let hint = nearest(text, self.parameter.words.iter().copied());
                let hint = hint
                    .map(|word| format!("; did you mean `{word}`?"))
                    .unwrap_or_default();
                let what = format!("is not one of its words{hint}");
                Err(self.is_not(text, ErrorKind::OutOfRange, &what))
            }
            Kind::File => {
                Err(self.is_not(text, ErrorKind::WrongType, "is not a file that was read"))
            }
            Kind::Integer { min, max } => self.integer(text, min, max),
            Kind::Real { min, max } => {
                let number = self.number(text)?;
                if number.value() >= min && number.value() <= max {
                    Ok(Value::Real(number))
                } else {
                    Err(self.is_not(text, ErrorKind::OutOfRange, "is out of range"))
                }
            }
            Kind::Quantity {
                dimension,
                min,
                max,
            } => self.quantity(text, dimension, [min, max]),
            Kind::Name if is_identifier(text) => Ok(Value::Name(text.to_owned())),
            Kind::Name => Err(self.is_not(text, ErrorKind::WrongType, "is not a name")),
            Kind::Table(_) => Err(self.cannot_be(&Raw::Text(text.to_owned()))),
        }
    }

    fn integer(&self, text: &str, min: u64, max: u64) -> Result<Value> {
        let number = self.number(text)?;
        let value = number.value();
        match number.integer() {
            Some(whole) if u64::try_from(whole).is_ok_and(|whole| (min..=max).contains(&whole)) => {
                Ok(Value::Integer(whole.unsigned_abs()))
            }
            None if value.fract() != 0.0 && value.is_finite() => {
                Err(self.is_not(text, ErrorKind::WrongType, "is not a whole number"))
            }
            _ => Err(self.is_not(text, ErrorKind::OutOfRange, "is out of range")),
        }
    }

    fn number(&self, text: &str) -> Result<Number> {
        Number::parse(text).map_err(|reason| {
            let what = match quantity::split(text) {
                Ok((_, unit)) if Dimension::of_unit(unit).is_some() => {
                    format!("has the unit `{unit}`, where a number without a unit is needed")
                }
                _ => format!("is not a number: {}", shorten(&reason)),
            };
            self.is_not(text, ErrorKind::WrongType, &what)
        })
    }

    fn quantity(&self, text: &str, dimension: Dimension, [min, max]: [f64; 2]) -> Result<Value> {
        let quantity = Quantity::parse(text, dimension)
            .map_err(|reason| self.is_not(text, ErrorKind::WrongType, &reason))?;
        if quantity.value >= min && quantity.value <= max {
            Ok(Value::Quantity(quantity))
        } else {
            Err(self.is_not(text, ErrorKind::OutOfRange, "is out of range"))
        }
    }

    fn is_not(&self, text: &str, kind: ErrorKind, what: &str) -> Error {
        self.wrong(kind, &format!("= {} {what}", shorten(text)))
    }

    fn cannot_be(&self, raw: &Raw) -> Error {
        self.wrong(ErrorKind::WrongType, &format!("cannot be {}", shown(raw)))
    }

    fn wrong(&self, kind: ErrorKind, what: &str) -> Error {
        Error::new(kind, format!("{} {what}", self.name))
            .parameter(self.name)
            .allowed(self.parameter.allowed())
    }
}

pub(super) fn shown(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => format!("`{}`", shorten(text)),
        Raw::List(_) => "a list".to_owned(),
        Raw::File(_) => "a file".to_owned(),
        Raw::Table => "a table".to_owned(),
        Raw::Truth(_) => "a truth value".to_owned(),
        Raw::Other(what) => (*what).to_owned(),
    }
}
