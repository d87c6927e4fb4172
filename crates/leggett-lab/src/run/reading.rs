//! Rows read from a database, and checked one by one.

use super::point_set::PointSet;
use super::row::{Failure, Outcome, Row};
use super::shard::Shard;
use crate::error::Result;
use crate::experiment::Experiment;
use rusqlite::{Connection, types::ValueRef};
use std::collections::HashMap;

const SELECT: &str = "SELECT point, key, method, numbers, kinds, warnings, error, checksum
    FROM results ORDER BY point";

const SELECT_ONE: &str = "SELECT point, key, method, numbers, kinds, warnings, error, checksum
    FROM results WHERE point = ?1";

/// Checks rows against the experiment that they belong to.
pub(super) struct Checker<'e> {
    experiment: &'e Experiment,
    shard: Shard,
    observables: usize,
}

impl<'e> Checker<'e> {
    pub(super) fn new(experiment: &'e Experiment, shard: Shard) -> Result<Self> {
        Ok(Self {
            experiment,
            shard,
            observables: experiment.observables()?.len(),
        })
    }

    /// Points of the experiment.
    pub(super) fn total(&self) -> usize {
        self.experiment.len()
    }

    /// What a row says, if it is whole and belongs to its point.
    pub(super) fn outcome(&self, row: &Row) -> Option<Outcome> {
        let sound = row.is_sound() && self.has_key_of_its_point(row);
        sound.then(|| row.outcome(self.observables)).flatten()
    }

    /// The key that a row of this point has; `None` for points that are not
    /// of this run.
    fn key(&self, index: usize) -> Option<[u8; 32]> {
        let own = self.shard.contains(index);
        own.then(|| self.experiment.key(index)).flatten()
    }

    fn has_key_of_its_point(&self, row: &Row) -> bool {
        self.key(row.index).is_some_and(|key| row.key == key)
    }

    /// Whether a damaged row was that of its point: it still has the key, or
    /// nothing but the key is wrong.
    fn is_of_its_point(&self, row: &Row) -> bool {
        let with_key = |key: [u8; 32]| Row {
            key: key.to_vec(),
            ..row.clone()
        };
        let key = self.key(row.index);
        key.is_some_and(|key| row.key == key || with_key(key).is_sound())
    }
}

/// What was found in a database.
pub(super) struct Found {
    /// Points whose rows are sound.
    pub(super) sound: PointSet,
    /// Those of them that failed.
    pub(super) failures: Vec<(usize, Failure)>,
}

impl Found {
    pub(super) fn nothing(total: usize) -> Self {
        Self {
            sound: PointSet::new(total),
            failures: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, index: usize, outcome: Outcome) {
        self.sound.insert(index);
        if let Outcome::Failed(failure) = outcome {
            self.failures.push((index, failure));
        }
    }
}

/// A row as it was read.
pub(super) enum Read {
    /// It is whole and belongs to its point.
    Sound(Box<Row>, Outcome),
    /// It belongs to a point, and is damaged.
    Damaged(usize),
    /// Nothing that belongs here.
    Strange,
}

/// Reads rows in the order of the points until `visit` fails.
pub(super) fn read_rows(
    connection: &Connection,
    checker: &Checker<'_>,
    visit: &mut dyn FnMut(Read) -> Result<()>,
) -> rusqlite::Result<Result<()>> {
    let mut statement = connection.prepare(SELECT)?;
    let mut rows = statement.query([])?;
    while let Some(columns) = rows.next()? {
        let read = match read_row(columns)? {
            Some(row) => match checker.outcome(&row) {
                Some(outcome) => Read::Sound(Box::new(row), outcome),
                None if checker.is_of_its_point(&row) => Read::Damaged(row.index),
                None => Read::Strange,
            },
            None => Read::Strange,
        };
        if let Err(error) = visit(read) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// The row of one point, if there is one that can be read.
pub(super) fn read_one(connection: &Connection, index: usize) -> rusqlite::Result<Option<Row>> {
    let mut statement = connection.prepare(SELECT_ONE)?;
    let mut rows = statement.query([index as i64])?;
    match rows.next()? {
        Some(columns) => read_row(columns),
        None => Ok(None),
    }
}

/// A row; `None` if a column holds something of another type.
fn read_row(columns: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Row>> {
    let text = |column| match columns.get_ref(column)? {
        ValueRef::Text(bytes) => Ok(String::from_utf8(bytes.to_vec()).ok()),
        _ => Ok::<_, rusqlite::Error>(None),
    };
    let blob = |column| match columns.get_ref(column)? {
        ValueRef::Blob(bytes) => Ok(Some(bytes.to_vec())),
        _ => Ok::<_, rusqlite::Error>(None),
    };
    let index = match columns.get_ref(0)? {
        ValueRef::Integer(index) => usize::try_from(index).ok(),
        _ => None,
    };
    let (key, method, numbers, kinds) = (blob(1)?, text(2)?, blob(3)?, text(4)?);
    let (warnings, error, checksum) = (text(5)?, text(6)?, blob(7)?);
    let row = || {
        Some(Row {
            index: index?,
            key: key?,
            method: method?,
            numbers: numbers?,
            kinds: kinds?,
            warnings: warnings?,
            error: error?,
            checksum: checksum?,
        })
    };
    Ok(row())
}

/// How long each point took, in seconds, where that is known. It carries no
/// checksum: what cannot be read or makes no sense is left out.
pub(super) fn read_timings(connection: &Connection) -> HashMap<usize, f64> {
    let read = || -> rusqlite::Result<HashMap<usize, f64>> {
        // Runs of earlier versions have no such table.
        let mut statement = connection.prepare("SELECT point, seconds FROM timings")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))?;
        let known = rows.filter_map(|row| {
            let (index, seconds): (i64, f64) = row.ok()?;
            let sensible = seconds.is_finite() && seconds >= 0.0;
            Some((usize::try_from(index).ok()?, seconds)).filter(|_| sensible)
        });
        Ok(known.collect())
    };
    read().unwrap_or_default()
}

/// Whether SQLite finds the file's structure in order.
fn is_well_formed(connection: &Connection) -> bool {
    let check = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    check.is_ok_and(|verdict| verdict == "ok")
}

/// What SQLite finds in the run's own database.
pub(super) struct Survey {
    pub(super) found: Found,
    /// Points whose rows are damaged.
    pub(super) damaged: PointSet,
    /// Whether all is in order, and nothing is missing that was ever stored.
    pub(super) complete: bool,
}

pub(super) fn survey(connection: &Connection, checker: &Checker<'_>, stored: &PointSet) -> Survey {
    let total = checker.total();
    let mut found = Found::nothing(total);
    let mut damaged = PointSet::new(total);
    let mut intact = is_well_formed(connection);
    let read = read_rows(connection, checker, &mut |row| {
        intact &= matches!(row, Read::Sound(..));
        match row {
            Read::Sound(row, outcome) => found.note(row.index, outcome),
            Read::Damaged(index) => damaged.insert(index),
            Read::Strange => {}
        }
        Ok(())
    });
    let complete = intact
        && matches!(read, Ok(Ok(())))
        && stored.iter().all(|index| found.sound.contains(index));
    Survey {
        found,
        damaged,
        complete,
    }
}
