//! What a panel counts its x from, and in what.

use super::fields::{Field, Fields, suggestion};
use super::figures::Named;
use super::panels::Known;
use crate::error::Result;
use leggett_studies::error::{Kind, nearest};
use leggett_studies::number::Number;
use leggett_studies::parameter;
use leggett_studies::quantity::{Dimension, Quantity};

/// Where x is counted from, and in what: a number, or, for a quantity, the
/// name of a unit, which the axis then has.
pub(super) fn read_counting(
    table: &Fields<'_, '_>,
    x: &mut Named,
    known: &Known<'_>,
) -> Result<(Number, f64)> {
    let dimension = match x.parameter.kind {
        parameter::Kind::Quantity { dimension, .. } => Some(dimension),
        _ => None,
    };
    let named = match (dimension, table.get("x_unit")) {
        (Some(dimension), Some(field)) => read_unit(&field, dimension, known)?,
        _ => None,
    };
    let keys: &[&str] = match named {
        Some(_) => &["x_origin"],
        None => &["x_origin", "x_unit"],
    };
    let given = keys.iter().find_map(|key| table.get(key));
    if let (Some(field), None) = (given, table.get("x_label")) {
        let what = "makes other numbers of x than the parameter has";
        return Err(field.wrong(Kind::Missing, what, "beside it an `x_label` that says so"));
    }
    let origin = match table.get("x_origin") {
        Some(field) => {
            let number = match dimension {
                Some(dimension) => read_quantity(&field, dimension)?,
                None => field.number()?,
            };
            if !number.value().is_finite() {
                return Err(field.wrong(Kind::OutOfRange, "is not finite", "a finite number"));
            }
            number
        }
        None => Number::real(0.0),
    };
    if let Some((unit, factor)) = named {
        x.unit = unit;
        return Ok((origin, factor));
    }
    let unit = table.number("x_unit", [f64::MIN_POSITIVE, f64::MAX])?;
    Ok((origin, unit.unwrap_or(1.0)))
}

/// A unit by its name, with what it is in base units; `None` for a number.
fn read_unit(
    field: &Field<'_, '_>,
    dimension: Dimension,
    known: &Known<'_>,
) -> Result<Option<(String, f64)>> {
    let Ok(text) = field.text() else {
        return Ok(None);
    };
    match dimension.factor(text) {
        Some(_) if known.bare && dimension.may_be_bare() => {
            let what = format!("is `{text}`, but the {}s have no units", dimension.name());
            Err(field.wrong(Kind::Contradiction, &what, "a number"))
        }
        Some(factor) => Ok(Some((text.to_owned(), factor))),
        None if Number::parse(text).is_ok() => Ok(None),
        None => {
            let units: Vec<&str> = dimension.units().collect();
            let hint = suggestion(nearest(text, units.iter().copied()));
            let what = format!(
                "is `{text}`, which is not a unit of a {}{hint}",
                dimension.name()
            );
            let allowed = format!("a number, or one of {}", units.join(", "));
            Err(field.wrong(Kind::WrongType, &what, &allowed))
        }
    }
}

/// A quantity in base units.
fn read_quantity(field: &Field<'_, '_>, dimension: Dimension) -> Result<Number> {
    let text = super::fields::number_text(field.value).unwrap_or_default();
    let quantity = Quantity::parse(&text, dimension).map_err(|reason| {
        let allowed = format!("a {}, such as 1 {}", dimension.name(), dimension.base());
        field.wrong(Kind::WrongType, &reason, &allowed)
    })?;
    Ok(Number::real(quantity.value))
}
