//! What noise on every spin, and on the qubit, leaves of the entanglement.

mod blocks;
pub mod coherent;
pub mod dicke;
mod span;
pub mod superpositions;
