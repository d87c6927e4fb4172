//! What is wrong with a file is named, with its place.

use super::{STUDIES, parse, toy};
use crate::experiment::Experiment;
use leggett_studies::error::Kind;

/// Lines, the kind of their error, a part of its message, and its place.
fn refused(cases: &[(&str, Kind, &str, &str)]) {
    for (lines, kind, part, place) in cases {
        let text = format!("format = 1\nstudy = \"toy\"\n{lines}");
        let error = parse(&text).expect_err(lines);
        assert_eq!(error.kind(), *kind, "{lines}: {error}");
        assert_eq!(error.exit_code(), 2, "{lines}: {error}");
        assert!(error.to_string().contains(part), "{lines}: {error}");
        let found = error.details().place.clone().unwrap_or_default();
        assert_eq!(found, format!("test.toml:{place}"), "{lines}: {error}");
    }
}

#[test]
fn files_that_are_not_experiments() {
    for (text, kind, part) in [
        ("", Kind::Missing, "`format`"),
        ("format = 1", Kind::Missing, "`study`"),
        ("format = 2\nstudy = \"toy\"", Kind::OutOfRange, "1"),
        (
            "format = true\nstudy = \"toy\"",
            Kind::WrongType,
            "truth value",
        ),
        (
            "format = 1\nstudy = \"toyy\"",
            Kind::UnknownStudy,
            "did you mean `toy`",
        ),
        ("format = 1\nstudy = 5", Kind::WrongType, "`study`"),
        ("format = 1\nformat = 1", Kind::Duplicate, "format"),
        ("{\"format\": 1}", Kind::WrongType, "TOML"),
        ("format = ", Kind::WrongType, "TOML"),
        ("\u{0}\u{1}", Kind::WrongType, "TOML"),
    ] {
        let error = parse(text).expect_err(text);
        assert_eq!(error.kind(), kind, "{text}: {error}");
        assert!(error.to_string().contains(part), "{text}: {error}");
        assert!(error.to_string().contains("test.toml:"), "{text}: {error}");
    }
}

#[test]
fn keys_and_parameters() {
    refused(&[
        (
            "sede = 1",
            Kind::UnknownParameter,
            "did you mean `seed`",
            "3:1",
        ),
        ("  seed = -1", Kind::OutOfRange, "`seed`", "3:10"),
        ("seed = 1.5", Kind::OutOfRange, "`seed`", "3:8"),
        ("title = 5", Kind::WrongType, "`title`", "3:9"),
        ("parameters = 5", Kind::WrongType, "`parameters`", "3:14"),
        (
            "[parameters]\nsize = 1\nsise = 2",
            Kind::UnknownParameter,
            "did you mean `size`",
            "5:8",
        ),
        (
            "[parameters]\nsize = -1",
            Kind::OutOfRange,
            "size = -1",
            "4:8",
        ),
        (
            "[parameters]\nsize = 1.5",
            Kind::WrongType,
            "size = 1.5",
            "4:8",
        ),
        (
            "[parameters]\nsize = 1e300",
            Kind::OutOfRange,
            "size",
            "4:8",
        ),
        (
            "[parameters]\nsize = 99999999999999999999999999999999999999999999",
            Kind::OutOfRange,
            "",
            "4:8",
        ),
        (
            "[parameters]\nsize = 1\ntime = nan",
            Kind::OutOfRange,
            "time = nan",
            "5:8",
        ),
        (
            "[parameters]\nsize = 1\ntime = true",
            Kind::WrongType,
            "truth value",
            "5:8",
        ),
        (
            "[parameters]\nsize = 1\ntime = 1979-05-27",
            Kind::WrongType,
            "date",
            "5:8",
        ),
        (
            "[parameters]\nsize = 1\nmode = \"norml\"",
            Kind::OutOfRange,
            "did you mean `normal`",
            "5:8",
        ),
        (
            "[parameters]\nsize = 1\nobservables = [\"x\"]",
            Kind::OutOfRange,
            "`x`",
            "5:15",
        ),
        ("[parameters]\ntime = 1", Kind::Missing, "`size`", "2:9"),
        (
            "[parameters]\nsize = 1\nsize = 2",
            Kind::Duplicate,
            "`size` is given twice",
            "5:1",
        ),
    ]);
}

#[test]
fn sweeps() {
    refused(&[
        ("sweep = 5", Kind::WrongType, "`sweep`", "3:9"),
        ("[[sweep]]", Kind::OutOfRange, "no axes", "3:1"),
        (
            "[sweep]\nsize = {values = [1]}",
            Kind::WrongType,
            "[[sweep]]",
            "3:1",
        ),
        ("[[sweep]]\nsize = 5", Kind::WrongType, "linspace", "4:8"),
        ("[[sweep]]\nsize = [1, 2]", Kind::WrongType, "values", "4:8"),
        (
            "[[sweep]]\nsize = {}",
            Kind::Contradiction,
            "without values",
            "4:8",
        ),
        (
            "[[sweep]]\nsize = {values = []}",
            Kind::OutOfRange,
            "empty",
            "4:18",
        ),
        (
            "[[sweep]]\nsize = {values = 5}",
            Kind::WrongType,
            "a list",
            "4:18",
        ),
        (
            "[[sweep]]\nsize = {values = [1, 2, -3]}",
            Kind::OutOfRange,
            "size = -3",
            "4:25",
        ),
        (
            "[[sweep]]\nsize = {valus = [1]}",
            Kind::UnknownParameter,
            "did you mean `values`",
            "4:9",
        ),
        (
            "[[sweep]]\nsize = {values = [1], range = [1, 2, 1]}",
            Kind::Contradiction,
            "at once",
            "4:8",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2]}",
            Kind::WrongType,
            "2 items",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, 0]}",
            Kind::OutOfRange,
            "0 values",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, -5]}",
            Kind::OutOfRange,
            "-5 values",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, 2.5]}",
            Kind::WrongType,
            "2.5 values",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, 1e12]}",
            Kind::TooLarge,
            "values",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, 1e300]}",
            Kind::TooLarge,
            "values",
            "4:20",
        ),
        (
            "[[sweep]]\nsize = {linspace = [1, 2, 3]}",
            Kind::WrongType,
            "1.5",
            "4:8",
        ),
        (
            "[[sweep]]\nsize = {values = [1]}\ntime = {linspace = [0, inf, 3]}",
            Kind::OutOfRange,
            "inf",
            "5:24",
        ),
        (
            "[[sweep]]\nsize = {values = [1]}\ntime = {linspace = [0, 1e7, 3]}",
            Kind::OutOfRange,
            "time = ",
            "5:8",
        ),
        (
            "[[sweep]]\nsize = {values = [1]}\ntime = {logspace = [0, 1, 3]}",
            Kind::OutOfRange,
            "positive",
            "5:20",
        ),
        (
            "[[sweep]]\nsize = {values = [1]}\ntime = {logspace = [1, \"x\", 3]}",
            Kind::WrongType,
            "not a number",
            "5:24",
        ),
        (
            "[[sweep]]\nsize = {range = [1, 5, 0]}",
            Kind::OutOfRange,
            "never ends",
            "4:17",
        ),
        (
            "[[sweep]]\nsize = {range = [5, 1, 1]}",
            Kind::OutOfRange,
            "is empty",
            "4:17",
        ),
        (
            "[[sweep]]\nsize = {range = [1, 5, nan]}",
            Kind::OutOfRange,
            "NaN",
            "4:24",
        ),
        (
            "[[sweep]]\nsize = {around = [1]}",
            Kind::Contradiction,
            "without `offsets`",
            "4:8",
        ),
        (
            "[[sweep]]\nmode = {linspace = [1, 2, 3]}",
            Kind::OutOfRange,
            "mode = 1",
            "4:8",
        ),
        (
            "[[sweep]]\ntmie = {values = [1]}",
            Kind::UnknownParameter,
            "did you mean `time`",
            "4:1",
        ),
        (
            "[[sweep]]\nlinspace = [1, 2, 3]",
            Kind::UnknownParameter,
            "an axis is written",
            "4:1",
        ),
        (
            "[[sweep]]\nobservables = {values = [\"half\"]}",
            Kind::NotApplicable,
            "swept",
            "4:1",
        ),
        (
            "[[sweep]]\ntime = {values = [1]}",
            Kind::Missing,
            "`size`",
            "3:1",
        ),
        (
            "[parameters]\nsize = 1\n[[sweep]]\nsize = {values = [2]}",
            Kind::Contradiction,
            "test.toml:4:8",
            "6:1",
        ),
        (
            "[[sweep]]\nsize = {values = [2]}\nsize = {values = [3]}",
            Kind::Duplicate,
            "`size` is given twice",
            "5:1",
        ),
    ]);
}

#[test]
fn figures() {
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
fn a_grid_of_a_trillion_points_is_refused_before_it_is_written_out() {
    for (lines, kind) in [
        (
            "[[sweep]]\nsize = {range = [1, 1e6, 1]}\ntime = {linspace = [0, 1, 1000000]}",
            Kind::TooLarge,
        ),
        ("[[sweep]]\nsize = {range = [1, 1e12, 1]}", Kind::TooLarge),
        (
            "[[sweep]]\nsize = {values = [1]}\ntime = {range = [0, 1, 1e-300]}",
            Kind::TooLarge,
        ),
        (
            "[[sweep]]\nsize = {range = [1, 6000000, 1]}\n[[sweep]]\nsize = {range = [1, 6000000, 1]}",
            Kind::TooLarge,
        ),
    ] {
        let error = toy(lines).expect_err(lines);
        assert_eq!(error.kind(), kind, "{lines}: {error}");
        assert!(
            error.to_string().contains("at most 10000000 points"),
            "{error}"
        );
    }
}

#[test]
fn files_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.toml");
    let refused = |part: &str| {
        let error = Experiment::read(&STUDIES, &path).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{error}");
        assert!(error.to_string().contains(part), "{error}");
        assert!(error.to_string().contains("file.toml"), "{error}");
    };
    refused("does not exist");
    std::fs::write(&path, b"format = 1 # \xff").unwrap();
    refused("UTF-8");
    std::fs::write(&path, vec![b'#'; 10_000_001]).unwrap();
    refused("10 MB");
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    refused("is a directory");
}
