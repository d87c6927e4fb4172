//! Averages over shots whose time and atom number vary.

use super::chain::{Chain, Prepared};
use super::plan::{Report, not_applicable, tolerance};
use crate::arguments::Arguments;
use crate::error::{Error, Result};
use crate::study::{Cost, Evaluation, Plan};
use leggett::systems::repeater::fluctuations::{Average, Fluctuations, Shot};
use leggett::systems::repeater::{Entanglement, Truncation};
use leggett_num::Work;

/// A part for each shot.
pub(super) struct AveragePlan {
    chain: Chain,
    report: Report,
    average: Average,
    cost: Cost,
    /// What the average has to meet.
    tolerance: Option<f64>,
}

/// So many shots stand for the cost of all.
const TRIED: usize = 8;

/// The shot, its numbers, and what they are read into.
const BYTES_OF_SHOT: f64 = 320.0;

/// And may cost this share of the most expensive one.
const MARGIN: f64 = 1.3;

impl AveragePlan {
    pub fn new(arguments: &Arguments, chain: Chain, fluctuations: Fluctuations) -> Result<Self> {
        if let Truncation::Window(_) = chain.truncation {
            return Err(not_applicable(
                "window",
                "window applies to a single time and atom number only",
                "auto",
            ));
        }
        if fluctuations.atoms_sd > 0.0 && chain.outcomes.is_some() {
            return Err(not_applicable(
                "outcome",
                "with atoms_sd the outcome has to vary with the atom number",
                "top",
            ));
        }
        let samples = arguments.integer("samples");
        let average = Average::new(
            [chain.atoms, chain.nodes],
            chain.time,
            fluctuations,
            tolerance(arguments),
            samples,
            arguments.seed,
        )?;
        // A number of samples decides the error, unless a tolerance is given too.
        let decided = samples.is_some() && !arguments.is_given("tolerance");
        let mut plan = Self {
            report: Report::new(arguments, chain.atoms),
            chain,
            average,
            cost: Cost {
                bytes: 0.0,
                operations: 0.0,
            },
            tolerance: (!decided).then(|| tolerance(arguments)),
        };
        plan.cost = plan.largest_cost()?;
        Ok(plan)
    }

    fn largest_cost(&self) -> Result<Cost> {
        let shots = self.average.shots();
        let results = BYTES_OF_SHOT * shots.len() as f64;
        let mut most = Cost {
            bytes: results,
            operations: 1.0,
        };
        for shot in shots.iter().step_by(shots.len().div_ceil(TRIED)) {
            let cost = self.prepare(shot)?.cost();
            most.bytes = most.bytes.max(MARGIN * cost.bytes + results);
            most.operations = most.operations.max(MARGIN * cost.operations);
        }
        Ok(most)
    }

    fn prepare(&self, shot: &Shot) -> Result<Prepared> {
        let chain = Chain {
            atoms: shot.atoms,
            time: shot.time,
            truncation: Truncation::Tolerance(self.average.tolerance_of_shots()),
            ..self.chain.clone()
        };
        let named = |error: Error| {
            if shot.atoms == self.chain.atoms || error.kind.exit_code() != 2 {
                return error;
            }
            // The user did not give this number of atoms.
            let message = format!("a shot with {} atoms: {}", shot.atoms, error.message);
            Error {
                parameter: Some("atoms_sd".to_owned()),
                message,
                ..error
            }
        };
        chain.prepare().map_err(named)
    }
}

impl Plan for AveragePlan {
    fn cost(&self) -> Cost {
        self.cost
    }

    fn parts(&self) -> usize {
        self.average.shots().len()
    }

    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        let shot = &self.average.shots()[index];
        Ok(self.prepare(shot)?.evaluate(work)?.to_numbers())
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let results: Vec<Entanglement> = parts
            .iter()
            .filter_map(|part| Entanglement::from_numbers(part))
            .collect();
        let result = self.average.combine(&results)?;
        let reached = result.mean.entropy.error_bound;
        match self.tolerance {
            Some(tolerance) if reached.is_nan() || reached > tolerance => {
                Err(leggett::Error::NotConverged {
                    tolerance,
                    reached,
                    advice: "loosen the tolerance, or give a number of samples".to_owned(),
                }
                .into())
            }
            _ => Ok(self.report.evaluation(&result.mean, result.post_selected)),
        }
    }
}
