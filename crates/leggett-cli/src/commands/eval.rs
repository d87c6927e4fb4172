//! `leggett eval`: one point with its error bounds.

use crate::arrays;
use crate::digits;
use crate::failure::Failure;
use crate::interface;
use crate::interrupt;
use crate::output;
use crate::session::Session;
use crate::table;
use clap::{Arg, ArgAction, ArgMatches, Command};
use leggett_studies::error::Kind;
use leggett_studies::parameter::{self, Value};
use leggett_studies::{Arguments, Error, Evaluation, Found, Given, Raw, Study};
use std::time::Instant;

const AFTER: &str = "\
Values: atoms=1e6, atoms=1_000_000, time=pi/3, time=2*pi/3, regions=[1,2,2],
rate=5kHz, rate=5e3/2Hz, table.entry.field=1.
`observables=[...]` names the observables to compute.
`leggett describe STUDY` lists the parameters of a study with their defaults and
allowed values.

Example: leggett eval repeater atoms=1e4 time=1.234 --json";

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Compute one point of a study, with its error bounds")
        .after_help(AFTER)
        .arg(interface::study())
        .arg(
            Arg::new("parameters")
                .value_name("key=value")
                .action(ArgAction::Append)
                .num_args(0..)
                .help("Parameters of the study, as `leggett describe STUDY` lists them"),
        )
        .arg(interface::jobs())
        .arg(interface::json())
}

pub(super) fn run(matches: &ArgMatches, session: &Session) -> Result<u8, Failure> {
    let study = session.study(matches)?;
    let mut given = given(study, matches, session)?;
    let jobs = session.jobs(matches)?;
    leggett_lab::input_files::attach(study, &mut given).map_err(|error| error.details().clone())?;
    let arguments =
        Arguments::check(study, &given).map_err(|error| with_all_missing(study, &given, error))?;
    let work = interrupt::interruptible();
    let start = Instant::now();
    let evaluation = leggett_lab::evaluate_parts(study, &arguments, jobs, session.memory, &work)
        .map_err(|error| with_place(&given, error.details().clone()))?;
    let elapsed = start.elapsed().as_secs_f64();
    if matches.get_flag("json") {
        let object = leggett_studies::json::evaluation(study, &arguments, &evaluation, elapsed);
        output::print(&format!("{object}\n"))?;
    } else {
        for warning in &evaluation.warnings {
            session.warn(warning);
        }
        output::print(&for_people(study, &arguments, &evaluation, elapsed))?;
    }
    Ok(0)
}

/// The parameters as they were written, each with its place.
fn given(study: &Study, matches: &ArgMatches, session: &Session) -> Result<Vec<Given>, Error> {
    let texts = matches.get_many::<String>("parameters").unwrap_or_default();
    let places = session.places(texts.clone().map(String::as_str));
    texts
        .zip(places)
        .map(|(text, place)| match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => Ok(Given {
                name: name.trim().to_owned(),
                value: written(study, name.trim(), value),
                place,
            }),
            _ => Err(Error::new(
                Kind::WrongType,
                format!("`{text}` does not set a parameter"),
            )
            .allowed("key=value without blanks, such as atoms=1000")
            .at(place)),
        })
        .collect()
}

/// A value as written: paths may have commas, which are no lists.
fn written(study: &Study, name: &str, value: &str) -> Raw {
    match study.parameter(name) {
        Some(parameter) if parameter.kind == parameter::Kind::File => Raw::Text(value.to_owned()),
        _ => Raw::from_argument(value),
    }
}

/// Lists all parameters that are missing, where one is.
fn with_all_missing(study: &Study, given: &[Given], error: Error) -> Error {
    if error.kind != Kind::Missing {
        return error;
    }
    let missing: Vec<_> = study
        .parameters
        .iter()
        .filter(|parameter| parameter.is_required())
        .filter(|parameter| {
            // Fields of a table give the table.
            let own = |item: &Given| item.name.split('.').next() == Some(parameter.name);
            !given.iter().any(own)
        })
        .collect();
    if missing.len() < 2 {
        return error;
    }
    let names: Vec<String> = missing.iter().map(|p| format!("`{}`", p.name)).collect();
    let allowed: Vec<String> = missing
        .iter()
        .map(|parameter| format!("{}: {}", parameter.name, parameter.allowed()))
        .collect();
    Error {
        message: format!("`{}` needs {}", study.name, names.join(" and ")),
        allowed: Some(allowed.join("; ")),
        ..error
    }
}

/// Adds the argument that set the parameter at fault, for errors that only
/// the computation finds.
fn with_place(given: &[Given], error: Error) -> Error {
    let item = given
        .iter()
        .find(|item| error.parameter.as_deref() == Some(item.name.as_str()));
    match item {
        Some(item) => error.at(&item.place),
        None => error,
    }
}

fn for_people(
    study: &Study,
    arguments: &Arguments,
    evaluation: &Evaluation,
    elapsed: f64,
) -> String {
    let mut observables = Vec::new();
    let mut arrays = String::new();
    for observed in &evaluation.observables {
        let declared = study.observable(observed.name);
        let unit = declared.map_or("", |declared| declared.unit);
        let text = match &observed.found {
            Some(Found::Number(estimate)) => {
                let number = digits::with_bound(estimate.value, estimate.error_bound);
                words(&[&number, unit, &format!("({})", estimate.kind.name())])
            }
            Some(Found::Array(array)) => {
                let dims = declared.map_or(&[][..], |declared| declared.dims);
                arrays.push_str(&format!(
                    "{}\n{}",
                    observed.name,
                    arrays::shown(array, dims)
                ));
                let shape = array.estimates.shape.iter().map(usize::to_string);
                let shape = shape.collect::<Vec<_>>().join(" × ");
                let numbers = format!("{shape} numbers below");
                words(&[
                    &numbers,
                    unit,
                    &format!("({})", array.estimates.kind.name()),
                ])
            }
            None => "undefined".to_owned(),
        };
        observables.push(vec![observed.name.to_owned(), text]);
    }
    let parameters: Vec<Vec<String>> = arguments
        .used()
        .into_iter()
        .map(|(name, value)| {
            let default = if arguments.is_given(&name) {
                ""
            } else {
                "default"
            };
            vec![name.into_owned(), shown(value), default.to_owned()]
        })
        .collect();
    format!(
        "{} by method {} in {elapsed:.3} s\n{}{arrays}parameters\n{}",
        study.name,
        evaluation.method,
        table::aligned(&observables),
        table::aligned(&parameters)
    )
}

/// Those that are not empty, with blanks between them.
fn words(words: &[&str]) -> String {
    let words: Vec<&str> = words.iter().copied().filter(|w| !w.is_empty()).collect();
    words.join(" ")
}

fn shown(value: &Value) -> String {
    match value {
        Value::Real(number) => match &number.expression {
            Some(expression) => format!("{expression} = {:?}", number.value()),
            None => format!("{:?}", number.value()),
        },
        Value::Quantity(quantity) => match &quantity.expression {
            Some(expression) => {
                let unit = if quantity.bare {
                    String::new()
                } else {
                    format!(" {}", quantity.dimension.base())
                };
                format!("{expression} = {:?}{unit}", quantity.value)
            }
            None => format!("{:?}", quantity.value),
        },
        Value::List(values) => {
            let items: Vec<String> = values.iter().map(shown).collect();
            format!("[{}]", items.join(","))
        }
        Value::File(file) => file.path.clone(),
        word_or_whole => word_or_whole.canonical(),
    }
}
