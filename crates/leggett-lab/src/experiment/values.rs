//! The values of an axis, written out and checked.

use super::axis::{End, Form, Written};
use super::decimal::Decimal;
use crate::error::Result;
use leggett_studies::arguments::read_named;
use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::number::Number;
use leggett_studies::parameter::{Kind, Parameter, Value};
use leggett_studies::{Error, Raw};
use std::collections::HashSet;

/// A parameter and the values that it takes in turn, each once.
#[derive(Debug)]
pub(super) struct Axis {
    /// The parameter's name, or `table.entry.field`.
    pub(super) name: String,
    pub(super) parameter: &'static Parameter,
    /// Where it stands in the file.
    pub(super) offset: usize,
    texts: Vec<Box<str>>,
    /// The first value that tells whether its rates have units.
    telling: usize,
}

impl Axis {
    /// The index of a value that tells whether the axis has units: the first
    /// one that is not zero, or just the first.
    pub(super) fn telling(&self) -> usize {
        self.telling
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// One of its values as a parameter takes it.
    pub(super) fn value(&self, index: usize) -> Raw {
        Raw::from_argument(&self.texts[index])
    }

    /// The canonical text of one of its values.
    pub(super) fn canonical(&self, index: usize) -> String {
        match read_named(&self.name, self.parameter, &self.value(index)) {
            Ok(value) => value.canonical(),
            // Never taken: every value was checked when it was written out.
            Err(_) => self.texts[index].to_string(),
        }
    }
}

impl Written<'_, '_> {
    /// How many values there are, duplicates included; costs nothing.
    pub(super) fn count(&self) -> u64 {
        match &self.form {
            Form::Values(items) => items.len() as u64,
            Form::Linear { count, .. } | Form::Logarithmic { count, .. } => *count,
            Form::Steps { ends, step } => Steps::new(ends, step).count,
            Form::Around { centres, offsets } => {
                (centres.len() as u64).saturating_mul(offsets.len() as u64)
            }
        }
    }

    /// Writes out the values, checks each by the declaration and drops
    /// repeated ones.
    pub(super) fn axis(&self) -> Result<Axis> {
        let place = |error: Error| error.at(self.field.place());
        let monotone = !matches!(self.form, Form::Values(_) | Form::Around { .. });
        let mut texts = Distinct::new(self, monotone);
        match &self.form {
            Form::Values(items) => {
                for item in items {
                    let raw = item.raw();
                    texts.push(&raw).map_err(|error| error.at(item.place()))?;
                }
            }
            Form::Linear { ends, count } => {
                for index in 0..*count {
                    texts
                        .push_text(linear(ends, *count, index))
                        .map_err(place)?;
                }
            }
            Form::Logarithmic { ends, count } => {
                let whole = matches!(self.parameter.kind, Kind::Integer { .. });
                for index in 0..*count {
                    let text = logarithmic(ends, *count, index, whole);
                    texts.push_text(text).map_err(place)?;
                }
            }
            Form::Steps { ends, step } => {
                let steps = Steps::new(ends, step);
                for index in 0..steps.count {
                    texts
                        .push_text(steps.value(ends, step, index))
                        .map_err(place)?;
                }
            }
            Form::Around { centres, offsets } => {
                for centre in centres {
                    for offset in offsets {
                        texts.push_text(sum(centre, offset)).map_err(place)?;
                    }
                }
            }
        }
        Ok(Axis {
            name: self.name.clone(),
            parameter: self.parameter,
            offset: self.field.offset,
            texts: texts.texts,
            telling: texts.telling.map_or(0, |(index, _)| index),
        })
    }
}

/// Checked texts of which no two have the same value.
struct Distinct<'a> {
    name: &'a str,
    parameter: &'static Parameter,
    unit: &'a str,
    /// The first value that tells whether there are units, and whether it has
    /// none.
    telling: Option<(usize, bool)>,
    /// Whether equal values can only follow one another.
    monotone: bool,
    texts: Vec<Box<str>>,
    seen: HashSet<Box<str>>,
}

impl<'a> Distinct<'a> {
    fn new(written: &'a Written<'_, '_>, monotone: bool) -> Self {
        Self {
            name: &written.name,
            parameter: written.parameter,
            unit: &written.unit,
            telling: None,
            monotone,
            texts: Vec::new(),
            seen: HashSet::new(),
        }
    }

    fn push_text(&mut self, text: String) -> std::result::Result<(), Error> {
        self.push(&Raw::Text(match self.unit {
            "" => text,
            unit => format!("{text} {unit}"),
        }))
    }

    fn push(&mut self, raw: &Raw) -> std::result::Result<(), Error> {
        let value = read_named(self.name, self.parameter, raw)?;
        self.check_units(&value)?;
        let canonical = value.canonical();
        if !self.seen.contains(canonical.as_str()) {
            if self.monotone {
                self.seen.clear();
            }
            self.seen.insert(canonical.into());
            self.texts.push(argument(raw).into());
        }
        Ok(())
    }
}

impl Distinct<'_> {
    /// Refuses rates of which some have units and some have none, also where
    /// no point has both.
    fn check_units(&mut self, value: &Value) -> std::result::Result<(), Error> {
        let Value::Quantity(quantity) = value else {
            return Ok(());
        };
        if quantity.is_neutral() {
            return Ok(());
        }
        let (_, bare) = *self
            .telling
            .get_or_insert((self.texts.len(), quantity.bare));
        if bare == quantity.bare {
            return Ok(());
        }
        let message = format!("{} has values with and without a unit", self.name);
        Err(Error::new(ErrorKind::Contradiction, message)
            .parameter(self.name)
            .allowed("a unit with every value, or, where only ratios matter, with none"))
    }
}

/// The text that [`Raw::from_argument`] reads back.
fn argument(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => text.clone(),
        Raw::Truth(value) => value.to_string(),
        Raw::List(items) => {
            let items: Vec<String> = items.iter().map(argument).collect();
            format!("[{}]", items.join(","))
        }
        // Never on an axis.
        Raw::File(_) | Raw::Table | Raw::Other(_) => String::new(),
    }
}

/// A number without rounding: whole numbers by their digits, multiples of π
/// as fractions, the rest by the shortest decimal of the double.
fn exact_text(expression: &str) -> String {
    match Number::parse(expression) {
        Ok(number) => match number.integer() {
            Some(whole) => whole.to_string(),
            None => number.canonical(),
        },
        // Left to the check of the value, which names what is wrong with it.
        Err(_) => expression.to_owned(),
    }
}

/// (a (m − i) + b i) / m with m = count − 1.
fn linear(ends: &[End; 2], count: u64, index: u64) -> String {
    let [first, last] = ends;
    let intervals = count - 1;
    if index == 0 {
        return first.text.clone();
    }
    if index == intervals {
        return last.text.clone();
    }
    let rest = intervals - index;
    interpolated(ends, i128::from(rest), i128::from(index)).unwrap_or_else(|| {
        let (a, b) = (&first.text, &last.text);
        exact_text(&format!("(({a})*{rest}+({b})*{index})/{intervals}"))
    })
}

/// The same as an exact decimal, if it is one.
fn interpolated(ends: &[End; 2], rest: i128, index: i128) -> Option<String> {
    let [first, last] = [
        Decimal::parse(&ends[0].text)?,
        Decimal::parse(&ends[1].text)?,
    ];
    let ([a, b], exponent) = Decimal::common([first, last])?;
    let total = a.checked_mul(rest)?.checked_add(b.checked_mul(index)?)?;
    // A quotient by 2^m 5^n becomes whole after as many more places.
    (0..=12).find_map(|places: i32| {
        let scaled = total.checked_mul(10i128.pow(places.unsigned_abs()))?;
        let whole = scaled % (rest + index) == 0;
        whole.then(|| Decimal::new(scaled / (rest + index), exponent - places).text())
    })
}

/// a (b / a)^(i / m), to 15 digits, so that the last bit of a library's
/// logarithm does not name another point.
fn logarithmic(ends: &[End; 2], count: u64, index: u64, whole: bool) -> String {
    let [first, last] = ends;
    if index == 0 {
        return first.text.clone();
    }
    if index == count - 1 {
        return last.text.clone();
    }
    let (a, b) = (first.value.log10(), last.value.log10());
    let value = 10f64.powf(a + (b - a) * (index as f64 / (count - 1) as f64));
    if whole {
        format!("{:.0}", value.round())
    } else {
        exact_text(&format!("{value:.14e}"))
    }
}

fn sum(centre: &End, offset: &End) -> String {
    let decimals = Decimal::parse(&centre.text).zip(Decimal::parse(&offset.text));
    match decimals.and_then(|(centre, offset)| centre.add(offset)) {
        Some(sum) => sum.text(),
        None => exact_text(&format!("({})+({})", centre.text, offset.text)),
    }
}

/// The values of `{range = [first, last, step]}`.
struct Steps {
    count: u64,
    /// Whether the last value is `last` itself.
    hits: bool,
    decimals: Option<([i128; 3], i32)>,
}

impl Steps {
    fn new(ends: &[End; 2], step: &End) -> Self {
        let [first, last] = ends;
        let decimals = Decimal::parse(&first.text)
            .zip(Decimal::parse(&last.text))
            .zip(Decimal::parse(&step.text))
            .and_then(|((first, last), step)| Decimal::common([first, last, step]));
        if let Some(([a, b, by], _)) = decimals
            && let Some(distance) = b.checked_sub(a)
        {
            let count = u64::try_from(distance / by).unwrap_or(u64::MAX);
            return Self {
                count: count.saturating_add(1),
                hits: distance % by == 0,
                decimals,
            };
        }
        let steps = (last.value - first.value) / step.value;
        // Rounding of the quotient and of the difference in its numerator.
        let scale = (first.value.abs() + last.value.abs()) / step.value.abs();
        let slack = 4.0 * f64::EPSILON * (steps + scale);
        let hits = (steps - steps.round()).abs() <= slack;
        let whole = if hits { steps.round() } else { steps.floor() };
        Self {
            // The conversion saturates.
            count: (whole as u64).saturating_add(1),
            hits,
            decimals: None,
        }
    }

    fn value(&self, ends: &[End; 2], step: &End, index: u64) -> String {
        if index == 0 {
            return ends[0].text.clone();
        }
        if self.hits && index + 1 == self.count {
            return ends[1].text.clone();
        }
        let exact = self.decimals.and_then(|([a, _, by], exponent)| {
            let mantissa = a.checked_add(by.checked_mul(i128::from(index))?)?;
            Some(Decimal::new(mantissa, exponent).text())
        });
        exact.unwrap_or_else(|| exact_text(&format!("({})+{index}*({})", ends[0].text, step.text)))
    }
}
