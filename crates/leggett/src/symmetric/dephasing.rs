//! The trace norm of |D_k0⟩⟨D_k1| after dephasing of every spin, in O(N) for
//! any strength.
//!
//! Between configurations that differ in h spins dephasing leaves ηʰ, η = 1−2p,
//! so what it makes of the operator is a block of [[1, η], [η, 1]]^{⊗N}, a
//! representation of GL(2): the element of J is its multiplicity
//! C(N,d)(2J+1)/(N−d+1), d = N/2 − J, times
//!
//!   (1−η²)^{N/2} √(C(n+a+b, b)/C(n+b, b)) sinhᵃr coshᵇr P_n^{(a,b)}(cosh 2r),
//!
//! tanh r = η, a = |M−M'|, b = |M+M'|, n = J − max(|M|,|M'|), a Jacobi polynomial
//! at an argument above one: all elements are positive, and ratios of
//! neighbouring J obey the polynomials' recurrence, which is stable upwards.
//! What fixes the scale is the overlap with J₊^Δ, of which every flipped spin
//! costs a factor η: Σ_J c_J w_J = η^Δ with
//! w_J²/w_{J−1}² = (J−M')(J+M)/((J−M)(J+M')), w_{N/2} = 1.

use leggett_num::{Cancelled, Work};

/// A positive number far outside the range of doubles.
#[derive(Debug, Clone, Copy)]
struct Scaled {
    value: f64,
    exponent: i64,
}

const STEP: i64 = 400;

impl Scaled {
    const ONE: Self = Self {
        value: 1.0,
        exponent: 0,
    };

    /// Keeps the double away from overflow and underflow.
    fn settle(&mut self) {
        let shift =
            i64::from(self.value > 1e120) - i64::from(self.value < 1e-120 && self.value > 0.0);
        self.value *= power_of_scale(-shift);
        self.exponent += shift;
    }

    fn times(self, other: Self) -> Self {
        Self {
            value: self.value * other.value,
            exponent: self.exponent + other.exponent,
        }
    }

    fn add(&mut self, other: Self) {
        let difference = other.exponent - self.exponent;
        if difference > 0 {
            *self = Self {
                value: self.value * power_of_scale(-difference),
                exponent: other.exponent,
            };
        }
        self.value += other.value * power_of_scale(difference.min(0));
    }
}

/// 2^(400 n), zero where that is far below all doubles.
fn power_of_scale(n: i64) -> f64 {
    2f64.powi((STEP * n.clamp(-3, 2)) as i32)
}

/// Σ_J c_J, the trace norm, and a bound on its relative error.
///
/// k0 ≠ k1, 0 ≤ p < ½. O(N).
pub fn coherence(
    spins: u64,
    up: [u64; 2],
    strength: f64,
    work: &Work,
) -> Result<(f64, f64), Cancelled> {
    let eta = 1.0 - 2.0 * strength;
    if strength == 0.0 {
        return Ok((1.0, 0.0));
    }
    let terms = Terms::new(spins, up, strength);
    let (mut term, mut weight) = (Scaled::ONE, Scaled::ONE);
    let (mut sum, mut weighted) = (Scaled::ONE, Scaled::ONE);
    let mut ratio = 0.0;
    for n in 0..terms.steps {
        if n % 65536 == 0 {
            work.check()?;
        }
        ratio = terms.polynomial_ratio(n as f64, ratio);
        term.value *= ratio * terms.prefactor_ratio(n as f64);
        weight.value *= terms.weight_ratio(n as f64);
        term.settle();
        weight.settle();
        sum.add(term);
        weighted.add(term.times(weight));
    }
    let power = spins_power(eta, terms.order);
    let exponent = sum.exponent + weight.exponent - weighted.exponent;
    let value = power * (sum.value / weighted.value) * weight.value * power_of_scale(exponent);
    // Neighbouring ratios are a dozen roundings each and errors accumulate
    // from the bulk of the one sum to that of the other.
    let rounding = f64::EPSILON * (64.0 + 16.0 * (terms.steps as f64).sqrt());
    Ok((value, rounding))
}

/// η^Δ.
fn spins_power(eta: f64, order: f64) -> f64 {
    (order * eta.ln()).exp()
}

/// Ratios of neighbouring terms.
struct Terms {
    spins: f64,
    /// The smallest J.
    lowest: f64,
    /// M and M'.
    projections: [f64; 2],
    a: f64,
    b: f64,
    order: f64,
    /// cosh 2r − 1 = 2η²/(1−η²).
    excess: f64,
    steps: u64,
}

impl Terms {
    fn new(spins: u64, up: [u64; 2], strength: f64) -> Self {
        let n = spins as f64;
        let [k0, k1] = if up[0] > up[1] { up } else { [up[1], up[0]] };
        let projections = [k0, k1].map(|k| k as f64 - 0.5 * n);
        let lowest = projections[0].abs().max(projections[1].abs());
        let eta = 1.0 - 2.0 * strength;
        Self {
            spins: n,
            lowest,
            projections,
            a: (k0 - k1) as f64,
            b: (projections[0] + projections[1]).abs(),
            order: (k0 - k1) as f64,
            excess: 2.0 * eta * eta / (4.0 * strength * (1.0 - strength)),
            steps: (0.5 * n - lowest) as u64,
        }
    }

    /// P_{n+1}/P_n from P_n/P_{n−1}.
    fn polynomial_ratio(&self, n: f64, before: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        if n == 0.0 {
            return a + 1.0 + 0.5 * (a + b + 2.0) * self.excess;
        }
        let twice = 2.0 * n + a + b;
        // a² − b² + (2n+a+b)(2n+a+b+2) is a sum of positive terms.
        let constant =
            twice * (twice + 2.0) * self.excess + (twice + 1.0).powi(2) - 1.0 + (a - b) * (a + b);
        let above = (twice + 1.0) * constant - 2.0 * (n + a) * (n + b) * (twice + 2.0) / before;
        above / (2.0 * (n + 1.0) * (n + a + b + 1.0) * twice)
    }

    /// c_{J+1}/c_J without the polynomial.
    fn prefactor_ratio(&self, n: f64) -> f64 {
        let j = self.lowest + n;
        let d = 0.5 * self.spins - j;
        let multiplicity = d * (2.0 * j + 3.0) / ((2.0 * j + 1.0) * (self.spins - d + 2.0));
        let m = n + 1.0;
        multiplicity * ((m + self.a + self.b) / (m + self.a) * (m / (m + self.b))).sqrt()
    }

    /// w_{J+1}/w_J.
    fn weight_ratio(&self, n: f64) -> f64 {
        let j = self.lowest + n + 1.0;
        let [m, other] = self.projections;
        ((j - other) / (j - m) * ((j + m) / (j + other))).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::Channel;
    use crate::symmetric::evolution::Generator;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_evolution_agrees(n in 1u64..60, a in 0.0f64..=1.0, b in 0.0f64..=1.0, p in 0.001f64..0.45) {
            let (x, y) = ((a * n as f64).round() as u64, (b * n as f64).round() as u64);
            prop_assume!(x != y);
            let (k0, k1) = (x.max(y), x.min(y));
            let rates = Channel::Dephasing.rates(p).unwrap();
            let evolved = Generator::new(n, k0 - k1, rates).evolve(k0, &[1.0], &Work::new()).unwrap();
            let (sum, rounding) = coherence(n, [k0, k1], p, &Work::new()).unwrap();
            prop_assert!((evolved.sum() - sum).abs() <= evolved.error + rounding * sum, "{} {}", evolved.sum(), sum);
        }

        #[test]
        fn ghz_states_lose_it_exponentially(n in 1u64..2000, p in 0.0f64..0.4999) {
            let (sum, _) = coherence(n, [n, 0], p, &Work::new()).unwrap();
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
                .0
        };
        let (large, larger) = (value(1_000_000, 600), value(4_000_000, 1200));
        assert!((large - larger).abs() < 2e-6, "{large} {larger}");
    }
}
