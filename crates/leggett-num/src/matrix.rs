//! Real dense matrices by rows, for orders from two to a few hundred.
//!
//! Shapes are the caller's business: operations on shapes that do not fit
//! panic, as indexing does.

use crate::dense;
use crate::vectors::{axpy, dot};
use std::ops::{Index, IndexMut};

/// From this order on the library's blocked product wins over plain loops.
const BLOCKED: usize = 24;

/// A real matrix, stored by rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    entries: Vec<f64>,
}

impl Matrix {
    /// All entries zero.
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns,
            entries: vec![0.0; rows * columns],
        }
    }

    /// The identity.
    pub fn identity(order: usize) -> Self {
        Self::diagonal(&vec![1.0; order])
    }

    /// The square matrix with this diagonal and zeros elsewhere.
    pub fn diagonal(values: &[f64]) -> Self {
        let mut result = Self::zeros(values.len(), values.len());
        for (k, value) in values.iter().enumerate() {
            result[(k, k)] = *value;
        }
        result
    }

    /// The matrix with these entries.
    pub fn from_fn(
        rows: usize,
        columns: usize,
        mut entry: impl FnMut(usize, usize) -> f64,
    ) -> Self {
        let mut entries = Vec::with_capacity(rows * columns);
        for row in 0..rows {
            entries.extend((0..columns).map(|column| entry(row, column)));
        }
        Self {
            rows,
            columns,
            entries,
        }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// All entries, row after row.
    pub fn entries(&self) -> &[f64] {
        &self.entries
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.columns..(row + 1) * self.columns]
    }

    /// One row, to be changed.
    pub fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.entries[row * self.columns..(row + 1) * self.columns]
    }

    /// Two different rows, the first to be changed.
    pub(crate) fn row_pair(&mut self, target: usize, other: usize) -> (&mut [f64], &[f64]) {
        let width = self.columns;
        if target > other {
            let (low, high) = self.entries.split_at_mut(target * width);
            (&mut high[..width], &low[other * width..(other + 1) * width])
        } else {
            let (low, high) = self.entries.split_at_mut(other * width);
            (
                &mut low[target * width..(target + 1) * width],
                &high[..width],
            )
        }
    }

    pub(crate) fn swap_rows(&mut self, a: usize, b: usize) {
        for column in 0..self.columns {
            self.entries
                .swap(a * self.columns + column, b * self.columns + column);
        }
    }

    /// Aᵀ.
    pub fn transpose(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |row, column| self[(column, row)])
    }

    /// A B; O(n³).
    pub fn times(&self, other: &Self) -> Self {
        assert_eq!(self.columns, other.rows, "shapes of a product");
        if self.rows.min(self.columns).min(other.columns) >= BLOCKED {
            let entries = dense::product(
                (self.rows, self.columns, &self.entries),
                (other.columns, &other.entries),
            );
            return Self {
                rows: self.rows,
                columns: other.columns,
                entries,
            };
        }
        let mut result = Self::zeros(self.rows, other.columns);
        for row in 0..self.rows {
            let target = &mut result.entries[row * other.columns..(row + 1) * other.columns];
            for (k, factor) in self.row(row).iter().enumerate() {
                axpy(target, *factor, other.row(k));
            }
        }
        result
    }

    /// A Bᵀ; O(n³).
    pub fn times_transposed(&self, other: &Self) -> Self {
        assert_eq!(self.columns, other.columns, "shapes of a product");
        if self.rows.min(self.columns).min(other.rows) >= BLOCKED {
            return self.times(&other.transpose());
        }
        Self::from_fn(self.rows, other.rows, |row, column| {
            dot(self.row(row), other.row(column))
        })
    }

    /// A V Aᵀ of a symmetric V, exactly symmetric; O(n³).
    pub fn congruence(&self, middle: &Self) -> Self {
        self.times(middle).times_transposed(self).symmetrized()
    }

    /// A x.
    pub fn apply(&self, vector: &[f64]) -> Vec<f64> {
        (0..self.rows).map(|k| dot(self.row(k), vector)).collect()
    }

    /// uᵀ A v.
    pub fn form(&self, left: &[f64], right: &[f64]) -> f64 {
        let rows = left.iter().enumerate();
        rows.map(|(k, factor)| factor * dot(self.row(k), right))
            .sum()
    }

    /// A + factor·B.
    pub fn plus(mut self, factor: f64, other: &Self) -> Self {
        assert_eq!(
            (self.rows, self.columns),
            (other.rows, other.columns),
            "shapes of a sum"
        );
        axpy(&mut self.entries, factor, &other.entries);
        self
    }

    /// A + value·1.
    pub fn shifted(mut self, value: f64) -> Self {
        for k in 0..self.rows.min(self.columns) {
            self[(k, k)] += value;
        }
        self
    }

    /// factor·A.
    pub fn scaled(mut self, factor: f64) -> Self {
        self.entries.iter_mut().for_each(|entry| *entry *= factor);
        self
    }

    /// The matrix of |entries|.
    pub fn magnitudes(&self) -> Self {
        let mut result = self.clone();
        result
            .entries
            .iter_mut()
            .for_each(|entry| *entry = entry.abs());
        result
    }

    /// (A + Aᵀ)/2.
    pub fn symmetrized(mut self) -> Self {
        for row in 1..self.rows {
            for column in 0..row {
                let mean = 0.5 * (self[(row, column)] + self[(column, row)]);
                self[(row, column)] = mean;
                self[(column, row)] = mean;
            }
        }
        self
    }

    /// A + Aᵀ.
    pub fn plus_transpose(self) -> Self {
        self.symmetrized().scaled(2.0)
    }

    /// The rows and columns with these numbers, in this order.
    pub fn select(&self, rows: &[usize], columns: &[usize]) -> Self {
        Self::from_fn(rows.len(), columns.len(), |row, column| {
            self[(rows[row], columns[column])]
        })
    }

    /// [[A, 0], [0, B]].
    pub fn direct_sum(&self, other: &Self) -> Self {
        let mut result = Self::zeros(self.rows + other.rows, self.columns + other.columns);
        for row in 0..self.rows {
            result.row_mut(row)[..self.columns].copy_from_slice(self.row(row));
        }
        for row in 0..other.rows {
            result.row_mut(self.rows + row)[self.columns..].copy_from_slice(other.row(row));
        }
        result
    }

    /// An upper bound on the spectral norm, up to rounding: the geometric mean
    /// of the largest row and column sums of |entries|.
    pub fn norm_bound(&self) -> f64 {
        let mut columns = vec![0.0; self.columns];
        let mut largest_row = 0.0f64;
        for row in 0..self.rows {
            let mut sum = 0.0;
            for (column, entry) in columns.iter_mut().zip(self.row(row)) {
                *column += entry.abs();
                sum += entry.abs();
            }
            largest_row = largest_row.max(sum);
        }
        (largest_row * columns.into_iter().fold(0.0, f64::max)).sqrt()
    }

    /// √Σ entry².
    pub fn frobenius(&self) -> f64 {
        dot(&self.entries, &self.entries).sqrt()
    }

    /// Whether no entry is infinite or not a number.
    pub fn is_finite(&self) -> bool {
        self.entries.iter().all(|entry| entry.is_finite())
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    fn index(&self, (row, column): (usize, usize)) -> &f64 {
        &self.entries[row * self.columns + column]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, column): (usize, usize)) -> &mut f64 {
        &mut self.entries[row * self.columns + column]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rows: usize, columns: usize, seed: f64) -> Matrix {
        Matrix::from_fn(rows, columns, |row, column| {
            (seed + 1.7 * row as f64 + 2.3 * column as f64).sin()
        })
    }

    #[test]
    fn both_products_agree_at_every_size() {
        for n in [1, 3, 23, 24, 40] {
            let (a, b) = (sample(n, n + 1, 0.3), sample(n + 1, n + 2, 0.8));
            let product = a.times(&b);
            for row in 0..n {
                for column in 0..n + 2 {
                    let direct: f64 = (0..=n).map(|k| a[(row, k)] * b[(k, column)]).sum();
                    assert!((product[(row, column)] - direct).abs() < 1e-13);
                }
            }
            assert!(
                a.times_transposed(&b.transpose())
                    .plus(-1.0, &product)
                    .frobenius()
                    < 1e-12
            );
        }
    }
}
