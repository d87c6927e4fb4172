//! The one error type of the lab.

use leggett_studies::error::Kind;
use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

/// A study's error, or one of files and stores in the same form.
#[derive(Debug)]
pub struct Error {
    details: leggett_studies::Error,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// Results of the lab.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of this kind with a message and nothing else.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        leggett_studies::Error::new(kind, message).into()
    }

    /// A file operation that failed: what was tried, on which path.
    pub fn io(action: &str, path: &Path, source: std::io::Error) -> Self {
        let advice = if source.kind() == std::io::ErrorKind::StorageFull {
            "; everything stored so far is kept: make room and resume"
        } else {
            ""
        };
        let message = format!("cannot {action} {}: {source}{advice}", path.display());
        Self::new(Kind::Io, message).because(source)
    }

    /// Names the parameter, option or key at fault.
    pub fn parameter(mut self, name: impl Into<String>) -> Self {
        self.details = self.details.parameter(name);
        self
    }

    /// Says what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.details = self.details.allowed(allowed);
        self
    }

    /// Says where the value was set, unless that is known already.
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.details = self.details.at(place);
        self
    }

    /// Adds the error beneath this one.
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.details.kind
    }

    /// The process's exit code: 2 for input, 1 for a failure, 130 for an
    /// interruption.
    pub fn exit_code(&self) -> u8 {
        self.kind().exit_code()
    }

    /// Parameter, message, what is allowed, and where the value was set; the
    /// form that `leggett_studies::json::error` takes.
    pub fn details(&self) -> &leggett_studies::Error {
        &self.details
    }
}

impl From<leggett_studies::Error> for Error {
    fn from(details: leggett_studies::Error) -> Self {
        Self {
            details,
            source: None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.details.fmt(out)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
