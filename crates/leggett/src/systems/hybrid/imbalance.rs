//! Coupling angles, near π/4 to full relative precision of their distance.

use leggett_num::arithmetic::Ball;
use std::f64::consts::FRAC_PI_4;

/// π/4 is this much larger than the nearest double.
const FRAC_PI_4_REST: f64 = 3.061_616_997_868_383e-17;

/// A coupling angle θ ∈ [0, π/2] as θ' = θ − π/4.
///
/// At cooperativities of 1e8 the best angles are 1e-4 away from π/4 and the
/// linewidths depend on that distance: it is kept, not θ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imbalance {
    /// θ − π/4 in rad, from −π/4 to π/4.
    pub tilt: f64,
}

impl Imbalance {
    /// Of an angle θ that is exactly this double.
    pub fn from_theta(theta: f64) -> Self {
        // The first difference is exact for θ within a factor of two of π/4.
        Self {
            tilt: (theta - FRAC_PI_4) - FRAC_PI_4_REST,
        }
    }

    /// Of t = tan(θ − π/4).
    pub fn from_tangent(tangent: f64) -> Self {
        Self {
            tilt: tangent.atan(),
        }
    }

    /// θ.
    pub fn theta(self) -> f64 {
        FRAC_PI_4 + self.tilt
    }

    /// t = tan(θ − π/4).
    pub fn tangent(self) -> Ball {
        // The difference above rounds once at most.
        let error = f64::EPSILON * self.tilt.abs();
        Ball::new(self.tilt, error).tan()
    }
}
