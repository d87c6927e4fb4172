//! The command line of leggett: it reads arguments, asks the libraries and
//! prints what they answer.

mod arguments;
mod arrays;
mod commands;
mod digits;
mod failure;
mod interface;
mod interrupt;
mod output;
mod progress;
mod runs;
mod session;
mod table;
mod usage;

use session::Session;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let json = words.iter().any(|word| word == "--json");
    let code = match interface::tree().try_get_matches_from(&words) {
        Ok(matches) => Session::new(&matches, words)
            .and_then(|session| commands::run(&matches, &session))
            .unwrap_or_else(|failure| failure.report(json)),
        Err(error) => usage::answer(&error, &words, json),
    };
    ExitCode::from(code)
}
