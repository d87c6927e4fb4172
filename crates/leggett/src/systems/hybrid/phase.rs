//! The phase of the local oscillator that reveals most.

use super::network::Cascade;
use crate::dynamics::gaussian::homodyne::conditional_steady_state;
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::measures::gaussian::epr_variance;
use leggett_num::Work;
use std::f64::consts::PI;

/// The φ in [0, π) with the smallest conditional ξ_g, on which any network may
/// be measured.
///
/// ξ_g has the period π. A grid of 24 phases encloses the minimum, golden
/// sections and a parabola end at √ε of the period, where ξ_g is flat to
/// rounding. Some 70 Riccati equations.
pub fn best(cascade: &Cascade, efficiency: f64) -> Result<Estimate> {
    let model = cascade.model()?;
    let weight = cascade.epr_weight();
    let variance = |phase: f64| -> Result<f64> {
        let detections = cascade.detections(phase, efficiency);
        let state = conditional_steady_state(&model, &detections, &Work::new())?;
        Ok(epr_variance(&state, [0, 1], weight)?.value)
    };
    let step = PI / 24.0;
    let mut best = (0.0, f64::INFINITY);
    for index in 0..24 {
        let phase = f64::from(index) * step;
        let value = variance(phase)?;
        if value < best.1 {
            best = (phase, value);
        }
    }
    let golden = (5f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (best.0 - step, best.0 + step);
    while high - low > 1e-7 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if variance(left)? < variance(right)? {
            high = right;
        } else {
            low = left;
        }
    }
    Ok(Estimate {
        value: (0.5 * (low + high)).rem_euclid(PI),
        error_bound: 1e-6,
        kind: ErrorKind::Estimated,
    })
}
