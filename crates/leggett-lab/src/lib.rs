//! Experiment files, runs, figures and claims of leggett.
