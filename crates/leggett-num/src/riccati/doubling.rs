//! Doubling of the flow of a Riccati equation.

use super::Filter;
use crate::Work;
use crate::factor::Lu;
use crate::lyapunov::EquationError;
use crate::matrix::Matrix;
use crate::square::{Fixed, Square};

/// A step of the flow: X ↦ H + Φ X (1 + G X)⁻¹ Φᵀ.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step<M> {
    /// Φ.
    pub(crate) transition: M,
    /// G = Gᵀ ≥ 0: what is learnt of the start.
    pub(crate) information: M,
    /// H = Hᵀ ≥ 0: where X = 0 goes.
    pub(crate) noise: M,
}

impl<M: Square> Step<M> {
    /// The step made twice:
    /// Φ₂ = Φ M Φ, H₂ = H + Φ M H Φᵀ, G₂ = G + Φᵀ G M Φ, M = (1 + H G)⁻¹.
    pub(crate) fn twice(&self) -> Self {
        let Self {
            transition,
            information,
            noise,
        } = self;
        let middle = noise.times(information).shifted(1.0);
        let [forward, spread] = middle.solve([transition, noise]);
        let back = transition.transpose();
        let more = transition.times(&spread).times(&back);
        let known = back.times(&information.times(&forward));
        Self {
            transition: transition.times(&forward),
            information: known.plus(1.0, information).symmetrized(),
            noise: more.plus(1.0, noise).symmetrized(),
        }
    }

    /// Where X goes.
    pub(crate) fn apply(&self, x: &M) -> M {
        let middle = x.times(&self.information).shifted(1.0);
        let [reduced] = middle.solve([x]);
        let carried = self.transition.times(&reduced);
        carried
            .times(&self.transition.transpose())
            .plus(1.0, &self.noise)
            .symmetrized()
    }
}

/// A − N C, CᵀC and D − N Nᵀ: the equation without a linear term in the gain,
/// F X + X Fᵀ + Q − X G X = 0.
pub(crate) fn reduced(filter: &Filter) -> (Matrix, Matrix, Matrix) {
    let n = &filter.correlations;
    let columns = filter.outputs.transpose();
    (
        filter.closed_loop(n),
        columns.times_transposed(&columns),
        filter.diffusion.clone().plus(-1.0, &n.times_transposed(n)),
    )
}

/// More doublings than the slowest decay that a double resolves takes.
const MOST: usize = 60;

/// The stabilising solution to some 12 digits, for a Newton step to refine.
pub(super) fn stabilising(filter: &Filter, work: &Work) -> Result<Matrix, EquationError> {
    let (f, g, q) = reduced(filter);
    let shift = shift(&f, &g, &q);
    let noise = match f.rows() {
        2 => limit::<Fixed<2>>([&f, &g, &q], shift, work)?.into_matrix(),
        4 => limit::<Fixed<4>>([&f, &g, &q], shift, work)?.into_matrix(),
        _ => limit::<Matrix>([&f, &g, &q], shift, work)?,
    };
    Ok(noise)
}

/// Where the flow takes X = 0. The certificate decides whether it is a
/// solution.
fn limit<M: Square>(
    coefficients: [&Matrix; 3],
    shift: f64,
    work: &Work,
) -> Result<M, EquationError> {
    let mut step = cayley::<M>(coefficients.map(M::of), shift);
    let divergent = 1e16 * step.noise.frobenius();
    for _ in 0..MOST {
        work.check()?;
        let next = step.twice();
        let size = next.noise.frobenius();
        if size.is_nan() || size > divergent {
            break;
        }
        let change = step.noise.plus(-1.0, &next.noise).frobenius();
        step = next;
        // The next change would be the square of this one, and a Newton step,
        // which squares once more, follows.
        if change <= 1e-6 * size {
            break;
        }
    }
    Ok(step.noise)
}

/// The geometric mean of the moduli of the closed loop's eigenvalues, those
/// of [[F, Q], [G, −Fᵀ]] left of the axis: a root of the determinant.
fn shift(f: &Matrix, g: &Matrix, q: &Matrix) -> f64 {
    let n = f.rows();
    let whole = Matrix::from_fn(2 * n, 2 * n, |row, column| match (row < n, column < n) {
        (true, true) => f[(row, column)],
        (true, false) => q[(row, column - n)],
        (false, true) => g[(row - n, column)],
        (false, false) => -f[(column - n, row - n)],
    });
    let mean = (Lu::new(whole).ln_abs_determinant() / (2 * n) as f64).exp();
    if mean.is_finite() && mean > 0.0 {
        mean
    } else {
        f.norm_bound() + (g.norm_bound() * q.norm_bound()).sqrt()
    }
}

/// The Cayley transform of the flow: with P = F − p and
/// W = P + Q P⁻ᵀ G, Φ = 1 + 2p W⁻¹, H = 2p W⁻¹ Q P⁻ᵀ, G' = 2p P⁻ᵀ G W⁻¹.
///
/// An eigenvalue of F at p, as an unstable mode can have, makes P singular;
/// then p moves. What rounding is left is the Newton step's to repair.
fn cayley<M: Square>([f, g, q]: [M; 3], shift: f64) -> Step<M> {
    let zero = f.clone().scaled(0.0);
    let at = |shift: f64| {
        let one = zero.clone().shifted(1.0);
        let [inverse, known] = f.transpose().shifted(-shift).solve([&one, &g]);
        let [w, noise] = f
            .clone()
            .shifted(-shift)
            .plus(1.0, &q.times(&known))
            .solve([&one, &q.times(&inverse)]);
        let growth = shift * (inverse.frobenius() + w.frobenius());
        let step = Step {
            noise: noise.scaled(2.0 * shift).symmetrized(),
            information: known.times(&w).scaled(2.0 * shift).symmetrized(),
            transition: w.scaled(2.0 * shift).shifted(1.0),
        };
        (growth, step)
    };
    let (growth, step) = at(shift);
    if growth < 1e4 {
        return step;
    }
    let (other_growth, other) = at(1.37 * shift);
    // Not a number is not smaller, and must not be chosen.
    if other_growth < growth || growth.is_nan() {
        other
    } else {
        step
    }
}
