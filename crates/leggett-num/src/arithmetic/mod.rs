//! One formula in three arithmetics: plain doubles, doubles with a bound on
//! their rounding errors ([`Ball`]), and doubles with first and second
//! derivatives ([`Jet`]).
//!
//! A closed form that is written once for any [`Real`] gives its value, a
//! proven error bound, and the gradient and Hessian that an optimiser needs.

mod ball;
mod jet;

pub use ball::Ball;
pub use jet::Jet;

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A real number in one of the arithmetics.
pub trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// A constant, taken as exact.
    fn of(value: f64) -> Self;

    /// The double that stands for it.
    fn value(self) -> f64;

    /// √self.
    fn sqrt(self) -> Self;

    /// e^self.
    fn exp(self) -> Self;

    /// self².
    fn square(self) -> Self {
        self * self
    }

    /// self·factor, the factor taken as exact.
    fn times(self, factor: f64) -> Self {
        self * Self::of(factor)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn value(self) -> f64 {
        self
    }

    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }

    fn exp(self) -> Self {
        f64::exp(self)
    }
}
