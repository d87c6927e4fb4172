//! Runs: an experiment's points, computed into a directory.

use crate::error::{Error, Result};
use crate::experiment::Experiment;
use leggett_studies::error::Kind;
use leggett_studies::{Arguments, Evaluation, Study, Work};
use std::path::{Path, PathBuf};

/// Where and how an experiment is run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The run directory; created if it does not exist.
    pub out: PathBuf,
    /// Whether an existing run of the same experiment is continued.
    pub resume: bool,
    /// Threads; as many as there are cores if not given.
    pub jobs: Option<usize>,
    /// Bytes that the points in flight may take together;
    /// [`crate::memory::default_memory`] if not given.
    pub memory: Option<u64>,
}

/// Someone who watches a run.
pub trait Progress: Sync {
    /// The run starts; so many of its points are stored already.
    fn started(&self, total: usize, already_done: usize);
    /// A point was computed and stored.
    fn point_done(&self, failed: bool);
    /// Nothing more will come, whether complete or not.
    fn finished(&self);
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunSummary {
    /// Points of the experiment.
    pub total: usize,
    /// Points computed now, failed and recomputed ones included.
    pub computed: usize,
    /// Points that were stored already.
    pub reused: usize,
    /// Those of the computed points that had been stored before, but were
    /// found damaged or lost.
    pub recomputed: usize,
    /// Points of the whole run whose result is an error.
    pub failed: usize,
}

/// How far a run is. `done`, `failed`, `missing` and `damaged` add up to
/// `total`.
#[derive(Debug, Clone)]
pub struct Status {
    /// The study.
    pub study: &'static Study,
    /// Points of the experiment.
    pub total: usize,
    /// Points with a result.
    pub done: usize,
    /// Points whose result is an error: index and message.
    pub failed: Vec<(usize, String)>,
    /// Points that were never stored.
    pub missing: usize,
    /// Points that were stored but cannot be read any more.
    pub damaged: usize,
    /// Points that were ever recomputed because they were damaged.
    pub recomputed: usize,
    /// Whether a process is working on the run now.
    pub running: bool,
}

/// Computes an experiment's points into a run directory.
pub fn run(
    _experiment: &Experiment,
    options: &RunOptions,
    _work: &Work,
    _progress: &dyn Progress,
) -> Result<RunSummary> {
    Err(Error::new(Kind::Io, format!("{}", options.out.display())))
}

/// How far a run is; changes nothing, and works while the run goes on.
pub fn status(_studies: &[&'static Study], run: &Path) -> Result<Status> {
    Err(Error::new(Kind::Io, format!("{}", run.display())))
}

/// Writes a run's results as CSV, a line per stored point in their order.
pub fn export_csv(
    _studies: &[&'static Study],
    run: &Path,
    _out: &mut dyn std::io::Write,
) -> Result<()> {
    Err(Error::new(Kind::Io, format!("{}", run.display())))
}

/// Draws the figures of a run's experiment into `RUN/figures`, as SVG and PNG;
/// returns the files.
pub fn plot_run(_studies: &[&'static Study], run: &Path) -> Result<Vec<PathBuf>> {
    Err(Error::new(Kind::Io, format!("{}", run.display())))
}

/// Computes one point with its parts in parallel.
pub fn evaluate_parts(
    study: &'static Study,
    arguments: &Arguments,
    _jobs: Option<usize>,
    _memory: Option<u64>,
    work: &Work,
) -> Result<Evaluation> {
    Ok(study.evaluate(arguments, work)?)
}
