//! What the loss of some spins leaves: the negativity between the qubit and
//! the spins that remain.

use super::bounds::Marginal;
use super::{check_dicke, check_particles, check_share, largest_negativity, spin_overlap};
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::measures::divergence::Pair;
use crate::measures::negativity::Block;
use leggett_num::dense::symmetric_eigenvalues;
use leggett_num::pmf;

/// What a loss of m spins leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lost {
    /// The negativity.
    pub negativity: Estimate,
    /// √(w(1−w)) minus it, to full relative precision.
    pub negativity_deficit: Estimate,
    /// √(w(1−w)) F with the root fidelity F of the lost spins' two states.
    pub negativity_bound: Estimate,
}

/// Two Dicke states, exactly, for all k0, k1 and m (beyond eq 14).
///
/// Neg = Σ_u max(0, −λmin) of the blocks
/// [[w H0(u+D), √(w(1−w) H0(u) H1(u))], [·, (1−w) H1(u−D)]], D = k0 − k1, with
/// the hypergeometric distributions H_x of the lost spins that were up. It is
/// positive if and only if m ≤ N − |D|. Eq 14 leaves out the diagonal, which
/// vanishes for m = 1 only if |D| ≥ 2, and for all m < |D|. k0 = k1 is a
/// product state: 0 (eq 14 gives ½). O(√m).
pub fn dicke(atoms: u64, up: [u64; 2], particles: u64, weight: f64) -> Result<Lost> {
    check_dicke(atoms, up)?;
    check_particles(particles, atoms)?;
    check_share("weight", weight)?;
    let largest = largest_negativity(weight);
    let pair = Pair::hypergeometric(atoms, up, particles);
    let bound = estimate(largest * (1.0 - pair.hellinger()), &pair);
    if up[0] == up[1] {
        let certain = |value| Estimate {
            value,
            error_bound: 0.0,
            kind: ErrorKind::Exact,
        };
        return Ok(Lost {
            negativity: certain(0.0),
            negativity_deficit: certain(largest),
            negativity_bound: bound,
        });
    }
    let difference = up[0] as i64 - up[1] as i64;
    let [zero, one] = up.map(|k| pmf::hypergeometric(atoms, k, particles));
    let (mut negativity, mut missing) = (0.0, 0.0);
    for (u, p0, p1) in pair.common() {
        let c = largest * (p0.sqrt() * p1.sqrt());
        let a = weight * zero.at(u as i64 + difference);
        let b = (1.0 - weight) * one.at(u as i64 - difference);
        let block = Block { a, b, c };
        negativity += block.negativity();
        missing += block.deficit();
    }
    Ok(Lost {
        negativity: estimate(negativity, &pair),
        negativity_deficit: estimate(largest * pair.hellinger() + missing, &pair),
        negativity_bound: bound,
    })
}

/// Two coherent branches: what remains lies in the span of two product states
/// with the overlap o = cos(θ0−θ1)^{N−m}, and its coherence is reduced by
/// κ = cos(θ0−θ1)^m, so the partial transpose is 4×4. O(1).
///
/// κ is the root fidelity of the lost spins' pure states, so the bound is
/// √(w(1−w)) κ, and eq 14 counts z-populations that decohere nothing.
pub fn coherent(atoms: u64, angles: [f64; 2], particles: u64, weight: f64) -> Result<Lost> {
    check_dicke(atoms, [0, 0])?;
    check_particles(particles, atoms)?;
    check_share("weight", weight)?;
    let largest = largest_negativity(weight);
    let (cosine, sine) = spin_overlap(angles);
    let ln = if sine.abs() < 0.7 {
        0.5 * (-sine * sine).ln_1p()
    } else {
        cosine.abs().ln()
    };
    let exponent = |spins: u64| if spins == 0 { 0.0 } else { spins as f64 * ln };
    let (kept, lost) = (exponent(atoms - particles), exponent(particles));
    let span = Span {
        weight,
        coherence: lost.exp(),
        overlap: kept.exp(),
        rest: (-(2.0 * kept).exp_m1()).max(0.0).sqrt(),
    };
    let negativity = span.negativity();
    // Without overlap the deficit is largest (1 − κ), which keeps its digits.
    let deficit = if span.overlap < 1e-18 {
        -largest * lost.exp_m1()
    } else {
        largest - negativity
    };
    let exact = |value: f64, scale: f64| Estimate {
        value,
        error_bound: f64::EPSILON * (32.0 * scale + 4.0 * (kept.abs() + lost.abs()) * value.abs()),
        kind: ErrorKind::Exact,
    };
    let scale = if span.overlap < 1e-18 { deficit } else { 1.0 };
    Ok(Lost {
        negativity: exact(negativity, 1.0),
        negativity_deficit: exact(deficit, scale),
        negativity_bound: exact(largest * span.coherence, largest),
    })
}

/// What remains of two coherent branches, in the span of both.
struct Span {
    weight: f64,
    coherence: f64,
    overlap: f64,
    /// √(1 − overlap²)
    rest: f64,
}

impl Span {
    fn negativity(&self) -> f64 {
        let largest = largest_negativity(self.weight);
        if self.overlap < 1e-18 {
            return largest * self.coherence;
        }
        let one = [self.overlap, self.rest];
        // Order: (qubit, spins) = 00, 01, 10, 11; |S0⟩ is the first spin vector.
        let entry = |row: usize, column: usize| {
            let (q, s, q2, s2) = (row / 2, row % 2, column / 2, column % 2);
            match (q, q2) {
                (0, 0) => self.weight * f64::from(u8::from(s == 0 && s2 == 0)),
                (1, 1) => (1.0 - self.weight) * one[s] * one[s2],
                // ⟨1s|ρ^T|0s2⟩ = coherence ⟨s|S0⟩⟨S1|s2⟩
                _ => largest * self.coherence * f64::from(u8::from(s == 0)) * one[s2],
            }
        };
        let values = symmetric_eigenvalues(4, entry).unwrap_or_default();
        values
            .iter()
            .filter(|value| **value < 0.0)
            .map(|value| -value)
            .sum()
    }
}

/// Eq 14 as printed: ½(√(p0 p1) + √(q0 q1)), with √(w(1−w)) in place of ½.
pub fn published(marginal: &Marginal, weight: f64) -> f64 {
    marginal.negativity(weight)
}

fn estimate(value: f64, pair: &Pair) -> Estimate {
    let error_bound =
        value.abs() * (2.0 * pair.rounding() + 16.0 * f64::EPSILON) + 2.0 * pair.overlap_lost();
    Estimate {
        value,
        error_bound,
        kind: ErrorKind::Exact,
    }
}
