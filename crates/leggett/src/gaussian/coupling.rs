//! Couplings and Hamiltonians that remember what was added up to make them.
//!
//! Where light meets light on a beam splitter, √Γ sin θ and √Γ cos θ may nearly
//! cancel: an entry of the sum is rounded relative to its terms, not to itself.

use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;

/// A row Λ of L = Λx.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Coupling {
    values: Vec<Complex>,
    /// For the real and the imaginary part of every entry, the sum of the
    /// magnitudes of its terms.
    terms: Vec<Complex>,
}

impl Coupling {
    /// A row that is rounded relative to its entries.
    pub(super) fn new(values: Vec<Complex>) -> Self {
        Self {
            terms: values.iter().map(magnitudes).collect(),
            values,
        }
    }

    /// No coupling to this many quadratures.
    pub(super) fn none(order: usize) -> Self {
        Self::new(vec![Complex::new(0.0, 0.0); order])
    }

    pub(super) fn values(&self) -> &[Complex] {
        &self.values
    }

    pub(super) fn terms(&self) -> &[Complex] {
        &self.terms
    }

    pub(super) fn scaled(&self, factor: Complex) -> Self {
        let size = magnitudes(&factor);
        Self {
            values: self.values.iter().map(|value| factor * value).collect(),
            terms: self.terms.iter().map(|term| product(&size, term)).collect(),
        }
    }

    /// The same row, which is off by this factor more.
    pub(super) fn loosened(&self, factor: f64) -> Self {
        Self {
            values: self.values.clone(),
            terms: self.terms.iter().map(|term| term * factor).collect(),
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (sum, value) in self.values.iter_mut().zip(&other.values) {
            *sum += value;
        }
        for (sum, term) in self.terms.iter_mut().zip(&other.terms) {
            *sum += term;
        }
    }

    /// Σ of rows with complex factors.
    pub(super) fn combination(factors: &[Complex], rows: &[Self], order: usize) -> Self {
        let mut sum = Self::none(order);
        for (factor, row) in factors.iter().zip(rows) {
            sum.add(&row.scaled(*factor));
        }
        sum
    }
}

/// The symmetric matrix of H = ½xᵀHx.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hamiltonian {
    matrix: Matrix,
    terms: Matrix,
}

impl Hamiltonian {
    /// A matrix that is rounded relative to its entries.
    pub(super) fn new(matrix: Matrix) -> Self {
        Self {
            terms: matrix.magnitudes(),
            matrix,
        }
    }

    pub(super) fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    pub(super) fn terms(&self) -> &Matrix {
        &self.terms
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            matrix: self.matrix.clone().plus(1.0, &other.matrix),
            terms: self.terms.clone().plus(1.0, &other.terms),
        }
    }

    /// H += Im M + (Im M)ᵀ, M = Λ₂†Λ₁: the matrix of (L₂†L₁ − h.c.)/2i. Costs
    /// as many entries as the rows have together.
    pub(super) fn interact(&mut self, later: &Coupling, earlier: &Coupling) {
        let none = Complex::new(0.0, 0.0);
        let left = later.values.iter().zip(&later.terms).enumerate();
        // What cancelled to 0 still has its error.
        for (row, (left, left_term)) in left.filter(|(_, (_, term))| **term != none) {
            let right = earlier.values.iter().zip(&earlier.terms);
            for (column, (right, right_term)) in right.enumerate() {
                let value = (left.conj() * right).im;
                let term = left_term.re * right_term.im + left_term.im * right_term.re;
                for place in [(row, column), (column, row)] {
                    self.matrix[place] += value;
                    self.terms[place] += term;
                }
            }
        }
    }
}

/// |Re| and |Im|.
fn magnitudes(value: &Complex) -> Complex {
    Complex::new(value.re.abs(), value.im.abs())
}

/// What the parts of a product add up, from the sizes of its factors.
fn product(left: &Complex, right: &Complex) -> Complex {
    Complex::new(
        left.re * right.re + left.im * right.im,
        left.re * right.im + left.im * right.re,
    )
}
