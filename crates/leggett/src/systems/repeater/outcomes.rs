//! Any outcomes and any phase: the state itself, link by link.

use super::accuracy::rounding;
use super::sector::no_convergence;
use super::{Entanglement, Method, Probability};
use crate::dicke::{self, overlaps};
use crate::measures::entropy;
use crate::{Error, ErrorKind, Result};
use leggett_num::Work;
use leggett_num::angle::Angle;
use leggett_num::dense::{Complex, ComplexMatrix};

/// More atoms than this would take hours and gigabytes.
pub const MOST_ATOMS: u64 = 4000;

/// A chain with one outcome for each measured ensemble.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredChain {
    /// N.
    pub atoms: u64,
    /// t.
    pub time: Angle,
    /// q_2 … q_{M−1}.
    pub outcomes: Vec<u64>,
    /// φ, eq 19.
    pub phase: f64,
}

/// The unnormalised state of the two ends, up to local unitaries.
struct Ends {
    /// ψ(k_1, k_M) e^{−scale}.
    amplitudes: ComplexMatrix,
    /// The logarithm of what was divided out.
    scale: f64,
    /// A bound on the Frobenius norm of the amplitudes' rounding errors.
    rounding: f64,
}

impl MeasuredChain {
    /// Peak bytes: three matrices of (N+1)² complex numbers and the solver's.
    pub fn bytes(&self) -> f64 {
        5.0 * 16.0 * (self.atoms as f64 + 1.0).powi(2)
    }

    /// Operations: a complex matrix product for each measured ensemble and
    /// the singular values.
    pub fn operations(&self) -> f64 {
        (8.0 * self.outcomes.len() as f64 + 16.0) * (self.atoms as f64 + 1.0).powi(3)
    }

    /// The singular values of the state of the two ends, after the logarithm
    /// of its scale and the bound on its rounding errors.
    ///
    /// The amplitudes follow eqs 16–23, with the corrections of the module's
    /// documentation; phases that act on one end only are left out.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn spectrum(&self, work: &Work) -> Result<Vec<f64>> {
        self.check()?;
        let ends = self.ends(work)?;
        let mut values = vec![ends.scale, ends.rounding];
        values.extend(ends.amplitudes.singular_values().map_err(no_convergence)?);
        Ok(values)
    }

    /// E, p and ln p in the whole Dicke space, from [`Self::spectrum`].
    ///
    /// # Errors
    /// `NotConverged` where rounding exceeds the tolerance.
    pub fn entanglement(&self, spectrum: &[f64], tolerance: f64) -> Result<Entanglement> {
        let [scale, rounding_error, values @ ..] = spectrum else {
            return Err(unresolved(tolerance));
        };
        let norm = values.iter().map(|value| value * value).sum::<f64>();
        if norm == 0.0 || !norm.is_finite() {
            return Err(unresolved(tolerance));
        }
        let weights = values.iter().map(|value| value * value / norm);
        // |σ² − σ'²| sums to at most 2 ‖A‖ ‖ΔA‖ + ‖ΔA‖² in Frobenius norms.
        let relative = rounding_error / norm.sqrt();
        let slope = values.iter().sum::<f64>() / norm.sqrt();
        let moved = relative * (2.0 + relative) + rounding(self.atoms as f64 + 1.0, 2.0, slope);
        let result = entropy::of_spectrum(weights, moved, self.atoms as f64 + 1.0);
        if result.error_bound > tolerance {
            return Err(Error::NotConverged {
                tolerance,
                reached: result.error_bound,
                advice:
                    "rounding grows with the improbability of the outcomes; loosen the tolerance"
                        .to_owned(),
            });
        }
        let measured = self.outcomes.len() as f64 + 1.0;
        Ok(Entanglement::new(
            self.atoms,
            (result.entropy, result.error_bound),
            Probability::of_share(measured, 2.0 * scale + norm.ln(), moved),
            ErrorKind::Exact,
            Method::Chain,
        ))
    }

    /// Checks the size and the outcomes.
    ///
    /// # Errors
    /// `TooLarge` above [`MOST_ATOMS`], `OutOfRange` for an outcome above N.
    pub fn check(&self) -> Result<()> {
        if self.atoms > MOST_ATOMS {
            return Err(Error::TooLarge {
                parameter: "atoms",
                value: self.atoms.to_string(),
                allowed: format!(
                    "at most {MOST_ATOMS} for outcomes other than top, or with a phase"
                ),
            });
        }
        match self.outcomes.iter().find(|q| **q > self.atoms) {
            Some(q) => Err(Error::OutOfRange {
                parameter: "outcome",
                value: q.to_string(),
                allowed: format!("from 0 to atoms = {}", self.atoms),
            }),
            None => Ok(()),
        }
    }

    /// Multiplies the links from left to right, rescaling after each.
    fn ends(&self, work: &Work) -> Result<Ends> {
        let weights = self.amplitudes();
        let mut ends = Ends {
            amplitudes: self
                .matrix(|row, column| real(if row == column { weights[row] } else { 0.0 })),
            scale: 0.0,
            rounding: 0.0,
        };
        // Node j = 2 + index: even nodes couple, odd nodes weigh.
        for (index, q) in self.outcomes.iter().enumerate() {
            work.check()?;
            if index.is_multiple_of(2) {
                self.couple(&mut ends, &self.even_link(*q));
            } else {
                self.weigh(&mut ends, &self.odd_node(*q, &weights));
            }
        }
        work.check()?;
        if self.outcomes.len().is_multiple_of(2) {
            self.couple(&mut ends, &self.last_link(&weights));
        } else {
            self.weigh(
                &mut ends,
                &weights
                    .iter()
                    .map(|weight| real(*weight))
                    .collect::<Vec<_>>(),
            );
        }
        Ok(ends)
    }

    /// The measured even node between k and k': eq 23 without the phase
    /// e^{iN(k−k')t/2}, which cancels between links or acts on one end only.
    fn even_link(&self, q: u64) -> ComplexMatrix {
        let n = self.atoms as i64;
        let values: Vec<f64> = (-n..=n)
            .map(|d| {
                let half_angle = self.time.half_multiple(d).high + 0.5 * self.phase;
                overlaps::x_state_with_equatorial(self.atoms, q, half_angle)
            })
            .collect();
        self.matrix(|row, column| real(values[row + self.atoms as usize - column]))
    }

    /// The measured odd node: e^{ikφ} w_k <q|^x|k>, eq 22.
    fn odd_node(&self, q: u64, weights: &[f64]) -> Vec<Complex> {
        let overlaps = overlaps::x_state(self.atoms, q);
        let entry = |(k, (weight, overlap)): (usize, (&f64, &f64))| {
            Complex::from_polar(1.0, self.phase * k as f64) * real(weight * overlap)
        };
        weights
            .iter()
            .zip(&overlaps)
            .enumerate()
            .map(entry)
            .collect()
    }

    /// The last node of an even chain: w_{k'} e^{ik(k'−N/2)t}.
    fn last_link(&self, weights: &[f64]) -> ComplexMatrix {
        self.matrix(|row, column| {
            let factor = row as i64 * dicke::doubled_offset(self.atoms, column as u64);
            Complex::from_polar(weights[column], self.time.half_multiple(factor).high)
        })
    }

    fn couple(&self, ends: &mut Ends, link: &ComplexMatrix) {
        // ‖|A||B|‖ ≤ ‖A‖ ‖|B|‖₂, and ‖|B|‖₂ is at most the geometric mean of
        // the largest row and column sums.
        let (left, right) = (ends.amplitudes.frobenius(), link.absolute_norm_bound());
        ends.amplitudes = ends.amplitudes.times(link);
        let fresh = 2.0 * f64::EPSILON * (self.atoms as f64 + 8.0).sqrt() * left * right;
        ends.rounding = ends.rounding * right + fresh;
        ends.rescale();
    }

    fn weigh(&self, ends: &mut Ends, weights: &[Complex]) {
        let largest = weights
            .iter()
            .fold(0.0f64, |largest, weight| largest.max(weight.norm()));
        let before = &ends.amplitudes;
        ends.amplitudes = self.matrix(|row, column| before.get(row, column) * weights[column]);
        // The x-basis recurrence loses some ulps a step.
        let relative = f64::EPSILON * (self.atoms as f64 + 8.0);
        ends.rounding = ends.rounding * largest + relative * ends.amplitudes.frobenius();
        ends.rescale();
    }

    fn amplitudes(&self) -> Vec<f64> {
        (0..=self.atoms)
            .map(|k| dicke::amplitude(self.atoms, k))
            .collect()
    }

    fn matrix(&self, entry: impl Fn(usize, usize) -> Complex) -> ComplexMatrix {
        let n = self.atoms as usize + 1;
        ComplexMatrix::from_fn(n, n, entry)
    }
}

impl Ends {
    fn rescale(&mut self) {
        let largest = self.amplitudes.largest();
        if largest > 0.0 && largest.is_finite() {
            self.amplitudes.scale(1.0 / largest);
            self.rounding /= largest;
            self.scale += largest.ln();
        }
    }
}

fn unresolved(tolerance: f64) -> Error {
    Error::NotConverged {
        tolerance,
        reached: f64::INFINITY,
        advice: "these outcomes have a probability that doubles cannot resolve".to_owned(),
    }
}

fn real(value: f64) -> Complex {
    Complex::new(value, 0.0)
}
