//! Checked input of a study: from texts to typed values.

mod access;
mod names;
mod reading;
mod tables;
mod units;

use crate::error::{Error, Kind as ErrorKind, Result};
use crate::file::ArrayFile;
use crate::parameter::{Kind, Parameter, Value};
use crate::study::Study;
use crate::table::sibling;
pub use reading::{read_named, read_value};
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
    /// A table, or an entry of one, without anything in it: what stands in
    /// tables is given field by field.
    Table,
    /// A truth value, for parameters with the words `true` and `false`.
    Truth(bool),
    /// Something that no parameter takes (a date).
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
    /// The parameter's name, or `table.entry.field`.
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
///
/// A field of a table goes by a name such as `table.entry.field` wherever a
/// parameter goes by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Arguments {
    study: &'static str,
    values: Vec<(&'static str, Value)>,
    /// What the user gave, and where.
    given: Vec<(String, String)>,
    /// Conditional parameters that do not apply at this point.
    idle: Vec<String>,
    observables: Vec<&'static str>,
    /// The seed: the parameter of that name in studies that are random.
    pub seed: u64,
}

impl Arguments {
    /// Checks what was given against the declaration and fills in defaults.
    pub fn check(study: &Study, given: &[Given]) -> Result<Self> {
        names::check(study, given)?;
        let item = |name: &str| given.iter().find(|item| item.name == name);
        let observables = match item("observables") {
            Some(item) => read_observables(study, item).map_err(|error| error.at(&item.place))?,
            None => {
                let default = study.observables.iter().filter(|known| known.default);
                default.map(|known| known.name).collect()
            }
        };
        let mut values = Vec::with_capacity(study.parameters.len());
        for parameter in study.parameters {
            let value = match parameter.kind {
                Kind::Table(fields) => tables::read(study, parameter, fields, given)?,
                _ => read_parameter(study, parameter.name, parameter, item(parameter.name))?,
            };
            values.push((parameter.name, value));
        }
        let place = |item: &Given| (item.name.clone(), item.place.clone());
        let mut arguments = Self {
            study: study.name,
            values,
            given: given.iter().map(place).collect(),
            idle: Vec::new(),
            observables,
            seed: 0,
        };
        arguments.check_conditions(study)?;
        arguments.check_units()?;
        if study.parameter("seed").is_some() {
            arguments.seed = arguments.integer("seed").unwrap_or_default();
        }
        Ok(arguments)
    }

    /// Refuses what is given but does not apply, and notes what is idle.
    fn check_conditions(&mut self, study: &Study) -> Result<()> {
        for parameter in study.parameters {
            let Kind::Table(fields) = parameter.kind else {
                self.check_condition(parameter.name, parameter)?;
                continue;
            };
            for entry in self.entries(parameter.name) {
                for field in fields {
                    let name = format!("{}.{entry}.{}", parameter.name, field.name);
                    self.check_condition(&name, field)?;
                }
            }
        }
        Ok(())
    }

    /// The same for one parameter, which is called `name`.
    fn check_condition(&mut self, name: &str, parameter: &Parameter) -> Result<()> {
        let Some(only) = parameter.only_for else {
            return Ok(());
        };
        let other = sibling(name, only.parameter);
        let word = self.word(&other).unwrap_or("no word");
        if only.words.contains(&word) {
            return Ok(());
        }
        if let Some(place) = self.place(name) {
            let message = format!("`{name}` does not apply to {other} = {word}");
            return Err(Error::new(ErrorKind::NotApplicable, message)
                .parameter(name)
                .allowed(format!("only for {only}"))
                .at(place));
        }
        self.idle.push(name.to_owned());
        Ok(())
    }

    /// The error of a point without a conditional or optional parameter that
    /// its plan needs.
    pub fn missing(&self, study: &Study, name: &str) -> Error {
        let parameter = study.parameter(name);
        let condition = parameter.and_then(|parameter| parameter.only_for);
        let chosen = condition.and_then(|only| {
            let other = sibling(name, only.parameter);
            let word = self.word(&other)?;
            Some(format!(" with {other} = {word}"))
        });
        let chosen = chosen.unwrap_or_default();
        let message = format!("`{}`{chosen} needs `{name}`", study.name);
        let error = Error::new(ErrorKind::Missing, message).parameter(name);
        match parameter {
            Some(parameter) => error.allowed(parameter.allowed()),
            None => error,
        }
    }

    /// The error of a point with two parameters that exclude each other, at
    /// the place where the first was set, else the other.
    pub fn contradiction(&self, name: &str, other: &str, message: impl Into<String>) -> Error {
        let error = Error::new(ErrorKind::Contradiction, message)
            .parameter(name)
            .allowed(format!("`{name}` or `{other}`"));
        match self.place(name).or_else(|| self.place(other)) {
            // Points of an experiment keep the places of `[parameters]` only.
            Some(place) if !place.is_empty() => error.at(place),
            _ => error,
        }
    }

    /// One text for everything that determines the result's bits: two points
    /// with equal texts are one point.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        for (name, value) in self.flat() {
            text.push_str(&format!("{name}={}\n", value.canonical()));
        }
        text.push_str(&format!("observables={}\n", self.observables.join(",")));
        text
    }
}
