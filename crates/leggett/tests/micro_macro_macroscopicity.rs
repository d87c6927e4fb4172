//! Measures of macroscopicity, against the full space of a few spins, published
//! values and limits.

use leggett::dicke::state::SymmetricState;
use leggett::systems::micro_macro::macroscopicity::{
    Branches, coherent_minimal_subset, dicke_minimal_subset, tolerated_resolution,
};
use leggett_num::Work;
use leggett_num::dense::Complex;
use proptest::prelude::*;

const Z: [f64; 3] = [0.0, 0.0, 1.0];

#[test]
fn published_minimal_subsets() {
    let work = Work::new();
    assert_eq!(
        dicke_minimal_subset(10_000, [5200, 4800], 0.01, &work).unwrap(),
        Some(2527)
    );
    assert_eq!(
        dicke_minimal_subset(1_000_000, [502_000, 498_000], 0.01, &work).unwrap(),
        Some(252_751)
    );
    assert_eq!(dicke_minimal_subset(10, [5, 5], 0.01, &work).unwrap(), None);
    assert_eq!(
        dicke_minimal_subset(10, [10, 0], 0.01, &work).unwrap(),
        Some(1)
    );
}

#[test]
fn effective_sizes_of_known_states() {
    // GHZ: N; a Dicke state at the equator N/2 + 1 across; coherent: 1.
    let [size, along] = Branches::dicke(50, [50, 0]).effective_sizes(Z);
    assert!((size - 50.0).abs() < 1e-12 && (along - 50.0).abs() < 1e-12);
    let [size, _] = Branches::dicke(50, [25, 25]).effective_sizes(Z);
    assert!((size - 26.0).abs() < 1e-12);
    let [size, _] = Branches::coherent(1_000_000, [0.4, 0.4], 0.0).effective_sizes(Z);
    assert!((size - 1.0).abs() < 1e-9, "{size}");
    // Δ²/N along z for two Dicke states of any number of spins.
    let [_, along] =
        Branches::dicke(1_000_000_000_000, [500_001_000_000, 499_999_000_000]).effective_sizes(Z);
    assert!((along - 4.0).abs() < 1e-9, "{along}");
}

#[test]
fn the_separable_family() {
    // Means (N/2) cos 2θ and deviations (√N/2)|sin 2θ|: erratum 3.
    for theta in [0.3, -0.4, 1.2] {
        let branches = Branches::coherent(400, [theta, theta + 0.5], 0.0);
        let [mean, _] = branches.means(Z);
        assert!((mean - 200.0 * (2.0 * theta).cos()).abs() < 1e-10);
        assert!((branches.states[0].deviation(Z) - 10.0 * (2.0 * theta).sin().abs()).abs() < 1e-10);
        assert!((branches.overlap() - 0.5f64.cos().powi(400)).abs() < 1e-14);
    }
    let branches = Branches::coherent(8, [0.3, -0.4], 0.0);
    assert!((branches.overlap() - 0.11710479508965403).abs() < 1e-14);
}

#[test]
fn the_gap_between_spectra() {
    assert_eq!(Branches::dicke(10, [7, 3]).gap(), 4.0);
    assert_eq!(Branches::coherent(10, [0.3, -0.4], 0.0).gap(), 0.0);
}

#[test]
fn the_tolerated_resolution() {
    let width = tolerated_resolution(100.0, 0.01).unwrap().value;
    assert!((leggett_num::normal::cumulative(50.0 / width) - 0.99).abs() < 1e-13);
}

/// J_x, J_y, J_z on the symmetric space by their matrix elements.
fn moments(state: &SymmetricState) -> [[f64; 3]; 3] {
    let n = state.atoms as usize;
    let half = 0.5 * n as f64;
    let vector: Vec<Complex> = (0..=n as u64).map(|k| state.at(k)).collect();
    let raise = |k: usize| ((n - k) as f64 * (k + 1) as f64).sqrt();
    let apply = |axis: usize, k: usize| -> Complex {
        let below = if k > 0 {
            vector[k - 1] * raise(k - 1)
        } else {
            Complex::new(0.0, 0.0)
        };
        let above = if k < n {
            vector[k + 1] * raise(k)
        } else {
            Complex::new(0.0, 0.0)
        };
        match axis {
            0 => (below + above) * 0.5,
            1 => (below - above) * Complex::new(0.0, -0.5),
            _ => vector[k] * (k as f64 - half),
        }
    };
    let inner = |i: usize, j: usize| {
        (0..=n)
            .map(|k| (apply(i, k).conj() * apply(j, k)).re)
            .sum::<f64>()
    };
    let mean = |i: usize| {
        (0..=n)
            .map(|k| (vector[k].conj() * apply(i, k)).re)
            .sum::<f64>()
    };
    [0, 1, 2].map(|i| [0, 1, 2].map(|j| inner(i, j) - mean(i) * mean(j)))
}

proptest! {
    #[test]
    fn covariances_by_matrix_elements(parts in prop::collection::vec([-1.0f64..1.0, -1.0f64..1.0], 2..12), twist in -1.0f64..1.0) {
        let amplitudes: Vec<Complex> = parts.iter().map(|[re, im]| Complex::new(*re, *im)).collect();
        prop_assume!(amplitudes.iter().any(|c| c.norm() > 0.1));
        let state = SymmetricState::from_amplitudes(&amplitudes).normalized().twisted(twist);
        let (got, expected) = (state.covariance(), moments(&state));
        for i in 0..3 {
            for j in 0..3 {
                prop_assert!((got[i][j] - expected[i][j]).abs() < 1e-11);
            }
        }
    }

    #[test]
    fn two_ways_to_the_minimal_subset(n in 2u64..14, a in 0.0f64..=1.0, b in 0.0f64..=1.0, angles in [-1.5f64..1.5, -1.5f64..1.5], error in 0.01f64..0.3) {
        let work = Work::new();
        let up = [a, b].map(|share| (share * n as f64).round() as u64);
        prop_assume!(up[0] != up[1]);
        let dicke = Branches::dicke(n, up).minimal_subset(error, &work).unwrap();
        prop_assert_eq!(dicke, dicke_minimal_subset(n, up, error, &work).unwrap());
        let coherent = Branches::coherent(n, angles, 0.0).minimal_subset(error, &work).unwrap();
        prop_assert_eq!(coherent, coherent_minimal_subset(n, angles, error).unwrap());
    }

    #[test]
    fn the_best_axis_is_the_best(angles in [-1.5f64..1.5, -1.5f64..1.5], direction in [-1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0]) {
        let branches = Branches::coherent(20, angles, 0.3);
        let difference = branches.difference();
        let length = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
        prop_assume!(length > 0.1);
        let [zero, one] = branches.means(direction.map(|x| x / length));
        let best = difference.iter().map(|x| x * x).sum::<f64>().sqrt();
        prop_assert!((zero - one).abs() <= best + 1e-12);
    }
}
