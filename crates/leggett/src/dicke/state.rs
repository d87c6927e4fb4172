//! Pure states of N spins ½ that are symmetric under exchange, Σ_k c_k |D_{N,k}⟩.

use leggett_num::dense::Complex;
use leggett_num::pmf;
use std::collections::BTreeMap;

/// A symmetric state by its amplitudes that are not negligible.
#[derive(Debug, Clone, PartialEq)]
pub struct SymmetricState {
    /// N.
    pub atoms: u64,
    /// k, the number of spins up, and c_k, in rising order of k.
    pub amplitudes: Vec<(u64, Complex)>,
}

impl SymmetricState {
    /// `|D_{N,k}⟩`.
    pub fn dicke(atoms: u64, k: u64) -> Self {
        Self {
            atoms,
            amplitudes: vec![(k, Complex::new(1.0, 0.0))],
        }
    }

    /// (a|↑⟩ + b|↓⟩)^{⊗N} of a normalised spinor: c_k = √C(N,k) aᵏ b^{N−k}.
    ///
    /// O(√N) amplitudes, which leave out less than 1e-30 of the norm; relative
    /// errors of some √N ulps.
    pub fn coherent(atoms: u64, [a, b]: [Complex; 2]) -> Self {
        let window = pmf::binomial(atoms, a.norm_sqr(), b.norm_sqr());
        // Whole turns are taken out before multiplying by k.
        let phases = [a.arg(), b.arg()];
        let amplitude = |(k, weight): (u64, &f64)| {
            let angle = turns(phases[0], k) + turns(phases[1], atoms - k);
            (k, Complex::from_polar(weight.sqrt(), angle))
        };
        Self {
            atoms,
            amplitudes: (window.first..)
                .zip(&window.weights)
                .map(amplitude)
                .collect(),
        }
    }

    /// From c_0, …, c_N.
    pub fn from_amplitudes(amplitudes: &[Complex]) -> Self {
        let all = (0..).zip(amplitudes.iter().copied());
        Self {
            atoms: amplitudes.len().saturating_sub(1) as u64,
            amplitudes: all.filter(|(_, c)| c.norm_sqr() > 0.0).collect(),
        }
    }

    /// exp(−iμJ_z²/2) of it: one-axis twisting.
    ///
    /// The phase μ(k−N/2)²/2 is reduced in double precision, so it is off by
    /// some ulps of itself.
    pub fn twisted(mut self, angle: f64) -> Self {
        for (k, amplitude) in &mut self.amplitudes {
            let m = *k as f64 - 0.5 * self.atoms as f64;
            *amplitude *= Complex::from_polar(1.0, -0.5 * angle * m * m);
        }
        self
    }

    /// c_k, zero where it is negligible.
    pub fn at(&self, k: u64) -> Complex {
        let found = self
            .amplitudes
            .binary_search_by_key(&k, |(known, _)| *known);
        found.map_or(Complex::new(0.0, 0.0), |index| self.amplitudes[index].1)
    }

    /// ⟨self|other⟩.
    pub fn inner(&self, other: &Self) -> Complex {
        let terms = self.amplitudes.iter().map(|(k, c)| c.conj() * other.at(*k));
        terms.fold(Complex::new(0.0, 0.0), |sum, term| sum + term)
    }

    /// self + factor · other.
    pub fn plus(&self, factor: Complex, other: &Self) -> Self {
        let mut all: BTreeMap<u64, Complex> = self.amplitudes.iter().copied().collect();
        for (k, c) in &other.amplitudes {
            *all.entry(*k).or_insert(Complex::new(0.0, 0.0)) += factor * c;
        }
        Self {
            atoms: self.atoms,
            amplitudes: all.into_iter().collect(),
        }
    }

    /// Divided by its norm.
    pub fn normalized(mut self) -> Self {
        let norm = self.inner(&self).re.sqrt();
        self.amplitudes
            .iter_mut()
            .for_each(|(_, c)| *c /= Complex::new(norm, 0.0));
        self
    }

    /// (n·J − shift) of it. O(amplitudes).
    pub fn component(&self, [x, y, z]: [f64; 3], shift: f64) -> Self {
        let mut all: BTreeMap<u64, Complex> = BTreeMap::new();
        let mut add = |k: u64, c: Complex| *all.entry(k).or_insert(Complex::new(0.0, 0.0)) += c;
        let (raise, lower) = (
            Complex::new(0.5 * x, -0.5 * y),
            Complex::new(0.5 * x, 0.5 * y),
        );
        for (k, c) in &self.amplitudes {
            let (up, down) = (*k as f64, (self.atoms - k) as f64);
            add(*k, c * (0.5 * z * (up - down) - shift));
            if (x, y) != (0.0, 0.0) && *k < self.atoms {
                add(k + 1, c * raise * (down * (up + 1.0)).sqrt());
            }
            if (x, y) != (0.0, 0.0) && *k > 0 {
                add(k - 1, c * lower * (up * (down + 1.0)).sqrt());
            }
        }
        Self {
            atoms: self.atoms,
            amplitudes: all.into_iter().collect(),
        }
    }

    /// ⟨n·J⟩.
    pub fn mean(&self, axis: [f64; 3]) -> f64 {
        self.inner(&self.component(axis, 0.0)).re
    }

    /// The standard deviation of n·J.
    pub fn deviation(&self, axis: [f64; 3]) -> f64 {
        let centred = self.component(axis, self.mean(axis));
        centred.inner(&centred).re.max(0.0).sqrt()
    }

    /// Cov_ij = Re⟨(J_i − ⟨J_i⟩)(J_j − ⟨J_j⟩)⟩ for i, j = x, y, z.
    pub fn covariance(&self) -> [[f64; 3]; 3] {
        let axes = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let centred = axes.map(|axis| self.component(axis, self.mean(axis)));
        [0, 1, 2].map(|i| [0, 1, 2].map(|j| centred[i].inner(&centred[j]).re))
    }
}

/// n · angle without whole turns, for angles that are fractions of one.
fn turns(angle: f64, n: u64) -> f64 {
    if angle == 0.0 {
        0.0
    } else if angle == std::f64::consts::PI || angle == -std::f64::consts::PI {
        if n % 2 == 1 {
            std::f64::consts::PI
        } else {
            0.0
        }
    } else {
        (angle * n as f64) % std::f64::consts::TAU
    }
}
