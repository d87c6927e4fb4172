//! The Lyapunov equation A X + X Aᵀ + D = 0 with a certified bound on the
//! error of its solution.

mod components;
mod doubling;
mod substitution;

use crate::dense;
use crate::factor::is_positive_definite;
use crate::matrix::Matrix;
use crate::{Cancelled, Work};
use doubling::Doubling;
use std::fmt;
use substitution::Substitution;

/// Why a matrix equation has no answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EquationError {
    /// An eigenvalue of A does not lie left of the imaginary axis, so that
    /// there is no stationary solution.
    Unstable {
        /// The largest real part of an eigenvalue, up to rounding.
        largest_real_part: f64,
    },
    /// The closed loop could not be stabilised: a mode that does not decay is
    /// not seen, or neither driven nor damped.
    NotStabilisable {
        /// The largest real part that the closed loop was left with.
        largest_real_part: f64,
    },
    /// Rounding forbids a certificate, though the eigenvalues look stable.
    Uncertain {
        /// The largest real part of an eigenvalue, up to rounding.
        largest_real_part: f64,
    },
    /// An entry is infinite or not a number.
    NotFinite,
    /// The work was cancelled.
    Cancelled,
}

impl fmt::Display for EquationError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unstable { largest_real_part } => write!(
                out,
                "unstable: an eigenvalue has the real part {largest_real_part:e}"
            ),
            Self::NotStabilisable { largest_real_part } => write!(
                out,
                "not stabilisable: the closed loop keeps an eigenvalue with the real part \
                 {largest_real_part:e}"
            ),
            Self::Uncertain { largest_real_part } => write!(
                out,
                "too close to instability for double precision: the largest real part of an \
                 eigenvalue is {largest_real_part:e}"
            ),
            Self::NotFinite => out.write_str("an entry is not finite"),
            Self::Cancelled => Cancelled.fmt(out),
        }
    }
}

impl std::error::Error for EquationError {}

impl From<Cancelled> for EquationError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// A matrix B with −B ≤ X − X̂ ≤ B in the order of quadratic forms, where X̂
/// is a computed symmetric matrix and X the exact one.
#[derive(Debug, Clone, PartialEq)]
pub struct FormBound(Matrix);

impl FormBound {
    /// The bound with this matrix, B ≥ 0.
    pub fn new(matrix: Matrix) -> Self {
        Self(matrix)
    }

    /// B itself.
    pub fn matrix(&self) -> &Matrix {
        &self.0
    }

    pub(crate) fn into_matrix(self) -> Matrix {
        self.0
    }

    /// |uᵀXu − uᵀX̂u| is at most this.
    pub fn of_form(&self, vector: &[f64]) -> f64 {
        self.0.form(vector, vector).max(0.0)
    }

    /// |X_jk − X̂_jk| is at most this.
    pub fn of_entry(&self, row: usize, column: usize) -> f64 {
        (self.0[(row, row)] * self.0[(column, column)]).sqrt()
    }

    /// ‖X − X̂‖₂ is at most this: the trace of B.
    pub fn of_norm(&self) -> f64 {
        (0..self.0.rows()).map(|k| self.0[(k, k)]).sum()
    }
}

/// The solution of a matrix equation.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// The symmetric matrix.
    pub matrix: Matrix,
    /// The Frobenius norm of what it leaves of the equation.
    pub residual: f64,
    /// The certified bound on its error.
    pub bound: FormBound,
}

/// Solves A X + X Aᵀ + D = 0 for a symmetric D and an A whose eigenvalues all
/// lie left of the imaginary axis.
///
/// Let R be the computed solution's residual and W ≥ 0 a diagonal matrix with
/// −W ≤ R ≤ W, rounding included. A matrix B > 0 with A B + B Aᵀ ≤ −W proves
/// that A is stable (Lyapunov's theorem) and that −B ≤ X − X̂ ≤ B. Both
/// inequalities are checked with rounding in mind, so the bound is certified.
///
/// A and D are taken as exact; see [`solve_within`].
///
/// Cost: O(n³). One step of refinement is made. If the strongly connected
/// components of A have at most four members each, as those of a cascade, the
/// equation is solved by substitution, else by doubling.
pub fn solve(a: &Matrix, d: &Matrix, work: &Work) -> Result<Solution, EquationError> {
    let none = Matrix::zeros(a.rows(), a.rows());
    solve_within(a, d, [&none, &none], work)
}

/// The same for an A and a D of which every entry is known to within the
/// matching entry of these two: the bound then holds for all of them.
pub fn solve_within(
    a: &Matrix,
    d: &Matrix,
    spreads: [&Matrix; 2],
    work: &Work,
) -> Result<Solution, EquationError> {
    if !(a.is_finite() && d.is_finite()) {
        return Err(EquationError::NotFinite);
    }
    let operator = Operator::new(a, work)?;
    let first = operator.solve(d, work)?;
    let correction = operator.solve(&residual(a, &first, d), work)?;
    let matrix = first.plus(1.0, &correction);
    let residual = residual(a, &matrix, d);
    let [magnitude, noise] =
        [(a, spreads[0]), (d, spreads[1])].map(|(m, s)| inflated(m, s, a.rows()));
    let certify = || -> Result<FormBound, EquationError> {
        let rounding = magnitude
            .times(&matrix.magnitudes())
            .plus_transpose()
            .plus(1.0, &noise);
        let weights = weights(&residual, &rounding);
        certificate(&operator, a, &magnitude, &weights, work)
    };
    let bound = certify().map_err(|error| explained(error, a))?;
    Ok(Solution {
        residual: residual.frobenius(),
        matrix,
        bound,
    })
}

/// Replaces the eigenvalue of an error by that of this matrix.
fn explained(error: EquationError, a: &Matrix) -> EquationError {
    match error {
        EquationError::Cancelled | EquationError::NotFinite => error,
        _ => unstable(a),
    }
}

/// What to say of an A that could not be certified.
pub(crate) fn unstable(a: &Matrix) -> EquationError {
    let largest_real_part = largest_real_part(a);
    if largest_real_part < -f64::EPSILON * a.norm_bound() {
        EquationError::Uncertain { largest_real_part }
    } else {
        EquationError::Unstable { largest_real_part }
    }
}

/// The largest real part of an eigenvalue, up to rounding; O(n³).
pub fn largest_real_part(a: &Matrix) -> f64 {
    dense::general_eigenvalues(a.rows(), |row, column| a[(row, column)]).map_or(
        f64::NAN,
        |values| {
            values
                .iter()
                .map(|v| v.re)
                .fold(f64::NEG_INFINITY, f64::max)
        },
    )
}

/// A X + X Aᵀ + D of symmetric X and D.
fn residual(a: &Matrix, x: &Matrix, d: &Matrix) -> Matrix {
    a.times(x).plus_transpose().plus(1.0, d)
}

/// A factor for the rounding of a short chain of sums of `order` products,
/// relative to the sum of their magnitudes.
pub(crate) fn rounding_factor(order: usize) -> f64 {
    (order as f64 + 8.0) * f64::EPSILON
}

/// |A| and what, times [`rounding_factor`], is the spread of its entries.
pub(crate) fn inflated(matrix: &Matrix, spread: &Matrix, order: usize) -> Matrix {
    let factor = 1.0 / rounding_factor(order);
    matrix.magnitudes().plus(factor, spread)
}

/// The diagonal of a W with −W ≤ R ≤ W for every symmetric R within the
/// rounding of the given one: w_j = Σ_k |R_jk| s_j/s_k for any s; here s_j² is
/// the magnitude of what cancels in R_jj, so that rates far apart do not mix.
/// No weight vanishes, since the certificate needs them.
pub(crate) fn weights(residual: &Matrix, rounding: &Matrix) -> Vec<f64> {
    let n = residual.rows();
    let factor = rounding_factor(n);
    let most = (0..n).map(|k| rounding[(k, k)]).fold(0.0, f64::max);
    let scale = |k: usize| {
        let value = rounding[(k, k)].max(1e-30 * most);
        if value > 0.0 { value.sqrt() } else { 1.0 }
    };
    let scales: Vec<f64> = (0..n).map(scale).collect();
    let relative: Vec<f64> = (0..n)
        .map(|row| {
            let entry = |k: usize| residual[(row, k)].abs() + factor * rounding[(row, k)];
            let sum: f64 = (0..n).map(|k| entry(k) / scales[k]).sum();
            sum / scales[row]
        })
        .collect();
    let floor = 1e-3 * relative.iter().copied().fold(1e-200, f64::max);
    let safe = 1.0 + rounding_factor(n);
    (0..n)
        .map(|k| safe * scales[k] * scales[k] * relative[k].max(floor))
        .collect()
}

/// A proven B > 0 with A B + B Aᵀ ≤ −W for every A within
/// `rounding_factor`·`magnitude` of the given one; `magnitude` ≥ |A|.
pub(crate) fn certificate(
    operator: &Operator,
    a: &Matrix,
    magnitude: &Matrix,
    weights: &[f64],
    work: &Work,
) -> Result<FormBound, EquationError> {
    let uncertain = EquationError::Uncertain {
        largest_real_part: f64::NAN,
    };
    let twice: Vec<f64> = weights.iter().map(|w| 2.0 * w).collect();
    let twice = Matrix::diagonal(&twice);
    let b = operator.solve(&twice, work)?;
    if !b.is_finite() {
        return Err(uncertain);
    }
    let left = residual(a, &b, &twice);
    let rounding = magnitude.times(&b.magnitudes()).plus_transpose();
    let n = b.rows();
    let factor = 2.0 * rounding_factor(n);
    for row in 0..n {
        // |R| ≤ W by the sums over rows of W^(-1/2) R W^(-1/2).
        let sum: f64 = (0..n)
            .map(|k| {
                let entry = left[(row, k)].abs() + factor * rounding[(row, k)];
                entry / weights[k].sqrt()
            })
            .sum();
        if sum.is_nan() || sum * (1.0 + rounding_factor(n)) > weights[row].sqrt() {
            return Err(uncertain);
        }
    }
    if is_positive_definite(&b) {
        Ok(FormBound(b))
    } else {
        Err(uncertain)
    }
}

/// X ↦ A X + X Aᵀ, prepared to be inverted more than once.
#[derive(Debug)]
pub(crate) enum Operator {
    Substitution(Substitution),
    Doubling(Doubling),
}

impl Operator {
    pub(crate) fn new(a: &Matrix, work: &Work) -> Result<Self, EquationError> {
        let parts = components::strong(a);
        if parts.iter().all(|part| part.len() <= substitution::MOST) {
            Ok(Self::Substitution(Substitution::new(a, parts)))
        } else {
            Ok(Self::Doubling(Doubling::new(a, work)?))
        }
    }

    /// The X of A X + X Aᵀ + D = 0, not yet refined.
    pub(crate) fn solve(&self, d: &Matrix, work: &Work) -> Result<Matrix, EquationError> {
        match self {
            Self::Substitution(by) => by.solve(d, work),
            Self::Doubling(by) => by.solve(d, work),
        }
    }
}

#[cfg(test)]
mod tests;
