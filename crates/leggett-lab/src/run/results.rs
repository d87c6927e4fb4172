//! The results of a run, checked row by row.

use super::directory::Directory;
use super::log::History;
use super::point_set::PointSet;
use super::row::{Outcome, Row};
use super::salvage;
use super::store::{Store, failed, open_for_reading};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use leggett_studies::Study;
use rusqlite::{Connection, types::ValueRef};
use std::path::Path;

const SELECT: &str = "SELECT point, key, method, numbers, kinds, warnings, error, checksum
    FROM results ORDER BY point";

/// Checks rows against the experiment that they belong to.
pub(super) struct Checker<'e> {
    experiment: &'e Experiment,
    observables: usize,
}

impl<'e> Checker<'e> {
    pub(super) fn new(experiment: &'e Experiment) -> Result<Self> {
        Ok(Self {
            experiment,
            observables: experiment.observables()?.len(),
        })
    }

    /// What a row says, if it is whole and belongs to its point.
    pub(super) fn outcome(&self, row: &Row) -> Option<Outcome> {
        let whole = row.index < self.experiment.len() && row.is_sound();
        let belongs = || self.experiment.key(row.index).ok().map(Vec::from);
        if !whole || belongs()? != row.key {
            return None;
        }
        row.outcome(self.observables)
    }
}

/// What a database holds.
pub(super) struct Survey {
    /// Points whose rows are sound.
    pub(super) sound: PointSet,
    /// Whether nothing else was found, and nothing is wrong with the file.
    intact: bool,
}

/// Visits every sound row, in the order of the points.
fn survey(
    connection: &Connection,
    checker: &Checker<'_>,
    visit: &mut dyn FnMut(usize, &Outcome) -> Result<()>,
) -> Result<Survey> {
    let mut found = Survey {
        sound: PointSet::new(checker.experiment.len()),
        intact: true,
    };
    let mut read = || -> rusqlite::Result<Result<()>> {
        let mut statement = connection.prepare(SELECT)?;
        let mut rows = statement.query([])?;
        while let Some(columns) = rows.next()? {
            let row = read_row(columns)?;
            let outcome = row.as_ref().and_then(|row| Some((row.index, checker.outcome(row)?)));
            match outcome {
                Some((index, outcome)) => {
                    found.sound.insert(index);
                    if let Err(error) = visit(index, &outcome) {
                        return Ok(Err(error));
                    }
                }
                None => found.intact = false,
            }
        }
        Ok(Ok(()))
    };
    match read() {
        Ok(visited) => visited?,
        Err(_) => found.intact = false,
    }
    Ok(found)
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

/// Whether SQLite finds the file's structure in order.
fn is_well_formed(connection: &Connection) -> bool {
    let check = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    check.is_ok_and(|verdict| verdict == "ok")
}

/// The state of a run's database, as far as it can be read.
pub(super) struct Results {
    connection: Connection,
    pub(super) sound: PointSet,
    pub(super) history: History,
    /// Whether the rows stand in the run's own database, undamaged.
    pub(super) in_place: bool,
}

impl Results {
    /// Reads a run's results; what is damaged is searched for sound rows.
    /// `visit` sees every sound row, in no fixed order.
    pub(super) fn open(
        directory: &Directory,
        experiment: &Experiment,
        visit: &mut dyn FnMut(usize, &Outcome) -> Result<()>,
    ) -> Result<Self> {
        let checker = Checker::new(experiment)?;
        let history = History::read(&directory.log(), experiment.len())?;
        let database = directory.database();
        if let Ok(connection) = open_for_reading(&database) {
            let found = match is_well_formed(&connection) {
                true => survey(&connection, &checker, visit)?,
                false => Survey { sound: PointSet::new(0), intact: false },
            };
            let lost = history.stored.iter().any(|index| !found.sound.contains(index));
            if found.intact && !lost {
                return Ok(Self { connection, sound: found.sound, history, in_place: true });
            }
        }
        let mut store = Store::temporary()?;
        let sound = recover(&database, &checker, &mut store, visit)?;
        let connection = store.into_connection();
        Ok(Self { connection, sound, history, in_place: false })
    }

    /// Visits every sound row in the order of the points.
    pub(super) fn each(
        &self,
        experiment: &Experiment,
        visit: &mut dyn FnMut(usize, &Outcome) -> Result<()>,
    ) -> Result<()> {
        survey(&self.connection, &Checker::new(experiment)?, visit)?;
        Ok(())
    }

    /// Points that were stored and cannot be read any more.
    pub(super) fn lost(&self) -> PointSet {
        let mut lost = PointSet::new(self.history.stored.total());
        let unreadable = |index: &usize| !self.sound.contains(*index);
        self.history.stored.iter().filter(unreadable).for_each(|index| lost.insert(index));
        lost
    }
}
