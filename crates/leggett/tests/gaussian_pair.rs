//! Two oscillators on one light path: the verified numbers of the paper's
//! model, and what ties its steady, evolving and measured states together.

#[path = "common/oscillators.rs"]
mod oscillators;

use leggett::dynamics::gaussian::homodyne::{
    conditional_evolved, conditional_steady_state, filter,
};
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::{evolved, steady_state};
use leggett::gaussian::Covariance;
use leggett::measures::gaussian::{
    epr_variance, log_negativity, optimal_epr_variance, purity, reid_product,
};
use leggett::{ErrorKind, Work};
use leggett_num::{lyapunov, riccati};
use oscillators::{A1, A2, A3, Pair};
use proptest::prelude::*;
use std::f64::consts::FRAC_PI_2;

fn conditional(pair: &Pair, phase: f64, efficiency: f64) -> f64 {
    let detections = pair.detections(phase, efficiency);
    let state = conditional_steady_state(&pair.model(), &detections, &Work::new()).unwrap();
    epr_variance(&state, [0, 1], pair.weight()).unwrap().value
}

fn close(got: f64, expected: f64) {
    assert!(
        (got - expected).abs() < 1e-10 * (1.0 + expected.abs()),
        "{got} {expected}"
    );
}

#[test]
fn two_oscillators_have_the_verified_steady_states() {
    let work = Work::new();
    let a1 = steady_state(&A1.model(), &work).unwrap();
    close(a1.matrix()[(0, 0)], 7.908_242_253_583_849);
    close(2.0 * a1.matrix()[(0, 2)], -15.687_871_195_864_745);
    close(A1.weight(), 1.040_689_392_369_581_2);
    let ebits = |nats: f64| nats / std::f64::consts::LN_2;
    close(
        log_negativity(&a1, &[0]).unwrap().value,
        ebits(1.109_345_977_579_968),
    );
    close(
        reid_product(&a1, &[0], 1).unwrap().value,
        0.661_116_249_698_671_1,
    );
    let a2 = steady_state(&A2.model(), &work).unwrap();
    close(
        epr_variance(&a2, [0, 1], A2.weight()).unwrap().value,
        0.400_539_728_572_946_8,
    );
    let (g, best) = optimal_epr_variance(&a2, [0, 1]).unwrap();
    close(best.value, 0.377_405_364_581_156_85);
    close(epr_variance(&a2, [0, 1], g).unwrap().value, best.value);
    close(
        log_negativity(&a2, &[1]).unwrap().value,
        ebits(0.974_435_431_572_251_1),
    );
    let a3 = steady_state(&A3.model(), &work).unwrap();
    close(
        epr_variance(&a3, [0, 1], A3.weight()).unwrap().value,
        3.133_447_578_548_002_3,
    );
    close(
        reid_product(&a3, &[0], 1).unwrap().value,
        4.049_741_028_833_865,
    );
    assert_eq!(log_negativity(&a3, &[0]).unwrap().value, 0.0);
    for state in [a1, a2, a3] {
        assert!(state.relative_error() < 1e-10, "{}", state.relative_error());
    }
}

#[test]
fn two_oscillators_have_the_verified_conditional_states() {
    close(conditional(&A1, FRAC_PI_2, 1.0), 0.349_579_344_981_346_5);
    close(conditional(&A1, 0.0, 1.0), 0.322_893_040_443_437_66);
    close(conditional(&A1, FRAC_PI_2, 0.7), 0.350_063_393_150_633_3);
    close(conditional(&A2, FRAC_PI_2, 0.7), 0.398_595_086_745_063_7);
    close(conditional(&A3, FRAC_PI_2, 1.0), 0.809_944_213_213_909);
    close(conditional(&A3, 0.0, 1.0), 3.034_288_052_174_301);
    close(conditional(&A3, FRAC_PI_2, 0.7), 0.921_332_147_433_315_1);
}

/// Eq 7 in its form without cancellation.
fn closed_form(pair: &Pair) -> f64 {
    let rate = |k: usize| pair.cooperativities[k] * pair.decoherence[k];
    let turned = [0, 1].map(|k| pair.angles[k] - std::f64::consts::FRAC_PI_4);
    let [t_s, t_m] = turned.map(f64::tan);
    let [k_s, k_m] = [0, 1].map(|k| rate(k) * turned[k].cos().powi(2));
    let ([gamma_s0, gamma_m0], [noise_s, noise_m]) = (pair.linewidths, pair.decoherence);
    let (gamma_s, gamma_m) = (gamma_s0 + 2.0 * k_s * t_s, gamma_m0 + 2.0 * k_m * t_m);
    let loss = pair.loss;
    let g2 = k_m / k_s / (1.0 - loss);
    let h = (1.0 - loss) * g2;
    let kappa = (gamma_m0 - gamma_s0) / 2.0 - k_s * t_s * (1.0 - h);
    let lost = loss * h * h * (1.0 + t_m * t_m) / (1.0 - loss);
    let both = 0.5 * k_s * ((1.0 - h).powi(2) + (t_s + h * t_m).powi(2) + lost);
    let both = both + noise_s + g2 * noise_m;
    let mixed = noise_s + 0.5 * k_s * ((1.0 - h) + t_s * (t_s + h * t_m));
    let v_s = (rate(0) / 2.0 + noise_s) / gamma_s;
    let y = 2.0 * (kappa * v_s + mixed) / (gamma_s + gamma_m);
    2.0 * (2.0 * kappa * y + both) / (gamma_m * (1.0 + g2))
}

#[test]
fn the_bound_holds_where_digits_cancel() {
    for (exponent, loss) in [(2, 0.0), (4, 0.1), (6, 0.0), (8, 0.0), (8, 0.1)] {
        let cooperativity = 10f64.powi(exponent);
        let quarter = std::f64::consts::FRAC_PI_4;
        let pair = Pair {
            cooperativities: [cooperativity, 0.75 * cooperativity],
            angles: [0.1, 1.6].map(|t| quarter + t / cooperativity.sqrt()),
            loss,
            ..A1
        };
        let state = steady_state(&pair.model(), &Work::new()).unwrap();
        let found = epr_variance(&state, [0, 1], pair.weight()).unwrap();
        let error = (found.value - closed_form(&pair)).abs();
        assert!(error <= found.error_bound, "{exponent}: {found:?} {error}");
        assert!(
            found.error_bound < 1e-3 * found.value,
            "{exponent}: {found:?} {error}"
        );
    }
}

#[test]
fn the_unconditional_covariance_is_the_conditional_one_and_the_spread_of_estimates() {
    let work = Work::new();
    for pair in [A1, A2, A3] {
        let model = pair.model();
        let filter = filter(&model, &pair.detections(0.4, 0.8)).unwrap();
        let conditional = riccati::solve(&filter, &work).unwrap().matrix;
        let gain = filter.gain(&conditional);
        let spread = lyapunov::solve(&model.drift, &gain.times_transposed(&gain), &work).unwrap();
        let whole = steady_state(&model, &work).unwrap();
        let sum = conditional.plus(1.0, &spread.matrix);
        assert!(sum.plus(-1.0, whole.matrix()).frobenius() < 1e-11);
    }
}

#[test]
fn light_that_is_seen_wholly_leaves_a_pure_state() {
    let pair = Pair {
        cooperativities: [10.0, 12.0],
        angles: [0.9, 1.2],
        loss: 0.0,
        linewidths: [0.0, 0.0],
        decoherence: [1.0, 1.0],
    };
    let mut model = pair.model();
    // Without the baths, which nobody sees.
    model = leggett::gaussian::LinearModel::new(
        pair.network().component().hamiltonian(),
        model.ports[..2].to_vec(),
    );
    let found = conditional_steady_state(&model, &pair.detections(0.3, 1.0), &Work::new());
    let purity = purity(&found.unwrap());
    assert!((purity.value - 1.0).abs() <= purity.error_bound + 1e-13);
    assert!(purity.error_bound < 1e-9);
}

#[test]
fn both_flows_end_in_their_steady_states() {
    let (model, work) = (A2.model(), Work::new());
    let detections = A2.detections(FRAC_PI_2, 0.7);
    let start = Covariance::thermal(&[1.0, 30.0]).unwrap();
    let late = evolved(&model, &start, 400.0, &work).unwrap();
    let steady = steady_state(&model, &work).unwrap();
    assert!(
        late.matrix()
            .clone()
            .plus(-1.0, steady.matrix())
            .frobenius()
            < 1e-11
    );
    assert_eq!(late.kind(), ErrorKind::Certified);
    let late = conditional_evolved(&model, &detections, &start, 400.0, &work).unwrap();
    assert_eq!(purity(&late).kind, ErrorKind::Estimated);
    let steady = conditional_steady_state(&model, &detections, &work).unwrap();
    assert!(
        late.matrix()
            .clone()
            .plus(-1.0, steady.matrix())
            .frobenius()
            < 1e-11
    );
    // What is seen can only make the state known better.
    for time in [0.0, 0.05, 0.4, 2.0] {
        let free = evolved(&model, &start, time, &work).unwrap();
        let seen = conditional_evolved(&model, &detections, &start, time, &work).unwrap();
        let difference = free.matrix().clone().plus(-1.0, seen.matrix());
        assert!((0..4).all(|k| difference[(k, k)] > -1e-10));
    }
}

#[test]
fn spectra_integrate_to_equal_time_correlations() {
    // ∫(S − 1) dΩ/2π = C(VCᵀ + N), with Ω = s·tan u.
    let (model, work) = (A2.model(), Work::new());
    let [detection, _] = A2.detections(0.9, 0.8);
    let filter = filter(&model, &[detection]).unwrap();
    let steady = steady_state(&model, &work).unwrap();
    let expected = filter.outputs.times(&filter.gain(steady.matrix()))[(0, 0)];
    let record = Record::new(&model, detection).unwrap();
    let steps = 4000;
    let sum: f64 = (0..steps)
        .map(|k| {
            let angle = std::f64::consts::PI * ((f64::from(k) + 0.5) / f64::from(steps) - 0.5);
            let excess = record.at(5.0 * angle.tan()).unwrap().spectrum.value - 1.0;
            5.0 * excess / angle.cos().powi(2)
        })
        .sum();
    let integral = sum / (2.0 * f64::from(steps));
    assert!(
        (integral - expected).abs() < 1e-9 * expected.abs().max(1.0),
        "{integral} {expected}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_phase_leaves_physical_states(phase in 0.0f64..3.2, efficiency in 0.01f64..1.0) {
        let detections = A2.detections(phase, efficiency);
        let state = conditional_steady_state(&A2.model(), &detections, &Work::new()).unwrap();
        prop_assert!(state.symplectic_eigenvalues().unwrap()[0] > 0.5 - 1e-12);
    }
}
