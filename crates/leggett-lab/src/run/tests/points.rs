//! What is stored of points, and how it is exported.

use super::{Bench, FORTY, Watch, experiment};
use crate::run::{RunOptions, evaluate_parts, run};
use leggett_studies::Work;
use leggett_studies::error::Kind;
use std::sync::atomic::Ordering;

#[test]
fn a_run_stores_values_warnings_and_errors() {
    let bench = Bench::new();
    let work = Work::new();
    let watch = Watch::new(&work, usize::MAX);
    let summary = run(&experiment(FORTY), &bench.options("run"), &work, &watch).unwrap();
    assert_eq!(
        (summary.total, summary.computed, summary.reused),
        (40, 40, 0)
    );
    assert_eq!((summary.recomputed, summary.failed), (0, 2));
    assert_eq!(watch.done.load(Ordering::SeqCst), 40);
    assert_eq!(watch.failed.load(Ordering::SeqCst), 2);
    assert_eq!(watch.stored_before.load(Ordering::SeqCst), 0);
    assert_eq!(watch.finished.load(Ordering::SeqCst), 1);
    let status = bench.status("run");
    assert_eq!(
        (status.total, status.done, status.missing, status.damaged),
        (40, 38, 0, 0)
    );
    assert_eq!(status.failed.len(), 2);
    assert_eq!(status.failed[0].0, 38);
    assert!(
        status.failed[0].1.contains("part 1 does not converge"),
        "{:?}",
        status.failed
    );
    assert!(!status.running);
}

#[test]
fn the_table_holds_every_point_in_order() {
    let bench = Bench::new();
    bench.run("run", FORTY).unwrap();
    let table = bench.export("run");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader
        .headers()
        .unwrap()
        .iter()
        .collect::<Vec<_>>()
        .join(",");
    assert_eq!(
        header,
        "size,time,outcome,parts,bytes,meter,mode,total,total_error_bound,total_error_kind,\
         half,half_error_bound,half_error_kind,method_used,warnings,error"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 40);
    let experiment = experiment(FORTY);
    for (index, row) in rows.iter().enumerate() {
        let arguments = experiment.point(index).unwrap();
        assert_eq!(
            row[1].parse::<f64>().unwrap(),
            arguments.real("time").unwrap().value()
        );
        assert_eq!(&row[2], "top");
        match evaluate_parts(experiment.study(), &arguments, Some(1), None, &Work::new()) {
            Ok(evaluation) if evaluation.warnings.is_empty() => {
                let estimate = evaluation.observables[0].estimate().unwrap();
                assert_eq!(row[7].parse::<f64>().unwrap(), estimate.value);
                assert_eq!(
                    [&row[8], &row[9], &row[12]],
                    ["1e-12", "exact", "estimated"]
                );
                assert_eq!([&row[13], &row[14], &row[15]], ["sines", "", ""]);
            }
            Ok(_) => {
                assert_eq!([&row[7], &row[8], &row[9]], ["nan", "nan", "undefined"]);
                assert_eq!(&row[14], "of \"3\" parts,\nexactly");
            }
            Err(_) => {
                assert_eq!(
                    [&row[7], &row[8], &row[9], &row[13]],
                    ["nan", "nan", "", ""]
                );
                assert_eq!(&row[15], "not-converged: part 1 does not converge");
            }
        }
    }
}

#[test]
fn only_the_observables_asked_for_are_stored() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\noutcome = [1, 2]\nobservables = [\"half\"]\n";
    bench.run("run", lines).unwrap();
    let table = bench.export("run");
    assert!(!table.contains("total"), "{table}");
    assert!(table.contains("mode,half,half_error_bound"), "{table}");
    assert!(table.contains("1,0.0,\"[1,2]\",1"), "{table}");
}

#[test]
fn points_that_fail_do_not_stop_the_run_and_are_not_tried_again() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\n\
        mode = {values = [\"normal\", \"fails\", \"refuses\", \"panics\", \"breaks\"]}";
    let first = bench.run("run", lines).unwrap();
    assert_eq!((first.computed, first.failed), (5, 4));
    let failed = bench.status("run").failed;
    let kinds: Vec<&str> = failed
        .iter()
        .filter_map(|(_, text)| text.split(':').next())
        .collect();
    assert_eq!(
        kinds,
        [
            "not-converged",
            "contradiction",
            "bound-violated",
            "bound-violated"
        ]
    );
    assert!(failed[2].1.contains("on purpose"), "{failed:?}");
    let table = bench.export("run");
    let second = bench.run("run", lines).unwrap();
    assert_eq!((second.computed, second.reused, second.failed), (0, 5, 4));
    assert_eq!(bench.export("run"), table);
}

#[test]
fn an_interrupted_run_keeps_what_it_has_and_goes_on() {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    let work = Work::new();
    let watch = Watch::new(&work, 7);
    let error = run(&experiment(FORTY), &bench.options("run"), &work, &watch).unwrap_err();
    assert_eq!(error.kind(), Kind::Interrupted);
    assert_eq!(error.exit_code(), 130);
    let stored = watch.done.load(Ordering::SeqCst);
    assert!(stored >= 7, "{stored}");
    assert!(
        error.to_string().contains(&format!("{stored} of 40")),
        "{error}"
    );
    assert_eq!(watch.finished.load(Ordering::SeqCst), 1);
    let status = bench.status("run");
    assert_eq!(status.missing, 40 - stored);
    assert_eq!(
        bench.export("run").matches('\n').count() < bench.export("whole").matches('\n').count(),
        stored < 40
    );
    let summary = bench.run("run", FORTY).unwrap();
    assert_eq!(
        (summary.reused, summary.computed, summary.recomputed),
        (stored, 40 - stored, 0)
    );
    assert_eq!(bench.export("run"), bench.export("whole"));
    assert_eq!(bench.status("run").recomputed, 0);
}

#[test]
fn points_that_lacked_memory_are_tried_again() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\nbytes = {values = [1000, 5_000_000]}";
    let summary = bench.run("run", lines).unwrap();
    assert_eq!((summary.computed, summary.failed), (2, 1));
    let failed = bench.status("run").failed;
    assert!(
        failed[0].1.contains("needs 5MB") && failed[0].1.contains("--memory 5MB"),
        "{failed:?}"
    );
    let work = Work::new();
    let options = RunOptions {
        resume: true,
        memory: Some(5_000_000),
        ..bench.options("run")
    };
    let summary = run(&experiment(lines), &options, &work, &Watch::new(&work, 99)).unwrap();
    assert_eq!(
        (summary.computed, summary.reused, summary.failed),
        (1, 1, 0)
    );
    assert_eq!(bench.status("run").recomputed, 0);
}

#[test]
fn a_single_point_says_what_memory_there_was() {
    let arguments = experiment("[parameters]\nsize = 1\nbytes = 3e9")
        .point(0)
        .unwrap();
    let work = Work::new();
    let error = evaluate_parts(
        &crate::testing::TOY,
        &arguments,
        None,
        Some(1_000_000),
        &work,
    )
    .unwrap_err();
    assert_eq!(error.kind(), Kind::TooLarge);
    assert!(
        error.to_string().contains("3GB") && error.to_string().contains("(1MB)"),
        "{error}"
    );
}
