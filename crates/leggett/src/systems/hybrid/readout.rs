//! The joint variables under continuous homodyne detection of P_L.
//!
//! P_L of the light behind both oscillators reads out E = X_S + gX_M and
//! P_S − gP_M (eq 3). The filter that estimates X_S and E from one record is a
//! 2×2 Riccati equation with one output, and that output is E itself: the
//! characteristic polynomial of the closed loop, s² + p₁s + p₀, follows from
//! the spectrum of the record by two square roots, and Δ²E from p₁.

use super::closed_form::Drift;
use super::{Couplings, Oscillators, Unstable};
use leggett_num::arithmetic::Real;

/// ξ_g of the state conditioned on P_L, detected with efficiency η.
///
/// Any steady state of the filter counts, but both oscillators must be stable,
/// as in the paper's comparison. At η = 1 only K_M, not θ_M, matters. O(1).
pub fn conditional_epr_variance<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    efficiency: f64,
) -> Result<T, Unstable> {
    let drift = Drift::new(oscillators, couplings)?;
    let joint = conditional_joint(oscillators, couplings, &drift, efficiency);
    Ok(joint.times(2.0) / (T::of(1.0) + drift.weight_squared))
}

/// Δ²E of the conditional state.
fn conditional_joint<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    drift: &Drift<T>,
    efficiency: f64,
) -> T {
    let Couplings {
        spin_rate: k_s,
        motion_rate: k_m,
        spin_tangent: t_s,
        motion_tangent: t_m,
    } = *couplings;
    // What of S and of M is not seen.
    let unseen_s = 1.0 - efficiency * oscillators.transmission();
    let unseen_m = 1.0 - efficiency;
    let (h, kappa) = (drift.ratio, drift.memory);
    let half_k = k_s.times(0.5);
    // The noise that the record does not reveal: D − NNᵀ.
    let noise_s =
        half_k * (T::of(1.0) + t_s.square().times(unseen_s)) + T::of(oscillators.spin.decoherence);
    let noise_se = T::of(oscillators.spin.decoherence)
        + half_k
            * (drift.unmatched + t_s.square().times(unseen_s) + (h * t_s * t_m).times(unseen_m));
    let noise_e = T::of(oscillators.spin.decoherence)
        + drift.weight_squared.times(oscillators.motion.decoherence)
        + half_k
            * (drift.unmatched.square()
                + h.square()
                    .times(oscillators.loss / oscillators.transmission())
                + t_s.square().times(unseen_s)
                + (h * t_s * t_m).times(2.0 * unseen_m)
                + (h * t_m)
                    .square()
                    .times(unseen_m / oscillators.transmission()));
    // The drift that is left of X_S and E once the record is used: A − NC.
    let seen = k_s.times(efficiency * oscillators.transmission());
    let joint_rate =
        T::of(oscillators.motion.linewidth / 2.0) + (k_m * t_m).times(unseen_m) - seen * t_s;
    let spin_rate = drift.gamma_s.times(0.5);
    let coupling = seen * t_s * kappa;
    let determinant = spin_rate * joint_rate - coupling;
    let sum = spin_rate + joint_rate;
    let squares = spin_rate.square() + joint_rate.square() + coupling.times(2.0);
    // p(iω)p(−iω) = ω⁴ + (squares + strength·noise_e) ω² + p₀².
    let strength = seen.times(2.0);
    let slow = kappa.square() * noise_s
        + (kappa * spin_rate * noise_se).times(2.0)
        + spin_rate.square() * noise_e;
    let p0 = (determinant.square() + strength * slow).sqrt();
    let p1 = (p0.times(2.0) + squares + strength * noise_e).sqrt();
    if sum.value() > 0.0 {
        // (p₁² − sum²)/strength, without the cancellation.
        let excess = if determinant.value() > 0.0 {
            (slow / (p0 + determinant)).times(2.0)
        } else {
            (p0 - determinant).times(2.0) / strength
        };
        (excess + noise_e) / (p1 + sum)
    } else {
        (p1 - sum) / strength
    }
}
