//! Every outcome q = N, no phase, no decoherence: one spectrum for all chains.

use super::closed_form::closed_form;
use super::ladder::Ladder;
use super::lattice::{self, Lattice};
use super::{Entanglement, Method, Truncation};
use crate::{Error, Result};
use leggett_num::Work;
use leggett_num::angle::Angle;

/// A chain that is ready to be computed, in independent parts, whose results
/// [`Noiseless::combine`] takes.
pub struct Noiseless {
    solver: Solver,
}

/// Whatever computes it.
enum Solver {
    Ladder(Box<Ladder>),
    Lattice(Lattice),
    ClosedForm(Entanglement),
}

/// Up to so many atoms the certified methods take less than some 20 ms, with
/// determinants for three ensembles and with eigenvalues.
const CERTIFIED: [u64; 2] = [300_000, 50_000];

/// The lattice is not trusted with tighter tolerances or longer chains while
/// another method is there.
const LATTICE_LIMITS: (f64, f64) = (5e-12, 40.0);

impl Noiseless {
    /// Checks the input and chooses the method.
    ///
    /// # Errors
    /// `TooLarge` above some 1e8 atoms for the methods that use the whole
    /// ladder; `OutOfRange` for a tolerance below what doubles can give or too
    /// few atoms for the lattice; `Contradiction` for a method that cannot do
    /// this; `NotConverged` where the closed form does not hold.
    pub fn new(
        atoms: u64,
        nodes: u64,
        time: Angle,
        truncation: Truncation,
        method: Method,
    ) -> Result<Self> {
        let power = nodes as f64 - 1.0;
        let solver = match (method, truncation) {
            (Method::Lattice | Method::ClosedForm, Truncation::Window(_)) => {
                return Err(Error::Contradiction {
                    parameter: "method",
                    message: format!("{} has no window; give a tolerance", method.name()),
                });
            }
            (Method::Lattice, Truncation::Tolerance(tolerance)) => {
                lattice_solver(atoms, power, time, tolerance)?
            }
            (Method::ClosedForm, Truncation::Tolerance(tolerance)) => {
                closed_solver(atoms, power, &time, tolerance)?
            }
            (Method::Auto, Truncation::Tolerance(tolerance)) if beyond_certified(atoms, nodes) => {
                automatic(atoms, nodes, time, tolerance)?
            }
            _ => Solver::Ladder(Box::new(Ladder::new(
                atoms, nodes, time, truncation, method,
            )?)),
        };
        Ok(Self { solver })
    }

    /// The number of independent parts.
    pub fn parts(&self) -> usize {
        match &self.solver {
            Solver::Ladder(ladder) => ladder.parts(),
            Solver::Lattice(_) | Solver::ClosedForm(_) => 1,
        }
    }

    /// Peak bytes of one part.
    pub fn bytes(&self) -> f64 {
        match &self.solver {
            Solver::Ladder(ladder) => ladder.bytes(),
            Solver::Lattice(_) => lattice::BYTES,
            Solver::ClosedForm(_) => 1e3,
        }
    }

    /// Operations of one part, at most.
    pub fn operations(&self) -> f64 {
        match &self.solver {
            Solver::Ladder(ladder) => ladder.operations(),
            Solver::Lattice(lattice) => lattice.operations(),
            Solver::ClosedForm(_) => 1e3,
        }
    }

    /// One part's result, in numbers for [`Self::combine`].
    ///
    /// # Errors
    /// `NotConverged` where a method cannot meet the tolerance.
    pub fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        match &self.solver {
            Solver::Ladder(ladder) => ladder.part(index, work),
            Solver::Lattice(lattice) => Ok(lattice.entanglement(work)?.to_numbers()),
            Solver::ClosedForm(result) => Ok(result.to_numbers()),
        }
    }

    /// The entanglement from the parts' results, in order.
    ///
    /// # Errors
    /// `NotConverged` where the error bound exceeds the tolerance.
    pub fn combine(&self, parts: &[Vec<f64>]) -> Result<Entanglement> {
        match (&self.solver, parts) {
            (Solver::Ladder(ladder), _) => ladder.combine(parts),
            (_, [part]) => Entanglement::from_numbers(part).ok_or_else(unreadable),
            _ => Err(unreadable()),
        }
    }

    /// All parts, one after the other.
    ///
    /// # Errors
    /// As the parts and [`Self::combine`].
    pub fn evaluate(&self, work: &Work) -> Result<Entanglement> {
        let parts: Result<Vec<Vec<f64>>> = (0..self.parts())
            .map(|index| self.part(index, work))
            .collect();
        self.combine(&parts?)
    }
}

fn beyond_certified(atoms: u64, nodes: u64) -> bool {
    atoms > CERTIFIED[usize::from(nodes != 3)]
}

/// The closed form where it is precise enough, else the lattice; the whole
/// ladder where that is not to be trusted and the ladder not too long.
fn automatic(atoms: u64, nodes: u64, time: Angle, tolerance: f64) -> Result<Solver> {
    let power = nodes as f64 - 1.0;
    if let Ok(solver) = closed_solver(atoms, power, &time, tolerance) {
        return Ok(solver);
    }
    if tolerance < LATTICE_LIMITS.0 || power > LATTICE_LIMITS.1 {
        let truncation = Truncation::Tolerance(tolerance);
        if let Ok(ladder) = Ladder::new(atoms, nodes, time, truncation, Method::Auto) {
            return Ok(Solver::Ladder(Box::new(ladder)));
        }
    }
    lattice_solver(atoms, power, time, tolerance)
}

fn closed_solver(atoms: u64, power: f64, time: &Angle, tolerance: f64) -> Result<Solver> {
    let result = closed_form(atoms, power, time);
    let reached = result.entropy.error_bound;
    if reached <= tolerance {
        return Ok(Solver::ClosedForm(result));
    }
    Err(Error::NotConverged {
        tolerance,
        reached,
        advice: "this time is too far from a rational one, or the atoms are too few; \
            use another method"
            .to_owned(),
    })
}

fn lattice_solver(atoms: u64, power: f64, time: Angle, tolerance: f64) -> Result<Solver> {
    if atoms < lattice::FEWEST_ATOMS {
        return Err(Error::OutOfRange {
            parameter: "atoms",
            value: atoms.to_string(),
            allowed: format!("at least {} for the method lattice", lattice::FEWEST_ATOMS),
        });
    }
    Ok(Solver::Lattice(Lattice {
        atoms,
        power,
        time,
        tolerance,
    }))
}

fn unreadable() -> Error {
    Error::NotConverged {
        tolerance: 0.0,
        reached: f64::INFINITY,
        advice: "the parts do not belong to this chain".to_owned(),
    }
}
