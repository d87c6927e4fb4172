//! Why a command ended early.

use crate::output;
use leggett_studies::Error;
use leggett_studies::error::Kind;
use std::io;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Something the user must know.
    Error(Box<Error>),
    /// Whoever read the results (`head`, a pager) has left; nobody misses
    /// anything.
    ReaderLeft,
}

impl Failure {
    /// Reports what the user must know, and says the exit code.
    pub(crate) fn report(&self, json: bool) -> u8 {
        let Self::Error(error) = self else {
            return 0;
        };
        let printed = json
            && match output::print(&format!("{}\n", leggett_studies::json::error(error))) {
                Ok(()) | Err(Self::ReaderLeft) => true,
                Err(Self::Error(_)) => false,
            };
        if !printed {
            output::tell(&format!("{} {error}\n", output::coloured("error:", 31)));
        }
        error.kind.exit_code()
    }

    /// Results that could not be written.
    pub(crate) fn writing(destination: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ReaderLeft;
        }
        Error::new(Kind::Io, format!("cannot write {destination}: {error}")).into()
    }

    /// Whether the user interrupted the command.
    pub(crate) fn is_interruption(&self) -> bool {
        matches!(self, Self::Error(error) if error.kind == Kind::Interrupted)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(Box::new(error))
    }
}

impl From<leggett_lab::Error> for Failure {
    fn from(error: leggett_lab::Error) -> Self {
        error.details().clone().into()
    }
}
