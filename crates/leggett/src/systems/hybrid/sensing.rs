//! A force on M, read out by P_L of the light behind both oscillators.
//!
//! In the frame rotating with M, a resonant force drives X_M with f(t). The
//! record estimates it with the noise S_F(Ω), in units of a rate as is γ̃_M0,
//! which is what the bath of M alone adds. M alone, read out with θ_M = π/4,
//! has S_F = (Ω² + γ_M0²/4)/(2K) + K/2 + γ̃_M0 ≥ √(Ω² + γ_M0²/4) + γ̃_M0: the
//! standard quantum limit.

use super::closed_form::{Drift, noise};
use super::{Couplings, Oscillator, Oscillators, Unstable};
use leggett_num::arithmetic::Real;

/// S_F at a frequency Ω off resonance, for detection with efficiency η > 0:
///
/// g²S_F = (γ_M²/4 + Ω²)/(2ηs²K_S) + D_E + 2Re ρ D_SE + |ρ|²D_S
/// − (t_S + g²t_M)γ_M/2 − t_S Re[ρ(γ_M/2 + iΩ)], ρ = κ/(γ_S/2 − iΩ):
///
/// shot noise, the noise of E and what S drives E with, and what of these the
/// light carries too. O(1).
pub fn force_noise<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    efficiency: f64,
    frequency: f64,
) -> Result<T, Unstable> {
    let drift = Drift::new(oscillators, couplings)?;
    let [noise_s, noise_se, noise_e] = noise(oscillators, couplings, &drift);
    let (t_s, t_m) = (couplings.spin_tangent, couplings.motion_tangent);
    let square = T::of(frequency).square();
    let (half_s, half_m) = (drift.gamma_s.times(0.5), drift.gamma_m.times(0.5));
    let seen = couplings
        .spin_rate
        .times(efficiency * oscillators.transmission());
    let response = drift.memory / (half_s.square() + square);
    let shot = (half_m.square() + square) / seen.times(2.0);
    let driven = response * half_s * noise_se.times(2.0) + response * drift.memory * noise_s;
    let shared =
        (t_s + drift.weight_squared * t_m) * half_m + t_s * response * (half_s * half_m - square);
    Ok((shot + noise_e + driven - shared) / drift.weight_squared)
}

/// S_y = g²S_F · 2ηs²K_S/(γ_M²/4 + Ω²), the spectrum of the record that
/// [`force_noise`] refers to the force; 1 for the vacuum.
pub fn spectrum<T: Real>(
    oscillators: &Oscillators,
    couplings: &Couplings<T>,
    efficiency: f64,
    frequency: f64,
) -> Result<T, Unstable> {
    let noise = force_noise(oscillators, couplings, efficiency, frequency)?;
    let half = Drift::new(oscillators, couplings)?.gamma_m.times(0.5);
    // g²s²K_S = K_M.
    let seen = couplings.motion_rate.times(2.0 * efficiency);
    Ok(noise * seen / (half.square() + T::of(frequency).square()))
}

/// √(Ω² + γ_0²/4), the least noise that reading out P_L adds to an oscillator
/// alone, at the best rate K = 2 times this and θ = π/4.
pub fn least_added_noise(oscillator: &Oscillator, frequency: f64) -> f64 {
    frequency.hypot(oscillator.linewidth / 2.0)
}

/// √(Ω² + γ_0²/4) + γ̃_0, the least S_F of an oscillator alone.
pub fn standard_quantum_limit(oscillator: &Oscillator, frequency: f64) -> f64 {
    least_added_noise(oscillator, frequency) + oscillator.decoherence
}
