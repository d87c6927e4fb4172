//! The study `micro-macro.noise`: what noise on every particle leaves.

use super::lose::log_negativity;
use super::parameters::*;
use super::state::{self, State};
use crate::arguments::Arguments;
use crate::error::Result;
use crate::parameter::{Method, Observable, OnlyFor, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::Estimate;
use leggett::noise::Channel;
use leggett::systems::micro_macro::noise::coherent::NoisyCoherent;
use leggett::systems::micro_macro::noise::dicke::NoisyDicke;
use leggett::systems::micro_macro::noise::superpositions::{LARGEST, NoisySuperpositions};
use leggett_num::Work;

/// The families that noise on every spin is computed for.
const STATES: &[&str] = &["dicke", "coherent"];

pub(crate) static STUDY: Study = Study {
    name: "micro-macro.noise",
    revision: 1,
    title: "entanglement of a qubit with spins under noise on every spin",
    description: "A qubit is entangled with macroscopically distinct states of N spins, \
        √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩, and every spin goes through the same channel, independently of the others; \
        the qubit too if qubit_strength is not zero. The study gives the negativity that is left between the \
        qubit and the spins.",
    parameters: &[
        Parameter {
            words: STATES,
            doc: "The branches ψ0 and ψ1: dicke, two Dicke states; coherent, two spin coherent states.",
            ..STATE
        },
        Parameter {
            only_for: None,
            ..ATOMS
        },
        K0,
        K1,
        Parameter {
            only_for: Some(OnlyFor {
                parameter: "state",
                words: &["dicke"],
            }),
            ..DIFFERENCE
        },
        Parameter {
            only_for: Some(OnlyFor {
                parameter: "state",
                words: &["dicke"],
            }),
            ..MEAN
        },
        MIXING_ANGLE0,
        MIXING_ANGLE1,
        TWISTING,
        CHANNEL,
        STRENGTH,
        QUBIT_STRENGTH,
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
            doc: "|Σ negative eigenvalues| of the partial transpose; √(w(1−w)) without noise.",
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
            default: true,
        },
        Observable {
            name: "negativity_bound",
            dims: &[],
            unit: "",
            min: 0.0,
            max: 0.5,
            label: "bound on the negativity",
            doc: "√(w(1−w)) Π ‖Λ(|s0⟩⟨s1|)‖₁ over the spins of coherent branches, times the qubit's own factor: for any N, \
                reached where the branches have no overlap.",
            default: false,
        },
    ],
    methods: &[
        Method {
            name: "evolution",
            doc: "two Dicke states under depolarizing noise, damping or pumping: each coherence order evolves in \
                permutation-invariant blocks by a series in which nothing cancels (uniformisation), over the \
                elements that are occupied; then 2×2 blocks. O(N² p²) and more, N ≤ 1e5.",
            selectable: false,
        },
        Method {
            name: "recurrence",
            doc: "two Dicke states under dephasing: the trace norm of the coherence from a recurrence of Jacobi \
                polynomials; O(√N), N ≤ 1e12.",
            selectable: false,
        },
        Method {
            name: "product",
            doc: "two coherent states: the product of 2×2 operators in blocks of the total spin, and eigenvalues of \
                matrices of order 2(2J+1); O(N⁴) with a small factor, N ≤ 400.",
            selectable: false,
        },
        Method {
            name: "orders",
            doc: "twisted coherent states: every coherence order evolves like that of Dicke states, then eigenvalues of \
                matrices of order 2(2J+1); N ≤ 200.",
            selectable: false,
        },
        Method {
            name: "losses",
            doc: "loss: the mean over the number of lost spins; N ≤ 1e12 for two Dicke states.",
            selectable: false,
        },
    ],
    conventions: &[
        "Strengths are probabilities per particle: depolarizing ρ → (1−p)ρ + p·1/2; dephasing ρ → (1−p)ρ + pZρZ \
            (p > ½ equals 1−p up to a local Z); amplitude-damping takes ↑ to ↓ with probability γ, pumping ↓ to ↑; \
            loss takes the particle away, and it is known which.",
        "The qubit's ↑ is |1⟩: damping takes |1⟩ to |0⟩.",
    ],
    sources: &[
        "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024) leave noise on all particles as \
            future work.",
        "B. A. Chase and J. M. Geremia, Phys. Rev. A 78, 052101 (2008): symmetric operators under collective and \
            individual noise.",
        "New: certified uniformisation on the occupied elements; dephasing in closed form; channels that break \
            entanglement (depolarizing p ≥ 2/3, dephasing p = ½) leave exactly 0.",
    ],
    cost: "Two Dicke states, p = 0.05: depolarizing some 10 ms at N = 400, 0.1 s at 2000; dephasing some 10 ms at \
        N = 1e6; loss some ms at N = 1e6.",
    example: "atoms=100 k0=54 k1=46 channel=depolarizing strength=0.05",
    plan,
};

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let state = State::new(arguments, &STUDY)?;
    let noise = Noise::new(arguments);
    let wanted = arguments.observables().to_vec();
    let point = Point {
        state,
        noise,
        weight: state::real(arguments, "weight"),
        wanted,
    };
    Ok(Box::new(Single {
        method: point.method(),
        cost: point.cost(),
        warnings: Vec::new(),
        wanted: arguments.observables().to_vec(),
        names: STUDY
            .observables
            .iter()
            .map(|observable| observable.name)
            .collect(),
        arrays: Vec::new(),
        reasons: vec![PRODUCTS_ONLY],
        tolerance: state::real(arguments, "tolerance"),
        compute: Box::new(move |work| point.entries(work)),
    }))
}

/// The channel and its strengths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noise {
    pub channel: Channel,
    pub strength: f64,
    pub qubit_strength: f64,
}

impl Noise {
    pub fn new(arguments: &Arguments) -> Self {
        let word = arguments.word("channel");
        let channel = Channel::ALL
            .into_iter()
            .find(|channel| Some(channel.name()) == word);
        Self {
            channel: channel.unwrap_or(Channel::Loss),
            strength: state::real(arguments, "strength"),
            qubit_strength: state::real(arguments, "qubit_strength"),
        }
    }

    /// On two Dicke states.
    pub fn dicke(&self, atoms: u64, up: [u64; 2], weight: f64) -> NoisyDicke {
        NoisyDicke {
            atoms,
            up,
            weight,
            channel: self.channel,
            strength: self.strength,
            qubit_strength: self.qubit_strength,
        }
    }
}

struct Point {
    state: State,
    noise: Noise,
    weight: f64,
    wanted: Vec<&'static str>,
}

const PRODUCTS_ONLY: &str = "the bound is for coherent branches";

impl Point {
    fn method(&self) -> &'static str {
        match (&self.state, self.noise.channel) {
            (_, Channel::Loss) => "losses",
            (State::Coherent { twisting, .. }, _) if *twisting != 0.0 => "orders",
            (State::Coherent { .. }, _) => "product",
            (_, Channel::Dephasing) => "recurrence",
            _ => "evolution",
        }
    }

    fn coherent(&self, atoms: u64, angles: [f64; 2]) -> NoisyCoherent {
        NoisyCoherent {
            atoms,
            angles,
            weight: self.weight,
            channel: self.noise.channel,
            strength: self.noise.strength,
            qubit_strength: self.noise.qubit_strength,
        }
    }

    /// Twisted coherent branches, by all their amplitudes.
    fn twisted(&self) -> Result<NoisySuperpositions> {
        state::at_most(self.state.atoms(), LARGEST as u64)?;
        let branches = self.state.symmetric().ok_or_else(state::only_along_z)?;
        Ok(NoisySuperpositions {
            channel: self.noise.channel,
            strength: self.noise.strength,
            qubit_strength: self.noise.qubit_strength,
            ..state::without_noise(&branches, self.weight)
        })
    }

    fn cost(&self) -> Cost {
        let (bytes, operations) = match &self.state {
            State::Coherent { twisting, .. } if *twisting != 0.0 => {
                self.twisted().map_or((1000.0, 0.0), |all| all.cost())
            }
            State::Coherent { atoms, angles, .. } => self.coherent(*atoms, *angles).cost(),
            State::Dicke { atoms, up } => self.noise.dicke(*atoms, *up, self.weight).cost(),
            _ => (1000.0, 0.0),
        };
        Cost {
            bytes: bytes + 4000.0,
            operations,
        }
    }

    fn entries(&self, work: &Work) -> Result<Vec<Entry>> {
        let mut entries = Vec::new();
        if self.wants(&["negativity", "log_negativity"]) {
            let negativity = self.negativity(work)?;
            entries.push(Entry::new("negativity", negativity));
            entries.push(Entry::new("log_negativity", log_negativity(&negativity)));
        }
        entries.push(match &self.state {
            State::Coherent { atoms, angles, .. } => Entry::new(
                "negativity_bound",
                self.coherent(*atoms, *angles).product_bound()?,
            ),
            _ => Entry::undefined("negativity_bound", PRODUCTS_ONLY),
        });
        Ok(entries)
    }

    fn wants(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.wanted.contains(name))
    }

    fn negativity(&self, work: &Work) -> Result<Estimate> {
        Ok(match &self.state {
            State::Coherent { twisting, .. } if *twisting != 0.0 => {
                self.twisted()?.negativity(work)?
            }
            State::Coherent { atoms, angles, .. } => {
                self.coherent(*atoms, *angles).negativity(work)?
            }
            State::Dicke { atoms, up } => self
                .noise
                .dicke(*atoms, *up, self.weight)
                .negativity(work)?,
            _ => return Err(state::only_along_z()),
        })
    }
}
