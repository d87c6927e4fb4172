//! One symmetry sector of the matrix A, and its spectrum.

use super::Method;
use super::sites::{Coupling, Site};
use super::strategy::{Direct, Strategy};
use crate::{Error, Result};
use leggett_num::Work;
use leggett_num::banded::Banded;
use leggett_num::dense;
use leggett_num::log_trace::{LogTrace, log_trace};
use leggett_num::low_rank::LowRank;

/// Whether a sector holds the even or the odd combinations of |k> and |N−k>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parity {
    Even,
    Odd,
}

/// What is known of one sector's spectrum.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spectrum {
    /// The eigenvalues; for [`Method::Determinant`] Σμ², Σμ² ln μ, an upper
    /// bound on μ and the order of the matrix.
    pub values: Vec<f64>,
    /// A bound on what the method left out, as a trace norm.
    pub lost: f64,
    pub method: Method,
}

impl Spectrum {
    /// Σμ², Σμ² ln μ, an upper bound on μ and the order, whatever the method.
    pub fn square_sums(&self) -> [f64; 4] {
        if let (Method::Determinant, [square, square_log, largest, order]) =
            (self.method, self.values.as_slice())
        {
            return [*square, *square_log, *largest, *order];
        }
        let mut sums = [0.0, 0.0, 0.0, self.values.len() as f64];
        for mu in self.values.iter().copied().filter(|mu| *mu > 0.0) {
            sums[0] += mu * mu;
            sums[1] += mu * mu * mu.ln();
            sums[2] = mu.max(sums[2]);
        }
        sums
    }
}

/// One block of A in the basis of even or odd combinations.
pub(super) struct Sector {
    sites: Vec<Site>,
    sign: f64,
    coupling: Coupling,
    /// Without neglect, for methods that do not need a band.
    exact: Coupling,
}

impl Sector {
    pub fn new(sites: &[Site], parity: Parity, atoms: u64, coupling: Coupling) -> Self {
        let keep = |site: &&Site| parity == Parity::Even || !site.central;
        Self {
            sites: sites.iter().filter(keep).copied().collect(),
            sign: if parity == Parity::Even { 1.0 } else { -1.0 },
            coupling,
            exact: Coupling::new(atoms, 1e-40),
        }
    }

    /// The spectrum, leaving out at most `allowed` in trace norm beyond the
    /// couplings that [`Coupling`] neglects.
    pub fn spectrum(
        &self,
        power: f64,
        method: Method,
        allowed: f64,
        work: &Work,
    ) -> Result<Spectrum> {
        let half_bandwidth = self.coupling.half_bandwidth(&self.sites);
        let strategy = Strategy::choose(self.sites.len(), half_bandwidth, power, method);
        if let Some(most) = strategy.low_rank
            && let Some(spectrum) = self.low_rank(allowed, most, work)?
        {
            return Ok(spectrum);
        }
        match strategy.direct {
            Some(Direct::Dense) => self.dense(),
            Some(Direct::Banded) => self.banded(half_bandwidth, work),
            Some(Direct::Determinant) => self.determinant(half_bandwidth, work),
            None => Err(Error::NotConverged {
                tolerance: allowed,
                reached: 1.0,
                advice: "at this time the spectrum is neither of low rank nor a narrow band; \
                    try a looser tolerance, or method=banded and patience"
                    .to_owned(),
            }),
        }
    }

    fn entry(&self, row: usize, column: usize, coupling: &Coupling) -> f64 {
        let (a, b) = (&self.sites[row], &self.sites[column]);
        a.amplitude * b.amplitude * (coupling.difference(a, b) + self.sign * coupling.sum(a, b))
    }

    fn dense(&self) -> Result<Spectrum> {
        let eigenvalues = dense::symmetric_eigenvalues(self.sites.len(), |row, column| {
            self.entry(row, column, &self.exact)
        });
        Ok(Spectrum {
            values: eigenvalues.map_err(no_convergence)?,
            lost: 0.0,
            method: Method::Dense,
        })
    }

    /// The sector as a band in the order of the angles.
    fn band(&self, half_bandwidth: usize) -> Banded {
        let order = self.sites.len();
        let mut matrix = Banded::zeros(order, half_bandwidth);
        for column in 0..order {
            for row in column..order.min(column + half_bandwidth + 1) {
                matrix.set(row, column, self.entry(row, column, &self.coupling));
            }
        }
        matrix
    }

    /// A bound on the trace norm of the couplings outside of the band: each is
    /// below `neglected` times both weights, so their Frobenius norm is below
    /// `neglected`, and the trace norm below √n times that.
    fn lost_couplings(&self) -> f64 {
        self.coupling.neglected * (self.sites.len() as f64).sqrt()
    }

    fn banded(&self, half_bandwidth: usize, work: &Work) -> Result<Spectrum> {
        Ok(Spectrum {
            values: self.band(half_bandwidth).eigenvalues(work)?,
            lost: self.lost_couplings(),
            method: Method::Banded,
        })
    }

    fn determinant(&self, half_bandwidth: usize, work: &Work) -> Result<Spectrum> {
        let matrix = self.band(half_bandwidth);
        let weights: Vec<f64> = self.sites.iter().map(|site| site.amplitude).collect();
        let largest = matrix.norm_bound(&weights);
        let Some(LogTrace { square, square_log }) = log_trace(&matrix, largest, work)? else {
            return self.banded(half_bandwidth, work);
        };
        Ok(Spectrum {
            values: vec![square, square_log, largest, self.sites.len() as f64],
            lost: self.lost_couplings(),
            method: Method::Determinant,
        })
    }

    fn low_rank(&self, allowed: f64, most: usize, work: &Work) -> Result<Option<Spectrum>> {
        let diagonal = (0..self.sites.len())
            .map(|index| self.entry(index, index, &self.exact))
            .collect();
        let entry = |row: usize, column: usize| self.entry(row, column, &self.exact);
        let Some(factor) = LowRank::factor(diagonal, entry, allowed, most, work)? else {
            return Ok(None);
        };
        let eigenvalues = factor.eigenvalues().map_err(no_convergence)?;
        // The factor's own rounding: some ulps of the trace, 1, for each column.
        let columns = eigenvalues.len() as f64 + (self.sites.len() as f64).sqrt();
        Ok(Some(Spectrum {
            values: eigenvalues,
            lost: factor.remainder + 2.0 * f64::EPSILON * columns,
            method: Method::LowRank,
        }))
    }
}

/// Finite symmetric matrices always converge; the library admits otherwise.
pub(super) fn no_convergence(_: dense::NoConvergence) -> Error {
    Error::NotConverged {
        tolerance: 0.0,
        reached: f64::INFINITY,
        advice: "the dense eigenvalue solver failed; use another method".to_owned(),
    }
}
