//! `cargo xtask bench`: the benchmarks of the workspace and their goals.
//!
//! Every file of a `benches` folder is a program of its own that prints a
//! table and ends with a failure if one of its goals is missed.

use std::path::{Path, PathBuf};

use crate::cli;
use crate::python;

/// Runs the benchmarks; fails if one misses its goal.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let (options, filters): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|word| word.starts_with('-'));
    if let Some(unknown) = options.iter().find(|option| **option != "--peers") {
        return Err(format!(
            "`bench` takes --peers and a filter, found `{unknown}`"
        ));
    }
    if filters.len() > 1 {
        return Err(format!("`bench` takes one filter, found {}", filters.len()));
    }
    let root = cli::root();
    let targets = targets(&root)?;
    if targets.is_empty() {
        println!("no benchmarks yet");
        return Ok(());
    }
    let mut command = cli::cargo(&["bench", "--workspace", "--locked", "--no-fail-fast"]);
    for target in &targets {
        command.args(["--bench", target]);
    }
    command.arg("--").args(arguments);
    if !options.is_empty() {
        command.env(
            "LEGGETT_PEER_PYTHON",
            python::interpreter("peers", "peers.txt")?,
        );
    }
    cli::run("a benchmark missed its goal or", &mut command)
}

/// The names of all bench targets, in alphabetical order.
///
/// They are named one by one because `cargo bench` alone would also run the
/// unit tests of every library, which do not know our arguments.
fn targets(root: &Path) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    for package in entries(&root.join("crates"))? {
        let folder = package.join("benches");
        if !folder.is_dir() {
            continue;
        }
        for file in entries(&folder)? {
            let is_target = file.extension().is_some_and(|extension| extension == "rs")
                || file.join("main.rs").is_file();
            if let (true, Some(stem)) = (is_target, file.file_stem()) {
                names.push(stem.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("{} could not be read: {error}", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    Ok(paths)
}
