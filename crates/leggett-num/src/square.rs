//! Square matrices of any size, or of one known to the compiler: at order 4,
//! that of two modes, allocation and loops would cost five times what the
//! arithmetic does.

use crate::factor::Lu;
use crate::matrix::Matrix;

/// What doubling asks of a square matrix.
pub(crate) trait Square: Clone {
    /// The same matrix in this form.
    fn of(matrix: &Matrix) -> Self;
    /// The same matrix in the common form.
    fn into_matrix(self) -> Matrix;
    /// A B.
    fn times(&self, other: &Self) -> Self;
    /// Aᵀ.
    fn transpose(&self) -> Self;
    /// A + factor·B.
    fn plus(self, factor: f64, other: &Self) -> Self;
    /// A + value·1.
    fn shifted(self, value: f64) -> Self;
    /// factor·A.
    fn scaled(self, factor: f64) -> Self;
    /// (A + Aᵀ)/2.
    fn symmetrized(self) -> Self;
    /// A⁻¹ B; infinite or undefined numbers where A is singular.
    fn solve<const K: usize>(self, right: [&Self; K]) -> [Self; K];
    /// √Σ entry².
    fn frobenius(&self) -> f64;
}

impl Square for Matrix {
    fn of(matrix: &Matrix) -> Self {
        matrix.clone()
    }

    fn into_matrix(self) -> Matrix {
        self
    }

    fn times(&self, other: &Self) -> Self {
        self.times(other)
    }

    fn transpose(&self) -> Self {
        self.transpose()
    }

    fn plus(self, factor: f64, other: &Self) -> Self {
        self.plus(factor, other)
    }

    fn shifted(self, value: f64) -> Self {
        self.shifted(value)
    }

    fn scaled(self, factor: f64) -> Self {
        self.scaled(factor)
    }

    fn symmetrized(self) -> Self {
        self.symmetrized()
    }

    fn solve<const K: usize>(self, right: [&Self; K]) -> [Self; K] {
        let lu = Lu::new(self);
        right.map(|b| lu.solve_matrix(b.clone()))
    }

    fn frobenius(&self) -> f64 {
        self.frobenius()
    }
}

/// A matrix of order N, by rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fixed<const N: usize>([[f64; N]; N]);

impl<const N: usize> Fixed<N> {
    fn from_fn(mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut entries = [[0.0; N]; N];
        for (row, values) in entries.iter_mut().enumerate() {
            for (column, value) in values.iter_mut().enumerate() {
                *value = entry(row, column);
            }
        }
        Self(entries)
    }
}

fn scale<const N: usize>(row: &mut [f64; N], factor: f64) {
    row.iter_mut().for_each(|entry| *entry *= factor);
}

/// Subtracts factor times the row `source`.
fn subtract<const N: usize>(rows: &mut [[f64; N]; N], target: usize, factor: f64, source: usize) {
    let source = rows[source];
    for (value, entry) in rows[target].iter_mut().zip(source) {
        *value -= factor * entry;
    }
}

impl<const N: usize> Square for Fixed<N> {
    fn of(matrix: &Matrix) -> Self {
        Self::from_fn(|row, column| matrix[(row, column)])
    }

    fn into_matrix(self) -> Matrix {
        Matrix::from_fn(N, N, |row, column| self.0[row][column])
    }

    fn times(&self, other: &Self) -> Self {
        let mut result = [[0.0; N]; N];
        for (target, factors) in result.iter_mut().zip(&self.0) {
            for (factor, source) in factors.iter().zip(&other.0) {
                for (value, entry) in target.iter_mut().zip(source) {
                    *value += factor * entry;
                }
            }
        }
        Self(result)
    }

    fn transpose(&self) -> Self {
        Self::from_fn(|row, column| self.0[column][row])
    }

    fn plus(self, factor: f64, other: &Self) -> Self {
        Self::from_fn(|row, column| self.0[row][column] + factor * other.0[row][column])
    }

    fn shifted(mut self, value: f64) -> Self {
        for k in 0..N {
            self.0[k][k] += value;
        }
        self
    }

    fn scaled(self, factor: f64) -> Self {
        Self::from_fn(|row, column| factor * self.0[row][column])
    }

    fn symmetrized(self) -> Self {
        Self::from_fn(|row, column| 0.5 * (self.0[row][column] + self.0[column][row]))
    }

    /// Gauss–Jordan elimination with partial pivoting.
    fn solve<const K: usize>(mut self, right: [&Self; K]) -> [Self; K] {
        let mut right = right.map(|b| *b);
        let a = &mut self.0;
        for k in 0..N {
            let mut pivot = k;
            for row in k + 1..N {
                if a[row][k].abs() > a[pivot][k].abs() {
                    pivot = row;
                }
            }
            a.swap(k, pivot);
            right.iter_mut().for_each(|b| b.0.swap(k, pivot));
            let inverse = 1.0 / a[k][k];
            scale(&mut a[k], inverse);
            right.iter_mut().for_each(|b| scale(&mut b.0[k], inverse));
            for row in (0..N).filter(|row| *row != k) {
                let factor = a[row][k];
                subtract(a, row, factor, k);
                right
                    .iter_mut()
                    .for_each(|b| subtract(&mut b.0, row, factor, k));
            }
        }
        right
    }

    fn frobenius(&self) -> f64 {
        let squares = self.0.iter().flatten().map(|entry| entry * entry);
        squares.sum::<f64>().sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_agree() {
        let of = |seed: f64| {
            Matrix::from_fn(4, 4, |row, column| {
                (seed + 1.7 * row as f64 + 2.3 * column as f64 * row as f64).sin()
            })
        };
        fn all<S: Square>(a: &Matrix, b: &Matrix) -> Vec<Matrix> {
            let (a, b) = (S::of(a), S::of(b));
            let [x, y] = a.clone().solve([&b, &a]);
            let size = Matrix::diagonal(&[a.frobenius(); 4]);
            let results = [
                a.times(&b),
                a.transpose(),
                a.clone().plus(-0.3, &b),
                a.clone().shifted(0.7),
                a.clone().scaled(-2.0),
                b.symmetrized(),
                x,
                y,
                S::of(&size),
            ];
            results.map(Square::into_matrix).to_vec()
        }
        let (a, b) = (of(0.4), of(1.1));
        let known = all::<Matrix>(&a, &b);
        for (one, other) in all::<Fixed<4>>(&a, &b).iter().zip(&known) {
            assert!(one.clone().plus(-1.0, other).frobenius() < 1e-12);
        }
    }
}
