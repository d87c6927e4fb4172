//! Angles in double-double arithmetic: multiples of an angle far beyond 2π,
//! reduced without losing digits.

use std::f64::consts::PI;

/// 2π as the sum of three doubles.
const TWO_PI: [f64; 3] = [
    2.0 * PI,
    2.449_293_598_294_706_4e-16,
    -5.989_539_620_263_492e-33,
];

/// An unevaluated sum of two doubles, |low| ≤ ulp(high)/2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DoubleDouble {
    /// The nearest double.
    pub high: f64,
    /// What it leaves.
    pub low: f64,
}

impl DoubleDouble {
    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let shadow = high - a;
        Self {
            high,
            low: (a - (high - shadow)) + (b - shadow),
        }
    }

    fn product(a: f64, b: f64) -> Self {
        let high = a * b;
        Self {
            high,
            low: a.mul_add(b, -high),
        }
    }

    /// self + other, to about 1e-32 relative to the larger.
    fn plus(self, other: Self) -> Self {
        let head = Self::sum(self.high, other.high);
        let tail = Self::sum(self.low, other.low);
        let middle = Self::sum(head.high, head.low + tail.high);
        Self::sum(middle.high, middle.low + tail.low)
    }

    fn times(self, factor: f64) -> Self {
        let head = Self::product(self.high, factor);
        Self::sum(head.high, self.low.mul_add(factor, head.low))
    }

    fn over(self, divisor: f64) -> Self {
        let quotient = self.high / divisor;
        let rest = self.plus(Self::product(quotient, divisor).times(-1.0));
        Self::sum(quotient, (rest.high + rest.low) / divisor)
    }

    /// self − other as a double with full relative precision.
    pub fn minus(self, other: Self) -> f64 {
        (self.high - other.high) + (self.low - other.low)
    }

    /// |self|.
    pub fn magnitude(self) -> Self {
        if self.high < 0.0 {
            Self {
                high: -self.high,
                low: -self.low,
            }
        } else {
            self
        }
    }

    /// Reduces modulo 2π to [−π, π], up to rounding.
    fn reduced(self) -> Self {
        let turns = (self.high / TWO_PI[0]).round();
        if turns == 0.0 {
            return self;
        }
        let mut rest = self;
        for part in TWO_PI {
            rest = rest.plus(Self::product(-turns, part));
        }
        rest
    }
}

/// An angle p·π/r + δ whose multiples are reduced exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Angle {
    numerator: i64,
    denominator: i64,
    offset: DoubleDouble,
}

impl Angle {
    /// p·π/r + δ, r > 0, δ finite.
    pub fn new(numerator: i64, denominator: i64, offset: f64) -> Self {
        debug_assert!(denominator > 0 && offset.is_finite());
        Self {
            numerator,
            denominator,
            offset: DoubleDouble {
                high: offset,
                low: 0.0,
            },
        }
    }

    /// The angle with another offset added, to twice the digits of a double.
    pub fn shifted(&self, by: f64) -> Self {
        let by = DoubleDouble { high: by, low: 0.0 };
        Self {
            offset: self.offset.plus(by),
            ..*self
        }
    }

    /// The nearest double.
    pub fn value(&self) -> f64 {
        PI * self.numerator as f64 / self.denominator as f64 + self.offset.high
    }

    /// `factor`/2 times the angle, modulo 2π, in [−π, π] up to rounding.
    ///
    /// The error is about 1e-32 (1 + |factor·δ|): the fraction of π is reduced
    /// in integers, the offset's product with the factor is exact, and 2π is
    /// subtracted to 160 bits. |factor| ≤ 2^53.
    pub fn half_multiple(&self, factor: i64) -> DoubleDouble {
        let period = 4 * i128::from(self.denominator);
        let mut residue = (i128::from(factor) * i128::from(self.numerator)).rem_euclid(period);
        if residue > period / 2 {
            residue -= period;
        }
        let pi = DoubleDouble {
            high: 0.5 * TWO_PI[0],
            low: 0.5 * TWO_PI[1],
        };
        // residue/(2r) of π; both factors stay exact below 2^53.
        let rational = pi.times(residue as f64).over(2.0 * self.denominator as f64);
        let offset = self.offset.times(0.5 * factor as f64).reduced();
        rational.plus(offset).reduced()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn multiples_of_fractions_of_pi_are_exact() {
        let third = Angle::new(2, 3, 0.0);
        for factor in [0i64, 6, 12, 600_000_000_000_006] {
            assert_eq!(third.half_multiple(factor).high, 0.0, "{factor}");
        }
        let angle = third.half_multiple(1);
        assert!((angle.high - PI / 3.0).abs() < 3e-16);
    }

    #[test]
    fn shifts_below_the_last_digit_of_the_angle_are_kept() {
        let angle = Angle::new(0, 1, 1.234);
        let (factor, by) = (2_000_000_000_000i64, 1e-24);
        let shifted = angle.shifted(by).half_multiple(factor);
        let expected = 0.5 * factor as f64 * by;
        assert!((shifted.minus(angle.half_multiple(factor)) / expected - 1.0).abs() < 1e-6);
    }

    #[test]
    fn digits_of_a_large_multiple() {
        // 1234567 · 1.234 / 2 modulo 2π, from 60-digit arithmetic with the
        // exact double nearest to 1.234.
        let angle = Angle::new(0, 1, 1.234).half_multiple(1_234_567);
        assert!((angle.high - LARGE.0).abs() < 1e-15 && (angle.minus(LARGE_PAIR)).abs() < 1e-26);
    }

    proptest! {
        #[test]
        fn reduction_keeps_sine_and_cosine(factor in -1000i64..1000, offset in -3.0f64..3.0) {
            let angle = Angle::new(1, 7, offset);
            let direct = 0.5 * factor as f64 * angle.value();
            let reduced = angle.half_multiple(factor);
            prop_assert!(reduced.high.abs() <= PI + 1e-12);
            prop_assert!((reduced.high.sin() - direct.sin()).abs() < 1e-11);
            prop_assert!((reduced.high.cos() - direct.cos()).abs() < 1e-11);
        }

        #[test]
        fn differences_of_near_angles_keep_their_digits(factor in 1i64..4_000_000_000_000) {
            // (factor+2)·t/2 − factor·t/2 = t.
            let angle = Angle::new(0, 1, 1e-3);
            let step = angle.half_multiple(factor + 2).minus(angle.half_multiple(factor));
            prop_assert!((step - 1e-3).abs() < 1e-18 || (step - 1e-3).abs() > 6.0, "{}", step);
        }
    }

    const LARGE: (f64, f64) = (-1.5653453028161293, 5.984720837322063e-17);
    const LARGE_PAIR: DoubleDouble = DoubleDouble {
        high: LARGE.0,
        low: LARGE.1,
    };
}
