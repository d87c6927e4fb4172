//! Results as Zarr stores.

use super::{Bench, FORTY, STUDIES, files_below};
use crate::run::export_zarr;
use leggett_studies::error::Kind;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::PathBuf;

/// The metadata of an array of an exported store, or of its root.
pub(super) fn metadata(bench: &Bench, run: &str, array: &str) -> Json {
    let path = bench.path(&format!("{run}.zarr/{array}/zarr.json"));
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The bytes of the only chunk of an array along one dimension.
fn chunk(bench: &Bench, run: &str, array: &str) -> Vec<u8> {
    fs::read(bench.path(&format!("{run}.zarr/{array}/c/0"))).unwrap()
}

#[test]
fn shards_and_threads_do_not_show() {
    let bench = Bench::new();
    bench.run("whole", FORTY).unwrap();
    for (name, shard) in [("a", "1/3"), ("b", "2/3"), ("c", "3/3")] {
        bench.run_shard(name, FORTY, shard).unwrap();
    }
    bench.merge("merged", &["b", "c", "a"]).unwrap();
    let whole = bench.export_zarr("whole");
    assert!(whole.len() > 10);
    assert_eq!(bench.export_zarr("merged"), whole);
    // Over what was exported before.
    assert_eq!(bench.export_zarr("whole"), whole);
    assert_ne!(bench.export_zarr("a"), whole);
    let root = metadata(&bench, "a", "");
    assert_eq!(root["attributes"]["shard"], "1/3");
}

#[test]
fn each_axis_of_the_only_sweep_is_a_dimension() {
    let bench = Bench::new();
    let lines = "seed = 3\ntitle = \"a title\"\n[[sweep]]\nsize = {values = [9007199254740993, 2]}\n\
        time = {linspace = [0, \"pi\", 3]}\nmode = {values = [\"normal\", \"fails\", \"undefined\"]}\n";
    bench.run("run", lines).unwrap();
    bench.export_zarr("run");
    for (array, shape, names, kind) in [
        (
            "total",
            json!([2, 3, 3]),
            json!(["size", "time", "mode"]),
            "float64",
        ),
        (
            "total_error_bound",
            json!([2, 3, 3]),
            json!(["size", "time", "mode"]),
            "float64",
        ),
        (
            "half_error_kind",
            json!([2, 3, 3]),
            json!(["size", "time", "mode"]),
            "string",
        ),
        (
            "error",
            json!([2, 3, 3]),
            json!(["size", "time", "mode"]),
            "string",
        ),
        ("size", json!([2]), json!(["size"]), "int64"),
        ("time", json!([3]), json!(["time"]), "float64"),
        ("time_expression", json!([3]), json!(["time"]), "string"),
        ("mode", json!([3]), json!(["mode"]), "string"),
    ] {
        let found = metadata(&bench, "run", array);
        assert_eq!(found["shape"], shape, "{array}");
        assert_eq!(found["dimension_names"], names, "{array}");
        assert_eq!(found["data_type"], kind, "{array}");
        assert!(found["attributes"].get("_zarrs").is_none(), "{array}");
    }
    // Exact beyond 2^53.
    let sizes = chunk(&bench, "run", "size");
    assert_eq!(sizes[..8], 9_007_199_254_740_993_i64.to_le_bytes());
    let total = metadata(&bench, "run", "total");
    assert_eq!(total["attributes"]["units"], "ebit");
    assert_eq!(total["attributes"]["error_kind"], "exact, undefined");
    let root = metadata(&bench, "run", "");
    for (key, value) in [
        ("study", json!("toy")),
        ("revision", json!(3)),
        ("seed", json!(3)),
        ("title", json!("a title")),
        ("parameter_parts", json!(1)),
        ("parameter_outcome", json!("top")),
        ("coordinates", json!("time_expression")),
    ] {
        assert_eq!(root["attributes"][key], value, "{key}");
    }
    assert!(root["attributes"].get("shard").is_none());
}

#[test]
fn other_points_are_listed() {
    let bench = Bench::new();
    let lists = "[parameters]\nsize = 1\n[[sweep]]\noutcome = {values = [[1, 2], 3, \"top\"]}\n";
    bench.run("lists", lists).unwrap();
    bench.export_zarr("lists");
    bench.run("two", FORTY).unwrap();
    bench.export_zarr("two");
    for (run, length) in [("lists", 3), ("two", 40)] {
        for array in ["total", "size", "time", "outcome", "mode", "error"] {
            let found = metadata(&bench, run, array);
            assert_eq!(found["shape"], json!([length]), "{array}");
            assert_eq!(found["dimension_names"], json!(["point"]), "{array}");
        }
        let root = metadata(&bench, run, "");
        let coordinates = root["attributes"]["coordinates"].as_str().unwrap();
        assert!(
            coordinates.starts_with("size time outcome"),
            "{coordinates}"
        );
    }
    let outcomes = String::from_utf8_lossy(&chunk(&bench, "lists", "outcome")).into_owned();
    for text in ["[1,2]", "3", "top"] {
        assert!(outcomes.contains(text), "{outcomes}");
    }
}

#[test]
fn words_among_numbers_make_texts() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\noutcome = {values = [3, 4, \"top\"]}\n";
    bench.run("run", lines).unwrap();
    bench.export_zarr("run");
    let found = metadata(&bench, "run", "outcome");
    assert_eq!(found["dimension_names"], json!(["outcome"]));
    assert_eq!(found["data_type"], "string");
    // A count, then each text after its length.
    let expected: Vec<u8> = [3u32, 1].iter().flat_map(|n| n.to_le_bytes()).collect();
    assert_eq!(chunk(&bench, "run", "outcome")[..8], expected);
}

#[test]
fn a_single_point_has_no_dimension() {
    let bench = Bench::new();
    bench.run("run", "[parameters]\nsize = 1").unwrap();
    let files = bench.export_zarr("run");
    assert_eq!(metadata(&bench, "run", "total")["shape"], json!([]));
    assert!(
        files
            .iter()
            .any(|(path, _)| path == &PathBuf::from("total/c"))
    );
}

#[test]
fn what_leggett_did_not_export_is_not_replaced() {
    let bench = Bench::new();
    bench.run("run", "[parameters]\nsize = 1").unwrap();
    fs::write(bench.path("file"), "mine").unwrap();
    fs::create_dir(bench.path("full")).unwrap();
    fs::write(bench.path("full/notes.txt"), "mine").unwrap();
    fs::create_dir(bench.path("other")).unwrap();
    let foreign = "{\"zarr_format\": 3, \"node_type\": \"group\", \"attributes\": {}}";
    fs::write(bench.path("other/zarr.json"), foreign).unwrap();
    let before = files_below(bench.folder.path(), bench.folder.path());
    for name in [
        "file",
        "full",
        "other",
        "run",
        "nowhere/below",
        "file/below",
        "..",
    ] {
        let target = bench.path(name);
        let error = export_zarr(&STUDIES, &bench.path("run"), &target).unwrap_err();
        assert_eq!(
            (error.kind(), error.exit_code()),
            (Kind::OutOfRange, 2),
            "{name}: {error}"
        );
        assert_eq!(error.details().parameter.as_deref(), Some("output"));
    }
    assert_eq!(
        files_below(bench.folder.path(), bench.folder.path()),
        before
    );
    fs::create_dir(bench.path("run.zarr")).unwrap();
    assert!(!bench.export_zarr("run").is_empty());
    let error = export_zarr(&STUDIES, &bench.path("full"), &bench.path("new")).unwrap_err();
    assert_eq!(error.exit_code(), 2);
    assert!(!bench.path("new").exists());
}
