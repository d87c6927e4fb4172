//! Runs of the same experiment, joined into one.

use super::directory::Directory;
use super::log::Log;
use super::merging::Merging;
use super::point_set::PointSet;
use super::results::{Results, lost};
use super::row::{Outcome, Row};
use super::shard::Shard;
use super::store::{Store, Timing};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use leggett_studies::error::Kind;
use leggett_studies::{Study, Work};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Rows are written in batches of so many.
const BATCH: usize = 1000;

/// What a merged run holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeSummary {
    /// Points of the experiment.
    pub total: usize,
    /// Points with a result, failed ones included.
    pub stored: usize,
    /// Points whose result is an error.
    pub failed: usize,
    /// Points that some run had stored, of which no run has a sound result.
    pub damaged: usize,
    /// Runs that another process was working on: what they store later is not
    /// in the merged run.
    pub running: Vec<PathBuf>,
}

/// Joins runs of one experiment, such as its shards, into a new whole run.
///
/// Results are copied as they are stored, after their checksums and keys were
/// checked; damaged ones are left out. The new directory appears when it is
/// complete, under the name `out`; nothing of the runs is changed.
///
/// # Errors
///
/// Input errors, before anything is written: no run at all; a directory that
/// is not a run of one of these studies; runs that differ in study, revision,
/// seed or points; an `out` that holds something. Later: a point of which two
/// runs hold different results; files that cannot be read or written; an
/// interruption through `work`. What was written is removed then.
pub fn merge(
    studies: &[&'static Study],
    out: &Path,
    runs: &[PathBuf],
    work: &Work,
) -> Result<MergeSummary> {
    let experiment = common_experiment(studies, runs)?;
    let merging = Merging::begin(out)?;
    let filled = fill(merging.directory(), &experiment, runs, work);
    match filled.and_then(|summary| merging.commit().map(|()| summary)) {
        Ok(summary) => Ok(summary),
        Err(error) => {
            merging.discard();
            Err(error)
        }
    }
}

/// The experiment that all these are runs of.
fn common_experiment(studies: &[&'static Study], runs: &[PathBuf]) -> Result<Experiment> {
    let Some((first, others)) = runs.split_first() else {
        return Err(Error::new(Kind::Missing, "there is no run to merge")
            .parameter("run")
            .allowed("one run directory or more"));
    };
    let experiment = Directory::new(first).experiment(studies)?;
    for other in others {
        let found = Directory::new(other).experiment(studies)?;
        if let Some(difference) = difference(&experiment, &found) {
            let (a, b) = (first.display(), other.display());
            let message = format!("{a} and {b} are runs of different experiments: {difference}");
            return Err(Error::new(Kind::Contradiction, message)
                .parameter("run")
                .allowed("runs of one experiment"));
        }
    }
    Ok(experiment)
}

/// What is different between two experiments, if their points are.
fn difference(a: &Experiment, b: &Experiment) -> Option<String> {
    let (a_name, b_name) = (a.study().name, b.study().name);
    if a_name != b_name {
        Some(format!("study {a_name} and {b_name}"))
    } else if a.revision() != b.revision() {
        let (a, b) = (a.revision(), b.revision());
        Some(format!("revision {a} and {b} of {a_name}"))
    } else if a.seed() != b.seed() {
        Some(format!("seed {} and {}", a.seed(), b.seed()))
    } else if a.hash() != b.hash() {
        Some("other parameters or sweeps".to_owned())
    } else {
        None
    }
}

/// Writes the merged run into a directory.
fn fill(
    directory: &Directory,
    experiment: &Experiment,
    runs: &[PathBuf],
    work: &Work,
) -> Result<MergeSummary> {
    let total = experiment.len();
    let mut merged = Merged {
        runs,
        store: Store::open(&directory.database(), None)?,
        log: Log::open(&directory.log())?,
        owners: vec![0; total],
        failed: PointSet::new(total),
        provisional: PointSet::new(total),
        damaged: PointSet::new(total),
        seconds: 0.0,
        running: Vec::new(),
    };
    for place in 0..runs.len() {
        merged.add(experiment, place, work)?;
    }
    let summary = merged.summary();
    let stored: Vec<usize> = (0..total)
        .filter(|index| merged.owners[*index] > 0)
        .collect();
    merged.log.stored(&stored, merged.seconds)?;
    merged.log.write(&format!(
        "merged, {} of {total} points stored",
        summary.stored
    ))?;
    merged.store.compact();
    merged.store.close()?;
    directory.sign(experiment, Shard::WHOLE)?;
    Ok(summary)
}

/// Rows that are written together, and how long their points took.
#[derive(Default)]
struct Batch {
    rows: Vec<Row>,
    timings: Vec<Timing>,
}

impl Batch {
    fn push(&mut self, row: Row, timings: &HashMap<usize, f64>) {
        let seconds = timings.get(&row.index);
        self.timings
            .extend(seconds.map(|seconds| (row.index, *seconds)));
        self.rows.push(row);
    }

    /// Writes the rows, once there are so many.
    fn write(&mut self, store: &mut Store, least: usize) -> Result<()> {
        if self.rows.len() >= least {
            store.append(&self.rows, &self.timings)?;
            *self = Self::default();
        }
        Ok(())
    }
}

/// A merged run that is being written.
struct Merged<'r> {
    runs: &'r [PathBuf],
    store: Store,
    log: Log,
    /// From which run each point comes, counted from 1; 0 for none.
    owners: Vec<u32>,
    failed: PointSet,
    /// Points that failed for want of memory: any other result is better.
    provisional: PointSet,
    /// Points that some run cannot read any more.
    damaged: PointSet,
    /// How long the copied points took.
    seconds: f64,
    running: Vec<PathBuf>,
}

impl Merged<'_> {
    /// Copies what a run has and earlier ones have not.
    fn add(&mut self, experiment: &Experiment, place: usize, work: &Work) -> Result<()> {
        let run = &self.runs[place];
        let directory = Directory::new(run);
        // Asked before the results are read: a run that ends in between is
        // not taken for complete.
        if directory.in_use() {
            self.running.push(run.clone());
        }
        let results = Results::open(&directory, experiment)?;
        results.freeze()?;
        let lost = lost(&results.history, &results.found.sound, experiment.len());
        lost.iter().for_each(|index| self.damaged.insert(index));
        let timings = results.timings();
        let mut batch = Batch::default();
        let mut added: usize = 0;
        results.each_row(experiment, &mut |row, outcome| {
            work.check().map_err(leggett_studies::Error::from)?;
            if self.takes(place, &row, &outcome)? {
                added += 1;
                self.seconds += timings.get(&row.index).copied().unwrap_or(0.0);
                batch.push(row, &timings);
                batch.write(&mut self.store, BATCH)?;
            }
            Ok(())
        })?;
        batch.write(&mut self.store, 1)?;
        let from = run.display().to_string().replace('\n', " ");
        self.log.write(&format!("merging {added} points of {from}"))
    }

    /// Whether a row is copied; notes whose it is.
    fn takes(&mut self, place: usize, row: &Row, outcome: &Outcome) -> Result<bool> {
        let index = row.index;
        let failed = matches!(outcome, Outcome::Failed(_));
        let provisional = matches!(outcome, Outcome::Failed(failure) if failure.lacks_memory());
        let owner = self.owners[index] as usize;
        if owner > 0 && (provisional || !self.provisional.contains(index)) {
            if !provisional && !self.store.holds(row)? {
                return Err(differ(index, &self.runs[owner - 1], &self.runs[place]));
            }
            return Ok(false);
        }
        // More runs than this do not fit on a command line.
        self.owners[index] = u32::try_from(place + 1).unwrap_or(u32::MAX);
        for (set, holds) in [
            (&mut self.provisional, provisional),
            (&mut self.failed, failed),
        ] {
            match holds {
                true => set.insert(index),
                false => set.remove(index),
            }
        }
        Ok(true)
    }

    fn summary(&self) -> MergeSummary {
        let stored = self.owners.iter().filter(|owner| **owner > 0).count();
        let damaged = self.damaged.iter().filter(|index| self.owners[*index] == 0);
        MergeSummary {
            total: self.owners.len(),
            stored,
            failed: self.failed.len(),
            damaged: damaged.count(),
            running: self.running.clone(),
        }
    }
}

/// The error for a point with two results.
fn differ(index: usize, one: &Path, other: &Path) -> Error {
    let message = format!(
        "point {index} has different results in {} and {}",
        one.display(),
        other.display()
    );
    Error::new(Kind::Contradiction, message)
        .parameter("run")
        .allowed("runs without that point in common, or those of one machine and version")
}
