//! Contiguous windows of the Dicke ladder around its centre.

use leggett_num::binomial;

/// The Dicke states with |2k − N| ≤ `reach`, and the weight outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// N.
    pub atoms: u64,
    /// The largest |2k − N| inside; it has the parity of N.
    pub reach: u64,
    /// An upper bound on Σ w_k² over the states outside.
    pub lost: f64,
}

impl Window {
    /// The whole ladder.
    pub fn full(atoms: u64) -> Self {
        Self {
            atoms,
            reach: atoms,
            lost: 0.0,
        }
    }

    /// The paper's window |k − N/2| ≤ ⌊c√N/2⌋ (Li et al., eqs 30 and 31);
    /// `None` where it holds no state.
    pub fn published(atoms: u64, c: f64) -> Option<Self> {
        let half_width = (0.5 * c * (atoms as f64).sqrt()).floor();
        if 2.0 * half_width >= atoms as f64 {
            return Some(Self::full(atoms));
        }
        Self::with_reach(atoms, 2 * half_width as u64)
    }

    /// The smallest window that loses at most this weight.
    pub fn losing(atoms: u64, weight: f64) -> Self {
        let deviation = (atoms as f64).sqrt();
        // Hoeffding: the weight beyond c√N is at most 2 exp(−c²/2).
        let widest = (2.0 * (2.0 / weight).ln()).sqrt() * deviation;
        if widest.is_nan() || widest >= atoms as f64 {
            return Self::full(atoms);
        }
        let (mut too_small, mut enough) = (0, widest.ceil() as u64);
        while enough - too_small > 1 {
            let middle = too_small + (enough - too_small) / 2;
            if binomial::tail(atoms, middle) <= weight {
                enough = middle
            } else {
                too_small = middle
            }
        }
        // The reach takes the parity of N, outwards.
        Self::with_reach(atoms, enough + (enough + atoms) % 2).unwrap_or(Self::full(atoms))
    }

    fn with_reach(atoms: u64, reach: u64) -> Option<Self> {
        let reach = match (reach + atoms) % 2 {
            0 => reach,
            _ => reach.checked_sub(1)?,
        };
        Some(Self {
            atoms,
            reach: reach.min(atoms),
            lost: binomial::tail(atoms, reach),
        })
    }

    /// How many states it holds.
    pub fn states(&self) -> u64 {
        self.reach + 1
    }

    /// The smallest and the largest k inside.
    pub fn bounds(&self) -> (u64, u64) {
        ((self.atoms - self.reach) / 2, (self.atoms + self.reach) / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicke::amplitude;
    use proptest::prelude::*;

    #[test]
    fn published_windows() {
        assert_eq!(Window::published(100, 3.0).unwrap().bounds(), (35, 65));
        assert_eq!(
            Window::published(10_000, 8.0).unwrap().bounds(),
            (4600, 5400)
        );
        assert_eq!(Window::published(3, 1.0), None);
        assert_eq!(Window::published(3, 2.0).unwrap().bounds(), (1, 2));
        assert_eq!(Window::published(100, 1e9).unwrap(), Window::full(100));
    }

    proptest! {
        #[test]
        fn windows_lose_what_they_say(atoms in 1u64..400, exponent in -14.0f64..-0.5) {
            let weight = 10f64.powf(exponent);
            let window = Window::losing(atoms, weight);
            let (low, high) = window.bounds();
            let inside: f64 = (low..=high).map(|k| amplitude(atoms, k).powi(2)).sum();
            prop_assert!(window.lost <= weight);
            prop_assert!((inside + window.lost - 1.0).abs() < 1e-8 * window.lost + 1e-13);
            prop_assert_eq!(window.states(), high - low + 1);
        }
    }
}
