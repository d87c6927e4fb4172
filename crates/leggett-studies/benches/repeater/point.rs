//! One point of the study, on one thread or with a thread for each part.

use leggett_studies::{Arguments, Estimate, Evaluation, Given, Observed, Raw, Study, Work, find};
use std::thread;

/// A checked point of the study `repeater`.
pub struct Point {
    study: &'static Study,
    arguments: Arguments,
}

impl Point {
    /// From `name=value` pairs, as on the command line.
    pub fn new(pairs: &str) -> Result<Self, String> {
        let given: Vec<Given> = pairs
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| Given {
                name: name.to_owned(),
                value: Raw::from_argument(value),
                place: format!("`{pairs}`"),
            })
            .collect();
        let study = find("repeater").map_err(text)?;
        let arguments = Arguments::check(study, &given).map_err(text)?;
        Ok(Self { study, arguments })
    }

    /// From the plan to the answer, part after part.
    pub fn on_one_thread(&self) -> Result<Evaluation, String> {
        self.study
            .evaluate(&self.arguments, &Work::new())
            .map_err(text)
    }

    /// From the plan to the answer, every part on a thread of its own: two.
    pub fn on_two_threads(&self) -> Result<Evaluation, String> {
        let plan = (self.study.plan)(&self.arguments).map_err(text)?;
        let work = Work::new();
        let parts: Result<Vec<Vec<f64>>, String> = thread::scope(|scope| {
            let (plan, work) = (plan.as_ref(), &work);
            let handles: Vec<_> = (0..plan.parts())
                .map(|index| scope.spawn(move || plan.part(index, work).map_err(text)))
                .collect();
            handles.into_iter().map(joined).collect()
        });
        self.study
            .finish(&self.arguments, plan.as_ref(), &parts?)
            .map_err(text)
    }

    /// The bytes that the plan expects of all parts at once.
    pub fn planned_bytes(&self) -> Result<f64, String> {
        let plan = (self.study.plan)(&self.arguments).map_err(text)?;
        Ok(plan.cost().bytes * plan.parts() as f64)
    }
}

/// What a thread returned.
pub fn joined<T>(handle: thread::ScopedJoinHandle<'_, Result<T, String>>) -> Result<T, String> {
    handle
        .join()
        .unwrap_or_else(|_| Err("a thread stopped".to_owned()))
}

/// The entanglement entropy, in ebits.
pub fn entropy(evaluation: &Evaluation) -> Result<Estimate, String> {
    let entropy = evaluation
        .observables
        .iter()
        .find(|observed| observed.name == "entanglement_entropy");
    entropy
        .and_then(Observed::estimate)
        .ok_or_else(|| "there is no entanglement entropy".to_owned())
}

fn text(error: leggett_studies::Error) -> String {
    error.to_string()
}
