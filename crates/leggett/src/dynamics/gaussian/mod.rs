//! Linear quantum systems: steady states, evolution, measurement, spectra.

pub mod homodyne;
pub mod spectrum;
pub mod steady;

pub use homodyne::Homodyne;

use crate::Error;
use leggett_num::lyapunov::EquationError;

/// What an equation's failure means for a linear system.
fn explained(error: EquationError) -> Error {
    let unstable = |quantity, value: f64, why: &str| Error::OutOfRange {
        parameter: quantity,
        value: format!("{value:.3e}"),
        allowed: why.to_owned(),
    };
    match error {
        EquationError::Cancelled => Error::Cancelled,
        EquationError::Unstable { largest_real_part } => unstable(
            "the largest growth rate",
            largest_real_part,
            "negative, so that there is a steady state",
        ),
        EquationError::NotStabilisable { largest_real_part } => unstable(
            "the largest growth rate that the measurement leaves",
            largest_real_part,
            "negative: every growing mode has to be seen",
        ),
        EquationError::Uncertain { largest_real_part } => unstable(
            "the largest growth rate",
            largest_real_part,
            "so far below 0 that double precision proves it",
        ),
        EquationError::NotFinite => Error::OutOfRange {
            parameter: "the equations of motion",
            value: "not finite".to_owned(),
            allowed: "finite rates, and times within which nothing overflows".to_owned(),
        },
    }
}
