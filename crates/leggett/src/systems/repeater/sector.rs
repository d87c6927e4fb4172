//! One symmetry sector of the matrix A, and its spectrum.

use super::Method;
use super::sites::{Coupling, Site};
use super::strategy::{Direct, Strategy};
use crate::{Error, Result};
use leggett_num::Work;
use leggett_num::banded::Banded;
use leggett_num::dense;
use leggett_num::low_rank::LowRank;

/// Whether a sector holds the even or the odd combinations of |k> and |N−k>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parity {
    Even,
    Odd,
}

/// The eigenvalues of one sector.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spectrum {
    pub eigenvalues: Vec<f64>,
    /// A bound on what the method left out, as a trace norm.
    pub lost: f64,
    pub method: Method,
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
    pub fn spectrum(&self, method: Method, allowed: f64, work: &Work) -> Result<Spectrum> {
        let half_bandwidth = self.coupling.half_bandwidth(&self.sites);
        let strategy = Strategy::choose(self.sites.len(), half_bandwidth, method);
        if let Some(most) = strategy.low_rank
            && let Some(spectrum) = self.low_rank(allowed, most, work)?
        {
            return Ok(spectrum);
        }
        match strategy.direct {
            Some(Direct::Dense) => self.dense(),
            Some(Direct::Banded) => self.banded(half_bandwidth, work),
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
            eigenvalues: eigenvalues.map_err(no_convergence)?,
            lost: 0.0,
            method: Method::Dense,
        })
    }

    /// A dropped coupling is below `neglected` times both weights, so what is
    /// dropped has a Frobenius norm below `neglected`, and √n times that as its
    /// trace norm.
    fn banded(&self, half_bandwidth: usize, work: &Work) -> Result<Spectrum> {
        let order = self.sites.len();
        let mut matrix = Banded::zeros(order, half_bandwidth);
        for column in 0..order {
            for row in column..order.min(column + half_bandwidth + 1) {
                matrix.set(row, column, self.entry(row, column, &self.coupling));
            }
        }
        Ok(Spectrum {
            eigenvalues: matrix.eigenvalues(work)?,
            lost: self.coupling.neglected * (order as f64).sqrt(),
            method: Method::Banded,
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
            eigenvalues,
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
