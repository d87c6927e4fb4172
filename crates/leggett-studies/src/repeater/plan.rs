//! From checked parameters to a point that is ready to be computed.

use crate::arguments::Arguments;
use crate::error::{Error, Kind, Result};
use crate::number::Number;
use crate::parameter::Value;
use crate::study::{Cost, Evaluation, Observed, Plan};
use leggett::systems::repeater::outcomes::MeasuredChain;
use leggett::systems::repeater::{Angle, Entanglement, Method, Noiseless, Truncation};
use leggett_num::Work;

/// Chooses between the shared spectrum of the outcomes q = N and the state
/// itself, and prepares it.
pub(super) fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let atoms = arguments.integer("atoms").unwrap_or_default();
    let nodes = arguments.integer("nodes").unwrap_or_default();
    let time = angle(arguments.real("time"));
    let phase = arguments.real("phase").map_or(0.0, Number::value);
    let outcomes = outcomes(arguments, atoms, nodes)?;
    let method = method(arguments);
    let noiseless = phase == 0.0 && outcomes.iter().all(|q| *q == atoms);
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
    if noiseless && method != Method::Chain {
        let plan = Noiseless::new(atoms, nodes, time, truncation(arguments), method)?;
        return Ok(Box::new(NoiselessPlan(plan)));
    }
    if method != Method::Auto && method != Method::Chain {
        let message = format!(
            "method {} computes the outcomes q = atoms without a phase only",
            method.name()
        );
        return Err(Error::new(Kind::NotApplicable, message)
            .parameter("method")
            .allowed("auto, chain"));
    }
    if arguments.real("window").is_some() {
        let message = "window applies to the outcomes q = atoms without a phase only";
        return Err(Error::new(Kind::NotApplicable, message)
            .parameter("window")
            .allowed("auto"));
    }
    let chain = MeasuredChain {
        atoms,
        time,
        outcomes,
        phase,
    };
    chain.check()?;
    Ok(Box::new(MeasuredPlan {
        chain,
        tolerance: tolerance(arguments),
    }))
}

fn angle(time: Option<&Number>) -> Angle {
    let number = time.cloned().unwrap_or(Number::real(0.0));
    Angle::new(number.pi.numerator, number.pi.denominator, number.offset)
}

fn tolerance(arguments: &Arguments) -> f64 {
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

/// One outcome for each of the M−2 measured ensembles.
fn outcomes(arguments: &Arguments, atoms: u64, nodes: u64) -> Result<Vec<u64>> {
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
        _ => return Ok(vec![atoms; measured]),
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
        None => Ok(listed),
    }
}

struct NoiselessPlan(Noiseless);

impl Plan for NoiselessPlan {
    fn cost(&self) -> Cost {
        Cost {
            bytes: self.0.bytes(),
            operations: self.0.operations(),
        }
    }

    fn parts(&self) -> usize {
        self.0.parts()
    }

    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        Ok(self.0.part(index, work)?)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        Ok(evaluation(&self.0.combine(parts)?))
    }
}

struct MeasuredPlan {
    chain: MeasuredChain,
    tolerance: f64,
}

impl Plan for MeasuredPlan {
    fn cost(&self) -> Cost {
        Cost {
            bytes: self.chain.bytes(),
            operations: self.chain.operations(),
        }
    }

    fn part(&self, _index: usize, work: &Work) -> Result<Vec<f64>> {
        Ok(self.chain.spectrum(work)?)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let spectrum = parts.first().map_or(&[][..], Vec::as_slice);
        Ok(evaluation(
            &self.chain.entanglement(spectrum, self.tolerance)?,
        ))
    }
}

fn evaluation(result: &Entanglement) -> Evaluation {
    let mut warnings = Vec::new();
    if result.log_probability.is_none() {
        warnings.push(
            "log_probability is undefined: the window loses more than the outcomes' probability"
                .to_owned(),
        );
    }
    let observed = |name, estimate| Observed { name, estimate };
    Evaluation {
        method: result.method.name(),
        observables: vec![
            observed("entanglement_entropy", Some(result.entropy)),
            observed("normalized_entropy", Some(result.normalized_entropy)),
            observed("outcome_probability", Some(result.probability)),
            observed("log_probability", result.log_probability),
        ],
        warnings,
    }
}
