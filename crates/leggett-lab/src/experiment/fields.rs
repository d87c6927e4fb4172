//! Typed access to the tables of an experiment file.

use super::source::Source;
use crate::error::{Error, Result};
use leggett_studies::error::{Kind, nearest};
use leggett_studies::number::Number;
use leggett_studies::{Raw, Study, parameter};
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// A table of the file, and how it is called in messages.
pub(super) struct Fields<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) table: &'s DeTable<'t>,
    pub(super) name: &'s str,
    pub(super) offset: usize,
}

/// One value of a table.
#[derive(Clone, Copy)]
pub(super) struct Field<'s, 't> {
    pub(super) source: &'s Source<'t>,
    pub(super) key: &'s str,
    pub(super) value: &'s DeValue<'t>,
    pub(super) offset: usize,
    pub(super) key_offset: usize,
}

impl<'s, 't> Fields<'s, 't> {
    /// Refuses every key but these.
    pub(super) fn only(&self, known: &[&str]) -> Result<()> {
        for field in self.iter() {
            if !known.contains(&field.key) {
                return Err(unknown(field.key, self.name, known).at(field.key_place()));
            }
        }
        Ok(())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Field<'s, 't>> {
        self.table.iter().map(|(key, value)| Field {
            source: self.source,
            key: key.get_ref().as_ref(),
            value: value.get_ref(),
            offset: value.span().start,
            key_offset: key.span().start,
        })
    }

    /// The keys as names of parameters: of what stands in a parameter that is a
    /// table, every field of every entry, as `table.entry.field`.
    pub(super) fn named(&self, study: &Study) -> Vec<(String, Field<'s, 't>)> {
        let mut named = Vec::new();
        for field in self.iter() {
            let declared = study.parameter(field.key).map(|known| known.kind);
            let depth = match declared {
                Some(parameter::Kind::Table(_)) => 2,
                _ => 0,
            };
            field.flatten(field.key, depth, &mut named);
        }
        named
    }

    pub(super) fn get(&self, key: &str) -> Option<Field<'s, 't>> {
        self.iter().find(|field| field.key == key)
    }

    pub(super) fn required(&self, key: &str) -> Result<Field<'s, 't>> {
        self.get(key).ok_or_else(|| {
            Error::new(Kind::Missing, format!("{} needs `{key}`", self.name))
                .parameter(key)
                .at(self.source.place(self.offset))
        })
    }

    /// The text under a key.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'s str>> {
        self.get(key).map(|field| field.text()).transpose()
    }

    /// The number under a key, within a range.
    pub(super) fn number(&self, key: &str, range: [f64; 2]) -> Result<Option<f64>> {
        let read = |field: Field<'s, 't>| {
            let value = field.number()?.value();
            let allowed = format!("a number from {:?} to {:?}", range[0], range[1]);
            if value >= range[0] && value <= range[1] {
                Ok(value)
            } else {
                Err(field.wrong(Kind::OutOfRange, &format!("is {value:?}"), &allowed))
            }
        };
        self.get(key).map(read).transpose()
    }

    /// The truth value under a key, `false` if it is not there.
    pub(super) fn flag(&self, key: &str) -> Result<bool> {
        match self.get(key).map(|field| (field, field.value)) {
            None => Ok(false),
            Some((_, DeValue::Boolean(value))) => Ok(*value),
            Some((field, _)) => Err(field.not_a("a truth value", "true or false")),
        }
    }

    /// The whole number under a key, within a range.
    pub(super) fn whole(&self, key: &str, range: RangeInclusive<i64>) -> Result<Option<usize>> {
        let read = |field: Field<'s, 't>| {
            let number = field.number()?;
            match number.integer().filter(|number| range.contains(number)) {
                Some(number) => Ok(number.unsigned_abs() as usize),
                None => Err(field.wrong(
                    Kind::OutOfRange,
                    &format!("is {:?}", number.value()),
                    &format!("a whole number from {} to {}", range.start(), range.end()),
                )),
            }
        };
        self.get(key).map(read).transpose()
    }

    /// One of some words under a key, the first if it is not there.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<T> {
        self.get(key)
            .map_or(Ok(choices[0].1), |field| field.choice(choices))
    }
}

impl<'s, 't> Field<'s, 't> {
    /// One of some words.
    pub(super) fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T> {
        let text = self.text()?;
        if let Some((_, choice)) = choices.iter().find(|(word, _)| *word == text) {
            return Ok(*choice);
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        Err(self.wrong(
            Kind::OutOfRange,
            &format!(
                "is `{text}`{}",
                suggestion(nearest(text, words.iter().copied()))
            ),
            &words.join(", or "),
        ))
    }

    pub(super) fn place(&self) -> String {
        self.source.place(self.offset)
    }

    pub(super) fn key_place(&self) -> String {
        self.source.place(self.key_offset)
    }

    /// What stands so many tables deep, by names joined with dots; an empty
    /// table stands for itself.
    fn flatten(self, name: &str, depth: u32, named: &mut Vec<(String, Self)>) {
        match self.value {
            DeValue::Table(table) if depth > 0 && !table.is_empty() => {
                let inside = Fields {
                    source: self.source,
                    table,
                    name: self.key,
                    offset: self.offset,
                };
                for field in inside.iter() {
                    field.flatten(&format!("{name}.{}", field.key), depth - 1, named);
                }
            }
            _ => named.push((name.to_owned(), self)),
        }
    }

    /// An error about this value.
    pub(super) fn wrong(&self, kind: Kind, what: &str, allowed: &str) -> Error {
        Error::new(kind, format!("`{}` {what}", self.key))
            .parameter(self.key)
            .allowed(allowed)
            .at(self.place())
    }

    /// The error for a value of another type.
    pub(super) fn not_a(&self, wanted: &str, allowed: &str) -> Error {
        let found = type_name(self.value);
        self.wrong(
            Kind::WrongType,
            &format!("is {found}, not {wanted}"),
            allowed,
        )
    }

    pub(super) fn text(&self) -> Result<&'s str> {
        match self.value {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.not_a("a text", "a text in quotes")),
        }
    }

    /// The value as a number: a literal, or an expression in quotes.
    pub(super) fn number(&self) -> Result<Number> {
        self.number_in(&number_text(self.value).unwrap_or_default())
    }

    /// The number in a part of the value's text.
    pub(super) fn number_in(&self, text: &str) -> Result<Number> {
        if number_text(self.value).is_none() {
            return Err(self.not_a("a number", "a number, or an expression in quotes"));
        }
        Number::parse(text).map_err(|reason| {
            self.wrong(
                Kind::WrongType,
                &format!("is not a number: {reason}"),
                "a number, or an expression in quotes",
            )
        })
    }

    pub(super) fn table(&self, name: &'s str) -> Result<Fields<'s, 't>> {
        match self.value {
            DeValue::Table(table) => Ok(Fields {
                source: self.source,
                table,
                name,
                offset: self.key_offset,
            }),
            _ => Err(self.not_a("a table", &format!("a table {name}"))),
        }
    }

    /// The tables of an array of tables such as `[[sweep]]`.
    pub(super) fn tables(&self, name: &'s str) -> Result<Vec<Fields<'s, 't>>> {
        let wrong = || self.not_a("an array of tables", &format!("tables {name}"));
        let fields = |item: &'s Spanned<DeValue<'t>>| match item.get_ref() {
            DeValue::Table(table) => Ok(Fields {
                source: self.source,
                table,
                name,
                offset: item.span().start,
            }),
            _ => Err(wrong()),
        };
        match self.value {
            DeValue::Array(items) => items.iter().map(fields).collect(),
            _ => Err(wrong()),
        }
    }

    /// The items of a list, each as a field under the same key.
    pub(super) fn items(&self) -> Option<Vec<Field<'s, 't>>> {
        let DeValue::Array(items) = self.value else {
            return None;
        };
        let field = |item: &'s Spanned<DeValue<'t>>| Field {
            value: item.get_ref(),
            offset: item.span().start,
            ..*self
        };
        Some(items.iter().map(field).collect())
    }

    /// The value as a parameter takes it.
    pub(super) fn raw(&self) -> Raw {
        raw(self.value)
    }
}

/// A number exactly as written, or the text of an expression.
pub(super) fn number_text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.as_ref().to_owned()),
        DeValue::Integer(integer) => Some(integer_text(integer)),
        DeValue::Float(float) => Some(float.as_str().to_owned()),
        _ => None,
    }
}

fn raw(value: &DeValue<'_>) -> Raw {
    match (value, number_text(value)) {
        (_, Some(text)) => Raw::Text(text),
        (DeValue::Array(items), _) => {
            Raw::List(items.iter().map(|item| raw(item.get_ref())).collect())
        }
        (DeValue::Boolean(value), _) => Raw::Truth(*value),
        (DeValue::Table(table), _) if table.is_empty() => Raw::Table,
        _ => Raw::Other(type_name(value)),
    }
}

/// Decimal digits, also of hexadecimal, octal and binary integers.
fn integer_text(integer: &DeInteger<'_>) -> String {
    match i128::from_str_radix(integer.as_str(), integer.radix()) {
        Ok(value) => value.to_string(),
        // Too long for any parameter; decimals are refused by their range.
        Err(_) if integer.radix() == 10 => integer.as_str().to_owned(),
        Err(_) => integer.to_string(),
    }
}

fn type_name(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The error for a key that a table does not have.
pub(super) fn unknown(key: &str, table: &str, known: &[&str]) -> Error {
    let hint = suggestion(nearest(key, known.iter().copied()));
    Error::new(
        Kind::UnknownParameter,
        format!("`{key}` is not a key of {table}{hint}"),
    )
    .parameter(key)
    .allowed(known.join(", "))
}

pub(super) fn suggestion(near: Option<&str>) -> String {
    near.map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}
