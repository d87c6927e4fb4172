//! Developer commands of leggett, run as `cargo xtask COMMAND`.
//!
//! They use the standard library alone, so that they build in a second and
//! need nothing but Rust.

mod bench;
mod check;
mod cli;
mod figures;
mod python;
mod tally;
mod tidy;

use std::process::ExitCode;

/// A developer command: its name, its arguments in words, what it does, and
/// the function that runs it.
struct Command {
    name: &'static str,
    arguments: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const COMMANDS: [Command; 4] = [
    Command {
        name: "check",
        arguments: "",
        summary: "everything the project requires: format, tidy, lints, docs, build, tests",
        run: check::run,
    },
    Command {
        name: "tidy",
        arguments: "[--report]",
        summary: "the architecture rules; --report lists every long file and function",
        run: tidy::run,
    },
    Command {
        name: "figures",
        arguments: "[--quick] [FIGURE...]",
        summary: "redraw the figures of the gallery into docs/figures",
        run: figures::run,
    },
    Command {
        name: "bench",
        arguments: "[--peers] [FILTER]",
        summary: "the benchmarks and their goals; --peers measures NumPy and SciPy too",
        run: bench::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let help = ["-h", "--help", "help"];
    let Some((name, rest)) = arguments.split_first() else {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    };
    if arguments.iter().any(|word| help.contains(&word.as_str())) {
        print!("{}", usage());
        return ExitCode::SUCCESS;
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("error: there is no developer command `{name}`\n");
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n\n");
    for command in &COMMANDS {
        let call = format!("{} {}", command.name, command.arguments);
        text.push_str(&format!("  {call:<29} {}\n", command.summary));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usage_lists_every_command() {
        let text = usage();
        for command in &COMMANDS {
            assert!(text.contains(command.name), "{} is missing", command.name);
        }
    }
}
