//! Responses in time and cancellation: eq 6.

use super::{BARE, best, cascade, finding, physics, size, stable, steady};
use crate::claims::evaluator::Evaluator;
use crate::claims::{Claim, Finding, Verdict};
use crate::error::Result;
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::{evolved, steady_state};
use leggett::gaussian::network::{Network, Station};
use leggett::gaussian::slh::thermal_bath;
use leggett::gaussian::{Covariance, LinearModel};
use leggett::measures::gaussian::epr_variance;
use leggett::systems::hybrid::Imbalance;
use leggett::systems::hybrid::closed_form::Drift;
use leggett::systems::hybrid::evolution::{Evolution, kernels};
use leggett::systems::hybrid::light_path::{self, Coupled, LightPath, Outlet};
use leggett::systems::hybrid::network::Cascade;
use leggett_num::matrix::Matrix;
use std::f64::consts::FRAC_PI_2;

pub(super) static CLAIMS: &[Claim] = &[
    Claim {
        name: "response in time",
        source: "eq 6",
        statement: "S answers with e^{−γ_S t/2}, M with e^{−γ_M t/2}, and to S with 2sR(e^{−γ_S t/2} − e^{−γ_M \
            t/2})/(γ_M − γ_S)",
        verdict: Verdict::Holds,
        note: "ξ(t) from these against the matrix exponential of the network, from n = 1 and 1000 quanta",
        check: Some(response),
    },
    Claim {
        name: "different responses",
        source: "eq 6",
        statement: "for R = 0 and γ_M ≠ γ_S back-action cancels imperfectly",
        verdict: Verdict::Holds,
        note: "θ_S = θ_M = π/4 + 0.01, Γ_S = Γ_M",
        check: Some(different_responses),
    },
    Claim {
        name: "memory",
        source: "eq 6",
        statement: "R ≠ 0 prolongs the memory 1/γ_M of M to that of S",
        verdict: Verdict::Holds,
        note: "best settings at C_S = 10",
        check: Some(memory),
    },
    Claim {
        name: "sign of R",
        source: "eq 6",
        statement: "R < 0, which is θ_M > θ_S, improves the cancellation",
        verdict: Verdict::Holds,
        note: "around the best settings for R = 0 at C_S = 10",
        check: Some(sign_of_r),
    },
    Claim {
        name: "ideal cancellation",
        source: "eq 6",
        statement: "γ_M ≫ γ_S and 2R/γ_M → −1 cancel what S does, thermal noise too",
        verdict: Verdict::Holds,
        note: "the share γ_S/(γ_S + γ_M) of S's thermal noise stays; the best settings do not go there: −2R/γ_M → \
            0.9587 and γ_M/γ_S → 24.2 as C_S → ∞",
        check: Some(ideal_cancellation),
    },
    Claim {
        name: "path of the response",
        source: "fig 1",
        statement: "for Γ_SP = Γ_SB S is driven by X_L,in only and answers in P_L",
        verdict: Verdict::Holds,
        note: "S alone: what a resonant force on it shows in each quadrature of the light",
        check: Some(path),
    },
    Claim {
        name: "interference in the light",
        source: "fig 1",
        statement: "the responses of S and M interfere destructively in P_L,out",
        verdict: Verdict::Holds,
        note: "what a force on S shows in P_L,out at resonance, with M over without it; best settings",
        check: Some(interference),
    },
    Claim {
        name: "sign of the masses",
        source: "eq 6",
        statement: "the interference for R < 0 does not need opposite masses",
        verdict: Verdict::Holds,
        note: "share of S's thermal noise left in X_S + gX_M behind the same light; back-action cancels for opposite \
            masses only",
        check: Some(sign_of_masses),
    },
];

fn response(evaluator: &Evaluator) -> Result<Finding> {
    let cascade = cascade(evaluator, 10.0, 0.1)?;
    let couplings = cascade
        .oscillators
        .couplings(cascade.cooperativities, cascade.angles)
        .plain();
    let start = [1.0, 1000.0];
    let evolution = stable(Evolution::new(&cascade.oscillators, &couplings, start))?;
    let (model, thermal) = (
        physics(cascade.model())?,
        physics(Covariance::thermal(&start))?,
    );
    let mut worst = 0.0f64;
    for time in [0.01, 0.1, 1.0, 10.0] {
        let state = physics(evolved(&model, &thermal, time, evaluator.work))?;
        let expected = physics(epr_variance(&state, [0, 1], cascade.epr_weight()))?.value;
        let found = evolution.at(time).epr_variance();
        worst = worst.max((found / expected - 1.0).abs());
    }
    finding(
        worst < 1e-9,
        format!("ξ(t) agrees to {} at γ̃_S0 t = 0.01…10", size(worst)),
    )
}

fn different_responses(evaluator: &Evaluator) -> Result<Finding> {
    // γ̃_S0 = γ̃_M0 = 1.5; Γ = 150.
    let at = |bath: &str| -> Result<(f64, f64)> {
        let point = format!(
            "spin_linewidth=1 spin_occupation=1 {bath} cooperativity_spin=100 cooperativity_motion=100 \
             theta_spin=pi/4+0.01 theta_motion=pi/4+0.01"
        );
        let xi = steady(evaluator, "epr_variance", &point)?;
        Ok((xi, steady(evaluator, "linewidth_motion", &point)?))
    };
    let (same, _) = at("motion_linewidth=1 motion_occupation=1")?;
    let (slower, linewidth) = at("motion_decoherence=1.5")?;
    // What the linewidth alone would change.
    let scaled = same * 4.0 / linewidth;
    finding(
        slower > 1.5 * scaled,
        format!(
            "ξ = {same:.3} for γ_M0 = γ_S0; {slower:.3} for γ_M0 → 0, of which γ_M alone explains {scaled:.3}"
        ),
    )
}

fn memory(evaluator: &Evaluator) -> Result<Finding> {
    let cascade = cascade(evaluator, 10.0, 0.0)?;
    let couplings = cascade
        .oscillators
        .couplings(cascade.cooperativities, cascade.angles)
        .plain();
    let drift = stable(Drift::new(&cascade.oscillators, &couplings))?;
    let after = kernels([drift.gamma_s, drift.gamma_m], 10.0 / drift.gamma_m);
    let answer = cascade.epr_weight() * couplings.unidirectional() * after.transfer;
    finding(
        after.joint < 0.01 && answer < -0.5 * after.spin,
        format!(
            "10/γ_M after a kick S keeps {:.3} of it and gM answers with {answer:.3}; M keeps {:.4} of its own",
            after.spin, after.joint
        ),
    )
}

fn sign_of_r(evaluator: &Evaluator) -> Result<Finding> {
    let none = "cooperativity_spin=10 unidirectional=false";
    let theta = best(evaluator, "theta_spin", none)?;
    let cooperativity = best(evaluator, "cooperativity_motion", none)?;
    let at = |shift: f64| {
        let point = format!(
            "{BARE} cooperativity_spin=10 cooperativity_motion={cooperativity} theta_spin={} theta_motion={}",
            theta - shift,
            theta + shift
        );
        steady(evaluator, "epr_variance", &point)
    };
    let (negative, zero, positive) = (at(0.1)?, at(0.0)?, at(-0.1)?);
    finding(
        negative < zero && zero < positive,
        format!("ξ = {negative:.4}, {zero:.4}, {positive:.4} for θ_M − θ_S = 0.2, 0, −0.2"),
    )
}

/// The share of S's thermal noise that is left in the joint variable, against
/// what it would be in X_S alone with the linewidth γ_S.
///
/// From the difference of two occupations of S at the same Γ_S.
pub(super) fn spin_noise(evaluator: &Evaluator, spin: f64, rest: &str) -> Result<f64> {
    let joint = |occupation: f64| -> Result<f64> {
        let cooperativity = spin * 1.5 / (occupation + 0.5);
        let point = format!(
            "spin_linewidth=1 spin_occupation={occupation} motion_decoherence=2 \
             cooperativity_spin={cooperativity} {rest} tolerance=1"
        );
        let weight = steady(evaluator, "epr_weight", &point)?;
        let xi = steady(evaluator, "epr_variance", &point)?;
        Ok(0.5 * (1.0 + weight * weight) * xi)
    };
    let point = format!(
        "spin_linewidth=1 spin_occupation=1 motion_decoherence=2 cooperativity_spin={spin} {rest}"
    );
    let linewidth = steady(evaluator, "linewidth_spin", &point)?;
    Ok((joint(2.0)? - joint(1.0)?) * linewidth)
}

fn ideal_cancellation(evaluator: &Evaluator) -> Result<Finding> {
    // θ_S = π/4, K_M = K_S = Γ_S: −2R/γ_M = 1 and γ_M = 2K tan θ'_M.
    let mut shares = Vec::new();
    let mut agree = true;
    for (spin, tangent) in [(10.0, 1.0f64 / 30.0), (10.0, 1.0 / 3.0), (1e3, 1.0 / 3.0)] {
        let motion = 0.75 * spin * (1.0 + tangent * tangent);
        let rest = format!(
            "cooperativity_motion={motion} theta_spin=pi/4 theta_motion=pi/4+{}",
            tangent.atan()
        );
        let point = format!(
            "spin_linewidth=1 spin_occupation=1 motion_decoherence=2 cooperativity_spin={spin} {rest}"
        );
        let ratio = steady(evaluator, "cancellation_ratio", &point)?;
        let share = spin_noise(evaluator, spin, &rest)?;
        let expected = 1.0 / (1.0 + 3.0 * spin * tangent);
        agree &= (ratio - 1.0).abs() < 1e-12 && (share / expected - 1.0).abs() < 1e-6;
        shares.push(format!("{share:.4}"));
    }
    finding(
        agree,
        format!(
            "−2R/γ_M = 1: {} of S's thermal noise are left at γ_M/γ_S = 1, 10, 1000",
            shares.join(", ")
        ),
    )
}

/// The share of S's thermal noise in X_S + X_M for θ_S next to π/4, K_M = K_S
/// = 15 γ_S0, γ_M = 10 γ_S0, with masses of the same sign or not.
fn share_left(evaluator: &Evaluator, same: bool) -> Result<f64> {
    let joint = |occupation: f64| -> Result<f64> {
        let rates = |rate: f64, tangent: f64| {
            // Γ_B − Γ_P = Γ sin 2θ' and Γ = K(1 + tan²θ').
            let (difference, sum) = (2.0 * rate * tangent, rate * (1.0 + tangent * tangent));
            (difference, 0.5 * (sum / difference - 1.0))
        };
        let mut network = physics(Network::new(2, Matrix::zeros(4, 4)))?;
        for (mode, tangent, turned) in [(0, 1e-6, !same), (1, 1.0 / 3.0, false)] {
            let (rate, occupation) = rates(15.0, tangent);
            let mut rows = thermal_bath(2, mode, rate, occupation).to_vec();
            if turned {
                rows.reverse();
            }
            physics(network.station(Station::Visit(rows)))?;
        }
        let baths = [
            thermal_bath(2, 0, 1.0, occupation),
            thermal_bath(2, 1, 1e-9, 2e9),
        ];
        for row in baths.into_iter().flatten() {
            physics(network.bath(row))?;
        }
        let model = network.component().model();
        let state = physics(steady_state(&model, evaluator.work))?;
        Ok(state.variance(&[1.0, 0.0, 1.0, 0.0]))
    };
    // In X_S alone one more quantum adds 1.
    Ok(joint(2.0)? - joint(1.0)?)
}

fn sign_of_masses(evaluator: &Evaluator) -> Result<Finding> {
    let (opposite, same) = (share_left(evaluator, false)?, share_left(evaluator, true)?);
    finding(
        (opposite - same).abs() < 1e-3 && same < 0.1,
        format!("{opposite:.4} with opposite masses, {same:.4} with equal ones (γ_M = 10 γ_S)"),
    )
}

/// S alone in the light.
fn spin_alone(cascade: &Cascade, angle: Imbalance) -> Result<LinearModel> {
    let oscillator = cascade.oscillators.spin;
    let path = LightPath {
        oscillators: vec![Coupled {
            oscillator,
            negative: true,
            coupling: cascade.cooperativities[0] * oscillator.decoherence,
            angle,
            detuning: 0.0,
        }],
        beam_splitters: Vec::new(),
        stations: vec![light_path::Station::Oscillator(0)],
        losses: Vec::new(),
        outlets: vec![Outlet::End],
    };
    physics(path.model())
}

/// What a resonant force on X_S shows in the cosine component of a record.
fn shown(model: &LinearModel, phase: f64) -> Result<f64> {
    let [detection, _] = LightPath::detections(0, phase, 1.0);
    let record = physics(Record::new(model, detection))?;
    let mut force = vec![0.0; 2 * model.modes()];
    force[0] = 1.0;
    Ok(physics(record.at(0.0))?.transfer_from(&force).norm())
}

fn path(evaluator: &Evaluator) -> Result<Finding> {
    let both = cascade(evaluator, 10.0, 0.0)?;
    let model = spin_alone(&both, Imbalance { tilt: 0.0 })?;
    let (amplitude, phase) = (shown(&model, 0.0)?, shown(&model, FRAC_PI_2)?);
    finding(
        amplitude < 1e-12 * phase,
        format!("X_L: {}, P_L: {phase:.3}", size(amplitude)),
    )
}

fn interference(evaluator: &Evaluator) -> Result<Finding> {
    let mut left = Vec::new();
    for c in [1.0, 10.0, 100.0] {
        let both = cascade(evaluator, c, 0.0)?;
        let alone = spin_alone(&both, both.angles[0])?;
        left.push(shown(&physics(both.model())?, FRAC_PI_2)? / shown(&alone, FRAC_PI_2)?);
    }
    let texts: Vec<String> = left.iter().map(|share| format!("{share:.3}")).collect();
    finding(
        left.iter().all(|share| *share < 0.5),
        format!("{} at C_S = 1, 10, 100", texts.join(", ")),
    )
}
