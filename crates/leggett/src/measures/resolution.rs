//! Two spectra seen by a detector of finite resolution: how well it tells them
//! apart, and what entanglement is left once its result is known.
//!
//! The detector of J_z adds a Gaussian error of standard deviation σ: its
//! Kraus operators are √g(x − J_z), g the density of that error.

use super::divergence::unnormalised_entropy;
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::{Work, normal};

/// Below this σ neighbouring outcomes, at distance one, are never confused:
/// half the distance is ten standard deviations.
const SHARP: f64 = 0.05;

/// One outcome k of both spectra, with the amplitudes' product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Where it lies.
    pub position: f64,
    /// P0 and P1.
    pub probabilities: [f64; 2],
    /// |c0* c1| as a complex number: its real and imaginary part.
    pub coherence: [f64; 2],
}

/// P_succ = ½(1 + ½∫|P0*g − P1*g|), the chance to tell which of two equally
/// probable spectra was seen.
///
/// The sign changes of the difference are found on a grid of σ/8, and the
/// integral between them is one of error functions; a pair of sign changes
/// within one cell would be missed, so the bound is estimated by a grid half as
/// fine. O(width/σ · σ) for spectra of some width.
pub fn success_probability(lines: &[Line], resolution: f64, work: &Work) -> Result<Estimate> {
    if resolution < SHARP {
        let distance: f64 = lines
            .iter()
            .map(|line| (line.probabilities[0] - line.probabilities[1]).abs())
            .sum();
        let error_bound = 1e-15 + f64::EPSILON * lines.len() as f64;
        return Ok(Estimate {
            value: 0.5 + 0.25 * distance,
            error_bound,
            kind: ErrorKind::Exact,
        });
    }
    let fine = blurred_distance(lines, resolution, 0.125, work)?;
    let coarse = blurred_distance(lines, resolution, 0.25, work)?;
    let error_bound = 0.5 * (fine - coarse).abs() + 1e-14 + f64::EPSILON * lines.len() as f64;
    Ok(Estimate {
        value: 0.5 * (1.0 + fine),
        error_bound,
        kind: ErrorKind::Estimated,
    })
}

/// ½∫|f|, f = Σ (P0 − P1) g, with sign changes on a grid of this share of σ.
fn blurred_distance(lines: &[Line], sigma: f64, share: f64, work: &Work) -> Result<f64> {
    let difference = |x: f64| {
        sum_near(lines, x, sigma, |line| {
            line.probabilities[0] - line.probabilities[1]
        })
    };
    let (start, end) = span(lines, sigma);
    let mut roots = Vec::new();
    let steps = ((end - start) / (share * sigma)).ceil() as usize;
    let position = |i: usize| start + (end - start) * i as f64 / steps as f64;
    let mut last = (start, difference(start));
    for i in 1..=steps {
        if i % 256 == 0 {
            work.check()?;
        }
        let here = (position(i), difference(position(i)));
        if last.1 * here.1 < 0.0 {
            roots.push(bisect(&difference, last.0, here.0, last.1));
        }
        // A zero on the grid has no sign; the next point tells.
        if here.1 != 0.0 {
            last = here;
        }
    }
    let up_to = |x: f64| -> f64 {
        let share = |line: &Line| {
            (line.probabilities[0] - line.probabilities[1])
                * normal::cumulative((x - line.position) / sigma)
        };
        lines.iter().map(share).sum()
    };
    let (mut last, mut total) = (0.0, 0.0);
    for root in roots {
        let here = up_to(root);
        total += (here - last).abs();
        last = here;
    }
    let all: f64 = lines
        .iter()
        .map(|line| line.probabilities[0] - line.probabilities[1])
        .sum();
    Ok(0.5 * (total + (all - last).abs()))
}

fn bisect(f: &impl Fn(f64) -> f64, mut low: f64, mut high: f64, at_low: f64) -> f64 {
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if f(middle) * at_low > 0.0 {
            low = middle
        } else {
            high = middle
        }
    }
    0.5 * (low + high)
}

/// Ē = ∫ dx p(x) E(x): the mean entropy of the qubit once the detector's result
/// x is known, w P0*g and (1−w) P1*g being the branches' densities and
/// √(w(1−w)) Σ c0* c1 g their overlap.
///
/// By the trapezoid rule with steps σ/6, which converges geometrically; the
/// bound is the change from steps twice as wide.
pub fn residual_entropy(
    lines: &[Line],
    weight: f64,
    resolution: f64,
    work: &Work,
) -> Result<Estimate> {
    if resolution < SHARP {
        let share = |line: &Line| {
            let [p0, p1] = line.probabilities;
            branch_entropy(
                weight * p0,
                (1.0 - weight) * p1,
                weight * (1.0 - weight) * square(line.coherence),
            )
        };
        let value = lines.iter().map(share).sum();
        let error_bound = 1e-15 + f64::EPSILON * lines.len() as f64;
        return Ok(Estimate {
            value,
            error_bound,
            kind: ErrorKind::Exact,
        });
    }
    let (start, end) = span(lines, resolution);
    let cells = 2 * ((end - start) / (resolution / 6.0) / 2.0).ceil() as usize;
    let step = (end - start) / cells as f64;
    let (mut all, mut even) = (0.0, 0.0);
    for i in 0..=cells {
        if i % 256 == 0 {
            work.check()?;
        }
        let x = start + step * i as f64;
        let term = density(lines, weight, resolution, x);
        all += term;
        if i % 2 == 0 {
            even += 2.0 * term;
        }
    }
    let error_bound = step * (all - even).abs() + 1e-14;
    Ok(Estimate {
        value: step * all,
        error_bound,
        kind: ErrorKind::Estimated,
    })
}

/// p(x) E(x).
fn density(lines: &[Line], weight: f64, sigma: f64, x: f64) -> f64 {
    let a = weight * sum_near(lines, x, sigma, |line| line.probabilities[0]);
    let b = (1.0 - weight) * sum_near(lines, x, sigma, |line| line.probabilities[1]);
    let real = sum_near(lines, x, sigma, |line| line.coherence[0]);
    let imaginary = sum_near(lines, x, sigma, |line| line.coherence[1]);
    branch_entropy(a, b, weight * (1.0 - weight) * square([real, imaginary]))
}

/// The entropy of the qubit, times its probability, from the squared norms of
/// both branches and their squared overlap.
pub fn branch_entropy(a: f64, b: f64, overlap: f64) -> f64 {
    let sum = a + b;
    let determinant = (a * b - overlap).max(0.0);
    if determinant == 0.0 || sum <= 0.0 {
        return 0.0;
    }
    // The smaller eigenvalue without cancellation.
    let root = (sum * sum - 4.0 * determinant).max(0.0).sqrt();
    let smaller = 2.0 * determinant / (sum + root);
    unnormalised_entropy(smaller, sum - smaller)
}

fn square([real, imaginary]: [f64; 2]) -> f64 {
    real * real + imaginary * imaginary
}

/// Where the blurred spectra are.
fn span(lines: &[Line], sigma: f64) -> (f64, f64) {
    let ends = |line: &Line| line.position;
    let first = lines.first().map_or(0.0, ends);
    let last = lines.last().map_or(0.0, ends);
    (first - 10.0 * sigma, last + 10.0 * sigma)
}

/// Σ value g(x − position) over the lines within ten σ.
fn sum_near(lines: &[Line], x: f64, sigma: f64, value: impl Fn(&Line) -> f64) -> f64 {
    let start = lines.partition_point(|line| line.position < x - 10.0 * sigma);
    let near = lines[start..]
        .iter()
        .take_while(|line| line.position <= x + 10.0 * sigma);
    let scale = 1.0 / (sigma * std::f64::consts::TAU.sqrt());
    near.map(|line| {
        let distance = (x - line.position) / sigma;
        value(line) * scale * (-0.5 * distance * distance).exp()
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(distance: f64) -> Vec<Line> {
        let line = |position, probabilities| Line {
            position,
            probabilities,
            coherence: [0.0, 0.0],
        };
        vec![line(0.0, [0.0, 1.0]), line(distance, [1.0, 0.0])]
    }

    #[test]
    fn two_lines() {
        let work = Work::new();
        for (distance, sigma) in [(2.0, 1.0), (10.0, 7.0), (3.0, 0.2), (1.0, 100.0)] {
            let got = success_probability(&pair(distance), sigma, &work).unwrap();
            let expected = normal::cumulative(0.5 * distance / sigma);
            assert!((got.value - expected).abs() < 1e-14, "{got:?} {expected}");
            let left = residual_entropy(&pair(distance), 0.5, sigma, &work).unwrap();
            assert!(
                left.value >= 0.0 && left.value <= 1.0 && left.error_bound < 1e-9,
                "{left:?}"
            );
        }
        // Blind detectors leave everything, sharp ones nothing.
        assert!((residual_entropy(&pair(1.0), 0.5, 1e4, &work).unwrap().value - 1.0).abs() < 1e-8);
        assert!(residual_entropy(&pair(8.0), 0.5, 0.3, &work).unwrap().value < 1e-12);
        // To lowest order in Δ/σ the loss is Δ²/(8σ² ln 2).
        let left = residual_entropy(&pair(1.0), 0.5, 30.0, &work).unwrap();
        let lost = 1.0 / (8.0 * 900.0 * std::f64::consts::LN_2);
        assert!(((1.0 - left.value) / lost - 1.0).abs() < 1e-3);
    }

    #[test]
    fn equal_branches_leave_nothing() {
        let lines: Vec<Line> = (0..5)
            .map(|k| Line {
                position: f64::from(k),
                probabilities: [0.2, 0.2],
                coherence: [0.2, 0.0],
            })
            .collect();
        let work = Work::new();
        for sigma in [0.0, 0.3, 5.0] {
            assert!(residual_entropy(&lines, 0.5, sigma, &work).unwrap().value < 1e-12);
            assert_eq!(
                success_probability(&lines, sigma, &work).unwrap().value,
                0.5
            );
        }
    }
}
