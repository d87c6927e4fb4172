//! `leggett describe`: what a study accepts and returns.

use crate::failure::Failure;
use crate::interface;
use crate::output;
use crate::session::Session;
use clap::{ArgMatches, Command};
use leggett_studies::describe;

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Describe a study: parameters, observables, methods, cost, sources")
        .arg(interface::study())
        .arg(interface::json())
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let study = session.study(matches)?;
    let text = if matches.get_flag("json") {
        format!("{}\n", describe::json(study))
    } else {
        describe::text(study)
    };
    output::print(&text)?;
    Ok(0)
}
