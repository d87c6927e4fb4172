//! `leggett schema`: the JSON Schema of experiment files.

use crate::failure::Failure;
use crate::output;
use crate::session::Session;
use clap::{ArgMatches, Command};

pub(super) fn declare(command: Command) -> Command {
    command.about("Print the JSON Schema of experiment files, for editors")
}

pub(super) fn run(_: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    let schema = leggett_lab::schema::experiment_schema(leggett_studies::studies());
    output::print(&format!("{schema:#}\n"))?;
    Ok(0)
}
