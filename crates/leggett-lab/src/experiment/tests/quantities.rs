//! Numbers with units in experiment files.

use super::{along, network, refused_network};
use leggett_studies::error::Kind;
use std::f64::consts::TAU;

fn hertz(values: &[f64]) -> Vec<String> {
    let text = |value: &f64| format!("{:?} rad/s", TAU * value);
    values.iter().map(text).collect()
}

#[test]
fn axes_keep_their_unit() {
    let axis = |form: &str| along(&format!("[[sweep]]\nlinewidth = {{{form}}}"), "linewidth");
    let expected = hertz(&[1e3, 1.5e3, 2e3]);
    for form in [
        r#"values = ["1 kHz", "1500 Hz", "0.002 MHz", "2e3Hz"]"#,
        r#"linspace = ["1 kHz", "2kHz", 3]"#,
        r#"range = ["1 kHz", "2 kHz", "0.5 kHz"]"#,
        r#"around = ["1.5 kHz"], offsets = ["-0.5 kHz", 0, "0.5 kHz"]"#,
        r#"linspace = ["1e3 Hz", "2e3 Hz", 3]"#,
    ] {
        assert_eq!(axis(form), expected, "{form}");
    }
    assert_eq!(
        axis(r#"logspace = ["1 Hz", "100 Hz", 3]"#),
        hertz(&[1.0, 10.0, 100.0])
    );
    let with_zero = axis(r#"linspace = [0, "1 kHz", 3]"#);
    assert_eq!(with_zero[0], "0.0");
    assert_eq!(with_zero[1..], hertz(&[500.0, 1e3]));
    assert_eq!(axis("linspace = [1, 2, 3]"), ["1.0", "1.5", "2.0"]);
    assert_eq!(
        axis(r#"linspace = ["1 rad/s", "2 rad/s", 3]"#),
        ["1.0 rad/s", "1.5 rad/s", "2.0 rad/s"]
    );
}

#[test]
fn a_point_is_the_same_in_every_unit() {
    let key = |text: &str| {
        let lines = format!("[parameters]\nlinewidth = {text}\ndelay = 0");
        network(&lines).unwrap().key(0).unwrap()
    };
    assert_eq!(key("\"5 kHz\""), key("\"5e3 Hz\""));
    assert_ne!(key("1"), key("\"1 rad/s\""));
    // Joined sweeps know it too.
    let lines = "[[sweep]]\nlinewidth = {values = [\"1 kHz\"]}\n\
        [[sweep]]\nlinewidth = {values = [\"1000 Hz\", \"2 kHz\"]}";
    assert_eq!(network(lines).unwrap().len(), 2);
}

#[test]
fn what_is_wrong_with_a_unit_is_said_with_its_place() {
    refused_network(&[
        (
            "[parameters]\nlinewidth = \"2*pi*5 kHz\"",
            Kind::WrongType,
            "Hz means 2π rad/s already",
            "4:13",
        ),
        (
            "[parameters]\nlinewidth = \"5 ms\"",
            Kind::WrongType,
            "is a time, not a rate",
            "4:13",
        ),
        (
            "[parameters]\nlinewidth = \"5 khz\"",
            Kind::WrongType,
            "did you mean `kHz`",
            "4:13",
        ),
        (
            "[parameters]\nlinewidth = 1\nbath = 4",
            Kind::WrongType,
            "bath = 4 has no unit",
            "5:8",
        ),
        (
            "[parameters]\nlinewidth = \"5 kHz\"\ndelay = 2",
            Kind::Contradiction,
            "`delay` = 2.0 has no unit, but `linewidth` = 5 kHz has one",
            "5:9",
        ),
        (
            "[parameters]\ndelay = 2\n[[sweep]]\nlinewidth = {values = [0, \"5 kHz\"]}",
            Kind::Contradiction,
            "`linewidth` = 5 kHz",
            "4:9",
        ),
        (
            "[[sweep]]\nlinewidth = {values = [0, \"5 kHz\"]}\ndelay = {values = [0, 2]}",
            Kind::Contradiction,
            "`delay`",
            "5:9",
        ),
        (
            "[[sweep]]\nlinewidth = {values = [0, \"5 kHz\", 2]}",
            Kind::Contradiction,
            "with and without a unit",
            "4:36",
        ),
        (
            "[[sweep]]\nlinewidth = {linspace = [\"1 Hz\", \"2 kHz\", 3]}",
            Kind::Contradiction,
            "`Hz` and `kHz`",
            "4:34",
        ),
        (
            "[[sweep]]\nlinewidth = {linspace = [1, \"2 kHz\", 3]}",
            Kind::Contradiction,
            "none and `kHz`",
            "4:29",
        ),
        (
            "[[sweep]]\nlinewidth = {linspace = [\"pi Hz\", \"2 Hz\", 3]}",
            Kind::WrongType,
            "Hz means",
            "4:13",
        ),
    ]);
}

#[test]
fn panels_count_rates_in_a_unit_of_their_own() {
    let panel = |sweep: &str, lines: &str| {
        let head = "[[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"linewidth\"\ny = \"total\"";
        network(&format!(
            "[[sweep]]\nlinewidth = {{{sweep}}}\n{head}\n{lines}"
        ))
        .map(|experiment| experiment.figures()[0].panels[0].clone())
    };
    let (hertz, bare) = ("values = [0, \"1 kHz\"]", "values = [0, 1]");
    let plain = panel(hertz, "").unwrap();
    assert_eq!((plain.x.unit.as_str(), plain.x_unit), ("rad/s", 1.0));
    let counted = panel(hertz, "x_unit = \"kHz\"").unwrap();
    assert_eq!(
        (counted.x.unit.as_str(), counted.x_unit),
        ("kHz", TAU * 1e3)
    );
    let number = panel(hertz, "x_unit = \"2*pi\"\nx_label = \"ν\"").unwrap();
    assert_eq!(number.x_unit, TAU);
    let moved = panel(hertz, "x_origin = \"1 kHz\"\nx_label = \"ν\"").unwrap();
    assert_eq!(moved.x_origin.value(), TAU * 1e3);
    assert_eq!(panel(bare, "").unwrap().x.unit, "");
    for (sweep, lines, kind, part) in [
        (
            bare,
            "x_unit = \"kHz\"",
            Kind::Contradiction,
            "have no units",
        ),
        (
            hertz,
            "x_unit = \"khz\"",
            Kind::WrongType,
            "did you mean `kHz`",
        ),
        (
            hertz,
            "x_unit = \"ms\"",
            Kind::WrongType,
            "not a unit of a rate",
        ),
        (hertz, "x_unit = 5", Kind::Missing, "x_label"),
    ] {
        let error = panel(sweep, lines).expect_err(lines);
        assert_eq!(error.kind(), kind, "{lines}: {error}");
        assert!(error.to_string().contains(part), "{lines}: {error}");
    }
}
