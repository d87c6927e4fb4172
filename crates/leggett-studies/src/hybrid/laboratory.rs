//! The study `hybrid.laboratory`: what an apparatus amounts to.

use super::apparatus::{FIELDS, PARAMETERS, apparatus, numbers};
use super::observables::*;
use super::resolved::{UNRESOLVED, resolved};
use super::system::{MOST_COOPERATIVITY, real};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Method, Observable};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::systems::hybrid::laboratory::{Derived, propagated};
use leggett::systems::hybrid::optimum::{Scheme, Search};
use leggett::{ErrorKind, Estimate};

const PURE: Observable = Observable {
    name: "cooperativity_spin",
    max: 1e150,
    label: "$C_S$",
    doc: "C_S = Γ_S/γ̃_S0.",
    ..EPR_VARIANCE
};

const RATE: Observable = Observable {
    name: "coupling_spin",
    unit: "rad/s",
    label: "readout rate $Γ_S$",
    doc: "Γ_S = d γ_sc/2, with γ_sc = (P/ħω_L)(3λ²/2π)/(πr²)/(1 + 4Δ²/Γ²) scattered photons per atom and second.",
    default: false,
    ..PURE
};

/// The standard deviation of an observable.
const fn deviation(of: Observable, name: &'static str, label: &'static str) -> Observable {
    Observable {
        name,
        label,
        min: 0.0,
        doc: "The standard deviation of the same, to first order.",
        ..of
    }
}

const LEAST_EPR_VARIANCE: Observable = Observable {
    name: "least_epr_variance",
    label: "least $ξ_g$",
    doc: "The least ξ_g over θ_S, θ_M and C_M at this C_S, these baths and this loss, as in hybrid.optimum.",
    ..EPR_VARIANCE
};
const COOPERATIVITY_MOTION: Observable = Observable {
    name: "cooperativity_motion",
    label: "$C_M$",
    doc: "C_M = Γ_M/γ̃_M0.",
    ..PURE
};
const THETA_MOTION: Observable = Observable {
    name: "theta_motion",
    unit: "rad",
    max: 1.6,
    label: "$θ_M$",
    doc: "θ_M = arctan √(Γ_MB/Γ_MP): π/4 without detuning.",
    ..PURE
};
const SPIN_LINEWIDTH: Observable = Observable {
    name: "spin_linewidth",
    label: "linewidth of S",
    doc: "γ_S0 = γ_dark + γ_sc.",
    ..RATE
};
const MOTION_LINEWIDTH: Observable = Observable {
    name: "motion_linewidth",
    label: "linewidth of M",
    doc: "γ_M0 = ω_M/Q.",
    ..RATE
};
const MOTION_OCCUPATION: Observable = Observable {
    name: "motion_occupation",
    label: "quanta $n_M$",
    doc: "n_M = 1/(exp(ħω_M/k_BT) − 1).",
    default: false,
    ..PURE
};
const MOTION_DECOHERENCE: Observable = Observable {
    name: "motion_decoherence",
    label: "decoherence rate of M",
    doc: "γ̃_M0 = γ_M0(n_M + ½).",
    ..RATE
};
const COUPLING_MOTION: Observable = Observable {
    name: "coupling_motion",
    label: "readout rate $Γ_M$",
    doc: "Γ_M = Γ_MB + Γ_MP, Γ_MB,MP = g₀²n_cκ/((κ/2)² + (Δ_c ± ω_M)²), n_c = (1−ε)(P/ħω_L)κ/((κ/2)² + Δ_c²).",
    ..RATE
};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.laboratory",
    revision: 2,
    title: "rates, cooperativities and entanglement of a spin and a mechanical oscillator, from an apparatus",
    description: "A cloud of atoms, probed far off resonance, is the spin S: scattering broadens it, γ_S0 = γ_dark + \
        γ_sc, and reads it out, Γ_S = d γ_sc/2. An oscillator in a one-sided cavity is M, read out at the rates Γ_MB and \
        Γ_MP of its two sidebands. The study turns what a laboratory measures into what the other studies take, and \
        into ξ_g: that of this apparatus with the best polarisation of the light at S, θ_S, and the least that C_S, the \
        baths and the loss allow, with M read out at the best θ_M and C_M. Errors of the parameters, independent and \
        Gaussian, are carried to every number to first order.",
    parameters: PARAMETERS,
    observables: &[
        Observable {
            doc: "ξ_g (eq 8) of this apparatus with the best θ_S: below 1 only for entangled states.",
            ..EPR_VARIANCE
        },
        deviation(EPR_VARIANCE, "epr_variance_sd", "sd of $ξ_g$"),
        LEAST_EPR_VARIANCE,
        deviation(
            LEAST_EPR_VARIANCE,
            "least_epr_variance_sd",
            "sd of the least $ξ_g$",
        ),
        Observable {
            name: "entangled",
            max: 1.0,
            label: "entangled",
            doc: "1 where ξ_g of this apparatus is below 1, else 0.",
            ..EPR_VARIANCE
        },
        PURE,
        deviation(PURE, "cooperativity_spin_sd", "sd of $C_S$"),
        COOPERATIVITY_MOTION,
        deviation(
            COOPERATIVITY_MOTION,
            "cooperativity_motion_sd",
            "sd of $C_M$",
        ),
        THETA_MOTION,
        deviation(THETA_MOTION, "theta_motion_sd", "sd of $θ_M$"),
        SPIN_LINEWIDTH,
        deviation(SPIN_LINEWIDTH, "spin_linewidth_sd", "sd of $γ$_S0"),
        MOTION_LINEWIDTH,
        deviation(MOTION_LINEWIDTH, "motion_linewidth_sd", "sd of $γ$_M0"),
        MOTION_OCCUPATION,
        deviation(MOTION_OCCUPATION, "motion_occupation_sd", "sd of $n_M$"),
        MOTION_DECOHERENCE,
        deviation(MOTION_DECOHERENCE, "motion_decoherence_sd", "sd of $γ̃$_M0"),
        RATE,
        deviation(RATE, "coupling_spin_sd", "sd of $Γ_S$"),
        COUPLING_MOTION,
        deviation(COUPLING_MOTION, "coupling_motion_sd", "sd of $Γ_M$"),
    ],
    methods: &[Method {
        name: "formulas",
        doc: "closed formulas, to some 60 roundings; standard deviations √Σ[(f(x+σ_i) − f(x−σ_i))/2]², whose bound is \
            what the second order would add, √(½Σ[f(x+σ_i) + f(x−σ_i) − 2f(x)]²); ξ_g by the search of hybrid.optimum.",
        selectable: false,
    }],
    conventions: &[
        CONVENTIONS[0],
        "frequencies in Hz are angular frequencies of 2π rad/s: `5 kHz` is 2π·5e3 rad/s. Every rate has a unit here.",
        CONVENTIONS[2],
        "a parameter and one standard deviation to either side must be allowed: 0 ± 1 of what cannot be negative is \
         refused. At a parameter where a result is even, such as cavity_detuning = 0, the first order is 0 and the \
         bound shows the second.",
    ],
    sources: &[
        SOURCES[0],
        "S: K. Hammerer, A. S. Sørensen and E. S. Polzik, Rev. Mod. Phys. 82, 1041 (2010), κ² = dη. M: M. Aspelmeyer, \
         T. J. Kippenberg and F. Marquardt, Rev. Mod. Phys. 86, 1391 (2014), the rates of the sidebands.",
        "The paper names no apparatus; this model of one is an addition.",
    ],
    cost: "1 µs; the entanglement 100 µs, and 200 µs more for each uncertain parameter.",
    example: "power=1mW power_sd=0.02mW wavelength=852nm optical_depth=60 optical_depth_sd=3 beam_radius=0.3mm \
        atomic_linewidth=5.2MHz atomic_detuning=3GHz dark_linewidth=100Hz spin_occupation=1 loss=0.1 loss_sd=0.01 \
        motion_frequency=1.4MHz motion_quality_factor=1e8 motion_temperature=7K cavity_linewidth=2MHz \
        cavity_detuning=-1.4MHz vacuum_coupling=6Hz",
    plan,
};

/// What an observable is of an apparatus.
type Formula = fn(&Derived) -> f64;

/// Every formula, with its name and that of its standard deviation.
const FORMULAS: [(&str, &str, Formula); 9] = [
    ("cooperativity_spin", "cooperativity_spin_sd", |it| {
        it.cooperativity_spin
    }),
    ("cooperativity_motion", "cooperativity_motion_sd", |it| {
        it.cooperativity_motion
    }),
    ("theta_motion", "theta_motion_sd", |it| {
        it.angle_motion.theta()
    }),
    ("spin_linewidth", "spin_linewidth_sd", |it| {
        it.oscillators.spin.linewidth
    }),
    ("motion_linewidth", "motion_linewidth_sd", |it| {
        it.oscillators.motion.linewidth
    }),
    ("motion_occupation", "motion_occupation_sd", |it| {
        it.motion_occupation
    }),
    ("motion_decoherence", "motion_decoherence_sd", |it| {
        it.oscillators.motion.decoherence
    }),
    ("coupling_spin", "coupling_spin_sd", |it| it.coupling_spin),
    ("coupling_motion", "coupling_motion_sd", |it| {
        it.coupling_motion
    }),
];

/// What the rounded steps of a formula do to its value: some 60, none of which
/// cancels.
const ROUNDING: f64 = 64.0 * f64::EPSILON;

/// What a search leaves open of ξ_g, relative to it.
const SEARCHED: f64 = 1e-12;

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let [values, deviations] = numbers(arguments)?;
    let wanted = arguments.observables().to_vec();
    let asked: Vec<(Promise, bool)> = PROMISES
        .into_iter()
        .filter(|promise| promise.names().iter().any(|name| wanted.contains(name)))
        .map(|promise| (promise, wanted.contains(&promise.deviation)))
        .collect();
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: "formulas",
        cost: Cost {
            bytes: 1e5,
            operations: 5e6,
        },
        warnings: fast(values),
        wanted,
        names: names.collect(),
        arrays: Vec::new(),
        reasons: vec![UNRESOLVED, NO_STEADY_STATE],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |_| {
            let mut entries = formulas(values, deviations);
            for (promise, uncertain) in &asked {
                entries.extend(promise.entries(values, deviations, *uncertain));
            }
            resolved(entries, PROMISES[0].name)
        }),
    }))
}

/// Rates that the rotating wave approximation wants far below ω.
fn fast(values: [f64; FIELDS]) -> Vec<String> {
    let apparatus = apparatus(values);
    let here = apparatus.derive();
    let rates = [("Γ_S", here.coupling_spin), ("Γ_M", here.coupling_motion)];
    rates
        .into_iter()
        .filter(|(_, rate)| *rate > 0.1 * apparatus.frequency)
        .map(|(name, rate)| {
            format!(
                "{name} is {:.2} ω_M: the rotating wave approximation wants it small (hybrid.steady-state with \
                 rotating_wave = false tells what it costs)",
                rate / apparatus.frequency
            )
        })
        .collect()
}

fn formulas(values: [f64; FIELDS], deviations: [f64; FIELDS]) -> Vec<Entry> {
    let here = apparatus(values).derive();
    let mut entries = Vec::with_capacity(2 * FORMULAS.len());
    for (name, sd, formula) in FORMULAS {
        let value = formula(&here);
        let estimate = Estimate {
            value,
            error_bound: ROUNDING * value,
            kind: ErrorKind::Exact,
        };
        let of = |values| Some(formula(&apparatus(values).derive()));
        entries.push(Entry::new(name, estimate));
        entries.push(deviated(sd, propagated(values, deviations, ROUNDING, of)));
    }
    entries
}

fn deviated(name: &'static str, sd: Option<Estimate>) -> Entry {
    sd.map_or(Entry::undefined(name, UNRESOLVED), |sd| {
        Entry::new(name, sd)
    })
}

/// One of the two ξ_g.
#[derive(Clone, Copy)]
struct Promise {
    name: &'static str,
    deviation: &'static str,
    /// Whether C_M and θ_M are those of the apparatus, else the best.
    own: bool,
}

const PROMISES: [Promise; 2] = [
    Promise {
        name: "epr_variance",
        deviation: "epr_variance_sd",
        own: true,
    },
    Promise {
        name: "least_epr_variance",
        deviation: "least_epr_variance_sd",
        own: false,
    },
];

const NO_STEADY_STATE: &str = "there is no steady state at this θ_M, or none that is resolved";

impl Promise {
    /// What comes of it.
    fn names(&self) -> Vec<&'static str> {
        let mut names = vec![self.name, self.deviation];
        names.extend(self.own.then_some("entangled"));
        names
    }

    /// ξ_g, and its standard deviation if that is asked for.
    fn entries(
        &self,
        values: [f64; FIELDS],
        deviations: [f64; FIELDS],
        uncertain: bool,
    ) -> Vec<Entry> {
        let Some(found) = self.least(values) else {
            let undefined = |name| Entry::undefined(name, NO_STEADY_STATE);
            return self.names().into_iter().map(undefined).collect();
        };
        let mut entries = vec![Entry::new(self.name, found)];
        if self.own {
            entries.push(Entry::flag("entangled", found.value < 1.0));
        }
        if uncertain {
            let of = |values| self.least(values).map(|found| found.value);
            let sd = propagated(values, deviations, SEARCHED, of);
            entries.push(deviated(self.deviation, sd));
        }
        entries
    }

    fn least(&self, values: [f64; FIELDS]) -> Option<Estimate> {
        let derived = apparatus(values).derive();
        let sound = derived.cooperativity_spin.is_finite() && derived.cooperativity_spin > 0.0;
        if !sound || derived.oscillators.check().is_err() {
            return None;
        }
        let search = Search {
            oscillators: derived.oscillators,
            cooperativity_spin: derived.cooperativity_spin,
            cooperativity_motion: self.own.then_some(derived.cooperativity_motion),
            most_cooperativity: MOST_COOPERATIVITY,
            theta_spin: None,
            theta_motion: self.own.then_some(derived.angle_motion),
            unidirectional: true,
            scheme: Scheme::Unconditional,
        };
        Some(search.run().ok()?.epr_variance)
    }
}
