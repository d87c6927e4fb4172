//! `leggett export`: a run's results for other programs.

use crate::failure::Failure;
use crate::interface;
use crate::output::{Results, STDOUT};
use crate::session::Session;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};
use leggett_studies::Error;
use leggett_studies::error::Kind;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const AFTER: &str = "\
Zarr needs a program that was built with `cargo build --release --features zarr`.
A file or store that was exported before is replaced when the new one is complete.";

pub(super) fn declare(command: Command) -> Command {
    command
        .about("Export the results of a run for pandas, xarray and others")
        .after_help(AFTER)
        .arg(interface::run_directory())
        .arg(
            Arg::new("to")
                .long("to")
                .value_name("FORMAT")
                .required(true)
                .value_parser(PossibleValuesParser::new(["csv", "zarr"]))
                .help("The format: a table, or a Zarr store for xarray"),
        )
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FILE|DIR")
                .value_parser(value_parser!(PathBuf))
                .value_hint(ValueHint::AnyPath)
                .help(
                    "The file to write, for Zarr the directory [default for a table: standard \
                     output]",
                ),
        )
}

pub(super) fn run(matches: &ArgMatches, _: &Session) -> Result<u8, Failure> {
    let run = interface::path(matches, "run");
    let output = matches.get_one::<PathBuf>("output");
    let zarr = matches
        .get_one::<String>("to")
        .is_some_and(|format| format == "zarr");
    match output {
        Some(directory) if zarr => {
            leggett_lab::export_zarr(leggett_studies::studies(), run, directory)?;
        }
        None if zarr => return Err(directory_missing().into()),
        Some(file) => to_file(run, file)?,
        None => to_stdout(run)?,
    }
    Ok(0)
}

/// A store cannot be printed.
fn directory_missing() -> Error {
    Error::new(Kind::Missing, "--to zarr needs --output")
        .parameter("output")
        .allowed("the directory to write, such as --output results.zarr")
}

fn to_stdout(run: &Path) -> Result<(), Failure> {
    fill(run, STDOUT, io::stdout().lock()).map(drop)
}

/// Writes the whole file or, where that fails, leaves what was there.
fn to_file(run: &Path, file: &Path) -> Result<(), Failure> {
    let name = file.display().to_string();
    let failed = |error: io::Error| Failure::writing(&name, &error);
    // Through a symbolic link, onto what it points to.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&target).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        // A device or a pipe can only be written to, not replaced.
        let device = OpenOptions::new().write(true).open(&target);
        return fill(run, &name, device.map_err(failed)?).map(drop);
    }
    let part = beside(&target);
    let written = File::create_new(&part)
        .map_err(failed)
        .and_then(|created| fill(run, &name, created))
        .and_then(|filled| {
            let moved = filled.sync_all().and_then(|()| fs::rename(&part, &target));
            moved.map_err(failed)
        });
    if written.is_err() {
        // It is ours, and of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Where a file stands until it is whole.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    target.with_file_name(name)
}

/// Writes the table, and gives the writer back.
fn fill<W: Write>(run: &Path, destination: &str, writer: W) -> Result<W, Failure> {
    let mut out = Results::new(BufWriter::new(writer), destination);
    let exported = leggett_lab::export_csv(leggett_studies::studies(), run, &mut out);
    out.outcome(exported)?;
    let flushed = out.flush();
    out.outcome(flushed.map_err(|error| Failure::writing(destination, &error)))?;
    Ok(out.into_inner().into_parts().0)
}
