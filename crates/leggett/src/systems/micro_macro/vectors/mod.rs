//! Branches that are given as vectors of 2^N amplitudes, N up to 22: exactly,
//! by sums and Gram matrices of the vectors, and never by a dense density
//! matrix of all spins.

pub mod distinctness;
pub mod lose;
pub mod measure;
pub mod minimal_subset;

use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use crate::qubits::sites::{subset_count, subsets};
use crate::qubits::{Sites, SpinVector};
use leggett_num::dense::Complex;

/// The branches |ψ0⟩ and |ψ1⟩.
#[derive(Debug, Clone, PartialEq)]
pub struct Branches {
    vectors: [SpinVector; 2],
}

impl Branches {
    /// From the amplitudes of both: as many of each, and each normalised (see
    /// [`SpinVector::new`]). Errors name `path`. O(2^N).
    pub fn new(amplitudes: [Vec<Complex>; 2]) -> Result<Self> {
        let [zero, one] = amplitudes;
        if zero.len() != one.len() {
            return Err(Error::Contradiction {
                parameter: "path",
                message: format!(
                    "the branches have {} and {} amplitudes; both must have the same number of spins",
                    zero.len(),
                    one.len()
                ),
            });
        }
        let vectors = [SpinVector::new(zero)?, SpinVector::new(one)?];
        Ok(Self { vectors })
    }

    /// N.
    pub fn spins(&self) -> usize {
        self.vectors[0].spins()
    }

    /// ψ0 and ψ1.
    pub fn vectors(&self) -> &[SpinVector; 2] {
        &self.vectors
    }

    /// ⟨ψ0|ψ1⟩; O(2^N).
    pub fn overlap(&self) -> Complex {
        self.vectors[0].overlap(&self.vectors[1])
    }
}

/// Which spins are measured or lost.
#[derive(Debug, Clone, PartialEq)]
pub enum Selection {
    /// These.
    Listed(Sites),
    /// So many, the mean over all choices (eq 16 for one).
    Any(usize),
}

/// The most choices of spins that are averaged over.
pub const SUBSETS_MAX: f64 = 300.0;

impl Selection {
    /// m.
    pub fn particles(&self) -> usize {
        match self {
            Self::Listed(sites) => sites.count(),
            Self::Any(count) => *count,
        }
    }

    /// How many sets of so many spins it stands for.
    pub fn sets(&self, spins: usize) -> f64 {
        match self {
            Self::Listed(_) => 1.0,
            Self::Any(count) => subset_count(spins, *count),
        }
    }

    /// The sets, of which there must not be too many.
    fn resolve(&self, spins: usize) -> Result<Vec<Sites>> {
        match self {
            Self::Listed(sites) if sites.spins() == spins => Ok(vec![sites.clone()]),
            Self::Listed(sites) => Err(Error::Contradiction {
                parameter: "sites",
                message: format!(
                    "the sites belong to {} spins, the state has {spins}",
                    sites.spins()
                ),
            }),
            Self::Any(count) if *count > spins => Err(super::out_of_range(
                "particles",
                count,
                format!("from 0 to the number of spins, {spins}"),
            )),
            Self::Any(count) if self.sets(spins) > SUBSETS_MAX => Err(Error::Contradiction {
                parameter: "sites",
                message: format!(
                    "there are {} choices of {count} of {spins} spins, and at most {SUBSETS_MAX} \
                     are averaged over; list the sites",
                    self.sets(spins)
                ),
            }),
            Self::Any(count) => Ok(subsets(spins, *count).collect()),
        }
    }
}

/// The mean of as many numbers with their bounds.
fn mean(values: impl Iterator<Item = Estimate> + Clone) -> Estimate {
    let count = values.clone().count() as f64;
    let value = values.clone().map(|it| it.value).sum::<f64>() / count;
    let error = values.map(|it| it.error_bound).sum::<f64>() / count;
    exact(value, error + count * f64::EPSILON * value.abs())
}

fn exact(value: f64, error_bound: f64) -> Estimate {
    Estimate {
        value,
        error_bound,
        kind: ErrorKind::Exact,
    }
}
