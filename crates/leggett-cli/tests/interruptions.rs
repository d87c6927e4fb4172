//! Runs that are killed, interrupted, or started twice.

#![cfg(unix)]

mod common;

use common::{Random, command, directory, leggett_in, times, write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const KILLS: u64 = 20;

/// Starts the binary with the usual effect of signals, which whoever started
/// the tests may have had ignored.
fn start(place: &Path, arguments: &[&str]) -> Child {
    let program = "import os, signal, sys\n\
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):\n\
        \x20   signal.signal(name, signal.SIG_DFL)\n\
        os.execv(sys.argv[1], sys.argv[1:])";
    Command::new("python3")
        .args(["-c", program, env!("CARGO_BIN_EXE_leggett")])
        .args(arguments)
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python 3 is there")
}

fn signal(process: &Child, name: &str) {
    let id = process.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status();
    assert!(sent.is_ok_and(|status| status.success()));
}

fn export(place: &Path, run: &str) -> String {
    leggett_in(place, &["export", run, "--to", "csv"])
        .expect(0)
        .stdout
}

fn status(place: &Path, run: &str) -> serde_json::Value {
    leggett_in(place, &["status", run, "--json"])
        .expect(0)
        .json()
}

/// How many points are stored; none where there is no run yet.
fn done(place: &Path, run: &str) -> u64 {
    let answer = leggett_in(place, &["status", run, "--json"]);
    if answer.code == Some(0) {
        answer.json()["done"].as_u64().unwrap_or(0)
    } else {
        0
    }
}

#[test]
fn kills_at_any_instant_change_no_byte_of_the_results() {
    let place = directory();
    write(place.path(), "many.toml", &times(3000, 300));
    let start = Instant::now();
    leggett_in(place.path(), &["run", "many.toml", "--out", "undisturbed"]).expect(0);
    let undisturbed = start.elapsed();

    let resume = ["run", "many.toml", "--out", "killed", "--resume"];
    let mut random = Random(11);
    let mut kills_while_running = 0;
    for _ in 0..KILLS {
        let mut process = command(place.path(), &resume)
            .spawn()
            .expect("the binary starts");
        // On average half of the run passes before the last kill.
        let part = random.below(1_000_000) as f64 / 1e6 / KILLS as f64;
        sleep(undisturbed.mul_f64(part));
        process.kill().expect("the process was not waited for");
        let ended = process.wait().expect("the process ends");
        kills_while_running += u64::from(ended.code().is_none());
    }
    assert!(kills_while_running > KILLS / 2, "{kills_while_running}");
    leggett_in(place.path(), &resume).expect(0);
    let counts = status(place.path(), "killed");
    assert_eq!(
        (&counts["done"], &counts["damaged"]),
        (&300.into(), &0.into()),
        "{counts}"
    );
    assert_eq!(
        export(place.path(), "killed"),
        export(place.path(), "undisturbed")
    );
}

#[test]
fn an_interrupted_run_keeps_what_it_computed() {
    let place = directory();
    write(place.path(), "long.toml", &times(20_000, 4000));
    let run = ["run", "long.toml", "--resume"];
    let mut before = 0;
    for name in ["INT", "TERM"] {
        let mut process = start(place.path(), &run);
        // A new point is there, so the process listens to signals.
        while done(place.path(), "long.run") <= before {
            let ended = process.try_wait().expect("the process is ours");
            assert_eq!(ended, None);
            sleep(Duration::from_millis(20));
        }
        signal(&process, name);
        let output = process.wait_with_output().expect("the process ends");
        let answer = common::Answer::from(output).expect(130);
        assert_eq!(answer.stdout, "");
        assert!(
            answer.stderr.contains("continue with `leggett run"),
            "{answer:?}"
        );
        assert!(answer.stderr.contains("error: interrupted"), "{answer:?}");
        let counts = status(place.path(), "long.run");
        assert_eq!(counts["running"], false, "{counts}");
        assert!(
            counts["missing"]
                .as_u64()
                .is_some_and(|missing| missing > 0),
            "{counts}"
        );
        assert_eq!(counts["damaged"], 0, "{counts}");
        before = done(place.path(), "long.run");
    }
}

#[test]
fn a_second_process_cannot_harm_a_run() {
    let place = directory();
    write(place.path(), "shared.toml", &times(3000, 100));
    leggett_in(place.path(), &["run", "shared.toml", "--out", "alone"]).expect(0);
    let arguments = ["run", "shared.toml", "--out", "together", "--resume"];
    let both: Vec<Child> = (0..2)
        .map(|_| {
            command(place.path(), &arguments)
                .spawn()
                .expect("the binary starts")
        })
        .collect();
    let codes: Vec<_> = both
        .into_iter()
        .map(|process| {
            let output = process.wait_with_output().expect("the process ends");
            let answer = common::Answer::from(output);
            assert!(
                answer.code == Some(0) || answer.stderr.contains("together"),
                "{answer:?}"
            );
            answer.code
        })
        .collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert_eq!(
        export(place.path(), "together"),
        export(place.path(), "alone")
    );
}
