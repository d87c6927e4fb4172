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
    let gram = rows.gram(work)?;
    // Rows of zeros need no coordinates, and are common.
    let chosen: Vec<usize> = (0..gram.order())
        .filter(|row| gram.get(*row, *row).re > 0.0)
        .collect();
    let (values, vectors) = hermitian_eigen(chosen.len(), |i, j| gram.get(chosen[i], chosen[j]))
        .map_err(no_convergence)?;
    let eigen = Eigen {
        rows: &chosen,
        values,
        vectors,
    };
    eigen.coordinates(rows, &gram, work)
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
}

impl Eigen<'_> {
    fn coordinates(&self, rows: &Rows, gram: &GramMatrix, work: &Work) -> Result<Coordinates> {
        let largest = self.values.last().copied().unwrap_or(0.0);
        let trace: f64 = self.rows.iter().map(|row| gram.get(*row, *row).re).sum();
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
        // Of first order in the error of G, whose Frobenius norm is at most
        // rounding · trace; the eigenvalues add an ulp for every row.
        let of_gram = (rows.rounding() + self.rows.len() as f64 * f64::EPSILON) * trace;
        if let Some(least) = self.values.get(small) {
            found.error += of_gram / least.sqrt();
        }
        if small > 0 {
            self.push_small(small, rows, work, &mut found)?;
        }
        Ok(found)
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
        let largest = self.values[n - 1].sqrt();
        let norm = |index: usize| self.values[index].max(0.0).sqrt().max(FLOOR * largest);
        // Row r = Σ_i conj(U_ri) (Σ_c U_ci row c).
        let factors: Vec<Complex> = (0..small * n)
            .map(|k| self.vectors.get(k % n, k / n) * (1.0 / norm(k / n)))
            .collect();
        let mut combined = rows.block(small);
        let mut gram = Gram::new(small);
        rows.for_each_block(self.rows, work, |block| {
            block.combine(&factors, &mut combined);
            gram.add(&combined);
        })?;
        let negligible = 4.0 * small as f64 * rows.rounding();
        let root = gram.finish().cholesky(negligible);
        for basis in 0..small {
            let row = &root[basis * small..(basis + 1) * small];
            if row[basis].re > 0.0 {
                found.push(self.rows, |k| {
                    (basis..small)
                        .map(|i| row[i] * self.vectors.get(k, i).conj() * norm(i))
                        .sum()
                });
            }
        }
        // Rounding of the combinations, and the root of that of their products
        // where they were scaled by the floor.
        let (n, small) = (n as f64, small as f64);
        let combining =
            2.0 * n * small.sqrt() * f64::EPSILON * (n * self.values[n as usize - 1]).sqrt();
        let floor = FLOOR * largest * small * (2.0 * negligible).sqrt();
        found.error += combining + floor + 4.0 * small * rows.rounding() * largest;
        Ok(())
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
