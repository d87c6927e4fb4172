//! One axis of a sweep: the forms in which its values are written.

use super::fields::{Field, Fields, unknown};
use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use leggett_studies::parameter::{self, Parameter};
use leggett_studies::quantity;

/// The largest number of points of an experiment.
pub(crate) const LARGEST_GRID: u64 = 10_000_000;

/// The forms of an axis, as messages show them.
pub(super) const FORMS: &str = "{values = […]}, {linspace = [a, b, n]}, {logspace = [a, b, n]}, \
    {range = [a, b, step]}, or {around = […], offsets = […]}";

/// Keys of an axis, with what each takes.
pub(super) const KEYS: [&str; 6] = [
    "values", "linspace", "logspace", "range", "around", "offsets",
];

/// A number of an axis: its text without a unit, and its value in that unit.
#[derive(Debug, Clone)]
pub(super) struct End {
    pub(super) text: String,
    pub(super) value: f64,
}

/// Reads the numbers of one axis, which all have one unit or none.
struct Ends {
    /// Whether the parameter has units.
    quantity: bool,
    /// What the first number other than zero has for a unit.
    unit: Option<String>,
}

/// The values of an axis before they are written out.
pub(super) enum Form<'s, 't> {
    /// As listed.
    Values(Vec<Field<'s, 't>>),
    /// `count` values from the first to the last at equal distances.
    Linear { ends: [End; 2], count: u64 },
    /// `count` values from the first to the last at equal ratios.
    Logarithmic { ends: [End; 2], count: u64 },
    /// From the first in steps to the last, which is included if it is hit.
    Steps { ends: [End; 2], step: End },
    /// Every centre plus every offset.
    Around {
        centres: Vec<End>,
        offsets: Vec<End>,
    },
}

/// An axis as the file has it.
pub(super) struct Written<'s, 't> {
    pub(super) name: String,
    pub(super) parameter: &'static Parameter,
    /// The unit of all numbers of the form but listed ones; empty for none.
    pub(super) unit: String,
    pub(super) field: Field<'s, 't>,
    pub(super) form: Form<'s, 't>,
}

impl<'s, 't> Written<'s, 't> {
    /// Reads an axis without writing out its values.
    pub(super) fn read(
        name: String,
        parameter: &'static Parameter,
        field: Field<'s, 't>,
    ) -> Result<Self> {
        let about = field.key;
        let table = field
            .table(about)
            .map_err(|_| field.not_a("an axis", FORMS))?;
        for key in table.iter() {
            if !KEYS.contains(&key.key) {
                return Err(
                    unknown(key.key, &format!("the axis `{about}`"), &KEYS).at(key.key_place())
                );
            }
        }
        let mut ends = Ends {
            quantity: matches!(parameter.kind, parameter::Kind::Quantity { .. }),
            unit: None,
        };
        let form = read_form(&table, &field, &mut ends)?;
        Ok(Self {
            name,
            parameter,
            unit: ends.unit.unwrap_or_default(),
            field,
            form,
        })
    }
}

fn read_form<'s, 't>(
    table: &Fields<'s, 't>,
    axis: &Field<'s, 't>,
    ends: &mut Ends,
) -> Result<Form<'s, 't>> {
    let keys: Vec<&str> = table.iter().map(|field| field.key).collect();
    let form = match keys.as_slice() {
        ["values"] => Form::Values(list(&table.required("values")?)?),
        ["linspace"] => {
            let ([first, last], count) = ends.and_count(&table.required("linspace")?)?;
            Form::Linear {
                ends: [first, last],
                count,
            }
        }
        ["logspace"] => {
            let field = table.required("logspace")?;
            let ([first, last], count) = ends.and_count(&field)?;
            if first.value <= 0.0 || last.value <= 0.0 {
                let what = format!("of `{}` has an end that is not positive", axis.key);
                return Err(field.wrong(
                    Kind::OutOfRange,
                    &what,
                    "two positive end values (not exponents)",
                ));
            }
            Form::Logarithmic {
                ends: [first, last],
                count,
            }
        }
        ["range"] => ends.steps(&table.required("range")?)?,
        ["around", "offsets"] | ["offsets", "around"] => Form::Around {
            centres: ends.list(&table.required("around")?)?,
            offsets: ends.list(&table.required("offsets")?)?,
        },
        _ => {
            let what = match keys.as_slice() {
                [] => "is an axis without values".to_owned(),
                ["around"] => "has `around` without `offsets`".to_owned(),
                ["offsets"] => "has `offsets` without `around`".to_owned(),
                _ => format!("has {} at once", keys.join(" and ")),
            };
            return Err(axis.wrong(Kind::Contradiction, &what, FORMS));
        }
    };
    Ok(form)
}

/// The items of a list that is not empty.
fn list<'s, 't>(field: &Field<'s, 't>) -> Result<Vec<Field<'s, 't>>> {
    let items = field
        .items()
        .ok_or_else(|| field.not_a("a list", "a list of values"))?;
    if items.is_empty() {
        return Err(field.wrong(Kind::OutOfRange, "is empty", "at least one value"));
    }
    Ok(items)
}

impl Ends {
    fn list(&mut self, field: &Field<'_, '_>) -> Result<Vec<End>> {
        list(field)?.iter().map(|item| self.end(item)).collect()
    }

    /// A finite number.
    fn end(&mut self, field: &Field<'_, '_>) -> Result<End> {
        let mut text = super::fields::number_text(field.value).unwrap_or_default();
        let mut unit = String::new();
        if self.quantity
            && let Ok((number, behind)) = quantity::split(&text)
        {
            unit = behind.to_owned();
            text = number.to_owned();
        }
        let value = field.number_in(&text)?.value();
        if !value.is_finite() {
            return Err(field.wrong(
                Kind::OutOfRange,
                &format!("has the value {value:?}"),
                "finite numbers",
            ));
        }
        // Zero is zero in every unit.
        if value != 0.0 || !unit.is_empty() {
            let first = self.unit.get_or_insert_with(|| unit.clone());
            if *first != unit {
                let what = format!("has the units `{first}` and `{unit}` on one axis");
                return Err(field.wrong(
                    Kind::Contradiction,
                    &what.replace("``", "none"),
                    "one unit for all numbers of an axis, or `values`",
                ));
            }
        }
        Ok(End { text, value })
    }

    fn and_count(&mut self, field: &Field<'_, '_>) -> Result<([End; 2], u64)> {
        let [first, last, count] = triple(field, "[first, last, number of values]")?;
        let number = count_of_values(field, &count)?;
        Ok(([self.end(&first)?, self.end(&last)?], number))
    }

    fn steps<'s, 't>(&mut self, field: &Field<'s, 't>) -> Result<Form<'s, 't>> {
        let [first, last, step] = triple(field, "[first, last, step]")?;
        let (first, last, step) = (self.end(&first)?, self.end(&last)?, self.end(&step)?);
        let wrong = |what: &str| -> Error {
            let what = format!(
                "from {} to {} in steps of {} {what}",
                first.text, last.text, step.text
            );
            field.wrong(
                Kind::OutOfRange,
                &what,
                "a step other than 0 that leads from first to last",
            )
        };
        if step.value == 0.0 {
            return Err(wrong("never ends"));
        }
        if (last.value - first.value) * step.value.signum() < 0.0 {
            return Err(wrong("is empty"));
        }
        Ok(Form::Steps {
            ends: [first, last],
            step,
        })
    }
}

/// The three items of `[a, b, n]` or `[a, b, step]`.
fn triple<'s, 't>(field: &Field<'s, 't>, form: &str) -> Result<[Field<'s, 't>; 3]> {
    let items = list(field)?;
    let count = items.len();
    items
        .try_into()
        .map_err(|_| field.wrong(Kind::WrongType, &format!("has {count} items"), form))
}

/// The number of values that an axis asks for.
fn count_of_values(field: &Field<'_, '_>, count: &Field<'_, '_>) -> Result<u64> {
    let allowed = format!("a whole number of values from 1 to {LARGEST_GRID}");
    let whole = count.number()?;
    let number = match whole.integer() {
        Some(number) if number >= 1 => number.unsigned_abs(),
        Some(number) => {
            return Err(field.wrong(
                Kind::OutOfRange,
                &format!("asks for {number} values"),
                &allowed,
            ));
        }
        None => {
            let what = format!("asks for {:?} values", whole.value());
            let kind = if whole.value().fract() == 0.0 {
                Kind::TooLarge
            } else {
                Kind::WrongType
            };
            return Err(field.wrong(kind, &what, &allowed));
        }
    };
    if number > LARGEST_GRID {
        return Err(field.wrong(
            Kind::TooLarge,
            &format!("asks for {number} values"),
            &allowed,
        ));
    }
    Ok(number)
}
