//! The chain in the product space of all its ensembles, from the protocol's
//! definition alone: initial state, gates, rotations, projections. Nothing is
//! used that was derived from these, and no formula of the library.

use super::jacobi;
use leggett_num::dense::Complex;

/// One ensemble in some basis in which n_a is diagonal.
pub struct Ensemble {
    /// n_a of each basis state.
    numbers: Vec<f64>,
    /// The state with every atom in |+x>.
    initial: Vec<f64>,
    /// For each outcome q, bras that span the eigenspace 2q − N of S_x.
    effects: Vec<Vec<Vec<f64>>>,
}

impl Ensemble {
    /// The N+1 Dicke states; the x basis by diagonalising S_x = a†b + b†a.
    pub fn dicke(atoms: usize) -> Self {
        let mut s_x = vec![vec![0.0; atoms + 1]; atoms + 1];
        for k in 0..atoms {
            let coupling = (((k + 1) * (atoms - k)) as f64).sqrt();
            s_x[k + 1][k] = coupling;
            s_x[k][k + 1] = coupling;
        }
        let eigenpairs = jacobi::eigenpairs(s_x);
        for (q, (value, _)) in eigenpairs.iter().enumerate() {
            assert!((value - (2.0 * q as f64 - atoms as f64)).abs() < 1e-13);
        }
        Self {
            numbers: (0..=atoms).map(|k| k as f64).collect(),
            initial: (0..=atoms)
                .map(|k| (choose(atoms, k) / 2f64.powi(atoms as i32)).sqrt())
                .collect(),
            effects: eigenpairs.into_iter().map(|(_, bra)| vec![bra]).collect(),
        }
    }

    /// The 2^N product states of N two-level atoms, a bit each, 1 for a; the
    /// x basis is that of the products of |+> and |−>.
    pub fn spins(atoms: usize) -> Self {
        let states = 1usize << atoms;
        let amplitude = 1.0 / (states as f64).sqrt();
        let product = |minus: usize| -> Vec<f64> {
            (0..states)
                .map(|bits| match (!bits & minus).count_ones() % 2 {
                    0 => amplitude,
                    _ => -amplitude,
                })
                .collect()
        };
        let eigenspace = |q: usize| {
            (0..states)
                .filter(|minus| minus.count_ones() as usize == atoms - q)
                .map(product)
                .collect()
        };
        Self {
            numbers: (0..states)
                .map(|bits| f64::from(bits.count_ones()))
                .collect(),
            initial: product(0),
            effects: (0..=atoms).map(eigenspace).collect(),
        }
    }

    fn dimension(&self) -> usize {
        self.numbers.len()
    }
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |value, i| value * (n - i) as f64 / (i + 1) as f64)
}

/// What a vector of outcomes leaves between the ends.
pub struct Measured {
    pub outcomes: Vec<u64>,
    pub probability: f64,
    /// E of the normalised state, in ebits.
    pub entropy: f64,
}

/// Every vector of outcomes of a chain of M ensembles, all of them measured
/// along x but the first and the last.
pub fn all_outcomes(ensemble: &Ensemble, nodes: usize, time: f64, phase: f64) -> Vec<Measured> {
    let mut state = initial_state(ensemble, nodes);
    for node in 1..nodes {
        // exp[−i (−1)^j n_j n_{j+1} t], nodes counted from 1.
        let sign = if node % 2 == 0 { 1.0 } else { -1.0 };
        multiply_phases(ensemble, nodes, &mut state, |numbers| {
            -sign * numbers[node - 1] * numbers[node] * time
        });
    }
    multiply_phases(ensemble, nodes, &mut state, |numbers| {
        phase * numbers[1..nodes - 1].iter().sum::<f64>()
    });
    let mut found = Vec::new();
    measure(
        ensemble,
        nodes - 2,
        vec![state],
        &mut Vec::new(),
        &mut found,
    );
    found
}

fn initial_state(ensemble: &Ensemble, nodes: usize) -> Vec<Complex> {
    let mut state = vec![1.0];
    for _ in 0..nodes {
        state = state
            .iter()
            .flat_map(|left| ensemble.initial.iter().map(move |right| left * right))
            .collect();
    }
    state
        .into_iter()
        .map(|value| Complex::new(value, 0.0))
        .collect()
}

/// Multiplies each product state by e^{i angle}; the angle is a function of
/// the numbers n_a of the ensembles, the first of which varies slowest.
fn multiply_phases(
    ensemble: &Ensemble,
    nodes: usize,
    state: &mut [Complex],
    angle: impl Fn(&[f64]) -> f64,
) {
    let mut numbers = vec![0.0; nodes];
    for (index, amplitude) in state.iter_mut().enumerate() {
        let mut rest = index;
        for number in numbers.iter_mut().rev() {
            *number = ensemble.numbers[rest % ensemble.dimension()];
            rest /= ensemble.dimension();
        }
        *amplitude *= Complex::from_polar(1.0, angle(&numbers));
    }
}

/// Projects the second of the remaining ensembles on every outcome in turn.
/// An eigenspace of several dimensions leaves as many orthogonal branches.
fn measure(
    ensemble: &Ensemble,
    measured: usize,
    branches: Vec<Vec<Complex>>,
    outcomes: &mut Vec<u64>,
    found: &mut Vec<Measured>,
) {
    if measured == 0 {
        found.push(ends(ensemble, &branches, outcomes));
        return;
    }
    for (q, bras) in ensemble.effects.iter().enumerate() {
        let projected = branches
            .iter()
            .flat_map(|branch| bras.iter().map(move |bra| contract_second(branch, bra)))
            .collect();
        outcomes.push(q as u64);
        measure(ensemble, measured - 1, projected, outcomes, found);
        outcomes.pop();
    }
}

/// <bra| on the second ensemble.
fn contract_second(state: &[Complex], bra: &[f64]) -> Vec<Complex> {
    let first = state.len() / bra.len();
    let rest = first / bra.len();
    let mut result = Vec::with_capacity(first);
    for k_first in 0..bra.len() {
        for k_rest in 0..rest {
            let terms = bra.iter().enumerate().map(|(k, overlap)| {
                state[k_first * first + k * rest + k_rest] * Complex::new(*overlap, 0.0)
            });
            result.push(terms.sum());
        }
    }
    result
}

/// The entropy of the first ensemble, which is that between the ends, since
/// the measured ones are in a product state with them.
fn ends(ensemble: &Ensemble, branches: &[Vec<Complex>], outcomes: &[u64]) -> Measured {
    let n = ensemble.dimension();
    // A Hermitian matrix X + iY has the eigenvalues of [X, −Y; Y, X], twice.
    let mut embedded = vec![vec![0.0; 2 * n]; 2 * n];
    for row in 0..n {
        for column in 0..n {
            let entry: Complex = branches
                .iter()
                .flat_map(|state| (0..n).map(|k| state[row * n + k] * state[column * n + k].conj()))
                .sum();
            embedded[row][column] = entry.re;
            embedded[n + row][n + column] = entry.re;
            embedded[n + row][column] = entry.im;
            embedded[row][n + column] = -entry.im;
        }
    }
    let probability: f64 = (0..n).map(|k| embedded[k][k]).sum();
    let twice: f64 = jacobi::eigenpairs(embedded)
        .iter()
        .map(|(value, _)| value / probability)
        .filter(|share| *share > 0.0)
        .map(|share| -share * share.log2())
        .sum();
    Measured {
        outcomes: outcomes.to_vec(),
        probability,
        entropy: 0.5 * twice,
    }
}
