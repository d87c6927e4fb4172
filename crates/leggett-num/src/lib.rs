//! Numerics that know no physics: stable binomial weights, double-double
//! angles, banded, dense and low-rank symmetric eigenproblems.
//!
//! Everything is deterministic and single-threaded; callers parallelise over
//! independent problems.

pub mod angle;
pub mod angle_lattice;
pub mod arithmetic;
pub mod banded;
pub mod bessel;
pub mod binomial;
pub mod dense;
pub mod factor;
pub mod gram;
pub mod lanczos;
pub mod log_trace;
pub mod low_rank;
pub mod lyapunov;
pub mod matrix;
pub mod minimize;
pub mod normal;
pub mod pmf;
pub mod propagation;
pub mod random;
pub mod refinement;
pub mod riccati;
mod square;
pub mod tridiagonal;
mod vectors;
pub mod work;

pub use work::{Cancelled, Work};
