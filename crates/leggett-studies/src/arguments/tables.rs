//! Tables, gathered from what is given field by field.

use super::reading::{read_named, read_parameter, without_default};
use super::{Given, Raw};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::parameter::{Parameter, Value};
use crate::study::Study;
use crate::table::Table;
use std::collections::BTreeSet;

/// The value of a parameter that is a table with these fields.
pub(super) fn read(
    study: &Study,
    parameter: &Parameter,
    fields: &'static [Parameter],
    given: &[Given],
) -> Result<Value> {
    let name = parameter.name;
    let own = given.iter().find(|item| item.name == name);
    if let Some(item) = own.filter(|item| item.value != Raw::Table) {
        return read_named(name, parameter, &item.value).map_err(|error| error.at(&item.place));
    }
    let inside: Vec<(&str, &Given)> = given
        .iter()
        .filter_map(|item| {
            let rest = item.name.strip_prefix(name)?.strip_prefix('.')?;
            Some((rest.split('.').next()?, item))
        })
        .collect();
    if own.is_none() && inside.is_empty() {
        return without_default(study, name, parameter);
    }
    let entries: BTreeSet<&str> = inside.iter().map(|(entry, _)| *entry).collect();
    let mut table = Table::default();
    for entry in entries {
        let items = inside.iter().filter(|(of, _)| *of == entry);
        let items: Vec<&Given> = items.map(|(_, item)| *item).collect();
        let prefix = format!("{name}.{entry}");
        table.insert(entry, read_entry(study, &prefix, fields, &items)?);
    }
    Ok(Value::Table(table))
}

/// The fields of an entry that is called `prefix`, of which at least one thing
/// is given.
fn read_entry(
    study: &Study,
    prefix: &str,
    fields: &'static [Parameter],
    items: &[&Given],
) -> Result<Vec<(&'static str, Value)>> {
    let own = items.iter().find(|item| item.name == prefix);
    if let Some(item) = own.filter(|item| item.value != Raw::Table) {
        let shown = super::reading::shown(&item.value);
        let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let message = format!("{prefix} cannot be {shown}");
        return Err(Error::new(ErrorKind::WrongType, message)
            .parameter(prefix)
            .allowed(format!("a table with {}", names.join(", ")))
            .at(&item.place));
    }
    let read = |field: &'static Parameter| {
        let name = format!("{prefix}.{}", field.name);
        let item = items.iter().find(|item| item.name == name);
        let value = read_parameter(study, &name, field, item.copied());
        // What is missing belongs where the entry stands.
        let value = value.map_err(|error| error.at(&items[0].place))?;
        Ok((field.name, value))
    };
    fields.iter().map(read).collect()
}
