//! Computing a run and drawing its figures, as `run` and `plot` do.

use crate::failure::Failure;
use crate::progress::Bar;
use crate::session::Session;
use leggett_lab::{Experiment, RunOptions, RunSummary};
use leggett_studies::Work;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The exit code where some points failed and all others were computed.
const SOME_FAILED: u8 = 3;

/// The run directory of an experiment for which none was named.
pub(crate) fn default_directory(experiment: &Path) -> PathBuf {
    let mut name = experiment.file_stem().unwrap_or_default().to_owned();
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
            session.note(&format!(
                "continue with `leggett run {} --out {} --resume`",
                path.display(),
                options.out.display()
            ));
        }
        failure
    })?;
    session.note(&sentence(&summary, start.elapsed().as_secs_f64()));
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

/// Draws the figures of a run.
pub(crate) fn draw(directory: &Path, work: &Work) -> Result<Vec<PathBuf>, Failure> {
    let figures = leggett_lab::plot_run(leggett_studies::studies(), directory)?;
    work.check().map_err(leggett_studies::Error::from)?;
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_stands_beside_the_user_and_is_named_after_the_experiment() {
        let directory = |path| default_directory(Path::new(path));
        assert_eq!(directory("experiments/fig2.toml"), Path::new("fig2.run"));
        assert_eq!(directory("../a.b.toml"), Path::new("a.b.run"));
    }
}
