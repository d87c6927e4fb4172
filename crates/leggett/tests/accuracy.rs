//! What the error bounds promise, against the dense solver in a window so wide
//! (9√N) that what it loses is below rounding.

mod common {
    pub mod chain;
    pub mod random;
}

use common::chain::Chain;
use common::random::Random;
use leggett::Estimate;
use leggett::systems::repeater::{Angle, Entanglement, Method, Truncation};
use std::f64::consts::PI;

const ATOMS: u64 = 3000;

/// A time given as a double.
fn at(time: f64) -> Angle {
    Angle::new(0, 1, time)
}

/// 2πp/r + δ.
fn near(p: i64, r: i64, offset: f64) -> Angle {
    Angle::new(2 * p, r, offset)
}

/// Generic times, times where the structure begins, and times beside dips.
fn times() -> Vec<Angle> {
    let mut random = Random::new(2026);
    let atoms = ATOMS as f64;
    let generic = (0..100)
        .map(|_| at(random.between(0.0, PI)))
        .collect::<Vec<_>>();
    let early = (0..50)
        .map(|_| at((1.0 + random.between(-1.0, 1.0)) / atoms.sqrt()))
        .collect();
    let fractions: Vec<(i64, i64)> = (1..=12i64)
        .flat_map(|r| (0..=r / 2).map(move |p| (p, r)))
        .filter(|(p, r)| greatest_common_divisor(*p, *r) == 1)
        .collect();
    let beside = (0..50)
        .map(|index| {
            let (p, r) = fractions[index % fractions.len()];
            near(p, r, random.between(-1.0, 1.0) / atoms)
        })
        .collect();
    [generic, early, beside].concat()
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
    }
}

fn chain(nodes: u64, time: Angle) -> Chain {
    Chain {
        atoms: ATOMS,
        nodes,
        time,
    }
}

fn dense(chain: &Chain) -> Entanglement {
    chain
        .evaluate(Truncation::Window(9.0), Method::Dense)
        .expect("a window needs no tolerance")
}

fn assert_within(chain: &Chain, tolerance: f64, dense: &Entanglement) {
    let auto = chain.within(tolerance);
    let difference = (auto.entropy.value - dense.entropy.value).abs();
    let bound = auto.entropy.error_bound;
    assert!(
        difference <= bound && bound <= tolerance,
        "{chain:?}, {tolerance:e}, {:?}: {difference:e} {bound:e}",
        auto.method
    );
    let difference = (auto.probability.value - dense.probability.value).abs();
    let bound = auto.probability.error_bound + dense.probability.error_bound;
    assert!(
        difference <= bound,
        "{chain:?}: p off by {difference:e}, {bound:e}"
    );
}

#[test]
fn bounds_hold_at_the_default_tolerance() {
    for time in times() {
        let chain = chain(3, time);
        assert_within(&chain, 1e-9, &dense(&chain));
    }
}

#[test]
fn bounds_hold_at_loose_tolerances_and_other_lengths() {
    for time in times().into_iter().step_by(5) {
        for nodes in [2, 3, 5] {
            let chain = chain(nodes, time);
            let dense = dense(&chain);
            for tolerance in [1e-6, 1e-4] {
                assert_within(&chain, tolerance, &dense);
            }
        }
    }
}

/// A chain of up to 500 atoms near or far from a rational time.
fn any_chain(random: &mut Random) -> Chain {
    let offset = random.between(-1.0, 1.0) * 10f64.powf(random.between(-4.0, 1.0));
    Chain {
        atoms: 10f64.powf(random.between(0.0, 2.7)) as u64,
        nodes: random.between(2.0, 8.0) as u64,
        time: near(1, random.between(1.0, 8.0) as i64, offset),
    }
}

fn assert_agree(got: Estimate, expected: Estimate, what: &str) {
    let difference = (got.value - expected.value).abs();
    let bound = got.error_bound + expected.error_bound;
    assert!(difference <= bound, "{what}: {difference:e} {bound:e}");
}

#[test]
fn bounds_hold_for_any_size_window_and_method() {
    let mut random = Random::new(7);
    let methods = [Method::Auto, Method::Dense, Method::Banded, Method::LowRank];
    for index in 0..400 {
        let chain = any_chain(&mut random);
        let least_window = 2.0 / (chain.atoms as f64).sqrt();
        let truncation = match index % 2 {
            0 => Truncation::Tolerance(10f64.powf(random.between(-10.0, 0.0))),
            _ => Truncation::Window(random.between(least_window, 8.0)),
        };
        let evaluate = |truncation, method| {
            chain
                .evaluate(truncation, method)
                .unwrap_or_else(|error| panic!("{chain:?} {truncation:?} {method:?}: {error}"))
        };
        let whole_ladder = evaluate(Truncation::Window(1e3), Method::Dense);
        let result = evaluate(truncation, methods[index / 2 % 4]);
        let what = format!("{chain:?} {truncation:?}");
        assert_agree(result.entropy, whole_ladder.entropy, &what);
        assert_agree(
            result.normalized_entropy,
            whole_ladder.normalized_entropy,
            &what,
        );
        assert_agree(result.probability, whole_ladder.probability, &what);
        if let Some(got) = result.log_probability {
            let expected = whole_ladder.log_probability.expect("it lost nothing");
            assert_agree(got, expected, &what);
        }
    }
}

#[test]
fn bounds_shrink_with_the_tolerance() {
    for time in [at(1.234), near(1, 3, 2e-4), at(0.02)] {
        for nodes in [2, 3, 6] {
            let mut before = f64::INFINITY;
            for exponent in 1..=9 {
                let tolerance = 10f64.powi(-exponent);
                let bound = chain(nodes, time).within(tolerance).entropy.error_bound;
                assert!(
                    bound <= tolerance && bound <= before,
                    "{time:?} M={nodes} {tolerance:e}"
                );
                before = bound;
            }
        }
    }
}

#[test]
fn every_loose_tolerance_can_be_met() {
    for atoms in [1, 2, 10, 300, 20_000, 300_000] {
        for nodes in [2, 3, 5, 1000] {
            for time in [at(1.234), at(0.02), near(1, 3, 1e-5)] {
                let chain = Chain { atoms, nodes, time };
                for tolerance in [1.0, 0.3, 0.01] {
                    let bound = chain.within(tolerance).entropy.error_bound;
                    assert!(bound <= tolerance, "{chain:?}: {bound:e}");
                }
            }
        }
    }
}

/// Fig 2 of Li et al.: the largest error over t in [0, π] for N = 100, M = 3.
#[test]
fn windows_lose_what_the_paper_shows() {
    let windows = [(1.0, 0.54), (3.0, 3.8e-3), (4.0, 7e-5), (5.0, 4e-7)];
    let mut largest = [0.0f64; 4];
    for step in 0..=1000 {
        let chain = Chain {
            atoms: 100,
            nodes: 3,
            time: near(step, 2000, 0.0),
        };
        let in_window = |c| {
            chain
                .evaluate(Truncation::Window(c), Method::Auto)
                .expect("a window needs no tolerance")
                .entropy
        };
        let exact = in_window(1e3);
        for ((c, _), largest) in windows.iter().zip(&mut largest) {
            let cut = in_window(*c);
            let error = (cut.value - exact.value).abs();
            assert!(
                error <= cut.error_bound + exact.error_bound,
                "{chain:?} {c}"
            );
            *largest = largest.max(error);
        }
    }
    for ((c, published), largest) in windows.iter().zip(largest) {
        assert!(
            (largest / published - 1.0).abs() < 0.1,
            "c = {c}: {largest:e}"
        );
    }
}
