//! The symplectic form and transformations that preserve it.

use leggett_num::matrix::Matrix;

/// J M, J = ⊕[[0, 1], [−1, 0]]; for any number of columns.
pub fn form_times(matrix: &Matrix) -> Matrix {
    Matrix::from_fn(matrix.rows(), matrix.columns(), |row, column| {
        if row % 2 == 0 {
            matrix[(row + 1, column)]
        } else {
            -matrix[(row - 1, column)]
        }
    })
}

/// J M Jᵀ.
pub fn form_congruence(matrix: &Matrix) -> Matrix {
    form_times(&form_times(matrix).transpose()).transpose()
}

/// a → e^{−iφ} a of one of the modes.
pub fn rotation(modes: usize, mode: usize, phase: f64) -> Matrix {
    let (sine, cosine) = phase.sin_cos();
    let mut result = Matrix::identity(2 * modes);
    result[(2 * mode, 2 * mode)] = cosine;
    result[(2 * mode, 2 * mode + 1)] = sine;
    result[(2 * mode + 1, 2 * mode)] = -sine;
    result[(2 * mode + 1, 2 * mode + 1)] = cosine;
    result
}

/// a → √T a + √(1−T) b, b → √T b − √(1−T) a of two different modes;
/// 0 ≤ T ≤ 1.
pub fn beam_splitter(modes: usize, first: usize, second: usize, transmission: f64) -> Matrix {
    let (through, across) = (transmission.sqrt(), (1.0 - transmission).sqrt());
    let mut result = Matrix::identity(2 * modes);
    for k in 0..2 {
        let (a, b) = (2 * first + k, 2 * second + k);
        result[(a, a)] = through;
        result[(b, b)] = through;
        result[(a, b)] = across;
        result[(b, a)] = -across;
    }
    result
}

/// x → e^{−r} x, p → e^r p of one of the modes.
pub fn squeezer(modes: usize, mode: usize, squeezing: f64) -> Matrix {
    let mut result = Matrix::identity(2 * modes);
    result[(2 * mode, 2 * mode)] = (-squeezing).exp();
    result[(2 * mode + 1, 2 * mode + 1)] = squeezing.exp();
    result
}
