//! The study `micro-macro.macroscopicity`: how distinct the branches are.

use super::parameters::*;
use super::state::{self, MARGINALS_ONLY, State};
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use crate::parameter::{Kind, Method, Observable, Parameter};
use crate::single::{Entry, Single};
use crate::study::{Cost, Plan, Study};
use leggett::dicke::rotation;
use leggett::measures::resolution::{Line, residual_entropy, success_probability};
use leggett::systems::micro_macro::macroscopicity::{
    Branches, LARGEST_REDUCED, coherent_minimal_subset, dicke_minimal_subset, tolerated_resolution,
};
use leggett::systems::micro_macro::vectors;
use leggett_num::Work;

pub(crate) static STUDY: Study = Study {
    name: "micro-macro.macroscopicity",
    revision: 1,
    title: "how macroscopically distinct the branches of a micro–macro state are",
    description: "The branches ψ0 and ψ1 of √w |0⟩|ψ0⟩ + √(1−w) |1⟩|ψ1⟩ are macroscopically distinct if their means \
        of J differ by much more than one quantum, than their standard deviations and than the resolution of the \
        detector, and their spectra do not overlap. The study gives these numbers along the measurement axis and \
        along the best axis, and other measures of macroscopicity of the same state.",
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
        WEIGHT,
        MEASUREMENT_AXIS,
        RESOLUTION,
        ERROR_PROBABILITY,
        Parameter {
            name: "magnetization",
            kind: Kind::Real {
                min: -5e14,
                max: 5e14,
            },
            words: &["none"],
            default: Some("none"),
            doc: "m of the spectra P0(m) and P1(m) that probability_0 and probability_1 give, from −N/2 to N/2 in steps \
                of one.",
            ..WEIGHT
        },
        TOLERANCE,
        METHOD,
    ],
    observables: &[
        numbered(
            "distinctness",
            "distinctness $Λ$",
            "Λ = |⟨J_n⟩_0 − ⟨J_n⟩_1| along the measurement axis n, eq 2.",
        ),
        Observable {
            name: "overlap",
            dims: &[],
            max: 1.0,
            label: "overlap of the spectra",
            doc: "Σ_m P0(m) P1(m) of the spectra of J_n.",
            ..DISTINCTNESS
        },
        signed("mean_0", "⟨$J$⟩₀", "⟨J_n⟩ of ψ0."),
        signed("mean_1", "⟨$J$⟩₁", "⟨J_n⟩ of ψ1."),
        numbered("sd_0", "Δ$J$₀", "The standard deviation of J_n in ψ0."),
        numbered("sd_1", "Δ$J$₁", "The standard deviation of J_n in ψ1."),
        Observable {
            name: "success_probability",
            dims: &[],
            min: 0.5,
            max: 1.0,
            label: "success probability",
            doc: "½(1 + ½∫|P0*g − P1*g|): the chance to tell equally probable branches apart with one measurement of \
                J_n, g a Gaussian of the standard deviation `resolution`; Φ(Δ/2σ) for two Dicke states.",
            ..DISTINCTNESS
        },
        numbered(
            "effective_size",
            "effective size",
            "N_eff = 4 λmax(Cov J)/N of (ψ0+ψ1)/√2, normalised (Fröwis & Dür 2012): N for GHZ states, 1 for coherent ones.",
        ),
        numbered(
            "minimal_subset",
            "minimal subset",
            "The fewest spins of which a measurement tells the branches apart with probability 1 − error_probability \
                (Korsbakken et al. 2007); undefined where all do not.",
        ),
        optional(numbered("state_overlap", "|⟨ψ₀|ψ₁⟩|", "|⟨ψ0|ψ1⟩|.")),
        optional(numbered(
            "best_axis_distinctness",
            "$Λ$ along the best axis",
            "|⟨J⟩_0 − ⟨J⟩_1|, the distinctness along the axis where it is largest.",
        )),
        optional(signed(
            "best_axis_x",
            "best axis, $x$",
            "The x component of that axis.",
        )),
        optional(signed(
            "best_axis_y",
            "best axis, $y$",
            "The y component of that axis.",
        )),
        optional(signed(
            "best_axis_z",
            "best axis, $z$",
            "The z component of that axis.",
        )),
        optional(numbered(
            "spectral_gap",
            "gap between the spectra",
            "The smallest distance between outcomes of the two spectra that have probabilities above 1e-12; 0 where \
                the spectra interleave.",
        )),
        optional(Observable {
            name: "residual_entropy",
            dims: &[],
            unit: "ebit",
            max: 1.0,
            label: "residual entropy",
            doc: "The mean entropy of the qubit after a measurement of J_n with this resolution (Kraus operators \
                √g(x − J_n)) whose result is known.",
            ..DISTINCTNESS
        }),
        optional(numbered(
            "tolerated_resolution",
            "tolerated resolution",
            "The largest standard deviation of a detector that still tells two Dicke states apart with \
                error_probability: Δ/(2Φ⁻¹(1−ε)) (after Sekatski et al. 2014).",
        )),
        optional(numbered(
            "effective_size_along_axis",
            "effective size along the axis",
            "4 Var(J_n)/N of the same superposition, along the measurement axis.",
        )),
        optional(numbered(
            "marquardt_distance",
            "Marquardt distance",
            "The number of one-spin operations from one branch to the other (Marquardt et al. 2008): |k0 − k1| for two \
                Dicke states.",
        )),
        optional(numbered(
            "probability_0",
            "$P$₀($m$)",
            "P0(m) at `magnetization`.",
        )),
        optional(numbered(
            "probability_1",
            "$P$₁($m$)",
            "P1(m) at `magnetization`.",
        )),
    ],
    methods: &[
        Method {
            name: "moments",
            doc: "symmetric states: moments from the ladder of their amplitudes, O(√N) of them for coherent states; \
                spectra along other axes than z by a Chebyshev expansion of the rotation, O(N²), N ≤ 20 000.",
            selectable: false,
        },
        Method {
            name: "vectors",
            doc: "vectors: reduced states of every spin and one pass for each component of J; O(N 2^N).",
            selectable: false,
        },
        Method {
            name: "marginals",
            doc: "where only marginals are known: the means alone.",
            selectable: false,
        },
    ],
    conventions: &[
        "Spins ½, ħ = 1; the resolution and all of J are in quanta of one spin flip.",
        "success_probability and minimal_subset are for equal prior probabilities of the branches.",
    ],
    sources: &[
        "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024): eq 2, fig 1, section II.",
        "Corrected: the separable family has ⟨J_z⟩ = (N/2) cos 2θ and standard deviation (√N/2)|sin 2θ|, where the text \
            has N/2(cos θ − sin θ) and √(N cos θ sin θ).",
        "F. Fröwis and W. Dür, New J. Phys. 14, 093039 (2012); J. I. Korsbakken et al., Phys. Rev. A 75, 042106 (2007); \
            F. Marquardt et al., Phys. Rev. A 78, 012109 (2008); P. Sekatski et al., Phys. Rev. A 89, 012116 (2014).",
    ],
    cost: "O(√N) for Dicke and coherent states along z, O(N²) along other axes; minimal_subset of other symmetric states \
        O(N³), N ≤ 300; vectors O(N 2^N).",
    example: "atoms=1000 k0=520 k1=480",
    plan,
};

const DISTINCTNESS: Observable = Observable {
    name: "distinctness",
    dims: &[],
    unit: "",
    min: 0.0,
    max: 1e15,
    label: "distinctness $Λ$",
    doc: "",
    default: true,
};

const fn numbered(name: &'static str, label: &'static str, doc: &'static str) -> Observable {
    Observable {
        name,
        dims: &[],
        label,
        doc,
        ..DISTINCTNESS
    }
}

const fn signed(name: &'static str, label: &'static str, doc: &'static str) -> Observable {
    Observable {
        min: -1e15,
        ..numbered(name, label, doc)
    }
}

const fn optional(observable: Observable) -> Observable {
    Observable {
        default: false,
        ..observable
    }
}

const UNKNOWN: &str = "it takes more than the marginals of single spins";
const NOT_ENOUGH: &str = "all spins together do not tell the branches apart so well";
const TOO_MANY: &str = "for states of this kind it is computed up to 300 spins (10 for vectors)";
const DICKE_ONLY: &str = "it is defined for two Dicke states";
const NO_POINT: &str = "no magnetization is given";
const NO_AXIS: &str = "the means are equal, so that no axis is the best";

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let state = State::new(arguments, &STUDY)?;
    let point = Point {
        axis: state::axis(arguments)?,
        weight: state::real(arguments, "weight"),
        resolution: state::real(arguments, "resolution"),
        error_probability: state::real(arguments, "error_probability"),
        magnetization: magnetization(arguments, state.atoms())?,
        wanted: arguments.observables().to_vec(),
        state,
    };
    point.check()?;
    let marginals = matches!(point.state, State::Marginals { .. });
    Ok(Box::new(Single {
        method: match &point.state {
            State::Marginals { .. } => "marginals",
            State::Vectors(_) => "vectors",
            _ => "moments",
        },
        cost: point.cost(),
        warnings: marginals
            .then(|| MARGINALS_ONLY.to_owned())
            .into_iter()
            .collect(),
        wanted: point.wanted.clone(),
        names: STUDY
            .observables
            .iter()
            .map(|observable| observable.name)
            .collect(),
        arrays: Vec::new(),
        reasons: vec![UNKNOWN, NOT_ENOUGH, TOO_MANY, DICKE_ONLY, NO_POINT, NO_AXIS],
        tolerance: state::real(arguments, "tolerance") * (point.state.atoms() as f64).max(1.0),
        compute: Box::new(move |work| point.entries(work)),
    }))
}

/// The number k = N/2 + m of spins up.
fn magnetization(arguments: &Arguments, atoms: u64) -> Result<Option<u64>> {
    let Some(m) = arguments.real("magnetization").map(Number::value) else {
        return Ok(None);
    };
    let twice = atoms as f64 + 2.0 * m;
    if twice % 2.0 == 0.0 && twice >= 0.0 && twice <= 2.0 * atoms as f64 {
        return Ok(Some((twice / 2.0) as u64));
    }
    let half = atoms as f64 / 2.0;
    Err(Error::new(
        ErrorKind::OutOfRange,
        format!("magnetization = {m} is no outcome of {atoms} spins"),
    )
    .parameter("magnetization")
    .allowed(format!("from -{half} to {half} in steps of one")))
}

struct Point {
    state: State,
    axis: [f64; 3],
    weight: f64,
    resolution: f64,
    error_probability: f64,
    magnetization: Option<u64>,
    wanted: Vec<&'static str>,
}

/// What needs the spectra along the axis.
const SPECTRAL: [&str; 6] = [
    "overlap",
    "success_probability",
    "spectral_gap",
    "residual_entropy",
    "probability_0",
    "probability_1",
];

impl Point {
    fn wants(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.wanted.contains(name))
    }

    /// Whether the amplitudes must be turned.
    fn turns(&self) -> bool {
        self.axis != state::Z && self.wants(&SPECTRAL)
    }

    fn check(&self) -> Result<()> {
        match &self.state {
            State::Marginals { .. } if self.axis != state::Z => Err(state::only_along_z()),
            State::Marginals { .. } | State::Vectors(_) => Ok(()),
            _ if self.turns() => state::at_most(self.state.atoms(), rotation::LARGEST),
            _ => Ok(()),
        }
    }

    fn cost(&self) -> Cost {
        let n = self.state.atoms() as f64;
        let (mut bytes, mut operations) = match &self.state {
            State::Marginals { marginals, .. } => (1000.0, 100.0 * marginals.len() as f64),
            State::Vectors(branches) => {
                let spins = branches.spins();
                let (small, subset) = if spins <= 10 {
                    (
                        vectors::minimal_subset::operations(spins),
                        vectors::minimal_subset::bytes(spins),
                    )
                } else {
                    (0.0, 0.0)
                };
                (
                    vectors::distinctness::bytes(spins) + subset,
                    2.0 * vectors::distinctness::operations(spins) + small,
                )
            }
            State::Dicke { .. } => (2000.0, 5e5),
            _ => {
                let lines = (n + 1.0).min(2100.0 + 24.0 * n.sqrt());
                let cubes = if n <= LARGEST_REDUCED as f64 {
                    100.0 * n.powi(3)
                } else {
                    0.0
                };
                (
                    300.0 * lines + 40.0 * n.min(LARGEST_REDUCED as f64).powi(2),
                    3e4 * lines + cubes,
                )
            }
        };
        if self.turns() {
            bytes += 400.0 * n;
            operations += 40.0 * n * n;
        }
        let window = 2100.0 + 24.0 * n.sqrt();
        if self.wants(&["minimal_subset"]) && matches!(self.state, State::Dicke { .. }) {
            bytes += 150.0 * window.min(n + 1.0);
            operations += 20.0 * 150.0 * window.min(n + 1.0);
        }
        if self.resolution > 0.0 {
            // Points at σ/8, each with the lines within ten σ.
            let width = 24.0 * n.sqrt() + 20.0 * self.resolution;
            operations += 8.0 * width.min(n + 20.0 * self.resolution) / self.resolution
                * 60.0
                * (20.0 * self.resolution + 1.0).min(24.0 * n.sqrt());
        }
        Cost {
            bytes: bytes + 5000.0,
            operations,
        }
    }

    fn entries(&self, work: &Work) -> Result<Vec<Entry>> {
        let mut entries = match &self.state {
            State::Marginals { .. } => return self.of_means(work),
            State::Vectors(branches) => self.of_vectors(branches, work)?,
            symmetric => {
                let branches = symmetric.symmetric().ok_or_else(state::only_along_z)?;
                self.of_symmetric(&branches, work)?
            }
        };
        entries.extend(self.of_dicke()?);
        Ok(entries)
    }

    fn of_means(&self, work: &Work) -> Result<Vec<Entry>> {
        let marginal = self.state.marginal(self.axis, work)?;
        let n = self.state.atoms() as f64;
        let mean = |x: usize| 0.5 * n * (marginal.up[x] - marginal.down[x]);
        let mut entries = vec![
            self.state.distinctness(self.axis, &marginal),
            Entry::exact("mean_0", mean(0)),
            Entry::exact("mean_1", mean(1)),
        ];
        let rest = STUDY.observables.iter().map(|observable| observable.name);
        let missing: Vec<&str> = rest
            .filter(|name| entries.iter().all(|entry| entry.name != *name))
            .collect();
        entries.extend(
            missing
                .into_iter()
                .map(|name| Entry::undefined(name, UNKNOWN)),
        );
        Ok(entries)
    }

    fn of_symmetric(&self, branches: &Branches, work: &Work) -> Result<Vec<Entry>> {
        let marginal = self.state.marginal(self.axis, work)?;
        let [mean_0, mean_1] = branches.means(self.axis);
        let [size, along] = branches.effective_sizes(self.axis);
        let n = self.state.atoms() as f64;
        // Two Dicke states are two amplitudes: nothing adds up.
        let dicke = matches!(self.state, State::Dicke { .. });
        let root = if dicke { 1.0 } else { n.sqrt() };
        let mean = if dicke && self.axis == state::Z {
            0.0
        } else {
            n
        };
        let scaled = |name, value: f64, scale: f64| Entry::new(name, rounded(value, scale));
        let mut entries = vec![
            self.state.distinctness(self.axis, &marginal),
            scaled("mean_0", mean_0, mean),
            scaled("mean_1", mean_1, mean),
            scaled("sd_0", branches.states[0].deviation(self.axis), root),
            scaled("sd_1", branches.states[1].deviation(self.axis), root),
            scaled("effective_size", size, size * root),
            scaled("effective_size_along_axis", along, size * root),
            scaled("state_overlap", branches.overlap(), root),
        ];
        entries.extend(best_axis(branches.difference(), n));
        entries.push(self.minimal_subset(branches, work)?);
        if self.wants(&SPECTRAL) {
            let turned = if self.axis == state::Z {
                branches.clone()
            } else {
                branches.along(self.axis)
            };
            entries.push(scaled("spectral_gap", turned.gap(), 0.0));
            entries.extend(self.of_spectra(&turned.lines(), work)?);
        }
        Ok(entries)
    }

    fn of_vectors(&self, branches: &vectors::Branches, work: &Work) -> Result<Vec<Entry>> {
        let found = vectors::distinctness::distinctness(branches, self.axis, work)?;
        let spectra = vectors::distinctness::spectra(branches, self.axis, work)?;
        let (covariance, size) = vectors::distinctness::effective_size(branches, work)?;
        let n = branches.spins() as f64;
        let along: f64 = (0..3)
            .flat_map(|i| (0..3).map(move |j| (i, j)))
            .map(|(i, j)| self.axis[i] * covariance[i][j] * self.axis[j])
            .sum();
        let difference = [0, 1, 2].map(|i| found.mean_spin[0][i] - found.mean_spin[1][i]);
        let mut entries = vec![
            Entry::new("distinctness", found.along),
            Entry::new("mean_0", spectra.mean[0]),
            Entry::new("mean_1", spectra.mean[1]),
            Entry::new("sd_0", spectra.sd[0]),
            Entry::new("sd_1", spectra.sd[1]),
            Entry::new("effective_size", size),
            Entry::new("effective_size_along_axis", rounded(4.0 * along / n, n)),
            Entry::new("state_overlap", rounded(branches.overlap().norm(), n)),
        ];
        entries.extend(best_axis(difference, n));
        entries.push(if branches.spins() > 10 {
            Entry::undefined("minimal_subset", TOO_MANY)
        } else {
            subset(
                vectors::minimal_subset::minimal_subset(branches, self.error_probability, work)?
                    .map(|sites| sites.count() as u64),
            )
        });
        let line = |k: usize| Line {
            position: k as f64 - 0.5 * n,
            probabilities: [spectra.probabilities[0][k], spectra.probabilities[1][k]],
            coherence: [0.0, 0.0],
        };
        let lines: Vec<Line> = (0..=branches.spins()).map(line).collect();
        let spectral = self.of_spectra(&lines, work)?;
        entries.extend(
            spectral
                .into_iter()
                .filter(|entry| entry.name != "residual_entropy"),
        );
        Ok(entries)
    }

    /// What follows from both spectra.
    fn of_spectra(&self, lines: &[Line], work: &Work) -> Result<Vec<Entry>> {
        let overlap: f64 = lines
            .iter()
            .map(|line| line.probabilities[0] * line.probabilities[1])
            .sum();
        let n = self.state.atoms() as f64;
        let mut entries = vec![Entry::new("overlap", rounded(overlap, n.sqrt() * overlap))];
        if self.wants(&["success_probability"]) {
            entries.push(Entry::new(
                "success_probability",
                success_probability(lines, self.resolution, work)?,
            ));
        }
        if self.wants(&["residual_entropy"]) {
            entries.push(Entry::new(
                "residual_entropy",
                residual_entropy(lines, self.weight, self.resolution, work)?,
            ));
        }
        for (x, name) in ["probability_0", "probability_1"].into_iter().enumerate() {
            entries.push(match self.magnetization {
                None => Entry::undefined(name, NO_POINT),
                Some(k) => {
                    let position = k as f64 - 0.5 * n;
                    let here = lines.iter().find(|line| line.position == position);
                    let value = here.map_or(0.0, |line| line.probabilities[x]);
                    Entry::new(name, rounded(value, n.sqrt() * value))
                }
            });
        }
        Ok(entries)
    }

    fn minimal_subset(&self, branches: &Branches, work: &Work) -> Result<Entry> {
        if !self.wants(&["minimal_subset"]) {
            return Ok(Entry::undefined("minimal_subset", NOT_ENOUGH));
        }
        let error = self.error_probability;
        Ok(subset(match &self.state {
            State::Dicke { atoms, up } => dicke_minimal_subset(*atoms, *up, error, work)?,
            State::Coherent {
                atoms,
                angles,
                twisting: 0.0,
            } => coherent_minimal_subset(*atoms, *angles, error)?,
            _ if branches.atoms() > LARGEST_REDUCED => {
                return Ok(Entry::undefined("minimal_subset", TOO_MANY));
            }
            _ => branches.minimal_subset(error, work)?,
        }))
    }

    fn of_dicke(&self) -> Result<Vec<Entry>> {
        let names = ["tolerated_resolution", "marquardt_distance"];
        let State::Dicke { up, .. } = &self.state else {
            return Ok(names
                .map(|name| Entry::undefined(name, DICKE_ONLY))
                .to_vec());
        };
        let difference = up[0].abs_diff(up[1]) as f64;
        Ok(vec![
            Entry::new(
                names[0],
                tolerated_resolution(difference, self.error_probability)?,
            ),
            Entry::exact(names[1], difference),
        ])
    }
}

fn subset(found: Option<u64>) -> Entry {
    match found {
        Some(n) => Entry::new(
            "minimal_subset",
            leggett::Estimate {
                value: n as f64,
                error_bound: 0.0,
                kind: leggett::ErrorKind::Exact,
            },
        ),
        None => Entry::undefined("minimal_subset", NOT_ENOUGH),
    }
}

/// The distinctness along the best axis, and that axis.
fn best_axis(difference: [f64; 3], n: f64) -> Vec<Entry> {
    let length = difference[0].hypot(difference[1]).hypot(difference[2]);
    let mut entries = vec![Entry::new("best_axis_distinctness", rounded(length, n))];
    for (name, component) in ["best_axis_x", "best_axis_y", "best_axis_z"]
        .into_iter()
        .zip(difference)
    {
        entries.push(if length > 1e-12 * n {
            Entry::new(name, rounded(component / length, n / length))
        } else {
            Entry::undefined(name, NO_AXIS)
        });
    }
    entries
}

/// A value whose rounding is relative to a scale.
fn rounded(value: f64, scale: f64) -> leggett::Estimate {
    leggett::Estimate {
        value,
        error_bound: 64.0 * f64::EPSILON * (scale.abs() + value.abs()),
        kind: leggett::ErrorKind::Exact,
    }
}
