//! Shards of a run.

use super::{Bench, FORTY, Watch, contents, experiment};
use crate::run::{RunOptions, Shard, plot_run, run};
use leggett_studies::Work;
use leggett_studies::error::Kind;
use std::fs;

/// The lines of a table; texts in it may have several.
fn records(table: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn a_shard_computes_and_counts_its_own_points() {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    let whole = bench.export("whole");
    for (number, count) in [(1, 14), (2, 13), (3, 13)] {
        let name = format!("shard{number}");
        let text = format!("{number}/3");
        let summary = bench.run_shard(&name, FORTY, &text).unwrap();
        assert_eq!((summary.total, summary.computed), (count, count));
        let status = bench.status(&name);
        assert_eq!(status.shard.to_string(), text);
        assert_eq!((status.total, status.missing), (count, 0));
        assert_eq!(status.done + status.failed.len(), count);
        let own = records(&whole).into_iter().enumerate();
        let own = own.filter(|(index, _)| index % 3 == number - 1);
        let own: Vec<csv::StringRecord> = own.map(|(_, record)| record).collect();
        assert_eq!(records(&bench.export(&name)), own);
        assert_eq!(bench.run_shard(&name, FORTY, &text).unwrap().reused, count);
    }
}

#[test]
fn more_shards_than_points_leave_some_empty() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1";
    assert_eq!(bench.run_shard("one", lines, "1/2").unwrap().computed, 1);
    let summary = bench.run_shard("none", lines, "2/2").unwrap();
    assert_eq!((summary.total, summary.computed), (0, 0));
    assert_eq!(bench.status("none").total, 0);
    assert_eq!(bench.export("none").lines().count(), 1);
}

/// The error of a run with this shard, which changes nothing.
fn refused(bench: &Bench, name: &str, shard: &str) -> String {
    let before = contents(&bench.path(name));
    let error = bench.run_shard(name, FORTY, shard).unwrap_err();
    assert_eq!((error.kind(), error.exit_code()), (Kind::Contradiction, 2));
    assert_eq!(error.details().parameter.as_deref(), Some("shard"));
    assert_eq!(before, contents(&bench.path(name)));
    error.to_string()
}

#[test]
fn a_directory_is_continued_with_its_own_shard_alone() {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    bench.run_shard("shard", FORTY, "2/3").unwrap();
    for other in ["1/3", "2/4", "1/1"] {
        let message = refused(&bench, "shard", other);
        assert!(message.contains("holds shard 2/3"), "{message}");
        assert!(message.contains("--shard 2/3"), "{message}");
    }
    let message = refused(&bench, "whole", "2/3");
    assert!(message.contains("all points"), "{message}");
}

#[test]
fn a_shard_is_known_without_its_versions() {
    let bench = Bench::new();
    bench.run_shard("shard", FORTY, "2/3").unwrap();
    fs::remove_file(bench.path("shard/versions.json")).unwrap();
    assert_eq!(bench.status("shard").total, 13);
    assert!(refused(&bench, "shard", "1/1").contains("holds shard 2/3"));
    assert_eq!(bench.run_shard("shard", FORTY, "2/3").unwrap().reused, 13);
    let versions = fs::read_to_string(bench.path("shard/versions.json")).unwrap();
    assert!(versions.contains("\"shard\": \"2/3\""), "{versions}");
}

#[test]
fn rows_of_other_shards_do_not_belong() {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    bench.run_shard("shard", FORTY, "2/3").unwrap();
    let table = bench.export("shard");
    let database = bench.path("shard/results.sqlite");
    fs::copy(bench.path("whole/results.sqlite"), database).unwrap();
    assert_eq!(bench.export("shard"), table);
    let status = bench.status("shard");
    assert_eq!(status.done + status.failed.len(), 13);
}

#[test]
fn an_interrupted_shard_goes_on() {
    let bench = Bench::new();
    let work = Work::new();
    let options = RunOptions {
        shard: Shard::parse("2/3").unwrap(),
        ..bench.options("shard")
    };
    let error = run(&experiment(FORTY), &options, &work, &Watch::new(&work, 4)).unwrap_err();
    assert!(error.to_string().contains("of 13 points"), "{error}");
    let summary = bench.run_shard("shard", FORTY, "2/3").unwrap();
    assert_eq!(summary.total, 13);
    assert!(summary.reused >= 4, "{summary:?}");
    bench.run_shard("undisturbed", FORTY, "2/3").unwrap();
    assert_eq!(bench.export("shard"), bench.export("undisturbed"));
}

#[test]
fn shards_draw_what_they_have() {
    let bench = Bench::new();
    let panel = "[[figure.panel]]\nx = \"time\"\ny = \"total\"\n";
    let lines = format!(
        "[parameters]\nsize = 1\n[[sweep]]\ntime = {{linspace = [0, 1, 10]}}\nparts = {{values = [1, 2]}}\n\
         [[figure]]\nname = \"there\"\n{panel}where = {{parts = 1}}\n\
         [[figure]]\nname = \"elsewhere\"\n{panel}where = {{parts = 2}}\n\
         [[figure]]\nname = \"refers\"\n{panel}reference = {{parts = 2}}\n"
    );
    bench.run_shard("shard", &lines, "1/2").unwrap();
    let plotted = plot_run(&super::STUDIES, &bench.path("shard")).unwrap();
    assert_eq!(plotted.left_out, ["elsewhere", "refers"]);
    assert_eq!(plotted.files.len(), 2);
    bench.run("whole", &lines).unwrap();
    let plotted = plot_run(&super::STUDIES, &bench.path("whole")).unwrap();
    assert_eq!((plotted.files.len(), plotted.left_out.len()), (6, 0));
}
