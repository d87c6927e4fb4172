//! Measures of Gaussian states with known values, and what they must obey.

use leggett::gaussian::{Covariance, symplectic};
use leggett::measures::gaussian::{
    entropy, epr_variance, log_negativity, optimal_epr_variance, purity, reid_product,
    steerability, teleportation_fidelity,
};
use leggett::{Estimate, Result};
use leggett_num::matrix::Matrix;
use proptest::prelude::*;
use std::f64::consts::LN_2;

fn near(found: Result<Estimate>, expected: f64) {
    let found = found.unwrap();
    let error = (found.value - expected).abs();
    assert!(error <= found.error_bound + 1e-12, "{found:?} {expected}");
    assert!(found.error_bound < 1e-8, "{found:?}");
}

#[test]
fn two_mode_squeezed_vacuum() {
    for r in [0.0, 0.3, 1.1, 3.0] {
        let state = Covariance::two_mode_squeezed(r);
        near(log_negativity(&state, &[0]), 2.0 * r / LN_2);
        near(epr_variance(&state, [0, 1], 1.0), (-2.0 * r).exp());
        let (g, best) = optimal_epr_variance(&state, [0, 1]).unwrap();
        near(Ok(best), (-2.0 * r).exp());
        assert!(r == 0.0 || (g - 1.0).abs() < 1e-9);
        near(reid_product(&state, &[1], 0), 1.0 / (2.0 * r).cosh());
        near(steerability(&state, &[0], &[1]), (2.0 * r).cosh().log2());
        near(
            teleportation_fidelity(&state, [0, 1]),
            1.0 / (1.0 + (-2.0 * r).exp()),
        );
        near(Ok(purity(&state)), 1.0);
        let (up, down) = (r.cosh().powi(2), r.sinh().powi(2));
        let expected = up * up.log2() - if down > 0.0 { down * down.log2() } else { 0.0 };
        near(entropy(&state.reduced(&[0]).unwrap()), expected);
    }
}

/// Next to no entanglement, where both symplectic eigenvalues of the partial
/// transpose nearly coincide.
#[test]
fn weakly_squeezed_states() {
    for r in [1e-4, 1e-7, 1e-10] {
        let state = Covariance::two_mode_squeezed(r);
        let turned = state
            .transformed(&symplectic::rotation(2, 0, 0.7))
            .transformed(&symplectic::squeezer(2, 1, 0.4));
        for state in [state, turned] {
            let found = log_negativity(&state, &[0]).unwrap();
            let error = (found.value - 2.0 * r / LN_2).abs();
            assert!(error <= found.error_bound, "{r} {found:?}");
            assert!(found.error_bound < 1e-13, "{r} {found:?}");
        }
    }
}

#[test]
fn thermal_states() {
    let state = Covariance::thermal(&[0.0, 2.5]).unwrap();
    near(Ok(purity(&state)), 1.0 / 6.0);
    near(entropy(&state), 3.5 * 3.5f64.log2() - 2.5 * 2.5f64.log2());
    near(log_negativity(&state, &[1]), 0.0);
    assert!(Covariance::thermal(&[-0.1]).unwrap_err().is_input());
}

#[test]
fn three_modes_share_their_entanglement() {
    // A squeezed mode and two vacua on two splitters: pure, so that the
    // entropy of one mode fixes its negativity with the rest.
    let state = Covariance::vacuum(3)
        .transformed(&symplectic::squeezer(3, 0, 0.9))
        .transformed(&symplectic::beam_splitter(3, 0, 1, 2.0 / 3.0))
        .transformed(&symplectic::beam_splitter(3, 0, 2, 0.5));
    near(Ok(purity(&state)), 1.0);
    for mode in 0..3 {
        let nu = state
            .reduced(&[mode])
            .unwrap()
            .symplectic_eigenvalues()
            .unwrap()[0];
        // 2ν = cosh 2r of the equivalent two-mode squeezing.
        near(log_negativity(&state, &[mode]), (2.0 * nu).acosh() / LN_2);
    }
}

#[test]
fn what_is_no_state_is_refused() {
    assert!(Covariance::new(Matrix::identity(2).scaled(0.49)).is_err());
    assert!(Covariance::new(Matrix::identity(3)).unwrap_err().is_input());
    let mut skew = Matrix::identity(2);
    skew[(0, 1)] = 0.1;
    assert!(Covariance::new(skew).unwrap_err().is_input());
    assert!(Covariance::new(Matrix::diagonal(&[f64::NAN, 1.0])).is_err());
    let pair = Covariance::two_mode_squeezed(0.2);
    assert!(log_negativity(&pair, &[2]).unwrap_err().is_input());
    assert!(reid_product(&pair, &[0], 0).unwrap_err().is_input());
}

/// A mixed state of three modes by random squeezing and mixing.
fn random(numbers: &[f64]) -> Covariance {
    let mut state = Covariance::thermal(&[numbers[0].abs(), numbers[1].abs(), 0.0]).unwrap();
    for (round, chunk) in numbers[2..].chunks_exact(5).enumerate() {
        let (j, k) = (round % 3, (round + 1) % 3);
        state = state
            .transformed(&symplectic::squeezer(3, j, chunk[0]))
            .transformed(&symplectic::rotation(3, j, 3.0 * chunk[1]))
            .transformed(&symplectic::squeezer(3, k, chunk[2]))
            .transformed(&symplectic::beam_splitter(3, j, k, chunk[3].abs()))
            .transformed(&symplectic::rotation(3, k, 3.0 * chunk[4]));
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn transformations_keep_symplectic_eigenvalues(
        numbers in prop::collection::vec(-1.0f64..1.0, 22),
    ) {
        let state = random(&numbers);
        let mut expected = [numbers[0].abs() + 0.5, numbers[1].abs() + 0.5, 0.5];
        expected.sort_by(f64::total_cmp);
        for (got, value) in state.symplectic_eigenvalues().unwrap().iter().zip(expected) {
            prop_assert!((got - value).abs() < 1e-8);
        }
        prop_assert!(Covariance::new(state.matrix().clone()).is_ok());
    }

    #[test]
    fn two_modes_have_one_negativity_by_both_ways(
        numbers in prop::collection::vec(-1.0f64..1.0, 22),
        turn in 0.0f64..6.0,
        squeezing in -0.5f64..0.5,
    ) {
        let state = random(&numbers);
        let pair = state.reduced(&[0, 2]).unwrap();
        let closed = log_negativity(&pair, &[0]).unwrap();
        let other = log_negativity(&pair, &[1]).unwrap();
        let general = log_negativity(&pair.tensor(&Covariance::vacuum(1)), &[0]).unwrap();
        let local = pair
            .transformed(&symplectic::rotation(2, 0, turn))
            .transformed(&symplectic::squeezer(2, 1, squeezing));
        let turned = log_negativity(&local, &[0]).unwrap();
        for found in [other, general, turned] {
            let slack = closed.error_bound + found.error_bound + 1e-9;
            prop_assert!((found.value - closed.value).abs() <= slack);
        }
        // Steering needs entanglement, and what is lost is not gained.
        let steered = steerability(&pair, &[0], &[1]).unwrap();
        prop_assert!(steered.value <= closed.value + steered.error_bound + 1e-9);
        let whole = log_negativity(&state, &[0]).unwrap();
        prop_assert!(closed.value <= whole.value + whole.error_bound + 1e-9);
        let reid = reid_product(&pair, &[0], 1).unwrap().value;
        prop_assert!((steered.value - (-reid.log2()).max(0.0)).abs() < 1e-8);
    }
}
