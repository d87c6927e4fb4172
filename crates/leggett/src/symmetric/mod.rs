//! Operators on N spins ½ that no exchange of spins changes, in blocks of the
//! total spin J (Chase & Geremia, Phys. Rev. A 78, 052101, 2008).
//!
//! The basis element of (J, M, M') is |J,M⟩⟨J,M'| averaged over the copies of
//! the spin J, so that the elements with M = M' sum to the trace, and within a
//! block J the elements are those of a matrix whose singular values sum to the
//! block's share of the trace norm. Noise that acts on every spin alike and
//! turns no coherence between different M into another one keeps Δ = M − M',
//! so each coherence order Δ evolves by itself.

pub mod dephasing;
pub mod evolution;

pub use evolution::Evolved;

/// Rates per spin of noise that is symmetric under rotations around z, with
/// jump operators √down σ₋, √up σ₊ and √dephasing σ_z.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rates {
    /// Of ↑ to ↓.
    pub down: f64,
    /// Of ↓ to ↑.
    pub up: f64,
    /// Of phase flips: coherences of one spin decay with twice this rate and
    /// with half of the other two.
    pub dephasing: f64,
}
