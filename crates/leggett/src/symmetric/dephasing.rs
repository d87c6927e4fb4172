//! The trace norm of |D_k0⟩⟨D_k1| after dephasing of every one of N spins.
//!
//! Dephasing multiplies |x⟩⟨y| by η^{|x−y|}, η = 1 − 2p, as do the elements of
//! T^{⊗N} with T = `[[1,η],[η,1]]`, which in a block J is (1−η²)^{N/2−J}
//! Sym^{2J}(T). So |D_k0⟩⟨D_k1| becomes Σ_J c_J |J,M⟩⟨J,M'| with positive
//!
//! c_J ∝ d_J w_J, d_J the number of copies of J and w_J Wigner's function with
//! the cosine x = (1+η²)/(1−η²) > 1, a Jacobi polynomial that obeys
//!
//! J √((J+1)²−M²) √((J+1)²−M'²) w_{J+1}
//!   = (2J+1) (J(J+1) x − MM') w_J − (J+1) √(J²−M²) √(J²−M'²) w_{J−1},
//!
//! of which it is the dominant solution, so that the ratios w_{J+1}/w_J forget
//! where they were started: sums can begin at the mode. S₋^Δ, Δ = M − M', is
//! reduced by η^Δ, which fixes the scale: Σ_J c_J L_J = η^Δ L_{N/2} with its
//! element L_J = √((J+M)! (J−M')! / ((J−M)! (J+M')!)).

mod sums;

use leggett_num::{Cancelled, Work};
use sums::{NEGLIGIBLE, Sums, Term};

/// How many steps pass between two looks at the work.
const STRIDE: u64 = 1 << 16;

/// Σ_J c_J.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dephased {
    /// The trace norm, at most one.
    pub trace_norm: f64,
    /// A bound on its relative error from rounding, followed step by step.
    pub relative_error: f64,
    /// Whether all J were summed; otherwise c_J is taken to fall monotonically
    /// from below 1e-21 of the largest.
    pub complete: bool,
}

/// Σ_J c_J for k0 ≠ k1 and 0 ≤ p < ½. O(√N + Δ).
pub fn coherence(
    spins: u64,
    up: [u64; 2],
    strength: f64,
    work: &Work,
) -> Result<Dephased, Cancelled> {
    let chain = Chain::new(spins, up, strength);
    if strength == 0.0 || !chain.excess.is_finite() {
        return Ok(Dephased {
            trace_norm: 1.0,
            relative_error: 0.0,
            complete: true,
        });
    }
    let (ln, relative_error, complete) = chain.ln_sum(work)?;
    Ok(Dephased {
        trace_norm: ln.min(0.0).exp(),
        relative_error,
        complete,
    })
}

/// Peak memory in bytes and floating-point operations.
pub fn cost(spins: u64, up: [u64; 2], strength: f64) -> (f64, f64) {
    let n = spins as f64;
    let window = (17.0 * (n * strength * (1.0 - strength)).sqrt() + 200.0).min(0.5 * n + 1.0);
    let difference = up[0].abs_diff(up[1]) as f64;
    let shifted = difference.min(n - difference);
    (
        4096.0 + 8.0 * window,
        250.0 * (2.0 * window + 0.5 * shifted) + 100.0 * difference + 1e6,
    )
}

/// The recurrence in J from the smallest one, J = `bottom` + t.
struct Chain {
    /// N/2.
    half: f64,
    /// M > M'.
    up: f64,
    down: f64,
    /// x − 1.
    excess: f64,
    /// ln η.
    ln: f64,
    bottom: f64,
    /// The t of J = N/2.
    top: u64,
}

/// w_{J+1}/w_J and its relative error.
#[derive(Clone, Copy)]
struct Ratio {
    value: f64,
    error: f64,
}

impl Chain {
    fn new(atoms: u64, up: [u64; 2], flips: f64) -> Self {
        let half = 0.5 * atoms as f64;
        let [high, low] = [up[0].max(up[1]), up[0].min(up[1])].map(|k| k as f64 - half);
        let eta = 1.0 - 2.0 * flips;
        let bottom = high.abs().max(low.abs());
        Self {
            half,
            up: high,
            down: low,
            excess: 2.0 * eta * eta / (4.0 * flips * (1.0 - flips)),
            ln: (-2.0 * flips).ln_1p(),
            bottom,
            top: (half - bottom) as u64,
        }
    }

    fn spin(&self, t: u64) -> f64 {
        self.bottom + t as f64
    }

    /// a and b of w_{J+1} = a w_J − b w_{J−1}.
    fn recurrence(&self, j: f64) -> [f64; 2] {
        let (m, m2) = (self.up, self.down);
        let root =
            |j: f64| ((j - m) * (j + m)).max(0.0).sqrt() * ((j - m2) * (j + m2)).max(0.0).sqrt();
        // J(J+1) − MM', of terms that are not negative.
        let plain = (j - m) * (j + m2) + j * (m - m2 + 1.0);
        let scale = j * root(j + 1.0);
        let a = (2.0 * j + 1.0) * (j * (j + 1.0) * self.excess + plain) / scale;
        [a, (j + 1.0) * root(j) / scale]
    }

    fn advance(&self, t: u64, previous: Ratio) -> Ratio {
        let [a, b] = self.recurrence(self.spin(t));
        let part = b / previous.value;
        let value = a - part;
        let error = (8.0 * f64::EPSILON * (a + part) + part * previous.error) / value;
        Ratio { value, error }
    }

    /// The ratio at t, started so far below that the start is forgotten.
    fn ratio(&self, t: u64) -> Ratio {
        let [a, b] = self.recurrence(self.spin(t));
        let forget = (0.5 * a / b.sqrt()).max(1.0 + 1e-14).acosh();
        let steps = 20 + (30.0 / forget) as u64;
        let first = t.saturating_sub(steps);
        let [a, b] = self.recurrence(self.spin(first));
        let root = (0.25 * a * a - b).max(0.0).sqrt();
        let start = Ratio {
            value: if first == 0 { a } else { 0.5 * a + root },
            error: 8.0 * f64::EPSILON,
        };
        (first + 1..=t).fold(start, |ratio, t| self.advance(t, ratio))
    }

    /// c_{J+1}/c_J from w_{J+1}/w_J.
    fn step(&self, t: u64, ratio: Ratio) -> f64 {
        let j = self.spin(t);
        let above = self.half + j;
        let copies = (self.half - j) / (above + 2.0) * ((2.0 * j + 3.0) / (2.0 * j + 1.0));
        copies * ratio.value
    }

    /// L_{J+1}/L_J.
    fn ladder(&self, t: u64) -> f64 {
        let j = self.spin(t) + 1.0;
        ((j + self.up) / (j - self.up) * ((j - self.down) / (j + self.down))).sqrt()
    }

    /// The first t at which c_J no longer rises.
    fn mode(&self, work: &Work) -> Result<u64, Cancelled> {
        let (mut low, mut high) = (0, self.top);
        while low < high {
            work.check()?;
            let middle = low + (high - low) / 2;
            if self.step(middle, self.ratio(middle)) > 1.0 {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// ln Σ c_J, its error, and whether all J were summed.
    fn ln_sum(&self, work: &Work) -> Result<(f64, f64, bool), Cancelled> {
        let mode = self.mode(work)?;
        let mut sums = Sums::at_mode();
        let above = self.upwards(mode, &mut sums, work)?;
        let below = self.downwards(mode, &mut sums, work)?;
        let ladder = self.ln_ladder_above(mode, work)?;
        let difference = self.up - self.down;
        let ln = sums.plain.ln() - sums.ladder.ln() - sums.ln_scale + difference * self.ln + ladder;
        let rounding =
            f64::EPSILON * (64.0 + 4.0 * (ladder - difference * self.ln + sums.ln_scale));
        let error = sums.error() + rounding + 1e-18 * self.half.sqrt();
        Ok((ln, error, above && below))
    }

    fn upwards(&self, mode: u64, sums: &mut Sums, work: &Work) -> Result<bool, Cancelled> {
        let mut ratio = self.ratio(mode);
        let mut term = Term::at_mode();
        for t in mode..self.top {
            if t % STRIDE == 0 {
                work.check()?;
            }
            if t > mode {
                ratio = self.advance(t, ratio);
            }
            term.scale(self.step(t, ratio), self.ladder(t), ratio.error);
            if sums.add(&mut term) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn downwards(&self, mode: u64, sums: &mut Sums, work: &Work) -> Result<bool, Cancelled> {
        let mut width = 64;
        loop {
            let first = mode.saturating_sub(width);
            if first == 0 || self.negligible(first, mode) {
                return self.summed_down(first, mode, sums, work);
            }
            work.check()?;
            // Not doubled: the ratios of the window are stored.
            width += width / 4;
        }
    }

    /// Whether c_J at `first` is surely far below its maximum: it fell by more
    /// than half the distance times the slope in the middle.
    fn negligible(&self, first: u64, mode: u64) -> bool {
        let middle = first + (mode - first) / 2;
        let slope = self.step(middle, self.ratio(middle)).ln();
        0.5 * (mode - first) as f64 * slope > -NEGLIGIBLE.ln()
    }

    fn summed_down(
        &self,
        first: u64,
        mode: u64,
        sums: &mut Sums,
        work: &Work,
    ) -> Result<bool, Cancelled> {
        if first == mode {
            return Ok(true);
        }
        let mut ratio = self.ratio(first);
        let mut worst = ratio.error;
        let mut steps = Vec::with_capacity((mode - first) as usize);
        for t in first..mode {
            if t % STRIDE == 0 {
                work.check()?;
            }
            if t > first {
                ratio = self.advance(t, ratio);
            }
            worst = worst.max(ratio.error);
            steps.push(self.step(t, ratio));
        }
        let scale = (-sums.ln_scale).exp();
        let mut term = Term {
            ladder: scale,
            ..Term::at_mode()
        };
        for (t, step) in (first..mode).rev().zip(steps.iter().rev()) {
            term.scale(1.0 / step, 1.0 / self.ladder(t), worst);
            if sums.add(&mut term) {
                return Ok(false);
            }
        }
        Ok(first == 0)
    }

    /// ln(L_{N/2}/L_J) at this t: the shorter of two equal products.
    fn ln_ladder_above(&self, t: u64, work: &Work) -> Result<f64, Cancelled> {
        let (j, h) = (self.spin(t), (self.top - t) as f64);
        let difference = self.up - self.down;
        let (length, gain) = if h < difference {
            (h, difference)
        } else {
            (difference, h)
        };
        // Π_i (a+h−i)/(a−i) over i < Δ is Π_i (a+h−i)/(a+h−Δ−i) over i < h.
        let bases = [j + self.up, j - self.down].map(|a| a + h - gain);
        let (mut sum, mut carry) = (0.0, 0.0);
        for i in 0..length as u64 {
            if i % STRIDE == 0 {
                work.check()?;
            }
            let i = i as f64;
            let [x, y] = bases.map(|base| gain / (base - i));
            // Kahan: millions of terms.
            let term = 0.5 * (x.ln_1p() + y.ln_1p()) - carry;
            let next = sum + term;
            carry = (next - sum) - term;
            sum = next;
        }
        Ok(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::symmetric::Rates;
    use crate::symmetric::evolution::Generator;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_evolution_agrees(n in 1u64..60, a in 0.0f64..=1.0, b in 0.0f64..=1.0, p in 0.001f64..0.45) {
            let (x, y) = ((a * n as f64).round() as u64, (b * n as f64).round() as u64);
            prop_assume!(x != y);
            let (k0, k1) = (x.max(y), x.min(y));
            let rates = Rates { dephasing: -0.5 * (-2.0 * p).ln_1p(), ..Rates::default() };
            let evolved = Generator::new(n, k0 - k1, rates).evolve(k0, &[1.0], &Work::new()).unwrap();
            let got = coherence(n, [k0, k1], p, &Work::new()).unwrap();
            let (sum, rounding) = (got.trace_norm, got.relative_error);
            prop_assert!((evolved.sum() - sum).abs() <= evolved.error + rounding * sum, "{} {}", evolved.sum(), sum);
        }

        #[test]
        fn ghz_states_lose_it_exponentially(n in 1u64..2000, p in 0.0f64..0.4999) {
            let sum = coherence(n, [n, 0], p, &Work::new()).unwrap().trace_norm;
            let expected = (1.0 - 2.0 * p).powi(n as i32);
            prop_assert!((sum - expected).abs() < 1e-12 * expected + 1e-300);
        }
    }

    #[test]
    fn large_numbers_tend_to_a_limit() {
        // At Δ ~ √N the loss is a function of Δ/√N alone for many spins.
        let value = |n: u64, delta: u64| {
            coherence(n, [(n + delta) / 2, (n - delta) / 2], 0.05, &Work::new())
                .unwrap()
                .trace_norm
        };
        let (large, larger) = (value(1_000_000, 600), value(4_000_000, 1200));
        assert!((large - larger).abs() < 2e-6, "{large} {larger}");
    }
}
