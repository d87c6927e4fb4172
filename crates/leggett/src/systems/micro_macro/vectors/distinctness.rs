//! How distinct two branch vectors are (eq 2), and the effective size of their
//! superposition.

use super::{Branches, exact};
use crate::error::{Error, Result};
use crate::estimate::Estimate;
use crate::qubits::marginals::{self, Spin};
use crate::qubits::{SpinVector, collective, rotation, unit_axis};
use leggett_num::Work;
use leggett_num::dense::{Complex, symmetric_eigenvalues};

/// The reduced states of every spin in either branch, and what follows from
/// them.
#[derive(Debug, Clone, PartialEq)]
pub struct Distinctness {
    /// The spins of ψ0 and of ψ1.
    pub spins: [Vec<Spin>; 2],
    /// ⟨J⟩ in ψ0 and in ψ1.
    pub mean_spin: [[f64; 3]; 2],
    /// |⟨J_n⟩_0 − ⟨J_n⟩_1| along the given axis n (eq 2).
    pub along: Estimate,
    /// |⟨J⟩_0 − ⟨J⟩_1|, the largest along any one axis.
    pub best: Estimate,
    /// That axis; undefined where the means agree.
    pub best_axis: Option<[f64; 3]>,
    /// ½ Σ_i |r_0i − r_1i|, the largest with an axis for each spin.
    pub per_spin: Estimate,
}

/// O(N 2^N).
pub fn distinctness(branches: &Branches, axis: [f64; 3], work: &Work) -> Result<Distinctness> {
    let axis = unit_axis(axis)?;
    let [zero, one] = branches.vectors();
    let spins = [marginals::spins(zero, work)?, marginals::spins(one, work)?];
    let mean_spin = [0, 1].map(|x: usize| marginals::mean_spin(&spins[x]));
    let difference = minus(mean_spin[0], mean_spin[1]);
    let along: f64 = axis.iter().zip(difference).map(|(n, d)| n * d).sum();
    let best = length(difference);
    let per_spin: f64 = spins[0]
        .iter()
        .zip(&spins[1])
        .map(|(a, b)| 0.5 * length(minus(a.bloch, b.bloch)))
        .sum();
    // Two Bloch vectors of three components for each of N spins, halved.
    let error = 2.0
        * branches.spins() as f64
        * (marginals::rounding(branches.spins()) + 4.0 * f64::EPSILON);
    Ok(Distinctness {
        spins,
        mean_spin,
        along: exact(along.abs(), error),
        best: exact(best, error),
        best_axis: (best > error).then(|| difference.map(|d| d / best)),
        per_spin: exact(per_spin, error),
    })
}

fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn length(vector: [f64; 3]) -> f64 {
    vector.iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// The distributions of J_n = k − N/2 in both branches.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectra {
    /// P_x(k) for k = 0…N spins up along the axis.
    pub probabilities: [Vec<f64>; 2],
    /// ⟨J_n⟩ of each branch.
    pub mean: [Estimate; 2],
    /// The standard deviation of J_n in each branch.
    pub sd: [Estimate; 2],
}

/// Along an axis of any length; O(N 2^N), along z O(2^N).
pub fn spectra(branches: &Branches, axis: [f64; 3], work: &Work) -> Result<Spectra> {
    let axis = unit_axis(axis)?;
    let [zero, one] = branches.vectors();
    let probabilities = [
        collective::spectrum(zero, axis, work)?,
        collective::spectrum(one, axis, work)?,
    ];
    let spins = branches.spins() as f64;
    let error = spins * (rotation::rounding(branches.spins()) + 32.0 * spins * f64::EPSILON);
    let moments = [0, 1].map(|x: usize| collective::mean_and_sd(&probabilities[x]));
    Ok(Spectra {
        probabilities,
        mean: moments.map(|(mean, _)| exact(mean, error)),
        sd: moments.map(|(_, sd)| exact(sd, error)),
    })
}

/// The covariance matrix of J of (ψ0 + ψ1)/√2, normalised, and the effective
/// size 4 λ_max/N (Fröwis and Dür, 2012): N for a GHZ state, at most 1 for a
/// product state. O(N 2^N), and one vector more of memory.
///
/// A superposition of norm zero is an error.
pub fn effective_size(branches: &Branches, work: &Work) -> Result<([[f64; 3]; 3], Estimate)> {
    let (state, norm) = superposition(branches)?;
    let spins = marginals::spins(&state, work)?;
    let mean = marginals::mean_spin(&spins);
    let covariance = collective::covariance(&state, mean, work)?;
    let values = symmetric_eigenvalues(3, |row, column| covariance[row][column])
        .map_err(crate::qubits::coordinates::no_convergence)?;
    let n = branches.spins() as f64;
    let largest = values[2].max(0.0);
    // Errors of the sums and of the vector, relative to ‖J ψ‖² ≤ N²/4.
    let vector = (n + 64.0) * f64::EPSILON / norm;
    let error = n * (marginals::rounding(branches.spins()) + vector);
    Ok((covariance, exact(4.0 * largest / n, error)))
}

/// And its norm before it was normalised.
fn superposition(branches: &Branches) -> Result<(SpinVector, f64)> {
    let [zero, one] = branches.vectors();
    let norm_squared = 2.0 * (1.0 + branches.overlap().re);
    if norm_squared < 1e-6 {
        return Err(Error::Contradiction {
            parameter: "path",
            message: "ψ0 + ψ1 vanishes, and with it the effective size; change the sign of one"
                .to_owned(),
        });
    }
    let norm = norm_squared.sqrt();
    let factor = 1.0 / norm;
    let pairs = zero.amplitudes().iter().zip(one.amplitudes());
    let sum: Vec<Complex> = pairs.map(|(a, b)| (*a + *b) * factor).collect();
    Ok((SpinVector::new(sum)?, norm))
}

/// Bytes of any of these beyond the branches themselves.
pub fn bytes(spins: usize) -> f64 {
    16.0 * (spins as f64).exp2() + 1e6
}

/// Floating-point operations of [`distinctness`], [`spectra`] and
/// [`effective_size`] together.
pub fn operations(spins: usize) -> f64 {
    // Three times all reduced states, two rotations, one covariance.
    (spins as f64).exp2() * (3.0 * 12.0 + 2.0 * 6.0 + 4.0) * (spins as f64 + 2.0)
}
