use super::*;
use proptest::prelude::*;

fn scalar(a: f64, d: f64, c: f64, n: f64) -> Filter {
    let one = |value| Matrix::diagonal(&[value]);
    Filter {
        drift: one(a),
        diffusion: one(d),
        outputs: one(c),
        correlations: one(n),
    }
}

/// The flow by Runge and Kutta, for a long time.
fn integrated(filter: &Filter, time: f64, steps: usize) -> Matrix {
    let rate = |x: &Matrix| filter.residual(x, &filter.gain(x));
    let h = time / steps as f64;
    let mut x = Matrix::identity(filter.drift.rows());
    for _ in 0..steps {
        let k1 = rate(&x);
        let k2 = rate(&x.clone().plus(0.5 * h, &k1));
        let k3 = rate(&x.clone().plus(0.5 * h, &k2));
        let k4 = rate(&x.clone().plus(h, &k3));
        let sum = k1.plus(2.0, &k2).plus(2.0, &k3).plus(1.0, &k4);
        x = x.plus(h / 6.0, &sum);
    }
    x
}

#[test]
fn one_mode_has_a_quadratic_equation() {
    // 2aX + d − (cX + n)² = 0, the root with a − cK < 0.
    for (a, d, c, n) in [
        (-0.5, 2.0, 0.7, 0.3),
        (0.5, 2.0, 0.7, 0.3),
        (0.0, 1.0, 2.0, 0.0),
    ] {
        let found = solve(&scalar(a, d, c, n), &Work::new()).unwrap();
        let (linear, rest) = (a - c * n, d - n * n);
        let root = (linear + (linear * linear + c * c * rest).sqrt()) / (c * c);
        let error = (found.matrix[(0, 0)] - root).abs();
        assert!(error <= found.bound.of_entry(0, 0) && found.bound.of_norm() < 1e-13);
    }
}

#[test]
fn without_outputs_it_is_the_lyapunov_equation() {
    let work = Work::new();
    let found = solve(&scalar(-0.5, 2.0, 0.0, 0.0), &work).unwrap();
    assert!((found.matrix[(0, 0)] - 2.0).abs() < 1e-14);
    let growing = solve(&scalar(0.5, 2.0, 0.0, 0.0), &work);
    assert_eq!(
        growing,
        Err(EquationError::Unstable {
            largest_real_part: 0.5
        })
    );
}

#[test]
fn an_unseen_growing_mode_is_refused() {
    let filter = Filter {
        drift: Matrix::diagonal(&[0.25, -1.0]),
        diffusion: Matrix::identity(2),
        outputs: Matrix::from_fn(1, 2, |_, column| column as f64),
        correlations: Matrix::zeros(2, 1),
    };
    let refused = solve(&filter, &Work::new());
    let expected = matches!(refused, Err(EquationError::NotStabilisable { largest_real_part })
        if (largest_real_part - 0.25).abs() < 1e-9);
    assert!(expected, "{refused:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_flow_ends_in_the_stabilising_solution(
        n in 1usize..5,
        outputs in 1usize..3,
        entries in prop::collection::vec(-1.0f64..1.0, 60),
        growth in -0.5f64..0.3,
    ) {
        let entry = |k: usize| entries[k % entries.len()];
        let drift = Matrix::from_fn(n, n, |row, column| entry(row * n + column));
        let drift = drift.clone().shifted(growth - largest_real_part(&drift));
        // The joint noise is positive: what drives, and what is seen of it.
        let seen = Matrix::from_fn(n, outputs, |row, k| entry(16 + row * outputs + k));
        let own = Matrix::from_fn(n, n, |row, column| entry(24 + row * n + column)).shifted(1.5);
        let diffusion = own.times_transposed(&own).plus(1.0, &seen.times_transposed(&seen));
        let filter = Filter {
            drift,
            diffusion: diffusion.symmetrized(),
            outputs: Matrix::from_fn(outputs, n, |k, column| {
                2.0 * entry(40 + k * n + column) + f64::from(u8::from(k == 0))
            }),
            correlations: seen,
        };
        let Ok(found) = solve(&filter, &Work::new()) else {
            // A growing mode that is hardly seen.
            prop_assert!(growth > -1e-6);
            return Ok(());
        };
        let closed = filter.closed_loop(&filter.gain(&found.matrix));
        let slowest = -largest_real_part(&closed);
        prop_assert!(slowest > 0.0);
        if slowest > 0.2 && found.matrix.norm_bound() < 50.0 {
            let flow = integrated(&filter, 16.0 / slowest, 4_000);
            let scale = found.matrix.norm_bound();
            prop_assert!(flow.plus(-1.0, &found.matrix).frobenius() < 1e-6 * scale);
        }
        prop_assert!(found.bound.of_norm() < 1e-6 * found.matrix.norm_bound());
    }
}
