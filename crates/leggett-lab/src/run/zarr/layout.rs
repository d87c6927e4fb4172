//! How an experiment's points lie in arrays.

use super::column::ParameterColumn;
use crate::error::Result;
use crate::experiment::Experiment;
use leggett_studies::parameter::{Parameter, Value};

/// The dimensions of an experiment, and what it says along them.
pub(super) struct Layout {
    /// Name and length, the last one fastest; none for a single point.
    pub(super) dimensions: Vec<(&'static str, usize)>,
    /// Parameters along a dimension, which is given by its place.
    pub(super) coordinates: Vec<(usize, ParameterColumn)>,
    /// Parameters that are the same for all points.
    pub(super) constants: Vec<(String, Value)>,
}

impl Layout {
    /// A dimension for each axis of the only sweep; without one, or with lists
    /// on its axes, one dimension for the points.
    pub(super) fn of(experiment: &Experiment) -> Result<Self> {
        match experiment.only_sweep() {
            Some(axes) => match Self::product(experiment, axes)? {
                Some(layout) => Ok(layout),
                None => Self::listed(experiment),
            },
            None => Self::listed(experiment),
        }
    }

    /// The points of a product grid; `None` if an axis has lists.
    fn product(
        experiment: &Experiment,
        axes: Vec<(&'static Parameter, usize)>,
    ) -> Result<Option<Self>> {
        let mut coordinates = Vec::with_capacity(axes.len());
        let mut stride = experiment.len();
        for (dimension, (parameter, length)) in axes.iter().enumerate() {
            stride /= length;
            let mut column = ParameterColumn::new(parameter.name, parameter, *length);
            for place in 0..*length {
                let arguments = experiment.point(place * stride)?;
                let value = arguments.get(parameter.name);
                if matches!(value, Value::List(_)) {
                    return Ok(None);
                }
                column.set(place, value);
            }
            coordinates.push((dimension, column));
        }
        let first = experiment.point(0)?;
        let parameters = experiment.columns().iter();
        let constants = parameters
            .filter(|(name, _)| axes.iter().all(|(axis, _)| axis.name != name))
            .filter(|(name, known)| {
                // What no point has is left out.
                let swept = known
                    .only_for
                    .is_some_and(|only| axes.iter().any(|(axis, _)| axis.name == only.parameter));
                let value = first.get(name);
                *value != Value::Absent && (swept || first.applies(name))
            })
            .map(|(name, _)| (name.clone(), first.get(name).clone()));
        Ok(Some(Self {
            constants: constants.collect(),
            dimensions: axes
                .iter()
                .map(|(parameter, length)| (parameter.name, *length))
                .collect(),
            coordinates,
        }))
    }

    /// The points one after another.
    fn listed(experiment: &Experiment) -> Result<Self> {
        let length = experiment.len();
        let mut coordinates: Vec<(usize, ParameterColumn)> = experiment
            .columns()
            .iter()
            .map(|(name, parameter)| (0, ParameterColumn::new(name, parameter, length)))
            .collect();
        for index in 0..length {
            let arguments = experiment.point(index)?;
            for (_, column) in &mut coordinates {
                let value = match arguments.applies(&column.name) {
                    true => arguments.get(&column.name),
                    false => &Value::Absent,
                };
                column.set(index, value);
            }
        }
        Ok(Self {
            dimensions: vec![("point", length)],
            coordinates,
            constants: Vec::new(),
        })
    }
}
