//! Runs: an experiment's points, computed into a directory.
//!
//! A run directory holds `experiment.toml`, the experiment as run;
//! `versions.json`, the program, the machine, the study's revision, the
//! experiment's hash and the shard; `results.sqlite`, the results, a row a
//! point, each with a checksum, and how long each took; `log.txt`, what happened; `figures/`;
//! `inputs/`, copies of the files that parameters name; and `run.lock`, which the
//! process that works on the run holds.

mod curves;
mod dimensions;
mod directory;
mod drawn;
mod evaluate;
mod execute;
mod export;
mod log;
mod merge;
mod merging;
mod plot;
mod point_set;
mod queue;
mod reading;
mod results;
mod row;
mod salvage;
mod schedule;
mod shard;
mod status;
mod store;
#[cfg(test)]
mod tests;
mod versions;
mod zarr;

pub use evaluate::evaluate_parts;
pub use execute::run;
pub use export::export_csv;
pub use merge::{MergeSummary, merge};
pub use plot::{Plotted, plot_run};
pub use shard::Shard;
pub use status::status;
pub use zarr::export_zarr;

use crate::error::{Error, Result};
use leggett_studies::Study;
use leggett_studies::error::Kind;
use std::path::PathBuf;

/// More threads than this help nobody.
const LARGEST_JOBS: usize = 1024;

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
    /// Which of the points are computed.
    pub shard: Shard,
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
    /// Points of the experiment, or of the shard.
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
    /// Which of the experiment's points the run is for.
    pub shard: Shard,
    /// Points of the experiment, or of the shard.
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

/// The number of threads for `--jobs`.
fn threads(jobs: Option<usize>) -> Result<usize> {
    let Some(jobs) = jobs else {
        return Ok(std::thread::available_parallelism().map_or(1, usize::from));
    };
    if (1..=LARGEST_JOBS).contains(&jobs) {
        return Ok(jobs);
    }
    Err(
        Error::new(Kind::OutOfRange, format!("jobs = {jobs} is out of range"))
            .parameter("jobs")
            .allowed(format!("from 1 to {LARGEST_JOBS} threads")),
    )
}
