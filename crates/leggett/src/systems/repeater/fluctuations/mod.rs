//! What is left of the entanglement where time and atom number vary from shot
//! to shot.
//!
//! The time of each shot is normally distributed about t, the atom number, the
//! same in all ensembles, about N and rounded. E is averaged over the shots.
//! Those in which the outcomes are seen have another average, ⟨pE⟩/⟨p⟩, since
//! the outcomes are more probable near rational times.
//!
//! Both are what is there if the time of each shot is known, for example
//! measured afterwards; if it is not, the ends are in a mixed state, and the
//! second bounds its entanglement of formation from above (convexity).

mod shots;
mod weighted;

use super::Method;
use super::entanglement::{Entanglement, Probability};
use crate::{Error, ErrorKind, Estimate, Result};
use leggett_num::angle::Angle;
use weighted::{Mean, Weighted};

pub use shots::MOST_SAMPLES;

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
    /// ⟨pE⟩/⟨p⟩; unknown, as ⟨p⟩ is, where random shots miss those that decide
    /// it.
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

impl Average {
    /// The shots of a chain of M = `nodes` ensembles: a grid where that
    /// resolves the structure, which is some 1/N wide in time, else random ones,
    /// `samples` of them or as many as the tolerance asks for.
    ///
    /// # Errors
    /// `NotConverged` where that would be more than [`MOST_SAMPLES`];
    /// `OutOfRange` for atom numbers that may exceed 1e16.
    pub fn new(
        [atoms, nodes]: [u64; 2],
        time: Angle,
        fluctuations: Fluctuations,
        tolerance: f64,
        samples: Option<u64>,
        seed: u64,
    ) -> Result<Self> {
        shots::check_numbers(atoms, fluctuations.atoms_sd)?;
        let mut average = Self {
            atoms,
            power: nodes as f64 - 1.0,
            shots: Vec::new(),
            grid: None,
            sparse: false,
            tolerance,
        };
        let grid = samples
            .is_none()
            .then(|| shots::Grid::new(atoms, fluctuations, tolerance));
        if let Some(grid) = grid.flatten() {
            average.sparse = grid.sparse;
            average.grid = Some(grid.size());
            average.shots = grid.shots(time);
            return Ok(average);
        }
        let count = match samples {
            Some(count) => count,
            None => shots::enough_samples(tolerance)?,
        };
        average.shots = shots::random(atoms, time, fluctuations, seed, count);
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
