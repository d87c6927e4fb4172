//! What holds for the noiseless chain at any time.

mod common {
    pub mod chain;
    pub mod random;
}

use common::chain::Chain;
use common::random::Random;
use leggett::Estimate;
use leggett::systems::repeater::Angle;

/// A time given as a double.
fn at(time: f64) -> Angle {
    Angle::new(0, 1, time)
}

/// Chains of up to 3000 atoms at random times, and a random tolerance each.
fn chains(seed: u64, count: usize) -> Vec<(Chain, f64)> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|_| {
            let chain = Chain {
                atoms: 10f64.powf(random.between(0.0, 3.5)) as u64,
                nodes: random.between(2.0, 6.0) as u64,
                time: at(random.between(0.0, 6.3)),
            };
            (chain, 10f64.powf(random.between(-9.0, -3.0)))
        })
        .collect()
}

fn assert_same(a: Estimate, b: Estimate, what: &str) {
    let difference = (a.value - b.value).abs();
    assert!(
        difference <= a.error_bound + b.error_bound,
        "{what}: {a:?} {b:?}"
    );
}

#[test]
fn time_reversal_and_period() {
    for (chain, tolerance) in chains(11, 60) {
        let here = chain.within(tolerance);
        let time = chain.time.value();
        for image in [
            at(-time),
            Angle::new(2, 1, time),
            Angle::new(2, 1, -time),
            Angle::new(-400, 1, time),
        ] {
            let there = Chain {
                time: image,
                ..chain
            }
            .within(tolerance);
            let what = format!("{chain:?} {image:?}");
            assert_same(here.entropy, there.entropy, &what);
            assert_same(here.probability, there.probability, &what);
        }
    }
}

#[test]
fn entropies_stay_within_their_range() {
    for (chain, tolerance) in chains(12, 100) {
        let result = chain.within(tolerance);
        let maximum = (chain.atoms as f64 + 1.0).log2();
        let entropy = result.entropy.value;
        assert!((0.0..=maximum).contains(&entropy), "{chain:?}: {entropy}");
        let share = result.normalized_entropy.value;
        assert!((share - entropy / maximum).abs() < 1e-15, "{chain:?}");
        assert!((0.0..=1.0).contains(&result.probability.value));
    }
}

/// λ ∝ μ^{M−1} sharpens with M, and p = Σ μ^{M−1} is a moment: it falls, and
/// its logarithm is convex.
#[test]
fn longer_chains_are_less_entangled_and_less_probable() {
    for (chain, _) in chains(13, 30) {
        let along = |nodes| Chain { nodes, ..chain }.within(1e-8);
        let results: Vec<_> = (2..=7).map(along).collect();
        assert_eq!(results[0].probability.value, 1.0, "nothing is measured");
        assert_eq!(results[0].probability.error_bound, 0.0);
        for pair in results.windows(2) {
            assert!(
                pair[1].entropy.value <= pair[0].entropy.value + 2e-8,
                "{chain:?}"
            );
            assert!(
                pair[1].probability.value <= pair[0].probability.value + 1e-8,
                "{chain:?}"
            );
        }
        let ln_p: Vec<f64> = results
            .iter()
            .map(|result| result.log_probability.expect("p is not small").value)
            .collect();
        for triple in ln_p.windows(3) {
            assert!(
                triple[0] + triple[2] >= 2.0 * triple[1] - 1e-7,
                "{chain:?}: {ln_p:?}"
            );
        }
    }
}

#[test]
fn nothing_happens_at_time_zero() {
    for atoms in [1, 2, 50, 4001] {
        for nodes in [2, 3, 10] {
            let chain = Chain {
                atoms,
                nodes,
                time: at(0.0),
            };
            let result = chain.within(1e-9);
            assert!(result.entropy.value < 1e-12, "{chain:?}: {result:?}");
            assert!((result.probability.value - 1.0).abs() <= result.probability.error_bound);
        }
    }
}
