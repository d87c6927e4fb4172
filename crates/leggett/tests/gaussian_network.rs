//! Linear networks against closed forms, and against each other.

use leggett::Work;
use leggett::dynamics::gaussian::Homodyne;
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::gaussian::slh::{annihilation, combined, creation, thermal_bath};
use leggett::gaussian::{Circuit, Component, LinearModel, Network, Station};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;
use leggett_num::propagation::Propagator;
use proptest::prelude::*;

fn complex(re: f64, im: f64) -> Complex {
    Complex::new(re, im)
}

fn cavity(rates: &[f64]) -> Component {
    let rows = rates.iter().map(|rate| {
        let root = complex(rate.sqrt(), 0.0);
        combined(&[(root, &annihilation(1, 0))])
    });
    Component::new(rows.collect(), Matrix::zeros(2, 2)).unwrap()
}

fn same(left: &Component, right: &Component) -> bool {
    let rows = |c: &Component| [c.couplings(), c.scattering().to_vec()].concat();
    let close = rows(left)
        .concat()
        .iter()
        .zip(&rows(right).concat())
        .all(|(a, b)| (a - b).norm() < 1e-12);
    let difference = left.hamiltonian().clone().plus(-1.0, right.hamiltonian());
    left.ports() == right.ports() && close && difference.frobenius() < 1e-12
}

#[test]
fn a_cavity_decays_to_the_vacuum_or_to_its_bath() {
    let model = cavity(&[0.3, 0.5]).model();
    assert!(model.drift.clone().shifted(0.4).frobenius() < 1e-15);
    let state = steady_state(&model, &Work::new()).unwrap();
    assert!((state.matrix()[(0, 0)] - 0.5).abs() < 1e-14);
    let rows = thermal_bath(1, 0, 0.8, 3.0).to_vec();
    let model = Component::new(rows, Matrix::zeros(2, 2)).unwrap().model();
    let state = steady_state(&model, &Work::new()).unwrap();
    assert!((state.matrix()[(1, 1)] - 3.5).abs() < 1e-13);
}

#[test]
fn a_parametric_oscillator_squeezes_its_light() {
    // H = χ(xp + px)/2; Collett and Gardiner's spectrum.
    let (kappa, gain) = (1.0, 0.3);
    let hamiltonian = Matrix::from_fn(2, 2, |row, column| if row == column { 0.0 } else { gain });
    let rows = cavity(&[kappa]).couplings();
    let model = Component::new(rows, hamiltonian).unwrap().model();
    for (phase, sign) in [(0.0, 1.0), (std::f64::consts::FRAC_PI_2, -1.0)] {
        for efficiency in [1.0, 0.6] {
            let port = 0;
            let record = Record::new(
                &model,
                Homodyne {
                    port,
                    phase,
                    efficiency,
                },
            )
            .unwrap();
            for frequency in [0.0, 0.2, 3.0] {
                let width: f64 = kappa / 2.0 - sign * gain;
                let excess = sign * 2.0 * kappa * gain / (width.powi(2) + frequency * frequency);
                let response = record.at(frequency).unwrap();
                assert!((response.spectrum.value - 1.0 - efficiency * excess).abs() < 1e-13);
            }
        }
    }
}

#[test]
fn a_force_is_seen_with_the_noise_of_shot_and_back_action() {
    // L = −i√K x, seen in the phase quadrature: dy = −2√K x dt + dv, and the
    // light's other quadrature drives p with D = K.
    let strength = 1.7f64;
    let row = vec![complex(0.0, -strength.sqrt()), complex(0.0, 0.0)];
    let damping = combined(&[(complex(0.1, 0.0), &annihilation(1, 0))]);
    let hamiltonian = Matrix::identity(2).scaled(0.8);
    let model = Component::new(vec![row, damping], hamiltonian)
        .unwrap()
        .model();
    let phase = std::f64::consts::FRAC_PI_2;
    let detection = Homodyne {
        port: 0,
        phase,
        efficiency: 1.0,
    };
    let record = Record::new(&model, detection).unwrap();
    let (rate, omega) = (0.01f64 / 2.0, 0.8f64);
    for frequency in [0.3f64, 0.8, 2.0] {
        let response = record.at(frequency).unwrap();
        // x from a force on p: ω/((γ/2 − iΩ)² + ω²).
        let base = complex(rate, -frequency);
        let susceptibility = complex(omega, 0.0) / (base * base + omega * omega);
        let expected = susceptibility * (-2.0 * strength.sqrt());
        let found = response.transfer_from(&[0.0, 1.0]);
        assert!((found - expected).norm() < 1e-11 * expected.norm());
        let bath_x = base / (base * base + omega * omega);
        let diffusion = rate;
        let back_action = strength;
        let spectrum = 1.0
            + 4.0
                * strength
                * ((back_action + diffusion) * susceptibility.norm_sqr()
                    + diffusion * bath_x.norm_sqr());
        assert!((response.spectrum.value - spectrum).abs() < 1e-11 * spectrum);
        let force = response.force_noise(&[0.0, 1.0]);
        assert!((force.value - spectrum / expected.norm_sqr()).abs() < 1e-11 * force.value);
    }
}

#[test]
fn two_mirrors_joined_by_a_phase() {
    // L = (√κ₂ + e^{iφ}√κ₁) a and a detuning √(κ₁κ₂) sin φ.
    let (first, second, phase) = (0.4f64, 0.9f64, 0.7f64);
    let shift = Component::phase_shift(1, phase).unwrap();
    let around = shift.beside(&Component::wires(1, 1).unwrap()).unwrap();
    let looped = cavity(&[first, second])
        .then(&around)
        .unwrap()
        .feedback(0, 1)
        .unwrap();
    assert_eq!(looped.ports(), 1);
    let width = first + second + 2.0 * (first * second).sqrt() * phase.cos();
    let detuning = (first * second).sqrt() * phase.sin();
    let drift = looped.model().drift;
    assert!((drift[(0, 0)] + width / 2.0).abs() < 1e-14);
    assert!((drift[(0, 1)] - detuning).abs() < 1e-14);
}

#[test]
fn a_cavity_in_the_loop_of_a_beam_splitter() {
    // The splitter returns √T of the light: κ(1 + √T)/(1 − √T).
    let transmission = 0.36f64;
    let kappa = 0.5;
    let splitter = Component::beam_splitter(1, transmission).unwrap();
    let inside = Component::wires(1, 1)
        .unwrap()
        .beside(&cavity(&[kappa]))
        .unwrap();
    let looped = splitter.then(&inside).unwrap().feedback(1, 1).unwrap();
    let factor = (1.0 + transmission.sqrt()) / (1.0 - transmission.sqrt());
    assert!((looped.model().drift[(0, 0)] + 0.5 * kappa * factor).abs() < 1e-13);
    assert!((looped.scattering()[0][0].norm() - 1.0).abs() < 1e-14);
    let open = Component::beam_splitter(1, 1.0).unwrap();
    let refused = open.then(&inside).unwrap().feedback(1, 1);
    assert!(refused.unwrap_err().is_input());
}

/// A cavity, lossy light, and a splitter that both cross twice.
fn ring(transmission: f64, loss: f64) -> Circuit {
    let mut ring = Circuit::new(1);
    let splitter = Component::beam_splitter(1, transmission).unwrap();
    let lossy = Component::beam_splitter(1, 1.0 - loss).unwrap();
    ring.component("splitter", splitter).unwrap();
    ring.component("loss", lossy).unwrap();
    ring.component("cavity", cavity(&[0.5])).unwrap();
    let stations = [
        ("splitter", 0, 1),
        ("cavity", 0, 0),
        ("loss", 0, 0),
        ("splitter", 1, 0),
    ];
    ring.path(&stations).unwrap();
    ring
}

#[test]
fn a_circuit_resolves_its_loops() {
    let (transmission, loss) = (0.36f64, 0.2f64);
    let mut circuit = ring(transmission, loss);
    let dangling = circuit.close().unwrap_err();
    assert!(
        dangling
            .to_string()
            .contains("port 0 of `splitter` leads nowhere")
    );
    circuit.lose(("loss", 1)).unwrap();
    circuit.port("out", ("splitter", 0)).unwrap();
    let closed = circuit.close().unwrap();
    assert_eq!(
        (closed.ports, closed.component.ports()),
        (vec!["out".to_owned()], 2)
    );
    // In the loop the light keeps q = √T √(1−loss) of its amplitude, and the
    // cavity decays as κ(1 + q)/(1 − q).
    let kept = (transmission * (1.0 - loss)).sqrt();
    let width = 0.5 * (1.0 + kept) / (1.0 - kept);
    let model = closed.component.model();
    assert!((model.drift[(0, 0)] + 0.5 * width).abs() < 1e-13);
    // What leaves through both ports together is what the cavity loses.
    let lost: f64 = model.ports.iter().map(|row| 2.0 * row[0].norm_sqr()).sum();
    assert!((lost - width).abs() < 1e-13);
    let state = steady_state(&model, &Work::new()).unwrap();
    assert!((state.matrix()[(0, 0)] - 0.5).abs() < 1e-13);
}

#[test]
fn bad_circuits_are_refused() {
    let mut circuit = ring(1.0, 0.0);
    assert!(
        circuit
            .connect(("splitter", 0), ("cavity", 0))
            .unwrap_err()
            .is_input()
    );
    assert!(circuit.port("out", ("cavity", 0)).unwrap_err().is_input());
    assert!(circuit.port("out", ("cavity", 1)).unwrap_err().is_input());
    assert!(circuit.port("out", ("mirror", 0)).unwrap_err().is_input());
    assert!(
        circuit
            .component("cavity", cavity(&[1.0]))
            .unwrap_err()
            .is_input()
    );
    circuit.lose(("loss", 1)).unwrap();
    circuit.port("out", ("splitter", 0)).unwrap();
    assert!(circuit.port("out", ("splitter", 0)).unwrap_err().is_input());
    let closed = circuit.close().unwrap_err().to_string();
    assert!(
        closed.contains("connection") && closed.contains("loop"),
        "{closed}"
    );
}

#[test]
fn bad_networks_are_refused() {
    let one = cavity(&[1.0]);
    assert!(one.then(&cavity(&[1.0, 2.0])).unwrap_err().is_input());
    assert!(one.feedback(0, 1).unwrap_err().is_input());
    assert!(one.with_loss(1, 0.1).unwrap_err().is_input());
    assert!(one.with_loss(0, 1.1).unwrap_err().is_input());
    assert!(Component::passive(1, vec![vec![complex(0.5, 0.0)]]).is_err());
    assert!(one.beside(&Component::wires(2, 1).unwrap()).is_err());
    let mut network = Network::new(1, Matrix::zeros(2, 2)).unwrap();
    for station in [
        Station::Visit(vec![]),
        Station::Visit(vec![vec![complex(1.0, 0.0)]]),
        Station::Loss {
            channel: 1,
            loss: 0.1,
        },
        Station::Loss {
            channel: 0,
            loss: -0.1,
        },
        Station::Phase {
            channel: 0,
            phase: f64::NAN,
        },
        Station::Mix {
            channels: [0, 0],
            transmission: 0.5,
        },
    ] {
        assert!(network.station(station).unwrap_err().is_input());
    }
    let growing = Component::new(vec![creation(1, 0)], Matrix::zeros(2, 2))
        .unwrap()
        .model();
    let message = steady_state(&growing, &Work::new()).unwrap_err();
    assert!(
        message.is_input() && message.to_string().contains("5.000e-1"),
        "{message}"
    );
}

/// One time bin after the other: it meets the oscillator and is measured.
fn collided(row: &[Complex], bath: f64, phase: f64, bin: f64, time: f64) -> Matrix {
    // H√dt = i(b†L − L†b)... with b, in the order (oscillator, bin).
    let bin_row = annihilation(2, 1);
    let mut hamiltonian = Matrix::zeros(4, 4);
    for k in 0..2 {
        for l in 2..4 {
            // (b†L − h.c.)/i = 2 Im(b†L): ½xᵀHx.
            let value = 2.0 * (bin_row[l].conj() * row[k]).im;
            hamiltonian[(k, l)] = value;
            hamiltonian[(l, k)] = value;
        }
    }
    let flow = leggett::gaussian::symplectic::form_times(&hamiltonian).scaled(bin.sqrt());
    let zero = Matrix::zeros(4, 4);
    let flow = Propagator::new(&flow, &zero, 1.0, &Work::new())
        .unwrap()
        .transition;
    let seen: Vec<f64> = bin_row
        .iter()
        .map(|c| 2.0 * (Complex::from_polar(1.0, -phase) * c).re)
        .collect();
    let mut state = Matrix::identity(2).scaled(1.5);
    for _ in 0..(time / bin).round() as usize {
        let whole = flow.congruence(&state.direct_sum(&Matrix::identity(2).scaled(0.5)));
        let (image, variance) = (whole.apply(&seen), whole.form(&seen, &seen));
        let decay = (-bath * bin).exp();
        state = Matrix::from_fn(2, 2, |row, column| {
            let known = whole[(row, column)] - image[row] * image[column] / variance;
            decay * known
                + if row == column {
                    0.5 * (1.0 - decay)
                } else {
                    0.0
                }
        });
    }
    state
}

#[test]
fn time_bins_measured_one_by_one_make_the_filter() {
    let (a, c) = (annihilation(1, 0), creation(1, 0));
    let row = combined(&[(complex(0.0, -0.9), &a), (complex(0.1, -0.6), &c)]);
    let bath = combined(&[(complex(0.5, 0.0), &a)]);
    let model = LinearModel::new(&Matrix::zeros(2, 2), vec![row.clone(), bath]);
    for phase in [0.4, 1.3] {
        let detection = Homodyne {
            port: 0,
            phase,
            efficiency: 1.0,
        };
        let exact = conditional_steady_state(&model, &[detection], &Work::new()).unwrap();
        let [coarse, fine] = [0.004, 0.002].map(|bin| collided(&row, 0.25, phase, bin, 40.0));
        let parts = [&coarse, &fine].map(|m| m.clone().plus(-1.0, exact.matrix()).frobenius());
        let limit = fine.scaled(2.0).plus(-1.0, &coarse);
        let error = limit.plus(-1.0, exact.matrix()).frobenius();
        assert!(error < 2e-5, "{error} {parts:?}");
    }
}

fn row(numbers: &[f64], modes: usize, start: usize) -> Vec<Complex> {
    let at = |k: usize| numbers[(start + k) % numbers.len()];
    (0..2 * modes)
        .map(|k| complex(at(2 * k), at(2 * k + 1)))
        .collect()
}

fn random(numbers: &[f64], modes: usize, ports: usize, start: usize) -> Component {
    let rows = (0..ports)
        .map(|port| row(numbers, modes, start + 5 * port))
        .collect();
    let order = 2 * modes;
    let at = |k: usize| numbers[(start + k) % numbers.len()];
    let hamiltonian = Matrix::from_fn(order, order, |row, column| at(row * column + row + column));
    let coupled = Component::new(rows, hamiltonian).unwrap();
    let phases = (0..ports).map(|port| {
        let entry = |k: usize| Complex::from_polar(f64::from(u8::from(k == port)), at(port));
        (0..ports).map(entry).collect()
    });
    let phases = Component::passive(modes, phases.collect()).unwrap();
    phases.then(&coupled).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn series_are_associative(numbers in prop::collection::vec(-1.0f64..1.0, 47)) {
        let [a, b, c] = [3, 11, 29].map(|start| random(&numbers, 3, 2, start));
        let left = a.then(&b).unwrap().then(&c).unwrap();
        let right = a.then(&b.then(&c).unwrap()).unwrap();
        prop_assert!(same(&left, &right));
    }

    #[test]
    fn feedback_of_parallel_components_is_their_series(
        numbers in prop::collection::vec(-1.0f64..1.0, 47),
    ) {
        let [a, b] = [3, 11].map(|start| random(&numbers, 2, 1, start));
        let looped = a.beside(&b).unwrap().feedback(0, 1).unwrap();
        prop_assert!(same(&looped, &a.then(&b).unwrap()));
    }

    #[test]
    fn a_cascade_is_the_series_of_its_stations(
        numbers in prop::collection::vec(-1.0f64..1.0, 97),
        losses in prop::collection::vec(0.0f64..1.0, 4),
    ) {
        let modes = 3;
        let mut network = Network::new(1, Matrix::zeros(6, 6)).unwrap();
        let mut series = Component::wires(modes, 1).unwrap();
        for (k, loss) in losses.iter().enumerate() {
            // The last visit returns to the first mode.
            let mut visit = vec![complex(0.0, 0.0); 6];
            let couplings = row(&numbers, 1, 7 * k);
            visit[2 * (k % modes)..2 * (k % modes) + 2].copy_from_slice(&couplings);
            let phase = numbers[60 + k];
            network.station(Station::Visit(vec![visit.clone()])).unwrap();
            network.station(Station::Loss { channel: 0, loss: *loss }).unwrap();
            network.station(Station::Phase { channel: 0, phase }).unwrap();
            let own = Component::new(vec![visit], Matrix::zeros(6, 6)).unwrap();
            let rest = Component::wires(modes, k).unwrap();
            series = series.then(&own.beside(&rest).unwrap()).unwrap().with_loss(0, *loss).unwrap();
            let shift = Component::phase_shift(modes, phase).unwrap();
            let rest = Component::wires(modes, k + 1).unwrap();
            series = series.then(&shift.beside(&rest).unwrap()).unwrap();
        }
        let (direct, repeated) = (network.component().model(), series.model());
        prop_assert!(direct.drift.plus(-1.0, &repeated.drift).frobenius() < 1e-12);
        prop_assert!(direct.diffusion.plus(-1.0, &repeated.diffusion).frobenius() < 1e-12);
        for (a, b) in direct.ports.concat().iter().zip(&repeated.ports.concat()) {
            prop_assert!((a - b).norm() < 1e-12);
        }
    }

    #[test]
    fn passive_networks_keep_the_vacuum(
        numbers in prop::collection::vec(-1.0f64..1.0, 47),
        modes in 1usize..5,
    ) {
        let mut network = Network::new(1, Matrix::zeros(2 * modes, 2 * modes)).unwrap();
        for k in 0..modes {
            let factor = complex(1.0 + 0.5 * numbers[k], numbers[k + 9]);
            let visit = combined(&[(factor, &annihilation(modes, k))]);
            network.station(Station::Visit(vec![visit])).unwrap();
            let loss = numbers[k + 20].abs();
            network.station(Station::Loss { channel: 0, loss }).unwrap();
        }
        let model = network.component().model();
        let state = steady_state(&model, &Work::new()).unwrap();
        let vacuum = Matrix::identity(2 * modes).scaled(0.5);
        prop_assert!(state.matrix().clone().plus(-1.0, &vacuum).frobenius() < 1e-11);
    }
}
