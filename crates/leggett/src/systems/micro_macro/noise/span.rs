//! An orthonormal basis of what some vectors span.

use leggett_num::dense::Complex;

/// Parts of unit vectors below this length are rounding.
const NEGLIGIBLE: f64 = 1e-15;

/// Grows with the vectors that are given to it (Gram and Schmidt, twice).
#[derive(Default)]
pub(super) struct Span {
    basis: Vec<Vec<Complex>>,
    /// The sum of the lengths of the parts that were left out.
    pub dropped: f64,
}

impl Span {
    /// Its dimension.
    pub fn dimension(&self) -> usize {
        self.basis.len()
    }

    /// The vector's coordinates, one more of them if it leads out of the span.
    pub fn coordinates(&mut self, mut vector: Vec<Complex>) -> Vec<Complex> {
        let mut coordinates = vec![Complex::new(0.0, 0.0); self.dimension()];
        for _ in 0..2 {
            for (coordinate, direction) in coordinates.iter_mut().zip(&self.basis) {
                let pairs = direction.iter().zip(&vector);
                let overlap: Complex = pairs.map(|(e, v)| e.conj() * v).sum();
                *coordinate += overlap;
                for (v, e) in vector.iter_mut().zip(direction) {
                    *v -= overlap * e;
                }
            }
        }
        let length = vector.iter().map(|v| v.norm_sqr()).sum::<f64>().sqrt();
        if length < NEGLIGIBLE {
            self.dropped += length;
        } else {
            coordinates.push(Complex::new(length, 0.0));
            vector.iter_mut().for_each(|v| *v /= length);
            self.basis.push(vector);
        }
        coordinates
    }
}
