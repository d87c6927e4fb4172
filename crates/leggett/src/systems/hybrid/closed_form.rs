//! The steady state without measurement, in a form that keeps its digits.
//!
//! The variance ξ of the joint variables is a small difference of large ones:
//! eq 7 of the paper loses 8 digits at a cooperativity of 1e8. Here the second
//! moments of X_S and of the joint variable E = X_S + gX_M themselves are
//! propagated. With h = K_M/K_S = (1−ε)g²,
//!
//! dX_S = −(γ_S/2) X_S dt + …, dE = −(γ_M/2) E dt + κ X_S dt + …,
//! κ = (γ_M0 − γ_S0)/2 − K_S t_S (1−h),
//!
//! and the noises of E, D_E, and of E with X_S, D_SE, are sums of squares of
//! what does not cancel.

use super::{Couplings, Oscillators, Unstable};
use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::arithmetic::{Ball, Real};

/// Second moments in the steady state. By the symmetry of the model those of
/// (P_S, −P_M) are the same as those of (X_S, X_M), and X and P do not
/// correlate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments<T> {
    /// g, the weight of M in E.
    pub weight: T,
    /// Δ²X_S.
    pub spin: T,
    /// ⟨X_S E⟩.
    pub cross: T,
    /// Δ²E.
    pub joint: T,
}

/// What drives the moments, in the variables X_S and E.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift<T> {
    /// γ_S.
    pub gamma_s: T,
    /// γ_M.
    pub gamma_m: T,
    /// h = K_M/K_S.
    pub ratio: T,
    /// g².
    pub weight_squared: T,
    /// 1 − h, by which back-action on E does not cancel.
    pub unmatched: T,
    /// κ, the rate at which X_S drives E.
    pub memory: T,
}

impl<T: Real> Drift<T> {
    /// Of two oscillators with these couplings, both of which must be stable.
    pub fn new(
        oscillators: &Oscillators,
        couplings: &Couplings<T>,
    ) -> std::result::Result<Self, Unstable> {
        let [gamma_s, gamma_m] = oscillators.linewidths(couplings);
        if gamma_s.value() <= 0.0 {
            return Err(Unstable::Spin(gamma_s.value()));
        }
        if gamma_m.value() <= 0.0 {
            return Err(Unstable::Motion(gamma_m.value()));
        }
        let ratio = couplings.motion_rate / couplings.spin_rate;
        let unmatched = T::of(1.0) - ratio;
        let intrinsic = (oscillators.motion.linewidth - oscillators.spin.linewidth) / 2.0;
        let broadening = couplings.spin_rate * couplings.spin_tangent;
        Ok(Self {
            gamma_s,
            gamma_m,
            ratio,
            weight_squared: ratio / T::of(oscillators.transmission()),
            unmatched,
            memory: T::of(intrinsic) - broadening * unmatched,
        })
    }
}

/// The moments, or which oscillator has none. O(1).
pub fn moments<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
) -> std::result::Result<Moments<T>, Unstable> {
    let drift = Drift::new(oscillators, couplings)?;
    let kappa = drift.memory;
    let [noise_s, noise_se, noise_e] = noise(oscillators, couplings, &drift);
    let spin = noise_s / drift.gamma_s;
    let cross = (kappa * spin + noise_se).times(2.0) / (drift.gamma_s + drift.gamma_m);
    Ok(Moments {
        weight: drift.weight_squared.sqrt(),
        spin,
        cross,
        joint: ((kappa * cross).times(2.0) + noise_e) / drift.gamma_m,
    })
}

/// D_S, D_SE and D_E: the noise of X_S, of X_S with E, and of E.
pub(super) fn noise<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    drift: &Drift<T>,
) -> [T; 3] {
    let Couplings {
        spin_rate,
        spin_tangent: t_s,
        motion_tangent: t_m,
        ..
    } = *couplings;
    let h = drift.ratio;
    let [thermal_s, thermal_m] = [oscillators.spin, oscillators.motion].map(|o| o.decoherence);
    let half_k = spin_rate.times(0.5);
    let tilt = t_s + h * t_m;
    let lost = (h.square() * (T::of(1.0) + t_m.square()))
        .times(oscillators.loss / oscillators.transmission());
    let noise_e = half_k * (drift.unmatched.square() + tilt.square() + lost)
        + T::of(thermal_s)
        + drift.weight_squared.times(thermal_m);
    [
        half_k * (T::of(1.0) + t_s.square()) + T::of(thermal_s),
        T::of(thermal_s) + half_k * (drift.unmatched + t_s * tilt),
        noise_e,
    ]
}

impl<T: Real> Moments<T> {
    /// ξ_g of eq 8, below 1 only for entangled states.
    pub fn epr_variance(&self) -> T {
        self.joint.times(2.0) / (T::of(1.0) + self.weight.square())
    }

    /// ⟨X_S X_M⟩.
    pub fn correlation(&self) -> T {
        (self.cross - self.spin) / self.weight
    }

    /// Δ²X_M.
    pub fn motion(&self) -> T {
        (self.joint - self.cross.times(2.0) + self.spin) / self.weight.square()
    }

    /// The determinant of the moments of X_S and X_M.
    pub fn determinant(&self) -> T {
        (self.spin * self.joint - self.cross.square()) / self.weight.square()
    }

    /// The smallest ξ_g over g, which is 2ν₋, twice the smallest symplectic
    /// eigenvalue of the partial transpose.
    ///
    /// In the basis of E/√(1+g²) and of (X_M − gX_S)/√(1+g²) it is the smaller
    /// eigenvalue of a matrix whose first entry is small.
    pub fn optimal_epr_variance(&self) -> T {
        let one = T::of(1.0);
        let square = self.weight.square();
        let sum = one + square;
        let small = self.joint / sum;
        let off = (self.joint - self.cross * sum) / (self.weight * sum);
        let large = (sum.square() * self.spin - (sum * self.cross).times(2.0) + self.joint)
            / (square * sum);
        let difference = large - small;
        let root = (difference.square() + off.square().times(4.0)).sqrt();
        if difference.value() >= 0.0 {
            (small - off.square().times(2.0) / (difference + root)).times(2.0)
        } else {
            large + small - root
        }
    }

    /// 2 Δ²(X_M given X_S): below 1 where S steers M.
    pub fn steering_of_motion(&self) -> T {
        (self.joint - self.cross.square() / self.spin).times(2.0) / self.weight.square()
    }

    /// 2 Δ²(X_S given X_M): below 1 where M steers S.
    pub fn steering_of_spin(&self) -> T {
        (self.determinant() / self.motion()).times(2.0)
    }

    /// The fidelity of teleporting a coherent state with unit gain,
    /// 1/(1 + Δ²(X_S + X_M)); classically at most ½.
    pub fn teleportation_fidelity(&self) -> T {
        let one = T::of(1.0);
        let rest = self.weight - one;
        let sum = (self.joint + (rest * self.cross).times(2.0) + rest.square() * self.spin)
            / self.weight.square();
        one / (one + sum)
    }

    /// Tr ρ².
    pub fn purity(&self) -> T {
        T::of(0.25) / self.determinant()
    }
}

impl Moments<Ball> {
    /// The covariance matrix of (X_S, P_S, X_M, P_M) with its error bounds.
    pub fn covariance(&self) -> [[Ball; 4]; 4] {
        let zero = Ball::of(0.0);
        let (a, b, c) = (self.spin, self.motion(), self.correlation());
        [
            [a, zero, c, zero],
            [zero, a, zero, -c],
            [c, zero, b, zero],
            [zero, -c, zero, b],
        ]
    }
}

/// max(0, −log2 of the smallest ξ_g) with its bound, in ebits.
pub fn log_negativity(optimal_epr_variance: Ball) -> Estimate {
    let Ball { value, error } = optimal_epr_variance;
    let nearest = value - error;
    if nearest >= 1.0 {
        return exact(Ball::of(0.0));
    }
    let logarithm = -value.log2();
    // log is steepest at the smallest value.
    let bound =
        error / nearest.max(0.0) / std::f64::consts::LN_2 + 4.0 * f64::EPSILON * logarithm.abs();
    exact(Ball::new(logarithm.max(0.0), bound))
}

/// A ball as an estimate.
pub fn exact(ball: Ball) -> Estimate {
    Estimate {
        value: ball.value,
        error_bound: ball.error,
        kind: ErrorKind::Exact,
    }
}

/// Checks that a bound is finite: settings beyond what doubles hold have none.
pub fn resolved(quantity: &'static str, ball: Ball) -> Result<Estimate> {
    if ball.value.is_finite() && ball.error.is_finite() {
        return Ok(exact(ball));
    }
    Err(Error::BoundViolated {
        quantity,
        value: ball.value,
        allowed: "a number that double precision resolves".to_owned(),
    })
}
