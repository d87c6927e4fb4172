//! The text of an experiment file and the places in it.

use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use std::io::{ErrorKind as Io, Read};
use std::path::Path;
use toml::Spanned;
use toml::de::DeTable;

/// Files above this size are refused unread.
pub(crate) const LARGEST_FILE: u64 = 10_000_000;

/// A file's text, and how it is called in messages.
pub(super) struct Source<'t> {
    pub(super) name: &'t str,
    pub(super) text: &'t str,
}

impl<'t> Source<'t> {
    /// The document with the place of every value.
    pub(super) fn document(&self) -> Result<Spanned<DeTable<'t>>> {
        if self.text.len() as u64 > LARGEST_FILE {
            return Err(too_large(self.name));
        }
        DeTable::parse(self.text).map_err(|error| self.refused(error))
    }

    fn refused(&self, error: toml::de::Error) -> Error {
        let span = error.span().unwrap_or(0..0);
        let place = self.place(span.start);
        // The parser tells its errors apart by their text alone.
        let refused = if error.message().contains("duplicate key") {
            let key = self.text.get(span).unwrap_or_default();
            Error::new(Kind::Duplicate, format!("`{key}` is given twice"))
                .parameter(key)
                .allowed("one value")
        } else {
            let message = format!("this is not valid TOML: {}", error.message());
            Error::new(Kind::WrongType, message)
        };
        refused.at(place).because(error)
    }

    /// `name:line:column` of a byte offset.
    pub(super) fn place(&self, offset: usize) -> String {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        format!("{}:{line}:{column}", self.name)
    }
}

/// Reads a file that the user named as an experiment.
pub(super) fn read_text(path: &Path) -> Result<String> {
    let unusable = |what: &str| {
        Error::new(Kind::OutOfRange, format!("{} {what}", path.display()))
            .parameter("experiment")
            .allowed("an experiment file: TOML in UTF-8, of at most 10 MB")
    };
    let failed = |error: std::io::Error| match error.kind() {
        Io::NotFound => unusable("does not exist").because(error),
        Io::PermissionDenied => unusable("cannot be read").because(error),
        Io::NotADirectory | Io::InvalidFilename => unusable("is not a path").because(error),
        _ => Error::io("read", path, error),
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(unusable("is a directory"));
    }
    if !metadata.is_file() {
        return Err(unusable("is not a file"));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    // One byte more than allowed shows that a file grew since it was measured.
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large(&path.display().to_string()));
    }
    String::from_utf8(bytes).map_err(|error| unusable("is not text in UTF-8").because(error))
}

fn too_large(name: &str) -> Error {
    Error::new(Kind::TooLarge, format!("{name} is too large"))
        .parameter("experiment")
        .allowed("at most 10 MB")
}
