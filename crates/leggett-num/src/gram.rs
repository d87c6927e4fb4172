//! Gram matrices of a few long complex columns, that come block by block.

use crate::dense::Complex;
use pulp::{Arch, NullaryFnOnce};

/// Partial sums of an inner product that are taken side by side.
const LANES: usize = 8;

/// So many partial sums of one level are added before they go one level up.
const FANOUT: usize = 8;

/// Some entries of every column, real and imaginary parts apart.
#[derive(Debug, Clone)]
pub struct Block {
    columns: usize,
    stride: usize,
    real: Vec<f64>,
    imaginary: Vec<f64>,
}

impl Block {
    /// Zeros in so many columns of this length.
    pub fn new(columns: usize, length: usize) -> Self {
        let stride = length.next_multiple_of(LANES);
        Self {
            columns,
            stride,
            real: vec![0.0; columns * stride],
            imaginary: vec![0.0; columns * stride],
        }
    }

    /// The real and the imaginary parts of a column; what lies beyond its
    /// length must stay zero.
    pub fn column_mut(&mut self, column: usize) -> (&mut [f64], &mut [f64]) {
        let range = column * self.stride..(column + 1) * self.stride;
        (&mut self.real[range.clone()], &mut self.imaginary[range])
    }

    /// Column o of the other block becomes Σ_c `coefficients[o·columns + c]`
    /// times column c of this one.
    pub fn combine(&self, coefficients: &[Complex], into: &mut Self) {
        Arch::new().dispatch(Combine {
            from: self,
            coefficients,
            into,
        });
    }

    #[inline(always)]
    fn column(&self, column: usize) -> (&[f64], &[f64]) {
        let range = column * self.stride..(column + 1) * self.stride;
        (&self.real[range.clone()], &self.imaginary[range])
    }
}

struct Combine<'a> {
    from: &'a Block,
    coefficients: &'a [Complex],
    into: &'a mut Block,
}

impl NullaryFnOnce for Combine<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            from,
            coefficients,
            into,
        } = self;
        for (target, factors) in coefficients.chunks_exact(from.columns).enumerate() {
            let (real, imaginary) = into.column_mut(target);
            real.fill(0.0);
            imaginary.fill(0.0);
            for (column, factor) in factors.iter().enumerate() {
                let (re, im) = from.column(column);
                let entries = re.iter().zip(im);
                for ((x, y), (a, b)) in real.iter_mut().zip(&mut *imaginary).zip(entries) {
                    *x += factor.re * a - factor.im * b;
                    *y += factor.re * b + factor.im * a;
                }
            }
        }
    }
}

/// The sums ⟨a_i, a_j⟩ = Σ conj(a_i) a_j over the blocks added so far.
///
/// Sums of sums of eight, in a fixed order: see [`rounding`]. n columns take
/// 16 n² bytes for every level, and 4 n² operations for every entry of a column.
#[derive(Debug, Clone)]
pub struct Gram {
    order: usize,
    /// Those with i ≤ j.
    sums: Levels,
}

/// Sums of sums of sums, of some numbers at once.
#[derive(Debug, Clone)]
struct Levels {
    /// Of each level, the partial sums and how many of the level below they hold.
    levels: Vec<(Vec<Complex>, usize)>,
}

impl Levels {
    fn new(numbers: usize) -> Self {
        Self {
            levels: vec![(vec![Complex::new(0.0, 0.0); numbers], 0)],
        }
    }

    /// Where the next terms are added, before [`Levels::added`] is called.
    #[inline(always)]
    fn lowest(&mut self) -> &mut [Complex] {
        &mut self.levels[0].0
    }

    fn added(&mut self) {
        let mut level = 0;
        self.levels[0].1 += 1;
        while self.levels[level].1 == FANOUT {
            if level + 1 == self.levels.len() {
                let empty = vec![Complex::new(0.0, 0.0); self.levels[0].0.len()];
                self.levels.push((empty, 0));
            }
            self.carry(level);
            level += 1;
            self.levels[level].1 += 1;
        }
    }

    /// Adds the sums of a level to the next one.
    fn carry(&mut self, level: usize) {
        let (lower, upper) = self.levels.split_at_mut(level + 1);
        let (from, count) = &mut lower[level];
        for (target, value) in upper[0].0.iter_mut().zip(from.iter_mut()) {
            *target += *value;
            *value = Complex::new(0.0, 0.0);
        }
        *count = 0;
    }

    fn finish(mut self) -> Vec<Complex> {
        for level in 0..self.levels.len() - 1 {
            self.carry(level);
        }
        self.levels.pop().map_or(Vec::new(), |(sums, _)| sums)
    }
}

/// A bound on the error of ⟨a_i, a_j⟩ relative to ‖a_i‖‖a_j‖ for this many
/// blocks of this length.
pub fn rounding(length: usize, blocks: usize) -> f64 {
    let levels = 1 + blocks.max(1).ilog2() as usize / FANOUT.ilog2() as usize;
    (length.div_ceil(LANES) + 8 + (FANOUT + 1) * levels) as f64 * f64::EPSILON
}

impl Gram {
    /// Of this many columns, which have no entries yet.
    pub fn new(order: usize) -> Self {
        let sums = Levels::new(order * order);
        Self { order, sums }
    }

    /// Adds the entries of a block of as many columns.
    pub fn add(&mut self, block: &Block) {
        Arch::new().dispatch(Add { gram: self, block });
        self.sums.added();
    }

    /// The Gram matrix of all that was added.
    pub fn finish(self) -> GramMatrix {
        GramMatrix {
            order: self.order,
            entries: self.sums.finish(),
        }
    }
}

struct Add<'a> {
    gram: &'a mut Gram,
    block: &'a Block,
}

impl NullaryFnOnce for Add<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { gram, block } = self;
        let order = gram.order.min(block.columns);
        let width = gram.order;
        let sums = gram.sums.lowest();
        for i in 0..order {
            let first = block.column(i);
            sums[i * width + i].re += squares(first);
            for j in i + 1..order {
                let mut lanes = Lanes::default();
                lanes.add(first, block.column(j));
                sums[i * width + j] += lanes.sum();
            }
        }
    }
}

#[inline(always)]
fn squares((real, imaginary): (&[f64], &[f64])) -> f64 {
    let mut sums = [0.0f64; LANES];
    let chunks = real.chunks_exact(LANES).zip(imaginary.chunks_exact(LANES));
    for (a, b) in chunks {
        for lane in 0..LANES {
            sums[lane] += a[lane] * a[lane] + b[lane] * b[lane];
        }
    }
    tree(sums)
}

/// Partial sums of Σ conj(a) b.
#[derive(Clone, Copy, Default)]
struct Lanes {
    real: [f64; LANES],
    imaginary: [f64; LANES],
}

impl Lanes {
    #[inline(always)]
    fn add(&mut self, a: (&[f64], &[f64]), b: (&[f64], &[f64])) {
        let (mut real, mut imaginary) = (self.real, self.imaginary);
        let first = a.0.chunks_exact(LANES).zip(a.1.chunks_exact(LANES));
        let second = b.0.chunks_exact(LANES).zip(b.1.chunks_exact(LANES));
        for ((ar, ai), (br, bi)) in first.zip(second) {
            for lane in 0..LANES {
                real[lane] += ar[lane] * br[lane] + ai[lane] * bi[lane];
                imaginary[lane] += ar[lane] * bi[lane] - ai[lane] * br[lane];
            }
        }
        (self.real, self.imaginary) = (real, imaginary);
    }

    #[inline(always)]
    fn sum(&self) -> Complex {
        Complex::new(tree(self.real), tree(self.imaginary))
    }
}

#[inline(always)]
fn tree(s: [f64; LANES]) -> f64 {
    ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

/// The sums Σ_u ⟨a_xu, a_yv⟩ for each bit of u, over the u without this bit,
/// where v is u with it; column a_xu of a block has the number x·2^b + u.
///
/// 16 n² operations for n x and every bit and u.
#[derive(Debug, Clone)]
pub struct Neighbours {
    sets: usize,
    bits: usize,
    /// x, y fastest.
    sums: Levels,
}

impl Neighbours {
    /// For so many x and bits of u.
    pub fn new(sets: usize, bits: usize) -> Self {
        Self {
            sets,
            bits,
            sums: Levels::new(sets * sets * bits),
        }
    }

    /// Adds the entries of a block of `sets`·2^`bits` columns.
    pub fn add(&mut self, block: &Block) {
        Arch::new().dispatch(AddNeighbours { into: self, block });
        self.sums.added();
    }

    /// The sums of bit p, for x and y, are at p·sets² + x·sets + y.
    pub fn finish(self) -> Vec<Complex> {
        self.sums.finish()
    }
}

struct AddNeighbours<'a> {
    into: &'a mut Neighbours,
    block: &'a Block,
}

impl NullaryFnOnce for AddNeighbours<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { into, block } = self;
        let (sets, bits) = (into.sets, into.bits);
        let all = block.stride << bits;
        let part = |start: usize, length: usize| {
            let range = start..start + length;
            (&block.real[range.clone()], &block.imaginary[range])
        };
        let sums = into.sums.lowest();
        for bit in 0..bits {
            let run = block.stride << bit;
            for x in 0..sets {
                for y in 0..sets {
                    let mut lanes = Lanes::default();
                    for start in (0..all).step_by(2 * run) {
                        let without = part(x * all + start, run);
                        lanes.add(without, part(y * all + start + run, run));
                    }
                    sums[(bit * sets + x) * sets + y] += lanes.sum();
                }
            }
        }
    }
}

/// A Gram matrix.
#[derive(Debug, Clone)]
pub struct GramMatrix {
    order: usize,
    entries: Vec<Complex>,
}

impl GramMatrix {
    /// With these entries ⟨a_i, a_j⟩, which are asked for i ≤ j.
    pub fn from_fn(order: usize, entry: impl Fn(usize, usize) -> Complex) -> Self {
        let entries = (0..order * order)
            .map(|k| entry((k / order).min(k % order), (k / order).max(k % order)))
            .collect();
        Self { order, entries }
    }

    /// How many columns it belongs to.
    pub fn order(&self) -> usize {
        self.order
    }

    /// ⟨a_i, a_j⟩ = Σ conj(a_i) a_j.
    pub fn get(&self, i: usize, j: usize) -> Complex {
        if i <= j {
            self.entries[i * self.order + j]
        } else {
            self.entries[j * self.order + i].conj()
        }
    }

    /// An upper triangular L† with L L† the matrix, row after row, by
    /// Cholesky's method. Pivots of at most `negligible` count as zero, with
    /// the rest of their row. O(n³).
    pub fn cholesky(&self, negligible: f64) -> Vec<Complex> {
        let n = self.order;
        let zero = Complex::new(0.0, 0.0);
        let mut rows: Vec<Complex> = (0..n * n)
            .map(|k| {
                if k / n <= k % n {
                    self.entries[k]
                } else {
                    zero
                }
            })
            .collect();
        for pivot in 0..n {
            let (head, rest) = rows.split_at_mut((pivot + 1) * n);
            let row = &mut head[pivot * n..];
            let size = row[pivot].re;
            if size.is_nan() || size <= negligible {
                row.fill(zero);
                continue;
            }
            let inverse = 1.0 / size.sqrt();
            row.iter_mut().for_each(|entry| *entry *= inverse);
            row[pivot] = Complex::new(size.sqrt(), 0.0);
            for (below, target) in rest.chunks_exact_mut(n).enumerate() {
                let column = pivot + 1 + below;
                let factor = row[column].conj();
                for (x, y) in target[column..].iter_mut().zip(&row[column..]) {
                    *x -= factor * *y;
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(seed: u64, row: usize, column: usize) -> Complex {
        let x = (seed as f64 + 1.0) * (1.0 + row as f64 * 1.37 + column as f64 * 2.71);
        Complex::new((1.7 * x).sin(), (2.9 * x).cos())
    }

    proptest! {
        #[test]
        fn sums_and_roots(seed in 0u64..1000, columns in 1usize..6, length in 1usize..20, blocks in 1usize..80) {
            let mut gram = Gram::new(columns);
            for index in 0..blocks {
                let mut block = Block::new(columns, length);
                for column in 0..columns {
                    let (real, imaginary) = block.column_mut(column);
                    for k in 0..length {
                        let value = entry(seed, index * length + k, column);
                        (real[k], imaginary[k]) = (value.re, value.im);
                    }
                }
                gram.add(&block);
            }
            let matrix = gram.finish();
            let all = blocks * length;
            let tolerance = all as f64 * 1e-14;
            let root = matrix.cholesky(1e-13);
            for i in 0..columns {
                for j in 0..columns {
                    let exact: Complex = (0..all).map(|k| entry(seed, k, i).conj() * entry(seed, k, j)).sum();
                    prop_assert!((matrix.get(i, j) - exact).norm() < tolerance);
                    let product: Complex = (0..columns)
                        .map(|k| root[k * columns + i].conj() * root[k * columns + j])
                        .sum();
                    // Dependent columns are known to the root of an ulp.
                    prop_assert!((product - exact).norm() < 1e-6 * all as f64);
                }
            }
        }

        #[test]
        fn combinations(seed in 0u64..1000, columns in 1usize..5, length in 1usize..20) {
            let mut block = Block::new(columns, length);
            for column in 0..columns {
                let (real, imaginary) = block.column_mut(column);
                for k in 0..length {
                    let value = entry(seed, k, column);
                    (real[k], imaginary[k]) = (value.re, value.im);
                }
            }
            let factors: Vec<Complex> = (0..2 * columns).map(|k| entry(seed + 1, k, 9)).collect();
            let mut out = Block::new(2, length);
            block.combine(&factors, &mut out);
            for target in 0..2 {
                let (real, imaginary) = out.column_mut(target);
                for k in 0..length {
                    let exact: Complex = (0..columns)
                        .map(|c| factors[target * columns + c] * entry(seed, k, c))
                        .sum();
                    prop_assert!((exact - Complex::new(real[k], imaginary[k])).norm() < 1e-13);
                }
            }
        }
    }
}
