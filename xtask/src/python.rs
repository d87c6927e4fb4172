//! Virtual environments with pinned Python packages, below `target`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli;

/// The interpreter of an environment in `target/NAME` that holds what the file
/// `xtask/requirements` of that name pins; installed where it is not there yet.
pub(crate) fn interpreter(name: &str, requirements: &str) -> Result<PathBuf, String> {
    let root = cli::root();
    let folder = root.join("target").join(name);
    let pinned = root.join("xtask").join(requirements);
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let stamp = folder.join("installed.txt");
    let wanted = std::fs::read(&pinned)
        .map_err(|error| format!("{} could not be read: {error}", pinned.display()))?;
    // The stamp is written last: an interrupted installation starts again.
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("installing xtask/{requirements} into {}", folder.display());
    install(&folder, &python, &pinned)?;
    std::fs::write(&stamp, wanted)
        .map_err(|error| format!("{} could not be written: {error}", stamp.display()))?;
    Ok(python)
}

fn install(folder: &Path, python: &Path, pinned: &Path) -> Result<(), String> {
    let mut create = Command::new("python3");
    create.args(["-m", "venv", "--clear"]).arg(folder);
    cli::run("python3 -m venv", &mut create)?;
    let mut install = Command::new(python);
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
    ]);
    let title = format!("the installation of {}", pinned.display());
    cli::run(&title, install.arg(pinned))
}
