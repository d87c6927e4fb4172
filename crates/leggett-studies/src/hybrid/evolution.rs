//! The study `hybrid.evolution`: how the two oscillators become entangled.

use super::observables::*;
use super::parameters::*;
use super::resolved::{UNRESOLVED, resolved, unsolved};
use super::steady_state::{covariance, exact_covariance, quadratures};
use super::system::{System, motion_occupation, real, unstable};
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::quantity::Dimension;
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::Work;
use leggett::dynamics::gaussian::steady::{evolved, steady_state};
use leggett::gaussian::Covariance;
use leggett::measures::gaussian;
use leggett::systems::hybrid::closed_form::{exact, log_negativity, moments};
use leggett::systems::hybrid::evolution::{Evolution, kernels, lowest};
use leggett_num::arithmetic::{Ball, Real};

const RESPONSE: Observable = Observable {
    name: "response_spin",
    min: -1e300,
    max: 1e300,
    label: "response of $S$",
    doc: "e^{−γ_S t/2}, the response of S to a kick of its own (eq 6).",
    ..EPR_VARIANCE
};

const INITIAL: Parameter = Parameter {
    name: "spin_initial",
    kind: OCCUPATION,
    words: &["bath"],
    default: Some("bath"),
    doc: "The quanta that S starts with, in a thermal state: 0 for the vacuum, bath for n_S of its bath.",
    ..BLANK
};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.evolution",
    revision: 2,
    title: "how a spin and a mechanical oscillator become entangled in one beam of light",
    description: "The two oscillators of hybrid.steady-state start in uncorrelated thermal states, \
        V(0) = diag(n_S+½, n_S+½, n_M+½, n_M+½) of their initial occupations, when the light is switched on at t = 0. \
        Then V(t) = V_∞ + e^{At}(V(0) − V_∞)e^{Aᵀt} with the drift A of eqs 4 to 6. S forgets its start at the rate \
        γ_S, M at γ_M; since S drives M meanwhile, ξ_g may pass below its steady state before it settles. Without a \
        steady state the network gives the growing moments.",
    parameters: &[
        Parameter {
            name: "time",
            kind: Kind::Quantity {
                dimension: Dimension::Time,
                min: 0.0,
                max: 1e15,
            },
            unit: "s",
            doc: "t since the light was switched on; a bare number where the rates are, in their inverse unit.",
            ..BLANK
        },
        INITIAL,
        Parameter {
            name: "motion_initial",
            doc: "The same of M. bath needs motion_occupation or motion_temperature: with motion_decoherence the \
                bath is infinitely hot, and the start has to be given.",
            ..INITIAL
        },
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
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        Observable {
            label: "EPR variance $ξ_g$($t$)",
            doc: "ξ_g (eq 8) at the time t, with the weight g of the steady state's: below 1 only for entangled states.",
            ..EPR_VARIANCE
        },
        Observable {
            doc: "E_N = max(0, −log2 2ν₋) at the time t, ν₋ the smallest symplectic eigenvalue of the partial \
                transpose.",
            ..LOG_NEGATIVITY
        },
        Observable {
            doc: "V_jk(t) = ⟨{x_j, x_k}⟩/2 of x = (X_S, P_S, X_M, P_M); ½ for the vacuum.",
            ..COVARIANCE
        },
        Observable {
            name: "steady_epr_variance",
            label: "$ξ_g$ of the steady state",
            doc: "ξ_g for t → ∞.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "lowest_epr_variance",
            label: "least $ξ_g$($t$)",
            doc: "The smallest ξ_g(t) of all t ≥ 0, where it is below the steady state (by more than 1e-12 of it): how \
                far ξ_g undershoots.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "time_of_lowest",
            unit: "s",
            max: 1e30,
            label: "time of least $ξ_g$",
            doc: "When that is, in s or in the inverse unit of bare rates.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            default: false,
            ..RESPONSE
        },
        Observable {
            name: "response_motion",
            label: "response of $M$",
            doc: "e^{−γ_M t/2}, the response of M to a kick of its own (eq 6).",
            default: false,
            ..RESPONSE
        },
        Observable {
            name: "response_of_motion_to_spin",
            label: "response of $M$ to $S$",
            doc: "2√(1−ε)R(e^{−γ_S t/2} − e^{−γ_M t/2})/(γ_M − γ_S), the response of X_M to a kick of X_S (eq 6); \
                with the other sign that of P_M to P_S.",
            default: false,
            ..RESPONSE
        },
    ],
    methods: &[
        Method {
            name: "closed-form",
            doc: "moments of X_S and of E = X_S + gX_M, whose drift is triangular, with the rounding errors of every \
                step; where both oscillators are stable.",
            selectable: true,
        },
        Method {
            name: "network",
            doc: "e^{At} and the noise up to t of the network of components, by doubling the time, with a certified \
                bound; for order, detuning and rotating_wave, and without a steady state.",
            selectable: true,
        },
    ],
    conventions: CONVENTIONS,
    sources: &[SOURCES[0], "New: the undershoot, unstable settings."],
    cost: "O(1): 1 µs by the closed form, 100 µs by the network, 200 µs for the lowest ξ_g; optimal settings add 10 \
        to 100 µs.",
    example: "time=20us motion_initial=100 spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz \
        cooperativity_spin=10 cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39",
    plan,
};

const NO_UNDERSHOOT: &str = "ξ_g(t) never passes below its steady state";
const NO_STEADY_STATE: &str = "there is no steady state";
const CLOSED_FORM_ONLY: &str = "it is known in closed form only: spin-first, without detuning, in the rotating wave approximation";

/// One point: the settings, the start and the time.
struct Point {
    system: System,
    occupations: [f64; 2],
    time: f64,
    network: bool,
    /// Whether the undershoot is asked for.
    undershoot: bool,
}

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let system = System::new(arguments, &STUDY)?;
    let stability = moments(&system.cascade.oscillators, &system.couplings());
    let network = system.needs_network(arguments)? || stability.is_err();
    if let (Err(found), Some("closed-form")) = (stability, arguments.word("method")) {
        return Err(unstable(&system, found));
    }
    let mut warnings = system.warnings.clone();
    if stability.is_err() {
        warnings
            .push("the settings have no steady state: what is given grows with time".to_owned());
    }
    let lowest = ["lowest_epr_variance", "time_of_lowest"];
    let point = Point {
        occupations: initial(arguments)?,
        time: arguments.quantity("time").unwrap_or(0.0),
        network,
        undershoot: (arguments.observables().iter()).any(|name| lowest.contains(name)),
        system,
    };
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: if network { "network" } else { "closed-form" },
        cost: Cost {
            bytes: 1e5,
            operations: 1e6,
        },
        warnings,
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: vec![("covariance", vec![quadratures(), quadratures()])],
        reasons: vec![UNRESOLVED, NO_UNDERSHOOT, NO_STEADY_STATE, CLOSED_FORM_ONLY],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |work| resolved(point.entries(work)?, "epr_variance")),
    }))
}

/// The quanta that S and M start with.
fn initial(arguments: &Arguments) -> Result<[f64; 2]> {
    let given = |name: &str| arguments.real(name).map(Number::value);
    let spin = given("spin_initial").unwrap_or_else(|| real(arguments, "spin_occupation"));
    let bath = motion_occupation(arguments, &STUDY)?;
    match given("motion_initial").or(bath) {
        Some(motion) => Ok([spin, motion]),
        None if arguments.is_given("motion_initial") => Err(arguments.contradiction(
            "motion_initial",
            "motion_decoherence",
            "motion_decoherence stands for n_M → ∞, so motion_initial = bath has no finite value; give a number",
        )),
        None => Err(Error::new(
            ErrorKind::Missing,
            format!(
                "`{}` needs `motion_initial`: motion_decoherence stands for n_M → ∞, in which M cannot start",
                STUDY.name
            ),
        )
        .parameter("motion_initial")
        .allowed("a finite number from 0.0 to 1e15")),
    }
}

impl Point {
    fn entries(&self, work: &Work) -> Result<Vec<Entry>> {
        let mut entries = match self.network {
            true => self.by_network(work)?,
            false => self.by_closed_form()?,
        };
        entries.extend(self.responses());
        entries.extend(self.lowest());
        Ok(entries)
    }

    fn by_closed_form(&self) -> Result<Vec<Entry>> {
        let set = &self.system.cascade.oscillators;
        let couplings = self.system.couplings();
        let of = |found| unstable(&self.system, found);
        let evolution = Evolution::new(set, &couplings, self.occupations).map_err(of)?;
        let state = evolution.at(Ball::of(self.time));
        let steady = moments(set, &couplings).map_err(of)?;
        Ok(vec![
            Entry::new("epr_variance", exact(state.epr_variance())),
            Entry::new(
                "log_negativity",
                log_negativity(state.optimal_epr_variance()),
            ),
            exact_covariance(&state),
            Entry::new("steady_epr_variance", exact(steady.epr_variance())),
        ])
    }

    fn by_network(&self, work: &Work) -> Result<Vec<Entry>> {
        let cascade = &self.system.cascade;
        let failed = |error| unsolved(cascade, error);
        let model = cascade.model().map_err(failed)?;
        let start = Covariance::thermal(&self.occupations)?;
        let state = evolved(&model, &start, self.time, work).map_err(failed)?;
        let variance =
            |state: &Covariance| gaussian::epr_variance(state, [0, 1], cascade.epr_weight());
        let steady = match steady_state(&model, work) {
            Ok(steady) => Entry::new("steady_epr_variance", variance(&steady)?),
            Err(leggett::Error::Cancelled) => return Err(leggett::Error::Cancelled.into()),
            Err(_) => Entry::undefined("steady_epr_variance", NO_STEADY_STATE),
        };
        Ok(vec![
            Entry::new("epr_variance", variance(&state)?),
            Entry::new("log_negativity", gaussian::log_negativity(&state, &[0])?),
            covariance(&state),
            steady,
        ])
    }

    /// The kernels of eq 6.
    fn responses(&self) -> Vec<Entry> {
        let names = [
            "response_spin",
            "response_motion",
            "response_of_motion_to_spin",
        ];
        if self.system.beyond_closed_form().is_some() {
            return names
                .map(|name| Entry::undefined(name, CLOSED_FORM_ONLY))
                .to_vec();
        }
        let set = &self.system.cascade.oscillators;
        let couplings = self.system.couplings();
        let found = kernels(set.linewidths(&couplings), Ball::of(self.time));
        let transmitted = Ball::of(set.transmission()).sqrt();
        let driven = transmitted * couplings.unidirectional() * found.transfer;
        let values = [found.spin, found.joint, driven];
        let pairs = names.into_iter().zip(values);
        pairs
            .map(|(name, value)| Entry::new(name, exact(value)))
            .collect()
    }

    /// The undershoot.
    fn lowest(&self) -> Vec<Entry> {
        if !self.undershoot {
            return Vec::new();
        }
        let set = &self.system.cascade.oscillators;
        let found = match self.system.beyond_closed_form() {
            Some(_) => Err(CLOSED_FORM_ONLY),
            None => lowest(set, &self.system.couplings(), self.occupations)
                .map_err(|_| NO_STEADY_STATE)
                .and_then(|found| found.ok_or(NO_UNDERSHOOT)),
        };
        match found {
            Ok(found) => vec![
                Entry::new("lowest_epr_variance", found.epr_variance),
                Entry::new("time_of_lowest", found.time),
            ],
            Err(reason) => ["lowest_epr_variance", "time_of_lowest"]
                .map(|name| Entry::undefined(name, reason))
                .to_vec(),
        }
    }
}
