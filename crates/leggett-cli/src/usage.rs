//! What the parser of arguments answers, in the form of all other answers.

use crate::arguments;
use crate::failure::Failure;
use crate::output;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use leggett_studies::Error;
use leggett_studies::error::Kind;
use std::ffi::OsString;

/// Prints help, the version or an error, and says the exit code.
pub(crate) fn answer(error: &clap::Error, words: &[OsString], json: bool) -> u8 {
    let styled = error.render();
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let text = if output::colour_on_stdout() {
            styled.ansi().to_string()
        } else {
            styled.to_string()
        };
        return match output::print(&text) {
            Ok(()) => 0,
            Err(failure) => failure.report(false),
        };
    }
    if json {
        return Failure::from(translated(error, words)).report(true);
    }
    output::tell(&if output::colour_on_stderr() {
        styled.ansi().to_string()
    } else {
        styled.to_string()
    });
    if let Some(advice) = advice(error, words) {
        output::tell(&format!("{advice}\n"));
    }
    Kind::WrongType.exit_code()
}

/// The parser's error as one of ours.
fn translated(error: &clap::Error, words: &[OsString]) -> Error {
    let named = text(error, ContextKind::InvalidArg);
    let kind = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => Kind::UnknownParameter,
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Kind::Missing,
        ErrorKind::ArgumentConflict if named == text(error, ContextKind::PriorArg) => {
            Kind::Duplicate
        }
        ErrorKind::ArgumentConflict => Kind::Contradiction,
        _ => Kind::WrongType,
    };
    let message = match advice(error, words) {
        Some(advice) => format!("{}. {advice}", message(error)),
        None => message(error),
    };
    let mut ours = Error::new(kind, message);
    if let Some(name) = &named {
        ours = ours.parameter(name.split([' ', '=']).next().map_or("", bare));
    }
    if let Some(allowed) = allowed(error) {
        ours = ours.allowed(allowed);
    }
    let at_fault = [
        text(error, ContextKind::InvalidValue),
        text(error, ContextKind::InvalidSubcommand),
        named,
    ];
    let place = at_fault
        .iter()
        .flatten()
        .find_map(|text| arguments::place(words, text));
    match place {
        Some(place) => ours.at(place),
        None => ours,
    }
}

/// What those should know who give parameters as options.
fn advice(error: &clap::Error, words: &[OsString]) -> Option<&'static str> {
    let evaluates = words.iter().any(|word| word == "eval");
    (evaluates && error.kind() == ErrorKind::UnknownArgument)
        .then_some("Parameters of a study are written key=value, such as atoms=1000.")
}

/// A name without what marks it as an option or a value.
fn bare(name: &str) -> &str {
    name.trim_matches(['-', '<', '>', '[', ']', '.'])
}

/// The first paragraph as one sentence.
fn message(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing".to_owned();
    }
    let rendered = error.render().to_string();
    let first = rendered.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    words.join(" ").trim_start_matches("error: ").to_owned()
}

fn allowed(error: &clap::Error) -> Option<String> {
    [ContextKind::ValidValue, ContextKind::ValidSubcommand]
        .into_iter()
        .find_map(|kind| text(error, kind))
        .or_else(|| {
            let usage = text(error, ContextKind::Usage)?;
            let usage: Vec<&str> = usage.split_whitespace().collect();
            Some(usage.join(" ").trim_start_matches("Usage: ").to_owned())
        })
}

fn text(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
