//! Chains with any outcomes and phase, at sizes beyond the full space.

mod common {
    pub mod chain;
    pub mod random;
}

use common::chain::Chain;
use common::random::Random;
use leggett::systems::repeater::outcomes::MeasuredChain;
use leggett::systems::repeater::{Angle, Entanglement};
use leggett::{Error, Estimate};
use leggett_num::{Work, binomial};
use std::f64::consts::PI;

fn evaluate(chain: &MeasuredChain, tolerance: f64) -> leggett::Result<Entanglement> {
    chain.entanglement(&chain.spectrum(&Work::new())?, tolerance)
}

/// Whatever the error bound.
fn loosely(chain: &MeasuredChain) -> Entanglement {
    let widest = (chain.atoms as f64 + 1.0).log2();
    evaluate(chain, widest).unwrap_or_else(|error| panic!("{chain:?}: {error}"))
}

fn assert_same(a: Estimate, b: Estimate, what: &MeasuredChain) {
    let difference = (a.value - b.value).abs();
    assert!(
        difference <= a.error_bound + b.error_bound,
        "{what:?}: {a:?} {b:?}"
    );
}

fn assert_same_state(a: &Entanglement, b: &Entanglement, what: &MeasuredChain) {
    assert_same(a.entropy, b.entropy, what);
    assert_same(a.probability, b.probability, what);
    if let (Some(a), Some(b)) = (a.log_probability, b.log_probability) {
        assert_same(a, b, what);
    }
}

#[test]
fn the_top_outcomes_agree_with_the_one_spectrum() {
    let mut random = Random::new(21);
    for nodes in 2..=7 {
        for _ in 0..4 {
            let atoms = random.between(5.0, 120.0) as u64;
            let time = Angle::new(0, 1, random.between(0.0, 2.0 * PI));
            let chain = MeasuredChain {
                atoms,
                time,
                outcomes: vec![atoms; nodes - 2],
                phase: 0.0,
            };
            let one_spectrum = Chain {
                atoms,
                nodes: nodes as u64,
                time,
            };
            let result = evaluate(&chain, 1e-8).expect("these outcomes are not improbable");
            assert_same_state(&result, &one_spectrum.within(1e-9), &chain);
        }
    }
}

/// Exchanging a and b everywhere turns φ into −φ, complex conjugation turns
/// (t, φ) into (−t, −φ), and reversing an odd chain turns t into −t.
#[test]
fn exchange_conjugation_and_reversal() {
    let mut random = Random::new(22);
    for index in 0..40 {
        let atoms = random.between(1.0, 100.0) as u64;
        let (time, phase) = (random.between(0.0, 7.0), random.between(-3.0, 3.0));
        let measured = 1 + index % 4;
        let outcomes: Vec<u64> = (0..measured)
            .map(|_| random.between(0.0, atoms as f64 + 1.0) as u64)
            .collect();
        let at = |time: f64, phase: f64, outcomes: &[u64]| MeasuredChain {
            atoms,
            time: Angle::new(0, 1, time),
            outcomes: outcomes.to_vec(),
            phase,
        };
        let chain = at(time, phase, &outcomes);
        let result = loosely(&chain);
        assert_same_state(&result, &loosely(&at(time, -phase, &outcomes)), &chain);
        assert_same_state(&result, &loosely(&at(-time, phase, &outcomes)), &chain);
        if measured % 2 == 1 {
            let reversed: Vec<u64> = outcomes.iter().rev().copied().collect();
            assert_same_state(&result, &loosely(&at(time, phase, &reversed)), &chain);
        }
    }
}

/// p_q = E[C(N,q) cos^{2q}(α/2) sin^{2(N−q)}(α/2)], α = dt + φ, where d is the
/// difference of two independent binomial numbers; and Σ p_q = 1.
#[test]
fn probabilities_of_three_nodes() {
    for (atoms, time, phase) in [
        (1, 0.7, 0.2),
        (30, 1.234, 0.0),
        (61, 2.0, -0.4),
        (90, 0.05, 1.0),
    ] {
        let n = atoms as i64;
        let mut total = 0.0;
        for q in 0..=atoms {
            let ln_choose = binomial::ln_weight(atoms, 2 * q as i64 - n) + atoms as f64 * 2f64.ln();
            let expected: f64 = (-n..=n)
                .map(|d| {
                    let (sine, cosine) = (0.5 * (d as f64 * time + phase)).sin_cos();
                    let power = cosine.abs().powi(2 * q as i32)
                        * sine.abs().powi(2 * (n - q as i64) as i32);
                    binomial::weight(2 * atoms, 2 * d) * ln_choose.exp() * power
                })
                .sum();
            let chain = MeasuredChain {
                atoms,
                time: Angle::new(0, 1, time),
                outcomes: vec![q],
                phase,
            };
            let p = loosely(&chain).probability.value;
            assert!((p - expected).abs() < 1e-12, "{chain:?}: {p} {expected}");
            total += p;
        }
        assert!((total - 1.0).abs() < 1e-12, "N={atoms}: {total}");
    }
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let chain = |atoms, outcomes: &[u64]| MeasuredChain {
        atoms,
        time: Angle::new(0, 1, 1.0),
        outcomes: outcomes.to_vec(),
        phase: 0.0,
    };
    let spectrum = |chain: MeasuredChain| chain.spectrum(&Work::new());
    assert!(matches!(
        spectrum(chain(10, &[10, 11])),
        Err(Error::OutOfRange {
            parameter: "outcome",
            ..
        })
    ));
    assert!(matches!(
        spectrum(chain(1_000_000_000, &[0])),
        Err(Error::TooLarge {
            parameter: "atoms",
            ..
        })
    ));
    assert!(matches!(
        evaluate(&chain(10, &[9]), 1e-18),
        Err(Error::NotConverged { .. })
    ));
    let work = Work::new();
    work.cancel();
    assert_eq!(chain(10, &[9]).spectrum(&work), Err(Error::Cancelled));
}
