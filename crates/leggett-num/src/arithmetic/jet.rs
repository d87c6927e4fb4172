//! A double with its first and second derivatives.

use super::Real;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// f, its gradient and its Hessian with respect to N variables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jet<const N: usize> {
    /// f.
    pub value: f64,
    /// ∂f/∂x_i.
    pub gradient: [f64; N],
    /// ∂²f/∂x_i∂x_j.
    pub hessian: [[f64; N]; N],
}

impl<const N: usize> Jet<N> {
    /// The variable with this index at this value.
    pub fn variable(value: f64, index: usize) -> Self {
        let mut jet = Self::of(value);
        jet.gradient[index] = 1.0;
        jet
    }

    /// f(self), given f, f' and f'' at its value.
    pub fn chain(self, value: f64, first: f64, second: f64) -> Self {
        let mut result = Self::of(value);
        for i in 0..N {
            result.gradient[i] = first * self.gradient[i];
            for j in 0..N {
                result.hessian[i][j] =
                    first * self.hessian[i][j] + second * self.gradient[i] * self.gradient[j];
            }
        }
        result
    }

    fn zip(self, other: Self, combine: impl Fn(f64, f64) -> f64) -> Self {
        let mut result = Self::of(combine(self.value, other.value));
        for i in 0..N {
            result.gradient[i] = combine(self.gradient[i], other.gradient[i]);
            for j in 0..N {
                result.hessian[i][j] = combine(self.hessian[i][j], other.hessian[i][j]);
            }
        }
        result
    }
}

impl<const N: usize> Real for Jet<N> {
    fn of(value: f64) -> Self {
        Self {
            value,
            gradient: [0.0; N],
            hessian: [[0.0; N]; N],
        }
    }

    fn value(self) -> f64 {
        self.value
    }

    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        self.chain(root, 0.5 / root, -0.25 / (root * self.value))
    }

    fn exp(self) -> Self {
        let value = self.value.exp();
        self.chain(value, value, value)
    }

    fn times(self, factor: f64) -> Self {
        self.chain(self.value * factor, factor, 0.0)
    }
}

impl<const N: usize> Add for Jet<N> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl<const N: usize> Sub for Jet<N> {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl<const N: usize> Neg for Jet<N> {
    type Output = Self;

    fn neg(self) -> Self {
        self.times(-1.0)
    }
}

impl<const N: usize> Mul for Jet<N> {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let mut result = Self::of(self.value * other.value);
        for i in 0..N {
            result.gradient[i] = self.value * other.gradient[i] + other.value * self.gradient[i];
            for j in 0..N {
                result.hessian[i][j] = self.value * other.hessian[i][j]
                    + other.value * self.hessian[i][j]
                    + self.gradient[i] * other.gradient[j]
                    + self.gradient[j] * other.gradient[i];
            }
        }
        result
    }
}

impl<const N: usize> Div for Jet<N> {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        let inverse = 1.0 / other.value;
        let square = inverse * inverse;
        self * other.chain(inverse, -square, 2.0 * square * inverse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn formula<T: Real>(x: T, y: T) -> T {
        (x.square() / (y + T::of(2.0)) - y.times(3.0)).exp() + (x * y + T::of(5.0)).sqrt()
    }

    proptest! {
        /// Derivatives against central differences.
        #[test]
        fn derivatives(x in -1.0f64..1.0, y in -1.0f64..1.0) {
            let jet = formula::<Jet<2>>(Jet::variable(x, 0), Jet::variable(y, 1));
            let f = |dx: f64, dy: f64| formula(x + dx, y + dy);
            let h = 1e-4;
            let scale = 1.0 + jet.value.abs();
            prop_assert!((jet.value - f(0.0, 0.0)).abs() < 1e-14 * scale);
            prop_assert!((jet.gradient[0] - (f(h, 0.0) - f(-h, 0.0)) / (2.0 * h)).abs() < 1e-5 * scale);
            prop_assert!((jet.gradient[1] - (f(0.0, h) - f(0.0, -h)) / (2.0 * h)).abs() < 1e-5 * scale);
            let xx = (f(h, 0.0) - 2.0 * f(0.0, 0.0) + f(-h, 0.0)) / (h * h);
            let xy = (f(h, h) - f(h, -h) - f(-h, h) + f(-h, -h)) / (4.0 * h * h);
            prop_assert!((jet.hessian[0][0] - xx).abs() < 1e-4 * scale);
            prop_assert!((jet.hessian[0][1] - xy).abs() < 1e-4 * scale);
            prop_assert!((jet.hessian[0][1] - jet.hessian[1][0]).abs() <= 1e-14 * scale * scale);
        }
    }
}
