//! What every figure must do, whatever it shows.

mod samples;
