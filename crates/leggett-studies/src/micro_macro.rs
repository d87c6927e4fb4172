//! The studies `micro-macro.*`: a qubit entangled with macroscopically
//! distinct states of spins.

pub(crate) mod lose;
pub(crate) mod measure;
mod parameters;
mod state;
