//! Which eigensolver a sector gets, and what that costs.

use super::Method;
use leggett_num::banded::Banded;
use leggett_num::low_rank::LowRank;

/// What a sector tries: first a low rank, then one of the direct solvers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Strategy {
    order: usize,
    half_bandwidth: usize,
    /// The most columns that a low-rank factor may have.
    pub low_rank: Option<usize>,
    /// The direct solver, where one is affordable.
    pub direct: Option<Direct>,
}

/// Solvers that take the whole spectrum into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direct {
    Dense,
    Banded,
    /// Sums over the eigenvalues only, for power 2.
    Determinant,
}

/// Below this order the dense solver is fastest whatever the bandwidth.
const SMALL: usize = 40;
/// A band wider than this share of the order costs more than the dense solver.
const WIDE: f64 = 0.18;
/// Only above this half-bandwidth is a low rank worth looking for.
const TRY_LOW_RANK: usize = 28;
/// The operations of a direct solver that auto is willing to start, some ten
/// minutes' worth.
const AFFORDABLE: f64 = 2e12;

impl Strategy {
    pub fn choose(order: usize, half_bandwidth: usize, power: f64, method: Method) -> Self {
        let one = |direct| Self {
            order,
            half_bandwidth,
            low_rank: None,
            direct,
        };
        match method {
            Method::Dense => one(Some(Direct::Dense)),
            Method::Banded => one(Some(Direct::Banded)),
            Method::Determinant => one(Some(Direct::Determinant)),
            Method::LowRank => Self {
                low_rank: Some(order),
                ..one(None)
            },
            _ if order <= SMALL => one(Some(Direct::Dense)),
            _ => Self::automatic(order, half_bandwidth, power),
        }
    }

    fn automatic(order: usize, half_bandwidth: usize, power: f64) -> Self {
        let direct = match (half_bandwidth as f64) < WIDE * order as f64 {
            true if power == 2.0 => Direct::Determinant,
            true => Direct::Banded,
            false => Direct::Dense,
        };
        let operations = direct.operations(order, half_bandwidth);
        // A factor costs n·rank²; a vain attempt may cost a sixth of the rest.
        let worthwhile = (operations.min(AFFORDABLE) / (6.0 * order as f64)).sqrt() as usize;
        Self {
            order,
            half_bandwidth,
            low_rank: (half_bandwidth > TRY_LOW_RANK).then_some(worthwhile.clamp(1, order)),
            direct: (operations <= AFFORDABLE).then_some(direct),
        }
    }

    /// Peak bytes, the sites included.
    pub fn bytes(&self) -> f64 {
        let factor = self
            .low_rank
            .map_or(0.0, |columns| LowRank::bytes(self.order, columns));
        let direct = self
            .direct
            .map_or(0.0, |direct| direct.bytes(self.order, self.half_bandwidth));
        factor.max(direct) + 64.0 * self.order as f64
    }

    /// Operations, if a low rank is looked for in vain.
    pub fn operations(&self) -> f64 {
        let n = self.order as f64;
        let factor = self
            .low_rank
            .map_or(0.0, |columns| n * (columns as f64).powi(2));
        factor
            + self.direct.map_or(0.0, |direct| {
                direct.operations(self.order, self.half_bandwidth)
            })
    }
}

impl Direct {
    fn bytes(self, order: usize, half_bandwidth: usize) -> f64 {
        let n = order as f64;
        match self {
            // The matrix, the solver's copy and its block workspace.
            Self::Dense => 24.0 * n * n + 64.0 * n,
            // If rounding spoils a determinant, the eigenvalues are next.
            Self::Banded | Self::Determinant => {
                Banded::bytes(order, half_bandwidth) * 2.1 + 40.0 * n
            }
        }
    }

    fn operations(self, order: usize, half_bandwidth: usize) -> f64 {
        let n = order as f64;
        match self {
            Self::Dense => 1.4 * n * n * n + 15.0 * n * n,
            Self::Banded => 6.0 * n * n * half_bandwidth as f64 + 15.0 * n * n,
            Self::Determinant => 64.0 * n * (half_bandwidth as f64 + 8.0).powi(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auto_looks_for_a_low_rank_where_the_band_is_wide() {
        assert_eq!(
            Strategy::choose(30, 30, 2.0, Method::Auto).direct,
            Some(Direct::Dense)
        );
        let generic = Strategy::choose(3500, 20, 3.0, Method::Auto);
        assert_eq!(
            (generic.low_rank, generic.direct),
            (None, Some(Direct::Banded))
        );
        let clustered = Strategy::choose(3500, 2000, 2.0, Method::Auto);
        assert!(clustered.low_rank.is_some_and(|columns| columns > 50));
        assert_eq!(clustered.direct, Some(Direct::Dense));
        // Too large for a direct solver: a low rank or nothing, in little memory.
        let large = Strategy::choose(35_000, 17_000, 2.0, Method::Auto);
        assert!(large.direct.is_none() && large.bytes() < 2e9);
    }
}
