//! What experiment files mean, and how wrong ones are refused.

mod figures;
mod grids;
mod refusals;
mod refused_figures;
mod refused_sweeps;

use super::Experiment;
use crate::error::Result;
use crate::testing::TOY;
use leggett_studies::Arguments;
use leggett_studies::error::Kind;
use leggett_studies::study::Study;

static STUDIES: [&Study; 1] = [&TOY];

fn parse(text: &str) -> Result<Experiment> {
    Experiment::parse(&STUDIES, text, "test.toml")
}

/// An experiment of the test study with these lines after its head.
fn toy(lines: &str) -> Result<Experiment> {
    parse(&format!("format = 1\nstudy = \"toy\"\n{lines}"))
}

fn points(lines: &str) -> Vec<Arguments> {
    let experiment = toy(lines).unwrap();
    (0..experiment.len())
        .map(|index| experiment.point(index).unwrap())
        .collect()
}

/// The values of a parameter over all points, as canonical texts.
fn values(lines: &str, parameter: &str) -> Vec<String> {
    points(lines)
        .iter()
        .map(|point| point.get(parameter).canonical())
        .collect()
}

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
