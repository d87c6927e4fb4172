//! Checked input of a study: from texts to typed values.

mod reading;

use crate::error::{Error, Kind as ErrorKind, Result, nearest};
use crate::file::ArrayFile;
use crate::number::Number;
use crate::parameter::Value;
use crate::study::Study;
pub use reading::read_value;
use reading::{read_observables, read_parameter};
use std::sync::Arc;

/// A value as it was written, before any check.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// A number, an expression or a word.
    Text(String),
    /// A list.
    List(Vec<Raw>),
    /// The content of the file that the user named, read by the caller: a text
    /// is no value of a parameter that is a file.
    File(Arc<ArrayFile>),
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

impl Given {
    /// Values written as `name=value`, separated by blanks, all of one place.
    pub fn list(text: &str, place: &str) -> Vec<Self> {
        let given = |argument: &str| {
            let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
            Self {
                name: name.to_owned(),
                value: Raw::from_argument(value),
                place: place.to_owned(),
            }
        };
        text.split_whitespace().map(given).collect()
    }
}

/// The checked parameters of one point, every default filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    study: &'static str,
    values: Vec<(&'static str, Value)>,
    given: Vec<&'static str>,
    /// Conditional parameters that do not apply at this point.
    idle: Vec<&'static str>,
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
            idle: Vec::new(),
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
        arguments.check_conditions(study, given)?;
        if study.parameter("seed").is_some() {
            arguments.seed = arguments.integer("seed").unwrap_or_default();
        }
        Ok(arguments)
    }

    /// Refuses what is given but does not apply, and notes what is idle.
    fn check_conditions(&mut self, study: &Study, given: &[Given]) -> Result<()> {
        for parameter in study.parameters {
            let Some(only) = parameter.only_for else {
                continue;
            };
            let word = self.word(only.parameter).unwrap_or("no word");
            if only.words.contains(&word) {
                continue;
            }
            if let Some(item) = given.iter().find(|item| item.name == parameter.name) {
                let message = format!(
                    "`{}` does not apply to {} = {word}",
                    parameter.name, only.parameter
                );
                return Err(Error::new(ErrorKind::NotApplicable, message)
                    .parameter(parameter.name)
                    .allowed(format!("only for {only}"))
                    .at(&item.place));
            }
            self.idle.push(parameter.name);
        }
        Ok(())
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

    /// Whether this parameter applies at this point.
    pub fn applies(&self, name: &str) -> bool {
        !self.idle.contains(&name)
    }

    /// The values that the point is computed with: neither those that do not
    /// apply nor those that are absent.
    pub fn used(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values
            .iter()
            .filter(|(name, value)| self.applies(name) && *value != Value::Absent)
            .map(|(name, value)| (*name, value))
    }

    /// A parameter's value; studies ask only for what they declare.
    pub fn get(&self, name: &str) -> &Value {
        let found = self.values.iter().find(|(known, _)| *known == name);
        &found
            .expect("a study asks only for parameters that it declares")
            .1
    }

    /// The value of an integer parameter, `None` where it is a word, a list or
    /// absent.
    pub fn integer(&self, name: &str) -> Option<u64> {
        match self.get(name) {
            Value::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a real parameter, `None` where it is a word, a list or
    /// absent.
    pub fn real(&self, name: &str) -> Option<&Number> {
        match self.get(name) {
            Value::Real(number) => Some(number),
            _ => None,
        }
    }

    /// A list of real numbers, also where a single one is given; `None` where
    /// it is a word or absent.
    pub fn list_of_reals(&self, name: &str) -> Option<Vec<f64>> {
        let real = |value: &Value| match value {
            Value::Real(number) => Some(number.value()),
            _ => None,
        };
        match self.get(name) {
            Value::List(values) => values.iter().map(real).collect(),
            single => real(single).map(|value| vec![value]),
        }
    }

    /// The content of a file, `None` where it is a word or absent.
    pub fn file(&self, name: &str) -> Option<&Arc<ArrayFile>> {
        match self.get(name) {
            Value::File(file) => Some(file),
            _ => None,
        }
    }

    /// The error of a point without a conditional parameter that its plan
    /// needs.
    pub fn missing(&self, study: &Study, name: &str) -> Error {
        let parameter = study.parameter(name);
        let condition = parameter.and_then(|parameter| parameter.only_for);
        let chosen = condition.and_then(|only| {
            let word = self.word(only.parameter)?;
            Some(format!(" with {} = {word}", only.parameter))
        });
        let chosen = chosen.unwrap_or_default();
        let message = format!("`{}`{chosen} needs `{name}`", study.name);
        let error = Error::new(ErrorKind::Missing, message).parameter(name);
        match parameter {
            Some(parameter) => error.allowed(parameter.allowed()),
            None => error,
        }
    }

    /// The value of a parameter that is a word, `None` where it is a number or
    /// absent.
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
