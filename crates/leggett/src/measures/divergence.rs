//! How far apart two distributions of one outcome are, to full relative
//! precision also where they are nearly equal.

use leggett_num::pmf::{self, Window, pairwise};
use std::f64::consts::LN_2;

/// Two distributions P0 and P1 on the same outcomes.
///
/// Where both have weight, P1 is kept as the logarithm of P1/P0, since
/// distances are sums of functions of it that vanish quadratically.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The first outcome that both have.
    first: u64,
    /// P0, P1 and ln(P1/P0) of each outcome that both have.
    common: Vec<[f64; 3]>,
    /// The weight of each on outcomes that the other does not have.
    apart: [f64; 2],
    /// A bound on relative errors of sums over weights and logarithms.
    rounding: f64,
    /// A bound on the weight that both leave out.
    lost: f64,
}

impl Pair {
    /// The numbers of spins up among m drawn from N of which k0 or k1 are up.
    ///
    /// ln(P1/P0) changes from u to u+1 by ln(1 − D/(k0−u)) +
    /// ln(1 − D/(N−m−k1+u+1)), D = k0 − k1, and both terms have one sign.
    pub fn hypergeometric(population: u64, marked: [u64; 2], drawn: u64) -> Self {
        let [k0, k1] = marked;
        if k0 < k1 {
            return Self::hypergeometric(population, [k1, k0], drawn).swapped();
        }
        let windows = marked.map(|k| pmf::hypergeometric(population, k, drawn));
        let difference = (k0 - k1) as f64;
        Self::new(windows, |u| {
            let undrawn = (population - k1) - (drawn - u) + 1;
            (-difference / (k0 - u) as f64).ln_1p() + (-difference / undrawn as f64).ln_1p()
        })
    }

    /// Two binomial distributions of n trials; `up` and `down` are p and 1 − p
    /// of each, `difference` is p1 − p0.
    pub fn binomial(trials: u64, up: [f64; 2], down: [f64; 2], difference: f64) -> Self {
        let windows = [0, 1].map(|x| pmf::binomial(trials, up[x], down[x]));
        let step = (difference / up[0]).ln_1p() - (-difference / down[0]).ln_1p();
        Self::new(windows, |_| step)
    }

    /// From both windows and the step of ln(P1/P0) from u to u+1.
    fn new(windows: [Window; 2], step: impl Fn(u64) -> f64) -> Self {
        let [zero, one] = &windows;
        let rounding = zero.mean_rounding() + one.mean_rounding();
        let lost = zero.lost.max(one.lost);
        let (first, last) = (zero.first.max(one.first), zero.last().min(one.last()));
        if first > last {
            let (common, apart) = (Vec::new(), [1.0, 1.0]);
            return Self {
                first,
                common,
                apart,
                rounding,
                lost,
            };
        }
        let inside = |window: &Window| {
            let start = (first - window.first) as usize;
            let end = (last - window.first) as usize;
            let outside = pairwise(&window.weights[..start]) + pairwise(&window.weights[end + 1..]);
            (window.weights[start..=end].to_vec(), outside)
        };
        let ((weights, apart0), (others, apart1)) = (inside(zero), inside(one));
        let logarithms = logarithms(first, &weights, &others, [apart0, apart1], step);
        let common = (0..weights.len())
            .map(|i| [weights[i], others[i], logarithms[i]])
            .collect();
        Self {
            first,
            common,
            apart: [apart0, apart1],
            rounding,
            lost,
        }
    }

    fn swapped(self) -> Self {
        let common = self.common.iter().map(|[p, q, l]| [*q, *p, -l]).collect();
        let apart = [self.apart[1], self.apart[0]];
        Self {
            common,
            apart,
            ..self
        }
    }

    /// (u, P0, P1) of the outcomes that both have.
    pub fn common(&self) -> impl Iterator<Item = (u64, f64, f64)> {
        let terms = self.common.iter().zip(self.first..);
        terms.map(|([p, q, _], u)| (u, *p, *q))
    }

    /// The weight of each on outcomes that the other does not have.
    pub fn apart(&self) -> [f64; 2] {
        self.apart
    }

    /// A bound on the relative error of sums of the weights and of the
    /// distances below, to which `lost` comes as an absolute one.
    pub fn rounding(&self) -> f64 {
        self.rounding
    }

    /// A bound on the weight that was left out of either distribution.
    pub fn lost(&self) -> f64 {
        self.lost
    }

    /// A bound on Σ √(P0 P1) over what was left out of either (Cauchy and
    /// Schwarz).
    pub fn overlap_lost(&self) -> f64 {
        let bound = |other: f64| (self.lost * (other + self.lost)).sqrt();
        bound(self.apart[0]) + bound(self.apart[1])
    }

    /// 1 − Σ √(P0 P1) = ½ Σ (√P0 − √P1)², the squared Hellinger distance.
    pub fn hellinger(&self) -> f64 {
        let terms: Vec<f64> = self
            .common
            .iter()
            .map(|[p, q, l]| {
                if l.abs() < 1.0 {
                    p * (0.5 * l).exp_m1().powi(2)
                } else {
                    (p.sqrt() - q.sqrt()).powi(2)
                }
            })
            .collect();
        0.5 * (pairwise(&terms) + self.apart[0] + self.apart[1])
    }

    /// ½ Σ |P0 − P1|.
    pub fn total_variation(&self) -> f64 {
        let terms: Vec<f64> = self
            .common
            .iter()
            .map(|[p, q, l]| {
                if l.abs() < 1.0 {
                    p * l.exp_m1().abs()
                } else {
                    (p - q).abs()
                }
            })
            .collect();
        0.5 * (pairwise(&terms) + self.apart[0] + self.apart[1])
    }

    /// w D(P0‖P) + (1−w) D(P1‖P) in bits, P = w P0 + (1−w) P1: the
    /// Jensen–Shannon divergence, what the outcome says about which of the
    /// two it came from.
    pub fn jensen_shannon(&self, weight: f64) -> f64 {
        // The expansion around the heavier one does not cancel.
        if weight < 0.5 {
            return self.clone().swapped().jensen_shannon(1.0 - weight);
        }
        let other = 1.0 - weight;
        let terms: Vec<f64> = self
            .common
            .iter()
            .map(|[p, q, l]| {
                if l.abs() < 1.0 {
                    let x = l.exp_m1();
                    return p * (other * excess(x) - excess(other * x));
                }
                let mixed = weight * p + other * q;
                let share = |w: f64, x: f64| {
                    if w * x > 0.0 {
                        w * x * (x / mixed).ln()
                    } else {
                        0.0
                    }
                };
                share(weight, *p) + share(other, *q)
            })
            .collect();
        let alone = |share: f64, mass: f64| {
            if mass > 0.0 && share > 0.0 {
                -share * mass * share.ln()
            } else {
                0.0
            }
        };
        let apart = alone(weight, self.apart[0]) + alone(other, self.apart[1]);
        (pairwise(&terms) + apart) / LN_2
    }

    /// Σ over outcomes of the entropy in bits of which distribution it came
    /// from, H(w) − `jensen_shannon(w)` as a sum of positive terms.
    pub fn equivocation(&self, weight: f64) -> f64 {
        let terms: Vec<f64> = self
            .common()
            .map(|(_, p0, p1)| unnormalised_entropy(weight * p0, (1.0 - weight) * p1))
            .collect();
        // An empty sum is −0.
        pairwise(&terms) + 0.0
    }
}

/// ln(P1/P0) from its steps, with the constant from Σ P1 = 1 where the two
/// nearly agree, and from the weights themselves where they do not.
fn logarithms(
    first: u64,
    weights: &[f64],
    others: &[f64],
    apart: [f64; 2],
    step: impl Fn(u64) -> f64,
) -> Vec<f64> {
    // From the middle of the overlap, so that the sums stay short.
    let heaviest =
        |x: &usize, y: &usize| (weights[*x] * others[*x]).total_cmp(&(weights[*y] * others[*y]));
    let middle = (0..weights.len()).max_by(heaviest).unwrap_or(0);
    let mut logarithms = vec![0.0; weights.len()];
    for i in middle + 1..weights.len() {
        logarithms[i] = logarithms[i - 1] + step(first + i as u64 - 1);
    }
    for i in (0..middle).rev() {
        logarithms[i] = logarithms[i + 1] - step(first + i as u64);
    }
    let terms: Vec<f64> = weights
        .iter()
        .zip(&logarithms)
        .map(|(p, l)| p * l.exp_m1())
        .collect();
    let distance: f64 = terms.iter().map(|term| term.abs()).sum();
    let constant = if apart[0].max(apart[1]).max(distance) < 0.25 {
        (-apart[1]).ln_1p() - (pairwise(&terms) - apart[0]).ln_1p()
    } else {
        (others[middle] / weights[middle]).ln()
    };
    logarithms.iter_mut().for_each(|l| *l += constant);
    logarithms
}

/// (1+y) ln(1+y) − y for y > −1, of second order in y.
pub(crate) fn excess(y: f64) -> f64 {
    if y.abs() > 0.1 {
        return if y <= -1.0 {
            1.0
        } else {
            (1.0 + y) * y.ln_1p() - y
        };
    }
    // Σ_{n≥2} (−y)^n / (n(n−1))
    let mut sum = 0.0;
    for n in (2..=17).rev() {
        let n = f64::from(n);
        sum = 1.0 / (n * (n - 1.0)) - y * sum;
    }
    y * y * sum
}

/// s h(a/s), s = a + b: the binary entropy in bits of unnormalised weights.
pub fn unnormalised_entropy(a: f64, b: f64) -> f64 {
    let share = |x: f64, y: f64| {
        let ratio = y / x;
        if x <= 0.0 {
            0.0
        } else if ratio.is_finite() {
            x * ratio.ln_1p()
        } else {
            x * (y.ln() - x.ln())
        }
    };
    (share(a, b) + share(b, a)) / LN_2
}

/// H(w) = −w log2 w − (1−w) log2(1−w).
pub fn binary_entropy(weight: f64) -> f64 {
    unnormalised_entropy(weight, 1.0 - weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_divergences_keep_their_digits() {
        // 60-digit values of N = 1e9, 500000100 and 499999900 of them up, one drawn.
        let pair = Pair::hypergeometric(1_000_000_000, [500_000_100, 499_999_900], 1);
        assert!((pair.jensen_shannon(0.5) / 2.885_390_081_778e-14 - 1.0).abs() < 1e-12);
        let pair = Pair::hypergeometric(1_000_000_000, [1, 0], 1);
        assert!((pair.jensen_shannon(0.5) / 5.000_000_001_803_369e-10 - 1.0).abs() < 1e-12);
        let pair = Pair::hypergeometric(1_000_000_000, [1_000_000_000, 999_999_998], 1);
        assert!((pair.jensen_shannon(0.5) / 1.000_000_000_721_347_5e-9 - 1.0).abs() < 1e-12);
        assert!((pair.hellinger() / 1.000_000_000_5e-9 - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn by_their_definitions(population in 1u64..60, a in 0.0f64..=1.0, b in 0.0f64..=1.0, c in 0.0f64..=1.0, w in 0.0f64..=1.0) {
            let share = |x: f64| (x * population as f64) as u64;
            let (k0, k1, m) = (share(a), share(b), share(c));
            let pair = Pair::hypergeometric(population, [k0, k1], m);
            let [zero, one] = [k0, k1].map(|k| pmf::hypergeometric(population, k, m));
            let (mut js, mut h, mut tv) = (0.0, 1.0, 0.0);
            let entropy = |x: f64| if x > 0.0 { -x * x.log2() } else { 0.0 };
            for u in 0..=m as i64 {
                let (x, y) = (zero.at(u), one.at(u));
                js += entropy(w * x + (1.0 - w) * y) - w * entropy(x) - (1.0 - w) * entropy(y);
                h -= (x * y).sqrt();
                tv += 0.5 * (x - y).abs();
            }
            prop_assert!((pair.jensen_shannon(w) - js).abs() < 1e-12, "{} {}", pair.jensen_shannon(w), js);
            prop_assert!((pair.hellinger() - h).abs() < 1e-12);
            prop_assert!((pair.total_variation() - tv).abs() < 1e-12);
            prop_assert!((pair.equivocation(w) - (binary_entropy(w) - js)).abs() < 1e-12);
        }

        #[test]
        fn binomials_by_their_definitions(n in 0u64..40, p in 0.0f64..=1.0, r in 0.0f64..=1.0, w in 0.0f64..=1.0) {
            let pair = Pair::binomial(n, [p, r], [1.0 - p, 1.0 - r], r - p);
            let [zero, one] = [p, r].map(|p| pmf::binomial(n, p, 1.0 - p));
            let tv: f64 = (0..=n as i64).map(|u| 0.5 * (zero.at(u) - one.at(u)).abs()).sum();
            prop_assert!((pair.total_variation() - tv).abs() < 1e-12);
            prop_assert!((pair.equivocation(w) - (binary_entropy(w) - pair.jensen_shannon(w))).abs() < 1e-12);
        }

        #[test]
        fn nearly_equal_distributions(n in 1u64..1000, p in 0.01f64..0.99, exponent in -12.0f64..-4.0, w in 0.01f64..0.99) {
            // To lowest order the divergences are Fisher information times δ².
            let delta = 10f64.powf(exponent);
            let pair = Pair::binomial(n, [p, p + delta], [1.0 - p, 1.0 - p - delta], delta);
            let information = n as f64 / (p * (1.0 - p)) * delta * delta;
            let slack = 1e-9 + 20.0 * (n as f64).sqrt() * delta / (p * (1.0 - p));
            prop_assert!((pair.hellinger() / (information / 8.0) - 1.0).abs() < slack);
            let expected = 0.5 * w * (1.0 - w) * information / LN_2;
            prop_assert!((pair.jensen_shannon(w) / expected - 1.0).abs() < slack);
        }
    }
}
