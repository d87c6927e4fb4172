//! Covariances without measurement.

use super::explained;
use crate::gaussian::covariance::weaker;
use crate::gaussian::{Covariance, LinearModel};
use crate::{Error, ErrorKind, Result, Work};
use leggett_num::lyapunov;
use leggett_num::propagation::Propagator;

/// The V of A V + V Aᵀ + D = 0, with a certified error. A growing mode is an
/// error that gives its rate. O(n³): about 5 ms for 50 modes in a cascade.
pub fn steady_state(model: &LinearModel, work: &Work) -> Result<Covariance> {
    let errors = [&model.drift_error, &model.diffusion_error];
    let solution =
        lyapunov::solve_within(&model.drift, &model.diffusion, errors, work).map_err(explained)?;
    Covariance::from_solution(solution)
}

/// V(t) = e^{At} V(0) e^{Aᵀt} + ∫₀ᵗ e^{As} D e^{Aᵀs} ds at a time t ≥ 0, for
/// stable and unstable systems, with a certified error. O(n³ log(‖A‖t)).
pub fn evolved(
    model: &LinearModel,
    start: &Covariance,
    time: f64,
    work: &Work,
) -> Result<Covariance> {
    same_modes(model, start)?;
    check_time(time)?;
    let errors = [&model.drift_error, &model.diffusion_error];
    let flow = Propagator::within(&model.drift, &model.diffusion, errors, time, work)
        .map_err(explained)?;
    let (end, error) = flow.apply(start.matrix());
    let inherited = start.relative_error() * end.norm_bound();
    let kind = weaker(ErrorKind::Certified, start.kind());
    Covariance::with_norm_error(end, error + inherited, kind)
}

pub(super) fn same_modes(model: &LinearModel, start: &Covariance) -> Result<()> {
    if model.modes() == start.modes() {
        return Ok(());
    }
    Err(Error::OutOfRange {
        parameter: "covariance",
        value: format!("{} modes", start.modes()),
        allowed: format!("{} modes, as the system has", model.modes()),
    })
}

pub(super) fn check_time(time: f64) -> Result<()> {
    if time.is_finite() && time >= 0.0 {
        return Ok(());
    }
    Err(Error::OutOfRange {
        parameter: "time",
        value: time.to_string(),
        allowed: "finite and at least 0".to_owned(),
    })
}
