//! How many spins tell two branches apart (Korsbakken and others, 2007).

use super::{Branches, exact};
use crate::error::{Error, Result};
use crate::estimate::Estimate;
use crate::qubits::Sites;
use crate::qubits::coordinates::no_convergence;
use crate::qubits::rows::Rows;
use crate::qubits::sites::subsets;
use leggett_num::Work;
use leggett_num::dense::hermitian_eigenvalues;

/// All subsets of the spins are tried, so there must not be more than these.
pub const SPINS_MAX: usize = 10;

/// ½(1 + ½‖ρ0 − ρ1‖₁): the largest probability to tell the branches, equally
/// likely, from each other by a measurement of these spins (Helstrom).
/// O(2^N 2^m + 8^m).
pub fn success_probability(branches: &Branches, sites: &Sites, work: &Work) -> Result<Estimate> {
    let spins = branches.spins();
    if sites.count() == spins {
        // Pure states: ½‖·‖₁ = √(1 − |⟨ψ0|ψ1⟩|²).
        let overlap = branches.overlap().norm().min(1.0);
        let distance = ((1.0 - overlap) * (1.0 + overlap)).sqrt();
        let error = 16.0 * f64::EPSILON * spins as f64;
        return Ok(exact(
            0.5 * (1.0 + distance),
            (error / distance.max(1e-30)).min(error.sqrt()),
        ));
    }
    let [zero, one] = branches.vectors();
    let grams = [
        Rows::new(&[zero], sites).gram(work)?,
        Rows::new(&[one], sites).gram(work)?,
    ];
    let order = 1usize << sites.count();
    let difference =
        |row: usize, column: usize| grams[0].get(column, row) - grams[1].get(column, row);
    let values = hermitian_eigenvalues(order, difference).map_err(no_convergence)?;
    let distance = 0.5 * values.iter().map(|value| value.abs()).sum::<f64>();
    let rounding = Rows::new(&[zero], sites).rounding() + 4.0 * f64::EPSILON;
    let error = rounding * (order as f64).sqrt() + 8.0 * f64::EPSILON * order as f64;
    Ok(exact(0.5 * (1.0 + distance.min(1.0)), error))
}

/// The smallest number of spins of which some subset tells the branches apart
/// with at least the probability 1 − ε, and the best such subset; `None` where
/// not even all spins do. For at most ten spins. O(4^N) products and smaller
/// eigenproblems.
///
/// Probabilities that miss 1 − ε by rounding only count.
pub fn minimal_subset(
    branches: &Branches,
    error_probability: f64,
    work: &Work,
) -> Result<Option<Sites>> {
    super::super::check_share("error_probability", error_probability)?;
    let spins = branches.spins();
    if spins > SPINS_MAX {
        return Err(Error::TooLarge {
            parameter: "path",
            value: format!("{spins} spins"),
            allowed: format!("the minimal subset is searched among at most {SPINS_MAX} spins"),
        });
    }
    let enough =
        |success: &Estimate| success.value + success.error_bound >= 1.0 - error_probability;
    let all = Sites::new(spins, (0..spins).collect())?;
    if !enough(&success_probability(branches, &all, work)?) {
        return Ok(None);
    }
    for count in 1..spins {
        let mut best: Option<(f64, Sites)> = None;
        for sites in subsets(spins, count) {
            work.check()?;
            let success = success_probability(branches, &sites, work)?;
            let better = best
                .as_ref()
                .is_none_or(|(value, _)| success.value > *value);
            if enough(&success) && better {
                best = Some((success.value, sites));
            }
        }
        if let Some((_, sites)) = best {
            return Ok(Some(sites));
        }
    }
    Ok(Some(all))
}

/// Bytes beyond the branches themselves.
pub fn bytes(spins: usize) -> f64 {
    100.0 * (2.0 * spins as f64).exp2() + 1e6
}

/// Floating-point operations, where nearly all spins are needed.
pub fn operations(spins: usize) -> f64 {
    // Σ_m C(N,m) 8^m = 9^N, a few operations each.
    12.0 * 9f64.powi(spins as i32)
}
