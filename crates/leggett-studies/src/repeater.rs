//! The study `repeater`: one chain, one time, one vector of outcomes.

mod average;
mod chain;
mod plan;

use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::study::Study;
use plan::plan;

const ATOMS_MAX: u64 = 10_000_000_000_000_000;

/// The declaration.
pub(crate) static STUDY: Study = Study {
    name: "repeater",
    revision: 2,
    title: "entanglement between the ends of a chain of atomic ensembles",
    description: "M ensembles of N atoms, each polarised along x, interact with their neighbours \
        for a time t through H = Σ_j (−1)^j n_j n_{j+1}; the M−2 intermediate ensembles are then \
        measured along x. The study gives the entanglement of the two ends for the outcomes that \
        were seen, and the probability of these outcomes, without decoherence.",
    parameters: &[
        Parameter {
            name: "atoms",
            kind: Kind::Integer {
                min: 1,
                max: ATOMS_MAX,
            },
            words: &[],
            list: false,
            unit: "",
            default: None,
            optional: false,
            only_for: None,
            doc: "N, the number of atoms in each ensemble.",
        },
        Parameter {
            name: "time",
            kind: Kind::Real {
                min: -1e6,
                max: 1e6,
            },
            words: &[],
            list: false,
            unit: "1/coupling",
            default: None,
            optional: false,
            only_for: None,
            doc: "t, the interaction time in units of the inverse coupling of the Hamiltonian. A \
                decimal means the nearest double, exactly; p*pi/r + δ is kept as an exact fraction \
                and an offset. E has period 2π.",
        },
        Parameter {
            name: "nodes",
            kind: Kind::Integer { min: 2, max: 1000 },
            words: &[],
            list: false,
            unit: "",
            default: Some("3"),
            optional: false,
            only_for: None,
            doc: "M, the number of ensembles in the chain, both ends included.",
        },
        Parameter {
            name: "outcome",
            kind: Kind::Integer {
                min: 0,
                max: ATOMS_MAX,
            },
            words: &["top"],
            list: true,
            unit: "",
            default: Some("top"),
            optional: false,
            only_for: None,
            doc: "The number q of atoms found in |+x> in each measured ensemble: top (every q = N), \
                one number for all, or a list of M−2 numbers from 0 to N.",
        },
        Parameter {
            name: "phase",
            kind: Kind::Real {
                min: -1e6,
                max: 1e6,
            },
            words: &[],
            list: false,
            unit: "rad",
            default: Some("0"),
            optional: false,
            only_for: None,
            doc: "φ, the local rotation exp(iφn) of every measured ensemble before its measurement.",
        },
        Parameter {
            name: "time_jitter",
            kind: Kind::Real { min: 0.0, max: 1e6 },
            words: &[],
            list: false,
            unit: "1/coupling",
            default: Some("0"),
            optional: false,
            only_for: None,
            doc: "Standard deviation of the time from shot to shot (Gaussian, up to seven of them). E and p are then averages \
                over the shots.",
        },
        Parameter {
            name: "atoms_sd",
            kind: Kind::Real {
                min: 0.0,
                max: 1e16,
            },
            words: &[],
            list: false,
            unit: "",
            default: Some("0"),
            optional: false,
            only_for: None,
            doc: "Standard deviation of the atom number from shot to shot (Gaussian, rounded, at least \
                1, the same number in all ensembles); for outcome=top. E and p are averages.",
        },
        Parameter {
            name: "samples",
            kind: Kind::Integer {
                min: 10,
                max: 1_000_000,
            },
            words: &["auto"],
            list: false,
            unit: "",
            default: Some("auto"),
            optional: false,
            only_for: None,
            doc: "Shots that are drawn at random for time_jitter and atoms_sd. With auto, averages are \
                taken on a grid where at most 6000 points resolve the structure, and else over as many \
                random shots as the tolerance asks for.",
        },
        Parameter {
            name: "seed",
            kind: Kind::Integer {
                min: 0,
                max: i64::MAX as u64,
            },
            words: &[],
            list: false,
            unit: "",
            default: Some("0"),
            optional: false,
            only_for: None,
            doc: "The seed of random shots; points with the same seed share them.",
        },
        Parameter {
            name: "window",
            kind: Kind::Real { min: 0.1, max: 1e9 },
            words: &["auto"],
            list: false,
            unit: "",
            default: Some("auto"),
            optional: false,
            only_for: None,
            doc: "c, the paper's window: only the Dicke states with |k − N/2| ≤ ⌊c√N/2⌋ are kept. \
                With auto the tolerance sets it.",
        },
        Parameter {
            name: "tolerance",
            kind: Kind::Real {
                min: 1e-13,
                max: 1.0,
            },
            words: &[],
            list: false,
            unit: "ebit",
            default: Some("1e-9"),
            optional: false,
            only_for: None,
            doc: "The largest allowed error of the entanglement entropy.",
        },
        Parameter {
            name: "method",
            kind: Kind::Word,
            words: &[
                "auto",
                "dense",
                "banded",
                "determinant",
                "low-rank",
                "lattice",
                "closed-form",
                "chain",
            ],
            list: false,
            unit: "",
            default: Some("auto"),
            optional: false,
            only_for: None,
            doc: "The algorithm; auto chooses by size, time and tolerance.",
        },
    ],
    observables: &[
        Observable {
            name: "entanglement_entropy",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 53.2,
            label: "entanglement entropy $E$",
            doc: "E = −Σ λ log2 λ over the Schmidt spectrum λ of the two ends.",
            default: true,
        },
        Observable {
            name: "normalized_entropy",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "$E$ / log₂($N$+1)",
            doc: "E divided by its maximum log2(N+1).",
            default: true,
        },
        Observable {
            name: "outcome_probability",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "outcome probability $p$",
            doc: "The probability of the outcomes; 0 where it is below the smallest double, which \
                log_probability still resolves.",
            default: true,
        },
        Observable {
            name: "log_probability",
            dims: &[],
            unit: "nat",
            min: f64::NEG_INFINITY,
            max: 0.0,
            label: "ln $p$",
            doc: "The natural logarithm of the probability of the outcomes.",
            default: true,
        },
        Observable {
            name: "entropy_excess",
            dims: &[],
            unit: "ebit",
            min: -26.6,
            max: 26.7,
            label: "$E$ − ½ log₂ $N$",
            doc: "E − ½ log2 N, whose distribution over times does not depend on N.",
            default: false,
        },
        Observable {
            name: "post_selected_entropy",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 53.2,
            label: "$E$ where the outcomes are seen",
            doc: "⟨pE⟩/⟨p⟩, with time_jitter or atoms_sd the average of E over the shots that show the \
                outcomes, which are more probable near rational times; else E. Unknown for random shots \
                of more than three ensembles.",
            default: false,
        },
    ],
    methods: &[
        Method {
            name: "dense",
            doc: "eigenvalues of the two dense symmetry sectors; exact within the window; O(N^1.5), \
                chosen for small N or where nothing else pays.",
            selectable: true,
        },
        Method {
            name: "banded",
            doc: "the states sorted by angle, so that each sector is a band of some 20 diagonals at \
                generic times, reduced by bulge chasing; O(N) with a small factor.",
            selectable: true,
        },
        Method {
            name: "determinant",
            doc: "for three ensembles: Σ μ² ln μ of the same bands from 29 banded determinants, by a \
                rational approximation of x ln x, instead of eigenvalues; O(√N), chosen at generic times.",
            selectable: true,
        },
        Method {
            name: "low-rank",
            doc: "pivoted Cholesky factor of each sector; chosen near rational multiples of 2π, where \
                the band is wide and the rank small.",
            selectable: true,
        },
        Method {
            name: "lattice",
            doc: "the density of the spectrum at some 35 sites of the two-dimensional lattice of the \
                couplings, whose cell does not depend on N, by Lanczos iteration and Gauss and Radau \
                rules; near rational times the lattice is decimated; some milliseconds for any N from \
                2000 on, chosen above 3e5 atoms (5e4 for other numbers of ensembles than three).",
            selectable: true,
        },
        Method {
            name: "closed-form",
            doc: "μ ∝ ξⁿ in each of r classes at t = 2πp/r + δ, ξ = (τ/(1+√(1+τ²)))², τ = Nδ/2; \
                chosen for many atoms where r√N|δ| ≲ 1 makes it precise enough.",
            selectable: true,
        },
        Method {
            name: "chain",
            doc: "the state itself in the whole Dicke space, link by link: any outcomes and phase, \
                O(M N³), at most 4000 atoms.",
            selectable: true,
        },
        Method {
            name: "quadrature",
            doc: "averages over a grid of times and atom numbers, each computed by the methods above; \
                checked by leaving out every second point.",
            selectable: false,
        },
        Method {
            name: "sampling",
            doc: "averages over random times and atom numbers, with five standard errors as the bound.",
            selectable: false,
        },
    ],
    conventions: &[
        "S_z = n_a − n_b = 2k − N; the Dicke index k is n_a; w_k² = C(N,k)/2^N.",
        "Entropies are in ebits (log2), logarithms of probabilities natural.",
        "E and p are those of the state after the outcomes were seen (post-selected).",
        "With time_jitter or atoms_sd, E is that of shots whose time and atom number are known. If they \
            are not, the state is mixed, and post_selected_entropy an upper bound on its entanglement of \
            formation.",
        "With window=c the error bound is that of the truncation against the whole ladder.",
    ],
    sources: &[
        "S. Li, J. Hu, I. D. Lazarev et al., Macroscopic entanglement distribution with atomic \
            ensembles (2026): eqs 10–28 and 30–31.",
        "Corrected: eq 21 holds for even M only; eq 7 has the sign of eqs 23 and 24 reversed.",
        "New: λ ∝ μ^(M−1) with one spectrum μ for every M; the folded angle-sorted band; the lattice of \
            couplings, whose cell does not depend on N; the closed form near rational times.",
    ],
    cost: "n ≈ 3.5√N states in each of two sectors, half-bandwidth b ≈ 20 at generic times: \
        64n(b+8)² operations a sector for three ensembles, 6n²b for other numbers, 32nb bytes. Near \
        rational times n·rank². These are certified and reach some 2e8 atoms. Above 3e5 atoms (5e4 for \
        other numbers of ensembles than three), some 6e7 operations for every N by the lattice. \
        Averages multiply that by the number of shots.",
    example: "atoms=1000 time=1.234",
    plan,
};
