//! The noiseless chain in one call.

use leggett::Result;
use leggett::systems::repeater::{Angle, Entanglement, Method, Noiseless, Truncation};
use leggett_num::Work;

/// N, M and t.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    pub atoms: u64,
    pub nodes: u64,
    pub time: Angle,
}

impl Chain {
    pub fn evaluate(&self, truncation: Truncation, method: Method) -> Result<Entanglement> {
        let chain = Noiseless::new(self.atoms, self.nodes, self.time, truncation, method)?;
        let parts: Result<Vec<Vec<f64>>> = (0..chain.parts())
            .map(|index| chain.part(index, &Work::new()))
            .collect();
        chain.combine(&parts?)
    }

    /// With the method and the window that the tolerance asks for.
    pub fn within(&self, tolerance: f64) -> Entanglement {
        self.evaluate(Truncation::Tolerance(tolerance), Method::Auto)
            .unwrap_or_else(|error| panic!("{self:?}, tolerance {tolerance:e}: {error}"))
    }
}
