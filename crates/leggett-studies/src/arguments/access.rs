//! What studies and faces ask of checked parameters.

use super::Arguments;
use crate::file::ArrayFile;
use crate::number::Number;
use crate::parameter::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// What an entry without the field that was asked for gives.
static ABSENT: Value = Value::Absent;

impl Arguments {
    /// The study's name.
    pub fn study(&self) -> &'static str {
        self.study
    }

    /// Every parameter with its value, in the order of the declaration.
    pub fn values(&self) -> &[(&'static str, Value)] {
        &self.values
    }

    /// The same with every field of every entry in place of each table that
    /// has entries.
    pub fn flat(&self) -> Vec<(Cow<'static, str>, &Value)> {
        let mut flat = Vec::with_capacity(self.values.len());
        for (name, value) in &self.values {
            match value {
                Value::Table(table) if table.names().next().is_some() => {
                    let fields = table.iter().map(|(entry, field, value)| {
                        (Cow::Owned(format!("{name}.{entry}.{field}")), value)
                    });
                    flat.extend(fields);
                }
                value => flat.push((Cow::Borrowed(*name), value)),
            }
        }
        flat
    }

    /// What [`Arguments::flat`] has of a parameter: its name, or those of the
    /// fields of its entries.
    pub fn names_of(&self, parameter: &str) -> Vec<String> {
        let flat = self.flat().into_iter();
        let own = flat.filter(|(name, _)| name.split('.').next() == Some(parameter));
        own.map(|(name, _)| name.into_owned()).collect()
    }

    /// The values that the point is computed with: neither those that do not
    /// apply nor those that are absent. Tables are given field by field.
    pub fn used(&self) -> Vec<(Cow<'static, str>, &Value)> {
        let mut flat = self.flat();
        flat.retain(|(name, value)| **value != Value::Absent && self.applies(name));
        flat
    }

    /// The observables that were asked for, or the study's default ones.
    pub fn observables(&self) -> &[&'static str] {
        &self.observables
    }

    /// Whether the user gave this parameter.
    pub fn is_given(&self, name: &str) -> bool {
        self.place(name).is_some()
    }

    /// Where the user gave this parameter: an argument, or a file with line
    /// and column; empty for the swept values of a point of an experiment.
    pub fn place(&self, name: &str) -> Option<&str> {
        let found = self.given.iter().find(|(given, _)| given == name);
        found.map(|(_, place)| place.as_str())
    }

    /// Whether this parameter applies at this point.
    pub fn applies(&self, name: &str) -> bool {
        self.idle.iter().all(|idle| idle != name)
    }

    /// A parameter's value; studies ask only for what they declare. A field of
    /// an entry that is not there is absent.
    pub fn get(&self, name: &str) -> &Value {
        let (own, field) = match name.split_once('.') {
            Some((own, field)) => (own, Some(field)),
            None => (name, None),
        };
        let found = self.values.iter().find(|(known, _)| *known == own);
        let value = &found
            .expect("a study asks only for parameters that it declares")
            .1;
        match (field, value) {
            (None, value) => value,
            (Some(field), Value::Table(table)) => field
                .split_once('.')
                .and_then(|(entry, field)| table.get(entry, field))
                .unwrap_or(&ABSENT),
            (Some(_), _) => &ABSENT,
        }
    }

    /// The names of a table's entries, in alphabetical order.
    pub fn entries(&self, table: &str) -> Vec<String> {
        match self.get(table) {
            Value::Table(table) => table.names().map(str::to_owned).collect(),
            _ => Vec::new(),
        }
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

    /// The value of a quantity in the base unit of its dimension, or the bare
    /// number; `None` where it is a word, a list or absent.
    pub fn quantity(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Value::Quantity(quantity) => Some(quantity.value),
            _ => None,
        }
    }

    /// A rate in rad/s, or a bare one (see [`Arguments::rates_are_bare`]);
    /// `None` where it is a word, a list or absent.
    pub fn rate(&self, name: &str) -> Option<f64> {
        self.quantity(name)
    }

    /// A list of real numbers or of quantities, also where a single one is
    /// given; `None` where it is a word or absent.
    pub fn list_of_reals(&self, name: &str) -> Option<Vec<f64>> {
        let real = |value: &Value| match value {
            Value::Real(number) => Some(number.value()),
            Value::Quantity(quantity) => Some(quantity.value),
            _ => None,
        };
        match self.get(name) {
            Value::List(values) => values.iter().map(real).collect(),
            single => real(single).map(|value| vec![value]),
        }
    }

    /// A list of names, also where a single one is given; `None` where it is a
    /// word or absent.
    pub fn list_of_names(&self, name: &str) -> Option<Vec<&str>> {
        fn text(value: &Value) -> Option<&str> {
            match value {
                Value::Name(name) => Some(name),
                _ => None,
            }
        }
        match self.get(name) {
            Value::List(values) => values.iter().map(text).collect(),
            single => text(single).map(|name| vec![name]),
        }
    }

    /// The content of a file, `None` where it is a word or absent.
    pub fn file(&self, name: &str) -> Option<&Arc<ArrayFile>> {
        match self.get(name) {
            Value::File(file) => Some(file),
            _ => None,
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
}
