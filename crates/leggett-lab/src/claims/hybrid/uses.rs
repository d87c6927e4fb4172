//! What the entanglement is good for.

use super::{BARE, BEST, best, cascade, finding, stable, steady};
use crate::claims::evaluator::Evaluator;
use crate::claims::{Claim, Finding, Verdict};
use crate::error::Result;
use leggett::systems::hybrid::sensing::{force_noise, standard_quantum_limit};

pub(super) static CLAIMS: &[Claim] = &[
    Claim {
        name: "teleportation",
        source: "conclusion",
        statement: "the entanglement serves quantum teleportation",
        verdict: Verdict::Holds,
        note: "coherent states with unit gain, fidelity above ½: for C_S above some 1.2, not next to the threshold, where \
            g ≫ 1; with loss g > 1 costs fidelity",
        check: Some(teleportation),
    },
    Claim {
        name: "key distribution",
        source: "conclusion",
        statement: "it serves key distribution",
        verdict: Verdict::Holds,
        note: "for C_S above some 3.7 (ε = 0.1): protocols that trust one side take steering, 2Δ²(X_M|S) or 2Δ²(X_S|M) below 1; \
            rates are not computed",
        check: Some(steering),
    },
    Claim {
        name: "force sensing",
        source: "conclusion",
        statement: "a force on M is sensed beyond the standard quantum limit",
        verdict: Verdict::Holds,
        note: "S_F(Ω) over √(Ω² + γ_M0²/4) + γ̃_M0, here |Ω| + γ̃_M0, the least of M alone read out by P_L with θ_M = π/4",
        check: Some(sensing),
    },
    Claim {
        name: "sensing and entanglement",
        source: "conclusion",
        statement: "the gain in sensing is closely linked to EPR entanglement (evidence in the supplement)",
        verdict: Verdict::Holds,
        note: "both grow with C_S together; the supplement was not available",
        check: Some(link),
    },
];

fn teleportation(evaluator: &Evaluator) -> Result<Finding> {
    let at = |c: f64, loss: f64| {
        let point = format!("{BARE} cooperativity_spin={c} {BEST} loss={loss}");
        steady(evaluator, "teleportation_fidelity", &point)
    };
    let (one, ten, thousand) = (at(1.0, 0.0)?, at(10.0, 0.0)?, at(1000.0, 0.0)?);
    let (lossy, more) = (at(10.0, 0.1)?, at(1000.0, 0.1)?);
    finding(
        one < 0.5 && ten > 0.7 && thousand > 0.95 && (lossy - 0.723).abs() < 1e-3,
        format!(
            "F = {one:.3}, {ten:.3}, {thousand:.3} at C_S = 1, 10, 1000; {lossy:.3}, {more:.3} at 10, 1000 for ε = 0.1"
        ),
    )
}

fn steering(evaluator: &Evaluator) -> Result<Finding> {
    let at = |name, c: f64| {
        let point = format!("{BARE} cooperativity_spin={c} {BEST} loss=0.1");
        steady(evaluator, name, &point)
    };
    let (of_m, of_s) = (
        at("steering_of_motion", 10.0)?,
        at("steering_of_spin", 10.0)?,
    );
    let weak = at("steering_of_motion", 1.0)?.min(at("steering_of_spin", 1.0)?);
    finding(
        (of_m - 0.728).abs() < 1e-3 && of_s < 1.0 && weak > 0.9,
        format!("{of_m:.3}, {of_s:.3} at C_S = 10, ε = 0.1; the lesser at C_S = 1: {weak:.3}"),
    )
}

/// The least of S_F over the standard quantum limit, and of what is added to
/// γ̃_M0 over |Ω|, over all Ω.
fn least_noise(evaluator: &Evaluator, cooperativity: f64) -> Result<[f64; 3]> {
    let cascade = cascade(evaluator, cooperativity, 0.0)?;
    let set = &cascade.oscillators;
    let couplings = set
        .couplings(cascade.cooperativities, cascade.angles)
        .plain();
    let mut least = [f64::INFINITY, f64::INFINITY, 0.0];
    for step in 0..=600 {
        let frequency = 10f64.powf(f64::from(step) / 100.0 - 2.0);
        let noise: f64 = stable(force_noise(set, &couplings, 1.0, frequency))?;
        let limit = standard_quantum_limit(&set.motion, frequency);
        if noise / limit < least[0] {
            least[0] = noise / limit;
            least[2] = frequency;
        }
        least[1] = least[1].min((noise - set.motion.decoherence) / frequency);
    }
    Ok(least)
}

fn sensing(evaluator: &Evaluator) -> Result<Finding> {
    let (ten, hundred) = (
        least_noise(evaluator, 10.0)?,
        least_noise(evaluator, 100.0)?,
    );
    finding(
        ten[0] < 1.0 && hundred[0] < ten[0],
        format!(
            "at least {:.3} at Ω = {:.1} γ̃_S0 for C_S = 10, {:.3} at {:.1} for 100",
            ten[0], ten[2], hundred[0], hundred[2]
        ),
    )
}

fn link(evaluator: &Evaluator) -> Result<Finding> {
    let mut pairs = Vec::new();
    for c in [1.0, 2.0, 5.0, 10.0, 30.0, 100.0, 300.0, 1000.0] {
        let xi = best(
            evaluator,
            "epr_variance",
            &format!("cooperativity_spin={c}"),
        )?;
        pairs.push((xi, least_noise(evaluator, c)?[1]));
    }
    let together = pairs
        .windows(2)
        .all(|pair| pair[1].0 < pair[0].0 && pair[1].1 < pair[0].1);
    let below = pairs
        .iter()
        .all(|(xi, added)| (*added < 1.0) == (*xi < 1.0));
    let texts: Vec<String> = pairs
        .iter()
        .map(|(xi, added)| format!("{xi:.3}: {added:.3}"))
        .collect();
    finding(
        together && below,
        format!(
            "ξ: least (S_F − γ̃_M0)/|Ω|, 1 for M alone: {} (C_S = 1…1000, best settings)",
            texts.join(", ")
        ),
    )
}
