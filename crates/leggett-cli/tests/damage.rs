//! Damaged runs: exactly what was lost is recognised and computed again.

mod common;

use common::{Random, command, directory, leggett_in, times, write};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

const POINTS: u64 = 120;
const TRUNCATIONS: u64 = 5;
const FLIPS: u64 = 6;

/// A folder with the experiment and an undisturbed run of it, and the table.
fn undisturbed() -> (TempDir, String) {
    let place = directory();
    write(place.path(), "many.toml", &times(3000, POINTS as usize));
    leggett_in(place.path(), &["run", "many.toml", "--out", "sound"]).expect(0);
    let table = export(place.path(), "sound");
    (place, table)
}

fn export(place: &Path, run: &str) -> String {
    leggett_in(place, &["export", run, "--to", "csv"])
        .expect(0)
        .stdout
}

/// A number that status reports.
fn counted(place: &Path, run: &str, name: &str) -> u64 {
    let object = leggett_in(place, &["status", run, "--json"])
        .expect(0)
        .json();
    let parts = ["done", "missing", "damaged"].map(|part| object[part].as_u64().unwrap_or(0));
    assert_eq!(parts.iter().sum::<u64>(), POINTS, "{object}");
    object[name]
        .as_u64()
        .unwrap_or_else(|| panic!("{name}: {object}"))
}

/// Continues a run and checks that just what it lacks is computed.
fn repair(place: &Path, run: &str, table: &str) {
    let [done, damaged, before] =
        ["done", "damaged", "recomputed"].map(|name| counted(place, run, name));
    let arguments = ["run", "many.toml", "--out", run, "--resume"];
    let answer = leggett_in(place, &arguments).expect(0);
    let again = match damaged {
        0 => String::new(),
        count => format!(" ({count} of them again, since they were damaged)"),
    };
    let sentence = format!(
        "{POINTS} points: {} computed{again}, {done} reused",
        POINTS - done
    );
    assert!(
        answer.stderr.starts_with(&sentence),
        "{sentence}: {answer:?}"
    );
    let after = ["done", "damaged", "missing"].map(|name| counted(place, run, name));
    assert_eq!(after, [POINTS, 0, 0]);
    assert_eq!(counted(place, run, "recomputed"), before + damaged);
    assert_eq!(export(place, run), table);
}

/// Kills a run once it has stored some points, which stand in the log of the
/// database then.
fn killed(place: &Path, run: &str) {
    let arguments = ["run", "many.toml", "--out", run, "--jobs", "1"];
    let mut process = command(place, &arguments)
        .spawn()
        .expect("the binary starts");
    loop {
        let ended = process.try_wait().expect("the process is ours");
        let answer = leggett_in(place, &["status", run]);
        if ended.is_some() || (answer.code == Some(0) && counted(place, run, "done") > POINTS / 4) {
            break;
        }
        sleep(Duration::from_millis(2));
    }
    process.kill().expect("the process was not waited for");
    process.wait().expect("the process ends");
}

#[test]
fn a_truncated_log_of_the_database_costs_the_points_that_stood_there() {
    let (place, table) = undisturbed();
    let mut random = Random(5);
    let mut lost = 0;
    for round in 0..TRUNCATIONS {
        let run = format!("truncated-{round}");
        killed(place.path(), &run);
        let done = counted(place.path(), &run, "done");
        let path = place.path().join(&run).join("results.sqlite-wal");
        let log = fs::OpenOptions::new().write(true).open(path);
        let log = log.expect("a killed run leaves the log of its database");
        let length = log.metadata().expect("the file is open").len();
        log.set_len(random.below(length))
            .expect("the file can be cut");
        let left = counted(place.path(), &run, "done");
        assert!(left <= done);
        lost += counted(place.path(), &run, "damaged");
        repair(place.path(), &run, &table);
    }
    assert!(lost > 0, "no truncation cost a point");
}

#[test]
fn a_flipped_bit_in_a_result_costs_that_point_and_no_other() {
    let (place, table) = undisturbed();
    let mut random = Random(6);
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = header
        .iter()
        .position(|name| *name == "entanglement_entropy");
    let column = column.expect("the table has the observables");
    let values: Vec<f64> = lines
        .map(|line| {
            line.split(',')
                .nth(column)
                .unwrap_or("")
                .parse()
                .expect("a number")
        })
        .collect();
    let path = place.path().join("sound/results.sqlite");
    for round in 1..=FLIPS {
        let value = values[random.below(POINTS) as usize].to_le_bytes();
        let mut bytes = fs::read(&path).expect("the database is there");
        // Pages that are not in use may hold copies of a row.
        let copies: Vec<usize> = (0..bytes.len() - 8)
            .filter(|offset| bytes[*offset..*offset + 8] == value)
            .collect();
        assert!(!copies.is_empty(), "values are little-endian doubles");
        let (byte, bit) = (random.below(8) as usize, random.below(8));
        for offset in copies {
            bytes[offset + byte] ^= 1 << bit;
        }
        fs::write(&path, bytes).expect("the database can be written");
        let counts = ["done", "damaged"].map(|name| counted(place.path(), "sound", name));
        assert_eq!(counts, [POINTS - 1, 1]);
        repair(place.path(), "sound", &table);
        assert_eq!(counted(place.path(), "sound", "recomputed"), round);
    }
}
