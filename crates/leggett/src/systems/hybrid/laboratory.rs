//! From what a laboratory measures to rates, cooperativities and angles.
//!
//! S: a cloud of atoms of resonant optical depth d, probed far off resonance.
//! An atom scatters γ_sc = Φσ₀/(πr²) / (1 + 4Δ²/Γ²) photons a second, with the
//! photon flux Φ = P/ħω_L, the resonant cross-section σ₀ = 3λ²/2π and a beam of
//! radius r. Scattering broadens the spins, taken as γ_S0 = γ_dark + γ_sc, and
//! reads them out: a pulse of duration T measures them with the strength
//! κ² = dη, η = γ_sc T (Hammerer, Sørensen and Polzik, Rev. Mod. Phys. 82, 1041
//! (2010)), which is 2Γ_S T of L = −i√Γ_S X_S at θ_S = π/4, so Γ_S = d γ_sc/2.
//! Where scattering dominates the linewidth, C_S = d/(2n_S + 1) whatever the
//! power.
//!
//! M: an oscillator in a one-sided cavity of linewidth κ, detuned by
//! Δ_c = ω_L − ω_c, with n_c = Φκ/((κ/2)² + Δ_c²) photons and coupling g₀ a
//! photon. Γ_B,P = g₀²n_cκ/((κ/2)² + (Δ_c ± ω_M)²) (Aspelmeyer, Kippenberg and
//! Marquardt, Rev. Mod. Phys. 86, 1391 (2014)); γ_M0 = ω_M/Q, and n_M is the
//! Bose occupation of its bath.

use super::{Imbalance, Oscillator, Oscillators};
use crate::estimate::{ErrorKind, Estimate};

/// ħ in J s (exact in the SI).
pub const HBAR: f64 = 1.054_571_817_646_156_5e-34;
/// Boltzmann's constant in J/K (exact in the SI).
pub const BOLTZMANN: f64 = 1.380_649e-23;
/// The speed of light in m/s (exact in the SI).
pub const LIGHT: f64 = 299_792_458.0;

/// An apparatus, in SI units; frequencies in rad/s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Apparatus {
    /// P, the power of the light at S.
    pub power: f64,
    /// λ.
    pub wavelength: f64,
    /// d on resonance.
    pub optical_depth: f64,
    /// r.
    pub beam_radius: f64,
    /// Γ of the atomic line.
    pub atomic_linewidth: f64,
    /// Δ from the atomic line.
    pub atomic_detuning: f64,
    /// γ_dark, without light.
    pub dark_linewidth: f64,
    /// n_S.
    pub spin_occupation: f64,
    /// ε between S and M.
    pub loss: f64,
    /// ω_M.
    pub frequency: f64,
    /// Q.
    pub quality_factor: f64,
    /// T of M's bath.
    pub temperature: f64,
    /// κ.
    pub cavity_linewidth: f64,
    /// Δ_c.
    pub cavity_detuning: f64,
    /// g₀.
    pub vacuum_coupling: f64,
}

/// What an apparatus amounts to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Derived {
    /// γ_S0, γ_M0, the decoherence rates and the loss.
    pub oscillators: Oscillators,
    /// n_M.
    pub motion_occupation: f64,
    /// Γ_S.
    pub coupling_spin: f64,
    /// Γ_M.
    pub coupling_motion: f64,
    /// C_S.
    pub cooperativity_spin: f64,
    /// C_M.
    pub cooperativity_motion: f64,
    /// θ_M.
    pub angle_motion: Imbalance,
}

/// The mean number of quanta at a temperature, 1/(e^{ħω/k_BT} − 1); 0 at T = 0.
pub fn bose_occupation(frequency: f64, temperature: f64) -> f64 {
    if temperature == 0.0 {
        return 0.0;
    }
    1.0 / (HBAR * frequency / (BOLTZMANN * temperature)).exp_m1()
}

impl Apparatus {
    /// Rates, cooperativities and M's angle. O(1).
    pub fn derive(&self) -> Derived {
        let photon = HBAR * std::f64::consts::TAU * LIGHT / self.wavelength;
        let flux = self.power / photon;
        let scattering = self.scattering(flux);
        let spin =
            Oscillator::with_occupation(self.dark_linewidth + scattering, self.spin_occupation);
        let motion_occupation = bose_occupation(self.frequency, self.temperature);
        let motion =
            Oscillator::with_occupation(self.frequency / self.quality_factor, motion_occupation);
        let [beam_splitter, parametric] = self.sidebands(flux * (1.0 - self.loss));
        let coupling_spin = self.optical_depth * scattering / 2.0;
        let coupling_motion = beam_splitter + parametric;
        Derived {
            oscillators: Oscillators {
                spin,
                motion,
                loss: self.loss,
            },
            motion_occupation,
            coupling_spin,
            coupling_motion,
            cooperativity_spin: coupling_spin / spin.decoherence,
            cooperativity_motion: coupling_motion / motion.decoherence,
            angle_motion: Imbalance {
                tilt: self.sideband_imbalance().asin() / 2.0,
            },
        }
    }

    /// γ_sc.
    fn scattering(&self, flux: f64) -> f64 {
        let cross_section = 1.5 * self.wavelength * self.wavelength / std::f64::consts::PI;
        let area = std::f64::consts::PI * self.beam_radius * self.beam_radius;
        let detuning = 2.0 * self.atomic_detuning / self.atomic_linewidth;
        flux * cross_section / area / (1.0 + detuning * detuning)
    }

    /// (Γ_B − Γ_P)/(Γ_B + Γ_P) = −cos 2θ_M of M, without cancellation.
    fn sideband_imbalance(&self) -> f64 {
        let half = self.cavity_linewidth / 2.0;
        let (detuning, omega) = (self.cavity_detuning, self.frequency);
        -2.0 * detuning * omega / (half * half + detuning * detuning + omega * omega)
    }

    /// Γ_B and Γ_P of M.
    fn sidebands(&self, flux: f64) -> [f64; 2] {
        let half = self.cavity_linewidth / 2.0;
        let width = |detuning: f64| half * half + detuning * detuning;
        let photons = flux * self.cavity_linewidth / width(self.cavity_detuning);
        let rate = self.vacuum_coupling * self.vacuum_coupling * photons * self.cavity_linewidth;
        [self.frequency, -self.frequency].map(|omega| rate / width(self.cavity_detuning + omega))
    }
}

/// The standard deviation of f to first order in those of its arguments, which
/// are independent: √Σ [(f(x+σ_i) − f(x−σ_i))/2]².
///
/// Central differences over one σ see curvature that a derivative would not;
/// where f is even about x they see nothing. The bound is what the second order
/// of Gaussian errors adds in quadrature, √(½ Σ [f(x+σ_i) + f(x−σ_i) − 2f(x)]²),
/// and what the rounding of f, relative to its value, makes of the differences.
/// 2 evaluations an uncertain argument; `None` where f is undefined at one of
/// these.
pub fn propagated<const N: usize>(
    values: [f64; N],
    deviations: [f64; N],
    rounding: f64,
    f: impl Fn([f64; N]) -> Option<f64>,
) -> Option<Estimate> {
    let here = f(values)?;
    let (mut first, mut second, mut rounded) = (0.0, 0.0, 0.0);
    for i in (0..N).filter(|i| deviations[*i] > 0.0) {
        let at = |shift: f64| {
            let mut moved = values;
            moved[i] += shift;
            f(moved)
        };
        let (above, below) = (at(deviations[i])?, at(-deviations[i])?);
        let (slope, curvature) = ((above - below) / 2.0, above + below - 2.0 * here);
        first += slope * slope;
        second += curvature * curvature / 2.0;
        rounded += rounding * (above.abs() + below.abs());
    }
    Some(Estimate {
        value: first.sqrt(),
        error_bound: second.sqrt() + rounded,
        kind: ErrorKind::Estimated,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    fn apparatus() -> Apparatus {
        Apparatus {
            power: 1e-3,
            wavelength: 852e-9,
            optical_depth: 60.0,
            beam_radius: 0.3e-3,
            atomic_linewidth: TAU * 5.2e6,
            atomic_detuning: TAU * 3e9,
            dark_linewidth: TAU * 100.0,
            spin_occupation: 1.0,
            loss: 0.1,
            frequency: TAU * 1.4e6,
            quality_factor: 1e8,
            temperature: 7.0,
            cavity_linewidth: TAU * 10e6,
            cavity_detuning: 0.0,
            vacuum_coupling: TAU * 60.0,
        }
    }

    #[test]
    fn cooperativity_of_power_broadened_spins_is_that_of_the_optical_depth() {
        let broadened = Apparatus {
            dark_linewidth: 0.0,
            ..apparatus()
        };
        for power in [1e-6, 1e-3, 1.0] {
            let found = Apparatus { power, ..broadened }.derive();
            assert!((found.cooperativity_spin - 60.0 / 3.0).abs() < 1e-12);
        }
        let weak = Apparatus {
            power: 1e-9,
            ..apparatus()
        }
        .derive();
        assert!(weak.cooperativity_spin < 1.0);
    }

    #[test]
    fn cavity_sidebands() {
        let resonant = apparatus().derive();
        assert_eq!(resonant.angle_motion.tilt, 0.0);
        // Red detuning cools.
        let red = Apparatus {
            cavity_detuning: -TAU * 1.4e6,
            ..apparatus()
        }
        .derive();
        let red_sidebands = {
            let flux = 0.9e-3 / (HBAR * TAU * LIGHT / 852e-9);
            Apparatus {
                cavity_detuning: -TAU * 1.4e6,
                ..apparatus()
            }
            .sidebands(flux)
        };
        let theta = (red_sidebands[0] / red_sidebands[1]).sqrt().atan();
        assert!((red.angle_motion.theta() - theta).abs() < 1e-14 && red.angle_motion.tilt > 0.05);
        // A broad cavity on resonance: Γ_B = Γ_P = 4g²/κ, n_c = 4Φ/κ.
        let broad = Apparatus {
            cavity_linewidth: TAU * 1e10,
            ..apparatus()
        };
        let flux = 0.9e-3 / (HBAR * TAU * LIGHT / 852e-9);
        let kappa = broad.cavity_linewidth;
        let expected = 8.0 * broad.vacuum_coupling.powi(2) * (4.0 * flux / kappa) / kappa;
        assert!((broad.derive().coupling_motion / expected - 1.0).abs() < 1e-6);
    }

    #[test]
    fn occupations() {
        // k_BT ≫ ħω: k_BT/ħω − ½.
        let omega = TAU * 1e6;
        let classical = BOLTZMANN * 10.0 / (HBAR * omega) - 0.5;
        assert!((bose_occupation(omega, 10.0) / classical - 1.0).abs() < 1e-9);
        assert_eq!(bose_occupation(omega, 0.0), 0.0);
        assert!(bose_occupation(1e12, 1e-3) < 1e-300);
    }

    #[test]
    fn first_order_propagation() {
        let product = |[x, y]: [f64; 2]| Some(x * y);
        let of =
            |values, deviations| propagated(values, deviations, 0.0, product).expect("defined");
        let sd = of([3.0, 4.0], [0.1, 0.2]);
        assert!((sd.value - (0.4f64.powi(2) + 0.6f64.powi(2)).sqrt()).abs() < 1e-12);
        assert!(sd.error_bound < 1e-12);
        assert_eq!(of([3.0, 4.0], [0.0, 0.0]).value, 0.0);
        let positive = |[x]: [f64; 1]| (x > 0.0).then_some(x);
        assert_eq!(propagated([1.0], [2.0], 0.0, positive), None);
        // x² about 0: the first order is blind, the bound is the true √2 σ².
        let even = propagated([0.0], [0.3], 0.0, |[x]: [f64; 1]| Some(x * x)).expect("defined");
        assert_eq!(even.value, 0.0);
        assert!((even.error_bound - 2f64.sqrt() * 0.09).abs() < 1e-15);
    }
}
