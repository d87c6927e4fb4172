//! What measured spins leave.

use super::{MEASURE, finding, mean_entropy, size};
use crate::claims::Finding;
use crate::claims::evaluator::Evaluator;
use crate::error::Result;
use std::f64::consts::LN_2;

/// H(x) in ebits.
fn binary_entropy(x: f64) -> f64 {
    -x * x.log2() - (1.0 - x) * (1.0 - x).log2()
}

pub(super) fn one_spin(evaluator: &Evaluator) -> Result<Finding> {
    let at = |name: &'static str| evaluator.value(MEASURE, name, "atoms=1000 k0=700 k1=400");
    let published = [
        ("probability_up", 0.55),
        ("entropy_up", binary_entropy(7.0 / 11.0)),
        ("entropy_down", binary_entropy(3.0 / 9.0)),
    ];
    let mut worst = 0.0f64;
    for (name, value) in published {
        worst = worst.max((at(name)? - value).abs());
    }
    let product = mean_entropy(evaluator, "atoms=1000 k0=400 k1=400")?;
    finding(
        worst < 1e-12 && product == 0.0,
        format!(
            "eqs 5, 6 to {} (N = 1000, k = 700, 400); Ē = {product} for k0 = k1",
            size(worst)
        ),
    )
}

pub(super) fn little_effect_of_the_mean(evaluator: &Evaluator) -> Result<Finding> {
    let at = |k0: u32, k1: u32| mean_entropy(evaluator, &format!("atoms=1000 k0={k0} k1={k1}"));
    let (centre, edge) = (at(750, 250)?, at(1000, 500)?);
    finding(
        edge > 0.8 * centre && edge < centre,
        format!("Δk/N = ½: Ē = {centre:.4} at k̄/N = ½, {edge:.4} at the edge k̄/N = ¾"),
    )
}

pub(super) fn slow_then_fast(evaluator: &Evaluator) -> Result<Finding> {
    let mut entropies = Vec::new();
    for tenth in 0..10 {
        let half = 50 * tenth;
        // Equal Dicke states are a product, so the first is nearly equal.
        let (k0, k1) = (500 + half.max(1), 500 - half.max(1));
        entropies.push(mean_entropy(
            evaluator,
            &format!("atoms=1000 k0={k0} k1={k1}"),
        )?);
    }
    entropies.push(mean_entropy(evaluator, "atoms=1000 k0=1000 k1=0")?);
    let drops: Vec<f64> = entropies.windows(2).map(|pair| pair[0] - pair[1]).collect();
    let grows = drops
        .windows(2)
        .all(|pair| 0.0 < pair[0] && pair[0] < pair[1]);
    finding(
        grows,
        format!(
            "Ē falls by {:.4} over the first tenth of Δk/N, by {:.4} over the last",
            drops[0], drops[9]
        ),
    )
}

pub(super) fn second_order(evaluator: &Evaluator) -> Result<Finding> {
    let point = "atoms=1e9 k0=500000100 k1=499999900";
    let drop = evaluator.value(MEASURE, "entropy_deficit", point)?;
    let printed = 4e-14 / (2.0 * LN_2);
    finding(
        (drop / printed - 1.0).abs() < 1e-12,
        format!("1 − E = {drop:.12e}, second order {printed:.12e} (N = 1e9, Δk = 200)"),
    )
}

pub(super) fn series(evaluator: &Evaluator) -> Result<Finding> {
    // What the drop has beyond the second order, relative to that.
    let beyond = |mean: f64, difference: f64| -> Result<f64> {
        let point = format!(
            "state=symmetric atoms=1e6 magnetization_difference={difference} mean_magnetization={mean}"
        );
        let drop = evaluator.value(MEASURE, "entropy_deficit", &point)?;
        let delta = difference / 1e6;
        Ok(2.0 * LN_2 * drop / (delta * delta) - 1.0)
    };
    let of_mean = beyond(1000.5, 10.0)? / 1.0005e-3f64.powi(2);
    let of_difference = beyond(0.0, 1000.5)? / 1.0005e-3f64.powi(2);
    finding(
        (of_mean - 4.0).abs() < 1e-3 && (of_difference - 1.0 / 6.0).abs() < 1e-3,
        format!("coefficients {of_mean:.4} of (M̄/N)² and {of_difference:.4} of (ΔM/N)²"),
    )
}

pub(super) fn symmetric_as_dicke(evaluator: &Evaluator) -> Result<Finding> {
    let mut worst = 0.0f64;
    for name in [
        "probability_up",
        "entropy_up",
        "entropy_down",
        "mean_entropy",
    ] {
        let symmetric = "state=symmetric atoms=1000 m0=200 m1=-100";
        let dicke = "atoms=1000 k0=700 k1=400";
        let difference =
            evaluator.value(MEASURE, name, symmetric)? - evaluator.value(MEASURE, name, dicke)?;
        worst = worst.max(difference.abs());
    }
    finding(
        worst < 1e-12,
        format!("deviation from Dicke states ≤ {} (N = 1000)", size(worst)),
    )
}

pub(super) fn separable(evaluator: &Evaluator) -> Result<Finding> {
    let angles = "mixing_angle0=0.3 mixing_angle1=-0.4";
    let point = format!("state=coherent atoms=8 {angles}");
    let exact = mean_entropy(evaluator, &point)?;
    let bound = evaluator.value(MEASURE, "entropy_bound", &point)?;
    let large = format!("state=coherent atoms=200 {angles}");
    let difference =
        evaluator.value(MEASURE, "entropy_bound", &large)? - mean_entropy(evaluator, &large)?;
    finding(
        (exact - 0.975_968_163_088_870_8).abs() < 1e-12
            && bound - exact > 0.01
            && difference.abs() < 1e-12,
        format!(
            "Ē = {exact:.5}, eq 11 {bound:.5} (θ = 0.3, −0.4, N = 8); they agree to {} at N = 200",
            size(difference)
        ),
    )
}

pub(super) fn independent_of_the_spread(evaluator: &Evaluator) -> Result<Finding> {
    // cos² θ = 0.7 and 0.3.
    let angle = 0.7f64.sqrt().acos();
    let other = 0.3f64.sqrt().acos();
    let separable = mean_entropy(
        evaluator,
        &format!("state=coherent atoms=10000 mixing_angle0={angle} mixing_angle1={other}"),
    )?;
    let dicke = mean_entropy(evaluator, "atoms=10000 k0=7000 k1=3000")?;
    let difference = (separable - dicke).abs();
    finding(
        difference < 1e-12,
        format!(
            "Ē = {dicke:.6} for Dicke and separable states, to {} (M/N = ±0.2, N = 1e4)",
            size(difference)
        ),
    )
}
