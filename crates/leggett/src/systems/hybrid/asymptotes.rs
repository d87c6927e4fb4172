//! What remains of ξ_g at large cooperativity, and with loss.

use super::Oscillators;
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::arithmetic::{Jet, Real};
use leggett_num::minimize::newton;

/// lim ξ√C_S of the best settings without loss.
///
/// With γ₀ = |γ_S0 − γ_M0|/γ̃_S0 and γ̃ = 1 + r, the minimum over S of
/// [γ₀ + √(γ₀² + 2γ̃S² + S⁴/4)]²/(2S³) where S may drive M, of
/// 2γ₀²/S³ + S/4 + 2γ̃/S where R = 0. Both tend to the printed forms for γ₀ → 0
/// only ([`published`]).
///
/// With γ_S = a√C_S, γ_M = (S−a)√C_S and K_M = K_S, what remains of ξ√C_S is
/// [γ₀²/(2aS) + S²/8 + γ̃]/(S − a), in which γ₀ has no sign; the first form is
/// its minimum over a, the second its value at a = S/2.
pub fn corrected(oscillators: &Oscillators, unidirectional: bool) -> Option<Estimate> {
    let spin = oscillators.spin;
    let gamma = (spin.linewidth - oscillators.motion.linewidth).abs() / spin.decoherence;
    let tilde = 1.0 + oscillators.decoherence_ratio();
    let function = |[x]: [Jet<1>; 1]| {
        let s = x.exp();
        let square = s.square();
        Some(if unidirectional {
            let rest = square.times(2.0 * tilde) + square.square().times(0.25);
            let sum = (rest + Jet::of(gamma * gamma)).sqrt() + Jet::of(gamma);
            sum.square() / (s * square).times(2.0)
        } else {
            Jet::of(2.0 * gamma * gamma) / (s * square) + s.times(0.25) + Jet::of(2.0 * tilde) / s
        })
    };
    let start = (8.0 * tilde).sqrt().ln();
    let found = newton([start], [[start - 20.0, start + 20.0]], function)?;
    Some(Estimate {
        value: found.value,
        error_bound: 2.0 * found.gap + 32.0 * f64::EPSILON * found.value,
        kind: ErrorKind::Exact,
    })
}

/// lim ξ√C_S as printed: √([1 + r + 1/(2n_S+1)]/2), which is that of the
/// conditional state at θ_S = π/4, and √(2(1 + r)) for R = 0.
pub fn published(oscillators: &Oscillators, unidirectional: bool) -> f64 {
    let tilde = 1.0 + oscillators.decoherence_ratio();
    if unidirectional {
        // γ_S0/γ̃_S0 = 1/(n_S + ½)
        let linewidth = oscillators.spin.linewidth / (2.0 * oscillators.spin.decoherence);
        ((tilde + linewidth) / 2.0).sqrt()
    } else {
        (2.0 * tilde).sqrt()
    }
}

/// What ξ tends to with loss ε as C_S → ∞: √(ε/(4−3ε)) as printed where S may
/// drive M, √(1 − 16(1−ε)²/(1+√(1−ε))⁴) where R = 0.
pub fn loss_bound(loss: f64, unidirectional: bool) -> f64 {
    if unidirectional {
        return (loss / (4.0 - 3.0 * loss)).sqrt();
    }
    let s = (1.0 - loss).sqrt();
    let sum = (1.0 + s) * (1.0 + s);
    // 1 − b² with b = 4s²/(1+s)²; 1 − s = ε/(1+s).
    let rest = loss / (1.0 + s) * (1.0 + 3.0 * s) / sum;
    (rest * (1.0 + 4.0 * s * s / sum)).sqrt()
}
