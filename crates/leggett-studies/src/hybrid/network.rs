//! The study `hybrid.network`: any oscillators along a path of light.

mod described;
mod entries;
mod fields;

use super::observables::*;
use super::parameters::*;
use super::system::real;
use crate::arguments::Arguments;
use crate::error::{Error, Result};
use crate::found::Coordinates;
use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::quantity::Dimension;
use crate::single::Single;
use crate::study::{Cost, Plan, Study};
use described::{describe, wrong};
use entries::entries;
use fields::{COMPONENT, NAMES, PORT};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.network",
    revision: 2,
    title: "oscillators along a path of light, with loss, beam splitters and loops",
    description: "Light with two sidebands passes components in a given order: oscillators of positive or negative \
        mass, phases, and beam splitters, with losses between them. An oscillator may be met twice; a beam splitter that is \
        met twice takes the light in at its second input the second time and so closes a loop, without delay. The \
        whole is one SLH component, L = Λx, H = ½xᵀHx, with A = J(H + Im Λ†Λ) and D = J Re(Λ†Λ) Jᵀ; its steady state \
        solves AV + VAᵀ + D = 0.",
    parameters: &[
        Parameter {
            name: "components",
            kind: Kind::Table(COMPONENT),
            doc: "The components by name: `[parameters.components.spin]` in a file, `components.spin.theta=0.8` on the \
                command line.",
            ..BLANK
        },
        Parameter {
            name: "order",
            doc: "The components in the order in which the light meets them.",
            ..NAMES
        },
        Parameter {
            name: "losses",
            kind: Kind::Real {
                min: 0.0,
                max: 0.999_999_999,
            },
            list: true,
            default: Some("0"),
            doc: "The share of power lost before each component of order but the first; one number for all.",
            ..BLANK
        },
        Parameter {
            name: "ports",
            kind: Kind::Table(PORT),
            optional: true,
            doc: "Where light is detected, by name. Without any, all of it is lost at the end.",
            ..BLANK
        },
        Parameter {
            name: "pair",
            optional: true,
            doc: "The two oscillators whose entanglement is asked for: by default the first two that the light meets.",
            ..NAMES
        },
        Parameter {
            name: "frequencies",
            kind: Kind::Quantity {
                dimension: Dimension::Rate,
                min: -1e15,
                max: 1e15,
            },
            list: true,
            unit: "rad/s",
            optional: true,
            doc: "Ω of the spectra, from the common frequency.",
            ..BLANK
        },
        Parameter {
            name: "force_on",
            kind: Kind::Name,
            optional: true,
            doc: "The oscillator that a resonant force drives: dX = f dt in its rotating frame.",
            ..BLANK
        },
        Parameter {
            unit: "ebit",
            ..TOLERANCE
        },
        Parameter {
            words: &["auto"],
            doc: "There is one.",
            ..METHOD
        },
    ],
    observables: &[
        Observable {
            doc: "E_N of the pair, all others traced out; 0 for one oscillator.",
            ..LOG_NEGATIVITY
        },
        Observable {
            doc: "The smallest [Δ²(X_j + gX_k) + Δ²(P_j − gP_k)]/(1 + g²) of the pair over g; below 1 only for entangled \
                states.",
            ..OPTIMAL_EPR_VARIANCE
        },
        Observable {
            doc: "V_jk = ⟨{x_j, x_k}⟩/2 of X and P of every oscillator, in the order in which the light meets them first; ½ for \
                the vacuum.",
            ..COVARIANCE
        },
        Observable {
            name: "conditional_log_negativity",
            label: "$E_N$ given the records",
            doc: "E_N of the pair given the records of all homodyne ports.",
            ..LOG_NEGATIVITY
        },
        Observable {
            name: "conditional_covariance",
            label: "covariance given the records",
            doc: "The covariance given the records of all homodyne ports.",
            default: false,
            ..COVARIANCE
        },
        Observable {
            doc: "1 where there is a steady state, else 0; where there is none, only this can be asked for.",
            default: false,
            ..STABLE
        },
        Observable {
            name: "spectra",
            max: 1e90,
            dims: &["port", "frequency"],
            label: "spectrum",
            doc: "S(Ω) of the record of each homodyne port, 1 for the vacuum; frequency in rad/s or in the unit of bare \
                rates.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "force_noise",
            unit: "rad/s",
            max: 1e90,
            dims: &["port", "frequency"],
            label: "noise of the force",
            doc: "S_F(Ω) = S/|T|² of the force on `force_on`, seen in the cosine component of each homodyne port.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "force_noise_sql",
            unit: "rad/s",
            max: 1e90,
            dims: &["frequency"],
            label: "standard quantum limit",
            doc: "√(Ω² + γ0²/4) + γ̃0, the least S_F of that oscillator alone, without detuning, read out by P_L with θ = π/4.",
            default: false,
            ..EPR_VARIANCE
        },
    ],
    methods: &[Method {
        name: "network",
        doc: "the network's Lyapunov equation, by substitution along a cascade and by Schur's form with loops, and its \
            Riccati equation by structured doubling; bounds certified from the residuals and the rounding of the matrices; those of spectra to first order in it.",
        selectable: false,
    }],
    conventions: CONVENTIONS,
    sources: &[
        "J. Gough and M. R. James, IEEE Trans. Autom. Control 54, 2530 (2009): series, concatenation and feedback.",
        SOURCES[0],
    ],
    cost: "O(n³) for n oscillators, at most 100 stations; 50 µs for two, some 10 ms for fifty.",
    example: "components.spin.mass=negative components.spin.linewidth=5kHz components.spin.occupation=1 \
        components.spin.coupling=75kHz components.motion.linewidth=1Hz components.motion.occupation=1e4 \
        components.motion.coupling=120kHz components.motion.theta=1.39 order=spin,motion",
    plan,
};

const ONE: &str = "it takes two oscillators";
const NO_PORT: &str = "no port is detected";
const NO_FREQUENCY: &str = "there are no `frequencies`";
const NO_FORCE: &str = "there is no `force_on`";
const DETUNED: &str = "the limit is that of an oscillator without detuning";
const UNSEEN: &str =
    "the cosine component of a port does not show the force; detect = none leaves a port out";

/// What to say of parameters that nothing which is asked for depends on.
fn idle(arguments: &Arguments) -> Vec<String> {
    let wanted = |names: &[&str]| {
        names
            .iter()
            .any(|name| arguments.observables().contains(name))
    };
    let force = ["force_noise", "force_noise_sql"];
    let spectra = ["spectra", "force_noise", "force_noise_sql"];
    [("frequencies", &spectra[..]), ("force_on", &force)]
        .into_iter()
        .filter(|(name, users)| arguments.is_given(name) && !wanted(users))
        .map(|(name, users)| format!("{name} changes nothing: it is for {}", users.join(", ")))
        .collect()
}

/// What is wrong with a path, in words of the parameters.
fn ill_posed(error: leggett::Error, loops: &[String]) -> Error {
    match error {
        leggett::Error::OutOfRange {
            parameter: "connection",
            ..
        } => wrong(
            "order",
            format!(
                "the loop through `{}` gives all light back to itself",
                loops.join("` or `")
            ),
            "a transmission above 0, or a phase or a loss within the loop",
        ),
        other => Error::from(other).parameter("order"),
    }
}

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let described = describe(arguments)?;
    let model = (described.path.model()).map_err(|error| ill_posed(error, &described.loops))?;
    let n = described.names.len() as f64;
    let quadratures = Coordinates::Labels(
        described
            .names
            .iter()
            .flat_map(|name| [format!("X_{name}"), format!("P_{name}")])
            .collect(),
    );
    let square = vec![quadratures.clone(), quadratures];
    let ports = Coordinates::Labels(
        described
            .ports
            .iter()
            .map(|(name, ..)| name.clone())
            .collect(),
    );
    let along = Coordinates::Numbers(described.frequencies.clone());
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: "network",
        cost: Cost {
            bytes: 2e5 + 4e4 * n * n,
            operations: 1e5 + 4e3 * n.powi(3) * (1.0 + described.frequencies.len() as f64 / 10.0),
        },
        warnings: idle(arguments),
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: vec![
            ("covariance", square.clone()),
            ("conditional_covariance", square),
            ("spectra", vec![ports.clone(), along.clone()]),
            ("force_noise", vec![ports, along.clone()]),
            ("force_noise_sql", vec![along]),
        ],
        reasons: vec![ONE, NO_PORT, NO_FREQUENCY, NO_FORCE, UNSEEN, DETUNED],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |work| entries(&described, &model, work)),
    }))
}
