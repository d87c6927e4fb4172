//! How the joint variables reach their steady state.
//!
//! V(t) = V∞ + e^{At}(V₀ − V∞)e^{Aᵀt} with the triangular A of X_S and E. Since
//! X_S forgets at γ_S/2 and E at γ_M/2, ξ(t) may pass below its steady state:
//! the start is remembered in X_S longest, and what it drives E with may
//! interfere destructively.

use super::closed_form::{Drift, Moments, moments};
use super::{Couplings, Oscillators, Unstable};
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
        } = kernels(&self.drift, time);
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

/// The responses after a time.
pub fn kernels<T: Real>(drift: &Drift<T>, time: T) -> Kernels<T> {
    let spin = (-(drift.gamma_s * time).times(0.5)).exp();
    let joint = (-(drift.gamma_m * time).times(0.5)).exp();
    let half = (drift.gamma_m - drift.gamma_s).times(0.5);
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

/// When ξ is smallest, and how small, if that is before the end: the
/// undershoot. Found on a grid of logarithmic times and by Newton's method.
pub fn lowest(
    oscillators: &Oscillators,
    couplings: &Couplings<Ball>,
    occupations: [f64; 2],
) -> Result<Option<(f64, f64)>, Unstable> {
    let plain = Evolution::new(oscillators, &couplings.plain(), occupations)?;
    let jets = couplings.plain();
    let lifted = Couplings {
        spin_rate: Jet::<1>::of(jets.spin_rate),
        motion_rate: Jet::of(jets.motion_rate),
        spin_tangent: Jet::of(jets.spin_tangent),
        motion_tangent: Jet::of(jets.motion_tangent),
    };
    let smooth = Evolution::new(oscillators, &lifted, occupations)?;
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
    let steady = plain.steady.epr_variance();
    Ok(found
        .filter(|found| found.value < steady * (1.0 - 1e-12))
        .map(|found| (found.point[0].exp(), found.value)))
}
