//! The lattice and the closed form, against the certified methods and against
//! themselves at other settings.

mod common {
    pub mod chain;
    pub mod random;
}

use common::chain::Chain;
use common::random::Random;
use leggett::systems::repeater::{Angle, Entanglement, Method, Truncation};
use leggett::{ErrorKind, Estimate};

/// 2πp/r + δ.
fn near(p: i64, r: i64, offset: f64) -> Angle {
    Angle::new(2 * p, r, offset)
}

fn evaluate(chain: &Chain, tolerance: f64, method: Method) -> Entanglement {
    chain
        .evaluate(Truncation::Tolerance(tolerance), method)
        .unwrap_or_else(|error| panic!("{chain:?} {tolerance:e} {method:?}: {error}"))
}

fn assert_agree(got: Estimate, expected: Estimate, what: &str) {
    let difference = (got.value - expected.value).abs();
    let bound = got.error_bound + expected.error_bound;
    assert!(difference <= bound, "{what}: {difference:e} {bound:e}");
}

fn assert_all_agree(got: &Entanglement, expected: &Entanglement, what: &str) {
    assert_agree(got.entropy, expected.entropy, what);
    assert_agree(got.normalized_entropy, expected.normalized_entropy, what);
    assert_agree(got.probability, expected.probability, what);
    let logarithm = |result: &Entanglement| result.log_probability.expect("p is known");
    assert_agree(logarithm(got), logarithm(expected), what);
}

/// Powers of N, where the lattice degenerates, and times beside rational ones
/// with denominators from 2 to 631, within and beyond their dips.
fn adversarial(atoms: u64) -> Vec<Angle> {
    let n = atoms as f64;
    let mut times: Vec<Angle> = [1.0, 0.75, 0.5, 0.25]
        .into_iter()
        .map(|power| Angle::new(0, 1, n.powf(-power)))
        .collect();
    let primes = [2, 3, 5, 7, 11, 17, 31, 53, 97, 151, 211, 317, 409, 499, 631];
    for (index, r) in primes.into_iter().enumerate() {
        for offset in [0.0, 1.0 / n, 3e-5, -0.3 / (r as f64 * n.sqrt())] {
            times.push(near(1 + index as i64 * (r - 2) / 15, r, offset));
        }
    }
    times
}

#[test]
fn agrees_with_the_certified_methods_at_adversarial_times() {
    let atoms = 100_000;
    let times = adversarial(atoms);
    assert_eq!(times.len(), 64);
    for time in times {
        let chain = Chain {
            atoms,
            nodes: 3,
            time,
        };
        let certified = evaluate(&chain, 1e-9, Method::Auto);
        assert_eq!(certified.entropy.kind, ErrorKind::Certified);
        for tolerance in [1e-9, 1e-5] {
            let lattice = evaluate(&chain, tolerance, Method::Lattice);
            assert!(lattice.entropy.error_bound <= tolerance);
            assert_all_agree(&lattice, &certified, &format!("{chain:?} {tolerance:e}"));
        }
    }
}

#[test]
fn agrees_with_eigenvalues_for_other_lengths_and_odd_numbers_of_atoms() {
    let mut random = Random::new(5);
    for index in 0..36 {
        let r = random.between(1.0, 60.0) as i64;
        let time = match index % 3 {
            0 => Angle::new(0, 1, random.between(0.0, 3.2)),
            1 => near(
                random.between(0.0, r as f64) as i64,
                r,
                10f64.powf(random.between(-6.0, -1.0)),
            ),
            _ => Angle::new(0, 1, 10f64.powf(random.between(-4.0, -1.0))),
        };
        let chain = Chain {
            atoms: [2000, 5001, 20_001][index % 3],
            nodes: [2, 3, 4, 6, 9, 17][index % 6],
            time,
        };
        let method = if chain.atoms < 10_000 {
            Method::Dense
        } else {
            Method::Auto
        };
        let certified = evaluate(&chain, 2e-9, method);
        assert_eq!(certified.entropy.kind, ErrorKind::Certified);
        for tolerance in [1e-9, 1e-7, 1e-4] {
            let lattice = evaluate(&chain, tolerance, Method::Lattice);
            assert_all_agree(&lattice, &certified, &format!("{chain:?} {tolerance:e}"));
        }
    }
}

/// A looser tolerance has larger steps, fewer sites and shallower Krylov
/// spaces: the tighter result has to lie within the looser one's bound.
#[test]
fn settings_agree_within_their_bounds_up_to_1e16_atoms() {
    let mut random = Random::new(11);
    for atoms in [100_000_000, 1_000_000_000_001, 10_000_000_000_000_000] {
        for time in adversarial(atoms).into_iter().step_by(3) {
            let nodes = [2, 3, 3, 5][random.between(0.0, 4.0) as usize];
            let chain = Chain { atoms, nodes, time };
            let tight = evaluate(&chain, 1e-11, Method::Lattice);
            for tolerance in [1e-8, 1e-5] {
                let loose = evaluate(&chain, tolerance, Method::Lattice);
                assert!(loose.entropy.error_bound <= tolerance);
                assert_all_agree(&loose, &tight, &format!("{chain:?} {tolerance:e}"));
            }
        }
    }
}

#[test]
fn the_closed_form_holds_within_its_bound() {
    let mut random = Random::new(3);
    for index in 0..60 {
        let atoms = [100, 3001, 100_000, 1_000_000_000_000][index % 4];
        let n = atoms as f64;
        let r = 1 + (random.between(0.0, 0.5) * n.powf(random.between(0.0, 0.5))) as i64;
        let offset = 10f64.powf(random.between(-2.0, 2.0)) / n;
        let chain = Chain {
            atoms,
            nodes: [2, 3, 5, 12][index / 4 % 4],
            time: near(1, r, offset),
        };
        let Ok(closed) = chain.evaluate(Truncation::Tolerance(0.5), Method::ClosedForm) else {
            continue;
        };
        let method = if atoms > 100_000 {
            Method::Lattice
        } else {
            Method::Auto
        };
        let other = evaluate(&chain, 1e-9, method);
        assert_all_agree(&closed, &other, &format!("{chain:?}"));
    }
}

#[test]
fn a_fraction_of_pi_is_a_dip_and_its_nearest_double_is_beside_it() {
    let at = |time| {
        let atoms = 10_000_000_000_000_000;
        Chain {
            atoms,
            nodes: 3,
            time,
        }
        .within(1e-9)
    };
    let dip = at(near(1, 3, 0.0));
    assert_eq!(dip.method, Method::ClosedForm);
    assert!((dip.entropy.value - 3f64.log2()).abs() < 1e-14);
    // The nearest double is 1.2e-16 away: τ = Nδ/2 is of the order of one.
    let beside = at(Angle::new(0, 1, 2.0 * std::f64::consts::PI / 3.0));
    assert!((beside.entropy.value - dip.entropy.value).abs() > 0.01);
}

#[test]
fn what_the_methods_cannot_do_is_refused() {
    let chain = |atoms, time| Chain {
        atoms,
        nodes: 3,
        time,
    };
    let generic = Angle::new(0, 1, 1.234);
    let refuse = |chain: Chain, truncation, method| {
        chain
            .evaluate(truncation, method)
            .expect_err("it cannot do this")
    };
    for method in [Method::Lattice, Method::ClosedForm] {
        let error = refuse(chain(10_000, generic), Truncation::Window(3.0), method);
        assert!(
            error.is_input() && error.to_string().contains("window"),
            "{error}"
        );
    }
    let few = refuse(
        chain(1000, generic),
        Truncation::Tolerance(1e-9),
        Method::Lattice,
    );
    assert!(
        few.is_input() && few.to_string().contains("atoms = 1000"),
        "{few}"
    );
    let far = refuse(
        chain(1_000_000, generic),
        Truncation::Tolerance(1e-2),
        Method::ClosedForm,
    );
    assert!(!far.is_input(), "{far}");
    let tight = refuse(
        chain(1_000_000_000, generic),
        Truncation::Tolerance(1e-13),
        Method::Auto,
    );
    assert!(tight.to_string().contains("not converged"), "{tight}");
}

#[test]
fn a_cancelled_lattice_stops() {
    let work = leggett::Work::new();
    work.cancel();
    let time = Angle::new(0, 1, 1.234);
    let truncation = Truncation::Tolerance(1e-9);
    let chain =
        leggett::systems::repeater::Noiseless::new(1 << 50, 3, time, truncation, Method::Auto);
    assert!(chain.unwrap().evaluate(&work).unwrap_err().is_cancelled());
}
