//! Studies of two oscillators of opposite mass in cascade.

pub(crate) mod conditional;
mod observables;
pub(crate) mod optimum;
mod parameters;
pub(crate) mod steady_state;
mod system;
