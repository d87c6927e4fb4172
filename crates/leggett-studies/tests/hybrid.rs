//! The studies of two oscillators against each other and against known values.

mod common;

use common::{estimate, evaluate, given};
use leggett_studies::error::Kind;
use leggett_studies::{Arguments, Error, ErrorKind, Estimate, Evaluation, Given, Raw, find};

const RATES: &str = "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz";
const SETTINGS: &str =
    "cooperativity_spin=10 cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39";
const OPTIMAL: &str = "cooperativity_motion=optimal theta_spin=optimal theta_motion=optimal";

fn point(study: &str, texts: &[&str]) -> Evaluation {
    let text = texts.join(" ");
    evaluate(study, &text).unwrap_or_else(|error| panic!("{study} {text}: {error:?}"))
}

fn numbers(evaluation: &Evaluation) -> Vec<(&'static str, Estimate)> {
    let observed = evaluation.observables.iter();
    observed
        .filter_map(|it| Some((it.name, it.estimate()?)))
        .collect()
}

/// Both methods within the sum of their bounds, which are small.
fn agree(study: &str, texts: &[&str]) {
    let text = texts.join(" ");
    let by = |method: &str| numbers(&point(study, &[&text, "tolerance=1e-7", method]));
    let (closed, network) = (by("method=closed-form"), by("method=network"));
    assert!(closed.len() > 1 && closed.len() == network.len());
    for ((name, one), (other, two)) in closed.into_iter().zip(network) {
        let bound = one.error_bound + two.error_bound;
        assert!(
            name == other && (one.value - two.value).abs() <= bound,
            "{name} {one:?} {two:?}"
        );
        assert!(
            bound < 1e-7 * (1.0 + one.value.abs()),
            "{name} {one:?} {two:?}"
        );
    }
}

fn refused(study: &str, texts: &[&str], parameter: &str) -> Error {
    let text = texts.join(" ");
    let error = evaluate(study, &text).expect_err(&text);
    assert_eq!(error.parameter.as_deref(), Some(parameter), "{error:?}");
    assert_eq!(error.kind.exit_code(), 2, "{error:?}");
    assert!(error.allowed.is_some(), "{error:?}");
    error
}

#[test]
fn evolution_by_two_methods() {
    for start in ["motion_initial=0", "motion_initial=100 spin_initial=3"] {
        for time in ["time=0", "time=1us", "time=20us", "time=1ms"] {
            for loss in ["loss=0", "loss=0.3"] {
                agree("hybrid.evolution", &[RATES, SETTINGS, start, time, loss]);
            }
        }
    }
    // The bath of M where it has one.
    let bath = "spin_linewidth=5kHz spin_occupation=1 motion_linewidth=0.1kHz motion_occupation=100 time=3us";
    agree("hybrid.evolution", &[bath, SETTINGS]);
}

#[test]
fn evolution_from_its_start_to_its_end() {
    let all = "observables=epr_variance,steady_epr_variance,response_spin,response_motion,\
        response_of_motion_to_spin";
    let start = point(
        "hybrid.evolution",
        &[RATES, SETTINGS, "motion_initial=7 time=0", all],
    );
    let weight = point(
        "hybrid.steady-state",
        &[RATES, SETTINGS, "observables=epr_weight"],
    );
    let square = estimate(&weight, "epr_weight").value.powi(2);
    let expected = (3.0 + square * 15.0) / (1.0 + square);
    assert!((estimate(&start, "epr_variance").value - expected).abs() < 1e-12);
    assert_eq!(estimate(&start, "response_spin").value, 1.0);
    assert_eq!(estimate(&start, "response_of_motion_to_spin").value, 0.0);
    let late = point(
        "hybrid.evolution",
        &[RATES, SETTINGS, "motion_initial=7 time=1s", all],
    );
    let steady = point(
        "hybrid.steady-state",
        &[RATES, SETTINGS, "observables=epr_variance"],
    );
    for name in ["epr_variance", "steady_epr_variance"] {
        let (found, end) = (estimate(&late, name), estimate(&steady, "epr_variance"));
        assert!((found.value - end.value).abs() < 1e-13, "{name}");
    }
    assert_eq!(estimate(&late, "response_motion").value, 0.0);
}

#[test]
fn the_undershoot_is_reached_at_its_time() {
    let asked = "observables=epr_variance,steady_epr_variance,lowest_epr_variance,time_of_lowest";
    let bare =
        "spin_linewidth=5 spin_occupation=1 motion_decoherence=10 spin_initial=0 motion_initial=0";
    let at = |time: &str| point("hybrid.evolution", &[bare, SETTINGS, time, asked]);
    let first = at("time=1");
    let (lowest, when) = (
        estimate(&first, "lowest_epr_variance"),
        estimate(&first, "time_of_lowest"),
    );
    assert_eq!(lowest.kind, ErrorKind::Estimated);
    assert!(lowest.value < estimate(&first, "steady_epr_variance").value);
    for factor in [0.8, 1.0, 1.2] {
        let there = estimate(
            &at(&format!("time={}", when.value * factor)),
            "epr_variance",
        )
        .value;
        assert!((there - lowest.value).abs() < 1e-12 || (factor != 1.0 && there > lowest.value));
    }
}

#[test]
fn evolution_without_a_steady_state() {
    let growing = "cooperativity_spin=10 cooperativity_motion=12 theta_spin=0.79 theta_motion=0.5";
    let found = point(
        "hybrid.evolution",
        &[RATES, growing, "time=5us motion_initial=1"],
    );
    assert_eq!(found.method, "network");
    assert!(estimate(&found, "epr_variance").value > 1.0);
    assert!(
        found
            .warnings
            .iter()
            .any(|it| it.contains("steady_epr_variance is undefined"))
    );
    let closed = [
        RATES,
        growing,
        "time=5us motion_initial=1 method=closed-form",
    ];
    refused("hybrid.evolution", &closed, "theta_motion");
}

#[test]
fn evolution_refuses() {
    let error = refused(
        "hybrid.evolution",
        &[RATES, SETTINGS, "time=1us"],
        "motion_initial",
    );
    assert_eq!(error.kind, Kind::Missing);
    refused(
        "hybrid.evolution",
        &[RATES, SETTINGS, "time=1us motion_initial=bath"],
        "motion_initial",
    );
    refused(
        "hybrid.evolution",
        &[RATES, SETTINGS, "motion_initial=1 time=-1us"],
        "time",
    );
    refused(
        "hybrid.evolution",
        &[RATES, SETTINGS, "motion_initial=1 time=3"],
        "time",
    );
    let detuned = [
        RATES,
        SETTINGS,
        "motion_initial=1 time=3us detuning=1kHz method=closed-form",
    ];
    refused("hybrid.evolution", &detuned, "method");
}

#[test]
fn force_noise_by_two_methods_and_as_published() {
    let asked =
        "observables=sql_ratio,force_noise,force_noise_sql,added_noise,spectrum,epr_variance";
    for frequency in [
        "frequency=0",
        "frequency=-3kHz",
        "frequency=20kHz",
        "frequency=10MHz",
    ] {
        agree(
            "hybrid.sensing",
            &[RATES, SETTINGS, frequency, "efficiency=0.7 loss=0.2", asked],
        );
    }
    // Rates in units of γ̃_S0 = 1: S_y, S_F and (S_F − γ̃_M0)/|Ω| at the optimum.
    let bare = "spin_linewidth=2/3 spin_occupation=1 motion_decoherence=4/3";
    let asked = "observables=spectrum,force_noise,added_noise_ratio,force_noise_sql,sql_ratio";
    for (settings, expected) in [
        (
            "cooperativity_spin=10 loss=0 frequency=0.3",
            [1.679759, 4.378927, 10.151979],
        ),
        (
            "cooperativity_spin=10 loss=0.1 frequency=3",
            [0.928820, 3.201210, 0.622625],
        ),
        (
            "cooperativity_spin=100 loss=0 frequency=10",
            [0.891397, 2.873922, 0.154059],
        ),
        (
            "cooperativity_spin=100 loss=0.1 frequency=100",
            [0.993609, 59.278082, 0.579447],
        ),
    ] {
        let found = point("hybrid.sensing", &[bare, OPTIMAL, settings, asked]);
        for (name, expected) in ["spectrum", "force_noise", "added_noise_ratio"]
            .iter()
            .zip(expected)
        {
            let value = estimate(&found, name).value;
            assert!(
                (value - expected).abs() < 2e-6 * expected,
                "{settings} {name} {value}"
            );
        }
        let ratio =
            estimate(&found, "force_noise").value / estimate(&found, "force_noise_sql").value;
        assert!((estimate(&found, "sql_ratio").value - ratio).abs() < 1e-14 * ratio);
    }
    let resonant = point("hybrid.sensing", &[RATES, SETTINGS, "frequency=0"]);
    assert!(
        resonant
            .warnings
            .iter()
            .any(|it| it.starts_with("added_noise_ratio is undefined"))
    );
    refused(
        "hybrid.sensing",
        &[RATES, SETTINGS, "frequency=0 efficiency=0"],
        "efficiency",
    );
    refused("hybrid.sensing", &[RATES, SETTINGS], "frequency");
    let turned = [
        RATES,
        SETTINGS,
        "frequency=1kHz order=motion-first method=closed-form",
    ];
    refused("hybrid.sensing", &turned, "method");
}

const APPARATUS: &str = "power=1mW wavelength=852nm optical_depth=60 beam_radius=0.3mm \
    atomic_linewidth=5.2MHz atomic_detuning=3GHz spin_occupation=1 loss=0.1 motion_frequency=1.4MHz \
    motion_quality_factor=1e8 motion_temperature=7K cavity_linewidth=2MHz vacuum_coupling=6Hz";

#[test]
fn what_an_apparatus_promises() {
    let asked = "observables=least_epr_variance,least_epr_variance_sd,cooperativity_spin,cooperativity_spin_sd,theta_motion,\
        spin_linewidth,motion_linewidth,motion_occupation,motion_occupation_sd,coupling_spin,coupling_spin_sd";
    let errors = "optical_depth_sd=3 motion_temperature_sd=0.1K";
    let found = point(
        "hybrid.laboratory",
        &[APPARATUS, "dark_linewidth=0", errors, asked],
    );
    let value = |name: &str| estimate(&found, name).value;
    // Broadened by the light alone, C_S = d/(2n_S + 1).
    assert!((value("cooperativity_spin") - 20.0).abs() < 1e-12);
    assert!((value("cooperativity_spin_sd") - 1.0).abs() < 1e-12);
    assert!((value("coupling_spin_sd") / value("coupling_spin") - 0.05).abs() < 1e-12);
    assert!((value("theta_motion") - std::f64::consts::FRAC_PI_4).abs() < 1e-15);
    // n_M is linear in a high temperature.
    assert!((value("motion_occupation_sd") / value("motion_occupation") - 0.1 / 7.0).abs() < 1e-6);
    // The optimum of hybrid.optimum at these rates.
    let rates = format!(
        "spin_linewidth={}rad/s spin_occupation=1 motion_linewidth={}rad/s motion_occupation={} loss=0.1",
        value("spin_linewidth"),
        value("motion_linewidth"),
        value("motion_occupation"),
    );
    let at = |c: f64| {
        let best = point(
            "hybrid.optimum",
            &[&rates, &format!("cooperativity_spin={c}")],
        );
        estimate(&best, "epr_variance").value
    };
    assert!((value("least_epr_variance") - at(20.0)).abs() < 1e-9);
    // d and T move ξ_g; d alone through C_S is a lower bound.
    let (spread, sd) = (
        (at(19.0) - at(21.0)).abs() / 2.0,
        value("least_epr_variance_sd"),
    );
    assert!(sd > 0.9 * spread && sd < 2.0 * spread + 1e-2);
    // ξ_g of the apparatus: hybrid.optimum with its own C_M and θ_M.
    let red = "dark_linewidth=100Hz cavity_detuning=-1.4MHz observables=epr_variance,least_epr_variance,entangled,\
        cooperativity_spin,cooperativity_motion,theta_motion";
    let found = point("hybrid.laboratory", &[APPARATUS, red]);
    let value = |name: &str| estimate(&found, name).value;
    let rest = "observables=spin_linewidth,motion_linewidth,motion_occupation";
    let baths = point(
        "hybrid.laboratory",
        &[APPARATUS, "dark_linewidth=100Hz", rest],
    );
    let bath = |name: &str| estimate(&baths, name).value;
    let settings = format!(
        "spin_linewidth={}rad/s spin_occupation=1 motion_linewidth={}rad/s motion_occupation={} loss=0.1 \
         cooperativity_spin={} cooperativity_motion={} theta_motion={}",
        bath("spin_linewidth"),
        bath("motion_linewidth"),
        bath("motion_occupation"),
        value("cooperativity_spin"),
        value("cooperativity_motion"),
        value("theta_motion"),
    );
    let own = estimate(&point("hybrid.optimum", &[&settings]), "epr_variance").value;
    assert!((value("epr_variance") / own - 1.0).abs() < 1e-9);
    assert!(value("epr_variance") > value("least_epr_variance"));
    // Without uncertainties there is none.
    let sharp = point(
        "hybrid.laboratory",
        &[APPARATUS, "dark_linewidth=100Hz cavity_detuning=-1.4MHz"],
    );
    for name in [
        "epr_variance_sd",
        "cooperativity_spin_sd",
        "cooperativity_motion_sd",
    ] {
        assert_eq!(estimate(&sharp, name).value, 0.0);
    }
}

/// `true` of an experiment file is the word, and no number.
#[test]
fn truth_values_are_words() {
    let study = find("hybrid.optimum").expect("it is declared");
    let with = |name: &str, value: bool| {
        let mut all = given(&format!("{RATES} cooperativity_spin=10"));
        all.retain(|item| item.name != name);
        all.push(Given {
            name: name.to_owned(),
            value: Raw::Truth(value),
            place: "here".to_owned(),
        });
        Arguments::check(study, &all)
    };
    for value in [true, false] {
        let word = value.to_string();
        let arguments = with("unidirectional", value).expect("a word");
        assert_eq!(arguments.word("unidirectional"), Some(&word[..]));
    }
    let error = with("spin_occupation", true).expect_err("no number");
    assert!(error.message.contains("truth value"), "{error:?}");
}

#[test]
fn laboratory_refuses() {
    let dark = "dark_linewidth=100Hz";
    let far = refused(
        "hybrid.laboratory",
        &[APPARATUS, dark, "power_sd=2mW"],
        "power_sd",
    );
    assert!(far.message.contains("power = 0.001"), "{far:?}");
    refused(
        "hybrid.laboratory",
        &[APPARATUS, dark, "loss_sd=0.2"],
        "loss_sd",
    );
    refused(
        "hybrid.laboratory",
        &[APPARATUS, "dark_linewidth=0 dark_linewidth_sd=1Hz"],
        "dark_linewidth_sd",
    );
    refused(
        "hybrid.laboratory",
        &[APPARATUS, "dark_linewidth=100"],
        "dark_linewidth",
    );
    refused(
        "hybrid.laboratory",
        &[APPARATUS, dark, "power_sd=1"],
        "power_sd",
    );
    // Bare rates without any that has a unit.
    let bare = APPARATUS
        .replace("MHz", "")
        .replace("GHz", "")
        .replace("Hz", "");
    let error = refused(
        "hybrid.laboratory",
        &[&bare, "dark_linewidth=100"],
        "atomic_linewidth",
    );
    assert_eq!(error.kind, Kind::WrongType);
    assert!(error.place.is_some());
}

#[test]
fn optimal_settings_are_those_of_the_optimum() {
    let best = point("hybrid.optimum", &[RATES, "cooperativity_spin=10"]);
    let steady = point(
        "hybrid.steady-state",
        &[RATES, "cooperativity_spin=10", OPTIMAL],
    );
    let (one, two) = (
        estimate(&best, "epr_variance"),
        estimate(&steady, "epr_variance"),
    );
    assert!((one.value - two.value).abs() < 1e-12 && (one.value - 0.351572).abs() < 1e-6);
    let study = find("hybrid.steady-state").expect("it is declared");
    assert!(Arguments::check(study, &given(&format!("{RATES} {SETTINGS}"))).is_ok());
}
