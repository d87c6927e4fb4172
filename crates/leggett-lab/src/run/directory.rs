//! The directory of a run: what it holds, and whose it is.

use super::log::History;
use super::shard::Shard;
use super::versions::Versions;
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use crate::input_files::Input;
use leggett_studies::Study;
use leggett_studies::error::Kind;
use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind as Io, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

const EXPERIMENT: &str = "experiment.toml";
const VERSIONS: &str = "versions.json";
const INPUTS: &str = "inputs";
pub(super) const LOCK: &str = "run.lock";
/// What a process that was killed while it made a directory leaves behind.
const UNFINISHED: [&str; 5] = [
    LOCK,
    VERSIONS,
    INPUTS,
    "versions.json.new",
    "experiment.toml.new",
];

/// The paths of a run directory.
#[derive(Debug, Clone)]
pub(super) struct Directory {
    path: PathBuf,
}

/// What stands at the path of a run directory.
#[derive(Debug, PartialEq)]
pub(super) enum Occupant {
    /// Nothing, or an empty directory.
    Nobody,
    /// A run of the same points of the same experiment.
    SameRun,
}

/// Held while a process works on a run; the system releases it with the
/// process, however that ends.
pub(super) struct Lock {
    _file: File,
}

impl Directory {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    pub(super) fn database(&self) -> PathBuf {
        self.path.join("results.sqlite")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.path.join("log.txt")
    }

    pub(super) fn figures(&self) -> PathBuf {
        self.path.join("figures")
    }

    fn refused(&self, kind: Kind, what: &str, allowed: &str) -> Error {
        Error::new(kind, format!("{} {what}", self.path.display()))
            .parameter("out")
            .allowed(allowed)
    }

    /// An error of a path that the user chose.
    fn unusable(&self, error: std::io::Error) -> Error {
        if matches!(error.kind(), Io::StorageFull | Io::QuotaExceeded) {
            return Error::io("create", &self.path, error);
        }
        let what = format!("cannot be used as a run directory: {error}");
        self.refused(Kind::OutOfRange, &what, "a directory that can be written")
            .because(error)
    }

    /// Refuses whatever is not a run of these points of this experiment; changes
    /// nothing.
    pub(super) fn occupant(&self, experiment: &Experiment, shard: Shard) -> Result<Occupant> {
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == Io::NotFound && !self.path.as_os_str().is_empty() => {
                return Ok(Occupant::Nobody);
            }
            Err(error) => return Err(self.unusable(error)),
            Ok(entries) => entries,
        };
        let mut strange = None;
        for entry in entries {
            let name = entry.map_err(|error| self.unusable(error))?.file_name();
            if name == EXPERIMENT {
                return self.same_run(experiment, shard);
            }
            if !UNFINISHED.iter().any(|known| name == *known) {
                strange = Some(name);
            }
        }
        match strange {
            None => Ok(Occupant::Nobody),
            Some(name) => {
                let what = format!("holds something else than a run: {}", name.display());
                Err(self.refused(Kind::Contradiction, &what, "an empty or new directory"))
            }
        }
    }

    fn same_run(&self, experiment: &Experiment, shard: Shard) -> Result<Occupant> {
        let current = Versions::of(experiment, shard);
        let recorded = match Versions::read(&self.path.join(VERSIONS))? {
            Some(versions) => versions,
            None => {
                let studies = [experiment.study()];
                let read = self.read_experiment(&studies);
                let read = read.map_err(|error| {
                    let what = format!("holds a run whose experiment cannot be read: {error}");
                    self.refused(Kind::Contradiction, &what, "another directory")
                })?;
                Versions::of(&read, self.logged_shard()?)
            }
        };
        if recorded.study == current.study && recorded.revision != current.revision {
            let what = format!(
                "was made with revision {} of `{}`, and this version has revision {}",
                recorded.revision, recorded.study, current.revision
            );
            return Err(self.refused(Kind::Contradiction, &what, "another directory"));
        }
        let same_points = Versions {
            shard,
            ..recorded.clone()
        };
        if recorded != current && same_points == current {
            return Err(self.other_shard(recorded.shard));
        }
        if recorded != current {
            let what = "holds a run of another experiment, or of an earlier state of this one";
            return Err(self.refused(Kind::Contradiction, what, "another directory"));
        }
        Ok(Occupant::SameRun)
    }

    /// The error for a run of other points.
    fn other_shard(&self, recorded: Shard) -> Error {
        let (what, allowed) = match recorded.is_whole() {
            true => (
                "holds the run of all points of this experiment".to_owned(),
                "no --shard to go on with it, or another directory".to_owned(),
            ),
            false => (
                format!("holds shard {recorded} of this experiment"),
                format!("--shard {recorded} to go on with it, or another directory"),
            ),
        };
        self.refused(Kind::Contradiction, &what, &allowed)
            .parameter("shard")
    }

    /// Which points the directory is for.
    pub(super) fn shard(&self) -> Result<Shard> {
        match Versions::read(&self.path.join(VERSIONS))? {
            Some(versions) => Ok(versions.shard),
            None => self.logged_shard(),
        }
    }

    /// The same from the log, which stands in where the versions are lost.
    fn logged_shard(&self) -> Result<Shard> {
        let history = History::read(&self.log(), 0)?;
        Ok(history.shard.unwrap_or(Shard::WHOLE))
    }

    /// The error for a run that is there already.
    pub(super) fn exists(&self) -> Error {
        let what = "holds a run of this experiment already";
        self.refused(
            Kind::Contradiction,
            what,
            "--resume to go on with it, or another directory",
        )
    }

    /// Creates the directory, if need be, and locks it.
    pub(super) fn claim(&self) -> Result<Lock> {
        fs::create_dir_all(&self.path).map_err(|error| self.unusable(error))?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.path.join(LOCK))
            .map_err(|error| self.unusable(error))?;
        // Whoever asks for the status holds the lock for a moment.
        for _ in 0..20 {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
                Err(TryLockError::Error(error)) => return Err(self.unusable(error)),
            }
        }
        let what = "is in use: another process computes this run";
        Err(self.refused(Kind::Contradiction, what, "one process at a time"))
    }

    /// Whether a process works on the run now.
    pub(super) fn in_use(&self) -> bool {
        File::open(self.path.join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }

    /// Writes down whose run this is, where that is not written yet. The
    /// experiment comes last: with it the directory is a run.
    pub(super) fn sign(&self, experiment: &Experiment, shard: Shard) -> Result<()> {
        for input in experiment.inputs() {
            self.keep(input)?;
        }
        let versions = Versions::of(experiment, shard).text();
        for (name, text) in [
            (VERSIONS, versions.as_str()),
            (EXPERIMENT, experiment.text()),
        ] {
            let path = self.path.join(name);
            if !fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
                replace(&path, text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Where the run keeps the file that is a parameter's value.
    fn input(&self, parameter: &str) -> PathBuf {
        self.path.join(INPUTS).join(format!("{parameter}.npy"))
    }

    /// Copies a file into the run, which then does not need the original.
    fn keep(&self, input: &Input) -> Result<()> {
        let path = self.input(input.parameter);
        let bytes = input.bytes()?;
        if fs::read(&path).is_ok_and(|kept| kept == bytes) {
            return Ok(());
        }
        let folder = self.path.join(INPUTS);
        fs::create_dir_all(&folder).map_err(|error| Error::io("create", &folder, error))?;
        replace(&path, &bytes)
    }

    /// The experiment as the directory has it, with the files that it keeps.
    fn read_experiment(&self, studies: &[&'static Study]) -> Result<Experiment> {
        let locate = |parameter: &str, _: &str| self.input(parameter);
        Experiment::read_with(studies, &self.path.join(EXPERIMENT), &locate)
    }

    /// Refuses files of the run that are not those that it was made with.
    fn check_inputs(&self, experiment: &Experiment, versions: &Versions) -> Result<()> {
        for input in experiment.inputs() {
            let mut recorded = versions.inputs.iter();
            let recorded = recorded.find(|(parameter, _)| parameter == input.parameter);
            if recorded.is_some_and(|(_, digest)| *digest != input.digest) {
                let path = self.input(input.parameter);
                let message = format!("{} is not what the run was made with", path.display());
                return Err(Error::new(Kind::Contradiction, message)
                    .parameter(input.parameter)
                    .allowed("the file as `leggett run` left it"));
            }
        }
        Ok(())
    }

    /// The experiment of a run, with the revision of the study that made it.
    pub(super) fn experiment(&self, studies: &[&'static Study]) -> Result<Experiment> {
        let path = self.path.join(EXPERIMENT);
        if !path.is_file() {
            let message = format!("{} is not a run directory", self.path.display());
            return Err(Error::new(Kind::OutOfRange, message)
                .parameter("run")
                .allowed(format!(
                    "a directory that `leggett run` made, with {EXPERIMENT} in it"
                )));
        }
        let experiment = self.read_experiment(studies)?;
        let Some(versions) = Versions::read(&self.path.join(VERSIONS))? else {
            return Ok(experiment);
        };
        self.check_inputs(&experiment, &versions)?;
        Ok(experiment.at_revision(versions.revision))
    }
}

/// Writes a file under another name and then renames it, so that it is whole
/// or not there.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let new = super::store::beside(path, ".new");
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().map_err(|error| {
        // Half a file helps nobody, and may be what filled the disk.
        let _ = fs::remove_file(&new);
        Error::io("write", path, error)
    })
}
