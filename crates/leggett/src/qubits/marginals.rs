//! Single spins of a state vector: their Bloch vectors.

use super::rows::Rows;
use super::{Sites, SpinVector};
use crate::error::Result;
use leggett_num::Work;
use leggett_num::gram::GramMatrix;
use leggett_num::pmf::pairwise;

/// The reduced state of one spin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spin {
    /// The probabilities of up and of down, either to full relative precision.
    pub up_down: [f64; 2],
    /// (⟨σ_x⟩, ⟨σ_y⟩, ⟨σ_z⟩)
    pub bloch: [f64; 3],
}

/// The reduced states of every spin, with errors of [`rounding`].
/// O(N 2^N).
pub fn spins(vector: &SpinVector, work: &Work) -> Result<Vec<Spin>> {
    (0..vector.spins())
        .map(|site| {
            let rows = Rows::new(&[vector], &Sites::single(vector.spins(), site));
            Ok(of_gram(&rows.gram(work)?))
        })
        .collect()
}

/// A bound on the error of each number of [`Spin`] and on that of each
/// component of a Bloch vector.
pub fn rounding(vector: &SpinVector) -> f64 {
    2.0 * Rows::new(&[vector], &Sites::single(vector.spins(), 0)).rounding()
}

/// From ⟨row|row'⟩ of the rows down, up.
fn of_gram(gram: &GramMatrix) -> Spin {
    let (down, up) = (gram.get(0, 0).re, gram.get(1, 1).re);
    // ρ_{↑↓} = Σ ψ_↑ conj(ψ_↓)
    let coherence = gram.get(0, 1);
    Spin {
        up_down: [up, down],
        bloch: [2.0 * coherence.re, -2.0 * coherence.im, up - down],
    }
}

/// ⟨J⟩ = ½ Σ_j r_j.
pub fn mean_spin(spins: &[Spin]) -> [f64; 3] {
    [0, 1, 2].map(|axis| 0.5 * spins.iter().map(|spin| spin.bloch[axis]).sum::<f64>())
}

/// The probability of every spin to be up, all of them in O(2^N): the
/// probabilities of the configurations are folded spin by spin.
pub fn up_probabilities(vector: &SpinVector, work: &Work) -> Result<Vec<f64>> {
    let mut weights: Vec<f64> = vector.amplitudes().iter().map(|a| a.norm_sqr()).collect();
    let mut up = Vec::with_capacity(vector.spins());
    while weights.len() > 1 {
        work.check()?;
        let half = weights.len() / 2;
        let (down, raised) = weights.split_at_mut(half);
        up.push(pairwise(raised).min(1.0));
        down.iter_mut().zip(raised).for_each(|(x, y)| *x += *y);
        weights.truncate(half);
    }
    Ok(up)
}
