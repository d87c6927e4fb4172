//! Data that cannot be drawn are refused by name.

use super::samples;
use crate::figure::{Axis, ColorChoice, Content, Figure, FigureError, HeatMap, Panel, Series};

fn figure(x: Axis, y: Axis, series: Vec<Series>) -> Figure {
    Figure::new(1, vec![Panel::new(x, y, Content::Lines(series))])
}

fn line(x: &[f64], y: &[f64]) -> Vec<Series> {
    vec![Series::line(x.to_vec(), y.to_vec())]
}

fn linear(x: &[f64], y: &[f64]) -> Figure {
    figure(Axis::linear("x"), Axis::linear("y"), line(x, y))
}

#[track_caller]
fn refused(figure: &Figure, parts: &[&str]) {
    let message = figure.svg().unwrap_err().to_string();
    for part in parts {
        assert!(message.contains(part), "“{message}” lacks “{part}”");
    }
}

#[test]
fn nothing_to_draw() {
    assert_eq!(Figure::new(1, Vec::new()).svg(), Err(FigureError::NoPanels));
    refused(&linear(&[], &[]), &["panel (a), x axis", "no finite value"]);
    refused(&linear(&[1.0], &[f64::NAN]), &["panel (a), y axis"]);
    let second = Figure::new(
        2,
        vec![
            samples::two_panels().panels.remove(0),
            linear(&[], &[]).panels.remove(0),
        ],
    );
    refused(&second, &["panel (b), x axis"]);
}

#[test]
fn lists_of_different_lengths_and_infinite_values() {
    refused(
        &linear(&[1.0, 2.0], &[1.0]),
        &["series 1, y", "1 values", "2 are needed"],
    );
    let infinite = linear(&[1.0, 2.0], &[1.0, f64::INFINITY]);
    refused(&infinite, &["series 1, y", "value 1 is infinite"]);
    let mut named = line(&[1.0], &[1.0]);
    named[0].label = Some("dense".to_owned());
    named[0].y_error = Some(Vec::new());
    let named = figure(Axis::linear("x"), Axis::linear("y"), named);
    refused(&named, &["series “dense”, y_error", "0 values"]);
}

#[test]
fn values_that_a_logarithmic_axis_cannot_show() {
    let zero = figure(
        Axis::linear("x"),
        Axis::log("y"),
        line(&[1.0, 2.0], &[1.0, 0.0]),
    );
    refused(&zero, &["panel (a), y axis", "0.0 is not positive"]);
    let negative = figure(
        Axis::log("x"),
        Axis::linear("y"),
        line(&[-3.0, 2.0], &[1.0, 0.0]),
    );
    refused(&negative, &["panel (a), x axis", "-3.0 is not positive"]);
}

#[test]
fn ranges_that_are_none() {
    for range in [
        (1.0, 1.0),
        (2.0, 1.0),
        (f64::NAN, 1.0),
        (0.0, f64::INFINITY),
        (1.0, 1.0 + 1e-13),
    ] {
        let mut figure = linear(&[0.0, 1.0], &[0.0, 1.0]);
        figure.panels[0].x.range = Some(range);
        refused(&figure, &["panel (a), x axis", "range", "ascending"]);
    }
    let mut figure = figure(
        Axis::linear("x"),
        Axis::log("y"),
        line(&[0.0, 1.0], &[1.0, 2.0]),
    );
    figure.panels[0].y.range = Some((0.0, 1.0));
    refused(&figure, &["panel (a), y axis", "positive"]);
}

#[test]
fn settings_out_of_range() {
    let good = || linear(&[0.0, 1.0], &[0.0, 1.0]);
    refused(
        &Figure {
            width_mm: f64::NAN,
            ..good()
        },
        &["width_mm = NaN", "20 to 1000"],
    );
    refused(
        &Figure {
            columns: 0,
            ..good()
        },
        &["columns = 0"],
    );
    refused(
        &Figure {
            panel_height_mm: Some(-1.0),
            ..good()
        },
        &["panel_height_mm = -1"],
    );
    let mut wide = line(&[0.0], &[0.0]);
    wide[0].width = 0.0;
    let wide = figure(Axis::linear("x"), Axis::linear("y"), wide);
    refused(&wide, &["series 1, width = 0"]);
    let mut color = line(&[0.0], &[0.0]);
    color[0].color = ColorChoice::Sequential(1.5);
    let color = figure(Axis::linear("x"), Axis::linear("y"), color);
    refused(
        &color,
        &["series 1, position of the colour = 1.5", "0 to 1"],
    );
    for resolution in [0.0, f64::NAN, 1e9] {
        let message = good().png(resolution).unwrap_err().to_string();
        assert!(message.contains("dots per inch"), "{message}");
    }
}

#[test]
fn panels_too_many_for_the_width() {
    let panel = || linear(&[0.0, 1.0], &[0.0, 1.0]).panels.remove(0);
    let figure = Figure {
        width_mm: 60.0,
        ..Figure::new(8, (0..8).map(|_| panel()).collect())
    };
    refused(
        &figure,
        &["mm for the width of a plotting box", "fewer columns"],
    );
}

#[test]
fn shared_axes_of_different_kinds() {
    let log = figure(
        Axis::log("x"),
        Axis::linear("y"),
        line(&[1.0, 2.0], &[1.0, 2.0]),
    );
    let mut panels = linear(&[1.0, 2.0], &[1.0, 2.0]).panels;
    panels.extend(log.panels);
    let figure = Figure {
        shared_x: true,
        ..Figure::new(2, panels)
    };
    refused(&figure, &["panel (b), x axis", "share"]);
}

#[test]
fn maps_with_unsound_grids() {
    let map = |x: &[f64], y: &[f64], values: &[f64]| {
        let map = HeatMap {
            x: x.to_vec(),
            y: y.to_vec(),
            values: values.to_vec(),
            color: Axis::linear("z"),
            blank_above: None,
            overlays: Vec::new(),
        };
        Figure::new(
            1,
            vec![Panel::new(
                Axis::linear("x"),
                Axis::linear("y"),
                Content::Map(map),
            )],
        )
    };
    refused(&map(&[], &[1.0], &[]), &["panel (a), x axis"]);
    refused(
        &map(&[1.0, 2.0], &[1.0, 2.0], &[0.0; 3]),
        &["panel (a), values", "4 or 1"],
    );
    refused(
        &map(&[1.0, 3.0, 2.0], &[1.0], &[0.0; 3]),
        &["x axis", "position 2", "monotone"],
    );
    refused(
        &map(&[1.0, f64::NAN, 2.0], &[1.0], &[0.0; 3]),
        &["x axis", "position 1"],
    );
    refused(
        &map(&[1.0, 2.0], &[1.0], &[f64::NAN; 2]),
        &["panel (a), colour bar"],
    );
}
