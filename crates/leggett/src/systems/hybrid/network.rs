//! The same system as a network of components: for what the closed forms leave
//! out, and to check them.
//!
//! In the rotating wave approximation the light has two sidebands,
//! L₊ = −i(√Γ_SP a_S† + √Γ_MB a_M), L₋ = −i(√Γ_SB a_S + √Γ_MP a_M†). All that
//! happens to one on the way happens to the other, so that the channels may as
//! well be the components (L₊ + L₋)/√2 and (L₋ − L₊)/√2 that a homodyne detector
//! records: their rows have the digits of θ − π/4, on which the linewidths
//! depend. Without the approximation there is one channel,
//! L_j = −i(√Γ_jB a_j + √Γ_jP a_j†), and the oscillators turn at ∓ω.

use super::{Imbalance, Oscillator, Oscillators};
use crate::dynamics::gaussian::Homodyne;
use crate::error::Result;
use crate::gaussian::LinearModel;
use crate::gaussian::network::{Network, Station};
use crate::gaussian::slh::{annihilation, combined, creation};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;

/// Which oscillator the light meets first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// S, as in the paper.
    SpinFirst,
    /// M; the loss is between the two all the same.
    MotionFirst,
}

/// Both oscillators in the light, beyond what the closed forms treat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cascade {
    /// The oscillators and the loss.
    pub oscillators: Oscillators,
    /// C_S and C_M.
    pub cooperativities: [f64; 2],
    /// θ_S and θ_M.
    pub angles: [Imbalance; 2],
    /// Which comes first.
    pub order: Order,
    /// ω_M − ω_S.
    pub detuning: f64,
    /// ω, or the rotating wave approximation.
    pub frequency: Option<f64>,
}

const SPIN: usize = 0;
const MOTION: usize = 1;
const MODES: usize = 2;

impl Cascade {
    /// Drift, diffusion and ports. The first port of the light, or the first
    /// two in the rotating wave approximation, are what a homodyne detector
    /// behind both sees ([`Self::detections`]).
    pub fn model(&self) -> Result<LinearModel> {
        let channels = if self.frequency.is_some() { 1 } else { 2 };
        let mut network = Network::new(channels, self.hamiltonian())?;
        let sequence = match self.order {
            Order::SpinFirst => [SPIN, MOTION],
            Order::MotionFirst => [MOTION, SPIN],
        };
        network.station(Station::Visit(self.rows(sequence[0])))?;
        for channel in 0..channels {
            network.station(Station::Loss {
                channel,
                loss: self.oscillators.loss,
            })?;
        }
        network.station(Station::Visit(self.rows(sequence[1])))?;
        for (mode, oscillator) in [self.oscillators.spin, self.oscillators.motion]
            .iter()
            .enumerate()
        {
            for row in bath(MODES, mode, oscillator) {
                network.bath(row)?;
            }
        }
        Ok(network.component().model())
    }

    /// Homodyne detection behind both with this phase and efficiency.
    pub fn detections(&self, phase: f64, efficiency: f64) -> Vec<Homodyne> {
        let port = |port: usize, phase: f64| Homodyne {
            port,
            phase,
            efficiency,
        };
        match self.frequency {
            Some(_) => vec![port(0, phase)],
            None => vec![port(0, phase), port(1, phase + std::f64::consts::FRAC_PI_2)],
        }
    }

    /// g, by which the light behind both weighs M: √(K_M/K_S), over s where S
    /// comes first and times s where it comes second.
    pub fn epr_weight(&self) -> f64 {
        let couplings = self
            .oscillators
            .couplings(self.cooperativities, self.angles)
            .plain();
        let ratio = (couplings.motion_rate / couplings.spin_rate).sqrt();
        let transmitted = self.oscillators.transmission().sqrt();
        match self.order {
            Order::SpinFirst => ratio / transmitted,
            Order::MotionFirst => ratio * transmitted,
        }
    }

    /// H = ½xᵀHx: −ω for S, ω + δ for M; without ω in the rotating frame of S.
    fn hamiltonian(&self) -> Matrix {
        let omega = self.frequency.unwrap_or(0.0);
        let diagonal = [-omega, -omega, omega + self.detuning, omega + self.detuning];
        Matrix::from_fn(2 * MODES, 2 * MODES, |row, column| {
            if row == column { diagonal[row] } else { 0.0 }
        })
    }

    /// The couplings of one oscillator to the channels.
    fn rows(&self, mode: usize) -> Vec<Vec<Complex>> {
        let oscillator = [self.oscillators.spin, self.oscillators.motion][mode];
        let rate = self.cooperativities[mode] * oscillator.decoherence;
        let angle = self.angles[mode];
        match self.frequency {
            Some(_) => vec![cosine(MODES, mode, 2.0 * rate, angle)],
            None => vec![
                cosine(MODES, mode, rate, angle),
                sine(MODES, mode, rate, angle, mode == SPIN),
            ],
        }
    }
}

/// (L₊ + L₋)/√2 = −i√(Γ/2)(cos θ' x + i sin θ' p), θ' = θ − π/4.
pub(super) fn cosine(modes: usize, mode: usize, rate: f64, angle: Imbalance) -> Vec<Complex> {
    let (sine, cosine) = angle.tilt.sin_cos();
    let root = (rate / 2.0).sqrt();
    let entries = [
        Complex::new(0.0, -root * cosine),
        Complex::new(root * sine, 0.0),
    ];
    row(modes, mode, entries)
}

/// (L₋ − L₊)/√2 = ±i√(Γ/2)(sin θ' x + i cos θ' p): − for a negative mass, whose
/// sidebands are exchanged.
pub(super) fn sine(
    modes: usize,
    mode: usize,
    rate: f64,
    angle: Imbalance,
    negative: bool,
) -> Vec<Complex> {
    let (sine, cosine) = angle.tilt.sin_cos();
    let root = (rate / 2.0).sqrt() * if negative { -1.0 } else { 1.0 };
    let entries = [
        Complex::new(0.0, root * sine),
        Complex::new(-root * cosine, 0.0),
    ];
    row(modes, mode, entries)
}

fn row(modes: usize, mode: usize, entries: [Complex; 2]) -> Vec<Complex> {
    let mut row = vec![Complex::new(0.0, 0.0); 2 * modes];
    row[2 * mode..2 * mode + 2].copy_from_slice(&entries);
    row
}

/// √(γ₀(n+1)) a and √(γ₀n) a†, in terms of γ̃₀ = γ₀(n+½).
pub(super) fn bath(modes: usize, mode: usize, oscillator: &Oscillator) -> [Vec<Complex>; 2] {
    let half = oscillator.linewidth / 2.0;
    let rate = |rate: f64| Complex::new(rate.max(0.0).sqrt(), 0.0);
    let (down, up) = (annihilation(modes, mode), creation(modes, mode));
    [
        combined(&[(rate(oscillator.decoherence + half), &down)]),
        combined(&[(rate(oscillator.decoherence - half), &up)]),
    ]
}
