//! The physics of macroscopic quantum states.
//!
//! Every approximated number is an [`estimate::Estimate`]: its value, a bound
//! on its error, and how that bound came about.

pub mod conventions;
pub mod dicke;
pub mod dynamics;
pub mod error;
pub mod estimate;
pub mod gaussian;
pub mod measures;
pub mod noise;
pub mod qubits;
pub mod symmetric;
pub mod systems;

pub use error::{Error, Result};
pub use estimate::{ErrorKind, Estimate, Estimates};
pub use leggett_num::Work;

/// The Rust of the README, compiled and run with the documentation's examples.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
