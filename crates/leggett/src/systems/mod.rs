//! The physical set-ups, one module each.

pub mod hybrid;
pub mod micro_macro;
pub mod repeater;
