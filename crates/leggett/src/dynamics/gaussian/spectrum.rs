//! Spectra of homodyne records, and forces seen in them.

use super::homodyne::{Homodyne, filter_within};
use crate::gaussian::LinearModel;
use crate::{Error, ErrorKind, Estimate, Result};
use leggett_num::dense::Complex;
use leggett_num::factor::Lu;
use leggett_num::matrix::Matrix;
use leggett_num::riccati::Filter;

/// The record of one detector in the frequency domain.
#[derive(Debug, Clone)]
pub struct Record {
    filter: Filter,
    /// What every entry of it may be off by.
    spread: Filter,
}

/// The record at one frequency.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// S(Ω), symmetrised; 1 for the vacuum. The bound is to first order in the
    /// rounding of what the model is made of.
    pub spectrum: Estimate,
    /// C(−iΩ − A)⁻¹: what a force dx_k = f dt adds to the record's rate.
    pub transfer: Vec<Complex>,
    /// What every entry of it may be off by.
    transfer_error: Vec<f64>,
}

impl Response {
    /// T(Ω) = C(−iΩ − A)⁻¹ G of a force dx = G f dt.
    pub fn transfer_from(&self, force: &[f64]) -> Complex {
        self.transfer.iter().zip(force).map(|(t, g)| t * g).sum()
    }

    /// S_F = S(Ω)/|T|²: the record's noise, referred to that force; infinite
    /// where the force is not seen.
    pub fn force_noise(&self, force: &[f64]) -> Estimate {
        let transfer = self.transfer_from(force).norm();
        let pairs = self.transfer_error.iter().zip(force);
        let error: f64 = pairs.map(|(error, g)| error * g.abs()).sum();
        let value = self.spectrum.value / (transfer * transfer);
        let relative = self.spectrum.error_bound / self.spectrum.value + 2.0 * error / transfer;
        Estimate {
            value,
            error_bound: value * (relative + 8.0 * f64::EPSILON),
            ..self.spectrum
        }
    }
}

impl Record {
    /// The record of this detector.
    pub fn new(model: &LinearModel, detection: Homodyne) -> Result<Self> {
        let (filter, spread) = filter_within(model, &[detection])?;
        Ok(Self { filter, spread })
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
        let factors = Lu::new(system.clone());
        factors.solve(&mut parts);
        let errors = self.response_error(&system, &factors, &parts);
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
        let spread = self.spectrum_error(&parts, &errors);
        Ok(Response {
            spectrum: Estimate {
                value: spectrum,
                error_bound: spread + 16.0 * f64::EPSILON * spectrum.abs(),
                kind: ErrorKind::Estimated,
            },
            transfer: pairs.map(|(re, im)| Complex::new(*re, *im)).collect(),
            transfer_error: (0..n).map(|k| errors[k] + errors[n + k]).collect(),
        })
    }

    /// |M⁻¹|(|δM||v| + |δc|) of M v = c, elimination's rounding included.
    fn response_error(&self, system: &Matrix, factors: &Lu, parts: &[f64]) -> Vec<f64> {
        let order = system.rows();
        let n = order / 2;
        let rounding = 4.0 * (order as f64 + 8.0) * f64::EPSILON;
        let own = Matrix::from_fn(order, order, |row, column| {
            let spread = match (row < n) == (column < n) {
                true => self.spread.drift[(column % n, row % n)],
                false => 0.0,
            };
            spread + rounding * system[(row, column)].abs()
        });
        let size: Vec<f64> = parts.iter().map(|part| part.abs()).collect();
        let mut moved = own.apply(&size);
        for (entry, spread) in moved.iter_mut().zip(self.spread.outputs.row(0)) {
            *entry += spread;
        }
        let inverse = factors.solve_matrix(Matrix::identity(order));
        inverse.magnitudes().apply(&moved)
    }

    /// What moving v, D and N moves in 1 + 2Re vN + vDv†.
    fn spectrum_error(&self, parts: &[f64], errors: &[f64]) -> f64 {
        let Filter {
            diffusion,
            correlations,
            ..
        } = &self.filter;
        let n = diffusion.rows();
        let diffusion_size = diffusion.magnitudes();
        let rounding = 2.0 * (n as f64 + 8.0) * f64::EPSILON;
        let mut sum = 0.0;
        for (part, error) in parts.chunks(n).zip(errors.chunks(n)) {
            let size: Vec<f64> = part.iter().map(|value| value.abs()).collect();
            sum += 2.0 * diffusion_size.form(&size, error)
                + self.spread.diffusion.form(&size, &size)
                + rounding * diffusion_size.form(&size, &size);
        }
        for k in 0..n {
            let (noise, spread) = (correlations[(k, 0)].abs(), self.spread.correlations[(k, 0)]);
            sum += 2.0 * (errors[k] * noise + parts[k].abs() * (spread + rounding * noise));
        }
        sum
    }
}
