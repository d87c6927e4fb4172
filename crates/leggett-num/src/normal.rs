//! The standard normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// Φ(x), the probability of less than x; its relative error is some ulps,
/// in the lower tail too.
pub fn cumulative(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// Φ⁻¹(1 − q): what is exceeded with the probability q, 0 < q < 1, by bisection.
pub fn exceeded_with(q: f64) -> f64 {
    let (mut low, mut high) = (-40.0, 40.0);
    // 80/2^60 is below an ulp of every x that matters.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if cumulative(-middle) > q {
            low = middle
        } else {
            high = middle
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        for (x, expected) in [
            (0.0, 0.5),
            (1.0, 0.841_344_746_068_543),
            (-6.0, 9.865_876_450_376_98e-10),
        ] {
            assert!((cumulative(x) / expected - 1.0).abs() < 1e-13);
            assert!((exceeded_with(1.0 - expected) - x).abs() < 1e-6);
        }
        assert!((exceeded_with(0.01) - 2.326_347_874_040_841).abs() < 1e-13);
        assert!((exceeded_with(1e-300) - 37.047_096_3).abs() < 1e-6);
    }
}
