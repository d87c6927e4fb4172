//! Averages of what the shots give, with and without the weights p.

use super::{Entanglement, Shot};
use crate::Estimate;
use leggett_num::refinement::rest;

/// Averages, or their errors.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mean {
    pub entropy: f64,
    pub normalized: f64,
    /// The average of E with the weights p.
    pub selected: f64,
    pub ln_p: f64,
}

impl Mean {
    fn each(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        Self {
            entropy: of(self.entropy, other.entropy),
            normalized: of(self.normalized, other.normalized),
            selected: of(self.selected, other.selected),
            ln_p: of(self.ln_p, other.ln_p),
        }
    }

    pub fn apart(&self, other: &Self) -> Self {
        self.each(other, |a, b| (a - b).abs())
    }

    pub fn plus(&self, other: &Self) -> Self {
        self.each(other, |a, b| a + b)
    }

    pub fn rest(&self, last: &Self) -> Self {
        self.each(last, |before, last| rest([before, last]))
    }

    pub fn times(&self, factor: f64) -> Self {
        self.each(self, |value, _| factor * value)
    }
}

/// Results with their shares, and with p in units of the largest.
pub(super) struct Weighted<'a> {
    shots: &'a [Shot],
    results: &'a [Entanglement],
    ln_p: Vec<Estimate>,
    largest: f64,
}

impl<'a> Weighted<'a> {
    pub fn new(shots: &'a [Shot], results: &'a [Entanglement]) -> Option<Self> {
        let ln_p: Option<Vec<Estimate>> = results
            .iter()
            .map(|result| result.log_probability)
            .collect();
        let ln_p = ln_p.filter(|list| list.len() == shots.len() && !list.is_empty())?;
        let largest = ln_p
            .iter()
            .fold(f64::NEG_INFINITY, |most, it| most.max(it.value));
        Some(Self {
            shots,
            results,
            ln_p,
            largest,
        })
    }

    /// share and share·p of a shot.
    fn weights(&self, index: usize) -> (f64, f64) {
        let share = self.shots[index].share;
        (share, share * (self.ln_p[index].value - self.largest).exp())
    }

    fn total(&self, of: impl Fn(usize) -> bool) -> (f64, f64) {
        let chosen = (0..self.shots.len()).filter(|index| of(*index));
        chosen.fold((0.0, 0.0), |sum, index| {
            let weights = self.weights(index);
            (sum.0 + weights.0, sum.1 + weights.1)
        })
    }

    /// Averages over some of the shots.
    pub fn mean(&self, of: impl Fn(usize) -> bool) -> Mean {
        let (shares, weights) = self.total(&of);
        let mut mean = Mean {
            ln_p: self.largest + (weights / shares).ln(),
            ..Mean::default()
        };
        for index in (0..self.shots.len()).filter(|index| of(*index)) {
            let (share, weight) = self.weights(index);
            let result = &self.results[index];
            mean.entropy += share / shares * result.entropy.value;
            mean.normalized += share / shares * result.normalized_entropy.value;
            mean.selected += weight / weights * result.entropy.value;
        }
        mean
    }

    /// What the shots' own errors make of the averages.
    pub fn own_error(&self, mean: &Mean) -> Mean {
        let (_, weights) = self.total(|_| true);
        let mut error = Mean::default();
        for (index, result) in self.results.iter().enumerate() {
            let (share, weight) = self.weights(index);
            let unknown = self.ln_p[index].error_bound;
            let off = (result.entropy.value - mean.selected).abs() * unknown;
            error.entropy += share * result.entropy.error_bound;
            error.normalized += share * result.normalized_entropy.error_bound;
            error.selected += weight / weights * (result.entropy.error_bound + off);
            error.ln_p += weight / weights * unknown;
        }
        error
    }

    /// Of independent shots, to first order.
    pub fn standard_error(&self, mean: &Mean) -> Mean {
        let (_, weights) = self.total(|_| true);
        let mut squares = Mean::default();
        for (index, result) in self.results.iter().enumerate() {
            let (share, weight) = self.weights(index);
            let (entropy, normalized) = (result.entropy.value, result.normalized_entropy.value);
            squares.entropy += (share * (entropy - mean.entropy)).powi(2);
            squares.normalized += (share * (normalized - mean.normalized)).powi(2);
            squares.selected += (weight / weights * (entropy - mean.selected)).powi(2);
            squares.ln_p += (weight / weights - share).powi(2);
        }
        let count = self.shots.len() as f64;
        let unbiased = count / (count - 1.0).max(1.0);
        squares.each(&squares, |value, _| (unbiased * value).sqrt())
    }
}
