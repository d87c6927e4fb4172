//! Triangular factors of small dense matrices.

use crate::matrix::Matrix;
use crate::vectors::{axpy, dot};

/// P A = L U with partial pivoting. A singular matrix shows as infinite or
/// undefined numbers in what is solved.
#[derive(Debug, Clone)]
pub struct Lu {
    factors: Matrix,
    pivots: Vec<usize>,
}

impl Lu {
    /// Factors a square matrix; n³/3.
    pub fn new(mut matrix: Matrix) -> Self {
        let n = matrix.rows();
        let mut pivots = Vec::with_capacity(n);
        for k in 0..n {
            let mut pivot = k;
            for row in k + 1..n {
                if matrix[(row, k)].abs() > matrix[(pivot, k)].abs() {
                    pivot = row;
                }
            }
            pivots.push(pivot);
            if pivot != k {
                matrix.swap_rows(pivot, k);
            }
            let inverse = 1.0 / matrix[(k, k)];
            for row in k + 1..n {
                let factor = matrix[(row, k)] * inverse;
                matrix[(row, k)] = factor;
                if factor != 0.0 {
                    let (target, source) = matrix.row_pair(row, k);
                    axpy(&mut target[k + 1..], -factor, &source[k + 1..]);
                }
            }
        }
        Self {
            factors: matrix,
            pivots,
        }
    }

    /// A⁻¹ b, in place.
    pub fn solve(&self, b: &mut [f64]) {
        for (k, pivot) in self.pivots.iter().enumerate() {
            b.swap(k, *pivot);
        }
        for row in 1..b.len() {
            b[row] -= dot(&self.factors.row(row)[..row], &b[..row]);
        }
        for row in (0..b.len()).rev() {
            let rest = dot(&self.factors.row(row)[row + 1..], &b[row + 1..]);
            b[row] = (b[row] - rest) / self.factors[(row, row)];
        }
    }

    /// A⁻¹ B.
    pub fn solve_matrix(&self, mut b: Matrix) -> Matrix {
        let n = self.pivots.len();
        for (k, pivot) in self.pivots.iter().enumerate() {
            if k != *pivot {
                b.swap_rows(k, *pivot);
            }
        }
        for row in 1..n {
            for k in 0..row {
                let (target, source) = b.row_pair(row, k);
                axpy(target, -self.factors[(row, k)], source);
            }
        }
        for row in (0..n).rev() {
            for k in row + 1..n {
                let (target, source) = b.row_pair(row, k);
                axpy(target, -self.factors[(row, k)], source);
            }
            let inverse = 1.0 / self.factors[(row, row)];
            b.row_mut(row)
                .iter_mut()
                .for_each(|entry| *entry *= inverse);
        }
        b
    }

    /// ln |det A|.
    pub fn ln_abs_determinant(&self) -> f64 {
        (0..self.pivots.len())
            .map(|k| self.factors[(k, k)].abs().ln())
            .sum()
    }

    /// det A.
    pub fn determinant(&self) -> f64 {
        let moved = self.pivots.iter().enumerate().filter(|(k, p)| k != *p);
        let sign = if moved.count() % 2 == 0 { 1.0 } else { -1.0 };
        (0..self.pivots.len()).fold(sign, |product, k| product * self.factors[(k, k)])
    }
}

/// The lower triangular L of A = L Lᵀ, or `None` if a pivot is not positive.
pub fn cholesky(matrix: &Matrix) -> Option<Matrix> {
    let n = matrix.rows();
    let mut factor = Matrix::zeros(n, n);
    for row in 0..n {
        for column in 0..row {
            let known = dot(&factor.row(row)[..column], &factor.row(column)[..column]);
            factor[(row, column)] = (matrix[(row, column)] - known) / factor[(column, column)];
        }
        let known = &factor.row(row)[..row];
        let pivot = matrix[(row, row)] - dot(known, known);
        // Not a number is not positive either.
        if pivot.is_nan() || pivot <= 0.0 {
            return None;
        }
        factor[(row, row)] = pivot.sqrt();
    }
    Some(factor)
}

/// Whether the symmetric matrix is proven positive definite.
///
/// The rows and columns are scaled by powers of two to diagonal entries
/// between 1 and 4, which rounds nothing. If then the floating-point
/// factorisation of A − c succeeds with c above γ tr A,
/// γ = (n+1)u/(1−(n+1)u), A is positive definite (S. M. Rump, BIT 46, 433,
/// 2006). n³/3.
pub fn is_positive_definite(matrix: &Matrix) -> bool {
    let n = matrix.rows();
    let mut scales = Vec::with_capacity(n);
    for k in 0..n {
        let value = matrix[(k, k)];
        if !(value.is_finite() && value > 1e-280) {
            return false;
        }
        scales.push((-(0.5 * value.log2()).floor()).exp2());
    }
    let margin = 4.0 * (n as f64 + 2.0) * n as f64 * f64::EPSILON;
    let scaled = Matrix::from_fn(n, n, |row, column| {
        scales[row] * scales[column] * matrix[(row, column)]
    });
    cholesky(&scaled.shifted(-margin)).is_some()
}

/// Whether the factorisation L L† of the Hermitian matrix X + iY, X = Xᵀ,
/// Y = −Yᵀ, meets positive pivots only; n³/3 complex products.
pub fn is_hermitian_positive(real: &Matrix, imaginary: &Matrix) -> bool {
    let n = real.rows();
    let (mut re, mut im) = (Matrix::zeros(n, n), Matrix::zeros(n, n));
    for row in 0..n {
        let mut pivot = real[(row, row)];
        for column in 0..row {
            let scale = 1.0 / re[(column, column)];
            let (a, b) = (&re.row(row)[..column], &im.row(row)[..column]);
            let (c, d) = (&re.row(column)[..column], &im.row(column)[..column]);
            let x = scale * (real[(row, column)] - dot(a, c) - dot(b, d));
            let y = scale * (imaginary[(row, column)] - dot(b, c) + dot(a, d));
            re[(row, column)] = x;
            im[(row, column)] = y;
            pivot -= x * x + y * y;
        }
        if pivot.is_nan() || pivot <= 0.0 {
            return false;
        }
        re[(row, row)] = pivot.sqrt();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn solutions_satisfy_their_equations() {
        let n = 9;
        let a = Matrix::from_fn(n, n, |row, column| {
            (1.3 * (row * row + 2 * column * row + 3 * column) as f64).sin()
        });
        let b = Matrix::from_fn(n, 3, |row, column| (row as f64 - column as f64).cos());
        let lu = Lu::new(a.clone());
        let x = lu.solve_matrix(b.clone());
        assert!(a.times(&x).plus(-1.0, &b).frobenius() < 1e-12);
        let mut column: Vec<f64> = (0..n).map(|row| b[(row, 1)]).collect();
        lu.solve(&mut column);
        for row in 0..n {
            assert!((column[row] - x[(row, 1)]).abs() < 1e-12);
        }
        assert!((lu.determinant().abs().ln() - lu.ln_abs_determinant()).abs() < 1e-12);
    }

    #[test]
    fn determinants_keep_their_sign() {
        let swap = Matrix::from_fn(2, 2, |row, column| f64::from(u8::from(row != column)));
        assert_eq!(Lu::new(swap).determinant(), -1.0);
    }

    #[test]
    fn hermitian_matrices() {
        // Eigenvalues 1 ± √(c² + s²).
        let of = |c: f64, s: f64| {
            let real = Matrix::from_fn(2, 2, |row, column| if row == column { 1.0 } else { c });
            let imaginary = Matrix::from_fn(2, 2, |row, column| s * (column as f64 - row as f64));
            is_hermitian_positive(&real, &imaginary)
        };
        assert!(of(0.6, 0.79) && of(0.0, -0.999));
        assert!(!of(0.6, 0.81) && !of(0.0, -1.001));
    }

    #[test]
    fn definiteness_survives_bad_scales() {
        let scales = [1e-60, 1.0, 1e70];
        let of = |c: f64| {
            Matrix::from_fn(3, 3, |row, column| {
                let correlation = if row == column { 1.0 } else { c };
                scales[row] * scales[column] * correlation
            })
        };
        assert!(is_positive_definite(&of(0.9)));
        assert!(is_positive_definite(&of(-0.49)));
        assert!(!is_positive_definite(&of(-0.51)));
        assert!(!is_positive_definite(&of(1.0)));
    }
}
