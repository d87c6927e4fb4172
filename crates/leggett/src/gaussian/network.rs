//! Light that visits one oscillator after the other.

use super::coupling::{Coupling, Hamiltonian};
use super::slh::Component;
use crate::{Error, Result};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;

/// What happens to the light at one place of its path.
#[derive(Debug, Clone, PartialEq)]
pub enum Station {
    /// It meets oscillators: L, one row Λ for every channel.
    Visit(Vec<Vec<Complex>>),
    /// A share of one channel is lost to a port of its own.
    Loss {
        /// The channel.
        channel: usize,
        /// The lost share of the power, from 0 to 1.
        loss: f64,
    },
    /// One channel takes up a factor e^{iφ}.
    Phase {
        /// The channel.
        channel: usize,
        /// φ.
        phase: f64,
    },
    /// Two channels meet on a beam splitter: b → √T b + √(1−T) b',
    /// b' → √T b' − √(1−T) b.
    Mix {
        /// b and b'.
        channels: [usize; 2],
        /// T, from 0 to 1.
        transmission: f64,
    },
    /// Fresh vacuum replaces the light of a channel, which becomes a port.
    Detect {
        /// The channel.
        channel: usize,
    },
}

/// A cascade: channels of light on their way past modes, in order.
///
/// With τ_{i→j} what is left of the amplitude between two stations, the ports
/// are L = Σ_j τ_{j→end} L_j and √ε_k Σ_{i≤k} τ_{i→k} L_i at loss k, and
/// H = ΣH_j + Σ_{j>i} τ_ij (L_j†L_i − h.c.)/2i. Assembling carries the light's
/// amplitude along, so that N stations with few modes each cost O(N²) together
/// instead of the O(N³) of repeated series products.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    hamiltonian: Matrix,
    stations: Vec<Station>,
    private: Vec<Vec<Complex>>,
    channels: usize,
}

impl Network {
    /// Light in this many channels, on modes with this Hamiltonian ½xᵀHx.
    pub fn new(channels: usize, hamiltonian: Matrix) -> Result<Self> {
        Component::new(Vec::new(), hamiltonian.clone())?;
        Ok(Self {
            hamiltonian,
            stations: Vec::new(),
            private: Vec::new(),
            channels,
        })
    }

    /// Adds the next station of the light.
    pub fn station(&mut self, station: Station) -> Result<()> {
        self.check(&station)?;
        self.stations.push(station);
        Ok(())
    }

    /// Adds a channel that meets this coupling only, as a bath does.
    pub fn bath(&mut self, row: Vec<Complex>) -> Result<()> {
        self.check_row(&row)?;
        self.private.push(row);
        Ok(())
    }

    fn check_row(&self, row: &[Complex]) -> Result<()> {
        let order = self.hamiltonian.rows();
        let finite = row.iter().all(|c| c.re.is_finite() && c.im.is_finite());
        if row.len() == order && finite {
            return Ok(());
        }
        Err(Error::OutOfRange {
            parameter: "couplings",
            value: format!("{} numbers", row.len()),
            allowed: format!("{order} finite numbers, two per mode"),
        })
    }

    fn check(&self, station: &Station) -> Result<()> {
        let (channels, share): (&[usize], f64) = match station {
            Station::Visit(rows) => {
                if rows.len() != self.channels {
                    return Err(Error::OutOfRange {
                        parameter: "couplings",
                        value: format!("{} rows", rows.len()),
                        allowed: format!("one for each of {} channels", self.channels),
                    });
                }
                return rows.iter().try_for_each(|row| self.check_row(row));
            }
            Station::Loss { channel, loss } => (&[*channel], *loss),
            Station::Phase { channel, phase } => {
                (&[*channel], if phase.is_finite() { 0.0 } else { f64::NAN })
            }
            Station::Mix {
                channels,
                transmission,
            } => (channels, *transmission),
            Station::Detect { channel } => (&[*channel], 0.0),
        };
        if let Some(bad) = channels.iter().find(|channel| **channel >= self.channels) {
            return Err(Error::OutOfRange {
                parameter: "channel",
                value: bad.to_string(),
                allowed: format!("less than {}", self.channels),
            });
        }
        if channels.len() == 2 && channels[0] == channels[1] {
            return Err(Error::Contradiction {
                parameter: "channels",
                message: "a beam splitter needs two different channels".to_owned(),
            });
        }
        if (0.0..=1.0).contains(&share) {
            return Ok(());
        }
        Err(Error::OutOfRange {
            parameter: "station",
            value: share.to_string(),
            allowed: "a share from 0 to 1, or a finite phase".to_owned(),
        })
    }

    /// The whole as one component with S = 1. Its ports are the channels at
    /// their end, then what was lost or detected, in the order of the stations,
    /// then the baths.
    pub fn component(&self) -> Component {
        let order = self.hamiltonian.rows();
        let mut hamiltonian = Hamiltonian::new(self.hamiltonian.clone());
        let mut light = vec![Coupling::none(order); self.channels];
        let mut left = Vec::new();
        for station in &self.stations {
            pass(station, &mut light, &mut hamiltonian, &mut left);
        }
        light.append(&mut left);
        light.extend(self.private.iter().cloned().map(Coupling::new));
        Component::assembled(light, hamiltonian)
    }
}

/// Carries the light past one station.
fn pass(
    station: &Station,
    light: &mut [Coupling],
    hamiltonian: &mut Hamiltonian,
    left: &mut Vec<Coupling>,
) {
    let real = |value: f64| Complex::new(value, 0.0);
    match station {
        Station::Visit(rows) => {
            for (row, field) in rows.iter().zip(light) {
                let row = Coupling::new(row.clone());
                hamiltonian.interact(&row, field);
                field.add(&row);
            }
        }
        Station::Loss { channel, loss } => {
            // The sign of the beam splitter's lower row, as Component::with_loss.
            left.push(light[*channel].scaled(real(-loss.sqrt())));
            light[*channel] = light[*channel].scaled(real((1.0 - loss).sqrt()));
        }
        Station::Phase { channel, phase } => {
            light[*channel] = light[*channel].scaled(Complex::from_polar(1.0, *phase));
        }
        Station::Mix {
            channels: [first, second],
            transmission,
        } => {
            let (through, across) = (transmission.sqrt(), (1.0 - transmission).sqrt());
            let both = [light[*first].clone(), light[*second].clone()];
            let mix = |a: f64, b: f64| {
                Coupling::combination(&[real(a), real(b)], &both, both[0].values().len())
            };
            (light[*first], light[*second]) = (mix(through, across), mix(-across, through));
        }
        Station::Detect { channel } => {
            let fresh = Coupling::none(light[*channel].values().len());
            left.push(std::mem::replace(&mut light[*channel], fresh));
        }
    }
}
