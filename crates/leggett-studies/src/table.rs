//! Tables of entries that users name, as values.

use crate::parameter::{Kind, Parameter, Value, is_identifier};
use std::collections::BTreeMap;

/// Entries by their names, in alphabetical order; each has all declared
/// fields, in the order of their declaration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    entries: BTreeMap<String, Vec<(&'static str, Value)>>,
}

impl Table {
    /// Adds an entry.
    pub(crate) fn insert(&mut self, name: &str, fields: Vec<(&'static str, Value)>) {
        self.entries.insert(name.to_owned(), fields);
    }

    /// The names of the entries, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// A field of an entry.
    pub fn get(&self, entry: &str, field: &str) -> Option<&Value> {
        let mut fields = self.entries.get(entry)?.iter();
        let found = fields.find(|(name, _)| *name == field)?;
        Some(&found.1)
    }

    /// Every field of every entry: names of both, and the value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'static str, &Value)> {
        self.entries.iter().flat_map(|(entry, fields)| {
            let fields = fields.iter();
            fields.map(move |(field, value)| (entry.as_str(), *field, value))
        })
    }

    /// One text per value.
    pub fn canonical(&self) -> String {
        let fields = self
            .iter()
            .map(|(entry, field, value)| format!("{entry}.{field}={}", value.canonical()));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
    }
}

/// The parameter of this name: one of these, or, for a name such as
/// `table.entry.field`, the field of one that is a table.
pub(crate) fn declared(parameters: &'static [Parameter], name: &str) -> Option<&'static Parameter> {
    let find = |parameters: &'static [Parameter], name: &str| {
        parameters.iter().find(|known| known.name == name)
    };
    let Some((table, rest)) = name.split_once('.') else {
        return find(parameters, name);
    };
    let (entry, field) = rest.split_once('.')?;
    match find(parameters, table)?.kind {
        Kind::Table(fields) if is_identifier(entry) => find(fields, field),
        _ => None,
    }
}

/// The name of another parameter in the place of this one: of another field
/// of the same entry, for a field.
pub(crate) fn sibling(name: &str, other: &str) -> String {
    match name.rsplit_once('.') {
        Some((entry, _)) => format!("{entry}.{other}"),
        None => other.to_owned(),
    }
}
