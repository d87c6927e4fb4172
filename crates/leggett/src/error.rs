//! The one error type of the physics library.

use leggett_num::Cancelled;

/// Why a physical quantity could not be given.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A parameter lies outside what the physics or the numerics allow.
    #[error("{parameter} = {value} is out of range: {allowed}")]
    OutOfRange {
        /// The parameter's name.
        parameter: &'static str,
        /// Its value as text.
        value: String,
        /// What is allowed.
        allowed: String,
    },
    /// Parameters that exclude each other.
    #[error("{parameter}: {message}")]
    Contradiction {
        /// The parameter to change.
        parameter: &'static str,
        /// What it contradicts, and how to resolve it.
        message: String,
    },
    /// The problem is larger than the method can treat.
    #[error("{parameter} = {value} is too large: {allowed}")]
    TooLarge {
        /// The parameter that drives the size.
        parameter: &'static str,
        /// Its value as text.
        value: String,
        /// What would fit.
        allowed: String,
    },
    /// No method reached the requested tolerance.
    #[error(
        "not converged: the error bound is {reached:.1e}, the tolerance {tolerance:.1e}; {advice}"
    )]
    NotConverged {
        /// What was asked.
        tolerance: f64,
        /// What was reached.
        reached: f64,
        /// What the user can do.
        advice: String,
    },
    /// A result violates a physical bound: a defect of the computation.
    #[error("{quantity} = {value} violates its physical bound: {allowed}")]
    BoundViolated {
        /// The quantity's name.
        quantity: &'static str,
        /// Its value.
        value: f64,
        /// The bound.
        allowed: String,
    },
    /// The computation was cancelled.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    /// Whether the caller's input is to blame.
    pub fn is_input(&self) -> bool {
        matches!(
            self,
            Self::OutOfRange { .. } | Self::Contradiction { .. } | Self::TooLarge { .. }
        )
    }

    /// Whether the computation was cancelled from outside.
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled)
    }
}

impl From<Cancelled> for Error {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Results of the physics library.
pub type Result<T> = std::result::Result<T, Error>;
