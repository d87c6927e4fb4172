//! The negativity of a state of the qubit and N spins that is given in blocks
//! of the spins' total J.

use crate::error::{Error, Result};
use crate::noise::Channel;
use leggett_num::dense::{
    Complex, ComplexMatrix, NoConvergence, hermitian_eigenvalues, symmetric_eigenvalues,
};

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

/// Which operator an order belongs to; `Turned` is |ψ1⟩⟨ψ0|, whose elements
/// are the conjugates of those of `Between` with the opposite order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    Zero,
    One,
    Between,
    Turned,
}

impl Blocks {
    /// Nothing yet.
    pub fn zero(size: usize) -> Self {
        let empty = vec![Complex::new(0.0, 0.0); size * size];
        Self {
            size,
            zero: empty.clone(),
            between: empty.clone(),
            one: empty,
        }
    }

    /// ‖⟨0|ρ|1⟩‖₁.
    pub fn coherence_norm(&self) -> Result<f64> {
        let matrix = ComplexMatrix::from_fn(self.size, self.size, |row, column| {
            self.between[row * self.size + column]
        });
        let values = matrix.singular_values().map_err(no_convergence)?;
        Ok(values.iter().sum())
    }

    /// The trace.
    pub fn share(&self) -> f64 {
        (0..self.size)
            .map(|k| self.zero[k * (self.size + 1)].re + self.one[k * (self.size + 1)].re)
            .sum()
    }

    /// Adds an element and, for an operator that is Hermitian, its mirror image.
    pub fn put(&mut self, part: Part, row: usize, column: usize, value: Complex) {
        let (here, turned) = (row * self.size + column, column * self.size + row);
        match part {
            Part::Between => self.between[here] += value,
            Part::Turned => self.between[turned] += value.conj(),
            Part::Zero | Part::One => {
                let target = if part == Part::Zero {
                    &mut self.zero
                } else {
                    &mut self.one
                };
                target[here] += value;
                if here != turned {
                    target[turned] += value.conj();
                }
            }
        }
    }

    /// Adds φ_x φ_y†, times the scales of zero, between and one; shorter
    /// vectors end in zeros.
    pub fn add_outer(&mut self, [zero, one]: &[Vec<Complex>; 2], scales: [f64; 3]) {
        let parts = [
            (&mut self.zero, zero, zero),
            (&mut self.between, zero, one),
            (&mut self.one, one, one),
        ];
        for ((target, ket, bra), scale) in parts.into_iter().zip(scales) {
            for (row, a) in target.chunks_exact_mut(self.size).zip(ket) {
                for (entry, b) in row.iter_mut().zip(bra) {
                    *entry += a * b.conj() * scale;
                }
            }
        }
    }
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
    let values = values.map_err(no_convergence)?;
    Ok(values.iter().filter(|it| **it < 0.0).map(|it| -it).sum())
}

fn no_convergence(_: NoConvergence) -> Error {
    Error::BoundViolated {
        quantity: "eigenvalues of a partial transpose",
        value: f64::NAN,
        allowed: "a converged iteration".to_owned(),
    }
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
