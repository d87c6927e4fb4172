//! Dense linear algebra, all of it on one thread: the only room that knows
//! which library does it.

use faer::{Accum, Mat, MatMut, MatRef, Par, Side};
use std::fmt;

pub use faer::c64 as Complex;

/// The library's iteration did not converge, which finite input never causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoConvergence;

impl fmt::Display for NoConvergence {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the dense eigenvalue iteration did not converge")
    }
}

impl std::error::Error for NoConvergence {}

/// All eigenvalues, ascending, of the real symmetric matrix with these
/// entries, of which only those with row ≥ column are asked for. O(n³).
pub fn symmetric_eigenvalues(
    order: usize,
    entry: impl Fn(usize, usize) -> f64,
) -> Result<Vec<f64>, NoConvergence> {
    one_thread();
    let matrix = Mat::from_fn(order, order, |row, column| {
        entry(row.max(column), row.min(column))
    });
    matrix
        .self_adjoint_eigenvalues(Side::Lower)
        .map_err(|_| NoConvergence)
}

/// The same of the complex Hermitian matrix with these entries. O(n³).
pub fn hermitian_eigenvalues(
    order: usize,
    entry: impl Fn(usize, usize) -> Complex,
) -> Result<Vec<f64>, NoConvergence> {
    one_thread();
    let matrix = Mat::from_fn(order, order, |row, column| {
        if row >= column {
            entry(row, column)
        } else {
            entry(column, row).conj()
        }
    });
    matrix
        .self_adjoint_eigenvalues(Side::Lower)
        .map_err(|_| NoConvergence)
}

/// The same with the normalised eigenvectors, as the columns of the matrix in
/// the order of the eigenvalues. O(n³).
pub fn hermitian_eigen(
    order: usize,
    entry: impl Fn(usize, usize) -> Complex,
) -> Result<(Vec<f64>, ComplexMatrix), NoConvergence> {
    one_thread();
    let matrix = Mat::from_fn(order, order, |row, column| {
        if row >= column {
            entry(row, column)
        } else {
            entry(column, row).conj()
        }
    });
    let found = matrix
        .self_adjoint_eigen(Side::Lower)
        .map_err(|_| NoConvergence)?;
    let values = found.S().column_vector().iter().map(|value| value.re);
    Ok((values.collect(), ComplexMatrix(found.U().to_owned())))
}

/// The eigenvalues of the general real matrix with these entries, in no
/// particular order. O(n³).
pub fn general_eigenvalues(
    order: usize,
    entry: impl Fn(usize, usize) -> f64,
) -> Result<Vec<Complex>, NoConvergence> {
    one_thread();
    Mat::from_fn(order, order, entry)
        .eigenvalues()
        .map_err(|_| NoConvergence)
}

/// The product of two real matrices stored by rows: (rows, columns, entries)
/// times (columns, entries). O(n³).
pub(crate) fn product(left: (usize, usize, &[f64]), right: (usize, &[f64])) -> Vec<f64> {
    one_thread();
    let (rows, inner, left) = left;
    let (columns, right) = right;
    let mut result = vec![0.0; rows * columns];
    faer::linalg::matmul::matmul(
        MatMut::from_row_major_slice_mut(&mut result, rows, columns),
        Accum::Replace,
        MatRef::from_row_major_slice(left, rows, inner),
        MatRef::from_row_major_slice(right, inner, columns),
        1.0,
        Par::Seq,
    );
    result
}

/// A dense complex matrix.
#[derive(Debug, Clone)]
pub struct ComplexMatrix(Mat<Complex>);

impl ComplexMatrix {
    /// The matrix with these entries.
    pub fn from_fn(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> Complex) -> Self {
        Self(Mat::from_fn(rows, columns, entry))
    }

    /// self · other; O(n³).
    pub fn times(&self, other: &Self) -> Self {
        one_thread();
        Self(&self.0 * &other.0)
    }

    /// self · self†; O(n³).
    pub fn times_own_adjoint(&self) -> Self {
        one_thread();
        Self(&self.0 * self.0.adjoint())
    }

    /// The entry in this row and column.
    pub fn get(&self, row: usize, column: usize) -> Complex {
        self.0[(row, column)]
    }

    /// All singular values, descending; O(n³).
    pub fn singular_values(&self) -> Result<Vec<f64>, NoConvergence> {
        one_thread();
        self.0.singular_values().map_err(|_| NoConvergence)
    }

    /// √Σ|entry|².
    pub fn frobenius(&self) -> f64 {
        self.0.norm_l2()
    }

    /// An upper bound on the spectral norm of the matrix of |entries|: the
    /// geometric mean of its largest row sum and its largest column sum.
    pub fn absolute_norm_bound(&self) -> f64 {
        let (rows, columns) = (self.0.nrows(), self.0.ncols());
        let mut row_sums = vec![0.0f64; rows];
        let mut largest_column = 0.0f64;
        for column in 0..columns {
            let mut sum = 0.0;
            for (row, row_sum) in row_sums.iter_mut().enumerate() {
                let magnitude = self.0[(row, column)].norm();
                *row_sum += magnitude;
                sum += magnitude;
            }
            largest_column = largest_column.max(sum);
        }
        (row_sums.into_iter().fold(0.0, f64::max) * largest_column).sqrt()
    }

    /// The largest |entry|.
    pub fn largest(&self) -> f64 {
        self.0.norm_max()
    }

    /// Multiplies every entry by the factor.
    pub fn scale(&mut self, factor: f64) {
        self.0 *= faer::Scale(Complex::new(factor, 0.0));
    }
}

/// Other crates may have switched the library's threads on.
fn one_thread() {
    faer::set_global_parallelism(Par::Seq);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvalues_of_a_known_matrix() {
        let values =
            symmetric_eigenvalues(3, |row, column| if row == column { 2.0 } else { 1.0 }).unwrap();
        for (got, expected) in values.iter().zip([1.0, 1.0, 4.0]) {
            assert!((got - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn eigenvectors_diagonalise() {
        let entry = |row: usize, column: usize| {
            let (r, c) = (row as f64, column as f64);
            Complex::new(1.0 / (1.0 + r + c), if row == column { 0.0 } else { r - c })
        };
        let (values, vectors) = hermitian_eigen(5, entry).unwrap();
        for (k, value) in values.iter().enumerate() {
            for row in 0..5 {
                let image: Complex = (0..5).map(|c| entry(row, c) * vectors.get(c, k)).sum();
                assert!((image - vectors.get(row, k) * *value).norm() < 1e-13);
            }
        }
    }

    #[test]
    fn singular_values_are_unitarily_invariant() {
        let n = 6;
        let root = |power: usize| {
            Complex::from_polar(
                1.0 / (n as f64).sqrt(),
                power as f64 * std::f64::consts::TAU / n as f64,
            )
        };
        let fourier = ComplexMatrix::from_fn(n, n, |row, column| root(row * column));
        let diagonal = ComplexMatrix::from_fn(n, n, |row, column| {
            Complex::new(if row == column { (n - row) as f64 } else { 0.0 }, 0.0)
        });
        let values = fourier
            .times(&diagonal)
            .times(&fourier)
            .singular_values()
            .unwrap();
        for (got, expected) in values.iter().zip((1..=n).rev()) {
            assert!((got - expected as f64).abs() < 1e-13);
        }
    }
}
