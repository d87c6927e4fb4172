//! Whether a study has what was given.

use super::Given;
use crate::error::{Error, Kind as ErrorKind, Result, nearest};
use crate::parameter::{IDENTIFIERS, Kind, Parameter, is_identifier};
use crate::study::Study;

/// Refuses names that the study does not have, and those given twice.
pub(super) fn check(study: &Study, given: &[Given]) -> Result<()> {
    for (index, item) in given.iter().enumerate() {
        let mut earlier = given[..index].iter();
        if let Some(first) = earlier.find(|earlier| earlier.name == item.name) {
            let message = format!("`{}` is given twice", item.name);
            return Err(Error::new(ErrorKind::Duplicate, message)
                .parameter(&item.name)
                .allowed(format!("one value (the first is at {})", first.place))
                .at(&item.place));
        }
        if item.name != "observables" && study.parameter(&item.name).is_none() {
            check_entry(study, item)?;
        }
    }
    Ok(())
}

/// Accepts an entry of a table, such as `table.entry`; refuses all else.
fn check_entry(study: &Study, item: &Given) -> Result<()> {
    let (head, rest) = item.name.split_once('.').unwrap_or((&item.name, ""));
    let table = study.parameters.iter().find(|known| known.name == head);
    let Some(Kind::Table(fields)) = table.map(|table| table.kind) else {
        let what = format!("a parameter of `{}`", study.name);
        return Err(unknown(&item.name, head, &what, study.parameters).at(&item.place));
    };
    let (entry, field) = match rest.split_once('.') {
        Some((entry, field)) => (entry, Some(field)),
        None => (rest, None),
    };
    if !is_identifier(entry) {
        let message = format!("`{}` does not name an entry of `{head}`", item.name);
        return Err(Error::new(ErrorKind::WrongType, message)
            .parameter(&item.name)
            .allowed(IDENTIFIERS)
            .at(&item.place));
    }
    match field {
        None => Ok(()),
        Some(field) => {
            let what = format!("a field of the entries of `{head}`");
            Err(unknown(&item.name, field, &what, fields).at(&item.place))
        }
    }
}

/// The error for a name, of which this part is none of the known ones.
fn unknown(name: &str, part: &str, what: &str, known: &[Parameter]) -> Error {
    let names: Vec<&str> = known.iter().map(|parameter| parameter.name).collect();
    let hint = match nearest(part, names.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Error::new(
        ErrorKind::UnknownParameter,
        format!("`{name}` is not {what}{hint}"),
    )
    .parameter(name)
    .allowed(names.join(", "))
}
