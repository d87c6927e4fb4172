//! Runs of a study for tests.

mod arrays;
mod damage;
mod directories;
mod merges;
mod networks;
mod plots;
mod points;
mod scheduling;
mod shards;
#[cfg(feature = "zarr")]
mod stores;

use super::{
    MergeSummary, Progress, RunOptions, RunSummary, Shard, Status, export_csv, merge, run, status,
};
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
            shard: Shard::WHOLE,
        }
    }

    /// Runs to the end, or resumes what is there.
    fn run(&self, name: &str, lines: &str) -> Result<RunSummary> {
        self.run_shard(name, lines, "1/1")
    }

    /// The same with a shard of the points.
    fn run_shard(&self, name: &str, lines: &str, shard: &str) -> Result<RunSummary> {
        let work = Work::new();
        let options = RunOptions {
            resume: true,
            shard: Shard::parse(shard)?,
            ..self.options(name)
        };
        run(
            &experiment(lines),
            &options,
            &work,
            &Watch::new(&work, usize::MAX),
        )
    }

    /// Joins runs of these names into one.
    fn merge(&self, out: &str, names: &[&str]) -> Result<MergeSummary> {
        let runs: Vec<PathBuf> = names.iter().map(|name| self.path(name)).collect();
        merge(&STUDIES, &self.path(out), &runs, &Work::new())
    }

    fn export(&self, name: &str) -> String {
        let mut bytes = Vec::new();
        export_csv(&STUDIES, &self.path(name), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn status(&self, name: &str) -> Status {
        status(&STUDIES, &self.path(name)).unwrap()
    }

    /// Every file of an exported store with its bytes.
    #[cfg(feature = "zarr")]
    fn export_zarr(&self, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let store = self.path(&format!("{name}.zarr"));
        super::export_zarr(&STUDIES, &self.path(name), &store).unwrap();
        files_below(&store, &store)
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

/// Every file in a folder and below it, with its path from `root`.
#[cfg(feature = "zarr")]
fn files_below(folder: &Path, root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<(PathBuf, Vec<u8>)> = entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                return files_below(&path, root);
            }
            let bytes = std::fs::read(&path).unwrap();
            vec![(path.strip_prefix(root).unwrap().to_owned(), bytes)]
        })
        .collect();
    files.sort();
    files
}
