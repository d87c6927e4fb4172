//! The branches of the state, from what was given.

use crate::arguments::Arguments;
use crate::error::{Error, Kind, Result};
use crate::number::Number;
use crate::parameter::Value;
use crate::single::Entry;
use crate::study::Study;
use leggett::dicke::state::SymmetricState;
use leggett::noise::Channel;
use leggett::qubits::Sites;
use leggett::qubits::marginals::up_probabilities;
use leggett::systems::micro_macro::bounds::{self, Marginal};
use leggett::systems::micro_macro::macroscopicity::Branches;
use leggett::systems::micro_macro::measure;
use leggett::systems::micro_macro::noise::superpositions::NoisySuperpositions;
use leggett::systems::micro_macro::vectors::distinctness::distinctness;
use leggett::systems::micro_macro::vectors::{self, Selection};
use leggett::{ErrorKind, Estimate};
use leggett_num::Work;
use leggett_num::dense::Complex;
use std::sync::Arc;

/// The branches ψ0 and ψ1.
#[derive(Debug, Clone)]
pub(super) enum State {
    Dicke {
        atoms: u64,
        up: [u64; 2],
    },
    /// Orthogonal branches of which only the marginals are known: those of
    /// every spin, or one for all of them.
    Marginals {
        atoms: u64,
        marginals: Vec<Marginal>,
    },
    Coherent {
        atoms: u64,
        angles: [f64; 2],
        twisting: f64,
    },
    Superposition(Branches),
    Vectors(Arc<vectors::Branches>),
}

impl State {
    pub fn new(arguments: &Arguments, study: &Study) -> Result<Self> {
        let reader = Reader { arguments, study };
        match arguments.word("state") {
            Some("symmetric") => reader.symmetric(),
            Some("coherent") => reader.coherent(),
            Some("spins") => reader.spins(),
            Some("superposition") => reader.superposition(),
            Some("file") => reader.file(),
            _ => reader.dicke(),
        }
    }

    pub fn atoms(&self) -> u64 {
        match self {
            Self::Dicke { atoms, .. }
            | Self::Marginals { atoms, .. }
            | Self::Coherent { atoms, .. } => *atoms,
            Self::Superposition(branches) => branches.atoms(),
            Self::Vectors(branches) => branches.spins() as u64,
        }
    }

    /// The amplitudes on Dicke states, where the branches are symmetric.
    pub fn symmetric(&self) -> Option<Branches> {
        match self {
            Self::Dicke { atoms, up } => Some(Branches::dicke(*atoms, *up)),
            Self::Coherent {
                atoms,
                angles,
                twisting,
            } => Some(Branches::coherent(*atoms, *angles, *twisting)),
            Self::Superposition(branches) => Some(branches.clone()),
            Self::Marginals { .. } | Self::Vectors(_) => None,
        }
    }

    /// The mean over the spins of their probabilities to be up along an axis.
    pub fn marginal(&self, axis: [f64; 3], work: &Work) -> Result<Marginal> {
        Ok(match self {
            Self::Dicke { atoms, up } if axis == Z => Marginal::of_dicke(*atoms, *up),
            Self::Marginals { marginals, .. } => {
                bounds::mean_marginal(marginals).unwrap_or(Marginal::new([0.0, 0.0]))
            }
            Self::Coherent {
                angles,
                twisting: 0.0,
                ..
            } => measure::coherent_marginal(*angles, axis),
            Self::Vectors(branches) if axis == Z => {
                let [zero, one] = branches.vectors();
                let up = [up_probabilities(zero, work)?, up_probabilities(one, work)?];
                let n = self.atoms() as f64;
                Marginal::new(up.map(|list| list.iter().sum::<f64>() / n))
            }
            Self::Vectors(branches) => {
                let found = distinctness(branches, axis, work)?;
                let mean = |x: usize| dot(axis, found.mean_spin[x]);
                Marginal::of_magnetizations(self.atoms(), [mean(0), mean(1)])
            }
            _ => {
                let branches = self.symmetric().unwrap_or(Branches::dicke(1, [0, 0]));
                Marginal::of_magnetizations(self.atoms(), branches.means(axis))
            }
        })
    }

    /// Whether every spin has the same probabilities.
    pub fn spins_alike(&self) -> bool {
        match self {
            Self::Marginals { marginals, .. } => {
                marginals.iter().all(|other| *other == marginals[0])
            }
            Self::Vectors(_) => false,
            _ => true,
        }
    }

    /// Λ = |⟨J_n⟩_0 − ⟨J_n⟩_1| = N |p0 − p1|.
    pub fn distinctness(&self, axis: [f64; 3], marginal: &Marginal) -> Entry {
        let exact = |value: f64, bound: f64| {
            Entry::new(
                "distinctness",
                Estimate {
                    value,
                    error_bound: bound,
                    kind: ErrorKind::Exact,
                },
            )
        };
        match self {
            Self::Dicke { up, .. } if axis == Z => exact(up[0].abs_diff(up[1]) as f64, 0.0),
            _ => {
                let n = self.atoms() as f64;
                exact(marginal.difference.abs() * n, 1e-15 * n)
            }
        }
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

pub(super) const Z: [f64; 3] = [0.0, 0.0, 1.0];

/// The parameters of one point and the study that they are for.
struct Reader<'a> {
    arguments: &'a Arguments,
    study: &'a Study,
}

impl Reader<'_> {
    fn integer(&self, name: &str) -> Result<u64> {
        self.arguments
            .integer(name)
            .ok_or_else(|| self.arguments.missing(self.study, name))
    }

    fn number(&self, name: &str) -> Result<f64> {
        let value = self.arguments.real(name).map(Number::value);
        value.ok_or_else(|| self.arguments.missing(self.study, name))
    }

    fn list(&self, name: &str) -> Result<Vec<f64>> {
        let list = self.arguments.list_of_reals(name);
        list.ok_or_else(|| self.arguments.missing(self.study, name))
    }

    /// Whether the difference and the mean are given in place of these two.
    fn by_difference(&self, names: [&str; 2]) -> Result<bool> {
        let by_difference = self.arguments.is_given("magnetization_difference");
        let given = names.into_iter().find(|name| self.arguments.is_given(name));
        if let (Some(name), true) = (given, by_difference) {
            let message = format!("{name} and magnetization_difference exclude each other");
            return Err(Error::new(Kind::Contradiction, message)
                .parameter(name)
                .allowed(format!(
                    "either {} and {}, or magnetization_difference",
                    names[0], names[1]
                )));
        }
        if self.arguments.is_given("mean_magnetization") && !by_difference {
            return Err(self
                .arguments
                .missing(self.study, "magnetization_difference"));
        }
        Ok(by_difference)
    }

    fn dicke(&self) -> Result<State> {
        let atoms = self.integer("atoms")?;
        if !self.by_difference(["k0", "k1"])? {
            let up = [self.integer("k0")?, self.integer("k1")?];
            for (name, k) in ["k0", "k1"].into_iter().zip(up) {
                if k > atoms {
                    return Err(out_of_range(name, k, format!("from 0 to atoms = {atoms}")));
                }
            }
            return Ok(State::Dicke { atoms, up });
        }
        let difference = self.number("magnetization_difference")?;
        let centred = if (difference + atoms as f64) % 2.0 == 0.0 {
            0.0
        } else {
            0.5
        };
        let mean = self
            .arguments
            .real("mean_magnetization")
            .map_or(centred, Number::value);
        let twice =
            [mean + 0.5 * difference, mean - 0.5 * difference].map(|m| atoms as f64 + 2.0 * m);
        let whole = |twice: f64| twice % 2.0 == 0.0 && twice >= 0.0 && twice <= 2.0 * atoms as f64;
        if !twice.into_iter().all(whole) {
            let message = format!(
                "magnetization_difference = {difference} around mean_magnetization = {mean} gives no Dicke states"
            );
            return Err(Error::new(Kind::OutOfRange, message)
                .parameter("magnetization_difference")
                .allowed(format!(
                    "k = N/2 + M̄ ± ΔM/2 whole and from 0 to atoms = {atoms}"
                )));
        }
        Ok(State::Dicke {
            atoms,
            up: twice.map(|twice| (twice / 2.0) as u64),
        })
    }

    fn symmetric(&self) -> Result<State> {
        let atoms = self.integer("atoms")?;
        let (magnetizations, difference) = if self.by_difference(["m0", "m1"])? {
            let difference = self.number("magnetization_difference")?;
            let mean = self
                .arguments
                .real("mean_magnetization")
                .map_or(0.0, Number::value);
            (
                [mean + 0.5 * difference, mean - 0.5 * difference],
                difference,
            )
        } else {
            let [m0, m1] = [self.number("m0")?, self.number("m1")?];
            ([m0, m1], m0 - m1)
        };
        let half = 0.5 * atoms as f64;
        if self.arguments.is_given("magnetization_difference")
            && magnetizations.iter().any(|m| m.abs() > half)
        {
            let allowed = format!("M̄ ± ΔM/2 from -{half} to {half}, half of atoms");
            return Err(out_of_range(
                "magnetization_difference",
                difference,
                allowed,
            ));
        }
        let mut marginal = bounds::symmetric_marginal(atoms, magnetizations)?;
        marginal.difference = -difference / atoms as f64;
        Ok(State::Marginals {
            atoms,
            marginals: vec![marginal],
        })
    }

    fn coherent(&self) -> Result<State> {
        let atoms = self.integer("atoms")?;
        let angles = [self.number("mixing_angle0")?, self.number("mixing_angle1")?];
        Ok(State::Coherent {
            atoms,
            angles,
            twisting: self.number("twisting")?,
        })
    }

    fn superposition(&self) -> Result<State> {
        let lists = [self.list("amplitudes0")?, self.list("amplitudes1")?];
        if lists[0].len() != lists[1].len() || lists[0].len() < 2 {
            let message = format!(
                "amplitudes0 lists {} numbers and amplitudes1 lists {}",
                lists[0].len(),
                lists[1].len()
            );
            return Err(Error::new(Kind::Contradiction, message)
                .parameter("amplitudes1")
                .allowed("N + 1 ≥ 2 numbers in both"));
        }
        let mut states = Vec::new();
        for (name, list) in ["amplitudes0", "amplitudes1"].into_iter().zip(lists) {
            let amplitudes: Vec<Complex> = list.into_iter().map(|x| Complex::new(x, 0.0)).collect();
            states.push(normalized(name, &amplitudes)?);
        }
        Ok(State::Superposition(Branches {
            states: [states.remove(0), states.remove(0)],
        }))
    }

    fn file(&self) -> Result<State> {
        let file = self
            .arguments
            .file("path")
            .ok_or_else(|| self.arguments.missing(self.study, "path"))?;
        let [2, columns] = file.shape[..] else {
            let message = format!(
                "path = {} holds an array of shape {:?}",
                file.path, file.shape
            );
            return Err(Error::new(Kind::OutOfRange, message)
                .parameter("path")
                .allowed("two rows, ψ0 and ψ1: an array of shape (2, number of amplitudes)"));
        };
        let row = |x: usize| -> Vec<Complex> {
            let values = &file.values[x * columns..(x + 1) * columns];
            values
                .iter()
                .map(|[re, im]| Complex::new(*re, *im))
                .collect()
        };
        if self.arguments.word("basis") == Some("dicke") {
            if columns < 2 {
                let message = format!("path = {} has {columns} amplitudes in a row", file.path);
                return Err(Error::new(Kind::OutOfRange, message)
                    .parameter("path")
                    .allowed("N + 1 ≥ 2 amplitudes"));
            }
            return Ok(State::Superposition(Branches {
                states: [normalized("path", &row(0))?, normalized("path", &row(1))?],
            }));
        }
        Ok(State::Vectors(Arc::new(vectors::Branches::new([
            row(0),
            row(1),
        ])?)))
    }

    fn spins(&self) -> Result<State> {
        let marginals = bounds::marginals(&self.list("p0")?, &self.list("p1")?)?;
        Ok(State::Marginals {
            atoms: marginals.len() as u64,
            marginals,
        })
    }
}

/// The unit vector of `measurement_axis`.
pub(super) fn axis(arguments: &Arguments) -> Result<[f64; 3]> {
    let wrong = |kind, message: String| {
        Error::new(kind, message)
            .parameter("measurement_axis")
            .allowed("x, y, z, or three numbers that are not all zero")
    };
    let vector = match arguments.get("measurement_axis") {
        Value::Word("x") => return Ok([1.0, 0.0, 0.0]),
        Value::Word("y") => return Ok([0.0, 1.0, 0.0]),
        Value::Word(_) => return Ok(Z),
        _ => arguments
            .list_of_reals("measurement_axis")
            .unwrap_or_default(),
    };
    let [x, y, z] = vector[..] else {
        let message = format!("measurement_axis lists {} numbers", vector.len());
        return Err(wrong(Kind::Contradiction, message));
    };
    let length = x.hypot(y).hypot(z);
    if length == 0.0 {
        return Err(wrong(
            Kind::OutOfRange,
            "measurement_axis = [0, 0, 0] has no direction".to_owned(),
        ));
    }
    Ok([x / length, y / length, z / length])
}

/// m, which is 1 where only the marginals of single spins are known.
pub(super) fn particles(arguments: &Arguments, state: &State) -> Result<u64> {
    let particles = arguments.integer("particles").unwrap_or(1);
    if particles > state.atoms() {
        return Err(out_of_range(
            "particles",
            particles,
            format!("from 0 to the number of spins, {}", state.atoms()),
        ));
    }
    if matches!(state, State::Marginals { .. }) && particles != 1 {
        let message =
            format!("particles = {particles} needs more than the marginals of single spins");
        return Err(Error::new(Kind::NotApplicable, message)
            .parameter("particles")
            .allowed("1 with state = symmetric, spins"));
    }
    Ok(particles)
}

pub(super) fn real(arguments: &Arguments, name: &str) -> f64 {
    arguments.real(name).map_or(0.0, Number::value)
}

/// A state of norm one up to 1e-6, made exactly so.
fn normalized(name: &str, amplitudes: &[Complex]) -> Result<SymmetricState> {
    let norm = amplitudes.iter().map(|c| c.norm_sqr()).sum::<f64>().sqrt();
    if norm.is_nan() || (norm - 1.0).abs() > 1e-6 {
        let message = format!("{name} has a branch of norm {norm}");
        return Err(Error::new(Kind::OutOfRange, message)
            .parameter(name)
            .allowed("norm 1, to 1e-6"));
    }
    Ok(SymmetricState::from_amplitudes(amplitudes).normalized())
}

/// The spins that the event happens to, and how many.
pub(super) fn selection(arguments: &Arguments, spins: u64) -> Result<Selection> {
    let listed: Vec<usize> = match arguments.get("sites") {
        Value::List(values) => values.iter().filter_map(whole).collect(),
        single => whole(single).into_iter().collect(),
    };
    let particles = arguments.integer("particles").unwrap_or(1);
    if listed.is_empty() {
        return Ok(Selection::Any(particles as usize));
    }
    if arguments.is_given("particles") && particles != listed.len() as u64 {
        let message = format!("particles = {particles}, but sites lists {}", listed.len());
        return Err(Error::new(Kind::Contradiction, message)
            .parameter("particles")
            .allowed("as many as there are sites, or left out"));
    }
    Ok(Selection::Listed(Sites::new(spins as usize, listed)?))
}

fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Integer(value) => Some(*value as usize),
        _ => None,
    }
}

fn out_of_range(name: &str, value: impl std::fmt::Display, allowed: String) -> Error {
    Error::new(
        Kind::OutOfRange,
        format!("{name} = {value} is out of range"),
    )
    .parameter(name)
    .allowed(allowed)
}

/// What a state that fixes only marginals means.
pub(super) const MARGINALS_ONLY: &str =
    "only marginals are given: the branches, and those that remain, are taken as orthogonal";

/// Turning the axis takes all amplitudes.
pub(super) fn rotatable(atoms: u64) -> Result<()> {
    at_most(atoms, leggett::dicke::rotation::LARGEST)
}

pub(super) fn at_most(atoms: u64, largest: u64) -> Result<()> {
    if atoms <= largest {
        return Ok(());
    }
    let message = format!("this state has {atoms} spins, which is too large");
    Err(Error::new(Kind::TooLarge, message)
        .parameter("state")
        .allowed(format!("at most {largest} spins here")))
}

/// All amplitudes of both branches, and no noise yet.
pub(super) fn without_noise(branches: &Branches, weight: f64) -> NoisySuperpositions {
    let all = |x: usize| {
        (0..=branches.atoms())
            .map(|k| branches.states[x].at(k))
            .collect()
    };
    NoisySuperpositions {
        amplitudes: [all(0), all(1)],
        weight,
        channel: Channel::Loss,
        strength: 0.0,
        qubit_strength: 0.0,
    }
}

/// The refusal of another axis where only z is known.
pub(super) fn only_along_z() -> Error {
    Error::new(
        Kind::NotApplicable,
        "measurement_axis applies to states that are known along other axes than z",
    )
    .parameter("measurement_axis")
    .allowed("z with this state")
}

/// Gradient and Hessian of a bound at one spin's probabilities; `reason` says
/// why they are undefined: `Ok` at edges only, `Err` always.
pub(super) fn derivatives(
    names: [&'static str; 4],
    marginal: &Marginal,
    atoms: u64,
    of: fn([f64; 2]) -> bounds::Derivatives,
    reason: std::result::Result<&'static str, &'static str>,
) -> [Entry; 4] {
    let inside = marginal
        .up
        .into_iter()
        .chain(marginal.down)
        .all(|p| p > 0.0);
    match reason {
        Err(reason) => names.map(|name| Entry::undefined(name, reason)),
        Ok(edge) if !inside => names.map(|name| Entry::undefined(name, edge)),
        Ok(_) => {
            let exact = of(marginal.up);
            let gradient = exact.gradient.map(|slope| slope / atoms as f64);
            let [upper, lower] = exact.hessian_eigenvalues();
            let values = [gradient[0], gradient[1], upper, lower];
            [0, 1, 2, 3].map(|i| Entry::exact(names[i], values[i]))
        }
    }
}
