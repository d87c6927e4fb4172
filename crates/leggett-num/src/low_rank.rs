//! Positive semidefinite matrices of low numerical rank.

use crate::dense::{self, NoConvergence};
use crate::{Cancelled, Work};

/// A factor L of A ≈ L·Lᵀ and what it leaves out.
#[derive(Debug, Clone)]
pub struct LowRank {
    /// The columns of L, each as long as A's order.
    columns: Vec<Vec<f64>>,
    /// tr(A − L·Lᵀ): the trace norm of the positive remainder, and the sum by
    /// which the eigenvalues of L·Lᵀ fall short of A's, each from below.
    pub remainder: f64,
}

impl LowRank {
    /// Cholesky factorisation with diagonal pivoting, until the remainder's
    /// trace is at most `target`; `None` if that takes more than `most` columns.
    ///
    /// Reads rank·n entries of A and takes n·rank² operations. In exact
    /// arithmetic A − L·Lᵀ stays positive semidefinite, so its trace bounds
    /// the error of every eigenvalue and of their sum.
    pub fn factor(
        diagonal: Vec<f64>,
        entry: impl Fn(usize, usize) -> f64,
        target: f64,
        most: usize,
        work: &Work,
    ) -> Result<Option<Self>, Cancelled> {
        let mut rest = diagonal;
        let mut columns: Vec<Vec<f64>> = Vec::new();
        loop {
            work.check()?;
            let remainder: f64 = rest.iter().map(|value| value.max(0.0)).sum();
            if remainder <= target {
                return Ok(Some(Self { columns, remainder }));
            }
            if columns.len() == most {
                return Ok(None);
            }
            columns.push(next_column(&mut rest, &entry, &columns));
        }
    }

    /// The bytes that a factor with this many columns takes, with the Gram
    /// matrix of [`Self::eigenvalues`].
    pub fn bytes(order: usize, rank: usize) -> f64 {
        8.0 * order as f64 * (rank as f64 + 3.0) + 24.0 * (rank * rank) as f64
    }

    /// The nonzero eigenvalues of L·Lᵀ, as those of LᵀL; O(n·rank² + rank³).
    pub fn eigenvalues(&self) -> Result<Vec<f64>, NoConvergence> {
        dense::symmetric_eigenvalues(self.columns.len(), |row, column| {
            self.columns[row]
                .iter()
                .zip(&self.columns[column])
                .map(|(a, b)| a * b)
                .sum()
        })
    }
}

/// Eliminates the row with the largest remaining diagonal entry.
fn next_column(
    rest: &mut [f64],
    entry: &impl Fn(usize, usize) -> f64,
    columns: &[Vec<f64>],
) -> Vec<f64> {
    let pivot = (0..rest.len()).fold(0, |best, index| {
        if rest[index] > rest[best] {
            index
        } else {
            best
        }
    });
    let mut column: Vec<f64> = (0..rest.len()).map(|row| entry(row, pivot)).collect();
    for earlier in columns {
        let factor = earlier[pivot];
        for (value, known) in column.iter_mut().zip(earlier) {
            *value -= factor * known;
        }
    }
    let scale = 1.0 / rest[pivot].sqrt();
    for (value, left) in column.iter_mut().zip(rest.iter_mut()) {
        *value *= scale;
        *left -= *value * *value;
    }
    rest[pivot] = 0.0;
    column
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Gaussian kernel: positive, with quickly falling eigenvalues.
    fn kernel(row: usize, column: usize) -> f64 {
        (-((row as f64 - column as f64) / 15.0).powi(2)).exp()
    }

    #[test]
    fn eigenvalues_fall_short_by_the_remainder_in_total() {
        let n = 120;
        let full = dense::symmetric_eigenvalues(n, kernel).unwrap();
        for target in [1e-2, 1e-6, 1e-10] {
            let factor = LowRank::factor(vec![1.0; n], kernel, target, n, &Work::new())
                .unwrap()
                .unwrap();
            assert!(factor.remainder <= target && factor.columns.len() < 40);
            let short = factor.eigenvalues().unwrap();
            let missing: f64 = full.iter().sum::<f64>() - short.iter().sum::<f64>();
            assert!((missing - factor.remainder).abs() < 1e-12);
            for (a, b) in full.iter().rev().zip(short.iter().rev()) {
                assert!(a - b > -1e-12 && a - b < target, "{a} {b}");
            }
        }
    }

    #[test]
    fn a_rank_that_is_too_high_is_refused() {
        let identity = |row: usize, column: usize| f64::from(u8::from(row == column));
        assert!(
            LowRank::factor(vec![1.0; 30], identity, 1e-3, 10, &Work::new())
                .unwrap()
                .is_none()
        );
    }
}
