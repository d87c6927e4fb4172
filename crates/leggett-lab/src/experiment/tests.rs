//! What experiment files mean, and how wrong ones are refused.

mod figures;
mod grids;
mod refusals;

use super::Experiment;
use crate::error::Result;
use crate::testing::TOY;
use leggett_studies::Arguments;
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
