//! Covariance matrices of Gaussian states.

use super::symplectic::form_times;
use crate::{Error, ErrorKind, Result};
use leggett_num::dense::{self, Complex};
use leggett_num::factor::{Lu, cholesky, is_hermitian_positive, is_positive_definite};
use leggett_num::lyapunov::{FormBound, Solution};
use leggett_num::matrix::Matrix;

/// V_jk = ⟨{x_j − ⟨x_j⟩, x_k − ⟨x_k⟩}⟩/2 of n modes, 2n × 2n, vacuum ½, with a
/// bound on its relative error.
///
/// The error δ, of solving an equation as it was given, is that of forms:
/// (1−δ)V̂ ≤ V ≤ (1+δ)V̂. It passes unchanged to every reduced state, every
/// variance, every symplectic transformation, and, since symplectic eigenvalues
/// and Schur complements grow with the matrix, to those.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    matrix: Matrix,
    relative_error: f64,
    kind: ErrorKind,
}

impl Covariance {
    /// The state with this matrix, taken as exact: finite, symmetric, of even
    /// order, and physical, V + iJ/2 ≥ 0, up to rounding. O(n³).
    pub fn new(matrix: Matrix) -> Result<Self> {
        let order = matrix.rows();
        if order == 0 || order % 2 == 1 || matrix.columns() != order {
            return Err(Error::OutOfRange {
                parameter: "covariance",
                value: format!("{order} x {}", matrix.columns()),
                allowed: "square, with two rows for every mode".to_owned(),
            });
        }
        let asymmetry = matrix.clone().plus(-1.0, &matrix.transpose()).frobenius();
        let size = matrix.norm_bound();
        if asymmetry.is_nan() || asymmetry > 1e-12 * size {
            return Err(Error::OutOfRange {
                parameter: "covariance",
                value: format!("a matrix with |V - V^T| = {asymmetry:e}"),
                allowed: "finite and symmetric".to_owned(),
            });
        }
        let result = Self::of_exact(matrix.symmetrized());
        result.checked(1e-12 * (1.0 + size))
    }

    /// The solution of a Lyapunov or Riccati equation, with its bound, checked
    /// to be physical.
    pub fn from_solution(solution: Solution) -> Result<Self> {
        let relative_error = relative_error(&solution.matrix, &solution.bound)?;
        let size = solution.matrix.norm_bound();
        let result = Self {
            matrix: solution.matrix,
            relative_error,
            kind: ErrorKind::Certified,
        };
        let slack = 1e-12 * (1.0 + size) + 2.0 * solution.bound.of_norm();
        result.checked(slack)
    }

    /// A state with a bound of this kind on the norm of its error, checked to be
    /// physical.
    pub fn with_norm_error(matrix: Matrix, error: f64, kind: ErrorKind) -> Result<Self> {
        let bound = FormBound::new(Matrix::identity(matrix.rows()).scaled(error));
        let solution = Solution {
            matrix,
            residual: 0.0,
            bound,
        };
        let state = Self::from_solution(solution)?;
        Ok(Self { kind, ..state })
    }

    /// Thermal states with these mean occupations ≥ 0, one per mode.
    pub fn thermal(occupations: &[f64]) -> Result<Self> {
        if let Some(bad) = occupations.iter().find(|n| !(n.is_finite() && **n >= 0.0)) {
            return Err(Error::OutOfRange {
                parameter: "occupation",
                value: bad.to_string(),
                allowed: "at least 0".to_owned(),
            });
        }
        let order = 2 * occupations.len();
        Ok(Self::of_exact(Matrix::from_fn(
            order,
            order,
            |row, column| {
                if row == column {
                    occupations[row / 2] + 0.5
                } else {
                    0.0
                }
            },
        )))
    }

    /// The vacuum.
    pub fn vacuum(modes: usize) -> Self {
        Self::of_exact(Matrix::identity(2 * modes).scaled(0.5))
    }

    /// The two-mode squeezed vacuum with quieted x₁+x₂ and p₁−p₂:
    /// diagonal cosh(2r)/2, ⟨x₁x₂⟩ = −⟨p₁p₂⟩ = −sinh(2r)/2.
    pub fn two_mode_squeezed(squeezing: f64) -> Self {
        let (own, shared) = (
            0.5 * (2.0 * squeezing).cosh(),
            0.5 * (2.0 * squeezing).sinh(),
        );
        Self::of_exact(Matrix::from_fn(4, 4, |row, column| {
            match (row == column, row % 2 == column % 2, row % 2) {
                (true, _, _) => own,
                (_, true, 0) => -shared,
                (_, true, _) => shared,
                _ => 0.0,
            }
        }))
    }

    fn of_exact(matrix: Matrix) -> Self {
        Self {
            matrix,
            relative_error: 0.0,
            kind: ErrorKind::Exact,
        }
    }

    /// Whether V + iJ/2 ≥ −slack, by a factorisation; only a violation needs
    /// eigenvalues.
    fn checked(self, slack: f64) -> Result<Self> {
        let order = self.matrix.rows();
        let shifted = self.matrix.clone().shifted(slack);
        let half = form_times(&Matrix::identity(order).scaled(0.5));
        if is_hermitian_positive(&shifted, &half) {
            return Ok(self);
        }
        Err(Error::BoundViolated {
            quantity: "the smallest eigenvalue of V + iJ/2",
            value: self.least_uncertainty()?,
            allowed: "at least 0".to_owned(),
        })
    }

    /// V.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// δ with (1−δ)V̂ ≤ V ≤ (1+δ)V̂.
    pub fn relative_error(&self) -> f64 {
        self.relative_error
    }

    /// How the bound δ came about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The number of modes.
    pub fn modes(&self) -> usize {
        self.matrix.rows() / 2
    }

    /// The variance of Σ u_j x_j.
    pub fn variance(&self, vector: &[f64]) -> f64 {
        self.matrix.form(vector, vector)
    }

    /// The smallest eigenvalue of V + iJ/2: not negative for a physical state,
    /// 0 for a pure one. O(n³).
    pub fn least_uncertainty(&self) -> Result<f64> {
        let entry = |row: usize, column: usize| {
            let form = match (row / 2 == column / 2, row % 2, column % 2) {
                (true, 0, 1) => 0.5,
                (true, 1, 0) => -0.5,
                _ => 0.0,
            };
            Complex::new(self.matrix[(row, column)], form)
        };
        let values = dense::hermitian_eigenvalues(self.matrix.rows(), entry);
        Ok(values.map_err(|_| not_converged())?[0])
    }

    /// The n symplectic eigenvalues, ascending, each at least ½. O(n³).
    pub fn symplectic_eigenvalues(&self) -> Result<Vec<f64>> {
        symplectic_eigenvalues(&self.matrix)
    }

    /// tr ρ² = 1/(2ⁿ √det V).
    pub fn purity(&self) -> f64 {
        (-0.5 * Lu::new(self.matrix.clone().scaled(2.0)).ln_abs_determinant()).exp()
    }

    /// The state of these modes, in this order.
    pub fn reduced(&self, modes: &[usize]) -> Result<Self> {
        if let Some(bad) = modes.iter().find(|mode| **mode >= self.modes()) {
            return Err(Error::OutOfRange {
                parameter: "mode",
                value: bad.to_string(),
                allowed: format!("less than {}", self.modes()),
            });
        }
        let rows: Vec<usize> = modes.iter().flat_map(|m| [2 * m, 2 * m + 1]).collect();
        Ok(Self {
            matrix: self.matrix.select(&rows, &rows),
            relative_error: self.relative_error,
            kind: self.kind,
        })
    }

    /// The product state with another.
    pub fn tensor(&self, other: &Self) -> Self {
        Self {
            matrix: self.matrix.direct_sum(&other.matrix),
            relative_error: self.relative_error.max(other.relative_error),
            kind: weaker(self.kind, other.kind),
        }
    }

    /// S V Sᵀ of a symplectic S, see [`super::symplectic`].
    pub fn transformed(&self, symplectic: &Matrix) -> Self {
        Self {
            matrix: symplectic.congruence(&self.matrix),
            relative_error: self.relative_error,
            kind: self.kind,
        }
    }
}

/// The positive eigenvalues of iLᵀJL, V = L Lᵀ: those of |iJV|, ascending.
///
/// The matrix has to be positive definite, but need not be physical. O(n³).
pub fn symplectic_eigenvalues(matrix: &Matrix) -> Result<Vec<f64>> {
    let factor = cholesky(matrix).ok_or(Error::BoundViolated {
        quantity: "the smallest eigenvalue of a covariance",
        value: 0.0,
        allowed: "positive".to_owned(),
    })?;
    let form = factor.transpose().times(&form_times(&factor));
    let values = dense::hermitian_eigenvalues(form.rows(), |row, column| {
        Complex::new(0.0, 0.5 * (form[(row, column)] - form[(column, row)]))
    });
    let values = values.map_err(|_| not_converged())?;
    Ok(values[form.rows() / 2..].to_vec())
}

/// The kind that promises less.
pub fn weaker(one: ErrorKind, other: ErrorKind) -> ErrorKind {
    let rank = |kind| ErrorKind::ALL.iter().position(|own| *own == kind);
    if rank(one) < rank(other) { other } else { one }
}

/// A δ with B ≤ δ V̂, proven by a factorisation, at most four times too large
/// if B and V̂ have one shape.
fn relative_error(matrix: &Matrix, bound: &FormBound) -> Result<f64> {
    let b = bound.matrix();
    let ratio = |k: usize| b[(k, k)] / matrix[(k, k)];
    let mut delta = 2.0 * (0..b.rows()).map(ratio).fold(f64::MIN_POSITIVE, f64::max);
    // Each attempt costs a sixth of a product.
    while delta < 0.5 {
        let rest = matrix.clone().scaled(delta).plus(-1.0, b);
        if is_positive_definite(&rest) {
            return Ok(delta);
        }
        delta *= 4.0;
    }
    Err(Error::NotConverged {
        tolerance: 0.5,
        reached: delta,
        advice: "the covariance is too near to singular for double precision".to_owned(),
    })
}

fn not_converged() -> Error {
    Error::BoundViolated {
        quantity: "an entry of a covariance",
        value: f64::NAN,
        allowed: "finite".to_owned(),
    }
}
