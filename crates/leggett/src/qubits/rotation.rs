//! The same rotation of several spins, so that an axis becomes z.

use super::{Sites, SpinVector};
use crate::error::Result;
use leggett_num::Work;
use leggett_num::dense::Complex;

/// The vector in the basis of ⟨n↑| = cos(β/2)⟨↑| + e^{−iφ} sin(β/2)⟨↓| and
/// ⟨n↓| = sin(β/2)⟨↑| − e^{−iφ} cos(β/2)⟨↓| for each of the sites, where
/// n = (sin β cos φ, sin β sin φ, cos β) is a unit vector. O(m 2^N).
pub fn along(
    vector: &SpinVector,
    axis: [f64; 3],
    sites: &Sites,
    work: &Work,
) -> Result<SpinVector> {
    let [x, y, z] = axis;
    let mut amplitudes = vector.amplitudes().to_vec();
    let half = 0.5 * x.hypot(y).atan2(z);
    let bits: usize = sites
        .list()
        .iter()
        .map(|site| 1 << (sites.spins() - 1 - site))
        .sum();
    // The phases first, all at once: what is left is real.
    let phase = y.atan2(x);
    if phase != 0.0 {
        let phases: Vec<Complex> = (0..=sites.count())
            .map(|down| Complex::from_polar(1.0, -phase * down as f64))
            .collect();
        for (index, amplitude) in amplitudes.iter_mut().enumerate() {
            *amplitude *= phases[(!index & bits).count_ones() as usize];
        }
    }
    rotate(&mut amplitudes, bits, half.cos(), half.sin(), work)?;
    Ok(SpinVector {
        spins: vector.spins,
        amplitudes,
    })
}

/// A bound on the distance of the rotated vector from the exact one.
pub fn rounding(sites: usize) -> f64 {
    (6.0 * sites as f64 + 4.0) * f64::EPSILON
}

/// The inner bits first, part by part, so that these stay in the cache.
fn rotate(part: &mut [Complex], bits: usize, cosine: f64, sine: f64, work: &Work) -> Result<()> {
    let half = part.len() / 2;
    if bits & (part.len() - 1) == 0 {
        return Ok(());
    }
    if half >= 1 << 12 {
        work.check()?;
    }
    let (down, up) = part.split_at_mut(half);
    rotate(down, bits, cosine, sine, work)?;
    rotate(up, bits, cosine, sine, work)?;
    if bits & half != 0 {
        for (d, u) in down.iter_mut().zip(up) {
            let (old_down, old_up) = (*d, *u);
            *u = old_up * cosine + old_down * sine;
            *d = old_up * sine - old_down * cosine;
        }
    }
    Ok(())
}
