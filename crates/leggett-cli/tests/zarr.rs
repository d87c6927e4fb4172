//! Exported stores, as xarray opens them.

mod common;

use common::{directory, leggett_in, names_in, write};
use std::path::Path;
use std::process::Command;

/// Names a Python that has xarray; `cargo xtask check` sets it.
const PYTHON: &str = "LEGGETT_TEST_PYTHON";

/// A product grid with a multiple of π, whole numbers and words; and two
/// sweeps with points that fail.
const FILES: [(&str, &str); 2] = [
    (
        "grid",
        "format = 1\nstudy = \"repeater\"\n[parameters]\nnodes = 3\n[[sweep]]\n\
         atoms = { values = [10, 9007199254740993] }\nwindow = { values = [2, 3] }\n\
         time = { linspace = [0.5, \"pi\", 4] }\n",
    ),
    (
        "joined",
        "format = 1\nstudy = \"repeater\"\n[parameters]\ntime = 1.5\n\
         [[sweep]]\natoms = { values = [20, 30] }\noutcome = { values = [15, \"top\"] }\n\
         [[sweep]]\natoms = { values = [10] }\noutcome = { values = [15] }\n",
    ),
];

/// Opens each store and compares it with the table, number by number.
const COMPARE: &str = r#"
import csv, math, sys
import numpy as np
import xarray as xr

name, dims = sys.argv[1], tuple(sys.argv[2].split(","))
data = xr.open_zarr(name + ".zarr", consolidated=False)
rows = list(csv.DictReader(open(name + ".csv", newline="", encoding="utf-8")))
observables = [key[:-12] for key in rows[0] if key.endswith("_error_bound")]
assert observables
for observable in observables:
    assert data[observable].dims == dims, data[observable].dims
    assert data[observable].dtype == np.float64
    assert "long_name" in data[observable].attrs

def parameter(point, key):
    return point[key].item() if key in point.coords else point.attrs["parameter_" + key]

def same(value, text):
    if isinstance(value, float):
        return value == float(text) or (text == "nan" and math.isnan(value))
    return str(value) == text

flat = data.stack(all=dims) if dims != ("point",) else data.rename(point="all")
assert flat.sizes["all"] == len(rows)
fields = observables + [name + "_error_bound" for name in observables]
texts = [name + "_error_kind" for name in observables] + ["method_used", "warnings", "error"]
for index, row in enumerate(rows):
    point = flat.isel(all=index)
    for field in fields + texts:
        assert same(point[field].item(), row[field]), (field, row)
    for key in list(row)[: list(row).index(observables[0])]:
        assert same(parameter(point, key), row[key]), (key, row)
print("compared", len(rows))
"#;

#[test]
fn xarray_reads_what_the_table_says() {
    if !cfg!(feature = "zarr") {
        println!("not compared: built without the feature zarr");
        return;
    }
    let Some(python) = std::env::var_os(PYTHON) else {
        println!("not compared: {PYTHON} names no Python, as it does in `cargo xtask check`");
        return;
    };
    let place = directory();
    for ((name, text), dims) in FILES.iter().zip(["atoms,window,time", "point"]) {
        let (store, table) = (format!("{name}.zarr"), format!("{name}.csv"));
        write(place.path(), &format!("{name}.toml"), text);
        let run = format!("{name}.run");
        let answer = leggett_in(place.path(), &["run", &format!("{name}.toml")]);
        assert!(matches!(answer.code, Some(0 | 3)), "{answer:?}");
        for (format, output) in [("csv", &table), ("zarr", &store)] {
            let arguments = ["export", &run, "--to", format, "--output", output];
            let answer = leggett_in(place.path(), &arguments).expect(0);
            assert!(answer.stdout.is_empty() && answer.stderr.is_empty());
        }
        compare(place.path(), &python, name, dims);
    }
}

fn compare(place: &Path, python: &std::ffi::OsStr, name: &str, dims: &str) {
    let output = Command::new(python)
        .args(["-W", "error", "-c", COMPARE, name, dims])
        .current_dir(place)
        .output()
        .expect("the check has installed this Python");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{errors}");
    assert!(said.starts_with("compared "), "{said}");
}

#[test]
fn a_store_needs_a_place_and_the_feature() {
    let place = directory();
    write(place.path(), "a.toml", &common::times(20, 2));
    leggett_in(place.path(), &["run", "a.toml"]).expect(0);
    let before = names_in(place.path());
    let export = ["export", "a.run", "--to", "zarr"];
    let answer = leggett_in(place.path(), &export).expect(2);
    assert!(answer.stderr.contains("--output"), "{answer:?}");
    let mut arguments = export.to_vec();
    arguments.extend(["--output", "a.toml"]);
    let answer = leggett_in(place.path(), &arguments).expect(2);
    if cfg!(feature = "zarr") {
        assert!(answer.stderr.contains("a.toml"), "{answer:?}");
    } else {
        let how = "cargo build --release --features zarr";
        assert!(answer.stderr.contains(how), "{answer:?}");
    }
    assert_eq!(names_in(place.path()), before);
}
