//! The conditional state for any phase of the local oscillator.
//!
//! The symmetry between (X_S, X_M) and (P_S, −P_M) makes one complex vector of
//! both, Z = (X_S + iP_S, E_X + iE_P), and one complex record of the two real
//! ones of a homodyne detector, its cosine and its sine component:
//!
//! dZ = AZ dt + …, ½⟨ZZ†⟩ = V Hermitian and 2×2,
//! AV + VA† + D = KK†, K = Vc† + N.
//!
//! P_L (φ = π/2) and X_L (φ = 0) have a real V; between them V has an
//! imaginary correlation, which ξ does not see but the equation does.

use super::closed_form::Drift;
use super::{Couplings, Oscillators, Unstable};
use leggett_num::arithmetic::Real;

/// A homodyne detector behind both oscillators.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homodyne<T> {
    /// η.
    pub efficiency: f64,
    /// cos φ and sin φ; φ = π/2 detects P_L, φ = 0 detects X_L.
    pub phase: [T; 2],
}

/// V: ½⟨|Z_S|²⟩, Re and Im of ½⟨Z_S Z_E*⟩, ½⟨|Z_E|²⟩.
type Hermitian<T> = [T; 4];

/// The coefficients of the filter's equation.
struct Filter<T> {
    /// A is lower triangular.
    drift: Drift<T>,
    /// D: of S, of S with E, of E.
    noise: [T; 3],
    /// c, the record's complex row.
    row: [[T; 2]; 2],
    /// N, its complex correlation with the noise.
    shared: [[T; 2]; 2],
}

/// ξ_g conditioned on the record.
///
/// Newton's iteration from the state without measurement, which is stable, so
/// every step is, and V descends to the steady state of the filter. The result
/// carries the derivatives of T exactly, since the last two steps are taken
/// from a converged value. O(1), some ten solutions of 4×4 equations.
pub fn conditional_epr_variance<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    homodyne: &Homodyne<T>,
) -> Result<T, Unstable> {
    let filter = Filter::new(oscillators, couplings, homodyne)?;
    let plain = Filter::new(
        oscillators,
        &couplings.plain(),
        &Homodyne {
            efficiency: homodyne.efficiency,
            phase: homodyne.phase.map(T::value),
        },
    )?;
    let mut start = plain.improved([[0.0; 2]; 2]);
    for _ in 0..60 {
        let next = plain.improved(plain.gain(&start));
        let change = (next[3] - start[3]).abs();
        let done = change <= 1e-13 * next[3].abs();
        start = next;
        if done {
            break;
        }
    }
    let mut state = start.map(T::of);
    for _ in 0..2 {
        state = filter.improved(filter.gain(&state));
    }
    Ok(state[3].times(2.0) / (T::of(1.0) + filter.drift.weight_squared))
}

impl<T: Real> Filter<T> {
    fn new(
        oscillators: &Oscillators,
        couplings: &Couplings<T>,
        homodyne: &Homodyne<T>,
    ) -> Result<Self, Unstable> {
        let drift = Drift::new(oscillators, couplings)?;
        let (t_s, t_m) = (couplings.spin_tangent, couplings.motion_tangent);
        let [cosine, sine] = homodyne.phase;
        let seen = couplings
            .spin_rate
            .times(homodyne.efficiency * oscillators.transmission());
        let (read, shared) = (seen.times(2.0).sqrt(), seen.times(0.5).sqrt());
        let (zero, one) = (T::of(0.0), T::of(1.0));
        let square = drift.weight_squared;
        Ok(Self {
            drift,
            noise: super::closed_form::noise(oscillators, couplings, &drift),
            row: [
                [read * cosine * (t_s + t_m), zero],
                [-(read * cosine * t_m), -(read * sine)],
            ],
            shared: [
                [-(shared * cosine), -(shared * sine * t_s)],
                [
                    -(shared * cosine * (one - square)),
                    -(shared * sine * (t_s + square * t_m)),
                ],
            ],
        })
    }

    /// K = Vc† + N.
    fn gain(&self, [s, re, im, e]: &Hermitian<T>) -> [[T; 2]; 2] {
        let [[c0, d0], [c1, d1]] = self.row;
        let [[n0, m0], [n1, m1]] = self.shared;
        // c† = (c0 − i d0, c1 − i d1), V_SE = re + i im.
        [
            [
                *s * c0 + *re * c1 + *im * d1 + n0,
                *im * c1 - *s * d0 - *re * d1 + m0,
            ],
            [
                *re * c0 - *im * d0 + *e * c1 + n1,
                -(*re * d0) - *im * c0 - *e * d1 + m1,
            ],
        ]
    }

    /// The V that a filter with this gain would reach:
    /// (A − Kc)V + V(A − Kc)† + D + KK† − KN† − NK† = 0.
    fn improved(&self, gain: [[T; 2]; 2]) -> Hermitian<T> {
        let [[k0, l0], [k1, l1]] = gain;
        let [[c0, d0], [c1, d1]] = self.row;
        let zero = T::of(0.0);
        // A − Kc, entry by entry: real part and imaginary part.
        let product = |(k, l): (T, T), (c, d): (T, T)| [k * c - l * d, k * d + l * c];
        let closed = |drift: T, k: (T, T), c: (T, T)| {
            let [re, im] = product(k, c);
            [drift - re, -im]
        };
        let ss = closed(-self.drift.gamma_s.times(0.5), (k0, l0), (c0, d0));
        let se = closed(zero, (k0, l0), (c1, d1));
        let es = closed(self.drift.memory, (k1, l1), (c0, d0));
        let ee = closed(-self.drift.gamma_m.times(0.5), (k1, l1), (c1, d1));
        let [[n0, m0], [n1, m1]] = self.shared;
        // |K − N|² − |N|² and its off-diagonal counterpart.
        let (x0, y0, x1, y1) = (k0 - n0, l0 - m0, k1 - n1, l1 - m1);
        let [d_s, d_se, d_e] = self.noise;
        let right = [
            -(d_s + x0.square() + y0.square() - n0.square() - m0.square()),
            -(d_se + x0 * x1 + y0 * y1 - n0 * n1 - m0 * m1),
            -(y0 * x1 - x0 * y1 - m0 * n1 + n0 * m1),
            -(d_e + x1.square() + y1.square() - n1.square() - m1.square()),
        ];
        let matrix = [
            [ss[0].times(2.0), se[0].times(2.0), se[1].times(2.0), zero],
            [es[0], ss[0] + ee[0], ee[1] - ss[1], se[0]],
            [-es[1], ss[1] - ee[1], ss[0] + ee[0], se[1]],
            [zero, es[0].times(2.0), -es[1].times(2.0), ee[0].times(2.0)],
        ];
        solve(matrix, right)
    }
}

/// Gaussian elimination with the largest pivot of each column.
fn solve<T: Real, const N: usize>(mut matrix: [[T; N]; N], mut right: [T; N]) -> [T; N] {
    for column in 0..N {
        let size = |row: &usize| matrix[*row][column].value().abs();
        let pivot = (column..N)
            .max_by(|a, b| size(a).total_cmp(&size(b)))
            .unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..N {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            let pivots = &above[column][column..];
            for (entry, pivot) in below[0][column..].iter_mut().zip(pivots) {
                *entry = *entry - factor * *pivot;
            }
            right[row] = right[row] - factor * right[column];
        }
    }
    for row in (0..N).rev() {
        let mut rest = right[row];
        for k in row + 1..N {
            rest = rest - matrix[row][k] * right[k];
        }
        right[row] = rest / matrix[row][row];
    }
    right
}
