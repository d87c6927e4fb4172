//! A study: a named computation, declared once.

use crate::arguments::Arguments;
use crate::error::{Error, Kind, Result, nearest};
use crate::found::{Array, Coordinates, Found};
use crate::parameter::{Method, Observable, Parameter};
use leggett::estimate::Estimate;
use leggett_num::Work;

/// Everything that faces, files and checks derive from.
#[derive(Debug)]
pub struct Study {
    /// Its name.
    pub name: &'static str,
    /// Raised whenever the same input may give other bits than before.
    pub revision: u32,
    /// One line.
    pub title: &'static str,
    /// What it computes: the physics in a few sentences, with formulas.
    pub description: &'static str,
    /// Its parameters, in the order in which they are shown.
    pub parameters: &'static [Parameter],
    /// Its observables; `tolerance` is that of the first.
    pub observables: &'static [Observable],
    /// Its methods, `auto` not included.
    pub methods: &'static [Method],
    /// Units and conventions.
    pub conventions: &'static [&'static str],
    /// Papers, equations, and corrections of these.
    pub sources: &'static [&'static str],
    /// How time and memory grow.
    pub cost: &'static str,
    /// One ordinary point that is computed in an instant, as on a command
    /// line: `atoms=1000 time=1.234`.
    pub example: &'static str,
    /// Prepares one point: checks what the declaration cannot express,
    /// chooses the method, and says what it will cost.
    pub plan: fn(&Arguments) -> Result<Box<dyn Plan>>,
}

/// A point that is ready to be computed, as independent parts and their fold.
///
/// Parts may run in any order, on any thread and in different processes; the
/// fold takes their results in order, so the outcome has the same bits.
pub trait Plan: Send + Sync {
    /// What each part takes.
    fn cost(&self) -> Cost;

    /// How many parts there are, at least one.
    fn parts(&self) -> usize {
        1
    }

    /// Computes one part.
    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>>;

    /// Puts the parts' results together.
    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation>;
}

/// An estimate of what one part takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Peak memory in bytes.
    pub bytes: f64,
    /// Floating-point operations.
    pub operations: f64,
}

/// The result of one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// The method that was used.
    pub method: &'static str,
    /// The observables, in the order asked for.
    pub observables: Vec<Observed>,
    /// What the user should know about these numbers.
    pub warnings: Vec<String>,
}

/// What was found for one observable.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// The observable's name.
    pub name: &'static str,
    /// A number or an array; `None` where it is undefined, which a warning
    /// explains.
    pub found: Option<Found>,
}

impl Observed {
    /// An observable that is a number.
    pub fn number(name: &'static str, estimate: Option<Estimate>) -> Self {
        let found = estimate.map(Found::Number);
        Self { name, found }
    }

    /// An observable that is an array.
    pub fn array(name: &'static str, array: Option<Array>) -> Self {
        let found = array.map(Found::Array);
        Self { name, found }
    }

    /// The number; `None` where it is undefined, or an array.
    pub fn estimate(&self) -> Option<Estimate> {
        self.found.as_ref().and_then(Found::number)
    }
}

impl Study {
    /// The declaration of a parameter, or of a field of a table by a name such
    /// as `table.entry.field`.
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        crate::table::declared(self.parameters, name)
    }

    /// The declaration of an observable.
    pub fn observable(&self, name: &str) -> Option<&'static Observable> {
        self.observables
            .iter()
            .find(|observable| observable.name == name)
    }

    /// Computes one point, part after part.
    pub fn evaluate(&self, arguments: &Arguments, work: &Work) -> Result<Evaluation> {
        let plan = (self.plan)(arguments)?;
        let parts: Result<Vec<Vec<f64>>> = (0..plan.parts())
            .map(|index| plan.part(index, work))
            .collect();
        self.finish(arguments, plan.as_ref(), &parts?)
    }

    /// Folds the parts, selects the observables asked for and checks each
    /// against its physical bounds.
    pub fn finish(
        &self,
        arguments: &Arguments,
        plan: &dyn Plan,
        parts: &[Vec<f64>],
    ) -> Result<Evaluation> {
        let mut evaluation = plan.fold(parts)?;
        evaluation
            .observables
            .retain(|observed| arguments.observables().contains(&observed.name));
        evaluation.observables.sort_by_key(|observed| {
            arguments
                .observables()
                .iter()
                .position(|name| *name == observed.name)
        });
        let mut along: Vec<(&'static str, &Coordinates)> = Vec::new();
        for observed in &evaluation.observables {
            let declared = self.observable(observed.name);
            let (Some(declared), Some(found)) = (declared, &observed.found) else {
                continue;
            };
            found.check(declared)?;
            let coordinates = found.array().map_or(&[][..], |array| &array.coordinates);
            along.extend(declared.dims.iter().copied().zip(coordinates));
        }
        one_meaning(&along)?;
        Ok(evaluation)
    }
}

/// A dimension of several observables has the same coordinates in all of them,
/// so that they can share it in files.
fn one_meaning(along: &[(&'static str, &Coordinates)]) -> Result<()> {
    for (index, (dimension, coordinates)) in along.iter().enumerate() {
        let mut earlier = along[..index].iter();
        if earlier.any(|(known, others)| known == dimension && others != coordinates) {
            let message =
                format!("the dimension `{dimension}` has two sets of coordinates: a defect");
            return Err(Error::new(Kind::BoundViolated, message));
        }
    }
    Ok(())
}

/// The study of that name among these, or an error with a suggestion.
pub fn find(studies: &[&'static Study], name: &str) -> Result<&'static Study> {
    if let Some(study) = studies.iter().find(|study| study.name == name) {
        return Ok(study);
    }
    let names: Vec<&str> = studies.iter().map(|study| study.name).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    Err(Error::new(
        Kind::UnknownStudy,
        format!("there is no study `{name}`{hint}"),
    )
    .allowed(names.join(", ")))
}
