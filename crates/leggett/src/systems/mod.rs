//! The physical set-ups, one module each.

pub mod micro_macro;
pub mod repeater;
