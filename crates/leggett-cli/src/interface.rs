//! The tree of commands and options that help and completions derive from.

use crate::commands;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use std::path::{Path, PathBuf};

const AFTER: &str = "\
Results go to standard output, everything else to standard error. Colour and
progress appear on a terminal only; NO_COLOR is respected.

Exit codes: 0 done, 1 a computation failed, 2 bad input, 3 some points of a run
failed, 130 interrupted (what was computed is kept).";

/// The whole command line.
pub(crate) fn tree() -> Command {
    Command::new("leggett")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Workbench for macroscopic quantum states")
        .after_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_long_args(false)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("quiet")
                .long("quiet")
                .short('q')
                .action(ArgAction::SetTrue)
                .global(true)
                .help("Print results and errors only"),
        )
        .arg(
            Arg::new("memory")
                .long("memory")
                .value_name("SIZE")
                .global(true)
                .help(
                    "Memory that computations may take, such as 500MB or 4GiB [default: the \
                     control group's limit, else 80 % of what is available]",
                ),
        )
        .subcommands(commands::declarations())
}

/// `--json`, for the commands that can answer with an object.
pub(crate) fn json() -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help("Print one JSON object, also for an error")
}

/// `--jobs`, for the commands that compute.
pub(crate) fn jobs() -> Arg {
    Arg::new("jobs")
        .long("jobs")
        .short('j')
        .value_name("J")
        .help("How many threads compute [default: one per processor]")
}

/// `--out`, the directory that a command fills.
pub(crate) fn out(help: &'static str) -> Arg {
    Arg::new("out")
        .long("out")
        .short('o')
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::DirPath)
        .help(help)
}

/// The name of a study.
pub(crate) fn study() -> Arg {
    Arg::new("study")
        .value_name("STUDY")
        .required(true)
        .help("The study's name, one of those that `leggett studies` lists")
}

/// The directory of a run.
pub(crate) fn run_directory() -> Arg {
    Arg::new("run")
        .value_name("RUN")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .value_hint(ValueHint::DirPath)
        .help("The run directory")
}

/// A required path, which the parser has made sure is there.
pub(crate) fn path<'a>(matches: &'a ArgMatches, name: &str) -> &'a Path {
    matches
        .get_one::<PathBuf>(name)
        .map_or(Path::new(""), PathBuf::as_path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declarations_are_consistent() {
        tree().debug_assert();
    }
}
