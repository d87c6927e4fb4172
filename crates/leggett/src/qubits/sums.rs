//! Sums of |a|², |b|² and conj(a) b over the indices of two vectors, apart for
//! the configurations of some sites. In a tree, so that errors grow as log 2^N.

use super::Sites;
use crate::error::Result;
use leggett_num::Work;
use leggett_num::dense::Complex;

/// Σ|a|², Σ|b|² and the real and imaginary parts of Σ conj(a) b.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Sums([f64; 4]);

impl Sums {
    #[inline(always)]
    fn of(a: &Complex, b: &Complex) -> Self {
        Self([
            a.re * a.re + a.im * a.im,
            b.re * b.re + b.im * b.im,
            a.re * b.re + a.im * b.im,
            a.re * b.im - a.im * b.re,
        ])
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        let (x, y) = (self.0, other.0);
        Self([x[0] + y[0], x[1] + y[1], x[2] + y[2], x[3] + y[3]])
    }

    /// Σ|a|² and Σ|b|².
    pub fn norms(&self) -> [f64; 2] {
        [self.0[0], self.0[1]]
    }

    /// Σ conj(a) b.
    pub fn overlap(&self) -> Complex {
        Complex::new(self.0[2], self.0[3])
    }
}

/// A bound on the relative error of norms, and on that of overlaps relative to
/// the norms, for N spins.
pub fn rounding(spins: usize) -> f64 {
    (spins as f64 + 4.0) * f64::EPSILON
}

/// Parts of this many entries are summed at once.
const LEAF: usize = 1 << 10;

/// Over all indices; O(2^N).
pub fn total(a: &[Complex], b: &[Complex]) -> Sums {
    match a.len() {
        0..=8 => {
            let terms = a.iter().zip(b).map(|(a, b)| Sums::of(a, b));
            terms.fold(Sums::default(), Sums::plus)
        }
        length => {
            let ((a, c), (b, d)) = (a.split_at(length / 2), b.split_at(length / 2));
            total(a, b).plus(total(c, d))
        }
    }
}

/// For each configuration of the sites, over the other spins. O(2^N).
pub fn of_configurations(
    a: &[Complex],
    b: &[Complex],
    sites: &Sites,
    work: &Work,
) -> Result<Vec<Sums>> {
    let bits = sites.spins();
    let mut kept = vec![false; bits];
    for site in sites.list() {
        kept[bits - 1 - site] = true;
    }
    configurations(a, b, &kept, work)
}

/// `kept[p]` says whether bit p, counted from the least significant, is a site.
fn configurations(a: &[Complex], b: &[Complex], kept: &[bool], work: &Work) -> Result<Vec<Sums>> {
    if a.len() <= LEAF {
        work.check()?;
        let mut sums: Vec<Sums> = a.iter().zip(b).map(|(a, b)| Sums::of(a, b)).collect();
        let mut inner = 1;
        for site in &kept[..a.len().ilog2() as usize] {
            if *site {
                inner *= 2;
            } else {
                fold(&mut sums, inner);
            }
        }
        return Ok(sums);
    }
    let bit = a.len().ilog2() as usize - 1;
    let (half_a, half_b) = (a.split_at(a.len() / 2), b.split_at(a.len() / 2));
    let mut down = configurations(half_a.0, half_b.0, kept, work)?;
    let up = configurations(half_a.1, half_b.1, kept, work)?;
    if kept[bit] {
        down.extend(up);
    } else {
        for (target, other) in down.iter_mut().zip(up) {
            *target = target.plus(other);
        }
    }
    Ok(down)
}

/// Adds neighbouring groups of `inner` sums, in place.
fn fold(sums: &mut Vec<Sums>, inner: usize) {
    let groups = sums.len() / (2 * inner);
    for group in 0..groups {
        for k in 0..inner {
            let from = 2 * group * inner + k;
            sums[group * inner + k] = sums[from].plus(sums[from + inner]);
        }
    }
    sums.truncate(groups * inner);
}

/// For each spin, down and up, over all other spins. O(2^N) in all.
pub fn of_each_spin(a: &[Complex], b: &[Complex], work: &Work) -> Result<Vec<[Sums; 2]>> {
    let (_, mut bits) = each_bit(a, b, work)?;
    bits.reverse();
    Ok(bits)
}

/// The total, and the sums for each bit from the least significant.
fn each_bit(a: &[Complex], b: &[Complex], work: &Work) -> Result<(Sums, Vec<[Sums; 2]>)> {
    if a.len() <= LEAF {
        work.check()?;
        return Ok(each_bit_of_leaf(a, b));
    }
    let (half_a, half_b) = (a.split_at(a.len() / 2), b.split_at(a.len() / 2));
    let (down, mut bits) = each_bit(half_a.0, half_b.0, work)?;
    let (up, others) = each_bit(half_a.1, half_b.1, work)?;
    for (target, other) in bits.iter_mut().zip(others) {
        *target = [target[0].plus(other[0]), target[1].plus(other[1])];
    }
    bits.push([down, up]);
    Ok((down.plus(up), bits))
}

fn each_bit_of_leaf(a: &[Complex], b: &[Complex]) -> (Sums, Vec<[Sums; 2]>) {
    let mut sums: Vec<Sums> = a.iter().zip(b).map(|(a, b)| Sums::of(a, b)).collect();
    let mut bits = Vec::new();
    // The most significant bit goes first; what it leaves is half as long.
    while sums.len() > 1 {
        let half = sums.len() / 2;
        let (down, up) = sums.split_at_mut(half);
        bits.push([tree(down), tree(up)]);
        for (target, other) in down.iter_mut().zip(up) {
            *target = target.plus(*other);
        }
        sums.truncate(half);
    }
    bits.reverse();
    (sums[0], bits)
}

fn tree(sums: &[Sums]) -> Sums {
    match sums.len() {
        0..=8 => sums.iter().copied().fold(Sums::default(), Sums::plus),
        length => {
            let (left, right) = sums.split_at(length / 2);
            tree(left).plus(tree(right))
        }
    }
}
