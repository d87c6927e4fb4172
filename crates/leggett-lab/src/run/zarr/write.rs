//! A run's results, written as arrays.

use super::arrays::{Arrays, Header};
use super::attributes::{self, Attributes};
use super::column::{Column, Texts};
use super::layout::Layout;
use super::target::Target;
use crate::error::Result;
use crate::experiment::Experiment;
use crate::run::directory::Directory;
use crate::run::results::Results;
use crate::run::row::Outcome;
use leggett_studies::Study;
use leggett_studies::parameter::Observable;
use std::path::Path;

/// See [`super::export_zarr`].
pub(super) fn export(studies: &[&'static Study], run: &Path, target: &Path) -> Result<()> {
    let directory = Directory::new(run);
    let experiment = directory.experiment(studies)?;
    let results = Results::open(&directory, &experiment)?;
    results.freeze()?;
    let target = Target::begin(target)?;
    let written = Export::start(&experiment, &results, target.path()).and_then(|export| {
        export.observables()?;
        export.texts()?;
        let coordinates = export.coordinates()?;
        export.arrays.finish(attributes::of_store(
            &experiment,
            results.shard,
            &export.layout,
            &coordinates,
        ))
    });
    match written.and_then(|()| target.commit()) {
        Ok(()) => Ok(()),
        Err(error) => {
            target.discard();
            Err(error)
        }
    }
}

/// An export that is going on.
struct Export<'e> {
    experiment: &'e Experiment,
    results: &'e Results,
    layout: Layout,
    arrays: Arrays,
}

impl<'e> Export<'e> {
    fn start(experiment: &'e Experiment, results: &'e Results, path: &Path) -> Result<Self> {
        Ok(Self {
            experiment,
            results,
            layout: Layout::of(experiment)?,
            arrays: Arrays::create(path)?,
        })
    }

    /// Writes an array over all points.
    fn write(&self, name: &str, attributes: Attributes, column: &Column) -> Result<()> {
        let dimensions = &self.layout.dimensions;
        let header = Header {
            name,
            dimensions,
            attributes,
        };
        self.arrays.write(header, column)
    }

    /// Writes the observables, one after another, so that only one of them is
    /// held in memory.
    fn observables(&self) -> Result<()> {
        for (place, name) in self.experiment.observables()?.into_iter().enumerate() {
            if let Some(observable) = self.experiment.study().observable(name) {
                self.observable(place, observable)?;
            }
        }
        Ok(())
    }

    fn observable(&self, place: usize, observable: &Observable) -> Result<()> {
        let total = self.experiment.len();
        let (mut values, mut bounds) = (vec![f64::NAN; total], vec![f64::NAN; total]);
        let mut kinds = Texts::new(total);
        self.results.each(self.experiment, &mut |index, outcome| {
            if let Outcome::Values { observables, .. } = outcome
                && let Some(stored) = observables.get(place)
            {
                values[index] = stored.value;
                bounds[index] = stored.error_bound;
                kinds.set(index, &stored.error_kind);
            }
            Ok(())
        })?;
        let name = observable.name;
        let about = attributes::of_observable(observable, &kinds.different());
        self.write(name, about, &Column::Reals(values))?;
        let about = attributes::of_bound(observable);
        self.write(
            &format!("{name}_error_bound"),
            about,
            &Column::Reals(bounds),
        )?;
        let about =
            attributes::of_texts(&format!("kind of the error bound of {}", observable.label));
        self.write(&format!("{name}_error_kind"), about, &Column::Texts(kinds))
    }

    /// Writes method, warnings and error of each point.
    fn texts(&self) -> Result<()> {
        let total = self.experiment.len();
        let [mut methods, mut all_warnings, mut errors] = [(); 3].map(|()| Texts::new(total));
        self.results.each(self.experiment, &mut |index, outcome| {
            match outcome {
                Outcome::Values {
                    method, warnings, ..
                } => {
                    methods.set(index, method);
                    all_warnings.set(index, &warnings.join("; "));
                }
                Outcome::Failed(failure) => errors.set(index, &failure.to_string()),
            }
            Ok(())
        })?;
        for (name, about, texts) in [
            ("method_used", "method that was used", methods),
            ("warnings", "warnings", all_warnings),
            ("error", "error", errors),
        ] {
            self.write(name, attributes::of_texts(about), &Column::Texts(texts))?;
        }
        Ok(())
    }

    /// Writes the parameters along the dimensions; returns the arrays that are
    /// coordinates though no dimension has their name.
    fn coordinates(&self) -> Result<Vec<String>> {
        let mut auxiliary = Vec::new();
        for (dimension, column) in &self.layout.coordinates {
            let dimensions = &self.layout.dimensions[*dimension..=*dimension];
            let name = column.name.as_str();
            if dimensions[0].0 != name {
                auxiliary.push(name.to_owned());
            }
            let header = Header {
                name,
                dimensions,
                attributes: attributes::of_parameter(column),
            };
            self.arrays.write(header, &column.values)?;
            if column.expressions.different().is_empty() {
                continue;
            }
            let expression = format!("{name}_expression");
            let header = Header {
                name: &expression,
                dimensions,
                attributes: attributes::of_texts(&format!(
                    "expression of {}",
                    name.replace('_', " ")
                )),
            };
            self.arrays.write_texts(header, &column.expressions)?;
            auxiliary.push(expression);
        }
        Ok(auxiliary)
    }
}
