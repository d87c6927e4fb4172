//! What all commands of one invocation share.

use crate::arguments;
use crate::failure::Failure;
use crate::output;
use clap::ArgMatches;
use leggett_lab::Shard;
use leggett_studies::error::Kind;
use leggett_studies::{Error, Study};
use std::ffi::OsString;

/// The global options and the words of the command line.
pub(crate) struct Session {
    /// Results and errors only.
    pub(crate) quiet: bool,
    /// Memory that computations may take, where the user said so.
    pub(crate) memory: Option<u64>,
    words: Vec<OsString>,
}

impl Session {
    /// Reads the global options.
    pub(crate) fn new(matches: &ArgMatches, words: Vec<OsString>) -> Result<Self, Failure> {
        let mut session = Self {
            quiet: matches.get_flag("quiet"),
            memory: None,
            words,
        };
        session.memory = matches
            .get_one::<String>("memory")
            .map(|text| session.read_memory(text))
            .transpose()?;
        Ok(session)
    }

    fn read_memory(&self, text: &str) -> Result<u64, Failure> {
        leggett_lab::memory::parse_size(text).map_err(|error| {
            let error = error.details().clone();
            self.at_option(error, "--memory", text).into()
        })
    }

    /// The study that was named.
    pub(crate) fn study(&self, matches: &ArgMatches) -> Result<&'static Study, Failure> {
        let name = matches
            .get_one::<String>("study")
            .map_or("", String::as_str);
        leggett_studies::find(name).map_err(|error| match arguments::place(&self.words, name) {
            Some(place) => error.at(place).into(),
            None => error.into(),
        })
    }

    /// How many threads may compute, where the user said so.
    pub(crate) fn jobs(&self, matches: &ArgMatches) -> Result<Option<usize>, Failure> {
        let Some(text) = matches.get_one::<String>("jobs") else {
            return Ok(None);
        };
        let (kind, what) = match text.parse::<i64>() {
            Ok(count) if (1..=JOBS_MAX).contains(&count) => {
                return Ok(usize::try_from(count).ok());
            }
            Ok(_) => (Kind::OutOfRange, "is out of range"),
            Err(_) => (Kind::WrongType, "is not a whole number"),
        };
        let error = Error::new(kind, format!("jobs = {text} {what}"))
            .parameter("jobs")
            .allowed(format!("a whole number from 1 to {JOBS_MAX}"));
        Err(self.at_option(error, "--jobs", text).into())
    }

    /// Which of the points are computed: all, unless the user said so.
    pub(crate) fn shard(&self, matches: &ArgMatches) -> Result<Shard, Failure> {
        let Some(text) = matches.get_one::<String>("shard") else {
            return Ok(Shard::WHOLE);
        };
        Shard::parse(text).map_err(|error| {
            let error = error.details().clone();
            self.at_option(error, "--shard", text).into()
        })
    }

    /// Adds where the value of an option was given.
    fn at_option(&self, error: Error, option: &str, value: &str) -> Error {
        let joined = format!("{option}={value}");
        let place = [joined.as_str(), value]
            .iter()
            .find_map(|text| arguments::place(&self.words, text));
        match place {
            Some(place) => error.at(place),
            None => error,
        }
    }

    /// The places of arguments, in the order in which they were given.
    pub(crate) fn places<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        arguments::places(&self.words, texts)
    }

    /// Says what the user may want to know, unless they want quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            output::tell(&format!("{text}\n"));
        }
    }

    /// Warns, unless they want quiet.
    pub(crate) fn warn(&self, text: &str) {
        if !self.quiet {
            let word = output::coloured("warning:", 33);
            output::tell(&format!("{word} {text}\n"));
        }
    }
}

/// More threads than any machine has.
const JOBS_MAX: i64 = 1024;
