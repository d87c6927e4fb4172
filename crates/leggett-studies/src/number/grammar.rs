//! The grammar of numbers: sums, products, parentheses, decimals and `pi`.

use super::{Fraction, Number};

/// Nested parentheses beyond this are refused rather than overflow the stack.
const DEEPEST: usize = 64;

/// A recursive-descent reader over the remaining text.
pub(super) struct Reader<'a> {
    pub(super) rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self, token: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    pub(super) fn sum(&mut self, depth: usize) -> Result<Number, String> {
        let mut total = self.product(depth)?;
        loop {
            if self.skip("+") {
                total = total.add(self.product(depth)?);
            } else if self.skip("-") {
                total = total.add(self.product(depth)?.negate());
            } else {
                return Ok(total);
            }
        }
    }

    fn product(&mut self, depth: usize) -> Result<Number, String> {
        let mut total = self.factor(depth)?;
        loop {
            if self.skip("*") {
                total = total.multiply(self.factor(depth)?);
            } else if self.skip("/") {
                total = total.divide(self.factor(depth)?);
            } else {
                return Ok(total);
            }
        }
    }

    fn factor(&mut self, depth: usize) -> Result<Number, String> {
        if depth > DEEPEST {
            return Err("too deeply nested".to_owned());
        }
        if self.skip("-") {
            return Ok(self.factor(depth + 1)?.negate());
        }
        if self.skip("+") {
            return self.factor(depth + 1);
        }
        if self.skip("(") {
            let inner = self.sum(depth + 1)?;
            return if self.skip(")") {
                Ok(inner)
            } else {
                Err("a `)` is missing".to_owned())
            };
        }
        if self.skip("pi") || self.skip("π") {
            let one = Fraction {
                numerator: 1,
                denominator: 1,
            };
            return Ok(Number {
                pi: one,
                offset: 0.0,
                exact: Some(Fraction::ZERO),
                expression: None,
            });
        }
        self.literal()
    }

    fn literal(&mut self) -> Result<Number, String> {
        let end = literal_end(self.rest);
        let (text, rest) = self.rest.split_at(end);
        let digits = text.replace('_', "");
        let value: f64 = digits.parse().map_err(|_| match self.rest {
            "" => "a number is missing".to_owned(),
            rest => format!("`{rest}` is not a number"),
        })?;
        self.rest = rest;
        Ok(Number::plain(exact_decimal(&digits), value))
    }
}

/// Where the decimal (or `nan`, `inf`) at the start of the text ends.
fn literal_end(text: &str) -> usize {
    for word in ["infinity", "inf", "nan"] {
        if text
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
        {
            return word.len();
        }
    }
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let exponent_sign =
            matches!(bytes[end], b'+' | b'-') && end > 0 && matches!(bytes[end - 1], b'e' | b'E');
        if !(bytes[end].is_ascii_digit()
            || matches!(bytes[end], b'.' | b'_' | b'e' | b'E')
            || exponent_sign)
        {
            break;
        }
        end += 1;
    }
    end
}

/// The exact fraction of a decimal text, where it fits 64 bits.
fn exact_decimal(text: &str) -> Option<Fraction> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    let power = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let scale = 10i128.checked_pow(power.unsigned_abs())?;
    if power >= 0 {
        Fraction::new(digits.checked_mul(scale)?, 1)
    } else {
        Fraction::new(digits, scale)
    }
}
