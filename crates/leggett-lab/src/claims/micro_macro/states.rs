//! The states and their distinctness.

use super::{MACROSCOPICITY, MEASURE, finding, mean_entropy, negativity, size};
use crate::claims::Finding;
use crate::claims::evaluator::Evaluator;
use crate::error::Result;

pub(super) fn maximal_entanglement(evaluator: &Evaluator) -> Result<Finding> {
    let mut worst = 0.0f64;
    for (k0, k1) in [(7, 3), (10, 0), (1, 0), (10, 9)] {
        let point = format!("atoms=10 k0={k0} k1={k1} particles=0");
        worst = worst
            .max((mean_entropy(evaluator, &point)? - 1.0).abs())
            .max((negativity(evaluator, &point)? - 0.5).abs());
    }
    let product = mean_entropy(evaluator, "atoms=10 k0=4 k1=4 particles=0")?;
    finding(
        worst < 1e-12 && product == 0.0,
        format!(
            "deviation ≤ {} for k0 ≠ k1 (N = 10); {product} ebit for k0 = k1",
            size(worst)
        ),
    )
}

pub(super) fn overlapping_branches(evaluator: &Evaluator) -> Result<Finding> {
    let point = "state=coherent atoms=8 mixing_angle0=0.3 mixing_angle1=-0.4 particles=0";
    let entropy = mean_entropy(evaluator, point)?;
    let overlap = 0.7f64.cos().powi(8);
    finding(
        (0.98..1.0).contains(&entropy),
        format!("E = {entropy:.4} ebit with the overlap {overlap:.3} (coherent, N = 8)"),
    )
}

pub(super) fn best_axis(evaluator: &Evaluator) -> Result<Finding> {
    let along = |axis: &str| {
        let point = format!(
            "state=coherent atoms=100 mixing_angle0=0.3 mixing_angle1=1.1 measurement_axis={axis}"
        );
        evaluator.value(MEASURE, "distinctness", &point)
    };
    // The branches lie in the plane of x and z.
    let [x, z]: [f64; 2] = [0.6f64.sin() - 2.2f64.sin(), 0.6f64.cos() - 2.2f64.cos()];
    let best = along(&format!("[{x},0,{z}]"))?;
    let (other, only_z) = (along("[0.5,0.2,1]")?, along("z")?);
    let length = 50.0 * x.hypot(z);
    finding(
        (best - length).abs() < 1e-9 && best > other && best > only_z,
        format!(
            "Λ = {best:.3} along ⟨J⟩_0 − ⟨J⟩_1, {only_z:.3} along z, {other:.3} along another (N = 100)"
        ),
    )
}

pub(super) fn dicke_distinctness(evaluator: &Evaluator) -> Result<Finding> {
    let mut worst = 0.0f64;
    for (k0, k1) in [(0, 1000), (501, 500), (700, 123)] {
        let point = format!("atoms=1000 k0={k0} k1={k1}");
        let distinctness = evaluator.value(MEASURE, "distinctness", &point)?;
        worst = worst.max((distinctness - f64::from(i32::abs(k0 - k1))).abs());
    }
    finding(
        worst == 0.0,
        format!("largest deviation {worst} (N = 1000)"),
    )
}

pub(super) fn disjoint_spectra(evaluator: &Evaluator) -> Result<Finding> {
    let at = |point: &str| evaluator.value(MACROSCOPICITY, "overlap", point);
    let dicke = at("atoms=100 k0=60 k1=40")?;
    let angles = "mixing_angle0=0.6 mixing_angle1=0.97";
    let few = at(&format!("state=coherent atoms=100 {angles}"))?;
    let many = at(&format!("state=coherent atoms=400 {angles}"))?;
    finding(
        dicke == 0.0 && few > 0.0 && many > 0.0 && many < 1e-2 * few,
        format!(
            "Σ P0 P1 = {dicke} for Dicke states, {few:.0e} and {many:.0e} for separable ones (Λ/N ≈ 0.36, N = 100, 400)"
        ),
    )
}

pub(super) fn separable_spectra(evaluator: &Evaluator) -> Result<Finding> {
    let at = |name| {
        let point = "state=coherent atoms=100 mixing_angle0=0.3 mixing_angle1=-0.4";
        evaluator.value(MACROSCOPICITY, name, point)
    };
    let (mean, sd) = (at("mean_0")?, at("sd_0")?);
    let corrected = [50.0 * 0.6f64.cos(), 5.0 * 0.6f64.sin()];
    let printed_mean = 50.0 * (0.3f64.cos() - 0.3f64.sin());
    let printed_sd = (100.0 * 0.3f64.cos() * 0.3f64.sin()).sqrt();
    finding(
        (mean - corrected[0]).abs() < 1e-9 && (sd - corrected[1]).abs() < 1e-9,
        format!(
            "θ = 0.3, N = 100: {mean:.3} ± {sd:.3}, as printed {printed_mean:.3} ± {printed_sd:.3}"
        ),
    )
}
