//! Minima of smooth functions of a few variables within a box.

use crate::arithmetic::Jet;

/// What a search found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minimum<const N: usize> {
    /// Where.
    pub point: [f64; N],
    /// The function there.
    pub value: f64,
    /// How far the quadratic model says that the value lies above the true
    /// minimum of this basin: ½ gᵀH⁻¹g over the free variables.
    pub gap: f64,
    /// How far the point may be from that minimum by the model and by the
    /// rounding of the gradient; 0 for variables at a bound.
    pub distance: [f64; N],
    /// Which variables lie at a bound that they would cross: −1 at the lower,
    /// 1 at the upper end, 0 inside.
    pub at_bound: [i8; N],
}

const MOST_STEPS: usize = 100;

/// The local minimum downhill from `start` in the box, by Newton's method on
/// the variables that do not press against a bound.
///
/// `function` gives `None` where it is undefined; it must be defined at
/// `start`. The Hessian is shifted where it is not positive, steps are halved
/// until they descend, so the value never rises. At the end the gradient, not
/// the value, decides: steps go on while it shrinks, which finds the point to
/// rounding where the value is flat to its square root. O(N³) a step beside
/// the function.
pub fn newton<const N: usize>(
    start: [f64; N],
    bounds: [[f64; 2]; N],
    function: impl Fn([Jet<N>; N]) -> Option<Jet<N>>,
) -> Option<Minimum<N>> {
    let evaluate = |point: [f64; N]| {
        let variables = std::array::from_fn(|i| Jet::variable(point[i], i));
        function(variables).filter(|jet| jet.value.is_finite())
    };
    let mut point = start;
    let mut here = evaluate(point)?;
    for _ in 0..MOST_STEPS {
        let at_bound = pressed(&point, &bounds, &here);
        let step = newton_step(&here, &at_bound);
        match descend(&point, &step, &bounds, &here, evaluate) {
            Some((next, jet)) => (point, here) = (next, jet),
            None => break,
        }
    }
    let at_bound = pressed(&point, &bounds, &here);
    let distance = distance(&here, &at_bound);
    let gap: f64 = (0..N)
        .map(|i| 0.5 * (distance[i] * here.gradient[i]).abs())
        .sum();
    Some(Minimum {
        point,
        value: here.value,
        gap,
        distance,
        at_bound,
    })
}

/// Which variables lie at a bound with the function falling beyond it.
fn pressed<const N: usize>(point: &[f64; N], bounds: &[[f64; 2]; N], here: &Jet<N>) -> [i8; N] {
    std::array::from_fn(|i| {
        if point[i] <= bounds[i][0] && here.gradient[i] > 0.0 {
            -1
        } else if point[i] >= bounds[i][1] && here.gradient[i] < 0.0 {
            1
        } else {
            0
        }
    })
}

/// How far the model's minimum may be: the last step, and what rounding the
/// gradient to a few units in the last place of the value moves it.
fn distance<const N: usize>(here: &Jet<N>, at_bound: &[i8; N]) -> [f64; N] {
    let noise = 16.0 * f64::EPSILON * here.value.abs();
    let mut distance = newton_step(here, at_bound).map(f64::abs);
    for index in (0..N).filter(|index| at_bound[*index] == 0) {
        let mut nudged = *here;
        nudged.gradient = [0.0; N];
        nudged.gradient[index] = noise;
        let response = newton_step(&nudged, at_bound);
        for i in 0..N {
            distance[i] += response[i].abs();
        }
    }
    distance
}

/// −(H + λ)⁻¹ g over the free variables, λ the first of a rising sequence that
/// makes the matrix positive. The matrix is scaled to a unit diagonal, so λ
/// does not depend on the units of the variables.
fn newton_step<const N: usize>(here: &Jet<N>, at_bound: &[i8; N]) -> [f64; N] {
    let scale: [f64; N] = std::array::from_fn(|i| {
        let diagonal = here.hessian[i][i].abs();
        if diagonal > 0.0 {
            1.0 / diagonal.sqrt()
        } else {
            1.0
        }
    });
    let free = |i: usize| at_bound[i] == 0;
    let right: [f64; N] = std::array::from_fn(|i| {
        if free(i) {
            -here.gradient[i] * scale[i]
        } else {
            0.0
        }
    });
    let mut shift = 0.0;
    for _ in 0..40 {
        let mut matrix = [[0.0; N]; N];
        for i in 0..N {
            for j in 0..N {
                if free(i) && free(j) {
                    matrix[i][j] = here.hessian[i][j] * scale[i] * scale[j];
                }
            }
            matrix[i][i] += if free(i) { shift } else { 1.0 };
        }
        if let Some(solution) = solve_positive(matrix, right) {
            return std::array::from_fn(|i| solution[i] * scale[i]);
        }
        shift = if shift == 0.0 { 1e-3 } else { 4.0 * shift };
    }
    right
}

/// The solution by Cholesky's method; `None` if the matrix is not positive.
fn solve_positive<const N: usize>(
    mut matrix: [[f64; N]; N],
    mut right: [f64; N],
) -> Option<[f64; N]> {
    for i in 0..N {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let rest = matrix[i][j] - dot;
            if i > j {
                matrix[i][j] = rest / matrix[j][j];
            } else if rest > 1e-12 {
                matrix[i][i] = rest.sqrt();
            } else {
                return None;
            }
        }
    }
    for i in 0..N {
        let dot: f64 = (0..i).map(|k| matrix[i][k] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i][i];
    }
    for i in (0..N).rev() {
        let dot: f64 = (i + 1..N).map(|k| matrix[k][i] * right[k]).sum();
        right[i] = (right[i] - dot) / matrix[i][i];
    }
    Some(right)
}

/// The first of the halved steps that lowers the value, or, where that is flat
/// to rounding, the gradient.
fn descend<const N: usize>(
    point: &[f64; N],
    step: &[f64; N],
    bounds: &[[f64; 2]; N],
    here: &Jet<N>,
    evaluate: impl Fn([f64; N]) -> Option<Jet<N>>,
) -> Option<([f64; N], Jet<N>)> {
    let slope: f64 = (0..N).map(|i| here.gradient[i] * step[i]).sum();
    let flat = 4.0 * f64::EPSILON * here.value.abs();
    let mut fraction = 1.0;
    while fraction > 1e-12 {
        let next: [f64; N] = std::array::from_fn(|i| {
            (point[i] + fraction * step[i]).clamp(bounds[i][0], bounds[i][1])
        });
        let predicted = -fraction * slope;
        if next == *point || (fraction < 1.0 && predicted <= flat) {
            return None;
        }
        if let Some(jet) = evaluate(next) {
            let fall = here.value - jet.value;
            if fall > flat.max(1e-4 * predicted) {
                return Some((next, jet));
            }
            if fraction == 1.0 && fall.abs() <= flat {
                let smaller = 0.5 * free_gradient(point, bounds, here);
                return (free_gradient(&next, bounds, &jet) < smaller).then_some((next, jet));
            }
        }
        fraction *= 0.5;
    }
    None
}

/// The size of the gradient over the free variables, in their own scales.
fn free_gradient<const N: usize>(point: &[f64; N], bounds: &[[f64; 2]; N], here: &Jet<N>) -> f64 {
    let at_bound = pressed(point, bounds, here);
    (0..N)
        .filter(|i| at_bound[*i] == 0)
        .map(|i| here.gradient[i].powi(2) / here.hessian[i][i].abs().max(f64::MIN_POSITIVE))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::Real;
    use proptest::prelude::*;

    fn rosenbrock(x: [Jet<2>; 2]) -> Option<Jet<2>> {
        let one = Jet::of(1.0);
        Some((one - x[0]).square() + (x[1] - x[0].square()).square().times(100.0))
    }

    proptest! {
        #[test]
        fn a_curved_valley(x in -2.0f64..2.0, y in -1.0f64..3.0) {
            let found = newton([x, y], [[-2.0, 2.0], [-1.0, 3.0]], rosenbrock).expect("defined");
            prop_assert!(found.point.iter().all(|c| (c - 1.0).abs() < 1e-12), "{found:?}");
            prop_assert_eq!(found.at_bound, [0, 0]);
        }

        /// With x ≤ ½ the minimum lies at (½, ¼).
        #[test]
        fn at_a_bound(x in -2.0f64..0.5, y in -1.0f64..3.0) {
            let found = newton([x, y], [[-2.0, 0.5], [-1.0, 3.0]], rosenbrock).expect("defined");
            prop_assert_eq!(found.at_bound, [1, 0]);
            prop_assert!((found.value - 0.25).abs() < 1e-14 && (found.point[1] - 0.25).abs() < 1e-13);
        }

        /// A quadratic: the gap and the distance are what is left.
        #[test]
        fn a_quadratic_in_one_step(a in 0.1f64..10.0, b in -1.0f64..1.0, c in 1.0f64..9.0) {
            let function = |x: [Jet<2>; 2]| {
                let (u, v) = (x[0] - Jet::of(a), x[1] - Jet::of(b));
                Some(u.square() + (u * v).times(0.5) + v.square().times(c))
            };
            let found = newton([0.0, 0.0], [[-20.0, 20.0]; 2], function).expect("defined");
            prop_assert!((found.point[0] - a).abs() < 1e-13 && (found.point[1] - b).abs() < 1e-13);
            prop_assert!(found.gap < 1e-25);
        }
    }

    #[test]
    fn undefined_regions_are_avoided() {
        // x − ln x, undefined for x ≤ 0; a full Newton step from 3 leads there.
        let function = |x: [Jet<1>; 1]| {
            let v = x[0].value;
            (v > 0.0).then(|| x[0] - x[0].chain(v.ln(), 1.0 / v, -1.0 / (v * v)))
        };
        let found = newton([3.0], [[-10.0, 10.0]], function).expect("defined at the start");
        assert!((found.point[0] - 1.0).abs() < 1e-14);
        assert!(newton([-3.0], [[-10.0, 10.0]], function).is_none());
    }
}
