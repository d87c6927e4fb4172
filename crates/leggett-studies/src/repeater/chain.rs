//! One chain, computed from the shared spectrum or from the state itself.

use super::plan::not_applicable;
use crate::error::Result;
use crate::study::Cost;
use leggett::systems::repeater::outcomes::MeasuredChain;
use leggett::systems::repeater::{Angle, Entanglement, Method, Noiseless, Truncation};
use leggett_num::Work;

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub atoms: u64,
    pub nodes: u64,
    pub time: Angle,
    pub phase: f64,
    /// None where every outcome is N.
    pub outcomes: Option<Vec<u64>>,
    pub truncation: Truncation,
    pub method: Method,
}

/// A chain that is ready to be computed.
pub(super) enum Prepared {
    Shared(Noiseless),
    Measured {
        chain: MeasuredChain,
        tolerance: f64,
    },
}

impl Chain {
    /// Chooses between the shared spectrum of the outcomes q = N and the state
    /// itself.
    pub fn prepare(&self) -> Result<Prepared> {
        let shared = self.phase == 0.0 && self.outcomes.is_none();
        if shared && self.method != Method::Chain {
            return Ok(Prepared::Shared(Noiseless::new(
                self.atoms,
                self.nodes,
                self.time,
                self.truncation,
                self.method,
            )?));
        }
        if self.method != Method::Auto && self.method != Method::Chain {
            let message = format!(
                "method {} computes the outcomes q = atoms without a phase only",
                self.method.name()
            );
            return Err(not_applicable("method", &message, "auto, chain"));
        }
        let Truncation::Tolerance(tolerance) = self.truncation else {
            return Err(not_applicable(
                "window",
                "window applies to the outcomes q = atoms without a phase only",
                "auto",
            ));
        };
        let measured = self.nodes as usize - 2;
        let top = || vec![self.atoms; measured];
        let chain = MeasuredChain {
            atoms: self.atoms,
            time: self.time,
            outcomes: self.outcomes.clone().unwrap_or_else(top),
            phase: self.phase,
        };
        chain.check()?;
        Ok(Prepared::Measured { chain, tolerance })
    }
}

impl Prepared {
    /// Of one part.
    pub fn cost(&self) -> Cost {
        let (bytes, operations) = match self {
            Self::Shared(chain) => (chain.bytes(), chain.operations()),
            Self::Measured { chain, .. } => (chain.bytes(), chain.operations()),
        };
        Cost { bytes, operations }
    }

    pub fn parts(&self) -> usize {
        match self {
            Self::Shared(chain) => chain.parts(),
            Self::Measured { .. } => 1,
        }
    }

    pub fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        Ok(match self {
            Self::Shared(chain) => chain.part(index, work)?,
            Self::Measured { chain, .. } => chain.spectrum(work)?,
        })
    }

    pub fn fold(&self, parts: &[Vec<f64>]) -> Result<Entanglement> {
        Ok(match self {
            Self::Shared(chain) => chain.combine(parts)?,
            Self::Measured { chain, tolerance } => {
                let spectrum = parts.first().map_or(&[][..], Vec::as_slice);
                chain.entanglement(spectrum, *tolerance)?
            }
        })
    }

    /// All parts, one after the other.
    pub fn evaluate(&self, work: &Work) -> Result<Entanglement> {
        let parts: Result<Vec<Vec<f64>>> = (0..self.parts())
            .map(|index| self.part(index, work))
            .collect();
        self.fold(&parts?)
    }
}
