//! The study `micro-macro.optimum`: the distinctness that keeps most
//! entanglement.

use super::noise::Noise;
use super::parameters::*;
use super::state;
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::parameter::{Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::Estimate;
use leggett::systems::micro_macro::optimum::{Event, Optimum, Search, smallest_resolved};
use leggett_num::Work;

pub(crate) static STUDY: Study = Study {
    name: "micro-macro.optimum",
    revision: 1,
    title: "the distinctness that keeps most entanglement",
    description: "Two Dicke states of N spins with k0 − k1 = Δ, centred at N/2, are entangled with a qubit. Some \
        spins are lost, or noise acts on every spin. For small Δ what remains of the branches overlaps, for large \
        Δ single spins tell them apart: the study finds the Δ that keeps the largest negativity, of those that a \
        detector of J_z with the given resolution tells apart.",
    parameters: &[
        Parameter {
            only_for: None,
            ..ATOMS
        },
        Parameter {
            words: &[
                "lost",
                "dephasing",
                "depolarizing",
                "amplitude-damping",
                "pumping",
                "loss",
            ],
            default: Some("lost"),
            doc: "What happens: lost, as many spins as `particles` says; or what every spin goes through, with \
                `strength`.",
            ..CHANNEL
        },
        Parameter {
            default: Some("1"),
            only_for: by_channel(&["lost"]),
            doc: "m, the number of lost spins, from 0 to N.",
            ..PARTICLES
        },
        Parameter {
            only_for: by_channel(NOISES),
            ..STRENGTH
        },
        Parameter {
            only_for: by_channel(NOISES),
            ..QUBIT_STRENGTH
        },
        Parameter {
            doc: "σ, the standard deviation of a detector's Gaussian error of J_z. Only Δ with Φ(Δ/2σ) ≥ 1 − \
                error_probability are allowed; 0 allows all.",
            ..RESOLUTION
        },
        ERROR_PROBABILITY,
        WEIGHT,
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        Observable {
            name: "negativity",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "largest negativity",
            doc: "The negativity at the best distinctness; 0 where nothing is left at any.",
            default: true,
        },
        Observable {
            name: "distinctness",
            dims: &[],
            unit: "",
            min: 1.0,
            max: 1e15,
            label: "best distinctness $Δ$",
            doc: "The Δ = k0 − k1 that keeps most; its bound reaches the farthest that the bounds of the negativities \
                do not rule out.",
            default: true,
        },
        Observable {
            name: "scaled_distinctness",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1e8,
            label: "best distinctness $Δ$/√$N$",
            doc: "Δ/√N, which for losses and noise of a fixed share of the spins tends to a constant.",
            default: true,
        },
        Observable {
            name: "at_bound",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "at the smallest allowed",
            doc: "1 where the best is the smallest that the resolution allows (or 1), else 0.",
            default: false,
        },
    ],
    methods: &[Method {
        name: "search",
        doc: "doubling and halving from √N until the maximum is enclosed, then golden sections on whole numbers and \
            all neighbours; some 20 to 40 negativities, each by the methods of micro-macro.lose and .noise. That \
            there is one maximum is taken for granted.",
        selectable: false,
    }],
    conventions: &[
        "k0, k1 = N/2 ± Δ/2; where N and Δ differ in parity, half a spin above the centre.",
        "tolerance is that of the negativity.",
    ],
    sources: &[
        "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024) give the trade-off for one lost \
            spin, where the smallest distinctness is best.",
        "New: with several lost spins or noise on all an optimum appears, at Δ of the order of √N.",
    ],
    cost: "20 to 40 times a point of micro-macro.lose or micro-macro.noise.",
    example: "atoms=1e6 particles=1e5",
    plan,
};

const NOISES: &[&str] = &[
    "dephasing",
    "depolarizing",
    "amplitude-damping",
    "pumping",
    "loss",
];

const NOTHING: &str = "nothing is left at any distinctness";

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let search = search(arguments)?;
    let (bytes, operations) = search.cost();
    Ok(Box::new(Single {
        method: "search",
        cost: Cost { bytes, operations },
        warnings: Vec::new(),
        wanted: arguments.observables().to_vec(),
        names: STUDY
            .observables
            .iter()
            .map(|observable| observable.name)
            .collect(),
        arrays: Vec::new(),
        reasons: vec![NOTHING],
        tolerance: state::real(arguments, "tolerance"),
        compute: Box::new(move |work| entries(&search, work)),
    }))
}

fn search(arguments: &Arguments) -> Result<Search> {
    let atoms = arguments.integer("atoms").unwrap_or(1);
    let weight = state::real(arguments, "weight");
    let event = if arguments.word("channel") == Some("lost") {
        let particles = arguments.integer("particles").unwrap_or(1);
        if particles > atoms {
            let message = format!("particles = {particles} is out of range");
            return Err(Error::new(ErrorKind::OutOfRange, message)
                .parameter("particles")
                .allowed(format!("from 0 to atoms = {atoms}")));
        }
        Event::Lost(particles)
    } else {
        if arguments.real("strength").is_none() {
            return Err(arguments.missing(&STUDY, "strength"));
        }
        Event::Noise(Noise::new(arguments).dicke(atoms, [0, 0], weight))
    };
    let resolution = state::real(arguments, "resolution");
    let smallest = smallest_resolved(resolution, state::real(arguments, "error_probability"));
    if smallest > atoms as f64 {
        let message =
            format!("resolution = {resolution} tells no two states of {atoms} spins apart");
        return Err(Error::new(ErrorKind::OutOfRange, message)
            .parameter("resolution")
            .allowed(format!(
                "a resolution and error_probability for which 2σ Φ⁻¹(1−ε) ≤ atoms = {atoms}"
            )));
    }
    Ok(Search {
        atoms,
        weight,
        event,
        smallest: smallest as u64,
    })
}

fn entries(search: &Search, work: &Work) -> Result<Vec<Entry>> {
    let Some(Optimum {
        distinctness,
        negativity,
        at_smallest,
        ..
    }) = search.run(work)?
    else {
        let mut entries = vec![Entry::exact("negativity", 0.0)];
        entries.extend(
            ["distinctness", "scaled_distinctness", "at_bound"]
                .map(|name| Entry::undefined(name, NOTHING)),
        );
        return Ok(entries);
    };
    let root = (search.atoms as f64).sqrt();
    let scaled = Estimate {
        value: distinctness.value / root,
        error_bound: distinctness.error_bound / root + 1e-15 * distinctness.value,
        ..distinctness
    };
    Ok(vec![
        Entry::new("negativity", negativity),
        Entry::new("distinctness", distinctness),
        Entry::new("scaled_distinctness", scaled),
        Entry::flag("at_bound", at_smallest),
    ])
}
