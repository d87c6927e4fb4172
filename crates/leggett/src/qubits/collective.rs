//! The collective spin J of a state vector: its distribution and covariance.

use super::{Sites, SpinVector, rotation};
use crate::error::Result;
use leggett_num::Work;
use leggett_num::dense::Complex;

/// The probabilities P(k) that k = 0…N spins are up along a unit vector, that
/// is J_n = k − N/2. O(N 2^N); along z O(2^N).
pub fn spectrum(vector: &SpinVector, axis: [f64; 3], work: &Work) -> Result<Vec<f64>> {
    let spins = vector.spins();
    if axis == [0.0, 0.0, 1.0] {
        return Ok(counts(vector.amplitudes(), spins));
    }
    let all = Sites::new(spins, (0..spins).collect())?;
    let rotated = rotation::along(vector, axis, &all, work)?;
    Ok(counts(rotated.amplitudes(), spins))
}

fn counts(amplitudes: &[Complex], spins: usize) -> Vec<f64> {
    let mut total = vec![0.0; spins + 1];
    // Sums of sums, so that rounding grows as the root of the length.
    for (number, part) in amplitudes.chunks(1 << 11).enumerate() {
        let above = number.count_ones() as usize;
        let mut sums = [0.0f64; 12];
        for (index, z) in part.iter().enumerate() {
            sums[index.count_ones() as usize] += z.re * z.re + z.im * z.im;
        }
        for (k, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0.0) {
            total[above + k] += sum;
        }
    }
    total
}

/// The mean of J_n and its standard deviation.
pub fn mean_and_sd(spectrum: &[f64]) -> (f64, f64) {
    let spins = spectrum.len() as f64 - 1.0;
    let value = |k: usize| k as f64 - 0.5 * spins;
    let mean: f64 = spectrum.iter().enumerate().map(|(k, p)| p * value(k)).sum();
    let terms = spectrum.iter().enumerate();
    let variance: f64 = terms.map(|(k, p)| p * (value(k) - mean).powi(2)).sum();
    (mean, variance.sqrt())
}

/// Spins whose flips stay inside a part of the vector.
const INNER: usize = 12;

/// C_ab = ½⟨J_a J_b + J_b J_a⟩ − ⟨J_a⟩⟨J_b⟩ with a, b = x, y, z, where `mean`
/// is ⟨J⟩: the Gram matrix of (J_a − ⟨J_a⟩)|ψ⟩. O(N 2^N).
pub fn covariance(vector: &SpinVector, mean: [f64; 3], work: &Work) -> Result<[[f64; 3]; 3]> {
    let amplitudes = vector.amplitudes();
    let length = amplitudes.len().min(1 << INNER);
    let mut raised = vec![Complex::new(0.0, 0.0); length];
    let mut lowered = raised.clone();
    let mut total = [[0.0f64; 3]; 3];
    for start in (0..amplitudes.len()).step_by(length) {
        work.check()?;
        ladder(amplitudes, start, &mut raised, &mut lowered);
        let mut part = [[0.0f64; 3]; 3];
        for (k, z) in amplitudes[start..start + length].iter().enumerate() {
            let (plus, minus) = (raised[k], lowered[k]);
            let up = f64::from((start + k).count_ones());
            let images = [
                (plus + minus) * 0.5 - *z * mean[0],
                // (J₊ − J₋)/2i
                Complex::new(plus.im - minus.im, minus.re - plus.re) * 0.5 - *z * mean[1],
                *z * (up - 0.5 * vector.spins() as f64 - mean[2]),
            ];
            for a in 0..3 {
                for b in a..3 {
                    part[a][b] += images[a].re * images[b].re + images[a].im * images[b].im;
                }
            }
        }
        for a in 0..3 {
            for b in a..3 {
                total[a][b] += part[a][b];
            }
        }
    }
    let entry = |a: usize, b: usize| total[a.min(b)][a.max(b)];
    Ok([0, 1, 2].map(|a| [0, 1, 2].map(|b| entry(a, b))))
}

/// J₊|ψ⟩ and J₋|ψ⟩ at the indices from `start`.
fn ladder(amplitudes: &[Complex], start: usize, raised: &mut [Complex], lowered: &mut [Complex]) {
    raised.fill(Complex::new(0.0, 0.0));
    lowered.fill(Complex::new(0.0, 0.0));
    let length = raised.len();
    let own = &amplitudes[start..start + length];
    for bit in (0..length.ilog2()).map(|p| 1usize << p) {
        for block in (0..length).step_by(2 * bit) {
            for k in block..block + bit {
                raised[k + bit] += own[k];
                lowered[k] += own[k + bit];
            }
        }
    }
    for bit in (length.ilog2()..amplitudes.len().ilog2()).map(|p| 1usize << p) {
        let partner = start ^ bit;
        let target = if start & bit != 0 {
            &mut *raised
        } else {
            &mut *lowered
        };
        for (sum, z) in target.iter_mut().zip(&amplitudes[partner..]) {
            *sum += *z;
        }
    }
}
