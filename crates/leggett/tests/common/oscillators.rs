//! The two oscillators of Huang et al. (2018) as a network.

use leggett::dynamics::gaussian::Homodyne;
use leggett::gaussian::slh::{annihilation, combined, creation, thermal_bath};
use leggett::gaussian::{LinearModel, Network, Station};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;
use std::f64::consts::{FRAC_PI_2, PI};

pub fn complex(re: f64, im: f64) -> Complex {
    Complex::new(re, im)
}

/// Two oscillators of Huang et al. (2018) in units of the first's γ̃.
pub struct Pair {
    pub cooperativities: [f64; 2],
    pub angles: [f64; 2],
    pub loss: f64,
    pub linewidths: [f64; 2],
    pub decoherence: [f64; 2],
}

pub const A1: Pair = Pair {
    cooperativities: [10.0, 12.0],
    angles: [0.79, 1.39],
    loss: 0.0,
    linewidths: [2.0 / 3.0, 0.0],
    decoherence: [1.0, 4.0 / 3.0],
};
pub const A2: Pair = Pair { loss: 0.1, ..A1 };
pub const A3: Pair = Pair {
    cooperativities: [3.0, 5.0],
    angles: [1.0, 0.9],
    loss: 0.25,
    linewidths: [10.0 / 7.0, 2.0 / 15.0],
    decoherence: [1.0, 1.4],
};

impl Pair {
    /// The rows of the channels ± are a† of the first and a of the second, and
    /// the reverse; of their sum and difference, which detectors see, the
    /// quadratures weighed by the distance from π/4.
    fn visits(&self) -> [Vec<Vec<Complex>>; 2] {
        [0, 1].map(|k| {
            let rate = self.cooperativities[k] * self.decoherence[k];
            let (sine, cosine) = (self.angles[k] - PI / 4.0).sin_cos();
            let root = (rate / 2.0).sqrt();
            let sign = if k == 0 { -1.0 } else { 1.0 };
            let row = |x: Complex, p: Complex| {
                let mut row = vec![complex(0.0, 0.0); 4];
                (row[2 * k], row[2 * k + 1]) = (x, p);
                row
            };
            vec![
                row(complex(0.0, -root * cosine), complex(root * sine, 0.0)),
                row(
                    complex(0.0, sign * root * sine),
                    complex(-sign * root * cosine, 0.0),
                ),
            ]
        })
    }

    /// Baths of the own linewidths; without one, noise of that strength on both
    /// quadratures.
    fn baths(&self) -> Vec<Vec<Complex>> {
        (0..2)
            .flat_map(|k| {
                let (rate, total) = (self.linewidths[k], self.decoherence[k]);
                if rate > 0.0 {
                    return thermal_bath(2, k, rate, total / rate - 0.5);
                }
                // The limit of large occupation: as much of a as of a†.
                let size = complex(total.sqrt(), 0.0);
                [annihilation(2, k), creation(2, k)].map(|row| combined(&[(size, &row)]))
            })
            .collect()
    }

    pub fn network(&self) -> Network {
        let mut network = Network::new(2, Matrix::zeros(4, 4)).unwrap();
        let [first, second] = self.visits();
        network.station(Station::Visit(first)).unwrap();
        for channel in 0..2 {
            let loss = self.loss;
            network.station(Station::Loss { channel, loss }).unwrap();
        }
        network.station(Station::Visit(second)).unwrap();
        self.baths()
            .into_iter()
            .for_each(|row| network.bath(row).unwrap());
        network
    }

    pub fn model(&self) -> LinearModel {
        self.network().component().model()
    }

    pub fn weight(&self) -> f64 {
        let coupling = |k: usize| {
            let rate = self.cooperativities[k] * self.decoherence[k];
            rate.sqrt() * (self.angles[k] - PI / 4.0).cos()
        };
        coupling(1) / coupling(0) / (1.0 - self.loss).sqrt()
    }

    pub fn detections(&self, phase: f64, efficiency: f64) -> [Homodyne; 2] {
        [(0, phase), (1, phase + FRAC_PI_2)].map(|(port, phase)| Homodyne {
            port,
            phase,
            efficiency,
        })
    }
}
