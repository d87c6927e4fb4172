//! `leggett run`: an experiment's points, computed into a run directory.

use crate::failure::Failure;
use crate::interface;
use crate::interrupt;
use crate::output;
use crate::runs;
use crate::session::Session;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use leggett_lab::{Experiment, RunOptions};
use std::path::PathBuf;

const AFTER: &str = "\
The run directory is printed on standard output. Killed at any instant, a run
continues with --resume and loses no more than the points in flight.

With --shard i/n only the points whose index is i - 1 modulo n are computed, by
default into EXPERIMENT-i-of-n.run; `leggett merge` joins the shards, which may
come from different machines. Figures are left to the merged run.";

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Compute the points of an experiment file into a run directory")
        .after_help(AFTER)
        .arg(
            Arg::new("experiment")
                .value_name("EXPERIMENT.toml")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .help("The experiment file; `leggett schema` prints its JSON Schema"),
        )
        .arg(interface::out(
            "The run directory [default: EXPERIMENT.run here, or EXPERIMENT-i-of-n.run for a shard]",
        ))
        .arg(
            Arg::new("resume")
                .long("resume")
                .action(ArgAction::SetTrue)
                .help("Continue the run of this experiment that the directory holds"),
        )
        .arg(
            Arg::new("shard")
                .long("shard")
                .value_name("i/n")
                .help("Compute the i-th of n shares of the points, i from 1 to n"),
        )
        .arg(interface::jobs())
        .arg(
            Arg::new("no-plot")
                .long("no-plot")
                .action(ArgAction::SetTrue)
                .help("Draw no figures at the end"),
        )
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let path = interface::path(matches, "experiment");
    let experiment = Experiment::read(leggett_studies::studies(), path)?;
    let shard = session.shard(matches)?;
    let options = RunOptions {
        out: match matches.get_one::<PathBuf>("out") {
            Some(out) => out.clone(),
            None => runs::default_directory(path, shard),
        },
        resume: matches.get_flag("resume"),
        jobs: session.jobs(matches)?,
        memory: session.memory,
        shard,
    };
    let work = interrupt::interruptible();
    let summary = runs::compute(session, path, &experiment, &options, &work)?;
    // What a shard has may not be enough for a figure.
    if !matches.get_flag("no-plot") && shard.is_whole() {
        for figure in runs::draw(session, &options.out, &work)?.files {
            session.note(&format!("figure {}", figure.display()));
        }
    }
    output::print(&format!("{}\n", options.out.display()))?;
    Ok(runs::exit_code(summary.failed))
}
