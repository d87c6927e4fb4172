//! Measurement and loss of spins of a micro–macro state, against published
//! values, the density matrix of a few spins, and their own identities.

use leggett::measures::divergence::binary_entropy;
use leggett::systems::micro_macro::bounds::{self, Derivatives, Marginal};
use leggett::systems::micro_macro::{largest_negativity, lose, measure};
use proptest::prelude::*;

/// Reference values of 50-digit formulas and brute force: N, k0, k1; P↑, E↑,
/// E↓, Ē, the drops of Ē and of eq 14, and the exact negativity.
#[test]
fn one_spin_of_two_dicke_states() {
    type Row = (
        u64,
        [u64; 2],
        f64,
        Option<f64>,
        Option<f64>,
        f64,
        f64,
        f64,
        f64,
    );
    let rows: [Row; 9] = [
        (
            10,
            [7, 3],
            0.5,
            Some(0.8812908992306926),
            Some(0.8812908992306926),
            0.8812908992306926,
            0.11870910076930738,
            0.041742430504416,
            0.458257569495584,
        ),
        (10, [10, 0], 0.5, Some(0.0), Some(0.0), 0.0, 1.0, 0.5, 0.0),
        (
            10,
            [10, 5],
            0.75,
            Some(0.9182958340544896),
            Some(0.0),
            0.6887218755408672,
            0.3112781244591329,
            0.14644660940672624,
            0.3535533905932738,
        ),
        (
            10,
            [1, 0],
            0.05,
            Some(0.0),
            Some(0.9980008838722995),
            0.9481008396786845,
            0.051899160321315516,
            0.0256583509747431,
            0.45,
        ),
        (
            2,
            [1, 0],
            0.25,
            Some(0.0),
            Some(0.9182958340544896),
            0.6887218755408672,
            0.3112781244591329,
            0.14644660940672624,
            0.25,
        ),
        (2, [2, 0], 0.5, Some(0.0), Some(0.0), 0.0, 1.0, 0.5, 0.0),
        (
            3,
            [2, 0],
            1.0 / 3.0,
            Some(0.0),
            Some(0.8112781244591328),
            0.5408520829727552,
            0.4591479170272448,
            0.2113248654051871,
            0.28867513459481287,
        ),
        (
            1_000_000_000,
            [1_000_000_000, 999_999_998],
            0.999999999,
            Some(1.0),
            Some(0.0),
            0.999999999,
            1.0000000007213475e-09,
            5.0000000025e-10,
            0.4999999995,
        ),
        (
            1_000_000_000,
            [1, 0],
            5e-10,
            Some(0.0),
            Some(1.0),
            0.9999999995,
            5.000000001803369e-10,
            2.500000000625e-10,
            0.4999999995,
        ),
    ];
    for (n, up, p_up, e_up, e_down, mean, drop, published_drop, negativity) in rows {
        let measured = measure::dicke(n, up, 1, 0.5).unwrap();
        let close = |x: f64, y: f64| {
            assert!(
                (x - y).abs() <= 1e-12 * y.abs() + 1e-16,
                "{n} {up:?}: {x} {y}"
            )
        };
        let [above, below] = measured.outcomes.unwrap();
        close(above.probability, p_up);
        close(below.probability, 1.0 - p_up);
        assert_eq!(above.entropy.is_some(), e_up.is_some());
        close(above.entropy.unwrap_or(0.0), e_up.unwrap_or(0.0));
        close(below.entropy.unwrap_or(0.0), e_down.unwrap_or(0.0));
        close(measured.mean_entropy.value, mean);
        close(measured.entropy_deficit.value, drop);
        let marginal = Marginal::of_dicke(n, up);
        close(marginal.negativity_deficit(0.5), published_drop);
        close(
            lose::dicke(n, up, 1, 0.5).unwrap().negativity.value,
            negativity,
        );
    }
    let never = measure::dicke(10, [0, 0], 1, 0.5).unwrap();
    assert_eq!(never.outcomes.unwrap()[0].entropy, None);
    assert_eq!(
        (never.mean_entropy.value, never.entropy_deficit.value),
        (0.0, 1.0)
    );
}

#[test]
fn many_spins_of_two_dicke_states() {
    for (n, up, m, w, negativity, entropy) in [
        (6, [4, 2], 3, 0.5, 0.2605551275463989, 0.6490224995673063),
        (10, [6, 4], 8, 0.5, 0.1, 0.3333333333333333),
        (10, [6, 4], 9, 0.5, 0.0, 0.0),
        (10, [10, 0], 1, 0.5, 0.0, 0.0),
        (
            10_000,
            [5032, 4968],
            1000,
            0.5,
            0.46439836083228564,
            0.9678984925513026,
        ),
        (
            1_000_000,
            [501_000, 499_000],
            100_000,
            0.5,
            0.40036859185593066,
            0.7361382814838137,
        ),
        (
            1_000_000_000,
            [500_000_200, 499_999_800],
            1000,
            0.5,
            0.49999999995999994,
            0.9999999998845843,
        ),
        (10, [7, 4], 2, 0.25, 0.3885867573571833, 0.7038433182209735),
    ] {
        let lost = lose::dicke(n, up, m, w).unwrap();
        assert!(
            (lost.negativity.value - negativity).abs() < 1e-12,
            "{n} {m}: {lost:?}"
        );
        assert!(lost.negativity.error_bound < 1e-12);
        let sum = lost.negativity.value + lost.negativity_deficit.value;
        assert!((sum - largest_negativity(w)).abs() < 1e-12);
        let measured = measure::dicke(n, up, m, w).unwrap();
        assert!(
            (measured.mean_entropy.value - entropy).abs() < 1e-12,
            "{n} {m}: {measured:?}"
        );
        let sum = measured.mean_entropy.value + measured.entropy_deficit.value;
        assert!((sum - binary_entropy(w)).abs() < 1e-12);
    }
}

/// Eq 14 fails for neighbouring Dicke states: erratum 1.
#[test]
fn neighbouring_dicke_states() {
    let exact = |p0: f64, p1: f64| {
        let (q0, q1) = (1.0 - p0, 1.0 - p1);
        0.5 * ((q1 * q1 / 4.0 + p0 * p1).sqrt() - q1 / 2.0 + (p0 * p0 / 4.0 + q0 * q1).sqrt()
            - p0 / 2.0)
    };
    for (n, k) in [(8u64, 4u64), (10, 1), (3, 3), (1000, 700)] {
        let lost = lose::dicke(n, [k, k - 1], 1, 0.5).unwrap();
        let share = |k: u64| k as f64 / n as f64;
        assert!((lost.negativity.value - exact(share(k), share(k - 1))).abs() < 1e-14);
    }
    let lost = lose::dicke(8, [4, 3], 1, 0.5).unwrap();
    assert!((lost.negativity.value - 0.29194).abs() < 1e-5);
    assert!((Marginal::of_dicke(8, [4, 3]).negativity(0.5) - 0.49601).abs() < 1e-5);
}

#[test]
fn sensitivities_and_the_hessian_at_published_points() {
    let (n, up) = (10.0, [0.8, 0.3]);
    let entropy = Derivatives::of_entropy(up).gradient.map(|x| x / n);
    let negativity = Derivatives::of_negativity(up).gradient.map(|x| x / n);
    for (got, expected) in entropy.into_iter().chain(negativity).zip([
        -0.08552466914025075,
        0.07559495192657165,
        -0.031461406442279405,
        0.027461766950765083,
    ]) {
        assert!((got - expected).abs() < 1e-15);
    }
    let [upper, lower] = Derivatives::of_entropy([0.7, 0.3]).hessian_eigenvalues();
    assert!((upper + 0.5495981108148432).abs() < 1e-14);
    assert!((lower + 3.43498819259277).abs() < 1e-13);
}

/// A separable pair, for which the printed formulas are off: erratum 3.
#[test]
fn coherent_branches_at_a_published_point() {
    let angles = [0.3, -0.4];
    let measured = measure::coherent(8, angles, [0.0, 0.0, 1.0], 1, 0.5).unwrap();
    assert!((measured.mean_entropy.value - 0.9759681630888708).abs() < 1e-14);
    let lost = lose::coherent(8, angles, 1, 0.5).unwrap();
    assert!((lost.negativity.value - 0.377311768086647).abs() < 1e-14);
    let before = measure::coherent(8, angles, [0.0, 0.0, 1.0], 0, 0.5).unwrap();
    assert!((before.mean_entropy.value - 0.9900850424537901).abs() < 1e-14);
}

fn dicke_pair(largest: u64) -> impl Strategy<Value = (u64, [u64; 2], u64)> {
    (1..largest).prop_flat_map(|n| (Just(n), [0..=n, 0..=n], 0..=n))
}

proptest! {
    #[test]
    fn negative_if_and_only_if_few_enough_are_lost((n, up, m) in dicke_pair(400), w in 0.01f64..0.99) {
        prop_assume!(up[0] != up[1]);
        let lost = lose::dicke(n, up, m, w).unwrap();
        let difference = up[0].abs_diff(up[1]);
        prop_assert_eq!(lost.negativity.value > 0.0, m <= n - difference, "{:?}", lost);
        prop_assert!(lost.negativity.value <= lost.negativity_bound.value + 1e-14);
        // Fewer spins than the difference leave orthogonal supports.
        if m < difference {
            prop_assert!((lost.negativity.value - lost.negativity_bound.value).abs() < 1e-13);
        }
    }

    #[test]
    fn flipping_all_spins_and_exchanging_branches((n, up, m) in dicke_pair(1000), w in 0.0f64..=1.0) {
        let value = |up: [u64; 2], w: f64| {
            let lost = lose::dicke(n, up, m, w).unwrap();
            let measured = measure::dicke(n, up, m, w).unwrap();
            [lost.negativity.value, measured.mean_entropy.value, lost.negativity_deficit.value]
        };
        let here = value(up, w);
        let flipped = value(up.map(|k| n - k), w);
        let exchanged = value([up[1], up[0]], 1.0 - w);
        for i in 0..3 {
            prop_assert!((here[i] - flipped[i]).abs() < 1e-12, "{i}: {here:?} {flipped:?}");
            prop_assert!((here[i] - exchanged[i]).abs() < 1e-12);
        }
    }

    #[test]
    fn every_further_spin_costs_entanglement((n, up, m) in dicke_pair(300), w in 0.0f64..=1.0) {
        prop_assume!(m < n);
        let value = |m| {
            let entropy = measure::dicke(n, up, m, w).unwrap().mean_entropy.value;
            [entropy, lose::dicke(n, up, m, w).unwrap().negativity.value]
        };
        let (few, more) = (value(m), value(m + 1));
        prop_assert!(more[0] <= few[0] + 1e-13 && more[1] <= few[1] + 1e-13);
    }

    #[test]
    fn errors_stay_below_their_bounds_at_any_size(
        n in 1u64..1_000_000_000_000_000, a in 0.0f64..=1.0, d in 0.0f64..20.0, m in 1u64..3000, w in 0.1f64..0.9,
    ) {
        let k1 = (a * n as f64) as u64;
        let k0 = (k1 + (d * (n as f64).sqrt()) as u64).min(n);
        let lost = lose::dicke(n, [k0, k1], m.min(n), w).unwrap();
        let measured = measure::dicke(n, [k0, k1], m.min(n), w).unwrap();
        let slack = lost.negativity.error_bound + lost.negativity_deficit.error_bound;
        prop_assert!(k0 == k1 || (lost.negativity.value + lost.negativity_deficit.value - largest_negativity(w)).abs() <= slack);
        let slack = measured.mean_entropy.error_bound + measured.entropy_deficit.error_bound;
        prop_assert!((measured.mean_entropy.value + measured.entropy_deficit.value - binary_entropy(w)).abs() <= slack);
        prop_assert!(slack < 1e-12 * (1.0 + m as f64));
    }

    #[test]
    fn coherent_branches_measured_and_lost(
        n in 1u64..2000, angles in [-3.0f64..3.0, -3.0f64..3.0], m in 0u64..2000, w in 0.01f64..0.99,
        direction in [-1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0],
    ) {
        let m = m.min(n);
        let norm = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
        prop_assume!(norm > 0.1);
        let axis = direction.map(|x| x / norm);
        let measured = measure::coherent(n, angles, axis, m, w).unwrap();
        let before = measure::coherent(n, angles, axis, 0, w).unwrap();
        prop_assert!(measured.mean_entropy.value <= before.mean_entropy.value + 1e-12);
        let sum = measured.mean_entropy.value + measured.entropy_deficit.value;
        prop_assert!((sum - binary_entropy(w)).abs() < 1e-11);
        let marginal = measure::coherent_marginal(angles, axis);
        for x in 0..2 {
            prop_assert!((marginal.up[x] + marginal.down[x] - 1.0).abs() < 1e-14);
        }
        prop_assert!((marginal.up[1] - marginal.up[0] - marginal.difference).abs() < 1e-14);
        let lost = lose::coherent(n, angles, m, w).unwrap();
        prop_assert!(lost.negativity.value <= lost.negativity_bound.value + 1e-14);
        prop_assert!((lost.negativity.value + lost.negativity_deficit.value - largest_negativity(w)).abs() < 1e-13);
    }

    #[test]
    fn even_shares_are_best(
        list in prop::collection::vec([0.0f64..=1.0, 0.0f64..=1.0], 1..12), w in 0.0f64..=1.0,
    ) {
        let marginals: Vec<Marginal> = list.iter().map(|up| Marginal::new(*up)).collect();
        let mean = bounds::mean_marginal(&marginals).unwrap();
        let n = marginals.len() as f64;
        let entropy = marginals.iter().map(|it| it.entropy(w)).sum::<f64>() / n;
        let negativity = marginals.iter().map(|it| it.negativity(w)).sum::<f64>() / n;
        prop_assert!(entropy <= mean.entropy(w) + 1e-14);
        prop_assert_eq!(bounds::largest_mean_entropy(&marginals, w), mean.entropy(w));
        prop_assert!(negativity <= mean.negativity(w) + 1e-14);
        // The floor Ē ≥ 1 − Σ|p0−p1|/N of equal weights.
        let entropy = marginals.iter().map(|it| it.entropy(0.5)).sum::<f64>() / n;
        let distance = marginals.iter().map(|it| it.difference.abs()).sum::<f64>() / n;
        prop_assert!(entropy >= 1.0 - distance - 1e-14);
    }

    #[test]
    fn derivatives_by_finite_differences(up in [0.05f64..0.95, 0.05f64..0.95]) {
        type Case = (fn([f64; 2]) -> Derivatives, fn(&Marginal) -> f64);
        let cases: [Case; 2] = [
            (Derivatives::of_entropy, |it| it.entropy(0.5)),
            (Derivatives::of_negativity, |it| it.negativity(0.5)),
        ];
        for (derivatives, value) in cases {
            let exact = derivatives(up);
            let at = |x: f64, y: f64| value(&Marginal::new([up[0] + x, up[1] + y]));
            let h = 1e-5;
            prop_assert!(((at(h, 0.0) - at(-h, 0.0)) / (2.0 * h) - exact.gradient[0]).abs() < 1e-6);
            prop_assert!(((at(0.0, h) - at(0.0, -h)) / (2.0 * h) - exact.gradient[1]).abs() < 1e-6);
            let slope = |x: f64, y: f64| derivatives([up[0] + x, up[1] + y]).gradient;
            let along0 = slope(h, 0.0)[0] - slope(-h, 0.0)[0];
            let along1 = slope(0.0, h)[1] - slope(0.0, -h)[1];
            let mixed = slope(0.0, h)[0] - slope(0.0, -h)[0];
            for (difference, second) in [along0, along1, mixed].into_iter().zip(exact.hessian) {
                prop_assert!((difference / (2.0 * h) - second).abs() < 1e-4 * (1.0 + second.abs()));
            }
            let [upper, lower] = exact.hessian_eigenvalues();
            let [a, b, c] = exact.hessian;
            prop_assert!((upper + lower - a - b).abs() < 1e-9 * lower.abs());
            prop_assert!(upper <= 1e-12 && lower < 0.0);
            prop_assert!((upper * lower - (a * b - c * c)).abs() < 1e-9 * lower * lower);
        }
        // The determinant of eq A3 without its spurious factor (erratum 9).
        let ([p0, p1], [q0, q1]) = (up, up.map(|p| 1.0 - p));
        let [a, b, c] = Derivatives::of_entropy(up).hessian.map(|x| -2.0 * std::f64::consts::LN_2 * x);
        let determinant = (a + b).powi(2) - (a - b).powi(2) - 4.0 * c * c;
        let expected = 4.0 * (p0 - p1).powi(2) / (p0 * p1 * q0 * q1 * (p0 + p1) * (q0 + q1));
        prop_assert!((determinant - expected).abs() < 1e-7 * (a * b));
    }

    #[test]
    fn the_constrained_hessian_and_gradient(list in prop::collection::vec([0.1f64..0.9, 0.1f64..0.9], 2..6)) {
        // Along p_j ↑, p_N ↓ by the mean's finite differences.
        let mean = |list: &[[f64; 2]]| list.iter().map(|up| Marginal::new(*up).entropy(0.5)).sum::<f64>() / list.len() as f64;
        let marginals: Vec<Marginal> = list.iter().map(|up| Marginal::new(*up)).collect();
        let gradient = bounds::constrained_gradient(&marginals, Derivatives::of_entropy);
        prop_assert_eq!(gradient.len(), list.len() - 1);
        let h = 1e-5;
        for (j, expected) in gradient.iter().enumerate() {
            for x in 0..2 {
                let moved = |step: f64| {
                    let mut list = list.clone();
                    list[j][x] += step;
                    list.last_mut().unwrap()[x] -= step;
                    mean(&list)
                };
                prop_assert!(((moved(h) - moved(-h)) / (2.0 * h) - expected[x]).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn the_hessian_with_fixed_means_has_the_stated_eigenvalues() {
    // (1/N)(1 + J) ⊗ h, J of ones, order 2(N−1).
    let up = [0.7, 0.4];
    for n in [2usize, 3, 6] {
        let derivatives = Derivatives::of_entropy(up);
        let [a, b, c] = derivatives.hessian;
        let block = |x: usize, y: usize| [[a, c], [c, b]][x][y];
        let entry = |row: usize, column: usize| {
            let factor = if row / 2 == column / 2 { 2.0 } else { 1.0 };
            factor * block(row % 2, column % 2) / n as f64
        };
        let mut values = leggett_num::dense::symmetric_eigenvalues(2 * (n - 1), entry).unwrap();
        let [upper, lower] = derivatives.hessian_eigenvalues();
        let mut expected = vec![upper, lower];
        expected.extend(std::iter::repeat_n([upper / n as f64, lower / n as f64], n - 2).flatten());
        expected.sort_by(f64::total_cmp);
        values.sort_by(f64::total_cmp);
        for (x, y) in values.iter().zip(&expected) {
            assert!((x - y).abs() < 1e-13, "{values:?} {expected:?}");
        }
    }
}

#[test]
fn bad_input_names_its_parameter() {
    let text = |error: leggett::Error| error.to_string();
    assert!(text(lose::dicke(10, [11, 3], 1, 0.5).unwrap_err()).contains("k0"));
    assert!(text(lose::dicke(10, [1, 30], 1, 0.5).unwrap_err()).contains("k1"));
    assert!(text(measure::dicke(10, [1, 3], 11, 0.5).unwrap_err()).contains("particles"));
    assert!(text(measure::dicke(10, [1, 3], 1, f64::NAN).unwrap_err()).contains("weight"));
    assert!(text(measure::dicke(0, [0, 0], 0, 0.5).unwrap_err()).contains("atoms"));
    assert!(text(bounds::marginals(&[0.5], &[0.5, 0.5]).unwrap_err()).contains("p1"));
    assert!(text(bounds::marginals(&[1.5], &[0.5]).unwrap_err()).contains("p0"));
    assert!(text(bounds::symmetric_marginal(10, [5.5, 0.0]).unwrap_err()).contains("m0"));
}
