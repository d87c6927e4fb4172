//! Loops over slices that vectorise when compiled for a wide instruction set.

/// Σ x·y in four interleaved partial sums, so that it vectorises; the order
/// is fixed.
#[inline(always)]
pub(crate) fn dot(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len().min(y.len());
    let (x, y) = (&x[..n], &y[..n]);
    let mut sums = [0.0f64; 4];
    let (x4, y4) = (x.chunks_exact(4), y.chunks_exact(4));
    let tail: f64 = x4
        .remainder()
        .iter()
        .zip(y4.remainder())
        .map(|(a, b)| a * b)
        .sum();
    for (a, b) in x4.zip(y4) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + tail
}

/// y += a·x.
#[inline(always)]
pub(crate) fn axpy(y: &mut [f64], a: f64, x: &[f64]) {
    for (target, value) in y.iter_mut().zip(x) {
        *target += a * value;
    }
}
