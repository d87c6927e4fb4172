//! Experiment files: a study, its sweeps and its figures.
//!
//! ```toml
//! format = 1
//! study = "repeater"
//!
//! [parameters]
//! atoms = 100
//!
//! [[sweep]]
//! time = { linspace = [0, "2*pi", 201] }
//! ```

mod axis;
mod counting;
mod decimal;
pub(crate) mod document;
mod fields;
pub mod figures;
mod grid;
mod panels;
mod source;
#[cfg(test)]
mod tests;
mod values;

use crate::error::{Error, Result};
use crate::input_files::Input;
pub(crate) use axis::LARGEST_GRID;
use figures::FigurePlan;
use grid::Grid;
use leggett_studies::error::Kind;
use leggett_studies::parameter::Parameter;
use leggett_studies::{Arguments, Given, Raw, Study};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A study, its sweeps and its figures, checked.
#[derive(Debug)]
pub struct Experiment {
    study: &'static Study,
    revision: u32,
    seed: u64,
    title: Option<String>,
    name: String,
    text: String,
    /// What `[parameters]` gives to every point.
    given: Vec<Given>,
    grid: Grid,
    figures: Vec<FigurePlan>,
    /// The files that `[parameters]` names.
    inputs: Vec<Input>,
    /// Computed when it is first asked for.
    hash: OnceLock<String>,
}

impl Experiment {
    /// Reads and checks an experiment file, and reads the files that it names,
    /// relative to its own directory.
    pub fn read(studies: &[&'static Study], path: &Path) -> Result<Self> {
        let directory = path.parent().unwrap_or(Path::new(""));
        Self::read_with(studies, path, &|_, written| directory.join(written))
    }

    /// The same where the files that it names are found otherwise: by
    /// parameter and by what is written.
    pub(crate) fn read_with(
        studies: &[&'static Study],
        path: &Path,
        locate: &dyn Fn(&str, &str) -> PathBuf,
    ) -> Result<Self> {
        let text = source::read_text(path)?;
        document::read(studies, &text, &path.display().to_string(), locate)
    }

    /// Checks the text of an experiment file; `name` is how the file is called
    /// in messages. Files that it names are relative to the current directory.
    pub fn parse(studies: &[&'static Study], text: &str, name: &str) -> Result<Self> {
        document::read(studies, text, name, &|_, written| PathBuf::from(written))
    }

    /// The files that every point takes as values of parameters.
    pub(crate) fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The study.
    pub fn study(&self) -> &'static Study {
        self.study
    }

    /// The seed of random studies.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The title, if the file gives one.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The file's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The figures that the file asks for.
    pub fn figures(&self) -> &[FigurePlan] {
        &self.figures
    }

    /// How many points there are, at least one.
    #[allow(clippy::len_without_is_empty)] // There is always a point.
    pub fn len(&self) -> usize {
        self.grid.len()
    }

    /// The checked parameters of one point.
    pub fn point(&self, index: usize) -> Result<Arguments> {
        let Some(values) = self.grid.point(index) else {
            let message = format!("there is no point {index}");
            let allowed = format!("from 0 to {}", self.len() - 1);
            return Err(Error::new(Kind::OutOfRange, message)
                .parameter("point")
                .allowed(allowed));
        };
        let mut given = self.given.clone();
        given.extend(values.into_iter().map(|(axis, value)| Given {
            name: axis.name.clone(),
            value,
            // Everything was checked, with its place, when the file was read.
            place: String::new(),
        }));
        let random = self.study.parameter("seed").is_some();
        if random && !given.iter().any(|item| item.name == "seed") {
            given.push(Given {
                name: "seed".to_owned(),
                value: Raw::Text(self.seed.to_string()),
                place: String::new(),
            });
        }
        let mut arguments = Arguments::check(self.study, &given)?;
        if !random {
            arguments.seed = self.seed;
        }
        Ok(arguments)
    }

    /// Every parameter, and every field of every entry of a table that a point
    /// has, with its name, in the order of the declaration.
    pub(crate) fn columns(&self) -> &[(String, &'static Parameter)] {
        self.grid.columns()
    }

    /// Parameter and length of each axis of the only sweep, the last one
    /// fastest; `None` if there are several, or one is in a table.
    #[cfg(feature = "zarr")]
    pub(crate) fn only_sweep(&self) -> Option<Vec<(&'static Parameter, usize)>> {
        let [sweep] = self.grid.sweeps() else {
            return None;
        };
        if sweep.axes.iter().any(|axis| axis.name.contains('.')) {
            return None;
        }
        let axes = sweep.axes.iter();
        Some(axes.map(|axis| (axis.parameter, axis.len())).collect())
    }

    /// The observables of every point, in the order asked for.
    pub(crate) fn observables(&self) -> Result<Vec<&'static str>> {
        Ok(self.point(0)?.observables().to_vec())
    }

    /// Where the file sets a parameter.
    pub(crate) fn place_of(&self, parameter: &str) -> Option<String> {
        let given = self.given.iter().find(|given| given.name == parameter);
        let axes = self.grid.sweeps().iter().flat_map(|sweep| &sweep.axes);
        let axis = axes
            .into_iter()
            .find(|axis| axis.name == parameter)
            .map(|axis| {
                let (name, text) = (&self.name, &self.text);
                source::Source { name, text }.place(axis.offset)
            });
        given.map(|given| given.place.clone()).or(axis)
    }

    /// The revision of the study that the results are made with.
    pub(crate) fn revision(&self) -> u32 {
        self.revision
    }

    /// The same experiment as an earlier revision of the study ran it: its
    /// keys and hash are those of that time.
    pub(crate) fn at_revision(mut self, revision: u32) -> Self {
        self.revision = revision;
        self.hash = OnceLock::new();
        self
    }

    /// SHA-256 over everything that determines a point's result; `None` beyond
    /// the last point.
    pub(crate) fn key(&self, index: usize) -> Option<[u8; 32]> {
        let mut hash = Sha256::new();
        hash.update(format!(
            "point\n{}\n{}\n{}\n",
            self.study.name, self.revision, self.seed
        ));
        hash.update(self.grid.canonical(index)?);
        Some(hash.finalize().into())
    }

    /// SHA-256, in hexadecimal, of everything that determines the results:
    /// study, revision, seed and the points in order, but neither figures nor
    /// comments.
    pub fn hash(&self) -> String {
        let compute = || {
            let mut hash = Sha256::new();
            hash.update(format!("experiment\n{}\n", self.len()));
            for key in (0..self.len()).filter_map(|index| self.key(index)) {
                hash.update(key);
            }
            crate::hexadecimal(&hash.finalize())
        };
        self.hash.get_or_init(compute).clone()
    }
}
