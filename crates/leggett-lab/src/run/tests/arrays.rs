//! Observables that are arrays, or have the name of a parameter.

use super::{Bench, STUDIES};
use crate::run::plot_run;
use std::collections::HashMap;
use std::fs;

/// Three points, one of them undefined, one failed; one frequency more for
/// every part.
const ALL: &str = "[parameters]\nsize = 1\n\
    observables = [\"total\", \"matrix\", \"spectrum\", \"time\"]\n\
    [[sweep]]\nparts = {values = [1, 3]}\nmode = {values = [\"normal\", \"undefined\", \"fails\"]}\n";

/// The same matrices at all points, and a time that is a parameter too.
const MATRICES: &str = "[parameters]\nsize = 1\nobservables = [\"matrix\", \"time\"]\n\
    [[sweep]]\ntime = {values = [0, 1]}\nparts = {values = [1, 2]}\n";

/// The table as a map from the name of the column to its values.
fn columns(table: &str) -> HashMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |(place, name): (usize, &str)| {
        let values = rows.iter().map(|row| row[place].to_owned());
        (name.to_owned(), values.collect())
    };
    let all: HashMap<String, Vec<String>> = header.iter().enumerate().map(column).collect();
    assert_eq!(all.len(), header.len(), "every column has its own name");
    all
}

#[test]
fn elements_are_columns() {
    let bench = Bench::new();
    bench.run("run", ALL).unwrap();
    let table = bench.export("run");
    let columns = columns(&table);
    let total: f64 = columns["total"][0].parse().unwrap();
    let more = |by: f64| format!("{:?}", total + by);
    assert_eq!(columns["matrix[X_S,X_S]"][0], columns["total"][0]);
    assert_eq!(columns["matrix[X_S,P_S]"][0], more(1.0));
    assert_eq!(columns["matrix[P_S,X_S]"][0], more(2.0));
    assert_eq!(columns["matrix[P_S,P_S]_error_bound"][0], "3e-12");
    let kinds = ["certified", "undefined", "", "certified", "undefined", ""];
    assert_eq!(columns["matrix_error_kind"], kinds);
    assert_eq!(columns["matrix[X_S,P_S]"][1..3], ["nan", "nan"]);
    // One frequency where there is one part, three where there are three.
    assert_eq!(columns["spectrum[0]"][0], columns["total"][0]);
    assert_eq!(columns["spectrum[1]"][0], "nan");
    let last: f64 = columns["spectrum[2]"][3].parse().unwrap();
    assert_eq!(last, columns["total"][3].parse::<f64>().unwrap() + 2.0);
    assert_eq!(columns["frequency_count"], ["1", "0", "0", "3", "0", "0"]);
    assert_eq!(columns["frequency[0]"][..2], ["0.5", "nan"]);
    assert_eq!(columns["frequency[2]"][2..4], ["nan", "2.5"]);
    assert!(columns["error"][2].contains("does not converge"));
    assert!(!columns.contains_key("side_count"));
}

#[test]
fn an_observable_beside_a_parameter_of_its_name_is_the_found_one() {
    let bench = Bench::new();
    bench.run("run", MATRICES).unwrap();
    let columns = columns(&bench.export("run"));
    assert_eq!(columns["time"], ["0.0", "0.0", "1.0", "1.0"]);
    assert_eq!(columns["time_found"], ["1.0", "1.0", "2.0", "2.0"]);
    assert_eq!(columns["time_found_error_bound"][0], "1e-12");
    assert_eq!(columns["time_found_error_kind"][0], "exact");
}

#[test]
fn shards_resuming_and_repair_do_not_show() {
    let bench = Bench::new();
    bench.run("whole", ALL).unwrap();
    let table = bench.export("whole");
    for (name, shard) in [("a", "1/2"), ("b", "2/2")] {
        bench.run_shard(name, ALL, shard).unwrap();
    }
    bench.merge("merged", &["b", "a"]).unwrap();
    assert_eq!(bench.export("merged"), table);
    assert_eq!(bench.run("whole", ALL).unwrap().reused, 6);
    let path = bench.path("whole/results.sqlite");
    let database = fs::read(&path).unwrap();
    let coordinates: Vec<u8> = [0.5f64, 1.5, 2.5]
        .iter()
        .flat_map(|f| f.to_le_bytes())
        .collect();
    let places = database.windows(24);
    let place = places.into_iter().position(|it| it == coordinates).unwrap();
    // A coordinate, a value, a bound.
    for offset in [8, 32, 56] {
        bench.copy("whole", "copy");
        let mut bytes = database.clone();
        bytes[place + offset] ^= 1;
        fs::write(bench.path("copy/results.sqlite"), bytes).unwrap();
        assert_eq!(bench.status("copy").damaged, 1);
        assert_eq!(bench.run("copy", ALL).unwrap().recomputed, 1);
        assert_eq!(bench.export("copy"), table);
    }
}

#[test]
fn elements_are_drawn() {
    let bench = Bench::new();
    let figure = "[[figure]]\nname = \"elements\"\n[[figure.panel]]\nx = \"time\"\n";
    let picture = |name: &str, lines: &str| {
        bench
            .run(name, &format!("{MATRICES}{figure}{lines}"))
            .unwrap();
        let plotted = plot_run(&STUDIES, &bench.path(name));
        plotted.map(|plotted| fs::read_to_string(&plotted.files[0]).unwrap())
    };
    let curve = picture("one", "y = \"matrix[X_S, P_S]\"\nseries = \"parts\"\n").unwrap();
    assert!(curve.contains("matrix [X_S, P_S]"), "{curve}");
    let both = "y = [\"matrix[X_S,P_S]\", \"time\"]\nwhere = {parts = 1}\ny_label = \"V\"\n";
    let both = picture("both", both).unwrap();
    assert!(both.contains("matrix [X_S, P_S]"), "{both}");
    let map = "y = \"parts\"\nz = \"matrix[P_S,P_S]\"\n";
    assert!(picture("map", map).unwrap().contains("matrix [P_S, P_S]"));
    let error = picture("none", "y = \"matrix[X_S,Q]\"\n")
        .unwrap_err()
        .to_string();
    for part in ["`matrix[X_S,Q]`", "side_2: X_S, P_S", "experiment.toml:"] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn numeric_coordinates_are_found_by_value() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\nobservables = [\"spectrum\"]\nparts = 3\n\
        [[sweep]]\ntime = {values = [0, 1]}\n\
        [[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"time\"\ny = \"spectrum[3/2]\"\n";
    bench.run("run", lines).unwrap();
    assert_eq!(
        plot_run(&STUDIES, &bench.path("run")).unwrap().files.len(),
        2
    );
    let columns = columns(&bench.export("run"));
    assert!(columns.contains_key("spectrum[1.5]") && !columns.contains_key("frequency_count"));
}

#[cfg(feature = "zarr")]
mod stores {
    use super::*;
    use crate::run::tests::stores::metadata;
    use serde_json::json;
    use std::process::Command;

    #[test]
    fn arrays_have_dimensions_of_their_own() {
        let bench = Bench::new();
        bench.run("run", ALL).unwrap();
        let whole = bench.export_zarr("run");
        for (name, shard) in [("a", "1/2"), ("b", "2/2")] {
            bench.run_shard(name, ALL, shard).unwrap();
        }
        bench.merge("merged", &["b", "a"]).unwrap();
        assert_eq!(bench.export_zarr("merged"), whole);
        for (array, shape, names, kind) in [
            (
                "matrix",
                json!([2, 3, 2, 2]),
                json!(["parts", "mode", "side", "side_2"]),
                "float64",
            ),
            (
                "matrix_error_kind",
                json!([2, 3]),
                json!(["parts", "mode"]),
                "string",
            ),
            ("side_2", json!([2]), json!(["side_2"]), "string"),
            (
                "spectrum_error_bound",
                json!([2, 3, 3]),
                json!(["parts", "mode", "frequency"]),
                "float64",
            ),
            (
                "frequency_values",
                json!([2, 3, 3]),
                json!(["parts", "mode", "frequency"]),
                "float64",
            ),
            (
                "frequency_count",
                json!([2, 3]),
                json!(["parts", "mode"]),
                "int64",
            ),
            (
                "time_found",
                json!([2, 3]),
                json!(["parts", "mode"]),
                "float64",
            ),
        ] {
            let found = metadata(&bench, "run", array);
            assert_eq!(found["shape"], shape, "{array}");
            assert_eq!(found["dimension_names"], names, "{array}");
            assert_eq!(found["data_type"], kind, "{array}");
        }
        let root = metadata(&bench, "run", "");
        assert_eq!(
            root["attributes"]["coordinates"],
            "frequency_values frequency_count"
        );
        let time = metadata(&bench, "run", "time_found");
        let beside = "time_found_error_bound time_found_error_kind";
        assert_eq!(time["attributes"]["ancillary_variables"], beside);
    }

    #[test]
    fn what_is_nowhere_defined_is_exported_too() {
        let bench = Bench::new();
        let lines = "[parameters]\nsize = 1\nmode = \"undefined\"\nobservables = [\"spectrum\"]\n";
        bench.run("run", lines).unwrap();
        bench.export_zarr("run");
        assert_eq!(metadata(&bench, "run", "spectrum")["shape"], json!([1]));
        let columns = columns(&bench.export("run"));
        assert_eq!(columns["spectrum[0]"], ["nan"]);
        assert_eq!(columns["frequency_count"], ["0"]);
    }

    const READ: &str = r#"
import numpy as np, xarray as xr
data = xr.open_zarr("run.zarr", consolidated=False)
one = data.sel(parts=3, mode="normal")
total = one.total.item()
assert (one.matrix.sel(side="X_S", side_2="P_S") == total + 1).all()
assert np.allclose(one.matrix.values, total + np.arange(4).reshape(2, 2), rtol=0, atol=1e-12)
assert list(one.frequency_values.values) == [0.5, 1.5, 2.5] and one.frequency_count == 3
assert np.allclose(one.spectrum.values, total + np.arange(3), rtol=0, atol=1e-12)
assert "frequency_values" in data.spectrum.coords and "frequency_count" in data.coords
other = data.sel(parts=1, mode="normal")
assert other.frequency_count == 1 and np.isnan(other.spectrum.values[1:]).all()
assert np.isnan(data.matrix.sel(mode="fails")).all()
assert one.time_found == 1 and data.attrs["parameter_time"] == 0
print("read")
"#;

    #[test]
    fn xarray_selects_by_label() {
        // `cargo xtask check` names a Python that has xarray.
        let Some(python) = std::env::var_os("LEGGETT_TEST_PYTHON") else {
            return;
        };
        let bench = Bench::new();
        bench.run("run", ALL).unwrap();
        bench.export_zarr("run");
        let output = Command::new(python)
            .args(["-W", "error", "-c", READ])
            .current_dir(bench.folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
}
