//! Claims of X. Huang et al., Unconditional Steady-State Entanglement in
//! Macroscopic Hybrid Systems by Coherent Noise Cancellation (2018).

mod cancellation;
mod conditional;
mod limits;
mod model;
mod optimum;
mod steady;
mod uses;

use super::evaluator::Evaluator;
use super::{Claim, Finding};
use crate::error::Result;
use leggett::systems::hybrid::network::{Cascade, Order};
use leggett::systems::hybrid::{Imbalance, Oscillator, Oscillators};

/// The paper's claims, in its order.
pub(super) static CLAIMS: &[&[Claim]] = &[
    model::CLAIMS,
    cancellation::CLAIMS,
    steady::CLAIMS,
    optimum::CLAIMS,
    limits::CLAIMS,
    conditional::CLAIMS,
    uses::CLAIMS,
];

/// The rates of figures 2 and 3.
const PAPER: &str = "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz";
/// The same in units of γ̃_S0.
const BARE: &str = "spin_linewidth=2/3 spin_occupation=1 motion_decoherence=4/3";
/// The best settings.
const BEST: &str = "cooperativity_motion=optimal theta_spin=optimal theta_motion=optimal";

fn finding(supports: bool, number: String) -> Result<Finding> {
    Ok(Finding { number, supports })
}

/// A deviation, which is often zero.
fn size(deviation: f64) -> String {
    if deviation == 0.0 {
        "0".to_owned()
    } else {
        format!("{:.0e}", deviation.abs())
    }
}

/// An observable of `hybrid.steady-state`.
fn steady(evaluator: &Evaluator, name: &'static str, arguments: &str) -> Result<f64> {
    evaluator.value("hybrid.steady-state", name, arguments)
}

/// The covariance matrix of `hybrid.steady-state`.
fn covariance(evaluator: &Evaluator, arguments: &str) -> Result<[[f64; 4]; 4]> {
    square(evaluator.values("hybrid.steady-state", "covariance", arguments)?)
}

fn square(values: Vec<f64>) -> Result<[[f64; 4]; 4]> {
    let at = |row: usize, column: usize| values.get(4 * row + column).copied().unwrap_or(f64::NAN);
    Ok(std::array::from_fn(|row| {
        std::array::from_fn(|column| at(row, column))
    }))
}

/// An observable of `hybrid.optimum` with the paper's rates.
fn best(evaluator: &Evaluator, name: &'static str, arguments: &str) -> Result<f64> {
    let point = format!("{PAPER} tolerance=1e-6 {arguments}");
    evaluator.value("hybrid.optimum", name, &point)
}

/// An observable of `hybrid.conditional`.
fn conditional(evaluator: &Evaluator, name: &'static str, arguments: &str) -> Result<f64> {
    evaluator.value("hybrid.conditional", name, arguments)
}

/// The best settings at C_S with the paper's rates in units of γ̃_S0, for what
/// no study computes.
fn cascade(evaluator: &Evaluator, cooperativity: f64, loss: f64) -> Result<Cascade> {
    let point = format!("cooperativity_spin={cooperativity} loss={loss}");
    let at = |name| best(evaluator, name, &point);
    let tilts = [at("theta_spin_excess")?, at("theta_motion_excess")?];
    Ok(Cascade {
        oscillators: Oscillators {
            spin: Oscillator::with_occupation(2.0 / 3.0, 1.0),
            motion: Oscillator::hot(4.0 / 3.0),
            loss,
        },
        cooperativities: [cooperativity, at("cooperativity_motion")?],
        angles: tilts.map(|tilt| Imbalance { tilt }),
        order: Order::SpinFirst,
        detuning: 0.0,
        frequency: None,
    })
}

/// Errors of the library as those of a study.
fn physics<T>(result: leggett::Result<T>) -> Result<T> {
    Ok(result.map_err(leggett_studies::Error::from)?)
}

/// Settings that a claim chose to be stable.
fn stable<T>(result: std::result::Result<T, leggett::systems::hybrid::Unstable>) -> Result<T> {
    physics(result.map_err(leggett::Error::from))
}
