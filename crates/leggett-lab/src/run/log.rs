//! What happened in a run, a line an event.
//!
//! The log stands beside the database: what it says was stored, and cannot be
//! found there any more, was lost. A line ends with a full stop, so that one
//! that was cut off is not believed.

use super::point_set::{PointSet, indices, text};
use super::shard::Shard;
use crate::error::{Error, Result};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The log of a run that is being written.
pub(super) struct Log {
    file: File,
    path: PathBuf,
}

impl Log {
    /// Goes on with a log, or starts one.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let failed = |error| Error::io("write", path, error);
        let cut_off = std::fs::read(path).is_ok_and(|bytes| !bytes.ends_with(b"\n"));
        let mut file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .map_err(failed)?;
        if cut_off {
            file.write_all(b"\n").map_err(failed)?;
        }
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Adds a line with the time.
    pub(super) fn write(&mut self, event: &str) -> Result<()> {
        let line = format!("{} {event}.\n", timestamp(SystemTime::now()));
        let written = self.file.write_all(line.as_bytes());
        written.map_err(|error| Error::io("write", &self.path, error))
    }

    /// Points, ascending, were stored, after so many seconds of computation.
    pub(super) fn stored(&mut self, points: &[usize], seconds: f64) -> Result<()> {
        let points = text(points.iter().copied());
        self.write(&format!("stored {points} after {seconds:.3} s"))
    }

    /// Points that had been stored could not be read any more.
    pub(super) fn lost(&mut self, points: &PointSet) -> Result<()> {
        self.write(&format!("lost {}", text(points.iter())))
    }
}

/// What a log tells about the points.
pub(super) struct History {
    /// Points that were ever stored.
    pub(super) stored: PointSet,
    /// Points that were stored again after they had been lost.
    pub(super) recomputed: PointSet,
    /// Which of the points the run is for, where the log says so.
    pub(super) shard: Option<Shard>,
}

impl History {
    /// Reads a log as far as it can be read; a missing one tells nothing.
    pub(super) fn read(path: &Path, total: usize) -> Result<Self> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(Error::io("read", path, error)),
        };
        let mut history = Self {
            stored: PointSet::new(total),
            recomputed: PointSet::new(total),
            shard: None,
        };
        let mut lost = PointSet::new(total);
        let lines = String::from_utf8_lossy(&bytes);
        for line in lines.lines().filter_map(|line| line.strip_suffix('.')) {
            let mut fields = line.splitn(3, ' ').skip(1);
            let event = fields.next().unwrap_or_default();
            let rest = fields.next().unwrap_or_default();
            let listed = rest.split(" after ").next().unwrap_or_default();
            match event {
                "stored" => indices(listed, total).for_each(|index| {
                    history.stored.insert(index);
                    if lost.contains(index) {
                        lost.remove(index);
                        history.recomputed.insert(index);
                    }
                }),
                "lost" => indices(listed, total).for_each(|index| lost.insert(index)),
                "shard" => history.shard = Shard::parse(rest).ok().or(history.shard),
                _ => {}
            }
        }
        Ok(history)
    }
}

/// Universal time as in ISO 8601.
fn timestamp(time: SystemTime) -> String {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs());
    let (year, month, day) = date(seconds / 86_400);
    let [hour, minute, second] = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60];
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The date so many days after 1 January 1970, in years that start in March,
/// so that the leap day comes last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (400 * era + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_those_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_825_600, "2000-02-29T12:00:00Z"),
            (1_709_251_200, "2024-03-01T00:00:00Z"),
            (4_102_444_799, "2099-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(UNIX_EPOCH + Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn a_log_tells_what_was_stored_lost_and_recomputed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.txt");
        let mut log = Log::open(&path).unwrap();
        log.write("started with 10 points").unwrap();
        log.stored(&[0, 1, 2, 3, 4], 0.5).unwrap();
        let mut lost = PointSet::new(10);
        lost.insert(2);
        lost.insert(4);
        log.lost(&lost).unwrap();
        log.stored(&[4, 5, 6], 0.5).unwrap();
        drop(log);
        let cut = format!(
            "{}2000-01-01T00:00:00Z stored 9",
            std::fs::read_to_string(&path).unwrap()
        );
        std::fs::write(&path, cut).unwrap();
        Log::open(&path).unwrap().stored(&[7], 0.1).unwrap();
        let history = History::read(&path, 10).unwrap();
        assert_eq!(text(history.stored.iter()), "0-7");
        assert_eq!(text(history.recomputed.iter()), "4");
        let nothing = History::read(&folder.path().join("none"), 10).unwrap();
        assert_eq!(nothing.stored.len(), 0);
    }
}
