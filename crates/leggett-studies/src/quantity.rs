//! Numbers with a unit, such as `5 kHz`.
//!
//! Frequencies in Hz are rates of 2π rad/s. Rates and times may also be bare
//! numbers where only their ratios matter; then all of a point are.

mod dimension;
#[cfg(test)]
mod tests;

use crate::number::Number;
pub use dimension::Dimension;

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
