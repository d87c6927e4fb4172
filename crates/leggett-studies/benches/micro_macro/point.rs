//! One point of a study of one part.

use leggett_studies::{Arguments, Estimate, Evaluation, Given, Observed, Study, Work, find};

/// A checked point.
pub struct Point {
    study: &'static Study,
    arguments: Arguments,
}

impl Point {
    /// From `name=value` pairs, as on the command line.
    pub fn new(study: &str, pairs: &str) -> Result<Self, String> {
        let study = find(study).map_err(text)?;
        let given = Given::list(pairs, "a benchmark");
        let arguments = Arguments::check(study, &given).map_err(text)?;
        Ok(Self { study, arguments })
    }

    /// From the plan to the answer.
    pub fn evaluate(&self) -> Result<Evaluation, String> {
        self.study
            .evaluate(&self.arguments, &Work::new())
            .map_err(text)
    }

    /// The bytes that the plan expects.
    pub fn planned_bytes(&self) -> Result<f64, String> {
        let plan = (self.study.plan)(&self.arguments).map_err(text)?;
        Ok(plan.cost().bytes)
    }
}

/// The negativity.
pub fn negativity(evaluation: &Evaluation) -> Result<Estimate, String> {
    let negativity = evaluation
        .observables
        .iter()
        .find(|observed| observed.name == "negativity");
    negativity
        .and_then(Observed::estimate)
        .ok_or_else(|| "there is no negativity".to_owned())
}

fn text(error: leggett_studies::Error) -> String {
    error.to_string()
}
