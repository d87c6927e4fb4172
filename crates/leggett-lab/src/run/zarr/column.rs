//! Values of one quantity along points: whole numbers, reals or texts.

use crate::run::export::{number, parameter};
use leggett_studies::number::Number;
use leggett_studies::parameter::{Kind, Parameter, Value};
use leggett_studies::quantity::Quantity;
use std::collections::HashMap;

/// Texts of which many are equal, each kept once.
#[derive(Debug)]
pub(super) struct Texts {
    known: HashMap<String, u32>,
    /// The different texts; the first is empty.
    texts: Vec<String>,
    /// Which of them each place has.
    codes: Vec<u32>,
}

impl Texts {
    /// So many empty texts.
    pub(super) fn new(length: usize) -> Self {
        Self {
            known: HashMap::from([(String::new(), 0)]),
            texts: vec![String::new()],
            codes: vec![0; length],
        }
    }

    pub(super) fn set(&mut self, place: usize, text: &str) {
        self.codes[place] = match self.known.get(text) {
            Some(code) => *code,
            None => {
                // There are at most as many as points, of which there are at
                // most 10^7.
                let code = self.texts.len() as u32;
                self.known.insert(text.to_owned(), code);
                self.texts.push(text.to_owned());
                code
            }
        };
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.codes
            .iter()
            .map(|code| self.texts[*code as usize].as_str())
    }

    /// The different texts that are not empty, in alphabetical order.
    pub(super) fn different(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.texts[1..].iter().map(String::as_str).collect();
        texts.sort_unstable();
        texts
    }
}

/// Values along points.
#[derive(Debug)]
pub(super) enum Column {
    Integers(Vec<i64>),
    Reals(Vec<f64>),
    Texts(Texts),
}

/// The values of a parameter, and how they were written.
#[derive(Debug)]
pub(super) struct ParameterColumn {
    /// The parameter's name, or `table.entry.field`.
    pub(super) name: String,
    pub(super) parameter: &'static Parameter,
    pub(super) values: Column,
    /// Whether its quantities are bare numbers.
    pub(super) bare: bool,
    /// The expressions of values that are not plain decimals.
    pub(super) expressions: Texts,
}

impl ParameterColumn {
    pub(super) fn new(name: &str, parameter: &'static Parameter, length: usize) -> Self {
        Self {
            name: name.to_owned(),
            parameter,
            values: match parameter.kind {
                Kind::Integer { .. } => Column::Integers(vec![0; length]),
                Kind::Real { .. } | Kind::Quantity { .. } => Column::Reals(vec![f64::NAN; length]),
                Kind::Word | Kind::File | Kind::Name | Kind::Table(_) => {
                    Column::Texts(Texts::new(length))
                }
            },
            bare: false,
            expressions: Texts::new(length),
        }
    }

    /// Sets the value at a place; places come in order.
    pub(super) fn set(&mut self, place: usize, value: &Value) {
        if let Value::Real(Number {
            expression: Some(expression),
            ..
        })
        | Value::Quantity(Quantity {
            expression: Some(expression),
            ..
        }) = value
        {
            self.expressions.set(place, expression);
        }
        match (&mut self.values, value) {
            (Column::Integers(values), Value::Integer(value)) if *value <= i64::MAX as u64 => {
                values[place] = *value as i64;
            }
            (Column::Reals(values), Value::Real(number)) => values[place] = number.value(),
            (Column::Reals(values), Value::Quantity(quantity)) => {
                values[place] = quantity.value;
                self.bare |= quantity.bare && !quantity.is_neutral();
            }
            // NaN stands where there is no number.
            (Column::Reals(_), Value::Absent) => {}
            (Column::Texts(texts), value) => texts.set(place, &parameter(value)),
            // A word or a list among numbers: then all are texts.
            (numbers, value) => {
                let mut texts = as_texts(numbers, place);
                texts.set(place, &parameter(value));
                self.values = Column::Texts(texts);
            }
        }
    }
}

/// The numbers before a place as texts.
fn as_texts(numbers: &Column, end: usize) -> Texts {
    let (length, text): (usize, &dyn Fn(usize) -> String) = match numbers {
        Column::Integers(values) => (values.len(), &|place| values[place].to_string()),
        Column::Reals(values) => (values.len(), &|place| number(values[place])),
        Column::Texts(texts) => (texts.codes.len(), &|_| String::new()),
    };
    let mut texts = Texts::new(length);
    (0..end).for_each(|place| texts.set(place, &text(place)));
    texts
}
