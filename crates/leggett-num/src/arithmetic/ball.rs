//! A double with a bound on its distance from the true number.

use super::Real;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Half the distance from 1 to the next double.
const UNIT: f64 = f64::EPSILON / 2.0;

/// Beyond the rounding of a result: its bound is computed in some ten rounded
/// steps, and what underflows is less than the smallest normal number.
const INFLATION: f64 = 1.0 + 16.0 * f64::EPSILON;

/// A number known to lie within `error` of `value`.
///
/// Every operation adds its rounding error to those that it inherits. Errors
/// are taken as independent, so x − x has twice the error of x. A division by,
/// or a root of, a number that may be 0 has an infinite error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ball {
    /// The centre.
    pub value: f64,
    /// The radius.
    pub error: f64,
}

impl Ball {
    /// A number of which no more is known than this.
    pub fn new(value: f64, error: f64) -> Self {
        Self { value, error }
    }

    /// The result of an operation that rounds once, with inherited errors.
    fn rounded(value: f64, inherited: f64) -> Self {
        let error = (inherited + UNIT * value.abs() + f64::MIN_POSITIVE) * INFLATION;
        Self { value, error }
    }

    /// The result of a library function, whose last two bits may be wrong.
    fn from_library(value: f64, inherited: f64) -> Self {
        Self::rounded(value, inherited + 4.0 * UNIT * value.abs())
    }

    /// tan self.
    pub fn tan(self) -> Self {
        let value = self.value.tan();
        // The slope 1 + tan² is largest at one of the ends.
        let farthest = (self.value.abs() + self.error).tan().abs();
        Self::from_library(value, self.error * (1.0 + farthest * farthest))
    }
}

impl Real for Ball {
    fn of(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    fn value(self) -> f64 {
        self.value
    }

    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        let inherited = if self.error == 0.0 {
            0.0
        } else if self.value > self.error {
            // |√a − √b| = |a − b|/(√a + √b)
            self.error / (value + (self.value - self.error).sqrt())
        } else {
            f64::INFINITY
        };
        Self::rounded(value, inherited)
    }

    fn exp(self) -> Self {
        let value = self.value.exp();
        let inherited = if self.error < 1.0 {
            value * self.error.exp_m1() * INFLATION
        } else {
            // A small value times a large factor would be 0·∞; an exponent of
            // hundreds turns the rounding of the sum into some 1e-13.
            (self.value + self.error).exp() * (1.0 + 1e-12)
        };
        Self::from_library(value, inherited)
    }
}

impl Add for Ball {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::rounded(self.value + other.value, self.error + other.error)
    }
}

impl Sub for Ball {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Neg for Ball {
    type Output = Self;

    fn neg(self) -> Self {
        Self {
            value: -self.value,
            error: self.error,
        }
    }
}

impl Mul for Ball {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let inherited = self.value.abs() * other.error
            + other.value.abs() * self.error
            + self.error * other.error;
        Self::rounded(self.value * other.value, inherited)
    }
}

impl Div for Ball {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        let nearest = other.value.abs() - other.error;
        let inherited = if nearest > 0.0 {
            (self.error + value.abs() * other.error) / nearest
        } else {
            f64::INFINITY
        };
        Self::rounded(value, inherited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Exact arithmetic on eighths: sums and products of these are doubles.
    fn eighth(numerator: i32) -> f64 {
        f64::from(numerator) / 8.0
    }

    proptest! {
        /// a/b·b, √a², (a+b)−b and the like return to where they came from.
        #[test]
        fn the_truth_stays_inside(a in 1i32..4000, b in 1i32..4000, error in 0.0f64..1e-3) {
            let (x, y) = (eighth(a), eighth(b));
            // x and y known to `error`, at an end of what that allows.
            let (left, right) = (Ball::new(x + error, error * 1.0001), Ball::new(y, 0.0));
            for (found, truth) in [
                (left / right * right, x),
                (left.sqrt().square(), x),
                (left + right - right, x),
                ((left - right) * (left + right), x * x - y * y),
                (Ball::of(1.0) / (Ball::of(1.0) / left), x),
            ] {
                prop_assert!((found.value - truth).abs() <= found.error, "{found:?} {truth}");
                prop_assert!(found.error < 4.0 * (error + 1e-15) * (1.0 + x + y) * (1.0 + x / y));
            }
        }
    }

    #[test]
    fn exponentials_of_uncertain_numbers() {
        let vanishing = Ball::new(-1e30, 1e20).exp();
        assert!(vanishing.value == 0.0 && vanishing.error < 1e-300);
        let vague = Ball::new(2.0, 3.0).exp();
        assert!(vague.value + vague.error >= 5f64.exp());
        let close = Ball::new(2.0, 1e-9).exp();
        assert!(close.error > 7.3e-9 && close.error < 7.5e-9);
    }

    #[test]
    fn a_divisor_that_may_vanish() {
        let wide = Ball::new(1.0, 2.0);
        assert_eq!((Ball::of(1.0) / wide).error, f64::INFINITY);
        assert_eq!(wide.sqrt().error, f64::INFINITY);
        assert_eq!(Ball::of(0.0).sqrt().value, 0.0);
    }
}
