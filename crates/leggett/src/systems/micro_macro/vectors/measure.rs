//! What a measurement of some spins leaves of two branch vectors.

use super::super::check_share;
use super::super::measure::{Measured, Outcome, overlap_deficit};
use super::{Branches, Selection, exact, mean};
use crate::error::Result;
use crate::measures::divergence::{excess, unnormalised_entropy};
use crate::qubits::sums::{self, Sums};
use crate::qubits::{Sites, SpinVector, rotation, unit_axis};
use leggett_num::Work;
use leggett_num::pmf::pairwise;
use std::f64::consts::LN_2;

/// The spins measured along an axis, each on its own: Ē = Σ_u P_u E_u over
/// their 2^m outcomes, and its mean over the choices of spins (eq 16).
///
/// The outcome u leaves the qubit in a state with the eigenvalues
/// P_u/2 ± √(P_u²/4 − (w n0 · (1−w) n1 − w(1−w)|o|²)), where n_x and o are the
/// norms and the overlap of ⟨u|ψ0⟩ and ⟨u|ψ1⟩, P_u = w n0 + (1−w) n1.
///
/// For one spin of any site, `outcomes` are means too: an entropy is that of
/// the qubit after a spin was found up, whose site is known.
///
/// O(2^N) for each choice (for all sites of one spin together), and O(m 2^N)
/// for another axis than z, any length of which will do.
pub fn measure(
    branches: &Branches,
    selection: &Selection,
    axis: [f64; 3],
    weight: f64,
    work: &Work,
) -> Result<Measured> {
    check_share("weight", weight)?;
    let axis = unit_axis(axis)?;
    let spins = branches.spins();
    let sets = selection.resolve(spins)?;
    let measured = match selection {
        Selection::Listed(sites) => sites.clone(),
        Selection::Any(_) => Sites::new(spins, (0..spins).collect())?,
    };
    let rotated = rotate(branches, axis, &measured, work)?;
    let [zero, one] = rotated.as_ref().unwrap_or(branches.vectors());
    let (zero, one) = (zero.amplitudes(), one.amplitudes());
    let rotating = match rotated {
        Some(_) => rotation::rounding(measured.count()),
        None => 0.0,
    };
    let after = |outcomes: &[Sums]| of_outcomes(outcomes, weight, rotating, spins);
    let results: Vec<Measured> = match selection {
        Selection::Any(1) => sums::of_each_spin(zero, one, work)?
            .iter()
            .map(|down_up| after(down_up))
            .collect(),
        _ => sets
            .iter()
            .map(|sites| Ok(after(&sums::of_configurations(zero, one, sites, work)?)))
            .collect::<Result<_>>()?,
    };
    Ok(average(&results))
}

/// The vectors in the basis of the axis, unless that is z.
fn rotate(
    branches: &Branches,
    axis: [f64; 3],
    sites: &Sites,
    work: &Work,
) -> Result<Option<[SpinVector; 2]>> {
    if axis == [0.0, 0.0, 1.0] {
        return Ok(None);
    }
    let [zero, one] = branches.vectors();
    Ok(Some([
        rotation::along(zero, axis, sites, work)?,
        rotation::along(one, axis, sites, work)?,
    ]))
}

/// Bytes beyond the branches themselves.
pub fn bytes(spins: usize, selection: &Selection, axis_is_z: bool) -> f64 {
    let copies = if axis_is_z { 0.0 } else { 2.0 * 16.0 };
    let outcomes = (selection.particles() as f64).exp2();
    copies * (spins as f64).exp2() + 150.0 * outcomes + 1e5
}

/// Floating-point operations.
pub fn operations(spins: usize, selection: &Selection, axis_is_z: bool) -> f64 {
    let rotated = match selection {
        _ if axis_is_z => 0.0,
        Selection::Listed(sites) => 2.0 + sites.count() as f64,
        Selection::Any(_) => 2.0 + spins as f64,
    };
    let passes = match selection {
        Selection::Any(1) => 1.5,
        _ => selection.sets(spins),
    };
    let outcomes = (selection.particles() as f64).exp2() * selection.sets(spins);
    (spins as f64).exp2() * (12.0 * rotated + 20.0 * passes) + 200.0 * outcomes
}

/// From the norms and overlaps of every outcome; two are down and up.
fn of_outcomes(outcomes: &[Sums], weight: f64, rotating: f64, spins: usize) -> Measured {
    let each: Vec<After> = outcomes.iter().map(|it| After::new(it, weight)).collect();
    let terms: Vec<f64> = each.iter().map(|it| it.entropy).collect();
    let missing: Vec<f64> = each.iter().map(|it| it.deficit).collect();
    let (entropy, deficit) = (pairwise(&terms), pairwise(&missing));
    // The distance in trace norm of the qubit's states, and what it does to
    // the entropy of a spectrum of as many eigenvalues.
    let distance = 2.0 * (sums::rounding(spins) + rotating) + 16.0 * f64::EPSILON;
    let dimension = 2.0 * outcomes.len() as f64;
    let of_entropy = distance * ((dimension / distance).log2() + 3.0);
    // The deficit is a sum of squares of what differs, up to logarithms.
    let of_deficit = 64.0 * distance * (deficit.max(0.0).sqrt() + 64.0 * distance);
    let outcome = |it: &After| Outcome {
        probability: it.probability,
        entropy: (it.probability > 0.0).then_some((it.entropy / it.probability).min(1.0)),
    };
    Measured {
        mean_entropy: exact(entropy, of_entropy),
        entropy_deficit: exact(deficit, of_deficit.min(2.0 * of_entropy)),
        outcomes: (each.len() == 2).then(|| [outcome(&each[1]), outcome(&each[0])]),
    }
}

/// One outcome.
struct After {
    probability: f64,
    /// P_u E_u
    entropy: f64,
    /// Its share of H(w) − Ē.
    deficit: f64,
}

impl After {
    fn new(sums: &Sums, weight: f64) -> Self {
        let [p0, p1] = sums.norms();
        let (a, b) = (weight * p0, (1.0 - weight) * p1);
        let (probability, geometric) = (a + b, p0.sqrt() * p1.sqrt());
        let overlap = if geometric > 0.0 {
            (sums.overlap().norm() / geometric).min(1.0)
        } else {
            0.0
        };
        let entropy = if a > 0.0 && b > 0.0 {
            let rest = (1.0 - overlap) * (1.0 + overlap);
            let determinant = (a / probability) * (b / probability) * rest;
            let root = (1.0 - 4.0 * determinant).max(0.0).sqrt();
            let smaller = 2.0 * determinant / (1.0 + root);
            probability * unnormalised_entropy(smaller, 1.0 - smaller)
        } else {
            0.0
        };
        Self {
            probability,
            entropy,
            deficit: divergence(p0, p1, weight) + overlap_deficit(a, b, overlap),
        }
    }
}

/// w p ln(p/r) + (1−w) q ln(q/r) in bits, r = w p + (1−w) q: the share of one
/// outcome in the Jensen–Shannon divergence. Never negative up to rounding.
fn divergence(p: f64, q: f64, weight: f64) -> f64 {
    if weight < 0.5 {
        return divergence(q, p, 1.0 - weight);
    }
    let other = 1.0 - weight;
    let x = (q - p) / p;
    let nats = if x.abs() < 1.0 {
        p * (other * excess(x) - excess(other * x))
    } else {
        let mixed = weight * p + other * q;
        let share = |w: f64, x: f64| {
            if w * x > 0.0 {
                w * x * (x / mixed).ln()
            } else {
                0.0
            }
        };
        // What the two terms of x ln x leave out of the first order cancels.
        share(weight, p) + share(other, q)
    };
    nats / LN_2
}

/// The mean over choices of spins.
fn average(results: &[Measured]) -> Measured {
    let count = results.len() as f64;
    let outcomes = results
        .iter()
        .map(|it| it.outcomes)
        .collect::<Option<Vec<_>>>();
    let outcome = |all: &[[Outcome; 2]], which: usize| {
        let each = all.iter().map(|pair| &pair[which]);
        let probability: f64 = each.clone().map(|it| it.probability).sum();
        let entropy: f64 = each
            .map(|it| it.probability * it.entropy.unwrap_or(0.0))
            .sum();
        Outcome {
            probability: probability / count,
            entropy: (probability > 0.0).then_some(entropy / probability),
        }
    };
    Measured {
        mean_entropy: mean(results.iter().map(|it| it.mean_entropy)),
        entropy_deficit: mean(results.iter().map(|it| it.entropy_deficit)),
        outcomes: outcomes.map(|all| [outcome(&all, 0), outcome(&all, 1)]),
    }
}
