//! NumPy's singular values of the amplitudes in the paper's window.

use crate::harness::Timing;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What NumPy needed for one point, and what it found.
pub struct Peer {
    /// Of the singular values alone, without the matrix.
    pub timing: Timing,
    /// E, in ebits.
    pub entropy: f64,
    /// The versions, the threads, the size, and the time for the matrix.
    pub circumstances: String,
}

/// Runs `benches/peers/repeater.py` with the interpreter that `cargo xtask
/// bench --peers` names.
pub fn measure(atoms: u64, time: f64, window: f64, runs: usize) -> Result<Peer, String> {
    let python = std::env::var_os("LEGGETT_PEER_PYTHON")
        .ok_or("the peers need an interpreter: use `cargo xtask bench --peers`")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/peers/repeater.py");
    let output = Command::new(python)
        .arg(script)
        .args([atoms.to_string(), time.to_string(), window.to_string()])
        .arg(runs.to_string())
        .output()
        .map_err(|error| format!("NumPy could not be started: {error}"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("NumPy failed ({}): {message}", output.status));
    }
    let answer: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("NumPy's answer is not JSON: {error}"))?;
    read(&answer)
}

fn read(answer: &Value) -> Result<Peer, String> {
    let missing = |key: &str| format!("NumPy's answer has no `{key}`");
    let number = |key: &str| answer[key].as_f64().ok_or_else(|| missing(key));
    let list = |key: &str| -> Vec<f64> {
        let values = answer[key].as_array().into_iter().flatten();
        values.filter_map(Value::as_f64).collect()
    };
    let word = |key: &str| answer[key].as_str().ok_or_else(|| missing(key));
    let matrix = list("build_seconds")
        .into_iter()
        .fold(f64::INFINITY, f64::min);
    Ok(Peer {
        timing: Timing::of(list("svd_seconds"))?,
        entropy: number("entropy")?,
        circumstances: format!(
            "peer: SVD of {} states, NumPy {}, {}, {} processors of which {:.1} were busy; the \
             matrix took {matrix:.2} s more",
            number("states")?,
            word("numpy")?,
            word("blas")?,
            number("processors")?,
            number("busy_threads")?,
        ),
    })
}
