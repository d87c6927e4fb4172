//! Eigenvalues of symmetric band matrices.
//!
//! Householder bulge chasing (Murata and Horikoshi 1975): one column after
//! another is reduced to tridiagonal form by a reflector as long as the
//! bandwidth, and the bulge that it makes is chased down the band by further
//! reflectors, each of which removes only the bulge's first column; the rest
//! is where the next column's chase will need it.

mod sums;

use crate::vectors::{axpy, dot};
use crate::{Cancelled, Work, tridiagonal};
use pulp::{Arch, NullaryFnOnce};

/// A symmetric matrix of which only diagonals up to `half_bandwidth` are
/// non-zero, stored by columns of the lower triangle with room for the bulge.
#[derive(Debug, Clone)]
pub struct Banded {
    order: usize,
    half_bandwidth: usize,
    /// Column after column, 2b entries each from the diagonal down, and two
    /// blocks of zero columns so that every step of the chase is of full size.
    entries: Vec<f64>,
}

/// Half-bandwidths are rounded up to multiples of this, so that no loop has a
/// remainder.
const LANES: usize = 4;

impl Banded {
    /// The zero matrix.
    pub fn zeros(order: usize, half_bandwidth: usize) -> Self {
        let half_bandwidth = Self::padded(half_bandwidth);
        let entries = vec![0.0; (order + 2 * half_bandwidth) * 2 * half_bandwidth];
        Self {
            order,
            half_bandwidth,
            entries,
        }
    }

    fn padded(half_bandwidth: usize) -> usize {
        half_bandwidth.max(1).next_multiple_of(LANES)
    }

    /// The bytes that [`Self::zeros`] allocates.
    pub fn bytes(order: usize, half_bandwidth: usize) -> f64 {
        let b = Self::padded(half_bandwidth) as f64;
        16.0 * b * (order as f64 + 2.0 * b)
    }

    /// Sets the entry in this row and column, row ≥ column, inside the band.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        debug_assert!(row >= column && row - column <= self.half_bandwidth);
        self.entries[column * 2 * self.half_bandwidth + row - column] = value;
    }

    /// The number of rows.
    pub fn order(&self) -> usize {
        self.order
    }

    /// How long vectors for [`Self::multiply`] are: the order and a margin.
    pub(crate) fn padded_order(&self) -> usize {
        self.order + self.half_bandwidth
    }

    /// y = A·x for vectors of [`Self::padded_order`] entries, the margin of x
    /// zero; that of y stays so. 4nb operations.
    #[inline(always)]
    pub(crate) fn multiply(&self, x: &[f64], y: &mut [f64]) {
        let b = self.half_bandwidth;
        y.fill(0.0);
        for (index, column) in self
            .entries
            .chunks_exact(2 * b)
            .take(self.order)
            .enumerate()
        {
            let below = index + 1..index + 1 + b;
            y[index] += column[0] * x[index] + dot(&column[1..=b], &x[below.clone()]);
            axpy(&mut y[below], x[index], &column[1..=b]);
        }
    }

    /// All eigenvalues, unordered.
    ///
    /// Backward stable: absolute errors of some ulps of the norm. About
    /// 6 n² b operations for order n and half-bandwidth b, then 15 n².
    pub fn eigenvalues(mut self, work: &Work) -> Result<Vec<f64>, Cancelled> {
        let b = self.half_bandwidth;
        let mut chase = Chase::new(b);
        Arch::new().dispatch(Reduction {
            matrix: &mut self,
            chase: &mut chase,
            work,
        })?;
        let column = |index: usize| &self.entries[index * 2 * b..];
        let diagonal = (0..self.order).map(|index| column(index)[0]).collect();
        let subdiagonal: Vec<f64> = (1..self.order).map(|index| column(index - 1)[1]).collect();
        drop(self.entries);
        tridiagonal::eigenvalues(diagonal, &subdiagonal, work)
    }

    /// Reduces the matrix to tridiagonal form, column after column, chasing
    /// each bulge off the end. `b` is the half-bandwidth.
    #[inline(always)]
    fn reduce(&mut self, b: usize, chase: &mut Chase, work: &Work) -> Result<(), Cancelled> {
        for column in 0..self.order.saturating_sub(2) {
            work.check()?;
            let start = column * 2 * b + 1;
            let mut scale = reflector(
                &mut self.entries[start..start + b],
                &mut chase.reflector[..b],
            );
            for row in (column + 1..self.order).step_by(b) {
                let block = &mut self.entries[row * 2 * b..(row + b) * 2 * b];
                scale = chase.step(block, b, scale);
            }
        }
        Ok(())
    }
}

/// The whole reduction, as what [`Arch::dispatch`] compiles once for each
/// instruction set that the processor may have.
struct Reduction<'a> {
    matrix: &'a mut Banded,
    chase: &'a mut Chase,
    work: &'a Work,
}

impl NullaryFnOnce for Reduction<'_> {
    type Output = Result<(), Cancelled>;

    /// The loops of the common bandwidths unroll.
    #[inline(always)]
    fn call(self) -> Self::Output {
        let Self {
            matrix,
            chase,
            work,
        } = self;
        match matrix.half_bandwidth {
            8 => matrix.reduce(8, chase, work),
            12 => matrix.reduce(12, chase, work),
            16 => matrix.reduce(16, chase, work),
            20 => matrix.reduce(20, chase, work),
            24 => matrix.reduce(24, chase, work),
            28 => matrix.reduce(28, chase, work),
            32 => matrix.reduce(32, chase, work),
            b => matrix.reduce(b, chase, work),
        }
    }
}

/// The vectors of one step, each followed by zeros so that a column's loop can
/// run over its full length.
struct Chase {
    /// v of the reflector 1 − scale·vvᵀ, b entries.
    reflector: Vec<f64>,
    /// First w of D − vwᵀ − wvᵀ, then scale·Bv: 2b entries.
    product: Vec<f64>,
    /// The reflector of the block below.
    next: Vec<f64>,
}

impl Chase {
    fn new(b: usize) -> Self {
        Self {
            reflector: vec![0.0; 3 * b],
            product: vec![0.0; 3 * b],
            next: vec![0.0; b],
        }
    }

    /// Applies the reflector from both sides to the diagonal block D and from
    /// the right to the block B below it, then removes B's first column with a
    /// new reflector from the left, which becomes the current one. Returns its
    /// scale. `block` holds the b columns of [D; B].
    ///
    /// Columns start at their diagonal entry, so column a is shifted by a
    /// against the vectors.
    #[inline(always)]
    fn step(&mut self, block: &mut [f64], b: usize, scale: f64) -> f64 {
        self.multiply(block, b, scale);
        let mut next_scale = 0.0;
        for a in 0..b {
            let column = &mut block[a * 2 * b..(a + 1) * 2 * b];
            let (v, w) = (self.reflector[a], self.product[a]);
            axpy2(
                column,
                -v,
                &self.product[a..a + 2 * b],
                -w,
                &self.reflector[a..a + 2 * b],
            );
            let below = &mut column[b - a..2 * b - a];
            if a == 0 {
                next_scale = reflector(below, &mut self.next[..b]);
            } else {
                let overlap = next_scale * dot(below, &self.next[..b]);
                axpy(below, -overlap, &self.next[..b]);
            }
        }
        self.reflector[..b].copy_from_slice(&self.next[..b]);
        next_scale
    }

    /// The product of [D; B] with the reflector, turned into w and scale·Bv.
    ///
    /// Column a, read from a places before its start, is the block's column
    /// from its first row on, with zeros above the diagonal: what precedes a
    /// column are the last entries of the one before, of which only the first
    /// is not zero, and that one falls into row 0, which is computed apart.
    #[inline(always)]
    fn multiply(&mut self, block: &[f64], b: usize, scale: f64) {
        let (v, product) = (&self.reflector, &mut self.product);
        for (chunk, target) in product[..2 * b].chunks_exact_mut(2 * LANES).enumerate() {
            let mut sums = [0.0; 2 * LANES];
            for (a, weight) in v[..b].iter().enumerate() {
                let start = a * 2 * b - a + chunk * 2 * LANES;
                axpy(&mut sums, *weight, &block[start..start + 2 * LANES]);
            }
            target.copy_from_slice(&sums);
        }
        // The upper triangle is the lower one's mirror.
        product[0] = dot(&block[..b], &v[..b]);
        for a in 1..b {
            let column = &block[a * 2 * b..a * 2 * b + b];
            product[a] += dot(column, &v[a..a + b]) - column[0] * v[a];
        }
        for value in &mut product[..2 * b] {
            *value *= scale;
        }
        let half = 0.5 * scale * dot(&product[..b], &v[..b]);
        axpy(&mut product[..b], -half, &v[..b]);
    }
}

/// Replaces x by its image βe₁ under the reflector 1 − scale·v·vᵀ, v[0] = 1,
/// stores v and returns the scale (0 where x is a multiple of e₁ already).
#[inline(always)]
fn reflector(x: &mut [f64], v: &mut [f64]) -> f64 {
    let alpha = x[0];
    let rest = dot(&x[1..], &x[1..]);
    v[0] = 1.0;
    if rest == 0.0 {
        v[1..x.len()].fill(0.0);
        return 0.0;
    }
    let beta = -(alpha * alpha + rest).sqrt().copysign(alpha);
    let inverse = 1.0 / (alpha - beta);
    for (target, value) in v[1..].iter_mut().zip(&x[1..]) {
        *target = value * inverse;
    }
    x[0] = beta;
    x[1..].fill(0.0);
    (beta - alpha) / beta
}

/// y += a·x + b·z.
#[inline(always)]
fn axpy2(y: &mut [f64], a: f64, x: &[f64], b: f64, z: &[f64]) {
    for ((target, first), second) in y.iter_mut().zip(x).zip(z) {
        *target += a * first + b * second;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dense;
    use proptest::prelude::*;

    fn entry(row: usize, column: usize, seed: u64) -> f64 {
        let mixed =
            (row as u64 * 1_000_003 + column as u64 + seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn agrees_with_the_dense_solver(order in 1usize..70, width in 0usize..80, seed in 0u64..1000) {
            let mut banded = Banded::zeros(order, width);
            for column in 0..order {
                for row in column..order.min(column + width + 1) {
                    banded.set(row, column, entry(row, column, seed));
                }
            }
            let mut expected = dense::symmetric_eigenvalues(order, |row, column| {
                if row - column <= width { entry(row, column, seed) } else { 0.0 }
            }).unwrap();
            let mut got = banded.eigenvalues(&Work::new()).unwrap();
            got.sort_by(f64::total_cmp);
            expected.sort_by(f64::total_cmp);
            for (a, b) in got.iter().zip(&expected) {
                prop_assert!((a - b).abs() < 1e-13, "{} {}", a, b);
            }
        }
    }

    #[test]
    fn eigenvalues_of_a_squared_laplacian_to_some_ulps() {
        // The square of the second difference is pentadiagonal, with known spectrum.
        let order = 600;
        let mut banded = Banded::zeros(order, 2);
        for column in 0..order {
            let corner = column == 0 || column + 1 == order;
            for (row, value) in (column..order).zip([if corner { 5.0 } else { 6.0 }, -4.0, 1.0]) {
                banded.set(row, column, value);
            }
        }
        let mut values = banded.eigenvalues(&Work::new()).unwrap();
        values.sort_by(f64::total_cmp);
        let errors = values.iter().enumerate().map(|(i, value)| {
            let half = (i + 1) as f64 * std::f64::consts::PI / (2.0 * (order + 1) as f64);
            (value - 16.0 * half.sin().powi(4)).abs() / 16.0
        });
        let (largest, total) = errors.fold((0.0f64, 0.0), |(most, sum), error| {
            (most.max(error), sum + error)
        });
        assert!(
            largest < 2.0 * f64::EPSILON * (order as f64).sqrt(),
            "{largest}"
        );
        assert!(total < 2.0 * f64::EPSILON * order as f64, "{total}");
    }

    #[test]
    fn a_cancelled_reduction_stops() {
        let work = Work::new();
        work.cancel();
        assert_eq!(Banded::zeros(50, 5).eigenvalues(&work), Err(Cancelled));
    }
}
