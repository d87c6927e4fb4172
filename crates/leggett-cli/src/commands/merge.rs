//! `leggett merge`: runs of one experiment, joined into one.

use crate::failure::Failure;
use crate::interface;
use crate::interrupt;
use crate::output;
use crate::session::Session;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use leggett_lab::MergeSummary;
use std::path::PathBuf;

const AFTER: &str = "\
The runs may be shards, whole runs, or interrupted ones; nothing of them is
changed. Where two of them hold the same point, the results must be equal to the
bit. The merged run is a whole run, which appears when it is complete; its
directory is printed on standard output. What it lacks,
`leggett run EXPERIMENT.toml --resume --out DIR` computes.";

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Join shards, or other runs of one experiment, into one run")
        .after_help(AFTER)
        .arg(interface::out("The directory of the merged run, new or empty").required(true))
        .arg(
            Arg::new("runs")
                .value_name("RUN")
                .required(true)
                .action(ArgAction::Append)
                .num_args(1..)
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::DirPath)
                .help("The run directories to join"),
        )
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let out = interface::path(matches, "out");
    let runs: Vec<PathBuf> = matches
        .get_many("runs")
        .unwrap_or_default()
        .cloned()
        .collect();
    let work = interrupt::interruptible();
    let studies = leggett_studies::studies();
    let summary = leggett_lab::merge(studies, out, &runs, &work)?;
    session.note(&sentence(&summary, runs.len()));
    for run in &summary.running {
        session.warn(&format!(
            "{} is still being computed: what it stores from now on is not in the merged run",
            run.display()
        ));
    }
    if summary.damaged > 0 {
        session.warn(&format!(
            "{} points are damaged in the runs that had them, and count as missing",
            summary.damaged
        ));
    }
    output::print(&format!("{}\n", out.display()))?;
    Ok(0)
}

fn sentence(summary: &MergeSummary, runs: usize) -> String {
    let MergeSummary {
        total,
        stored,
        failed,
        ..
    } = summary;
    let missing = total - stored;
    format!("{total} points: {stored} from {runs} runs, {missing} missing, {failed} failed")
}
