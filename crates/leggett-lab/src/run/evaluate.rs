//! One point by itself.

use super::schedule::{Conditions, compute};
use super::threads;
use crate::error::{Error, Result};
use crate::memory::{default_memory, shown};
use leggett_studies::error::Kind;
use leggett_studies::{Arguments, Evaluation, Study, Work};

/// Computes one point with its parts in parallel; the result does not depend
/// on the number of threads.
///
/// # Errors
///
/// Those of the study; `too-large` if a part takes more than `memory` (by
/// default [`default_memory`]); `interrupted` through `work`.
pub fn evaluate_parts(
    study: &'static Study,
    arguments: &Arguments,
    jobs: Option<usize>,
    memory: Option<u64>,
    work: &Work,
) -> Result<Evaluation> {
    let memory = memory.unwrap_or_else(default_memory);
    let conditions = Conditions {
        study,
        arguments: &|_| Ok(arguments.clone()),
        jobs: threads(jobs)?,
        memory,
    };
    let mut result = None;
    compute(
        &conditions,
        &mut std::iter::once(0),
        work,
        &mut |finished| {
            result = finished.into_iter().next();
            Ok(())
        },
    )?;
    let Some(point) = result else {
        return Err(Error::new(Kind::Interrupted, "interrupted"));
    };
    point.outcome.map_err(|mut error| {
        if point.lacks_memory {
            error
                .message
                .push_str(&format!(" ({})", shown(memory as f64)));
        }
        error.into()
    })
}
