//! The distinctness that keeps most entanglement.
//!
//! Two Dicke states with k0 − k1 = Δ centred at N/2: for small Δ what remains
//! of the branches overlaps, for large Δ single spins tell them apart, and the
//! negativity has one maximum, for losses and noise that act on a fixed share
//! of the spins at Δ of the order of √N.

use super::noise::dicke::NoisyDicke;
use super::{check_dicke, lose, out_of_range};
use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::{Work, normal};
use std::collections::BTreeMap;

/// What happens to the spins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Event {
    /// So many of them are lost.
    Lost(u64),
    /// Noise on every spin; the spins up are set by the search.
    Noise(NoisyDicke),
}

/// Which pair of Dicke states is sought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// N.
    pub atoms: u64,
    /// w.
    pub weight: f64,
    /// What happens.
    pub event: Event,
    /// The least distinctness that is allowed.
    pub smallest: u64,
}

/// The best pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Optimum {
    /// Δ = k0 − k1; the bound is the distance to the farthest one that the
    /// errors of the negativities do not rule out.
    pub distinctness: Estimate,
    /// The negativity that it keeps.
    pub negativity: Estimate,
    /// Whether the smallest allowed distinctness is the best.
    pub at_smallest: bool,
    /// How many negativities were computed.
    pub evaluations: usize,
}

/// The smallest Δ that a detector of resolution σ (standard deviation of its
/// Gaussian error of J_z) tells apart with an error of at most ε:
/// Φ(Δ/2σ) ≥ 1 − ε.
pub fn smallest_resolved(resolution: f64, error_probability: f64) -> f64 {
    (2.0 * resolution * normal::exceeded_with(error_probability))
        .ceil()
        .max(1.0)
}

/// k0 and k1 around N/2, where N and Δ differ in parity half a spin above it.
pub fn centred(atoms: u64, distinctness: u64) -> [u64; 2] {
    let upper = (atoms + distinctness).div_ceil(2);
    [upper, upper - distinctness]
}

impl Search {
    /// The maximum over Δ from `smallest` to N, by bracketing from √N and
    /// golden sections; some 20 to 40 negativities.
    ///
    /// None where nothing is left at any Δ that was tried. That there is one
    /// maximum is taken for granted, so the kind is `Estimated`.
    pub fn run(&self, work: &Work) -> Result<Option<Optimum>> {
        check_dicke(self.atoms, [0, 0])?;
        if self.smallest == 0 || self.smallest > self.atoms {
            return Err(out_of_range(
                "resolution",
                self.smallest,
                format!("a least distinctness from 1 to atoms = {}", self.atoms),
            ));
        }
        let mut known = Known {
            search: self,
            values: BTreeMap::new(),
            work,
        };
        let [mut low, mut high] = known.bracket()?;
        while high - low > 3 {
            let third = (((high - low) as f64 * 0.382).round() as u64).max(1);
            let (left, right) = (low + third, high - third);
            if left >= right {
                break;
            }
            if known.value(left)? < known.value(right)? {
                low = left
            } else {
                high = right
            }
        }
        // Neighbours too, since odd and even Δ are centred differently.
        for delta in low.saturating_sub(2).max(self.smallest)..=(high + 2).min(self.atoms) {
            known.value(delta)?;
        }
        Ok(known.best())
    }

    fn negativity(&self, distinctness: u64, work: &Work) -> Result<Estimate> {
        let up = centred(self.atoms, distinctness);
        match self.event {
            Event::Lost(particles) => {
                Ok(lose::dicke(self.atoms, up, particles, self.weight)?.negativity)
            }
            Event::Noise(noise) => NoisyDicke {
                atoms: self.atoms,
                up,
                weight: self.weight,
                ..noise
            }
            .negativity(work),
        }
    }

    /// Peak memory in bytes and floating-point operations, for noise that
    /// costs the same at any Δ.
    pub fn cost(&self) -> (f64, f64) {
        let (bytes, operations) = match self.event {
            Event::Lost(particles) => {
                let m = particles as f64;
                let terms = (m + 1.0).min(2100.0 + 24.0 * m.sqrt());
                (60.0 * terms, 150.0 * terms)
            }
            Event::Noise(noise) => NoisyDicke {
                atoms: self.atoms,
                up: centred(self.atoms, self.smallest),
                ..noise
            }
            .cost(),
        };
        (bytes + 10_000.0, 25.0 * operations)
    }
}

/// The negativities computed so far.
struct Known<'a> {
    search: &'a Search,
    values: BTreeMap<u64, Estimate>,
    work: &'a Work,
}

impl Known<'_> {
    fn value(&mut self, distinctness: u64) -> Result<f64> {
        if let Some(known) = self.values.get(&distinctness) {
            return Ok(known.value);
        }
        self.work.check()?;
        let estimate = self.search.negativity(distinctness, self.work)?;
        if estimate.value.is_nan() {
            return Err(Error::BoundViolated {
                quantity: "negativity",
                value: estimate.value,
                allowed: "a number".to_owned(),
            });
        }
        self.values.insert(distinctness, estimate);
        Ok(estimate.value)
    }

    /// Two Δ between which the maximum lies.
    fn bracket(&mut self) -> Result<[u64; 2]> {
        let (smallest, largest) = (self.search.smallest, self.search.atoms);
        let start = (0.9 * (largest as f64).sqrt()).round() as u64;
        let mut middle = start.clamp(smallest, largest);
        let step = |x: u64, down: bool| {
            if down {
                (x / 2).max(smallest)
            } else {
                x.saturating_mul(2).min(largest)
            }
        };
        loop {
            let here = self.value(middle)?;
            let (low, high) = (step(middle, true), step(middle, false));
            if self.value(low)? >= here && low < middle {
                middle = low;
            } else if self.value(high)? > here && high > middle {
                middle = high;
            } else {
                return Ok([low, high]);
            }
        }
    }

    fn best(&self) -> Option<Optimum> {
        let larger = |x: &(&u64, &Estimate), y: &(&u64, &Estimate)| x.1.value.total_cmp(&y.1.value);
        let (distinctness, negativity) = self.values.iter().max_by(larger)?;
        if negativity.value <= 0.0 {
            return None;
        }
        let rivals = self.values.iter().filter(|(_, other)| {
            other.value + other.error_bound >= negativity.value - negativity.error_bound
        });
        let farthest = rivals
            .map(|(other, _)| other.abs_diff(*distinctness))
            .max()
            .unwrap_or(0);
        Some(Optimum {
            distinctness: Estimate {
                value: *distinctness as f64,
                error_bound: farthest as f64,
                kind: ErrorKind::Estimated,
            },
            negativity: *negativity,
            at_smallest: *distinctness == self.search.smallest,
            evaluations: self.values.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::Channel;

    fn lost(atoms: u64, particles: u64) -> Optimum {
        let search = Search {
            atoms,
            weight: 0.5,
            event: Event::Lost(particles),
            smallest: 1,
        };
        search.run(&Work::new()).unwrap().unwrap()
    }

    #[test]
    fn the_optimum_is_the_largest_of_all() {
        for (n, m) in [
            (40, 1),
            (41, 4),
            (100, 10),
            (101, 50),
            (200, 190),
            (7, 7),
            (1, 0),
            (2, 1),
        ] {
            let search = Search {
                atoms: n,
                weight: 0.5,
                event: Event::Lost(m),
                smallest: 1,
            };
            let all: Vec<f64> = (1..=n)
                .map(|d| search.negativity(d, &Work::new()).unwrap().value)
                .collect();
            let largest = all.iter().copied().fold(0.0, f64::max);
            match search.run(&Work::new()).unwrap() {
                Some(best) => assert_eq!(best.negativity.value, largest, "{n} {m}: {best:?}"),
                None => assert_eq!(largest, 0.0, "{n} {m}"),
            }
        }
    }

    #[test]
    fn a_fixed_share_of_losses_puts_it_at_the_root_of_the_number() {
        for (share, scaled, negativity) in
            [(0.1, 0.83, 0.476), (0.3, 0.95, 0.371), (0.5, 0.83, 0.253)]
        {
            let n = 1_000_000u64;
            let best = lost(n, (share * n as f64) as u64);
            assert!(
                (best.distinctness.value / 1000.0 - scaled).abs() < 0.01,
                "{best:?}"
            );
            assert!(
                (best.negativity.value - negativity).abs() < 1e-3,
                "{best:?}"
            );
            assert!(best.evaluations < 60);
        }
        assert_eq!(lost(1_000_000, 1).distinctness.value, 2.0);
    }

    #[test]
    fn noise_has_an_optimum_too() {
        let noise = NoisyDicke {
            atoms: 60,
            up: [0, 0],
            weight: 0.5,
            channel: Channel::Depolarizing,
            strength: 0.05,
            qubit_strength: 0.0,
        };
        let search = Search {
            atoms: 60,
            weight: 0.5,
            event: Event::Noise(noise),
            smallest: 1,
        };
        let best = search.run(&Work::new()).unwrap().unwrap();
        for delta in 1..=60 {
            assert!(search.negativity(delta, &Work::new()).unwrap().value <= best.negativity.value);
        }
        let broken = Search {
            event: Event::Noise(NoisyDicke {
                strength: 0.9,
                ..noise
            }),
            ..search
        };
        assert_eq!(broken.run(&Work::new()).unwrap(), None);
    }

    #[test]
    fn a_detector_asks_for_a_least_distinctness() {
        assert_eq!(smallest_resolved(0.0, 0.01), 1.0);
        // 2 · 2.326 · 10 = 46.5
        assert_eq!(smallest_resolved(10.0, 0.01), 47.0);
        let search = Search {
            atoms: 10_000,
            weight: 0.5,
            event: Event::Lost(1000),
            smallest: 200,
        };
        let best = search.run(&Work::new()).unwrap().unwrap();
        assert!(best.at_smallest && best.distinctness.value == 200.0);
    }
}
