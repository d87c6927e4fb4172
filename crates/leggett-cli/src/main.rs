//! The command line of leggett.
fn main() {}
