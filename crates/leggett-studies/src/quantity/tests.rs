//! Units, prefixes, and what is refused.

use super::*;
use proptest::prelude::*;
use std::f64::consts::PI;

fn rate(text: &str) -> Quantity {
    Quantity::parse(text, Dimension::Rate).unwrap()
}

#[test]
fn hertz_are_turns() {
    for text in [
        "5 kHz",
        "5kHz",
        "5e3 Hz",
        "5_000Hz",
        "0.005 MHz",
        "5e6 mHz",
        "1e4/2 Hz",
        " (2+3) kHz ",
        "5e-9 THz",
        "0.000005 GHz",
    ] {
        let quantity = rate(text);
        assert_eq!(quantity.value, 2.0 * PI * 5e3, "{text}");
        assert_eq!(quantity.canonical(), rate("5 kHz").canonical(), "{text}");
        assert_eq!(quantity.expression.as_deref(), Some(text.trim()));
        assert!(!quantity.bare);
    }
    assert_eq!(rate("31415.9 rad/s").value, 31415.9);
    assert_eq!(rate("2*pi*5 krad/s").value, rate("5 kHz").value);
    assert_eq!(rate("1.1 Mrad/s").value, 1.1e6);
}

#[test]
fn bare_numbers_are_no_rates_in_radians_per_second() {
    let bare = rate("1");
    assert!(bare.bare && bare.expression.is_none());
    assert_eq!(bare.canonical(), "1.0");
    assert_eq!(rate("1 rad/s").canonical(), "1.0 rad/s");
    assert_eq!(rate("pi/2").value, PI / 2.0);
    assert_eq!(rate("pi/2").expression.as_deref(), Some("pi/2"));
    for zero in ["0", "-0", "0.0", "0 Hz", "-0 kHz"] {
        assert_eq!(rate(zero).canonical(), "0.0", "{zero}");
        assert_eq!(rate(zero).is_neutral(), rate(zero).bare);
    }
    for dimension in Dimension::ALL {
        let zero = Quantity::parse("0", dimension).unwrap();
        assert!(zero.is_neutral(), "{dimension:?}");
        let one = Quantity::parse("1", dimension);
        assert_eq!(one.is_ok(), dimension.may_be_bare(), "{dimension:?}");
    }
}

#[test]
fn every_unit_is_read() {
    for dimension in Dimension::ALL {
        assert_eq!(dimension.factor(dimension.base()), Some(1.0));
        for unit in dimension.units() {
            let one = Quantity::parse(&format!("1 {unit}"), dimension).unwrap();
            let factor = dimension.factor(unit).unwrap();
            assert!((one.value / factor - 1.0).abs() < 1e-15, "{unit}");
            assert_eq!(Dimension::of_unit(unit), Some(dimension), "{unit}");
            for other in Dimension::ALL
                .into_iter()
                .filter(|other| *other != dimension)
            {
                let reason = Quantity::parse(&format!("1 {unit}"), other).unwrap_err();
                assert!(reason.contains(dimension.name()), "{unit}: {reason}");
            }
        }
    }
    for text in ["3 µK", "3 μK", "3uK", "0.003 mK"] {
        let quantity = Quantity::parse(text, Dimension::Temperature).unwrap();
        assert_eq!(quantity.value, 3e-6, "{text}");
    }
    let mass = |text| Quantity::parse(text, Dimension::Mass).unwrap().value;
    assert_eq!(mass("12.3 ng"), 12.3e-12);
    assert_eq!(mass("1 fg"), 1e-18);
}

#[test]
fn refusals_say_what_is_wrong() {
    for (text, part) in [
        ("2pi*5 kHz", "Hz means 2π rad/s already"),
        ("2*pi*5 kHz", "Hz means 2π rad/s already"),
        ("2π*5kHz", "Hz means 2π rad/s already"),
        ("5*2*pi Hz", "Hz means 2π rad/s already"),
        ("5 khz", "did you mean `kHz`"),
        ("5 ms", "is a time, not a rate"),
        ("5 parsecs", "unknown unit `parsecs`"),
        ("5 kHz/2", "unknown unit `kHz/2`"),
        ("kHz", "not a number"),
        ("", "missing"),
        ("5 5", "unknown unit"),
        ("5*", "missing"),
    ] {
        let reason = Quantity::parse(text, Dimension::Rate).unwrap_err();
        assert!(reason.contains(part), "{text}: {reason}");
    }
    let reason = Quantity::parse("3", Dimension::Mass).unwrap_err();
    assert!(reason.contains("no unit"), "{reason}");
    let reason = Quantity::parse("pi kHz", Dimension::Time).unwrap_err();
    assert!(reason.contains("is a rate, not a time"), "{reason}");
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "[0-9 .eE+*/()a-zµπ-]{0,20}") {
        for dimension in Dimension::ALL {
            let _ = Quantity::parse(&text, dimension);
        }
    }

    #[test]
    fn prefixes_only_move_the_point(digits in 1i64..1_000_000_000, exponent in -12i32..12) {
        let seconds = Quantity::parse(&format!("{digits}e{exponent} s"), Dimension::Time);
        for (unit, power) in [("ms", 3), ("us", 6), ("ns", 9), ("ps", 12)] {
            let text = format!("{digits}e{} {unit}", exponent + power);
            let other = Quantity::parse(&text, Dimension::Time).unwrap();
            prop_assert_eq!(other.value, seconds.as_ref().unwrap().value, "{}", text);
        }
    }

    #[test]
    fn canonical_texts_read_back(value in proptest::num::f64::NORMAL) {
        for text in [format!("{value:?}"), format!("{value:?} rad/s")] {
            let quantity = rate(&text);
            prop_assert_eq!(quantity.canonical(), text);
        }
    }
}
