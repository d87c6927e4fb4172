//! Spin-resolved states: 2^N amplitudes of N spins ½.
//!
//! Conventions: spin 0 is the most significant bit of an index, a bit that is
//! set means up, `⟨σ_z⟩ = P_up − P_down`, J = ½ Σ σ.

pub mod collective;
pub mod coordinates;
pub mod marginals;
pub mod rotation;
pub mod rows;
pub mod sites;
pub mod sums;

pub use sites::Sites;

use crate::error::{Error, Result};
use leggett_num::dense::Complex;

/// The most spins a state vector may have: 64 MiB.
pub const SPINS_MAX: usize = 22;

/// How far the norm that a vector comes with may be from one.
pub const NORM_TOLERANCE: f64 = 1e-6;

/// A normalised state vector of N spins.
#[derive(Debug, Clone, PartialEq)]
pub struct SpinVector {
    spins: usize,
    amplitudes: Vec<Complex>,
}

impl SpinVector {
    /// From 2^N amplitudes, N from 1 to 22.
    ///
    /// Their norm must be one within [`NORM_TOLERANCE`], as it is after
    /// rounding to single precision; it is then made one. Errors name the
    /// parameter `path`, where the amplitudes come from. O(2^N).
    pub fn new(mut amplitudes: Vec<Complex>) -> Result<Self> {
        let spins = spins_of(amplitudes.len())?;
        let broken = |z: &Complex| !(z.re.is_finite() && z.im.is_finite());
        if let Some(index) = amplitudes.iter().position(broken) {
            return Err(Error::OutOfRange {
                parameter: "path",
                value: amplitudes[index].to_string(),
                allowed: format!("finite amplitudes; that of index {index} is not"),
            });
        }
        let norm = norm_squared(&amplitudes).sqrt();
        if (norm - 1.0).abs() > NORM_TOLERANCE {
            return Err(Error::Contradiction {
                parameter: "path",
                message: format!(
                    "a state vector has the norm {norm}, which must be one within \
                     {NORM_TOLERANCE:e}; divide it by its norm"
                ),
            });
        }
        let factor = 1.0 / norm;
        amplitudes.iter_mut().for_each(|z| *z *= factor);
        Ok(Self { spins, amplitudes })
    }

    /// N.
    pub fn spins(&self) -> usize {
        self.spins
    }

    /// The amplitudes, 2^N of them.
    pub fn amplitudes(&self) -> &[Complex] {
        &self.amplitudes
    }

    /// ⟨self|other⟩ for as many spins; O(2^N).
    pub fn overlap(&self, other: &Self) -> Complex {
        sums::total(&self.amplitudes, &other.amplitudes).overlap()
    }
}

fn spins_of(length: usize) -> Result<usize> {
    if length < 2 || !length.is_power_of_two() {
        return Err(Error::OutOfRange {
            parameter: "path",
            value: format!("{length} amplitudes"),
            allowed: "a power of two, 2^N for N spins, at least 2".to_owned(),
        });
    }
    let spins = length.ilog2() as usize;
    if spins > SPINS_MAX {
        return Err(Error::TooLarge {
            parameter: "path",
            value: format!("{length} amplitudes"),
            allowed: format!("at most {SPINS_MAX} spins, 2^{SPINS_MAX} amplitudes"),
        });
    }
    Ok(spins)
}

fn norm_squared(amplitudes: &[Complex]) -> f64 {
    match amplitudes.len() {
        0..=32 => amplitudes.iter().map(|z| z.re * z.re + z.im * z.im).sum(),
        length => {
            let (left, right) = amplitudes.split_at(length / 2);
            norm_squared(left) + norm_squared(right)
        }
    }
}

/// A unit vector along the axis, which must be finite and not zero.
pub fn unit_axis(axis: [f64; 3]) -> Result<[f64; 3]> {
    let largest = axis.iter().fold(0.0f64, |most, x| most.max(x.abs()));
    if !(axis.iter().all(|x| x.is_finite()) && largest > 0.0) {
        return Err(Error::OutOfRange {
            parameter: "measurement_axis",
            value: format!("{axis:?}"),
            allowed: "three finite numbers that are not all zero".to_owned(),
        });
    }
    // Divided first, so that no square overflows or vanishes.
    let scaled = axis.map(|x| x / largest);
    let norm = scaled.iter().map(|x| x * x).sum::<f64>().sqrt();
    Ok(scaled.map(|x| x / norm))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(values: &[f64]) -> Result<SpinVector> {
        SpinVector::new(values.iter().map(|x| Complex::new(*x, 0.0)).collect())
    }

    #[test]
    fn what_is_no_state_is_refused() {
        for length in [0, 1, 3, 6] {
            let refused = vector(&vec![1.0; length]).unwrap_err();
            assert!(matches!(
                refused,
                Error::OutOfRange {
                    parameter: "path",
                    ..
                }
            ));
        }
        let refused = vector(&[1.0, f64::NAN]).unwrap_err();
        assert!(matches!(
            refused,
            Error::OutOfRange {
                parameter: "path",
                ..
            }
        ));
        for values in [[1.0, 1.0], [0.0, 0.0], [1e200, 1e200], [1.0 + 2e-6, 0.0]] {
            let refused = vector(&values).unwrap_err();
            assert!(matches!(
                refused,
                Error::Contradiction {
                    parameter: "path",
                    ..
                }
            ));
        }
        let refused = spins_of(1 << 23).unwrap_err();
        assert!(matches!(
            refused,
            Error::TooLarge {
                parameter: "path",
                ..
            }
        ));
        let accepted = vector(&[0.6 * (1.0 + 5e-7), 0.8]).unwrap();
        assert!((norm_squared(accepted.amplitudes()) - 1.0).abs() < 1e-15);
    }
}
