//! Shards of a run, merged: not a byte differs from a run in one piece.

mod common;

use common::{Answer, command, directory, leggett_in, names_in, times, write};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

const SHARDS: [&str; 3] = ["many-1-of-3.run", "many-2-of-3.run", "many-3-of-3.run"];

fn export(place: &Path, run: &str) -> String {
    leggett_in(place, &["export", run, "--to", "csv"])
        .expect(0)
        .stdout
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for name in names_in(&next) {
            let path = next.join(name);
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("the file can be read");
                let name = path.strip_prefix(folder).expect("it is below");
                found.push((name.to_owned(), bytes));
            }
        }
    }
    found.sort();
    found
}

/// Exports a run as a store and returns its bytes.
fn store(place: &Path, run: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let name = format!("{run}.zarr");
    let answer = leggett_in(place, &["export", run, "--to", "zarr", "--output", &name]);
    answer.expect(0);
    tree(&place.join(name))
}

/// Computes a shard, killed as soon as it has stored something.
fn killed_and_resumed(place: &Path, shard: &str, run: &str) {
    let arguments = ["run", "many.toml", "--shard", shard, "--resume"];
    let mut process = command(place, &arguments)
        .spawn()
        .expect("the binary starts");
    loop {
        let answer = leggett_in(place, &["status", run, "--json"]);
        if answer.code == Some(0) && answer.json()["done"].as_u64() > Some(0) {
            break;
        }
        let ended = process.try_wait().expect("the process is ours");
        assert_eq!(ended, None, "it was too fast");
        sleep(Duration::from_millis(5));
    }
    process.kill().expect("the process was not waited for");
    process.wait().expect("the process ends");
    let before = leggett_in(place, &["status", run, "--json"]).json();
    assert_eq!(
        (&before["shard"], &before["total"]),
        (&shard.into(), &100.into())
    );
    assert!(before["missing"].as_u64() > Some(0), "{before}");
    let answer = leggett_in(place, &arguments).expect(0);
    let said = format!("shard {shard} with 100 points: ");
    assert!(answer.stderr.starts_with(&said), "{answer:?}");
}

#[test]
fn three_shards_merged_export_the_bytes_of_one_run() {
    let place = directory();
    let place = place.path();
    write(place, "many.toml", &times(3000, 300));
    leggett_in(place, &["run", "many.toml"]).expect(0);
    killed_and_resumed(place, "2/3", SHARDS[1]);
    for (shard, run) in [("1/3", SHARDS[0]), ("3/3", SHARDS[2])] {
        let answer = leggett_in(place, &["run", "many.toml", "--shard", shard]).expect(0);
        assert_eq!(answer.stdout, format!("{run}\n"));
    }
    let mut arguments = vec!["merge", "--out", "merged"];
    arguments.extend(SHARDS);
    let answer = leggett_in(place, &arguments).expect(0);
    assert_eq!(answer.stdout, "merged\n");
    assert_eq!(
        answer.stderr,
        "300 points: 300 from 3 runs, 0 missing, 0 failed\n"
    );
    assert_eq!(export(place, "merged"), export(place, "many.run"));
    if cfg!(feature = "zarr") {
        let whole = store(place, "many.run");
        assert!(whole.len() > 10);
        assert!(store(place, "merged") == whole, "the stores differ");
    }
    let resume = ["run", "many.toml", "--resume", "--out", "merged"];
    let answer = leggett_in(place, &resume).expect(0);
    assert!(
        answer
            .stderr
            .starts_with("300 points: 0 computed, 300 reused"),
        "{answer:?}"
    );
}

/// An error that names what is allowed and leaves nothing behind.
fn refused(place: &Path, arguments: &[&str], parts: &[&str]) -> Answer {
    let before = names_in(place);
    let answer = leggett_in(place, arguments).expect(2);
    assert!(answer.stdout.is_empty(), "{answer:?}");
    for part in parts {
        assert!(answer.stderr.contains(part), "{arguments:?}: {answer:?}");
    }
    assert_eq!(names_in(place), before, "{arguments:?}");
    answer
}

#[test]
fn a_shard_is_a_number_of_a_number() {
    let place = directory();
    write(place.path(), "few.toml", &times(20, 5));
    for shard in [
        "0/3",
        "4/3",
        "1/0",
        "a/b",
        "1/3/5",
        "1/99999999999",
        "3",
        "/",
        "",
        "+1/3",
        "1.5/3",
    ] {
        let arguments = ["run", "few.toml", "--shard", shard];
        let parts = ["error: ", "shard", "allowed: i/n", "argument "];
        refused(place.path(), &arguments, &parts[..3]);
        if !shard.is_empty() {
            refused(place.path(), &arguments, &parts);
        }
    }
    for shard in ["--shard=-1/3", "--shard=1/-3"] {
        refused(place.path(), &["run", "few.toml", shard], &["allowed: i/n"]);
    }
    let json = ["run", "few.toml", "--shard", "4/3", "--json"];
    leggett_in(place.path(), &json).expect(2);
}

#[test]
fn more_shards_than_points_are_no_failure() {
    let place = directory();
    write(place.path(), "few.toml", &times(20, 1));
    for shard in ["1/3", "2/3", "3/3"] {
        leggett_in(place.path(), &["run", "few.toml", "--shard", shard]).expect(0);
    }
    let runs = ["few-3-of-3.run", "few-2-of-3.run", "few-1-of-3.run"];
    let mut arguments = vec!["--quiet", "merge", "--out", "merged"];
    arguments.extend(runs);
    let answer = leggett_in(place.path(), &arguments).expect(0);
    assert!(answer.stderr.is_empty(), "{answer:?}");
    leggett_in(place.path(), &["run", "few.toml"]).expect(0);
    assert_eq!(
        export(place.path(), "merged"),
        export(place.path(), "few.run")
    );
    let text = leggett_in(place.path(), &["status", "few-2-of-3.run"]).stdout;
    assert!(text.contains("0 points of shard 2/3"), "{text}");
}

#[test]
fn merges_that_would_mix_or_overwrite_are_refused() {
    let place = directory();
    let place = place.path();
    write(place, "one.toml", &times(20, 4));
    write(place, "two.toml", &times(21, 4));
    for file in ["one.toml", "two.toml"] {
        leggett_in(place, &["run", file]).expect(0);
    }
    let different = ["one.run", "two.run", "different experiments"];
    refused(
        place,
        &["merge", "--out", "new", "one.run", "two.run"],
        &different,
    );
    let before = tree(place);
    for (out, part) in [
        ("one.run", "holds something"),
        ("one.toml", "cannot be used"),
    ] {
        refused(place, &["merge", "--out", out, "one.run"], &[out, part]);
    }
    refused(place, &["merge", "--out", "new", "nowhere"], &["nowhere"]);
    refused(place, &["merge", "--out", "new"], &["RUN"]);
    refused(place, &["merge", "one.run"], &["--out"]);
    assert_eq!(tree(place), before);
    let other = [
        "run", "one.toml", "--shard", "1/2", "--out", "one.run", "--resume",
    ];
    refused(place, &other, &["all points", "--shard"]);
}
