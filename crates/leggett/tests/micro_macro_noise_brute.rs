//! Noise on all spins against the density matrix of all of them, and the
//! methods for different states against each other.

use leggett::dicke::state::SymmetricState;
use leggett::noise::Channel;
use leggett::symmetric::dephasing;
use leggett::systems::micro_macro::noise::coherent::NoisyCoherent;
use leggett::systems::micro_macro::noise::dicke::NoisyDicke;
use leggett::systems::micro_macro::noise::superpositions::NoisySuperpositions;
use leggett_num::Work;
use leggett_num::dense::{Complex, hermitian_eigenvalues};
use proptest::prelude::*;

const NOISE: [Channel; 4] = [
    Channel::Dephasing,
    Channel::Depolarizing,
    Channel::AmplitudeDamping,
    Channel::Pumping,
];

/// All amplitudes of (cos θ |↑⟩ + sin θ |↓⟩)^{⊗N}, twisted around one axis.
fn twisted_amplitudes(atoms: usize, angle: f64, twisting: f64) -> Vec<Complex> {
    let spinor = [angle.cos(), angle.sin()].map(|x| Complex::new(x, 0.0));
    let state = SymmetricState::coherent(atoms as u64, spinor).twisted(twisting);
    (0..=atoms as u64).map(|k| state.at(k)).collect()
}

fn coherent_amplitudes(atoms: usize, angle: f64) -> Vec<Complex> {
    twisted_amplitudes(atoms, angle, 0.0)
}

type Kraus = Vec<[[f64; 2]; 2]>;

/// In the order ↓, ↑, from the definitions alone.
fn kraus(channel: Channel, p: f64) -> Kraus {
    let (s, c) = (p.sqrt(), (1.0 - p).sqrt());
    match channel {
        Channel::Dephasing => vec![[[c, 0.0], [0.0, c]], [[s, 0.0], [0.0, -s]]],
        Channel::AmplitudeDamping => vec![[[1.0, 0.0], [0.0, c]], [[0.0, s], [0.0, 0.0]]],
        Channel::Pumping => vec![[[c, 0.0], [0.0, 1.0]], [[0.0, 0.0], [s, 0.0]]],
        Channel::Depolarizing => {
            // 1/2 Tr ρ by the four operators |i⟩⟨j|/√2.
            let r = (0.5 * p).sqrt();
            let mut all = vec![[[c, 0.0], [0.0, c]]];
            for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let mut one = [[0.0; 2]; 2];
                one[i][j] = r;
                all.push(one);
            }
            all
        }
        Channel::Loss => unreachable!("loss has no such operators"),
    }
}

/// A density matrix of bits; bit i of the index belongs to particle i.
type Density = Vec<Vec<Complex>>;

fn act(rho: &Density, particle: usize, operators: &Kraus) -> Density {
    let size = rho.len();
    let bit = |index: usize| (index >> particle) & 1;
    let with = |index: usize, value: usize| (index & !(1 << particle)) | (value << particle);
    let mut out = vec![vec![Complex::new(0.0, 0.0); size]; size];
    for k in operators {
        for (row, line) in out.iter_mut().enumerate() {
            for (column, entry) in line.iter_mut().enumerate() {
                for i in 0..2 {
                    for j in 0..2 {
                        let factor = k[bit(row)][i] * k[bit(column)][j];
                        *entry += rho[with(row, i)][with(column, j)] * factor;
                    }
                }
            }
        }
    }
    out
}

/// The qubit is the last particle, |1⟩ its ↑.
fn density(branches: &[Vec<Complex>; 2], weight: f64) -> Density {
    let scale = [weight.sqrt(), (1.0 - weight).sqrt()];
    let vector: Vec<Complex> = (0..2)
        .flat_map(|x| branches[x].iter().map(move |c| *c * scale[x]))
        .collect();
    let row = |a: &Complex| vector.iter().map(|b| a * b.conj()).collect();
    vector.iter().map(row).collect()
}

fn negativity(rho: &Density) -> f64 {
    let half = rho.len() / 2;
    let turned = |row: usize, column: usize| {
        rho[row % half + column / half * half][column % half + row / half * half]
    };
    let values = hermitian_eigenvalues(rho.len(), turned).unwrap();
    values.iter().filter(|it| **it < 0.0).map(|it| -it).sum()
}

/// Traces out the last spin before the qubit.
fn without_a_spin(rho: &Density) -> Density {
    let quarter = rho.len() / 4;
    let index = |i: usize, lost: usize| i % quarter + lost * quarter + i / quarter * 2 * quarter;
    let entry = |row: usize, column: usize| {
        rho[index(row, 0)][index(column, 0)] + rho[index(row, 1)][index(column, 1)]
    };
    (0..2 * quarter)
        .map(|row| (0..2 * quarter).map(|column| entry(row, column)).collect())
        .collect()
}

fn brute(branches: &[Vec<Complex>; 2], weight: f64, channel: Channel, p: f64, q: f64) -> f64 {
    let spins = branches[0].len().trailing_zeros() as usize;
    let mut rho = density(branches, weight);
    if channel == Channel::Loss {
        // Symmetric states: it matters only how many spins are lost.
        let mut sum = 0.0;
        for m in 0..=spins {
            let ways = (0..m).fold(1.0, |x, i| x * (spins - i) as f64 / (i + 1) as f64);
            let share = ways * p.powi(m as i32) * (1.0 - p).powi((spins - m) as i32);
            sum += share * negativity(&rho);
            if m < spins {
                rho = without_a_spin(&rho);
            }
        }
        return (1.0 - q) * sum;
    }
    for particle in 0..spins {
        rho = act(&rho, particle, &kraus(channel, p));
    }
    negativity(&act(&rho, spins, &kraus(channel, q)))
}

/// Σ_k c_k |D_k⟩ over all bits.
fn symmetric(amplitudes: &[Complex]) -> Vec<Complex> {
    let n = amplitudes.len() - 1;
    let choose = |k: usize| (0..k).fold(1.0, |x, i| x * (n - i) as f64 / (i + 1) as f64);
    (0..1usize << n)
        .map(|bits| {
            let k = bits.count_ones() as usize;
            amplitudes[k] / choose(k).sqrt()
        })
        .collect()
}

fn single_dicke(n: usize, k: usize) -> Vec<Complex> {
    let at = |j: usize| Complex::new(if j == k { 1.0 } else { 0.0 }, 0.0);
    (0..=n).map(at).collect()
}

proptest! {
    #[test]
    fn dicke_pairs(n in 1usize..5, a in 0.0f64..1.0, b in 0.0f64..1.0, weight in 0.05f64..0.95,
                   p in 0.0f64..0.6, q in 0.0f64..0.6, which in 0usize..5) {
        let up = [a, b].map(|x| (x * (n as f64 + 0.99)) as usize);
        let channel = Channel::ALL[which];
        let branches = up.map(|k| symmetric(&single_dicke(n, k)));
        let expected = brute(&branches, weight, channel, p, q);
        let state = NoisyDicke {
            atoms: n as u64, up: up.map(|k| k as u64), weight, channel, strength: p, qubit_strength: q,
        };
        let got = state.negativity(&Work::new()).unwrap();
        prop_assert!((got.value - expected).abs() < 1e-13, "{:?} {:?} {}", state, got, expected);
    }

    #[test]
    fn coherent_branches(n in 1usize..5, angles in [-3.2f64..3.2, -3.2f64..3.2], weight in 0.0f64..1.0,
                         p in 0.0f64..0.6, q in 0.0f64..0.6, which in 0usize..5) {
        let channel = Channel::ALL[which];
        let branches = angles.map(|angle| symmetric(&coherent_amplitudes(n, angle)));
        let expected = brute(&branches, weight, channel, p, q);
        let state = NoisyCoherent { atoms: n as u64, angles, weight, channel, strength: p, qubit_strength: q };
        let got = state.negativity(&Work::new()).unwrap();
        prop_assert!((got.value - expected).abs() < 1e-13, "{:?} {:?} {}", state, got, expected);
        prop_assert!(got.value <= state.product_bound().unwrap().value + 1e-13);
    }

    #[test]
    fn superpositions(n in 1usize..5, parts in proptest::collection::vec(-1.0f64..1.0, 24), weight in 0.0f64..1.0,
                      p in 0.0f64..0.6, q in 0.0f64..0.6, which in 0usize..5) {
        let channel = Channel::ALL[which];
        let amplitudes = [0, 12].map(|start| {
            let part = |k: usize| Complex::new(parts[start + 2 * k], parts[start + 2 * k + 1]);
            let norm: f64 = (0..=n).map(|k| part(k).norm_sqr()).sum();
            (0..=n).map(|k| part(k) / norm.sqrt()).collect::<Vec<_>>()
        });
        let branches = [0, 1].map(|x: usize| symmetric(&amplitudes[x]));
        let expected = brute(&branches, weight, channel, p, q);
        let state = NoisySuperpositions { amplitudes, weight, channel, strength: p, qubit_strength: q };
        let got = state.negativity(&Work::new()).unwrap();
        prop_assert!((got.value - expected).abs() < 1e-13, "{:?} {:?} {}", state, got, expected);
    }
}

#[test]
fn coherent_and_general_branches_agree() {
    for (channel, n) in NOISE.into_iter().zip([20usize, 19, 23, 22]) {
        for angles in [[0.3, -0.4], [0.9, 0.2], [1.2, -1.5]] {
            let state = NoisyCoherent {
                atoms: n as u64,
                angles,
                weight: 0.4,
                channel,
                strength: 0.07,
                qubit_strength: 0.02,
            };
            let general = NoisySuperpositions {
                amplitudes: angles.map(|angle| coherent_amplitudes(n, angle)),
                weight: 0.4,
                channel,
                strength: 0.07,
                qubit_strength: 0.02,
            };
            let (a, b) = (
                state.negativity(&Work::new()).unwrap(),
                general.negativity(&Work::new()).unwrap(),
            );
            assert!((a.value - b.value).abs() < 1e-12, "{state:?} {a:?} {b:?}");
            assert!(
                a.error_bound < 1e-11 && b.error_bound < 1e-10,
                "{a:?} {b:?}"
            );
        }
    }
}

#[test]
fn dicke_states_and_loss_as_superpositions() {
    for (channel, strength) in [(Channel::Depolarizing, 0.05), (Channel::Loss, 0.1)] {
        let pair = NoisyDicke {
            atoms: 30,
            up: [17, 12],
            weight: 0.5,
            channel,
            strength,
            qubit_strength: 0.1,
        };
        let general = NoisySuperpositions {
            amplitudes: [single_dicke(30, 17), single_dicke(30, 12)],
            weight: 0.5,
            channel,
            strength,
            qubit_strength: 0.1,
        };
        let (a, b) = (
            pair.negativity(&Work::new()).unwrap(),
            general.negativity(&Work::new()).unwrap(),
        );
        assert!((a.value - b.value).abs() < 1e-12, "{channel:?} {a:?} {b:?}");
    }
}

#[test]
fn twisting_turns_nothing_that_dephasing_sees() {
    // Twisting is local to the spins and commutes with phase flips.
    let amplitudes = [0.4, 0.9].map(|angle| coherent_amplitudes(14, angle));
    let state = |amplitudes: &[Vec<Complex>; 2], channel| NoisySuperpositions {
        amplitudes: amplitudes.clone(),
        weight: 0.5,
        channel,
        strength: 0.1,
        qubit_strength: 0.0,
    };
    let of = |state: NoisySuperpositions| state.negativity(&Work::new()).unwrap().value;
    let plain = of(state(&amplitudes, Channel::Dephasing));
    let damped = of(state(&amplitudes, Channel::AmplitudeDamping));
    let amplitudes = [0.4, 0.9].map(|angle| twisted_amplitudes(14, angle, 0.7));
    assert!((of(state(&amplitudes, Channel::Dephasing)) - plain).abs() < 1e-12);
    assert!((of(state(&amplitudes, Channel::AmplitudeDamping)) - damped).abs() > 1e-3);
}

#[test]
fn dephasing_of_many_spins() {
    let work = Work::new();
    // Values of the chain in J, by the matrix exponential.
    for (n, up, p, expected) in [
        (40u64, [40u64, 0u64], 0.05, 0.007390441470717299),
        (41, [25, 12], 0.1, 0.1595768078180211),
        (100, [54, 46], 0.05, 0.46379050622778073),
        (10, [3, 1], 0.4, 0.032955636002945654),
        (400, [208, 192], 0.2, 0.28286345302344534),
    ] {
        let got = dephasing::coherence(n, up, p, &work).unwrap();
        assert!(
            (0.5 * got.trace_norm - expected).abs() < 1e-12,
            "{n} {got:?} {expected}"
        );
        assert!(got.relative_error < 1e-12, "{got:?}");
    }
    // 40-digit sums over all J.
    for (n, up, p, expected) in [
        (20_000u64, [10_060u64, 9940u64], 0.05, 0.9190221794334608),
        (20_000, [5900, 6100], 0.2, 0.12049222974970553),
        (20_000, [15_000, 5000], 0.01, 2.922436556393686e-45),
        (20_001, [300, 200], 0.3, 1.3504863644953943e-11),
        (20_000, [20_000, 19_000], 1e-4, 0.8187143764430995),
        (20_000, [10_060, 9940], 1e-9, 0.99999999856),
        (20_000, [10_001, 9999], 0.499, 0.019737978287925707),
        (20_000, [10_001, 9999], 0.4999, 0.00019999333599947605),
        (20_000, [10_000, 9999], 0.45, 0.9975156943521419),
        (20_000, [7000, 6995], 0.49, 0.1859321394732098),
    ] {
        let got = dephasing::coherence(n, up, p, &work).unwrap();
        let error = (got.trace_norm / expected - 1.0).abs();
        assert!(
            error <= got.relative_error.min(1e-12),
            "{n} {up:?} {got:?} {error:e}"
        );
    }
    // The negativity depends on Δ/√N alone as N grows.
    let of = |n: u64, difference: u64| {
        let up = [(n + difference) / 2, (n - difference) / 2];
        dephasing::coherence(n, up, 0.1, &work).unwrap()
    };
    let (a, b, c) = (
        of(1_000_000, 400),
        of(100_000_000, 4000),
        of(10_000_000_000, 40_000),
    );
    assert!(
        (b.trace_norm - c.trace_norm).abs() < 0.02 * (a.trace_norm - b.trace_norm).abs(),
        "{a:?} {b:?} {c:?}"
    );
    assert!(c.relative_error < 1e-9, "{c:?}");
}
