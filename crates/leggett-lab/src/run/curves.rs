//! The data of a panel, gathered from the points of a run.

use super::drawn::Drawn;
use super::row::Outcome;
use crate::error::{Error, Result};
use crate::experiment::figures::{Content, Fixed, Named, PanelPlan};
use leggett_studies::Arguments;
use leggett_studies::error::Kind;
use leggett_studies::parameter::Value;
use std::collections::HashMap;

/// Maps with more cells than this are refused.
const LARGEST_MAP: usize = 10_000_000;

/// The points of a panel.
pub(super) struct Gathered<'p> {
    panel: &'p PanelPlan,
    drawn: Vec<Drawn>,
    /// One set for each value of the series parameter, as they come.
    pub(super) sets: Vec<Set>,
    places: HashMap<String, usize>,
    /// The drawn observable of the reference points, by the parameters that
    /// they share with the points that refer to them.
    references: HashMap<String, f64>,
}

/// Points that belong together.
pub(super) struct Set {
    /// The canonical value of the series parameter, or the observable.
    pub(super) key: String,
    /// The same for readers.
    pub(super) label: String,
    points: Vec<Sample>,
}

/// One point: its coordinates, and where its reference is found.
struct Sample {
    x: f64,
    y: f64,
    value: f64,
    reference: Option<String>,
}

impl<'p> Gathered<'p> {
    pub(super) fn new(panel: &'p PanelPlan, observables: &[&'static str]) -> Self {
        let drawn = |element| Drawn::new(element, observables);
        let drawn = match &panel.content {
            Content::Curves { y, others, .. } => {
                std::iter::once(y).chain(others).map(drawn).collect()
            }
            Content::Map { z, .. } => vec![drawn(z)],
        };
        Self {
            panel,
            drawn,
            sets: Vec::new(),
            places: HashMap::new(),
            references: HashMap::new(),
        }
    }

    /// Whether the panel draws how long points took.
    pub(super) fn draws_time(&self) -> bool {
        matches!(self.drawn[..], [Drawn::Time])
    }

    /// Takes from a point what belongs to the panel; `seconds` is how long it
    /// took, where that is known.
    pub(super) fn add(&mut self, arguments: &Arguments, outcome: &Outcome, seconds: Option<f64>) {
        if !matches_all(arguments, &self.panel.only) {
            return;
        }
        for index in 0..self.drawn.len() {
            self.add_one(index, arguments, outcome, seconds);
        }
    }

    /// The same for one of several observables.
    fn add_one(
        &mut self,
        index: usize,
        arguments: &Arguments,
        outcome: &Outcome,
        seconds: Option<f64>,
    ) {
        // A failed point leaves a gap in its curve.
        let value = match outcome {
            Outcome::Values { observables, .. } => self.drawn[index].value(observables, seconds),
            Outcome::Failed(_) => f64::NAN,
        };
        let reference =
            (!self.panel.reference.is_empty()).then(|| others(arguments, &self.panel.reference));
        if let Some(shared) = &reference
            && matches_all(arguments, &self.panel.reference)
        {
            self.references.insert(shared.clone(), value);
            return;
        }
        let Some(x) = self.x(arguments.get(&self.panel.x.name)) else {
            return;
        };
        let (key, label, y) = match &self.panel.content {
            Content::Curves { y, others, .. } if !others.is_empty() => {
                let drawn = if index == 0 { y } else { &others[index - 1] };
                (drawn.name(), drawn.name(), f64::NAN)
            }
            Content::Curves { series, .. } => {
                let value = series.as_ref().map(|series| arguments.get(&series.name));
                let key = value.map_or(String::new(), Value::canonical);
                (key, value.map_or(String::new(), shown), f64::NAN)
            }
            Content::Map { y, .. } => match coordinate(arguments.get(&y.name)) {
                Some(y) => (String::new(), String::new(), y),
                None => return,
            },
        };
        let place = *self.places.entry(key.clone()).or_insert_with(|| {
            self.sets.push(Set {
                key,
                label,
                points: Vec::new(),
            });
            self.sets.len() - 1
        });
        self.sets[place].points.push(Sample {
            x,
            y,
            value,
            reference,
        });
    }

    /// A value as its place on the horizontal axis. Differences of multiples of
    /// π are exact: a dip 1e-12 wide is drawn from its own offsets.
    fn x(&self, value: &Value) -> Option<f64> {
        let origin = &self.panel.x_origin;
        let counted = match value {
            Value::Real(number) => number.minus(origin),
            other => coordinate(other)? - origin.value(),
        };
        // Minus zero would not be found among the distinct values.
        Some(counted / self.panel.x_unit + 0.0)
    }

    /// Refuses elements that no array has.
    pub(super) fn check_elements(&self) -> Result<()> {
        let mut drawn = self.drawn.iter();
        let checked = drawn.try_for_each(Drawn::check);
        checked.map_err(|error| error.at(&self.panel.place))
    }

    /// Replaces values by their distances from the reference points.
    pub(super) fn refer(&mut self) -> Result<()> {
        if self.panel.reference.is_empty() {
            return Ok(());
        }
        if self.references.is_empty() {
            let text = |fixed: &Fixed| format!("{} = {}", fixed.parameter, fixed.canonical);
            let names: Vec<String> = self.panel.reference.iter().map(text).collect();
            let message = format!("there is no point with {} to refer to", names.join(", "));
            return Err(Error::new(Kind::Missing, message)
                .parameter("reference")
                .allowed("values that the experiment has points for")
                .at(&self.panel.place));
        }
        for sample in self.sets.iter_mut().flat_map(|set| &mut set.points) {
            let found = sample
                .reference
                .as_ref()
                .and_then(|key| self.references.get(key));
            sample.value = found.map_or(f64::NAN, |reference| (sample.value - reference).abs());
        }
        Ok(())
    }
}

impl Set {
    /// The points in the order of x, without what an axis cannot show.
    pub(super) fn curve(&self, logarithmic: [bool; 2]) -> (Vec<f64>, Vec<f64>) {
        let mut points: Vec<[f64; 2]> = self
            .points
            .iter()
            .map(|sample| {
                [
                    drawable(sample.x, logarithmic[0]),
                    drawable(sample.value, logarithmic[1]),
                ]
            })
            .collect();
        points.sort_by(|a, b| a[0].total_cmp(&b[0]));
        points.iter().map(|[x, y]| (*x, *y)).unzip()
    }

    /// The points as a grid: x and y, ascending, and the values, x fastest.
    pub(super) fn grid(&self, logarithmic: bool) -> Result<(Vec<f64>, Vec<f64>, Vec<f64>)> {
        let x = distinct(self.points.iter().map(|sample| sample.x));
        let y = distinct(self.points.iter().map(|sample| sample.y));
        if x.len().saturating_mul(y.len()) > LARGEST_MAP {
            let message = format!("a map of {} by {} cells is too large", x.len(), y.len());
            let allowed = format!("at most {LARGEST_MAP} cells, on a regular grid");
            return Err(Error::new(Kind::TooLarge, message)
                .parameter("z")
                .allowed(allowed));
        }
        let mut values = vec![f64::NAN; x.len() * y.len()];
        let place = |all: &[f64], value: f64| all.partition_point(|other| *other < value);
        for sample in &self.points {
            let cell = place(&y, sample.y) * x.len() + place(&x, sample.x);
            values[cell] = drawable(sample.value, logarithmic);
        }
        Ok((x, y, values))
    }
}

fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// NaN for what an axis cannot show.
fn drawable(value: f64, logarithmic: bool) -> f64 {
    if value.is_finite() && (!logarithmic || value > 0.0) {
        value
    } else {
        f64::NAN
    }
}

fn matches_all(arguments: &Arguments, fixed: &[Fixed]) -> bool {
    fixed
        .iter()
        .all(|fixed| arguments.get(&fixed.parameter).canonical() == fixed.canonical)
}

/// All parameters but these, as one text.
fn others(arguments: &Arguments, fixed: &[Fixed]) -> String {
    let kept = arguments
        .flat()
        .into_iter()
        .filter(|(name, _)| fixed.iter().all(|fixed| fixed.parameter != *name));
    kept.map(|(name, value)| format!("{name}={}\n", value.canonical()))
        .collect()
}

/// A value as a position; words and lists have none.
fn coordinate(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        // Minus zero would not be found among the distinct values.
        Value::Real(number) => Some(number.value() + 0.0),
        Value::Quantity(quantity) => Some(quantity.value + 0.0),
        Value::Word(_)
        | Value::List(_)
        | Value::File(_)
        | Value::Name(_)
        | Value::Table(_)
        | Value::Absent => None,
    }
}

/// A value as a legend shows it.
fn shown(value: &Value) -> String {
    match value {
        Value::Word(word) => (*word).to_owned(),
        Value::Integer(value) => power_of_ten(*value).unwrap_or_else(|| value.to_string()),
        Value::Real(number) => written(number.expression.as_deref(), number.value()),
        Value::Quantity(quantity) => written(quantity.expression.as_deref(), quantity.value),
        Value::List(values) => {
            let items: Vec<String> = values.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Value::File(file) => file.path.clone(),
        Value::Name(name) => name.clone(),
        Value::Table(table) => table.canonical(),
        Value::Absent => "–".to_owned(),
    }
}

/// A number as it was written, if that was more than a literal.
fn written(expression: Option<&str>, value: f64) -> String {
    match expression {
        Some(expression) => expression.to_owned(),
        None => {
            let text = format!("{value:?}");
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        }
    }
}

/// A large power of ten as such: 10⁸.
fn power_of_ten(value: u64) -> Option<String> {
    let exponent = value.checked_ilog10().filter(|exponent| *exponent >= 4)?;
    let superscript = |digit: char| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize);
    let digits: Option<String> = exponent.to_string().chars().map(superscript).collect();
    (value == 10u64.pow(exponent)).then_some(())?;
    Some(format!("10{}", digits?))
}

/// Label and unit of what stands on the axes: x, y, and colour.
pub(super) fn quantities(panel: &PanelPlan) -> [(String, &str); 3] {
    fn parameter(named: &Named) -> (String, &str) {
        (named.name.replace(['_', '.'], " "), &named.unit)
    }
    let x = parameter(&panel.x);
    let (Content::Curves { y: drawn, .. } | Content::Map { z: drawn, .. }) = &panel.content;
    let label = match panel.reference.is_empty() {
        true => drawn.label(),
        false => format!("deviation of {}", drawn.label()),
    };
    let unit = drawn.observable.unit;
    match &panel.content {
        Content::Curves { .. } => [x, (label, unit), (String::new(), "")],
        Content::Map { y, .. } => [x, parameter(y), (label, unit)],
    }
}
