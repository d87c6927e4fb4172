//! The results of a run, recovered where they are damaged.

use super::directory::Directory;
use super::log::History;
use super::point_set::PointSet;
use super::reading::{Checker, Found, Read, read_rows, read_timings, survey};
use super::row::{Outcome, Row};
use super::salvage;
use super::shard::Shard;
use super::store::{Store, beside, failed, open_for_reading};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Searches a database and its log for sound rows and copies them.
///
/// Unused space can hold an older copy of a row that was `damaged` since. Such
/// a point still counts as damaged: what happened to it should be seen.
fn recover(
    database: &Path,
    checker: &Checker<'_>,
    damaged: &PointSet,
    store: &mut Store,
) -> Result<Found> {
    let mut found = Found::nothing(checker.total());
    let mut batch: Vec<Row> = Vec::new();
    salvage::rows(database, &mut |row| {
        if found.sound.contains(row.index) || damaged.contains(row.index) {
            return Ok(());
        }
        if let Some(outcome) = checker.outcome(&row) {
            found.note(row.index, outcome);
            batch.push(row);
        }
        if batch.len() >= 1000 {
            store.append(&batch, &[])?;
            batch.clear();
        }
        Ok(())
    })?;
    store.append(&batch, &[])?;
    found.failures.sort_by_key(|(index, _)| *index);
    Ok(found)
}

/// Points that were stored and cannot be read any more.
pub(super) fn lost(history: &History, sound: &PointSet, total: usize) -> PointSet {
    let mut lost = PointSet::new(total);
    for index in history
        .stored
        .iter()
        .filter(|index| !sound.contains(*index))
    {
        lost.insert(index);
    }
    lost
}

/// The results of a run for reading; nothing in the run is changed.
pub(super) struct Results {
    connection: Connection,
    database: PathBuf,
    /// Which of the experiment's points the run is for.
    pub(super) shard: Shard,
    pub(super) found: Found,
    pub(super) history: History,
}

impl Results {
    /// Opens a run's results; what is damaged is searched for sound rows.
    pub(super) fn open(directory: &Directory, experiment: &Experiment) -> Result<Self> {
        let shard = directory.shard()?;
        let checker = Checker::new(experiment, shard)?;
        let history = History::read(&directory.log(), experiment.len())?;
        let database = directory.database();
        let mut damaged = PointSet::new(experiment.len());
        if let Ok(connection) = open_for_reading(&database) {
            let survey = survey(&connection, &checker, &history.stored);
            if survey.complete {
                let found = survey.found;
                return Ok(Self {
                    connection,
                    database,
                    shard,
                    found,
                    history,
                });
            }
            damaged = survey.damaged;
        }
        let mut store = Store::temporary()?;
        let found = recover(&database, &checker, &damaged, &mut store)?;
        let connection = store.into_connection();
        Ok(Self {
            connection,
            database,
            shard,
            found,
            history,
        })
    }

    /// Keeps to what is stored when it is first read from now on, whatever
    /// another process stores meanwhile: several passes then see the same.
    pub(super) fn freeze(&self) -> Result<()> {
        let begun = self.connection.execute_batch("BEGIN");
        begun.map_err(|error| failed("read", &self.database, error))
    }

    /// How long each point took, in seconds, where that is known.
    pub(super) fn timings(&self) -> HashMap<usize, f64> {
        read_timings(&self.connection)
    }

    /// Visits every sound row in the order of the points.
    pub(super) fn each(
        &self,
        experiment: &Experiment,
        visit: &mut dyn FnMut(usize, &Outcome) -> Result<()>,
    ) -> Result<()> {
        self.each_row(experiment, &mut |row, outcome| visit(row.index, &outcome))
    }

    /// The same with the rows as they are stored.
    pub(super) fn each_row(
        &self,
        experiment: &Experiment,
        visit: &mut dyn FnMut(Row, Outcome) -> Result<()>,
    ) -> Result<()> {
        let checker = Checker::new(experiment, self.shard)?;
        let read = read_rows(&self.connection, &checker, &mut |row| match row {
            Read::Sound(row, outcome) => visit(*row, outcome),
            Read::Damaged(_) | Read::Strange => Ok(()),
        });
        read.map_err(|error| failed("read", &self.database, error))?
    }
}

/// Makes the database of a run sound for its writer, who holds the lock: a
/// damaged one is replaced by what can be recovered of it.
pub(super) fn restore(
    directory: &Directory,
    experiment: &Experiment,
    shard: Shard,
    history: &History,
) -> Result<Found> {
    let checker = Checker::new(experiment, shard)?;
    let database = directory.database();
    let mut damaged = PointSet::new(experiment.len());
    if let Ok(connection) = open_for_reading(&database) {
        let survey = survey(&connection, &checker, &history.stored);
        if survey.complete {
            return Ok(survey.found);
        }
        damaged = survey.damaged;
    }
    let new = beside(&database, ".new");
    let files = |path: &Path| [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")];
    for leftover in files(&new) {
        remove(&leftover)?;
    }
    let mut store = Store::open(&new, None)?;
    let found = recover(&database, &checker, &damaged, &mut store)?;
    store.close()?;
    // SQLite would apply the old log to the new database: it goes first.
    for old in &files(&database)[1..] {
        remove(old)?;
    }
    let renamed = std::fs::rename(&new, &database);
    renamed.map_err(|error| Error::io("replace", &database, error))?;
    Ok(found)
}

/// Removes a file that may not exist.
fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", path, error))
        }
        _ => Ok(()),
    }
}
