//! Parts on several threads, and the memory that they take.

use super::{Bench, FORTY, Watch, experiment};
use crate::run::{RunOptions, evaluate_parts, run};
use crate::testing::{TOY, peak};
use leggett_studies::Work;
use leggett_studies::error::Kind;

#[test]
fn results_do_not_depend_on_threads() {
    let bench = Bench::new();
    let mut tables = Vec::new();
    for jobs in [1, 2, 4, 13] {
        let name = format!("run{jobs}");
        let work = Work::new();
        let options = RunOptions {
            jobs: Some(jobs),
            ..bench.options(&name)
        };
        run(
            &experiment(FORTY),
            &options,
            &work,
            &Watch::new(&work, usize::MAX),
        )
        .unwrap();
        tables.push(bench.export(&name));
    }
    tables.dedup();
    assert_eq!(tables.len(), 1);
}

#[test]
fn the_error_of_a_point_is_that_of_its_first_failing_part() {
    let arguments = experiment("[parameters]\nsize = 1\nparts = 40\nmode = \"fails\"")
        .point(0)
        .unwrap();
    for _ in 0..20 {
        let error = evaluate_parts(&TOY, &arguments, Some(8), None, &Work::new()).unwrap_err();
        assert!(error.to_string().contains("part 1 does"), "{error}");
    }
}

#[test]
fn parts_in_flight_share_the_memory() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\nmode = \"waits\"\nmeter = 1\nparts = 4\n\
        [[sweep]]\nbytes = {values = [400, 300, 1000, 100, 250, 600]}\ntime = {range = [0, 5, 1]}";
    let work = Work::new();
    let options = RunOptions {
        jobs: Some(8),
        memory: Some(1000),
        ..bench.options("run")
    };
    let summary = run(
        &experiment(lines),
        &options,
        &work,
        &Watch::new(&work, usize::MAX),
    )
    .unwrap();
    assert_eq!((summary.computed, summary.failed), (36, 0));
    assert!(peak(1) <= 1000, "{}", peak(1));
    assert!(
        peak(1) >= 1000,
        "the largest parts must have run: {}",
        peak(1)
    );
}

#[test]
fn endless_points_stop_when_the_work_is_cancelled() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\ntime = {range = [0, 3, 1]}\n\
        [[sweep]]\nmode = {values = [\"endless\"]}\ntime = {range = [0, 9, 1]}";
    let work = Work::new();
    // The endless points never end by themselves.
    let watch = Watch::new(&work, 4);
    let error = run(&experiment(lines), &bench.options("run"), &work, &watch).unwrap_err();
    assert_eq!(error.kind(), Kind::Interrupted);
    assert_eq!(bench.status("run").done, 4);
    let cancelled = Work::new();
    cancelled.cancel();
    let point = experiment(lines).point(0).unwrap();
    let error = evaluate_parts(&TOY, &point, None, None, &cancelled).unwrap_err();
    assert_eq!(error.kind(), Kind::Interrupted);
}

#[test]
fn the_number_of_threads_is_checked() {
    let arguments = experiment("[parameters]\nsize = 1").point(0).unwrap();
    for jobs in [0, 5000] {
        let error = evaluate_parts(&TOY, &arguments, Some(jobs), None, &Work::new()).unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (Kind::OutOfRange, 2));
        assert!(error.to_string().contains("from 1 to"), "{error}");
    }
}
