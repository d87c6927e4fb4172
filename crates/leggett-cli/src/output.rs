//! Standard output for results, standard error for everything else.

use crate::failure::Failure;
use std::io::{self, IsTerminal, Write};

/// Prints results on standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = Results::new(io::stdout().lock());
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    out.outcome(written)
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

/// A writer that remembers whether its reader has left.
pub(crate) struct Results<W> {
    inner: W,
    reader_left: bool,
}

impl<W: Write> Results<W> {
    /// Results go to this writer.
    pub(crate) fn new(inner: W) -> Self {
        Self {
            inner,
            reader_left: false,
        }
    }

    /// What became of the results: a reader that has left is no error.
    pub(crate) fn outcome<E: Into<Failure>>(&self, written: Result<(), E>) -> Result<(), Failure> {
        match written {
            Err(_) if self.reader_left => Err(Failure::ReaderLeft),
            other => other.map_err(Into::into),
        }
    }

    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.reader_left |= error.kind() == io::ErrorKind::BrokenPipe;
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
