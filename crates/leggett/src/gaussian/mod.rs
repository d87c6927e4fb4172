//! Gaussian states of bosonic modes and linear quantum networks.
//!
//! Quadratures are ordered x = (x₁, p₁, x₂, p₂, …), a = (x + ip)/√2, the
//! vacuum has variance ½, and [x_j, x_k] = iJ_jk with J = ⊕[[0, 1], [−1, 0]].

pub mod circuit;
mod coupling;
pub mod covariance;
pub mod network;
pub mod slh;
pub mod symplectic;

pub use circuit::Circuit;
pub use covariance::Covariance;
pub use network::{Network, Station};
pub use slh::{Component, LinearModel};
