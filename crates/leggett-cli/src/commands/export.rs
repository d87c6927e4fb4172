//! `leggett export`: a run's results for other programs.

use crate::failure::Failure;
use crate::interface;
use crate::output::Results;
use crate::session::Session;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use leggett_lab::Error;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Export the results of a run for pandas and others")
        .arg(interface::run_directory())
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FORMAT")
                .required(true)
                .value_parser(PossibleValuesParser::new(["csv"]))
                .help("The format"),
        )
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::FilePath)
                .help("The file to write [default: standard output]"),
        )
}

pub(super) fn run(matches: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    let run = interface::path(matches, "run");
    match matches.get_one::<PathBuf>("output") {
        Some(file) => to_file(run, file)?,
        None => to_stdout(run)?,
    }
    Ok(0)
}

fn to_stdout(run: &Path) -> Result<(), Failure> {
    let mut out = Results::new(BufWriter::new(io::stdout().lock()));
    let exported = leggett_lab::export_csv(leggett_studies::studies(), run, &mut out);
    out.outcome(exported)?;
    let flushed = out.flush();
    out.outcome(flushed)
}

/// Writes the whole file or, where that fails, leaves what was there.
fn to_file(run: &Path, file: &Path) -> Result<(), Failure> {
    let failed = |error| Error::io("write", file, error);
    // Through a symbolic link, and onto what it points to.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&target).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        // A device or a pipe can only be written to, not replaced.
        let device = OpenOptions::new()
            .write(true)
            .open(&target)
            .map_err(failed)?;
        return fill(run, file, device).map(drop);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let part = target.with_file_name(name);
    let written = File::create_new(&part)
        .map_err(|error| Failure::from(failed(error)))
        .and_then(|created| fill(run, file, created))
        .and_then(|created| {
            let moved = created.sync_all().and_then(|()| fs::rename(&part, &target));
            moved.map_err(|error| failed(error).into())
        });
    if written.is_err() {
        // It is ours, and of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&part);
    }
    written
}

fn fill(run: &Path, name: &Path, file: File) -> Result<File, Failure> {
    let mut out = BufWriter::new(file);
    leggett_lab::export_csv(leggett_studies::studies(), run, &mut out)?;
    let flushed = out.into_inner().map_err(|error| error.into_error());
    flushed.map_err(|error| Error::io("write", name, error).into())
}
