//! Bad input to the hybrid studies: exit code 2, the kind of error, the
//! parameter at fault, what is allowed.

mod common;

use common::{directory, leggett_in, names_in};

/// Good settings of a study, of which each test spoils some.
const GOOD: [(&str, &str); 7] = [
    ("spin_linewidth", "5kHz"),
    ("spin_occupation", "1"),
    ("motion_decoherence", "10kHz"),
    ("cooperativity_spin", "10"),
    ("cooperativity_motion", "12"),
    ("theta_spin", "0.79"),
    ("theta_motion", "1.39"),
];

/// The study, what is set in place of good settings or beside them (`name=-`
/// leaves it out), the kind of error, the parameter at fault.
const BAD: &str = "
# No steady state.
steady-state | theta_spin=0.5 | out-of-range | theta_spin
steady-state | theta_motion=0.7 | out-of-range | theta_motion
steady-state | theta_motion=pi/4 | out-of-range | theta_motion
steady-state | theta_spin=0.5 theta_motion=optimal | out-of-range | theta_spin
conditional | theta_spin=0.5 | out-of-range | theta_spin
conditional | theta_motion=0.7 | out-of-range | theta_motion
optimum | theta_spin=0.5 theta_motion=- | out-of-range | theta_spin
optimum | theta_spin=- theta_motion=0.7 | out-of-range | theta_motion
optimum | cooperativity_motion=- theta_spin=- theta_motion=0.7 | out-of-range | theta_motion
# Out of range.
steady-state | theta_spin=-0.1 | out-of-range | theta_spin
steady-state | theta_motion=1.6 | out-of-range | theta_motion
conditional | theta_spin=pi | out-of-range | theta_spin
optimum | theta_motion=-pi/2 | out-of-range | theta_motion
steady-state | loss=1 | out-of-range | loss
steady-state | loss=-0.1 | out-of-range | loss
optimum | loss=1 | out-of-range | loss
conditional | loss=1.5 | out-of-range | loss
steady-state | spin_occupation=-1 | out-of-range | spin_occupation
steady-state | motion_decoherence=- motion_linewidth=1Hz motion_occupation=-1 | out-of-range | motion_occupation
steady-state | cooperativity_spin=0 | out-of-range | cooperativity_spin
steady-state | cooperativity_spin=-3 | out-of-range | cooperativity_spin
optimum | cooperativity_spin=1e300 | out-of-range | cooperativity_spin
steady-state | cooperativity_motion=nan | out-of-range | cooperativity_motion
steady-state | cooperativity_spin=inf | out-of-range | cooperativity_spin
conditional | efficiency=1.1 | out-of-range | efficiency
conditional | efficiency=-0.1 | out-of-range | efficiency
conditional | homodyne_phase=1e9 | out-of-range | homodyne_phase
optimum | scheme=both | out-of-range | scheme
steady-state | order=both | out-of-range | order
steady-state | rotating_wave=maybe | out-of-range | rotating_wave
optimum | tolerance=0 | out-of-range | tolerance
# Rates.
steady-state | spin_linewidth=0 | out-of-range | spin_linewidth
steady-state | spin_linewidth=-5kHz | out-of-range | spin_linewidth
steady-state | spin_linewidth=nan | out-of-range | spin_linewidth
steady-state | spin_linewidth=1e300 | out-of-range | spin_linewidth
steady-state | spin_linewidth= | wrong-type | spin_linewidth
steady-state | spin_linewidth=kHz | wrong-type | spin_linewidth
steady-state | spin_linewidth=5K | wrong-type | spin_linewidth
steady-state | spin_linewidth=2*pi*5kHz | wrong-type | spin_linewidth
steady-state | spin_linewidth=2pi*5kHz | wrong-type | spin_linewidth
steady-state | motion_decoherence=10 | contradiction | motion_decoherence
steady-state | spin_linewidth=1 | contradiction | spin_linewidth
steady-state | detuning=0.1 | contradiction | detuning
# M's bath.
steady-state | motion_decoherence=- | missing | motion_decoherence
optimum | motion_decoherence=- | missing | motion_decoherence
steady-state | motion_decoherence=- motion_linewidth=1Hz | missing | motion_occupation
steady-state | motion_decoherence=- motion_occupation=10 | missing | motion_linewidth
steady-state | motion_decoherence=- motion_occupation=10 motion_quality_factor=1e6 | missing | motion_frequency
steady-state | motion_decoherence=- motion_linewidth=1Hz motion_temperature=4K | missing | motion_frequency
steady-state | motion_occupation=10 | contradiction | motion_decoherence
conditional | motion_linewidth=1Hz | contradiction | motion_decoherence
steady-state | motion_decoherence=- motion_linewidth=1Hz motion_occupation=9 motion_temperature=4K motion_frequency=1MHz | contradiction | motion_occupation
steady-state | motion_decoherence=- motion_linewidth=1Hz motion_occupation=9 motion_quality_factor=9 motion_frequency=1MHz | contradiction | motion_linewidth
steady-state | spin_linewidth=1 motion_decoherence=- motion_linewidth=1 motion_frequency=9 motion_temperature=4K | contradiction | motion_temperature
# Methods and what they know.
steady-state | method=closed-form detuning=1kHz | contradiction | method
steady-state | method=closed-form order=motion-first | contradiction | method
conditional | method=closed-form homodyne_phase=0 | contradiction | method
steady-state | rotating_wave=false | missing | motion_frequency
optimum | theta_motion=- unidirectional=false | contradiction | unidirectional
optimum | tolerance=1e-9 | contradiction | theta_spin
optimum | theta_spin=- efficiency=0.5 | not-applicable | efficiency
steady-state | efficiency=0.5 | unknown-parameter | efficiency
# Types.
steady-state | cooperativity_spin=many | wrong-type | cooperativity_spin
steady-state | cooperativity_spin=[1,2] | wrong-type | cooperativity_spin
steady-state | theta_spin=best | wrong-type | theta_spin
steady-state | theta_spin= | wrong-type | theta_spin
conditional | homodyne_phase=best | wrong-type | homodyne_phase
";

/// The good settings with these changes.
fn spoiled(changes: &str) -> Vec<String> {
    let changes: Vec<(&str, &str)> = changes
        .split(' ')
        .filter_map(|change| change.split_once('='))
        .collect();
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let kept = GOOD.iter().filter(|(name, _)| !changed(name));
    let set = changes.iter().filter(|(_, value)| *value != "-");
    kept.chain(set)
        .map(|(name, value)| format!("{name}={value}"))
        .collect()
}

#[test]
fn the_parameter_at_fault_is_named() {
    let empty = directory();
    let mut rows = 0;
    for line in BAD.lines().filter(|line| line.contains('|')) {
        let row: Vec<&str> = line.split('|').map(str::trim).collect();
        let [study, changes, kind, parameter] = row[..] else {
            panic!("{line}");
        };
        rows += 1;
        let study = format!("hybrid.{study}");
        let settings = spoiled(changes);
        let mut arguments = vec!["eval", &study];
        arguments.extend(settings.iter().map(String::as_str));
        let plain = leggett_in(empty.path(), &arguments).expect(2);
        assert!(plain.stdout.is_empty(), "{plain:?}");
        assert!(plain.stderr.starts_with("error: "), "{plain:?}");
        assert!(plain.stderr.contains("allowed: "), "{plain:?}");

        arguments.push("--json");
        let answer = leggett_in(empty.path(), &arguments).expect(2);
        assert!(answer.stderr.is_empty(), "{answer:?}");
        let error = answer.error();
        assert_eq!(error["kind"], kind, "{study} {changes}: {error}");
        assert_eq!(error["parameter"], parameter, "{study} {changes}: {error}");
        assert!(!error["allowed"].as_str().unwrap_or("").is_empty());
        if kind != "missing" {
            let place = error["where"].as_str().unwrap_or("");
            assert!(
                place.contains(&format!("`{parameter}=")),
                "{study} {changes}: {error}"
            );
        }
    }
    assert_eq!(rows, 67);
    assert!(names_in(empty.path()).is_empty());
}

#[test]
fn an_unstable_setting_says_which_rate_is_negative_and_what_would_do() {
    for (changes, texts) in [
        (
            "theta_spin=0.5",
            ["theta_spin = 0.5 ", "γ_S is -2.2320e5", "above 0.752"],
        ),
        (
            "theta_motion=0.7",
            ["theta_motion = 0.7 ", "γ_M is -1.2815e5", "above 0.785"],
        ),
    ] {
        let settings = spoiled(changes);
        let mut arguments = vec!["eval", "hybrid.steady-state"];
        arguments.extend(settings.iter().map(String::as_str));
        let answer = common::leggett(&arguments).expect(2);
        for text in texts {
            assert!(answer.stderr.contains(text), "{text}: {answer:?}");
        }
    }
}

#[test]
fn a_unit_before_which_pi_stands_is_explained() {
    let settings = spoiled("spin_linewidth=2*pi*5kHz");
    let mut arguments = vec!["eval", "hybrid.optimum"];
    arguments.extend(settings.iter().map(String::as_str));
    let answer = common::leggett(&arguments).expect(2);
    assert!(
        answer.stderr.contains("5 kHz is 2π·5e3 rad/s"),
        "{answer:?}"
    );
}
