//! What is left of the entanglement where time and atom number vary from shot
//! to shot.
//!
//! The time of each shot is normally distributed about t, the atom number, the
//! same in all ensembles, about N and rounded. E is averaged over the shots.
//! Those in which the outcomes are seen have another average, <p E>/<p>, since
//! the outcomes are more probable near rational times.
//!
//! Both are what is there if the time of each shot is known, for example
//! measured afterwards; if it is not, the ends are in a mixed state, and the
//! second bounds its entanglement of formation from above (convexity).

use super::Method;
use super::entanglement::{Entanglement, Probability};
use crate::{Error, ErrorKind, Estimate, Result};
use leggett_num::angle::Angle;
use leggett_num::random::Draw;
use leggett_num::refinement::rest;

/// How much time and atom number vary, as standard deviations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fluctuations {
    /// That of the time.
    pub time_jitter: f64,
    /// That of the atom number.
    pub atoms_sd: f64,
}

/// One shot: its atom number, its time, and its share of the average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shot {
    /// N.
    pub atoms: u64,
    /// t.
    pub time: Angle,
    /// The shares sum to 1.
    pub share: f64,
}

/// The average over shots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Averaged {
    /// Plain averages of E, of E/log2(N+1) and of p.
    pub mean: Entanglement,
    /// <p E>/<p>; unknown where samples miss the shots that decide it.
    pub post_selected: Option<Estimate>,
}

/// The shots that make an average.
#[derive(Debug, Clone)]
pub struct Average {
    atoms: u64,
    power: f64,
    shots: Vec<Shot>,
    /// The sizes of the grid of times and atom numbers; random shots have none.
    grid: Option<[usize; 2]>,
    /// Whether neighbouring atom numbers of the grid were left out.
    sparse: bool,
    tolerance: f64,
}

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

impl Average {
    /// The shots of a chain of M = `nodes` ensembles: a grid where that
    /// resolves the structure, which is some 1/N wide in time, else random ones,
    /// `samples` of them or as many as the tolerance asks for.
    ///
    /// # Errors
    /// `NotConverged` where that would be more than [`MOST_SAMPLES`].
    pub fn new(
        [atoms, nodes]: [u64; 2],
        time: Angle,
        fluctuations: Fluctuations,
        tolerance: f64,
        samples: Option<u64>,
        seed: u64,
    ) -> Result<Self> {
        let mut average = Self {
            atoms,
            power: nodes as f64 - 1.0,
            shots: Vec::new(),
            grid: None,
            sparse: false,
            tolerance,
        };
        let times = times(fluctuations.time_jitter, atoms);
        let numbers = numbers(atoms, fluctuations.atoms_sd);
        let size = times.len() as f64 * numbers.1.len() as f64;
        if samples.is_none() && !times.is_empty() && size <= MOST_IN_GRID {
            average.sparse = numbers.0;
            average.grid = Some([times.len(), numbers.1.len()]);
            average.shots = product(time, &times, &numbers.1);
            return Ok(average);
        }
        let count = match samples {
            Some(count) => count,
            None => enough_samples(tolerance)?,
        };
        let shot = |index| random_shot(atoms, time, fluctuations, seed, index, count);
        average.shots = (0..count).map(shot).collect();
        Ok(average)
    }

    /// The shots, in the order in which [`Self::combine`] takes their results.
    pub fn shots(&self) -> &[Shot] {
        &self.shots
    }

    /// The tolerance that each shot is to be computed with.
    pub fn tolerance_of_shots(&self) -> f64 {
        match self.grid {
            Some(_) => 0.2 * self.tolerance,
            // Far below five standard errors of the largest sample.
            None => 1e-4,
        }
    }

    /// The average of the shots' results.
    ///
    /// # Errors
    /// `NotConverged` where a probability is not known at all.
    pub fn combine(&self, results: &[Entanglement]) -> Result<Averaged> {
        let weighted = Weighted::new(&self.shots, results).ok_or_else(|| self.unresolved())?;
        let mean = weighted.mean(|_| true);
        let own = weighted.own_error(&mean);
        let (kind, method, error) = match self.grid {
            Some(grid) => (
                ErrorKind::Estimated,
                Method::Quadrature,
                self.grid_error(&weighted, &mean, grid),
            ),
            None => (
                ErrorKind::Statistical,
                Method::Sampling,
                weighted.standard_error(&mean).times(5.0),
            ),
        };
        // The outcomes of more than three ensembles select times so near
        // rational ones that samples miss them: p has no finite variance then.
        let missed = self.grid.is_none() && self.power > 2.0;
        let unknown = if missed { 1.0 } else { error.ln_p + own.ln_p };
        let estimate = |value, error_bound| Estimate {
            value,
            error_bound,
            kind,
        };
        let mut average = Entanglement::new(
            self.atoms,
            (mean.entropy, error.entropy + own.entropy),
            Probability::of_share(self.power, mean.ln_p, unknown),
            kind,
            method,
        );
        average.normalized_entropy = estimate(mean.normalized, error.normalized + own.normalized);
        let selected = estimate(mean.selected, error.selected + own.selected);
        Ok(Averaged {
            mean: average,
            post_selected: (!missed).then_some(selected),
        })
    }

    /// The error of the grid's step, by leaving out every second point.
    fn grid_error(&self, weighted: &Weighted, fine: &Mean, [times, numbers]: [usize; 2]) -> Mean {
        let along = |size: usize, place: &dyn Fn(usize) -> usize| {
            let middle = size / 2;
            let every = |stride: usize| {
                weighted.mean(|index| place(index).abs_diff(middle).is_multiple_of(stride))
            };
            let (half, quarter) = (every(2), every(4));
            half.apart(&quarter).rest(&fine.apart(&half))
        };
        let mut error = Mean::default();
        if times > 1 {
            error = error.plus(&along(times, &|index| index / numbers));
        }
        if self.sparse {
            error = error.plus(&along(numbers, &|index| index % numbers));
        }
        error
    }

    fn unresolved(&self) -> Error {
        Error::NotConverged {
            tolerance: self.tolerance,
            reached: f64::INFINITY,
            advice: "a shot's probability is not known".to_owned(),
        }
    }
}

/// Offsets of the time with their weights, symmetric about 0; none where a grid
/// would be too large.
fn times(jitter: f64, atoms: u64) -> Vec<(f64, f64)> {
    if jitter == 0.0 {
        return vec![(0.0, 1.0)];
    }
    let step = (STEPS[0] * jitter).min(STEPS[1] / atoms as f64);
    let side = (WIDTH * jitter / step).ceil();
    if 2.0 * side > MOST_IN_GRID {
        return Vec::new();
    }
    let side = side as i64;
    let point = |index: i64| {
        let offset = index as f64 * step;
        (offset, (-0.5 * (offset / jitter).powi(2)).exp())
    };
    (-side..=side).map(point).collect()
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

fn product(time: Angle, times: &[(f64, f64)], numbers: &[(u64, f64)]) -> Vec<Shot> {
    let total = |weights: &mut dyn Iterator<Item = f64>| weights.sum::<f64>();
    let sum = total(&mut times.iter().map(|it| it.1)) * total(&mut numbers.iter().map(|it| it.1));
    let pairs = times
        .iter()
        .flat_map(|time| numbers.iter().map(move |number| (time, number)));
    pairs
        .map(|((offset, weight), (atoms, share))| Shot {
            atoms: *atoms,
            time: time.shifted(*offset),
            share: weight * share / sum,
        })
        .collect()
}

fn enough_samples(tolerance: f64) -> Result<u64> {
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

fn random_shot(
    atoms: u64,
    time: Angle,
    fluctuations: Fluctuations,
    seed: u64,
    index: u64,
    count: u64,
) -> Shot {
    let mut draw = Draw::new(seed, "repeater shot", index);
    let offset = fluctuations.time_jitter * draw.normal();
    let number = atoms as f64 + (fluctuations.atoms_sd * draw.normal()).round();
    let varied = fluctuations.atoms_sd > 0.0;
    Shot {
        atoms: if varied {
            number.max(1.0) as u64
        } else {
            atoms
        },
        time: time.shifted(offset),
        share: 1.0 / count as f64,
    }
}

/// Averages, or their errors.
#[derive(Debug, Clone, Copy, Default)]
struct Mean {
    entropy: f64,
    normalized: f64,
    /// The average of E with the weights p.
    selected: f64,
    ln_p: f64,
}

impl Mean {
    fn each(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            entropy: of(self.entropy, other.entropy),
            normalized: of(self.normalized, other.normalized),
            selected: of(self.selected, other.selected),
            ln_p: of(self.ln_p, other.ln_p),
        }
    }

    fn apart(&self, other: &Self) -> Self {
        self.each(other, |a, b| (a - b).abs())
    }

    fn plus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a + b)
    }

    fn rest(&self, last: &Self) -> Self {
        self.each(last, |before, last| rest([before, last]))
    }

    fn times(&self, factor: f64) -> Self {
        self.each(self, |value, _| factor * value)
    }
}

/// Results with their shares, and with p in units of the largest.
struct Weighted<'a> {
    shots: &'a [Shot],
    results: &'a [Entanglement],
    ln_p: Vec<Estimate>,
    largest: f64,
}

impl<'a> Weighted<'a> {
    fn new(shots: &'a [Shot], results: &'a [Entanglement]) -> Option<Self> {
        let ln_p: Option<Vec<Estimate>> = results
            .iter()
            .map(|result| result.log_probability)
            .collect();
        let ln_p = ln_p.filter(|list| list.len() == shots.len() && !list.is_empty())?;
        let largest = ln_p
            .iter()
            .fold(f64::NEG_INFINITY, |most, it| most.max(it.value));
        Some(Self {
            shots,
            results,
            ln_p,
            largest,
        })
    }

    /// share and share·p of a shot.
    fn weights(&self, index: usize) -> (f64, f64) {
        let share = self.shots[index].share;
        (share, share * (self.ln_p[index].value - self.largest).exp())
    }

    fn total(&self, of: impl Fn(usize) -> bool) -> (f64, f64) {
        let chosen = (0..self.shots.len()).filter(|index| of(*index));
        chosen.fold((0.0, 0.0), |sum, index| {
            let weights = self.weights(index);
            (sum.0 + weights.0, sum.1 + weights.1)
        })
    }

    /// Averages over some of the shots.
    fn mean(&self, of: impl Fn(usize) -> bool) -> Mean {
        let (shares, weights) = self.total(&of);
        let mut mean = Mean {
            ln_p: self.largest + (weights / shares).ln(),
            ..Mean::default()
        };
        for index in (0..self.shots.len()).filter(|index| of(*index)) {
            let (share, weight) = self.weights(index);
            let result = &self.results[index];
            mean.entropy += share / shares * result.entropy.value;
            mean.normalized += share / shares * result.normalized_entropy.value;
            mean.selected += weight / weights * result.entropy.value;
        }
        mean
    }

    /// What the shots' own errors make of the averages.
    fn own_error(&self, mean: &Mean) -> Mean {
        let (_, weights) = self.total(|_| true);
        let mut error = Mean::default();
        for (index, result) in self.results.iter().enumerate() {
            let (share, weight) = self.weights(index);
            let unknown = self.ln_p[index].error_bound;
            let off = (result.entropy.value - mean.selected).abs() * unknown;
            error.entropy += share * result.entropy.error_bound;
            error.normalized += share * result.normalized_entropy.error_bound;
            error.selected += weight / weights * (result.entropy.error_bound + off);
            error.ln_p += weight / weights * unknown;
        }
        error
    }

    /// Of independent shots, to first order.
    fn standard_error(&self, mean: &Mean) -> Mean {
        let (_, weights) = self.total(|_| true);
        let mut squares = Mean::default();
        for (index, result) in self.results.iter().enumerate() {
            let (share, weight) = self.weights(index);
            let (entropy, normalized) = (result.entropy.value, result.normalized_entropy.value);
            squares.entropy += (share * (entropy - mean.entropy)).powi(2);
            squares.normalized += (share * (normalized - mean.normalized)).powi(2);
            squares.selected += (weight / weights * (entropy - mean.selected)).powi(2);
            squares.ln_p += (weight / weights - share).powi(2);
        }
        let count = self.shots.len() as f64;
        let unbiased = count / (count - 1.0).max(1.0);
        squares.each(&squares, |value, _| (unbiased * value).sqrt())
    }
}
