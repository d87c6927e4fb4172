//! Computing a run and drawing its figures, as `run` and `plot` do.

use crate::failure::Failure;
use crate::progress::Bar;
use crate::session::Session;
use leggett_lab::{Experiment, Plotted, RunOptions, RunSummary, Shard};
use leggett_studies::Work;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The exit code where some points failed and all others were computed.
const SOME_FAILED: u8 = 3;

/// The run directory of an experiment for which none was named.
pub(crate) fn default_directory(experiment: &Path, shard: Shard) -> PathBuf {
    let mut name = experiment.file_stem().unwrap_or_default().to_owned();
    if !shard.is_whole() {
        name.push(format!("-{}-of-{}", shard.number(), shard.count()));
    }
    name.push(".run");
    PathBuf::from(name)
}

/// The exit code of a run that came to its end.
pub(crate) fn exit_code(failed_points: usize) -> u8 {
    if failed_points > 0 { SOME_FAILED } else { 0 }
}

/// Runs the experiment with progress, and says what was done.
pub(crate) fn compute(
    session: &Session,
    path: &Path,
    experiment: &Experiment,
    options: &RunOptions,
    work: &Work,
) -> Result<RunSummary, Failure> {
    let bar = Bar::new(session.quiet);
    let start = Instant::now();
    let result = leggett_lab::run(experiment, options, work, &bar);
    bar.clear();
    let summary = result.map_err(|error| {
        let failure = Failure::from(error);
        if failure.is_interruption() {
            session.note(&continuation(path, options));
        }
        failure
    })?;
    let sentence = sentence(&summary, start.elapsed().as_secs_f64());
    session.note(&match options.shard.is_whole() {
        true => sentence,
        false => format!("shard {} with {sentence}", options.shard),
    });
    if summary.failed > 0 {
        session.warn(&format!(
            "{} of {} points failed; `leggett status {}` lists them",
            summary.failed,
            summary.total,
            options.out.display()
        ));
    }
    Ok(summary)
}

/// How an interrupted run goes on.
fn continuation(path: &Path, options: &RunOptions) -> String {
    let shard = match options.shard.is_whole() {
        true => String::new(),
        false => format!(" --shard {}", options.shard),
    };
    let (path, out) = (path.display(), options.out.display());
    format!("continue with `leggett run {path}{shard} --out {out} --resume`")
}

fn sentence(summary: &RunSummary, elapsed: f64) -> String {
    let recomputed = match summary.recomputed {
        0 => String::new(),
        count => format!(" ({count} of them again, since they were damaged)"),
    };
    format!(
        "{} points: {} computed{recomputed}, {} reused, {} failed, in {elapsed:.1} s",
        summary.total, summary.computed, summary.reused, summary.failed
    )
}

/// Draws the figures of a run, and warns of those that need points which are
/// not there yet.
pub(crate) fn draw(session: &Session, directory: &Path, work: &Work) -> Result<Plotted, Failure> {
    let plotted = leggett_lab::plot_run(leggett_studies::studies(), directory)?;
    work.check().map_err(leggett_studies::Error::from)?;
    for name in &plotted.left_out {
        session.warn(&format!(
            "the figure `{name}` needs points that are not computed yet"
        ));
    }
    Ok(plotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_stands_beside_the_user_and_is_named_after_the_experiment() {
        let directory = |path| default_directory(Path::new(path), Shard::WHOLE);
        assert_eq!(directory("experiments/fig2.toml"), Path::new("fig2.run"));
        assert_eq!(directory("../a.b.toml"), Path::new("a.b.run"));
        let shard = Shard::parse("2/3").expect("a shard");
        let directory = default_directory(Path::new("../fig2.toml"), shard);
        assert_eq!(directory, Path::new("fig2-2-of-3.run"));
    }
}
