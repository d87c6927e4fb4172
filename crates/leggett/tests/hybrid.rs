//! Two oscillators in cascade: closed forms against reference values, against
//! eq 7 as printed in many digits, and optima against searches of the region.

#![allow(
    clippy::excessive_precision,
    clippy::approx_constant,
    reason = "reference numbers keep all their digits, and belong to these very angles"
)]

use leggett::systems::hybrid::asymptotes;
use leggett::systems::hybrid::closed_form::{Drift, Moments, log_negativity, moments};
use leggett::systems::hybrid::evolution::{Evolution, lowest};
use leggett::systems::hybrid::filter::{self, Homodyne};
use leggett::systems::hybrid::optimum::{Optimum, Scheme, Search};
use leggett::systems::hybrid::readout::conditional_epr_variance;
use leggett::systems::hybrid::sensing::force_noise;
use leggett::systems::hybrid::{Imbalance, Oscillator, Oscillators};
use proptest::prelude::*;

fn oscillators(spin: f64, motion: f64, decoherence: f64, loss: f64) -> Oscillators {
    Oscillators {
        spin: Oscillator {
            linewidth: spin,
            decoherence: 1.0,
        },
        motion: Oscillator {
            linewidth: motion,
            decoherence,
        },
        loss,
    }
}

fn close(found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12 * expected.abs().max(1.0),
        "{found} {expected}"
    );
}

#[test]
fn reference_points() {
    let set = oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0);
    let angles = [0.79, 1.39].map(Imbalance::from_theta);
    let couplings = set.couplings([10.0, 12.0], angles);
    let state = moments(&set, &couplings).expect("stable");
    close(state.spin.value, 7.9082422535838489619);
    close(2.0 * state.correlation().value, -15.68787119586474488);
    close(state.weight.value, 1.0406893923695811544);
    close(state.steering_of_motion().value, 0.66111624969867108708);
    let nats = 1.1093459775799680042;
    close(
        log_negativity(state.optimal_epr_variance()).value,
        nats / std::f64::consts::LN_2,
    );
    close(
        conditional_epr_variance(&set, &couplings, 1.0)
            .expect("stable")
            .value,
        0.34957934498134653347,
    );
    close(
        conditional_epr_variance(&set, &couplings, 0.7)
            .expect("stable")
            .value,
        0.35006339315062328758,
    );
    let set = oscillators(10.0 / 7.0, 2.0 / 15.0, 1.4, 0.25);
    let couplings = set.couplings([3.0, 5.0], [1.0, 0.9].map(Imbalance::from_theta));
    let state = moments(&set, &couplings).expect("stable");
    close(state.weight.value, 1.793402536554270621);
    close(state.epr_variance().value, 3.1334475785480022973);
    close(state.optimal_epr_variance().value, 1.3595657811706480674);
    close(state.steering_of_motion().value, 4.0497410288338646693);
    close(
        conditional_epr_variance(&set, &couplings, 1.0)
            .expect("stable")
            .value,
        0.80994421321390898845,
    );
    close(
        conditional_epr_variance(&set, &couplings, 0.7)
            .expect("stable")
            .value,
        0.92133214743331514088,
    );
    let set = oscillators(2.0, 4.0 / 9.0, 14.0 / 9.0, 0.3);
    let couplings = set.couplings([2.0, 2.0], [1.2, 1.2].map(Imbalance::from_theta));
    close(
        conditional_epr_variance(&set, &couplings, 0.7)
            .expect("stable")
            .value,
        1.0932776317093082542,
    );
}

#[test]
fn any_phase_of_the_local_oscillator() {
    for (set, cooperativities, angles, x_l, p_l) in [
        (
            oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0),
            [10.0, 12.0],
            [0.79, 1.39],
            0.32289304044343766002,
            0.34957934498134653347,
        ),
        (
            oscillators(10.0 / 7.0, 2.0 / 15.0, 1.4, 0.25),
            [3.0, 5.0],
            [1.0, 0.9],
            3.0342880521743008335,
            0.80994421321390898845,
        ),
        (
            oscillators(2.0, 4.0 / 9.0, 14.0 / 9.0, 0.3),
            [2.0, 2.0],
            [1.2, 1.2],
            1.4761651641139852206,
            0.0,
        ),
    ] {
        let couplings = set
            .couplings(cooperativities, angles.map(Imbalance::from_theta))
            .plain();
        let at = |phase| {
            filter::conditional_epr_variance(
                &set,
                &couplings,
                &Homodyne {
                    efficiency: 1.0,
                    phase,
                },
            )
            .expect("stable")
        };
        close(at([1.0, 0.0]), x_l);
        if p_l > 0.0 {
            close(at([0.0, 1.0]), p_l);
        }
    }
}

/// The paper's parameters in units of γ̃_S0: γ_S0 = 2/3, r = 4/3, γ_M0 → 0.
fn paper(cooperativity_spin: f64, loss: f64) -> Search {
    Search {
        oscillators: oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, loss),
        cooperativity_spin,
        cooperativity_motion: None,
        most_cooperativity: 1e12,
        theta_spin: None,
        theta_motion: None,
        unidirectional: true,
        scheme: Scheme::Unconditional,
    }
}

fn theta(setting: leggett::systems::hybrid::optimum::Setting) -> f64 {
    std::f64::consts::FRAC_PI_4 + setting.value
}

#[test]
fn published_optima() {
    let conditional = |phase| Scheme::Conditional {
        efficiency: 1.0,
        phase,
    };
    let p_l = std::f64::consts::FRAC_PI_2;
    let free = |c: f64, loss: f64| paper(c, loss);
    let equal = |c: f64, loss: f64| Search {
        unidirectional: false,
        ..paper(c, loss)
    };
    let fixed = |c: f64, m: f64| Search {
        cooperativity_motion: Some(m),
        ..paper(c, 0.0)
    };
    let fixed_equal = |c: f64, m: f64| Search {
        unidirectional: false,
        ..fixed(c, m)
    };
    for (search, xi, theta_s, theta_m, c_m) in [
        (
            free(1.0, 0.0),
            0.94570961532423200473,
            0.77694937167281479245,
            std::f64::consts::FRAC_PI_2,
            8.2086127197812517726,
        ),
        (
            free(10.0, 0.0),
            0.35157221165703805034,
            0.78932355682462467419,
            1.3889817959120956825,
            12.118462964214701742,
        ),
        (
            free(1000.0, 0.0),
            0.037180472808535738069,
            0.7881792365581073905,
            0.85967032887394887406,
            754.85683885819366641,
        ),
        (
            free(1.0, 0.1),
            0.96936706651140099853,
            0.77820280533937941811,
            std::f64::consts::FRAC_PI_2,
            10.497373556798157305,
        ),
        (
            free(3.0, 0.1),
            0.65422748117082548084,
            0.773038251988642543,
            std::f64::consts::FRAC_PI_2,
            6.5637112353084539415,
        ),
        (
            free(10.0, 0.1),
            0.39899362948894923319,
            0.78628491129697117932,
            1.4343147457660498818,
            12.393882849131066568,
        ),
        (
            free(100.0, 0.1),
            0.20312776034563919852,
            0.7881079479259210206,
            1.1626065127701386033,
            83.222421705265402617,
        ),
        (
            equal(10.0, 0.0),
            0.66606114547838294103,
            1.0877597432664006546,
            1.0877597432664006546,
            9.8645606320500614566,
        ),
        (
            equal(30.0, 0.0),
            0.38945945627520233822,
            0.97374533771693313766,
            0.97374533771693313766,
            24.417769166110147364,
        ),
        (
            equal(1000.0, 0.0),
            0.068366626938791996197,
            0.81987392830527493381,
            0.81987392830527493381,
            751.74879263843591561,
        ),
        (
            equal(10.0, 0.1),
            0.74499407313214115905,
            1.1291408658565721625,
            1.1291408658565721625,
            9.8234201143157815827,
        ),
        (
            equal(1000.0, 0.1),
            0.32553181396502733173,
            0.95086259092612305144,
            0.95086259092612305144,
            713.40049510348887818,
        ),
        (
            fixed(3.0, 3.0),
            0.77695268039684720043,
            0.81225826033420241442,
            1.4724613951157091571,
            3.0,
        ),
        (
            fixed(10.0, 10.0),
            0.36264316904833805347,
            0.79475749967482621103,
            1.3336346978080543042,
            10.0,
        ),
        (
            fixed(100.0, 10.0),
            0.94702227800492979925,
            1.3648156397695660219,
            1.3039605165186610374,
            10.0,
        ),
        (
            fixed_equal(1.0, 1.0),
            2.3512739062994905306,
            1.3976750345338161663,
            1.3976750345338161663,
            1.0,
        ),
        (
            fixed_equal(10.0, 10.0),
            0.66612282269327416448,
            1.0881566531563834245,
            1.0881566531563834245,
            10.0,
        ),
        (
            fixed_equal(100.0, 100.0),
            0.28186117432304361148,
            0.92595376655039669676,
            0.92595376655039669676,
            100.0,
        ),
        (
            fixed_equal(10.0, 100.0),
            0.99413946942232279584,
            1.4430659425064956944,
            1.4430659425064956944,
            100.0,
        ),
        (
            fixed_equal(100.0, 10.0),
            0.94886158327107441002,
            1.364578837831975618,
            1.364578837831975618,
            10.0,
        ),
        (
            fixed_equal(30.0, 30.0),
            0.4140988510995813503,
            0.98706904298162758627,
            0.98706904298162758627,
            30.0,
        ),
    ] {
        let Optimum {
            epr_variance,
            tilt_spin,
            tilt_motion,
            cooperativity_motion,
        } = search.run().expect("stable");
        let near = |found: f64, expected: f64, bound: f64| {
            assert!(
                (found - expected).abs() <= bound + 1e-14 * expected,
                "{found} {expected} {bound}"
            );
        };
        near(epr_variance.value, xi, epr_variance.error_bound);
        near(theta(tilt_spin), theta_s, tilt_spin.error_bound);
        near(theta(tilt_motion), theta_m, tilt_motion.error_bound);
        near(
            cooperativity_motion.value,
            c_m,
            cooperativity_motion.error_bound,
        );
        assert_eq!(tilt_motion.at_bound, i8::from(theta_m > 1.57));
    }
    for (c, loss, xi, theta_s, k_m) in [
        (
            3.0,
            0.0,
            0.60613714473262863273,
            0.74460100227028069379,
            4.1244277313580607766,
        ),
        (
            1.0,
            0.1,
            0.96317794855427685151,
            0.74922522973786772481,
            5.2213941553142922683,
        ),
        (
            3.0,
            0.1,
            0.64827688934240921134,
            0.7456659268324187673,
            4.0721075765822253449,
        ),
        (
            10.0,
            0.1,
            0.39571424089300571044,
            0.77027140669736007782,
            10.516166211973861201,
        ),
    ] {
        let found = Search {
            scheme: conditional(p_l),
            ..paper(c, loss)
        }
        .run()
        .expect("stable");
        close(found.epr_variance.value, xi);
        close(theta(found.tilt_spin), theta_s);
        // θ_M is idle and stands at π/2: K_M = Γ_M/2.
        close(found.cooperativity_motion.value * (4.0 / 3.0) / 2.0, k_m);
    }
    let x_l = Search {
        scheme: conditional(0.0),
        ..paper(10.0, 0.1)
    }
    .run()
    .expect("stable");
    let gain = 1.0 - x_l.epr_variance.value / 0.39899362948894923319;
    assert!((gain - 0.109).abs() < 5e-4);
    assert_eq!(x_l.tilt_spin.at_bound, -1);
}

#[test]
fn nothing_to_gain_runs_to_the_bound() {
    for search in [
        paper(0.5, 0.0),
        Search {
            unidirectional: false,
            ..paper(3.9, 0.0)
        },
    ] {
        let found = search.run().expect("stable");
        assert_eq!(found.cooperativity_motion.at_bound, 1);
        assert!(found.epr_variance.value >= 1.0 && found.epr_variance.value < 1.0 + 1e-9);
    }
    // The thresholds: C_S = r/2 without loss, 3.9485 for R = 0.
    assert!(paper(0.6667, 0.0).run().expect("stable").epr_variance.value < 1.0);
    let equal = Search {
        unidirectional: false,
        ..paper(3.9486, 0.0)
    };
    let found = equal.run().expect("stable");
    assert!(
        found.epr_variance.value < 1.0 && (found.cooperativity_motion.value - 7.40).abs() < 0.01
    );
}

#[test]
fn twelve_digits_at_high_cooperativity() {
    // Eq 7 evaluated with 60 digits; doubles lose all of them there.
    for (set, c, angles, xi, smallest) in [
        (
            oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0),
            [1e8, 7.5e7],
            [0.7854, 0.78565],
            0.00013383834373659543891,
            0.00011037926100157760031,
        ),
        (
            oscillators(2.0 / 3.0, 0.01, 4.0 / 3.0, 0.1),
            [1e8, 7.5e7],
            [0.7854, 0.7857],
            87.185661114219216596,
            87.171503134569872571,
        ),
        (
            oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0),
            [1e6, 7e5],
            [0.785401, 0.7878],
            0.51477414386674438161,
            0.51458853092538912068,
        ),
    ] {
        let couplings = set.couplings(c, angles.map(Imbalance::from_theta));
        let state = moments(&set, &couplings).expect("stable");
        for (found, expected) in [
            (state.epr_variance(), xi),
            (state.optimal_epr_variance(), smallest),
        ] {
            assert!(
                (found.value - expected).abs() <= found.error,
                "{found:?} {expected}"
            );
            assert!(found.error < 1e-12 * expected, "{found:?} {expected}");
        }
    }
    let found = paper(1e8, 0.0).run().expect("stable");
    assert!((found.epr_variance.value * 1e4 - 1.183205).abs() < 1e-6);
    assert!(found.epr_variance.error_bound < 1e-12 * found.epr_variance.value);
}

#[test]
fn asymptotes_and_loss_bounds() {
    let set = oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0);
    close(
        asymptotes::corrected(&set, true).expect("defined").value,
        1.1832293382506763388,
    );
    assert!((asymptotes::corrected(&set, false).expect("defined").value - 2.171026).abs() < 1e-6);
    close(asymptotes::published(&set, true), 1.154700538379251529);
    assert!((asymptotes::published(&set, false) - 2.160247).abs() < 1e-6);
    for (loss, free, equal) in [
        (0.01, 0.050188561322849559547, 0.10006247949515409528),
        (0.1, 0.16439898730535728889, 0.31819464808832610071),
        (0.3, 0.31108550841912758051, 0.55769970509775703306),
    ] {
        close(asymptotes::loss_bound(loss, true), free);
        close(asymptotes::loss_bound(loss, false), equal);
        let found = paper(1e9, loss).run().expect("stable").epr_variance.value;
        assert!(found > free && found < free + 1e-3, "{found} {free}");
    }
    // Without dissipation of its own S follows the printed laws.
    let lossless = oscillators(1e-9, 1e-9, 4.0 / 3.0, 0.0);
    for unidirectional in [true, false] {
        let corrected = asymptotes::corrected(&lossless, unidirectional)
            .expect("defined")
            .value;
        let published = asymptotes::published(&lossless, unidirectional);
        assert!(
            (corrected - published).abs() < 1e-6,
            "{corrected} {published}"
        );
    }
}

#[test]
fn asymptotes_hold_whichever_oscillator_is_broader() {
    for (spin, motion, decoherence) in [(0.5, 2.0, 4.0), (0.7, 0.75, 1.1), (0.75, 0.7, 1.1)] {
        let set = oscillators(spin, motion, decoherence, 0.0);
        for unidirectional in [true, false] {
            let search = Search {
                oscillators: set,
                unidirectional,
                ..paper(1e10, 0.0)
            };
            let scaled = 1e5 * search.run().expect("stable").epr_variance.value;
            let limit = asymptotes::corrected(&set, unidirectional).expect("defined");
            assert!(
                (scaled / limit.value - 1.0).abs() < 1e-4,
                "{scaled} {limit:?}"
            );
        }
    }
}

#[test]
fn force_noise_of_motion_alone_and_of_both() {
    // S barely reads: M alone has Ω²/(2K) + K/2 + γ̃_M0, K = 3·4/3.
    let set = oscillators(2.0 / 3.0, 0.0, 4.0 / 3.0, 0.0);
    let quarter = [0.0, 1e-12].map(Imbalance::from_tangent);
    let alone = set.couplings([1e-12, 3.0], quarter);
    for frequency in [0.3, 1.0, 7.0] {
        let found = force_noise(&set, &alone, 1.0, frequency).expect("stable");
        assert!((found.value - (frequency * frequency / 8.0 + 2.0 + 4.0 / 3.0)).abs() < 1e-6);
    }
    for (c, loss, frequency, expected) in [
        (10.0, 0.0, 0.3, 4.378927),
        (10.0, 0.1, 3.0, 3.20121),
        (100.0, 0.0, 10.0, 2.873922),
        (100.0, 0.1, 100.0, 59.2780820),
    ] {
        let search = paper(c, loss);
        let found = search.run().expect("stable");
        let angles = [found.tilt_spin, found.tilt_motion].map(|s| Imbalance { tilt: s.value });
        let couplings = search
            .oscillators
            .couplings([c, found.cooperativity_motion.value], angles);
        let noise = force_noise(&search.oscillators, &couplings, 1.0, frequency).expect("stable");
        assert!(
            (noise.value - expected).abs() < 2e-6 * expected,
            "{noise:?} {expected}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// No point of a fine grid over all angles lies below the optimum.
    #[test]
    fn the_optimum_is_global(
        spin in 0.05f64..2.0, motion in prop_oneof![Just(0.0), 0.01f64..3.0], extra in 0.1f64..20.0,
        loss in prop_oneof![Just(0.0), 0.0f64..0.9], c_s in -1.0f64..4.0, c_m in -1.0f64..4.0,
        unidirectional in any::<bool>(), conditional in any::<bool>(), efficiency in 0.1f64..1.0,
    ) {
        let set = oscillators(spin, motion, motion / 2.0 + extra, loss);
        let (c_s, c_m) = (10f64.powf(c_s), 10f64.powf(c_m));
        let scheme = if conditional {
            Scheme::Conditional { efficiency, phase: std::f64::consts::FRAC_PI_2 }
        } else {
            Scheme::Unconditional
        };
        let search = Search { oscillators: set, cooperativity_motion: Some(c_m), unidirectional, scheme, ..paper(c_s, loss) };
        let found = search.run().expect("θ = π/2 is stable").epr_variance.value;
        let count = 300;
        for i in 0..=count {
            // Fine around π/4.
            let tangent = |i: i32| {
                let x = f64::from(i) / f64::from(count) * 2.0 - 1.0;
                x.signum() * ((8.0 * x.abs()).exp() - 1.0) / (8f64.exp() - 1.0)
            };
            for j in if unidirectional { 0..=count } else { i..=i } {
                let angles = [i, j].map(|i| Imbalance::from_tangent(tangent(i)));
                let couplings = set.couplings([c_s, c_m], angles).plain();
                let value = match scheme {
                    Scheme::Unconditional => moments(&set, &couplings).map(|state| state.epr_variance()),
                    Scheme::Conditional { efficiency, .. } => conditional_epr_variance(&set, &couplings, efficiency),
                };
                if let Ok(value) = value {
                    prop_assert!(value >= found * (1.0 - 1e-9), "{value} {found} {search:?} {angles:?}");
                }
            }
        }
    }

    /// V(t) from its equation of motion: a small step on, and the end.
    #[test]
    fn evolution_obeys_its_equation(
        c_s in 0.1f64..30.0, c_m in 0.1f64..30.0, a in 0.8f64..1.5, b in 0.8f64..1.5, time in 0.01f64..3.0,
        n in 0.0f64..10.0, m in 0.0f64..100.0,
    ) {
        let set = oscillators(0.7, 0.2, 1.3, 0.2);
        let couplings = set.couplings([c_s, c_m], [a, b].map(Imbalance::from_theta)).plain();
        let evolution = Evolution::new(&set, &couplings, [n, m]).expect("stable");
        let h = 1e-5;
        let [before, now, after] = [time - h, time, time + h].map(|t| evolution.at(t));
        let rate = |f: fn(&Moments<f64>) -> f64| (f(&after) - f(&before)) / (2.0 * h);
        let drift = Drift::new(&set, &couplings).expect("stable");
        let steady = moments(&set, &couplings).expect("stable");
        // d(V − V∞)/dt = A(V − V∞) + (V − V∞)Aᵀ.
        let (s, x, e) = (now.spin - steady.spin, now.cross - steady.cross, now.joint - steady.joint);
        let scale = 1e-4 * (1.0 + s.abs() + x.abs() + e.abs()) * (drift.gamma_s + drift.gamma_m + 1.0).powi(3);
        prop_assert!((rate(|v| v.spin) + drift.gamma_s * s).abs() < scale);
        prop_assert!((rate(|v| v.cross) + (drift.gamma_s + drift.gamma_m) / 2.0 * x - drift.memory * s).abs() < scale);
        prop_assert!((rate(|v| v.joint) + drift.gamma_m * e - 2.0 * drift.memory * x).abs() < scale);
        let late = evolution.at(1e3 / drift.gamma_s.min(drift.gamma_m)).epr_variance();
        prop_assert!((late - steady.epr_variance()).abs() < 1e-12 * late);
        let start = evolution.at(0.0);
        prop_assert!((start.spin - n - 0.5).abs() < 1e-12 * (1.0 + steady.spin));
        prop_assert!((start.motion() - m - 0.5).abs() < 1e-9 * (1.0 + m + steady.spin + steady.joint));
        if let Some(found) = lowest(&set, &set.couplings([c_s, c_m], [a, b].map(Imbalance::from_theta)), [n, m]).expect("stable") {
            let lowest = found.epr_variance.value;
            prop_assert!((evolution.at(found.time.value).epr_variance() - lowest).abs() < 1e-12);
            prop_assert!(lowest <= start.epr_variance());
            prop_assert!(lowest < steady.epr_variance() && lowest <= now.epr_variance() * (1.0 + 1e-12));
        }
    }
}

/// The infimum where a linewidth vanishes, and the one of C_M → ∞ beyond a
/// valley: nothing that is allowed lies lower than the bound says.
#[test]
fn optima_at_the_edges() {
    let set = Oscillators {
        spin: Oscillator::with_occupation(1.0, 1.0),
        motion: Oscillator::with_occupation(2.0, 2.87),
        loss: 0.0,
    };
    let search = Search {
        oscillators: set,
        ..paper(2.73, 0.0)
    };
    let best = search.run().unwrap();
    assert_eq!(best.tilt_spin.at_bound, -1);
    for closer in [1e-9, 1e-12] {
        let given = Search {
            theta_spin: Some(Imbalance {
                tilt: best.tilt_spin.value - closer,
            }),
            ..search
        };
        let least = best.epr_variance.value - best.epr_variance.error_bound;
        assert!(given.run().map_or(true, |it| it.epr_variance.value > least));
    }
    let set = Oscillators {
        spin: Oscillator::with_occupation(3.460393, 1.0),
        motion: Oscillator::with_occupation(0.015485, 0.0),
        loss: 0.080228,
    };
    let search = Search {
        oscillators: set,
        unidirectional: false,
        ..paper(0.787861, 0.080228)
    };
    let best = search.run().unwrap();
    assert_eq!(best.cooperativity_motion.at_bound, 1);
    assert!((best.epr_variance.value - 1.0).abs() < 1e-8, "{best:?}");
}

/// What is given lies at no bound, whatever it is.
#[test]
fn given_settings_are_at_no_bound() {
    let search = Search {
        theta_spin: Some(Imbalance::from_theta(std::f64::consts::FRAC_PI_2)),
        ..paper(0.3, 0.0)
    };
    let best = search.run().unwrap();
    assert!(best.epr_variance.value >= 1.0);
    assert_eq!(best.tilt_spin.at_bound, 0, "{best:?}");
    assert_ne!(best.cooperativity_motion.at_bound, 0, "{best:?}");
}

/// Over twelve decades, in any unit of rates: resolved, and better for more
/// cooperativity.
#[test]
fn optima_fall_with_cooperativity() {
    for unit in [1.0, 4.7e4] {
        for (unidirectional, loss, motion) in [
            (true, 0.0, 0.0),
            (true, 0.1, 2.0),
            (false, 0.0, 0.0),
            (false, 0.1, 0.3),
        ] {
            let mut set = oscillators(2.0 / 3.0, motion, 4.0 / 3.0 + motion, loss);
            for oscillator in [&mut set.spin, &mut set.motion] {
                oscillator.linewidth *= unit;
                oscillator.decoherence *= unit;
            }
            let mut last = f64::INFINITY;
            for i in 0..240 {
                let cooperativity = 10f64.powf(f64::from(i) / 20.0 - 2.0);
                let search = Search {
                    oscillators: set,
                    unidirectional,
                    ..paper(cooperativity, loss)
                };
                let found = search.run().expect("stable").epr_variance;
                assert!(
                    found.error_bound < 1e-9 * found.value,
                    "{cooperativity:e} {found:?}"
                );
                assert!(
                    found.value <= last * (1.0 + 1e-9),
                    "{cooperativity:e} {found:?}"
                );
                last = found.value;
            }
        }
    }
}
