//! The database of a run's results.
//!
//! One process writes, in a single connection. Nothing is moved from the log
//! of SQLite into the database while the log is short: as long as the log
//! holds everything since the start, losing any of its end loses just the
//! points that are written there. Longer logs are folded in as a whole.

use super::reading::read_one;
use super::row::Row;
use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Size of a page, which the search for rows in damaged files relies on.
pub(super) const PAGE: usize = 4096;

/// The log is folded into the database when it is longer than this.
const LONGEST_LOG: u64 = 16 << 20;

/// Databases above this size are not compacted.
const LARGEST_COMPACTED: u64 = 256 << 20;

/// How long a reader may hold up a writer.
const PATIENCE: Duration = Duration::from_secs(10);

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS results (
        point INTEGER PRIMARY KEY, key BLOB NOT NULL, method TEXT NOT NULL,
        numbers BLOB NOT NULL, kinds TEXT NOT NULL, warnings TEXT NOT NULL,
        error TEXT NOT NULL, checksum BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS timings (point INTEGER PRIMARY KEY, seconds REAL NOT NULL);";

const INSERT: &str = "INSERT OR REPLACE INTO results
    (point, key, method, numbers, kinds, warnings, error, checksum)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

const INSERT_TIMING: &str = "INSERT OR REPLACE INTO timings (point, seconds) VALUES (?1, ?2)";

/// How long a point took: its index and seconds. It is no part of the result,
/// which is the same on every machine.
pub(super) type Timing = (usize, f64);

/// The open database of a run, for its one writer.
pub(super) struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the database, creating it if need be. `largest` limits its pages.
    pub(super) fn open(path: &Path, largest: Option<u32>) -> Result<Self> {
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open(path)?;
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "page_size", PAGE as i64)?;
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "normal")?;
            connection.pragma_update(None, "wal_autocheckpoint", 0)?;
            connection.pragma_update(None, "secure_delete", "on")?;
            connection.execute_batch(SCHEMA)?;
            // A log cut to nothing then still leaves a readable database.
            checkpoint(&connection);
            if let Some(pages) = largest {
                connection.pragma_update(None, "max_page_count", pages)?;
            }
            Ok(connection)
        };
        let connection = open().map_err(|error| failed("open", path, error))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
        })
    }

    /// A private database that vanishes when it is closed.
    pub(super) fn temporary() -> Result<Self> {
        let path = PathBuf::from("a temporary file");
        let open = || -> rusqlite::Result<Connection> {
            let connection = Connection::open("")?;
            connection.execute_batch(SCHEMA)?;
            Ok(connection)
        };
        let connection = open().map_err(|error| failed("open", &path, error))?;
        Ok(Self { connection, path })
    }

    /// Stores these points and what is known of how long they took, all or
    /// nothing.
    pub(super) fn append(&mut self, rows: &[Row], timings: &[Timing]) -> Result<()> {
        let write = |connection: &mut Connection| -> rusqlite::Result<()> {
            let transaction = connection.transaction()?;
            let mut insert = transaction.prepare(INSERT)?;
            for row in rows {
                insert.execute(params![
                    row.index as i64,
                    row.key,
                    row.method,
                    row.numbers,
                    row.kinds,
                    row.warnings,
                    row.error,
                    row.checksum
                ])?;
            }
            drop(insert);
            let mut insert = transaction.prepare(INSERT_TIMING)?;
            for (index, seconds) in timings {
                insert.execute(params![*index as i64, seconds])?;
            }
            drop(insert);
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| failed("write", &self.path, error))?;
        let log = std::fs::metadata(beside(&self.path, "-wal"));
        if log.is_ok_and(|log| log.len() > LONGEST_LOG) {
            checkpoint(&self.connection);
        }
        Ok(())
    }

    /// Whether this very row is stored.
    pub(super) fn holds(&self, row: &Row) -> Result<bool> {
        let stored = read_one(&self.connection, row.index);
        let stored = stored.map_err(|error| failed("read", &self.path, error))?;
        Ok(stored.as_ref() == Some(row))
    }

    /// Writes a finished database anew, without the older copies of rows that
    /// growing pages leave in unused space; large ones stay as they are.
    pub(super) fn compact(&self) {
        checkpoint(&self.connection);
        let length = std::fs::metadata(&self.path).map_or(u64::MAX, |file| file.len());
        if length <= LARGEST_COMPACTED {
            // Failing for want of space leaves the database as it was.
            let _ = self.connection.execute_batch("VACUUM");
        }
    }

    /// Folds the log into the database, so that one file remains.
    pub(super) fn close(self) -> Result<()> {
        checkpoint(&self.connection);
        let closed = self.connection.close();
        closed.map_err(|(_, error)| failed("close", &self.path, error))
    }

    pub(super) fn into_connection(self) -> Connection {
        self.connection
    }

    /// Ends as a killed process does: without folding the log in.
    #[cfg(test)]
    pub(super) fn abandon(self) {
        std::mem::forget(self.connection);
    }
}

/// Moves the log's pages into the database. A reader can hold this up, and a
/// full disk prevent it; the log then stays, and nothing is lost.
fn checkpoint(connection: &Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

/// `results.sqlite-wal` and its like.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens a run's database for reading without changing the run.
pub(super) fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    // Without a log nobody has the database open, and there is nothing that
    // readers would have to agree on in files of their own.
    let alone = !beside(path, "-wal").exists();
    let query = if alone { "?immutable=1" } else { "" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(format!("file:{}{query}", escaped(path)), flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "trusted_schema", "off")?;
    connection.pragma_update(None, "cell_size_check", "on")?;
    Ok(connection)
}

/// A path as a part of a URI.
fn escaped(path: &Path) -> String {
    let escape = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
            char::from(*byte).to_string()
        }
        _ => format!("%{byte:02x}"),
    };
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(escape)
        .collect()
}

/// The error of a database operation.
pub(super) fn failed(action: &str, path: &Path, error: rusqlite::Error) -> Error {
    let full = error.sqlite_error_code() == Some(ErrorCode::DiskFull);
    let reason = if full {
        "the disk is full; everything stored so far is kept: make room and resume".to_owned()
    } else {
        error.to_string()
    };
    let message = format!("cannot {action} {}: {reason}", path.display());
    Error::new(Kind::Io, message).because(error)
}
