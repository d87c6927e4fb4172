//! `cargo xtask figures`: the figures of the gallery, drawn anew.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli;

/// Reproduces figures and claims into `target/figures` and copies them to
/// `docs/figures` and `docs/claims.md`; all arguments go to `leggett reproduce`.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let root = cli::root();
    let drawn = root.join("target").join("figures");
    // Older figures would otherwise be copied with the new ones.
    if drawn.exists() {
        fs::remove_dir_all(&drawn).map_err(|error| about(&drawn, &error))?;
    }
    let mut command = cli::cargo(&["run", "--release", "--locked", "--package", "leggett-cli"]);
    command.args(["--", "reproduce"]).args(arguments);
    cli::run("leggett reproduce", command.arg("--out").arg(&drawn))?;

    let gallery = root.join("docs").join("figures");
    fs::create_dir_all(&gallery).map_err(|error| about(&gallery, &error))?;
    for (source, name) in figures(&drawn)? {
        let target = gallery.join(&name);
        fs::copy(&source, &target).map_err(|error| about(&target, &error))?;
        println!("docs/figures/{name}");
    }
    let claims = drawn.join("claims.md");
    if claims.exists() {
        let target = root.join("docs").join("claims.md");
        fs::copy(&claims, &target).map_err(|error| about(&target, &error))?;
        println!("docs/claims.md");
    }
    Ok(())
}

/// The drawings in the run directories of `drawn`, each with its name.
fn figures(drawn: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    for run in sorted_entries(drawn)? {
        let folder = run.join("figures");
        if folder.is_dir() {
            for file in sorted_entries(&folder)? {
                let name = file
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                found.push((file, name));
            }
        }
    }
    if found.is_empty() {
        return Err(format!("there are no figures in {}", drawn.display()));
    }
    Ok(found)
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| about(folder, &error))? {
        paths.push(entry.map_err(|error| about(folder, &error))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn about(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
