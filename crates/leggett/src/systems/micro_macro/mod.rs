//! A qubit entangled with macroscopically distinct states of N spins ½:
//! √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩ (Mirkamali & Cory, 2024, eq 1, where w = ½).
//!
//! Conventions: J_z = Σ s_z, ħ = 1, k = N/2 + M spins are up in the Dicke state
//! `|D_{N,k}⟩`; a coherent branch has cos θ |↑⟩ + sin θ |↓⟩ for every spin;
//! entropies in bits; the negativity is |Σ negative eigenvalues| of the
//! partial transpose, at most √(w(1−w)).

pub mod bounds;
pub mod independent_loss;
pub mod lose;
pub mod macroscopicity;
pub mod measure;
pub mod noise;
pub mod optimum;
pub mod vectors;

use crate::error::{Error, Result};

/// The number of spins that exact integers and doubles agree on.
pub const ATOMS_MAX: u64 = 1_000_000_000_000_000;

/// A number of spins, and of those up in each branch.
fn check_dicke(atoms: u64, up: [u64; 2]) -> Result<()> {
    if atoms == 0 || atoms > ATOMS_MAX {
        return Err(out_of_range(
            "atoms",
            atoms,
            format!("from 1 to {ATOMS_MAX}"),
        ));
    }
    for (parameter, k) in ["k0", "k1"].into_iter().zip(up) {
        if k > atoms {
            return Err(out_of_range(
                parameter,
                k,
                format!("from 0 to atoms = {atoms}"),
            ));
        }
    }
    Ok(())
}

fn check_particles(particles: u64, atoms: u64) -> Result<()> {
    if particles > atoms {
        let allowed = format!("from 0 to the number of spins, {atoms}");
        return Err(out_of_range("particles", particles, allowed));
    }
    Ok(())
}

fn check_share(parameter: &'static str, value: f64) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(out_of_range(parameter, value, "from 0 to 1".to_owned()))
}

fn out_of_range(parameter: &'static str, value: impl ToString, allowed: String) -> Error {
    Error::OutOfRange {
        parameter,
        value: value.to_string(),
        allowed,
    }
}

/// √(w(1−w)): the negativity before anything happens to orthogonal branches.
pub fn largest_negativity(weight: f64) -> f64 {
    (weight * (1.0 - weight)).sqrt()
}

/// cos(θ0 − θ1) of two coherent branches, and its sine without cancellation.
fn spin_overlap(angles: [f64; 2]) -> (f64, f64) {
    let difference = angles[0] - angles[1];
    (difference.cos(), difference.sin())
}

/// A number of spins that the method cannot treat.
fn too_large(atoms: u64, largest: u64) -> Error {
    Error::TooLarge {
        parameter: "atoms",
        value: atoms.to_string(),
        allowed: format!("at most {largest} for this state and channel"),
    }
}
