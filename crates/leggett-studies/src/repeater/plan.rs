//! From checked parameters to a point that is ready to be computed.

use super::average::AveragePlan;
use super::chain::{Chain, Prepared};
use crate::arguments::Arguments;
use crate::error::{Error, Kind, Result};
use crate::number::Number;
use crate::parameter::Value;
use crate::study::{Cost, Evaluation, Observed, Plan};
use leggett::Estimate;
use leggett::systems::repeater::fluctuations::Fluctuations;
use leggett::systems::repeater::{Angle, Entanglement, Method, Truncation};
use leggett_num::Work;

/// One chain, or an average over shots that vary.
pub(super) fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let chain = chain(arguments)?;
    let real = |name| arguments.real(name).map_or(0.0, Number::value);
    let fluctuations = Fluctuations {
        time_jitter: real("time_jitter"),
        atoms_sd: real("atoms_sd"),
    };
    if fluctuations.time_jitter > 0.0 || fluctuations.atoms_sd > 0.0 {
        return Ok(Box::new(AveragePlan::new(arguments, chain, fluctuations)?));
    }
    if arguments.integer("samples").is_some() {
        return Err(not_applicable(
            "samples",
            "samples are for time_jitter and atoms_sd, neither of which is given",
            "auto",
        ));
    }
    Ok(Box::new(ChainPlan {
        report: Report::new(arguments, chain.atoms),
        prepared: chain.prepare()?,
    }))
}

pub(super) fn not_applicable(parameter: &str, message: &str, allowed: &str) -> Error {
    Error::new(Kind::NotApplicable, message)
        .parameter(parameter)
        .allowed(allowed)
}

fn chain(arguments: &Arguments) -> Result<Chain> {
    let atoms = arguments.integer("atoms").unwrap_or_default();
    let nodes = arguments.integer("nodes").unwrap_or_default();
    if arguments.real("window").is_some() && arguments.is_given("tolerance") {
        return Err(Error::new(
            Kind::Contradiction,
            "window and tolerance exclude each other",
        )
        .parameter("window")
        .allowed(
            "either a window c, which sets the error, or a tolerance, which sets the window",
        ));
    }
    Ok(Chain {
        atoms,
        nodes,
        time: angle(arguments.real("time")),
        phase: arguments.real("phase").map_or(0.0, Number::value),
        outcomes: outcomes(arguments, atoms, nodes)?,
        truncation: truncation(arguments),
        method: method(arguments),
    })
}

fn angle(time: Option<&Number>) -> Angle {
    let number = time.cloned().unwrap_or(Number::real(0.0));
    Angle::new(number.pi.numerator, number.pi.denominator, number.offset)
}

pub(super) fn tolerance(arguments: &Arguments) -> f64 {
    arguments.real("tolerance").map_or(1e-9, Number::value)
}

fn truncation(arguments: &Arguments) -> Truncation {
    match arguments.real("window") {
        Some(window) => Truncation::Window(window.value()),
        None => Truncation::Tolerance(tolerance(arguments)),
    }
}

fn method(arguments: &Arguments) -> Method {
    let word = arguments.word("method");
    Method::ALL
        .into_iter()
        .find(|method| Some(method.name()) == word)
        .unwrap_or(Method::Auto)
}

/// One outcome for each of the M−2 measured ensembles; none where all are N.
fn outcomes(arguments: &Arguments, atoms: u64, nodes: u64) -> Result<Option<Vec<u64>>> {
    let measured = nodes as usize - 2;
    let wrong = |kind, message: String, allowed: String| {
        Err(Error::new(kind, message)
            .parameter("outcome")
            .allowed(allowed))
    };
    let listed = match arguments.get("outcome") {
        Value::Integer(q) if measured == 0 => {
            let message = format!("outcome = {q}, but a chain of two ensembles measures none");
            return wrong(Kind::NotApplicable, message, "top".to_owned());
        }
        Value::Integer(q) => vec![*q; measured],
        Value::List(values) => values
            .iter()
            .map(|value| {
                if let Value::Integer(q) = value {
                    *q
                } else {
                    atoms
                }
            })
            .collect(),
        _ => return Ok(None),
    };
    if listed.len() != measured {
        let message = format!(
            "outcome lists {} numbers for {measured} measured ensembles",
            listed.len()
        );
        return wrong(
            Kind::Contradiction,
            message,
            format!("nodes − 2 = {measured} numbers"),
        );
    }
    match listed.iter().find(|q| **q > atoms) {
        Some(q) => {
            let message = format!("outcome = {q} is out of range");
            wrong(
                Kind::OutOfRange,
                message,
                format!("from 0 to atoms = {atoms}"),
            )
        }
        None if listed.iter().all(|q| *q == atoms) => Ok(None),
        None => Ok(Some(listed)),
    }
}

struct ChainPlan {
    report: Report,
    prepared: Prepared,
}

impl Plan for ChainPlan {
    fn cost(&self) -> Cost {
        self.prepared.cost()
    }

    fn parts(&self) -> usize {
        self.prepared.parts()
    }

    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        self.prepared.part(index, work)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let result = self.prepared.fold(parts)?;
        Ok(self.report.evaluation(&result, Some(result.entropy)))
    }
}

/// Turns results into the observables that were asked for.
pub(super) struct Report {
    atoms: u64,
    wanted: Vec<&'static str>,
}

/// Why something is undefined.
const UNKNOWN: [&str; 2] = [
    "the probability of the outcomes is below its error bound",
    "random shots of more than three ensembles miss the rational times that decide it",
];

impl Report {
    pub fn new(arguments: &Arguments, atoms: u64) -> Self {
        Self {
            atoms,
            wanted: arguments.observables().to_vec(),
        }
    }

    /// `post_selected` is undefined where random shots say nothing of p.
    pub fn evaluation(&self, result: &Entanglement, post_selected: Option<Estimate>) -> Evaluation {
        let excess = Estimate {
            value: result.entropy.value - 0.5 * (self.atoms as f64).log2(),
            ..result.entropy
        };
        let known = |estimate: Estimate| post_selected.map(|_| estimate);
        let observed = Observed::number;
        let observables = vec![
            observed("entanglement_entropy", Some(result.entropy)),
            observed("normalized_entropy", Some(result.normalized_entropy)),
            observed("outcome_probability", known(result.probability)),
            observed("log_probability", result.log_probability.and_then(known)),
            observed("entropy_excess", Some(excess)),
            observed("post_selected_entropy", post_selected),
        ];
        let reason = UNKNOWN[usize::from(post_selected.is_none())];
        let undefined = observables
            .iter()
            .filter(|it| it.found.is_none() && self.wanted.contains(&it.name));
        let warnings = undefined
            .map(|it| format!("{} is undefined: {reason}", it.name))
            .collect();
        Evaluation {
            method: result.method.name(),
            observables,
            warnings,
        }
    }
}
