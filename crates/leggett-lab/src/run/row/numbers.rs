//! Observables as the columns of a row: doubles, and what they mean.
//!
//! A number is its value and its bound; an array is its numeric coordinates in
//! the order of its dimensions, its values, then its bounds. The meaning is
//! the kinds of the bounds, separated by commas. With arrays it is a JSON list
//! of such kinds, where an array is an object with its kind and, for each
//! dimension, its labels or how many numeric coordinates it has.

use leggett_studies::{Array, Coordinates, ErrorKind, Estimate, Estimates, Found, Observed};
use serde_json::{Value as Json, json};

/// The kind of the bound of an undefined observable.
const UNDEFINED: &str = "undefined";

/// How the bound of an observable came about, in one word.
pub(crate) fn kind(found: Option<&Found>) -> &'static str {
    found.map_or(UNDEFINED, |found| found.kind().name())
}

/// The doubles, little-endian, and their meaning.
pub(super) fn write(observables: &[Observed]) -> (Vec<u8>, String) {
    let mut doubles = Vec::new();
    let mut items = Vec::with_capacity(observables.len());
    for observed in observables {
        let found = observed.found.as_ref();
        match found {
            Some(Found::Array(array)) => items.push(write_array(array, &mut doubles)),
            number => {
                let estimate = number.and_then(Found::number);
                let pair = estimate.map_or([f64::NAN; 2], |it| [it.value, it.error_bound]);
                doubles.extend(pair);
                items.push(json!(kind(found)));
            }
        }
    }
    let words: Option<Vec<&str>> = items.iter().map(Json::as_str).collect();
    let meaning = match words {
        Some(kinds) => kinds.join(","),
        None => Json::Array(items).to_string(),
    };
    let bytes = doubles.iter().flat_map(|double| double.to_le_bytes());
    (bytes.collect(), meaning)
}

fn write_array(array: &Array, doubles: &mut Vec<f64>) -> Json {
    let mut along = Vec::with_capacity(array.coordinates.len());
    for coordinates in &array.coordinates {
        along.push(match coordinates {
            Coordinates::Labels(labels) => json!(labels),
            Coordinates::Numbers(numbers) => {
                doubles.extend(numbers);
                json!(numbers.len())
            }
        });
    }
    doubles.extend(&array.estimates.values);
    doubles.extend(&array.estimates.error_bounds);
    json!({"kind": array.estimates.kind.name(), "coords": along})
}

/// What was written, if nothing is missing and nothing left over; `None` for
/// what is undefined.
pub(super) fn read(bytes: &[u8], meaning: &str) -> Option<Vec<Option<Found>>> {
    let chunks = bytes.chunks_exact(8);
    if !chunks.remainder().is_empty() {
        return None;
    }
    let doubles: Vec<f64> = chunks
        .filter_map(|bytes| Some(f64::from_le_bytes(bytes.try_into().ok()?)))
        .collect();
    let mut doubles = Doubles(&doubles);
    let items: Vec<Json> = match meaning.starts_with('[') {
        true => serde_json::from_str(meaning).ok()?,
        false => meaning.split(',').map(|word| json!(word)).collect(),
    };
    let found: Option<Vec<_>> = items.iter().map(|item| doubles.observable(item)).collect();
    found.filter(|_| doubles.0.is_empty())
}

/// The doubles that are still to be read.
struct Doubles<'d>(&'d [f64]);

impl<'d> Doubles<'d> {
    fn take(&mut self, count: usize) -> Option<&'d [f64]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next observable; the outer `None` for what makes no sense.
    fn observable(&mut self, item: &Json) -> Option<Option<Found>> {
        let Some(word) = item.as_str() else {
            return Some(Some(Found::Array(self.array(item)?)));
        };
        let pair = self.take(2)?;
        if word == UNDEFINED {
            return Some(None);
        }
        Some(Some(Found::Number(Estimate {
            value: pair[0],
            error_bound: pair[1],
            kind: known(word)?,
        })))
    }

    fn array(&mut self, item: &Json) -> Option<Array> {
        let kind = known(item.get("kind")?.as_str()?)?;
        let along = item.get("coords")?.as_array()?;
        let coordinates: Vec<Coordinates> = along
            .iter()
            .map(|along| self.coordinates(along))
            .collect::<Option<_>>()?;
        let shape: Vec<usize> = coordinates.iter().map(Coordinates::len).collect();
        let places = shape
            .iter()
            .try_fold(1usize, |all, it| all.checked_mul(*it))?;
        Some(Array {
            estimates: Estimates {
                values: self.take(places)?.to_vec(),
                error_bounds: self.take(places)?.to_vec(),
                shape,
                kind,
            },
            coordinates,
        })
    }

    fn coordinates(&mut self, along: &Json) -> Option<Coordinates> {
        if let Some(count) = along.as_u64() {
            let numbers = self.take(usize::try_from(count).ok()?)?;
            return Some(Coordinates::Numbers(numbers.to_vec()));
        }
        let label = |label: &Json| label.as_str().map(str::to_owned);
        let labels = along.as_array()?.iter().map(label);
        Some(Coordinates::Labels(labels.collect::<Option<_>>()?))
    }
}

fn known(word: &str) -> Option<ErrorKind> {
    ErrorKind::ALL.into_iter().find(|kind| kind.name() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: f64) -> Found {
        Found::Number(Estimate {
            value,
            error_bound: 1e-12,
            kind: ErrorKind::Certified,
        })
    }

    fn array(coordinates: Vec<Coordinates>) -> Found {
        let shape: Vec<usize> = coordinates.iter().map(Coordinates::len).collect();
        let places: usize = shape.iter().product();
        Found::Array(Array {
            estimates: Estimates {
                values: (0..places).map(|place| 0.1 * place as f64).collect(),
                error_bounds: vec![1e-15; places],
                shape,
                kind: ErrorKind::Exact,
            },
            coordinates,
        })
    }

    fn round_trip(found: Vec<Option<Found>>) -> String {
        let observed = |found: &Option<Found>| Observed {
            name: "a",
            found: found.clone(),
        };
        let observables: Vec<Observed> = found.iter().map(observed).collect();
        let (bytes, meaning) = write(&observables);
        assert_eq!(read(&bytes, &meaning), Some(found));
        for length in 0..bytes.len() {
            assert_eq!(read(&bytes[..length], &meaning), None);
        }
        let longer = [bytes.as_slice(), &[0; 8]].concat();
        assert_eq!(read(&longer, &meaning), None);
        meaning
    }

    #[test]
    fn numbers_are_stored_as_ever() {
        let meaning = round_trip(vec![Some(number(-0.1)), None, Some(number(2.0))]);
        assert_eq!(meaning, "certified,undefined,certified");
    }

    #[test]
    fn arrays_read_back_with_their_coordinates() {
        let labels = Coordinates::labels(&["X_S", "a \"b\" ä"]);
        let numbers = Coordinates::Numbers(vec![0.1, -3.5, 1e300]);
        let nothing = Coordinates::Numbers(Vec::new());
        let meaning = round_trip(vec![
            Some(number(1.0)),
            Some(array(vec![labels.clone(), labels.clone()])),
            None,
            Some(array(vec![numbers.clone()])),
            Some(array(vec![labels, numbers])),
            Some(array(vec![nothing])),
        ]);
        assert!(meaning.starts_with("[\"certified\",{"), "{meaning}");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for meaning in [
            "",
            "certain",
            "[",
            "[1]",
            "[{}]",
            "[{\"kind\":\"exact\",\"coords\":[2]}]",
            "[{\"kind\":\"exact\",\"coords\":[-1]}]",
            "[{\"kind\":\"exact\",\"coords\":[[1]]}]",
            "[{\"kind\":\"exact\",\"coords\":[18446744073709551615,18446744073709551615]}]",
        ] {
            assert_eq!(read(&[0; 16], meaning), None, "{meaning}");
        }
    }
}
