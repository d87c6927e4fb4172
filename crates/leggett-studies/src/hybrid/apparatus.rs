//! The parameters of an apparatus, each with a standard deviation.

use super::parameters::*;
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::parameter::{Kind, Parameter, Value, short_real};
use crate::quantity::Dimension;
use leggett::systems::hybrid::laboratory::Apparatus;

const fn quantity(
    name: &'static str,
    dimension: Dimension,
    [min, max]: [f64; 2],
    doc: &'static str,
) -> Parameter {
    Parameter {
        name,
        kind: Kind::Quantity {
            dimension,
            min,
            max,
        },
        unit: dimension.base(),
        doc,
        ..BLANK
    }
}

const fn real(name: &'static str, [min, max]: [f64; 2], doc: &'static str) -> Parameter {
    Parameter {
        name,
        kind: Kind::Real { min, max },
        doc,
        ..BLANK
    }
}

const RATES: [f64; 2] = [1e-9, 1e15];
const DETUNINGS: [f64; 2] = [-1e15, 1e15];

const POWER: Parameter = quantity(
    "power",
    Dimension::Power,
    [1e-18, 1e6],
    "P of the light at S; M sees (1−ε)P.",
);
const WAVELENGTH: Parameter = quantity(
    "wavelength",
    Dimension::Length,
    [1e-9, 1.0],
    "λ of the light.",
);
const OPTICAL_DEPTH: Parameter = real(
    "optical_depth",
    [1e-6, 1e9],
    "d of the atoms on resonance. C_S = d/(n_S+½) at most, where scattering dominates γ_S0.",
);
const BEAM_RADIUS: Parameter = quantity(
    "beam_radius",
    Dimension::Length,
    [1e-9, 1e3],
    "r of the beam at the atoms, of area πr².",
);
const ATOMIC_LINEWIDTH: Parameter = quantity(
    "atomic_linewidth",
    Dimension::Rate,
    RATES,
    "Γ of the atomic line, full width at half maximum.",
);
const ATOMIC_DETUNING: Parameter = quantity(
    "atomic_detuning",
    Dimension::Rate,
    DETUNINGS,
    "Δ of the light from the atomic line.",
);
const DARK_LINEWIDTH: Parameter = quantity(
    "dark_linewidth",
    Dimension::Rate,
    [0.0, 1e15],
    "γ_dark, the linewidth of the spins without light.",
);
const CAVITY_LINEWIDTH: Parameter = quantity(
    "cavity_linewidth",
    Dimension::Rate,
    RATES,
    "κ of M's one-sided cavity, full width at half maximum.",
);
const CAVITY_DETUNING: Parameter = Parameter {
    default: Some("0"),
    ..quantity(
        "cavity_detuning",
        Dimension::Rate,
        DETUNINGS,
        "Δ_c = ω_L − ω_c of the light from the cavity: below 0 it cools, θ_M > π/4.",
    )
};
const VACUUM_COUPLING: Parameter = quantity(
    "vacuum_coupling",
    Dimension::Rate,
    RATES,
    "g₀, the shift of the cavity by M's zero-point motion.",
);
const FREQUENCY: Parameter = quantity("motion_frequency", Dimension::Rate, RATES, "ω_M = ω_S.");

/// What the standard deviation of a parameter is called, with its range.
const fn deviation(of: Parameter, name: &'static str) -> Parameter {
    let kind = match of.kind {
        Kind::Quantity { dimension, max, .. } => Kind::Quantity {
            dimension,
            min: 0.0,
            max,
        },
        Kind::Real { max, .. } => Kind::Real { min: 0.0, max },
        other => other,
    };
    Parameter {
        name,
        kind,
        default: Some("0"),
        optional: false,
        doc: "The standard deviation of the same.",
        ..of
    }
}

const QUALITY: Parameter = Parameter {
    optional: false,
    ..MOTION_QUALITY_FACTOR
};
const TEMPERATURE: Parameter = Parameter {
    optional: false,
    ..MOTION_TEMPERATURE
};

/// How many numbers an apparatus has.
pub(super) const FIELDS: usize = 15;

/// Every field of an apparatus, each followed by its standard deviation.
pub(super) static PARAMETERS: &[Parameter] = &[
    POWER,
    deviation(POWER, "power_sd"),
    WAVELENGTH,
    deviation(WAVELENGTH, "wavelength_sd"),
    OPTICAL_DEPTH,
    deviation(OPTICAL_DEPTH, "optical_depth_sd"),
    BEAM_RADIUS,
    deviation(BEAM_RADIUS, "beam_radius_sd"),
    ATOMIC_LINEWIDTH,
    deviation(ATOMIC_LINEWIDTH, "atomic_linewidth_sd"),
    ATOMIC_DETUNING,
    deviation(ATOMIC_DETUNING, "atomic_detuning_sd"),
    DARK_LINEWIDTH,
    deviation(DARK_LINEWIDTH, "dark_linewidth_sd"),
    SPIN_OCCUPATION,
    deviation(SPIN_OCCUPATION, "spin_occupation_sd"),
    LOSS,
    deviation(LOSS, "loss_sd"),
    FREQUENCY,
    deviation(FREQUENCY, "motion_frequency_sd"),
    QUALITY,
    deviation(QUALITY, "motion_quality_factor_sd"),
    TEMPERATURE,
    deviation(TEMPERATURE, "motion_temperature_sd"),
    CAVITY_LINEWIDTH,
    deviation(CAVITY_LINEWIDTH, "cavity_linewidth_sd"),
    CAVITY_DETUNING,
    deviation(CAVITY_DETUNING, "cavity_detuning_sd"),
    VACUUM_COUPLING,
    deviation(VACUUM_COUPLING, "vacuum_coupling_sd"),
    TOLERANCE,
    Parameter {
        words: &["auto"],
        doc: "There is one.",
        ..METHOD
    },
];

/// The apparatus with these numbers, in the order of [`PARAMETERS`].
pub(super) fn apparatus(values: [f64; FIELDS]) -> Apparatus {
    let [
        power,
        wavelength,
        optical_depth,
        beam_radius,
        atomic_linewidth,
        atomic_detuning,
        dark_linewidth,
        spin_occupation,
        loss,
        frequency,
        quality_factor,
        temperature,
        cavity_linewidth,
        cavity_detuning,
        vacuum_coupling,
    ] = values;
    Apparatus {
        power,
        wavelength,
        optical_depth,
        beam_radius,
        atomic_linewidth,
        atomic_detuning,
        dark_linewidth,
        spin_occupation,
        loss,
        frequency,
        quality_factor,
        temperature,
        cavity_linewidth,
        cavity_detuning,
        vacuum_coupling,
    }
}

/// The numbers and their standard deviations, all in SI units, such that one
/// deviation to either side stays allowed.
pub(super) fn numbers(arguments: &Arguments) -> Result<[[f64; FIELDS]; 2]> {
    let mut found = [[0.0; FIELDS]; 2];
    let pairs = PARAMETERS.chunks_exact(2).take(FIELDS);
    for (index, pair) in pairs.enumerate() {
        let [value, sd] = [number(arguments, &pair[0])?, number(arguments, &pair[1])?];
        within(arguments, &pair[0], value, &pair[1], sd)?;
        (found[0][index], found[1][index]) = (value, sd);
    }
    Ok(found)
}

fn number(arguments: &Arguments, parameter: &Parameter) -> Result<f64> {
    match arguments.get(parameter.name) {
        Value::Real(number) => Ok(number.value()),
        Value::Quantity(quantity) if quantity.bare && !quantity.is_neutral() => {
            let message = format!(
                "{} = {} has no unit, and powers and lengths have one",
                parameter.name,
                quantity.shown()
            );
            Err(at(arguments, ErrorKind::WrongType, message, parameter)
                .allowed("a rate with a unit, such as 5 kHz"))
        }
        Value::Quantity(quantity) => Ok(quantity.value),
        _ => Ok(0.0),
    }
}

fn within(
    arguments: &Arguments,
    parameter: &Parameter,
    value: f64,
    deviation: &Parameter,
    sd: f64,
) -> Result<()> {
    let (Kind::Quantity { min, max, .. } | Kind::Real { min, max }) = parameter.kind else {
        return Ok(());
    };
    let farthest = (value - min).min(max - value);
    if sd <= farthest {
        return Ok(());
    }
    let message = format!(
        "{} = {sd:?} takes {} = {value:?} ± {sd:?} out of its range, {} to {}",
        deviation.name,
        parameter.name,
        short_real(min),
        short_real(max)
    );
    let allowed = format!("at most {farthest:?} {}", parameter.unit);
    Err(at(arguments, ErrorKind::OutOfRange, message, deviation).allowed(allowed.trim_end()))
}

/// An error of a parameter at the place where it was given.
fn at(arguments: &Arguments, kind: ErrorKind, message: String, parameter: &Parameter) -> Error {
    let error = Error::new(kind, message).parameter(parameter.name);
    match arguments.place(parameter.name) {
        Some(place) if !place.is_empty() => error.at(place),
        _ => error,
    }
}
