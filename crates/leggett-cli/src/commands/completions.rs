//! `leggett completions`: scripts that complete command lines in a shell.

use crate::failure::Failure;
use crate::interface;
use crate::output;
use crate::session::Session;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use leggett_lab::reproduce::figure_names;

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Print a script that completes command lines in a shell")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell))
                .help("The shell"),
        )
}

pub(super) fn run(matches: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    // The parser has refused everything but a shell.
    let shell = matches.get_one("shell").copied().unwrap_or(Shell::Bash);
    let names = || leggett_studies::studies().iter().map(|study| study.name);
    let figures = || std::iter::once("all").chain(figure_names());
    let mut tree = interface::tree();
    // The commands themselves check these names, with suggestions; for
    // completions they must be in the declaration.
    for (command, argument, known) in [
        ("describe", "study", PossibleValuesParser::new(names())),
        ("eval", "study", PossibleValuesParser::new(names())),
        ("reproduce", "figures", PossibleValuesParser::new(figures())),
    ] {
        tree = tree.mut_subcommand(command, |inner| {
            inner.mut_arg(argument, |declared| declared.value_parser(known))
        });
    }
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree, "leggett", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
