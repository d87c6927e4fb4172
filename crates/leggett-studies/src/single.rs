//! Points that are one part: a list of estimates, computed at once.

use crate::error::{Error, Kind, Result};
use crate::study::{Cost, Evaluation, Observed, Plan};
use leggett::{ErrorKind, Estimate};
use leggett_num::Work;

/// A named estimate, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub name: &'static str,
    pub estimate: std::result::Result<Estimate, &'static str>,
}

impl Entry {
    pub fn new(name: &'static str, estimate: Estimate) -> Self {
        Self {
            name,
            estimate: Ok(estimate),
        }
    }

    pub fn undefined(name: &'static str, reason: &'static str) -> Self {
        Self {
            name,
            estimate: Err(reason),
        }
    }

    /// A number that is exact up to rounding.
    pub fn exact(name: &'static str, value: f64) -> Self {
        let error_bound = 16.0 * f64::EPSILON * value.abs();
        Self::new(
            name,
            Estimate {
                value,
                error_bound,
                kind: ErrorKind::Exact,
            },
        )
    }
}

type Compute = dyn Fn(&Work) -> Result<Vec<Entry>> + Send + Sync;

/// A point of one part.
pub(crate) struct Single {
    pub method: &'static str,
    pub cost: Cost,
    /// What the user should know, whatever the result.
    pub warnings: Vec<String>,
    /// The observables that were asked for.
    pub wanted: Vec<&'static str>,
    /// Every entry that `compute` gives, in its order.
    pub names: Vec<&'static str>,
    /// Why each of them may be undefined.
    pub reasons: Vec<&'static str>,
    /// The largest allowed bound on the first entry.
    pub tolerance: f64,
    pub compute: Box<Compute>,
}

impl Plan for Single {
    fn cost(&self) -> Cost {
        self.cost
    }

    fn part(&self, _index: usize, work: &Work) -> Result<Vec<f64>> {
        let entries = (self.compute)(work)?;
        let defined = entries
            .iter()
            .filter_map(|entry| Some((entry.name, entry.estimate.ok()?)));
        for (name, estimate) in defined {
            if estimate.value.is_nan() {
                let message = format!("{name} is not a number: a defect of the computation");
                return Err(Error::new(Kind::BoundViolated, message));
            }
        }
        let mut numbers = Vec::with_capacity(3 * entries.len());
        for name in &self.names {
            let entry = entries.iter().find(|entry| entry.name == *name);
            numbers.extend(match entry.map(|entry| &entry.estimate) {
                Some(Ok(estimate)) => [
                    estimate.value,
                    estimate.error_bound,
                    kind_code(estimate.kind),
                ],
                Some(Err(reason)) => [f64::NAN, f64::NAN, self.reason_code(reason)],
                None => [f64::NAN, f64::NAN, -1.0],
            });
        }
        Ok(numbers)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let numbers = parts.first().map_or(&[][..], Vec::as_slice);
        let mut observables = Vec::new();
        let mut warnings = self.warnings.clone();
        for (name, numbers) in self.names.iter().zip(numbers.chunks_exact(3)) {
            let estimate = (!numbers[0].is_nan()).then(|| Estimate {
                value: numbers[0],
                error_bound: numbers[1],
                kind: ErrorKind::ALL[numbers[2] as usize],
            });
            if estimate.is_none() && self.wanted.contains(name) {
                let reason = usize::try_from(numbers[2] as i64)
                    .ok()
                    .and_then(|code| self.reasons.get(code));
                explain(
                    &mut warnings,
                    name,
                    reason.copied().unwrap_or("it has no value here"),
                );
            }
            observables.push(Observed { name, estimate });
        }
        self.check_tolerance(&observables)?;
        Ok(Evaluation {
            method: self.method,
            observables,
            warnings,
        })
    }
}

impl Single {
    fn reason_code(&self, reason: &str) -> f64 {
        let index = self.reasons.iter().position(|known| *known == reason);
        index.map_or(-1.0, |index| index as f64)
    }

    fn check_tolerance(&self, observables: &[Observed]) -> Result<()> {
        let first = observables.first().and_then(|observed| observed.estimate);
        let bound = first.map_or(0.0, |estimate| estimate.error_bound);
        if bound <= self.tolerance {
            return Ok(());
        }
        let message = format!(
            "not converged: the error bound is {bound:.1e}, the tolerance {:.1e}",
            self.tolerance
        );
        Err(Error::new(Kind::NotConverged, message)
            .parameter("tolerance")
            .allowed(format!("{bound:.1e} or more")))
    }
}

/// One warning a reason, which names all observables that it holds for.
fn explain(warnings: &mut Vec<String>, name: &str, reason: &str) {
    let ending = format!(" undefined: {reason}");
    match warnings.iter_mut().find(|known| known.ends_with(&ending)) {
        Some(known) => {
            let names = known[..known.len() - ending.len()]
                .trim_end_matches(" is")
                .trim_end_matches(" are");
            *known = format!("{names}, {name} are{ending}");
        }
        None => warnings.push(format!("{name} is{ending}")),
    }
}

fn kind_code(kind: ErrorKind) -> f64 {
    let index = ErrorKind::ALL.iter().position(|known| *known == kind);
    index.unwrap_or_default() as f64
}
