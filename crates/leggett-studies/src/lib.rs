//! The named computations of leggett.
//!
//! A [`Study`] is declared once: its name, parameters, observables, methods
//! and sources. Help, `describe`, the JSON Schema, the checks of input and
//! the faces derive from that declaration. This crate knows no files, no
//! storage and no figures.

pub mod arguments;
pub mod describe;
pub mod error;
pub mod file;
pub mod found;
pub mod json;
pub mod number;
pub mod parameter;
pub mod quantity;
pub mod study;
pub mod table;

mod hybrid;
mod micro_macro;
mod repeater;
mod single;

pub use arguments::{Arguments, Given, Raw};
pub use error::{Error, Result};
pub use file::ArrayFile;
pub use found::{Array, Coordinates, Found};
pub use leggett::estimate::{ErrorKind, Estimate, Estimates};
pub use leggett_num::Work;
pub use study::{Evaluation, Observed, Plan, Study};

/// All studies, in the order in which they are shown.
pub fn studies() -> &'static [&'static Study] {
    static ALL: [&Study; 13] = [
        &micro_macro::measure::STUDY,
        &micro_macro::lose::STUDY,
        &micro_macro::noise::STUDY,
        &micro_macro::macroscopicity::STUDY,
        &micro_macro::optimum::STUDY,
        &repeater::STUDY,
        &hybrid::steady_state::STUDY,
        &hybrid::optimum::STUDY,
        &hybrid::conditional::STUDY,
        &hybrid::evolution::STUDY,
        &hybrid::sensing::STUDY,
        &hybrid::laboratory::STUDY,
        &hybrid::network::STUDY,
    ];
    &ALL
}

/// At most the first 60 characters, so that a message stays a line.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The study of that name.
pub fn find(name: &str) -> Result<&'static Study> {
    study::find(studies(), name)
}
