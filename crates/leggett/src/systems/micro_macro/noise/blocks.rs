//! The negativity of a state of the qubit and N spins that is given in blocks
//! of the spins' total J.

use crate::error::{Error, Result};
use crate::noise::Channel;
use leggett_num::dense::{Complex, hermitian_eigenvalues, symmetric_eigenvalues};

/// ⟨x|ρ|y⟩ for the qubit's x, y in one block J, summed over its copies: rows
/// of 2J+1 elements, from k = J + M = 0 upwards.
pub(super) struct Blocks {
    /// 2J + 1.
    pub size: usize,
    /// x = y = 0.
    pub zero: Vec<Complex>,
    /// x = 0, y = 1.
    pub between: Vec<Complex>,
    /// x = y = 1.
    pub one: Vec<Complex>,
}

/// −Σ of the negative eigenvalues of the partial transpose, after noise on the
/// qubit. O((2J+1)³).
pub(super) fn negativity_of_block(blocks: &Blocks, channel: Channel, strength: f64) -> Result<f64> {
    let size = blocks.size;
    // ⟨x; row|ρ|y; column⟩ after the qubit's noise; its ↑ is |1⟩.
    let element = |x: usize, y: usize, row: usize, column: usize| {
        let (here, turned) = (row * size + column, column * size + row);
        let before = [
            [blocks.one[here], blocks.between[turned].conj()],
            [blocks.between[here], blocks.zero[here]],
        ];
        channel.apply(strength, before)[1 - x][1 - y]
    };
    // The qubit's part is transposed.
    let entry = |row: usize, column: usize| {
        let (x, y) = (row / size, column / size);
        element(y, x, row % size, column % size)
    };
    let all = [&blocks.zero, &blocks.between, &blocks.one];
    let real = all.iter().all(|it| it.iter().all(|x| x.im == 0.0));
    let values = if real {
        symmetric_eigenvalues(2 * size, |row, column| entry(row, column).re)
    } else {
        hermitian_eigenvalues(2 * size, entry)
    };
    let values = values.map_err(|_| Error::BoundViolated {
        quantity: "eigenvalues of a partial transpose",
        value: f64::NAN,
        allowed: "a converged iteration".to_owned(),
    })?;
    Ok(values.iter().filter(|it| **it < 0.0).map(|it| -it).sum())
}

/// Bytes and operations of all blocks of n spins, every J counted.
pub(super) fn cost(n: f64) -> (f64, f64) {
    let elements = (n + 1.0) * (n + 1.0);
    // Σ_J (2(2J+1))³ ≈ n⁴, about three operations each.
    (
        160.0 * elements,
        3.0 * elements * elements + 30.0 * n * elements,
    )
}
