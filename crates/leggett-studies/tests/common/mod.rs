//! What several tests of the studies share.

use leggett_studies::{Arguments, Error, Estimate, Evaluation, Given, Observed, Raw, Work, find};

/// The given values as a user would write them on a command line.
pub fn given(arguments: &str) -> Vec<Given> {
    let pair = |argument: &str| {
        let (name, value) = argument.split_once('=').expect("tests write name=value");
        Given {
            name: name.to_owned(),
            value: Raw::from_argument(value),
            place: format!("`{argument}`"),
        }
    };
    arguments.split_whitespace().map(pair).collect()
}

/// One point of a study.
pub fn evaluate(study: &str, arguments: &str) -> Result<Evaluation, Error> {
    let study = find(study)?;
    study.evaluate(&Arguments::check(study, &given(arguments))?, &Work::new())
}

/// An observable's estimate, which the test expects to be defined.
#[allow(dead_code, reason = "not every test binary needs it")]
pub fn estimate(evaluation: &Evaluation, name: &str) -> Estimate {
    let observed = evaluation
        .observables
        .iter()
        .find(|observed| observed.name == name);
    observed
        .and_then(Observed::estimate)
        .expect("the observable is defined")
}
