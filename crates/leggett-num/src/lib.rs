//! Numerics that know no physics: stable binomial weights, double-double
//! angles, banded and low-rank symmetric eigenproblems.
//!
//! Everything is deterministic and single-threaded; callers parallelise over
//! independent problems.

pub mod work;

pub use work::{Cancelled, Work};
