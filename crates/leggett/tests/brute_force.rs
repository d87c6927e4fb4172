//! The library's formulas against the protocol's definition in the full
//! product space of all ensembles.

mod common {
    pub mod full_space;
    pub mod jacobi;
    pub mod random;
}

use common::full_space::{Ensemble, Measured, all_outcomes};
use common::random::Random;
use leggett::Estimate;
use leggett::systems::repeater::outcomes::MeasuredChain;
use leggett::systems::repeater::{Angle, Entanglement, Method, Noiseless, Truncation};
use leggett_num::Work;
use std::f64::consts::{LN_2, PI};

const LARGEST_SPACE: usize = 20_000;
/// log2(N+1) of the largest ensemble.
const MOST_ENTROPY: f64 = 2.33;

/// Chains of at most 4 atoms and 6 nodes whose full space is small enough.
fn sizes() -> impl Iterator<Item = (usize, usize)> {
    (1..=4usize)
        .flat_map(|atoms| (2..=6usize).map(move |nodes| (atoms, nodes)))
        .filter(|(atoms, nodes)| (atoms + 1).pow(*nodes as u32) <= LARGEST_SPACE)
}

/// Random times, a rational one, and one given as a fraction and an offset.
fn times(random: &mut Random) -> Vec<Angle> {
    vec![
        Angle::new(0, 1, random.between(0.0, PI)),
        Angle::new(0, 1, random.between(-20.0, 20.0)),
        Angle::new(2, 3, 0.0),
        Angle::new(1, 2, random.between(-0.1, 0.1)),
    ]
}

fn assert_near(estimate: Estimate, expected: f64, what: &str) {
    let difference = (estimate.value - expected).abs();
    assert!(difference < 1e-11, "{what}: {} {expected}", estimate.value);
}

fn noiseless(
    atoms: usize,
    nodes: usize,
    time: Angle,
    truncation: Truncation,
    method: Method,
) -> Entanglement {
    let chain = Noiseless::new(atoms as u64, nodes as u64, time, truncation, method)
        .expect("the chain is small");
    let parts: Vec<Vec<f64>> = (0..chain.parts())
        .map(|index| chain.part(index, &Work::new()).expect("nothing cancels"))
        .collect();
    chain.combine(&parts).expect("the tolerance can be met")
}

/// Compares with one vector of outcomes, unless it is too improbable for the
/// full space to resolve its entropy.
fn assert_agrees(result: &Entanglement, expected: &Measured, what: &str) {
    let p = expected.probability;
    assert!(
        (result.probability.value - p).abs() < 1e-13,
        "{what}: p = {} {p}",
        result.probability.value
    );
    if p > 1e-7 {
        assert_near(result.entropy, expected.entropy, what);
        let ln_p = result.log_probability.expect("p was resolved");
        assert!((ln_p.value - p.ln()).abs() < 1e-13 / p, "{what}: ln p");
    }
}

#[test]
fn every_method_for_the_top_outcomes() {
    let mut random = Random::new(1);
    let methods = [Method::Auto, Method::Dense, Method::Banded, Method::LowRank];
    for (atoms, nodes) in sizes() {
        for time in times(&mut random) {
            let all = all_outcomes(&Ensemble::dicke(atoms), nodes, time.value(), 0.0);
            let top = all.last().expect("the last outcomes are all N");
            assert!(top.outcomes.iter().all(|q| *q == atoms as u64));
            for method in methods {
                for truncation in [Truncation::Tolerance(1e-11), Truncation::Window(1e3)] {
                    let result = noiseless(atoms, nodes, time, truncation, method);
                    let what = format!("N={atoms} M={nodes} {time:?} {method:?} {truncation:?}");
                    assert_agrees(&result, top, &what);
                    let share = top.entropy / (atoms as f64 + 1.0).log2();
                    assert_near(result.normalized_entropy, share, &what);
                }
            }
        }
    }
}

#[test]
fn every_outcome_with_and_without_a_phase() {
    let mut random = Random::new(2);
    for (atoms, nodes) in sizes() {
        for time in times(&mut random) {
            for phase in [0.0, random.between(-PI, PI)] {
                let all = all_outcomes(&Ensemble::dicke(atoms), nodes, time.value(), phase);
                assert_eq!(all.len(), (atoms + 1).pow(nodes as u32 - 2));
                let total: f64 = all.iter().map(|measured| measured.probability).sum();
                assert!((total - 1.0).abs() < 1e-12);
                let mut library_total = 0.0;
                for expected in &all {
                    library_total += measured_probability(atoms, time, phase, expected);
                }
                assert!((library_total - 1.0).abs() < 1e-12, "{library_total}");
            }
        }
    }
}

/// The library's probability of these outcomes, after a comparison.
fn measured_probability(atoms: usize, time: Angle, phase: f64, expected: &Measured) -> f64 {
    let chain = MeasuredChain {
        atoms: atoms as u64,
        time,
        outcomes: expected.outcomes.clone(),
        phase,
    };
    let spectrum = chain.spectrum(&Work::new()).expect("the chain is small");
    // Rounding hides the entropy of what hardly ever happens; the bound says so.
    let result = chain
        .entanglement(&spectrum, MOST_ENTROPY)
        .expect("no bound exceeds the range of the entropy");
    assert_agrees(&result, expected, &format!("{chain:?}"));
    result.probability.value
}

#[test]
fn the_symmetric_states_suffice() {
    let mut random = Random::new(3);
    for (atoms, nodes) in [(1, 4), (2, 3), (2, 4), (3, 3)] {
        let (time, phase) = (random.between(0.0, PI), random.between(-1.0, 1.0));
        let symmetric = all_outcomes(&Ensemble::dicke(atoms), nodes, time, phase);
        let resolved = all_outcomes(&Ensemble::spins(atoms), nodes, time, phase);
        assert_eq!(symmetric.len(), resolved.len());
        for (a, b) in symmetric.iter().zip(&resolved) {
            assert_eq!(a.outcomes, b.outcomes);
            assert!((a.probability - b.probability).abs() < 1e-13);
            assert!(
                (a.entropy - b.entropy).abs() < 1e-11,
                "N={atoms} M={nodes} {:?}",
                a.outcomes
            );
        }
    }
}

#[test]
fn one_atom_each_by_hand() {
    // M = 2, N = 1: a controlled phase on |++>, det ψ = (e^{it} − 1)/4, and
    // the concurrence is 2|det ψ|.
    for time in [0.3, 1.0, 2.0, PI] {
        let concurrence = (0.5 * time).sin();
        let large = 0.5 * (1.0 + (1.0 - concurrence * concurrence).sqrt());
        let share = |x: f64| if x > 0.0 { -x * x.ln() / LN_2 } else { 0.0 };
        let expected = share(large) + share(1.0 - large);
        let brute = &all_outcomes(&Ensemble::dicke(1), 2, time, 0.0)[0];
        assert!((brute.entropy - expected).abs() < 1e-14);
        let angle = Angle::new(0, 1, time);
        let result = noiseless(1, 2, angle, Truncation::Tolerance(1e-11), Method::Auto);
        assert_near(result.entropy, expected, "N=1, M=2");
    }
}
