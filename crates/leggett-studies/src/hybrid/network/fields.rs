//! The fields of components and ports.

use super::super::parameters::*;
use crate::parameter::{Kind, Parameter};
use std::f64::consts::FRAC_PI_2;

const OSCILLATOR: &[&str] = &["oscillator"];

pub(super) const COMPONENT: &[Parameter] = &[
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
        optional: true,
        only_for: by("kind", OSCILLATOR),
        doc: "γ0, without light.",
        ..BLANK
    },
    Parameter {
        name: "decoherence",
        kind: POSITIVE_RATE,
        unit: "rad/s",
        optional: true,
        only_for: by("kind", OSCILLATOR),
        doc: "γ̃0 = γ0(n + ½) in the limit γ0 → 0, all that matters of a hot oscillator; in place of linewidth and \
            occupation.",
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
        doc: "T, the share of power that goes on from an input to the output of the same number: b₁ → √T b₁ + √(1−T) b₂, \
            b₂ → √T b₂ − √(1−T) b₁.",
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

pub(super) const PORT: &[Parameter] = &[
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
        doc: "η of this detector, all losses there included.",
        ..EFFICIENCY
    },
];

pub(super) const NAMES: Parameter = Parameter {
    kind: Kind::Name,
    list: true,
    ..BLANK
};
