//! Weights of the symmetric binomial distribution, for any N up to 2^53.

use std::f64::consts::{LN_2, PI};

/// ln n! − [(n+½) ln n − n + ½ ln 2π] for n = 1..=16; the entry for 0 is unused.
const STIRLING: [f64; 17] = [
    0.0,
    0.081_061_466_795_327_26,
    0.041_340_695_955_409_3,
    0.027_677_925_684_998_34,
    0.020_790_672_103_765_093,
    0.016_644_691_189_821_193,
    0.013_876_128_823_070_748,
    0.011_896_709_945_891_77,
    0.010_411_265_261_972_096,
    0.009_255_462_182_712_733,
    0.008_330_563_433_362_87,
    0.007_573_675_487_951_841,
    0.006_942_840_107_209_53,
    0.006_408_994_188_004_207,
    0.005_951_370_112_758_847_5,
    0.005_554_733_551_962_801,
    0.005_207_655_919_609_64,
];

/// ln[C(N, (N+s)/2) / 2^N] for s ≡ N (mod 2), |s| ≤ N.
///
/// Loader's form: the deviance N/2[(1+x)ln(1+x) + (1−x)ln(1−x)] with x = s/N
/// is summed without cancellation, and the factorials enter through their
/// Stirling remainders, so the relative error of the weight is a few 1e-16
/// times (1 + |ln weight|) for every N. O(1).
pub fn ln_weight(trials: u64, s: i64) -> f64 {
    let magnitude = s.unsigned_abs();
    debug_assert!(magnitude <= trials && (trials - magnitude).is_multiple_of(2));
    if magnitude >= trials {
        return -(trials as f64) * LN_2;
    }
    let (k, rest) = ((trials + magnitude) / 2, (trials - magnitude) / 2);
    let (n, a, b) = (trials as f64, k as f64, rest as f64);
    let remainder = stirling(trials) - stirling(k) - stirling(rest);
    // n/(2πab) with ab = (n² − s²)/4, arranged so that nothing overflows.
    remainder - deviance(n, magnitude as f64) + 0.5 * (n / a / (2.0 * PI * b)).ln()
}

/// The same for real s: factorials continued by the Gamma function.
///
/// For |s| up to N − 60, where Stirling's remainder needs no table. O(1).
pub fn ln_weight_at(trials: u64, s: f64) -> f64 {
    let n = trials as f64;
    let (a, b) = (0.5 * (n + s), 0.5 * (n - s));
    debug_assert!(a.min(b) >= 30.0);
    let remainder = stirling_series(n) - stirling_series(a) - stirling_series(b);
    remainder - deviance(n, s.abs()) + 0.5 * (n / a / (2.0 * PI * b)).ln()
}

/// C(N, (N+s)/2) / 2^N; zero outside |s| ≤ N or for the wrong parity.
pub fn weight(trials: u64, s: i64) -> f64 {
    if s.unsigned_abs() > trials || !(trials - s.unsigned_abs()).is_multiple_of(2) {
        return 0.0;
    }
    ln_weight(trials, s).exp()
}

/// N/2[(1+x)ln(1+x) + (1−x)ln(1−x)], x = s/N < 1.
fn deviance(n: f64, s: f64) -> f64 {
    let x = s / n;
    if x < 0.1 {
        // s²/N Σ_j x^{2j−2} / (2j(2j−1))
        let square = x * x;
        let mut sum = 0.0;
        for j in (1..=10).rev() {
            let j = f64::from(j);
            sum = sum * square + 1.0 / (2.0 * j * (2.0 * j - 1.0));
        }
        return s * x * sum;
    }
    0.5 * n * ((1.0 + x) * x.ln_1p() + (1.0 - x) * (-x).ln_1p())
}

/// The remainder of Stirling's formula.
fn stirling(n: u64) -> f64 {
    if let Some(value) = STIRLING.get(n as usize).filter(|_| n <= 16) {
        return *value;
    }
    stirling_series(n as f64)
}

/// The same for real n > 16, by its asymptotic series.
fn stirling_series(n: f64) -> f64 {
    let square = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square)
        / n
}

/// An upper bound on the probability that |s| > `limit`.
///
/// Sums weights outwards from the limit and adds the geometric bound on the
/// rest. O(1): at most 256 terms, since the bound overestimates the rest by a
/// share of 1/c² only where the limit is c√N.
pub fn tail(trials: u64, limit: u64) -> f64 {
    let mut s = limit.saturating_add(1);
    s += (s % 2 + trials % 2) % 2;
    if s > trials {
        return 0.0;
    }
    let mut term = ln_weight(trials, s as i64).exp();
    let mut sum = 0.0;
    for _ in 0..256 {
        // w(s+2)/w(s) = (N−s)/(N+s+2), which falls with s.
        let ratio = (trials - s) as f64 / (trials as f64 + s as f64 + 2.0);
        let rest = term / (1.0 - ratio);
        if rest <= 1e-20 * sum || ratio == 0.0 {
            break;
        }
        sum += term;
        term *= ratio;
        s += 2;
    }
    let ratio = (trials.saturating_sub(s)) as f64 / (trials as f64 + s as f64 + 2.0);
    sum += term / (1.0 - ratio);
    // Two sides; the recurrence's rounding is far below this slack.
    2.0 * sum * (1.0 + 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute(trials: u64) -> Vec<f64> {
        let mut row = vec![1.0f64];
        for _ in 0..trials {
            let mut next = vec![0.0; row.len() + 1];
            for (k, value) in row.iter().enumerate() {
                next[k] += 0.5 * value;
                next[k + 1] += 0.5 * value;
            }
            row = next;
        }
        row
    }

    #[test]
    fn agrees_with_pascals_triangle() {
        for trials in [1u64, 2, 3, 15, 16, 17, 40, 111] {
            for (k, expected) in brute(trials).iter().enumerate() {
                let got = weight(trials, 2 * k as i64 - trials as i64);
                assert!(
                    (got / expected - 1.0).abs() < 4e-14,
                    "N={trials} k={k}: {got} {expected}"
                );
            }
        }
    }

    #[test]
    fn published_digits_at_large_numbers() {
        // 40-digit values of ln[C(N,k)/2^N].
        for (trials, s, expected) in REFERENCE {
            let got = ln_weight(trials, s);
            assert!(
                (got - expected).abs() < 3e-15 * (1.0 + expected.abs()),
                "{trials} {s}: {got} {expected}"
            );
        }
    }

    #[test]
    fn tail_bounds_the_missing_mass() {
        for (trials, limit) in [
            (10u64, 4u64),
            (101, 31),
            (1000, 200),
            (10_000, 700),
            (7, 7),
            (7, 100),
        ] {
            let outside: f64 = (0..=trials)
                .map(|k| 2 * k as i64 - trials as i64)
                .filter(|s| s.unsigned_abs() > limit)
                .map(|s| weight(trials, s))
                .sum();
            let bound = tail(trials, limit);
            assert!(
                bound >= outside && bound <= outside * 1.000_001,
                "{trials} {limit}: {bound} {outside}"
            );
        }
    }

    proptest! {
        #[test]
        fn weights_obey_their_recurrence(trials in 2u64..1_000_000_000_000_000, share in 0.0f64..6.0) {
            let s = ((share * (trials as f64).sqrt()) as u64).min(trials - 2);
            let s = s - (s + trials) % 2 * u64::from(s > 0);
            prop_assume!((s + trials).is_multiple_of(2));
            let step = ln_weight(trials, s as i64 + 2) - ln_weight(trials, s as i64);
            let expected = (-2.0 * (s as f64 + 1.0) / (trials as f64 + s as f64 + 2.0)).ln_1p();
            prop_assert!((step - expected).abs() < 1e-13, "{} {}", step, expected);
        }
    }

    #[test]
    fn the_continuation_meets_the_integers_and_is_smooth_between() {
        for (trials, s) in [
            (1000u64, 40i64),
            (100_001, 2001),
            (9_999_990_000_000_000, 200_000_000),
        ] {
            let here = ln_weight(trials, s);
            assert!((ln_weight_at(trials, s as f64) - here).abs() < 3e-15 * (1.0 + here.abs()));
            let between = ln_weight_at(trials, s as f64 + 1.0);
            let mean = 0.5 * (here + ln_weight(trials, s + 2));
            // The second derivative of the logarithm is −1/N.
            assert!((between - mean - 0.5 / trials as f64).abs() < 0.01 / trials as f64 + 1e-13);
        }
    }

    const REFERENCE: [(u64, i64, f64); 8] = [
        (100, 0, -2.530876403977105),
        (1000, 100, -8.683264037524848),
        (1000000, 3000, -11.633549131633915),
        (1000000, 7000, -31.633722468298),
        (1000000000, 100000, -15.587424274701267),
        (1000000000000, 4000000, -22.041301910622586),
        (9999990000000000, 200000000, -20.64647359659884),
        (9007199254740991, 100000001, -19.149303160898086),
    ];
}
