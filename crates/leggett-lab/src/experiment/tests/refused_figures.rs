//! What is wrong with a figure is named, with its place.

use super::refused;
use leggett_studies::error::Kind;

#[test]
fn figures_that_make_no_sense() {
    let figure = |panel: &str| {
        format!(
            "[parameters]\nsize = 1\nobservables = [\"half\"]\n[[figure]]\nname = \"f\"\n[[figure.panel]]\n{panel}"
        )
    };
    let cases = [
        ("x = \"time\"", Kind::Missing, "`y`", "8:1"),
        (
            "x = \"tme\"\ny = \"half\"",
            Kind::UnknownParameter,
            "did you mean `time`",
            "9:5",
        ),
        (
            "x = \"mode\"\ny = \"half\"",
            Kind::WrongType,
            "no numbers",
            "9:5",
        ),
        (
            "x = \"time\"\ny = \"total\"",
            Kind::UnknownParameter,
            "half",
            "10:5",
        ),
        (
            "x = \"time\"\ny = \"half\"\ncolor = 1",
            Kind::UnknownParameter,
            "did you mean `colors`",
            "11:1",
        ),
        (
            "x = \"time\"\ny = \"half\"\nwhere = {size = -1}",
            Kind::OutOfRange,
            "size = -1",
            "11:17",
        ),
        (
            "x = \"time\"\ny = \"half\"\nwhere = {sise = 1}",
            Kind::UnknownParameter,
            "did you mean `size`",
            "11:10",
        ),
        (
            "x = \"time\"\ny = \"half\"\nx_scale = \"lg\"",
            Kind::OutOfRange,
            "did you mean `log`",
            "11:11",
        ),
        (
            "x = \"time\"\ny = \"half\"\nx_origin = 1",
            Kind::Missing,
            "x_label",
            "11:12",
        ),
        (
            "x = \"time\"\ny = \"half\"\nx_label = \"t\"\nx_unit = 0",
            Kind::OutOfRange,
            "x_unit",
            "12:10",
        ),
        (
            "x = \"time\"\ny = \"half\"\nx_label = \"t\"\nx_origin = \"nan\"",
            Kind::OutOfRange,
            "not finite",
            "12:12",
        ),
        (
            "x = \"time\"\ny = \"half\"\nmarked = [\"a\"]",
            Kind::NotApplicable,
            "series",
            "11:10",
        ),
        (
            "x = \"time\"\ny = \"half\"\nseries = \"size\"\nmarked = 3",
            Kind::WrongType,
            "marked",
            "12:10",
        ),
        (
            "x = \"time\"\ny = \"half\"\nx_range = [1, 1]",
            Kind::OutOfRange,
            "[low, high]",
            "11:11",
        ),
        (
            "x = \"time\"\ny = \"half\"\npi_ticks = 1",
            Kind::WrongType,
            "true or false",
            "11:12",
        ),
        (
            "x = \"time\"\ny = \"half\"\nz_label = \"E\"",
            Kind::NotApplicable,
            "maps only",
            "11:11",
        ),
        (
            "x = \"time\"\ny = \"elapsed\"\nreference = {size = 1}",
            Kind::NotApplicable,
            "elapsed",
            "11:13",
        ),
        (
            "x = \"time\"\ny = \"elapsed\"\nz = \"half\"",
            Kind::NotApplicable,
            "elapsed",
            "11:5",
        ),
        (
            "x = \"time\"\ny = \"size\"\nz = \"elapsed\"",
            Kind::NotApplicable,
            "no map",
            "11:5",
        ),
        (
            "x = \"time\"\ny = \"size\"\nz = \"half\"\nseries = \"size\"",
            Kind::NotApplicable,
            "curves only",
            "12:10",
        ),
    ];
    for (panel, kind, part, place) in cases {
        refused(&[(&figure(panel), kind, part, place)]);
    }
    let head = "[parameters]\nsize = 1\n";
    let panel = "[[figure.panel]]\nx = \"time\"\ny = \"half\"\n";
    for (figure, kind, part, place) in [
        ("[[figure]]\n", Kind::Missing, "`name`", "5:1"),
        (
            "[[figure]]\nname = \"f\"\n",
            Kind::Missing,
            "`panel`",
            "5:1",
        ),
        (
            "[[figure]]\nname = \"a/b\"\n",
            Kind::OutOfRange,
            "a/b",
            "6:8",
        ),
        (
            "[[figure]]\nname = \"f\"\nwidth_mm = 1e9\n",
            Kind::OutOfRange,
            "width_mm",
            "7:12",
        ),
        (
            "[[figure]]\nname = \"f\"\ncolumns = 0\n",
            Kind::OutOfRange,
            "columns",
            "7:11",
        ),
    ] {
        let panel = if part.contains("panel") { "" } else { panel };
        refused(&[(&format!("{head}{figure}{panel}"), kind, part, place)]);
    }
    let twice = format!("{head}[[figure]]\nname = \"f\"\n{panel}[[figure]]\nname = \"f\"\n{panel}");
    refused(&[(&twice, Kind::Duplicate, "two figures", "11:8")]);
}

#[test]
fn arrays_are_drawn_by_their_elements() {
    let figure = |panel: &str| {
        format!(
            "[parameters]\nsize = 1\nobservables = [\"half\", \"matrix\"]\n[[figure]]\nname = \"f\"\n\
             [[figure.panel]]\nx = \"time\"\n{panel}"
        )
    };
    let cases = [
        ("y = \"matrix\"", "`matrix[side,side_2]`"),
        ("y = \"matrix[X_S]\"", "`matrix[side,side_2]`"),
        ("y = \"half[X_S]\"", "`half` is a number"),
        (
            "y = [\"half\", \"matrix\"]\ny_label = \"E\"",
            "`matrix[side,side_2]`",
        ),
    ]
    .map(|(panel, part)| {
        let column = if panel.starts_with("y = [") { 14 } else { 5 };
        (figure(panel), Kind::WrongType, part, format!("10:{column}"))
    });
    let cases: Vec<(&str, Kind, &str, &str)> = cases
        .iter()
        .map(|(text, kind, part, place)| (text.as_str(), *kind, *part, place.as_str()))
        .collect();
    refused(&cases);
    refused(&[(
        &figure("y = \"matrx[X_S,P_S]\""),
        Kind::UnknownParameter,
        "did you mean `matrix`",
        "10:5",
    )]);
}

#[test]
fn lines_over_maps_that_make_no_sense() {
    let map = |lines: &str| {
        format!(
            "[parameters]\nsize = 1\nobservables = [\"half\"]\n[[figure]]\nname = \"f\"\n\
             [[figure.panel]]\nx = \"time\"\ny = \"size\"\nz = \"half\"\n{lines}"
        )
    };
    let overlay = |lines: &str| map(&format!("[[figure.panel.overlay]]\n{lines}"));
    for (lines, kind, part, place) in [
        ("label = \"l\"", Kind::Missing, "`level`", "12:1"),
        (
            "level = 1\ny = \"half\"",
            Kind::Contradiction,
            "beside `level`",
            "14:5",
        ),
        ("level = \"a\"", Kind::WrongType, "level", "13:9"),
        (
            "y = \"total\"",
            Kind::UnknownParameter,
            "`total`, which is not an observable of this experiment",
            "13:5",
        ),
        (
            "level = 1\ndash = \"dahsed\"",
            Kind::OutOfRange,
            "did you mean `dashed`",
            "14:8",
        ),
        (
            "level = 1\nwhere = {sise = 1}",
            Kind::UnknownParameter,
            "did you mean `size`",
            "14:10",
        ),
        (
            "level = 1\nlabl = \"l\"",
            Kind::UnknownParameter,
            "did you mean `label`",
            "14:1",
        ),
    ] {
        refused(&[(&overlay(lines), kind, part, place)]);
    }
    refused(&[
        (&map("overlay = 1"), Kind::WrongType, "overlay", "12:11"),
        (
            &map("z_blank_above = true"),
            Kind::WrongType,
            "z_blank_above",
            "12:17",
        ),
    ]);
    let curves = |lines: &str| {
        let text = map(&format!("[[figure.panel.overlay]]\n{lines}"));
        let text = text.replace("z = \"half\"\n", "");
        text.replace("y = \"size\"", "y = \"half\"")
    };
    refused(&[
        (
            &curves("level = 1\nwhere = {size = 1}"),
            Kind::NotApplicable,
            "`where` selects points",
            "13:9",
        ),
        (
            &curves("y = \"total\""),
            Kind::UnknownParameter,
            "`total`, which is not an observable of this experiment",
            "12:5",
        ),
    ]);
}
