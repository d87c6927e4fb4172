//! Eigenvalues and eigenvectors of small real symmetric matrices.

/// Cyclic Jacobi rotations; pairs of eigenvalue and normalised eigenvector,
/// by ascending eigenvalue.
pub fn eigenpairs(mut matrix: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let n = matrix.len();
    let mut vectors: Vec<Vec<f64>> = (0..n)
        .map(|row| (0..n).map(|k| f64::from(u8::from(row == k))).collect())
        .collect();
    for _sweep in 0..60 {
        let off: f64 = pairs(n).map(|(p, q)| matrix[p][q].powi(2)).sum();
        if off == 0.0 {
            break;
        }
        for (p, q) in pairs(n) {
            if matrix[p][q] != 0.0 {
                rotate(&mut matrix, &mut vectors, p, q);
            }
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> = (0..n).map(|k| matrix[k][k]).zip(vectors).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found
}

fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |p| (p + 1..n).map(move |q| (p, q)))
}

/// Removes the entry (p, q); the rows of `vectors` become the eigenvectors.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let half_cotangent = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let tangent = half_cotangent.signum() / (half_cotangent.abs() + half_cotangent.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let mix = |a: f64, b: f64| (cosine * a - sine * b, sine * a + cosine * b);
    for row in matrix.iter_mut() {
        (row[p], row[q]) = mix(row[p], row[q]);
    }
    for k in 0..matrix.len() {
        (matrix[p][k], matrix[q][k]) = mix(matrix[p][k], matrix[q][k]);
        (vectors[p][k], vectors[q][k]) = mix(vectors[p][k], vectors[q][k]);
    }
    (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
}
