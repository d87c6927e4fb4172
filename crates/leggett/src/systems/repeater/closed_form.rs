//! The entropy near rational times, where the spectrum is known.
//!
//! At t = 2πp/r + δ the states fall apart into r classes of k modulo r, each
//! of which is a Gaussian kernel with Gaussian weights: with τ = Nδ/2 and
//! ξ = (τ/(1+√(1+τ²)))² its eigenvalues are μ ∝ ξⁿ. Hence with x = ξ^{M−1}
//! E = log2 r − log2(1−x) − x log2 x/(1−x), p = r^{2−M} (1−ξ)^{M−1}/(1−x).

use super::{Entanglement, Method, Probability};
use crate::ErrorKind;
use leggett_num::angle::Angle;
use leggett_num::angle_lattice::AngleLattice;
use std::f64::consts::{LN_2, PI};

/// E and p as if the time were next to the rational one that its lattice's
/// shortest vector stands for. O(log N).
///
/// The error bound has two parts, both found by comparison with the methods
/// that compute the spectrum, not proven: the first order in 1/N, which is
/// (1 − 1/m)/(N ln 2) at most and τ⁴ for small τ; and the overlap of the
/// classes, e^{−π²/ℓ²} for the length ℓ = (r/√N)√(1+τ²) of the vector, of which
/// two ensembles feel the square root.
pub(super) fn closed_form(atoms: u64, power: f64, time: &Angle) -> Entanglement {
    let n = atoms as f64;
    let lattice = AngleLattice::new(*time, n);
    let shortest = lattice.shortest();
    let r = shortest.steps.unsigned_abs().max(1) as f64;
    let tau = 0.5 * n * shortest.angle.abs() / r;
    let root = tau.hypot(1.0);
    // 1 − ξ = 2/(1+√(1+τ²)).
    let ln_ratio = (-2.0 / (1.0 + root)).ln_1p();
    let ln_x = power * ln_ratio;
    let (x, rest) = (ln_x.exp(), -ln_x.exp_m1());
    let product = if x == 0.0 { 0.0 } else { x * ln_x };
    let entropy = (r.ln() - rest.ln() - product / rest) / LN_2;
    let ln_p = (1.0 - power) * r.ln() + power * (2.0 / (1.0 + root)).ln() - rest.ln();

    let bend = (tau / root).powi(2);
    let overlap = classes_overlap(lattice.length(shortest), power);
    let share = power / n * bend + (power / n).powi(2) + overlap + 8.0 * f64::EPSILON * power;
    let widest = entropy.max((n + 1.0).log2() - entropy);
    let error = (2.0 / n * bend + (power / n).powi(2) + overlap).min(widest);
    Entanglement::new(
        atoms,
        (entropy, error + 8.0 * f64::EPSILON * (1.0 + entropy)),
        Probability::of_share(power, ln_p, share),
        ErrorKind::Estimated,
        Method::ClosedForm,
    )
}

/// How far the overlap of the classes may move E or ln p, for a shortest vector
/// of this length.
fn classes_overlap(length: f64, power: f64) -> f64 {
    let exponent = (PI / length).powi(2);
    if power == 1.0 {
        100.0 * (-0.5 * exponent).exp()
    } else {
        1000.0 * power * power * (-exponent).exp()
    }
}
