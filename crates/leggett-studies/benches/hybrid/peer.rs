//! SciPy, by `benches/peers/hybrid.py`.

use crate::harness::Timing;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What the other program needed, and what it found.
pub struct Peer {
    /// Of every run.
    pub timing: Timing,
    /// The EPR variances.
    pub values: Vec<f64>,
    /// Its name and version.
    pub program: String,
}

/// Runs the script with the interpreter that `cargo xtask bench --peers` names.
pub fn measure(question: &[&str], runs: usize) -> Result<Peer, String> {
    let python = std::env::var_os("LEGGETT_PEER_PYTHON")
        .ok_or("the peers need an interpreter: use `cargo xtask bench --peers`")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers/hybrid.py");
    let output = Command::new(python)
        .arg(script)
        .args(question)
        .arg(runs.to_string())
        .output()
        .map_err(|error| format!("the peer could not be started: {error}"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the peer failed ({}): {message}", output.status));
    }
    let answer: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the peer's answer is not JSON: {error}"))?;
    let numbers = |key: &str| -> Vec<f64> {
        let items = answer[key].as_array().into_iter().flatten();
        items.filter_map(Value::as_f64).collect()
    };
    Ok(Peer {
        timing: Timing::of(numbers("seconds"))?,
        values: numbers("values"),
        program: answer["program"]
            .as_str()
            .ok_or("the peer's answer has no `program`")?
            .to_owned(),
    })
}
