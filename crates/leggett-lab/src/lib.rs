//! Experiment files, runs, figures and claims of leggett.
//!
//! An [`Experiment`] is read from a TOML file; [`run::run`] computes its
//! points, or a shard of them, into a run directory that survives
//! interruptions and damage; [`run::merge`] joins such directories, and
//! [`run::export_csv`], [`run::export_zarr`] and [`run::plot_run`] read them.

pub mod claims;
pub mod error;
pub mod experiment;
pub mod figure;
pub mod input_files;
pub mod memory;
pub mod reproduce;
pub mod run;
pub mod schema;

pub use error::{Error, Result};
pub use experiment::Experiment;
pub use run::{
    MergeSummary, Plotted, Progress, RunOptions, RunSummary, Shard, Status, evaluate_parts,
    export_csv, export_zarr, merge, plot_run, run, status,
};

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod testing;
