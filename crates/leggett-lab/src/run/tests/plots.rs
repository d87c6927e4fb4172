//! Figures of runs.

use super::{Bench, STUDIES};
use crate::run::{Plotted, plot_run};
use std::fs;

#[test]
fn curves_maps_and_references_are_drawn() {
    let bench = Bench::new();
    let lines = "[[sweep]]\nsize = {values = [1, 2]}\ntime = {linspace = [0, \"2*pi\", 21]}\n\
        mode = {values = [\"normal\"]}\n[[sweep]]\nsize = {values = [1]}\ntime = {values = [7]}\n\
        mode = {values = [\"fails\"]}\n\
        [[figure]]\nname = \"curves\"\ncolumns = 2\n\
        [[figure.panel]]\nx = \"time\"\ny = \"total\"\nseries = \"size\"\npi_ticks = true\n\
        where = {mode = \"normal\"}\n\
        [[figure.panel]]\nx = \"time\"\ny = \"half\"\nreference = {size = 1}\ny_scale = \"log\"\n\
        [[figure.panel]]\nx = \"time\"\nx_origin = \"pi\"\nx_unit = 1e-3\nx_label = \"offset\"\n\
        y = \"total\"\nseries = \"size\"\nmarked = [\"2\"]\n\
        [[figure]]\nname = \"map\"\n[[figure.panel]]\nx = \"time\"\ny = \"size\"\nz = \"total\"\n";
    bench.run("run", lines).unwrap();
    let files = plot_run(&STUDIES, &bench.path("run")).unwrap().files;
    let names: Vec<_> = files
        .iter()
        .map(|path| path.file_name().unwrap().to_string_lossy())
        .collect();
    assert_eq!(names, ["curves.svg", "curves.png", "map.svg", "map.png"]);
    for path in &files {
        let bytes = fs::read(path).unwrap();
        let start: &[u8] = if path.extension().unwrap() == "png" {
            b"\x89PNG"
        } else {
            b"<"
        };
        assert!(bytes.starts_with(start), "{path:?}");
    }
    assert_eq!(fs::read_dir(bench.path("run/figures")).unwrap().count(), 4);
}

#[test]
fn figures_without_data_are_errors() {
    let bench = Bench::new();
    let head = "[parameters]\nsize = 1\n[[sweep]]\ntime = {range = [0, 3, 1]}\n\
        [[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"time\"\ny = \"total\"\n";
    for (index, (panel, part)) in [
        ("where = {size = 5}", "`f` cannot be drawn"),
        ("reference = {size = 5}", "size = 5"),
    ]
    .iter()
    .enumerate()
    {
        let name = format!("run{index}");
        bench.run(&name, &format!("{head}{panel}")).unwrap();
        let error = plot_run(&STUDIES, &bench.path(&name)).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(error.to_string().contains("experiment.toml:9:1"), "{error}");
    }
    bench.run("none", "[parameters]\nsize = 1").unwrap();
    let plotted = plot_run(&STUDIES, &bench.path("none")).unwrap();
    assert_eq!(plotted, Plotted::default());
}

#[test]
fn the_time_of_points_is_drawn_where_it_is_known() {
    let bench = Bench::new();
    let lines = "[parameters]\nsize = 1\n[[sweep]]\ntime = {linspace = [0, 1, 5]}\n\
        [[figure]]\nname = \"cost\"\n[[figure.panel]]\nx = \"time\"\ny = \"elapsed\"\n";
    bench.run("run", lines).unwrap();
    let files = plot_run(&STUDIES, &bench.path("run")).unwrap().files;
    let picture = fs::read_to_string(&files[0]).unwrap();
    assert!(picture.contains("time per point"), "{picture}");
    assert!(!bench.export("run").contains("elapsed"));
    // A run of an earlier version knows no times.
    let database = rusqlite::Connection::open(bench.path("run/results.sqlite")).unwrap();
    database.execute_batch("DROP TABLE timings").unwrap();
    drop(database);
    let error = plot_run(&STUDIES, &bench.path("run")).unwrap_err();
    assert!(error.to_string().contains("no finite value"), "{error}");
    assert_eq!(bench.run("run", lines).unwrap().reused, 5);
}

/// The lines are dashed as asked, also the contour, which is one line and not
/// one for each cell.
#[test]
fn curves_and_contours_are_drawn_over_maps() {
    let bench = Bench::new();
    let lines = "[[sweep]]\nsize = {values = [1, 2, 3]}\ntime = {linspace = [0, 3, 31]}\n\
        [[figure]]\nname = \"map\"\n[[figure.panel]]\nx = \"time\"\ny = \"size\"\n\
        z = \"total\"\nz_blank_above = 1\n\
        [[figure.panel.overlay]]\nlevel = 0.5\ndash = \"dashed\"\nlabel = \"level\"\n\
        [[figure.panel.overlay]]\ny = \"total\"\nwhere = {size = 2}\ndash = \"dash-dotted\"\n\
        label = \"curve\"\n\
        [[figure.panel.overlay]]\nlevel = 0.7\nwhere = {parts = 9}\n";
    bench.run("run", lines).unwrap();
    let files = plot_run(&STUDIES, &bench.path("run")).unwrap().files;
    let picture = fs::read_to_string(&files[0]).unwrap();
    let with = |dashes: &str| {
        let found = picture.lines().filter(|line| line.contains(dashes));
        found
            .map(|line| line.matches('M').count())
            .collect::<Vec<_>>()
    };
    // Over the map and in the legend, each from one start.
    assert_eq!(with("\"4.2 2\""), [1, 1]);
    assert_eq!(with("\"4.2 1.6 1.1 1.6\""), [1, 1]);
    for label in ["level", "curve"] {
        assert!(picture.contains(&format!("aria-label=\"{label}\"")));
    }
}

/// Both names of the legend, and a line from one edge to the other.
#[test]
fn horizontal_lines_are_drawn_over_curves() {
    let bench = Bench::new();
    let lines = "[[sweep]]\nsize = {values = [1, 2]}\ntime = {linspace = [0, 3, 31]}\n\
        [[figure]]\nname = \"curves\"\n[[figure.panel]]\nx = \"time\"\ny = \"total\"\n\
        series = \"size\"\nseries_names = { 2 = \"two of them\" }\n\
        [[figure.panel.overlay]]\nlevel = 0.5\ndash = \"dashed\"\nlabel = \"guide\"\n";
    bench.run("run", lines).unwrap();
    let files = plot_run(&STUDIES, &bench.path("run")).unwrap().files;
    let picture = fs::read_to_string(&files[0]).unwrap();
    for label in ["size = 1", "two of them", "guide"] {
        assert!(
            picture.contains(&format!("aria-label=\"{label}\"")),
            "{label}"
        );
    }
    let dashed = picture.lines().filter(|line| line.contains("\"4.2 2\""));
    assert_eq!(dashed.count(), 2);
}
