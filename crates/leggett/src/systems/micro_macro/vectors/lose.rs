//! What a loss of some spins leaves of two branch vectors.
//!
//! With the unnormalised vectors X_u = √w ⟨u|ψ0⟩ and Y_u = √(1−w) ⟨u|ψ1⟩ of the
//! spins that remain, for every configuration u of the lost ones, the partial
//! transpose is [[Σ X X†, Σ Y X†], [Σ X Y†, Σ Y Y†]]. It acts on the span of
//! all X_u and Y_u, of dimension at most 2·2^m, or on all 2^(N−m) dimensions of
//! what remains, whichever is less.

use super::super::lose::Lost;
use super::super::{check_share, largest_negativity};
use super::{Branches, Selection, exact, mean};
use crate::error::Result;
use crate::estimate::Estimate;
use crate::qubits::coordinates::{coordinates, from_gram, no_convergence};
use crate::qubits::rows::Rows;
use crate::qubits::{Sites, marginals};
use leggett_num::Work;
use leggett_num::dense::{Complex, ComplexMatrix, hermitian_eigenvalues};
use leggett_num::gram::GramMatrix;

/// The negativity after the loss of the spins, and its mean over their choices.
///
/// The bound is √(w(1−w)) ‖√ρ0 √ρ1‖₁ with the states ρ0, ρ1 of the lost spins in
/// either branch (Uhlmann's root fidelity), which is also the trace norm of
/// Σ X Y†: √(w(1−w)) ‖Σ ⟨u|ψ0⟩⟨ψ1|u⟩‖₁. The deficit is a difference and known to
/// the absolute error of the negativity only.
///
/// O(2^N 2^min(m, N−m) + 8^min(m, N−m)) for each choice.
pub fn lose(branches: &Branches, selection: &Selection, weight: f64, work: &Work) -> Result<Lost> {
    check_share("weight", weight)?;
    let sets = selection.resolve(branches.spins())?;
    let grams = match selection {
        // All at once, since every spin needs the whole of both vectors.
        Selection::Any(1) => {
            let [zero, one] = branches.vectors();
            marginals::grams(&[zero, one], work)?
        }
        _ => Vec::new(),
    };
    let each = sets.iter().enumerate();
    let results: Vec<Lost> = each
        .map(|(index, sites)| of_sites(branches, sites, grams.get(index), weight, work))
        .collect::<Result<_>>()?;
    Ok(Lost {
        negativity: mean(results.iter().map(|it| it.negativity)),
        negativity_deficit: mean(results.iter().map(|it| it.negativity_deficit)),
        negativity_bound: mean(results.iter().map(|it| it.negativity_bound)),
    })
}

/// Whether all of what remains has fewer dimensions than the span.
fn by_what_remains(spins: usize, lost: usize) -> bool {
    spins - lost <= lost + 1
}

/// `gram` is that of the rows of the sites, if it is known.
fn of_sites(
    branches: &Branches,
    sites: &Sites,
    gram: Option<&GramMatrix>,
    weight: f64,
    work: &Work,
) -> Result<Lost> {
    let spins = branches.spins();
    let state = if by_what_remains(spins, sites.count()) {
        State::of_all(branches, sites, weight, work)?
    } else {
        State::of_span(branches, sites, gram, weight, work)?
    };
    let largest = largest_negativity(weight);
    // Without spins there is nothing to be entangled with.
    let negativity = if sites.count() == spins {
        exact(0.0, 0.0)
    } else {
        state.negativity(work)?
    };
    let error = negativity.error_bound + 4.0 * f64::EPSILON;
    let mut bound = state.bound()?;
    // The bound holds; rounding could hide that.
    bound.value = bound.value.max(negativity.value);
    Ok(Lost {
        negativity,
        negativity_deficit: exact((largest - negativity.value).max(0.0), error),
        negativity_bound: bound,
    })
}

/// The state of the qubit and of d dimensions of the spins.
struct State {
    dimension: usize,
    /// Row (q, i), column (q', j) of order 2d.
    density: ComplexMatrix,
    /// A bound on the trace-norm distance of the partial transpose.
    error: f64,
}

impl State {
    /// From the coordinates of the rows in a basis of their span.
    fn of_span(
        branches: &Branches,
        sites: &Sites,
        gram: Option<&GramMatrix>,
        weight: f64,
        work: &Work,
    ) -> Result<Self> {
        let [zero, one] = branches.vectors();
        let rows = Rows::new(&[zero, one], sites);
        let found = match gram {
            Some(gram) => {
                // Two of its entries make one component of a Bloch vector.
                let rounding = 0.5 * marginals::rounding(sites.spins());
                from_gram(&rows, gram, rounding, work)?
            }
            None => coordinates(&rows, work)?,
        };
        let (dimension, configurations) = (found.dimension, 1 << sites.count());
        let roots = [weight.sqrt(), (1.0 - weight).sqrt()];
        let stacked = ComplexMatrix::from_fn(2 * dimension, configurations, |row, u| {
            let (qubit, basis) = (row / dimension, row % dimension);
            found.get(basis, qubit * configurations + u) * roots[qubit]
        });
        work.check()?;
        // ρ^T = Z S Z† with the swap S and ‖Z‖ = √2 in the Frobenius norm.
        let rounding = (2 * dimension + configurations) as f64 * f64::EPSILON;
        Ok(Self {
            dimension,
            density: stacked.times_own_adjoint(),
            error: 4.0 * found.error + 2.0 * rounding,
        })
    }

    /// From all products of the rows of what remains.
    fn of_all(branches: &Branches, sites: &Sites, weight: f64, work: &Work) -> Result<Self> {
        let [zero, one] = branches.vectors();
        let rows = Rows::new(&[zero, one], &sites.others());
        let gram = rows.gram(work)?;
        let dimension = 1 << (sites.spins() - sites.count());
        let roots = [weight.sqrt(), (1.0 - weight).sqrt()];
        let density = ComplexMatrix::from_fn(2 * dimension, 2 * dimension, |row, column| {
            gram.get(column, row) * (roots[row / dimension] * roots[column / dimension])
        });
        Ok(Self {
            dimension,
            density,
            error: (2.0 * dimension as f64).sqrt() * (rows.rounding() + 4.0 * f64::EPSILON),
        })
    }

    /// The entry of the partial transpose with respect to the qubit.
    fn transposed(&self, row: usize, column: usize) -> Complex {
        let d = self.dimension;
        let (qubit, other) = (row / d, column / d);
        self.density
            .get(other * d + row % d, qubit * d + column % d)
    }

    fn negativity(&self, work: &Work) -> Result<Estimate> {
        work.check()?;
        let order = 2 * self.dimension;
        let values = hermitian_eigenvalues(order, |row, column| self.transposed(row, column))
            .map_err(no_convergence)?;
        let negative: f64 = values.iter().filter(|value| **value < 0.0).sum();
        let solver = order as f64 * 8.0 * f64::EPSILON;
        Ok(exact(0.0 - negative, self.error + solver))
    }

    /// ‖Σ X Y†‖₁
    fn bound(&self) -> Result<Estimate> {
        let d = self.dimension;
        let cross = ComplexMatrix::from_fn(d, d, |row, column| self.density.get(row, d + column));
        let values = cross.singular_values().map_err(no_convergence)?;
        let solver = d as f64 * 8.0 * f64::EPSILON;
        Ok(exact(values.iter().sum(), self.error + solver))
    }
}

/// The rows of the Gram matrix of one choice.
fn rows(spins: usize, selection: &Selection) -> f64 {
    let lost = selection.particles().min(spins);
    let sites = if by_what_remains(spins, lost) {
        spins - lost
    } else {
        lost
    };
    2.0 * (sites as f64).exp2()
}

/// Bytes beyond the branches themselves.
pub fn bytes(spins: usize, selection: &Selection) -> f64 {
    let rows = rows(spins, selection);
    let factor = if by_what_remains(spins, selection.particles().min(spins)) {
        70.0
    } else {
        270.0
    };
    factor * rows * rows + 0.3 * (spins as f64).exp2() / rows + 4e6
}

/// Floating-point operations, within a factor of two: how many rows need a
/// second pass depends on the state.
pub fn operations(spins: usize, selection: &Selection) -> f64 {
    let (rows, amplitudes) = (rows(spins, selection), (spins as f64).exp2());
    let all_of_what_remains = by_what_remains(spins, selection.particles().min(spins));
    let each = match selection {
        _ if all_of_what_remains => 8.0 * rows * amplitudes + 20.0 * rows.powi(3),
        Selection::Any(1) => 32.0 * amplitudes + 2e4,
        _ => 12.0 * rows * amplitudes + 120.0 * rows.powi(3) + 2e4,
    };
    selection.sets(spins) * each
}
