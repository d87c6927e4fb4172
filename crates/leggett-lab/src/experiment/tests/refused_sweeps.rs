//! What is wrong with a sweep is named, with its place.

use super::refused;
use leggett_studies::error::Kind;

#[test]
fn sweeps_that_make_no_sense() {
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
