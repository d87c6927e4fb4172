//! Exact decimal arithmetic for the values of axes.
//!
//! The steps of `linspace` and `range` are taken on whole mantissas, so that
//! `{range = [0, 1, 0.1]}` holds 0.3 and not 0.30000000000000004, and whole
//! numbers never pass through a double.

/// mantissa · 10^exponent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decimal {
    mantissa: i128,
    exponent: i32,
}

/// Exponents beyond this are left to doubles.
const LARGEST_EXPONENT: i32 = 30;

impl Decimal {
    /// Reads a plain decimal; `None` for expressions and extreme exponents.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().replace('_', "");
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (digits.as_str(), 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let joined = format!("{whole}{fraction}");
        if joined.len() > 30 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        (exponent.abs() <= LARGEST_EXPONENT).then_some(Self {
            mantissa: joined.parse().ok()?,
            exponent,
        })
    }

    /// The mantissas of these numbers over one common power of ten.
    pub(super) fn common<const COUNT: usize>(
        numbers: [Self; COUNT],
    ) -> Option<([i128; COUNT], i32)> {
        let exponent = numbers.iter().map(|number| number.exponent).min()?;
        let mut mantissas = [0; COUNT];
        for (mantissa, number) in mantissas.iter_mut().zip(numbers) {
            let scale = 10i128.checked_pow(number.exponent.abs_diff(exponent))?;
            *mantissa = number.mantissa.checked_mul(scale)?;
        }
        Some((mantissas, exponent))
    }

    pub(super) fn new(mantissa: i128, exponent: i32) -> Self {
        Self { mantissa, exponent }
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let ([left, right], exponent) = Self::common([self, other])?;
        Some(Self::new(left.checked_add(right)?, exponent))
    }

    /// All digits, without an exponent.
    pub(super) fn text(self) -> String {
        let digits = self.mantissa.unsigned_abs().to_string();
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if self.exponent >= 0 {
            let zeros = if self.mantissa == 0 {
                0
            } else {
                self.exponent.unsigned_abs()
            };
            return format!("{sign}{digits}{}", "0".repeat(zeros as usize));
        }
        let places = self.exponent.unsigned_abs() as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (text, written) in [
            ("0.3", "0.3"),
            ("-0.050", "-0.05"),
            ("1e16", "10000000000000000"),
            ("9007199254740993", "9007199254740993"),
            ("1_000.5", "1000.5"),
            ("2.50e1", "25"),
            ("1e-6", "0.000001"),
            ("+4", "4"),
            ("0e5", "0"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().text(), written, "{text}");
        }
        for text in ["pi", "1+1", "nan", "1e99", "", "1.-5", ".", "1e"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn sums_are_exact() {
        let sum = |a, b| Decimal::parse(a).unwrap().add(Decimal::parse(b).unwrap());
        assert_eq!(sum("0.1", "0.2").unwrap().text(), "0.3");
        assert_eq!(sum("1e16", "1").unwrap().text(), "10000000000000001");
    }
}
