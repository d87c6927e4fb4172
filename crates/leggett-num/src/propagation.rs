//! The flow of covariances: Ẋ = A X + X Aᵀ + D − (X Cᵀ + N)(X Cᵀ + N)ᵀ.

use crate::Work;
use crate::factor::Lu;
use crate::lyapunov::{EquationError, rounding_factor};
use crate::matrix::Matrix;
use crate::riccati::Filter;
use crate::riccati::doubling::{Step, reduced};

/// The flow over a time, X(t) = Φ X(0) Φᵀ + Q, with bounds on the norms of
/// the errors of Φ and Q.
#[derive(Debug, Clone, PartialEq)]
pub struct Propagator {
    /// Φ = e^{At}.
    pub transition: Matrix,
    /// Q = ∫₀ᵗ e^{As} D e^{Aᵀs} ds.
    pub noise: Matrix,
    /// ‖Φ − Φ̂‖₂ is at most this.
    pub transition_error: f64,
    /// ‖Q − Q̂‖₂ is at most this.
    pub noise_error: f64,
}

/// Terms of the series: for ‖A‖h ≤ 1/4 the remainder is below 1e-21.
const TERMS: usize = 14;

impl Propagator {
    /// The flow over `time` ≥ 0, whether A is stable or not.
    ///
    /// Φ and Q of a short step are Taylor series; a step made twice has
    /// Φ₂ = Φ² and Q₂ = Q + Φ Q Φᵀ. Nothing cancels, and no exponential of −A
    /// occurs as in Van Loan's block form, which overflows for fast decay. The
    /// error bounds are carried from step to step, rounding included, in the
    /// norm: for a stable A they are tight, for a growing one they grow with it.
    /// O(n³ log(‖A‖t)).
    pub fn new(a: &Matrix, d: &Matrix, time: f64, work: &Work) -> Result<Self, EquationError> {
        let none = Matrix::zeros(a.rows(), a.rows());
        Self::within(a, d, [&none, &none], time, work)
    }

    /// The same for an A and a D of which every entry is known to within the
    /// matching entry of these two.
    pub fn within(
        a: &Matrix,
        d: &Matrix,
        spreads: [&Matrix; 2],
        time: f64,
        work: &Work,
    ) -> Result<Self, EquationError> {
        if !(a.is_finite() && d.is_finite() && time.is_finite()) {
            return Err(EquationError::NotFinite);
        }
        let (step, doublings) = short(a.norm_bound() * time, time);
        let mut flow = Self::taylor(a, d, step);
        // To first order, and doubled for the rest: ‖A‖h ≤ 1/4.
        let [e, f] = spreads.map(|spread| 2.0 * step * spread.norm_bound());
        flow.transition_error += e;
        flow.noise_error += f + e * step * d.norm_bound();
        for _ in 0..doublings {
            work.check()?;
            flow = flow.twice();
            if !(flow.transition.is_finite() && flow.noise.is_finite()) {
                return Err(EquationError::NotFinite);
            }
        }
        Ok(flow)
    }

    fn taylor(a: &Matrix, d: &Matrix, step: f64) -> Self {
        let n = a.rows();
        let mut power = Matrix::identity(n);
        let mut term = d.clone().scaled(step);
        let mut transition = power.clone();
        let mut noise = term.clone();
        for k in 1..=TERMS {
            power = a.times(&power).scaled(step / k as f64);
            term = a
                .times(&term)
                .plus_transpose()
                .scaled(step / (k + 1) as f64);
            transition = transition.plus(1.0, &power);
            noise = noise.plus(1.0, &term);
        }
        // The magnitudes of all terms sum to at most e^{1/4}, e^{1/2}·‖D‖h.
        let rounding = (n as f64).sqrt() * 2.0 * rounding_factor(n);
        Self {
            transition_error: 2.0 * rounding,
            noise_error: 4.0 * rounding * step * d.norm_bound(),
            transition,
            noise,
        }
    }

    fn twice(&self) -> Self {
        let (phi, q) = (self.transition.norm_bound(), self.noise.norm_bound());
        let (e, f) = (self.transition_error, self.noise_error);
        let n = self.transition.rows();
        // ‖|M|‖ ≤ √n ‖M‖.
        let rounding = n as f64 * rounding_factor(n);
        let transition = self.transition.times(&self.transition);
        let noise = self.transition.congruence(&self.noise);
        Self {
            transition_error: e * (2.0 * phi + e) + rounding * phi * phi,
            noise_error: f * (1.0 + (phi + e).powi(2))
                + q * e * (2.0 * phi + e)
                + rounding * q * (1.0 + 2.0 * phi * phi),
            transition,
            noise: noise.plus(1.0, &self.noise),
        }
    }

    /// X(t) and a bound on the norm of its error, for an exact X(0).
    pub fn apply(&self, start: &Matrix) -> (Matrix, f64) {
        let end = self.transition.congruence(start).plus(1.0, &self.noise);
        let (phi, e) = (self.transition.norm_bound(), self.transition_error);
        let (size, n) = (start.norm_bound(), start.rows());
        let rounding = n as f64 * rounding_factor(n);
        let error = self.noise_error
            + size * e * (2.0 * phi + e)
            + rounding * (2.0 * phi * phi * size + end.norm_bound());
        (end, error)
    }
}

/// A step that is short for these dynamics, and how often it is doubled.
fn short(product: f64, time: f64) -> (f64, i32) {
    let doublings = if product > 0.25 {
        (4.0 * product).log2().ceil() as i32
    } else {
        0
    };
    (time * f64::from(-doublings).exp2(), doublings)
}

/// The flow of a filter's covariance over a time.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterPropagator {
    coarse: Step<Matrix>,
    fine: Step<Matrix>,
}

impl FilterPropagator {
    /// The flow over `time` ≥ 0.
    ///
    /// X = Y Z⁻¹ linearises it; the exponential of the linear flow over a short
    /// step gives X ↦ H + Φ X (1 + G X)⁻¹ Φᵀ, and that form is doubled, with
    /// H and G positive sums throughout. Made a second time from half the
    /// step, whose difference estimates the error. O(n³ log(‖A‖t)).
    pub fn new(filter: &Filter, time: f64, work: &Work) -> Result<Self, EquationError> {
        let (f, g, q) = reduced(filter);
        let n = f.rows();
        let flow = Matrix::from_fn(2 * n, 2 * n, |row, column| match (row < n, column < n) {
            (true, true) => -f[(column, row)],
            (true, false) => g[(row, column - n)],
            (false, true) => q[(row - n, column)],
            (false, false) => f[(row - n, column - n)],
        });
        if !(flow.is_finite() && time.is_finite()) {
            return Err(EquationError::NotFinite);
        }
        let (step, doublings) = short(flow.norm_bound() * time, time);
        let doubled = |step: f64, doublings: i32| -> Result<Step<Matrix>, EquationError> {
            let mut result = small_step(&flow, step);
            for _ in 0..doublings {
                work.check()?;
                result = result.twice();
            }
            Ok(result)
        };
        let coarse = doubled(step, doublings)?;
        let fine = doubled(0.5 * step, doublings + 1)?;
        if !(fine.noise.is_finite() && fine.transition.is_finite()) {
            return Err(EquationError::NotFinite);
        }
        Ok(Self { coarse, fine })
    }

    /// X(t), and the estimated norm of its error: the change when the step is
    /// halved, and rounding.
    pub fn apply(&self, start: &Matrix) -> (Matrix, f64) {
        let end = self.fine.apply(start);
        let change = self.coarse.apply(start).plus(-1.0, &end).frobenius();
        let rounding =
            rounding_factor(start.rows()) * (end.frobenius() + self.fine.noise.frobenius());
        (end, change + rounding)
    }
}

/// The step of the filter from the exponential [[E₁₁, E₁₂], [E₂₁, E₂₂]]:
/// Φᵀ = E₁₁⁻¹, G = E₁₁⁻¹E₁₂, H = E₂₁E₁₁⁻¹.
fn small_step(flow: &Matrix, step: f64) -> Step<Matrix> {
    let order = flow.rows();
    let n = order / 2;
    let mut power = Matrix::identity(order);
    let mut whole = power.clone();
    for k in 1..=TERMS {
        power = flow.times(&power).scaled(step / k as f64);
        whole = whole.plus(1.0, &power);
    }
    let (upper, lower): (Vec<usize>, Vec<usize>) = ((0..n).collect(), (n..order).collect());
    let lu = Lu::new(whole.select(&upper, &upper));
    let inverse = lu.solve_matrix(Matrix::identity(n));
    Step {
        information: inverse.times(&whole.select(&upper, &lower)).symmetrized(),
        noise: whole.select(&lower, &upper).times(&inverse).symmetrized(),
        transition: inverse.transpose(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lyapunov, riccati};

    fn drift(n: usize) -> Matrix {
        Matrix::from_fn(n, n, |row, column| {
            let mixing = (1.3 * row as f64 + 2.9 * column as f64).sin();
            if row == column { -1.2 } else { 0.5 * mixing }
        })
    }

    #[test]
    fn rotation_and_growth() {
        let a = Matrix::from_fn(2, 2, |row, column| column as f64 - row as f64);
        let flow = Propagator::new(&a, &Matrix::identity(2), 10.0, &Work::new()).unwrap();
        assert!((flow.transition[(0, 1)] - 10f64.sin()).abs() <= flow.transition_error);
        assert!((flow.noise[(0, 0)] - 10.0).abs() <= flow.noise_error);
        assert!(flow.noise_error < 1e-10);
        let one = Matrix::diagonal(&[0.5]);
        let flow = Propagator::new(&one, &Matrix::diagonal(&[2.0]), 3.0, &Work::new()).unwrap();
        let exact = 2.0 * 3f64.exp_m1();
        assert!((flow.noise[(0, 0)] - exact).abs() <= flow.noise_error);
        assert!(flow.noise_error < 1e-11);
    }

    #[test]
    fn covariances_relax_to_the_stationary_one() {
        let (a, d, work) = (drift(4), Matrix::identity(4), Work::new());
        let last = lyapunov::solve(&a, &d, &work).unwrap().matrix;
        let start = Matrix::identity(4).scaled(7.0);
        for time in [0.0, 0.3, 2.0, 100.0, 1e6] {
            let flow = Propagator::new(&a, &d, time, &work).unwrap();
            let (end, bound) = flow.apply(&start);
            let gap = flow.transition.congruence(&start.clone().plus(-1.0, &last));
            let error = gap.plus(1.0, &last).plus(-1.0, &end).frobenius();
            assert!(error <= bound + 1e-13, "{time}: {error} {bound}");
        }
    }

    #[test]
    fn the_filter_relaxes_to_its_stationary_covariance() {
        let work = Work::new();
        let filter = Filter {
            drift: drift(4).shifted(1.0),
            diffusion: Matrix::identity(4).scaled(2.0),
            outputs: Matrix::from_fn(2, 4, |row, column| (row + 2 * column) as f64 - 3.0),
            correlations: Matrix::from_fn(4, 2, |row, column| 0.2 * (row as f64 - column as f64)),
        };
        let last = riccati::solve(&filter, &work).unwrap();
        let start = Matrix::identity(4).scaled(3.0);
        let flow = |time| FilterPropagator::new(&filter, time, &work).unwrap();
        let (end, error) = flow(200.0).apply(&start);
        assert!(end.plus(-1.0, &last.matrix).frobenius() < 1e-11 && error < 1e-10);
        // Two times after each other, and without outputs.
        let (middle, _) = flow(0.3).apply(&start);
        let (twice, _) = flow(0.4).apply(&middle);
        let (once, error) = flow(0.7).apply(&start);
        let change = twice.plus(-1.0, &once).frobenius();
        assert!(change < 1e-11 && error < 1e-11, "{change} {error}");
        let blind = Filter {
            outputs: Matrix::zeros(2, 4),
            correlations: Matrix::zeros(4, 2),
            ..filter
        };
        let free = Propagator::new(&blind.drift, &blind.diffusion, 0.7, &work).unwrap();
        let (seen, _) = FilterPropagator::new(&blind, 0.7, &work)
            .unwrap()
            .apply(&start);
        assert!(seen.plus(-1.0, &free.apply(&start).0).frobenius() < 1e-11);
    }
}
