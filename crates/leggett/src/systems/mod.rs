//! The physical set-ups, one module each.

pub mod repeater;
