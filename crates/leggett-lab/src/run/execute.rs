//! A run: the points that are missing, computed and stored.

use super::directory::{Directory, Occupant};
use super::log::{History, Log};
use super::point_set::PointSet;
use super::results::{lost, restore};
use super::row::Row;
use super::schedule::{Conditions, Finished, beyond, compute};
use super::shard::Shard;
use super::store::Store;
use super::{Progress, RunOptions, RunSummary, threads, versions};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use crate::memory::{default_memory, shown};
use leggett_studies::Work;
use leggett_studies::error::Kind;

/// Points that are planned before anything is written.
const TRIED: usize = 16;

/// Computes an experiment's points into a run directory.
///
/// Every point is stored as soon as it is computed; points that fail are
/// stored with their error, and the run goes on. With `resume`, an existing
/// run of the same experiment is continued: what is missing, damaged or lacked
/// memory is computed, what is stored is kept, errors included, since the same
/// point would fail again.
///
/// # Errors
///
/// Input errors, before anything is written: a directory that cannot be used,
/// holds something else or another experiment's run, or is in use by another
/// process; an experiment of which no point can be computed. Later: files
/// that cannot be written; an interruption through `work`. What was stored
/// stays.
pub fn run(
    experiment: &Experiment,
    options: &RunOptions,
    work: &Work,
    progress: &dyn Progress,
) -> Result<RunSummary> {
    run_limited(experiment, options, work, progress, None)
}

/// The same with a limit on the pages of the database.
pub(super) fn run_limited(
    experiment: &Experiment,
    options: &RunOptions,
    work: &Work,
    progress: &dyn Progress,
    largest: Option<u32>,
) -> Result<RunSummary> {
    let jobs = threads(options.jobs)?;
    let memory = options.memory.unwrap_or_else(default_memory);
    let directory = Directory::new(&options.out);
    let shard = options.shard;
    match directory.occupant(experiment, shard)? {
        Occupant::SameRun if !options.resume => return Err(directory.exists()),
        Occupant::SameRun => {}
        Occupant::Nobody => check_some_points(experiment, shard, memory)?,
    }
    let _lock = directory.claim()?;
    // Someone else may have been here before the lock was.
    if directory.occupant(experiment, shard)? == Occupant::SameRun && !options.resume {
        return Err(directory.exists());
    }
    directory.sign(experiment, shard)?;
    let mut session = Session::open(&directory, experiment, options, largest, memory)?;
    progress.started(session.summary.total, session.summary.reused);
    let done = session.compute(experiment, jobs, memory, work, progress);
    progress.finished();
    session.close(done)
}

/// Refuses an experiment of which no point can even be planned, so that bad
/// input leaves no directory behind. A few points stand for all.
fn check_some_points(experiment: &Experiment, shard: Shard, memory: u64) -> Result<()> {
    let mut first = None;
    let total = shard.points(experiment.len());
    let tried = total.min(TRIED);
    for count in 0..tried {
        let index = shard.nth(count * (total / tried));
        let planned = (experiment.study().plan)(&experiment.point(index)?);
        let error = match planned.map(|plan| beyond(plan.cost().bytes, memory)) {
            Ok(None) => return Ok(()),
            Ok(Some(error)) => error,
            Err(error) if error.kind.exit_code() == 2 => error,
            Err(_) => return Ok(()),
        };
        first.get_or_insert(error);
    }
    let Some(mut error) = first else {
        return Ok(());
    };
    let place = error
        .parameter
        .as_deref()
        .and_then(|name| experiment.place_of(name));
    if let Some(place) = place {
        error = error.at(place);
    }
    Err(error.into())
}

/// The log of a run that starts now.
fn started(
    directory: &Directory,
    shard: Shard,
    stored: &str,
    memory: u64,
    lost: &PointSet,
) -> Result<Log> {
    let mut log = Log::open(&directory.log())?;
    if !shard.is_whole() {
        log.write(&format!("shard {shard}"))?;
    }
    let (program, memory) = (versions::program(), shown(memory as f64));
    log.write(&format!("started by {program}, {stored}, memory {memory}"))?;
    if lost.len() > 0 {
        log.lost(lost)?;
    }
    Ok(log)
}

/// An open run.
struct Session {
    store: Store,
    log: Log,
    /// Points that are stored and stay as they are.
    kept: PointSet,
    /// Points that had been stored and were lost.
    lost: PointSet,
    shard: Shard,
    summary: RunSummary,
}

impl Session {
    fn open(
        directory: &Directory,
        experiment: &Experiment,
        options: &RunOptions,
        largest: Option<u32>,
        memory: u64,
    ) -> Result<Self> {
        let shard = options.shard;
        let history = History::read(&directory.log(), experiment.len())?;
        let found = restore(directory, experiment, shard, &history)?;
        let lost = lost(&history, &found.sound, experiment.len());
        let total = shard.points(experiment.len());
        let mut kept = found.sound;
        let (again, failed): (Vec<_>, Vec<_>) = found
            .failures
            .into_iter()
            .partition(|(_, failure)| failure.lacks_memory());
        again.iter().for_each(|(index, _)| kept.remove(*index));
        let store = Store::open(&directory.database(), largest)?;
        let reused = kept.len();
        let stored = format!("{reused} of {total} points stored");
        let log = started(directory, shard, &stored, memory, &lost)?;
        let summary = RunSummary {
            total,
            computed: 0,
            reused,
            recomputed: 0,
            failed: failed.len(),
        };
        Ok(Self {
            store,
            log,
            kept,
            lost,
            shard,
            summary,
        })
    }

    fn compute(
        &mut self,
        experiment: &Experiment,
        jobs: usize,
        memory: u64,
        work: &Work,
        progress: &dyn Progress,
    ) -> Result<()> {
        let conditions = Conditions {
            study: experiment.study(),
            arguments: &|index| experiment.point(index),
            jobs,
            memory,
        };
        let kept = self.kept.clone();
        let shard = self.shard;
        let mut todo = kept.missing().filter(|index| shard.contains(*index));
        compute(&conditions, &mut todo, work, &mut |finished| {
            self.store(experiment, finished, progress)
        })
    }

    fn store(
        &mut self,
        experiment: &Experiment,
        finished: Vec<Finished>,
        progress: &dyn Progress,
    ) -> Result<()> {
        let mut rows = Vec::with_capacity(finished.len());
        let mut timings = Vec::with_capacity(finished.len());
        for point in &finished {
            // Points come from the experiment: there is none beyond its last.
            if let Some(key) = experiment.key(point.index) {
                rows.push(Row::new(point.index, key, &point.outcome));
            }
            timings.push((point.index, point.seconds));
        }
        self.store.append(&rows, &timings)?;
        let mut stored: Vec<usize> = finished.iter().map(|point| point.index).collect();
        stored.sort_unstable();
        let seconds = timings.iter().map(|(_, seconds)| seconds).sum();
        self.log.stored(&stored, seconds)?;
        for point in &finished {
            let failed = point.outcome.is_err();
            self.summary.computed += 1;
            self.summary.recomputed += usize::from(self.lost.contains(point.index));
            self.summary.failed += usize::from(failed);
            progress.point_done(failed);
        }
        Ok(())
    }

    /// Notes how the run ended, as far as that is still possible.
    fn close(mut self, done: Result<()>) -> Result<RunSummary> {
        let event = match &done {
            Ok(()) => "finished".to_owned(),
            Err(error) => format!("stopped: {}", error.to_string().replace('\n', " ")),
        };
        let logged = self.log.write(&event);
        let done = done.map_err(|error| self.explained(error));
        if done.is_ok() && self.summary.computed > 0 {
            self.store.compact();
        }
        let closed = self.store.close();
        done.and(logged).and(closed)?;
        Ok(self.summary)
    }

    /// An interruption that says how far the run is.
    fn explained(&self, error: Error) -> Error {
        if error.kind() != Kind::Interrupted {
            return error;
        }
        let RunSummary {
            total,
            computed,
            reused,
            ..
        } = self.summary;
        let stored = computed + reused;
        let message =
            format!("interrupted; {stored} of {total} points are stored: --resume goes on");
        Error::new(Kind::Interrupted, message).because(error)
    }
}
