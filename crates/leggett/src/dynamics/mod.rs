//! Evolution and steady states.

pub mod gaussian;
