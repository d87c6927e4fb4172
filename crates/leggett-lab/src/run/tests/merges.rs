//! Runs joined into one.

use super::{Bench, FORTY, STUDIES, contents, experiment};
use crate::run::directory::Directory;
use crate::run::results::Results;
use crate::run::row::Row;
use crate::run::store::Store;
use crate::run::{MergeSummary, RunOptions, Shard, merge, run};
use leggett_studies::error::Kind;
use leggett_studies::{Observed, Work};
use std::fs;

const SHARDS: [&str; 3] = ["a", "b", "c"];

/// Three shards of the forty points, and the table of a whole run of them.
fn shards() -> (Bench, String) {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    for (name, shard) in SHARDS.iter().zip(["1/3", "2/3", "3/3"]) {
        bench.run_shard(name, FORTY, shard).unwrap();
    }
    let table = bench.export("whole");
    (bench, table)
}

/// The error of a merge that is not allowed, which leaves nothing behind.
fn refused(bench: &Bench, names: &[&str], exit_code: u8) -> String {
    let before = fs::read_dir(bench.folder.path()).unwrap().count();
    let error = bench.merge("refused", names).unwrap_err();
    assert_eq!(error.exit_code(), exit_code, "{error}");
    assert_eq!(fs::read_dir(bench.folder.path()).unwrap().count(), before);
    error.to_string()
}

#[test]
fn three_shards_merged_are_one_run() {
    let (bench, table) = shards();
    let before: Vec<_> = SHARDS.map(|name| contents(&bench.path(name))).into();
    let summary = bench.merge("merged", &["c", "a", "b"]).unwrap();
    assert_eq!(
        (
            summary.total,
            summary.stored,
            summary.failed,
            summary.damaged
        ),
        (40, 40, 2, 0)
    );
    assert_eq!(bench.export("merged"), table);
    let after: Vec<_> = SHARDS.map(|name| contents(&bench.path(name))).into();
    assert_eq!(before, after, "nothing of the shards is changed");
    let status = bench.status("merged");
    assert!(status.shard.is_whole() && !status.running);
    assert_eq!((status.total, status.done, status.missing), (40, 38, 0));
    assert_eq!(bench.run("merged", FORTY).unwrap().reused, 40);
    let names = fs::read_dir(bench.folder.path()).unwrap();
    let hidden = names.filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().starts_with('.')
    });
    assert_eq!(hidden.count(), 0);
}

#[test]
fn a_merged_run_has_the_times_of_its_points() {
    let (bench, _) = shards();
    bench.merge("merged", &SHARDS).unwrap();
    let timings = |name: &str| {
        let directory = Directory::new(&bench.path(name));
        let experiment = directory.experiment(&STUDIES).unwrap();
        Results::open(&directory, &experiment).unwrap().timings()
    };
    let merged = timings("merged");
    assert_eq!(merged.len(), 40);
    for name in SHARDS {
        let own = timings(name);
        assert!(own.iter().all(|(index, seconds)| merged[index] == *seconds));
    }
}

#[test]
fn missing_points_are_counted_and_computed_later() {
    let (bench, table) = shards();
    let summary = bench.merge("merged", &["a", "c"]).unwrap();
    assert_eq!((summary.total, summary.stored), (40, 27));
    assert_eq!(bench.status("merged").missing, 13);
    let summary = bench.run("merged", FORTY).unwrap();
    assert_eq!(
        (summary.reused, summary.computed, summary.recomputed),
        (27, 13, 0)
    );
    assert_eq!(bench.export("merged"), table);
}

#[test]
fn the_same_results_twice_are_no_contradiction() {
    let (bench, table) = shards();
    bench.merge("merged", &["a", "whole", "a", "b"]).unwrap();
    assert_eq!(bench.export("merged"), table);
    bench.merge("again", &["merged", "c"]).unwrap();
    assert_eq!(bench.export("again"), table);
}

#[test]
fn different_results_of_one_point_are_refused() {
    let (bench, _) = shards();
    let experiment = experiment(FORTY);
    let directory = Directory::new(&bench.path("b"));
    let mut store = Store::open(&directory.database(), None).unwrap();
    // Another machine rounds otherwise.
    let mut arguments = experiment.point(4).unwrap();
    arguments.seed = 1;
    let mut outcome = experiment.study().evaluate(&arguments, &Work::new());
    let total = &mut outcome.as_mut().unwrap().observables[0];
    let mut estimate = total.estimate().unwrap();
    estimate.value += 1e-15;
    *total = Observed::number("total", Some(estimate));
    let row = Row::new(4, experiment.key(4).unwrap(), &outcome);
    store.append(&[row], &[]).unwrap();
    store.close().unwrap();
    let message = refused(&bench, &["whole", "b"], 2);
    for part in ["point 4", "/whole", "/b"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(bench.merge("merged", &SHARDS).unwrap().stored, 40);
}

#[test]
fn runs_of_different_experiments_are_refused_by_name() {
    let (bench, _) = shards();
    bench.run("seed", &format!("seed = 7\n{FORTY}")).unwrap();
    bench
        .run("size", &FORTY.replace("size = 10", "size = 11"))
        .unwrap();
    bench.run("revision", FORTY).unwrap();
    let versions = bench.path("revision/versions.json");
    let text = fs::read_to_string(&versions).unwrap();
    let text = text.replace("\"revision\": 3", "\"revision\": 2");
    fs::write(&versions, text).unwrap();
    for (name, part) in [
        ("seed", "seed 0 and 7"),
        ("size", "parameters or sweeps"),
        ("revision", "revision 3 and 2"),
    ] {
        let message = refused(&bench, &["a", "b", name], 2);
        assert!(message.contains(part), "{message}");
        assert!(message.contains(&format!("/{name} are runs")), "{message}");
    }
    assert!(refused(&bench, &[], 2).contains("no run"));
    assert!(refused(&bench, &["a", "nowhere"], 2).contains("nowhere"));
}

#[test]
fn only_free_directories_are_taken() {
    let (bench, table) = shards();
    fs::write(bench.path("file"), "mine").unwrap();
    fs::create_dir(bench.path("full")).unwrap();
    fs::write(bench.path("full/notes.txt"), "mine").unwrap();
    for name in ["file", "full", "a", "whole", "file/below"] {
        let error = bench.merge(name, &SHARDS).unwrap_err();
        assert_eq!((error.exit_code(), error.kind()), (2, Kind::Contradiction));
        assert_eq!(error.details().parameter.as_deref(), Some("out"));
    }
    assert_eq!(bench.export("whole"), table);
    assert_eq!(fs::read(bench.path("file")).unwrap(), b"mine");
    fs::create_dir(bench.path("empty")).unwrap();
    bench.merge("empty", &SHARDS).unwrap();
    assert_eq!(bench.export("empty"), table);
    bench.merge("deep/er/merged", &SHARDS).unwrap();
    assert_eq!(bench.export("deep/er/merged"), table);
}

#[test]
fn what_a_killed_merge_left_does_not_show() {
    let (bench, table) = shards();
    let left = Directory::new(&bench.path(".merged.merging"));
    let lock = left.claim().unwrap();
    fs::write(left.database(), "half a database").unwrap();
    left.sign(&experiment(FORTY), Shard::WHOLE).unwrap();
    let error = bench.merge("merged", &SHARDS).unwrap_err();
    assert!(error.to_string().contains("in use"), "{error}");
    drop(lock);
    bench.merge("merged", &SHARDS).unwrap();
    assert_eq!(bench.export("merged"), table);
    assert!(!bench.path(".merged.merging").exists());
}

#[test]
fn damaged_points_are_left_out_and_counted() {
    let (bench, table) = shards();
    let path = bench.path("b/results.sqlite");
    let mut bytes = fs::read(&path).unwrap();
    let key = experiment(FORTY).key(7).unwrap();
    let offset = bytes.windows(32).position(|window| window == key).unwrap();
    bytes[offset + 40] ^= 4;
    fs::write(&path, bytes).unwrap();
    let summary = bench.merge("merged", &SHARDS).unwrap();
    assert_eq!((summary.stored, summary.damaged), (39, 1));
    assert_eq!(bench.status("merged").missing, 1);
    // Another run may have the point.
    let summary = bench.merge("saved", &["a", "b", "c", "whole"]).unwrap();
    assert_eq!((summary.stored, summary.damaged), (40, 0));
    assert_eq!(bench.export("saved"), table);
}

#[test]
fn a_result_goes_before_a_lack_of_memory() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\nbytes = {values = [1000, 1e6]}";
    bench.run("enough", lines).unwrap();
    let work = Work::new();
    let options = RunOptions {
        memory: Some(2000),
        ..bench.options("short")
    };
    let watch = super::Watch::new(&work, usize::MAX);
    run(&experiment(lines), &options, &work, &watch).unwrap();
    assert_eq!(bench.status("short").failed.len(), 1);
    for (out, names) in [("one", ["short", "enough"]), ("two", ["enough", "short"])] {
        let summary = bench.merge(out, &names).unwrap();
        assert_eq!((summary.stored, summary.failed), (2, 0));
        assert_eq!(bench.export(out), bench.export("enough"));
    }
    assert_eq!(bench.merge("three", &["short"]).unwrap().failed, 1);
}

#[test]
fn an_interrupted_merge_leaves_nothing() {
    let (bench, _) = shards();
    let work = Work::new();
    work.cancel();
    let runs = SHARDS.map(|name| bench.path(name));
    let error = merge(&STUDIES, &bench.path("merged"), &runs, &work).unwrap_err();
    assert_eq!(error.kind(), Kind::Interrupted);
    assert!(!bench.path("merged").exists() && !bench.path(".merged.merging").exists());
}

#[test]
fn a_run_that_goes_on_is_reported() {
    let (bench, table) = shards();
    let lock = Directory::new(&bench.path("b")).claim().unwrap();
    let MergeSummary { running, .. } = bench.merge("merged", &SHARDS).unwrap();
    assert_eq!(running, [bench.path("b")]);
    drop(lock);
    assert_eq!(bench.export("merged"), table);
}
