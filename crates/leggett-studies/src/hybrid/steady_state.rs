//! The study `hybrid.steady-state`: the state without measurement.

use super::observables::*;
use super::parameters::*;
use super::resolved::{UNRESOLVED, resolved, unsolved};
use super::system::{System, real, unstable};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::found::Coordinates;
use crate::parameter::{Method, Observable};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::gaussian::Covariance;
use leggett::measures::gaussian;
use leggett::systems::hybrid::closed_form::{Moments, exact, log_negativity, moments};
use leggett::{ErrorKind, Estimate, Estimates};
use leggett_num::Work;
use leggett_num::arithmetic::{Ball, Real};

pub(crate) static STUDY: Study = Study {
    name: "hybrid.steady-state",
    revision: 2,
    title: "entanglement of a spin and a mechanical oscillator in one beam of light",
    description: "Light passes a collective spin S of negative mass and then a mechanical oscillator M, which it \
        couples by beam-splitter (Γ_jB = Γ_j sin²θ_j) and parametric interaction (Γ_jP = Γ_j cos²θ_j), and carries \
        the response of S to M at the rate R. da_S/dt = −γ_S a_S/2 + f_S, da_M/dt = −γ_M a_M/2 + f_M + √(1−ε) R a_S†, \
        γ_j = γ_j0 − Γ_j cos 2θ_j, R = −√(Γ_SΓ_M) sin(θ_M−θ_S). The study gives the steady state's covariance \
        matrix and its entanglement, ξ_g = [Δ²(X_S + gX_M) + Δ²(P_S − gP_M)]/(1 + g²) < 1 with \
        g = √(Γ_M/((1−ε)Γ_S)) cos(θ_M−π/4)/cos(θ_S−π/4), which the light reads out.",
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
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        EPR_VARIANCE,
        Observable {
            name: "epr_weight",
            label: "weight $g$",
            max: 1e90,
            doc: "g, the weight of M in what the light reads out; √((1−ε)Γ_M/Γ_S) cos(θ_M−π/4)/cos(θ_S−π/4) where M \
                comes first.",
            ..EPR_VARIANCE
        },
        OPTIMAL_EPR_VARIANCE,
        LOG_NEGATIVITY,
        COVARIANCE,
        Observable {
            name: "coupling",
            unit: "rad/s",
            min: -1e90,
            max: 1e90,
            label: "coupling $R$",
            doc: "R, the rate at which the first oscillator drives the second through the light, in rad/s or in the \
                unit of bare rates.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "cancellation_ratio",
            min: -1e90,
            max: 1e90,
            label: "−2√(1−$ε$)$R$/$γ_M$",
            doc: "−2√(1−ε)R/γ_M, with γ of the second oscillator: 1 where its response to the first cancels that of \
                the first in the light, for γ_M ≫ γ_S.",
            ..EPR_VARIANCE
        },
        LINEWIDTH_SPIN,
        Observable {
            name: "linewidth_motion",
            label: "linewidth $γ_M$",
            doc: "γ_M = γ_M0 − Γ_M cos 2θ_M, in rad/s or in the unit of bare rates.",
            ..LINEWIDTH_SPIN
        },
        Observable {
            doc: "1 where γ_S > 0 and γ_M > 0, else 0. Without a steady state only this, the linewidths, coupling, \
                epr_weight and cancellation_ratio can be asked for.",
            ..STABLE
        },
        Observable {
            name: "steering_of_motion",
            label: "2Δ²$X_{M|S}$",
            doc: "2(b − c²/a), a, b = Δ²X_S, Δ²X_M, c = ⟨X_SX_M⟩: below 1 where S steers M. In general \
                2√det(B − CᵀA⁻¹C).",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "steering_of_spin",
            label: "2Δ²$X_{S|M}$",
            doc: "2(a − c²/b): below 1 where M steers S.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "teleportation_fidelity",
            max: 1.0,
            label: "fidelity of teleportation",
            doc: "1/(1 + a + b + 2c): of coherent states by this state with unit gain; above ½ only with entanglement.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "purity",
            max: 1.0,
            label: "purity",
            doc: "Tr ρ² = 1/(4√det V).",
            default: false,
            ..EPR_VARIANCE
        },
    ],
    methods: &[
        Method {
            name: "closed-form",
            doc: "moments of X_S and of E = X_S + gX_M, with the rounding errors of every step: eq 7 without its \
                cancellation, to 12 digits at a cooperativity of 1e8.",
            selectable: true,
        },
        Method {
            name: "network",
            doc: "the Lyapunov equation of the network of components, with a certified bound from its residual; for \
                order, detuning and rotating_wave too.",
            selectable: true,
        },
    ],
    conventions: CONVENTIONS,
    sources: SOURCES,
    cost: "O(1): 1 µs by the closed form, 50 µs by the network; optimal settings add 10 to 100 µs.",
    example: "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10 \
        cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39",
    plan,
};

/// What needs no steady state.
const ALWAYS: [&str; 6] = [
    "epr_weight",
    "coupling",
    "cancellation_ratio",
    "linewidth_spin",
    "linewidth_motion",
    "stable",
];

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let system = System::new(arguments, &STUDY)?;
    let network = system.needs_network(arguments)?;
    let mut entries = settings(&system)?;
    let only_settings = arguments
        .observables()
        .iter()
        .all(|name| ALWAYS.contains(name));
    let couplings = system.couplings();
    match moments(&system.cascade.oscillators, &couplings) {
        Ok(_) if only_settings => {}
        Ok(state) if !network => entries.extend(of_moments(&state)),
        Ok(_) => entries.extend(of_network(&system)?),
        Err(_) if only_settings => {}
        Err(found) => return Err(unstable(&system, found)),
    }
    let entries = resolved(entries, "epr_variance")?;
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: if network { "network" } else { "closed-form" },
        cost: Cost {
            bytes: 1e5,
            operations: 1e5,
        },
        warnings: system.warnings,
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: vec![("covariance", vec![quadratures(), quadratures()])],
        reasons: vec![UNRESOLVED],
        tolerance: if only_settings {
            f64::INFINITY
        } else {
            real(arguments, "tolerance")
        },
        compute: Box::new(move |_| Ok(entries.clone())),
    }))
}

pub(super) fn quadratures() -> Coordinates {
    Coordinates::labels(&["X_S", "P_S", "X_M", "P_M"])
}

/// What the parameters alone fix.
fn settings(system: &System) -> Result<Vec<Entry>> {
    let cascade = &system.cascade;
    let couplings = system.couplings();
    let [spin, motion] = cascade.oscillators.linewidths(&couplings);
    let stable = spin.value > 0.0 && motion.value > 0.0;
    let transmitted = cascade.oscillators.transmission().sqrt();
    let spin_first = cascade.order == leggett::systems::hybrid::network::Order::SpinFirst;
    // M drives S with −R: the sign of the difference of the angles turns.
    let coupling = match spin_first {
        true => couplings.unidirectional(),
        false => -couplings.unidirectional(),
    };
    let second = if spin_first { motion } else { spin };
    let ratio = -(coupling.times(2.0 * transmitted) / second);
    let mut entries = vec![
        Entry::exact("epr_weight", cascade.epr_weight()),
        Entry::new("coupling", exact(coupling)),
        Entry::new("linewidth_spin", exact(spin)),
        Entry::new("linewidth_motion", exact(motion)),
        Entry::flag("stable", stable),
    ];
    if second.value != 0.0 && ratio.error.is_finite() {
        entries.push(Entry::new("cancellation_ratio", exact(ratio)));
    }
    Ok(entries)
}

fn of_moments(state: &Moments<Ball>) -> Vec<Entry> {
    let smallest = state.optimal_epr_variance();
    let mut entries: Vec<Entry> = [
        ("epr_variance", state.epr_variance()),
        ("optimal_epr_variance", smallest),
        ("steering_of_motion", state.steering_of_motion()),
        ("steering_of_spin", state.steering_of_spin()),
        ("teleportation_fidelity", state.teleportation_fidelity()),
        ("purity", state.purity()),
    ]
    .map(|(name, ball)| Entry::new(name, exact(ball)))
    .to_vec();
    entries.push(Entry::new("log_negativity", log_negativity(smallest)));
    entries.push(exact_covariance(state));
    entries
}

/// The matrix of a closed form.
pub(super) fn exact_covariance(state: &Moments<Ball>) -> Entry {
    let covariance = state.covariance();
    let all = covariance.iter().flatten();
    Entry::array(
        "covariance",
        Estimates {
            values: all.clone().map(|ball| ball.value).collect(),
            error_bounds: all.map(|ball| ball.error).collect(),
            shape: vec![4, 4],
            kind: ErrorKind::Exact,
        },
    )
}

fn of_network(system: &System) -> Result<Vec<Entry>> {
    let state = steady_state(&system.cascade.model()?, &Work::new())
        .map_err(|error| unsolved(&system.cascade, error))?;
    let (_, smallest) = gaussian::optimal_epr_variance(&state, [0, 1])?;
    Ok(vec![
        Entry::new(
            "epr_variance",
            gaussian::epr_variance(&state, [0, 1], system.cascade.epr_weight())?,
        ),
        Entry::new("optimal_epr_variance", smallest),
        Entry::new("log_negativity", gaussian::log_negativity(&state, &[0])?),
        Entry::new(
            "steering_of_motion",
            gaussian::reid_product(&state, &[0], 1)?,
        ),
        Entry::new("steering_of_spin", gaussian::reid_product(&state, &[1], 0)?),
        Entry::new(
            "teleportation_fidelity",
            gaussian::teleportation_fidelity(&state, [0, 1])?,
        ),
        Entry::new("purity", gaussian::purity(&state)),
        covariance(&state),
    ])
}

/// The matrix with a bound for every entry.
pub(super) fn covariance(state: &Covariance) -> Entry {
    let order = 2 * state.modes();
    let matrix = state.matrix();
    let places = (0..order).flat_map(|row| (0..order).map(move |column| (row, column)));
    // |δ_ij| ≤ δ √(V_ii V_jj), as for every form.
    let bound = |(row, column): (usize, usize)| {
        state.relative_error() * (matrix[(row, row)] * matrix[(column, column)]).sqrt()
    };
    Entry::array(
        "covariance",
        Estimates {
            values: places.clone().map(|place| matrix[place]).collect(),
            error_bounds: places.map(bound).collect(),
            shape: vec![order, order],
            kind: ErrorKind::Certified,
        },
    )
}

/// An estimate scaled by an exact factor.
pub(super) fn scaled(estimate: Estimate, factor: f64) -> Estimate {
    Estimate {
        value: estimate.value * factor,
        error_bound: estimate.error_bound * factor.abs()
            + f64::EPSILON * (estimate.value * factor).abs(),
        ..estimate
    }
}
