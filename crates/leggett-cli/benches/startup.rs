//! How long a shell waits for `leggett eval` on a trivial point.

#[path = "../../leggett-studies/benches/harness/mod.rs"]
mod harness;

use harness::{Goal, Measured, Options, Table, time};
use std::process::{Command, ExitCode};

/// Goal: from the start of the process to its end, with the answer, at most
/// 30 ms.
const GOAL: f64 = 30e-3;

/// How many processes are started, one after another.
const STARTS: usize = 20;

fn main() -> ExitCode {
    harness::conclude(run())
}

fn run() -> Result<ExitCode, String> {
    let options = Options::read()?;
    let mut table = Table::new();
    let name = "leggett eval repeater atoms=100 time=1.234";
    if options.wants(name) {
        let (timing, ()) = time(STARTS, evaluate)?;
        table.row(name, Measured::Time(timing), Goal::AtMost(GOAL));
    }
    Ok(table.close())
}

/// Starts the program, waits for its end and looks for the answer.
fn evaluate() -> Result<(), String> {
    let output = Command::new(env!("CARGO_BIN_EXE_leggett"))
        .args(["eval", "repeater", "atoms=100", "time=1.234"])
        .output()
        .map_err(|error| format!("leggett could not be started: {error}"))?;
    let answered = String::from_utf8_lossy(&output.stdout).contains("entanglement_entropy");
    if output.status.success() && answered {
        Ok(())
    } else {
        let message = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "leggett gave no answer ({}): {message}",
            output.status
        ))
    }
}
