//! Single spins of state vectors: their Bloch vectors, and the products of the
//! rows that belong to each.

use super::rows::Rows;
use super::sums::{self, Sums};
use super::{Sites, SpinVector};
use crate::error::Result;
use leggett_num::Work;
use leggett_num::dense::Complex;
use leggett_num::gram::{self, GramMatrix, Neighbours};
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
    Ok(grams(&[vector], work)?.iter().map(of_gram).collect())
}

/// A bound on the error of each number of [`Spin`].
pub fn rounding(spins: usize) -> f64 {
    2.0 * gram::rounding(RUN << GROUP, 1 << spins.saturating_sub(GROUP)) + sums::rounding(spins)
}

/// Spins that are treated together, and entries for each of their
/// configurations: what belongs to them stays in the fastest memory.
const GROUP: usize = 7;
const RUN: usize = 8;

/// For each spin the Gram matrix of the rows that belong to it (see [`Rows`])
/// for one or two vectors, with half the error [`rounding`] relative to the
/// norms of the rows. O(N 2^N).
pub fn grams(vectors: &[&SpinVector], work: &Work) -> Result<Vec<GramMatrix>> {
    let (first, last) = (vectors[0], vectors[vectors.len() - 1]);
    let (count, sets) = (first.spins(), vectors.len());
    let same = sums::of_each_spin(first.amplitudes(), last.amplitudes(), work)?;
    let mut found = Vec::with_capacity(count);
    for start in (0..count).step_by(GROUP) {
        let list: Vec<usize> = (start..count.min(start + GROUP)).collect();
        let bits = list.len();
        let rows = Rows::in_blocks(vectors, &Sites::new(count, list)?, RUN);
        let all: Vec<usize> = (0..rows.count()).collect();
        let mut neighbours = Neighbours::new(sets, bits);
        rows.for_each_block(&all, work, |block| neighbours.add(block))?;
        let products = neighbours.finish();
        for (index, down_up) in same[start..start + bits].iter().enumerate() {
            // The last site of the group is the lowest bit.
            let bit = bits - 1 - index;
            let part = &products[bit * sets * sets..(bit + 1) * sets * sets];
            found.push(gram_of(down_up, part, sets));
        }
    }
    Ok(found)
}

/// From the products of rows with the same configuration, and those of down
/// with up; row (x, u) has the number 2x + u.
fn gram_of(down_up: &[Sums; 2], neighbours: &[Complex], sets: usize) -> GramMatrix {
    GramMatrix::from_fn(2 * sets, |i, j| {
        let ((x, u), (y, v)) = ((i / 2, i % 2), (j / 2, j % 2));
        match (u, v) {
            (0, 1) => neighbours[x * sets + y],
            (1, 0) => neighbours[y * sets + x].conj(),
            _ if x == y => Complex::new(down_up[u].norms()[x], 0.0),
            _ => down_up[u].overlap(),
        }
    })
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
