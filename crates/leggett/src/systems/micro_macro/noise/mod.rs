//! What noise on every spin, and on the qubit, leaves of the entanglement.

pub mod coherent;
pub mod dicke;
