//! Every bad input is refused with exit code 2, names what is wrong, what is
//! allowed and where it was set, and leaves nothing behind.

mod common;

use common::{directory, leggett, leggett_in, names_in, write};

/// Arguments of `eval repeater`, the kind of error, the parameter at fault.
const BAD: [(&str, &str, &str); 27] = [
    ("atoms=0 time=1", "out-of-range", "atoms"),
    ("atoms=-1 time=1", "out-of-range", "atoms"),
    ("atoms=1.5 time=1", "wrong-type", "atoms"),
    ("atoms=nan time=1", "out-of-range", "atoms"),
    ("atoms=inf time=1", "out-of-range", "atoms"),
    ("atoms=1e17 time=1", "out-of-range", "atoms"),
    ("atoms=1e300 time=1", "out-of-range", "atoms"),
    ("atoms=many time=1", "wrong-type", "atoms"),
    ("atoms= time=1", "wrong-type", "atoms"),
    ("atoms=[1,2] time=1", "wrong-type", "atoms"),
    ("atoms=10 time=nan", "out-of-range", "time"),
    ("atoms=10 time=inf", "out-of-range", "time"),
    ("atoms=10 time=-inf", "out-of-range", "time"),
    ("atoms=10 time=pi/0", "out-of-range", "time"),
    ("atoms=10 time=2pi", "wrong-type", "time"),
    ("atoms=10 time=1 nodes=1", "out-of-range", "nodes"),
    ("atoms=10 time=1 nodes=0", "out-of-range", "nodes"),
    ("atoms=10 time=1 outcome=-1", "out-of-range", "outcome"),
    ("atoms=10 time=1 tolerance=0", "out-of-range", "tolerance"),
    (
        "atoms=10 time=1 tolerance=1e-20",
        "out-of-range",
        "tolerance",
    ),
    ("atoms=10 time=1 tolerance=-1", "out-of-range", "tolerance"),
    ("atoms=10 time=1 window=0", "out-of-range", "window"),
    ("atoms=10 time=1 method=magic", "out-of-range", "method"),
    (
        "atoms=10 time=1 observables=[]",
        "wrong-type",
        "observables",
    ),
    (
        "atoms=10 time=1 observables=E",
        "out-of-range",
        "observables",
    ),
    ("atom=10 time=1", "unknown-parameter", "atom"),
    ("atoms=10 time=1 atoms=10", "duplicate", "atoms"),
];

#[test]
fn a_bad_parameter_is_named_with_what_is_allowed_and_where_it_was_set() {
    let empty = directory();
    for (text, kind, parameter) in BAD {
        let mut arguments = vec!["eval", "repeater"];
        arguments.extend(text.split(' '));
        let plain = leggett_in(empty.path(), &arguments).expect(2);
        assert!(plain.stdout.is_empty(), "{plain:?}");
        assert!(plain.stderr.starts_with("error: "), "{plain:?}");
        assert!(plain.stderr.contains("allowed: "), "{plain:?}");

        arguments.push("--json");
        let answer = leggett_in(empty.path(), &arguments).expect(2);
        assert!(answer.stderr.is_empty(), "{answer:?}");
        let error = answer.error();
        assert_eq!(error["kind"], kind, "{text}: {error}");
        assert_eq!(error["parameter"], parameter, "{text}: {error}");
        assert!(!error["allowed"].as_str().unwrap_or("").is_empty());
        let place = error["where"].as_str().unwrap_or("");
        let argument = format!("`{parameter}=");
        assert!(
            place.starts_with("argument ") && place.contains(&argument),
            "{text}: {error}"
        );
        assert!(plain.stderr.contains(place), "{plain:?}");
    }
    assert!(names_in(empty.path()).is_empty());
}

#[test]
fn what_only_the_study_can_check_names_its_argument_too() {
    for (text, parameters) in [
        ("atoms=10 time=1 outcome=11", ["outcome", "atoms"]),
        (
            "atoms=10 time=1 nodes=4 outcome=[1,2,3]",
            ["outcome", "nodes"],
        ),
        (
            "atoms=1e4 time=1 window=1 tolerance=1e-12",
            ["window", "tolerance"],
        ),
    ] {
        let mut arguments = vec!["eval", "repeater", "--json"];
        arguments.extend(text.split(' '));
        let error = leggett(&arguments).expect(2).error();
        let named = error["parameter"].as_str().unwrap_or("");
        assert!(parameters.contains(&named), "{text}: {error}");
        let place = error["where"].as_str().unwrap_or("");
        assert!(place.contains(&format!("`{named}=")), "{text}: {error}");
    }
}

#[test]
fn all_missing_parameters_are_listed() {
    let error = leggett(&["eval", "repeater", "--json"]).expect(2).error();
    assert_eq!(error["kind"], "missing");
    assert_eq!(error["parameter"], "atoms");
    let answer = leggett(&["eval", "repeater"]).expect(2);
    assert!(answer.stderr.contains("`atoms` and `time`"), "{answer:?}");
    assert!(answer.stderr.contains("from 1 to 1e16"), "{answer:?}");
    let one = leggett(&["eval", "repeater", "atoms=3"]).expect(2);
    assert!(one.stderr.contains("needs `time`"), "{one:?}");
}

#[test]
fn misspelt_names_get_a_suggestion() {
    for (arguments, suggestion) in [
        (&["eval", "repeter", "atoms=3"][..], "`repeater`"),
        (&["eval", "repeater", "atmos=3"], "`atoms`"),
        (
            &["eval", "repeater", "atoms=3", "time=1", "method=bandet"],
            "`banded`",
        ),
        (&["describe", "repeatr", "--json"], "`repeater`"),
    ] {
        let answer = leggett(arguments).expect(2);
        let text = format!("{}{}", answer.stdout, answer.stderr);
        assert!(
            text.contains(&format!("did you mean {suggestion}")),
            "{answer:?}"
        );
    }
}

#[test]
fn an_argument_that_sets_nothing_is_told_how() {
    for word in ["atoms", "=3", "1e6"] {
        let error = leggett(&["eval", "repeater", word, "--json"])
            .expect(2)
            .error();
        assert_eq!(error["kind"], "wrong-type");
        assert!(
            error["allowed"]
                .as_str()
                .is_some_and(|text| text.contains("key=value"))
        );
        assert_eq!(error["where"], format!("argument 3: `{word}`"));
    }
    let option = leggett(&["eval", "repeater", "--atoms", "3"]).expect(2);
    assert!(option.stderr.contains("key=value"), "{option:?}");
}

#[test]
fn the_parser_s_own_errors_have_the_same_shape() {
    for (arguments, kind, parameter) in [
        (
            vec!["eval", "repeater", "--atoms", "3"],
            "unknown-parameter",
            "atoms",
        ),
        (vec!["eval", "repeater", "--memory"], "wrong-type", "memory"),
        (
            vec!["eval", "repeater", "--memory=much", "atoms=1"],
            "wrong-type",
            "memory",
        ),
        (
            vec!["eval", "repeater", "--jobs", "0"],
            "out-of-range",
            "jobs",
        ),
        (vec!["eval", "repeater", "-j", "two"], "wrong-type", "jobs"),
        (vec!["eval", "repeater", "--json"], "duplicate", "json"),
        (vec!["eval"], "missing", "STUDY"),
        (vec!["describe"], "missing", "STUDY"),
        (
            vec!["completions", "--json", "bash"],
            "unknown-parameter",
            "json",
        ),
    ] {
        let mut arguments = arguments;
        arguments.push("--json");
        let error = leggett(&arguments).expect(2).error();
        assert_eq!(error["kind"], kind, "{arguments:?}: {error}");
        assert_eq!(error["parameter"], parameter, "{arguments:?}: {error}");
        for key in ["message", "allowed", "where"] {
            assert!(error.get(key).is_some(), "{arguments:?}: {error}");
        }
    }
    let error = leggett(&["measure", "--json"]).expect(2).error();
    assert_eq!(error["kind"], "unknown-parameter");
    assert_eq!(error["where"], "argument 1: `measure`");
    let plain = leggett(&["export", "x", "--to", "xlsx"]).expect(2);
    assert!(plain.stderr.contains("csv"), "{plain:?}");
}

/// Experiment files, the kind of error, and what the message must contain.
const BAD_FILES: [(&str, &str, &str); 9] = [
    ("format = = 1\n", "not TOML", "bad.toml:1"),
    (
        "format = 1\nstudy = \"repeater\"\nsweeps = 3\n",
        "unknown key",
        "sweep",
    ),
    (
        "format = 1\nstudy = \"repeatr\"\n",
        "unknown study",
        "`repeater`",
    ),
    (
        "format = 99\nstudy = \"repeater\"\n",
        "unknown format",
        "format",
    ),
    (
        "format = 1\nstudy = \"repeater\"\n[parameters]\natoms = 3\n[[sweep]]\ntime = {values = []}\n",
        "empty axis",
        "bad.toml:6",
    ),
    (
        "format = 1\nstudy = \"repeater\"\n[[sweep]]\natoms = {range = [1, 1000000, 1]}\n\
         time = {linspace = [0, 1, 1000000]}\n",
        "too many points",
        "points",
    ),
    (
        "format = 1\nstudy = \"repeater\"\n[parameters]\natoms = 0\n[[sweep]]\ntime = {values = [1]}\n",
        "out of range",
        "bad.toml:4",
    ),
    (
        "format = 1\nstudy = \"repeater\"\n[parameters]\natoms = 3\natms = 3\n[[sweep]]\n\
         time = {values = [1]}\n",
        "unknown parameter",
        "bad.toml:5",
    ),
    (
        "format = 1\nstudy = \"repeater\"\n[[sweep]]\ntime = {values = [1]}\n",
        "missing parameter",
        "atoms",
    ),
];

#[test]
fn a_bad_experiment_file_leaves_nothing_behind() {
    for (text, what, contained) in BAD_FILES {
        let place = directory();
        write(place.path(), "bad.toml", text);
        for arguments in [["run", "bad.toml"], ["plot", "bad.toml"]] {
            let answer = leggett_in(place.path(), &arguments).expect(2);
            assert!(answer.stdout.is_empty(), "{what}: {answer:?}");
            assert!(answer.stderr.starts_with("error: "), "{what}: {answer:?}");
            assert!(answer.stderr.contains(contained), "{what}: {answer:?}");
            assert_eq!(names_in(place.path()), ["bad.toml"], "{what}");
        }
    }
}

#[test]
fn an_output_directory_that_is_none_or_not_ours_is_refused() {
    let place = directory();
    write(place.path(), "fine.toml", &common::times(3, 2));
    write(place.path(), "file", "mine");
    std::fs::create_dir(place.path().join("full")).expect("a directory can be made");
    write(&place.path().join("full"), "notes.txt", "mine");
    let before = names_in(place.path());
    for out in ["file", "file/run", "full"] {
        for resume in [&[][..], &["--resume"][..]] {
            let mut arguments = vec!["run", "fine.toml", "--out", out];
            arguments.extend(resume);
            let answer = leggett_in(place.path(), &arguments).expect(2);
            assert!(answer.stderr.contains(out), "{answer:?}");
        }
        assert_eq!(names_in(place.path()), before, "{out}");
        assert_eq!(names_in(&place.path().join("full")), ["notes.txt"]);
    }
    for arguments in [
        vec!["status", "full"],
        vec!["export", "full", "--to", "csv"],
        vec!["plot", "full"],
        vec!["status", "nowhere"],
    ] {
        let answer = leggett_in(place.path(), &arguments);
        assert!(matches!(answer.code, Some(1 | 2)), "{answer:?}");
        assert!(answer.stderr.contains(arguments[1]), "{answer:?}");
    }
    assert_eq!(names_in(place.path()), before);
    assert_eq!(names_in(&place.path().join("full")), ["notes.txt"]);
}
