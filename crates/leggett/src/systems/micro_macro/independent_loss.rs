//! Every spin lost with a probability, the identities of the lost known.

use super::{ATOMS_MAX, check_dicke, check_share, lose, out_of_range};
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::Work;
use leggett_num::pmf::{self, Window, pairwise};
use std::f64::consts::PI;
use std::ops::Range;

/// The most spins: the distribution of the number of lost ones must fit.
const LARGEST: u64 = ATOMS_MAX / 1000;

/// Windows up to this length are summed term by term.
const DIRECT: usize = 600;

/// Nodes of the interpolation in the number of lost spins.
const NODES: usize = 33;

/// Two Dicke states: Σ_m Bin(N, p; m) Neg_m.
///
/// Neg_m is a smooth function of m on the scale √N of the binomial, so that
/// for long windows it is interpolated from 33 values at Chebyshev points;
/// the error is estimated by leaving out every second one. O(N) for small N,
/// O(√N) with a factor of some 10³ for large ones; N ≤ 1e12.
pub fn dicke(
    atoms: u64,
    up: [u64; 2],
    probability: f64,
    weight: f64,
    work: &Work,
) -> Result<Estimate> {
    check_dicke(atoms, up)?;
    check_share("strength", probability)?;
    check_share("weight", weight)?;
    if atoms > LARGEST {
        return Err(out_of_range(
            "atoms",
            atoms,
            format!("at most {LARGEST} for independent loss"),
        ));
    }
    if up[0] == up[1] || probability == 1.0 {
        return Ok(Estimate {
            value: 0.0,
            error_bound: 0.0,
            kind: ErrorKind::Exact,
        });
    }
    let lost = pmf::binomial(atoms, probability, 1.0 - probability);
    let after = |m: u64| -> Result<Estimate> {
        work.check()?;
        Ok(lose::dicke(atoms, up, m, weight)?.negativity)
    };
    let bulk = bulk(&lost);
    if bulk.len() <= DIRECT {
        return direct(&lost, bulk, after);
    }
    interpolated(&lost, bulk, after, work)
}

/// Peak memory in bytes and floating-point operations.
pub fn cost(atoms: u64, probability: f64) -> (f64, f64) {
    let n = atoms as f64;
    let spread = |variance: f64, most: f64| (24.0 * variance.sqrt() + 2000.0).min(most + 1.0);
    let window = spread(n * probability * (1.0 - probability), n);
    let inner = spread(
        0.25 * n * probability * (1.0 - probability),
        n * probability,
    );
    let terms = if window <= DIRECT as f64 {
        window
    } else {
        NODES as f64
    };
    (
        64.0 * window + 96.0 * inner,
        terms * 120.0 * inner + 300.0 * window,
    )
}

/// The indices of the weights that matter, some 9 standard deviations to
/// either side: those outside sum to less than 1e-18.
fn bulk(lost: &Window) -> Range<usize> {
    let least = 1e-18 / lost.weights.len() as f64;
    let inside = |share: &f64| *share > least;
    let start = lost.weights.iter().position(inside).unwrap_or(0);
    let end = lost.weights.iter().rposition(inside);
    start..end.map_or(lost.weights.len(), |end| end + 1)
}

fn direct(
    lost: &Window,
    bulk: Range<usize>,
    after: impl Fn(u64) -> Result<Estimate>,
) -> Result<Estimate> {
    let mut terms = Vec::with_capacity(bulk.len());
    let mut error_bound = lost.lost + 1e-18;
    let first = lost.first + bulk.start as u64;
    for (share, m) in lost.weights[bulk].iter().zip(first..) {
        let negativity = after(m)?;
        terms.push(share * negativity.value);
        error_bound += share * negativity.error_bound;
    }
    let value = pairwise(&terms);
    error_bound += value * lost.mean_rounding();
    Ok(Estimate {
        value,
        error_bound,
        kind: ErrorKind::Exact,
    })
}

fn interpolated(
    lost: &Window,
    bulk: Range<usize>,
    after: impl Fn(u64) -> Result<Estimate>,
    work: &Work,
) -> Result<Estimate> {
    let first = lost.first + bulk.start as u64;
    let last = lost.first + bulk.end as u64 - 1;
    let centre = |j: usize| 0.5 * (1.0 - (PI * j as f64 / (NODES - 1) as f64).cos());
    let (mut nodes, mut values) = (Vec::new(), Vec::new());
    let mut error_bound = 1e-17;
    for j in 0..NODES {
        let m = first + (centre(j) * (last - first) as f64).round() as u64;
        let negativity = after(m)?;
        nodes.push((m - first) as f64);
        values.push(negativity.value);
        error_bound = f64::max(error_bound, 4.0 * negativity.error_bound);
    }
    let mean = |step: usize| -> Result<f64> {
        let nodes: Vec<f64> = nodes.iter().copied().step_by(step).collect();
        let values: Vec<f64> = values.iter().copied().step_by(step).collect();
        let barycentric = barycentric_weights(&nodes);
        let mut terms = Vec::with_capacity(bulk.len());
        for (index, share) in lost.weights[bulk.clone()].iter().enumerate() {
            if index % 4096 == 0 {
                work.check()?;
            }
            terms.push(share * interpolate(&nodes, &values, &barycentric, index as f64));
        }
        Ok(pairwise(&terms))
    };
    let (value, coarse) = (mean(1)?, mean(2)?);
    error_bound += (value - coarse).abs() + value * lost.mean_rounding();
    Ok(Estimate {
        value,
        error_bound,
        kind: ErrorKind::Estimated,
    })
}

/// 1/Π_{i≠j}(x_j − x_i), scaled.
fn barycentric_weights(nodes: &[f64]) -> Vec<f64> {
    let length = nodes[nodes.len() - 1] - nodes[0];
    let weight = |j: usize| {
        let others = nodes.iter().enumerate().filter(|(i, _)| *i != j);
        let product: f64 = others.map(|(_, x)| 4.0 * (nodes[j] - x) / length).product();
        1.0 / product
    };
    (0..nodes.len()).map(weight).collect()
}

fn interpolate(nodes: &[f64], values: &[f64], weights: &[f64], x: f64) -> f64 {
    let (mut above, mut below) = (0.0, 0.0);
    for ((node, value), weight) in nodes.iter().zip(values).zip(weights) {
        if x == *node {
            return *value;
        }
        let share = weight / (x - node);
        above += share * value;
        below += share;
    }
    above / below
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(atoms: u64, up: [u64; 2], p: f64) -> f64 {
        let window = pmf::binomial(atoms, p, 1.0 - p);
        let terms = window.weights.iter().zip(window.first..);
        terms
            .map(|(share, m)| share * lose::dicke(atoms, up, m, 0.5).unwrap().negativity.value)
            .sum()
    }

    #[test]
    fn published_value_and_the_ghz_state() {
        let work = Work::new();
        let got = dicke(400, [208, 192], 0.1, 0.5, &work).unwrap();
        assert!((got.value - 0.475949665704197).abs() < 1e-12);
        for n in [1u64, 2, 7, 50] {
            let got = dicke(n, [n, 0], 0.1, 0.5, &work).unwrap();
            assert!((got.value - 0.5 * 0.9f64.powi(n as i32)).abs() < 1e-15);
        }
        assert_eq!(dicke(5, [3, 2], 1.0, 0.5, &work).unwrap().value, 0.0);
        assert!((dicke(5, [3, 1], 0.0, 0.5, &work).unwrap().value - 0.5).abs() < 1e-15);
    }

    #[test]
    fn interpolation_agrees_with_the_sum() {
        for (n, difference, p) in [
            (20_000u64, 120u64, 0.3),
            (100_000, 40, 0.01),
            (30_000, 2, 0.5),
            (20_000, 1, 0.9),
            // Few numbers of lost spins are likely, but the window is long.
            (1000, 20, 0.05),
            (3162, 40, 0.05),
            (1778, 40, 0.1),
        ] {
            let up = [(n + difference) / 2, (n + difference) / 2 - difference];
            let got = dicke(n, up, p, 0.5, &Work::new()).unwrap();
            let expected = sum(n, up, p);
            assert!(
                (got.value - expected).abs() <= got.error_bound.max(1e-13),
                "{n} {got:?} {expected}"
            );
            assert!(got.error_bound < 1e-9, "{n} {got:?}");
        }
    }
}
