//! Checked input of a study: from texts to typed values.

use crate::error::{Error, Kind as ErrorKind, Result, nearest};
use crate::number::Number;
use crate::parameter::{Kind, Parameter, Value};
use crate::study::Study;

/// A value as it was written, before any check.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// A number, an expression or a word.
    Text(String),
    /// A list.
    List(Vec<Raw>),
    /// Something that no parameter takes (a date, a truth value, a table).
    Other(&'static str),
}

impl Raw {
    /// Reads an argument: `[7,4,9]` and `7,4,9` are lists, the rest is text.
    pub fn from_argument(text: &str) -> Self {
        let trimmed = text.trim();
        let inner = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        match inner {
            Some("") => Self::List(Vec::new()),
            None if !trimmed.contains(',') => Self::Text(trimmed.to_owned()),
            _ => Self::List(
                inner
                    .unwrap_or(trimmed)
                    .split(',')
                    .map(|item| Self::Text(item.trim().to_owned()))
                    .collect(),
            ),
        }
    }
}

/// A named value as it was written, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The parameter's name.
    pub name: String,
    /// The value.
    pub value: Raw,
    /// The argument, or the file with line and column.
    pub place: String,
}

/// The checked parameters of one point, every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    study: &'static str,
    values: Vec<(&'static str, Value)>,
    given: Vec<&'static str>,
    observables: Vec<&'static str>,
    /// The seed: the parameter of that name in studies that are random.
    pub seed: u64,
}

impl Arguments {
    /// Checks what was given against the declaration and fills in defaults.
    pub fn check(study: &Study, given: &[Given]) -> Result<Self> {
        let mut arguments = Self {
            study: study.name,
            values: Vec::with_capacity(study.parameters.len()),
            given: Vec::new(),
            observables: study
                .observables
                .iter()
                .filter(|observable| observable.default)
                .map(|observable| observable.name)
                .collect(),
            seed: 0,
        };
        for (index, item) in given.iter().enumerate() {
            if let Some(first) = given[..index]
                .iter()
                .find(|earlier| earlier.name == item.name)
            {
                return Err(Error::new(
                    ErrorKind::Duplicate,
                    format!("`{}` is given twice", item.name),
                )
                .parameter(&item.name)
                .allowed(format!("one value (the first is at {})", first.place))
                .at(&item.place));
            }
            if item.name == "observables" {
                arguments.observables =
                    read_observables(study, item).map_err(|error| error.at(&item.place))?;
            } else if study.parameter(&item.name).is_none() {
                return Err(unknown(study, item));
            }
        }
        for parameter in study.parameters {
            let item = given.iter().find(|item| item.name == parameter.name);
            if item.is_some() {
                arguments.given.push(parameter.name);
            }
            arguments
                .values
                .push((parameter.name, read_parameter(study, parameter, item)?));
        }
        if study.parameter("seed").is_some() {
            arguments.seed = arguments.integer("seed").unwrap_or_default();
        }
        Ok(arguments)
    }

    /// The study's name.
    pub fn study(&self) -> &'static str {
        self.study
    }

    /// Every parameter with its value, in the order of the declaration.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    /// The observables that were asked for, or the study's default ones.
    pub fn observables(&self) -> &[&'static str] {
        &self.observables
    }

    /// Whether the user gave this parameter.
    pub fn is_given(&self, name: &str) -> bool {
        self.given.contains(&name)
    }

    /// A parameter's value; studies ask only for what they declare.
    pub fn get(&self, name: &str) -> &Value {
        let found = self.values.iter().find(|(known, _)| *known == name);
        &found
            .expect("a study asks only for parameters that it declares")
            .1
    }

    /// The value of an integer parameter, `None` where it is a word or a list.
    pub fn integer(&self, name: &str) -> Option<u64> {
        match self.get(name) {
            Value::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a real parameter, `None` where it is a word or a list.
    pub fn real(&self, name: &str) -> Option<&Number> {
        match self.get(name) {
            Value::Real(number) => Some(number),
            _ => None,
        }
    }

    /// The value of a parameter that is a word, `None` where it is a number.
    pub fn word(&self, name: &str) -> Option<&'static str> {
        match self.get(name) {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// One text for everything that determines the result's bits: two points
    /// with equal texts are one point.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.values {
            text.push_str(&format!("{name}={}\n", value.canonical()));
        }
        text.push_str(&format!("observables={}\n", self.observables.join(",")));
        text
    }
}

fn unknown(study: &Study, item: &Given) -> Error {
    let names: Vec<&str> = study
        .parameters
        .iter()
        .map(|parameter| parameter.name)
        .collect();
    let hint = match nearest(&item.name, names.iter().copied()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    };
    let message = format!(
        "`{}` is not a parameter of `{}`{hint}",
        item.name, study.name
    );
    Error::new(ErrorKind::UnknownParameter, message)
        .parameter(&item.name)
        .allowed(names.join(", "))
        .at(&item.place)
}

fn read_observables(study: &Study, item: &Given) -> Result<Vec<&'static str>> {
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

fn read_parameter(study: &Study, parameter: &Parameter, item: Option<&Given>) -> Result<Value> {
    let Some(item) = item else {
        return match parameter.default {
            Some(text) => read_value(parameter, &Raw::from_argument(text)),
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
            None => read_number(parameter, raw),
        },
        Raw::List(_) | Raw::Other(_) => Err(wrong(
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
