//! Where the search looks: its variables, their bounds, and a grid over the
//! region.

use super::{Scheme, Search};
use crate::systems::hybrid::Oscillators;
use leggett_num::arithmetic::Real;

/// How many basins of the grid are followed, and how many of one given a
/// record, which has more of them.
const MOST_STARTS: [usize; 2] = [3, 8];

/// One of the variables of the search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Variable {
    Spin,
    Motion,
    /// θ_S = θ_M.
    Both,
    Cooperativity,
}

/// A variable is ln(setting + offset); for t about the logarithm of the linewidth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    offset: f64,
}

impl Scale {
    /// t or C_M.
    pub(super) fn setting<T: Real>(self, at: T) -> T {
        at.exp() - T::of(self.offset)
    }
}

impl Variable {
    /// Sets t_S, t_M or C_M, or both t.
    pub(super) fn set<T: Copy>(self, settings: &mut [T; 3], value: T) {
        match self {
            Self::Spin => settings[0] = value,
            Self::Motion => settings[1] = value,
            Self::Both => settings[..2].fill(value),
            Self::Cooperativity => settings[2] = value,
        }
    }
}

impl Search {
    /// The lowest local minima of a grid over the region.
    pub(super) fn starts<const N: usize>(
        &self,
        variables: [Variable; N],
        bounds: [[f64; 2]; N],
    ) -> Vec<[f64; N]> {
        let axes: [Vec<f64>; N] = std::array::from_fn(|i| self.axis(variables[i], bounds[i]));
        let values = self.grid(&variables, &axes);
        let place = |mut index: usize| -> [usize; N] {
            std::array::from_fn(|i| {
                let own = index % axes[i].len();
                index /= axes[i].len();
                own
            })
        };
        let is_lowest = |index: usize| {
            let own = place(index);
            let mut stride = 1;
            (0..N).all(|i| {
                let step = stride;
                stride *= axes[i].len();
                (own[i] == 0 || values[index - step] >= values[index])
                    && (own[i] + 1 == axes[i].len() || values[index + step] >= values[index])
            })
        };
        let mut minima: Vec<usize> = (0..values.len())
            .filter(|index| values[*index].is_finite() && is_lowest(*index))
            .collect();
        minima.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        minima.truncate(MOST_STARTS[usize::from(self.scheme != Scheme::Unconditional)]);
        let point = |index: usize| {
            let place = place(index);
            std::array::from_fn(|i| axes[i][place[i]])
        };
        minima.into_iter().map(point).collect()
    }

    /// ξ_g on the grid, the first variable fastest; infinite where there is no
    /// steady state.
    fn grid<const N: usize>(&self, variables: &[Variable; N], axes: &[Vec<f64>; N]) -> Vec<f64> {
        // Each coordinate is turned into its setting once, not per point.
        let tables: [Vec<f64>; N] = std::array::from_fn(|i| {
            let scale = self.scale(variables[i]);
            axes[i].iter().map(|at| scale.setting(*at)).collect()
        });
        let total = axes.iter().map(Vec::len).product();
        let mut place = [0; N];
        let mut values = Vec::with_capacity(total);
        for _ in 0..total {
            let mut settings = self.fixed();
            for i in 0..N {
                variables[i].set(&mut settings, tables[i][place[i]]);
            }
            values.push(self.epr_variance(settings).unwrap_or(f64::INFINITY));
            for i in 0..N {
                place[i] += 1;
                if place[i] < axes[i].len() {
                    break;
                }
                place[i] = 0;
            }
        }
        values
    }

    /// Points off the ends, where the region may be closed.
    fn axis(&self, variable: Variable, bounds: [f64; 2]) -> Vec<f64> {
        let [low, high] = self.searched(variable, bounds);
        let count = self.grid_points(variable);
        let point = |index: usize| low + (high - low) * (index as f64 + 0.5) / count as f64;
        (0..count).map(point).collect()
    }

    fn grid_points(&self, variable: Variable) -> usize {
        let costly = !matches!(self.scheme, Scheme::Unconditional) && !self.reads_amplitude();
        match variable {
            Variable::Spin | Variable::Motion | Variable::Both => match self.scheme {
                Scheme::Unconditional => 10,
                Scheme::Conditional { .. } if costly => 8,
                Scheme::Conditional { .. } => 40,
            },
            Variable::Cooperativity if costly => 7,
            Variable::Cooperativity => 12,
        }
    }

    /// Where the variable may lie.
    pub(super) fn bounds(&self, variable: Variable) -> [f64; 2] {
        match variable {
            Variable::Cooperativity => {
                let lowest = self.balanced().ln() - 12.0;
                let highest = self.most_cooperativity.ln();
                [lowest.min(highest), highest]
            }
            _ => {
                let offset = self.scale(variable).offset;
                // t = −1, or next to where the linewidth vanishes.
                let lowest = (offset - 1.0).max(1e-8 * self.natural(variable));
                [lowest.ln(), (1.0 + offset).ln()]
            }
        }
    }

    /// The part of its range that the grid covers.
    fn searched(&self, variable: Variable, [low, high]: [f64; 2]) -> [f64; 2] {
        match variable {
            Variable::Cooperativity => {
                let centre = self.balanced().ln();
                [(centre - 3.0).max(low), (centre + 8.0).clamp(low, high)]
            }
            _ => [(0.03 * self.natural(variable)).ln().max(low), high],
        }
    }

    /// The C_M of Γ_M = Γ_S, where back-action can cancel.
    fn balanced(&self) -> f64 {
        self.cooperativity_spin / self.oscillators.decoherence_ratio()
    }

    /// The t at which broadening is as large as the intrinsic linewidth, or as
    /// the smaller decoherence.
    pub(super) fn natural(&self, variable: Variable) -> f64 {
        let Oscillators { spin, motion, .. } = self.oscillators;
        let rate = self.cooperativity_spin * spin.decoherence;
        let slowest = (spin.decoherence.min(motion.decoherence) / rate).min(1.0);
        self.scale(variable).offset.max(slowest)
    }

    pub(super) fn scale(&self, variable: Variable) -> Scale {
        let Oscillators { spin, motion, .. } = self.oscillators;
        let spin_rate = self.cooperativity_spin * spin.decoherence;
        let motion_rate = self
            .cooperativity_motion
            .map_or(spin_rate, |c| c * motion.decoherence);
        let spin_offset = least_tangent(spin.linewidth / (2.0 * spin_rate));
        let motion_offset = least_tangent(motion.linewidth / (2.0 * motion_rate));
        let offset = match variable {
            Variable::Spin => spin_offset,
            Variable::Motion => motion_offset,
            Variable::Both => spin_offset.min(motion_offset),
            Variable::Cooperativity => 0.0,
        };
        Scale { offset }
    }
}

/// −t where γ_0 + 2Kt, K = Γ/(1 + t²), vanishes, with 2q = γ_0/Γ: the smaller
/// root of q t² − t + q; at most 1 where it does not vanish for t > −1.
fn least_tangent(q: f64) -> f64 {
    if q < 0.5 {
        2.0 * q / (1.0 + (1.0 - 4.0 * q * q).sqrt())
    } else {
        2.0 * q
    }
}
