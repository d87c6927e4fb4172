//! The place where a merged run is written until it is complete.

use super::directory::{Directory, Lock};
use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};

/// A directory beside the one that is wanted, which takes its name when it is
/// complete. Its own name is fixed, so that what a killed process left is
/// found and removed by the next one.
pub(super) struct Merging {
    target: PathBuf,
    path: PathBuf,
    directory: Directory,
    /// Held until the end: it moves with the directory.
    _lock: Lock,
}

impl Merging {
    /// Refuses a target that holds something, and makes an empty directory
    /// beside it.
    pub(super) fn begin(target: &Path) -> Result<Self> {
        // Through a symbolic link, into what it points to.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        check_empty(&target)?;
        let Some(name) = target.file_name() else {
            return Err(refused(&target, "cannot be the name of a new directory"));
        };
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(".merging");
        let path = target.with_file_name(hidden);
        let directory = Directory::new(&path);
        let lock = directory.claim()?;
        clear(&path)?;
        Ok(Self {
            target,
            path,
            directory,
            _lock: lock,
        })
    }

    /// The directory to be filled.
    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Gives the directory its name, unless something else took it.
    pub(super) fn commit(&self) -> Result<()> {
        check_empty(&self.target)?;
        // An empty directory makes room; one that is not stays, and then the
        // renaming fails.
        let _ = fs::remove_dir(&self.target);
        let renamed = fs::rename(&self.path, &self.target);
        renamed.map_err(|error| Error::io("create", &self.target, error))
    }

    /// Removes what was written.
    pub(super) fn discard(self) {
        // It is ours, and of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Refuses a path that holds anything.
fn check_empty(target: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == Io::NotFound => return Ok(()),
        Err(error) => return Err(refused(target, &format!("cannot be used: {error}"))),
    };
    match entries.next() {
        None => Ok(()),
        Some(Ok(entry)) => {
            let name = entry.file_name();
            let what = format!("holds something already: {}", name.display());
            Err(refused(target, &what))
        }
        Some(Err(error)) => Err(refused(target, &format!("cannot be used: {error}"))),
    }
}

fn refused(target: &Path, what: &str) -> Error {
    Error::new(Kind::Contradiction, format!("{} {what}", target.display()))
        .parameter("out")
        .allowed("an empty or new directory")
}

/// Removes what a killed process left, but for the lock that is held.
fn clear(path: &Path) -> Result<()> {
    let failed = |error| Error::io("clear", path, error);
    for entry in fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() != super::directory::LOCK {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
