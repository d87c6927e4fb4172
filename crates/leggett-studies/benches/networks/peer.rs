//! SciPy's matrix equations, by `benches/peers/networks.py`.

use crate::harness::Timing;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What SciPy needed for one equation, and what it found.
pub struct Peer {
    /// Of every run.
    pub timing: Timing,
    /// The trace of the solution.
    pub trace: f64,
    /// Its name and version.
    pub program: String,
}

/// Runs the script with the interpreter that `cargo xtask bench --peers` names.
pub fn measure(question: &[&str], runs: usize) -> Result<Peer, String> {
    let python = std::env::var_os("LEGGETT_PEER_PYTHON")
        .ok_or("the peers need an interpreter: use `cargo xtask bench --peers`")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers/networks.py");
    let output = Command::new(python)
        .arg(script)
        .args(question)
        .arg(runs.to_string())
        .output()
        .map_err(|error| format!("SciPy could not be started: {error}"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("SciPy failed ({}): {message}", output.status));
    }
    let answer: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("SciPy's answer is not JSON: {error}"))?;
    let missing = |key: &str| format!("SciPy's answer has no `{key}`");
    let seconds = answer["seconds"].as_array().into_iter().flatten();
    Ok(Peer {
        timing: Timing::of(seconds.filter_map(Value::as_f64).collect())?,
        trace: answer["trace"].as_f64().ok_or_else(|| missing("trace"))?,
        program: answer["program"]
            .as_str()
            .ok_or_else(|| missing("program"))?
            .to_owned(),
    })
}
