//! The place of an exported store, and where it stands until it is whole.

use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use serde_json::Value as Json;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};

/// A directory beside the one that is wanted, which takes its name when it is
/// complete: what stands there before is replaced as a whole or not at all.
pub(super) struct Target {
    target: PathBuf,
    part: PathBuf,
}

impl Target {
    /// Refuses a target that is something else than an exported store, and
    /// makes an empty directory beside it.
    pub(super) fn begin(target: &Path) -> Result<Self> {
        // Through a symbolic link, onto what it points to.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        check(&target)?;
        let part = beside(&target, "part")?;
        let created = fs::create_dir(&part);
        created.map_err(|error| {
            let missing = matches!(error.kind(), Io::NotFound | Io::NotADirectory);
            match missing {
                true => refused(&target, &format!("cannot be created: {error}")),
                false => Error::io("create", &target, error),
            }
        })?;
        Ok(Self { target, part })
    }

    /// Where the store is written.
    pub(super) fn path(&self) -> &Path {
        &self.part
    }

    /// Gives the store its name.
    pub(super) fn commit(&self) -> Result<()> {
        check(&self.target)?;
        let failed = |error| Error::io("write", &self.target, error);
        let old = beside(&self.target, "old")?;
        let replaces = self.target.exists();
        if replaces {
            fs::rename(&self.target, &old).map_err(failed)?;
        }
        if let Err(error) = fs::rename(&self.part, &self.target) {
            if replaces {
                // What was there is better than nothing.
                let _ = fs::rename(&old, &self.target);
            }
            return Err(failed(error));
        }
        if let Some(folder) = self.target.parent().filter(|path| path.is_dir()) {
            // Where directories cannot be synchronised, the names reach the
            // disk later.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        if replaces {
            fs::remove_dir_all(&old).map_err(|error| Error::io("remove", &old, error))?;
        }
        Ok(())
    }

    /// Removes what was written.
    pub(super) fn discard(self) {
        // It is ours, and of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// `.NAME.PROCESS.suffix` in the same folder.
fn beside(target: &Path, suffix: &str) -> Result<PathBuf> {
    let Some(name) = target.file_name() else {
        return Err(refused(target, "cannot be the name of a new directory"));
    };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.{suffix}", std::process::id()));
    Ok(target.with_file_name(hidden))
}

/// Refuses what is neither free nor an exported store.
fn check(target: &Path) -> Result<()> {
    let mut entries = match fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == Io::NotFound => return Ok(()),
        Err(error) => return Err(refused(target, &format!("cannot be replaced: {error}"))),
    };
    if entries.next().is_none() || is_exported(target) {
        return Ok(());
    }
    Err(refused(
        target,
        "holds something that leggett did not export",
    ))
}

/// Whether a directory is a store that this program wrote.
fn is_exported(target: &Path) -> bool {
    let root = fs::read(target.join("zarr.json"));
    let root = root
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    root.is_some_and(|root: Json| root["attributes"]["leggett"].is_string())
}

fn refused(target: &Path, what: &str) -> Error {
    Error::new(Kind::OutOfRange, format!("{} {what}", target.display()))
        .parameter("output")
        .allowed("a new directory, or a store that was exported before")
}
