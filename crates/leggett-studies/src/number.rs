//! Numbers as users write them: decimals, and expressions such as `2*pi/3`.
//!
//! A value is kept as p·π/r + δ: the multiple of π stays an exact fraction,
//! and a decimal integer stays an integer, so that nothing passes through a
//! double that need not.

mod grammar;

use grammar::Reader;
use std::f64::consts::PI;

/// A fraction in lowest terms with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    /// Numerator.
    pub numerator: i64,
    /// Denominator, positive.
    pub denominator: i64,
}

impl Fraction {
    const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()) as i128;
        let sign = denominator.signum();
        Some(Self {
            numerator: i64::try_from(sign * numerator / divisor).ok()?,
            denominator: i64::try_from(sign * denominator / divisor).ok()?,
        })
    }

    fn add(self, other: Self) -> Option<Self> {
        let [a, b, c, d] = self.wide(other);
        Self::new(a * d + c * b, b * d)
    }

    fn multiply(self, other: Self) -> Option<Self> {
        let [a, b, c, d] = self.wide(other);
        Self::new(a * c, b * d)
    }

    fn inverse(self) -> Option<Self> {
        Self::new(self.denominator.into(), self.numerator.into())
    }

    fn wide(self, other: Self) -> [i128; 4] {
        [
            self.numerator,
            self.denominator,
            other.numerator,
            other.denominator,
        ]
        .map(i128::from)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// A number p·π/r + δ, with the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// The exact multiple of π; zero for plain numbers.
    pub pi: Fraction,
    /// δ as a double.
    pub offset: f64,
    /// δ as an exact fraction where it is known as one.
    exact: Option<Fraction>,
    /// The text as written, if it was more than a literal.
    pub expression: Option<String>,
}

impl Number {
    /// A plain double.
    pub fn real(value: f64) -> Self {
        Self {
            pi: Fraction::ZERO,
            offset: value,
            exact: None,
            expression: None,
        }
    }

    /// self − other; the multiples of π are subtracted exactly, then the offsets.
    pub fn minus(&self, other: &Self) -> f64 {
        let (a, b) = (self.pi, other.pi);
        let wide = |value: i64| i128::from(value);
        let numerator =
            wide(a.numerator) * wide(b.denominator) - wide(b.numerator) * wide(a.denominator);
        let denominator = wide(a.denominator) * wide(b.denominator);
        std::f64::consts::PI * (numerator as f64 / denominator as f64)
            + (self.offset - other.offset)
    }

    /// The nearest double to the whole number.
    pub fn value(&self) -> f64 {
        match self.pi.numerator {
            0 => self.offset,
            p => PI * p as f64 / self.pi.denominator as f64 + self.offset,
        }
    }

    /// The number as an exact integer, if it is one.
    pub fn integer(&self) -> Option<i64> {
        match self.exact {
            Some(Fraction {
                numerator,
                denominator: 1,
            }) if self.pi.numerator == 0 => Some(numerator),
            _ => None,
        }
    }

    /// One text per value: equal numbers have equal canonical texts.
    pub fn canonical(&self) -> String {
        let Fraction {
            numerator,
            denominator,
        } = self.pi;
        match (numerator, self.offset) {
            // Adding zero makes −0 and 0 the same text.
            (0, offset) => format!("{:?}", offset + 0.0),
            (p, 0.0) => format!("{p}*pi/{denominator}"),
            (p, offset) => format!("{p}*pi/{denominator}{offset:+?}"),
        }
    }

    /// Reads a decimal or an expression in + − * / ( ), `pi` and decimals.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut number, rest) = Self::parse_start(text)?;
        if !rest.is_empty() {
            return Err(format!("unexpected `{rest}`"));
        }
        let literal = text.trim().trim_start_matches(['-', '+']);
        if literal.contains(|c: char| "*/()πip".contains(c)) || literal.contains([' ']) {
            number.expression = Some(text.trim().to_owned());
        }
        Ok(number)
    }

    /// Reads as much of a text as is a number, and says what stands behind it.
    pub(crate) fn parse_start(text: &str) -> Result<(Self, &str), String> {
        let mut reader = Reader { rest: text.trim() };
        let number = reader.sum(0)?;
        Ok((number, reader.rest))
    }

    /// The double nearest to 10^power times this number, which was read from
    /// `text`: scaled before it is rounded wherever it is known exactly.
    pub(crate) fn shifted(&self, text: &str, power: i32) -> f64 {
        if self.expression.is_none()
            && let Some(value) = shifted_literal(text, power)
        {
            return value;
        }
        let fraction = |exact: Fraction| {
            let scale = 10i128.checked_pow(power.unsigned_abs())?;
            let (up, down) = if power < 0 { (1, scale) } else { (scale, 1) };
            let [numerator, denominator] = [exact.numerator, exact.denominator].map(i128::from);
            Fraction::new(numerator.checked_mul(up)?, denominator.checked_mul(down)?)
        };
        let exact = self.exact.filter(|_| self.pi.numerator == 0);
        match exact.and_then(fraction) {
            Some(exact) => exact.numerator as f64 / exact.denominator as f64,
            None if power < 0 => self.value() / 10f64.powi(-power),
            None => self.value() * 10f64.powi(power),
        }
    }

    fn plain(exact: Option<Fraction>, offset: f64) -> Self {
        Self {
            pi: Fraction::ZERO,
            offset,
            exact,
            expression: None,
        }
    }

    fn negate(self) -> Self {
        let minus = Fraction {
            numerator: -1,
            denominator: 1,
        };
        self.multiply(Self::plain(Some(minus), -1.0))
    }

    fn add(self, other: Self) -> Self {
        let Some(pi) = self.pi.add(other.pi) else {
            return Self::real(self.value() + other.value());
        };
        let exact = self.exact.zip(other.exact).and_then(|(a, b)| a.add(b));
        Self {
            pi,
            offset: self.offset + other.offset,
            exact,
            expression: None,
        }
    }

    fn multiply(self, other: Self) -> Self {
        let (scale, scaled) = if self.pi.numerator == 0 {
            (self, other)
        } else {
            (other, self)
        };
        let offset = scale.offset * scaled.offset;
        let exact = scale
            .exact
            .zip(scaled.exact)
            .and_then(|(a, b)| a.multiply(b));
        if scaled.pi.numerator == 0 {
            return Self::plain(exact, offset);
        }
        match scale.exact.and_then(|factor| scaled.pi.multiply(factor)) {
            Some(pi) if scale.pi.numerator == 0 => Self {
                pi,
                offset,
                exact,
                expression: None,
            },
            _ => Self::real(scale.value() * scaled.value()),
        }
    }

    fn divide(self, other: Self) -> Self {
        let plain = other.exact.filter(|_| other.pi.numerator == 0);
        let inverse = plain.and_then(Fraction::inverse);
        match inverse.and_then(|inverse| Some((inverse, self.pi.multiply(inverse)?))) {
            Some((inverse, pi)) => Self {
                pi,
                offset: self.offset / other.offset,
                exact: self.exact.and_then(|exact| exact.multiply(inverse)),
                expression: None,
            },
            None => Self::real(self.value() / other.value()),
        }
    }
}

/// A decimal with its exponent raised, as the nearest double.
fn shifted_literal(text: &str, power: i32) -> Option<f64> {
    let digits = text.replace('_', "");
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits.as_str(), 0),
    };
    let exponent = exponent.checked_add(power)?;
    format!("{mantissa}e{exponent}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn differences_of_multiples_of_pi_are_exact() {
        let number = |text| Number::parse(text).unwrap();
        assert_eq!(number("2*pi/3 + 1e-13").minus(&number("2*pi/3")), 1e-13);
        let third = std::f64::consts::PI / 3.0;
        assert!((number("pi").minus(&number("2*pi/3")) - third).abs() < 1e-15);
        assert_eq!(number("1.5").minus(&number("0.5")), 1.0);
    }

    #[test]
    fn integers_never_pass_through_a_double() {
        assert_eq!(
            parse("9007199254740993").integer(),
            Some(9_007_199_254_740_993)
        );
        assert_eq!(parse("1e16").integer(), Some(10_000_000_000_000_000));
        assert_eq!(parse("1_000_000").integer(), Some(1_000_000));
        assert_eq!(parse("2.5e1").integer(), Some(25));
        assert_eq!(parse("2.5").integer(), None);
        assert_eq!(parse("1e30").integer(), None);
    }

    #[test]
    fn multiples_of_pi_stay_exact_fractions() {
        for (text, p, r, offset) in [
            ("pi/3", 1, 3, 0.0),
            ("2*pi/3", 2, 3, 0.0),
            ("4*pi/6", 2, 3, 0.0),
            ("-pi", -1, 1, 0.0),
            ("0.5*pi", 1, 2, 0.0),
            ("(1+2)*π/4", 3, 4, 0.0),
            ("pi/3 + 2/1e6", 1, 3, 2e-6),
            ("pi/2 - pi/3", 1, 6, 0.0),
        ] {
            let number = parse(text);
            assert_eq!(
                (number.pi.numerator, number.pi.denominator),
                (p, r),
                "{text}"
            );
            assert_eq!(number.offset, offset, "{text}");
            assert_eq!(number.expression.as_deref(), Some(text));
        }
        assert_eq!(parse("pi*pi").value(), PI * PI);
        assert_eq!(parse("1/pi").value(), 1.0 / PI);
        // Fractions beyond 64 bits become doubles.
        let large = parse("9000000000000000000*pi/7/9000000000000000001").value();
        assert!((large - PI / 7.0).abs() < 1e-15);
    }

    #[test]
    fn malformed_text_is_refused() {
        for text in [
            "", "pie", "1..2", "2*", "(1", "1)", "sqrt(2)", "--", "0x10", "1 2", "é",
        ] {
            assert!(Number::parse(text).is_err(), "{text}");
        }
        assert!(Number::parse(&"(".repeat(100_000)).is_err());
        assert!(Number::parse(&"-".repeat(100_000)).is_err());
        assert!(parse("nan").value().is_nan());
        assert_eq!(parse("-inf").value(), f64::NEG_INFINITY);
        assert!(parse("1/0").value().is_infinite());
    }

    proptest! {
        #[test]
        fn decimals_are_the_nearest_double(value in proptest::num::f64::NORMAL) {
            let number = parse(&format!("{value:?}"));
            prop_assert_eq!(number.value(), value);
            prop_assert!(number.expression.is_none());
        }

        #[test]
        fn arbitrary_text_never_panics(text in ".{0,40}") {
            let _ = Number::parse(&text);
        }

        #[test]
        fn expressions_evaluate(a in -50i64..50, b in 1i64..50, c in -9.0f64..9.0) {
            let number = parse(&format!("{a}*pi/{b}+{c:?}"));
            prop_assert!((number.value() - (a as f64 * PI / b as f64 + c)).abs() < 1e-12);
        }
    }
}
