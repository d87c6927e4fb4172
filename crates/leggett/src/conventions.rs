//! Conventions, stated once.
//!
//! * ħ = 1.
//! * Dicke basis of N two-level atoms: |k>, k = n_a = 0…N, the number of atoms
//!   in state a; S_z = n_a − n_b = 2k − N ([`crate::dicke`]).
//! * x basis: <q|^x with q = N is the state with every atom in |+x>; the
//!   overlaps are those of eqs 23 and 24 of Li et al., which agree with each
//!   other; their eq 7 differs from these by the sign (−1)^{N−q}.
//! * Entropies are in ebits (base-2 logarithms). Logarithms of probabilities
//!   are natural.
//! * A spectrum is a list of eigenvalues in no particular order.
