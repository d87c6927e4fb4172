//! From the parameters of a point to a path of light.

use super::super::system::{angle, real};
use super::STUDY;
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use leggett::systems::hybrid::light_path::{Coupled, LightPath, Outlet, Station, check_stations};
use leggett::systems::hybrid::{Imbalance, Oscillator};
use std::f64::consts::FRAC_PI_2;

/// What the parameters describe.
pub(super) struct Described {
    pub path: LightPath,
    pub names: Vec<String>,
    pub pair: Option<[usize; 2]>,
    /// The homodyne ports: name, outlet, phase, efficiency.
    pub ports: Vec<(String, usize, f64, f64)>,
    pub frequencies: Vec<f64>,
    pub force: Option<usize>,
    /// The beam splitters that are met twice.
    pub loops: Vec<String>,
    /// Whether nothing that needs a steady state is asked for.
    pub only_stability: bool,
}

pub(super) fn wrong(
    parameter: &str,
    message: impl Into<String>,
    allowed: impl Into<String>,
) -> Error {
    Error::new(ErrorKind::Contradiction, message)
        .parameter(parameter)
        .allowed(allowed)
}

pub(super) fn describe(arguments: &Arguments) -> Result<Described> {
    let order: Vec<String> = names(arguments, "order");
    check_stations(order.len())?;
    let known = arguments.entries("components");
    if let Some(name) = order.iter().find(|name| !known.contains(name)) {
        let message = format!("order names `{name}`, which is not among the components");
        return Err(wrong("order", message, known.join(", ")));
    }
    if let Some(name) = known.iter().find(|name| !order.contains(name)) {
        let message = format!("the light never meets `{name}`");
        return Err(wrong(
            &format!("components.{name}"),
            message,
            "components that are in `order`",
        ));
    }
    let mut path = LightPath {
        oscillators: Vec::new(),
        beam_splitters: Vec::new(),
        stations: Vec::new(),
        losses: losses(arguments, order.len())?,
        outlets: Vec::new(),
    };
    let (mut oscillators, mut splitters) = (Vec::new(), Vec::new());
    for name in &order {
        let field = |field: &str| format!("components.{name}.{field}");
        path.stations.push(match arguments.word(&field("kind")) {
            Some("beam-splitter") => {
                let index = place(&mut splitters, name);
                if index == path.beam_splitters.len() {
                    path.beam_splitters
                        .push(real(arguments, &field("transmission")));
                }
                Station::BeamSplitter(index)
            }
            Some("phase") => Station::Phase(real(arguments, &field("phase"))),
            _ => {
                let index = place(&mut oscillators, name);
                if index == path.oscillators.len() {
                    path.oscillators.push(coupled(arguments, name)?);
                }
                Station::Oscillator(index)
            }
        });
    }
    if splitters.iter().any(|name| name == "end") {
        let message = "`end` is what lies behind the last component, no beam splitter";
        return Err(wrong("components.end", message, "another name"));
    }
    for name in &splitters {
        let count = order.iter().filter(|other| *other == name).count();
        if count > 2 {
            let message = format!("the light meets the beam splitter `{name}` {count} times");
            return Err(wrong("order", message, "each beam splitter once or twice"));
        }
    }
    if oscillators.is_empty() {
        return Err(wrong(
            "order",
            "there is no oscillator",
            "at least one oscillator",
        ));
    }
    let ports = outlets(arguments, &order, &splitters, &mut path)?;
    Ok(Described {
        pair: pair(arguments, &oscillators)?,
        frequencies: arguments.list_of_reals("frequencies").unwrap_or_default(),
        force: match arguments.list_of_names("force_on").as_deref() {
            Some([name]) => Some(find(&oscillators, name, "force_on")?),
            _ => None,
        },
        loops: (splitters.iter())
            .filter(|name| order.iter().filter(|other| other == name).count() == 2)
            .cloned()
            .collect(),
        only_stability: arguments.observables() == ["stable"],
        names: oscillators,
        path,
        ports,
    })
}

fn names(arguments: &Arguments, parameter: &str) -> Vec<String> {
    let names = arguments.list_of_names(parameter).unwrap_or_default();
    names.into_iter().map(str::to_owned).collect()
}

/// The place of a name, which is added if it is new.
fn place(known: &mut Vec<String>, name: &str) -> usize {
    known
        .iter()
        .position(|other| other == name)
        .unwrap_or_else(|| {
            known.push(name.to_owned());
            known.len() - 1
        })
}

fn find(known: &[String], name: &str, parameter: &str) -> Result<usize> {
    known.iter().position(|other| other == name).ok_or_else(|| {
        let message = format!("{parameter} names `{name}`, which is not an oscillator");
        wrong(parameter, message, known.join(", "))
    })
}

fn losses(arguments: &Arguments, stations: usize) -> Result<Vec<f64>> {
    let between = stations.saturating_sub(1);
    let given = arguments.list_of_reals("losses").unwrap_or_default();
    match given.as_slice() {
        [all] => Ok(vec![*all; between]),
        list if list.len() == between => Ok(list.to_vec()),
        list => {
            let message = format!("losses has {} numbers for {stations} stations", list.len());
            Err(wrong(
                "losses",
                message,
                format!("one number, or {between}"),
            ))
        }
    }
}

fn coupled(arguments: &Arguments, name: &str) -> Result<Coupled> {
    let field = |field: &str| format!("components.{name}.{field}");
    let coupling = field("coupling");
    Ok(Coupled {
        oscillator: oscillator(arguments, field)?,
        negative: arguments.word(&field("mass")) == Some("negative"),
        coupling: arguments
            .rate(&coupling)
            .ok_or_else(|| arguments.missing(&STUDY, &coupling))?,
        angle: angle(arguments, &field("theta")).unwrap_or(Imbalance { tilt: 0.0 }),
        detuning: arguments.rate(&field("detuning")).unwrap_or(0.0),
    })
}

/// Its bath in exactly one of the two ways.
fn oscillator(arguments: &Arguments, field: impl Fn(&str) -> String) -> Result<Oscillator> {
    let [linewidth, decoherence, occupation] =
        ["linewidth", "decoherence", "occupation"].map(field);
    match (arguments.rate(&linewidth), arguments.rate(&decoherence)) {
        (Some(rate), None) => Ok(Oscillator::with_occupation(
            rate,
            real(arguments, &occupation),
        )),
        (None, Some(rate)) if !arguments.is_given(&occupation) => Ok(Oscillator::hot(rate)),
        (None, None) => Err(arguments
            .missing(&STUDY, &linewidth)
            .allowed(format!("{linewidth} (with {occupation}), or {decoherence}"))),
        (given, _) => {
            let other = if given.is_some() {
                &linewidth
            } else {
                &occupation
            };
            Err(arguments.contradiction(
                &decoherence,
                other,
                format!("decoherence is all there is of a bath; {other} says something of it too"),
            ))
        }
    }
}

/// The outlets of the path, and those that are detected.
fn outlets(
    arguments: &Arguments,
    order: &[String],
    splitters: &[String],
    path: &mut LightPath,
) -> Result<Vec<(String, usize, f64, f64)>> {
    let mut detected = Vec::new();
    for name in arguments.entries("ports") {
        let field = |field: &str| format!("ports.{name}.{field}");
        let at = arguments
            .list_of_names(&field("at"))
            .and_then(|names| names.first().copied());
        let outlet = match at {
            None | Some("end") => Outlet::End,
            Some(splitter) => {
                let index = splitters
                    .iter()
                    .position(|other| other == splitter)
                    .ok_or_else(|| {
                        let message = format!("there is no beam splitter `{splitter}`");
                        wrong(&field("at"), message, "end, or a beam splitter of `order`")
                    })?;
                if order.iter().filter(|other| *other == splitter).count() == 2 {
                    let message = format!("both outputs of `{splitter}` lead on");
                    return Err(wrong(
                        &field("at"),
                        message,
                        "a beam splitter that the light meets once",
                    ));
                }
                Outlet::BeamSplitter(index)
            }
        };
        if path.outlets.contains(&outlet) {
            let message = "two ports are at the same place";
            return Err(wrong(&field("at"), message, "one port for each output"));
        }
        if arguments.word(&field("detect")) == Some("homodyne") {
            let phase = arguments
                .real(&field("phase"))
                .map_or(FRAC_PI_2, Number::value);
            let efficiency = real(arguments, &field("efficiency"));
            detected.push((name.clone(), path.outlets.len(), phase, efficiency));
        }
        path.outlets.push(outlet);
    }
    for (index, splitter) in splitters.iter().enumerate() {
        let once = order.iter().filter(|other| *other == splitter).count() == 1;
        if once && !path.outlets.contains(&Outlet::BeamSplitter(index)) {
            let message = format!("the second output of `{splitter}` leads nowhere");
            let allowed = format!(
                "a port with at = {splitter} (detect = none loses it), or a second visit in `order`"
            );
            return Err(wrong("ports", message, allowed));
        }
    }
    Ok(detected)
}

fn pair(arguments: &Arguments, oscillators: &[String]) -> Result<Option<[usize; 2]>> {
    let given = names(arguments, "pair");
    match given.as_slice() {
        [] => Ok((oscillators.len() > 1).then_some([0, 1])),
        [one, other] if one != other => Ok(Some([
            find(oscillators, one, "pair")?,
            find(oscillators, other, "pair")?,
        ])),
        _ => Err(wrong(
            "pair",
            "pair is not two names",
            "two different oscillators",
        )),
    }
}
