//! From a tolerance to a window, and from what was left out to an error bound.

use super::sites::{Coupling, sites};
use crate::dicke::Window;
use crate::{Error, Result};
use leggett_num::angle::Angle;
use leggett_num::binomial;
use std::f64::consts::LN_2;

/// Where the Dicke ladder is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Truncation {
    /// So that the entropy's error bound is at most this, in ebits.
    Tolerance(f64),
    /// At the paper's window parameter c (eq 31), whatever the error.
    Window(f64),
}

/// How much of A may be left out, in trace norm, and where the ladder is cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Budget {
    pub window: Window,
    /// The size below which couplings are neglected.
    pub neglected: f64,
    /// What a low-rank factor may leave out.
    pub low_rank: f64,
}

/// Backward-stable eigensolvers move each eigenvalue by about this times √n
/// times the norm, and their sum of magnitudes by n times; the tests of
/// leggett-num hold them to that.
const ROUNDING: f64 = 2.0 * f64::EPSILON;

/// By how much rounding moves the weights x = (μ/μ_max)^m in total, for a
/// spectrum that came from matrices of `order`, and Σ(μ/μ_max)^{m−1} = `slope`.
pub(super) fn rounding(order: f64, power: f64, slope: f64) -> f64 {
    let order = order + 8.0;
    ROUNDING * power * order.min(order.sqrt() * slope)
}

/// The total error of normalised weights that makes the entropy's bound of
/// [`crate::measures::entropy::of_spectrum`] equal to `tolerance`, with E at
/// most ½ log2 N + 3; found by iterating the bound's logarithm.
fn allowed_distance(atoms: u64, tolerance: f64) -> f64 {
    let states = atoms as f64 + 1.0;
    let mut distance = tolerance;
    for _ in 0..8 {
        let logarithm = (states / distance).ln() + 2.5 + LN_2 * (0.5 * states.log2() + 3.0);
        distance = 0.98 * tolerance * LN_2 / logarithm;
    }
    distance
}

/// Chooses the window and the neglected couplings.
pub(super) fn budget(
    atoms: u64,
    power: f64,
    time: &Angle,
    truncation: Truncation,
) -> Result<Budget> {
    match truncation {
        Truncation::Window(c) => {
            let window = Window::published(atoms, c).ok_or_else(|| Error::OutOfRange {
                parameter: "window",
                value: format!("{c:?}"),
                allowed: format!(
                    "at least {:.3}, so that the window holds a state",
                    2.0 / (atoms as f64).sqrt()
                ),
            })?;
            Ok(Budget {
                window,
                neglected: 1e-16,
                low_rank: 1e-15,
            })
        }
        Truncation::Tolerance(tolerance) => for_tolerance(atoms, power, time, tolerance),
    }
}

fn for_tolerance(atoms: u64, power: f64, time: &Angle, tolerance: f64) -> Result<Budget> {
    let allowed = allowed_distance(atoms, tolerance);
    let purity = purity_bound(atoms, time);
    let scale = scale_bound(atoms, power, time, purity);
    // Half for what is left out, half for rounding; the former in two halves.
    // Tr A² is at most μ_max, so that (1 + D/μ_max)^{m−1} stays near one.
    let share = (0.25 * allowed * scale).min(0.05 * purity) / power;
    let window = Window::losing(atoms, share);
    let least_rounding = rounding(window.states() as f64 / 2.0, power, 1.0);
    if least_rounding > 0.5 * allowed {
        let reachable = tolerance * 2.2 * least_rounding / allowed;
        return Err(Error::OutOfRange {
            parameter: "tolerance",
            value: format!("{tolerance:e}"),
            allowed: format!(
                "at least {reachable:.1e} for these atoms and nodes, where doubles end"
            ),
        });
    }
    // Each of the two sectors of n/2 states loses √(n/2) times this.
    let neglected = share / (2.0 * window.states() as f64).sqrt();
    Ok(Budget {
        window,
        neglected,
        low_rank: share,
    })
}

/// A lower bound on Tr A² = Σ_d Bin(2N; N+d) cos^{2N}(dt/2), by summing the
/// terms within 3 standard deviations. O(√N), capped.
fn purity_bound(atoms: u64, time: &Angle) -> f64 {
    let reach = ((3.0 * (0.5 * atoms as f64).sqrt()).ceil() as i64)
        .min(atoms as i64)
        .min(200_000);
    let term = |d: i64| {
        let sine = time.half_multiple(d).high.sin();
        let overlap = (atoms as f64 * (-sine * sine).ln_1p()).exp();
        binomial::weight(2 * atoms, 2 * d) * overlap
    };
    // Rounding of the sum is far below the share that the tails contribute.
    term(0) + 2.0 * (1..=reach).map(term).sum::<f64>()
}

/// The most terms of row sums worth computing for a sharper bound.
const MOST_ROW_TERMS: usize = 2_000_000;

/// A lower bound on Σμ^m / μ_max^{m−1}: (Tr A²/μ_max)^{m−1} by Jensen's
/// inequality, and at least μ_max itself, hence at least Tr A².
fn scale_bound(atoms: u64, power: f64, time: &Angle, purity: f64) -> f64 {
    if power == 1.0 {
        return 1.0;
    }
    let window = Window::losing(atoms, 1e-5);
    let coupling = Coupling::new(atoms, 1e-6);
    let sites = sites(&window, time);
    if sites.len() * coupling.half_bandwidth(&sites) > MOST_ROW_TERMS {
        // States cluster near a rational time, where the purity says enough.
        return purity;
    }
    // A positive matrix's norm is at most the sum of its blocks' norms.
    let largest = coupling.largest_eigenvalue_bound(&sites) + window.lost + 1e-6;
    (purity / largest.min(1.0))
        .min(1.0)
        .powf(power - 1.0)
        .max(purity)
}
