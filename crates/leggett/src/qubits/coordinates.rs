//! Coordinates of rows in an orthonormal basis of their span.
//!
//! The eigenvectors of the Gram matrix G = U Λ U† give the coordinates √Λ U†,
//! but an error e of G moves √λ by up to √e where λ is small: half the digits
//! would be lost, and a negativity is as sensitive. So combinations of the rows
//! with small λ are formed explicitly in a second pass over the vectors, and
//! scaled up; their own Gram matrix then tells what the first one could not.

use super::rows::Rows;
use crate::error::{Error, Result};
use leggett_num::Work;
use leggett_num::dense::{Complex, ComplexMatrix, NoConvergence, hermitian_eigen};
use leggett_num::gram::{Gram, GramMatrix};

/// Eigenvalues below this share of the largest one get the second pass.
const SMALL: f64 = 0.03;

/// Combinations are scaled up as if their norm were at least this.
const FLOOR: f64 = 1e-7;

/// A matrix C whose column r holds the coordinates of row r: C†C = G.
#[derive(Debug, Clone)]
pub struct Coordinates {
    /// How many basis vectors there are, at most the number of rows.
    pub dimension: usize,
    /// A bound on the distance, in the Frobenius norm, from the coordinates of
    /// the exact rows in some basis.
    pub error: f64,
    columns: usize,
    entries: Vec<Complex>,
}

impl Coordinates {
    /// The coordinate of a row along a basis vector.
    pub fn get(&self, basis: usize, row: usize) -> Complex {
        self.entries[basis * self.columns + row]
    }
}

/// The coordinates of all rows; O(2^N 2^m + 8^m).
pub fn coordinates(rows: &Rows, work: &Work) -> Result<Coordinates> {
    from_gram(rows, &rows.gram(work)?, rows.rounding(), work)
}

/// The same from the Gram matrix of the rows, whose entries have this error
/// relative to the norms of the rows. O(8^m), and O(2^N 2^m) if the rows are
/// nearly dependent.
pub fn from_gram(
    rows: &Rows,
    gram: &GramMatrix,
    rounding: f64,
    work: &Work,
) -> Result<Coordinates> {
    // Rows of zeros need no coordinates, and are common.
    let chosen: Vec<usize> = (0..gram.order())
        .filter(|row| gram.get(*row, *row).re > 0.0)
        .collect();
    let (values, vectors) = hermitian_eigen(chosen.len(), |i, j| gram.get(chosen[i], chosen[j]))
        .map_err(no_convergence)?;
    let trace = chosen.iter().map(|row| gram.get(*row, *row).re).sum();
    let largest: f64 = values.last().copied().unwrap_or(0.0);
    let eigen = Eigen {
        // Of the Frobenius norm: that of the entries, and of the iteration.
        error: rounding * trace + 4.0 * chosen.len() as f64 * f64::EPSILON * largest,
        rows: &chosen,
        values,
        vectors,
        trace,
    };
    eigen.coordinates(rows, work)
}

pub(crate) fn no_convergence(_: NoConvergence) -> Error {
    Error::BoundViolated {
        quantity: "residual of the dense eigenvalue iteration",
        value: f64::NAN,
        allowed: "finite vectors have a finite spectrum".to_owned(),
    }
}

struct Eigen<'a> {
    rows: &'a [usize],
    values: Vec<f64>,
    vectors: ComplexMatrix,
    /// That of the Gram matrix.
    trace: f64,
    /// Of the eigenvalues, and of the Gram matrix in the eigenvectors.
    error: f64,
}

impl Eigen<'_> {
    fn coordinates(&self, rows: &Rows, work: &Work) -> Result<Coordinates> {
        let largest = self.values.last().copied().unwrap_or(0.0);
        let small = self
            .values
            .partition_point(|value| *value < SMALL * largest);
        let mut found = Coordinates {
            dimension: 0,
            error: 0.0,
            columns: rows.count(),
            entries: Vec::new(),
        };
        for index in small..self.values.len() {
            let root = self.values[index].sqrt();
            found.push(self.rows, |k| self.vectors.get(k, index).conj() * root);
        }
        if let Some(least) = self.values.get(small) {
            // √(Λ+e) − √Λ to first order, and the products with the small ones.
            found.error += self.error / least.sqrt();
        }
        if small > 0 {
            self.push_small(small, rows, work, &mut found)?;
        }
        Ok(found)
    }

    /// What the combination with this eigenvector is divided by.
    fn norm(&self, index: usize) -> f64 {
        let largest = self.values.last().copied().unwrap_or(0.0);
        self.values[index].max(FLOOR * FLOOR * largest).sqrt()
    }

    /// Coordinates in the span of the first `small` eigenvectors.
    fn push_small(
        &self,
        small: usize,
        rows: &Rows,
        work: &Work,
        found: &mut Coordinates,
    ) -> Result<()> {
        let n = self.rows.len();
        let factors: Vec<Complex> = (0..small * n)
            .map(|k| self.vectors.get(k % n, k / n) * (1.0 / self.norm(k / n)))
            .collect();
        let mut combined = rows.block(small);
        let mut gram = Gram::new(small);
        rows.for_each_block(self.rows, work, |block| {
            block.combine(&factors, &mut combined);
            gram.add(&combined);
        })?;
        let gram = gram.finish();
        let negligible = 4.0 * small as f64 * rows.rounding();
        let root = gram.cholesky(negligible);
        // Row r = Σ_i conj(U_ri) (Σ_c U_ci row c), the last of norm `norm(i)`.
        for basis in 0..small {
            let row = &root[basis * small..(basis + 1) * small];
            if row[basis].re > 0.0 {
                found.push(self.rows, |k| {
                    (basis..small)
                        .map(|i| row[i] * self.vectors.get(k, i).conj() * self.norm(i))
                        .sum()
                });
            }
        }
        found.error += self.error_of_small(&gram, negligible, rows.rounding());
        Ok(())
    }

    /// A bound on the error of these coordinates.
    fn error_of_small(&self, gram: &GramMatrix, negligible: f64, rounding: f64) -> f64 {
        let (n, small) = (self.rows.len() as f64, gram.order());
        // Every entry of a combination is a sum of n terms.
        let combining = 2.0 * n * f64::EPSILON * (small as f64 * self.trace).sqrt();
        // Where the first pass knew the norm, the products are nearly 1 and 0.
        let doubtful = self.values[..small].partition_point(|value| *value < 100.0 * self.error);
        let norms = (doubtful..small).map(|i| self.norm(i).powi(2)).sum::<f64>();
        let known = 4.0 * rounding * (small as f64 * norms).sqrt();
        // Elsewhere ‖√A − √B‖² ≤ ‖A − B‖₁ (Powers and Størmer), and rows of
        // negligible pivots are missing.
        let weight: f64 = (0..doubtful).map(|i| gram.get(i, i).re).sum();
        let missing = weight.min(small as f64 * negligible);
        let of_root = (small as f64).sqrt() * rounding * weight;
        let scale = doubtful.checked_sub(1).map_or(0.0, |last| self.norm(last));
        combining + known + scale * (missing.sqrt() + of_root.sqrt())
    }
}

impl Coordinates {
    fn push(&mut self, rows: &[usize], entry: impl Fn(usize) -> Complex) {
        let start = self.entries.len();
        self.entries
            .resize(start + self.columns, Complex::new(0.0, 0.0));
        for (k, row) in rows.iter().enumerate() {
            self.entries[start + row] = entry(k);
        }
        self.dimension += 1;
    }
}
