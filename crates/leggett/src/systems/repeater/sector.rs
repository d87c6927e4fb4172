//! One symmetry sector of the matrix A, and its spectrum.

use super::Method;
use super::sites::{Coupling, Site};
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

/// Below this order the dense solver is fastest whatever the bandwidth.
const SMALL: usize = 40;
/// A band wider than this share of the order costs more than the dense solver.
const WIDE: f64 = 0.18;
/// Only above this half-bandwidth is a low rank worth looking for.
const TRY_LOW_RANK: usize = 28;

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

    /// Peak bytes of this sector's spectrum by a method.
    pub fn bytes(order: usize, half_bandwidth: usize, method: Method) -> f64 {
        let (n, sites) = (order as f64, 48.0 * order as f64);
        sites
            + match method {
                Method::Dense => 24.0 * n * n + 64.0 * n,
                Method::Banded => Banded::bytes(order, half_bandwidth) + 40.0 * n,
                _ if order <= SMALL => 24.0 * n * n + 64.0 * n,
                _ => {
                    let direct = if Self::band_pays(order, half_bandwidth) {
                        Banded::bytes(order, half_bandwidth) + 40.0 * n
                    } else {
                        24.0 * n * n + 64.0 * n
                    };
                    direct.max(LowRank::bytes(
                        order,
                        Self::most_columns(order, half_bandwidth),
                    ))
                }
            }
    }

    fn band_pays(order: usize, half_bandwidth: usize) -> bool {
        (half_bandwidth as f64) < WIDE * order as f64
    }

    /// The rank up to which factorising is cheaper than the direct methods:
    /// n·rank² against 6 n²·b or 4/3 n³, with some room for a vain attempt.
    fn most_columns(order: usize, half_bandwidth: usize) -> usize {
        let width = (half_bandwidth as f64).min(WIDE * order as f64);
        ((order as f64 * width).sqrt() as usize).min(order)
    }

    /// The spectrum, leaving out at most `allowed` in trace norm beyond the
    /// couplings that [`Coupling`] neglects.
    pub fn spectrum(&self, method: Method, allowed: f64, work: &Work) -> Result<Spectrum> {
        let order = self.sites.len();
        let half_bandwidth = self.coupling.half_bandwidth(&self.sites);
        match method {
            Method::Dense => self.dense(),
            Method::Banded => self.banded(half_bandwidth, work),
            Method::LowRank => {
                let spectrum = self.low_rank(allowed, order, work)?;
                spectrum.ok_or_else(|| Error::NotConverged {
                    tolerance: allowed,
                    reached: 1.0,
                    advice: "use another method".to_owned(),
                })
            }
            Method::Auto | Method::Chain => self.automatic(half_bandwidth, allowed, work),
        }
    }

    fn automatic(&self, half_bandwidth: usize, allowed: f64, work: &Work) -> Result<Spectrum> {
        let order = self.sites.len();
        if order <= SMALL {
            return self.dense();
        }
        if half_bandwidth > TRY_LOW_RANK {
            let most = Self::most_columns(order, half_bandwidth);
            if let Some(spectrum) = self.low_rank(allowed, most, work)? {
                return Ok(spectrum);
            }
        }
        if Self::band_pays(order, half_bandwidth) {
            self.banded(half_bandwidth, work)
        } else {
            self.dense()
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
            lost: 0.0,
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
        Ok(Some(Spectrum {
            eigenvalues,
            lost: factor.remainder,
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
