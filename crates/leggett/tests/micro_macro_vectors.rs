//! Branches given as vectors, against brute force in the full space of the
//! qubit and all spins, reference values, closed forms and identities.

#[path = "common/random.rs"]
mod random;

use leggett::Work;
use leggett::qubits::rows::Rows;
use leggett::qubits::{Sites, SpinVector, collective, marginals, rotation, sites};
use leggett::systems::micro_macro::vectors::distinctness::{distinctness, effective_size, spectra};
use leggett::systems::micro_macro::vectors::lose::lose;
use leggett::systems::micro_macro::vectors::measure::measure;
use leggett::systems::micro_macro::vectors::minimal_subset::{minimal_subset, success_probability};
use leggett::systems::micro_macro::vectors::{Branches, Selection};
use leggett::systems::micro_macro::{
    largest_negativity, lose as closed, measure as closed_measure,
};
use leggett_num::dense::{Complex, hermitian_eigenvalues};
use random::Random;

const Z: [f64; 3] = [0.0, 0.0, 1.0];
const X: [f64; 3] = [1.0, 0.0, 0.0];

fn normalised(mut amplitudes: Vec<Complex>) -> Vec<Complex> {
    let norm = amplitudes.iter().map(|z| z.norm_sqr()).sum::<f64>().sqrt();
    amplitudes.iter_mut().for_each(|z| *z *= 1.0 / norm);
    amplitudes
}

fn random_vector(random: &mut Random, spins: usize) -> Vec<Complex> {
    let mut number = || random.between(-1.0, 1.0);
    normalised(
        (0..1 << spins)
            .map(|_| Complex::new(number(), number()))
            .collect(),
    )
}

fn random_axis(random: &mut Random) -> [f64; 3] {
    [0; 3].map(|_| random.between(-1.0, 1.0))
}

/// cos θ |↑⟩ + sin θ |↓⟩ for every spin.
fn coherent(spins: usize, angle: f64) -> Vec<Complex> {
    let amplitude = |index: usize| {
        let up = index.count_ones() as i32;
        angle.cos().powi(up) * angle.sin().powi(spins as i32 - up)
    };
    (0..1 << spins)
        .map(|i| Complex::new(amplitude(i), 0.0))
        .collect()
}

fn dicke(spins: usize, up: u32) -> Vec<Complex> {
    let inside = |index: usize| f64::from(u8::from(index.count_ones() == up));
    normalised(
        (0..1usize << spins)
            .map(|i| Complex::new(inside(i), 0.0))
            .collect(),
    )
}

fn branches(zero: Vec<Complex>, one: Vec<Complex>) -> Branches {
    Branches::new([zero, one]).unwrap()
}

fn listed(spins: usize, list: &[usize]) -> Selection {
    Selection::Listed(Sites::new(spins, list.to_vec()).unwrap())
}

/// The two vectors of the reference entry GEN5.
fn reference_branches() -> Branches {
    let zero = |i: usize| Complex::new(1.0 + i as f64, 0.5 * ((7 * i) % 5) as f64);
    let one = |i: usize| Complex::new(((3 * i) % 7) as f64 - 2.0, (i % 3) as f64);
    let on = |counts: [u32; 2], entry: &dyn Fn(usize) -> Complex| {
        let all = (0..32usize).map(|i| {
            if counts.contains(&i.count_ones()) {
                entry(i)
            } else {
                Complex::new(0.0, 0.0)
            }
        });
        normalised(all.collect())
    };
    branches(on([3, 4], &zero), on([1, 2], &one))
}

#[test]
fn reference_values_of_a_general_state() {
    let pair = reference_branches();
    let along_z = [
        0.781674192739119,
        0.8033413361346412,
        0.8961910374790263,
        0.9471175189029184,
        0.926351562343996,
    ];
    let along_x = [
        0.9826166507413343,
        0.9118153083104777,
        0.9642624428459627,
        0.9681949411309312,
        0.9264758812863929,
    ];
    let negativity = [
        0.415299981717809,
        0.3973579697858592,
        0.4499507933708682,
        0.4691164860042474,
        0.44783968059403223,
    ];
    let bound = [
        0.420214364808604,
        0.41240366905953824,
        0.45841859209194635,
        0.4775591955864753,
        0.45455558505131943,
    ];
    let p0 = [
        0.8853932584269661,
        0.734895666131621,
        0.6479935794542535,
        0.6018298555377206,
        0.577207062600321,
    ];
    let p1 = [
        0.3725490196078432,
        0.2254901960784314,
        0.27450980392156865,
        0.33333333333333337,
        0.26470588235294124,
    ];
    let work = Work::new();
    let near =
        |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got} {expected}");
    let found = distinctness(&pair, Z, &work).unwrap();
    for site in 0..5 {
        let one = listed(5, &[site]);
        near(
            measure(&pair, &one, Z, 0.5, &work)
                .unwrap()
                .mean_entropy
                .value,
            along_z[site],
        );
        near(
            measure(&pair, &one, X, 0.5, &work)
                .unwrap()
                .mean_entropy
                .value,
            along_x[site],
        );
        let lost = lose(&pair, &one, 0.5, &work).unwrap();
        near(lost.negativity.value, negativity[site]);
        near(lost.negativity_bound.value, bound[site]);
        near(found.spins[0][site].up_down[0], p0[site]);
        near(found.spins[1][site].up_down[0], p1[site]);
    }
    let mean = |values: [f64; 5]| values.iter().sum::<f64>() / 5.0;
    let any = Selection::Any(1);
    near(
        measure(&pair, &any, Z, 0.5, &work)
            .unwrap()
            .mean_entropy
            .value,
        mean(along_z),
    );
    near(
        measure(&pair, &any, X, 0.5, &work)
            .unwrap()
            .mean_entropy
            .value,
        mean(along_x),
    );
    near(
        lose(&pair, &any, 0.5, &work).unwrap().negativity.value,
        mean(negativity),
    );
    let two = lose(&pair, &listed(5, &[3, 0]), 0.5, &work).unwrap();
    near(two.negativity.value, 0.35131012896496866);
}

#[test]
fn reference_values_of_product_states() {
    let pair = branches(coherent(8, 0.3), coherent(8, -0.4));
    let work = Work::new();
    assert!((pair.overlap().re - 0.11710479508965403).abs() < 1e-14);
    let before = measure(&pair, &Selection::Any(0), Z, 0.5, &work).unwrap();
    assert!((before.mean_entropy.value - 0.9900850424537901).abs() < 1e-12);
    for selection in [listed(8, &[0]), Selection::Any(1)] {
        let after = measure(&pair, &selection, Z, 0.5, &work).unwrap();
        assert!((after.mean_entropy.value - 0.9759681630888708).abs() < 1e-12);
        let lost = lose(&pair, &selection, 0.5, &work).unwrap();
        assert!((lost.negativity.value - 0.377311768086647).abs() < 1e-12);
    }
}

/// The state of the qubit and the kept spins, dense, by its definition.
struct Dense {
    kept: usize,
    entries: Vec<Complex>,
}

impl Dense {
    fn after_loss(pair: &Branches, sites: &Sites, weight: f64) -> Self {
        let spins = pair.spins();
        let (lost, kept) = (sites.offsets(), sites.others().offsets());
        let roots = [weight.sqrt(), (1.0 - weight).sqrt()];
        let order = 2 * kept.len();
        let amplitude = |row: usize, u: usize| {
            let (qubit, k) = (row / kept.len(), row % kept.len());
            pair.vectors()[qubit].amplitudes()[lost[u] | kept[k]] * roots[qubit]
        };
        let entry = |row: usize, column: usize| -> Complex {
            (0..lost.len())
                .map(|u| amplitude(row, u) * amplitude(column, u).conj())
                .sum()
        };
        let entries = (0..order * order)
            .map(|k| entry(k / order, k % order))
            .collect();
        let kept = spins - sites.count();
        Self { kept, entries }
    }

    fn negativity(&self) -> f64 {
        let half = 1 << self.kept;
        let order = 2 * half;
        let values = hermitian_eigenvalues(order, |row, column| {
            let (qubit, other) = (row / half, column / half);
            self.entries[(other * half + row % half) * order + qubit * half + column % half]
        });
        -values
            .unwrap()
            .iter()
            .filter(|value| **value < 0.0)
            .sum::<f64>()
    }
}

/// ⟨n u| for u = up, down, from the eigenvectors of n·σ.
fn bra(axis: [f64; 3], up: bool) -> [Complex; 2] {
    let norm = axis.iter().map(|x| x * x).sum::<f64>().sqrt();
    let [x, y, z] = axis.map(|component| component / norm);
    let sign = if up { 1.0 } else { -1.0 };
    // (1 ± n·σ) applied to whichever basis vector it does not annihilate.
    let columns = [
        [
            Complex::new(1.0 + sign * z, 0.0),
            Complex::new(sign * x, sign * y),
        ],
        [
            Complex::new(sign * x, -sign * y),
            Complex::new(1.0 - sign * z, 0.0),
        ],
    ];
    let norm = |v: &[Complex; 2]| (v[0].norm_sqr() + v[1].norm_sqr()).sqrt();
    let best = if norm(&columns[0]) > norm(&columns[1]) {
        columns[0]
    } else {
        columns[1]
    };
    // Order down, up.
    [
        best[1].conj() * (1.0 / norm(&best)),
        best[0].conj() * (1.0 / norm(&best)),
    ]
}

/// Σ_u P_u E_u from the projected vectors.
fn measured_entropy(pair: &Branches, sites: &Sites, axis: [f64; 3], weight: f64) -> f64 {
    let (measured, kept) = (sites.offsets(), sites.others().offsets());
    let roots = [weight.sqrt(), (1.0 - weight).sqrt()];
    let mut mean = 0.0;
    for outcome in 0..measured.len() {
        let factor = |configuration: usize| -> Complex {
            (0..sites.count())
                .map(|bit| bra(axis, outcome >> bit & 1 == 1)[configuration >> bit & 1])
                .product()
        };
        let rows: Vec<Vec<Complex>> = (0..2)
            .map(|x| {
                let amplitudes = pair.vectors()[x].amplitudes();
                let project = |k: &usize| -> Complex {
                    (0..measured.len())
                        .map(|u| factor(u) * amplitudes[measured[u] | k])
                        .sum()
                };
                kept.iter().map(|k| project(k) * roots[x]).collect()
            })
            .collect();
        let product = |a: usize, b: usize| -> Complex {
            rows[a]
                .iter()
                .zip(&rows[b])
                .map(|(x, y)| x * y.conj())
                .sum()
        };
        let values = hermitian_eigenvalues(2, product).unwrap();
        let total: f64 = values.iter().sum();
        for value in values.iter().filter(|value| **value > 1e-300) {
            mean -= value * (value / total).log2();
        }
    }
    mean
}

#[test]
fn random_states_agree_with_the_full_space() {
    let work = Work::new();
    let mut random = Random::new(7);
    for round in 0..12 {
        for spins in 1..=5 {
            let pair = branches(
                random_vector(&mut random, spins),
                random_vector(&mut random, spins),
            );
            for count in 0..=spins {
                let all: Vec<Sites> = sites::subsets(spins, count).collect();
                let sites = &all[random.between(0.0, all.len() as f64) as usize];
                let weight = [0.5, 0.0, 1.0, random.between(0.0, 1.0)][round % 4];
                let axis = [Z, X, random_axis(&mut random)][round % 3];
                let selection = Selection::Listed(sites.clone());

                let lost = lose(&pair, &selection, weight, &work).unwrap();
                let expected = Dense::after_loss(&pair, sites, weight).negativity();
                assert!(
                    (lost.negativity.value - expected).abs() < 1e-13,
                    "N={spins} {sites:?}"
                );
                assert!(lost.negativity.error_bound < 1e-12);
                assert!(lost.negativity.value <= lost.negativity_bound.value);
                assert!(lost.negativity_bound.value < largest_negativity(weight) + 1e-13);

                let after = measure(&pair, &selection, axis, weight, &work).unwrap();
                let expected = measured_entropy(&pair, sites, axis, weight);
                assert!(
                    (after.mean_entropy.value - expected).abs() < 1e-12,
                    "N={spins} {sites:?} {axis:?}"
                );
                let whole = leggett::measures::divergence::binary_entropy(weight);
                let sum = after.mean_entropy.value + after.entropy_deficit.value;
                assert!((sum - whole).abs() < 1e-12, "N={spins} {sites:?} {axis:?}");
                assert!(after.outcomes.is_some() == (count == 1));
            }
        }
    }
}

#[test]
fn averages_are_over_all_choices() {
    let work = Work::new();
    let mut random = Random::new(3);
    let pair = branches(random_vector(&mut random, 4), random_vector(&mut random, 4));
    let axis = random_axis(&mut random);
    for count in 0..=4 {
        let any = Selection::Any(count);
        let (mut negativity, mut entropy, mut up, mut sets) = (0.0, 0.0, 0.0, 0.0);
        for sites in sites::subsets(4, count) {
            let one = Selection::Listed(sites);
            negativity += lose(&pair, &one, 0.3, &work).unwrap().negativity.value;
            let after = measure(&pair, &one, axis, 0.3, &work).unwrap();
            entropy += after.mean_entropy.value;
            up += after
                .outcomes
                .map_or(0.0, |[up, _]| up.probability * up.entropy.unwrap());
            sets += 1.0;
        }
        let lost = lose(&pair, &any, 0.3, &work).unwrap();
        let after = measure(&pair, &any, axis, 0.3, &work).unwrap();
        assert!((lost.negativity.value - negativity / sets).abs() < 1e-14);
        assert!((after.mean_entropy.value - entropy / sets).abs() < 1e-14);
        if let Some([one, _]) = after.outcomes {
            assert!((one.probability * one.entropy.unwrap() - up / sets).abs() < 1e-14);
        }
    }
    let many = branches(coherent(12, 0.2), coherent(12, 1.2));
    assert!(measure(&many, &Selection::Any(4), Z, 0.5, &work).is_err());
    assert!(lose(&many, &Selection::Any(4), 0.5, &work).is_err());
    assert!(lose(&many, &Selection::Any(13), 0.5, &work).is_err());
}

#[test]
fn dicke_states_agree_with_the_blocks() {
    let work = Work::new();
    for (spins, up) in [
        (6usize, [4u32, 2]),
        (7, [4, 3]),
        (8, [8, 0]),
        (9, [7, 1]),
        (5, [2, 2]),
    ] {
        let pair = branches(dicke(spins, up[0]), dicke(spins, up[1]));
        let counts = up.map(u64::from);
        for lost in 0..=spins {
            let list: Vec<usize> = (0..lost).map(|i| (i * 2) % spins).collect();
            let list: Vec<usize> = if spins % 2 == 1 {
                list
            } else {
                (0..lost).collect()
            };
            let expected = closed::dicke(spins as u64, counts, lost as u64, 0.4).unwrap();
            let found = lose(&pair, &listed(spins, &list), 0.4, &work).unwrap();
            let tolerance = 1e-12;
            assert!(
                (found.negativity.value - expected.negativity.value).abs() < tolerance,
                "N={spins} m={lost}"
            );
            // The reduced states of k0 = k1 agree, and the bound is trivial.
            assert!(
                (found.negativity_bound.value - expected.negativity_bound.value).abs() < tolerance,
                "N={spins} m={lost}"
            );
            let expected = closed_measure::dicke(spins as u64, counts, lost as u64, 0.4).unwrap();
            let found = measure(&pair, &listed(spins, &list), Z, 0.4, &work).unwrap();
            assert!((found.mean_entropy.value - expected.mean_entropy.value).abs() < tolerance);
            assert!(
                (found.entropy_deficit.value - expected.entropy_deficit.value).abs() < tolerance
            );
        }
    }
}

#[test]
fn nearly_equal_branches_keep_all_digits() {
    // Without loss the negativity is √(w(1−w)) √(1 − |o|²), which the products of
    // the vectors know to half the digits only.
    let work = Work::new();
    for exponent in 1..=14 {
        let angle = 10f64.powi(-exponent);
        let pair = branches(coherent(7, 0.3), coherent(7, 0.3 + angle));
        for lost in 0..=3usize {
            let found = lose(&pair, &Selection::Any(lost), 0.5, &work).unwrap();
            let expected = closed::coherent(7, [0.3, 0.3 + angle], lost as u64, 0.5).unwrap();
            let exact = if lost == 0 {
                // sin of the angle between the vectors, of 7 spins.
                let sine = angle.sin();
                0.5 * (-(7.0 * 0.5 * (-sine * sine).ln_1p() * 2.0).exp_m1()).sqrt()
            } else if exponent <= 3 {
                expected.negativity.value
            } else {
                continue;
            };
            let error = (found.negativity.value - exact).abs();
            assert!(error < 1e-12, "{angle} {lost} {error:e}");
            assert!(error <= found.negativity.error_bound + expected.negativity.error_bound);
            assert!(found.negativity.error_bound < 1e-12);
        }
    }
}

#[test]
fn losing_everything_and_turning_what_remains() {
    let work = Work::new();
    let mut random = Random::new(11);
    for spins in 2..=6 {
        let vectors = [
            random_vector(&mut random, spins),
            random_vector(&mut random, spins),
        ];
        let pair = branches(vectors[0].clone(), vectors[1].clone());
        let all: Vec<usize> = (0..spins).collect();
        assert_eq!(
            lose(&pair, &listed(spins, &all), 0.4, &work)
                .unwrap()
                .negativity
                .value,
            0.0
        );
        // Rotations of spins do not change the negativity.
        let sites = Sites::new(spins, vec![spins - 1]).unwrap();
        let axis = leggett::qubits::unit_axis(random_axis(&mut random)).unwrap();
        let turned = [0, 1].map(|x: usize| {
            let vector = &pair.vectors()[x];
            rotation::along(vector, axis, &sites.others(), &work)
                .unwrap()
                .amplitudes()
                .to_vec()
        });
        let other = Branches::new(turned).unwrap();
        for list in [vec![spins - 1], (1..spins).collect()] {
            let selection = listed(spins, &list);
            let before = lose(&pair, &selection, 0.4, &work).unwrap();
            let after = lose(&other, &selection, 0.4, &work).unwrap();
            assert!((before.negativity.value - after.negativity.value).abs() < 1e-13);
        }
        // Measured along z after the rotation is measured along the axis.
        let selection = Selection::Listed(sites.others());
        let along = measure(&pair, &selection, axis, 0.4, &work).unwrap();
        let rotated = measure(&other, &selection, Z, 0.4, &work).unwrap();
        assert!((along.mean_entropy.value - rotated.mean_entropy.value).abs() < 1e-13);
        // Down along n is up along −n.
        let back = measure(
            &pair,
            &listed(spins, &[0]),
            axis.map(|x| -3.0 * x),
            0.4,
            &work,
        )
        .unwrap();
        let forth = measure(&pair, &listed(spins, &[0]), axis, 0.4, &work).unwrap();
        let ([up, down], [other_up, other_down]) =
            (forth.outcomes.unwrap(), back.outcomes.unwrap());
        assert!((up.probability - other_down.probability).abs() < 1e-14);
        assert!((down.entropy.unwrap() - other_up.entropy.unwrap()).abs() < 1e-12);
    }
}

#[test]
fn distinctness_of_spin_states() {
    let work = Work::new();
    let spins = 6;
    let pair = branches(coherent(spins, 0.3), coherent(spins, -0.4));
    let found = distinctness(&pair, X, &work).unwrap();
    // A spin cos θ ↑ + sin θ ↓ points along (sin 2θ, 0, cos 2θ).
    let half = 0.5 * spins as f64;
    assert!((found.along.value - half * (0.6f64.sin() + 0.8f64.sin())).abs() < 1e-13);
    assert!((found.best.value - half * 2.0 * 0.7f64.sin()).abs() < 1e-13);
    assert!((found.per_spin.value - found.best.value).abs() < 1e-13);
    let axis = found.best_axis.unwrap();
    let again = distinctness(&pair, axis, &work).unwrap();
    assert!((again.along.value - found.best.value).abs() < 1e-13);
    let along = spectra(&pair, [1.0, 0.0, 1.0], &work).unwrap();
    for (x, angle) in [0.3f64, -0.4].into_iter().enumerate() {
        let component = ((2.0 * angle).sin() + (2.0 * angle).cos()) / 2f64.sqrt();
        assert!((along.mean[x].value - half * component).abs() < 1e-13);
        let sd = (0.25 * spins as f64 * (1.0 - component * component)).sqrt();
        assert!((along.sd[x].value - sd).abs() < 1e-13);
    }
    let exact = spectra(&branches(dicke(5, 4), dicke(5, 1)), Z, &work).unwrap();
    assert!(exact.sd.iter().all(|sd| sd.value < 1e-14));
    assert!((exact.probabilities[0][4] - 1.0).abs() < 1e-14);
}

#[test]
fn bloch_vectors_by_rotation() {
    // (1 + n·r)/2 is the probability of up along n.
    let work = Work::new();
    let mut random = Random::new(23);
    for spins in 1..=5 {
        let vector = SpinVector::new(random_vector(&mut random, spins)).unwrap();
        let reduced = marginals::spins(&vector, &work).unwrap();
        let axis = leggett::qubits::unit_axis(random_axis(&mut random)).unwrap();
        let all = Sites::new(spins, (0..spins).collect()).unwrap();
        let turned = rotation::along(&vector, axis, &all, &work).unwrap();
        for (spin, other) in reduced
            .iter()
            .zip(marginals::spins(&turned, &work).unwrap())
        {
            let projection: f64 = spin.bloch.iter().zip(axis).map(|(r, n)| r * n).sum();
            assert!((other.bloch[2] - projection).abs() < 1e-14);
            assert!((other.up_down[0] + other.up_down[1] - 1.0).abs() < 1e-14);
        }
        // The variance along n is n·C·n, and the trace of C + ⟨J⟩² is ⟨J²⟩.
        let mean = marginals::mean_spin(&reduced);
        let covariance = collective::covariance(&vector, mean, &work).unwrap();
        let (along, sd) =
            collective::mean_and_sd(&collective::spectrum(&vector, axis, &work).unwrap());
        let expected: f64 = mean.iter().zip(axis).map(|(j, n)| j * n).sum();
        assert!((along - expected).abs() < 1e-13);
        let variance: f64 = (0..9)
            .map(|k| axis[k / 3] * covariance[k / 3][k % 3] * axis[k % 3])
            .sum();
        assert!((variance - sd * sd).abs() < 1e-13, "{variance} {}", sd * sd);
    }
}

#[test]
fn products_of_single_spins() {
    // All at once and one by one.
    let work = Work::new();
    let mut random = Random::new(5);
    for spins in [1, 2, 3, 7, 8, 12] {
        let pair = branches(
            random_vector(&mut random, spins),
            random_vector(&mut random, spins),
        );
        let [zero, one] = pair.vectors();
        let both = marginals::grams(&[zero, one], &work).unwrap();
        assert_eq!(both.len(), spins);
        for (site, gram) in both.iter().enumerate() {
            let rows = Rows::new(&[zero, one], &Sites::single(spins, site));
            let other = rows.gram(&work).unwrap();
            for k in 0..16 {
                let difference = gram.get(k / 4, k % 4) - other.get(k / 4, k % 4);
                assert!(difference.norm() < 1e-15, "N={spins} {site} {k}");
            }
        }
    }
}

#[test]
fn dependent_rows_of_many_lost_spins() {
    // All rows of a product state are parallel: the hardest case of all.
    let work = Work::new();
    let pair = branches(coherent(12, 0.3), coherent(12, -0.1));
    for lost in 0..=12 {
        let list: Vec<usize> = (0..lost).map(|i| (5 * i) % 12).collect();
        let found = lose(&pair, &listed(12, &list), 0.4, &work).unwrap();
        let expected = closed::coherent(12, [0.3, -0.1], lost as u64, 0.4).unwrap();
        let error = (found.negativity.value - expected.negativity.value).abs();
        assert!(error < 1e-13, "{lost} {error:e}");
        assert!(found.negativity.error_bound < 2e-11, "{lost}");
    }
}

#[test]
fn effective_sizes() {
    let work = Work::new();
    let ghz = branches(dicke(7, 7), dicke(7, 0));
    let (covariance, size) = effective_size(&ghz, &work).unwrap();
    assert!((size.value - 7.0).abs() < 1e-13);
    assert!((covariance[2][2] - 49.0 / 4.0).abs() < 1e-13);
    assert!(covariance[0][1].abs() < 1e-13);
    let one = branches(coherent(7, 0.4), coherent(7, 0.4));
    assert!((effective_size(&one, &work).unwrap().1.value - 1.0).abs() < 1e-13);
    let opposite = coherent(7, 0.4).iter().map(|z| -*z).collect();
    assert!(effective_size(&branches(coherent(7, 0.4), opposite), &work).is_err());
    // A pair of Dicke states |Δk| ≥ 3: Var J_z = Δ²/4.
    let pair = branches(dicke(13, 11), dicke(13, 2));
    let (covariance, _) = effective_size(&pair, &work).unwrap();
    assert!((covariance[2][2] - 81.0 / 4.0).abs() < 1e-12);
}

#[test]
fn subsets_that_tell_the_branches_apart() {
    let work = Work::new();
    let ghz = branches(dicke(5, 5), dicke(5, 0));
    let found = minimal_subset(&ghz, 0.01, &work).unwrap().unwrap();
    assert_eq!(found.list(), [0]);
    let same = branches(dicke(5, 2), dicke(5, 2));
    assert_eq!(minimal_subset(&same, 0.01, &work).unwrap(), None);
    // Only the phase of a GHZ state differs: all spins are needed.
    let sum = |sign: f64| {
        let all = dicke(4, 4).into_iter().zip(dicke(4, 0));
        normalised(all.map(|(a, b)| a + b * sign).collect())
    };
    let phases = branches(sum(1.0), sum(-1.0));
    assert_eq!(
        minimal_subset(&phases, 0.01, &work)
            .unwrap()
            .unwrap()
            .count(),
        4
    );
    // Dicke states: the reduced states are distributions of up spins.
    let pair = branches(dicke(7, 5), dicke(7, 2));
    for count in 1..=7 {
        let sites = Sites::new(7, (0..count).collect()).unwrap();
        let success = success_probability(&pair, &sites, &work).unwrap().value;
        let both = leggett::measures::divergence::Pair::hypergeometric(7, [5, 2], count as u64);
        assert!((success - 0.5 * (1.0 + both.total_variation())).abs() < 1e-13);
    }
    let large = branches(dicke(11, 5), dicke(11, 2));
    assert!(minimal_subset(&large, 0.01, &work).is_err());
}

#[test]
fn cancelled_work_stops() {
    let work = Work::new();
    work.cancel();
    let pair = reference_branches();
    let any = Selection::Any(1);
    assert!(lose(&pair, &any, 0.5, &work).unwrap_err().is_cancelled());
    assert!(
        measure(&pair, &any, X, 0.5, &work)
            .unwrap_err()
            .is_cancelled()
    );
    assert!(distinctness(&pair, X, &work).unwrap_err().is_cancelled());
}

#[test]
fn folded_probabilities_are_those_of_the_reduced_states() {
    let work = Work::new();
    let amplitudes: Vec<Complex> = (0..32)
        .map(|i| Complex::new(f64::from(i % 7) - 2.5, f64::from(i % 5)))
        .collect();
    let norm = amplitudes.iter().map(|c| c.norm_sqr()).sum::<f64>().sqrt();
    let vector = SpinVector::new(amplitudes.iter().map(|c| c / norm).collect()).unwrap();
    let folded = marginals::up_probabilities(&vector, &work).unwrap();
    for (p, spin) in folded.iter().zip(marginals::spins(&vector, &work).unwrap()) {
        assert!((p - spin.up_down[0]).abs() < 1e-14);
    }
}
