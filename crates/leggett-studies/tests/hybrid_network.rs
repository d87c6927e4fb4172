//! Networks against the studies of two oscillators, and what they refuse.

use leggett_studies::{Arguments, Error, Evaluation, Given, Raw, Work, find};

fn point(study: &str, text: &str) -> Result<Evaluation, Error> {
    let study = find(study).expect("it is declared");
    let given = text.split_whitespace().map(|item| {
        let (name, value) = item.split_once('=').expect("name=value");
        Given {
            name: name.to_owned(),
            value: Raw::from_argument(value),
            place: item.to_owned(),
        }
    });
    let arguments = Arguments::check(study, &given.collect::<Vec<_>>())?;
    study.evaluate(&arguments, &Work::new())
}

fn numbers(study: &str, text: &str, observable: &str) -> Vec<f64> {
    let evaluation = point(study, text).expect("it has a value");
    let observed = evaluation
        .observables
        .iter()
        .find(|it| it.name == observable);
    let found = observed
        .and_then(|it| it.found.clone())
        .expect("it is defined");
    found
        .estimates()
        .iter()
        .map(|estimate| estimate.value)
        .collect()
}

/// γ_S0 = 1, n_S = 0.5, γ_M0 = 0.2, n_M = 4, C_S = 3, C_M = 5, so Γ = 3 and 4.5.
const PAIR: &str = "spin_linewidth=1 spin_occupation=0.5 motion_linewidth=0.2 motion_occupation=4 cooperativity_spin=3 \
    cooperativity_motion=5 theta_spin=0.9 theta_motion=1.2 tolerance=1e-7";
const SPIN: &str = "components.s.mass=negative components.s.linewidth=1 components.s.occupation=0.5 \
    components.s.coupling=3 components.s.theta=0.9";
const MOTION: &str = "components.m.linewidth=0.2 components.m.occupation=4 components.m.coupling=4.5 components.m.theta=1.2";

#[test]
fn two_oscillators_are_those_of_the_other_studies() {
    for (order, names) in [("spin-first", "s,m"), ("motion-first", "m,s")] {
        for loss in ["0", "0.2"] {
            let pair = format!("{PAIR} loss={loss} order={order}");
            let network = format!("{SPIN} {MOTION} order={names} losses={loss} pair=s,m");
            for observable in ["log_negativity", "optimal_epr_variance"] {
                let two = numbers("hybrid.steady-state", &pair, observable);
                let one = numbers("hybrid.network", &network, observable);
                assert!(
                    (one[0] - two[0]).abs() < 1e-10,
                    "{order} {loss} {one:?} {two:?}"
                );
            }
            for phase in ["0", "1", "pi/2"] {
                let pair = format!("{pair} efficiency=0.7 homodyne_phase={phase}");
                let network = format!("{network} ports.out.phase={phase} ports.out.efficiency=0.7");
                let two = numbers("hybrid.conditional", &pair, "log_negativity");
                let one = numbers("hybrid.network", &network, "conditional_log_negativity");
                assert!(
                    (one[0] - two[0]).abs() < 1e-10,
                    "{order} {phase} {one:?} {two:?}"
                );
            }
        }
    }
    let pair = format!("{PAIR} frequency=0.7 efficiency=0.7 observables=force_noise,sql_ratio");
    let two = numbers("hybrid.sensing", &pair, "force_noise");
    let network = format!(
        "{SPIN} {MOTION} order=s,m ports.out.efficiency=0.7 frequencies=0.7 force_on=m observables=force_noise"
    );
    let one = numbers("hybrid.network", &network, "force_noise");
    assert!((one[0] - two[0]).abs() < 1e-9 * two[0], "{one:?} {two:?}");
}

/// γ̃ in place of γ0 and n, as `motion_decoherence` has it.
#[test]
fn a_hot_oscillator_has_only_a_decoherence() {
    let pair = "spin_linewidth=1 spin_occupation=0.5 motion_decoherence=0.9 cooperativity_spin=3 \
        cooperativity_motion=5 theta_spin=0.9 theta_motion=1.2";
    let network = format!(
        "{SPIN} components.m.decoherence=0.9 components.m.coupling=4.5 components.m.theta=1.2 order=s,m"
    );
    let two = numbers("hybrid.steady-state", pair, "log_negativity");
    let one = numbers("hybrid.network", &network, "log_negativity");
    assert!((one[0] - two[0]).abs() < 1e-10, "{one:?} {two:?}");
}

#[test]
fn without_a_steady_state_there_is_still_stable() {
    for (theta, stable) in [("0.1", 0.0), ("0.9", 1.0)] {
        let text = format!(
            "components.s.linewidth=1 components.s.coupling=9 components.s.theta={theta} order=s \
             observables=stable"
        );
        assert_eq!(numbers("hybrid.network", &text, "stable"), [stable]);
    }
}

/// A mirror in front of a decaying oscillator changes its rate: with the loop
/// gain r = √(1−T) the coupling is multiplied by (1+r)/(1−r), and divided by it
/// if the light turns by π on the way.
#[test]
fn a_loop_changes_the_linewidth() {
    let alone = |coupling: f64| {
        let text = format!(
            "components.a.linewidth=1 components.a.occupation=2 components.a.coupling={coupling} \
             components.a.theta=1.5707963267948966 order=a"
        );
        numbers("hybrid.network", &text, "covariance")[0]
    };
    let looped = |phase: &str| {
        let text = format!(
            "components.a.linewidth=1 components.a.occupation=2 components.a.coupling=0.8 \
             components.a.theta=1.5707963267948966 components.b.kind=beam-splitter components.b.transmission=0.36 \
             components.f.kind=phase components.f.phase={phase} order=b,a,f,b"
        );
        numbers("hybrid.network", &text, "covariance")[0]
    };
    // r = 0.8.
    assert!((looped("0") - alone(0.8 * 9.0)).abs() < 1e-12);
    assert!((looped("pi") - alone(0.8 / 9.0)).abs() < 1e-12);
}

/// An oscillator that is met twice in a row is met once with four times the
/// rate; light at the second output of a beam splitter is light.
#[test]
fn second_visits_and_second_outputs() {
    let once = "components.a.linewidth=1 components.a.occupation=2 components.a.theta=1";
    let variance =
        |rest: &str| numbers("hybrid.network", &format!("{once} {rest}"), "covariance")[0];
    let (twice, strong) = (
        variance("components.a.coupling=0.5 order=a,a"),
        variance("components.a.coupling=2 order=a"),
    );
    assert!((twice - strong).abs() < 1e-12, "{twice} {strong}");
    // At T = 0 all of it leaves by the second output.
    let given = |rest: &str| {
        let text =
            format!("{once} components.a.coupling=2 {rest} observables=conditional_covariance");
        numbers("hybrid.network", &text, "conditional_covariance")[0]
    };
    let through = given("order=a ports.p.efficiency=0.7");
    let across = given(
        "order=a,b components.b.kind=beam-splitter components.b.transmission=0 ports.p.at=b ports.p.efficiency=0.7",
    );
    assert!((through - across).abs() < 1e-12, "{through} {across}");
}

/// At θ = π/4 the couplings to both sidebands cancel in the linewidth, not in
/// what they are rounded to: V = ½ + Γ/2γ0.
#[test]
fn bounds_hold_where_the_couplings_cancel() {
    for coupling in [1e4, 1e6, 1e8] {
        let text = format!(
            "components.m.linewidth=1 components.m.coupling={coupling} order=m ports.out.at=end frequencies=0 \
             observables=covariance,spectra"
        );
        let found = point("hybrid.network", &text).expect("it has a value");
        // S_y = 1 + (2Γ)(γ0/2 + Γ/2)/(γ0/2)², C = √(2Γ) of X.
        let exact = [
            ("covariance", 0.5 + coupling / 2.0),
            ("spectra", 1.0 + 4.0 * coupling * (1.0 + coupling)),
        ];
        for (name, exact) in exact {
            let observed = found.observables.iter().find(|it| it.name == name);
            let first = observed.and_then(|it| it.found.clone()).expect("defined");
            let first = first.estimates()[0];
            let error = (first.value - exact).abs();
            assert!(
                error <= first.error_bound,
                "{coupling} {name} {first:?} {exact}"
            );
            assert!(
                first.error_bound < 1e-8 * exact,
                "{coupling} {name} {first:?}"
            );
        }
    }
}

#[test]
fn nearly_closed_loops_are_computed_and_idle_parameters_warned_of() {
    let text = "order=mirror,m,mirror components.mirror.kind=beam-splitter components.mirror.transmission=1e-6 \
        components.m.linewidth=1 components.m.coupling=1e-3 components.m.theta=1.2 tolerance=1";
    let loop_gain = (1.0 - 1e-6f64).sqrt();
    let coupling = 1e-3 * (1.0 + loop_gain) / (1.0 - loop_gain);
    let alone = format!(
        "components.m.linewidth=1 components.m.coupling={coupling} components.m.theta=1.2 order=m"
    );
    let one = numbers("hybrid.network", text, "covariance")[0];
    let two = numbers("hybrid.network", &alone, "covariance")[0];
    assert!((one / two - 1.0).abs() < 1e-8, "{one} {two}");
    let idle = format!("{SPIN} order=s ports.out.at=end frequencies=1 force_on=s");
    let found = point("hybrid.network", &idle).expect("it has a value");
    for name in ["frequencies", "force_on"] {
        let said = format!("{name} changes nothing");
        assert!(
            found.warnings.iter().any(|it| it.starts_with(&said)),
            "{found:?}"
        );
    }
    let found = point("hybrid.steady-state", &format!("{PAIR} motion_frequency=3"));
    let warnings = found.expect("it has a value").warnings;
    assert!(
        warnings
            .iter()
            .any(|it| it.starts_with("motion_frequency changes nothing"))
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let splitter = "components.b.kind=beam-splitter";
    for (text, parameter) in [
        (format!("{SPIN} order=s,x"), "order"),
        (format!("{SPIN} {MOTION} order=s"), "components.m"),
        (format!("{SPIN} {splitter} order=b,s"), "ports"),
        (
            format!("{SPIN} components.end.kind=beam-splitter order=end,s ports.p.at=end"),
            "components.end",
        ),
        (
            format!("{SPIN} {splitter} components.b.transmission=0 order=b,s,b"),
            "order",
        ),
        (format!("{SPIN} {splitter} order=b,s,b,b"), "order"),
        (format!("{splitter} ports.p.at=b order=b"), "order"),
        (
            format!("{SPIN} {MOTION} order=s,m losses=0.1,0.1"),
            "losses",
        ),
        (format!("{SPIN} {MOTION} order=s,m pair=s,s"), "pair"),
        (format!("{SPIN} {MOTION} order=s,m force_on=x"), "force_on"),
        (format!("{SPIN} order=s ports.p.at=x"), "ports.p.at"),
        (
            format!("{SPIN} order=s ports.p.detect=none ports.q.detect=none"),
            "ports.q.at",
        ),
        (
            "components.s.linewidth=1 order=s".to_owned(),
            "components.s.coupling",
        ),
        (
            "components.s.coupling=1 order=s".to_owned(),
            "components.s.linewidth",
        ),
        (
            "components.s.linewidth=1 components.s.decoherence=1 components.s.coupling=1 order=s"
                .to_owned(),
            "components.s.decoherence",
        ),
        (
            "components.s.occupation=0 components.s.decoherence=1 components.s.coupling=1 order=s"
                .to_owned(),
            "components.s.decoherence",
        ),
        (
            "components.s.linewidth=1 components.s.coupling=9 components.s.theta=0.1 order=s"
                .to_owned(),
            "components",
        ),
        (
            format!("{SPIN} order=s components.s.theta=2"),
            "components.s.theta",
        ),
    ] {
        let error = point("hybrid.network", &text).expect_err(&text);
        assert_eq!(
            error.parameter.as_deref(),
            Some(parameter),
            "{text}: {error:?}"
        );
        assert_eq!(error.kind.exit_code(), 2, "{text}: {error:?}");
    }
}
