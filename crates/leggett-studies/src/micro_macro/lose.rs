//! The study `micro-macro.lose`: what lost spins leave.

use super::parameters::*;
use super::state::{self, MARGINALS_ONLY, State};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Method, Observable};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::Estimate;
use leggett::systems::micro_macro::bounds::{Derivatives, Marginal};
use leggett::systems::micro_macro::lose;
use leggett::systems::micro_macro::noise::superpositions::{LARGEST_LOST, NoisySuperpositions};
use leggett::systems::micro_macro::vectors::{self, Selection};
use leggett_num::Work;

pub(crate) static STUDY: Study = Study {
    name: "micro-macro.lose",
    revision: 1,
    title: "entanglement of a qubit with spins of which some are lost",
    description: "A qubit is entangled with macroscopically distinct states of N spins, \
        √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩. m spins are lost (traced out); the study gives the negativity between the \
        qubit and the N − m spins that remain, the bound on it, and what eq 14 of the paper gives.",
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
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        Observable {
            name: "negativity",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "negativity",
            doc: "|Σ negative eigenvalues| of the partial transpose; √(w(1−w)) before the loss. For Dicke states it \
                is positive if and only if m ≤ N − |k0 − k1|.",
            default: true,
        },
        Observable {
            name: "negativity_deficit",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "½ − negativity",
            doc: "√(w(1−w)) minus the negativity, to full relative precision.",
            default: true,
        },
        Observable {
            name: "negativity_bound",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "bound on the negativity",
            doc: "√(w(1−w)) F with the root fidelity F = ‖√ρ0 √ρ1‖₁ of the two states of the lost spins; where only \
                marginals are known, that of the best states with these means (Neg^max).",
            default: true,
        },
        Observable {
            name: "published_negativity",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "negativity, eq 14",
            doc: "Eq 14 as printed, √(w(1−w)) (√(p0 p1) + √(q0 q1)) (w = ½ there), for one lost spin.",
            default: true,
        },
        Observable {
            name: "log_negativity",
            dims: &[],
            unit: "ebit",
            min: 0.0,
            max: 1.0,
            label: "log-negativity",
            doc: "log2(1 + 2 Neg).",
            default: false,
        },
        Observable {
            name: "distinctness",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1e15,
            label: "distinctness $Λ$",
            doc: "Λ = |⟨J_z⟩_0 − ⟨J_z⟩_1| before the loss, eq 2.",
            default: false,
        },
        Observable {
            name: "remaining_distinctness",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 1e15,
            label: "distinctness after the loss",
            doc: "Λ (1 − m/N) of the spins that remain.",
            default: false,
        },
        SLOPE_0,
        SLOPE_1,
        CURVATURE_UPPER,
        CURVATURE_LOWER,
    ],
    methods: &[
        Method {
            name: "blocks",
            doc: "two Dicke states: a sum over 2×2 blocks of the partial transpose, one for each number of lost \
                spins that were up, over a window that leaves out less than an ulp; O(√m).",
            selectable: false,
        },
        Method {
            name: "span",
            doc: "two coherent states: the 4×4 partial transpose in the span of both; O(1).",
            selectable: false,
        },
        Method {
            name: "superposition",
            doc: "other symmetric states: the partial transpose in the span of what remains for each number of lost \
                spins up, of dimension 4(m+1) or 2(N−m+1) at most; N ≤ 1000.",
            selectable: false,
        },
        Method {
            name: "gram",
            doc: "vectors: the partial transpose in the span of the rows, of dimension 4·2^m at most, from two passes \
                over the vectors; O(2^N 2^m) for each choice of spins.",
            selectable: false,
        },
        Method {
            name: "marginals",
            doc: "where only marginals are known: the bound alone; O(N).",
            selectable: false,
        },
    ],
    conventions: &[
        "Spins ½, ħ = 1; J_z along the quantisation axis; k = N/2 + M spins are up.",
        "The negativity is that of the qubit against the spins, at most ½.",
        "The derivatives are those of Neg^max for one lost spin and w = ½.",
    ],
    sources: &[
        "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024): eqs 13–15, section V.",
        "Corrected: eq 14 is an upper bound, exact where the branches that remain are orthogonal for different \
            states of the lost spins too: not for |k0 − k1| = 1, not for coherent branches (whose lost spins are \
            pure), and k0 = k1 is a product state with 0.",
        "New: any number of lost spins and any weight, the bound by root fidelity, deficits to full relative \
            precision.",
    ],
    cost: "O(√m) operations: microseconds up to m = 1e6, a second at 1e13.",
    example: "atoms=1e6 k0=501000 k1=499000 particles=1e5",
    plan,
};

const SLOPE_0: Observable = Observable {
    name: "negativity_gradient_0",
    dims: &[],
    unit: "",
    min: f64::NEG_INFINITY,
    max: f64::INFINITY,
    label: "∂Neg/∂$p$₀",
    doc: "The derivative of Neg^max by the probability p0 of one of the N spins, (1/4N)[√(p1/p0) − √(q1/q0)], for \
        spins that are all alike.",
    default: false,
};

const SLOPE_1: Observable = Observable {
    name: "negativity_gradient_1",
    dims: &[],
    label: "∂Neg/∂$p$₁",
    doc: "The same for p1.",
    ..SLOPE_0
};

const CURVATURE_UPPER: Observable = Observable {
    name: "negativity_hessian_upper",
    dims: &[],
    max: 0.0,
    label: "upper eigenvalue of the Hessian",
    doc: "The larger of the two eigenvalues of one spin's Hessian of Neg^max; with the means fixed the Hessian \
        has it once, and N−2 times divided by N.",
    ..SLOPE_0
};

const CURVATURE_LOWER: Observable = Observable {
    name: "negativity_hessian_lower",
    dims: &[],
    label: "lower eigenvalue of the Hessian",
    doc: "The smaller of the two.",
    ..CURVATURE_UPPER
};

const UNKNOWN: &str = "it depends on more than the marginals, which give a bound alone";
const ONE_SPIN: &str = "eq 14 is for one lost spin";
const UNEQUAL: &str = "it is defined for one lost spin that is like all others";
const EDGE: &str = "the derivatives are infinite at the edges of the probabilities";

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let state = State::new(arguments, &STUDY)?;
    state::particles(arguments, &state)?;
    let weight = state::real(arguments, "weight");
    let selection = state::selection(arguments, state.atoms())?;
    let point = Point {
        state,
        particles: selection.particles() as u64,
        selection,
        weight,
    };
    point.check()?;
    Ok(Box::new(Single {
        method: point.method(),
        cost: point.cost(),
        warnings: point.warnings(),
        wanted: arguments.observables().to_vec(),
        names: STUDY
            .observables
            .iter()
            .map(|observable| observable.name)
            .collect(),
        arrays: Vec::new(),
        reasons: vec![UNKNOWN, ONE_SPIN, UNEQUAL, EDGE],
        tolerance: state::real(arguments, "tolerance"),
        compute: Box::new(move |work| point.entries(work)),
    }))
}

struct Point {
    state: State,
    particles: u64,
    selection: Selection,
    weight: f64,
}

impl Point {
    fn check(&self) -> Result<()> {
        match self.as_superposition() {
            true => state::at_most(self.state.atoms(), LARGEST_LOST as u64),
            false => Ok(()),
        }
    }

    fn method(&self) -> &'static str {
        match &self.state {
            State::Dicke { .. } => "blocks",
            State::Marginals { .. } => "marginals",
            State::Vectors(_) => "gram",
            _ if self.as_superposition() => "superposition",
            _ => "span",
        }
    }

    /// Whether it takes all amplitudes on Dicke states.
    fn as_superposition(&self) -> bool {
        match &self.state {
            State::Coherent { twisting, .. } => *twisting != 0.0,
            State::Superposition(_) => true,
            _ => false,
        }
    }

    fn superpositions(&self) -> Option<NoisySuperpositions> {
        let branches = self.state.symmetric()?;
        Some(state::without_noise(&branches, self.weight))
    }

    fn cost(&self) -> Cost {
        let m = self.particles as f64;
        let window = (m + 1.0).min(2100.0 + 24.0 * m.sqrt());
        let (bytes, operations) = match &self.state {
            State::Vectors(branches) => {
                let spins = branches.spins();
                let operations = vectors::lose::operations(spins, &self.selection);
                let bytes = vectors::lose::bytes(spins, &self.selection);
                // The probabilities of both branches, folded.
                let marginals = 8.0 * (spins as f64).exp2();
                (bytes.max(marginals), operations + marginals)
            }
            State::Marginals { marginals, .. } => (
                200.0 * marginals.len() as f64,
                300.0 * marginals.len() as f64,
            ),
            State::Dicke { .. } => (60.0 * window, 150.0 * window),
            _ if self.as_superposition() => self.superpositions().map_or((0.0, 0.0), |all| {
                all.cost_of_losing(self.particles as usize)
            }),
            _ => (2000.0, 3000.0),
        };
        Cost {
            bytes: bytes + 4000.0,
            operations,
        }
    }

    /// Where eq 14 differs from the exact value, and why.
    fn warnings(&self) -> Vec<String> {
        let why = match &self.state {
            State::Marginals { .. } => Some(MARGINALS_ONLY.to_owned()),
            State::Dicke { up: [k0, k1], .. } if k0 == k1 => Some(
                "published_negativity (eq 14) differs: k0 = k1 is a product state, which it takes for orthogonal \
                    branches"
                    .to_owned(),
            ),
            State::Dicke { up: [k0, k1], .. } if k0.abs_diff(*k1) == 1 && self.particles == 1 => Some(
                "published_negativity (eq 14) differs: for |k0 − k1| = 1 what remains of ψ0 after losing a spin up is \
                    what remains of ψ1 after losing a spin down, which eq 14 takes for orthogonal"
                    .to_owned(),
            ),
            State::Coherent { .. } | State::Superposition(_) | State::Vectors(_)
                if self.particles == 1 => Some(
                "published_negativity (eq 14) differs in general: it takes what remains of the branches for orthogonal \
                    for different states of the lost spin, and passes negativity_bound where the lost spin has \
                    coherences between up and down"
                    .to_owned(),
            ),
            _ => None,
        };
        why.into_iter().collect()
    }

    fn entries(&self, work: &Work) -> Result<Vec<Entry>> {
        let marginal = self.state.marginal(state::Z, work)?;
        let (m, n) = (self.particles as f64, self.state.atoms() as f64);
        let distinctness = marginal.difference.abs() * n;
        let mut entries = self.negativities(&marginal, work)?;
        entries.push(match self.particles {
            1 => Entry::exact(
                "published_negativity",
                lose::published(&marginal, self.weight),
            ),
            _ => Entry::undefined("published_negativity", ONE_SPIN),
        });
        entries.push(self.state.distinctness(state::Z, &marginal));
        entries.push(Entry::exact(
            "remaining_distinctness",
            distinctness * ((n - m) / n),
        ));
        entries.extend(self.derivatives(&marginal));
        Ok(entries)
    }

    fn negativities(&self, marginal: &Marginal, work: &Work) -> Result<Vec<Entry>> {
        let lost = match &self.state {
            State::Dicke { atoms, up } => lose::dicke(*atoms, *up, self.particles, self.weight)?,
            State::Vectors(branches) => {
                vectors::lose::lose(branches, &self.selection, self.weight, work)?
            }
            _ if self.as_superposition() => match self.superpositions() {
                Some(all) => all.lose(self.particles as usize)?,
                None => return Err(state::only_along_z()),
            },
            State::Coherent { atoms, angles, .. } => {
                lose::coherent(*atoms, *angles, self.particles, self.weight)?
            }
            _ => {
                let mut entries = ["negativity", "negativity_deficit", "log_negativity"]
                    .map(|name| Entry::undefined(name, UNKNOWN))
                    .to_vec();
                entries.push(Entry::exact(
                    "negativity_bound",
                    marginal.negativity(self.weight),
                ));
                return Ok(entries);
            }
        };
        Ok(vec![
            Entry::new("negativity", lost.negativity),
            Entry::new("negativity_deficit", lost.negativity_deficit),
            Entry::new("negativity_bound", lost.negativity_bound),
            Entry::new("log_negativity", log_negativity(&lost.negativity)),
        ])
    }

    fn derivatives(&self, marginal: &Marginal) -> [Entry; 4] {
        let names = [
            "negativity_gradient_0",
            "negativity_gradient_1",
            "negativity_hessian_upper",
            "negativity_hessian_lower",
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
            Derivatives::of_negativity,
            reason,
        )
    }
}

/// log2(1 + 2 Neg), whose slope is at most 2/ln 2.
pub(super) fn log_negativity(negativity: &Estimate) -> Estimate {
    let bound = 2.0 / std::f64::consts::LN_2 * negativity.error_bound;
    Estimate {
        value: (2.0 * negativity.value).ln_1p() / std::f64::consts::LN_2,
        error_bound: bound + 4.0 * f64::EPSILON,
        ..*negativity
    }
}
