//! Which states are the most robust: section V and the appendix.

use super::{LOSE, MEASURE, finding, mean_entropy, size};
use crate::claims::Finding;
use crate::claims::evaluator::Evaluator;
use crate::error::Result;
use std::f64::consts::LN_2;

/// The probabilities up of four spins in ψ0 and in ψ1.
type Spins = [[f64; 4]; 2];

/// Some spins that differ.
const UNEQUAL: [Spins; 3] = [
    [[0.9, 0.6, 0.3, 0.8], [0.2, 0.5, 0.4, 0.1]],
    [[1.0, 0.7, 0.7, 0.7], [0.0, 0.3, 0.3, 0.3]],
    [[0.55, 0.5, 0.5, 0.45], [0.45, 0.5, 0.3, 0.5]],
];

fn list(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(f64::to_string).collect();
    format!("[{}]", texts.join(","))
}

fn spins([p0, p1]: &Spins) -> String {
    format!("state=spins p0={} p1={}", list(p0), list(p1))
}

pub(super) fn entropy_bound(evaluator: &Evaluator) -> Result<Finding> {
    let mut least = f64::INFINITY;
    for unequal in &UNEQUAL {
        let point = spins(unequal);
        let bound = evaluator.value(MEASURE, "entropy_bound", &point)?;
        least = least.min(bound - mean_entropy(evaluator, &point)?);
    }
    let alike = spins(&[[0.7; 4], [0.4; 4]]);
    let reached =
        evaluator.value(MEASURE, "entropy_bound", &alike)? - mean_entropy(evaluator, &alike)?;
    finding(
        least > 1e-4 && reached.abs() < 1e-12,
        format!(
            "Ē^max − Ē ≥ {least:.4} for unequal spins, {} for equal ones",
            size(reached)
        ),
    )
}

pub(super) fn linear_worst_case(evaluator: &Evaluator) -> Result<Finding> {
    // One spin carries all of Λ = 1.
    let worst = [[1.0, 0.5, 0.5, 0.5], [0.0, 0.5, 0.5, 0.5]];
    let drop = evaluator.value(MEASURE, "entropy_deficit", &spins(&worst))?;
    let alike = evaluator.value(
        MEASURE,
        "entropy_deficit",
        "state=symmetric atoms=4 m0=0.5 m1=-0.5",
    )?;
    finding(
        (drop - 0.25).abs() < 1e-12 && alike < 0.2 * drop,
        format!("Λ/N = ¼: 1 − Ē = {drop:.4} if one spin carries it, {alike:.4} if all do"),
    )
}

pub(super) fn negativity_bound(evaluator: &Evaluator) -> Result<Finding> {
    let mut least = f64::INFINITY;
    for unequal in &UNEQUAL {
        let bound = evaluator.value(LOSE, "negativity_bound", &spins(unequal))?;
        let mut mean = 0.0;
        for (p0, p1) in unequal[0].iter().zip(&unequal[1]) {
            let one = format!("state=spins p0=[{p0}] p1=[{p1}]");
            mean += 0.25 * evaluator.value(LOSE, "negativity_bound", &one)?;
        }
        least = least.min(bound - mean);
    }
    let neighbours = "atoms=8 k0=4 k1=3";
    let gap = evaluator.value(LOSE, "negativity_bound", neighbours)?
        - evaluator.value(LOSE, "negativity", neighbours)?;
    finding(
        least > 1e-4 && gap > 0.1,
        format!(
            "Neg^max exceeds the mean over unequal spins by {least:.4} at least; N = 8, k = 4, 3 misses it by {gap:.4}"
        ),
    )
}

/// Ē of four spins, the first of which is shifted and, if the means are fixed,
/// the last the other way.
fn shifted(evaluator: &Evaluator, shift: [f64; 2], fixed: bool) -> Result<f64> {
    let mut state: Spins = [[0.7; 4], [0.3; 4]];
    for (branch, shift) in state.iter_mut().zip(shift) {
        branch[0] += shift;
        if fixed {
            branch[3] -= shift;
        }
    }
    mean_entropy(evaluator, &spins(&state))
}

pub(super) fn gradient(evaluator: &Evaluator) -> Result<Finding> {
    let step = 1e-4;
    let slope = |fixed: bool| -> Result<f64> {
        let forward = shifted(evaluator, [step, 0.0], fixed)?;
        Ok((forward - shifted(evaluator, [-step, 0.0], fixed)?) / (2.0 * step))
    };
    let point = "state=symmetric atoms=4 m0=0.8 m1=-0.8";
    let exact = evaluator.value(MEASURE, "entropy_gradient_0", point)?;
    let (free, fixed) = (slope(false)?, slope(true)?);
    // A2 as printed, where all spins have p0 = 0.7 and p1 = 0.3.
    let printed = 0.3f64.log2();
    finding(
        (free - exact).abs() < 1e-6 && fixed.abs() < 1e-6,
        format!(
            "∂Ē/∂p0 = {exact:.5}, by differences {free:.5}; with the means fixed {}, as printed {printed:.3}",
            size(fixed)
        ),
    )
}

/// The eigenvalues of one spin's Hessian at p0 = 0.7, p1 = 0.3.
fn eigenvalues(evaluator: &Evaluator) -> Result<[f64; 2]> {
    let point = "state=symmetric atoms=4 m0=0.8 m1=-0.8";
    Ok([
        evaluator.value(MEASURE, "entropy_hessian_upper", point)?,
        evaluator.value(MEASURE, "entropy_hessian_lower", point)?,
    ])
}

pub(super) fn hessian(evaluator: &Evaluator) -> Result<Finding> {
    let [upper, lower] = eigenvalues(evaluator)?;
    let step = 1e-3;
    // p0 = 1 − p1: the eigenvectors are (1, ±1), and spins 1 and 4 move
    // against each other with λ±/N each.
    let curvature = |sign: f64| -> Result<f64> {
        let at = |step: f64| shifted(evaluator, [step, sign * step], true);
        Ok((at(step)? - 2.0 * at(0.0)? + at(-step)?) / (step * step))
    };
    // The vector has length √4.
    let (with, against) = (curvature(1.0)? / 4.0, curvature(-1.0)? / 4.0);
    finding(
        (4.0 * with / upper - 1.0).abs() < 1e-3 && (4.0 * against / lower - 1.0).abs() < 1e-3,
        format!(
            "N = 4: λ± = {upper:.4}, {lower:.4}; curvatures by differences {with:.4}, {against:.4}"
        ),
    )
}

pub(super) fn determinant(evaluator: &Evaluator) -> Result<Finding> {
    let [upper, lower] = eigenvalues(evaluator)?;
    let product = 16.0 * LN_2 * LN_2 * upper * lower;
    let corrected = 4.0 * 0.16 / (0.21 * 0.21);
    finding(
        (product / corrected - 1.0).abs() < 1e-12,
        format!("M0 = −M1 = 0.2 N: {product:.4}, as printed 0"),
    )
}

pub(super) fn robust_and_macroscopic(evaluator: &Evaluator) -> Result<Finding> {
    let point = "atoms=1e6 k0=505000 k1=495000";
    let drop = evaluator.value(MEASURE, "entropy_deficit", point)?;
    let lost = evaluator.value(LOSE, "negativity_deficit", point)?;
    finding(
        drop < 1e-4 && lost < 1e-4,
        format!("N = 1e6, Λ = 1e4 = 10 √N: 1 − Ē = {drop:.1e}, ½ − Neg = {lost:.1e}"),
    )
}
