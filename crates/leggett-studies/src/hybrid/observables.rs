//! The observables that the studies share, their conventions and sources.

use crate::parameter::Observable;

pub(super) const EPR_VARIANCE: Observable = Observable {
    name: "epr_variance",
    unit: "",
    min: 0.0,
    max: 1e90,
    dims: &[],
    label: "EPR variance $ξ_g$",
    doc: "ξ_g (eq 8), of what the light reads out: below 1 only for entangled states.",
    default: true,
};

pub(super) const OPTIMAL_EPR_VARIANCE: Observable = Observable {
    name: "optimal_epr_variance",
    label: "least $ξ$",
    doc: "The smallest ξ_g over g: 2ν₋ = 2^−E_N of a state with ⟨X_SX_M⟩ = −⟨P_SP_M⟩.",
    ..EPR_VARIANCE
};

pub(super) const LOG_NEGATIVITY: Observable = Observable {
    name: "log_negativity",
    unit: "ebit",
    max: 1e3,
    label: "logarithmic negativity $E_N$",
    doc: "E_N = max(0, −log2 2ν₋), ν₋ the smallest symplectic eigenvalue of the partial transpose.",
    ..EPR_VARIANCE
};

pub(super) const COVARIANCE: Observable = Observable {
    name: "covariance",
    min: -1e90,
    max: 1e90,
    dims: &["quadrature", "quadrature_2"],
    label: "covariance",
    doc: "V_jk = ⟨{x_j, x_k}⟩/2 of x = (X_S, P_S, X_M, P_M); ½ for the vacuum.",
    ..EPR_VARIANCE
};

pub(super) const LINEWIDTH_SPIN: Observable = Observable {
    name: "linewidth_spin",
    unit: "rad/s",
    min: -1e60,
    max: 1e60,
    label: "linewidth $γ_S$",
    doc: "γ_S = γ_S0 − Γ_S cos 2θ_S, in rad/s or in the unit of bare rates.",
    ..EPR_VARIANCE
};

pub(super) const STABLE: Observable = Observable {
    name: "stable",
    max: 1.0,
    label: "stable",
    ..EPR_VARIANCE
};

pub(super) const CONVENTIONS: &[&str] = &[
    "ħ = 1, vacuum variance ½, quadratures ordered (X_S, P_S, X_M, P_M).",
    "frequencies in Hz are angular frequencies of 2π rad/s: `5 kHz` is 2π·5e3 rad/s. Bare rates mean ratios.",
    "γ̃_j0 = γ_j0(n_j + ½), C_j = Γ_j/γ̃_j0, θ_j from 0 to π/2.",
];

pub(super) const SOURCES: &[&str] = &[
    "X. Huang, E. Zeuthen, D. V. Vasilyev, Q. He, K. Hammerer and E. S. Polzik, Unconditional Steady-State \
     Entanglement in Macroscopic Hybrid Systems by Coherent Noise Cancellation, Phys. Rev. Lett. 121, 103602 (2018): \
     eqs 4 to 8.",
    "Corrections: ⟨X_S, X_M⟩ of eq 7 is the anticommutator, twice the covariance; b_± are centred at Ω = ±ω; the two \
     variances of eq 8 are the same in the rotating wave approximation only. n_M of the figures is not given and \
     taken as infinite.",
];
