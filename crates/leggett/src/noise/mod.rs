//! Noise on single two-level systems: one catalogue for all systems.

pub mod channel;

pub use channel::Channel;
