//! The study `hybrid.optimum`: the settings with the smallest EPR variance.

use super::observables::*;
use super::parameters::*;
use super::resolved::{UNRESOLVED, resolved};
use super::steady_state::scaled;
use super::system::{
    self, MOST_COOPERATIVITY, angle, at_bounds, idle_frequency, oscillators, real,
};
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use crate::parameter::{Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::systems::hybrid::Imbalance;
use leggett::systems::hybrid::asymptotes;
use leggett::systems::hybrid::optimum::{Optimum, Scheme, Search, Setting};
use leggett::{ErrorKind as Kind, Estimate};
use leggett_num::arithmetic::{Ball, Real};
use std::f64::consts::FRAC_PI_4;

pub(crate) static STUDY: Study = Study {
    name: "hybrid.optimum",
    revision: 2,
    title: "the most entanglement of the two oscillators, and the settings that reach it",
    description: "For a given cooperativity C_S of the spin the study minimises ξ_g of hybrid.steady-state over the \
        angles θ_S and θ_M and over C_M, each of which may be given instead. The angles stay within [0, π/2] and \
        where both oscillators are stable. Where no setting has ξ_g < 1, C_M runs to its cap and `entangled` is 0.",
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
        Parameter {
            default: Some("optimal"),
            doc: "C_M = Γ_M/γ̃_M0, optimal up to 1e12.",
            ..COOPERATIVITY_MOTION
        },
        Parameter {
            default: Some("optimal"),
            ..THETA_SPIN
        },
        Parameter {
            default: Some("optimal"),
            ..THETA_MOTION
        },
        LOSS,
        UNIDIRECTIONAL,
        Parameter {
            name: "scheme",
            words: &["unconditional", "conditional"],
            default: Some("unconditional"),
            doc: "What is minimised: ξ_g of the state that nobody measures, or of that given the record of a homodyne \
                detector behind both, for stable oscillators.",
            ..BLANK
        },
        Parameter {
            only_for: by("scheme", &["conditional"]),
            ..EFFICIENCY
        },
        Parameter {
            only_for: by("scheme", &["conditional"]),
            ..HOMODYNE_PHASE
        },
        TOLERANCE,
        Parameter {
            words: &["auto"],
            doc: "There is one.",
            ..METHOD
        },
    ],
    observables: &[
        EPR_VARIANCE,
        Observable {
            name: "theta_spin",
            unit: "rad",
            max: 1.6,
            label: "best $θ_S$",
            doc: "The best θ_S, or the given one.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "theta_motion",
            unit: "rad",
            max: 1.6,
            label: "best $θ_M$",
            doc: "The best θ_M, or the given one.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "cooperativity_motion",
            label: "best $C_M$",
            doc: "The best C_M, or the given one.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "entangled",
            max: 1.0,
            label: "entangled",
            doc: "1 where the best ξ_g is below 1, else 0: then the light reads out no entanglement, though there may be \
                some (log_negativity of hybrid.steady-state).",
            ..EPR_VARIANCE
        },
        Observable {
            name: "at_bound",
            max: 1.0,
            label: "at a bound",
            doc: "1 where a setting that was searched lies at a bound of what is allowed, else 0; a warning says \
                which.",
            ..EPR_VARIANCE
        },
        Observable {
            name: "cancellation_ratio",
            min: -1e90,
            max: 1e90,
            label: "−2√(1−$ε$)$R$/$γ_M$",
            doc: "−2√(1−ε)R/γ_M at the best settings (fig 3, inset).",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "advantage",
            min: -1e-6,
            max: 1.0,
            label: "advantage of the record, adapted",
            doc: "(ξ_unconditional − ξ_conditional)/ξ_unconditional, each at its own best settings (fig 3, inset); for \
                scheme = conditional.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "advantage_unadapted",
            min: -1e-6,
            max: 1.0,
            label: "advantage of the record",
            doc: "The same with the settings that are best without measurement (fig 3, inset).",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "theta_spin_excess",
            unit: "rad",
            min: -1.6,
            max: 1.6,
            label: "best $θ_S$ − π/4",
            doc: "θ_S − π/4, with more digits than θ_S has.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "theta_motion_excess",
            unit: "rad",
            min: -1.6,
            max: 1.6,
            label: "best $θ_M$ − π/4",
            doc: "θ_M − π/4, with more digits than θ_M has.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "readout_cooperativity_motion",
            label: "best readout cooperativity of M",
            doc: "C_M cos²(θ_M − π/4) = K_M/γ̃_M0, which is all of M's settings that matters where P_L is detected \
                with efficiency 1.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "scaled_epr_variance",
            label: "$ξ$√$C_S$",
            doc: "ξ_g √C_S, which without loss tends to the asymptote.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "asymptote",
            label: "limit of $ξ$√$C_S$",
            doc: "lim ξ_g √C_S for ε = 0, the best settings and no measurement: min over S of [γ₀ + √(γ₀² + 2γ̃S² + \
                S⁴/4)]²/(2S³), or for R = 0 of 2γ₀²/S³ + S/4 + 2γ̃/S, with γ₀ = |γ_S0 − γ_M0|/γ̃_S0 and γ̃ = 1 + r.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "published_asymptote",
            label: "printed limit of $ξ$√$C_S$",
            doc: "The same as printed: √([1 + r + 1/(2n_S + 1)]/2), or √(2(1 + r)) for R = 0, r = γ̃_M0/γ̃_S0.",
            default: false,
            ..EPR_VARIANCE
        },
        Observable {
            name: "loss_bound",
            max: 1.0,
            label: "bound of loss",
            doc: "What ξ_g tends to with loss as C_S → ∞: √(ε/(4−3ε)), or √(1 − 16(1−ε)²/(1+√(1−ε))⁴) for R = 0.",
            default: false,
            ..EPR_VARIANCE
        },
    ],
    methods: &[Method {
        name: "search",
        doc: "a grid over the whole region, logarithmic in the linewidths, then Newton's method with exact second \
            derivatives of the closed form from each of its lowest basins; bounds as active constraints. The value is \
            that of the closed form at the best point; that no basin was missed is tested, not proven.",
        selectable: false,
    }],
    conventions: CONVENTIONS,
    sources: &[
        SOURCES[0],
        "Corrections: the printed asymptote √([1+r+1/(2n_S+1)]/(2C_S)) is the limit of the conditional scheme at θ_S = \
         π/4, not of the optimum, and the one of R = 0 holds for γ_S0 → γ_M0 only; γ_S ~ γ_S0 fails at large C_S.",
        "New: R = 0 bound of loss, thresholds, detection at any phase.",
    ],
    cost: "10 µs with C_M given, 100 µs with C_M free; some ms for conditional states.",
    example: "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10",
    plan,
};

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let search = search(arguments)?;
    let optimum = system::optimum(&search)?;
    let mut warnings = at_bounds(&search, &optimum);
    warnings.extend(idle_frequency(arguments));
    if search.motion_angle_is_idle() {
        warnings.push(
            "at efficiency = 1 the record of P_L reveals all that θ_M does: every θ_M with the same \
             readout_cooperativity_motion is as good as π/2"
                .to_owned(),
        );
    }
    let mut entries = entries(&search, &optimum);
    entries.extend(advantages(&search, &optimum)?);
    let entries = resolved(entries, "epr_variance")?;
    let conditional = search.scheme != Scheme::Unconditional;
    let names = STUDY.observables.iter().map(|known| known.name);
    Ok(Box::new(Single {
        method: "search",
        cost: Cost {
            bytes: 1e5,
            operations: if conditional { 1e7 } else { 2e5 },
        },
        warnings,
        wanted: arguments.observables().to_vec(),
        names: names.collect(),
        arrays: Vec::new(),
        reasons: vec![WITH_LOSS, NO_RECORD, UNRESOLVED],
        tolerance: real(arguments, "tolerance"),
        compute: Box::new(move |_| Ok(entries.clone())),
    }))
}

const WITH_LOSS: &str =
    "with loss ξ_g tends to loss_bound instead, and no limit is known for conditional states";

const NO_RECORD: &str = "it compares scheme = conditional with the state that nobody measures";

/// What the record gains over the unconditional optimum, with and without
/// settings of its own.
fn advantages(search: &Search, optimum: &Optimum) -> Result<Vec<Entry>> {
    if search.scheme == Scheme::Unconditional {
        return Ok(["advantage", "advantage_unadapted"]
            .map(|name| Entry::undefined(name, NO_RECORD))
            .to_vec());
    }
    let free = Search {
        scheme: Scheme::Unconditional,
        ..*search
    };
    let unmeasured = system::optimum(&free)?;
    let settings = [unmeasured.tilt_spin, unmeasured.tilt_motion];
    let unadapted = Search {
        theta_spin: Some(Imbalance {
            tilt: settings[0].value,
        }),
        theta_motion: Some(Imbalance {
            tilt: settings[1].value,
        }),
        cooperativity_motion: Some(unmeasured.cooperativity_motion.value),
        unidirectional: true,
        ..*search
    };
    let kept = system::optimum(&unadapted)?;
    let before = unmeasured.epr_variance;
    let gain = |after: Estimate| Estimate {
        value: 1.0 - after.value / before.value,
        error_bound: (after.error_bound + before.error_bound) / before.value + 4.0 * f64::EPSILON,
        kind: Kind::Estimated,
    };
    Ok(vec![
        Entry::new("advantage", gain(optimum.epr_variance)),
        Entry::new("advantage_unadapted", gain(kept.epr_variance)),
    ])
}

fn search(arguments: &Arguments) -> Result<Search> {
    let unidirectional = arguments.word("unidirectional") != Some("false");
    let (theta_spin, theta_motion) = (
        angle(arguments, "theta_spin"),
        angle(arguments, "theta_motion"),
    );
    if !unidirectional && (theta_spin.is_some() || theta_motion.is_some()) {
        let name = if theta_spin.is_some() {
            "theta_spin"
        } else {
            "theta_motion"
        };
        return Err(arguments.contradiction(
            "unidirectional",
            name,
            format!("unidirectional = false makes θ_M = θ_S free; {name} fixes one of them"),
        ));
    }
    let scheme = match arguments.word("scheme") {
        Some("conditional") => Scheme::Conditional {
            efficiency: real(arguments, "efficiency"),
            phase: real(arguments, "homodyne_phase"),
        },
        _ => Scheme::Unconditional,
    };
    let search = Search {
        oscillators: oscillators(arguments, &STUDY)?,
        cooperativity_spin: real(arguments, "cooperativity_spin"),
        cooperativity_motion: arguments.real("cooperativity_motion").map(Number::value),
        most_cooperativity: MOST_COOPERATIVITY,
        theta_spin,
        theta_motion,
        unidirectional,
        scheme,
    };
    if theta_spin.is_some() && theta_motion.is_some() && search.cooperativity_motion.is_some() {
        return Err(Error::new(
            ErrorKind::Contradiction,
            "with theta_spin, theta_motion and cooperativity_motion given nothing is left to optimise",
        )
        .parameter("theta_spin")
        .allowed("at least one of the three optimal; hybrid.steady-state takes all"));
    }
    Ok(search)
}

fn entries(search: &Search, optimum: &Optimum) -> Vec<Entry> {
    let estimate = |setting: Setting, shift: f64| Estimate {
        value: shift + setting.value,
        error_bound: setting.error_bound + f64::EPSILON * shift,
        kind: Kind::Estimated,
    };
    let at_bound = [
        optimum.tilt_spin,
        optimum.tilt_motion,
        optimum.cooperativity_motion,
    ]
    .iter()
    .any(|setting| setting.at_bound != 0);
    let xi = optimum.epr_variance;
    let cosine = optimum.tilt_motion.value.cos();
    let unconditional = search.scheme == Scheme::Unconditional;
    let set = &search.oscillators;
    let angles = [optimum.tilt_spin, optimum.tilt_motion].map(|s| Imbalance { tilt: s.value });
    let cooperativities = [
        search.cooperativity_spin,
        optimum.cooperativity_motion.value,
    ];
    let couplings = set.couplings(cooperativities, angles);
    let [_, linewidth] = set.linewidths(&couplings);
    let twice = Ball::of(-2.0 * set.transmission().sqrt());
    let cancellation = couplings.unidirectional() * twice / linewidth;
    // What moving the settings within their bounds changes, to first order.
    let moved = optimum.tilt_spin.error_bound + optimum.tilt_motion.error_bound;
    let spread = 10.0 * moved / optimum.tilt_motion.value.abs().max(f64::MIN_POSITIVE);
    let mut entries = vec![
        Entry::new("epr_variance", xi),
        Entry::new("theta_spin", estimate(optimum.tilt_spin, FRAC_PI_4)),
        Entry::new("theta_motion", estimate(optimum.tilt_motion, FRAC_PI_4)),
        Entry::new(
            "cooperativity_motion",
            estimate(optimum.cooperativity_motion, 0.0),
        ),
        Entry::flag("entangled", xi.value < 1.0),
        Entry::flag("at_bound", at_bound),
        Entry::new("theta_spin_excess", estimate(optimum.tilt_spin, 0.0)),
        Entry::new("theta_motion_excess", estimate(optimum.tilt_motion, 0.0)),
        Entry::new(
            "readout_cooperativity_motion",
            scaled(estimate(optimum.cooperativity_motion, 0.0), cosine * cosine),
        ),
        Entry::new(
            "scaled_epr_variance",
            scaled(xi, search.cooperativity_spin.sqrt()),
        ),
        Entry::new(
            "cancellation_ratio",
            Estimate {
                value: cancellation.value,
                error_bound: cancellation.error
                    + spread.min(1.0) * (1.0 + cancellation.value.abs()),
                kind: Kind::Estimated,
            },
        ),
        Entry::exact(
            "loss_bound",
            asymptotes::loss_bound(set.loss, search.unidirectional),
        ),
    ];
    let limit = asymptotes::corrected(set, search.unidirectional)
        .filter(|_| set.loss == 0.0 && unconditional);
    entries.extend(match limit {
        Some(limit) => [
            Entry::new("asymptote", limit),
            Entry::exact(
                "published_asymptote",
                asymptotes::published(set, search.unidirectional),
            ),
        ],
        None => ["asymptote", "published_asymptote"].map(|name| Entry::undefined(name, WITH_LOSS)),
    });
    entries
}
