//! Results as a Zarr store, which xarray opens.
//!
//! Zarr brings many crates, so that this is a feature of the crate. Without it
//! the function is still there, and says how to get it.

#[cfg(feature = "zarr")]
mod arrays;
#[cfg(feature = "zarr")]
mod attributes;
#[cfg(feature = "zarr")]
mod column;
#[cfg(feature = "zarr")]
mod layout;
#[cfg(feature = "zarr")]
mod target;
#[cfg(feature = "zarr")]
mod write;

use crate::error::Result;
use leggett_studies::Study;
use std::path::Path;

/// Writes a run's results as a store of Zarr format 3 at `target`.
///
/// Every observable is an array, with its `…_error_bound` and
/// `…_error_kind`; `method_used`, `warnings` and `error` are arrays of texts.
/// If the experiment has one sweep, without lists, each of its axes is a
/// dimension with a coordinate of its name; otherwise there is one dimension
/// `point`, along which every parameter is a coordinate. Points that failed or
/// are not there are NaN. An observable that has the name of a parameter is
/// called `…_found`.
///
/// An observable that is an array has its own dimensions after those of the
/// points, and one `…_error_kind` a point. Where the coordinates along such a
/// dimension are the same at all points, they are a coordinate of its name;
/// otherwise shorter arrays are filled up with NaN, and there is a coordinate
/// `…_values` over points and dimension, and `…_count`, how many of them each
/// point has. The bytes depend on the experiment and the results
/// alone.
///
/// The store takes its name when it is complete; one that was exported earlier
/// is replaced.
///
/// # Errors
///
/// Input errors: a directory that is not a run of one of these studies; a
/// target that is something else than an exported store; a program built
/// without the feature `zarr`. Otherwise, what cannot be read or written.
pub fn export_zarr(studies: &[&'static Study], run: &Path, target: &Path) -> Result<()> {
    #[cfg(feature = "zarr")]
    return write::export(studies, run, target);
    #[cfg(not(feature = "zarr"))]
    {
        let _ = (studies, run, target);
        Err(left_out())
    }
}

#[cfg(not(feature = "zarr"))]
fn left_out() -> crate::Error {
    let message = "this program was built without export to Zarr";
    crate::Error::new(leggett_studies::error::Kind::NotApplicable, message)
        .parameter("to")
        .allowed("csv, or a program built by `cargo build --release --features zarr`")
}
