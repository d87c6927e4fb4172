//! Any number of oscillators along a path of light, with loss, phases, and
//! beam splitters, which a path that returns to them makes into loops.
//!
//! In the rotating wave approximation the light has two sidebands, which travel
//! together. An oscillator of positive mass couples by −i√Γ(sin θ a, cos θ a†)
//! to the upper and the lower, one of negative mass by −i√Γ(cos θ a†, sin θ a).
//! The channels are their sum and difference, as in [`super::network`].

use super::network::{bath, cosine, sine};
use super::{Imbalance, Oscillator};
use crate::dynamics::gaussian::Homodyne;
use crate::error::{Error, Result};
use crate::gaussian::{Circuit, Component, LinearModel};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;
use std::f64::consts::FRAC_PI_2;

/// The cosine and the sine component of the sidebands.
const CHANNELS: usize = 2;

/// An oscillator and its coupling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coupled {
    /// Without light.
    pub oscillator: Oscillator,
    /// Whether its mass is negative.
    pub negative: bool,
    /// Γ.
    pub coupling: f64,
    /// θ.
    pub angle: Imbalance,
    /// How far it turns faster than the frame.
    pub detuning: f64,
}

/// What the light meets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Station {
    /// One of the oscillators.
    Oscillator(usize),
    /// One of the beam splitters: in at its first input the first time, at its
    /// second the next.
    BeamSplitter(usize),
    /// A phase φ.
    Phase(f64),
}

/// Where light is detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlet {
    /// Behind the last station.
    End,
    /// At the second output of a beam splitter that the light meets once.
    BeamSplitter(usize),
}

/// A path of light.
#[derive(Debug, Clone, PartialEq)]
pub struct LightPath {
    /// The oscillators, each a mode.
    pub oscillators: Vec<Coupled>,
    /// The transmission of each beam splitter.
    pub beam_splitters: Vec<f64>,
    /// What the light meets, in order.
    pub stations: Vec<Station>,
    /// The power lost before each station but the first.
    pub losses: Vec<f64>,
    /// Where light leaves to be used.
    pub outlets: Vec<Outlet>,
}

impl LightPath {
    /// Drift, diffusion and ports: two for every outlet, the sum and the
    /// difference of the sidebands, in their order, then what is lost.
    ///
    /// A second output of a beam splitter that is neither an outlet nor
    /// returned to is an error, as is a loop that returns all light to itself.
    pub fn model(&self) -> Result<LinearModel> {
        let modes = self.oscillators.len();
        let mut circuit = Circuit::new(modes);
        for (mode, coupled) in self.oscillators.iter().enumerate() {
            let baths = bath(modes, mode, &coupled.oscillator).to_vec();
            let name = format!("bath {mode}");
            circuit.component(&name, Component::new(baths, self.hamiltonian(mode))?)?;
            circuit.lose((&name, 0))?;
            circuit.lose((&name, 1))?;
        }
        for (index, transmission) in self.beam_splitters.iter().enumerate() {
            let one = Component::beam_splitter(modes, *transmission)?;
            circuit.component(&splitter(index), one.beside(&one)?)?;
        }
        self.lay(&mut circuit)?;
        Ok(circuit.close()?.component.model())
    }

    /// Detection at an outlet: both components of the record.
    pub fn detections(outlet: usize, phase: f64, efficiency: f64) -> [Homodyne; 2] {
        [0, 1].map(|component| Homodyne {
            port: CHANNELS * outlet + component,
            phase: phase + FRAC_PI_2 * component as f64,
            efficiency,
        })
    }

    /// H of one mode: ½δ(x² + p²), −½δ for a negative mass.
    fn hamiltonian(&self, mode: usize) -> Matrix {
        let order = 2 * self.oscillators.len();
        let Coupled {
            negative, detuning, ..
        } = self.oscillators[mode];
        let signed = if negative { -detuning } else { detuning };
        Matrix::from_fn(order, order, |row, column| {
            if row == column && row / 2 == mode {
                signed
            } else {
                0.0
            }
        })
    }

    /// Joins the stations from the first to the outlets.
    fn lay(&self, circuit: &mut Circuit) -> Result<()> {
        let mut visits = vec![0; self.beam_splitters.len()];
        let mut end: Option<[(String, usize); 2]> = None;
        for (place, station) in self.stations.iter().enumerate() {
            if place > 0 {
                let loss = self.losses.get(place - 1).copied().unwrap_or(0.0);
                end = self.attenuate(circuit, end, loss, place)?;
            }
            let (name, inputs, outputs) = match station {
                Station::BeamSplitter(index) => {
                    let visit = visits[*index];
                    visits[*index] += 1;
                    // Ports: first and second of the cosine component, then of the sine.
                    let ports = [visit, 2 + visit];
                    (splitter(*index), ports, ports)
                }
                other => {
                    let name = format!("station {place}");
                    circuit.component(&name, self.station(other)?)?;
                    (name, [0, 1], [0, 1])
                }
            };
            connect(circuit, &end, &name, inputs)?;
            end = Some(outputs.map(|port| (name.clone(), port)));
        }
        for (index, outlet) in self.outlets.iter().enumerate() {
            let ports = match outlet {
                Outlet::End => end.take(),
                Outlet::BeamSplitter(splitter_index) => {
                    let name = splitter(*splitter_index);
                    Some([1, 3].map(|port| (name.clone(), port)))
                }
            };
            for (channel, (name, port)) in ports.into_iter().flatten().enumerate() {
                circuit.port(&format!("outlet {index}, {channel}"), (&name, port))?;
            }
        }
        for (name, port) in end.into_iter().flatten() {
            circuit.lose((&name, port))?;
        }
        Ok(())
    }

    fn attenuate(
        &self,
        circuit: &mut Circuit,
        end: Option<[(String, usize); 2]>,
        loss: f64,
        place: usize,
    ) -> Result<Option<[(String, usize); 2]>> {
        if loss == 0.0 {
            return Ok(end);
        }
        let name = format!("loss {place}");
        let one = Component::beam_splitter(self.oscillators.len(), 1.0 - loss)?;
        circuit.component(&name, one.beside(&one)?)?;
        connect(circuit, &end, &name, [0, 2])?;
        circuit.lose((&name, 1))?;
        circuit.lose((&name, 3))?;
        Ok(Some([0, 2].map(|port| (name.clone(), port))))
    }

    fn station(&self, station: &Station) -> Result<Component> {
        let modes = self.oscillators.len();
        match station {
            Station::Oscillator(mode) => {
                let nothing = Matrix::zeros(2 * modes, 2 * modes);
                Component::new(self.rows(*mode), nothing)
            }
            Station::Phase(phase) => {
                let one = Component::phase_shift(modes, *phase)?;
                one.beside(&one)
            }
            Station::BeamSplitter(_) => Component::wires(modes, CHANNELS),
        }
    }

    fn rows(&self, mode: usize) -> Vec<Vec<Complex>> {
        let modes = self.oscillators.len();
        let Coupled {
            coupling,
            angle,
            negative,
            ..
        } = self.oscillators[mode];
        vec![
            cosine(modes, mode, coupling, angle),
            sine(modes, mode, coupling, angle, negative),
        ]
    }
}

fn splitter(index: usize) -> String {
    format!("beam splitter {index}")
}

fn connect(
    circuit: &mut Circuit,
    from: &Option<[(String, usize); 2]>,
    to: &str,
    inputs: [usize; 2],
) -> Result<()> {
    let Some(outputs) = from else { return Ok(()) };
    for ((name, output), input) in outputs.iter().zip(inputs) {
        circuit.connect((name, *output), (to, input))?;
    }
    Ok(())
}

/// More stations than this are refused.
pub const MOST_STATIONS: usize = 100;

/// Checks the number of stations, which drives the cost.
pub fn check_stations(stations: usize) -> Result<()> {
    if stations <= MOST_STATIONS {
        return Ok(());
    }
    Err(Error::TooLarge {
        parameter: "order",
        value: format!("{stations} stations"),
        allowed: format!("at most {MOST_STATIONS}"),
    })
}
