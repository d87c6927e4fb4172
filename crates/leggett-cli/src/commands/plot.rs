//! `leggett plot`: the figures of a run, or of an experiment.

use crate::failure::Failure;
use crate::interface;
use crate::interrupt;
use crate::output;
use crate::runs;
use crate::session::Session;
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use leggett_lab::{Experiment, Plotted, RunOptions, Shard};
use std::fmt::Write as _;
use std::path::PathBuf;

const AFTER: &str = "\
An experiment file is run first, into the directory that `leggett run` would
choose; what that directory holds of it already is reused. The files drawn are
printed on standard output.";

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Draw the figures of a run or an experiment, as SVG and PNG")
        .after_help(AFTER)
        .arg(
            Arg::new("source")
                .value_name("RUN|EXPERIMENT.toml")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::AnyPath)
                .help("A run directory or an experiment file"),
        )
        .arg(interface::jobs())
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let source = interface::path(matches, "source");
    let jobs = session.jobs(matches)?;
    let work = interrupt::interruptible();
    let (directory, code) = if source.is_dir() {
        (source.to_owned(), 0)
    } else {
        let experiment = Experiment::read(leggett_studies::studies(), source)?;
        let options = RunOptions {
            out: runs::default_directory(source, Shard::WHOLE),
            resume: true,
            jobs,
            memory: session.memory,
            shard: Shard::WHOLE,
        };
        let summary = runs::compute(session, source, &experiment, &options, &work)?;
        (options.out, runs::exit_code(summary.failed))
    };
    let plotted = runs::draw(session, &directory, &work)?;
    if plotted == Plotted::default() {
        session.warn(&format!("{} asks for no figures", source.display()));
    }
    let mut text = String::new();
    for figure in plotted.files {
        let _ = writeln!(text, "{}", figure.display());
    }
    output::print(&text)?;
    Ok(code)
}
