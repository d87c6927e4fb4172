//! Standard output for results, standard error for everything else.

use crate::failure::Failure;
use std::io::{self, IsTerminal, Write};

/// What errors call standard output.
pub(crate) const STDOUT: &str = "standard output";

/// Prints results on standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::writing(STDOUT, &error))
}

/// Says something on standard error.
///
/// Where nobody can be told anything, nobody can be told that either.
pub(crate) fn tell(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A word that stands out on a terminal, by the number of its colour.
pub(crate) fn coloured(word: &str, colour: u8) -> String {
    if colour_on_stderr() {
        format!("\u{1b}[1;{colour}m{word}\u{1b}[0m")
    } else {
        word.to_owned()
    }
}

/// Whether standard error takes colours.
pub(crate) fn colour_on_stderr() -> bool {
    wants_colour() && io::stderr().is_terminal()
}

/// Whether standard output takes colours.
pub(crate) fn colour_on_stdout() -> bool {
    wants_colour() && io::stdout().is_terminal()
}

fn wants_colour() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb")
}

/// A writer that remembers why it failed, so that the failure is reported as
/// its own, whoever was writing.
pub(crate) struct Results<W> {
    inner: W,
    destination: String,
    failed: Option<Failure>,
}

impl<W: Write> Results<W> {
    /// Results go to this writer, which errors name so.
    pub(crate) fn new(inner: W, destination: impl Into<String>) -> Self {
        Self {
            inner,
            destination: destination.into(),
            failed: None,
        }
    }

    /// What became of the results.
    pub(crate) fn outcome<E: Into<Failure>>(
        &mut self,
        written: Result<(), E>,
    ) -> Result<(), Failure> {
        written.map_err(|error| self.failed.take().unwrap_or_else(|| error.into()))
    }

    /// The writer, after everything was written.
    pub(crate) fn into_inner(self) -> W {
        self.inner
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            let failure = Failure::writing(&self.destination, error);
            self.failed.get_or_insert(failure);
        }
        result
    }
}

impl<W: Write> Write for Results<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.inner.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.inner.flush();
        self.note(result)
    }
}
