//! The parameters that the studies share.

pub(super) use crate::parameter::BLANK;
use crate::parameter::{Kind, OnlyFor, Parameter};
use crate::quantity::Dimension;
use std::f64::consts::FRAC_PI_2;

/// In rad/s or bare.
pub(super) const POSITIVE_RATE: Kind = Kind::Quantity {
    dimension: Dimension::Rate,
    min: 1e-9,
    max: 1e15,
};
const COOPERATIVITY: Kind = Kind::Real {
    min: 1e-6,
    max: 1e12,
};
pub(super) const OCCUPATION: Kind = Kind::Real {
    min: 0.0,
    max: 1e15,
};

pub(super) const SPIN_LINEWIDTH: Parameter = Parameter {
    name: "spin_linewidth",
    kind: POSITIVE_RATE,
    unit: "rad/s",
    doc: "γ_S0, the linewidth (full width at half maximum) of S without dynamical broadening. `5 kHz` is 2π·5e3 \
        rad/s; where no rate has a unit, only their ratios matter.",
    ..BLANK
};

pub(super) const SPIN_OCCUPATION: Parameter = Parameter {
    name: "spin_occupation",
    kind: OCCUPATION,
    doc: "n_S, the quanta of S in equilibrium with its bath: 0 for fully polarised spins.",
    ..BLANK
};

pub(super) const MOTION_DECOHERENCE: Parameter = Parameter {
    name: "motion_decoherence",
    kind: POSITIVE_RATE,
    unit: "rad/s",
    optional: true,
    doc: "γ̃_M0 = γ_M0(n_M + ½) in the limit γ_M0 → 0, which is all that matters of a hot oscillator. In its place: \
        motion_linewidth and motion_occupation.",
    ..BLANK
};

pub(super) const MOTION_LINEWIDTH: Parameter = Parameter {
    name: "motion_linewidth",
    kind: POSITIVE_RATE,
    unit: "rad/s",
    optional: true,
    doc: "γ_M0, the linewidth of M; or motion_frequency and motion_quality_factor.",
    ..BLANK
};

pub(super) const MOTION_OCCUPATION: Parameter = Parameter {
    name: "motion_occupation",
    kind: OCCUPATION,
    optional: true,
    doc: "n_M, the quanta of M in equilibrium with its bath; or motion_frequency and motion_temperature.",
    ..BLANK
};

pub(super) const MOTION_FREQUENCY: Parameter = Parameter {
    name: "motion_frequency",
    kind: POSITIVE_RATE,
    unit: "rad/s",
    optional: true,
    doc: "ω_M, for motion_quality_factor, motion_temperature and rotating_wave = false; there it is ω_S, and ω_M by \
        `detuning` more.",
    ..BLANK
};

pub(super) const MOTION_QUALITY_FACTOR: Parameter = Parameter {
    name: "motion_quality_factor",
    kind: Kind::Real {
        min: 0.5,
        max: 1e15,
    },
    optional: true,
    doc: "Q of M: γ_M0 = ω_M/Q.",
    ..BLANK
};

pub(super) const MOTION_TEMPERATURE: Parameter = Parameter {
    name: "motion_temperature",
    kind: Kind::Quantity {
        dimension: Dimension::Temperature,
        min: 0.0,
        max: 1e6,
    },
    unit: "K",
    optional: true,
    doc: "T of M's bath: n_M = 1/(exp(ħω_M/k_BT) − 1).",
    ..BLANK
};

pub(super) const COOPERATIVITY_SPIN: Parameter = Parameter {
    name: "cooperativity_spin",
    kind: COOPERATIVITY,
    doc: "C_S = Γ_S/γ̃_S0, the quantum cooperativity of S.",
    ..BLANK
};

pub(super) const COOPERATIVITY_MOTION: Parameter = Parameter {
    name: "cooperativity_motion",
    kind: COOPERATIVITY,
    words: &["optimal"],
    doc: "C_M = Γ_M/γ̃_M0. optimal is what minimises ξ_g without measurement.",
    ..BLANK
};

pub(super) const THETA_SPIN: Parameter = Parameter {
    name: "theta_spin",
    kind: Kind::Real {
        min: 0.0,
        max: FRAC_PI_2,
    },
    words: &["optimal"],
    unit: "rad",
    doc: "θ_S: Γ_SB = Γ_S sin²θ_S, Γ_SP = Γ_S cos²θ_S. Where digits count, write the distance from π/4, as \
        `pi/4 + 1e-5`. optimal is what minimises ξ_g without measurement.",
    ..BLANK
};

pub(super) const THETA_MOTION: Parameter = Parameter {
    name: "theta_motion",
    doc: "θ_M: the same of M.",
    ..THETA_SPIN
};

pub(super) const LOSS: Parameter = Parameter {
    name: "loss",
    kind: Kind::Real {
        min: 0.0,
        max: 0.999_999_999,
    },
    default: Some("0"),
    doc: "ε, the share of the light's power lost between the two; at ε = 1 they have nothing in common.",
    ..BLANK
};

pub(super) const ORDER: Parameter = Parameter {
    name: "order",
    words: &["spin-first", "motion-first"],
    default: Some("spin-first"),
    doc: "Which oscillator the light meets first; spin-first in the paper.",
    ..BLANK
};

pub(super) const DETUNING: Parameter = Parameter {
    name: "detuning",
    kind: Kind::Quantity {
        dimension: Dimension::Rate,
        min: -1e15,
        max: 1e15,
    },
    unit: "rad/s",
    default: Some("0"),
    doc: "ω_M − ω_S.",
    ..BLANK
};

pub(super) const ROTATING_WAVE: Parameter = Parameter {
    name: "rotating_wave",
    words: &["true", "false"],
    default: Some("true"),
    doc: "Whether to drop what turns at 2ω (the paper's eq 3). false keeps it, with motion_frequency, and shows \
        whether that was allowed: ω must exceed all rates by far.",
    ..BLANK
};

pub(super) const UNIDIRECTIONAL: Parameter = Parameter {
    name: "unidirectional",
    words: &["true", "false"],
    default: Some("true"),
    doc: "true: S may drive M through the light, R is free; false: θ_M = θ_S, so that R = 0.",
    ..BLANK
};

pub(super) const EFFICIENCY: Parameter = Parameter {
    name: "efficiency",
    kind: Kind::Real { min: 0.0, max: 1.0 },
    default: Some("1"),
    doc: "η of the homodyne detector behind both oscillators, all losses there included.",
    ..BLANK
};

pub(super) const HOMODYNE_PHASE: Parameter = Parameter {
    name: "homodyne_phase",
    kind: Kind::Real {
        min: -1e3,
        max: 1e3,
    },
    unit: "rad",
    default: Some("pi/2"),
    doc: "φ of the local oscillator: π/2 detects P_L, which reads out the entangled variables, 0 detects X_L.",
    ..BLANK
};

pub(super) const TOLERANCE: Parameter = Parameter {
    name: "tolerance",
    kind: Kind::Real {
        min: 1e-15,
        max: 1e6,
    },
    default: Some("1e-9"),
    doc: "The largest allowed error bound of the first observable.",
    ..BLANK
};

pub(super) const METHOD: Parameter = Parameter {
    name: "method",
    words: &["auto", "closed-form", "network"],
    default: Some("auto"),
    doc: "The algorithm; auto takes the closed form where there is one.",
    ..BLANK
};

pub(super) const fn by(parameter: &'static str, words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor { parameter, words })
}
