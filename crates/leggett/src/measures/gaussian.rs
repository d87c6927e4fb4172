//! Entanglement, steering and purity of Gaussian states.
//!
//! With (1−δ)V̂ ≤ V ≤ (1+δ)V̂, variances, symplectic eigenvalues and Schur
//! complements lie within the same relative error δ, which is carried to every
//! number here, with the kind of the state's own bound.

use crate::gaussian::Covariance;
use crate::gaussian::covariance::symplectic_eigenvalues;
use crate::gaussian::symplectic::form_times;
use crate::{Error, Estimate, Result};
use leggett_num::factor::Lu;
use leggett_num::matrix::Matrix;

/// E_N = Σ max(0, −log2(2ν̃)) in ebits, over the symplectic eigenvalues ν̃ of
/// the partial transpose of the modes in `party` against all others. O(n³).
pub fn log_negativity(state: &Covariance, party: &[usize]) -> Result<Estimate> {
    check_modes(state, party)?;
    let sign = |k: usize| {
        if k % 2 == 1 && party.contains(&(k / 2)) {
            -1.0
        } else {
            1.0
        }
    };
    let v = state.matrix();
    let turned = Matrix::from_fn(v.rows(), v.rows(), |row, column| {
        sign(row) * sign(column) * v[(row, column)]
    });
    let excess = |twice: f64| (-twice.log2()).max(0.0);
    if state.modes() == 2 && party.len() == 1 {
        let (smaller, rounding) = smaller_of_two(&turned)?;
        return Ok(summed(state, &[smaller], rounding, excess));
    }
    Ok(summed(
        state,
        &symplectic_eigenvalues(&turned)?,
        0.0,
        excess,
    ))
}

/// ν₋ of a 4 × 4 matrix [[A, C], [Cᵀ, B]] without the cancellations of the
/// textbook's formula, and what rounding it is off by, relative to it:
/// ν₋² = 2 det V/(Δ + √(Δ² − 4 det V)), Δ = det A + det B + 2 det C, with
/// Δ² − 4 det V = (det A − det B)² + 4 det(AJC + CJB).
fn smaller_of_two(v: &Matrix) -> Result<(f64, f64)> {
    let product = |r: usize, c: usize| v[(r, c)] * v[(r + 1, c + 1)];
    let across = |r: usize, c: usize| v[(r, c + 1)] * v[(r + 1, c)];
    let two = |r: usize, c: usize| product(r, c) - across(r, c);
    let size = |r: usize, c: usize| product(r, c).abs() + across(r, c).abs();
    let sum = two(0, 0) + two(2, 2) + 2.0 * two(0, 2);
    let sum_error = 4.0 * f64::EPSILON * (size(0, 0) + size(2, 2) + 2.0 * size(0, 2));
    // The determinant as det A · det(B − CᵀA⁻¹C), of positive factors.
    let schur = schur_complement(v, &[0, 1], &[2, 3]);
    let det = two(0, 0) * (schur[(0, 0)] * schur[(1, 1)] - schur[(0, 1)] * schur[(1, 0)]);
    if det.is_nan() || det <= 0.0 || sum <= 0.0 {
        return Ok((symplectic_eigenvalues(v)?[0], 0.0));
    }
    let (square, square_error) = discriminant(v, two(0, 0) - two(2, 2), sum_error);
    let root = square.max(0.0).sqrt();
    // √(x ± e) is off by e/√x, and by no more than √(2e).
    let root_error = (square_error / root).min((2.0 * square_error).sqrt());
    let rounding = (sum_error + root_error) / (sum + root);
    Ok(((2.0 * det / (sum + root)).sqrt(), rounding))
}

/// (det A − det B)² + 4 det(AJC + CJB), and its rounding error.
fn discriminant(v: &Matrix, difference: f64, difference_error: f64) -> (f64, f64) {
    let block = |row: usize, column: usize| v.select(&[row, row + 1], &[column, column + 1]);
    let (a, b, c) = (block(0, 0), block(2, 2), block(0, 2));
    let m = a
        .times(&form_times(&c))
        .plus(1.0, &c.times(&form_times(&b)));
    let m_error = 8.0 * f64::EPSILON * (a.frobenius() + b.frobenius()) * c.frobenius();
    let det = m[(0, 0)] * m[(1, 1)] - m[(0, 1)] * m[(1, 0)];
    let value = difference * difference + 4.0 * det;
    let error = 2.0 * difference_error * difference.abs()
        + difference_error * difference_error
        + 8.0 * m_error * (m.frobenius() + m_error)
        + 8.0 * f64::EPSILON * (difference * difference + 4.0 * m.frobenius().powi(2));
    (value, error)
}

/// ξ_g = [Var(x_j + g x_k) + Var(p_j − g p_k)]/(1 + g²) of two modes, eq 8 of
/// Huang et al. (2018); below 1 they are entangled.
pub fn epr_variance(state: &Covariance, [first, second]: [usize; 2], g: f64) -> Result<Estimate> {
    let (x, p) = epr_vectors(state, [first, second], g)?;
    let value = (state.variance(&x) + state.variance(&p)) / (1.0 + g * g);
    let rounding = 8.0 * f64::EPSILON * state.matrix().norm_bound();
    Ok(estimate(
        state,
        value,
        state.relative_error() * value + rounding,
    ))
}

/// The g that makes ξ_g smallest, and that ξ_g: the smaller eigenvalue of
/// [[α, β], [β, γ]], α = Var x_j + Var p_j, γ likewise of k,
/// β = Cov(x_j, x_k) − Cov(p_j, p_k). It is 2ν̃₋ for a state of the standard
/// form with ⟨xx⟩ = −⟨pp⟩ only.
pub fn optimal_epr_variance(state: &Covariance, modes: [usize; 2]) -> Result<(f64, Estimate)> {
    epr_vectors(state, modes, 0.0)?;
    let v = state.matrix();
    let [j, k] = modes.map(|mode| 2 * mode);
    let alpha = v[(j, j)] + v[(j + 1, j + 1)];
    let gamma = v[(k, k)] + v[(k + 1, k + 1)];
    let beta = v[(j, k)] - v[(j + 1, k + 1)];
    let root = (alpha - gamma).hypot(2.0 * beta);
    // (1, g) is the eigenvector: β/(γ − λ) by the form that does not cancel.
    let excess = if gamma >= alpha {
        0.5 * (gamma - alpha + root)
    } else {
        2.0 * beta * beta / (alpha - gamma + root)
    };
    let g = if beta == 0.0 {
        if gamma >= alpha { 0.0 } else { f64::INFINITY }
    } else {
        -beta / excess
    };
    let value = 2.0 * (alpha * gamma - beta * beta) / (alpha + gamma + root);
    let rounding = 8.0 * f64::EPSILON * (alpha + gamma);
    Ok((
        g,
        estimate(state, value, state.relative_error() * value + rounding),
    ))
}

/// The coefficients of x_j + g x_k and p_j − g p_k.
fn epr_vectors(
    state: &Covariance,
    [first, second]: [usize; 2],
    g: f64,
) -> Result<(Vec<f64>, Vec<f64>)> {
    check_modes(state, &[first, second])?;
    let mut x = vec![0.0; 2 * state.modes()];
    let mut p = x.clone();
    (x[2 * first], x[2 * second]) = (1.0, g);
    (p[2 * first + 1], p[2 * second + 1]) = (1.0, -g);
    Ok((x, p))
}

/// How well the modes `by` predict one mode: 2√det(B − CᵀA⁻¹C), Reid's product
/// over its bound. Below 1 they steer it. For the standard form it is
/// 2(b − c²/a).
pub fn reid_product(state: &Covariance, by: &[usize], steered: usize) -> Result<Estimate> {
    let schur = predicted(state, by, &[steered])?;
    let det = schur[(0, 0)] * schur[(1, 1)] - schur[(0, 1)] * schur[(1, 0)];
    let value = 2.0 * det.max(0.0).sqrt();
    Ok(estimate(state, value, value * relative(state)))
}

/// Gaussian steerability Σ max(0, −log2(2ν)) in ebits over the symplectic
/// eigenvalues ν of what is left of `steered` when `by` is known (Kogias et
/// al., PRL 114, 060403, 2015).
pub fn steerability(state: &Covariance, by: &[usize], steered: &[usize]) -> Result<Estimate> {
    let values = symplectic_eigenvalues(&predicted(state, by, steered)?)?;
    Ok(summed(state, &values, 0.0, |twice| {
        (-twice.log2()).max(0.0)
    }))
}

/// The average fidelity of teleporting coherent states with unit gain:
/// F = 1/√det(1 + N), N_jk = u_jᵀVu_k, u₁ = x_j + x_k, u₂ = p_j − p_k.
///
/// 1/(1+a+b+2c) for the standard form; above ½ without entanglement never.
/// Other signs of the correlations need one mode turned first.
pub fn teleportation_fidelity(state: &Covariance, modes: [usize; 2]) -> Result<Estimate> {
    let (x, p) = epr_vectors(state, modes, 1.0)?;
    let shared = state.matrix().form(&x, &p);
    let noise = [state.variance(&x), state.variance(&p)];
    let det = 1.0 + noise[0] + noise[1] + (noise[0] * noise[1] - shared * shared);
    let value = 1.0 / det.sqrt();
    let rounding = 8.0 * f64::EPSILON * state.matrix().norm_bound();
    // 1 + N grows by at most 1+δ with V.
    Ok(estimate(
        state,
        value,
        value * (state.relative_error() + rounding),
    ))
}

/// The von Neumann entropy Σ s(ν) in ebits,
/// s = (ν+½)log2(ν+½) − (ν−½)log2(ν−½) = log2(1+e) + e log2(1+1/e), e = ν−½.
/// O(n³).
pub fn entropy(state: &Covariance) -> Result<Estimate> {
    let values = state.symplectic_eigenvalues()?;
    let of = |nu: f64| {
        let excess = (nu - 0.5).max(0.0);
        if excess > 0.0 {
            (excess.ln_1p() + excess * (1.0 / excess).ln_1p()) / std::f64::consts::LN_2
        } else {
            0.0
        }
    };
    let sum = |factor: f64| -> f64 { values.iter().map(|nu| of(factor * nu)).sum() };
    let delta = relative(state);
    let value = sum(1.0);
    let error_bound = (sum(1.0 + delta) - value).max(value - sum(1.0 - delta));
    Ok(estimate(
        state,
        value,
        error_bound + 4.0 * f64::EPSILON * value,
    ))
}

/// tr ρ² = 1/(2ⁿ√det V), at most 1.
pub fn purity(state: &Covariance) -> Estimate {
    let value = state.purity();
    let error = (state.modes() as f64 * relative(state)).exp_m1();
    estimate(state, value, value * error)
}

/// A sum over 2ν of symplectic eigenvalues, and how far it moves with them;
/// `rounding` is what these are off by, relative to them, besides what V is.
fn summed(state: &Covariance, values: &[f64], rounding: f64, term: fn(f64) -> f64) -> Estimate {
    let sum = |factor: f64| values.iter().map(|nu| term(2.0 * factor * nu)).sum::<f64>();
    let delta = relative(state) + rounding;
    let value = sum(1.0);
    let error_bound = (sum(1.0 + delta) - value)
        .abs()
        .max((sum(1.0 - delta) - value).abs());
    estimate(state, value, error_bound + 4.0 * f64::EPSILON * value)
}

/// δ with the rounding of what is computed from V: the condition of V's
/// largest against its smallest uncertainty, times a few units.
fn relative(state: &Covariance) -> f64 {
    let v = state.matrix();
    let n = v.rows() as f64;
    let inverse = Lu::new(v.clone()).solve_matrix(Matrix::identity(v.rows()));
    let condition = v.norm_bound() * inverse.norm_bound();
    state.relative_error() + 4.0 * n * f64::EPSILON * condition.max(1.0)
}

fn predicted(state: &Covariance, by: &[usize], steered: &[usize]) -> Result<Matrix> {
    check_modes(state, &[by, steered].concat())?;
    let rows = |modes: &[usize]| -> Vec<usize> {
        modes
            .iter()
            .flat_map(|mode| [2 * mode, 2 * mode + 1])
            .collect()
    };
    Ok(schur_complement(state.matrix(), &rows(by), &rows(steered)).symmetrized())
}

/// B − CᵀA⁻¹C, A the block of the known rows, B that of the others.
fn schur_complement(v: &Matrix, known: &[usize], others: &[usize]) -> Matrix {
    let shared = v.select(known, others);
    let solved = Lu::new(v.select(known, known)).solve_matrix(shared.clone());
    v.select(others, others)
        .plus(-1.0, &shared.transpose().times(&solved))
}

fn check_modes(state: &Covariance, modes: &[usize]) -> Result<()> {
    for (k, mode) in modes.iter().enumerate() {
        if *mode >= state.modes() || modes[..k].contains(mode) {
            return Err(Error::OutOfRange {
                parameter: "mode",
                value: mode.to_string(),
                allowed: format!("less than {}, and every mode once", state.modes()),
            });
        }
    }
    Ok(())
}

fn estimate(state: &Covariance, value: f64, error_bound: f64) -> Estimate {
    Estimate {
        value,
        error_bound,
        kind: state.kind(),
    }
}
