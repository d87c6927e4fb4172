//! What every figure must do, whatever it shows.

mod picture;
mod random;
mod refusals;
mod samples;
mod text;
mod ticks;
