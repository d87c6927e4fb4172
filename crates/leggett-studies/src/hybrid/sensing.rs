//! The study `hybrid.sensing`: a force on M, seen in the light behind both.

use super::observables::*;
use super::parameters::*;
use super::resolved::{UNRESOLVED, resolved, unsolved};
use super::steady_state::scaled;
use super::system::{System, rate, real, unstable};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::measures::gaussian;
use leggett::systems::hybrid::Oscillator;
use leggett::systems::hybrid::closed_form::{exact, moments};
use leggett::systems::hybrid::network::Cascade;
use leggett::systems::hybrid::sensing::{
    force_noise, least_added_noise, spectrum, standard_quantum_limit,
};
use leggett::{Estimate, Work};
use leggett_num::arithmetic::Ball;
use std::f64::consts::FRAC_PI_2;

const NOISE: Observable = Observable {
    name: "force_noise",
    unit: "rad/s",
    max: 1e300,
    label: "noise $S_F$",
    doc: "S_F(Ω), in rad/s or in the unit of bare rates.",
    ..EPR_VARIANCE
};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.sensing",
    revision: 2,
    title: "a force on the mechanical oscillator, measured through both oscillators",
    description: "A force near resonance drives M, dX_M = f dt + … in the frame rotating with M, and P_L of the light \
        behind both oscillators of hybrid.steady-state records it. S_F(Ω) = S_y(Ω)/|T(Ω)|² is the noise of the record, \
        with T what f adds to it: shot noise over M's response, and the noise of E = X_S + gX_M that the light reads. \
        M alone, read out at the rate K with θ_M = π/4, has S_F = (Ω² + γ_M0²/4)/(2K) + K/2 + γ̃_M0 ≥ √(Ω² + γ_M0²/4) \
        + γ̃_M0, the standard quantum limit (SQL); S as a reference of negative mass takes away back-action and goes below.",
    parameters: &[
        Parameter {
            name: "frequency",
            kind: Kind::Quantity {
                dimension: crate::quantity::Dimension::Rate,
                min: -1e15,
                max: 1e15,
            },
            unit: "rad/s",
            doc: "Ω, the angular frequency of f in the rotating frame: how far from resonance.",
            ..BLANK
        },
        SPIN_LINEWIDTH,
        SPIN_OCCUPATION,
        MOTION_DECOHERENCE,
        MOTION_LINEWIDTH,
        MOTION_OCCUPATION,
        Parameter {
            doc: "ω_M = ω_S, for motion_quality_factor and motion_temperature.",
            ..MOTION_FREQUENCY
        },
        MOTION_QUALITY_FACTOR,
        MOTION_TEMPERATURE,
        COOPERATIVITY_SPIN,
        COOPERATIVITY_MOTION,
        THETA_SPIN,
        THETA_MOTION,
        LOSS,
        ORDER,
        Parameter {
            kind: Kind::Real {
                min: 1e-9,
                max: 1.0,
            },
            ..EFFICIENCY
        },
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        Observable {
            name: "sql_ratio",
            label: "$S_F$ over the SQL",
            doc: "S_F/(√(Ω² + γ_M0²/4) + γ̃_M0), the noise over the least one of M alone: below 1 it beats the SQL.",
            max: 1e300,
            ..EPR_VARIANCE
        },
        NOISE,
        Observable {
            name: "force_noise_sql",
            label: "SQL of $S_F$",
            doc: "√(Ω² + γ_M0²/4) + γ̃_M0, the least S_F of M alone, of which γ̃_M0 comes from M's bath.",
            ..NOISE
        },
        Observable {
            name: "added_noise",
            label: "added noise",
            doc: "S_F − γ̃_M0, what S and the measurement add to the noise of M's bath; at the SQL √(Ω² + γ_M0²/4).",
            ..NOISE
        },
        Observable {
            name: "added_noise_ratio",
            unit: "",
            label: "added noise over that of the SQL",
            doc: "(S_F − γ̃_M0)/√(Ω² + γ_M0²/4): below 1 it beats the SQL.",
            ..NOISE
        },
        Observable {
            doc: "ξ_g of the state that nobody measures, for comparison.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "spectrum",
            unit: "",
            label: "spectrum $S_y$",
            doc: "S_y(Ω) of the record, symmetrised; 1 for the vacuum.",
            default: false,
            ..NOISE
        },
    ],
    methods: &[
        Method {
            name: "closed-form",
            doc: "the spectrum of E, with the rounding errors of every step.",
            selectable: true,
        },
        Method {
            name: "network",
            doc: "C(−iΩ − A)⁻¹ of the network of components; its bound is estimated from a small change of C_M. For \
                order too.",
            selectable: true,
        },
    ],
    conventions: &[
        CONVENTIONS[0],
        CONVENTIONS[1],
        CONVENTIONS[2],
        "f drives X_M of the frame rotating with M, dX_M = f dt. S_F is the symmetrised noise of the record of P_L \
         (its component that reads E) in units of f, so a rate: the bath of M alone has S_F = γ̃_M0. A force F on an \
         oscillator of mass m has f = F_c/√(4ħmω_M) for F = F_c(t) cos ω_Mt, up to its phase.",
    ],
    sources: &[
        SOURCES[0],
        "New: S_F(Ω); the paper says that such a state allows for sensing below the SQL and gives no formula.",
    ],
    cost: "O(1): 1 µs by the closed form, 100 µs by the network; optimal settings add 10 to 100 µs.",
    example: "frequency=20kHz spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10 \
        cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39",
    plan,
};

const ON_RESONANCE: &str = "on resonance, Ω = 0, the SQL of γ_M0 = 0 adds no noise to compare with";

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let system = System::new(arguments, &STUDY)?;
    if let Err(found) = moments(&system.cascade.oscillators, &system.couplings()) {
        return Err(unstable(&system, found));
    }
    let network = system.needs_network(arguments)?;
    let (frequency, efficiency) = (rate(arguments, "frequency"), real(arguments, "efficiency"));
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: if network { "network" } else { "closed-form" },
        cost: Cost {
            bytes: 1e5,
            operations: 1e6,
        },
        warnings: system.warnings.clone(),
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: Vec::new(),
        reasons: vec![UNRESOLVED, ON_RESONANCE],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |work| {
            let found = match network {
                true => by_network(&system.cascade, frequency, efficiency, work)?,
                false => by_closed_form(&system, frequency, efficiency)?,
            };
            let motion = &system.cascade.oscillators.motion;
            resolved(entries(&found, motion, frequency), "sql_ratio")
        }),
    }))
}

/// What both methods find.
struct Sensed {
    noise: Estimate,
    spectrum: Estimate,
    epr_variance: Estimate,
}

fn entries(found: &Sensed, motion: &Oscillator, frequency: f64) -> Vec<Entry> {
    let noise = found.noise;
    let limit = standard_quantum_limit(motion, frequency);
    let least = least_added_noise(motion, frequency);
    let added = Estimate {
        value: noise.value - motion.decoherence,
        error_bound: noise.error_bound + f64::EPSILON * noise.value,
        ..noise
    };
    vec![
        Entry::new("sql_ratio", scaled(noise, 1.0 / limit)),
        Entry::new("force_noise", noise),
        Entry::exact("force_noise_sql", limit),
        Entry::new("added_noise", added),
        match least == 0.0 {
            true => Entry::undefined("added_noise_ratio", ON_RESONANCE),
            false => Entry::new("added_noise_ratio", scaled(added, 1.0 / least)),
        },
        Entry::new("epr_variance", found.epr_variance),
        Entry::new("spectrum", found.spectrum),
    ]
}

fn by_closed_form(system: &System, frequency: f64, efficiency: f64) -> Result<Sensed> {
    let set = &system.cascade.oscillators;
    let couplings = system.couplings();
    let of = |found| unstable(system, found);
    let noise: Ball = force_noise(set, &couplings, efficiency, frequency).map_err(of)?;
    let seen: Ball = spectrum(set, &couplings, efficiency, frequency).map_err(of)?;
    let state = moments(set, &couplings).map_err(of)?;
    Ok(Sensed {
        noise: exact(noise),
        spectrum: exact(seen),
        epr_variance: exact(state.epr_variance()),
    })
}

/// A force on X_M.
const FORCE: [f64; 4] = [0.0, 0.0, 1.0, 0.0];

fn by_network(cascade: &Cascade, frequency: f64, efficiency: f64, work: &Work) -> Result<Sensed> {
    let failed = |error| unsolved(cascade, error);
    let model = cascade.model().map_err(failed)?;
    let detection = cascade.detections(FRAC_PI_2, efficiency)[0];
    let response = Record::new(&model, detection)
        .and_then(|record| record.at(frequency))
        .map_err(failed)?;
    let state = steady_state(&model, work).map_err(failed)?;
    let weight = cascade.epr_weight();
    Ok(Sensed {
        noise: response.force_noise(&FORCE),
        spectrum: response.spectrum,
        epr_variance: gaussian::epr_variance(&state, [0, 1], weight).map_err(failed)?,
    })
}
