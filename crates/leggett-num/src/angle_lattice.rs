//! The multiples of an angle modulo 2π as a lattice in the plane.
//!
//! The points (d, dt − 2πj) for all whole d and j, measured by
//! |(d, x)|² = d²/N + N x²/4, form a lattice whose cell has the area π,
//! whatever N. Its shortest vector is short where the angle is near a fraction
//! 2πj/d with a small denominator.

use crate::angle::Angle;
use std::f64::consts::PI;

/// A point of the lattice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatticePoint {
    /// d.
    pub steps: i64,
    /// x = dt modulo 2π, not necessarily reduced.
    pub angle: f64,
}

/// The lattice of an angle, by a reduced basis.
#[derive(Debug, Clone, Copy)]
pub struct AngleLattice {
    angle: Angle,
    /// √N.
    scale: f64,
    /// The shortest vector, and the shortest that is not its multiple.
    basis: [LatticePoint; 2],
}

/// Steps are exact as doubles, halved and doubled, below this.
const MOST_STEPS: i64 = 1 << 52;

impl AngleLattice {
    /// Reduces the basis (1, t), (0, 2π) by Lagrange's algorithm; O(log N).
    pub fn new(angle: Angle, number: f64) -> Self {
        let mut lattice = Self {
            angle,
            scale: number.sqrt(),
            basis: [
                LatticePoint {
                    steps: 1,
                    angle: angle.half_multiple(2).high,
                },
                LatticePoint {
                    steps: 0,
                    angle: 2.0 * PI,
                },
            ],
        };
        lattice.reduce();
        lattice
    }

    fn reduce(&mut self) {
        let [mut short, mut long] = self.basis;
        // Each step shortens a vector by a factor, from at most N.
        for _ in 0..200 {
            if self.product(short, short) > self.product(long, long) {
                std::mem::swap(&mut short, &mut long);
            }
            let share = self.product(short, long) / self.product(short, short);
            if share.abs() <= 0.5 + 1e-9 {
                break;
            }
            long = self.exact(
                long.steps - share.round() as i64 * short.steps,
                long.angle - share.round() * short.angle,
            );
        }
        self.basis = [short, long];
    }

    /// The point with these steps whose angle is near `about`, to all digits.
    fn exact(&self, steps: i64, about: f64) -> LatticePoint {
        if steps.abs() >= MOST_STEPS {
            // Far outside of anything that is looked at.
            return LatticePoint {
                steps,
                angle: about,
            };
        }
        let reduced = self.angle.half_multiple(2 * steps).high;
        let turns = ((about - reduced) / (2.0 * PI)).round();
        LatticePoint {
            steps,
            angle: reduced + 2.0 * PI * turns,
        }
    }

    fn product(&self, a: LatticePoint, b: LatticePoint) -> f64 {
        let steps = (a.steps as f64 / self.scale) * (b.steps as f64 / self.scale);
        steps + (0.5 * self.scale * a.angle) * (0.5 * self.scale * b.angle)
    }

    /// The shortest vector.
    pub fn shortest(&self) -> LatticePoint {
        self.basis[0]
    }

    /// The length of a vector.
    pub fn length(&self, point: LatticePoint) -> f64 {
        self.product(point, point).sqrt()
    }

    /// All points with |d| ≤ `steps` and |x| ≤ `angle`, sorted by x, of the
    /// sublattice in which the shortest vector is taken `stride` times.
    ///
    /// `angle` < π. O(points).
    pub fn strip(&self, stride: i64, steps: f64, angle: f64) -> Vec<LatticePoint> {
        let [short, long] = self.basis;
        let (width, height) = (short.steps as f64, short.angle);
        let area = (width * long.angle - height * long.steps as f64).abs();
        let most = ((steps * height.abs() + angle * width.abs()) / area).floor() as i64;
        let mut points = Vec::new();
        for row in -most..=most {
            let origin = (row as f64 * long.steps as f64, row as f64 * long.angle);
            let (low, high) = meet(
                between(origin.0, stride as f64 * width, steps),
                between(origin.1, stride as f64 * height, angle),
            );
            for column in low.ceil() as i64..=high.floor() as i64 {
                let along = stride * column;
                let about = origin.1 + along as f64 * height;
                points.push(self.exact(row * long.steps + along * short.steps, about));
            }
        }
        points.sort_by(|a, b| a.angle.total_cmp(&b.angle).then(a.steps.cmp(&b.steps)));
        points
    }
}

/// The range of a with |origin + a·step| ≤ limit, with room for rounding.
fn between(origin: f64, step: f64, limit: f64) -> (f64, f64) {
    if step == 0.0 {
        return match origin.abs() <= limit {
            true => (f64::NEG_INFINITY, f64::INFINITY),
            false => (1.0, 0.0),
        };
    }
    let (a, b) = ((-limit - origin) / step, (limit - origin) / step);
    (a.min(b) - 1e-9, a.max(b) + 1e-9)
}

fn meet(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.max(b.0), a.1.min(b.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_fraction_of_two_pi_gives_its_denominator() {
        for number in [1e6, 1e12, 1e16] {
            let lattice = AngleLattice::new(Angle::new(14, 5, 0.0), number);
            let shortest = lattice.shortest();
            assert_eq!((shortest.steps.abs(), shortest.angle), (5, 0.0));
        }
    }

    proptest! {
        #[test]
        fn the_basis_is_reduced_and_its_cell_has_the_area_pi(
            time in -4.0f64..4.0, small in -16.0f64..0.0, exponent in 2.0f64..16.0, choice in 0..2,
        ) {
            let number = 10f64.powf(exponent).round();
            let time = if choice == 0 { time } else { 10f64.powf(small) };
            let lattice = AngleLattice::new(Angle::new(0, 1, time), number);
            let [short, long] = lattice.basis;
            let area = 0.5 * (short.steps as f64 * long.angle - short.angle * long.steps as f64);
            prop_assert!((area.abs() - PI).abs() < 1e-6, "{}", area);
            // A second vector of such a length is far outside of anything looked at,
            // and beyond some steps inexact.
            prop_assume!(long.steps.abs() < MOST_STEPS);
            let rounding = 8.0 * f64::EPSILON * lattice.length(long) / lattice.length(short);
            let overlap = lattice.product(short, long) / lattice.product(short, short);
            prop_assert!(overlap.abs() < 0.5 + 1e-6 + rounding);
            prop_assert!(lattice.length(short) <= lattice.length(long) * (1.0 + 1e-9));
        }

        #[test]
        fn the_strip_holds_every_multiple_once(time in -4.0f64..4.0, exponent in 2.0f64..5.0) {
            let number = 10f64.powf(exponent).round();
            let angle = Angle::new(0, 1, time);
            let (steps, reach) = (3.0 * number.sqrt(), (20.0 / number.sqrt()).min(3.0));
            let mut expected: Vec<i64> = (-(steps.floor() as i64)..=steps.floor() as i64)
                .filter(|d| angle.half_multiple(2 * d).high.abs() <= reach)
                .collect();
            let strip = AngleLattice::new(angle, number).strip(1, steps, reach);
            prop_assert!(strip.windows(2).all(|pair| pair[0].angle <= pair[1].angle));
            let mut found: Vec<i64> = strip.iter().map(|point| point.steps).collect();
            found.sort_unstable();
            expected.sort_unstable();
            prop_assert_eq!(found, expected);
        }
    }
}
