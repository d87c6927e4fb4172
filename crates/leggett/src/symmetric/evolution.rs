//! The evolution of one coherence order under noise on every spin.
//!
//! With d = N/2 − J, u = N/2 + M spins up, x = J + M, y = J − M, and
//! P(x) = √(x(x−Δ)), Q(y) = √(y(y+Δ)), the generator of the jumps σ₋ takes the
//! element (J, M) to M − 1 with the rates
//!
//! * α P(x) Q(y+1) at the same J, α = (N+2)/(4J(J+1)),
//! * β P(x) P(x−1) at J − 1, β = (N/2+J+1)/(2J(2J+1)),
//! * δ Q(y+1) Q(y+2) at J + 1, δ = (N/2−J)/(2(J+1)(2J+1)),
//!
//! and those of σ₊ and σ_z follow by reflection and with P(x)Q(y) and
//! P(x+1)Q(y+1) in place of the last two. Every element has at most nine
//! neighbours.
//!
//! exp(G) = Σ_n e^{−λ} λⁿ/n! (1 + G/λ)ⁿ: by 2√(aa') ≤ a + a' the rates out of
//! an element of any order are at most the mean of those out of its two
//! populations, so with λ at least as large as the diagonal of G no power of
//! 1 + G/λ has elements of a larger sum of magnitudes. The series is cut where
//! the rest of the Poisson weights is below the tolerance, and elements at the
//! rim of the region that is occupied are dropped where they are negligible;
//! the sum of both is a certified bound. Nothing is subtracted but where Δ
//! makes M and M' differ in sign.

use super::Rates;
use leggett_num::{Cancelled, Work};

/// What may be dropped, in all, of a state of trace one.
const NEGLIGIBLE: f64 = 1e-17;

/// Elements (J, M, M−Δ) of an operator, and how far they may be off.
#[derive(Debug, Clone)]
pub struct Evolved {
    region: Region,
    /// A bound on the sum of the magnitudes of all errors.
    pub error: f64,
}

impl Evolved {
    /// The element with J = N/2 − d and u = N/2 + M spins up.
    pub fn at(&self, d: usize, u: i64) -> f64 {
        self.region.at(d, u)
    }

    /// How many values of J occur: J = N/2, …, N/2 − rows + 1.
    pub fn rows(&self) -> usize {
        self.region.rows.len()
    }

    /// The smallest and the largest number u of spins up that occur.
    pub fn columns(&self) -> [i64; 2] {
        self.region.columns()
    }

    /// The sum over all elements; the trace where Δ = 0.
    pub fn sum(&self) -> f64 {
        self.region.rows.iter().flatten().sum()
    }
}

/// Rows d = 0, 1, … over one range of u, with a zero on either side.
#[derive(Debug, Clone)]
struct Region {
    /// The u of the entry at index 1 of every row.
    first: i64,
    width: usize,
    rows: Vec<Vec<f64>>,
}

impl Region {
    fn columns(&self) -> [i64; 2] {
        [self.first, self.first + self.width as i64 - 1]
    }

    fn at(&self, d: usize, u: i64) -> f64 {
        let index = u - self.first + 1;
        let row = self.rows.get(d).map_or(&[][..], Vec::as_slice);
        usize::try_from(index)
            .ok()
            .and_then(|index| row.get(index))
            .copied()
            .unwrap_or(0.0)
    }

    /// The same elements over a range that reaches further on both sides.
    fn widened(&self, first: i64, width: usize) -> Self {
        let shift = (self.first - first) as usize;
        let rows = self.rows.iter().map(|row| {
            let mut wide = vec![0.0; width + 2];
            wide[shift..shift + row.len()].copy_from_slice(row);
            wide
        });
        Self {
            first,
            width,
            rows: rows.collect(),
        }
    }
}

/// One coherence order under fixed rates for unit time.
#[derive(Debug, Clone)]
pub struct Generator {
    spins: i64,
    order: i64,
    rates: Rates,
    /// √(x(x−Δ)), zero for x < Δ; the index is x + 2.
    left: Vec<f64>,
    /// √(y(y+Δ)), zero for y < 0, at N + 2 − y, so that it rises with u.
    right: Vec<f64>,
}

impl Generator {
    /// For N spins and Δ = M − M' ≥ 0.
    pub fn new(spins: u64, order: u64, rates: Rates) -> Self {
        let (n, delta) = (spins as i64, order as i64);
        let root = |product: i64| (product.max(0) as f64).sqrt();
        let left = (-2..=n + 3).map(|x| {
            if x < delta {
                0.0
            } else {
                root(x * (x - delta))
            }
        });
        let right = (-3..=n + 2)
            .rev()
            .map(|y| if y < 0 { 0.0 } else { root(y * (y + delta)) });
        Self {
            spins: n,
            order: delta,
            rates,
            left: left.collect(),
            right: right.collect(),
        }
    }

    /// λ for states that start with u spins up.
    fn rate(&self, u: i64) -> f64 {
        let Rates {
            down,
            up,
            dephasing,
        } = self.rates;
        let n = self.spins as f64;
        let mean = |u: f64| u - 0.5 * self.order as f64;
        let populations = if up == 0.0 {
            down * mean(u as f64)
        } else if down == 0.0 {
            up * (n - mean(u as f64))
        } else {
            let at = |u: f64| down * mean(u) + up * (n - mean(u));
            at(self.order as f64).max(at(n))
        };
        populations.max(0.0) + dephasing * n
    }

    /// The elements after unit time from Σ_u `initial[u − first]` at J = N/2.
    ///
    /// O(λ · occupied elements), λ ≈ N · rates; the occupied region grows as
    /// the spread of M times that of J.
    pub fn evolve(&self, first: u64, initial: &[f64], work: &Work) -> Result<Evolved, Cancelled> {
        let last = first as i64 + initial.len() as i64 - 1;
        let rate = self.rate(first as i64).max(self.rate(last));
        let mut row = vec![0.0];
        row.extend_from_slice(initial);
        row.push(0.0);
        let scale: f64 = initial.iter().map(|x| x.abs()).sum();
        let mut power = Region {
            first: first as i64,
            width: initial.len(),
            rows: vec![row],
        };
        if rate == 0.0 || scale == 0.0 {
            return Ok(Evolved {
                region: power,
                error: 0.0,
            });
        }
        let weights = leggett_num::pmf::poisson(rate);
        let steps = weights.last();
        let mut sum = Region {
            first: power.first,
            width: power.width,
            rows: Vec::new(),
        };
        let mut dropped = weights.lost * scale;
        let threshold = NEGLIGIBLE * scale / (steps + 1) as f64;
        for step in 0..=steps {
            work.check()?;
            accumulate(&mut sum, &power, weights.at(step as i64));
            if step < steps {
                power = self.step(&power, rate);
                dropped += trim(&mut power, threshold);
            }
        }
        let rounding = f64::EPSILON * (32.0 + 8.0 * steps as f64) * scale;
        Ok(Evolved {
            region: sum,
            error: dropped + rounding,
        })
    }

    /// The u that a row can have.
    fn valid(&self, d: usize) -> [i64; 2] {
        [d as i64 + self.order, self.spins - d as i64]
    }

    /// (1 + G/λ) applied once.
    fn step(&self, source: &Region, rate: f64) -> Region {
        let reach = i64::from(self.rates.down > 0.0 || self.rates.up > 0.0);
        let [low, high] = source.columns();
        let first = (low - reach).max(self.order);
        let last = (high + reach).min(self.spins);
        let width = (last - first + 1) as usize;
        let wide = source.widened(first - 1, width + 2);
        let lowest = (self.spins - self.order) / 2;
        let rows = (source.rows.len() + 1).min(lowest as usize + 1);
        let blank = vec![0.0; width + 4];
        let target = (0..rows).map(|d| {
            let row = |d: usize| wide.rows.get(d).map_or(blank.as_slice(), Vec::as_slice);
            let above = if d == 0 { blank.as_slice() } else { row(d - 1) };
            self.row(d as i64, first, width, [above, row(d), row(d + 1)], rate)
        });
        Region {
            first,
            width,
            rows: target.collect(),
        }
    }

    /// Row d of the product; sources have two more entries on each side.
    fn row(&self, d: i64, first: i64, width: usize, sources: [&[f64]; 3], rate: f64) -> Vec<f64> {
        let mut out = vec![0.0; width + 2];
        let [low, high] = self.valid(d as usize);
        let (start, end) = (low.max(first), high.min(first + width as i64 - 1));
        if start > end {
            return out;
        }
        let count = (end - start + 1) as usize;
        let offset = (start - first) as usize;
        let take = |source: usize, shift: usize| &sources[source][offset + 1 + shift..][..count];
        // P(x + shift) and Q(y + shift) with x = u − d and y = N − d − u.
        let p = |shift: i64| &self.left[(start - d + shift + 2) as usize..][..count];
        let q = |shift: i64| &self.right[(start + d - shift + 2) as usize..][..count];
        let target = &mut out[offset + 1..][..count];
        let coefficients = self.coefficients(d, rate);
        let Coefficients {
            same,
            above,
            below,
            flat,
        } = coefficients;
        let [pm, p0, p1, p2] = [p(-1), p(0), p(1), p(2)];
        let [qm, q0, q1, q2] = [q(-1), q(0), q(1), q(2)];
        let [here_m, here, here_p] = [take(1, 0), take(1, 1), take(1, 2)];
        let [above_m, above_0, above_p] = [take(0, 0), take(0, 1), take(0, 2)];
        let [below_m, below_0, below_p] = [take(2, 0), take(2, 1), take(2, 2)];
        for i in 0..count {
            let u = (start + i as i64) as f64;
            let decay = flat[0] + flat[1] * u + flat[2] * u * u;
            let down = same[0] * here_p[i] * p1[i] * q0[i]
                + above[0] * above_p[i] * p2[i] * p1[i]
                + below[0] * below_p[i] * qm[i] * q0[i];
            let up = same[1] * here_m[i] * q1[i] * p0[i]
                + above[1] * above_m[i] * q2[i] * q1[i]
                + below[1] * below_m[i] * pm[i] * p0[i];
            let flip =
                above[2] * above_0[i] * p1[i] * q1[i] + below[2] * below_0[i] * p0[i] * q0[i];
            target[i] = here[i] * decay + down + up + flip;
        }
        out
    }

    /// α, β of J + 1 and δ of J − 1, each times the rates over λ, and
    /// 1 + (diagonal)/λ as a polynomial in u.
    fn coefficients(&self, d: i64, rate: f64) -> Coefficients {
        let Rates {
            down,
            up,
            dephasing,
        } = self.rates;
        let (n, delta) = (self.spins as f64, self.order as f64);
        let j = 0.5 * n - d as f64;
        let flips = 4.0 * dephasing;
        let alpha = if j > 0.0 {
            (n + 2.0) / (4.0 * j * (j + 1.0))
        } else {
            0.0
        };
        let upper = j + 1.0;
        let beta = (0.5 * n + upper + 1.0) / (2.0 * upper * (2.0 * upper + 1.0));
        let lower = j - 1.0;
        let gamma = if lower >= 0.0 {
            (0.5 * n - lower) / (2.0 * (lower + 1.0) * (2.0 * lower + 1.0))
        } else {
            0.0
        };
        // M M' = (u − N/2)(u − Δ − N/2)
        let z = flips * alpha;
        let constant = down * 0.5 * delta - up * (n + 0.5 * delta) - dephasing * n
            + z * 0.5 * n * (0.5 * n + delta);
        Coefficients {
            same: [down, up].map(|g| g * alpha / rate),
            above: [down, up, flips].map(|g| g * beta / rate),
            below: [down, up, flips].map(|g| g * gamma / rate),
            flat: [
                1.0 + constant / rate,
                (up - down - z * (n + delta)) / rate,
                z / rate,
            ],
        }
    }
}

struct Coefficients {
    same: [f64; 2],
    above: [f64; 3],
    below: [f64; 3],
    flat: [f64; 3],
}

/// sum += weight · power.
fn accumulate(sum: &mut Region, power: &Region, weight: f64) {
    let [low, high] = power.columns();
    let [first, last] = sum.columns();
    if low < first || high > last {
        // Generously, since every step may widen the region by one.
        let margin = 16 + sum.width as i64 / 8;
        let first = if low < first { low - margin } else { first };
        let last = if high > last { high + margin } else { last };
        *sum = sum.widened(first, (last - first + 1) as usize);
    }
    while sum.rows.len() < power.rows.len() {
        sum.rows.push(vec![0.0; sum.width + 2]);
    }
    let shift = (power.first - sum.first) as usize;
    for (target, source) in sum.rows.iter_mut().zip(&power.rows) {
        for (x, y) in target[shift..][..source.len()].iter_mut().zip(source) {
            *x += weight * y;
        }
    }
}

/// Drops the outermost row and columns while they are negligible.
fn trim(power: &mut Region, threshold: f64) -> f64 {
    let mut dropped = 0.0;
    let size = |values: &mut dyn Iterator<Item = f64>| values.map(f64::abs).sum::<f64>();
    while power.rows.len() > 1 {
        let Some(last) = power.rows.last() else { break };
        let mass = size(&mut last.iter().copied());
        if mass > threshold {
            break;
        }
        dropped += mass;
        power.rows.pop();
    }
    let column = |power: &Region, index: usize| size(&mut power.rows.iter().map(|row| row[index]));
    let (mut start, mut end) = (1, power.width);
    for (edge, from_left) in [(&mut start, true), (&mut end, false)] {
        for _ in 1..power.width {
            let mass = column(power, *edge);
            if mass > threshold {
                break;
            }
            dropped += mass;
            *edge = if from_left { *edge + 1 } else { *edge - 1 };
        }
    }
    if start > 1 || end < power.width {
        let width = end + 1 - start.min(end);
        for row in &mut power.rows {
            let mut kept = vec![0.0; width + 2];
            kept[1..=width].copy_from_slice(&row[start.min(end)..=end]);
            *row = kept;
        }
        power.first += start.min(end) as i64 - 1;
        power.width = width;
    }
    dropped
}
