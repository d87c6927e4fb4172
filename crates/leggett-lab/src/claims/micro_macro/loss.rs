//! What lost spins, and noise on all of them, leave.

use super::{LOSE, NOISE, OPTIMUM, finding, mean_entropy, negativity, size};
use crate::claims::Finding;
use crate::claims::evaluator::Evaluator;
use crate::error::Result;

pub(super) fn remaining_distinctness(evaluator: &Evaluator) -> Result<Finding> {
    let remaining = |particles: u32| {
        let point = format!("atoms=1000 k0=600 k1=400 particles={particles}");
        evaluator.value(LOSE, "remaining_distinctness", &point)
    };
    let (one, many) = (remaining(1)?, remaining(300)?);
    finding(
        (one - 199.8).abs() < 1e-9 && (many - 140.0).abs() < 1e-9,
        format!("Λ = 200 becomes {one:.1} with one of 1000 spins lost, {many:.0} with 300"),
    )
}

pub(super) fn trade_off(evaluator: &Evaluator) -> Result<Finding> {
    let at = |k0: u32, k1: u32| negativity(evaluator, &format!("atoms=1000 k0={k0} k1={k1}"));
    let (one, two, far) = (at(501, 500)?, at(501, 499)?, at(600, 400)?);
    let best = |name| evaluator.value(OPTIMUM, name, "atoms=1e6 particles=1e5");
    let (distinctness, largest) = (best("distinctness")?, best("negativity")?);
    finding(
        one < two && far < two && (0.7..1.0).contains(&(distinctness / 1000.0)),
        format!(
            "one of 1000 lost: Neg = {one:.4}, {two:.4}, {far:.4} for Δk = 1, 2, 200; 1e5 of 1e6 lost: largest, \
             {largest:.4}, at Δk = {distinctness:.0}"
        ),
    )
}

pub(super) fn ghz(evaluator: &Evaluator) -> Result<Finding> {
    let point = "atoms=1000 k0=1000 k1=0";
    let (measured, lost) = (
        mean_entropy(evaluator, point)?,
        negativity(evaluator, point)?,
    );
    finding(
        measured == 0.0 && lost == 0.0,
        format!("Ē = {measured}, Neg = {lost} (N = 1000)"),
    )
}

pub(super) fn neighbouring_dicke_states(evaluator: &Evaluator) -> Result<Finding> {
    let at = |name, k1: u32| evaluator.value(LOSE, name, &format!("atoms=8 k0=4 k1={k1}"));
    let (exact, printed) = (at("negativity", 3)?, at("published_negativity", 3)?);
    let apart = (at("negativity", 2)? - at("published_negativity", 2)?).abs();
    finding(
        (exact - 0.29194).abs() < 1e-5 && printed - exact > 0.2 && apart < 1e-12,
        format!(
            "N = 8, k = 4, 3: {exact:.5}, eq 14 {printed:.5}; k = 4, 2: they agree to {}",
            size(apart)
        ),
    )
}

pub(super) fn coherence_counts(evaluator: &Evaluator) -> Result<Finding> {
    // The same spectra, but the spins' states are closer or farther apart.
    let at = |name, other: &str| {
        let point = format!("state=coherent atoms=1e5 mixing_angle0=0.3 mixing_angle1={other}");
        evaluator.value(LOSE, name, &point)
    };
    let (near, far) = (at("negativity", "0.4")?, at("negativity", "-0.4")?);
    let printed = at("published_negativity", "-0.4")?;
    let holds = (near - printed).abs() < 1e-9 && (far - 0.5 * 0.7f64.cos()).abs() < 1e-9;
    finding(
        holds,
        format!(
            "Neg = {near:.4} and {far:.4} for θ = 0.3, ±0.4 with the same spectra (N = 1e5); eq 14 {printed:.4}"
        ),
    )
}

pub(super) fn series(evaluator: &Evaluator) -> Result<Finding> {
    // ½ − Neg = δ² (…), from Dicke states.
    let factor = |k0: u64, k1: u64| -> Result<f64> {
        let point = format!("atoms=1e6 k0={k0} k1={k1}");
        let drop = evaluator.value(LOSE, "negativity_deficit", &point)?;
        let delta = (k0 - k1) as f64 / 1e6;
        Ok(drop / (delta * delta))
    };
    let first = factor(500_001, 499_999)?;
    let of_mean = (factor(501_001, 500_999)? - first) / 1e-6;
    let of_difference = (factor(500_500, 499_500)? - first) / 1e-6;
    finding(
        (first - 0.25).abs() < 1e-9
            && (of_mean - 1.0).abs() < 1e-3
            && (of_difference - 0.0625).abs() < 1e-3,
        format!("coefficients {first:.4}, {of_mean:.4} of (M̄/N)², {of_difference:.4} of (ΔM/N)²"),
    )
}

pub(super) fn circle(evaluator: &Evaluator) -> Result<Finding> {
    let mut worst = 0.0f64;
    for half in [100u32, 200, 300, 400, 500] {
        let point = format!("atoms=1000 k0={} k1={}", 500 + half, 500 - half);
        let delta = f64::from(2 * half) / 1000.0;
        let expected = 0.5 * (1.0 - delta * delta).sqrt();
        worst = worst.max((negativity(evaluator, &point)? - expected).abs());
    }
    finding(
        worst < 1e-12,
        format!("½√(1 − (ΔM/N)²) to {} at ΔM/N = 0.2…1", size(worst)),
    )
}

pub(super) fn little_effect_of_the_mean(evaluator: &Evaluator) -> Result<Finding> {
    let at = |k0: u32, k1: u32| negativity(evaluator, &format!("atoms=1000 k0={k0} k1={k1}"));
    let (centre, edge) = (at(750, 250)?, at(1000, 500)?);
    finding(
        edge > 0.8 * centre && edge < centre,
        format!("Neg = {centre:.4} at M̄ = 0, {edge:.4} at the edge M̄/N = ¼"),
    )
}

pub(super) fn known_or_unknown(evaluator: &Evaluator) -> Result<Finding> {
    let at = |channel: &str| {
        let point = format!("atoms=100 k0=54 k1=46 channel={channel} strength=0.05");
        evaluator.value(NOISE, "negativity", &point)
    };
    let (known, unknown) = (at("loss")?, at("depolarizing")?);
    let damped = at("amplitude-damping")?;
    finding(
        known > unknown + 1e-3 && (known - damped).abs() > 1e-4,
        format!(
            "5 % of the spins, N = 100, Δk = 8: {known:.4} if lost, {unknown:.4} if depolarized, {damped:.4} if damped"
        ),
    )
}

pub(super) fn noise_on_all(evaluator: &Evaluator) -> Result<Finding> {
    let at = |half: u32| {
        let (k0, k1) = (50 + half, 50 - half);
        let point = format!("atoms=100 k0={k0} k1={k1} channel=depolarizing strength=0.05");
        evaluator.value(NOISE, "negativity", &point)
    };
    let (two, eight, forty) = (at(1)?, at(4)?, at(20)?);
    finding(
        two < eight && forty < eight,
        format!(
            "5 % depolarizing, N = 100: Neg = {two:.4}, {eight:.4}, {forty:.4} for Δk = 2, 8, 40"
        ),
    )
}
