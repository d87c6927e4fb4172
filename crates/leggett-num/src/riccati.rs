//! The algebraic Riccati equation of a filter,
//! A X + X Aᵀ + D − (X Cᵀ + N)(X Cᵀ + N)ᵀ = 0, with a certified bound.

pub(crate) mod doubling;

use crate::Work;
use crate::lyapunov::{
    EquationError, FormBound, Operator, Solution, certificate, inflated, largest_real_part, weights,
};
use crate::matrix::Matrix;

/// A linear system dx = A x dt + dw, dy = C x dt + dv, with white noise of
/// unit strength in every output: ⟨dw dwᵀ⟩ = D dt, ⟨dw dvᵀ⟩ = N dt,
/// ⟨dv dvᵀ⟩ = dt. D − N Nᵀ is then not negative.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    /// A, of order n.
    pub drift: Matrix,
    /// D, symmetric, of order n.
    pub diffusion: Matrix,
    /// C, one row per output.
    pub outputs: Matrix,
    /// N, one column per output.
    pub correlations: Matrix,
}

impl Filter {
    /// K = X Cᵀ + N, the gain at the covariance X.
    pub fn gain(&self, x: &Matrix) -> Matrix {
        x.times_transposed(&self.outputs)
            .plus(1.0, &self.correlations)
    }

    /// A − K C.
    pub fn closed_loop(&self, gain: &Matrix) -> Matrix {
        self.drift.clone().plus(-1.0, &gain.times(&self.outputs))
    }

    /// A filter of this size with all entries zero.
    fn zeros(&self) -> Self {
        let zeros = |like: &Matrix| Matrix::zeros(like.rows(), like.columns());
        Self {
            drift: zeros(&self.drift),
            diffusion: zeros(&self.diffusion),
            outputs: zeros(&self.outputs),
            correlations: zeros(&self.correlations),
        }
    }

    fn is_finite(&self) -> bool {
        let Self {
            drift,
            diffusion,
            outputs,
            correlations,
        } = self;
        let parts = [drift, diffusion, outputs, correlations];
        parts.into_iter().all(Matrix::is_finite)
    }

    fn residual(&self, x: &Matrix, gain: &Matrix) -> Matrix {
        self.drift
            .times(x)
            .plus_transpose()
            .plus(1.0, &self.diffusion)
            .plus(-1.0, &gain.times_transposed(gain))
    }

    /// The magnitudes of what is added up in the residual, and in A − K C, with
    /// the spreads of the coefficients.
    fn magnitudes(&self, spread: &Self, x: &Matrix, gain: &Matrix) -> (Matrix, Matrix) {
        let (x, gain) = (x.magnitudes(), gain.magnitudes());
        let order = self.drift.rows();
        let known = |own: &Matrix, spread: &Matrix| inflated(own, spread, order);
        let drift = known(&self.drift, &spread.drift);
        let outputs = known(&self.outputs, &spread.outputs);
        // What a rounding of the gain is relative to.
        let summed = x
            .times_transposed(&outputs)
            .plus(1.0, &known(&self.correlations, &spread.correlations))
            .plus(1.0, &gain);
        let residual = drift
            .times(&x)
            .plus(1.0, &summed.times_transposed(&gain))
            .plus_transpose()
            .plus(1.0, &known(&self.diffusion, &spread.diffusion));
        (residual, drift.plus(2.0, &summed.times(&outputs)))
    }
}

/// The solution X ≥ 0 for which A − K C, K = X Cᵀ + N, is stable.
///
/// A itself need not be stable. The structure-preserving doubling of E. K.-W.
/// Chu, H.-Y. Fan and W.-W. Lin (Linear Algebra Appl. 396, 55, 2005) converges
/// to that solution alone; one Newton step, which is a Lyapunov equation,
/// refines it.
///
/// The bound: let R be the residual at X̂, −W ≤ R ≤ W, and B > 0 with
/// A' B + B A'ᵀ ≤ −W, A' = A − K̂ C. With g ≥ ‖C B Cᵀ‖ and B ≤ μ W, if
/// 4gμ < 1 then E ↦ ∫ e^{A't}(R − E CᵀC E)e^{A'ᵀt} dt maps {−2B ≤ E ≤ 2B} to
/// itself, so an exact solution lies there, and it is the stabilising one,
/// since B proves its closed loop stable too. Without outputs this is
/// [`crate::lyapunov::solve`]. O(n³).
pub fn solve(filter: &Filter, work: &Work) -> Result<Solution, EquationError> {
    solve_within(filter, &filter.zeros(), work)
}

/// The same for coefficients of which every entry is known to within the
/// matching entry of `spread`: the bound then holds for all of them.
pub fn solve_within(
    filter: &Filter,
    spread: &Filter,
    work: &Work,
) -> Result<Solution, EquationError> {
    if !filter.is_finite() {
        return Err(EquationError::NotFinite);
    }
    if filter.outputs.entries().iter().all(|entry| *entry == 0.0) {
        // Then the gain is N, whatever X.
        let n = &filter.correlations;
        let d = filter.diffusion.clone().plus(-1.0, &n.times_transposed(n));
        let both = n.magnitudes().times_transposed(&spread.correlations);
        let noise = spread.diffusion.clone().plus(1.0, &both.plus_transpose());
        return crate::lyapunov::solve_within(&filter.drift, &d, [&spread.drift, &noise], work);
    }
    let start = doubling::stabilising(filter, work)?;
    refined(filter, spread, start, work).map_err(|error| match error {
        EquationError::Uncertain { largest_real_part } if largest_real_part >= 0.0 => {
            EquationError::NotStabilisable { largest_real_part }
        }
        other => other,
    })
}

/// One Newton step and the certificate.
fn refined(
    filter: &Filter,
    spread: &Filter,
    start: Matrix,
    work: &Work,
) -> Result<Solution, EquationError> {
    let gain = filter.gain(&start);
    let closed = filter.closed_loop(&gain);
    let named = |error| match error {
        EquationError::Cancelled => error,
        _ => EquationError::Uncertain {
            largest_real_part: largest_real_part(&closed),
        },
    };
    let operator = Operator::new(&closed, work).map_err(named)?;
    let step = operator.solve(&filter.residual(&start, &gain), work)?;
    let matrix = start.plus(1.0, &step);
    let gain = filter.gain(&matrix);
    let residual = filter.residual(&matrix, &gain);
    let (magnitude, loop_magnitude) = filter.magnitudes(spread, &matrix, &gain);
    let weights = weights(&residual, &magnitude);
    // The operator's loop differs from that at `matrix` by the last step.
    let exact = filter.closed_loop(&gain);
    let bound = certificate(&operator, &exact, &loop_magnitude, &weights, work).map_err(named)?;
    let growth = growth(filter, &bound, &weights).ok_or(EquationError::Uncertain {
        largest_real_part: f64::NAN,
    });
    let growth = growth.map_err(named)?;
    Ok(Solution {
        residual: residual.frobenius(),
        matrix,
        bound: FormBound::new(bound.into_matrix().scaled(growth)),
    })
}

/// The factor by which the quadratic term widens B: the smaller root of
/// τ = 1 + gμτ².
fn growth(filter: &Filter, bound: &FormBound, weights: &[f64]) -> Option<f64> {
    let outputs = &filter.outputs;
    let seen: f64 = (0..outputs.rows())
        .map(|k| bound.of_form(outputs.row(k)))
        .sum();
    let n = weights.len();
    let row_sum = |row: usize| -> f64 {
        let entry = |k: usize| bound.matrix()[(row, k)].abs() / weights[k].sqrt();
        (0..n).map(entry).sum::<f64>() / weights[row].sqrt()
    };
    let ratio = (0..n).map(row_sum).fold(0.0, f64::max);
    let product = 1.001 * seen * ratio;
    (4.0 * product < 1.0).then(|| 2.0 / (1.0 + (1.0 - 4.0 * product).sqrt()))
}

#[cfg(test)]
mod tests;
