//! `leggett reproduce`: the published figures and claims.

use crate::failure::Failure;
use crate::interface;
use crate::interrupt;
use crate::output;
use crate::progress::Bar;
use crate::runs;
use crate::session::Session;
use clap::{Arg, ArgAction, ArgMatches, Command};
use leggett_lab::reproduce::{ReproduceOptions, figure_names, reproduce};
use leggett_studies::Error;
use std::path::PathBuf;

const AFTER: &str = "\
Without a figure, or with `all`, every figure is drawn and every claim checked;
the table of claims and the files drawn are printed on standard output. What the
directory holds already is reused. Exit code 1 says that a number contradicts
what leggett says about a claim.";

pub(super) fn declare(command: Command) -> Command {
    let names: Vec<&str> = figure_names().collect();
    command
        .about("Reproduce the published figures and claims, with a report")
        .after_help(AFTER)
        .arg(
            Arg::new("figures")
                .value_name("all|FIGURE")
                .action(ArgAction::Append)
                .num_args(0..)
                .help(format!(
                    "What to reproduce: all, or some of {}",
                    names.join(", ")
                )),
        )
        .arg(interface::out(
            "Where the runs, figures and the report go [default: reproduced, or \
             reproduced-quick with --quick]",
        ))
        .arg(
            Arg::new("quick")
                .long("quick")
                .action(ArgAction::SetTrue)
                .help("Coarse grids, which take seconds"),
        )
        .arg(interface::jobs())
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let selection: Vec<String> = matches
        .get_many("figures")
        .unwrap_or_default()
        .cloned()
        .collect();
    let quick = matches.get_flag("quick");
    let options = ReproduceOptions {
        out: match matches.get_one::<PathBuf>("out") {
            Some(out) => out.clone(),
            // Grids that differ cannot share their runs.
            None => PathBuf::from(if quick {
                "reproduced-quick"
            } else {
                "reproduced"
            }),
        },
        quick,
        jobs: session.jobs(matches)?,
        memory: session.memory,
    };
    let work = interrupt::interruptible();
    let bar = Bar::new(session.quiet);
    let result = reproduce(&selection, &options, &work, &bar);
    bar.clear();
    let report = result.map_err(|error| {
        let failure = with_place(error.details().clone(), &selection, session);
        if failure.is_interruption() {
            session.note("continue with the same command");
        }
        failure
    })?;
    output::print(&report.to_string())?;
    if report.failed_points > 0 {
        session.warn(&format!("{} points failed", report.failed_points));
    }
    match report.failed_claims() {
        0 => Ok(runs::exit_code(report.failed_points)),
        count => {
            session.warn(&format!("{count} numbers contradict the verdicts"));
            Ok(CONTRADICTED)
        }
    }
}

/// Adds the argument that is no figure, if that is what is wrong.
fn with_place(error: Error, selection: &[String], session: &Session) -> Failure {
    let known = |name: &str| name == "all" || figure_names().any(|figure| figure == name);
    let unknown = selection.iter().find(|name| !known(name));
    match unknown.and_then(|name| session.places([name.as_str()]).pop()) {
        Some(place) => error.at(place).into(),
        None => error.into(),
    }
}

/// The exit code where a number contradicts a verdict.
const CONTRADICTED: u8 = 1;
