//! The study `hybrid.network`: any oscillators along a path of light.

use super::observables::*;
use super::parameters::*;
use super::resolved::unresolved;
use super::system::real;
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::found::Coordinates;
use crate::number::Number;
use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::quantity::Dimension;
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::dynamics::gaussian::Homodyne;
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::gaussian::{Covariance, LinearModel};
use leggett::measures::gaussian;
use leggett::systems::hybrid::Oscillator;
use leggett::systems::hybrid::light_path::{Coupled, LightPath, Outlet, Station, check_stations};
use leggett::{ErrorKind as Bound, Estimates, Work};
use std::f64::consts::FRAC_PI_2;

const OSCILLATOR: &[&str] = &["oscillator"];

const COMPONENT: &[Parameter] = &[
    Parameter {
        name: "kind",
        words: &["oscillator", "beam-splitter", "phase"],
        default: Some("oscillator"),
        doc: "What it is.",
        ..BLANK
    },
    Parameter {
        name: "mass",
        words: &["positive", "negative"],
        default: Some("positive"),
        only_for: by("kind", OSCILLATOR),
        doc: "negative turns backwards, as an inverted spin ensemble does.",
        ..BLANK
    },
    Parameter {
        name: "linewidth",
        kind: POSITIVE_RATE,
        unit: "rad/s",
        only_for: by("kind", OSCILLATOR),
        doc: "γ0, without light.",
        ..BLANK
    },
    Parameter {
        name: "occupation",
        kind: Kind::Real {
            min: 0.0,
            max: 1e12,
        },
        default: Some("0"),
        only_for: by("kind", OSCILLATOR),
        doc: "n, the quanta in equilibrium with its bath.",
        ..BLANK
    },
    Parameter {
        name: "coupling",
        kind: POSITIVE_RATE,
        unit: "rad/s",
        only_for: by("kind", OSCILLATOR),
        doc: "Γ, the rate of coupling to the light.",
        ..BLANK
    },
    Parameter {
        name: "theta",
        kind: Kind::Real {
            min: 0.0,
            max: FRAC_PI_2,
        },
        unit: "rad",
        default: Some("pi/4"),
        only_for: by("kind", OSCILLATOR),
        doc: "θ: a share sin²θ of Γ is beam-splitter, cos²θ parametric interaction.",
        ..BLANK
    },
    Parameter {
        name: "detuning",
        only_for: by("kind", OSCILLATOR),
        doc: "By how much it turns faster than the common frequency.",
        ..DETUNING
    },
    Parameter {
        name: "transmission",
        kind: Kind::Real { min: 0.0, max: 1.0 },
        default: Some("0.5"),
        only_for: by("kind", &["beam-splitter"]),
        doc: "The share of power that goes on from an input to the output of the same number.",
        ..BLANK
    },
    Parameter {
        name: "phase",
        kind: Kind::Real {
            min: -1e3,
            max: 1e3,
        },
        unit: "rad",
        default: Some("0"),
        only_for: by("kind", &["phase"]),
        doc: "By how much both sidebands turn.",
        ..BLANK
    },
];

const PORT: &[Parameter] = &[
    Parameter {
        name: "at",
        kind: Kind::Name,
        words: &["end"],
        default: Some("end"),
        doc: "end, behind the last component; or a beam splitter that the light meets once, whose second output it is.",
        ..BLANK
    },
    Parameter {
        name: "detect",
        words: &["homodyne", "none"],
        default: Some("homodyne"),
        doc: "homodyne, both components of its record; or none, where the light is lost on purpose.",
        ..BLANK
    },
    Parameter {
        only_for: by("detect", &["homodyne"]),
        name: "phase",
        ..HOMODYNE_PHASE
    },
    Parameter {
        only_for: by("detect", &["homodyne"]),
        ..EFFICIENCY
    },
];

const NAMES: Parameter = Parameter {
    kind: Kind::Name,
    list: true,
    ..BLANK
};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.network",
    revision: 1,
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
            ..EPR_VARIANCE
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
            doc: "|Ω| + γ̃0, the least S_F of that oscillator alone, read out with θ = π/4.",
            default: false,
            ..EPR_VARIANCE
        },
    ],
    methods: &[Method {
        name: "network",
        doc: "the network's Lyapunov equation, by substitution along a cascade and by Schur's form with loops, and its \
            Riccati equation by structured doubling; bounds certified from the residuals, those of spectra by rounding alone.",
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
const UNSEEN: &str = "the cosine component of a record does not show the force";

/// What the parameters describe.
struct Described {
    path: LightPath,
    names: Vec<String>,
    pair: Option<[usize; 2]>,
    /// The homodyne ports: name, outlet, phase, efficiency.
    ports: Vec<(String, usize, f64, f64)>,
    frequencies: Vec<f64>,
    force: Option<usize>,
}

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let described = describe(arguments)?;
    let model = described
        .path
        .model()
        .map_err(|error| Error::from(error).parameter("order"))?;
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
        warnings: Vec::new(),
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: vec![
            ("covariance", square.clone()),
            ("conditional_covariance", square),
            ("spectra", vec![ports.clone(), along.clone()]),
            ("force_noise", vec![ports, along.clone()]),
            ("force_noise_sql", vec![along]),
        ],
        reasons: vec![ONE, NO_PORT, NO_FREQUENCY, NO_FORCE, UNSEEN],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |work| entries(&described, &model, work)),
    }))
}

fn wrong(parameter: &str, message: impl Into<String>, allowed: impl Into<String>) -> Error {
    Error::new(ErrorKind::Contradiction, message)
        .parameter(parameter)
        .allowed(allowed)
}

fn describe(arguments: &Arguments) -> Result<Described> {
    let order: Vec<String> = names(arguments, "order");
    check_stations(order.len())?;
    let known = arguments.entries("components");
    if let Some(name) = order.iter().find(|name| !known.contains(name)) {
        let message = format!("order names `{name}`, which is not among the components");
        return Err(wrong("order", message, known.join(", ")));
    }
    if let Some(name) = known.iter().find(|name| !order.contains(name)) {
        let message = format!("the light never meets `{name}`");
        return Err(wrong(
            &format!("components.{name}"),
            message,
            "components that are in `order`",
        ));
    }
    let mut path = LightPath {
        oscillators: Vec::new(),
        beam_splitters: Vec::new(),
        stations: Vec::new(),
        losses: losses(arguments, order.len())?,
        outlets: Vec::new(),
    };
    let (mut oscillators, mut splitters) = (Vec::new(), Vec::new());
    for name in &order {
        let field = |field: &str| format!("components.{name}.{field}");
        path.stations.push(match arguments.word(&field("kind")) {
            Some("beam-splitter") => {
                let index = place(&mut splitters, name);
                if index == path.beam_splitters.len() {
                    path.beam_splitters
                        .push(real(arguments, &field("transmission")));
                }
                Station::BeamSplitter(index)
            }
            Some("phase") => Station::Phase(real(arguments, &field("phase"))),
            _ => {
                let index = place(&mut oscillators, name);
                if index == path.oscillators.len() {
                    path.oscillators.push(coupled(arguments, name)?);
                }
                Station::Oscillator(index)
            }
        });
    }
    for name in &splitters {
        let count = order.iter().filter(|other| *other == name).count();
        if count > 2 {
            let message = format!("the light meets the beam splitter `{name}` {count} times");
            return Err(wrong("order", message, "each beam splitter once or twice"));
        }
    }
    if oscillators.is_empty() {
        return Err(wrong(
            "order",
            "there is no oscillator",
            "at least one oscillator",
        ));
    }
    let ports = outlets(arguments, &order, &splitters, &mut path)?;
    Ok(Described {
        pair: pair(arguments, &oscillators)?,
        frequencies: arguments.list_of_reals("frequencies").unwrap_or_default(),
        force: match arguments.list_of_names("force_on").as_deref() {
            Some([name]) => Some(find(&oscillators, name, "force_on")?),
            _ => None,
        },
        names: oscillators,
        path,
        ports,
    })
}

fn names(arguments: &Arguments, parameter: &str) -> Vec<String> {
    let names = arguments.list_of_names(parameter).unwrap_or_default();
    names.into_iter().map(str::to_owned).collect()
}

/// The place of a name, which is added if it is new.
fn place(known: &mut Vec<String>, name: &str) -> usize {
    known
        .iter()
        .position(|other| other == name)
        .unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        })
}

fn find(known: &[String], name: &str, parameter: &str) -> Result<usize> {
    known.iter().position(|other| other == name).ok_or_else(|| {
        let message = format!("{parameter} names `{name}`, which is not an oscillator");
        wrong(parameter, message, known.join(", "))
    })
}

fn losses(arguments: &Arguments, stations: usize) -> Result<Vec<f64>> {
    let between = stations.saturating_sub(1);
    let given = arguments.list_of_reals("losses").unwrap_or_default();
    match given.as_slice() {
        [all] => Ok(vec![*all; between]),
        list if list.len() == between => Ok(list.to_vec()),
        list => {
            let message = format!("losses has {} numbers for {stations} stations", list.len());
            Err(wrong(
                "losses",
                message,
                format!("one number, or {between}"),
            ))
        }
    }
}

fn coupled(arguments: &Arguments, name: &str) -> Result<Coupled> {
    let field = |field: &str| format!("components.{name}.{field}");
    let rate = |name: &str| {
        let name = field(name);
        arguments
            .rate(&name)
            .ok_or_else(|| arguments.missing(&STUDY, &name))
    };
    let occupation = real(arguments, &field("occupation"));
    Ok(Coupled {
        oscillator: Oscillator::with_occupation(rate("linewidth")?, occupation),
        negative: arguments.word(&field("mass")) == Some("negative"),
        coupling: rate("coupling")?,
        theta: real(arguments, &field("theta")),
        detuning: arguments.rate(&field("detuning")).unwrap_or(0.0),
    })
}

/// The outlets of the path, and those that are detected.
fn outlets(
    arguments: &Arguments,
    order: &[String],
    splitters: &[String],
    path: &mut LightPath,
) -> Result<Vec<(String, usize, f64, f64)>> {
    let mut detected = Vec::new();
    for name in arguments.entries("ports") {
        let field = |field: &str| format!("ports.{name}.{field}");
        let at = arguments
            .list_of_names(&field("at"))
            .and_then(|names| names.first().copied());
        let outlet = match at {
            None | Some("end") => Outlet::End,
            Some(splitter) => {
                let index = splitters
                    .iter()
                    .position(|other| other == splitter)
                    .ok_or_else(|| {
                        let message = format!("there is no beam splitter `{splitter}`");
                        wrong(&field("at"), message, "end, or a beam splitter of `order`")
                    })?;
                if order.iter().filter(|other| *other == splitter).count() == 2 {
                    let message = format!("both outputs of `{splitter}` lead on");
                    return Err(wrong(
                        &field("at"),
                        message,
                        "a beam splitter that the light meets once",
                    ));
                }
                Outlet::BeamSplitter(index)
            }
        };
        if path.outlets.contains(&outlet) {
            let message = "two ports are at the same place";
            return Err(wrong(&field("at"), message, "one port for each output"));
        }
        if arguments.word(&field("detect")) == Some("homodyne") {
            let phase = arguments
                .real(&field("phase"))
                .map_or(FRAC_PI_2, Number::value);
            let efficiency = real(arguments, &field("efficiency"));
            detected.push((name.clone(), path.outlets.len(), phase, efficiency));
        }
        path.outlets.push(outlet);
    }
    for (index, splitter) in splitters.iter().enumerate() {
        let once = order.iter().filter(|other| *other == splitter).count() == 1;
        if once && !path.outlets.contains(&Outlet::BeamSplitter(index)) {
            let message = format!("the second output of `{splitter}` leads nowhere");
            let allowed = format!(
                "a port with at = {splitter} (detect = none loses it), or a second visit in `order`"
            );
            return Err(wrong("ports", message, allowed));
        }
    }
    Ok(detected)
}

fn pair(arguments: &Arguments, oscillators: &[String]) -> Result<Option<[usize; 2]>> {
    let given = names(arguments, "pair");
    match given.as_slice() {
        [] => Ok((oscillators.len() > 1).then_some([0, 1])),
        [one, other] if one != other => Ok(Some([
            find(oscillators, one, "pair")?,
            find(oscillators, other, "pair")?,
        ])),
        _ => Err(wrong(
            "pair",
            "pair is not two names",
            "two different oscillators",
        )),
    }
}

fn entries(described: &Described, model: &LinearModel, work: &Work) -> Result<Vec<Entry>> {
    let state = steady_state(model, work).map_err(|error| match error {
        leggett::Error::OutOfRange { value, .. } => wrong(
            "components",
            format!("there is no steady state: the largest growth rate is {value}, not negative"),
            "angles above π/4 where the parametric interaction outweighs the linewidth, or less coupling",
        ),
        other => unresolved(other),
    })?;
    let mut entries = vec![matrix("covariance", &state)];
    let negativity = |name, state: &Covariance| match described.pair {
        None => Ok(Entry::undefined(name, ONE)),
        Some(pair) => {
            let two = state.reduced(&pair)?;
            Ok::<_, Error>(Entry::new(name, gaussian::log_negativity(&two, &[0])?))
        }
    };
    entries.push(negativity("log_negativity", &state)?);
    entries.push(match described.pair {
        None => Entry::undefined("epr_variance", ONE),
        Some(pair) => Entry::new(
            "epr_variance",
            gaussian::optimal_epr_variance(&state, pair)?.1,
        ),
    });
    if described.ports.is_empty() {
        let names = [
            "conditional_log_negativity",
            "conditional_covariance",
            "spectra",
            "force_noise",
        ];
        entries.extend(names.map(|name| Entry::undefined(name, NO_PORT)));
    } else {
        let detections: Vec<Homodyne> = described
            .ports
            .iter()
            .flat_map(|(_, outlet, phase, efficiency)| {
                LightPath::detections(*outlet, *phase, *efficiency)
            })
            .collect();
        let seen = conditional_steady_state(model, &detections, work).map_err(unresolved)?;
        entries.push(negativity("conditional_log_negativity", &seen)?);
        entries.push(matrix("conditional_covariance", &seen));
        entries.extend(spectra(described, model)?);
    }
    entries.push(quantum_limit(described));
    Ok(entries)
}

/// The matrix with a bound for every entry.
fn matrix(name: &'static str, state: &Covariance) -> Entry {
    super::steady_state::covariance(state).named(name)
}

/// Spectra and force noise of every port.
fn spectra(described: &Described, model: &LinearModel) -> Result<Vec<Entry>> {
    if described.frequencies.is_empty() {
        return Ok(["spectra", "force_noise"]
            .map(|name| Entry::undefined(name, NO_FREQUENCY))
            .to_vec());
    }
    let order = 2 * described.names.len();
    let mut force = vec![0.0; order];
    if let Some(mode) = described.force {
        force[2 * mode] = 1.0;
    }
    let (mut spectra, mut noise) = (Vec::new(), Vec::new());
    for (_, outlet, phase, efficiency) in &described.ports {
        let [first, _] = LightPath::detections(*outlet, *phase, *efficiency);
        let record = Record::new(model, first)?;
        for frequency in &described.frequencies {
            let response = record.at(*frequency)?;
            spectra.push(response.spectrum);
            noise.push(response.force_noise(&force));
        }
    }
    let shape = vec![described.ports.len(), described.frequencies.len()];
    let entry = |name, values: Vec<f64>| {
        if values.iter().any(|value| !value.is_finite()) {
            return Entry::undefined(name, UNSEEN);
        }
        let error_bounds = values
            .iter()
            .map(|value| 1e-11 * (1.0 + value.abs()))
            .collect();
        Entry::array(
            name,
            Estimates {
                values,
                error_bounds,
                shape: shape.clone(),
                kind: Bound::Estimated,
            },
        )
    };
    Ok(vec![
        entry("spectra", spectra),
        match described.force {
            None => Entry::undefined("force_noise", NO_FORCE),
            Some(_) => entry("force_noise", noise),
        },
    ])
}

fn quantum_limit(described: &Described) -> Entry {
    let name = "force_noise_sql";
    let Some(mode) = described.force else {
        return Entry::undefined(name, NO_FORCE);
    };
    if described.frequencies.is_empty() {
        return Entry::undefined(name, NO_FREQUENCY);
    }
    let decoherence = described.path.oscillators[mode].oscillator.decoherence;
    let values: Vec<f64> = described
        .frequencies
        .iter()
        .map(|f| f.abs() + decoherence)
        .collect();
    Entry::array(
        name,
        Estimates {
            error_bounds: values
                .iter()
                .map(|value| 4.0 * f64::EPSILON * value)
                .collect(),
            shape: vec![values.len()],
            values,
            kind: Bound::Exact,
        },
    )
}
