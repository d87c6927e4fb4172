//! The results of a run, checked row by row.

use super::directory::Directory;
use super::log::History;
use super::point_set::PointSet;
use super::row::{Failure, Outcome, Row};
use super::salvage;
use super::store::{Store, beside, failed, open_for_reading};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use rusqlite::{Connection, types::ValueRef};
use std::path::{Path, PathBuf};

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
    fn outcome(&self, row: &Row) -> Option<Outcome> {
        let sound = row.is_sound() && self.has_key_of_its_point(row);
        sound.then(|| row.outcome(self.observables)).flatten()
    }

    fn has_key_of_its_point(&self, row: &Row) -> bool {
        let key = self.experiment.key(row.index);
        key.is_some_and(|key| row.key == key)
    }

    /// Whether a damaged row was that of its point: it still has the key, or
    /// nothing but the key is wrong.
    fn is_of_its_point(&self, row: &Row) -> bool {
        let with_key = |key: [u8; 32]| Row {
            key: key.to_vec(),
            ..row.clone()
        };
        let key = self.experiment.key(row.index);
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
    fn nothing(total: usize) -> Self {
        Self {
            sound: PointSet::new(total),
            failures: Vec::new(),
        }
    }

    fn note(&mut self, index: usize, outcome: Outcome) {
        self.sound.insert(index);
        if let Outcome::Failed(failure) = outcome {
            self.failures.push((index, failure));
        }
    }
}

/// A row as it was read.
enum Read {
    /// It is whole and belongs to its point.
    Sound(usize, Outcome),
    /// It belongs to a point, and is damaged.
    Damaged(usize),
    /// Nothing that belongs here.
    Strange,
}

/// Reads rows in the order of the points until `visit` fails.
fn read_rows(
    connection: &Connection,
    checker: &Checker<'_>,
    visit: &mut dyn FnMut(Read) -> Result<()>,
) -> rusqlite::Result<Result<()>> {
    let mut statement = connection.prepare(SELECT)?;
    let mut rows = statement.query([])?;
    while let Some(columns) = rows.next()? {
        let read = match read_row(columns)? {
            Some(row) => match checker.outcome(&row) {
                Some(outcome) => Read::Sound(row.index, outcome),
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

/// What SQLite finds in the run's own database.
struct Survey {
    found: Found,
    /// Points whose rows are damaged.
    damaged: PointSet,
    /// Whether all is in order, and nothing is missing that was ever stored.
    complete: bool,
}

fn survey(connection: &Connection, checker: &Checker<'_>, stored: &PointSet) -> Survey {
    let total = checker.experiment.len();
    let mut found = Found::nothing(total);
    let mut damaged = PointSet::new(total);
    let mut intact = is_well_formed(connection);
    let read = read_rows(connection, checker, &mut |row| {
        intact &= matches!(row, Read::Sound(..));
        match row {
            Read::Sound(index, outcome) => found.note(index, outcome),
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
    let mut found = Found::nothing(checker.experiment.len());
    let mut batch: Vec<(Row, Option<f64>)> = Vec::new();
    salvage::rows(database, &mut |row| {
        if found.sound.contains(row.index) || damaged.contains(row.index) {
            return Ok(());
        }
        if let Some(outcome) = checker.outcome(&row) {
            found.note(row.index, outcome);
            batch.push((row, None));
        }
        if batch.len() >= 1000 {
            store.append(&batch)?;
            batch.clear();
        }
        Ok(())
    })?;
    store.append(&batch)?;
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
    pub(super) found: Found,
    pub(super) history: History,
}

impl Results {
    /// Opens a run's results; what is damaged is searched for sound rows.
    pub(super) fn open(directory: &Directory, experiment: &Experiment) -> Result<Self> {
        let checker = Checker::new(experiment)?;
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
            found,
            history,
        })
    }

    /// Visits every sound row in the order of the points.
    pub(super) fn each(
        &self,
        experiment: &Experiment,
        visit: &mut dyn FnMut(usize, &Outcome) -> Result<()>,
    ) -> Result<()> {
        let checker = Checker::new(experiment)?;
        let read = read_rows(&self.connection, &checker, &mut |row| match row {
            Read::Sound(index, outcome) => visit(index, &outcome),
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
    history: &History,
) -> Result<Found> {
    let checker = Checker::new(experiment)?;
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
