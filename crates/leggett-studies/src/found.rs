//! What a study finds for an observable: a number, or an array with its
//! coordinates.

use crate::error::{Error, Kind, Result};
use crate::parameter::Observable;
use leggett::{ErrorKind, Estimate, Estimates};

/// The result for one observable at one point.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A number.
    Number(Estimate),
    /// An array.
    Array(Array),
}

/// Numbers along the dimensions that their observable declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Array {
    /// The numbers; their shape is given by the coordinates.
    pub estimates: Estimates,
    /// What stands along each dimension, in the order of the declaration.
    pub coordinates: Vec<Coordinates>,
}

/// What stands along one dimension.
#[derive(Debug, Clone, PartialEq)]
pub enum Coordinates {
    /// Finite numbers, such as frequencies.
    Numbers(Vec<f64>),
    /// Words without commas, brackets and line breaks, such as `X_S`.
    Labels(Vec<String>),
}

impl Coordinates {
    /// These words.
    pub fn labels(words: &[&str]) -> Self {
        Self::Labels(words.iter().map(|word| (*word).to_owned()).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Numbers(numbers) => numbers.len(),
            Self::Labels(labels) => labels.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each as a text: a number as the shortest decimal that reads back.
    pub fn texts(&self) -> Vec<String> {
        match self {
            Self::Numbers(numbers) => numbers.iter().map(|it| format!("{it:?}")).collect(),
            Self::Labels(labels) => labels.clone(),
        }
    }

    fn are_sound(&self) -> bool {
        let word = |label: &String| {
            let mark = |c: char| matches!(c, ',' | '[' | ']') || c.is_control();
            !label.is_empty() && !label.contains(mark)
        };
        match self {
            Self::Numbers(numbers) => numbers.iter().all(|it| it.is_finite()),
            Self::Labels(labels) => labels.iter().all(word),
        }
    }
}

impl Found {
    /// The number, if it is one.
    pub fn number(&self) -> Option<Estimate> {
        match self {
            Self::Number(estimate) => Some(*estimate),
            Self::Array(_) => None,
        }
    }

    /// The array, if it is one.
    pub fn array(&self) -> Option<&Array> {
        match self {
            Self::Number(_) => None,
            Self::Array(array) => Some(array),
        }
    }

    /// How the error bounds came about.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Number(estimate) => estimate.kind,
            Self::Array(array) => array.estimates.kind,
        }
    }

    /// The number, or every element of the array.
    pub fn estimates(&self) -> Vec<Estimate> {
        match self {
            Self::Number(estimate) => vec![*estimate],
            Self::Array(array) => array.estimates.iter().collect(),
        }
    }

    /// Checks the shape against the declaration, and every element against its
    /// physical bounds.
    pub(crate) fn check(&self, declared: &'static Observable) -> Result<()> {
        let fits = match self {
            Self::Number(_) => declared.dims.is_empty(),
            Self::Array(array) => array.fits(declared),
        };
        if !fits {
            let message = format!(
                "{} does not have the shape of its declaration and coordinates: a defect of the \
                 computation",
                declared.name
            );
            return Err(Error::new(Kind::BoundViolated, message));
        }
        let mut estimates = self.estimates().into_iter();
        estimates.try_for_each(|estimate| within_physics(declared, &estimate))
    }
}

impl Array {
    fn fits(&self, declared: &Observable) -> bool {
        let lengths: Vec<usize> = self.coordinates.iter().map(Coordinates::len).collect();
        !declared.dims.is_empty()
            && self.coordinates.len() == declared.dims.len()
            && self.estimates.shape == lengths
            && self.estimates.is_whole()
            && self.coordinates.iter().all(Coordinates::are_sound)
    }
}

fn within_physics(declared: &'static Observable, estimate: &Estimate) -> Result<()> {
    let slack = estimate.error_bound;
    let inside = estimate.value >= declared.min - slack && estimate.value <= declared.max + slack;
    if inside && slack >= 0.0 && slack.is_finite() {
        return Ok(());
    }
    let error = leggett::Error::BoundViolated {
        quantity: declared.name,
        value: estimate.value,
        allowed: format!(
            "from {:?} to {:?} with a finite error bound",
            declared.min, declared.max
        ),
    };
    Err(error.into())
}
