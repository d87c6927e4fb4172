//! Covariances conditioned on continuous homodyne detection (Kalman–Bucy).

use super::explained;
use super::steady::{check_time, same_modes};
use crate::gaussian::covariance::weaker;
use crate::gaussian::symplectic::form_times;
use crate::gaussian::{Covariance, LinearModel};
use crate::{Error, ErrorKind, Result, Work};
use leggett_num::matrix::Matrix;
use leggett_num::propagation::FilterPropagator;
use leggett_num::riccati::{self, Filter};

/// Detection of e^{−iφ} dB + h.c. at one port.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homodyne {
    /// Which port of the model.
    pub port: usize,
    /// φ; π/2 detects the phase quadrature.
    pub phase: f64,
    /// η, from 0 to 1.
    pub efficiency: f64,
}

/// The record dy = C x dt + dv of unit noise per port, S = 1 for the vacuum:
/// with ℓ the port's row, C = 2√η Re(e^{−iφ}ℓ) and N = −√η J Im(e^{−iφ}ℓ)ᵀ.
///
/// Detections at one port twice are refused: two quadratures of the same
/// light cannot both be recorded. Ports of combined light come from a beam
/// splitter in the network.
pub fn filter(model: &LinearModel, detections: &[Homodyne]) -> Result<Filter> {
    Ok(filter_within(model, detections)?.0)
}

/// The same, and what every entry of it may be off by.
pub(super) fn filter_within(
    model: &LinearModel,
    detections: &[Homodyne],
) -> Result<(Filter, Filter)> {
    let order = model.drift.rows();
    let blank = Matrix::zeros(detections.len(), order);
    let (mut outputs, mut correlations) = (blank.clone(), blank.clone());
    let (mut output_error, mut correlation_error) = (blank.clone(), blank);
    for (k, detection) in detections.iter().enumerate() {
        check(model, detection)?;
        if detections[..k]
            .iter()
            .any(|other| other.port == detection.port)
        {
            return Err(Error::Contradiction {
                parameter: "port",
                message: format!("port {} is detected twice", detection.port),
            });
        }
        let root = detection.efficiency.sqrt();
        let (sine, cosine) = detection.phase.sin_cos();
        for (column, entry) in model.ports[detection.port].iter().enumerate() {
            outputs[(k, column)] = 2.0 * root * (cosine * entry.re + sine * entry.im);
            correlations[(k, column)] = -root * (cosine * entry.im - sine * entry.re);
            // That of the entry, and the rounding of these products.
            let own = model.port_error[detection.port][column];
            let real = own.re + 8.0 * f64::EPSILON * entry.re.abs();
            let imaginary = own.im + 8.0 * f64::EPSILON * entry.im.abs();
            let (sine, cosine) = (sine.abs(), cosine.abs());
            output_error[(k, column)] = 2.0 * root * (cosine * real + sine * imaginary);
            correlation_error[(k, column)] = root * (cosine * imaginary + sine * real);
        }
    }
    let spread = Filter {
        drift: model.drift_error.clone(),
        diffusion: model.diffusion_error.clone(),
        outputs: output_error,
        correlations: form_times(&correlation_error.transpose()).magnitudes(),
    };
    let filter = Filter {
        drift: model.drift.clone(),
        diffusion: model.diffusion.clone(),
        outputs,
        correlations: form_times(&correlations.transpose()),
    };
    Ok((filter, spread))
}

/// The steady conditional covariance V_c of
/// V̇ = AV + VAᵀ + D − (VCᵀ+N)(VCᵀ+N)ᵀ, with a certified error.
///
/// The system itself may be unstable as long as what grows is seen.
/// O(n³); about 11 µs for two modes and two ports.
pub fn conditional_steady_state(
    model: &LinearModel,
    detections: &[Homodyne],
    work: &Work,
) -> Result<Covariance> {
    let (filter, spread) = filter_within(model, detections)?;
    Covariance::from_solution(riccati::solve_within(&filter, &spread, work).map_err(explained)?)
}

/// The conditional covariance a time t ≥ 0 after the start; its error is
/// estimated by a step half as long. O(n³ log(‖A‖t)).
pub fn conditional_evolved(
    model: &LinearModel,
    detections: &[Homodyne],
    start: &Covariance,
    time: f64,
    work: &Work,
) -> Result<Covariance> {
    same_modes(model, start)?;
    check_time(time)?;
    let filter = filter(model, detections)?;
    let flow = FilterPropagator::new(&filter, time, work).map_err(explained)?;
    let (end, error) = flow.apply(start.matrix());
    let inherited = start.relative_error() * end.norm_bound();
    let kind = weaker(ErrorKind::Estimated, start.kind());
    Covariance::with_norm_error(end, error + inherited, kind)
}

fn check(model: &LinearModel, detection: &Homodyne) -> Result<()> {
    let refused = |parameter, value: String, allowed: String| {
        Err(Error::OutOfRange {
            parameter,
            value,
            allowed,
        })
    };
    let ports = model.ports.len();
    if detection.port >= ports {
        return refused(
            "port",
            detection.port.to_string(),
            format!("less than {ports}"),
        );
    }
    if !(0.0..=1.0).contains(&detection.efficiency) {
        return refused(
            "efficiency",
            detection.efficiency.to_string(),
            "from 0 to 1".to_owned(),
        );
    }
    if !detection.phase.is_finite() {
        return refused("phase", detection.phase.to_string(), "finite".to_owned());
    }
    Ok(())
}
