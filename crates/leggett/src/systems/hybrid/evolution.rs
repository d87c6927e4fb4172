//! How the joint variables reach their steady state.
//!
//! V(t) = V∞ + e^{At}(V₀ − V∞)e^{Aᵀt} with the triangular A of X_S and E. Since
//! X_S forgets at γ_S/2 and E at γ_M/2, ξ(t) may pass below its steady state:
//! the start is remembered in X_S longest, and what it drives E with may
//! interfere destructively.

use super::closed_form::{Drift, Moments, moments};
use super::{Couplings, Oscillators, Unstable};
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::arithmetic::{Ball, Jet, Real};
use leggett_num::minimize::newton;

/// The approach to the steady state from two uncorrelated thermal states.
#[derive(Debug, Clone, Copy)]
pub struct Evolution<T> {
    drift: Drift<T>,
    steady: Moments<T>,
    /// V₀ − V∞ of S, of S with E, of E.
    excess: [T; 3],
}

impl<T: Real> Evolution<T> {
    /// From Δ²X_j = n_j + ½ of these occupations.
    pub fn new(
        oscillators: &Oscillators,
        couplings: &Couplings<T>,
        [spin, motion]: [f64; 2],
    ) -> Result<Self, Unstable> {
        let drift = Drift::new(oscillators, couplings)?;
        let steady = moments(oscillators, couplings)?;
        let start_spin = T::of(spin + 0.5);
        let start_joint = start_spin + drift.weight_squared.times(motion + 0.5);
        Ok(Self {
            drift,
            steady,
            excess: [
                start_spin - steady.spin,
                start_spin - steady.cross,
                start_joint - steady.joint,
            ],
        })
    }

    /// The moments at a time.
    pub fn at(&self, time: T) -> Moments<T> {
        let Kernels {
            spin,
            joint,
            transfer,
        } = kernels([self.drift.gamma_s, self.drift.gamma_m], time);
        let [s, se, e] = self.excess;
        let driven = self.drift.memory * transfer;
        Moments {
            weight: self.steady.weight,
            spin: self.steady.spin + spin.square() * s,
            cross: self.steady.cross + spin * (driven * s + joint * se),
            joint: self.steady.joint
                + driven.square() * s
                + (driven * joint * se).times(2.0)
                + joint.square() * e,
        }
    }
}

/// e^{−γ_S t/2}, e^{−γ_M t/2} and ∫₀ᵗ e^{−γ_M(t−u)/2} e^{−γ_S u/2} du: the
/// responses of eq 6, where S drives M with sR times the last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kernels<T> {
    /// Of S to its own force.
    pub spin: T,
    /// Of M, and of E, to its own.
    pub joint: T,
    /// Of what S drives: 2(e^{−γ_S t/2} − e^{−γ_M t/2})/(γ_M − γ_S).
    pub transfer: T,
}

/// The responses after a time, of oscillators with these γ_S and γ_M, which may
/// be negative.
pub fn kernels<T: Real>([gamma_s, gamma_m]: [T; 2], time: T) -> Kernels<T> {
    let spin = (-(gamma_s * time).times(0.5)).exp();
    let joint = (-(gamma_m * time).times(0.5)).exp();
    let half = (gamma_m - gamma_s).times(0.5);
    let x = half * time;
    let transfer = if x.value().abs() > 0.5 {
        (spin - joint) / half
    } else {
        // t e^{−γ_S t/2} (1 − e^{−x})/x as a series.
        let mut term = T::of(1.0);
        let mut sum = term;
        for k in 2..24 {
            term = -(term * x) / T::of(f64::from(k));
            sum = sum + term;
        }
        spin * time * sum
    };
    Kernels {
        spin,
        joint,
        transfer,
    }
}

/// Where ξ passes below its steady state farthest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lowest {
    /// When.
    pub time: Estimate,
    /// ξ_g then.
    pub epr_variance: Estimate,
}

/// When ξ is smallest, and how small, if that is before the end: the
/// undershoot. Found on a grid of logarithmic times and by Newton's method; at
/// time 0 where ξ only rises.
pub fn lowest(
    oscillators: &Oscillators,
    couplings: &Couplings<Ball>,
    occupations: [f64; 2],
) -> Result<Option<Lowest>, Unstable> {
    let plain = Evolution::new(oscillators, &couplings.plain(), occupations)?;
    let smooth = Evolution::new(oscillators, &couplings.taken_as::<Jet<1>>(), occupations)?;
    let certain = Evolution::new(oscillators, couplings, occupations)?;
    let (slow, fast) = (
        plain.drift.gamma_s.min(plain.drift.gamma_m),
        plain.drift.gamma_s.max(plain.drift.gamma_m),
    );
    let bounds = [(1e-3 / fast).ln(), (80.0 / slow).ln()];
    let grid = |i: i32| bounds[0] + (bounds[1] - bounds[0]) * f64::from(i) / 400.0;
    let best = (0..=400)
        .map(grid)
        .min_by(|a, b| {
            let xi = |x: f64| plain.at(x.exp()).epr_variance();
            xi(*a).total_cmp(&xi(*b))
        })
        .unwrap_or(bounds[1]);
    let found = newton([best], [bounds], |[x]: [Jet<1>; 1]| {
        Some(smooth.at(x.exp()).epr_variance())
    });
    let estimate = |value: f64, error_bound: f64| Estimate {
        value,
        error_bound,
        kind: ErrorKind::Estimated,
    };
    let start = certain.at(Ball::of(0.0)).epr_variance();
    let below = |value: f64| value < plain.steady.epr_variance() * (1.0 - 1e-12);
    Ok(match found.filter(|found| found.value < start.value) {
        Some(found) if below(found.value) => {
            let time = found.point[0].exp();
            let variance = certain.at(Ball::of(time)).epr_variance();
            Some(Lowest {
                // d(e^x) = e^x dx.
                time: estimate(time, time * (found.distance[0] + 4.0 * f64::EPSILON)),
                epr_variance: estimate(variance.value, variance.error + 4.0 * found.gap),
            })
        }
        None if below(start.value) => Some(Lowest {
            time: estimate(0.0, 0.0),
            epr_variance: estimate(start.value, start.error),
        }),
        _ => None,
    })
}
