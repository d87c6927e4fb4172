//! The spectrum of all chains, from every state of the Dicke ladder that counts.

use super::accuracy::{self, Budget, Truncation};
use super::sector::{Parity, Sector, Spectrum};
use super::sites::{Coupling, sites};
use super::strategy::Strategy;
use super::{Entanglement, Method, Probability};
use crate::measures::entropy::{self, SpectrumEntropy};
use crate::{Error, ErrorKind, Result};
use leggett_num::Work;
use leggett_num::angle::Angle;
use leggett_num::log_trace::LogTrace;

/// The states of the ladder inside a window, in two independent sectors.
pub(super) struct Ladder {
    atoms: u64,
    /// M − 1, the power of the shared spectrum.
    power: f64,
    truncation: Truncation,
    method: Method,
    budget: Budget,
    half_bandwidth: usize,
    sectors: [Sector; 2],
}

/// More states than this would take hours.
const MOST_STATES: u64 = 100_000;

impl Ladder {
    /// Checks the input, chooses the window and sorts the states by angle.
    ///
    /// # Errors
    /// `TooLarge` above some 1e8 atoms, where the window holds more than 1e5
    /// states; `OutOfRange` for a tolerance below what doubles can give.
    pub fn new(
        atoms: u64,
        nodes: u64,
        time: Angle,
        truncation: Truncation,
        method: Method,
    ) -> Result<Self> {
        check_size(atoms, truncation)?;
        if method == Method::Determinant && nodes != 3 {
            return Err(Error::Contradiction {
                parameter: "method",
                message: "determinant computes three ensembles only; use banded".to_owned(),
            });
        }
        let power = (nodes - 1) as f64;
        let budget = accuracy::budget(atoms, power, &time, truncation)?;
        let sites = sites(&budget.window, &time);
        let coupling = Coupling::new(atoms, budget.neglected);
        let sector = |parity| Sector::new(&sites, parity, atoms, coupling);
        Ok(Self {
            atoms,
            power,
            truncation,
            method,
            budget,
            half_bandwidth: coupling.half_bandwidth(&sites),
            sectors: [sector(Parity::Even), sector(Parity::Odd)],
        })
    }

    /// The number of independent parts.
    pub fn parts(&self) -> usize {
        self.sectors.len()
    }

    /// Peak bytes of one part.
    pub fn bytes(&self) -> f64 {
        self.strategy().bytes()
    }

    /// Operations of one part, at most.
    pub fn operations(&self) -> f64 {
        self.strategy().operations()
    }

    /// That of the larger sector.
    fn strategy(&self) -> Strategy {
        let order = self.budget.window.states() / 2 + 1;
        Strategy::choose(order as usize, self.half_bandwidth, self.power, self.method)
    }

    /// One part's result: what it left out, its method, its eigenvalues.
    pub fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        let spectrum = self.sectors[index].spectrum(
            self.power,
            self.method,
            self.budget.low_rank / 2.0,
            work,
        )?;
        let mut values = vec![spectrum.lost, f64::from(spectrum.method as u8)];
        values.extend(&spectrum.values);
        Ok(values)
    }

    /// The entanglement from the parts' results, in order.
    ///
    /// # Errors
    /// `NotConverged` where the error bound exceeds the tolerance.
    pub fn combine(&self, parts: &[Vec<f64>]) -> Result<Entanglement> {
        let spectra: Vec<Spectrum> = parts.iter().filter_map(|part| read_part(part)).collect();
        let truncated =
            self.budget.window.lost + spectra.iter().map(|spectrum| spectrum.lost).sum::<f64>();
        let used = |method| spectra.iter().any(|spectrum| spectrum.method == method);
        let method = [Method::Determinant, Method::Banded, Method::LowRank]
            .into_iter()
            .find(|method| used(*method))
            .unwrap_or(Method::Dense);
        let result = if method == Method::Determinant {
            self.of_sums(&spectra, truncated)
        } else {
            let eigenvalues: Vec<f64> = spectra
                .iter()
                .flat_map(|spectrum| spectrum.values.iter().map(|mu| mu.max(0.0)))
                .collect();
            self.of_eigenvalues(&eigenvalues, truncated, method)
        };
        match self.truncation {
            Truncation::Tolerance(tolerance) if result.entropy.error_bound > tolerance => {
                Err(Error::NotConverged {
                    tolerance,
                    reached: result.entropy.error_bound,
                    advice: "loosen the tolerance".to_owned(),
                })
            }
            _ => Ok(result),
        }
    }

    /// E and p from the spectrum μ, of which `truncated` was left out in trace
    /// norm.
    ///
    /// The weights x = (μ/μ_max)^m are at most 1; since their errors obey
    /// |Δx| ≤ m (1+D/μ_max)^{m−1} |Δμ|/μ_max, they sum to the bound below.
    fn of_eigenvalues(&self, eigenvalues: &[f64], truncated: f64, method: Method) -> Entanglement {
        let power = self.power;
        let largest = eigenvalues
            .iter()
            .copied()
            .fold(f64::MIN_POSITIVE, f64::max);
        let slope = eigenvalues
            .iter()
            .map(|mu| (mu / largest).powf(power - 1.0))
            .sum();
        let relative = truncated / largest;
        let moved = power * relative * (1.0 + relative).powf(power - 1.0)
            + accuracy::rounding(eigenvalues.len() as f64, power, slope);
        let weights = eigenvalues.iter().map(|mu| (mu / largest).powf(power));
        let entropy = entropy::of_spectrum(weights, moved, self.dimension());
        let kind = if truncated == 0.0 {
            ErrorKind::Exact
        } else {
            ErrorKind::Certified
        };
        self.report(largest, &entropy, moved, kind, method)
    }

    /// The same for m = 2 from Σμ² and Σμ² ln μ, with x = (μ/g)² for an upper
    /// bound g on μ.
    fn of_sums(&self, spectra: &[Spectrum], truncated: f64) -> Entanglement {
        let sums: Vec<[f64; 4]> = spectra.iter().map(Spectrum::square_sums).collect();
        let total = |index: usize| sums.iter().map(|sums| sums[index]).sum::<f64>();
        let largest = sums
            .iter()
            .map(|sums| sums[2])
            .fold(f64::MIN_POSITIVE, f64::max);
        let (square, square_log, order) = (total(0), total(1), total(3));
        let weight = square / largest.powi(2);
        let phi = -2.0 * (square_log / largest.powi(2) - largest.ln() * weight);
        // Tr A = 1 for the whole ladder.
        let phi_error = 2.0 * LogTrace::error(largest, 1.0, order) / largest.powi(2);
        let relative = truncated / largest;
        // The last term is the rounding of Σμ², a sum of positive terms.
        let moved = 2.0 * relative * (1.0 + relative) + 8.0 * f64::EPSILON * order.sqrt() * weight;
        let entropy = entropy::of_sums(weight, phi, phi_error, moved, self.dimension());
        self.report(
            largest,
            &entropy,
            moved,
            ErrorKind::Certified,
            Method::Determinant,
        )
    }

    fn dimension(&self) -> f64 {
        self.atoms as f64 + 1.0
    }

    fn report(
        &self,
        largest: f64,
        entropy: &SpectrumEntropy,
        moved: f64,
        kind: ErrorKind,
        method: Method,
    ) -> Entanglement {
        let ln_p = self.power * largest.ln() + entropy.weight.ln();
        Entanglement::new(
            self.atoms,
            (entropy.entropy, entropy.error_bound),
            Probability::of_share(self.power, ln_p, moved / entropy.weight),
            kind,
            method,
        )
    }
}

fn read_part(part: &[f64]) -> Option<Spectrum> {
    let [lost, code, values @ ..] = part else {
        return None;
    };
    let methods = [
        Method::Dense,
        Method::Banded,
        Method::Determinant,
        Method::LowRank,
    ];
    let method = methods
        .into_iter()
        .find(|method| f64::from(*method as u8) == *code)?;
    Some(Spectrum {
        values: values.to_vec(),
        lost: *lost,
        method,
    })
}

/// Refuses what would not fit before anything is allocated.
fn check_size(atoms: u64, truncation: Truncation) -> Result<()> {
    let width = match truncation {
        Truncation::Tolerance(_) => 7.0,
        Truncation::Window(c) => c,
    };
    let deviations = width * (atoms as f64).sqrt();
    if deviations.min(atoms as f64) <= MOST_STATES as f64 {
        return Ok(());
    }
    let most = (MOST_STATES as f64 / width).powi(2).max(MOST_STATES as f64);
    Err(Error::TooLarge {
        parameter: "atoms",
        value: atoms.to_string(),
        allowed: format!("at most {most:.1e} with a window of {width} standard deviations"),
    })
}
