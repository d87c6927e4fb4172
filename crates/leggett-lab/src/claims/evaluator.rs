//! Points that claims need.

use crate::error::Result;
use crate::input_files::attach;
use crate::run::evaluate_parts;
use leggett_studies::{Arguments, Estimate, Given, Observed, Raw, Work, find};

/// Evaluates studies for claims.
pub(super) struct Evaluator<'a> {
    pub jobs: Option<usize>,
    pub memory: Option<u64>,
    pub work: &'a Work,
}

impl Evaluator<'_> {
    /// An observable of one point of the study `repeater`; `arguments` are
    /// `name=value`, separated by spaces.
    pub fn repeater(&self, observable: &'static str, arguments: &str) -> Result<Estimate> {
        self.estimate("repeater", observable, arguments)
    }

    /// An observable of one point of a study.
    pub fn value(&self, study: &str, observable: &'static str, arguments: &str) -> Result<f64> {
        Ok(self.estimate(study, observable, arguments)?.value)
    }

    fn estimate(&self, study: &str, observable: &'static str, arguments: &str) -> Result<Estimate> {
        let mut given = Given::list(arguments, "a claim");
        let only = Raw::Text(observable.to_owned());
        given.push(Given {
            name: "observables".to_owned(),
            value: only,
            place: "a claim".to_owned(),
        });
        let study = find(study)?;
        attach(study, &mut given)?;
        let arguments = Arguments::check(study, &given)?;
        let evaluation = evaluate_parts(study, &arguments, self.jobs, self.memory, self.work)?;
        let estimate = evaluation.observables.first().and_then(Observed::estimate);
        // An undefined value supports no verdict.
        let undefined = Estimate {
            value: f64::NAN,
            error_bound: f64::INFINITY,
            kind: leggett_studies::ErrorKind::Estimated,
        };
        Ok(estimate.unwrap_or(undefined))
    }

    /// E in ebits.
    pub fn entropy(&self, arguments: &str) -> Result<f64> {
        Ok(self.repeater("entanglement_entropy", arguments)?.value)
    }

    /// E over a uniform grid of times in [0, π].
    pub fn entropies(&self, points: usize, arguments: &str) -> Result<Vec<f64>> {
        let steps = points - 1;
        (0..points)
            .map(|i| self.entropy(&format!("time={i}*pi/{steps} {arguments}")))
            .collect()
    }
}
