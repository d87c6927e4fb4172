//! Quantities, names, optional parameters and tables, on a study of the
//! test's own.

mod probe;

use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::parameter::Value;
use leggett_studies::{Arguments, Error, Given, Raw, describe, json};
use probe::PROBE;
use serde_json::json;
use std::f64::consts::{FRAC_PI_4, TAU};

const COMPONENTS: &str = "order=[spin,fibre] components.spin.linewidth=2kHz \
    components.fibre.kind=loss components.fibre.transmission=0.9";

fn check(text: &str) -> Result<Arguments, Error> {
    Arguments::check(&PROBE, &Given::list(text, "here"))
}

/// A point with these components and what else is given.
fn point(text: &str) -> Arguments {
    check(&format!("{COMPONENTS} {text}")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> Error {
    check(&format!("{COMPONENTS} {text}")).expect_err(text)
}

#[test]
fn quantities_are_computed_in_base_units() {
    let point = point("linewidth=5kHz times=[1ms,0.5s] bath=300mK");
    assert_eq!(point.rate("linewidth"), Some(TAU * 5e3));
    assert_eq!(point.rate("components.spin.linewidth"), Some(TAU * 2e3));
    assert_eq!(point.list_of_reals("times"), Some(vec![1e-3, 0.5]));
    assert_eq!(point.quantity("bath"), Some(0.3));
    assert_eq!(point.word("delay"), Some("never"));
    assert_eq!(point.quantity("delay"), None);
    assert!(!point.rates_are_bare());
    let written = Arguments::check(
        &PROBE,
        &[
            Given::list(COMPONENTS, "here"),
            vec![Given {
                name: "linewidth".to_owned(),
                value: Raw::from_argument(" 5e3/2 Hz "),
                place: "there".to_owned(),
            }],
        ]
        .concat(),
    );
    let written = written.expect("blanks are no matter");
    assert_eq!(written.rate("linewidth"), Some(TAU * 2.5e3));
}

#[test]
fn rates_have_units_or_have_none() {
    let bare = check("linewidth=1 order=a components.a.linewidth=2 delay=3 bath=4K");
    let bare = bare.expect("a temperature is none of them");
    assert!(bare.rates_are_bare());
    assert_eq!(bare.rate("components.a.linewidth"), Some(2.0));
    // Zero goes with everything, and says nothing.
    assert!(!point("linewidth=0 delay=0").rates_are_bare());
    assert!(!point("linewidth=5kHz times=[0,1ms]").rates_are_bare());
    for (text, bare) in [
        ("linewidth=5", "linewidth"),
        ("linewidth=5kHz delay=2", "delay"),
        ("linewidth=5kHz times=[1ms,2]", "times"),
    ] {
        let error = refusal(text);
        assert_eq!(error.kind, ErrorKind::Contradiction, "{text}: {error}");
        assert_eq!(error.parameter.as_deref(), Some(bare), "{text}");
        let both = error.message.matches('`').count();
        assert!(both == 4 && error.message.contains(bare), "{error}");
        assert_eq!(error.place.as_deref(), Some("here"));
        assert_eq!(error.kind.exit_code(), 2);
    }
}

#[test]
fn a_unit_on_a_pure_number_is_refused() {
    let error = refusal("linewidth=5kHz components.spin.theta=5kHz");
    assert_eq!(error.kind, ErrorKind::WrongType);
    assert_eq!(
        error.message,
        "components.spin.theta = 5kHz has the unit `kHz`, where a number without a unit is needed"
    );
    assert_eq!(error.parameter.as_deref(), Some("components.spin.theta"));
}

#[test]
fn what_is_optional_is_absent() {
    let without = point("linewidth=5kHz");
    assert_eq!(without.get("bath"), &Value::Absent);
    assert!(!without.is_given("bath") && without.is_given("linewidth"));
    assert_eq!(without.place("order"), Some("here"));
    assert!(without.canonical().contains("bath=-\n"));
    assert!(json::parameters(&without).get("bath").is_none());
    let missing = without.missing(&PROBE, "bath");
    assert_eq!(missing.message, "`probe` needs `bath`");
    let missing = without.missing(&PROBE, "components.spin.theta");
    assert_eq!(
        missing.message,
        "`probe` with components.spin.kind = oscillator needs `components.spin.theta`"
    );
    let both = point("linewidth=5kHz bath=1K").contradiction("bath", "delay", "one of them");
    assert_eq!(both.kind, ErrorKind::Contradiction);
    assert_eq!(
        both.to_string(),
        "one of them; allowed: `bath` or `delay` (here)"
    );
}

#[test]
fn entries_have_every_field() {
    let point = point("linewidth=5kHz");
    assert_eq!(point.entries("components"), ["fibre", "spin"]);
    assert_eq!(point.list_of_names("order"), Some(vec!["spin", "fibre"]));
    let theta = point.real("components.spin.theta").map(|n| n.value());
    assert_eq!(theta, Some(FRAC_PI_4));
    assert!(point.applies("components.spin.theta"));
    assert!(!point.applies("components.fibre.theta"));
    assert!(!point.is_given("components.spin.theta"));
    // No such entry.
    assert_eq!(point.get("components.other.theta"), &Value::Absent);
    assert_eq!(
        json::parameters(&point)["components"],
        json!({
            "fibre": {"kind": "loss", "transmission": 0.9},
            "spin": {
                "kind": "oscillator",
                "linewidth": {"value": TAU * 2e3, "expression": "2kHz"},
                "theta": {"value": FRAC_PI_4, "expression": "pi/4"},
            },
        })
    );
    // The order in which fields are written is no matter.
    let words = format!("linewidth=5kHz {COMPONENTS}");
    let mut words: Vec<&str> = words.split_whitespace().collect();
    words.reverse();
    let reversed = check(&words.join(" ")).expect("the same");
    assert_eq!(reversed.canonical(), point.canonical());
}

#[test]
fn wrong_entries_are_named() {
    for (text, kind, name, part) in [
        (
            "components=5",
            ErrorKind::WrongType,
            "components",
            "cannot be `5`",
        ),
        (
            "components.spin=5",
            ErrorKind::WrongType,
            "components.spin",
            "cannot be `5`",
        ),
        (
            "components.spin.thta=5",
            ErrorKind::UnknownParameter,
            "components.spin.thta",
            "did you mean `theta`?",
        ),
        (
            "componets.spin.theta=5",
            ErrorKind::UnknownParameter,
            "componets.spin.theta",
            "did you mean `components`?",
        ),
        (
            "components.spin.theta.x=5",
            ErrorKind::UnknownParameter,
            "components.spin.theta.x",
            "not a field",
        ),
        (
            "components.1.theta=5",
            ErrorKind::WrongType,
            "components.1.theta",
            "does not name an entry",
        ),
        (
            "linewidth.x=5",
            ErrorKind::UnknownParameter,
            "linewidth.x",
            "not a parameter",
        ),
        (
            "components.spin.linewidth=1Hz",
            ErrorKind::Duplicate,
            "components.spin.linewidth",
            "given twice",
        ),
        (
            "components.fibre.theta=1",
            ErrorKind::NotApplicable,
            "components.fibre.theta",
            "does not apply to components.fibre.kind = loss",
        ),
        (
            "components.other.kind=los",
            ErrorKind::OutOfRange,
            "components.other.kind",
            "did you mean `loss`?",
        ),
    ] {
        let error = refusal(&format!("linewidth=5kHz {text}"));
        assert_eq!(error.kind, kind, "{text}: {error}");
        assert_eq!(error.parameter.as_deref(), Some(name), "{text}");
        assert!(error.message.contains(part), "{text}: {error}");
        assert!(error.allowed.is_some() && error.place.as_deref() == Some("here"));
    }
    let error = check("linewidth=5kHz order=a").expect_err("there are no components");
    assert_eq!(error.kind, ErrorKind::Missing);
    assert_eq!(error.parameter.as_deref(), Some("components"));
}

#[test]
fn descriptions_show_fields_and_dimensions() {
    let text = describe::text(&PROBE);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "linewidth [rad/s]: a rate from 0.0 to 1e12 rad/s in one of mHz, Hz, kHz,",
        "(5 kHz is 2π·5e3 rad/s), or all rates and times as bare numbers (required)",
        "bath [K]: a temperature from 1e-9 to 1e4 K in one of K, mK, uK, nK (optional)",
        "components.NAME.theta [rad]: a finite number from -7.0 to 7.0 (for kind = oscillator; default pi/4)",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let object = describe::json(&PROBE);
    let parameters = &object["parameters"];
    assert_eq!(parameters[0]["type"], "quantity");
    assert_eq!(parameters[0]["dimension"], "rate");
    assert_eq!(parameters[3]["optional"], true);
    assert_eq!(parameters[4]["type"], "name");
    assert_eq!(parameters[5]["fields"][2]["name"], "theta");
    assert!(parameters[0].get("optional").is_none());
}
