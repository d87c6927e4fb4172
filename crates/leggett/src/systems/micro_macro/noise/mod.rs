//! What noise on every spin, and on the qubit, leaves of the entanglement.

mod blocks;
pub mod coherent;
pub mod dephasing;
pub mod dicke;
pub mod superpositions;
