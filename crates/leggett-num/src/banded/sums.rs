//! Determinants, traces and bounds of a band matrix, without its eigenvalues.

use super::{Banded, LANES};
use crate::vectors::{axpy, dot};
use pulp::{Arch, NullaryFnOnce};

impl Banded {
    /// ln det(1 + factor·A), or `None` if that is not positive definite.
    ///
    /// A banded Cholesky factorisation; 2 n b² operations, and a copy of the
    /// band of n(b+4) numbers.
    pub fn log_determinant(&self, factor: f64) -> Option<f64> {
        Arch::new().dispatch(Determinant {
            matrix: self,
            factor,
        })
    }

    #[inline(always)]
    fn factorise(&self, b: usize, factor: f64) -> Option<f64> {
        // The entry on the diagonal, b below it, and zeros up to whole lanes.
        let width = b + LANES;
        let mut copy = vec![0.0; (self.order + b) * width];
        for (target, column) in copy
            .chunks_exact_mut(width)
            .zip(self.entries.chunks_exact(2 * b))
        {
            for (value, entry) in target[..=b].iter_mut().zip(column) {
                *value = factor * entry;
            }
            target[0] += 1.0;
        }
        let mut pivot_column = vec![0.0; 2 * width];
        let (mut logarithm, mut product) = (0.0, 1.0);
        for column in 0..self.order {
            let (head, rest) = copy[column * width..].split_at_mut(width);
            let pivot = head[0];
            if pivot.is_nan() || pivot <= 0.0 {
                return None;
            }
            product *= pivot;
            if !(1e-150..1e150).contains(&product) {
                logarithm += product.ln();
                product = 1.0;
            }
            pivot_column[..width].copy_from_slice(head);
            let inverse = 1.0 / pivot;
            for (i, target) in rest.chunks_exact_mut(width).take(b).enumerate() {
                let below = &pivot_column[i + 1..i + 1 + width];
                axpy(target, -below[0] * inverse, below);
            }
        }
        Some(logarithm + product.ln())
    }

    /// A bound on every |eigenvalue|: the largest row sum of |A| after scaling
    /// rows and columns by positive weights (Gershgorin). O(n b).
    pub fn norm_bound(&self, weights: &[f64]) -> f64 {
        let b = self.half_bandwidth;
        let mut sums = vec![0.0f64; self.order];
        for column in 0..self.order {
            for row in column..self.order.min(column + b + 1) {
                let size = self.entries[column * 2 * b + row - column].abs();
                sums[row] += size * weights[column];
                if row > column {
                    sums[column] += size * weights[row];
                }
            }
        }
        sums.iter()
            .zip(weights)
            .fold(0.0, |most, (sum, weight)| most.max(sum / weight))
    }

    /// Tr A, Tr A² and Tr A³; O(n b²).
    pub fn power_traces(&self) -> [f64; 3] {
        let b = self.half_bandwidth;
        let span = 2 * b + 1;
        // Row i from column i−b to i+b, zero outside of the matrix.
        let mut rows = vec![0.0; (self.order + b) * span];
        for column in 0..self.order {
            for offset in 0..=b.min(self.order - 1 - column) {
                let value = self.entries[column * 2 * b + offset];
                rows[column * span + b + offset] = value;
                rows[(column + offset) * span + b - offset] = value;
            }
        }
        let mut traces = [0.0; 3];
        for row in 0..self.order {
            let here = &rows[row * span..(row + 1) * span];
            traces[0] += here[b];
            traces[1] += dot(here, here);
            for offset in 0..=b {
                // The rows overlap from column row+offset−b to row+b.
                let other = &rows[(row + offset) * span..(row + offset + 1) * span];
                let twice = if offset == 0 { 1.0 } else { 2.0 };
                traces[2] +=
                    twice * here[b + offset] * dot(&here[offset..], &other[..span - offset]);
            }
        }
        traces
    }
}

/// One factorisation, as what [`Arch::dispatch`] compiles once for each
/// instruction set, with the loops of the common bandwidths unrolled.
struct Determinant<'a> {
    matrix: &'a Banded,
    factor: f64,
}

impl NullaryFnOnce for Determinant<'_> {
    type Output = Option<f64>;

    #[inline(always)]
    fn call(self) -> Self::Output {
        let Self { matrix, factor } = self;
        match matrix.half_bandwidth {
            16 => matrix.factorise(16, factor),
            20 => matrix.factorise(20, factor),
            24 => matrix.factorise(24, factor),
            28 => matrix.factorise(28, factor),
            b => matrix.factorise(b, factor),
        }
    }
}
