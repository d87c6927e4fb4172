//! The symmetric states of N two-level atoms.

pub mod overlaps;
pub mod rotation;
pub mod state;
pub mod window;

pub use window::Window;

/// ln w_k, w_k = √(C(N,k)/2^N): the amplitudes of the coherent state with every
/// atom in |+x>, eq 11 of Li et al. k ≤ N.
pub fn ln_amplitude(atoms: u64, k: u64) -> f64 {
    0.5 * leggett_num::binomial::ln_weight(atoms, doubled_offset(atoms, k))
}

/// w_k = √(C(N,k)/2^N), relative error below 1e-14 up to N = 1e16.
pub fn amplitude(atoms: u64, k: u64) -> f64 {
    ln_amplitude(atoms, k).exp()
}

/// 2k − N, the eigenvalue of S_z.
pub fn doubled_offset(atoms: u64, k: u64) -> i64 {
    // Both are at most 1e16, far inside i64.
    2 * k as i64 - atoms as i64
}
