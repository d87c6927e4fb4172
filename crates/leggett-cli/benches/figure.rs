//! How long the complete fig 1 takes, from the experiment file to the drawing.

#[path = "../../leggett-studies/benches/harness/mod.rs"]
mod harness;

use harness::{Goal, Measured, Options, Table, Timing};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Goal: eight curves of 2001 times and more, 3 to a million atoms, at a
/// tolerance of 1e-6, on all processors: at most 120 s; 30 s on two is what we
/// aim at.
const GOAL: f64 = 120.0;

fn main() -> ExitCode {
    harness::conclude(run())
}

fn run() -> Result<ExitCode, String> {
    let options = Options::read()?;
    let mut table = Table::new();
    let name = "leggett reproduce repeater-fig1";
    if options.wants(name) {
        let timing = Timing::of(vec![reproduce()?])?;
        table.row(name, Measured::Time(timing), Goal::AtMost(GOAL));
    }
    Ok(table.close())
}

/// Draws the figure into a directory of its own; the seconds that took.
fn reproduce() -> Result<f64, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no directory: {error}"))?;
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_leggett"))
        .args(["reproduce", "repeater-fig1", "--out"])
        .arg(folder.path())
        .output()
        .map_err(|error| format!("leggett could not be started: {error}"))?;
    let seconds = start.elapsed().as_secs_f64();
    let drawn = folder
        .path()
        .join("repeater-fig1/figures/repeater-fig1.png");
    if output.status.success() && drawn.exists() {
        return Ok(seconds);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(format!("nothing was drawn ({}): {message}", output.status))
}
