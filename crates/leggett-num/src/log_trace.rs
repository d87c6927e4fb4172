//! Tr A² ln A of a band matrix without its eigenvalues.
//!
//! On [0, 1], x ln x is a rational function with poles on the negative axis to
//! within [`ERROR`]. Its integral turns y² ln y = 2∫₀^y x ln x dx + y²/2 into a
//! sum of logarithms ln(1 + y/s), and the sum over all eigenvalues into
//! determinants of 1 + A/s, one banded factorisation each: O(n b²) in all,
//! where the eigenvalues take O(n² b).

use crate::banded::Banded;
use crate::{Cancelled, Work};

/// The largest error of the rational function on [0, 1], and for the sum of
/// y² ln y twice that times the sum of y.
pub const ERROR: f64 = 1e-12;

/// s and c of the terms c·s/(x+s): the poles of a barycentric rational fit, and
/// one far pole, with weights from least squares in 45 digits.
const POLES: [(f64, f64); 29] = [
    (1.7247432662600077e-12, 4.077860064262596e-12),
    (2.8254912608549714e-11, 8.282269647510823e-11),
    (3.409956273341841e-10, 7.195096220882817e-10),
    (2.3047262685332792e-09, 4.0725636929328544e-09),
    (1.2086700282256703e-08, 1.8715960463479148e-08),
    (5.142168806870308e-08, 6.966429982896177e-08),
    (1.8448023342829312e-07, 2.228717404463487e-07),
    (5.848173899379521e-07, 6.467882169216499e-07),
    (1.7016404756003053e-06, 1.7587099738554227e-06),
    (4.6429800810158144e-06, 4.529539996044459e-06),
    (1.2000388052677545e-05, 1.1094264659263676e-05),
    (2.9557493389530917e-05, 2.5995510390483235e-05),
    (6.987014319003952e-05, 5.8871105283924454e-05),
    (0.00015984820403357409, 0.00013006534748100378),
    (0.0003561308697268998, 0.00028087876271313855),
    (0.0007740078890804878, 0.0005911721165409824),
    (0.0016408650921597271, 0.0012130977972504378),
    (0.0033988131616403566, 0.0024394133751488344),
    (0.006903008843494803, 0.0048317525117185225),
    (0.01379632813959385, 0.009456116041610327),
    (0.027212884545959225, 0.01833309316332519),
    (0.053152567020178225, 0.03540869845114431),
    (0.103389094885812, 0.06887287727672924),
    (0.20235742890944616, 0.13760359654734225),
    (0.40631376151145676, 0.29262870677773095),
    (0.8700054479879316, 0.7099384794356386),
    (2.172552941747104, 2.2845453087604057),
    (8.441465603982438, 15.931180065664549),
    (25.0, -7.865962491768303),
];

/// The polynomial that the terms are added to, from the constant up.
const POLYNOMIAL: [f64; 3] = [-11.63159404231061, 2.904652853917691, 0.03520354921009734];

/// Sums over the eigenvalues μ of a positive semidefinite matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogTrace {
    /// Σ μ².
    pub square: f64,
    /// Σ μ² ln μ, to within [`LogTrace::error`].
    pub square_log: f64,
}

impl LogTrace {
    /// A bound on the error of `square_log` for a matrix of this order and
    /// trace: that of the rational function, and some ulps of each term.
    pub fn error(largest: f64, trace: f64, order: f64) -> f64 {
        let terms: f64 = POLES.iter().map(|(pole, weight)| pole * weight).sum();
        2.0 * ERROR * largest * trace + 2.0 * f64::EPSILON * terms * order * largest * largest
    }
}

/// The sums for a positive semidefinite band matrix with no eigenvalue above
/// `largest`; `None` where rounding makes a factorisation fail.
pub fn log_trace(
    matrix: &Banded,
    largest: f64,
    work: &Work,
) -> Result<Option<LogTrace>, Cancelled> {
    let [first, second, third] = matrix.power_traces();
    let scaled = [
        first / largest,
        second / largest.powi(2),
        third / largest.powi(3),
    ];
    let mut integral = 0.0;
    for (pole, weight) in POLES {
        work.check()?;
        let Some(logarithm) = matrix.log_determinant(1.0 / (largest * pole)) else {
            return Ok(None);
        };
        integral += weight * pole * logarithm;
    }
    for (degree, (coefficient, trace)) in POLYNOMIAL.iter().zip(scaled).enumerate() {
        integral += coefficient * trace / (degree + 1) as f64;
    }
    let scaled_log = 2.0 * integral + 0.5 * scaled[1];
    let square_log = largest.powi(2) * scaled_log + largest.ln() * second;
    Ok(Some(LogTrace {
        square: second,
        square_log,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rational_function_is_as_good_as_stated() {
        let fit = |x: f64| {
            let poles: f64 = POLES.iter().map(|(s, c)| c * s / (x + s)).sum();
            poles + POLYNOMIAL[0] + x * (POLYNOMIAL[1] + x * POLYNOMIAL[2])
        };
        assert!(fit(0.0).abs() < ERROR);
        for step in 0..=40_000 {
            for x in [
                10f64.powf(-20.0 + f64::from(step) / 2000.0),
                f64::from(step) / 40_000.0,
            ] {
                let exact = if x > 0.0 { x * x.ln() } else { 0.0 };
                assert!((fit(x) - exact).abs() < ERROR, "{x}: {}", fit(x) - exact);
            }
        }
    }

    #[test]
    fn agrees_with_the_eigenvalues() {
        // A Gaussian kernel with Gaussian weights, cut to a band.
        let (order, width) = (300usize, 24usize);
        let weight = |i: usize| (-((i as f64 - 150.0) / 60.0).powi(2)).exp();
        let entry = |i: usize, j: usize| {
            weight(i) * weight(j) * (-((i as f64 - j as f64) / 4.0).powi(2)).exp()
        };
        let mut matrix = Banded::zeros(order, width);
        for column in 0..order {
            for row in column..order.min(column + width + 1) {
                matrix.set(row, column, entry(row, column));
            }
        }
        let sums = log_trace(&matrix, 12.0, &Work::new()).unwrap().unwrap();
        let values = matrix.eigenvalues(&Work::new()).unwrap();
        let square: f64 = values.iter().map(|mu| mu * mu).sum();
        let square_log: f64 = values
            .iter()
            .filter(|mu| **mu > 0.0)
            .map(|mu| mu * mu * mu.ln())
            .sum();
        let trace: f64 = values.iter().sum();
        assert!((sums.square - square).abs() < 1e-12 * square);
        assert!(
            (sums.square_log - square_log).abs() < 3.0 * ERROR * 12.0 * trace,
            "{sums:?} {square_log}"
        );
    }
}
