//! Bessel functions of the first kind and whole order.

/// J_0(x), J_1(x), … of x ≥ 0 up to where they are below 1e-17.
///
/// Miller's recurrence downwards, which is stable, normalised by
/// J_0 + 2(J_2 + J_4 + …) = 1. O(x).
pub fn first_kind(x: f64) -> Vec<f64> {
    if x == 0.0 {
        return vec![1.0];
    }
    // Beyond x + 12 x^{1/3} + 30 they are far below the smallest ulp.
    let start = (x + 12.0 * x.cbrt() + 40.0).ceil() as usize;
    let mut values = vec![0.0f64; start + 2];
    values[start] = 1e-280;
    for n in (0..start).rev() {
        values[n] = 2.0 * (n + 1) as f64 / x * values[n + 1] - values[n + 2];
        if values[n].abs() > 1e200 {
            values[n..].iter_mut().for_each(|value| *value *= 1e-300);
        }
    }
    let sum = values[0] + 2.0 * values.iter().skip(2).step_by(2).sum::<f64>();
    values.iter_mut().for_each(|value| *value /= sum);
    let kept = values
        .iter()
        .rposition(|value| value.abs() > 1e-17)
        .unwrap_or(0);
    values.truncate(kept + 1);
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_and_identities() {
        let values = first_kind(1.0);
        assert!((values[0] - 0.765_197_686_557_966_6).abs() < 1e-15);
        assert!((values[1] - 0.440_050_585_744_933_5).abs() < 1e-15);
        for x in [1e-6, 0.3, 7.0, 100.5, 31_415.9] {
            let values = first_kind(x);
            let squares: f64 = values[1..].iter().map(|v| 2.0 * v * v).sum();
            assert!((values[0] * values[0] + squares - 1.0).abs() < 1e-12, "{x}");
        }
    }
}
