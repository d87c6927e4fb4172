use super::*;
use crate::factor::Lu;
use proptest::prelude::*;

/// The solution as one linear system of n² equations.
fn kronecker(a: &Matrix, d: &Matrix) -> Matrix {
    let n = a.rows();
    let mut system = Matrix::zeros(n * n, n * n);
    for row in 0..n {
        for column in 0..n {
            for k in 0..n {
                system[(row * n + column, k * n + column)] += a[(row, k)];
                system[(row * n + column, row * n + k)] += a[(column, k)];
            }
        }
    }
    let mut x: Vec<f64> = d.entries().iter().map(|entry| -entry).collect();
    Lu::new(system).solve(&mut x);
    Matrix::from_fn(n, n, |row, column| x[row * n + column])
}

fn matrix(n: usize, entries: &[f64]) -> Matrix {
    Matrix::from_fn(n, n, |row, column| entries[row * n + column])
}

/// Within the bound, and a bound that is of the size of rounding.
fn agree(got: &Solution, expected: &Matrix, slack: f64) -> bool {
    let n = expected.rows();
    (0..n * n).all(|index| {
        let (row, column) = (index / n, index % n);
        let error = (got.matrix[(row, column)] - expected[(row, column)]).abs();
        error <= got.bound.of_entry(row, column) + slack
    })
}

#[test]
fn one_decaying_mode() {
    let a = Matrix::diagonal(&[-0.5]);
    let found = solve(&a, &Matrix::diagonal(&[3.0]), &Work::new()).unwrap();
    assert!((found.matrix[(0, 0)] - 3.0).abs() <= found.bound.of_form(&[1.0]));
    assert!(found.bound.of_norm() < 1e-13);
}

#[test]
fn instability_is_named() {
    for a in [
        Matrix::diagonal(&[-1.0, 0.25]),
        matrix(2, &[0.25, 1.0, -1.0, 0.25]),
        Matrix::from_fn(7, 7, |row, column| if row == column { 0.25 } else { 0.0 }),
        // A loop of seven that gains.
        Matrix::from_fn(7, 7, |row, column| match (7 + row - column) % 7 {
            0 => -1.0,
            1 => 1.25,
            _ => 0.0,
        }),
    ] {
        let d = Matrix::identity(a.rows());
        match solve(&a, &d, &Work::new()) {
            Err(EquationError::Unstable { largest_real_part }) => {
                assert!((largest_real_part - 0.25).abs() < 1e-12);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_edge_of_stability_is_refused() {
    for rate in [0.0, 1e-17] {
        let a = matrix(2, &[-rate, 1.0, -1.0, -rate]);
        assert!(solve(&a, &Matrix::identity(2), &Work::new()).is_err());
    }
    let unknown = Matrix::diagonal(&[f64::NAN, -1.0]);
    let refused = solve(&unknown, &Matrix::identity(2), &Work::new());
    assert_eq!(refused, Err(EquationError::NotFinite));
}

#[test]
fn scales_far_apart_keep_their_relative_accuracy() {
    // Rates of 1 and 1e10: the slow mode does not pay for the fast one.
    let a = matrix(2, &[-1e10, 3.0, 0.0, -1.0]);
    let found = solve(&a, &Matrix::identity(2), &Work::new()).unwrap();
    for k in 0..2 {
        assert!(
            found.bound.of_entry(k, k) < 1e-12 * found.matrix[(k, k)],
            "{found:?}"
        );
    }
}

#[test]
fn long_cascades_are_solved_by_substitution_and_by_doubling_alike() {
    let n = 60;
    let cascade = Matrix::from_fn(n, n, |row, column| match (row / 2).cmp(&(column / 2)) {
        std::cmp::Ordering::Less => 0.0,
        std::cmp::Ordering::Equal if row == column => -1.0,
        std::cmp::Ordering::Equal => 0.3 * (row as f64 - column as f64),
        std::cmp::Ordering::Greater => 0.02 * ((row * 3 + column * 5) as f64).sin(),
    });
    let d = Matrix::identity(n);
    let work = Work::new();
    let found = solve(&cascade, &d, &work).unwrap();
    let doubled = Doubling::new(&cascade, &work)
        .unwrap()
        .solve(&d, &work)
        .unwrap();
    assert!(agree(&found, &doubled, 1e-12));
    assert!(found.bound.of_entry(0, 0) < 1e-12);
}

proptest! {
    #[test]
    fn every_method_solves_the_linear_system(
        n in 1usize..8,
        entries in prop::collection::vec(-1.0f64..1.0, 64),
        noise in prop::collection::vec(-1.0f64..1.0, 64),
        sparse in 0.0f64..1.0,
    ) {
        let a = matrix(n, &entries).plus(0.0, &Matrix::zeros(n, n));
        let a = Matrix::from_fn(n, n, |row, column| {
            let keep = row == column || entries[63 - row * n - column].abs() > sparse;
            if keep { a[(row, column)] } else { 0.0 }
        });
        let stable = a.clone().shifted(-largest_real_part(&a) - 0.1);
        let factor = matrix(n, &noise);
        let d = factor.times_transposed(&factor).symmetrized();
        let found = solve(&stable, &d, &Work::new()).unwrap();
        let expected = kronecker(&stable, &d);
        let size = expected.frobenius();
        prop_assert!(agree(&found, &expected, 1e-9 * size));
        prop_assert!(found.residual <= 1e-12 * (1.0 + size));
        // Nobody is stable with an eigenvalue moved across the axis.
        let moved = solve(&stable.shifted(0.2), &d, &Work::new());
        let refused = matches!(moved, Err(EquationError::Unstable { .. }));
        prop_assert!(refused);
    }
}
