//! Spectra of homodyne records, and forces seen in them.

use super::homodyne::{Homodyne, filter};
use crate::gaussian::LinearModel;
use crate::{Error, Result};
use leggett_num::dense::Complex;
use leggett_num::factor::Lu;
use leggett_num::matrix::Matrix;
use leggett_num::riccati::Filter;

/// The record of one detector in the frequency domain.
#[derive(Debug, Clone)]
pub struct Record {
    filter: Filter,
}

/// The record at one frequency.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// S(Ω), symmetrised; 1 for the vacuum.
    pub spectrum: f64,
    /// C(−iΩ − A)⁻¹: what a force dx_k = f dt adds to the record's rate.
    pub transfer: Vec<Complex>,
}

impl Response {
    /// T(Ω) = C(−iΩ − A)⁻¹ G of a force dx = G f dt.
    pub fn transfer_from(&self, force: &[f64]) -> Complex {
        self.transfer.iter().zip(force).map(|(t, g)| t * g).sum()
    }

    /// S_F = S(Ω)/|T|²: the record's noise, referred to that force; infinite
    /// where the force is not seen.
    pub fn force_noise(&self, force: &[f64]) -> f64 {
        self.spectrum / self.transfer_from(force).norm_sqr()
    }
}

impl Record {
    /// The record of this detector.
    pub fn new(model: &LinearModel, detection: Homodyne) -> Result<Self> {
        Ok(Self {
            filter: filter(model, &[detection])?,
        })
    }

    /// At the angular frequency Ω: with v = (C(−iΩ − A)⁻¹, 1),
    /// S = v [[D, N], [Nᵀ, 1]] v†. O(n³).
    ///
    /// It is the spectrum of a stationary record if A is stable, which
    /// [`super::steady::steady_state`] proves.
    pub fn at(&self, frequency: f64) -> Result<Response> {
        let Filter {
            drift,
            diffusion,
            outputs,
            correlations,
        } = &self.filter;
        let n = drift.rows();
        // (−A − iΩ)ᵀ (u + iw) = Cᵀ in real numbers.
        let system = Matrix::from_fn(2 * n, 2 * n, |row, column| {
            match (row < n) == (column < n) {
                true => -drift[(column % n, row % n)],
                false if row % n != column % n => 0.0,
                false if row < n => frequency,
                false => -frequency,
            }
        });
        let mut parts = outputs.row(0).to_vec();
        parts.resize(2 * n, 0.0);
        Lu::new(system).solve(&mut parts);
        let (real, imaginary) = parts.split_at(n);
        let correlated: f64 = (0..n).map(|k| real[k] * correlations[(k, 0)]).sum();
        let spectrum = 1.0
            + 2.0 * correlated
            + diffusion.form(real, real)
            + diffusion.form(imaginary, imaginary);
        if !spectrum.is_finite() {
            return Err(Error::OutOfRange {
                parameter: "frequency",
                value: frequency.to_string(),
                allowed: "finite, and no undamped resonance".to_owned(),
            });
        }
        let pairs = real.iter().zip(imaginary);
        Ok(Response {
            spectrum,
            transfer: pairs.map(|(re, im)| Complex::new(*re, *im)).collect(),
        })
    }
}
