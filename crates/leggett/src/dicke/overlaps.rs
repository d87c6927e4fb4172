//! Overlaps of Dicke states of the x basis with coherent and z-basis states.

use leggett_num::binomial;

/// <q|^x e^{iα/2·…}: the overlap of the x-basis state q with the equatorial
/// coherent state |e^{iα}/√2, 1/√2>, without its phase i^{N−q} e^{iNα/2}:
/// √C(N,q) cos^q(α/2) sin^{N−q}(α/2).
///
/// Li et al., eq 23; `half_angle` is α/2. The square over all q sums to 1.
pub fn x_state_with_equatorial(atoms: u64, q: u64, half_angle: f64) -> f64 {
    let (sine, cosine) = half_angle.sin_cos();
    let others = atoms - q;
    if (q > 0 && cosine == 0.0) || (others > 0 && sine == 0.0) {
        return 0.0;
    }
    let offset = super::doubled_offset(atoms, q);
    let ln_binomial = binomial::ln_weight(atoms, offset) + atoms as f64 * std::f64::consts::LN_2;
    let ln_power = |count: u64, base: f64| {
        if count == 0 {
            0.0
        } else {
            count as f64 * base.abs().ln()
        }
    };
    let negative = (q % 2 == 1 && cosine < 0.0) != (others % 2 == 1 && sine < 0.0);
    let magnitude = (0.5 * ln_binomial + ln_power(q, cosine) + ln_power(others, sine)).exp();
    if negative { -magnitude } else { magnitude }
}

/// <q|^x|k> for k = 0…N, up to one sign for the whole vector: the eigenvector
/// of S_x for the eigenvalue 2q − N, normalised.
///
/// Li et al., eq 24, whose double sum cancels for large N. Here the recurrence
/// √((k+1)(N−k)) x_{k+1} = (2q−N) x_k − √(k(N−k+1)) x_{k−1} is run from the
/// lower end to the middle, where the wanted solution grows, and reflected by
/// x_{N−k} = (−1)^{N−q} x_k. O(N).
pub fn x_state(atoms: u64, q: u64) -> Vec<f64> {
    let n = atoms as usize;
    let eigenvalue = super::doubled_offset(atoms, q) as f64;
    let coupling = |k: usize| ((k as f64) * (n - k + 1) as f64).sqrt();
    let mut lower = vec![1.0f64];
    let mut values_squared = 1.0f64;
    for k in 0..n / 2 {
        let before = if k == 0 {
            0.0
        } else {
            coupling(k) * lower[k - 1]
        };
        let next = (eigenvalue * lower[k] - before) / coupling(k + 1);
        lower.push(next);
        values_squared = values_squared.max(next * next);
        if values_squared > 1e200 {
            // What underflows here is below 1e-100 of the largest entry.
            lower.iter_mut().for_each(|value| *value *= 1e-120);
            values_squared *= 1e-240;
        }
    }
    let sign = if (atoms - q).is_multiple_of(2) {
        1.0
    } else {
        -1.0
    };
    let mut vector = vec![0.0; n + 1];
    for (k, value) in lower.iter().enumerate() {
        vector[n - k] = sign * value;
        vector[k] = *value;
    }
    if atoms.is_multiple_of(2) && sign < 0.0 {
        vector[n / 2] = 0.0;
    }
    let norm = vector.iter().map(|value| value * value).sum::<f64>().sqrt();
    vector.iter_mut().for_each(|value| *value /= norm);
    vector
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dicke::amplitude;
    use proptest::prelude::*;

    /// Eq 24 as printed.
    fn printed(atoms: u64, q: u64, k: u64) -> f64 {
        let factorial = |n: u64| (1..=n).map(|i| i as f64).product::<f64>();
        let choose = |n: u64, k: u64| factorial(n) / factorial(k) / factorial(n - k);
        let mut sum = 0.0;
        for l in 0..=q.min(k) {
            let m = k - l;
            if m <= atoms - q {
                let sign = if (atoms - q - m).is_multiple_of(2) {
                    1.0
                } else {
                    -1.0
                };
                sum += sign
                    * choose(q, l)
                    * choose(atoms - q, m)
                    * (factorial(k) * factorial(atoms - k)).sqrt();
            }
        }
        sum / (factorial(q) * factorial(atoms - q) * 2f64.powi(atoms as i32)).sqrt()
    }

    #[test]
    fn the_recurrence_gives_equation_24() {
        for atoms in 1..=12u64 {
            for q in 0..=atoms {
                let vector = x_state(atoms, q);
                let sign = (vector[0] * printed(atoms, q, 0)).signum();
                for k in 0..=atoms {
                    let expected = printed(atoms, q, k);
                    assert!(
                        (sign * vector[k as usize] - expected).abs() < 1e-13,
                        "N={atoms} q={q} k={k}"
                    );
                }
            }
        }
    }

    #[test]
    fn equations_23_and_24_agree() {
        // <q|α> = Σ_k <q|k> w_k e^{ikα}, and its phase is i^{N−q} e^{iNα/2}.
        for (atoms, alpha) in [(5u64, 0.7f64), (8, -2.1), (11, 3.0)] {
            for q in 0..=atoms {
                let (mut real, mut imaginary) = (0.0, 0.0);
                for k in 0..=atoms {
                    let weight = printed(atoms, q, k) * amplitude(atoms, k);
                    let phase = alpha * (k as f64 - 0.5 * atoms as f64);
                    real += weight * phase.cos();
                    imaginary += weight * phase.sin();
                }
                let value = x_state_with_equatorial(atoms, q, 0.5 * alpha);
                let (expected_real, expected_imaginary) = match (atoms - q) % 4 {
                    0 => (value, 0.0),
                    1 => (0.0, value),
                    2 => (-value, 0.0),
                    _ => (0.0, -value),
                };
                assert!((real - expected_real).abs() < 1e-13, "N={atoms} q={q}");
                assert!(
                    (imaginary - expected_imaginary).abs() < 1e-13,
                    "N={atoms} q={q}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn x_states_are_eigenvectors(atoms in 1u64..1500, share in 0.0f64..=1.0) {
            let q = (share * atoms as f64).round() as u64;
            let vector = x_state(atoms, q);
            let n = atoms as usize;
            for k in 0..=n {
                let up = if k < n { (((k + 1) * (n - k)) as f64).sqrt() * vector[k + 1] } else { 0.0 };
                let down = if k > 0 { ((k * (n - k + 1)) as f64).sqrt() * vector[k - 1] } else { 0.0 };
                let rest = up + down - (2.0 * q as f64 - atoms as f64) * vector[k];
                prop_assert!(rest.abs() < 1e-11 * atoms as f64, "k={} {}", k, rest);
            }
        }

        #[test]
        fn coherent_overlaps_are_normalised(atoms in 1u64..300, half in -4.0f64..4.0) {
            let total: f64 = (0..=atoms).map(|q| x_state_with_equatorial(atoms, q, half).powi(2)).sum();
            prop_assert!((total - 1.0).abs() < 1e-11);
        }
    }
}
