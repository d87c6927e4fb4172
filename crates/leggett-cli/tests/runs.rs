//! A run from its experiment file to its table and its figures.

mod common;

use common::{command, directory, leggett_in, names_in, times, write};
use std::fs;
use std::path::Path;

const FIGURE: &str = "
[[figure]]
name = \"entropy\"
[[figure.panel]]
x = \"time\"
y = \"entanglement_entropy\"
";

/// One point has fewer atoms than were seen, which only its own check finds.
const ONE_FAILS: &str = "format = 1
study = \"repeater\"
[parameters]
time = 1.5
outcome = 15
[[sweep]]
atoms = {values = [20, 10, 30]}
";

fn export(place: &Path, run: &str) -> String {
    let answer = leggett_in(place, &["export", run, "--to", "csv"]).expect(0);
    assert!(answer.stderr.is_empty(), "{answer:?}");
    answer.stdout
}

#[test]
fn a_run_says_where_it_is_and_what_it_did() {
    let place = directory();
    fs::create_dir(place.path().join("experiments")).expect("a directory can be made");
    write(
        &place.path().join("experiments"),
        "small.toml",
        &times(20, 5),
    );
    let arguments = ["run", "experiments/small.toml"];
    let answer = leggett_in(place.path(), &arguments).expect(0);
    assert_eq!(answer.stdout, "small.run\n");
    assert!(
        answer
            .stderr
            .starts_with("5 points: 5 computed, 0 reused, 0 failed")
    );
    assert_eq!(names_in(place.path()), ["experiments", "small.run"]);

    let again = leggett_in(place.path(), &arguments).expect(2);
    assert!(again.stderr.contains("small.run"), "{again:?}");
    assert!(again.stderr.contains("--resume"), "{again:?}");
    let resumed =
        leggett_in(place.path(), &["run", "experiments/small.toml", "--resume"]).expect(0);
    assert!(
        resumed.stderr.starts_with("5 points: 0 computed, 5 reused"),
        "{resumed:?}"
    );
    let quiet = ["--quiet", "run", "experiments/small.toml", "--resume"];
    let quiet = leggett_in(place.path(), &quiet).expect(0);
    assert_eq!(
        (quiet.stdout.as_str(), quiet.stderr.as_str()),
        ("small.run\n", "")
    );
}

#[test]
fn status_counts_points() {
    let place = directory();
    write(place.path(), "small.toml", &times(20, 5));
    leggett_in(place.path(), &["run", "small.toml", "--out", "here"]).expect(0);
    let text = leggett_in(place.path(), &["status", "here"])
        .expect(0)
        .stdout;
    assert!(text.starts_with("here: repeater, 5 points\n"), "{text}");
    let object = leggett_in(place.path(), &["status", "here", "--json"])
        .expect(0)
        .json();
    for (key, count) in [
        ("total", 5),
        ("done", 5),
        ("missing", 0),
        ("damaged", 0),
        ("recomputed", 0),
    ] {
        assert_eq!(object[key], count, "{key}: {object}");
    }
    assert_eq!(object["study"], "repeater");
    assert_eq!(object["failed"], serde_json::json!([]));
    assert_eq!(object["running"], false);
    let error = leggett_in(place.path(), &["status", "nowhere", "--json"]).error();
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|text| text.contains("nowhere")),
        "{error}"
    );
}

#[test]
fn another_experiment_never_mixes_with_a_run() {
    let place = directory();
    write(place.path(), "small.toml", &times(20, 5));
    leggett_in(place.path(), &["run", "small.toml"]).expect(0);
    let before = export(place.path(), "small.run");
    write(place.path(), "small.toml", &times(21, 5));
    let refused = leggett_in(place.path(), &["run", "small.toml", "--resume"]).expect(2);
    assert!(refused.stderr.contains("small.run"), "{refused:?}");
    assert_eq!(export(place.path(), "small.run"), before);
}

#[test]
fn the_table_has_the_numbers_of_eval_to_the_bit() {
    let place = directory();
    write(place.path(), "small.toml", &times(20, 3));
    leggett_in(place.path(), &["run", "small.toml"]).expect(0);
    let table = export(place.path(), "small.run");
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let column = |name: &str| {
        let found = header.iter().position(|field| *field == name);
        found.unwrap_or_else(|| panic!("{name} in {header:?}"))
    };
    let (time, entropy) = (column("time"), column("entanglement_entropy"));
    let mut count = 0;
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let arguments = [
            "eval",
            "repeater",
            "atoms=20",
            &format!("time={}", fields[time]),
            "--json",
        ];
        let object = leggett_in(place.path(), &arguments).expect(0).json();
        let value = object["observables"]["entanglement_entropy"]["value"].as_f64();
        assert_eq!(value, fields[entropy].parse().ok(), "{line}");
        count += 1;
    }
    assert_eq!(count, 3);
}

#[test]
fn the_table_is_written_whole_to_a_file_or_a_pipe() {
    let place = directory();
    write(place.path(), "small.toml", &times(20, 5));
    leggett_in(place.path(), &["run", "small.toml"]).expect(0);
    let table = export(place.path(), "small.run");
    write(place.path(), "table.csv", "old");
    let to_file = [
        "export",
        "small.run",
        "--to",
        "csv",
        "--output",
        "table.csv",
    ];
    let answer = leggett_in(place.path(), &to_file).expect(0);
    assert!(answer.stdout.is_empty());
    let written = fs::read_to_string(place.path().join("table.csv"));
    assert_eq!(written.expect("the file is there"), table);
    assert_eq!(
        names_in(place.path()),
        ["small.run", "small.toml", "table.csv"]
    );

    let nowhere = [
        "export",
        "small.run",
        "--to",
        "csv",
        "--output",
        "no/table.csv",
    ];
    let answer = leggett_in(place.path(), &nowhere).expect(1);
    assert!(answer.stderr.contains("no/table.csv"), "{answer:?}");
    let no_run = ["export", "nothing", "--to", "csv", "--output", "table.csv"];
    assert_ne!(leggett_in(place.path(), &no_run).code, Some(0));
    let kept = fs::read_to_string(place.path().join("table.csv"));
    assert_eq!(kept.expect("the file is there"), table);
    assert_eq!(
        names_in(place.path()),
        ["small.run", "small.toml", "table.csv"]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn full_devices_and_readers_that_leave() {
    let place = directory();
    write(place.path(), "small.toml", &times(20, 5));
    leggett_in(place.path(), &["run", "small.toml"]).expect(0);
    let arguments = ["export", "small.run", "--to", "csv"];
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("Linux has it");
    let output = command(place.path(), &arguments).stdout(full).output();
    let answer = common::Answer::from(output.expect("the binary starts")).expect(1);
    assert!(answer.stderr.contains("No space left"), "{answer:?}");
    let to_device = [
        "export",
        "small.run",
        "--to",
        "csv",
        "--output",
        "/dev/full",
    ];
    let answer = leggett_in(place.path(), &to_device).expect(1);
    assert!(answer.stderr.contains("/dev/full"), "{answer:?}");

    let mut process = command(place.path(), &arguments)
        .spawn()
        .expect("the binary starts");
    drop(process.stdout.take());
    let output = process.wait_with_output().expect("the process ends");
    let answer = common::Answer::from(output).expect(0);
    assert_eq!(answer.stderr, "");
}

#[test]
fn a_failed_point_is_kept_with_its_error_and_the_others_are_computed() {
    let place = directory();
    write(place.path(), "mixed.toml", ONE_FAILS);
    let answer = leggett_in(place.path(), &["run", "mixed.toml"]).expect(3);
    assert_eq!(answer.stdout, "mixed.run\n");
    assert!(answer.stderr.contains("1 of 3 points failed"), "{answer:?}");
    let object = leggett_in(place.path(), &["status", "mixed.run", "--json"])
        .expect(0)
        .json();
    assert_eq!(object["done"], 2);
    assert_eq!(object["failed"][0]["point"], 1);
    let message = object["failed"][0]["message"].as_str().unwrap_or("");
    assert!(message.contains("outcome"), "{object}");
    let text = leggett_in(place.path(), &["status", "mixed.run"])
        .expect(0)
        .stdout;
    assert!(text.contains(&format!("point 1: {message}")), "{text}");
    assert_eq!(export(place.path(), "mixed.run").lines().count(), 4);
    leggett_in(place.path(), &["run", "mixed.toml", "--resume"]).expect(3);
}

#[test]
fn figures_are_drawn_from_a_run_and_from_an_experiment() {
    let place = directory();
    write(
        place.path(),
        "drawn.toml",
        &format!("{}{FIGURE}", times(20, 30)),
    );
    leggett_in(place.path(), &["run", "drawn.toml", "--no-plot"]).expect(0);
    assert!(!place.path().join("drawn.run/figures/entropy.svg").exists());
    for source in ["drawn.run", "drawn.toml"] {
        let answer = leggett_in(place.path(), &["plot", source]).expect(0);
        let mut files: Vec<&str> = answer.stdout.lines().collect();
        files.sort_unstable();
        assert_eq!(
            files,
            [
                "drawn.run/figures/entropy.png",
                "drawn.run/figures/entropy.svg"
            ]
        );
        for file in files {
            let path = place.path().join(file);
            let bytes = fs::read(&path).expect("the figure is there");
            assert!(
                bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"<"),
                "{file}"
            );
            fs::remove_file(path).expect("the figure can be removed");
        }
    }
    leggett_in(place.path(), &["run", "drawn.toml", "--out", "other"]).expect(0);
    assert!(place.path().join("other/figures/entropy.svg").exists());
    let none = write(place.path(), "plain.toml", &times(20, 3));
    let none = none.display().to_string();
    let answer = leggett_in(place.path(), &["plot", none.as_str()]).expect(0);
    assert_eq!(answer.stdout, "");
    assert!(answer.stderr.contains("asks for no figures"), "{answer:?}");
}

#[test]
fn the_table_does_not_depend_on_the_number_of_threads() {
    let place = directory();
    write(place.path(), "threads.toml", &times(300, 60));
    let tables: Vec<String> = ["1", "2", "4"]
        .iter()
        .map(|jobs| {
            let out = format!("run-{jobs}");
            let arguments = ["run", "threads.toml", "--jobs", jobs, "--out", out.as_str()];
            leggett_in(place.path(), &arguments).expect(0);
            export(place.path(), &out)
        })
        .collect();
    assert_eq!(tables[0].lines().count(), 61);
    assert_eq!(tables[0], tables[1]);
    assert_eq!(tables[0], tables[2]);
}
