//! Measures of entanglement, by how they are computed from a state.

pub mod divergence;
pub mod entropy;
pub mod gaussian;
pub mod negativity;
pub mod resolution;
