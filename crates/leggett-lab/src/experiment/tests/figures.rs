//! What the figures of a file ask for.

use super::toy;
use crate::experiment::figures::{Content, LegendPlan};

const SWEEP: &str = "[[sweep]]\nsize = {values = [1, 2]}\ntime = {values = [0, 1]}\n";

#[test]
fn a_panel_of_curves() {
    let lines = "[[figure]]\nname = \"fig-2\"\ntitle = \"Two\"\nwidth_mm = 86\ncolumns = 2\n\
        height_mm = 50\n[[figure.panel]]\nx = \"time\"\ny = \"half\"\nseries = \"size\"\n\
        where = { parts = 1, outcome = \"top\" }\nreference = { bytes = 1e3 }\n\
        y_scale = \"log\"\nx_range = [0, \"2*pi\"]\ny_label = \"l\"\nseries_label = \"N = {}\"\n\
        style = \"markers\"\ncolors = \"sequential\"\npi_ticks = true\nlegend = \"below\"\n\
        [[figure.panel]]\nx = \"size\"\ny = \"total\"";
    let experiment = toy(&format!("{SWEEP}{lines}")).unwrap();
    let figure = &experiment.figures()[0];
    assert_eq!(figure.name(), "fig-2");
    assert_eq!((figure.columns, figure.panels.len()), (2, 2));
    assert_eq!((figure.width_mm, figure.height_mm), (86.0, Some(50.0)));
    let panel = &figure.panels[0];
    assert_eq!(panel.x.name, "time");
    assert!(matches!(
        &panel.content,
        Content::Curves { y, series: Some(series), .. } if y.name() == "half" && series.name == "size"
    ));
    assert_eq!(panel.only[0].parameter, "parts");
    assert_eq!(panel.only[0].canonical, "1");
    assert_eq!(panel.reference[0].canonical, "1000");
    assert_eq!(panel.axes[0].range, Some((0.0, std::f64::consts::TAU)));
    assert!(panel.axes[1].logarithmic && panel.markers && panel.sequential && panel.pi_ticks);
    assert_eq!(panel.legend, LegendPlan::Below);
    let plain = &figure.panels[1];
    assert!(!plain.axes[1].logarithmic && !plain.markers && !plain.sequential);
    assert_eq!(plain.legend, LegendPlan::Automatic);
}

#[test]
fn a_panel_with_z_is_a_map() {
    let lines = "[[figure]]\nname = \"map\"\n[[figure.panel]]\nx = \"time\"\ny = \"size\"\n\
        z = \"total\"\nz_label = \"E\"";
    let experiment = toy(&format!("{SWEEP}{lines}")).unwrap();
    assert!(matches!(
        &experiment.figures()[0].panels[0].content,
        Content::Map { y, z } if y.name == "size" && z.name() == "total"
    ));
}

#[test]
fn curves_may_have_names_of_their_own() {
    let panel = |lines: &str| {
        let head = "[[figure]]\nname = \"named\"\n[[figure.panel]]\nx = \"time\"\n";
        toy(&format!("{SWEEP}{head}{lines}"))
    };
    let series = "y = \"half\"\nseries = \"size\"\n";
    let experiment = panel(&format!("{series}series_names = {{ 1 = \"one\" }}")).unwrap();
    let names = &experiment.figures()[0].panels[0].series_names;
    assert_eq!(names, &[("1".to_owned(), "one".to_owned())]);
    for lines in [
        format!("{series}series_names = {{ one = \"1\" }}"),
        format!("{series}series_names = {{ 1 = 1 }}"),
        "y = \"half\"\nseries_names = { 1 = \"one\" }".to_owned(),
        "y = [\"half\", \"total\"]\ny_label = \"E\"\nseries_names = { none = \"none\" }".to_owned(),
    ] {
        assert!(panel(&lines).is_err(), "{lines}");
    }
}

#[test]
fn several_observables_are_a_curve_each() {
    let panel = |lines: &str| {
        let head = "[[figure]]\nname = \"both\"\n[[figure.panel]]\nx = \"time\"\n";
        toy(&format!("{SWEEP}{head}{lines}"))
    };
    let experiment =
        panel("y = [\"half\", \"total\"]\ny_label = \"E\"\nmarked = [\"total\"]").unwrap();
    assert!(matches!(
        &experiment.figures()[0].panels[0].content,
        Content::Curves { y, others, series: None } if y.name() == "half" && others[0].name() == "total"
    ));
    for lines in [
        "y = [\"half\", \"total\"]",
        "y = [\"half\"]\ny_label = \"E\"",
        "y = [\"half\", \"total\"]\ny_label = \"E\"\nseries = \"size\"",
        "y = [\"half\", \"none\"]\ny_label = \"E\"",
    ] {
        assert!(panel(lines).is_err(), "{lines}");
    }
}
