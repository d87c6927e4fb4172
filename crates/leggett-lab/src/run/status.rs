//! How far a run is.

use super::Status;
use super::directory::Directory;
use super::results::{Results, lost};
use crate::error::Result;
use leggett_studies::Study;
use std::path::Path;

/// How far a run is; changes nothing, and works while the run goes on.
///
/// # Errors
///
/// A directory that is not a run of one of these studies, or cannot be read.
pub fn status(studies: &[&'static Study], run: &Path) -> Result<Status> {
    let directory = Directory::new(run);
    let experiment = directory.experiment(studies)?;
    let results = Results::open(&directory, &experiment)?;
    let total = results.shard.points(experiment.len());
    let stored = results.found.sound.len();
    let damaged = lost(&results.history, &results.found.sound, experiment.len()).len();
    let failed: Vec<(usize, String)> = results
        .found
        .failures
        .iter()
        .map(|(index, failure)| (*index, failure.to_string()))
        .collect();
    Ok(Status {
        study: experiment.study(),
        shard: results.shard,
        total,
        done: stored - failed.len(),
        failed,
        missing: total - stored - damaged,
        damaged,
        recomputed: results.history.recomputed.len(),
        running: directory.in_use(),
    })
}
