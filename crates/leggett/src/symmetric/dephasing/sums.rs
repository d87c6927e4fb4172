//! The two sums over J, taken outwards from the mode of their terms.

/// Terms below this share of the sum end the window.
pub(super) const NEGLIGIBLE: f64 = 1e-21;

/// c_J and c_J L_J relative to the mode, and their relative error.
pub(super) struct Term {
    pub plain: f64,
    pub ladder: f64,
    pub error: f64,
}

impl Term {
    pub fn at_mode() -> Self {
        Self {
            plain: 1.0,
            ladder: 1.0,
            error: 0.0,
        }
    }

    pub fn scale(&mut self, step: f64, ladder: f64, error: f64) {
        self.plain *= step;
        self.ladder *= step * ladder;
        self.error += error + 24.0 * f64::EPSILON;
    }
}

/// Σ c_J, and Σ c_J L_J times exp(−`ln_scale`), with the sums of their errors.
pub(super) struct Sums {
    pub plain: f64,
    pub plain_error: f64,
    pub ladder: f64,
    pub ladder_error: f64,
    pub ln_scale: f64,
}

impl Sums {
    pub fn at_mode() -> Self {
        Self {
            plain: 1.0,
            plain_error: 0.0,
            ladder: 1.0,
            ladder_error: 0.0,
            ln_scale: 0.0,
        }
    }

    /// Whether the terms have become negligible in both sums.
    pub fn add(&mut self, term: &mut Term) -> bool {
        self.plain += term.plain;
        self.plain_error += term.plain * term.error;
        self.ladder += term.ladder;
        self.ladder_error += term.ladder * term.error;
        if self.ladder > 1e200 {
            for value in [&mut self.ladder, &mut self.ladder_error, &mut term.ladder] {
                *value *= 1e-200;
            }
            self.ln_scale += 200.0 * std::f64::consts::LN_10;
        }
        term.plain < NEGLIGIBLE * self.plain && term.ladder < NEGLIGIBLE * self.ladder
    }

    pub fn error(&self) -> f64 {
        self.plain_error / self.plain + self.ladder_error / self.ladder
    }
}
