//! Numbers with a unit, such as `5 kHz`.
//!
//! Frequencies in Hz are rates of 2π rad/s. Rates and times may also be bare
//! numbers where only their ratios matter; then all of a point are.

use crate::number::Number;
use std::f64::consts::PI;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Rates and angular frequencies, in rad/s.
    Rate,
    /// Times, in s.
    Time,
    /// Temperatures, in K.
    Temperature,
    /// Powers, in W.
    Power,
    /// Lengths, in m.
    Length,
    /// Masses, in kg.
    Mass,
}

/// A unit of a dimension: 10^power base units, times 2π where it counts turns.
struct Unit {
    name: &'static str,
    power: i32,
    turns: bool,
}

const fn unit(name: &'static str, power: i32) -> Unit {
    Unit {
        name,
        power,
        turns: false,
    }
}

const fn turns(name: &'static str, power: i32) -> Unit {
    Unit {
        turns: true,
        ..unit(name, power)
    }
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 6] = [
        Self::Rate,
        Self::Time,
        Self::Temperature,
        Self::Power,
        Self::Length,
        Self::Mass,
    ];

    /// Its name, as in "a rate".
    pub fn name(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Time => "time",
            Self::Temperature => "temperature",
            Self::Power => "power",
            Self::Length => "length",
            Self::Mass => "mass",
        }
    }

    /// The unit that values are computed and declared in.
    pub const fn base(self) -> &'static str {
        match self {
            Self::Rate => "rad/s",
            Self::Time => "s",
            Self::Temperature => "K",
            Self::Power => "W",
            Self::Length => "m",
            Self::Mass => "kg",
        }
    }

    /// Whether a bare number is a value too, where only ratios matter.
    pub fn may_be_bare(self) -> bool {
        matches!(self, Self::Rate | Self::Time)
    }

    /// The names of its units; `u` stands for µ too.
    pub fn units(self) -> impl Iterator<Item = &'static str> {
        self.table().iter().map(|unit| unit.name)
    }

    /// What one of its units is in base units, if it has it.
    pub fn factor(self, unit: &str) -> Option<f64> {
        let unit = self.unit(unit)?;
        Some(unit.in_base(10f64.powi(unit.power)))
    }

    fn unit(self, name: &str) -> Option<&'static Unit> {
        let name = name.replace(['µ', 'μ'], "u");
        self.table().iter().find(|unit| unit.name == name)
    }

    fn table(self) -> &'static [Unit] {
        match self {
            Self::Rate => {
                const {
                    &[
                        turns("mHz", -3),
                        turns("Hz", 0),
                        turns("kHz", 3),
                        turns("MHz", 6),
                        turns("GHz", 9),
                        turns("THz", 12),
                        unit("rad/s", 0),
                        unit("krad/s", 3),
                        unit("Mrad/s", 6),
                    ]
                }
            }
            Self::Time => {
                const {
                    &[
                        unit("s", 0),
                        unit("ms", -3),
                        unit("us", -6),
                        unit("ns", -9),
                        unit("ps", -12),
                    ]
                }
            }
            Self::Temperature => {
                const { &[unit("K", 0), unit("mK", -3), unit("uK", -6), unit("nK", -9)] }
            }
            Self::Power => {
                const {
                    &[
                        unit("kW", 3),
                        unit("W", 0),
                        unit("mW", -3),
                        unit("uW", -6),
                        unit("nW", -9),
                        unit("pW", -12),
                        unit("fW", -15),
                    ]
                }
            }
            Self::Length => {
                const {
                    &[
                        unit("km", 3),
                        unit("m", 0),
                        unit("cm", -2),
                        unit("mm", -3),
                        unit("um", -6),
                        unit("nm", -9),
                        unit("pm", -12),
                        unit("fm", -15),
                    ]
                }
            }
            Self::Mass => {
                const {
                    &[
                        unit("kg", 0),
                        unit("g", -3),
                        unit("mg", -6),
                        unit("ug", -9),
                        unit("ng", -12),
                        unit("pg", -15),
                        unit("fg", -18),
                    ]
                }
            }
        }
    }

    /// The dimension that has a unit of this name.
    pub fn of_unit(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|dimension| dimension.unit(name).is_some())
    }
}

impl Unit {
    /// What was scaled by the power of ten already, in base units.
    fn in_base(&self, scaled: f64) -> f64 {
        if self.turns {
            2.0 * PI * scaled
        } else {
            scaled
        }
    }
}

/// A checked quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What it measures.
    pub dimension: Dimension,
    /// In the dimension's base unit, or the number itself where it is bare.
    pub value: f64,
    /// Whether it has no unit.
    pub bare: bool,
    /// The text as written, if it was more than a literal.
    pub expression: Option<String>,
}

impl Quantity {
    /// Reads a number or an expression with a unit behind it, or without one.
    /// The number is scaled before it is rounded: `5 kHz`, `5e3 Hz` and
    /// `0.005 MHz` are one double.
    pub fn parse(text: &str, dimension: Dimension) -> Result<Self, String> {
        let text = text.trim();
        if dimension == Dimension::Rate && turns_twice(text) {
            return Err("has π before Hz, but Hz means 2π rad/s already: \
                5 kHz is 2π·5e3 rad/s"
                .to_owned());
        }
        let no_number = |reason: String| format!("is not a number: {}", crate::shorten(&reason));
        let (number, unit) = split(text).map_err(no_number)?;
        let parsed = Number::parse(number).map_err(no_number)?;
        if unit.is_empty() {
            let value = parsed.value();
            if value != 0.0 && !dimension.may_be_bare() {
                return Err("has no unit".to_owned());
            }
            return Ok(Self {
                dimension,
                value,
                bare: true,
                expression: parsed.expression,
            });
        }
        let unit = dimension
            .unit(unit)
            .ok_or_else(|| refused(unit, dimension))?;
        Ok(Self {
            dimension,
            value: unit.in_base(parsed.shifted(number, unit.power)),
            bare: false,
            expression: Some(text.to_owned()),
        })
    }

    /// Whether it may stand beside quantities with and without units: zero is
    /// zero in every unit.
    pub fn is_neutral(&self) -> bool {
        !self.dimension.may_be_bare() || (self.bare && self.value == 0.0)
    }

    /// One text per value: 5 kHz and 5e3 Hz have the same, 1 and 1 rad/s have
    /// not.
    pub fn canonical(&self) -> String {
        // Adding zero makes −0 and 0 the same text.
        let number = format!("{:?}", self.value + 0.0);
        if self.bare || self.value == 0.0 {
            number
        } else {
            format!("{number} {}", self.dimension.base())
        }
    }

    /// How it was written.
    pub fn shown(&self) -> String {
        match &self.expression {
            Some(expression) => expression.clone(),
            None => format!("{:?}", self.value),
        }
    }
}

/// The number at the start of a text and the unit behind it, which may be
/// empty.
pub fn split(text: &str) -> Result<(&str, &str), String> {
    let text = text.trim();
    let unit = Number::parse_start(text)?.1;
    Ok((text[..text.len() - unit.len()].trim_end(), unit))
}

/// Whether a factor of π stands before Hz.
fn turns_twice(text: &str) -> bool {
    text.ends_with("Hz") && (text.contains("pi") || text.contains('π'))
}

/// Why a unit is none of the dimension's.
fn refused(unit: &str, dimension: Dimension) -> String {
    if let Some(other) = Dimension::of_unit(unit) {
        return format!("is a {}, not a {}", other.name(), dimension.name());
    }
    let hint = match crate::error::nearest(unit, dimension.units()) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => String::new(),
    };
    format!("has the unknown unit `{}`{hint}", crate::shorten(unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
}
