//! The study `micro-macro.measure`: what measured spins leave.

use super::parameters::*;
use super::state::{self, MARGINALS_ONLY, State};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::systems::micro_macro::bounds::{Derivatives, Marginal};
use leggett::systems::micro_macro::measure::{self, Measured};
use leggett::systems::micro_macro::vectors::{self, Selection};
use leggett_num::Work;

pub(crate) static STUDY: Study = Study {
    name: "micro-macro.measure",
    revision: 1,
    title: "entanglement of a qubit with spins of which some are measured",
    description: "A qubit is entangled with macroscopically distinct states of N spins, \
        √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩. m spins are measured along an axis and the outcomes are known; the \
        study gives the mean entanglement entropy Ē = Σ_u P_u E_u of the qubit with the spins that remain.",
    parameters: &[
        STATE,
        ATOMS,
        K0,
        K1,
        M0,
        M1,
        DIFFERENCE,
        MEAN,
        MIXING_ANGLE0,
        MIXING_ANGLE1,
        TWISTING,
        P0,
        P1,
        AMPLITUDES0,
        AMPLITUDES1,
        PATH,
        BASIS,
        SITES,
        PARTICLES,
        WEIGHT,
        MEASUREMENT_AXIS,
        Parameter {
            unit: "ebit",
            ..TOLERANCE
        },
        METHOD,
    ],
    observables: &[
        Observable {
            name: "mean_entropy",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "mean entropy",
            doc: "Ē = Σ_u P_u E_u over the outcomes u, eq 16; for orthogonal branches H(w) − JSD_w of the two \
                distributions of u.",
            default: true,
        },
        Observable {
            name: "entropy_deficit",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "1 − mean entropy",
            doc: "H(w) − Ē with H(w) = −w log2 w − (1−w) log2(1−w), to full relative precision.",
            default: true,
        },
        Observable {
            name: "entropy_bound",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "bound on the mean entropy",
            doc: "Ē^max = H(w) − JSD_w(p̄0‖p̄1), eq 19: what one measured spin leaves at most of any state with \
                these means, reached where all spins have the same and the remaining branches are orthogonal.",
            default: true,
        },
        Observable {
            name: "distinctness",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1e15,
            label: "distinctness $Λ$",
            doc: "Λ = |⟨J_n⟩_0 − ⟨J_n⟩_1| along the measurement axis before the measurement, eq 2.",
            default: true,
        },
        Observable {
            name: "probability_up",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "$P$(up)",
            doc: "The probability of up for one measured spin, eq 5; P↓ = 1 − P↑.",
            default: true,
        },
        Observable {
            name: "probability_down",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "$P$(down)",
            doc: "The probability of down for one measured spin.",
            default: true,
        },
        Observable {
            name: "entropy_up",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "$E$(up)",
            doc: "The entropy after one spin was found up, eqs 6 and 11 with the overlap of what remains; \
                undefined where that never happens.",
            default: true,
        },
        Observable {
            name: "entropy_down",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "$E$(down)",
            doc: "The entropy after one spin was found down.",
            default: true,
        },
        SLOPE_0,
        SLOPE_1,
        CURVATURE_UPPER,
        CURVATURE_LOWER,
    ],
    methods: &[
        Method {
            name: "distribution",
            doc: "the divergence of the two distributions of the outcomes (hypergeometric for Dicke states, \
                binomial for coherent ones) over a window that leaves out less than an ulp; O(√m).",
            selectable: false,
        },
        Method {
            name: "superposition",
            doc: "symmetric states in the Dicke basis along the measurement axis, where branches that remain overlap \
                wherever both have the same k; O(N√m), and O(N²) to turn the axis, N ≤ 20 000 then.",
            selectable: false,
        },
        Method {
            name: "gram",
            doc: "vectors: norms and overlaps of both branches for each outcome; O(2^N) for each choice of spins.",
            selectable: false,
        },
        Method {
            name: "marginals",
            doc: "eq 17 for each spin; O(N).",
            selectable: false,
        },
    ],
    conventions: &[
        "Spins ½, ħ = 1; J_z along the measurement axis; k = N/2 + M spins are up.",
        "Entropies are in ebits (log2).",
        "E_up, E_down and the derivatives are for one measured spin; the derivatives for w = ½.",
    ],
    sources: &[
        "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024): eqs 1–12, 16–19, \
            appendix A.",
        "Corrected: eqs 6 and 11 for k0 = k1 (a product state, Ē = 0) and for coherent branches, whose \
            remaining overlap cos^(N−1)(θ0−θ1) they leave out; eq A2 has a wrong sign, A2 and A3 lack 1/N; \
            appendix A has p = M/N + ½, and its determinant no factor (1−p0−p1)².",
        "New: any number of measured spins, any weight and axis, small deficits to full relative precision.",
    ],
    cost: "O(√m) operations: microseconds up to m = 1e6, a second at 1e13.",
    example: "atoms=1000 k0=520 k1=480 particles=10",
    plan,
};

const SLOPE_0: Observable = Observable {
    name: "entropy_gradient_0",
    dims: &[],
    unit: "ebit",
    min: f64::NEG_INFINITY,
    max: f64::INFINITY,
    label: "∂$E$/∂$p$₀",
    doc: "∂Ē/∂p0 for the probability p0 of one of the N spins (eq A2 corrected): −(1/2N) log2[p0 (q0+q1) / \
        (q0 (p0+p1))], for spins that are all alike.",
    default: false,
};

const SLOPE_1: Observable = Observable {
    name: "entropy_gradient_1",
    dims: &[],
    label: "∂$E$/∂$p$₁",
    doc: "The same for p1.",
    ..SLOPE_0
};

const CURVATURE_UPPER: Observable = Observable {
    name: "entropy_hessian_upper",
    dims: &[],
    max: 0.0,
    label: "$λ$₋ of the Hessian",
    doc: "The larger of the two eigenvalues λ∓ = −(a+b ∓ √((a−b)²+4c²))/(4 ln 2) of one spin's Hessian (a, b, c of \
        eq A4). That of Ē with the means fixed (eq A3) has λ∓ once and λ∓/N N−2 times each.",
    ..SLOPE_0
};

const CURVATURE_LOWER: Observable = Observable {
    name: "entropy_hessian_lower",
    dims: &[],
    label: "$λ$₊ of the Hessian",
    doc: "The smaller of the two.",
    ..CURVATURE_UPPER
};

const ONE_SPIN: &str = "it is defined for one measured spin";
const NEVER: &str = "this outcome never occurs";
const UNEQUAL: &str = "it is defined for one measured spin that is like all others";
const EDGE: &str = "the derivatives are infinite at the edges of the probabilities";

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let state = State::new(arguments, &STUDY)?;
    let axis = state::axis(arguments)?;
    state::particles(arguments, &state)?;
    let selection = state::selection(arguments, state.atoms())?;
    let weight = state::real(arguments, "weight");
    let point = Point {
        state,
        axis,
        particles: selection.particles() as u64,
        selection,
        weight,
    };
    point.check()?;
    let marginals = matches!(point.state, State::Marginals { .. });
    Ok(Box::new(Single {
        method: point.method(),
        cost: point.cost(),
        warnings: marginals
            .then(|| MARGINALS_ONLY.to_owned())
            .into_iter()
            .collect(),
        wanted: arguments.observables().to_vec(),
        names: STUDY
            .observables
            .iter()
            .map(|observable| observable.name)
            .collect(),
        arrays: Vec::new(),
        reasons: vec![ONE_SPIN, NEVER, UNEQUAL, EDGE],
        tolerance: state::real(arguments, "tolerance"),
        compute: Box::new(move |work| point.entries(work)),
    }))
}

struct Point {
    state: State,
    axis: [f64; 3],
    particles: u64,
    selection: Selection,
    weight: f64,
}

impl Point {
    fn check(&self) -> Result<()> {
        let along_z = self.axis == state::Z;
        match &self.state {
            State::Marginals { .. } if !along_z => Err(state::only_along_z()),
            State::Dicke { atoms, .. } if !along_z => state::rotatable(*atoms),
            State::Coherent {
                atoms, twisting, ..
            } if !along_z && *twisting != 0.0 => state::rotatable(*atoms),
            State::Superposition(branches) if !along_z => state::rotatable(branches.atoms()),
            _ => Ok(()),
        }
    }

    fn method(&self) -> &'static str {
        match &self.state {
            State::Marginals { .. } => "marginals",
            State::Vectors(_) => "gram",
            _ if self.as_superposition() => "superposition",
            _ => "distribution",
        }
    }

    /// Whether it takes the amplitudes along the measurement axis.
    fn as_superposition(&self) -> bool {
        let along_z = self.axis == state::Z;
        match &self.state {
            State::Dicke { .. } => !along_z,
            State::Coherent { twisting, .. } => !along_z && *twisting != 0.0,
            State::Superposition(_) => true,
            State::Marginals { .. } | State::Vectors(_) => false,
        }
    }

    fn cost(&self) -> Cost {
        let (m, n) = (self.particles as f64, self.state.atoms() as f64);
        let window = (m + 1.0).min(2100.0 + 24.0 * m.sqrt());
        let (bytes, operations) = match &self.state {
            State::Marginals { marginals, .. } => (
                200.0 * marginals.len() as f64,
                300.0 * marginals.len() as f64,
            ),
            State::Vectors(branches) => {
                let along_z = self.axis == state::Z;
                let spins = branches.spins();
                let (bytes, operations) = (
                    vectors::measure::bytes(spins, &self.selection, along_z),
                    vectors::measure::operations(spins, &self.selection, along_z),
                );
                // The probabilities of both branches, folded.
                let marginals = 8.0 * (spins as f64).exp2();
                (bytes.max(marginals), operations + marginals)
            }
            _ if self.as_superposition() => {
                (400.0 * n + 32.0 * m, 40.0 * n * window + 30.0 * n * n)
            }
            _ => (60.0 * window, 150.0 * window),
        };
        Cost {
            bytes: bytes + 2000.0,
            operations,
        }
    }

    fn measured(&self, work: &Work) -> Result<Measured> {
        Ok(match &self.state {
            State::Marginals { marginals, .. } => measure::marginals(marginals, self.weight)?,
            State::Vectors(branches) => {
                vectors::measure::measure(branches, &self.selection, self.axis, self.weight, work)?
            }
            State::Coherent { atoms, angles, .. } if !self.as_superposition() => {
                measure::coherent(*atoms, *angles, self.axis, self.particles, self.weight)?
            }
            State::Dicke { atoms, up } if !self.as_superposition() => {
                measure::dicke(*atoms, *up, self.particles, self.weight)?
            }
            symmetric => {
                let branches = symmetric
                    .symmetric()
                    .ok_or_else(state::only_along_z)?
                    .along(self.axis);
                measure::superpositions(&branches.states, self.particles, self.weight, work)?
            }
        })
    }

    fn entries(&self, work: &Work) -> Result<Vec<Entry>> {
        let measured = self.measured(work)?;
        let marginal = self.state.marginal(self.axis, work)?;
        let mut entries = vec![
            Entry::new("mean_entropy", measured.mean_entropy),
            Entry::new("entropy_deficit", measured.entropy_deficit),
            Entry::exact("entropy_bound", marginal.entropy(self.weight)),
            self.state.distinctness(self.axis, &marginal),
        ];
        entries.extend(outcomes(&measured));
        entries.extend(self.derivatives(&marginal));
        Ok(entries)
    }

    fn derivatives(&self, marginal: &Marginal) -> [Entry; 4] {
        let names = [
            "entropy_gradient_0",
            "entropy_gradient_1",
            "entropy_hessian_upper",
            "entropy_hessian_lower",
        ];
        let reason = if self.particles == 1 && self.state.spins_alike() {
            Ok(EDGE)
        } else {
            Err(UNEQUAL)
        };
        state::derivatives(
            names,
            marginal,
            self.state.atoms(),
            Derivatives::of_entropy,
            reason,
        )
    }
}

/// Probabilities and entropies of one spin's outcomes.
fn outcomes(measured: &Measured) -> Vec<Entry> {
    let names = [
        ["probability_up", "entropy_up"],
        ["probability_down", "entropy_down"],
    ];
    let mut entries = Vec::new();
    for (index, [probability, entropy]) in names.into_iter().enumerate() {
        let Some(outcome) = measured.outcomes.map(|outcomes| outcomes[index]) else {
            entries.extend([probability, entropy].map(|name| Entry::undefined(name, ONE_SPIN)));
            continue;
        };
        entries.push(Entry::exact(probability, outcome.probability));
        entries.push(match outcome.entropy {
            Some(value) => Entry::exact(entropy, value),
            None => Entry::undefined(entropy, NEVER),
        });
    }
    entries
}
