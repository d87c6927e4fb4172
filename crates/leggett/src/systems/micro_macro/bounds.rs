//! What entanglement a single measured or lost spin can leave at most, given
//! only the probability of each spin to be up (sections IV, V and appendix A).
//!
//! For spin j let p0 and p1 be its probabilities of being up in ψ0 and ψ1.
//! Measured along z it leaves at most H(w) − JSD_w(p0‖p1) (eq 17), and lost it
//! leaves at most √(w(1−w)) (√(p0 p1) + √(q0 q1)) (eq 14), q = 1 − p. Both are
//! reached where the branches that remain are orthogonal: for the measurement
//! if those of each outcome are, for the loss if those of different outcomes
//! are too. Both are jointly concave in (p0, p1), so that of all states with
//! given means those that share them evenly among the spins are best, at the
//! boundaries of the probabilities too; the appendix shows it inside, by the
//! Hessian.

use super::{check_share, largest_negativity, out_of_range};
use crate::error::{Error, Result};
use crate::measures::divergence::{Pair, binary_entropy};
use std::f64::consts::LN_2;

/// The probabilities of one spin to be up, in ψ0 and in ψ1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marginal {
    /// p0 and p1.
    pub up: [f64; 2],
    /// 1 − p0 and 1 − p1, given so that small ones keep their digits.
    pub down: [f64; 2],
    /// p1 − p0, given so that a small one keeps its digits.
    pub difference: f64,
}

impl Marginal {
    /// From p0 and p1.
    pub fn new(up: [f64; 2]) -> Self {
        Self {
            up,
            down: up.map(|p| 1.0 - p),
            difference: up[1] - up[0],
        }
    }

    /// From magnetisations: p = ½ + M/N (the appendix prints M/N + 1/N).
    pub fn of_magnetizations(atoms: u64, magnetizations: [f64; 2]) -> Self {
        let n = atoms as f64;
        let [m0, m1] = magnetizations;
        let share = |twice: f64| 0.5 * twice / n;
        Self {
            up: [share(n + 2.0 * m0), share(n + 2.0 * m1)],
            down: [share(n - 2.0 * m0), share(n - 2.0 * m1)],
            difference: (m1 - m0) / n,
        }
    }

    /// Of every spin of two Dicke states: p = k/N.
    pub fn of_dicke(atoms: u64, [k0, k1]: [u64; 2]) -> Self {
        let share = |k: u64| k as f64 / atoms as f64;
        Self {
            up: [share(k0), share(k1)],
            down: [share(atoms - k0), share(atoms - k1)],
            difference: (k1 as f64 - k0 as f64) / atoms as f64,
        }
    }

    /// The two distributions of one spin's outcome.
    pub fn pair(&self) -> Pair {
        Pair::binomial(1, self.up, self.down, self.difference)
    }

    /// H(w) − JSD_w(p0‖p1), eq 17 (its w = ½), in ebits.
    pub fn entropy(&self, weight: f64) -> f64 {
        self.pair().equivocation(weight)
    }

    /// JSD_w(p0‖p1) with full relative precision; for w = ½ it is
    /// (1/2 ln 2)(p̄ φ(δ/2p̄) + q̄ φ(δ/2q̄)), φ(x) = ln(1−x²) + 2x artanh x, whose
    /// lowest orders are eqs 7, 8 and 12.
    pub fn entropy_deficit(&self, weight: f64) -> f64 {
        self.pair().jensen_shannon(weight)
    }

    /// √(w(1−w)) (√(p0 p1) + √(q0 q1)), eq 14 (its w = ½).
    pub fn negativity(&self, weight: f64) -> f64 {
        let [p0, p1] = self.up;
        let [q0, q1] = self.down;
        largest_negativity(weight) * ((p0 * p1).sqrt() + (q0 * q1).sqrt())
    }

    /// √(w(1−w)) minus that: (δ²/2)√(w(1−w)) [1/(√p0+√p1)² + 1/(√q0+√q1)²].
    pub fn negativity_deficit(&self, weight: f64) -> f64 {
        largest_negativity(weight) * self.pair().hellinger()
    }
}

/// The mean over the spins of their `Marginal::entropy`, eq 16; an error
/// unless the lists have one length and hold probabilities.
pub fn marginals(up0: &[f64], up1: &[f64]) -> Result<Vec<Marginal>> {
    if up0.len() != up1.len() || up0.is_empty() {
        return Err(Error::Contradiction {
            parameter: "p1",
            message: format!(
                "p0 lists {} spins and p1 lists {}; both need the same number, at least one",
                up0.len(),
                up1.len()
            ),
        });
    }
    for (parameter, list) in [("p0", up0), ("p1", up1)] {
        for p in list {
            check_share(parameter, *p)?;
        }
    }
    Ok(up0
        .iter()
        .zip(up1)
        .map(|(p0, p1)| Marginal::new([*p0, *p1]))
        .collect())
}

/// M0 and M1 as the marginals of a symmetric state, |M| ≤ N/2.
pub fn symmetric_marginal(atoms: u64, magnetizations: [f64; 2]) -> Result<Marginal> {
    let largest = atoms as f64 / 2.0;
    for (parameter, m) in ["m0", "m1"].into_iter().zip(magnetizations) {
        if m.is_nan() || m.abs() > largest {
            return Err(out_of_range(
                parameter,
                m,
                format!("from -{largest} to {largest}, half of atoms"),
            ));
        }
    }
    Ok(Marginal::of_magnetizations(atoms, magnetizations))
}

/// Derivatives of a bound that averages over N spins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Derivatives {
    /// ∂f/∂p0 and ∂f/∂p1 of one spin's own function f; the mean over N spins
    /// changes by these divided by N.
    pub gradient: [f64; 2],
    /// ∂²f/∂p0², ∂²f/∂p1², ∂²f/∂p0∂p1.
    pub hessian: [f64; 3],
}

impl Derivatives {
    /// Of [`Marginal::entropy`] at w = ½, 0 < p < 1.
    ///
    /// ∂E/∂p0 = −½ log2[p0 (q0+q1) / (q0 (p0+p1))], and −2 ln 2 times the
    /// Hessian is [[a, c], [c, b]] of eq A4.
    pub fn of_entropy(up: [f64; 2]) -> Self {
        let [p0, p1] = up;
        let [q0, q1] = up.map(|p| 1.0 - p);
        let (p, q) = (p0 + p1, q0 + q1);
        let slope = |p_own: f64, q_own: f64| -0.5 * ((p_own / p).log2() - (q_own / q).log2());
        let scale = -0.5 / LN_2;
        let a = p1 / (p0 * p) + q1 / (q0 * q);
        let b = p0 / (p1 * p) + q0 / (q1 * q);
        let c = -1.0 / p - 1.0 / q;
        Self {
            gradient: [slope(p0, q0), slope(p1, q1)],
            hessian: [scale * a, scale * b, scale * c],
        }
    }

    /// Of [`Marginal::negativity`] at w = ½, 0 < p < 1.
    pub fn of_negativity(up: [f64; 2]) -> Self {
        let [p0, p1] = up;
        let [q0, q1] = up.map(|p| 1.0 - p);
        let slope = |own: [f64; 2], other: [f64; 2]| {
            0.25 * ((other[0] / own[0]).sqrt() - (other[1] / own[1]).sqrt())
        };
        let curve = |own: [f64; 2], other: [f64; 2]| {
            -0.125 * ((other[0] / own[0]).sqrt() / own[0] + (other[1] / own[1]).sqrt() / own[1])
        };
        let (zero, one) = ([p0, q0], [p1, q1]);
        Self {
            gradient: [slope(zero, one), slope(one, zero)],
            hessian: [
                curve(zero, one),
                curve(one, zero),
                0.125 * (1.0 / (p0 * p1).sqrt() + 1.0 / (q0 * q1).sqrt()),
            ],
        }
    }

    /// The eigenvalues λ− ≥ λ+ of 2×2 Hessian of one spin.
    ///
    /// With the means fixed, the Hessian of the average over N spins in the
    /// probabilities of the first N−1 (eq A3, which lacks the factor 1/N) is
    /// (1/N)(1 + J) ⊗ this matrix, J the matrix of ones: its eigenvalues are
    /// λ±/N, N−2 times each, and λ± themselves, once each.
    pub fn hessian_eigenvalues(&self) -> [f64; 2] {
        let [a, b, c] = self.hessian;
        let lower = 0.5 * (a + b - (a - b).hypot(2.0 * c));
        // The product is the determinant, which does not cancel in `lower`.
        [(a * b - c * c) / lower, lower]
    }
}

/// The gradient of the average over all spins with the means fixed: the
/// derivative along p_j ↑, p_N ↓ (eq A2, whose last sign is wrong and which
/// lacks 1/N), for each j < N, from the marginals at w = ½.
pub fn constrained_gradient(
    marginals: &[Marginal],
    of: fn([f64; 2]) -> Derivatives,
) -> Vec<[f64; 2]> {
    let Some((last, rest)) = marginals.split_last() else {
        return Vec::new();
    };
    let n = marginals.len() as f64;
    let end = of(last.up).gradient;
    rest.iter()
        .map(|marginal| {
            let here = of(marginal.up).gradient;
            [0, 1].map(|x| (here[x] - end[x]) / n)
        })
        .collect()
}

/// The largest mean entropy that a measured spin leaves for given means, in
/// bits: eq 19, with any weight.
pub fn largest_mean_entropy(marginals: &[Marginal], weight: f64) -> f64 {
    mean_marginal(marginals).map_or_else(|| binary_entropy(weight), |mean| mean.entropy(weight))
}

/// The mean over spins of the probabilities.
pub fn mean_marginal(marginals: &[Marginal]) -> Option<Marginal> {
    let n = marginals.len() as f64;
    let mean = |of: &dyn Fn(&Marginal) -> f64| marginals.iter().map(of).sum::<f64>() / n;
    (!marginals.is_empty()).then(|| Marginal {
        up: [0, 1].map(|x| mean(&|it: &Marginal| it.up[x]).clamp(0.0, 1.0)),
        down: [0, 1].map(|x| mean(&|it: &Marginal| it.down[x]).clamp(0.0, 1.0)),
        difference: mean(&|it: &Marginal| it.difference),
    })
}
