//! Two coherent branches (cos θ_x |↑⟩ + sin θ_x |↓⟩)^{⊗N} under noise on every
//! spin.
//!
//! The noise makes a product operator A^{⊗N} of |ψ_x⟩⟨ψ_y|, A = Λ(|s_x⟩⟨s_y|),
//! which in each of the d_J copies of a block J is det(A)^{N/2−J} Sym^{2J}(A).

use super::blocks::{Blocks, negativity_of_block};
use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use crate::noise::Channel;
use crate::systems::micro_macro::{check_dicke, check_share, largest_negativity, lose};
use leggett_num::dense::Complex;
use leggett_num::{Work, pmf};

/// Two coherent branches in a micro–macro state with weight w, and the noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoisyCoherent {
    /// N.
    pub atoms: u64,
    /// θ0 and θ1.
    pub angles: [f64; 2],
    /// w.
    pub weight: f64,
    /// What acts on every spin and on the qubit.
    pub channel: Channel,
    /// Its strength for each spin.
    pub strength: f64,
    /// Its strength for the qubit, whose ↑ is |1⟩: damping takes |1⟩ to |0⟩.
    pub qubit_strength: f64,
}

type Pair = [[f64; 2]; 2];

/// The most spins of noise other than loss.
pub const LARGEST: u64 = 300;

/// Blocks that hold less than this in all are left out.
const NEGLIGIBLE: f64 = 1e-17;

impl NoisyCoherent {
    /// The negativity that is left.
    ///
    /// Noise other than loss: eigenvalues of 2(2J+1)-dimensional matrices for
    /// every J that matters, up to N = 300. Loss with the lost known:
    /// Σ_m Bin(N,p;m) Neg_m with 4×4 matrices, any N.
    pub fn negativity(&self, work: &Work) -> Result<Estimate> {
        self.check()?;
        let whole = self.channel.breaks_entanglement(self.strength)
            || self.channel.breaks_entanglement(self.qubit_strength);
        if whole {
            return Ok(Estimate {
                value: 0.0,
                error_bound: 0.0,
                kind: ErrorKind::Exact,
            });
        }
        if self.channel == Channel::Loss {
            return self.lossy(work);
        }
        if self.atoms > LARGEST {
            return Err(Error::TooLarge {
                parameter: "atoms",
                value: self.atoms.to_string(),
                allowed: format!(
                    "at most {LARGEST} for {} of coherent branches; negativity_bound has no limit",
                    self.channel.name()
                ),
            });
        }
        self.summed(work)
    }

    /// √(w(1−w)) ‖Λ(|s0⟩⟨s1|)‖₁^N: an upper bound, tight as the branches'
    /// overlap goes to zero. O(1).
    ///
    /// The trace norm of the coherence bounds the negativity of every state
    /// with it; noise on the qubit only lowers it.
    pub fn negativity_bound(&self) -> Result<f64> {
        self.check()?;
        let norm = if self.channel == Channel::Loss {
            let overlap = (self.angles[0] - self.angles[1]).cos().abs();
            1.0 - self.strength * (1.0 - overlap)
        } else {
            let [[a, b], [c, d]] = self.single(0, 1);
            (a * a + b * b + c * c + d * d + 2.0 * (a * d - b * c).abs()).sqrt()
        };
        let product = (self.atoms as f64 * norm.min(1.0).ln()).exp();
        Ok(largest_negativity(self.weight) * product)
    }

    fn lossy(&self, work: &Work) -> Result<Estimate> {
        let lost = pmf::binomial(self.atoms, self.strength, 1.0 - self.strength);
        let (mut value, mut error_bound) = (0.0, lost.lost);
        for (share, m) in lost.weights.iter().zip(lost.first..) {
            work.check()?;
            let after = lose::coherent(self.atoms, self.angles, m, self.weight)?.negativity;
            value += share * after.value;
            error_bound += share * after.error_bound;
        }
        error_bound += value * (lost.mean_rounding() + f64::EPSILON * lost.weights.len() as f64);
        let kept = 1.0 - self.qubit_strength;
        Ok(Estimate {
            value: kept * value,
            error_bound: kept * error_bound,
            kind: ErrorKind::Exact,
        })
    }

    /// Λ(|s_x⟩⟨s_y|).
    fn single(&self, x: usize, y: usize) -> Pair {
        let spin = |angle: f64| [angle.cos(), angle.sin()];
        let (ket, bra) = (spin(self.angles[x]), spin(self.angles[y]));
        let outer = ket.map(|k| bra.map(|b| k * b));
        self.channel.apply(self.strength, outer)
    }

    fn summed(&self, work: &Work) -> Result<Estimate> {
        let n = self.atoms as usize;
        let [zero, one, between] = [(0, 0), (1, 1), (0, 1)].map(|(x, y)| self.single(x, y));
        let shares: Vec<f64> = (0..=n / 2)
            .map(|d| {
                self.weight * block_share(n, d, zero) + (1.0 - self.weight) * block_share(n, d, one)
            })
            .collect();
        let least = NEGLIGIBLE / (n / 2 + 1) as f64;
        let mut powers = [zero, between, one].map(Power::new);
        let (mut value, mut left_out) = (0.0, 0.0);
        // Block J = n/2 of Sym^n, from the smallest spin upwards.
        for spins in 0..=n {
            work.check()?;
            if spins > 0 {
                powers.iter_mut().for_each(Power::raise);
            }
            if !(n - spins).is_multiple_of(2) {
                continue;
            }
            let d = (n - spins) / 2;
            if shares[d] < least {
                left_out += shares[d];
                continue;
            }
            value += self.block(n, d, &powers)?;
        }
        let rounding = f64::EPSILON * 32.0 * (n as f64 + 4.0) * (n as f64).sqrt();
        Ok(Estimate {
            value,
            error_bound: left_out + rounding,
            kind: ErrorKind::Certified,
        })
    }

    fn block(&self, n: usize, d: usize, powers: &[Power; 3]) -> Result<f64> {
        let scales = [
            self.weight,
            largest_negativity(self.weight),
            1.0 - self.weight,
        ];
        let part = |index: usize| {
            let factor = scales[index] * powers[index].factor(n, d);
            let elements = powers[index].matrix.iter();
            elements.map(|x| Complex::new(factor * x, 0.0)).collect()
        };
        let [zero, between, one] = [0, 1, 2].map(part);
        let size = n - 2 * d + 1;
        let blocks = Blocks {
            size,
            zero,
            between,
            one,
        };
        negativity_of_block(&blocks, self.channel, self.qubit_strength)
    }

    fn check(&self) -> Result<()> {
        check_dicke(self.atoms, [0, 0])?;
        check_share("weight", self.weight)?;
        check_share("strength", self.strength)?;
        check_share("qubit_strength", self.qubit_strength)
    }

    /// Peak memory in bytes and floating-point operations.
    pub fn cost(&self) -> (f64, f64) {
        let n = self.atoms as f64;
        if self.channel == Channel::Loss {
            let spread = (n * self.strength * (1.0 - self.strength)).sqrt();
            let terms = (24.0 * spread + 2000.0).min(n + 1.0);
            return (32.0 * terms, 3000.0 * terms);
        }
        super::blocks::cost(n)
    }
}

/// Sym^n(A/s) with s = ‖A‖, and ln s: the elements between |D_k⟩ and |D_k'⟩.
struct Power {
    base: Pair,
    determinant: f64,
    ln_norm: f64,
    spins: usize,
    matrix: Vec<f64>,
}

impl Power {
    fn new(a: Pair) -> Self {
        let norm = spectral_norm(a);
        Self {
            base: a.map(|row| row.map(|x| if norm > 0.0 { x / norm } else { 0.0 })),
            determinant: a[0][0] * a[1][1] - a[0][1] * a[1][0],
            ln_norm: norm.ln(),
            spins: 0,
            matrix: vec![1.0],
        }
    }

    /// One more spin: V†(A ⊗ Sym^n)V with the isometry
    /// V|D_{n+1,k}⟩ = √(k/(n+1)) |↑⟩|D_{n,k−1}⟩ + √(1−k/(n+1)) |↓⟩|D_{n,k}⟩.
    ///
    /// Neither factor stretches, so that errors add up to n roundings.
    fn raise(&mut self) {
        let n = self.spins + 1;
        let [[uu, ud], [du, dd]] = self.base;
        let up: Vec<f64> = (0..=n).map(|k| (k as f64 / n as f64).sqrt()).collect();
        let down = |k: usize| up[n - k];
        let old = |k: usize, l: usize| {
            if k < n && l < n {
                self.matrix[k * n + l]
            } else {
                0.0
            }
        };
        let mut next = Vec::with_capacity((n + 1) * (n + 1));
        for k in 0..=n {
            for l in 0..=n {
                let (k1, l1) = (k.wrapping_sub(1), l.wrapping_sub(1));
                next.push(
                    up[k] * (uu * up[l] * old(k1, l1) + ud * down(l) * old(k1, l))
                        + down(k) * (du * up[l] * old(k, l1) + dd * down(l) * old(k, l)),
                );
            }
        }
        self.matrix = next;
        self.spins = n;
    }

    /// d_J det(A)^{N/2−J} s^{2J}.
    fn factor(&self, n: usize, d: usize) -> f64 {
        let spins = (n - 2 * d) as f64;
        let power = if spins > 0.0 {
            spins * self.ln_norm
        } else {
            0.0
        };
        if d == 0 {
            return power.exp();
        }
        let sign = if self.determinant < 0.0 && d % 2 == 1 {
            -1.0
        } else {
            1.0
        };
        sign * (ln_copies(n, d) + d as f64 * self.determinant.abs().ln() + power).exp()
    }
}

/// ln d_J, d_J = C(N, d)(N−2d+1)/(N−d+1).
fn ln_copies(n: usize, d: usize) -> f64 {
    let (trials, doubled) = (n as u64, n as i64 - 2 * d as i64);
    let ln_choose =
        leggett_num::binomial::ln_weight(trials, doubled) + n as f64 * std::f64::consts::LN_2;
    ln_choose + ((doubled + 1) as f64 / (n - d + 1) as f64).ln()
}

/// The trace of block J = N/2 − d of A^{⊗N}, A a state.
fn block_share(n: usize, d: usize, [[a, b], [_, c]]: Pair) -> f64 {
    let root = (a - c).hypot(2.0 * b);
    let (large, determinant) = (0.5 * (a + c + root), (a * c - b * b).max(0.0));
    let small = determinant / large;
    let series: f64 = (0..=n - 2 * d)
        .map(|m| (small / large).powi(m as i32))
        .sum();
    let power = (n - 2 * d) as f64 * large.ln();
    if d == 0 {
        return series * power.exp();
    }
    series * (ln_copies(n, d) + d as f64 * determinant.ln() + power).exp()
}

fn spectral_norm([[a, b], [c, d]]: Pair) -> f64 {
    0.5 * ((a + d).hypot(b - c) + (a - d).hypot(b + c))
}
