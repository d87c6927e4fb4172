//! What is left between the ends of the chain, with its error bounds.

use super::Method;
use crate::{ErrorKind, Estimate};

/// What is left between the ends of the chain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entanglement {
    /// E = −Σ λ log2 λ, in ebits (eq 26).
    pub entropy: Estimate,
    /// E / log2(N+1) (eq 28).
    pub normalized_entropy: Estimate,
    /// The probability of the outcomes (eq 25).
    pub probability: Estimate,
    /// Its natural logarithm; `None` where the error bound exceeds the value.
    pub log_probability: Option<Estimate>,
    /// The method that was used; of two sectors, the costlier one's.
    pub method: Method,
}

/// The probability of the outcomes and its logarithm, each with the bound on
/// its error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probability {
    value: (f64, f64),
    logarithm: Option<(f64, f64)>,
}

impl Probability {
    /// From ln p, of which the share of p that is unknown is given; the
    /// logarithm is undefined where p may vanish. Nothing is measured where
    /// `power`, M − 1, is 1.
    pub fn of_share(power: f64, ln_p: f64, share: f64) -> Self {
        if power == 1.0 {
            return Self {
                value: (1.0, 0.0),
                logarithm: Some((0.0, 0.0)),
            };
        }
        let ln_p = ln_p.min(0.0);
        let p = ln_p.exp();
        let widest = p.max(1.0 - p);
        if share >= 1.0 {
            return Self {
                value: (p, widest),
                logarithm: None,
            };
        }
        let bound = -(-share).ln_1p() + 4.0 * f64::EPSILON * (1.0 + ln_p.abs());
        Self {
            value: (p, (p * bound.exp_m1()).min(widest)),
            logarithm: Some((ln_p, bound)),
        }
    }
}

impl Entanglement {
    /// From E and its error bound for N atoms, and the probability.
    pub(super) fn new(
        atoms: u64,
        entropy: (f64, f64),
        probability: Probability,
        kind: ErrorKind,
        method: Method,
    ) -> Self {
        let estimate = |(value, error_bound)| Estimate {
            value,
            error_bound,
            kind,
        };
        let maximum = (atoms as f64 + 1.0).log2();
        Self {
            entropy: estimate((entropy.0.min(maximum), entropy.1)),
            normalized_entropy: estimate(((entropy.0 / maximum).min(1.0), entropy.1 / maximum)),
            probability: estimate(probability.value),
            log_probability: probability.logarithm.map(estimate),
            method,
        }
    }

    /// As numbers, for [`Self::from_numbers`].
    pub fn to_numbers(self) -> Vec<f64> {
        let undefined = Estimate {
            value: f64::NAN,
            ..self.entropy
        };
        let logarithm = self.log_probability.unwrap_or(undefined);
        let estimates = [
            self.entropy,
            self.normalized_entropy,
            self.probability,
            logarithm,
        ];
        let numbers = estimates
            .iter()
            .flat_map(|estimate| [estimate.value, estimate.error_bound]);
        let codes = [
            f64::from(self.method as u8),
            f64::from(self.entropy.kind as u8),
        ];
        numbers.chain(codes).collect()
    }

    /// Back from [`Self::to_numbers`].
    pub fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let [values @ .., method, kind] = numbers else {
            return None;
        };
        let coded = |code: u8, known: f64| f64::from(code) == known;
        let method = Method::ALL
            .into_iter()
            .find(|it| coded(*it as u8, *method))?;
        let kind = ErrorKind::ALL
            .into_iter()
            .find(|it| coded(*it as u8, *kind))?;
        let mut estimates = values.chunks_exact(2).map(|pair| Estimate {
            value: pair[0],
            error_bound: pair[1],
            kind,
        });
        Some(Self {
            entropy: estimates.next()?,
            normalized_entropy: estimates.next()?,
            probability: estimates.next()?,
            log_probability: Some(estimates.next()?).filter(|it| !it.value.is_nan()),
            method,
        })
    }
}
