//! The parameters that the studies share.

use crate::parameter::{BLANK, Kind, OnlyFor, Parameter};
use leggett::systems::micro_macro::ATOMS_MAX;

const fn only_for(words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor {
        parameter: "state",
        words,
    })
}

const PROBABILITY: Kind = Kind::Real { min: 0.0, max: 1.0 };
const COUNT: Kind = Kind::Integer {
    min: 0,
    max: ATOMS_MAX,
};
const HALF: Kind = Kind::Real {
    min: -5e14,
    max: 5e14,
};
const ANGLE: Kind = Kind::Real {
    min: -1e3,
    max: 1e3,
};

pub(super) const STATE: Parameter = Parameter {
    name: "state",
    words: &[
        "dicke",
        "symmetric",
        "coherent",
        "spins",
        "superposition",
        "file",
    ],
    default: Some("dicke"),
    doc: "The branches ψ0 and ψ1: dicke, two Dicke states; symmetric, any orthogonal states with the \
        magnetisations M0 and M1 shared evenly by the spins; coherent, two spin coherent states; spins, any \
        orthogonal states with the probabilities p0 and p1 of each spin to be up; superposition, two \
        superpositions of Dicke states; file, any two vectors.",
    ..BLANK
};

pub(super) const ATOMS: Parameter = Parameter {
    name: "atoms",
    kind: Kind::Integer {
        min: 1,
        max: ATOMS_MAX,
    },
    only_for: only_for(&["dicke", "symmetric", "coherent"]),
    doc: "N, the number of spins ½.",
    ..BLANK
};

pub(super) const K0: Parameter = Parameter {
    name: "k0",
    kind: COUNT,
    only_for: only_for(&["dicke"]),
    doc: "The number of spins up in ψ0, from 0 to N.",
    ..BLANK
};

pub(super) const K1: Parameter = Parameter {
    name: "k1",
    doc: "The number of spins up in ψ1, from 0 to N.",
    ..K0
};

pub(super) const M0: Parameter = Parameter {
    name: "m0",
    kind: HALF,
    only_for: only_for(&["symmetric"]),
    doc: "M0 = ⟨J_z⟩ of ψ0, from −N/2 to N/2; every spin is up with probability ½ + M0/N.",
    ..BLANK
};

pub(super) const M1: Parameter = Parameter {
    name: "m1",
    doc: "M1 = ⟨J_z⟩ of ψ1, from −N/2 to N/2.",
    ..M0
};

pub(super) const DIFFERENCE: Parameter = Parameter {
    name: "magnetization_difference",
    kind: HALF,
    only_for: only_for(&["dicke", "symmetric"]),
    doc: "ΔM = M0 − M1, which is k0 − k1, in place of k0 and k1 or m0 and m1.",
    ..BLANK
};

pub(super) const MEAN: Parameter = Parameter {
    name: "mean_magnetization",
    kind: HALF,
    words: &["centred"],
    default: Some("centred"),
    only_for: only_for(&["dicke", "symmetric"]),
    doc: "M̄ = (M0 + M1)/2, with magnetization_difference. centred is 0, or ½ where Dicke states cannot \
        be centred at 0.",
    ..BLANK
};

pub(super) const MIXING_ANGLE0: Parameter = Parameter {
    name: "mixing_angle0",
    kind: ANGLE,
    unit: "rad",
    only_for: only_for(&["coherent"]),
    doc: "θ0: every spin of ψ0 is cos θ0 |↑⟩ + sin θ0 |↓⟩.",
    ..BLANK
};

pub(super) const MIXING_ANGLE1: Parameter = Parameter {
    name: "mixing_angle1",
    doc: "θ1: every spin of ψ1 is cos θ1 |↑⟩ + sin θ1 |↓⟩.",
    ..MIXING_ANGLE0
};

pub(super) const TWISTING: Parameter = Parameter {
    name: "twisting",
    kind: ANGLE,
    unit: "rad",
    default: Some("0"),
    only_for: only_for(&["coherent"]),
    doc: "μ of the one-axis twisting exp(−iμJ_z²/2) of both branches.",
    ..BLANK
};

pub(super) const P0: Parameter = Parameter {
    name: "p0",
    kind: PROBABILITY,
    list: true,
    only_for: only_for(&["spins"]),
    doc: "The probability of each spin to be up in ψ0.",
    ..BLANK
};

pub(super) const P1: Parameter = Parameter {
    name: "p1",
    doc: "The probability of each spin to be up in ψ1, as many as in p0.",
    ..P0
};

pub(super) const AMPLITUDES0: Parameter = Parameter {
    name: "amplitudes0",
    kind: Kind::Real {
        min: -1.0,
        max: 1.0,
    },
    list: true,
    only_for: only_for(&["superposition"]),
    doc: "The amplitudes of ψ0 on the Dicke states with 0, 1, …, N spins up, normalised to 1e-6. Complex \
        ones can be given in a file.",
    ..BLANK
};

pub(super) const AMPLITUDES1: Parameter = Parameter {
    name: "amplitudes1",
    doc: "The same of ψ1.",
    ..AMPLITUDES0
};

pub(super) const PATH: Parameter = Parameter {
    name: "path",
    kind: Kind::File,
    only_for: only_for(&["file"]),
    doc: "A NumPy file of two rows, ψ0 and ψ1, real or complex, each normalised to 1e-6.",
    ..BLANK
};

pub(super) const BASIS: Parameter = Parameter {
    name: "basis",
    words: &["spins", "dicke"],
    default: Some("spins"),
    only_for: only_for(&["file"]),
    doc: "What the columns of the file are: spins, 2^N amplitudes, N ≤ 22, of which the first spin is the most \
        significant bit and 1 is up; dicke, the N + 1 Dicke states with 0, 1, …, N spins up.",
    ..BLANK
};

pub(super) const SITES: Parameter = Parameter {
    name: "sites",
    kind: Kind::Integer { min: 0, max: 21 },
    words: &["average"],
    list: true,
    default: Some("average"),
    only_for: only_for(&["file"]),
    doc: "The spins that the event happens to, counted from 0; average is the mean over all choices of \
        as many spins as `particles` says (eq 16 for one).",
    ..BLANK
};

pub(super) const PARTICLES: Parameter = Parameter {
    name: "particles",
    kind: COUNT,
    default: Some("1"),
    doc: "m, the number of spins that the event happens to, from 0 to N; 1 where only the marginals are \
        given (symmetric, spins).",
    ..BLANK
};

pub(super) const WEIGHT: Parameter = Parameter {
    name: "weight",
    kind: PROBABILITY,
    default: Some("0.5"),
    doc: "w of √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩.",
    ..BLANK
};

pub(super) const MEASUREMENT_AXIS: Parameter = Parameter {
    name: "measurement_axis",
    kind: Kind::Real {
        min: -1e6,
        max: 1e6,
    },
    words: &["x", "y", "z"],
    list: true,
    default: Some("z"),
    doc: "The axis that spins are measured along: x, y, z, or the three components of a vector of any \
        length.",
    ..BLANK
};

pub(super) const TOLERANCE: Parameter = Parameter {
    name: "tolerance",
    kind: Kind::Real {
        min: 1e-13,
        max: 1.0,
    },
    default: Some("1e-9"),
    doc: "The largest allowed error bound of the first observable.",
    ..BLANK
};

pub(super) const METHOD: Parameter = Parameter {
    name: "method",
    words: &["auto"],
    default: Some("auto"),
    doc: "The algorithm follows from the state.",
    ..BLANK
};

pub(super) const CHANNEL: Parameter = Parameter {
    name: "channel",
    words: &[
        "dephasing",
        "depolarizing",
        "amplitude-damping",
        "pumping",
        "loss",
    ],
    doc: "What every spin goes through: dephasing, depolarizing, amplitude-damping (to down), pumping (to up), \
        or loss (it is known which are lost).",
    ..BLANK
};

pub(super) const STRENGTH: Parameter = Parameter {
    name: "strength",
    kind: PROBABILITY,
    doc: "The probability for each spin that the channel acts.",
    ..BLANK
};

pub(super) const QUBIT_STRENGTH: Parameter = Parameter {
    name: "qubit_strength",
    kind: PROBABILITY,
    default: Some("0"),
    doc: "The same for the qubit.",
    ..BLANK
};

pub(super) const ERROR_PROBABILITY: Parameter = Parameter {
    name: "error_probability",
    kind: Kind::Real {
        min: 1e-12,
        max: 0.49,
    },
    default: Some("0.01"),
    doc: "ε, the probability of telling the branches apart wrongly that is allowed.",
    ..BLANK
};

/// For parameters that apply to some channels only.
pub(super) const fn by_channel(words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor {
        parameter: "channel",
        words,
    })
}

pub(super) const RESOLUTION: Parameter = Parameter {
    name: "resolution",
    kind: Kind::Real {
        min: 0.0,
        max: 1e15,
    },
    default: Some("0"),
    doc: "σ, the standard deviation of the detector's Gaussian error of J.",
    ..BLANK
};
