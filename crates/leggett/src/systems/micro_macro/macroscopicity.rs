//! How macroscopically distinct two symmetric branches are, by several
//! measures.

use super::{check_share, out_of_range};
use crate::dicke::rotation::along_axis;
use crate::dicke::state::SymmetricState;
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::measures::divergence::Pair;
use crate::measures::resolution::Line;
use leggett_num::dense::{Complex, hermitian_eigenvalues, symmetric_eigenvalues};
use leggett_num::{Work, normal, pmf};

/// The largest N whose reduced states are diagonalised.
pub const LARGEST_REDUCED: u64 = 300;

/// Two symmetric branches.
#[derive(Debug, Clone, PartialEq)]
pub struct Branches {
    /// ψ0 and ψ1.
    pub states: [SymmetricState; 2],
}

impl Branches {
    /// Two Dicke states.
    pub fn dicke(atoms: u64, up: [u64; 2]) -> Self {
        Self {
            states: up.map(|k| SymmetricState::dicke(atoms, k)),
        }
    }

    /// Two coherent states cos θ |↑⟩ + sin θ |↓⟩, twisted by exp(−iμJ_z²/2).
    pub fn coherent(atoms: u64, angles: [f64; 2], twisting: f64) -> Self {
        let real = |x: f64| Complex::new(x, 0.0);
        let state =
            |angle: f64| SymmetricState::coherent(atoms, [real(angle.cos()), real(angle.sin())]);
        let states = angles.map(|angle| {
            if twisting == 0.0 {
                state(angle)
            } else {
                state(angle).twisted(twisting)
            }
        });
        Self { states }
    }

    /// N.
    pub fn atoms(&self) -> u64 {
        self.states[0].atoms
    }

    /// The same branches in the Dicke basis along another axis; O(N²).
    pub fn along(&self, axis: [f64; 3]) -> Self {
        Self {
            states: [0, 1].map(|x| along_axis(&self.states[x], axis)),
        }
    }

    /// ⟨n·J⟩ of each.
    pub fn means(&self, axis: [f64; 3]) -> [f64; 2] {
        [0, 1].map(|x| self.states[x].mean(axis))
    }

    /// ⟨J⟩_0 − ⟨J⟩_1, whose length is the distinctness along the best axis and
    /// whose direction is that axis.
    pub fn difference(&self) -> [f64; 3] {
        let axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        axes.map(|axis| {
            let [zero, one] = self.means(axis);
            zero - one
        })
    }

    /// |⟨ψ0|ψ1⟩|.
    pub fn overlap(&self) -> f64 {
        self.states[0].inner(&self.states[1]).norm()
    }

    /// Both spectra of J_z, a line for each k that either has.
    pub fn lines(&self) -> Vec<Line> {
        let [zero, one] = &self.states;
        let half = 0.5 * zero.atoms as f64;
        let mut all: Vec<u64> = zero
            .amplitudes
            .iter()
            .chain(&one.amplitudes)
            .map(|(k, _)| *k)
            .collect();
        all.sort_unstable();
        all.dedup();
        let line = |k: u64| {
            let (a, b) = (zero.at(k), one.at(k));
            let coherence = a.conj() * b;
            Line {
                position: k as f64 - half,
                probabilities: [a.norm_sqr(), b.norm_sqr()],
                coherence: [coherence.re, coherence.im],
            }
        };
        all.into_iter().map(line).collect()
    }

    /// The smallest distance between an outcome of one spectrum and one of the
    /// other, each with a probability above 1e-12, and 0 where they interleave.
    pub fn gap(&self) -> f64 {
        let ends = [0, 1].map(|x| {
            let mut seen = self
                .lines()
                .into_iter()
                .filter(|line| line.probabilities[x] > 1e-12)
                .map(|line| line.position);
            let first = seen.next().unwrap_or(0.0);
            [first, seen.next_back().unwrap_or(first)]
        });
        (ends[0][0] - ends[1][1])
            .max(ends[1][0] - ends[0][1])
            .max(0.0)
    }

    /// 4 λmax(Cov J)/N of (ψ0 + ψ1)/‖·‖ (Fröwis & Dür 2012), and 4 Var(n·J)/N.
    pub fn effective_sizes(&self, axis: [f64; 3]) -> [f64; 2] {
        let sum = self.states[0]
            .plus(Complex::new(1.0, 0.0), &self.states[1])
            .normalized();
        let covariance = sum.covariance();
        let scale = 4.0 / self.atoms() as f64;
        let values =
            symmetric_eigenvalues(3, |row, column| covariance[row][column]).unwrap_or_default();
        let along: f64 = (0..3)
            .flat_map(|i| (0..3).map(move |j| axis[i] * covariance[i][j] * axis[j]))
            .sum();
        [scale * values.last().copied().unwrap_or(0.0), scale * along]
    }

    /// The fewest spins of which a measurement tells the branches apart with
    /// probability 1 − ε at least (Korsbakken et al. 2007):
    /// ½(1 + ½‖ρ0 − ρ1‖₁) ≥ 1 − ε for the reduced states of n spins.
    ///
    /// None where all N do not suffice. By bisection, since more spins never
    /// tell less; O(N³ log N), N ≤ 300.
    pub fn minimal_subset(&self, error_probability: f64, work: &Work) -> Result<Option<u64>> {
        let atoms = self.atoms();
        if atoms > LARGEST_REDUCED {
            return Err(super::too_large(atoms, LARGEST_REDUCED));
        }
        bisect(atoms, |n| {
            work.check()?;
            let states = [0, 1].map(|x| self.schmidt(x, n));
            let entry = |row: usize, column: usize| {
                let inner = |x: usize| {
                    let terms = states[x][row]
                        .iter()
                        .zip(&states[x][column])
                        .map(|(a, b)| a * b.conj());
                    terms.fold(Complex::new(0.0, 0.0), |sum, term| sum + term)
                };
                inner(0) - inner(1)
            };
            let values = hermitian_eigenvalues(n as usize + 1, entry).unwrap_or_default();
            let distance: f64 = values.iter().map(|value| value.abs()).sum();
            Ok(0.5 + 0.25 * distance >= 1.0 - error_probability)
        })
    }

    /// Row u: what remains of ψ_x when u of n spins are up, on the Dicke states
    /// of the others.
    fn schmidt(&self, x: usize, n: u64) -> Vec<Vec<Complex>> {
        let state = &self.states[x];
        let mut rows =
            vec![vec![Complex::new(0.0, 0.0); (state.atoms - n) as usize + 1]; n as usize + 1];
        for (k, c) in &state.amplitudes {
            let window = pmf::hypergeometric(state.atoms, *k, n);
            for (u, weight) in (window.first..).zip(&window.weights) {
                rows[u as usize][(k - u) as usize] += c * weight.sqrt();
            }
        }
        rows
    }
}

/// The same of two Dicke states, whose reduced states are diagonal: the total
/// variation of two hypergeometric distributions, for any N.
pub fn dicke_minimal_subset(
    atoms: u64,
    up: [u64; 2],
    error_probability: f64,
    work: &Work,
) -> Result<Option<u64>> {
    super::check_dicke(atoms, up)?;
    if up[0] == up[1] {
        return Ok(None);
    }
    let beyond = |n: u64| -> Result<f64> {
        work.check()?;
        let distance = Pair::hypergeometric(atoms, up, n).total_variation();
        Ok(0.5 * (1.0 + distance) - (1.0 - error_probability))
    };
    first_beyond(atoms, normal_guess(atoms, up, error_probability), beyond)
}

/// The n at which normal distributions of the same means and variances are told
/// apart so well: nΔ/N = 2z√(n pq (1−n/N)), z = Φ⁻¹(1−ε).
fn normal_guess(atoms: u64, up: [u64; 2], error_probability: f64) -> u64 {
    let n = atoms as f64;
    let p = 0.5 * (up[0] as f64 + up[1] as f64) / n;
    let spread = 4.0 * normal::exceeded_with(error_probability).powi(2) * p * (1.0 - p);
    let slope = up[0].abs_diff(up[1]) as f64 / n;
    ((spread / (slope * slope + spread / n)) as u64).clamp(1, atoms)
}

/// The smallest n from 1 to N where a function that rises with n is not
/// negative: a bracket around the guess, and within it false position, which
/// takes some ten values where halving takes log2 N.
fn first_beyond(
    atoms: u64,
    guess: u64,
    beyond: impl Fn(u64) -> Result<f64>,
) -> Result<Option<u64>> {
    let at = |n: u64| -> Result<(u64, f64)> { Ok((n, beyond(n)?)) };
    let margin = 1 + guess / 64;
    let (mut low, mut high) = ((0, f64::NEG_INFINITY), at((guess + margin).min(atoms))?);
    if high.1 < 0.0 {
        low = high;
        high = at(atoms)?;
        if high.1 < 0.0 {
            return Ok(None);
        }
    } else if guess > margin {
        let below = at(guess - margin)?;
        if below.1 < 0.0 {
            low = below;
        } else {
            high = below;
        }
    }
    for step in 0.. {
        let width = high.0 - low.0;
        if width <= 1 {
            break;
        }
        // Every third step halves, so that no curvature can stall it.
        let share = match step % 3 {
            0 | 1 if low.1.is_finite() => low.1 / (low.1 - high.1),
            _ => 0.5,
        };
        // The second of each pair looks just beyond the zero.
        let shift = if step % 3 == 1 {
            1.0 + 1e-3 * width as f64
        } else {
            0.0
        };
        let middle = low.0 + ((share * width as f64 + shift) as u64).clamp(1, width - 1);
        let here = at(middle)?;
        if here.1 < 0.0 {
            low = here
        } else {
            high = here
        }
    }
    Ok(Some(high.0))
}

/// The same of two coherent states: n spins are pure and overlap by
/// |cos(θ0−θ1)|ⁿ, so that ½(1 + √(1 − cos²ⁿ)) ≥ 1 − ε.
pub fn coherent_minimal_subset(
    atoms: u64,
    angles: [f64; 2],
    error_probability: f64,
) -> Result<Option<u64>> {
    check_share("error_probability", error_probability)?;
    let (cosine, _) = super::spin_overlap(angles);
    // cos²ⁿ ≤ 1 − (1 − 2ε)² = 4ε(1 − ε)
    let needed =
        (4.0 * error_probability * (1.0 - error_probability)).ln() / (2.0 * cosine.abs().ln());
    let n = if cosine == 0.0 {
        1.0
    } else {
        needed.ceil().max(1.0)
    };
    Ok((n <= atoms as f64).then_some(n as u64))
}

/// The smallest n from 1 to N that suffices, if N does.
fn bisect(atoms: u64, suffices: impl Fn(u64) -> Result<bool>) -> Result<Option<u64>> {
    if !suffices(atoms)? {
        return Ok(None);
    }
    let (mut too_few, mut enough) = (0, atoms);
    while enough - too_few > 1 {
        let middle = too_few + (enough - too_few) / 2;
        if suffices(middle)? {
            enough = middle
        } else {
            too_few = middle
        }
    }
    Ok(Some(enough))
}

/// The largest σ at which a detector still tells two Dicke states apart with an
/// error of at most ε: Δ/(2Φ⁻¹(1−ε)) (after Sekatski et al. 2014).
pub fn tolerated_resolution(distinctness: f64, error_probability: f64) -> Result<Estimate> {
    if !(error_probability > 0.0 && error_probability < 0.5) {
        return Err(out_of_range(
            "error_probability",
            error_probability,
            "between 0 and 0.5".to_owned(),
        ));
    }
    let value = 0.5 * distinctness / normal::exceeded_with(error_probability);
    Ok(Estimate {
        value,
        error_bound: 1e-13 * value,
        kind: ErrorKind::Exact,
    })
}
