//! `cargo xtask check`: everything the project requires, cheap steps first.
//!
//! The tests come last, so that the closing lines of the test runner end the
//! output.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::cli;
use crate::python;
use crate::tally::Tally;

/// All features of all packages, in every step, so that nothing is compiled
/// twice.
const FEATURES: &str = "leggett-cli/zarr";

/// Where the tests find a Python that opens exported stores.
const PYTHON: &str = "LEGGETT_TEST_PYTHON";

/// A step before the tests: its title and what it does.
type Step = (&'static str, fn() -> Result<(), String>);

const STEPS: [Step; 5] = [
    ("cargo fmt --all --check", || {
        cargo(&["fmt", "--all", "--check"])
            .map_err(|error| format!("{error}; `cargo fmt --all` puts it right"))
    }),
    ("cargo xtask tidy", || crate::tidy::run(&[])),
    ("cargo clippy", || {
        cargo(&[
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--features",
            FEATURES,
            "--locked",
            "--",
            "-D",
            "warnings",
        ])
    }),
    ("cargo doc", document),
    // All targets, so that development dependencies and their features are
    // the same as in the test run and nothing is compiled twice.
    ("cargo build", || {
        cargo(&[
            "build",
            "--release",
            "--workspace",
            "--all-targets",
            "--features",
            FEATURES,
            "--locked",
        ])
    }),
];

/// Runs all steps and stops at the first that fails.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    cli::no_arguments("check", arguments)?;
    let start = Instant::now();
    for (title, step) in STEPS {
        println!("==> {title}");
        let began = Instant::now();
        step().map_err(|error| format!("check stopped: {error}"))?;
        println!("    {title}: {}", seconds(began.elapsed()));
    }
    println!("==> cargo test");
    let began = Instant::now();
    let (tally, outcome) = test()?;
    println!("    cargo test: {}", seconds(began.elapsed()));
    println!("total: {}", seconds(start.elapsed()));
    println!("{}", tally.line());
    outcome
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    let title = format!("cargo {}", arguments.join(" "));
    cli::run(&title, &mut cli::cargo(arguments))
}

/// Only libraries are documented: the binary `leggett` would overwrite the
/// pages of the library of that name.
fn document() -> Result<(), String> {
    let arguments = [
        "doc",
        "--release",
        "--workspace",
        "--lib",
        "--no-deps",
        "--features",
        FEATURES,
        "--locked",
    ];
    let mut command = cli::cargo(&arguments);
    command.env("RUSTDOCFLAGS", "-D warnings");
    cli::run("cargo doc", &mut command)
}

/// Runs all tests and doc tests, echoing what they print.
///
/// The outcome is apart from the tally, since the tally is printed last
/// either way. A run that fails without a counted failure (a test binary that
/// crashed, a doc test that does not compile) counts as one failure.
fn test() -> Result<(Tally, Result<(), String>), String> {
    let arguments = [
        "test",
        "--release",
        "--workspace",
        "--features",
        FEATURES,
        "--locked",
        "--no-fail-fast",
    ];
    let python = python::interpreter("python", "python.txt")?;
    let mut child = cli::cargo(&arguments)
        .env(PYTHON, python)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cargo test could not be started: {error}"))?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        tally = echo(output, &mut std::io::stdout())
            .map_err(|error| format!("the output of cargo test was lost: {error}"))?;
    }
    let status = child
        .wait()
        .map_err(|error| format!("cargo test could not be waited for: {error}"))?;
    if status.success() && tally.failed == 0 {
        return Ok((tally, Ok(())));
    }
    tally.failed = tally.failed.max(1);
    Ok((
        tally,
        Err(format!("check stopped: cargo test failed ({status})")),
    ))
}

/// Copies lines as they come, and sums the closing lines among them.
fn echo(output: impl Read, copy: &mut impl Write) -> std::io::Result<Tally> {
    let mut tally = Tally::default();
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        copy.write_all(&line)?;
        copy.flush()?;
        tally.read_line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(tally)
}

fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_copied_byte_for_byte_while_it_is_counted() {
        let output = b"running 1 test\n\xff\ntest result: ok. 1 passed; 0 failed;\nlast".as_slice();
        let mut copy = Vec::new();
        let tally = echo(output, &mut copy).expect("memory does not fail");
        assert_eq!(copy, output);
        assert_eq!(
            tally,
            Tally {
                passed: 1,
                failed: 0
            }
        );
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(1234)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(605)), "10 min 05 s");
    }
}
