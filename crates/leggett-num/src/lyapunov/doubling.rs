//! Smith's method with squaring, for matrices without structure.

use super::{EquationError, unstable};
use crate::Work;
use crate::factor::Lu;
use crate::matrix::Matrix;

/// Powers up to this: 2^60 steps only if an eigenvalue touches the axis.
const MOST: usize = 60;

/// With p > 0, M = (A − p)⁻¹ and the Cayley transform C = 1 + 2p M, the
/// solution is X = Σ_k C^k (2p M D Mᵀ) (C^k)ᵀ, summed by doubling.
#[derive(Debug)]
pub(crate) struct Doubling {
    /// √(2p) M.
    scaled_inverse: Matrix,
    /// C, C², C⁴, …
    powers: Vec<Matrix>,
}

impl Doubling {
    pub(super) fn new(a: &Matrix, work: &Work) -> Result<Self, EquationError> {
        let n = a.rows();
        // The geometric mean of the eigenvalues' magnitudes.
        let mean = (Lu::new(a.clone()).ln_abs_determinant() / n as f64).exp();
        let shift = if mean.is_finite() && mean > 0.0 {
            mean
        } else {
            return Err(unstable(a));
        };
        let inverse = Lu::new(a.clone().shifted(-shift)).solve_matrix(Matrix::identity(n));
        let mut power = inverse.clone().scaled(2.0 * shift).shifted(1.0);
        let mut powers = Vec::new();
        loop {
            work.check()?;
            let size = power.frobenius();
            if size < 1e-9 {
                // The next term is of relative size 1e-18.
                break;
            }
            if powers.len() == MOST || !size.is_finite() {
                return Err(unstable(a));
            }
            let square = power.times(&power);
            powers.push(power);
            power = square;
        }
        Ok(Self {
            scaled_inverse: inverse.scaled((2.0 * shift).sqrt()),
            powers,
        })
    }

    pub(super) fn solve(&self, d: &Matrix, work: &Work) -> Result<Matrix, EquationError> {
        let mut sum = self.scaled_inverse.congruence(d);
        for power in &self.powers {
            work.check()?;
            let next = power.congruence(&sum);
            sum = sum.plus(1.0, &next);
        }
        Ok(sum)
    }
}
