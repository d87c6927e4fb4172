//! Running the binary and looking at what it answered.

#![allow(dead_code, reason = "each file of tests uses some of these")]

use serde_json::Value as Json;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// What the binary answered.
#[derive(Debug)]
pub struct Answer {
    /// The exit code; `None` where a signal ended the process.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Answer {
    /// The one JSON object on standard output.
    pub fn json(&self) -> Json {
        assert_eq!(self.stdout.trim_end().lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The inner object of an error.
    pub fn error(&self) -> Json {
        let object = self.json();
        let error = &object["error"];
        assert!(error.is_object(), "{self:?}");
        error.clone()
    }

    /// Checks the exit code.
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("results are UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

/// The binary with these arguments, in this directory, connected to nothing.
pub fn command<A: AsRef<OsStr>>(directory: &Path, arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leggett"));
    command
        .args(arguments)
        .current_dir(directory)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs the binary in a directory.
pub fn leggett_in<A: AsRef<OsStr>>(directory: &Path, arguments: &[A]) -> Answer {
    let output = command(directory, arguments).output();
    output.expect("the binary starts").into()
}

/// Runs the binary where no file matters.
pub fn leggett<A: AsRef<OsStr>>(arguments: &[A]) -> Answer {
    leggett_in(&std::env::temp_dir(), arguments)
}

/// An empty directory that vanishes after the test.
pub fn directory() -> TempDir {
    tempfile::tempdir().expect("temporary directories can be made")
}

/// Writes an experiment file into a directory.
pub fn write(directory: &Path, name: &str, text: &str) -> PathBuf {
    let path = directory.join(name);
    std::fs::write(&path, text).expect("temporary files can be written");
    path
}

/// The names of what a directory holds, sorted.
pub fn names_in(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("the directory is there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let entry = entry.expect("the directory can be read");
            entry.file_name().to_string_lossy().into_owned()
        })
        .collect();
    names.sort();
    names
}

/// An experiment over so many times at N = `atoms`.
pub fn times(atoms: u64, count: usize) -> String {
    format!(
        "format = 1\nstudy = \"repeater\"\n\n[parameters]\natoms = {atoms}\n\n\
         [[sweep]]\ntime = {{linspace = [0.1, 3.1, {count}]}}\n"
    )
}

/// Pseudo-random numbers, the same in every run (splitmix64).
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to `end` − 1.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }
}
