//! Studies of two oscillators of opposite mass in cascade.

mod apparatus;
pub(crate) mod conditional;
pub(crate) mod evolution;
pub(crate) mod laboratory;
pub(crate) mod network;
mod observables;
pub(crate) mod optimum;
mod parameters;
mod resolved;
pub(crate) mod sensing;
pub(crate) mod steady_state;
mod system;
