//! The von Neumann entropy of a spectrum, with what an error of the spectrum
//! does to it.

use std::f64::consts::LN_2;

/// Entropy and total weight of a spectrum that need not be normalised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpectrumEntropy {
    /// E = −Σ (x/Z) log2(x/Z), in ebits.
    pub entropy: f64,
    /// A bound on the error of E.
    pub error_bound: f64,
    /// Z = Σ x.
    pub weight: f64,
}

/// The entropy of the distribution x/Z, Z = Σ x, of nonnegative weights x.
///
/// The weights are known up to errors that sum to at most `distance` in
/// magnitude over `dimension` of them (the listed ones and those left out).
/// φ(x) = −x ln x is concave with φ(0) = 0, so a weight that grows by d adds
/// at most φ(d), and one at most 1 that grows takes away at most
/// d (1 + ln(1+d)); summed over n weights whose errors sum to D,
/// |ΔΣφ| ≤ D [ln(n/D) + 1 + ln(1+D)] for D ≤ n/e. E = log2 Z + Σφ/(Z ln 2)
/// does the rest. No bound exceeds the range 0…log2 n of E. The weights are at
/// most 1 up to `distance`. O(n).
pub fn of_spectrum(
    weights: impl Iterator<Item = f64> + Clone,
    distance: f64,
    dimension: f64,
) -> SpectrumEntropy {
    let weight: f64 = weights.clone().sum();
    let phi: f64 = weights.filter(|x| *x > 0.0).map(|x| -x * x.ln()).sum();
    of_sums(weight, phi, 0.0, distance, dimension)
}

/// The same from Z = Σx and Φ = −Σ x ln x, the latter known up to `phi_error`
/// besides what `distance` does to it.
pub fn of_sums(
    weight: f64,
    phi: f64,
    phi_error: f64,
    distance: f64,
    dimension: f64,
) -> SpectrumEntropy {
    let entropy = ((weight.ln() + phi / weight) / LN_2).max(0.0);
    let largest = dimension.log2();
    let widest = entropy.max(largest - entropy);
    let known = weight - distance;
    let error_bound = if distance == 0.0 && phi_error == 0.0 {
        0.0
    } else if known <= 0.0 || distance > 0.25 * dimension {
        widest
    } else {
        let logarithm = if distance > 0.0 {
            (dimension / distance).ln()
        } else {
            0.0
        };
        let of_phi = phi_error + distance * (logarithm + 1.0 + distance.ln_1p());
        let nats = distance / known + of_phi / known + phi * distance / (weight * known);
        (nats / LN_2).min(widest)
    };
    SpectrumEntropy {
        entropy,
        error_bound,
        weight,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flat_spectra() {
        for rank in [1usize, 2, 3, 17] {
            let result = of_spectrum(vec![0.25; rank].into_iter(), 0.0, rank as f64);
            assert!((result.entropy - (rank as f64).log2()).abs() < 1e-14);
            assert_eq!(result.error_bound, 0.0);
        }
    }

    proptest! {
        #[test]
        fn the_bound_holds(
            weights in prop::collection::vec(0.0f64..1.0, 2..30),
            noise in prop::collection::vec(-1.0f64..1.0, 30),
            exponent in -14.0f64..0.0,
        ) {
            prop_assume!(weights.iter().sum::<f64>() > 1e-3);
            let scale = 10f64.powf(exponent);
            let moved: Vec<f64> = weights.iter().zip(&noise).map(|(x, d)| (x + scale * d).clamp(0.0, 1.0)).collect();
            prop_assume!(moved.iter().sum::<f64>() > 1e-3);
            let distance: f64 = weights.iter().zip(&moved).map(|(a, b)| (a - b).abs()).sum();
            let n = weights.len() as f64;
            let truth = of_spectrum(weights.iter().copied(), 0.0, n);
            let result = of_spectrum(moved.iter().copied(), distance, n);
            prop_assert!((truth.entropy - result.entropy).abs() <= result.error_bound + 1e-13);
        }
    }
}
