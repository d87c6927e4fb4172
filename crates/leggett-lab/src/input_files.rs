//! Files that users name as values of parameters: NumPy arrays.

mod npy;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use leggett_studies::parameter;
use leggett_studies::{ArrayFile, Given, Raw, Study};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// More numbers than this are refused.
pub const LARGEST_ARRAY: usize = 1 << 24;

/// What a file of that many complex numbers takes, with its header.
const LARGEST_FILE: u64 = 16 * LARGEST_ARRAY as u64 + (1 << 16);

/// A file that was read as the value of a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    /// The parameter.
    pub(crate) parameter: &'static str,
    /// Where the file lies.
    pub(crate) path: PathBuf,
    /// SHA-256 of its bytes.
    pub(crate) digest: String,
}

/// Reads the files that these values name, relative to the current directory,
/// and puts their contents in place of their paths, as
/// [`leggett_studies::Arguments::check`] takes them.
///
/// # Errors
///
/// A file that cannot be opened or read (kind `io`); one that is not a NumPy
/// array of finite numbers (`wrong-type`, `out-of-range`), or has more than
/// 2²⁴ of them (`too-large`).
pub fn attach(study: &Study, given: &mut [Given]) -> Result<()> {
    attach_from(study, given, &|_, written| PathBuf::from(written)).map(|_| ())
}

/// The same with paths found by parameter and written text.
pub(crate) fn attach_from(
    study: &Study,
    given: &mut [Given],
    locate: &dyn Fn(&str, &str) -> PathBuf,
) -> Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for item in given {
        let Some(parameter) = study.parameter(&item.name) else {
            continue;
        };
        let Raw::Text(written) = &item.value else {
            continue;
        };
        let is_word = parameter.words.iter().any(|word| word == written);
        if parameter.kind != parameter::Kind::File || is_word {
            continue;
        }
        let path = locate(parameter.name, written);
        let array = read(&path, written).map_err(|error| {
            error
                .parameter(parameter.name)
                .allowed(allowed())
                .at(&item.place)
        })?;
        inputs.push(Input {
            parameter: parameter.name,
            path,
            digest: array.digest.clone(),
        });
        item.value = Raw::File(Arc::new(array));
    }
    Ok(inputs)
}

/// What a file may be, as messages show it.
fn allowed() -> String {
    format!(
        "a NumPy file (.npy) of at most {LARGEST_ARRAY} finite integers, real or complex numbers"
    )
}

/// Reads a file and its numbers.
fn read(path: &Path, written: &str) -> Result<ArrayFile> {
    let bytes = bytes(path)?;
    let (shape, values) = npy::parse(&bytes).map_err(|refusal| {
        let message = format!("{} {}", path.display(), refusal.what);
        Error::new(refusal.kind, message)
    })?;
    Ok(ArrayFile {
        path: written.to_owned(),
        digest: digest(&bytes),
        shape,
        values,
    })
}

/// SHA-256 in hexadecimal.
fn digest(bytes: &[u8]) -> String {
    crate::hexadecimal(&Sha256::digest(bytes))
}

/// A file's bytes, if they are not too many.
fn bytes(path: &Path) -> Result<Vec<u8>> {
    let failed = |error| Error::io("read", path, error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    // Pipes and devices may never end.
    if !metadata.is_file() {
        let message = format!("cannot read {}: it is not a file", path.display());
        return Err(Error::new(Kind::Io, message));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    // One byte more than allowed shows that the file is too large.
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE {
        let message = format!("{} is too large", path.display());
        return Err(Error::new(Kind::TooLarge, message));
    }
    Ok(bytes)
}

impl Input {
    /// The bytes of the file, which must not have changed since it was read.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>> {
        let bytes = bytes(&self.path).map_err(|error| error.parameter(self.parameter))?;
        if digest(&bytes) == self.digest {
            return Ok(bytes);
        }
        let message = format!("{} changed while it was in use", self.path.display());
        Err(Error::new(Kind::Contradiction, message)
            .parameter(self.parameter)
            .allowed("a file that stays as it is"))
    }
}
