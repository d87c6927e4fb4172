//! The study `hybrid.conditional`: the state given the record of a detector.

use super::observables::*;
use super::parameters::*;
use super::resolved::{UNRESOLVED, resolved, unsolved};
use super::steady_state::{covariance, quadratures};
use super::system::{System, real, unstable};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::measures::gaussian;
use leggett::systems::hybrid::closed_form::{exact, moments};
use leggett::systems::hybrid::network::Cascade;
use leggett::systems::hybrid::phase;
use leggett::systems::hybrid::readout::conditional_epr_variance;
use leggett::{Estimate, Work};
use std::f64::consts::FRAC_PI_2;

pub(crate) static STUDY: Study = Study {
    name: "hybrid.conditional",
    revision: 2,
    title: "entanglement of the two oscillators under continuous homodyne detection",
    description: "A homodyne detector behind both oscillators records e^{−iφ}b + h.c. of the light. The state given \
        the record has the covariance of a Kalman–Bucy filter, 0 = AV + VAᵀ + D − (VCᵀ+N)(VCᵀ+N)ᵀ with \
        C = 2√η Re(e^{−iφ}ℓ), N = −√η J Im(e^{−iφ}ℓ)ᵀ for the light L = ℓx, and needs feedback or post-processing \
        to be used. It bounds what any feedback of the record can reach, so the advantage over the state that nobody \
        measures is what the coherent noise cancellation leaves to gain.",
    parameters: &[
        SPIN_LINEWIDTH,
        SPIN_OCCUPATION,
        MOTION_DECOHERENCE,
        MOTION_LINEWIDTH,
        MOTION_OCCUPATION,
        MOTION_FREQUENCY,
        MOTION_QUALITY_FACTOR,
        MOTION_TEMPERATURE,
        COOPERATIVITY_SPIN,
        COOPERATIVITY_MOTION,
        THETA_SPIN,
        THETA_MOTION,
        LOSS,
        ORDER,
        DETUNING,
        ROTATING_WAVE,
        EFFICIENCY,
        Parameter {
            words: &["optimal"],
            doc: "φ of the local oscillator: π/2 detects P_L, which reads out the entangled variables, 0 detects \
                X_L, which reveals more at these settings; optimal is the best one.",
            ..HOMODYNE_PHASE
        },
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        EPR_VARIANCE,
        COVARIANCE,
        Observable {
            name: "advantage",
            min: -1e-9,
            max: 1.0,
            label: "advantage of the record",
            doc: "(ξ_unconditional − ξ_conditional)/ξ_unconditional at the same settings (fig 3, inset).",
            ..EPR_VARIANCE
        },
        Observable {
            name: "unconditional_epr_variance",
            label: "$ξ_g$ without measurement",
            doc: "ξ_g of the state that nobody measures.",
            ..EPR_VARIANCE
        },
        LOG_NEGATIVITY,
        Observable {
            name: "purity",
            max: 1.0,
            label: "purity",
            doc: "Tr ρ² = 1/(4√det V) of the conditional state: 1 where all that leaves the oscillators is detected.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "homodyne_phase",
            unit: "rad",
            min: -1e3,
            max: 1e3,
            label: "phase $φ$",
            doc: "φ, where it is optimal the best one within [0, π).",
            default: false,
            ..EPR_VARIANCE
        },
    ],
    methods: &[
        Method {
            name: "closed-form",
            doc: "for P_L: the filter's characteristic polynomial from the spectrum of the record by two square \
                roots, with the rounding errors of every step. What ξ_g does not fix is solved as in network.",
            selectable: true,
        },
        Method {
            name: "network",
            doc: "the Riccati equation of the network of components by structured doubling; its solution is \
                stabilising, with a certified bound.",
            selectable: true,
        },
    ],
    conventions: CONVENTIONS,
    sources: &[
        SOURCES[0],
        "Corrections: the paper does not give the phase. Its claim of a few per cent holds for P_L and fails for X_L \
         (7 % at C_S = 10 and ε = 0.1, at most 10.3 %; 19.5 % with settings of its own).",
    ],
    cost: "O(1): 1 µs by the closed form, 50 µs by the network; homodyne_phase = optimal 3 ms.",
    example: "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10 \
        cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39",
    plan,
};

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let system = System::new(arguments, &STUDY)?;
    let efficiency = real(arguments, "efficiency");
    let given = arguments
        .real("homodyne_phase")
        .map(|number| number.value());
    if let Err(found) = moments(&system.cascade.oscillators, &system.couplings()) {
        return Err(unstable(&system, found));
    }
    let phase = match given {
        Some(phase) => Estimate {
            value: phase,
            error_bound: 0.0,
            kind: leggett::ErrorKind::Exact,
        },
        None => phase::best(&system.cascade, efficiency)
            .map_err(|error| unsolved(&system.cascade, error))?,
    };
    let network = system.needs_network(arguments)? || phase.value != FRAC_PI_2;
    if network && arguments.word("method") == Some("closed-form") {
        return Err(arguments.contradiction(
            "method",
            "homodyne_phase",
            "the closed form is that of P_L, homodyne_phase = pi/2; take method=network",
        ));
    }
    let cascade = system.cascade;
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: if network { "network" } else { "closed-form" },
        cost: Cost {
            bytes: 1e5,
            operations: if given.is_none() { 1e7 } else { 1e6 },
        },
        warnings: system.warnings.clone(),
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: vec![("covariance", vec![quadratures(), quadratures()])],
        reasons: vec![UNRESOLVED],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |work| entries(&cascade, phase, efficiency, network, work)),
    }))
}

fn entries(
    cascade: &Cascade,
    phase: Estimate,
    efficiency: f64,
    network: bool,
    work: &Work,
) -> Result<Vec<Entry>> {
    let model = cascade.model()?;
    let detections = cascade.detections(phase.value, efficiency);
    let failed = |error| unsolved(cascade, error);
    let state = match conditional_steady_state(&model, &detections, work) {
        Ok(state) => Some(state),
        // The closed form may know the variance all the same.
        Err(error) if network || error == leggett::Error::Cancelled => return Err(failed(error)),
        Err(_) => None,
    };
    let (with, without) = match &state {
        Some(state) if network => {
            let free = steady_state(&model, work).map_err(failed)?;
            let weight = cascade.epr_weight();
            let variance = |state| gaussian::epr_variance(state, [0, 1], weight).map_err(failed);
            (variance(state)?, variance(&free)?)
        }
        _ => closed_form(cascade, efficiency)?,
    };
    let ratio = with.value / without.value;
    let advantage = Estimate {
        value: (1.0 - ratio).max(-1e-9),
        error_bound: (with.error_bound + ratio * without.error_bound) / without.value
            + 4.0 * f64::EPSILON,
        kind: with.kind,
    };
    let mut entries = vec![
        Entry::new("epr_variance", with),
        Entry::new("advantage", advantage),
        Entry::new("unconditional_epr_variance", without),
        Entry::new("homodyne_phase", phase),
    ];
    match &state {
        Some(state) => entries.extend([
            covariance(state),
            Entry::new("log_negativity", gaussian::log_negativity(state, &[0])?),
            Entry::new("purity", gaussian::purity(state)),
        ]),
        None => entries.extend(
            ["covariance", "log_negativity", "purity"]
                .map(|name| Entry::undefined(name, UNRESOLVED)),
        ),
    }
    resolved(entries, "epr_variance")
}

/// ξ_g with the record of P_L and without.
fn closed_form(cascade: &Cascade, efficiency: f64) -> Result<(Estimate, Estimate)> {
    let set = &cascade.oscillators;
    let couplings = set.couplings(cascade.cooperativities, cascade.angles);
    let of = leggett::Error::from;
    let conditional = conditional_epr_variance(set, &couplings, efficiency).map_err(of)?;
    let free = moments(set, &couplings).map_err(of)?;
    Ok((exact(conditional), exact(free.epr_variance())))
}
