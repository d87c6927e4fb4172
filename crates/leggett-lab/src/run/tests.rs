//! Runs of a study for tests.

mod damage;
mod directories;
mod plots;
mod points;
mod scheduling;

use super::{Progress, RunOptions, RunSummary, Status, export_csv, run, status};
use crate::error::Result;
use crate::experiment::Experiment;
use crate::testing::TOY;
use leggett_studies::{Study, Work};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

static STUDIES: [&Study; 1] = [&TOY];

/// Forty points of three parts, two of which fail.
const FORTY: &str = "[parameters]\nsize = 10\nparts = 3\n[[sweep]]\n\
    time = {linspace = [0, 1, 19]}\nmode = {values = [\"normal\", \"undefined\"]}\n\
    [[sweep]]\ntime = {values = [2, 3]}\nmode = {values = [\"fails\"]}\n";

fn experiment(lines: &str) -> Experiment {
    let text = format!("format = 1\nstudy = \"toy\"\n{lines}");
    Experiment::parse(&STUDIES, &text, "test.toml").unwrap()
}

/// Cancels the work after so many points, and counts what it sees.
struct Watch<'w> {
    work: &'w Work,
    after: usize,
    done: AtomicUsize,
    failed: AtomicUsize,
    stored_before: AtomicUsize,
    finished: AtomicUsize,
}

impl<'w> Watch<'w> {
    fn new(work: &'w Work, after: usize) -> Self {
        Self {
            work,
            after,
            done: AtomicUsize::new(0),
            failed: AtomicUsize::new(0),
            stored_before: AtomicUsize::new(usize::MAX),
            finished: AtomicUsize::new(0),
        }
    }
}

impl Progress for Watch<'_> {
    fn started(&self, _total: usize, already_done: usize) {
        self.stored_before.store(already_done, Ordering::SeqCst);
    }

    fn point_done(&self, failed: bool) {
        self.failed.fetch_add(usize::from(failed), Ordering::SeqCst);
        if self.done.fetch_add(1, Ordering::SeqCst) + 1 == self.after {
            self.work.cancel();
        }
    }

    fn finished(&self) {
        self.finished.fetch_add(1, Ordering::SeqCst);
    }
}

/// A folder for runs.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn options(&self, name: &str) -> RunOptions {
        RunOptions {
            out: self.path(name),
            resume: false,
            jobs: Some(2),
            memory: Some(1 << 20),
        }
    }

    /// Runs to the end, or resumes what is there.
    fn run(&self, name: &str, lines: &str) -> Result<RunSummary> {
        let work = Work::new();
        let options = RunOptions {
            resume: true,
            ..self.options(name)
        };
        run(
            &experiment(lines),
            &options,
            &work,
            &Watch::new(&work, usize::MAX),
        )
    }

    fn export(&self, name: &str) -> String {
        let mut bytes = Vec::new();
        export_csv(&STUDIES, &self.path(name), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn status(&self, name: &str) -> Status {
        status(&STUDIES, &self.path(name)).unwrap()
    }

    /// Copies a run without SQLite's shared memory, as a backup would.
    fn copy(&self, from: &str, to: &str) {
        let to = self.path(to);
        let _ = std::fs::remove_dir_all(&to);
        std::fs::create_dir_all(&to).unwrap();
        for entry in std::fs::read_dir(self.path(from)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap();
            if path.is_file() && !name.to_string_lossy().ends_with("-shm") {
                std::fs::copy(&path, to.join(name)).unwrap();
            }
        }
    }
}

/// Names of all files in a folder, with what stands for their bytes; without
/// SQLite's shared memory, which every reader may use.
fn contents(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let hash = Sha256::digest(std::fs::read(&path).unwrap());
            (name, crate::hexadecimal(&hash))
        })
        .filter(|(name, _)| !name.ends_with("-shm"))
        .collect();
    files.sort();
    files
}
