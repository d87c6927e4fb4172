//! Two coherent states under noise on every spin, exactly.
//!
//! A channel on every spin takes |s_x⟩⟨s_y|^{⊗N} to A_xy^{⊗N} with the 2×2
//! matrices A_xy = Λ(|s_x⟩⟨s_y|). In the block of total spin J that is
//! det(A)^{N/2−J} Sym^{2J}(A), a representation of GL(2), once for each of the
//! C(N,d)(2J+1)/(N−d+1) copies, d = N/2 − J; so the negativity is a sum over J
//! of those of matrices of order 2(2J+1).

use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::noise::Channel;
use crate::systems::micro_macro::{check_dicke, check_share, largest_negativity, lose, too_large};
use leggett_num::dense::symmetric_eigenvalues;
use leggett_num::{Work, binomial, pmf};

/// Two coherent branches in a micro–macro state, and the noise.
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
    /// Its strength for the qubit, whose ↑ is |1⟩.
    pub qubit_strength: f64,
}

/// The most spins whose blocks are diagonalised.
pub const LARGEST: u64 = 400;

/// The most spins of loss.
const LARGEST_LOSS: u64 = 1_000_000_000_000;

/// Blocks with less of the trace than this are left out.
const NEGLIGIBLE: f64 = 1e-18;

impl NoisyCoherent {
    /// The negativity that is left; O(N⁴) with a small factor, N ≤ 400, and
    /// O(√N) for loss.
    pub fn negativity(&self, work: &Work) -> Result<Estimate> {
        self.check()?;
        let breaks = |strength| self.channel.breaks_entanglement(strength);
        if breaks(self.strength) || breaks(self.qubit_strength) {
            return Ok(Estimate {
                value: 0.0,
                error_bound: 0.0,
                kind: ErrorKind::Exact,
            });
        }
        if self.channel == Channel::Loss {
            self.lost(work)
        } else {
            self.blocks(work)
        }
    }

    /// √(w(1−w)) Π ‖Λ(|s0⟩⟨s1|)‖₁, with the qubit's own factor: a bound for any
    /// N, which is reached where the overlap of the branches vanishes.
    pub fn product_bound(&self) -> Result<Estimate> {
        self.check()?;
        let per_spin = match self.channel {
            Channel::Loss => {
                let overlap = (self.angles[0] - self.angles[1]).cos().abs();
                1.0 - self.strength + self.strength * overlap
            }
            channel => trace_norm(channel.apply(self.strength, self.operator(0, 1))),
        };
        let of_qubit = match self.channel {
            Channel::Loss => 1.0 - self.qubit_strength,
            channel => trace_norm(channel.apply(self.qubit_strength, [[0.0, 1.0], [0.0, 0.0]])),
        };
        let exponent = self.atoms as f64 * per_spin.min(1.0).ln();
        let value = largest_negativity(self.weight) * of_qubit.min(1.0) * exponent.exp();
        let error_bound = value * f64::EPSILON * (16.0 + 8.0 * self.atoms as f64);
        Ok(Estimate {
            value,
            error_bound: error_bound.min(0.5),
            kind: ErrorKind::Exact,
        })
    }

    /// Peak memory in bytes and floating-point operations.
    pub fn cost(&self) -> (f64, f64) {
        let n = self.atoms as f64;
        if self.channel == Channel::Loss {
            let window =
                (n + 1.0).min(2100.0 + 24.0 * (n * self.strength * (1.0 - self.strength)).sqrt());
            return (60.0 * window + 4000.0, 500.0 * window);
        }
        let n = n.min(LARGEST as f64) + 2.0;
        (8.0 * 20.0 * n * n + 20_000.0, 4.0 * n.powi(4) + 5e4 * n)
    }

    fn check(&self) -> Result<()> {
        check_dicke(self.atoms, [0, 0])?;
        check_share("weight", self.weight)?;
        check_share("strength", self.strength)?;
        check_share("qubit_strength", self.qubit_strength)
    }

    /// |s_x⟩⟨s_y|.
    fn operator(&self, x: usize, y: usize) -> [[f64; 2]; 2] {
        let [s, t] = [x, y].map(|x| [self.angles[x].cos(), self.angles[x].sin()]);
        [[s[0] * t[0], s[0] * t[1]], [s[1] * t[0], s[1] * t[1]]]
    }

    fn lost(&self, work: &Work) -> Result<Estimate> {
        if self.atoms > LARGEST_LOSS {
            return Err(too_large(self.atoms, LARGEST_LOSS));
        }
        let window = pmf::binomial(self.atoms, self.strength, 1.0 - self.strength);
        let (mut value, mut error_bound) = (0.0, window.lost);
        for (index, share) in window.weights.iter().enumerate() {
            if index % 1024 == 0 {
                work.check()?;
            }
            let lost = window.first + index as u64;
            let left = lose::coherent(self.atoms, self.angles, lost, self.weight)?.negativity;
            value += share * left.value;
            error_bound += share * left.error_bound;
        }
        let kept = 1.0 - self.qubit_strength;
        error_bound +=
            value * (window.mean_rounding() + f64::EPSILON * window.weights.len() as f64);
        Ok(Estimate {
            value: kept * value,
            error_bound: kept * error_bound,
            kind: ErrorKind::Exact,
        })
    }

    fn blocks(&self, work: &Work) -> Result<Estimate> {
        if self.atoms > LARGEST {
            return Err(too_large(self.atoms, LARGEST));
        }
        let operators = [(0, 0), (1, 1), (0, 1)]
            .map(|(x, y)| self.channel.apply(self.strength, self.operator(x, y)));
        let scales = [
            self.weight,
            1.0 - self.weight,
            largest_negativity(self.weight),
        ];
        let mut powers = operators.map(SymmetricPower::new);
        let (mut value, mut skipped) = (0.0, 0.0);
        for order in 0..=self.atoms {
            work.check()?;
            if order > 0 {
                powers.iter_mut().for_each(SymmetricPower::raise);
            }
            if (self.atoms - order) % 2 == 1 {
                continue;
            }
            let d = (self.atoms - order) / 2;
            let factors =
                [0, 1, 2].map(|i| scales[i] * copies(self.atoms, d, determinant(operators[i])));
            let trace = factors[0] * powers[0].trace() + factors[1] * powers[1].trace();
            if trace < NEGLIGIBLE {
                skipped += trace;
                continue;
            }
            value += self.block(&powers, factors)?;
        }
        let error_bound = skipped + f64::EPSILON * (64.0 + 16.0 * self.atoms as f64);
        Ok(Estimate {
            value,
            error_bound,
            kind: ErrorKind::Exact,
        })
    }

    /// The negativity of the block of one J.
    fn block(&self, powers: &[SymmetricPower; 3], factors: [f64; 3]) -> Result<f64> {
        let size = powers[0].size();
        let scaled = |i: usize, row: usize, column: usize| factors[i] * powers[i].at(row, column);
        let entry = |row: usize, column: usize| {
            let (s, t) = (row % size, column % size);
            // The qubit's ↑ is |1⟩; the transposed coherence stands below.
            let between = scaled(2, s, t);
            let state = [[scaled(1, s, t), between], [between, scaled(0, s, t)]];
            let after = self.channel.apply(self.qubit_strength, state);
            match (row < size, column < size) {
                (true, true) => after[1][1],
                (false, false) => after[0][0],
                _ => after[0][1],
            }
        };
        let values =
            symmetric_eigenvalues(2 * size, entry).map_err(|_| crate::Error::NotConverged {
                tolerance: 0.0,
                reached: f64::INFINITY,
                advice: "the eigenvalue iteration failed".to_owned(),
            })?;
        Ok(values
            .iter()
            .filter(|value| **value < 0.0)
            .map(|value| -value)
            .sum())
    }
}

fn determinant([[a, b], [c, d]]: [[f64; 2]; 2]) -> f64 {
    a * d - b * c
}

/// σ1 + σ2 = √(‖A‖² + 2|det A|).
fn trace_norm(matrix: [[f64; 2]; 2]) -> f64 {
    let square: f64 = matrix.iter().flatten().map(|x| x * x).sum();
    (square + 2.0 * determinant(matrix).abs()).sqrt()
}

/// C(N,d)(N−2d+1)/(N−d+1) · determinant^d.
fn copies(spins: u64, d: u64, determinant: f64) -> f64 {
    if d == 0 {
        return 1.0;
    }
    let (n, k) = (spins as f64, d as f64);
    let ln_choose =
        binomial::ln_weight(spins, spins as i64 - 2 * d as i64) + n * std::f64::consts::LN_2;
    let exponent = ln_choose + k * determinant.abs().ln();
    let sign = if determinant < 0.0 && d % 2 == 1 {
        -1.0
    } else {
        1.0
    };
    sign * exponent.exp() * (n - 2.0 * k + 1.0) / (n - k + 1.0)
}

/// Symⁿ(A) in the basis of Dicke states of n spins, for n = 0, 1, 2, …
struct SymmetricPower {
    matrix: [[f64; 2]; 2],
    /// Rows by the number of spins up, from 0 to n.
    rows: Vec<Vec<f64>>,
}

impl SymmetricPower {
    fn new(matrix: [[f64; 2]; 2]) -> Self {
        Self {
            matrix,
            rows: vec![vec![1.0]],
        }
    }

    fn size(&self) -> usize {
        self.rows.len()
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.rows[row][column]
    }

    fn trace(&self) -> f64 {
        self.rows
            .iter()
            .enumerate()
            .map(|(index, row)| row[index])
            .sum()
    }

    /// Symⁿ from Symⁿ⁻¹ ⊗ A between symmetric states: with p of n spins up on
    /// one side and p' on the other,
    /// (1/n) Σ √(p or n−p) √(p' or n−p') A S, a mean in which errors do not grow.
    fn raise(&mut self) {
        let n = self.rows.len();
        let [[uu, ud], [du, dd]] = self.matrix;
        let root = |x: usize| (x as f64).sqrt();
        let before = |p: usize, q: usize| {
            self.rows
                .get(p)
                .and_then(|row| row.get(q))
                .copied()
                .unwrap_or(0.0)
        };
        let element = |p: usize, q: usize| {
            let (up, down) = (root(p), root(n - p));
            let (other_up, other_down) = (root(q), root(n - q));
            let shifted = |x: usize| x.wrapping_sub(1);
            let both = uu * up * other_up * before(shifted(p), shifted(q))
                + dd * down * other_down * before(p, q);
            let one = ud * up * other_down * before(shifted(p), q)
                + du * down * other_up * before(p, shifted(q));
            (both + one) / n as f64
        };
        let rows = (0..=n)
            .map(|p| (0..=n).map(|q| element(p, q)).collect())
            .collect();
        self.rows = rows;
    }
}
