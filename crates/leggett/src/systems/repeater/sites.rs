//! The ensembles' Dicke states as points on a circle, sorted by angle.
//!
//! The matrix A_kk' = w_k w_k' cos^N((k−k')t/2) depends on k through the weight
//! w_k and the angle θ_k = (k−N/2)t modulo 2π only, and couples only angles
//! that are near each other. Since θ_{N−k} = −θ_k and w_{N−k} = w_k, each pair
//! (k, N−k) is one site with its angle folded into [0, π]; A splits into the
//! sectors of even and odd combinations of the pairs. Reducing an angle by 2π
//! changes the sign of a basis vector at most, which no eigenvalue sees.

use crate::dicke::Window;
use leggett_num::angle::{Angle, DoubleDouble};
use leggett_num::binomial;

/// One pair of Dicke states, or the central state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site {
    /// |θ|, in [0, π].
    pub angle: DoubleDouble,
    /// π − |θ|.
    pub complement: f64,
    /// w_k; for the central state w_k/√2, so that one formula gives all entries.
    pub amplitude: f64,
    /// Whether this is the state k = N/2.
    pub central: bool,
}

/// π as a double-double.
const PI: DoubleDouble = DoubleDouble {
    high: std::f64::consts::PI,
    low: 1.224_646_799_147_353_2e-16,
};

/// The sites of a window, sorted by angle. O(n log n).
pub(super) fn sites(window: &Window, time: &Angle) -> Vec<Site> {
    let parity = window.atoms % 2;
    let mut sites: Vec<Site> = (parity..=window.reach)
        .step_by(2)
        .map(|offset| {
            let angle = time.half_multiple(offset as i64).magnitude();
            let amplitude = (0.5 * binomial::ln_weight(window.atoms, offset as i64)).exp();
            let central = offset == 0;
            Site {
                angle,
                complement: PI.minus(angle).max(0.0),
                amplitude: if central {
                    amplitude * std::f64::consts::FRAC_1_SQRT_2
                } else {
                    amplitude
                },
                central,
            }
        })
        .collect();
    sites.sort_by(|a, b| {
        a.angle
            .high
            .total_cmp(&b.angle.high)
            .then(a.angle.low.total_cmp(&b.angle.low))
    });
    sites
}

/// cos^N(x/2) and where it may be neglected.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coupling {
    half_atoms: f64,
    odd: bool,
    /// Couplings smaller than this count as zero.
    pub neglected: f64,
    /// Couplings over larger angles than this count as zero.
    pub reach: f64,
}

impl Coupling {
    /// Neglects couplings that are smaller than `neglected`: cos^N(x/2) is at
    /// most exp(−Nx²/8).
    pub fn new(atoms: u64, neglected: f64) -> Self {
        let reach = (-8.0 * neglected.ln() / atoms as f64).sqrt();
        Self {
            half_atoms: 0.5 * atoms as f64,
            odd: atoms % 2 == 1,
            neglected,
            reach,
        }
    }

    /// cos^N(x/2) for |x| ≤ π, without cancellation for small x and large N.
    fn power(&self, x: f64) -> f64 {
        let sine = (0.5 * x).sin();
        (self.half_atoms * (-sine * sine).ln_1p()).exp()
    }

    /// cos^N((θ−θ')/2).
    pub fn difference(&self, a: &Site, b: &Site) -> f64 {
        let x = a.angle.minus(b.angle).abs();
        if x > self.reach { 0.0 } else { self.power(x) }
    }

    /// cos^N((θ+θ')/2), negative where N is odd and θ+θ' exceeds π.
    pub fn sum(&self, a: &Site, b: &Site) -> f64 {
        let x = a.angle.high + b.angle.high;
        if x <= std::f64::consts::PI {
            return if x > self.reach { 0.0 } else { self.power(x) };
        }
        let rest = a.complement + b.complement;
        match (rest > self.reach, self.odd) {
            (true, _) => 0.0,
            (false, false) => self.power(rest),
            (false, true) => -self.power(rest),
        }
    }

    /// How far, in sites, the couplings of sorted sites reach.
    pub fn half_bandwidth(&self, sites: &[Site]) -> usize {
        let mut end = 0;
        (0..sites.len())
            .map(|start| {
                while end + 1 < sites.len()
                    && sites[end + 1].angle.minus(sites[start].angle) <= self.reach
                {
                    end += 1;
                }
                end - start
            })
            .max()
            .unwrap_or(0)
    }

    /// An upper bound on the largest eigenvalue of A within these sites: the
    /// largest row sum of A scaled by the weights (Gershgorin), Σ_k' w_k'²
    /// |cos^N|. O(n·bandwidth).
    pub fn largest_eigenvalue_bound(&self, sites: &[Site]) -> f64 {
        let mut start = 0;
        let mut largest = 0.0f64;
        for site in sites {
            while site.angle.minus(sites[start].angle) > self.reach {
                start += 1;
            }
            let near = sites[start..]
                .iter()
                .take_while(|other| other.angle.minus(site.angle) <= self.reach);
            let row: f64 = near
                .map(|other| {
                    other.amplitude.powi(2)
                        * (self.difference(site, other) + self.sum(site, other).abs())
                })
                .sum();
            largest = largest.max(row);
        }
        largest
    }
}
