//! A run's results, written as arrays.

use super::arrays::{Arrays, Header};
use super::attributes::{self, Attributes};
use super::column::{Column, Texts};
use super::layout::Layout;
use super::target::Target;
use crate::error::Result;
use crate::experiment::Experiment;
use crate::run::dimensions::{Along, Dimension, Dimensions, padded};
use crate::run::directory::Directory;
use crate::run::export::{declared, exported};
use crate::run::results::Results;
use crate::run::row::{Outcome, kind};
use leggett_studies::parameter::Observable;
use leggett_studies::{Coordinates, Study};
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
        let mut coordinates = export.coordinates()?;
        coordinates.extend(export.dimensions()?);
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
    observables: Vec<&'static Observable>,
    dimensions: Dimensions,
    arrays: Arrays,
}

impl<'e> Export<'e> {
    fn start(experiment: &'e Experiment, results: &'e Results, path: &Path) -> Result<Self> {
        let observables = declared(experiment)?;
        Ok(Self {
            experiment,
            results,
            layout: Layout::of(experiment)?,
            dimensions: Dimensions::survey(experiment, results, &observables)?,
            observables,
            arrays: Arrays::create(path)?,
        })
    }

    /// Writes an array over all points, and these dimensions of each.
    fn write(
        &self,
        name: &str,
        inner: &[&Dimension],
        attributes: Attributes,
        column: &Column,
    ) -> Result<()> {
        let inner = inner.iter().map(|known| (known.name, known.length));
        let dimensions: Vec<(&'static str, usize)> = self
            .layout
            .dimensions
            .iter()
            .copied()
            .chain(inner)
            .collect();
        let header = Header {
            name,
            dimensions: &dimensions,
            attributes,
        };
        self.arrays.write(header, column)
    }

    /// Writes the observables, one after another, so that only one of them is
    /// held in memory.
    fn observables(&self) -> Result<()> {
        let mut observables = self.observables.iter().enumerate();
        observables.try_for_each(|(place, observable)| self.observable(place, observable))
    }

    fn observable(&self, place: usize, observable: &Observable) -> Result<()> {
        let inner = self.dimensions.of(observable);
        let shape: Vec<usize> = inner.iter().map(|known| known.length).collect();
        let size: usize = shape.iter().product();
        let total = self.experiment.len();
        let [mut values, mut bounds] = [(); 2].map(|()| vec![f64::NAN; total * size]);
        let mut kinds = Texts::new(total);
        self.results.each(self.experiment, &mut |index, outcome| {
            if let Outcome::Values { observables, .. } = outcome
                && let Some(found) = observables.get(place)
            {
                let own = index * size..(index + 1) * size;
                let [own_values, own_bounds] = padded(found.as_ref(), &shape);
                values[own.clone()].copy_from_slice(&own_values);
                bounds[own].copy_from_slice(&own_bounds);
                kinds.set(index, kind(found.as_ref()));
            }
            Ok(())
        })?;
        let name = exported(self.experiment.study(), observable);
        let about = attributes::of_observable(&name, observable, &kinds.different());
        self.write(&name, &inner, about, &Column::Reals(values))?;
        let about = attributes::of_bound(observable);
        let bound = format!("{name}_error_bound");
        self.write(&bound, &inner, about, &Column::Reals(bounds))?;
        let about =
            attributes::of_texts(&format!("kind of the error bound of {}", observable.label));
        let kind = format!("{name}_error_kind");
        self.write(&kind, &[], about, &Column::Texts(kinds))
    }

    /// Writes what stands along the dimensions of observables; returns the
    /// arrays that are coordinates though no dimension has their name.
    fn dimensions(&self) -> Result<Vec<String>> {
        let mut auxiliary = Vec::new();
        for dimension in self.dimensions.iter() {
            match &dimension.along {
                Along::Same(coordinates) => {
                    let mut column = along(dimension, 1);
                    set(&mut column, 0, coordinates);
                    let header = Header {
                        name: dimension.name,
                        dimensions: &[(dimension.name, dimension.length)],
                        attributes: attributes::of_texts(&spoken(dimension)),
                    };
                    self.arrays.write(header, &column)?;
                }
                Along::Numbers | Along::Labels => auxiliary.extend(self.varying(dimension)?),
            }
        }
        Ok(auxiliary)
    }

    /// Writes the coordinates at each point, and how many there are.
    fn varying(&self, dimension: &Dimension) -> Result<[String; 2]> {
        let total = self.experiment.len();
        let mut column = along(dimension, total);
        let mut counts = vec![0; total];
        self.results.each(self.experiment, &mut |index, outcome| {
            if let Some(own) = Dimensions::at(dimension, &self.observables, outcome) {
                counts[index] = own.len() as i64;
                set(&mut column, index * dimension.length, own);
            }
            Ok(())
        })?;
        let names = ["values", "count"].map(|it| format!("{}_{it}", dimension.name));
        let about = attributes::of_texts(&spoken(dimension));
        self.write(&names[0], &[dimension], about, &column)?;
        let about = attributes::of_texts(&format!("number of {} values", spoken(dimension)));
        self.write(&names[1], &[], about, &Column::Integers(counts))?;
        Ok(names)
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
            let about = attributes::of_texts(about);
            self.write(name, &[], about, &Column::Texts(texts))?;
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

fn spoken(dimension: &Dimension) -> String {
    dimension.name.replace('_', " ")
}

/// Room for the coordinates at so many points.
fn along(dimension: &Dimension, points: usize) -> Column {
    let length = points * dimension.length;
    match dimension.along.are_labels() {
        true => Column::Texts(Texts::new(length)),
        false => Column::Reals(vec![f64::NAN; length]),
    }
}

/// Sets coordinates from this place on.
fn set(column: &mut Column, start: usize, coordinates: &Coordinates) {
    match (column, coordinates) {
        (Column::Reals(values), Coordinates::Numbers(numbers)) => {
            values[start..start + numbers.len()].copy_from_slice(numbers);
        }
        (Column::Texts(texts), coordinates) => {
            let own = coordinates.texts();
            let own = own.iter().enumerate();
            own.for_each(|(place, text)| texts.set(start + place, text));
        }
        // Labels are not written among numbers: the column would be of texts.
        (Column::Reals(_) | Column::Integers(_), _) => {}
    }
}
