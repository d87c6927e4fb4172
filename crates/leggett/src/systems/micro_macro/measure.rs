//! What the measurement of some spins leaves: the mean entropy of the qubit.

use super::bounds::Marginal;
use super::{check_dicke, check_particles, check_share, spin_overlap};
use crate::dicke::state::SymmetricState;
use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use crate::measures::divergence::{Pair, binary_entropy, unnormalised_entropy};
use crate::measures::resolution::branch_entropy;
use leggett_num::dense::Complex;
use leggett_num::{Work, pmf};

/// What a measurement of m spins leaves, its outcomes known.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Ē = Σ_u P_u E_u, the mean entanglement entropy, in ebits (eq 16).
    pub mean_entropy: Estimate,
    /// H(w) − Ē, to full relative precision.
    pub entropy_deficit: Estimate,
    /// Up and down, for a single spin.
    pub outcomes: Option<[Outcome; 2]>,
}

/// One outcome of a single spin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Its probability.
    pub probability: f64,
    /// The entropy of the qubit after it; undefined where it never occurs.
    pub entropy: Option<f64>,
}

/// Two Dicke states measured along z: Ē = H(w) − JSD_w(H0, H1) with the
/// hypergeometric distributions H_x(u) = C(m,u) C(N−m, k_x−u)/C(N, k_x) of the
/// spins found up (eqs 5 and 6 for m = 1). O(√m).
///
/// k0 = k1 is a product state: Ē = 0 (eq 6 as printed gives 1).
pub fn dicke(atoms: u64, up: [u64; 2], particles: u64, weight: f64) -> Result<Measured> {
    check_dicke(atoms, up)?;
    check_particles(particles, atoms)?;
    check_share("weight", weight)?;
    if up[0] == up[1] {
        return Ok(product(particles, Marginal::of_dicke(atoms, up), weight));
    }
    let pair = Pair::hypergeometric(atoms, up, particles);
    let outcomes = (particles == 1).then(|| outcomes(&Marginal::of_dicke(atoms, up), weight, 0.0));
    Ok(Measured {
        mean_entropy: exact(pair.equivocation(weight), &pair),
        entropy_deficit: exact(pair.jensen_shannon(weight), &pair),
        outcomes,
    })
}

/// Orthogonal branches of which only the probabilities of each spin to be up
/// are known: the mean over the spins of eq 17, for one measured spin.
pub fn marginals(marginals: &[Marginal], weight: f64) -> Result<Measured> {
    check_share("weight", weight)?;
    let n = marginals.len() as f64;
    let mean = |of: &dyn Fn(&Marginal) -> f64| {
        let value = marginals.iter().map(of).sum::<f64>() / n;
        Estimate {
            value,
            error_bound: (16.0 + n) * f64::EPSILON * value.abs(),
            kind: ErrorKind::Exact,
        }
    };
    let first = marginals.first().ok_or_else(|| Error::Contradiction {
        parameter: "p0",
        message: "no spin is given".to_owned(),
    })?;
    let alike = marginals.iter().all(|other| other == first);
    Ok(Measured {
        mean_entropy: mean(&|it: &Marginal| it.entropy(weight)),
        entropy_deficit: mean(&|it: &Marginal| it.entropy_deficit(weight)),
        outcomes: alike.then(|| outcomes(first, weight, 0.0)),
    })
}

/// Two coherent branches measured along an axis n (a unit vector).
///
/// Each spin is up with p_x = |⟨n|s_x⟩|² and the N − m that remain still have
/// the overlap o = cos(θ0−θ1)^{N−m}, so an outcome with the shares a, 1−a of the
/// branches leaves the entropy of ½(1 ± √(1 − 4a(1−a)(1−o²))). O(√m). The
/// paper takes the remaining branches as orthogonal.
pub fn coherent(
    atoms: u64,
    angles: [f64; 2],
    axis: [f64; 3],
    particles: u64,
    weight: f64,
) -> Result<Measured> {
    check_dicke(atoms, [0, 0])?;
    check_particles(particles, atoms)?;
    check_share("weight", weight)?;
    let marginal = coherent_marginal(angles, axis);
    let overlap = remaining_overlap(angles, atoms - particles);
    let pair = Pair::binomial(particles, marginal.up, marginal.down, marginal.difference);
    let mut lost = 0.0;
    for (_, p0, p1) in pair.common() {
        lost += overlap_deficit(weight * p0, (1.0 - weight) * p1, overlap);
    }
    let outcomes = (particles == 1).then(|| outcomes(&marginal, weight, overlap));
    let deficit = pair.jensen_shannon(weight) + lost;
    Ok(Measured {
        mean_entropy: exact((pair.equivocation(weight) - lost).max(0.0), &pair),
        entropy_deficit: exact(deficit, &pair),
        outcomes,
    })
}

/// Two symmetric branches in the Dicke basis along the measurement axis.
///
/// What remains of |D_k⟩ after u of m spins were found up is √H_k(u)
/// |D_{N−m,k−u}⟩, so branches overlap where both have the same k:
/// n_x(u) = Σ_k |c_xk|² H_k(u), overlap Σ_k c_0k* c_1k H_k(u). O(N √m).
pub fn superpositions(
    states: &[SymmetricState; 2],
    particles: u64,
    weight: f64,
    work: &Work,
) -> Result<Measured> {
    let [zero, one] = states;
    let atoms = zero.atoms;
    check_dicke(atoms, [0, 0])?;
    check_particles(particles, atoms)?;
    check_share("weight", weight)?;
    let mut norms = vec![[0.0f64; 2]; particles as usize + 1];
    let mut overlaps = vec![Complex::new(0.0, 0.0); particles as usize + 1];
    for k in 0..=atoms {
        let (a, b) = (zero.at(k), one.at(k));
        if a.norm_sqr() + b.norm_sqr() == 0.0 {
            continue;
        }
        work.check()?;
        let window = pmf::hypergeometric(atoms, k, particles);
        for (u, share) in (window.first as usize..).zip(&window.weights) {
            norms[u][0] += a.norm_sqr() * share;
            norms[u][1] += b.norm_sqr() * share;
            overlaps[u] += a.conj() * b * *share;
        }
    }
    let other = 1.0 - weight;
    let entropy = |u: usize| {
        branch_entropy(
            weight * norms[u][0],
            other * norms[u][1],
            weight * other * overlaps[u].norm_sqr(),
        )
    };
    let value: f64 = (0..norms.len()).map(entropy).sum();
    let rounding = f64::EPSILON * (64.0 + 8.0 * atoms as f64);
    let estimate = |value: f64| Estimate {
        value,
        error_bound: rounding,
        kind: ErrorKind::Exact,
    };
    let outcome = |u: usize| {
        let probability = weight * norms[u][0] + other * norms[u][1];
        Outcome {
            probability,
            entropy: (probability > 0.0).then(|| entropy(u) / probability),
        }
    };
    Ok(Measured {
        mean_entropy: estimate(value),
        entropy_deficit: estimate((binary_entropy(weight) - value).max(0.0)),
        outcomes: (particles == 1).then(|| [outcome(1), outcome(0)]),
    })
}

/// p_x = |⟨n|s_x⟩|² of s_x = cos θ_x |↑⟩ + sin θ_x |↓⟩, and p1 − p0 =
/// sin(θ1−θ0) [n_x cos(θ0+θ1) − n_z sin(θ0+θ1)].
pub fn coherent_marginal(angles: [f64; 2], axis: [f64; 3]) -> Marginal {
    let [x, y, z] = axis;
    // ⟨n| = cos(β/2)⟨↑| + e^{−iφ} sin(β/2)⟨↓| with β from the z axis.
    let half = 0.5 * x.hypot(y).atan2(z);
    let phase = y.atan2(x);
    let probability = |cosine: f64, sine: f64, phase: f64, angle: f64| {
        let real = cosine * angle.cos() + sine * phase.cos() * angle.sin();
        let imaginary = sine * phase.sin() * angle.sin();
        (real * real + imaginary * imaginary).min(1.0)
    };
    let sum = angles[0] + angles[1];
    Marginal {
        up: angles.map(|angle| probability(half.cos(), half.sin(), phase, angle)),
        down: angles.map(|angle| probability(half.sin(), -half.cos(), phase, angle)),
        difference: (angles[1] - angles[0]).sin() * (x * sum.cos() - z * sum.sin()),
    }
}

/// |cos(θ0−θ1)|^n, and ln of its inverse small where it is near one.
fn remaining_overlap(angles: [f64; 2], spins: u64) -> f64 {
    let (cosine, sine) = spin_overlap(angles);
    let ln = if sine.abs() < 0.7 {
        0.5 * (-sine * sine).ln_1p()
    } else {
        cosine.abs().ln()
    };
    if spins == 0 {
        1.0
    } else {
        (spins as f64 * ln).exp()
    }
}

/// What the overlap o of the branches takes from s h(a/s), s = a + b.
pub(super) fn overlap_deficit(a: f64, b: f64, overlap: f64) -> f64 {
    let sum = a + b;
    if a <= 0.0 || b <= 0.0 || overlap == 0.0 {
        return 0.0;
    }
    let y = 4.0 * (a / sum) * (b / sum);
    sum * entropy_drop(y, overlap * overlap)
}

/// g(y) − g(y(1−ε)) with g(y) the binary entropy of ½(1 − √(1−y)), in bits.
fn entropy_drop(y: f64, epsilon: f64) -> f64 {
    if epsilon > 0.05 {
        return entropy_of(y) - entropy_of(y * (1.0 - epsilon));
    }
    // ∫ g' by Gauss–Legendre with five points; g' = artanh(s)/(2 s ln 2) with
    // s = √(1−y) is smooth on the short interval.
    const NODES: [(f64, f64); 5] = [
        (0.046_910_077_030_668_004, 0.118_463_442_528_094_54),
        (0.230_765_344_947_158_45, 0.239_314_335_249_683_23),
        (0.5, 0.284_444_444_444_444_44),
        (0.769_234_655_052_841_6, 0.239_314_335_249_683_23),
        (0.953_089_922_969_332, 0.118_463_442_528_094_54),
    ];
    let slope = |y: f64| {
        let s = (1.0 - y).max(0.0).sqrt();
        // artanh s = ln((1+s)/√y), which holds for y below an ulp too.
        let ratio = if s < 1e-4 {
            1.0 + s * s / 3.0
        } else {
            ((1.0 + s) / y.sqrt()).ln() / s
        };
        0.5 * ratio / std::f64::consts::LN_2
    };
    let mean: f64 = NODES
        .iter()
        .map(|(x, weight)| weight * slope(y * (1.0 - epsilon * x)))
        .sum();
    y * epsilon * mean
}

/// The binary entropy of the eigenvalues ½(1 ± √(1−y)).
fn entropy_of(y: f64) -> f64 {
    let root = (1.0 - y).max(0.0).sqrt();
    // The smaller eigenvalue without cancellation.
    let smaller = 0.5 * y / (1.0 + root);
    unnormalised_entropy(smaller, 1.0 - smaller)
}

/// Up and down of one spin, with the overlap of what remains.
fn outcomes(marginal: &Marginal, weight: f64, overlap: f64) -> [Outcome; 2] {
    [marginal.up, marginal.down].map(|[p0, p1]| {
        let (a, b) = (weight * p0, (1.0 - weight) * p1);
        let probability = a + b;
        let entropy = (unnormalised_entropy(a, b) - overlap_deficit(a, b, overlap)) / probability;
        Outcome {
            probability,
            entropy: (probability > 0.0).then_some(entropy.max(0.0)),
        }
    })
}

/// A product of a qubit and one state of the spins.
fn product(particles: u64, marginal: Marginal, weight: f64) -> Measured {
    let certain = |value| Estimate {
        value,
        error_bound: 0.0,
        kind: ErrorKind::Exact,
    };
    Measured {
        mean_entropy: certain(0.0),
        entropy_deficit: certain(binary_entropy(weight)),
        outcomes: (particles == 1).then(|| outcomes(&marginal, weight, 1.0)),
    }
}

fn exact(value: f64, pair: &Pair) -> Estimate {
    // A weight that was left out carries at most two bits of each unit.
    let error_bound = value.abs() * (pair.rounding() + 16.0 * f64::EPSILON) + 2.0 * pair.lost();
    Estimate {
        value,
        error_bound,
        kind: ErrorKind::Exact,
    }
}
