//! Macroscopic entanglement distributed along a chain of atomic ensembles.
//!
//! M ensembles of N atoms start in the coherent state along x, interact for a
//! time t through H = Σ_j (−1)^j n_j n_{j+1}, and the intermediate ones are
//! measured along x with outcomes q (S. Li et al., 2026, eqs 10–25). Without
//! decoherence, for the outcomes q = N and no phase, all chains share one
//! spectrum: with A_kk' = w_k w_k' cos^N((k−k')t/2), w_k = √(C(N,k)/2^N), and
//! μ its eigenvalues (Σμ = 1), the Schmidt spectrum of the ends of a chain of
//! M ensembles is λ ∝ μ^{M−1} and the outcomes have probability Σ μ^{M−1}.
//! [`Noiseless`] computes that; [`outcomes`] treats any outcomes and phase.
//!
//! Corrections to the paper: eq 21 holds for even M only; the sign of eq 7
//! differs from eqs 23 and 24, which are used here; at t = 2πp/r with r ≲ √N,
//! E = log2 r for every N and M.

mod accuracy;
mod closed_form;
mod entanglement;
pub mod fluctuations;
mod ladder;
mod lattice;
mod noiseless;
pub mod outcomes;
mod sector;
mod sites;
mod strategy;

pub use accuracy::Truncation;
pub use entanglement::Entanglement;
pub use leggett_num::angle::Angle;
pub use noiseless::Noiseless;

use entanglement::Probability;

/// How the spectrum is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// One that meets the tolerance: a certified one up to some 1e5 atoms,
    /// beyond it the closed form near rational times, else the lattice.
    Auto,
    /// Eigenvalues of the dense matrix; O(n³) for n ∝ √N states.
    Dense,
    /// Eigenvalues of the matrix with its states sorted by angle, where it is
    /// a band; O(n²b), b ≈ 20 at generic times.
    Banded,
    /// Determinants of the same bands instead of their eigenvalues, for three
    /// ensembles; O(n·b²).
    Determinant,
    /// A pivoted Cholesky factor of low rank; O(n·rank²), near rational times.
    LowRank,
    /// The density of the spectrum at a few sites of the lattice of couplings;
    /// O(1) in N.
    Lattice,
    /// The spectrum of harmonic ladders, near rational times; O(1).
    ClosedForm,
    /// The state itself, link by link, for any outcomes; O(M N³).
    Chain,
    /// Averages over a grid of times and atom numbers, each by another method.
    Quadrature,
    /// Averages over random times and atom numbers, each by another method.
    Sampling,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Auto,
        Self::Dense,
        Self::Banded,
        Self::Determinant,
        Self::LowRank,
        Self::Lattice,
        Self::ClosedForm,
        Self::Chain,
        Self::Quadrature,
        Self::Sampling,
    ];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dense => "dense",
            Self::Banded => "banded",
            Self::Determinant => "determinant",
            Self::LowRank => "low-rank",
            Self::Lattice => "lattice",
            Self::ClosedForm => "closed-form",
            Self::Chain => "chain",
            Self::Quadrature => "quadrature",
            Self::Sampling => "sampling",
        }
    }
}
