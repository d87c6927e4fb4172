//! Experiment files, runs, figures and claims of leggett.
//!
//! An [`Experiment`] is read from a TOML file; [`run::run`] computes its
//! points into a run directory that survives interruptions and damage;
//! [`run::export_csv`] and [`run::plot_run`] read such a directory.

pub mod claims;
pub mod error;
pub mod experiment;
pub mod figure;
pub mod memory;
pub mod reproduce;
pub mod run;
pub mod schema;

pub use error::{Error, Result};
pub use experiment::Experiment;
pub use run::{
    Progress, RunOptions, RunSummary, Status, evaluate_parts, export_csv, plot_run, run, status,
};

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod testing;
