//! Eigenvalues of symmetric tridiagonal matrices.

use crate::{Cancelled, Work};

/// All eigenvalues, unordered, of the symmetric tridiagonal matrix with this
/// diagonal and subdiagonal.
///
/// Root-free QL iteration of Pal, Walker and Kahan on the squares of the
/// subdiagonal, with Wilkinson's shift, which always converges. Absolute error
/// a few ulps of the norm; all NaN if an entry is not finite. O(n²), about 15
/// operations a rotation.
pub fn eigenvalues(
    mut diagonal: Vec<f64>,
    subdiagonal: &[f64],
    work: &Work,
) -> Result<Vec<f64>, Cancelled> {
    let n = diagonal.len();
    let mut squares: Vec<f64> = subdiagonal.iter().map(|value| value * value).collect();
    squares.resize(n, 0.0);
    let norm = diagonal
        .iter()
        .fold(0.0f64, |norm, value| norm.max(value.abs()))
        + 2.0
            * squares
                .iter()
                .fold(0.0f64, |norm, value| norm.max(*value))
                .sqrt();
    // A neglected coupling moves eigenvalues by at most its size.
    let negligible = (0.25 * f64::EPSILON * norm).powi(2);
    if !norm.is_finite() {
        return Ok(vec![f64::NAN; n]);
    }
    let mut start = 0;
    while start < n {
        let end = (start..n)
            .find(|&i| squares[i] <= negligible)
            .unwrap_or(n - 1);
        if end == start {
            start += 1;
        } else {
            work.check()?;
            sweep(&mut diagonal[start..=end], &mut squares[start..end]);
        }
    }
    Ok(diagonal)
}

/// Two or three sweeps for each eigenvalue are usual.
const MOST_SWEEPS: usize = 100;

/// One eigenvalue with the squared first component of its eigenvector: a node
/// and a weight of the Gauss rule that belongs to the matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// The eigenvalue.
    pub value: f64,
    /// The squared first component; these sum to 1.
    pub weight: f64,
}

/// The spectral measure of the first basis vector (Golub and Welsch 1969).
///
/// Implicit QL iteration with Wilkinson's shift, of which only the first row
/// of the eigenvectors is carried along. Absolute errors of some ulps of the
/// norm; all NaN for entries that are not finite. O(n²), about 30 operations a
/// rotation.
pub fn spectral_measure(mut diagonal: Vec<f64>, subdiagonal: &[f64]) -> Vec<Node> {
    let n = diagonal.len();
    let mut couplings = subdiagonal.to_vec();
    couplings.resize(n, 0.0);
    let largest = |values: &[f64]| values.iter().fold(0.0f64, |most, v| most.max(v.abs()));
    let negligible = f64::EPSILON * (largest(&diagonal) + 2.0 * largest(&couplings));
    let mut first_row = vec![0.0; n];
    first_row[..n.min(1)].fill(1.0);
    let (mut start, mut sweeps) = (0, 0);
    while start < n {
        let end = (start..n)
            .find(|&i| couplings[i].abs() <= negligible || !couplings[i].is_finite())
            .unwrap_or(n - 1);
        if end == start {
            start += 1;
        } else if sweeps == MOST_SWEEPS * n {
            return vec![
                Node {
                    value: f64::NAN,
                    weight: f64::NAN
                };
                n
            ];
        } else {
            sweeps += 1;
            rotate(
                &mut diagonal[start..=end],
                &mut couplings[start..end],
                &mut first_row[start..=end],
            );
        }
    }
    let nodes = diagonal.into_iter().zip(first_row);
    nodes
        .map(|(value, component)| Node {
            value,
            weight: component * component,
        })
        .collect()
}

/// One QL sweep over an unreduced block, applied to a row vector too.
fn rotate(diagonal: &mut [f64], couplings: &mut [f64], row: &mut [f64]) {
    let last = diagonal.len() - 1;
    let shift = wilkinson_shift(diagonal[0], diagonal[1], couplings[0] * couplings[0]);
    let (mut cosine, mut sine, mut shifted) = (1.0, 1.0, 0.0);
    let mut g = diagonal[last] - shift;
    for i in (0..last).rev() {
        let (bulge, coupling) = (sine * couplings[i], cosine * couplings[i]);
        let radius = (bulge * bulge + g * g).sqrt();
        if i + 1 < last {
            couplings[i + 1] = radius;
        }
        if radius == 0.0 {
            // The block falls apart here.
            diagonal[i + 1] -= shifted;
            return;
        }
        (sine, cosine) = (bulge / radius, g / radius);
        let pivot = diagonal[i + 1] - shifted;
        let spread = (diagonal[i] - pivot) * sine + 2.0 * cosine * coupling;
        shifted = sine * spread;
        diagonal[i + 1] = pivot + shifted;
        g = cosine * spread - coupling;
        let upper = row[i + 1];
        row[i + 1] = sine * row[i] + cosine * upper;
        row[i] = cosine * row[i] - sine * upper;
    }
    diagonal[0] -= shifted;
    couplings[0] = g;
}

/// One QL sweep over an unreduced block; drives its first subdiagonal to zero.
fn sweep(diagonal: &mut [f64], squares: &mut [f64]) {
    let last = diagonal.len() - 1;
    let shift = wilkinson_shift(diagonal[0], diagonal[1], squares[0]);
    let (mut cosine, mut sine) = (1.0, 0.0);
    let mut gamma = diagonal[last] - shift;
    let mut p = gamma * gamma;
    for i in (0..last).rev() {
        let square = squares[i];
        let r = p + square;
        if i + 1 < last {
            squares[i + 1] = sine * r;
        }
        let former_cosine = cosine;
        if r == 0.0 {
            // Both the pivot and the coupling vanish: the identity rotates.
            (cosine, sine) = (1.0, 0.0);
        } else {
            let inverse = 1.0 / r;
            (cosine, sine) = (p * inverse, square * inverse);
        }
        let former_gamma = gamma;
        let alpha = diagonal[i];
        gamma = cosine * (alpha - shift) - sine * former_gamma;
        diagonal[i + 1] = former_gamma + (alpha - gamma);
        p = if cosine == 0.0 {
            former_cosine * square
        } else {
            gamma * gamma / cosine
        };
    }
    squares[0] = sine * p;
    diagonal[0] = shift + gamma;
}

/// The eigenvalue of the leading 2×2 block that is nearer to its first entry.
fn wilkinson_shift(first: f64, second: f64, square: f64) -> f64 {
    let root = square.sqrt();
    let half = (second - first) / (2.0 * root);
    first - root / (half + half.hypot(1.0).copysign(half))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn discrete_laplacian() {
        let n = 200;
        let mut values = eigenvalues(vec![2.0; n], &vec![-1.0; n - 1], &Work::new()).unwrap();
        values.sort_by(f64::total_cmp);
        for (i, value) in values.iter().enumerate() {
            let half = (i + 1) as f64 * std::f64::consts::PI / (2.0 * (n + 1) as f64);
            assert!((value - 4.0 * half.sin().powi(2)).abs() < 1e-14, "{i}");
        }
    }

    #[test]
    fn gauss_rule_of_legendre_polynomials() {
        // Subdiagonal j/√(4j²−1): nodes and weights on [−1, 1] with ∫ = 1.
        let couplings: Vec<f64> = (1..20u32)
            .map(|j| f64::from(j) / (4.0 * f64::from(j * j) - 1.0).sqrt())
            .collect();
        let nodes = spectral_measure(vec![0.0; 20], &couplings);
        for power in 0..=39 {
            let sum: f64 = nodes
                .iter()
                .map(|node| node.weight * node.value.powi(power))
                .sum();
            let exact = if power % 2 == 0 {
                1.0 / f64::from(power + 1)
            } else {
                0.0
            };
            assert!((sum - exact).abs() < 1e-14, "{power}: {sum} {exact}");
        }
        assert!(spectral_measure(vec![], &[]).is_empty());
        assert_eq!(
            spectral_measure(vec![2.0], &[])[0],
            Node {
                value: 2.0,
                weight: 1.0
            }
        );
    }

    proptest! {
        #[test]
        fn spectral_measures_keep_the_moments(
            roots in prop::collection::vec(-1.0f64..1.0, 2..40),
            fall in 0.0f64..3.0,
        ) {
            // Graded positive matrices L·Lᵀ, as Lanczos iterations make them,
            // the last of them singular.
            let n = roots.len() / 2;
            let scale = |i: usize| (-fall * i as f64).exp();
            let below: Vec<f64> = (0..n).map(|i| roots[n + i] * scale(i)).collect();
            let pivots: Vec<f64> = (0..n).map(|i| if i + 1 < n { roots[i] * scale(i) } else { 0.0 }).collect();
            let diagonal: Vec<f64> = (0..n)
                .map(|i| pivots[i].powi(2) + if i > 0 { below[i - 1].powi(2) } else { 0.0 })
                .collect();
            let couplings: Vec<f64> = (1..n).map(|i| pivots[i - 1] * below[i - 1]).collect();
            let nodes = spectral_measure(diagonal.clone(), &couplings);
            let moment = |power| nodes.iter().map(|node| node.weight * node.value.powi(power)).sum::<f64>();
            let second = diagonal[0].powi(2) + couplings.first().map_or(0.0, |e| e * e);
            prop_assert!((moment(0) - 1.0).abs() < 1e-13);
            prop_assert!((moment(1) - diagonal[0]).abs() < 1e-13);
            prop_assert!((moment(2) - second).abs() < 1e-13);
        }
    }

    #[test]
    fn degenerate_and_tiny_cases() {
        let work = Work::new();
        assert_eq!(eigenvalues(vec![3.0], &[], &work).unwrap(), [3.0]);
        assert!(eigenvalues(vec![], &[], &work).unwrap().is_empty());
        assert_eq!(
            eigenvalues(vec![0.0; 4], &[0.0; 3], &work).unwrap(),
            [0.0; 4]
        );
        let mut flip = eigenvalues(vec![0.0; 2], &[1.0], &work).unwrap();
        flip.sort_by(f64::total_cmp);
        assert!((flip[0] + 1.0).abs() < 1e-15 && (flip[1] - 1.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn moments_are_kept(
            diagonal in prop::collection::vec(-1.0f64..1.0, 2..60),
            seed in prop::collection::vec(-1.0f64..1.0, 60),
        ) {
            let off = &seed[..diagonal.len() - 1];
            let trace: f64 = diagonal.iter().sum();
            let square: f64 = diagonal.iter().map(|d| d * d).sum::<f64>() + 2.0 * off.iter().map(|e| e * e).sum::<f64>();
            let values = eigenvalues(diagonal, off, &Work::new()).unwrap();
            // Some ulps of the norm, at most 3, for each eigenvalue.
            let allowed = 3.0 * 4.0 * f64::EPSILON * values.len() as f64;
            prop_assert!((values.iter().sum::<f64>() - trace).abs() < allowed);
            prop_assert!((values.iter().map(|v| v * v).sum::<f64>() - square).abs() < 2.0 * allowed);
        }
    }
}
