//! The observables of a path of light.

use super::super::resolved::unresolved;
use super::super::steady_state::covariance;
use super::described::{Described, wrong};
use super::{DETUNED, NO_FORCE, NO_FREQUENCY, NO_PORT, ONE, UNSEEN};
use crate::error::{Error, Result};
use crate::single::Entry;
use leggett::dynamics::gaussian::Homodyne;
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::dynamics::gaussian::spectrum::Record;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::gaussian::{Covariance, LinearModel};
use leggett::measures::gaussian;
use leggett::systems::hybrid::light_path::LightPath;
use leggett::systems::hybrid::sensing::standard_quantum_limit;
use leggett::{ErrorKind as Bound, Estimate, Estimates, Work};

pub(super) fn entries(
    described: &Described,
    model: &LinearModel,
    work: &Work,
) -> Result<Vec<Entry>> {
    let state = match steady_state(model, work) {
        Ok(state) => state,
        Err(leggett::Error::OutOfRange { .. }) if described.only_stability => {
            return Ok(vec![Entry::flag("stable", false)]);
        }
        Err(leggett::Error::OutOfRange { value, .. }) => {
            return Err(wrong(
                "components",
                format!(
                    "there is no steady state: the largest growth rate is {value}, not negative"
                ),
                "angles above π/4 where the parametric interaction outweighs the linewidth, or less coupling",
            ));
        }
        Err(other) => return Err(unresolved(other)),
    };
    let mut entries = vec![Entry::flag("stable", true), matrix("covariance", &state)];
    let negativity = |name, state: &Covariance| match described.pair {
        None => Ok(Entry::undefined(name, ONE)),
        Some(pair) => {
            let two = state.reduced(&pair)?;
            Ok::<_, Error>(Entry::new(name, gaussian::log_negativity(&two, &[0])?))
        }
    };
    entries.push(negativity("log_negativity", &state)?);
    entries.push(match described.pair {
        None => Entry::undefined("optimal_epr_variance", ONE),
        Some(pair) => Entry::new(
            "optimal_epr_variance",
            gaussian::optimal_epr_variance(&state, pair)?.1,
        ),
    });
    if described.ports.is_empty() {
        let names = [
            "conditional_log_negativity",
            "conditional_covariance",
            "spectra",
            "force_noise",
        ];
        entries.extend(names.map(|name| Entry::undefined(name, NO_PORT)));
    } else {
        let detections: Vec<Homodyne> = described
            .ports
            .iter()
            .flat_map(|(_, outlet, phase, efficiency)| {
                LightPath::detections(*outlet, *phase, *efficiency)
            })
            .collect();
        let seen = conditional_steady_state(model, &detections, work).map_err(unresolved)?;
        entries.push(negativity("conditional_log_negativity", &seen)?);
        entries.push(matrix("conditional_covariance", &seen));
        entries.extend(spectra(described, model)?);
    }
    entries.push(quantum_limit(described));
    Ok(entries)
}

/// The matrix with a bound for every entry.
fn matrix(name: &'static str, state: &Covariance) -> Entry {
    covariance(state).named(name)
}

/// Spectra and force noise of every port.
fn spectra(described: &Described, model: &LinearModel) -> Result<Vec<Entry>> {
    if described.frequencies.is_empty() {
        return Ok(["spectra", "force_noise"]
            .map(|name| Entry::undefined(name, NO_FREQUENCY))
            .to_vec());
    }
    let order = 2 * described.names.len();
    let mut force = vec![0.0; order];
    if let Some(mode) = described.force {
        force[2 * mode] = 1.0;
    }
    let (mut spectra, mut noise) = (Vec::new(), Vec::new());
    for (_, outlet, phase, efficiency) in &described.ports {
        let [first, _] = LightPath::detections(*outlet, *phase, *efficiency);
        let record = Record::new(model, first)?;
        for frequency in &described.frequencies {
            let response = record.at(*frequency)?;
            spectra.push(response.spectrum);
            noise.push(response.force_noise(&force));
        }
    }
    let shape = vec![described.ports.len(), described.frequencies.len()];
    let entry = |name, found: Vec<Estimate>| {
        let sound = |found: &Estimate| found.value.is_finite() && found.error_bound.is_finite();
        if !found.iter().all(sound) {
            return Entry::undefined(name, UNSEEN);
        }
        Entry::array(
            name,
            Estimates {
                values: found.iter().map(|found| found.value).collect(),
                error_bounds: found.iter().map(|found| found.error_bound).collect(),
                shape: shape.clone(),
                kind: Bound::Estimated,
            },
        )
    };
    Ok(vec![
        entry("spectra", spectra),
        match described.force {
            None => Entry::undefined("force_noise", NO_FORCE),
            Some(_) => entry("force_noise", noise),
        },
    ])
}

fn quantum_limit(described: &Described) -> Entry {
    let name = "force_noise_sql";
    let Some(mode) = described.force else {
        return Entry::undefined(name, NO_FORCE);
    };
    if described.frequencies.is_empty() {
        return Entry::undefined(name, NO_FREQUENCY);
    }
    let coupled = &described.path.oscillators[mode];
    if coupled.detuning != 0.0 {
        return Entry::undefined(name, DETUNED);
    }
    let oscillator = &coupled.oscillator;
    let limit = |frequency: &f64| standard_quantum_limit(oscillator, *frequency);
    let values: Vec<f64> = described.frequencies.iter().map(limit).collect();
    Entry::array(
        name,
        Estimates {
            error_bounds: values
                .iter()
                .map(|value| 4.0 * f64::EPSILON * value)
                .collect(),
            shape: vec![values.len()],
            values,
            kind: Bound::Exact,
        },
    )
}
