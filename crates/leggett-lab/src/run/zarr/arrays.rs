//! Arrays of a Zarr store in the file system.

use super::column::{Column, Texts};
use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use serde_json::{Map, Value as Json};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zarrs::array::builder::ArrayBuilderFillValue;
use zarrs::array::{ArrayBuilder, ArrayMetadataOptions, DataType, Element, data_type};
use zarrs::filesystem::FilesystemStore;
use zarrs::group::GroupBuilder;

/// Chunks have at most so many elements: 8 MiB of doubles.
const LARGEST_CHUNK: u64 = 1 << 20;

/// A store that is being written. Nothing in it depends on the time, on the
/// machine or on the version of the library that writes it.
pub(super) struct Arrays {
    store: Arc<FilesystemStore>,
    path: PathBuf,
}

/// What an array is called, along which dimensions it lies, and its attributes.
pub(super) struct Header<'h> {
    pub(super) name: &'h str,
    pub(super) dimensions: &'h [(&'static str, usize)],
    pub(super) attributes: Map<String, Json>,
}

impl Arrays {
    /// Starts a store in an empty directory.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let store = FilesystemStore::new(path).map_err(|error| failed(path, error))?;
        Ok(Self {
            store: Arc::new(store),
            path: path.to_owned(),
        })
    }

    /// Writes the root, which makes the directory a store: it comes last.
    pub(super) fn finish(&self, attributes: Map<String, Json>) -> Result<()> {
        let failed = |error: &dyn Display| failed(&self.path, error);
        let mut builder = GroupBuilder::new();
        builder.attributes(attributes);
        let group = builder.build(self.store.clone(), "/");
        group
            .map_err(|error| failed(&error))?
            .store_metadata()
            .map_err(|error| failed(&error))
    }

    /// Writes an array.
    pub(super) fn write(&self, header: Header<'_>, column: &Column) -> Result<()> {
        match column {
            Column::Integers(values) => {
                self.write_as(header, data_type::int64(), 0i64, values.as_slice())
            }
            Column::Reals(values) => {
                self.write_as(header, data_type::float64(), f64::NAN, values.as_slice())
            }
            Column::Texts(texts) => self.write_texts(header, texts),
        }
    }

    /// Writes an array of texts.
    pub(super) fn write_texts(&self, header: Header<'_>, texts: &Texts) -> Result<()> {
        let texts: Vec<&str> = texts.iter().collect();
        self.write_as(header, data_type::string(), "", texts.as_slice())
    }

    fn write_as<T: Element>(
        &self,
        header: Header<'_>,
        data_type: DataType,
        fill_value: impl Into<ArrayBuilderFillValue>,
        elements: &[T],
    ) -> Result<()> {
        let path = self.path.join(header.name);
        let failed = |error: &dyn Display| failed(&path, error);
        let shape: Vec<u64> = header.dimensions.iter().map(|(_, n)| *n as u64).collect();
        let names = header.dimensions.iter().map(|(name, _)| *name);
        let mut builder =
            ArrayBuilder::new(shape.clone(), chunk_shape(&shape), data_type, fill_value);
        builder
            .attributes(header.attributes)
            .dimension_names(Some(names));
        let array = builder
            .build(self.store.clone(), &format!("/{}", header.name))
            .map_err(|error| failed(&error))?;
        let options = ArrayMetadataOptions::default().with_include_zarrs_metadata(false);
        array
            .store_metadata_opt(&options)
            .map_err(|error| failed(&error))?;
        array
            .store_array_subset(&array.subset_all(), elements)
            .map_err(|error| failed(&error))
    }
}

/// The whole array where that is not too large, else pieces of it along the
/// slowest dimensions.
fn chunk_shape(shape: &[u64]) -> Vec<u64> {
    let mut chunk = shape.to_vec();
    for dimension in 0..shape.len() {
        let rest: u64 = chunk[dimension + 1..].iter().product();
        let most = (LARGEST_CHUNK / rest).max(1);
        chunk[dimension] = chunk[dimension].min(most);
    }
    chunk
}

fn failed(path: &Path, error: impl Display) -> Error {
    let message = format!("cannot write {}: {error}", path.display());
    Error::new(Kind::Io, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_arrays_are_cut_along_their_slowest_dimensions() {
        for (shape, chunk) in [
            (vec![], vec![]),
            (vec![7], vec![7]),
            (vec![10_000_000], vec![1 << 20]),
            (vec![5000, 1000], vec![1048, 1000]),
            (vec![3, 2_000_000], vec![1, 1 << 20]),
            (vec![100, 100, 100], vec![100, 100, 100]),
        ] {
            assert_eq!(chunk_shape(&shape), chunk, "{shape:?}");
        }
    }
}
