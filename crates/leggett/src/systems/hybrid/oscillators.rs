//! The two oscillators, their baths and their couplings to the light.

use super::Imbalance;
use crate::error::{Error, Result};
use leggett_num::arithmetic::{Ball, Real};

/// One oscillator without light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Oscillator {
    /// γ_j0, its linewidth; 0 in the limit of a hot, underdamped one.
    pub linewidth: f64,
    /// γ̃_j0 = γ_j0 (n_j + ½), the rate at which its bath adds noise.
    pub decoherence: f64,
}

impl Oscillator {
    /// With n quanta in equilibrium with its bath.
    pub fn with_occupation(linewidth: f64, occupation: f64) -> Self {
        Self {
            linewidth,
            decoherence: linewidth * (occupation + 0.5),
        }
    }

    /// γ_0 → 0 and n → ∞ at fixed γ̃_0 = γ_0 n: the hot mechanical oscillator of
    /// the paper, which gives γ_M0 n_M and leaves n_M open.
    pub fn hot(decoherence: f64) -> Self {
        Self {
            linewidth: 0.0,
            decoherence,
        }
    }
}

/// Both oscillators and the loss between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Oscillators {
    /// S, which the light meets first.
    pub spin: Oscillator,
    /// M.
    pub motion: Oscillator,
    /// ε, the power lost between S and M, 0 ≤ ε < 1.
    pub loss: f64,
}

/// K_j and t_j of both oscillators, in one of the arithmetics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Couplings<T> {
    /// K_S.
    pub spin_rate: T,
    /// K_M.
    pub motion_rate: T,
    /// t_S.
    pub spin_tangent: T,
    /// t_M.
    pub motion_tangent: T,
}

/// Which oscillator has no steady state, and its linewidth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unstable {
    /// γ_S ≤ 0.
    Spin(f64),
    /// γ_M ≤ 0.
    Motion(f64),
}

impl Oscillators {
    /// r = γ̃_M0/γ̃_S0.
    pub fn decoherence_ratio(&self) -> f64 {
        self.motion.decoherence / self.spin.decoherence
    }

    /// s² = 1 − ε.
    pub fn transmission(&self) -> f64 {
        1.0 - self.loss
    }

    /// Checks the rates and the loss.
    pub fn check(&self) -> Result<()> {
        let rates = [
            ("spin_linewidth", self.spin.linewidth, true),
            ("spin_occupation", self.spin.decoherence, true),
            ("motion_linewidth", self.motion.linewidth, false),
            ("motion_decoherence", self.motion.decoherence, true),
        ];
        for (parameter, rate, positive) in rates {
            let allowed = rate.is_finite() && (rate > 0.0 || (rate == 0.0 && !positive));
            if !allowed {
                return Err(out_of_range(
                    parameter,
                    rate,
                    if positive {
                        "a finite rate above 0"
                    } else {
                        "a finite rate from 0"
                    },
                ));
            }
        }
        if !(0.0..1.0).contains(&self.loss) {
            return Err(out_of_range("loss", self.loss, "from 0 to below 1"));
        }
        Ok(())
    }

    /// K_j = C_j γ̃_j0 cos²θ'_j and t_j = tan θ'_j.
    pub fn couplings(
        &self,
        [spin, motion]: [f64; 2],
        [theta_spin, theta_motion]: [Imbalance; 2],
    ) -> Couplings<Ball> {
        let [spin_tangent, motion_tangent] = [theta_spin.tangent(), theta_motion.tangent()];
        let rate = |cooperativity: f64, decoherence: f64, tangent: Ball| {
            Ball::of(cooperativity) * Ball::of(decoherence) / (Ball::of(1.0) + tangent.square())
        };
        Couplings {
            spin_rate: rate(spin, self.spin.decoherence, spin_tangent),
            motion_rate: rate(motion, self.motion.decoherence, motion_tangent),
            spin_tangent,
            motion_tangent,
        }
    }

    /// γ_S and γ_M = γ_j0 + 2K_j t_j, which the paper writes γ_j0 − Γ_j cos 2θ_j.
    pub fn linewidths<T: Real>(&self, couplings: &Couplings<T>) -> [T; 2] {
        let broadened =
            |linewidth: f64, rate: T, tangent: T| T::of(linewidth) + (rate * tangent).times(2.0);
        [
            broadened(
                self.spin.linewidth,
                couplings.spin_rate,
                couplings.spin_tangent,
            ),
            broadened(
                self.motion.linewidth,
                couplings.motion_rate,
                couplings.motion_tangent,
            ),
        ]
    }
}

impl<T: Real> Couplings<T> {
    /// R = −√(K_S K_M)(t_M − t_S), the rate at which S drives M through the
    /// light: −√(Γ_M Γ_S) sin(θ_M − θ_S) in the paper.
    pub fn unidirectional(&self) -> T {
        (self.spin_rate * self.motion_rate).sqrt() * (self.spin_tangent - self.motion_tangent)
    }

    /// The same settings in an arithmetic that takes them as exact.
    pub(super) fn taken_as<U: Real>(&self) -> Couplings<U> {
        Couplings {
            spin_rate: U::of(self.spin_rate.value()),
            motion_rate: U::of(self.motion_rate.value()),
            spin_tangent: U::of(self.spin_tangent.value()),
            motion_tangent: U::of(self.motion_tangent.value()),
        }
    }

    /// The same settings as plain doubles.
    pub fn plain(&self) -> Couplings<f64> {
        self.taken_as()
    }
}

impl From<Unstable> for Error {
    fn from(unstable: Unstable) -> Self {
        let (parameter, symbol, value) = match unstable {
            Unstable::Spin(value) => ("theta_spin", "γ_S", value),
            Unstable::Motion(value) => ("theta_motion", "γ_M", value),
        };
        Error::Contradiction {
            parameter,
            message: format!(
                "there is no steady state: the linewidth {symbol} = γ0 − Γ cos 2θ = {value:.6e} is not positive; \
                 raise the angle or the linewidth, or lower the cooperativity"
            ),
        }
    }
}

pub(super) fn out_of_range(parameter: &'static str, value: f64, allowed: &str) -> Error {
    Error::OutOfRange {
        parameter,
        value: format!("{value:?}"),
        allowed: allowed.to_owned(),
    }
}
