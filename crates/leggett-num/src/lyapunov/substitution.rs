//! Block forward substitution for matrices that are block lower triangular
//! with small blocks, after a permutation.

use super::EquationError;
use crate::Work;
use crate::factor::Lu;
use crate::matrix::Matrix;
use crate::vectors::dot;

/// The largest block: its equations are solved as one system of up to 16.
pub(super) const MOST: usize = 4;

/// The permuted matrix, its blocks, and the factors of every pair of blocks.
#[derive(Debug)]
pub(crate) struct Substitution {
    order: Vec<usize>,
    /// Whether the permutation does nothing.
    identity: bool,
    a: Matrix,
    /// The first row of every block, and the number of rows.
    starts: Vec<usize>,
    /// Of the blocks (i, j ≤ i), row by row.
    pairs: Vec<Pair>,
}

/// The inverse of X ↦ A_i X + X A_jᵀ.
#[derive(Debug)]
enum Pair {
    /// Both blocks have order 1.
    Scalar(f64),
    System(Lu),
}

impl Substitution {
    pub(super) fn new(a: &Matrix, parts: Vec<Vec<usize>>) -> Self {
        let mut starts = vec![0];
        for part in &parts {
            starts.push(starts[starts.len() - 1] + part.len());
        }
        let order = parts.concat();
        let identity = order.iter().enumerate().all(|(k, old)| k == *old);
        let a = if identity {
            a.clone()
        } else {
            a.select(&order, &order)
        };
        let blocks = starts.len() - 1;
        let mut pairs = Vec::with_capacity(blocks * (blocks + 1) / 2);
        for i in 0..blocks {
            for j in 0..=i {
                pairs.push(pair(
                    &a,
                    [starts[i], starts[i + 1]],
                    [starts[j], starts[j + 1]],
                ));
            }
        }
        Self {
            order,
            identity,
            a,
            starts,
            pairs,
        }
    }

    pub(super) fn solve(&self, d: &Matrix, work: &Work) -> Result<Matrix, EquationError> {
        let permuted;
        let d = if self.identity {
            d
        } else {
            permuted = d.select(&self.order, &self.order);
            &permuted
        };
        let n = d.rows();
        let mut x = Matrix::zeros(n, n);
        let mut sums = [0.0; MOST * MOST];
        for i in 0..self.starts.len() - 1 {
            work.check()?;
            for j in 0..=i {
                self.block(i, j, d, &mut x, &mut sums);
            }
        }
        if self.identity {
            return Ok(x);
        }
        let mut result = Matrix::zeros(n, n);
        for row in 0..n {
            for column in 0..n {
                result[(self.order[row], self.order[column])] = x[(row, column)];
            }
        }
        Ok(result)
    }

    /// Finds the block (i, j) from those before it.
    fn block(&self, i: usize, j: usize, d: &Matrix, x: &mut Matrix, sums: &mut [f64]) {
        let (first, other) = (self.starts[i], self.starts[j]);
        let (height, width) = (self.starts[i + 1] - first, self.starts[j + 1] - other);
        let a = &self.a;
        for (r, row) in (first..first + height).enumerate() {
            for (c, column) in (other..other + width).enumerate() {
                // Σ_k A_ik X_kj + X_ik A_jk, the columns of X being its rows.
                let known = dot(&a.row(row)[..first], &x.row(column)[..first])
                    + dot(&x.row(row)[..other], &a.row(column)[..other]);
                sums[r * width + c] = -(d[(row, column)] + known);
            }
        }
        let sums = &mut sums[..height * width];
        match &self.pairs[i * (i + 1) / 2 + j] {
            Pair::Scalar(inverse) => sums[0] *= inverse,
            Pair::System(lu) => lu.solve(sums),
        }
        for r in 0..height {
            for c in 0..width {
                x[(first + r, other + c)] = sums[r * width + c];
            }
        }
        for r in 0..height {
            for c in 0..width {
                let value = if i == j {
                    0.5 * (sums[r * width + c] + sums[c * width + r])
                } else {
                    sums[r * width + c]
                };
                x[(first + r, other + c)] = value;
                x[(other + c, first + r)] = value;
            }
        }
    }
}

fn pair(a: &Matrix, i: [usize; 2], j: [usize; 2]) -> Pair {
    let (height, width) = (i[1] - i[0], j[1] - j[0]);
    if height * width == 1 {
        return Pair::Scalar(1.0 / (a[(i[0], i[0])] + a[(j[0], j[0])]));
    }
    let mut system = Matrix::zeros(height * width, height * width);
    for r in 0..height {
        for c in 0..width {
            let equation = system.row_mut(r * width + c);
            for k in 0..height {
                equation[k * width + c] += a[(i[0] + r, i[0] + k)];
            }
            for k in 0..width {
                equation[r * width + k] += a[(j[0] + c, j[0] + k)];
            }
        }
    }
    Pair::System(Lu::new(system))
}
