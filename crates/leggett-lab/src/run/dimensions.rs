//! The dimensions of observables that are arrays, over all points of a run.

use super::results::Results;
use super::row::Outcome;
use crate::error::Result;
use crate::experiment::Experiment;
use leggett_studies::parameter::Observable;
use leggett_studies::{Array, Coordinates, Found};

/// One dimension, which observables may share.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dimension {
    pub(super) name: &'static str,
    /// The largest length at any point, at least one.
    pub(super) length: usize,
    pub(super) along: Along,
}

/// What stands along a dimension.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Along {
    /// At every point the same.
    Same(Coordinates),
    /// Numbers that depend on the point, or are nowhere known.
    Numbers,
    /// Labels that depend on the point.
    Labels,
}

/// All dimensions, in the order in which observables declare them.
#[derive(Debug)]
pub(super) struct Dimensions(Vec<Dimension>);

impl Dimensions {
    /// Looks through all points, if there are arrays among the observables.
    pub(super) fn survey(
        experiment: &Experiment,
        results: &Results,
        observables: &[&'static Observable],
    ) -> Result<Self> {
        let mut found: Vec<(&'static str, Option<Dimension>)> = Vec::new();
        for dim in observables.iter().flat_map(|observable| observable.dims) {
            if found.iter().all(|(known, _)| known != dim) {
                found.push((dim, None));
            }
        }
        if !found.is_empty() {
            results.each(experiment, &mut |_, outcome| {
                for (place, observable) in observables.iter().enumerate() {
                    let coordinates = array(outcome, place).map(|array| &array.coordinates);
                    for (dim, along) in observable
                        .dims
                        .iter()
                        .zip(coordinates.into_iter().flatten())
                    {
                        let known = found.iter_mut().find(|(known, _)| known == dim);
                        known
                            .into_iter()
                            .for_each(|(_, known)| note(known, dim, along));
                    }
                }
                Ok(())
            })?;
        }
        let unknown = |name| Dimension {
            name,
            length: 1,
            along: Along::Numbers,
        };
        let all = found.into_iter();
        Ok(Self(
            all.map(|(name, known)| known.unwrap_or_else(|| unknown(name)))
                .collect(),
        ))
    }

    /// The dimensions of an observable.
    pub(super) fn of(&self, observable: &Observable) -> Vec<&Dimension> {
        let named = |name: &&str| self.0.iter().find(|known| known.name == *name);
        observable.dims.iter().filter_map(named).collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Dimension> {
        self.0.iter()
    }

    /// What stands along a dimension at one point.
    pub(super) fn at<'o>(
        dimension: &Dimension,
        observables: &[&'static Observable],
        outcome: &'o Outcome,
    ) -> Option<&'o Coordinates> {
        let along = |(place, observable): (usize, &&'static Observable)| {
            let axis = observable
                .dims
                .iter()
                .position(|dim| *dim == dimension.name)?;
            array(outcome, place)?.coordinates.get(axis)
        };
        observables.iter().enumerate().find_map(along)
    }
}

fn array(outcome: &Outcome, place: usize) -> Option<&Array> {
    match outcome {
        Outcome::Values { observables, .. } => observables.get(place)?.as_ref()?.array(),
        Outcome::Failed(_) => None,
    }
}

fn note(known: &mut Option<Dimension>, name: &'static str, along: &Coordinates) {
    let Some(known) = known else {
        *known = Some(Dimension {
            name,
            length: along.len().max(1),
            along: Along::Same(along.clone()),
        });
        return;
    };
    known.length = known.length.max(along.len());
    if !matches!(&known.along, Along::Same(others) if others == along) {
        let labels = matches!(along, Coordinates::Labels(_)) || known.along.are_labels();
        known.along = if labels {
            Along::Labels
        } else {
            Along::Numbers
        };
    }
}

impl Along {
    /// Whether they are words.
    pub(super) fn are_labels(&self) -> bool {
        matches!(self, Self::Labels | Self::Same(Coordinates::Labels(_)))
    }
}

impl Dimension {
    /// Whether its coordinates depend on the point.
    pub(super) fn varies(&self) -> bool {
        !matches!(self.along, Along::Same(_))
    }

    /// How its places are called in the names of columns: by the coordinates
    /// where these are the same at all points, else by numbers from 0.
    pub(super) fn texts(&self) -> Vec<String> {
        match &self.along {
            Along::Same(coordinates) => coordinates.texts(),
            _ => (0..self.length).map(|place| place.to_string()).collect(),
        }
    }
}

/// The values and bounds of an observable, each filled up to `shape` with NaN.
pub(super) fn padded(found: Option<&Found>, shape: &[usize]) -> [Vec<f64>; 2] {
    let places: usize = shape.iter().product();
    let mut filled = [vec![f64::NAN; places], vec![f64::NAN; places]];
    let Some(found) = found else {
        return filled;
    };
    let own = found
        .array()
        .map_or(&[][..], |array| &array.estimates.shape);
    for (index, estimate) in found.estimates().into_iter().enumerate() {
        if let Some(place) = place(index, own, shape) {
            filled[0][place] = estimate.value;
            filled[1][place] = estimate.error_bound;
        }
    }
    filled
}

/// The place in an array of one shape as the place in a larger one.
fn place(mut index: usize, own: &[usize], shape: &[usize]) -> Option<usize> {
    let (mut place, mut stride) = (0, 1);
    if own.len() != shape.len() {
        return None;
    }
    for (own, length) in own.iter().zip(shape).rev() {
        let along = index % own;
        (along < *length).then_some(())?;
        place += along * stride;
        index /= own;
        stride *= length;
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn smaller_arrays_fill_the_first_places_of_larger_ones() {
        let places: Vec<_> = (0..6).map(|index| place(index, &[2, 3], &[3, 4])).collect();
        assert_eq!(places, [0, 1, 2, 4, 5, 6].map(Some));
        assert_eq!(place(0, &[], &[]), Some(0));
        assert_eq!(place(0, &[1], &[]), None);
        assert_eq!(place(3, &[4], &[3]), None);
    }
}
