//! The spectral measure of a basis vector: Lanczos iteration, Gauss rules.
//!
//! For a positive semidefinite A, e·f(A)·e = ∫ f dρ with the spectral measure ρ
//! of e. d steps of Lanczos give the Gauss rule with d nodes, exact up to the
//! degree 2d−1, and with one more node at 0 the rule of Gauss and Radau. Where
//! the derivatives of f keep their signs on x > 0 (as those of xᵐ ln x above
//! the m-th do), the two rules bracket the integral.

use crate::banded::Banded;
use crate::tridiagonal::{Node, spectral_measure};
use crate::vectors::{axpy, dot};
use crate::{Cancelled, Work};
use pulp::{Arch, NullaryFnOnce};

/// A Lanczos iteration that can be taken further.
///
/// Every vector is orthogonalised against all before it, so that the iteration
/// ends where the matrix has no more to tell. d steps take 4nbd + 4nd²
/// operations and 8nd bytes.
pub struct Lanczos<'a> {
    matrix: &'a Banded,
    /// The basis, vector after vector, each with the margin of the matrix.
    basis: Vec<f64>,
    diagonal: Vec<f64>,
    subdiagonal: Vec<f64>,
    exhausted: bool,
}

/// A coupling below this share of the largest ends the iteration.
const NEGLIGIBLE: f64 = 1e-15;

impl<'a> Lanczos<'a> {
    /// From the basis vector of this index.
    pub fn new(matrix: &'a Banded, start: usize) -> Self {
        let mut basis = vec![0.0; matrix.padded_order()];
        basis[start] = 1.0;
        Self {
            matrix,
            basis,
            diagonal: Vec::new(),
            subdiagonal: Vec::new(),
            exhausted: false,
        }
    }

    /// Whether the rules are exact, the whole Krylov space being found.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// How many steps were taken.
    pub fn depth(&self) -> usize {
        self.diagonal.len()
    }

    /// Goes on to this many steps, or to the end of the Krylov space.
    pub fn extend(&mut self, depth: usize, work: &Work) -> Result<(), Cancelled> {
        while self.depth() < depth && !self.exhausted {
            work.check()?;
            Arch::new().dispatch(Step { lanczos: self });
        }
        Ok(())
    }

    #[inline(always)]
    fn step(&mut self) {
        let length = self.matrix.padded_order();
        let mut next = vec![0.0; length];
        let last = &self.basis[self.basis.len() - length..];
        self.matrix.multiply(last, &mut next);
        let mut overlap = 0.0;
        for vector in self.basis.chunks_exact(length) {
            overlap = dot(vector, &next);
            axpy(&mut next, -overlap, vector);
        }
        self.diagonal.push(overlap);
        let coupling = dot(&next, &next).sqrt();
        let scale = self
            .subdiagonal
            .iter()
            .fold(overlap.abs(), |most, value| most.max(*value));
        self.exhausted = self.depth() == self.matrix.order()
            || coupling.is_nan()
            || coupling <= NEGLIGIBLE * scale.max(self.diagonal[0].abs());
        self.subdiagonal.push(coupling);
        if !self.exhausted {
            let inverse = 1.0 / coupling;
            self.basis.extend(next.iter().map(|value| value * inverse));
        }
    }

    /// The nodes and weights of the Gauss rule; at least one step was taken.
    pub fn gauss(&self) -> Vec<Node> {
        let inner = self.depth().saturating_sub(1);
        spectral_measure(self.diagonal.clone(), &self.subdiagonal[..inner])
    }

    /// The rule with one more node at 0; `None` where the iteration has ended,
    /// or where rounding already put a node there.
    pub fn gauss_radau(&self) -> Option<Vec<Node>> {
        let coupling = *self.subdiagonal.last().filter(|_| !self.exhausted)?;
        // The last pivot of the factorisation of the tridiagonal matrix.
        let mut pivot = self.diagonal[0];
        for (value, coupling) in self.diagonal[1..].iter().zip(&self.subdiagonal) {
            pivot = value - coupling * coupling / pivot;
        }
        if pivot.is_nan() || pivot <= f64::EPSILON * self.diagonal[0].abs() {
            return None;
        }
        let mut diagonal = self.diagonal.clone();
        diagonal.push(coupling * coupling / pivot);
        Some(spectral_measure(diagonal, &self.subdiagonal))
    }
}

/// One step, as what [`Arch::dispatch`] compiles once for each instruction set.
struct Step<'a, 'b> {
    lanczos: &'a mut Lanczos<'b>,
}

impl NullaryFnOnce for Step<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.lanczos.step();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Gaussian kernel with Gaussian weights, positive, cut to a band.
    fn matrix(order: usize) -> Banded {
        let weight = |i: usize| (-((i as f64 - order as f64 / 2.0) / 20.0).powi(2)).exp();
        let mut matrix = Banded::zeros(order, 16);
        for column in 0..order {
            for row in column..order.min(column + 17) {
                let distance = (row - column) as f64 / 2.0;
                matrix.set(
                    row,
                    column,
                    weight(row) * weight(column) * (-distance * distance).exp(),
                );
            }
        }
        matrix
    }

    fn sum(nodes: &[Node]) -> f64 {
        let positive = nodes.iter().filter(|node| node.value > 0.0);
        positive
            .map(|node| node.weight * node.value.powi(2) * node.value.ln())
            .sum()
    }

    #[test]
    fn the_two_rules_bracket_what_the_whole_space_gives() {
        let matrix = matrix(60);
        let mut whole = Lanczos::new(&matrix, 25);
        whole.extend(60, &Work::new()).unwrap();
        assert!(whole.is_exhausted() && whole.gauss_radau().is_none());
        let exact = sum(&whole.gauss());
        let mut lanczos = Lanczos::new(&matrix, 25);
        for depth in [3, 6, 9] {
            lanczos.extend(depth, &Work::new()).unwrap();
            let (gauss, radau) = (sum(&lanczos.gauss()), sum(&lanczos.gauss_radau().unwrap()));
            // The derivatives of x² ln x of even order are negative.
            assert!(
                radau <= exact && exact <= gauss,
                "{depth}: {radau} {exact} {gauss}"
            );
        }
    }

    #[test]
    fn the_rule_has_the_moments_of_the_matrix() {
        let matrix = matrix(40);
        let mut lanczos = Lanczos::new(&matrix, 20);
        lanczos.extend(5, &Work::new()).unwrap();
        let length = matrix.padded_order();
        let (mut vector, mut next) = (vec![0.0; length], vec![0.0; length]);
        vector[20] = 1.0;
        for power in 0..=9 {
            let moment: f64 = lanczos
                .gauss()
                .iter()
                .map(|node| node.weight * node.value.powi(power))
                .sum();
            assert!((moment / vector[20] - 1.0).abs() < 1e-12, "{power}");
            matrix.multiply(&vector, &mut next);
            std::mem::swap(&mut vector, &mut next);
        }
    }
}
