//! The studies `micro-macro.*`: a qubit entangled with macroscopically
//! distinct states of spins.

pub(crate) mod lose;
pub(crate) mod macroscopicity;
pub(crate) mod measure;
pub(crate) mod noise;
pub(crate) mod optimum;
mod parameters;
mod state;
