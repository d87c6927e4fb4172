//! Windows of the binomial, the Poisson and the hypergeometric distribution.
//!
//! All are unimodal with a ratio of neighbouring weights that falls
//! monotonically, so that a recurrence outwards from the mode is stable, and
//! what lies beyond a window is bounded by a geometric series.

/// Weights below this share of the largest one end a long window: its root, which
/// overlaps of two distributions see, is below an ulp.
const NEGLIGIBLE: f64 = 1e-32;

/// So many weights on either side of the mode are kept however small they
/// are, so that small cases are complete.
const ALWAYS: u64 = 1000;

/// Consecutive weights of a distribution on whole numbers, normalised to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The outcome that the first weight belongs to.
    pub first: u64,
    /// The weights; their sum is one up to rounding.
    pub weights: Vec<f64>,
    /// An upper bound on the weight outside the window.
    pub lost: f64,
    /// The mean distance from the mode.
    spread: f64,
}

impl Window {
    /// The weight of this outcome, zero outside the window.
    pub fn at(&self, outcome: i64) -> f64 {
        let index = outcome - self.first as i64;
        usize::try_from(index)
            .ok()
            .and_then(|index| self.weights.get(index))
            .copied()
            .unwrap_or(0.0)
    }

    /// The last outcome inside.
    pub fn last(&self) -> u64 {
        self.first + self.weights.len() as u64 - 1
    }

    /// A bound on the relative error of each weight: two roundings of each
    /// factor of the recurrence, from the mode to the edge.
    pub fn rounding(&self) -> f64 {
        4.0 * f64::EPSILON * (4.0 + self.weights.len() as f64)
    }

    /// A bound on the relative error of sums over all weights, most of which
    /// lie near the mode.
    pub fn mean_rounding(&self) -> f64 {
        2.0 * f64::EPSILON * (4.0 + 4.0 * self.spread)
    }

    /// Outwards from the mode, at least `always` steps within the support;
    /// `ratio(u)` is weight(u+1)/weight(u).
    fn around(mode: u64, support: [u64; 2], always: u64, ratio: impl Fn(u64) -> f64) -> Self {
        let (mut below, mut above) = (Vec::new(), vec![1.0f64]);
        let mut lost = 0.0;
        let mut term = 1.0;
        for u in mode..support[1] {
            let step = ratio(u);
            term *= step;
            if term < NEGLIGIBLE && u - mode >= always {
                lost += term / (1.0 - step);
                break;
            }
            above.push(term);
        }
        term = 1.0;
        for u in (support[0]..mode).rev() {
            let step = 1.0 / ratio(u);
            term *= step;
            if term < NEGLIGIBLE && mode - u > always {
                lost += term / (1.0 - step);
                break;
            }
            below.push(term);
        }
        let first = mode - below.len() as u64;
        below.reverse();
        below.append(&mut above);
        let sum = pairwise(&below);
        below.iter_mut().for_each(|weight| *weight /= sum);
        let terms: Vec<f64> = below
            .iter()
            .zip(first..)
            .map(|(weight, u)| weight * u.abs_diff(mode) as f64)
            .collect();
        Self {
            spread: pairwise(&terms),
            first,
            weights: below,
            lost: lost / sum * (1.0 + 1e-6),
        }
    }
}

/// The sum in a tree, with an error of log n roundings.
pub fn pairwise(values: &[f64]) -> f64 {
    match values.len() {
        0..=32 => values.iter().sum(),
        length => {
            let (left, right) = values.split_at(length / 2);
            pairwise(left) + pairwise(right)
        }
    }
}

/// C(n, u) p^u q^(n−u) for the u whose weight matters, p + q = 1.
///
/// Both p and q are given, so that neither loses digits when it is small.
/// O(√(npq)); relative errors grow by about an ulp a step.
pub fn binomial(trials: u64, p: f64, q: f64) -> Window {
    if p <= 0.0 || q <= 0.0 {
        let first = if p <= 0.0 { 0 } else { trials };
        return Window {
            first,
            weights: vec![1.0],
            lost: 0.0,
            spread: 0.0,
        };
    }
    let mode = (((trials + 1) as f64 * p).floor() as u64).min(trials);
    let odds = p / q;
    Window::around(mode, [0, trials], ALWAYS, |u| {
        (trials - u) as f64 / (u + 1) as f64 * odds
    })
}

/// e^{−λ} λᵘ/u! for the u whose weight matters, λ > 0.
///
/// O(√λ); relative errors grow by about an ulp a step.
pub fn poisson(mean: f64) -> Window {
    let mode = mean.floor() as u64;
    Window::around(mode, [0, u64::MAX], 0, |u| mean / (u + 1) as f64)
}

/// C(n, u) C(N−n, K−u) / C(N, K): u marked among n drawn from N of which K
/// are marked, for the u whose weight matters; K and n at most N.
///
/// O(√(n (K/N)(1−K/N)(1−n/N))); relative errors grow by about an ulp a step.
pub fn hypergeometric(population: u64, marked: u64, drawn: u64) -> Window {
    let plain = population - marked;
    let support = [drawn.saturating_sub(plain), drawn.min(marked)];
    // u marked need plain − (drawn − u) plain ones to stay undrawn.
    let ratio = |u: u64| {
        let up = (drawn - u) as f64 / (u + 1) as f64;
        let other = (marked - u) as f64 / (plain + u + 1 - drawn) as f64;
        up * other
    };
    let centre = (drawn + 1) as f64 * ((marked + 1) as f64 / (population + 2) as f64);
    let mode = (centre.floor() as u64).clamp(support[0], support[1]);
    Window::around(mode, support, ALWAYS, ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Exact products of fractions for small numbers.
    fn choose(n: u64, k: u64) -> f64 {
        (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
    }

    proptest! {
        #[test]
        fn small_cases_by_their_definition(population in 1u64..40, a in 0.0f64..=1.0, b in 0.0f64..=1.0) {
            let (marked, drawn) = ((a * population as f64) as u64, (b * population as f64) as u64);
            let window = hypergeometric(population, marked, drawn);
            for u in 0..=drawn.min(marked) {
                let expected = if marked - u > population - drawn { 0.0 } else {
                    choose(drawn, u) * choose(population - drawn, marked - u) / choose(population, marked)
                };
                prop_assert!((window.at(u as i64) - expected).abs() < 1e-13 * expected + 1e-20);
            }
            let window = binomial(drawn, a, 1.0 - a);
            for u in 0..=drawn {
                let expected = choose(drawn, u) * a.powi(u as i32) * (1.0 - a).powi((drawn - u) as i32);
                prop_assert!((window.at(u as i64) - expected).abs() < 1e-13 * expected + 1e-20);
            }
        }

        #[test]
        fn marked_and_drawn_exchange(population in 1u64..1_000_000_000_000, a in 0.0f64..=1.0, b in 0.0f64..1e-5) {
            let (marked, drawn) = ((a * population as f64) as u64, (b * population as f64) as u64);
            let (left, right) = (hypergeometric(population, marked, drawn), hypergeometric(population, drawn, marked));
            let bound = left.rounding() + right.rounding();
            for u in left.first..=left.last() {
                let (x, y) = (left.at(u as i64), right.at(u as i64));
                prop_assert!((x - y).abs() <= bound * x + 1e-31);
            }
        }

        #[test]
        fn moments(population in 2u64..1_000_000_000_000_000, a in 0.0f64..=1.0, drawn in 0u64..100_000) {
            let marked = (a * population as f64) as u64;
            let drawn = drawn.min(population);
            let window = hypergeometric(population, marked, drawn);
            let mean: f64 = window.weights.iter().enumerate()
                .map(|(i, weight)| weight * (window.first + i as u64) as f64).sum();
            let expected = drawn as f64 * (marked as f64 / population as f64);
            prop_assert!((mean - expected).abs() <= 1e-12 * (1.0 + expected));
        }
    }

    #[test]
    fn certain_outcomes() {
        assert_eq!(hypergeometric(10, 0, 4).weights, [1.0]);
        assert_eq!(hypergeometric(10, 10, 4).first, 4);
        assert_eq!(hypergeometric(10, 3, 10).first, 3);
        assert_eq!(binomial(7, 1.0, 0.0).first, 7);
        assert_eq!(binomial(0, 0.5, 0.5).weights, [1.0]);
        assert_eq!(hypergeometric(5, 3, 0).at(-1), 0.0);
    }
}
