//! Points that claims need.

use crate::error::Result;
use crate::input_files::attach;
use crate::run::evaluate_parts;
use leggett_studies::{Arguments, Estimate, Found, Given, Observed, Raw, Work, find};

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

    /// The numbers of an observable that is an array; none where it is
    /// undefined.
    pub fn values(
        &self,
        study: &str,
        observable: &'static str,
        arguments: &str,
    ) -> Result<Vec<f64>> {
        let observed = self.observed(study, observable, arguments)?;
        let found = observed.and_then(|observed| observed.found);
        let values = found.iter().filter_map(Found::array);
        Ok(values
            .flat_map(|array| array.estimates.values.clone())
            .collect())
    }

    fn estimate(&self, study: &str, observable: &'static str, arguments: &str) -> Result<Estimate> {
        let observed = self.observed(study, observable, arguments)?;
        // An undefined value supports no verdict.
        let undefined = Estimate {
            value: f64::NAN,
            error_bound: f64::INFINITY,
            kind: leggett_studies::ErrorKind::Estimated,
        };
        Ok(observed
            .and_then(|observed| observed.estimate())
            .unwrap_or(undefined))
    }

    fn observed(
        &self,
        study: &str,
        observable: &'static str,
        arguments: &str,
    ) -> Result<Option<Observed>> {
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
        Ok(evaluation.observables.into_iter().next())
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
