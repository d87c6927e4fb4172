//! The shots: a grid of times and atom numbers, or random ones.

use super::{Fluctuations, Shot};
use crate::{Error, Result};
use leggett_num::angle::Angle;
use leggett_num::random::Draw;

/// The most shots of a grid.
const MOST_IN_GRID: f64 = 6000.0;

/// The most random shots.
pub const MOST_SAMPLES: u64 = 1_000_000;

/// The grid ends so many standard deviations out, where 1e-11 is left.
const WIDTH: f64 = 7.0;

/// Steps of the grid: this share of a standard deviation resolves a Gaussian,
/// and this over N the entropy, which is analytic up to some i/N from real times.
const STEPS: [f64; 2] = [0.4, 0.12];

/// A guess at the standard deviation of E over shots, in ebits.
const SPREAD: f64 = 0.9;

/// Atom numbers up to this are exact as doubles, and so are their angles.
const MOST_ATOMS: f64 = 1e16;

/// Refuses a standard deviation that leads to too many atoms.
///
/// # Errors
/// `OutOfRange`.
pub(super) fn check_numbers(atoms: u64, sd: f64) -> Result<()> {
    let most = ((MOST_ATOMS - atoms as f64) / WIDTH).max(0.0);
    if sd <= most {
        return Ok(());
    }
    Err(Error::OutOfRange {
        parameter: "atoms_sd",
        value: format!("{sd:e}"),
        allowed: format!("at most {most:.1e}, so that {WIDTH} of them stay below 1e16 atoms"),
    })
}

/// A grid of offsets of the time and of atom numbers, each with its weight.
pub(super) struct Grid {
    times: Vec<(f64, f64)>,
    numbers: Vec<(u64, f64)>,
    /// Whether atom numbers between those of the grid were left out.
    pub sparse: bool,
}

impl Grid {
    /// `None` where it would be too large.
    pub fn new(atoms: u64, fluctuations: Fluctuations) -> Option<Self> {
        let times = times(fluctuations.time_jitter, atoms)?;
        let (sparse, numbers) = numbers(atoms, fluctuations.atoms_sd);
        let size = times.len() as f64 * numbers.len() as f64;
        (size <= MOST_IN_GRID).then_some(Self {
            times,
            numbers,
            sparse,
        })
    }

    /// How many times and atom numbers it has.
    pub fn size(&self) -> [usize; 2] {
        [self.times.len(), self.numbers.len()]
    }

    /// All pairs about a time, the atom numbers fastest.
    pub fn shots(&self, time: Angle) -> Vec<Shot> {
        let times: f64 = self.times.iter().map(|(_, weight)| weight).sum();
        let numbers: f64 = self.numbers.iter().map(|(_, weight)| weight).sum();
        let mut shots = Vec::with_capacity(self.times.len() * self.numbers.len());
        for (offset, weight) in &self.times {
            shots.extend(self.numbers.iter().map(|(atoms, share)| Shot {
                atoms: *atoms,
                time: time.shifted(*offset),
                share: weight / times * (share / numbers),
            }));
        }
        shots
    }
}

/// Offsets of the time with their weights, symmetric about 0; `None` where
/// there would be too many.
fn times(jitter: f64, atoms: u64) -> Option<Vec<(f64, f64)>> {
    if jitter == 0.0 {
        return Some(vec![(0.0, 1.0)]);
    }
    let step = (STEPS[0] * jitter).min(STEPS[1] / atoms as f64);
    let side = (WIDTH * jitter / step).ceil();
    if 2.0 * side > MOST_IN_GRID {
        return None;
    }
    let side = side as i64;
    let point = |index: i64| {
        let offset = index as f64 * step;
        (offset, (-0.5 * (offset / jitter).powi(2)).exp())
    };
    Some((-side..=side).map(point).collect())
}

/// Atom numbers with their weights, and whether some between were left out.
fn numbers(atoms: u64, sd: f64) -> (bool, Vec<(u64, f64)>) {
    if sd == 0.0 {
        return (false, vec![(atoms, 1.0)]);
    }
    // E is smooth in N: all structure is in the time.
    let step = (STEPS[0] * sd).floor().max(1.0);
    let side = (WIDTH * sd / step).ceil() as i64;
    let point = |index: i64| {
        let offset = index as f64 * step;
        let number = atoms as f64 + offset;
        // Whole numbers below 1e16 are exact here, or the step is far above 1.
        let weight = (-0.5 * (offset / sd).powi(2)).exp();
        (number >= 1.0).then_some((number as u64, weight))
    };
    (step > 1.0, (-side..=side).filter_map(point).collect())
}

/// How many random shots a tolerance asks for.
///
/// # Errors
/// `NotConverged` above [`MOST_SAMPLES`].
pub(super) fn enough_samples(tolerance: f64) -> Result<u64> {
    let needed = (5.0 * SPREAD / tolerance).powi(2).ceil().max(100.0);
    if needed <= MOST_SAMPLES as f64 {
        return Ok(needed as u64);
    }
    Err(Error::NotConverged {
        tolerance,
        reached: 5.0 * SPREAD / (MOST_SAMPLES as f64).sqrt(),
        advice: format!(
            "the structure of the time, some 1/N wide, can only be sampled: give tolerance=0.1 \
                ({:.0} shots), tolerance=0.03 ({:.0} shots), or a number of samples",
            (50.0 * SPREAD).powi(2),
            (5.0 * SPREAD / 0.03).powi(2)
        ),
    })
}

/// Random shots; each depends on the seed and its index alone.
pub(super) fn random(
    atoms: u64,
    time: Angle,
    fluctuations: Fluctuations,
    seed: u64,
    count: u64,
) -> Vec<Shot> {
    let varied = fluctuations.atoms_sd > 0.0;
    let shot = |index| {
        let mut draw = Draw::new(seed, "repeater shot", index);
        let offset = fluctuations.time_jitter * draw.normal();
        let number = atoms as f64 + (fluctuations.atoms_sd * draw.normal()).round();
        Shot {
            atoms: if varied {
                number.max(1.0) as u64
            } else {
                atoms
            },
            time: time.shifted(offset),
            share: 1.0 / count as f64,
        }
    };
    (0..count).map(shot).collect()
}
