//! What the commands that touch no run answer, and in which form.

mod common;

use common::{command, directory, leggett, leggett_in};
use std::io::Read;
use std::process::Stdio;

const COMMANDS: [&str; 10] = [
    "studies",
    "describe",
    "eval",
    "run",
    "status",
    "export",
    "plot",
    "reproduce",
    "schema",
    "completions",
];

#[test]
fn help_names_every_command_and_every_command_has_help() {
    let help = leggett(&["--help"]).expect(0);
    for name in COMMANDS {
        assert!(help.stdout.contains(&format!("  {name} ")), "{name}");
        let own = leggett(&[name, "--help"]).expect(0);
        assert!(
            own.stdout.contains(&format!("Usage: leggett {name}")),
            "{own:?}"
        );
        assert!(own.stderr.is_empty());
    }
    assert!(
        leggett(&["eval", "--help"])
            .stdout
            .contains("leggett describe STUDY")
    );
    let version = leggett(&["--version"]).expect(0);
    assert_eq!(
        version.stdout,
        format!("leggett {}\n", env!("CARGO_PKG_VERSION"))
    );
    let nothing = leggett::<&str>(&[]).expect(2);
    assert!(nothing.stdout.is_empty() && nothing.stderr.contains("Usage: leggett"));
}

#[test]
fn studies_are_listed_a_line_each_and_described() {
    let lines = leggett(&["studies"]).expect(0).stdout;
    let objects = leggett(&["studies", "--json"]).expect(0).json();
    let objects = objects["studies"].as_array().expect("a list").clone();
    assert_eq!(lines.lines().count(), objects.len());
    for (line, object) in lines.lines().zip(&objects) {
        let name = object["study"].as_str().expect("a name");
        assert_eq!(line.split_whitespace().next(), Some(name));
        let text = leggett(&["describe", name]).expect(0).stdout;
        let described = leggett(&["describe", name, "--json"]).expect(0).json();
        assert_eq!(described["study"], name);
        for part in ["parameters", "observables", "methods"] {
            let items = described[part].as_array().expect("a list");
            assert!(!items.is_empty(), "{name} {part}");
            for item in items {
                assert!(text.contains(item["name"].as_str().expect("a name")));
            }
        }
    }
}

#[test]
fn the_schema_is_json_and_knows_the_studies() {
    let text = leggett(&["schema"]).expect(0).stdout;
    let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(schema["$schema"].is_string());
    assert!(text.contains("\"repeater\"") && text.contains("\"sweep\""));
}

#[test]
fn completions_know_commands_options_and_studies() {
    for shell in ["bash", "zsh", "fish"] {
        let script = leggett(&["completions", shell]).expect(0).stdout;
        for word in COMMANDS.iter().chain(&["memory", "resume"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // Completions for fish leave out the values of arguments.
        assert!(shell == "fish" || script.contains("repeater"), "{shell}");
    }
    let answer = leggett(&["completions", "cmd"]).expect(2);
    assert!(answer.stderr.contains("bash"), "{answer:?}");
}

#[test]
fn eval_prints_one_object_with_every_default() {
    let arguments = ["eval", "repeater", "atoms=100", "time=2*pi/3", "--json"];
    let answer = leggett(&arguments).expect(0);
    assert!(answer.stderr.is_empty(), "{answer:?}");
    let object = answer.json();
    for key in [
        "leggett",
        "schema",
        "study",
        "revision",
        "parameters",
        "seed",
        "method",
        "observables",
        "warnings",
        "elapsed_s",
    ] {
        assert!(!object[key].is_null(), "{key}: {object}");
    }
    assert_eq!(object["parameters"]["atoms"], 100);
    assert_eq!(object["parameters"]["nodes"], 3);
    assert_eq!(object["parameters"]["time"]["expression"], "2*pi/3");
    let entropy = &object["observables"]["entanglement_entropy"];
    assert_eq!(entropy["unit"], "ebit");
    let (value, bound) = (entropy["value"].as_f64(), entropy["error_bound"].as_f64());
    // At t = 2π/3 three branches are told apart: log2 3 ebit.
    let deviation = (value.expect("a value") - 3f64.log2()).abs();
    assert!(deviation < 1e-6, "{entropy}");
    assert!(
        bound.is_some_and(|bound| (0.0..=1e-9).contains(&bound)),
        "{entropy}"
    );
    let kinds = ["exact", "certified", "estimated", "statistical"];
    assert!(kinds.iter().any(|kind| entropy["error_kind"] == *kind));
}

#[test]
fn eval_for_people_shows_bounds_and_defaults() {
    let answer = leggett(&["eval", "repeater", "atoms=100", "time=pi/3"]).expect(0);
    let line = |name: &str| {
        let found = answer
            .stdout
            .lines()
            .find(|line| line.trim_start().starts_with(name));
        found
            .unwrap_or_else(|| panic!("{name}: {answer:?}"))
            .to_owned()
    };
    let entropy = line("entanglement_entropy");
    assert!(
        entropy.contains(" ± ") && entropy.contains(" ebit ("),
        "{entropy}"
    );
    assert!(line("nodes").trim_end().ends_with("default"));
    assert!(!line("atoms").contains("default"));
    assert!(line("time").contains("pi/3 = 1.047"));
}

#[test]
fn eval_answers_only_what_was_asked() {
    let arguments = [
        "eval",
        "repeater",
        "atoms=10",
        "time=1",
        "observables=[log_probability,outcome_probability]",
        "--json",
    ];
    let object = leggett(&arguments).expect(0).json();
    let names: Vec<&String> = object["observables"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    assert_eq!(names, ["log_probability", "outcome_probability"]);
}

#[test]
fn eval_does_not_depend_on_the_number_of_threads() {
    let value = |jobs: &str| {
        let arguments = [
            "eval",
            "repeater",
            "atoms=3000",
            "time=1.234",
            "--json",
            "-j",
            jobs,
        ];
        leggett(&arguments).expect(0).json()["observables"].clone()
    };
    assert_eq!(value("1"), value("4"));
}

#[test]
fn nothing_is_left_behind_by_commands_that_only_answer() {
    let place = directory();
    for arguments in [
        &["studies"][..],
        &["schema"],
        &["eval", "repeater", "atoms=3", "time=1"],
    ] {
        leggett_in(place.path(), arguments).expect(0);
    }
    assert!(common::names_in(place.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    for arguments in [
        &["completions", "bash"][..],
        &["studies"],
        &["--help"],
        &["schema"],
    ] {
        let mut process = command(&std::env::temp_dir(), arguments)
            .spawn()
            .expect("the binary starts");
        drop(process.stdout.take());
        let mut stderr = String::new();
        let pipe = process.stderr.as_mut().expect("a pipe");
        pipe.read_to_string(&mut stderr)
            .expect("messages are UTF-8");
        let status = process.wait().expect("the process ends");
        assert_eq!(
            (status.code(), stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_an_error() {
    for arguments in [
        &["studies"][..],
        &["schema"],
        &["--help"],
        &["studies", "--json"],
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let output = command(&std::env::temp_dir(), arguments)
            .stdout(Stdio::from(full))
            .output();
        let answer = common::Answer::from(output.expect("the binary starts")).expect(1);
        assert!(
            answer.stderr.starts_with("error: cannot write"),
            "{answer:?}"
        );
    }
}
