//! Averages over the time and the atom number.

mod common {
    pub mod chain;
}

use common::chain::Chain;
use leggett::systems::repeater::fluctuations::{Average, Averaged, Fluctuations};
use leggett::systems::repeater::{Angle, Entanglement, Method};
use leggett::{ErrorKind, Result};

const GENERIC: f64 = 1.234;

fn jitter(time_jitter: f64) -> Fluctuations {
    Fluctuations {
        time_jitter,
        atoms_sd: 0.0,
    }
}

fn average(
    [atoms, nodes]: [u64; 2],
    time: Angle,
    fluctuations: Fluctuations,
    tolerance: f64,
    samples: Option<u64>,
) -> Result<Averaged> {
    let average = Average::new([atoms, nodes], time, fluctuations, tolerance, samples, 7)?;
    let results: Vec<Entanglement> = average
        .shots()
        .iter()
        .map(|shot| {
            let chain = Chain {
                atoms: shot.atoms,
                nodes,
                time: shot.time,
            };
            chain.within(average.tolerance_of_shots())
        })
        .collect();
    average.combine(&results)
}

/// ∫ of what `of` gives for N and t with a Gaussian of the time, by a fine sum.
fn brute(atoms: u64, time: f64, sd: f64, of: impl Fn(&Entanglement) -> f64) -> f64 {
    let (mut sum, mut weights) = (0.0, 0.0);
    for step in -2000..=2000 {
        let deviation = f64::from(step) * 4e-3;
        let weight = (-0.5 * deviation * deviation).exp();
        let time = Angle::new(0, 1, time + sd * deviation);
        let result = Chain {
            atoms,
            nodes: 3,
            time,
        }
        .within(1e-10);
        sum += weight * of(&result);
        weights += weight;
    }
    sum / weights
}

#[test]
fn the_grid_gives_the_integral() {
    for (atoms, time, sd) in [(20, GENERIC, 0.05), (60, 2.1, 0.1), (20, 0.0, 0.3)] {
        let got = average([atoms, 3], Angle::new(0, 1, time), jitter(sd), 1e-8, None).unwrap();
        assert_eq!(got.mean.method, Method::Quadrature);
        let entropy = |result: &Entanglement| result.entropy.value;
        let p = |result: &Entanglement| result.probability.value;
        let exact = [
            brute(atoms, time, sd, entropy),
            brute(atoms, time, sd, p),
            brute(atoms, time, sd, |result| p(result) * entropy(result)),
        ];
        let selected = got.post_selected.unwrap();
        let pairs = [
            (got.mean.entropy, exact[0]),
            (got.mean.probability, exact[1]),
            (selected, exact[2] / exact[1]),
        ];
        for (got, exact) in pairs {
            let difference = (got.value - exact).abs();
            assert!(
                difference <= got.error_bound + 2e-10,
                "{atoms} {time}: {difference:e} {got:?}"
            );
            assert!(got.error_bound < 2e-8, "{got:?}");
        }
    }
}

#[test]
fn random_shots_agree_with_the_grid() {
    for atoms in [30, 1000] {
        for (nodes, time) in [(2, GENERIC), (3, 2.0944), (3, GENERIC)] {
            let time = Angle::new(0, 1, time);
            let fluctuations = Fluctuations {
                time_jitter: 1.0 / atoms as f64,
                atoms_sd: 2.5,
            };
            let grid = average([atoms, nodes], time, fluctuations, 1e-5, None).unwrap();
            let random = average([atoms, nodes], time, fluctuations, 1e-5, Some(1500)).unwrap();
            assert_eq!(random.mean.entropy.kind, ErrorKind::Statistical);
            let pairs = [
                (grid.mean.entropy, random.mean.entropy),
                (grid.mean.normalized_entropy, random.mean.normalized_entropy),
                (grid.mean.probability, random.mean.probability),
                (grid.post_selected.unwrap(), random.post_selected.unwrap()),
            ];
            for (grid, random) in pairs {
                let difference = (grid.value - random.value).abs();
                let bound = random.error_bound + grid.error_bound;
                assert!(difference <= bound, "{atoms} {nodes}: {grid:?} {random:?}");
            }
            assert!(random.mean.entropy.error_bound < 0.2);
        }
    }
}

/// The structure is in the time: with the atom number E varies as slowly as N.
#[test]
fn a_million_atoms_do_not_mind_a_thousand_more_or_less() {
    let time = Angle::new(0, 1, GENERIC);
    let fluctuations = Fluctuations {
        time_jitter: 0.0,
        atoms_sd: 1000.0,
    };
    let got = average([1_000_000, 3], time, fluctuations, 1e-6, None).unwrap();
    let fixed = Chain {
        atoms: 1_000_000,
        nodes: 3,
        time,
    }
    .within(1e-8);
    assert!((got.mean.entropy.value - fixed.entropy.value).abs() < 1e-4);
    // A jitter of 1e-3, for which shots have to be drawn, moves it.
    let jittered = average([1_000_000, 3], time, jitter(1e-3), 0.1, Some(200)).unwrap();
    assert!((jittered.mean.entropy.value - fixed.entropy.value).abs() > 0.05);
}

/// A dip is gone once the jitter exceeds its width; within it E stays log2 3.
#[test]
fn dips_are_washed_out_beyond_their_width() {
    let dip = Angle::new(2, 3, 0.0);
    let atoms = 10_000_000_000;
    let entropy = |jitter_of: f64, samples| {
        let result = average([atoms, 3], dip, jitter(jitter_of), 1e-3, samples);
        result.unwrap().mean.entropy
    };
    let narrow = entropy(1e-13, None);
    assert!((narrow.value - 3f64.log2()).abs() < 1e-3);
    let wide = entropy(1e-4, Some(200));
    assert!(wide.value > 15.0, "{wide:?}");
}

#[test]
fn what_cannot_be_resolved_or_sampled_is_refused() {
    let time = Angle::new(0, 1, GENERIC);
    let error = average([1 << 40, 3], time, jitter(1e-3), 1e-9, None).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("not converged") && text.contains("tolerance=0.1"),
        "{text}"
    );
    let long = average([100_000, 6], time, jitter(1e-1), 0.5, Some(20)).unwrap();
    assert!(long.post_selected.is_none() && long.mean.log_probability.is_none());
}

/// The atom number is a Gaussian variable, rounded, and at least 1.
#[test]
fn atom_numbers_have_the_masses_of_what_is_rounded_to_them() {
    let time = Angle::new(0, 1, GENERIC);
    for (atoms, atoms_sd) in [(1, 0.2), (2, 1.5), (10, 0.5), (10, 3.0)] {
        let fluctuations = Fluctuations {
            time_jitter: 0.0,
            atoms_sd,
        };
        let got = average([atoms, 3], time, fluctuations, 1e-9, None).unwrap();
        let entropy_of: Vec<f64> = (1..=(atoms + 30))
            .map(|atoms| {
                Chain {
                    atoms,
                    nodes: 3,
                    time,
                }
                .within(1e-10)
                .entropy
                .value
            })
            .collect();
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -700_000..=700_000 {
            let deviation = f64::from(step) * 1e-5;
            let number = (atoms as f64 + atoms_sd * deviation).round().max(1.0) as usize;
            let weight = (-0.5 * deviation * deviation).exp();
            sum += weight * entropy_of[number - 1];
            weights += weight;
        }
        let difference = (got.mean.entropy.value - sum / weights).abs();
        // The sum has an error of one step at each of the jumps.
        assert!(difference < 2e-5, "{atoms} {atoms_sd}: {difference:e}");
    }
}

/// At 1e16 atoms shots lie closer than the doubles beside the time.
#[test]
fn shots_do_not_fall_on_the_doubles() {
    let atoms = 10_000_000_000_000_000;
    // 1.234 to 3e-20, by another route.
    let times = [
        Angle::new(0, 1, GENERIC),
        Angle::new(11, 28, -0.000_197_113_910_275_929_32),
    ];
    let [decimal, fraction] = times.map(|time| {
        average([atoms, 3], time, jitter(3e-17), 1e-2, None)
            .unwrap()
            .mean
    });
    let difference = (decimal.entropy.value - fraction.entropy.value).abs();
    assert!(difference < 1e-4, "{difference:e}");
    let share = decimal.probability.value / fraction.probability.value - 1.0;
    assert!(share.abs() < 1e-4, "{share:e}");
}
