//! What is wrong with a file is named, with its place.

use super::{STUDIES, parse, refused, toy};
use crate::experiment::Experiment;
use leggett_studies::error::Kind;

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
