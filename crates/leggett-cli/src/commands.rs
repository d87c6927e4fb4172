//! The commands, a module each.

mod completions;
mod describe;
mod eval;
mod export;
mod merge;
mod plot;
mod reproduce;
mod run;
mod schema;
mod status;
mod studies;

use crate::failure::Failure;
use crate::session::Session;
use clap::{ArgMatches, Command};

/// A command: its name, what help says of it, and what it does.
struct Entry {
    name: &'static str,
    declare: fn(Command) -> Command,
    run: fn(&ArgMatches, &Session) -> Result<u8, Failure>,
}

const fn entry(
    name: &'static str,
    declare: fn(Command) -> Command,
    run: fn(&ArgMatches, &Session) -> Result<u8, Failure>,
) -> Entry {
    Entry { name, declare, run }
}

/// All commands in the order of the help.
const ALL: [Entry; 11] = [
    entry("studies", studies::declare, studies::run),
    entry("describe", describe::declare, describe::run),
    entry("eval", eval::declare, eval::run),
    entry("run", run::declare, run::run),
    entry("status", status::declare, status::run),
    entry("merge", merge::declare, merge::run),
    entry("export", export::declare, export::run),
    entry("plot", plot::declare, plot::run),
    entry("reproduce", reproduce::declare, reproduce::run),
    entry("schema", schema::declare, schema::run),
    entry("completions", completions::declare, completions::run),
];

/// The declarations of all commands.
pub(crate) fn declarations() -> impl Iterator<Item = Command> {
    ALL.iter()
        .map(|entry| (entry.declare)(Command::new(entry.name)))
}

/// Runs the command that was named, and says the exit code.
pub(crate) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let named = matches.subcommand().and_then(|(name, inner)| {
        let entry = ALL.iter().find(|entry| entry.name == name)?;
        Some((entry, inner))
    });
    match named {
        Some((entry, inner)) => (entry.run)(inner, session),
        // The parser has refused every other word.
        None => Ok(2),
    }
}
