//! What refining a sum says about its error.

/// The error that is left after two successive halvings of a step changed a
/// trapezoidal sum by these amounts; infinite until there are two.
///
/// For smooth functions that vanish at the ends, such sums converge faster than
/// geometrically, so a geometric series bounds what is left. It is not trusted
/// for more than three digits beyond the last change.
pub fn rest([before, last]: [f64; 2]) -> f64 {
    if before.is_infinite() {
        return f64::INFINITY;
    }
    if last == 0.0 {
        return 0.0;
    }
    last * (last / before).clamp(1e-3, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_the_error_of_a_gaussian_sum() {
        let sum = |step: f64| -> f64 {
            let terms = (-60i32..=60).map(|j| (-(f64::from(j) * step).powi(2)).exp());
            step * terms.sum::<f64>()
        };
        let exact = std::f64::consts::PI.sqrt();
        for step in [0.5, 0.7, 0.9, 1.1] {
            let (coarse, middle, fine) = (sum(4.0 * step), sum(2.0 * step), sum(step));
            let bound = rest([(middle - coarse).abs(), (fine - middle).abs()]);
            assert!((fine - exact).abs() <= bound + 1e-15, "{step}: {bound:e}");
        }
        assert_eq!(rest([f64::INFINITY, 1.0]), f64::INFINITY);
        assert_eq!(rest([0.0, 0.0]), 0.0);
    }
}
