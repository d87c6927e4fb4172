//! Runs with quantities and with tables of entries.

use super::{Bench, Watch};
use crate::experiment::Experiment;
use crate::run::{export_csv, plot_run, run};
use crate::testing::NETWORK;
use leggett_studies::{Study, Work};
use std::f64::consts::TAU;
use std::fs;

static STUDIES: [&Study; 1] = [&NETWORK];

const LINES: &str = "format = 1\nstudy = \"network\"\n[parameters]\norder = [\"a\", \"b\"]\n\
    [parameters.components.b]\nkind = \"loss\"\n\
    [[sweep]]\nlinewidth = {values = [\"1 kHz\", \"2 kHz\"]}\n\
    \"components.a.rate\" = {linspace = [0, \"3 kHz\", 4]}\n\
    [[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"components.a.rate\"\nx_unit = \"kHz\"\n\
    y = \"total\"\nseries = \"linewidth\"\n";

fn done(bench: &Bench, text: &str) -> Experiment {
    let experiment = Experiment::parse(&STUDIES, text, "test.toml").unwrap();
    let (options, work) = (bench.options("run"), Work::new());
    let watch = Watch::new(&work, usize::MAX);
    let summary = run(&experiment, &options, &work, &watch);
    summary.unwrap_or_else(|error| panic!("{error}"));
    experiment
}

fn table(bench: &Bench) -> Vec<Vec<String>> {
    let mut csv = Vec::new();
    export_csv(&STUDIES, &bench.path("run"), &mut csv).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let header = reader.headers().unwrap().iter().map(str::to_owned);
    let mut rows = vec![header.collect()];
    for record in reader.records() {
        rows.push(record.unwrap().iter().map(str::to_owned).collect());
    }
    rows
}

#[test]
fn fields_are_columns_and_quantities_are_in_base_units() {
    let bench = Bench::new();
    done(&bench, LINES);
    let rows = table(&bench);
    let column = |name: &str| rows[0].iter().position(|known| known == name).expect(name);
    assert_eq!(rows.len(), 9);
    let (rate, width) = (column("components.a.rate"), column("linewidth"));
    assert_eq!(rows[8][rate], format!("{:?}", TAU * 3e3));
    assert_eq!(rows[8][width], format!("{:?}", TAU * 2e3));
    // What does not apply or is absent is empty.
    assert_eq!(rows[8][column("components.b.rate")], "");
    assert_eq!(rows[8][column("bath")], "");
    assert_eq!(rows[8][column("order")], "[a,b]");
    assert_eq!(rows[8][column("components.b.kind")], "loss");
}

#[test]
fn rates_are_drawn_in_their_unit() {
    let bench = Bench::new();
    done(&bench, LINES);
    let files = plot_run(&STUDIES, &bench.path("run")).unwrap().files;
    let svg = fs::read_to_string(&files[0]).unwrap();
    assert!(svg.len() > 100);
    let bare = LINES.replace(" kHz", "").replace("x_unit = \"kHz\"", "");
    let bench = Bench::new();
    let experiment = done(&bench, &bare);
    assert!(experiment.point(7).unwrap().rates_are_bare());
    plot_run(&STUDIES, &bench.path("run")).unwrap();
}

#[cfg(feature = "zarr")]
#[test]
fn stores_say_units_and_expressions() {
    use serde_json::{Value as Json, json};
    let bench = Bench::new();
    done(&bench, LINES);
    let target = bench.path("run.zarr");
    crate::run::export_zarr(&STUDIES, &bench.path("run"), &target).unwrap();
    let metadata = |array: &str| -> Json {
        let path = target.join(array).join("zarr.json");
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    let rate = metadata("components.a.rate");
    assert_eq!(rate["data_type"], "float64");
    assert_eq!(rate["attributes"]["units"], "rad/s");
    // Axes inside of tables leave one dimension for the points.
    assert_eq!(rate["dimension_names"], json!(["point"]));
    assert_eq!(metadata("linewidth_expression")["shape"], json!([8]));
    // Without them, every axis is a dimension.
    let lines = "format = 1\nstudy = \"network\"\n[parameters]\ncomponents.a.rate = 1\n\
        [[sweep]]\nlinewidth = {values = [1, 2]}\n";
    let bench = Bench::new();
    done(&bench, lines);
    let target = bench.path("run.zarr");
    crate::run::export_zarr(&STUDIES, &bench.path("run"), &target).unwrap();
    let read = |array: &str| -> Json {
        let path = target.join(array).join("zarr.json");
        serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
    };
    assert_eq!(read("total")["dimension_names"], json!(["linewidth"]));
    assert!(read("linewidth")["attributes"].get("units").is_none());
    let root = read("");
    assert_eq!(root["attributes"]["parameter_components.a.rate"], 1.0);
}
