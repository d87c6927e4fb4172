//! The dips of the entropy at t = 2πp/r + δ, where it is known in closed form.

mod common {
    pub mod chain;
}

use common::chain::Chain;
use leggett::systems::repeater::Angle;

const FRACTIONS: [(i64, i64); 6] = [(0, 1), (1, 2), (1, 3), (2, 5), (3, 7), (5, 12)];

/// 2πp/r + δ.
fn near(p: i64, r: i64, offset: f64) -> Angle {
    Angle::new(2 * p, r, offset)
}

/// E = log2 r − log2(1−x) − x log2 x/(1−x) with x = ξ^{M−1},
/// ξ = (τ/(1+√(1+τ²)))² and τ = Nδ/2: r ladders of a harmonic mode each.
fn closed_form(chain: &Chain, r: i64, offset: f64) -> f64 {
    let tau = 0.5 * chain.atoms as f64 * offset;
    let ladder = (tau / (1.0 + tau.hypot(1.0))).powi(2);
    let x = ladder.powi(chain.nodes as i32 - 1);
    (r as f64).log2() - (1.0 - x).log2() - x * x.log2() / (1.0 - x)
}

#[test]
fn rational_times_give_log2_r_for_any_size_and_length() {
    for atoms in [2000, 2001, 10_000, 100_000, 1_000_000] {
        for (p, r) in FRACTIONS {
            for nodes in [2, 3, 4, 20] {
                let chain = Chain {
                    atoms,
                    nodes,
                    time: near(p, r, 0.0),
                };
                let entropy = chain.within(1e-7).entropy;
                let difference = (entropy.value - (r as f64).log2()).abs();
                assert!(
                    difference <= entropy.error_bound && difference < 1e-12,
                    "{chain:?}: {entropy:?}"
                );
                assert!(entropy.error_bound <= 1e-7);
            }
        }
    }
}

#[test]
fn rational_times_give_probability_r_to_the_minus_the_measured_over_one() {
    // μ = 1/r, r times: p = Σ μ^{M−1} = r^{2−M}.
    for (p, r) in FRACTIONS {
        for nodes in [2, 3, 7] {
            let chain = Chain {
                atoms: 5000,
                nodes,
                time: near(p, r, 0.0),
            };
            let result = chain.within(1e-9);
            let expected = (r as f64).powi(2 - nodes as i32);
            let difference = (result.probability.value - expected).abs();
            assert!(
                difference <= result.probability.error_bound,
                "{chain:?}: {result:?}"
            );
            let ln_p = result.log_probability.expect("p is not small");
            assert!((ln_p.value - expected.ln()).abs() <= ln_p.error_bound);
        }
    }
}

#[test]
fn beside_a_dip_the_closed_form_is_right_to_1_over_n() {
    for atoms in [1000, 20_001] {
        for (p, r) in FRACTIONS {
            for nodes in [2, 3, 5] {
                for scale in [-5.0, -0.5, 0.5, 2.0, 5.0, 20.0] {
                    let offset = scale / atoms as f64;
                    // Farther out the ladders of one dip overlap.
                    if r as f64 * (atoms as f64).sqrt() * offset.abs() > 0.8 {
                        continue;
                    }
                    let chain = Chain {
                        atoms,
                        nodes,
                        time: near(p, r, offset),
                    };
                    let entropy = chain.within(1e-7).entropy.value;
                    let difference = (entropy - closed_form(&chain, r, offset)).abs();
                    let expected = 1.1 / atoms as f64 + 1e-7;
                    assert!(difference < expected, "{chain:?}: {difference:e}");
                }
            }
        }
    }
}

#[test]
fn the_closed_form_is_off_by_5e_6_where_that_was_stated() {
    for (p, r) in FRACTIONS {
        let offset = 5e-5;
        let chain = Chain {
            atoms: 100_000,
            nodes: 3,
            time: near(p, r, offset),
        };
        let difference = chain.within(1e-8).entropy.value - closed_form(&chain, r, offset);
        assert!(
            (difference - 4.85e-6).abs() < 0.1e-6,
            "{chain:?}: {difference:e}"
        );
    }
}

#[test]
fn one_atom_each_at_pi_makes_a_bell_pair() {
    for nodes in [2, 3, 4, 9] {
        let chain = Chain {
            atoms: 1,
            nodes,
            time: near(1, 2, 0.0),
        };
        let result = chain.within(1e-11);
        assert!((result.entropy.value - 1.0).abs() < 1e-14);
        assert!((result.normalized_entropy.value - 1.0).abs() < 1e-14);
    }
}
