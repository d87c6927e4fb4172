//! Which directories a run takes, and which it refuses.

use super::{Bench, FORTY, Watch, contents, experiment};
use crate::error::Error;
use crate::run::directory::Directory;
use crate::run::execute::run_limited;
use crate::run::{RunOptions, run, status};
use leggett_studies::Work;
use leggett_studies::error::Kind;
use std::fs;

/// The error of a run that is not allowed, which exits with 2.
fn refused(bench: &Bench, lines: &str, options: &RunOptions) -> Error {
    let before = contents(bench.folder.path());
    let work = Work::new();
    let watch = Watch::new(&work, usize::MAX);
    let error = run(&experiment(lines), options, &work, &watch).unwrap_err();
    assert_eq!(error.exit_code(), 2, "{error}");
    assert_eq!(before, contents(bench.folder.path()));
    error
}

#[test]
fn an_existing_run_is_only_continued_when_asked() {
    let bench = Bench::new();
    bench.run("run", FORTY).unwrap();
    let before = contents(&bench.path("run"));
    let error = refused(&bench, FORTY, &bench.options("run"));
    assert_eq!(error.kind(), Kind::Contradiction);
    assert!(error.to_string().contains("--resume"), "{error}");
    assert_eq!(before, contents(&bench.path("run")));
}

#[test]
fn runs_of_other_experiments_are_refused() {
    let bench = Bench::new();
    bench.run("run", FORTY).unwrap();
    let before = contents(&bench.path("run"));
    let resume = RunOptions {
        resume: true,
        ..bench.options("run")
    };
    for other in [
        FORTY.replace("size = 10", "size = 11"),
        format!("seed = 5\n{FORTY}"),
    ] {
        for options in [&resume, &bench.options("run")] {
            let error = refused(&bench, &other, options);
            assert_eq!(error.kind(), Kind::Contradiction);
            assert!(error.to_string().contains("another experiment"), "{error}");
        }
    }
    // The same without the file that says so at once.
    fs::remove_file(bench.path("run/versions.json")).unwrap();
    let other = FORTY.replace("size = 10", "size = 11");
    assert!(
        refused(&bench, &other, &resume)
            .to_string()
            .contains("another experiment")
    );
    assert_eq!(before.len(), contents(&bench.path("run")).len() + 1);
    assert_eq!(bench.run("run", FORTY).unwrap().reused, 40);
}

#[test]
fn runs_of_another_revision_are_refused_but_can_be_read() {
    let bench = Bench::new();
    bench.run("run", "[parameters]\nsize = 1").unwrap();
    let versions = bench.path("run/versions.json");
    let text = fs::read_to_string(&versions).unwrap();
    fs::write(
        &versions,
        text.replace("\"revision\": 3", "\"revision\": 2"),
    )
    .unwrap();
    let resume = RunOptions {
        resume: true,
        ..bench.options("run")
    };
    let error = refused(&bench, "[parameters]\nsize = 1", &resume);
    assert!(error.to_string().contains("revision 2"), "{error}");
    // Its rows are those of revision 3, and do not pass for those of 2.
    assert_eq!(
        (bench.status("run").done, bench.status("run").damaged),
        (0, 1)
    );
}

#[test]
fn figures_and_comments_may_change() {
    let bench = Bench::new();
    bench.run("run", FORTY).unwrap();
    let changed = format!("title = \"new\" # comment\n{FORTY}");
    assert_eq!(bench.run("run", &changed).unwrap().reused, 40);
    assert!(
        fs::read_to_string(bench.path("run/experiment.toml"))
            .unwrap()
            .contains("# comment")
    );
}

#[test]
fn directories_that_cannot_be_used_are_refused() {
    let bench = Bench::new();
    fs::create_dir(bench.path("other")).unwrap();
    fs::write(bench.path("other/notes.txt"), "mine").unwrap();
    let error = refused(&bench, FORTY, &bench.options("other"));
    assert_eq!(error.kind(), Kind::Contradiction);
    assert!(error.to_string().contains("notes.txt"), "{error}");
    fs::write(bench.path("file"), "mine").unwrap();
    for name in ["file", "file/below", ""] {
        let options = RunOptions {
            out: if name.is_empty() {
                "".into()
            } else {
                bench.path(name)
            },
            ..bench.options("x")
        };
        let error = refused(&bench, FORTY, &options);
        assert_eq!(error.kind(), Kind::OutOfRange, "{error}");
        assert_eq!(error.details().parameter.as_deref(), Some("out"));
    }
    assert!(
        status(&super::STUDIES, &bench.path("other"))
            .unwrap_err()
            .exit_code()
            == 2
    );
}

#[test]
fn bad_input_leaves_no_directory() {
    let bench = Bench::new();
    for (lines, kind, place) in [
        (
            "[parameters]\nsize = 1\nmode = \"refuses\"\n[[sweep]]\ntime = {range = [1, 99, 1]}",
            Kind::Contradiction,
            "test.toml:5:8",
        ),
        (
            "[parameters]\nsize = 1\n[[sweep]]\nbytes = {range = [1e9, 2e9, 1e8]}",
            Kind::TooLarge,
            "",
        ),
    ] {
        let error = refused(&bench, lines, &bench.options("new/run"));
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(place), "{error}");
        assert!(!bench.path("new").exists());
    }
    let options = RunOptions {
        jobs: Some(0),
        ..bench.options("new/run")
    };
    refused(&bench, FORTY, &options);
    assert!(!bench.path("new").exists());
}

#[test]
fn empty_and_unfinished_directories_are_taken() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("run")).unwrap();
    fs::write(bench.path("run/run.lock"), "").unwrap();
    fs::write(bench.path("run/experiment.toml.new"), "form").unwrap();
    let work = Work::new();
    let watch = Watch::new(&work, usize::MAX);
    let summary = run(&experiment(FORTY), &bench.options("run"), &work, &watch).unwrap();
    assert_eq!(summary.computed, 40);
    let files = contents(&bench.path("run"));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "experiment.toml",
            "log.txt",
            "results.sqlite",
            "run.lock",
            "versions.json"
        ]
    );
}

#[test]
fn one_process_at_a_time() {
    let bench = Bench::new();
    bench.run("run", FORTY).unwrap();
    let lock = Directory::new(&bench.path("run")).claim().unwrap();
    assert!(bench.status("run").running);
    let resume = RunOptions {
        resume: true,
        ..bench.options("run")
    };
    let error = refused(&bench, FORTY, &resume);
    assert!(error.to_string().contains("in use"), "{error}");
    drop(lock);
    assert!(!bench.status("run").running);
    assert_eq!(bench.run("run", FORTY).unwrap().reused, 40);
}

#[test]
fn a_full_disk_loses_nothing() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\ntime = {linspace = [0, 1, 400]}";
    bench.run("whole", lines).unwrap();
    let work = Work::new();
    let watch = Watch::new(&work, usize::MAX);
    let error = run_limited(
        &experiment(lines),
        &bench.options("run"),
        &work,
        &watch,
        Some(12),
    )
    .unwrap_err();
    assert_eq!((error.kind(), error.exit_code()), (Kind::Io, 1));
    assert!(error.to_string().contains("disk is full"), "{error}");
    assert!(
        work.check().is_ok(),
        "the caller's own handle is not cancelled"
    );
    let stored = bench.status("run").done;
    assert!(stored > 0 && stored < 400, "{stored}");
    let summary = bench.run("run", lines).unwrap();
    assert_eq!((summary.reused, summary.recomputed), (stored, 0));
    assert_eq!(bench.export("run"), bench.export("whole"));
}
