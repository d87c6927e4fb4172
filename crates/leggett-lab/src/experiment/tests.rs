//! What experiment files mean, and how wrong ones are refused.

mod figures;
mod grids;
mod networks;
mod quantities;
mod refusals;
mod refused_figures;
mod refused_sweeps;

use super::Experiment;
use crate::error::Result;
use crate::testing::{NETWORK, TOY};
use leggett_studies::Arguments;
use leggett_studies::error::Kind;
use leggett_studies::study::Study;

static STUDIES: [&Study; 2] = [&TOY, &NETWORK];

fn parse(text: &str) -> Result<Experiment> {
    Experiment::parse(&STUDIES, text, "test.toml")
}

/// An experiment of the test study with these lines after its head.
fn toy(lines: &str) -> Result<Experiment> {
    parse(&format!("format = 1\nstudy = \"toy\"\n{lines}"))
}

/// An experiment of the study with quantities and a table.
fn network(lines: &str) -> Result<Experiment> {
    parse(&format!("format = 1\nstudy = \"network\"\n{lines}"))
}

/// The canonical texts of a parameter over all points of such an experiment.
fn along(lines: &str, parameter: &str) -> Vec<String> {
    let experiment = network(lines).unwrap_or_else(|error| panic!("{lines}: {error}"));
    let point = |index| experiment.point(index).unwrap();
    let value = |index| point(index).get(parameter).canonical();
    (0..experiment.len()).map(value).collect()
}

/// The same as [`refused`] for that study.
fn refused_network(cases: &[(&str, Kind, &str, &str)]) {
    for (lines, kind, part, place) in cases {
        let error = network(lines).expect_err(lines);
        assert_eq!(error.kind(), *kind, "{lines}: {error}");
        assert!(error.to_string().contains(part), "{lines}: {error}");
        let found = error.details().place.clone().unwrap_or_default();
        assert_eq!(found, format!("test.toml:{place}"), "{lines}: {error}");
    }
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
