//! What double precision does not resolve: settings that differ by many
//! orders of magnitude.

use crate::error::{Error, Kind, Result};
use crate::single::Entry;
use leggett::systems::hybrid::network::Cascade;

/// Why an observable without a finite bound is undefined.
pub(super) const UNRESOLVED: &str = "double precision does not resolve it at these settings";

const ALLOWED: &str = "settings whose rates differ by fewer orders of magnitude";

/// The entries, those without a finite error bound as undefined; the first
/// observable, which the tolerance is for, has to have one.
pub(super) fn resolved(entries: Vec<Entry>, first: &str) -> Result<Vec<Entry>> {
    let sound = |entry: Entry| match entry.is_finite() {
        true => Ok(entry),
        false if entry.name == first => Err(not_converged(first)),
        false => Ok(Entry::undefined(entry.name, UNRESOLVED)),
    };
    entries.into_iter().map(sound).collect()
}

/// The error of a computation that gives up on its numbers, in the words of a
/// study: the library's names of intermediate quantities are no parameters.
pub(super) fn unresolved(error: leggett::Error) -> Error {
    use leggett::Error as Physics;
    match error {
        Physics::OutOfRange { .. } => not_converged(&error.to_string()),
        Physics::BoundViolated { quantity, .. } => not_converged(quantity),
        Physics::NotConverged { .. } => not_converged("covariance"),
        other => other.into(),
    }
}

/// The same of a network, which may have no steady state where the rotating
/// wave approximation has one.
pub(super) fn unsolved(cascade: &Cascade, error: leggett::Error) -> Error {
    let leggett::Error::OutOfRange { .. } = error else {
        return unresolved(error);
    };
    if cascade.frequency.is_none() {
        return unresolved(error);
    }
    let message =
        format!("without the rotating wave approximation no steady state is found ({error})");
    Error::new(Kind::OutOfRange, message)
        .parameter("rotating_wave")
        .allowed("true, or a motion_frequency far above all other rates")
}

fn not_converged(what: &str) -> Error {
    let message =
        format!("not converged: double precision does not resolve these settings ({what})");
    Error::new(Kind::NotConverged, message)
        .parameter("tolerance")
        .allowed(ALLOWED)
}
