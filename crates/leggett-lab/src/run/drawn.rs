//! What a panel draws of a point: an observable, an element of one, or a time.

use crate::error::{Error, Result};
use crate::experiment::figures::Element;
use leggett_studies::error::Kind;
use leggett_studies::number::Number;
use leggett_studies::{Array, Coordinates, Found};

/// What is drawn of a point.
pub(super) enum Drawn {
    /// One of its observables, by its place among those stored.
    Observable {
        place: usize,
        element: Element,
        /// Where arrays have been seen, but none with this element: what
        /// coordinates they have.
        missing: Option<Vec<String>>,
        /// Whether the element, or the number, has been seen.
        seen: bool,
    },
    /// How long it took.
    Time,
}

impl Drawn {
    /// What is drawn of points with these observables.
    pub(super) fn new(element: &Element, observables: &[&'static str]) -> Self {
        let name = element.observable.name;
        match observables.iter().position(|known| *known == name) {
            Some(place) => Self::Observable {
                place,
                element: element.clone(),
                missing: None,
                seen: false,
            },
            // The file was refused if it draws anything else.
            None => Self::Time,
        }
    }

    /// Refuses an element that none of the arrays had.
    pub(super) fn check(&self) -> Result<()> {
        let Self::Observable {
            element,
            missing: Some(coordinates),
            seen: false,
            ..
        } = self
        else {
            return Ok(());
        };
        let message = format!("there is no `{}` at any point", element.name());
        Err(Error::new(Kind::Missing, message)
            .parameter(element.observable.name)
            .allowed(coordinates.join("; ")))
    }

    /// The value at a point; NaN where it is undefined or missing.
    pub(super) fn value(&mut self, observables: &[Option<Found>], seconds: Option<f64>) -> f64 {
        let Self::Observable {
            place,
            element,
            missing,
            seen,
        } = self
        else {
            return seconds.unwrap_or(f64::NAN);
        };
        let value = match observables.get(*place).and_then(Option::as_ref) {
            Some(Found::Number(estimate)) => Some(estimate.value),
            Some(Found::Array(array)) => {
                let value = element_of(array, &element.coordinates);
                if value.is_none() && missing.is_none() {
                    *missing = Some(described(element, array));
                }
                value
            }
            None => None,
        };
        *seen |= value.is_some();
        value.unwrap_or(f64::NAN)
    }
}

/// Each dimension with its coordinates.
fn described(element: &Element, array: &Array) -> Vec<String> {
    let dims = element.observable.dims.iter().zip(&array.coordinates);
    dims.map(|(dim, along)| format!("{dim}: {}", along.texts().join(", ")))
        .collect()
}

/// The element of an array at these coordinates.
fn element_of(array: &Array, coordinates: &[String]) -> Option<f64> {
    let mut place = 0;
    for (along, wanted) in array.coordinates.iter().zip(coordinates) {
        place = place * along.len() + place_of(along, wanted)?;
    }
    array.estimates.values.get(place).copied()
}

/// Where a coordinate stands; numbers may differ by what decimals leave out.
fn place_of(along: &Coordinates, wanted: &str) -> Option<usize> {
    match along {
        Coordinates::Labels(labels) => labels.iter().position(|label| label == wanted),
        Coordinates::Numbers(numbers) => {
            let wanted = Number::parse(wanted).ok()?.value();
            let slack = 1e-12 * wanted.abs();
            numbers.iter().position(|it| (it - wanted).abs() <= slack)
        }
    }
}
