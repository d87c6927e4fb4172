//! The shots: a grid of times and atom numbers, or random ones.

use super::{Fluctuations, Shot};
use crate::{Error, Result};
use leggett_num::angle::Angle;
use leggett_num::random::Draw;

/// The most shots of a grid.
const MOST_IN_GRID: f64 = 6000.0;

/// The most random shots.
pub const MOST_SAMPLES: u64 = 1_000_000;

/// The distributions are cut so many standard deviations out, where 3e-12 is
/// left.
const WIDTH: f64 = 7.0;

/// A step of this share of a standard deviation resolves a Gaussian.
const STEP: f64 = 0.4;

/// The step in units of 1/N that resolves E, which is analytic up to some i/N
/// from real times, for a tolerance.
fn structure_step(tolerance: f64) -> f64 {
    0.9 / (2.0 - tolerance.max(1e-13).log10())
}

/// A guess at the standard deviation of E over shots, in ebits.
const SPREAD: f64 = 0.9;

/// Atom numbers up to this are exact as doubles, and so are their angles.
const MOST_ATOMS: f64 = 1e16;

/// Refuses a standard deviation that leads to too many atoms.
///
/// # Errors
/// `OutOfRange`.
pub(super) fn check_numbers(atoms: u64, sd: f64) -> Result<()> {
    let most = (MOST_ATOMS - atoms as f64) / WIDTH;
    if sd == 0.0 || sd <= most {
        return Ok(());
    }
    Err(Error::OutOfRange {
        parameter: "atoms_sd",
        value: format!("{sd:e}"),
        allowed: match most > 0.0 {
            true => format!("at most {most:.1e}, so that {WIDTH} of them stay below 1e16 atoms"),
            false => "0: there is no room between these atoms and 1e16".to_owned(),
        },
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
    pub fn new(atoms: u64, fluctuations: Fluctuations, tolerance: f64) -> Option<Self> {
        let step = structure_step(tolerance) / atoms as f64;
        let times = times(fluctuations.time_jitter, step)?;
        let (sparse, numbers) = numbers(atoms, fluctuations.atoms_sd)?;
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

/// Offsets of the time with their weights, symmetric about 0, at most `largest`
/// apart; `None` where there would be too many.
fn times(jitter: f64, largest: f64) -> Option<Vec<(f64, f64)>> {
    if jitter == 0.0 {
        return Some(vec![(0.0, 1.0)]);
    }
    let step = (STEP * jitter).min(largest);
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

/// Atom numbers with their weights, and whether some between were left out;
/// `None` where there would be too many.
///
/// A whole number has the mass of what is rounded to it, and 1 that of all
/// below. E is smooth in N, all structure being in the time, so that every
/// n-th number can stand for n where N is far from 1.
fn numbers(atoms: u64, sd: f64) -> Option<(bool, Vec<(u64, f64)>)> {
    if sd == 0.0 {
        return Some((false, vec![(atoms, 1.0)]));
    }
    let n = atoms as f64;
    let step = (STEP * sd).floor();
    if step > 1.0 && n > WIDTH * sd + 1.0 {
        let side = (WIDTH * sd / step).ceil() as i64;
        // Rounding adds the variance 1/12.
        let point = |index: i64| {
            let offset = index as f64 * step;
            let weight = (-0.5 * offset * offset / (sd * sd + 1.0 / 12.0)).exp();
            ((n + offset).max(1.0) as u64, weight)
        };
        return Some((true, (-side..=side).map(point).collect()));
    }
    let side = (WIDTH * sd).ceil();
    if 2.0 * side > MOST_IN_GRID {
        return None;
    }
    let below = side.min(n - 1.0) as i64;
    let number = |offset: i64| {
        let lumped = offset as f64 + n == 1.0;
        let low = if lumped {
            f64::NEG_INFINITY
        } else {
            (offset as f64 - 0.5) / sd
        };
        let weight = normal_mass(low, (offset as f64 + 0.5) / sd);
        ((n + offset as f64) as u64, weight)
    };
    let all = (-below..=side as i64).map(number);
    Some((false, all.filter(|(_, weight)| *weight > 0.0).collect()))
}

/// The probability of a standard normal variable between two numbers, without
/// cancellation in the tails.
fn normal_mass(low: f64, high: f64) -> f64 {
    let above = |x: f64| 0.5 * libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2);
    if low > 0.0 {
        above(low) - above(high)
    } else {
        above(-high) - above(-low)
    }
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
