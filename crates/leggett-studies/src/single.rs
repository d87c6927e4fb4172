//! Points that are one part: a list of estimates, computed at once.

use crate::error::{Error, Kind, Result};
use crate::found::{Array, Coordinates, Found};
use crate::study::{Cost, Evaluation, Observed, Plan};
use leggett::{ErrorKind, Estimate, Estimates};
use leggett_num::Work;

/// A named number or array, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub name: &'static str,
    /// A number has no dimensions.
    found: std::result::Result<Estimates, &'static str>,
}

impl Entry {
    pub fn new(name: &'static str, estimate: Estimate) -> Self {
        let number = Estimates {
            values: vec![estimate.value],
            error_bounds: vec![estimate.error_bound],
            shape: Vec::new(),
            kind: estimate.kind,
        };
        Self::array(name, number)
    }

    /// An array, of the shape that [`Single::arrays`] gives it.
    pub fn array(name: &'static str, estimates: Estimates) -> Self {
        Self {
            name,
            found: Ok(estimates),
        }
    }

    /// Whether every value and every bound is a finite number; what is
    /// undefined has none.
    pub fn is_finite(&self) -> bool {
        let Ok(found) = &self.found else {
            return true;
        };
        let mut all = found.values.iter().chain(&found.error_bounds);
        all.all(|number| number.is_finite())
    }

    /// The same under another name.
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    pub fn undefined(name: &'static str, reason: &'static str) -> Self {
        Self {
            name,
            found: Err(reason),
        }
    }

    /// 1 where something holds, else 0.
    pub fn flag(name: &'static str, holds: bool) -> Self {
        let value = f64::from(u8::from(holds));
        Self::new(
            name,
            Estimate {
                value,
                error_bound: 0.0,
                kind: ErrorKind::Exact,
            },
        )
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
    /// The coordinates of those entries that are arrays.
    pub arrays: Vec<(&'static str, Vec<Coordinates>)>,
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
        let mut numbers = Vec::with_capacity(3 * entries.len());
        for name in &self.names {
            let entry = entries.iter().find(|entry| entry.name == *name);
            match entry.map(|entry| &entry.found) {
                Some(Ok(estimates)) => self.write(name, estimates, &mut numbers)?,
                Some(Err(reason)) => self.write_reason(name, Some(reason), &mut numbers),
                None => self.write_reason(name, None, &mut numbers),
            }
        }
        Ok(numbers)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let mut numbers = parts.first().map_or(&[][..], Vec::as_slice);
        let mut observables = Vec::new();
        let mut warnings = self.warnings.clone();
        for name in &self.names {
            let length = (1 + 2 * self.places(name)).min(numbers.len());
            let (record, rest) = numbers.split_at(length);
            numbers = rest;
            let [code, record @ ..] = record else {
                break;
            };
            let found = self.read(name, *code, record);
            if found.is_none() && self.wanted.contains(name) {
                let reason = usize::try_from(-*code as i64)
                    .ok()
                    .and_then(|code| self.reasons.get(code.checked_sub(1)?));
                explain(
                    &mut warnings,
                    name,
                    reason.copied().unwrap_or("it has no value here"),
                );
            }
            observables.push(Observed { name, found });
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
    /// The coordinates of an entry; none for a number.
    fn coordinates(&self, name: &str) -> &[Coordinates] {
        let array = self.arrays.iter().find(|(array, _)| *array == name);
        array.map_or(&[], |(_, coordinates)| coordinates)
    }

    fn shape(&self, name: &str) -> Vec<usize> {
        let coordinates = self.coordinates(name).iter();
        coordinates.map(Coordinates::len).collect()
    }

    /// How many values an entry has.
    fn places(&self, name: &str) -> usize {
        self.shape(name).iter().product()
    }

    /// Appends the code of the kind, the values and the bounds.
    fn write(&self, name: &str, estimates: &Estimates, numbers: &mut Vec<f64>) -> Result<()> {
        if estimates.shape != self.shape(name) || !estimates.is_whole() {
            let message = format!("{name} has another shape than planned: a defect");
            return Err(Error::new(Kind::BoundViolated, message));
        }
        if estimates.values.iter().any(|value| value.is_nan()) {
            let message = format!("{name} is not a number: a defect of the computation");
            return Err(Error::new(Kind::BoundViolated, message));
        }
        numbers.push(kind_code(estimates.kind));
        numbers.extend(&estimates.values);
        numbers.extend(&estimates.error_bounds);
        Ok(())
    }

    /// Appends as many numbers for what is undefined: reasons have negative
    /// codes, and where there is none the code is below all of them.
    fn write_reason(&self, name: &str, reason: Option<&str>, numbers: &mut Vec<f64>) {
        let known = |reason| self.reasons.iter().position(|known| *known == reason);
        let index = reason.and_then(known).unwrap_or(self.reasons.len());
        numbers.push(-1.0 - index as f64);
        numbers.resize(numbers.len() + 2 * self.places(name), f64::NAN);
    }

    /// What [`Self::write`] wrote.
    fn read(&self, name: &str, code: f64, record: &[f64]) -> Option<Found> {
        if code < 0.0 {
            return None;
        }
        let kind = *ErrorKind::ALL.get(code as usize)?;
        let coordinates = self.coordinates(name);
        let (values, bounds) = record.split_at(record.len() / 2);
        if coordinates.is_empty() {
            return Some(Found::Number(Estimate {
                value: *values.first()?,
                error_bound: *bounds.first()?,
                kind,
            }));
        }
        Some(Found::Array(Array {
            estimates: Estimates {
                values: values.to_vec(),
                error_bounds: bounds.to_vec(),
                shape: self.shape(name),
                kind,
            },
            coordinates: coordinates.to_vec(),
        }))
    }

    fn check_tolerance(&self, observables: &[Observed]) -> Result<()> {
        let first = observables.first().and_then(|first| first.found.as_ref());
        let bounds = first.map_or(Vec::new(), Found::estimates);
        let bound = bounds.iter().map(|it| it.error_bound).fold(0.0, f64::max);
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

#[cfg(test)]
mod tests;
