//! The points of several sweeps in order, each point once.

use super::axis::LARGEST_GRID;
use super::values::Axis;
use crate::error::{Error, Result};
use leggett_studies::error::Kind;
use leggett_studies::parameter::Parameter;
use leggett_studies::{Arguments, Raw, Study};
use std::collections::{HashMap, HashSet};

/// A product grid; the last axis runs fastest. Without axes it is one point.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    pub(super) axes: Vec<Axis>,
    /// Points that an earlier sweep has, ascending.
    skipped: Vec<u32>,
    /// The index in the experiment of the first point that is kept.
    start: usize,
    /// The canonical text of a point, in pieces.
    canonical: Vec<Piece>,
}

/// A piece of the canonical text of the points of a sweep.
#[derive(Debug)]
enum Piece {
    /// The same for all points.
    Constant(String),
    /// The value on an axis.
    Axis(usize),
}

impl Sweep {
    pub(super) fn new(axes: Vec<Axis>) -> Self {
        Self {
            axes,
            ..Self::default()
        }
    }

    /// All points, also those that are skipped; no overflow, since the grid
    /// was counted before its values were written out.
    fn product(&self) -> usize {
        self.axes.iter().map(Axis::len).product()
    }

    /// The position within the product of the n-th point that is kept.
    fn position(&self, kept: usize) -> usize {
        let before = |entry: usize| self.skipped[entry] as usize - entry <= kept;
        let mut low = 0;
        let mut high = self.skipped.len();
        while low < high {
            let middle = low + (high - low) / 2;
            if before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        kept + low
    }

    /// The index on each axis of a position within the product.
    fn coordinates(&self, mut position: usize) -> Vec<usize> {
        let mut coordinates = vec![0; self.axes.len()];
        for (coordinate, axis) in coordinates.iter_mut().zip(&self.axes).rev() {
            *coordinate = position % axis.len();
            position /= axis.len();
        }
        coordinates
    }

    /// What the first point, skipped or not, takes from the axes.
    pub(super) fn first(&self) -> Vec<(&Axis, Raw)> {
        self.axes.iter().map(|axis| (axis, axis.value(0))).collect()
    }
}

/// Sweeps joined in order.
#[derive(Debug)]
pub(super) struct Grid {
    sweeps: Vec<Sweep>,
    /// Every parameter, and every field of every entry of a table that a point
    /// has, with its name, in the order of the declaration.
    columns: Vec<(String, &'static Parameter)>,
    /// Whether the rates of some points are without units.
    bare: bool,
    len: usize,
}

impl Grid {
    /// Joins sweeps and drops every point that an earlier one has; `firsts`
    /// are the checked parameters of the first point of each, and `bare` says
    /// whether their rates are without units.
    pub(super) fn join(
        mut sweeps: Vec<Sweep>,
        firsts: &[Arguments],
        study: &Study,
        bare: bool,
    ) -> Result<Self> {
        let columns = columns(firsts, study);
        if sweeps.len() > 1 {
            skip_repeated(&mut sweeps, firsts, &columns)?;
        }
        let mut len = 0;
        for (sweep, first) in sweeps.iter_mut().zip(firsts) {
            sweep.canonical = pieces(&sweep.axes, first);
            sweep.start = len;
            len += sweep.product() - sweep.skipped.len();
        }
        Ok(Self {
            sweeps,
            columns,
            bare,
            len,
        })
    }

    pub(super) fn rates_are_bare(&self) -> bool {
        self.bare
    }

    pub(super) fn columns(&self) -> &[(String, &'static Parameter)] {
        &self.columns
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn sweeps(&self) -> &[Sweep] {
        &self.sweeps
    }

    /// The sweep of a point and its index on each axis.
    fn locate(&self, index: usize) -> Option<(&Sweep, Vec<usize>)> {
        if index >= self.len {
            return None;
        }
        // Sweeps of which nothing is kept share the start of the next one.
        let next = self.sweeps.partition_point(|sweep| sweep.start <= index);
        let sweep = &self.sweeps[next - 1];
        let coordinates = sweep.coordinates(sweep.position(index - sweep.start));
        Some((sweep, coordinates))
    }

    /// What a point takes from the axes; `None` beyond the last point.
    pub(super) fn point(&self, index: usize) -> Option<Vec<(&Axis, Raw)>> {
        let (sweep, coordinates) = self.locate(index)?;
        let values = sweep.axes.iter().zip(coordinates);
        Some(
            values
                .map(|(axis, coordinate)| (axis, axis.value(coordinate)))
                .collect(),
        )
    }

    /// The canonical text of a point's parameters: that of its `Arguments`,
    /// without the checks of all its values.
    pub(super) fn canonical(&self, index: usize) -> Option<String> {
        let (sweep, coordinates) = self.locate(index)?;
        let mut text = String::with_capacity(256);
        for piece in &sweep.canonical {
            match piece {
                Piece::Constant(constant) => text.push_str(constant),
                Piece::Axis(axis) => {
                    text.push_str(&sweep.axes[*axis].canonical(coordinates[*axis]));
                }
            }
        }
        Some(text)
    }
}

/// The pieces of the canonical texts of a sweep, taken from its first point.
fn pieces(axes: &[Axis], first: &Arguments) -> Vec<Piece> {
    let whole = first.canonical();
    let mut lines = whole.split_inclusive('\n');
    let mut pieces = Vec::new();
    let mut constant = String::new();
    for (name, _) in first.flat() {
        let line = lines.next().unwrap_or_default();
        match axes.iter().position(|axis| axis.name == name) {
            None => constant.push_str(line),
            Some(axis) => {
                constant.push_str(&format!("{name}="));
                pieces.push(Piece::Constant(std::mem::take(&mut constant)));
                pieces.push(Piece::Axis(axis));
                constant.push('\n');
            }
        }
    }
    constant.extend(lines);
    pieces.push(Piece::Constant(constant));
    pieces
}

/// The number of points of product grids with axes of these lengths, before
/// anything of them is built.
pub(super) fn count(sweeps: &[Vec<u64>]) -> Option<u64> {
    let mut total: u64 = 0;
    for lengths in sweeps {
        let product = lengths
            .iter()
            .try_fold(1u64, |product, length| product.checked_mul(*length))?;
        total = total.checked_add(product)?;
    }
    (total <= LARGEST_GRID).then_some(total)
}

/// See [`Grid::columns`].
fn columns(firsts: &[Arguments], study: &Study) -> Vec<(String, &'static Parameter)> {
    let mut columns: Vec<(String, &'static Parameter)> = Vec::new();
    for parameter in study.parameters {
        let mut names: Vec<String> = firsts
            .iter()
            .flat_map(|first| first.names_of(parameter.name))
            .collect();
        if firsts.len() > 1 {
            // Entries of one sweep stand in alphabetical order already.
            let mut seen = HashSet::new();
            names.retain(|name| seen.insert(name.clone()));
        }
        for name in names {
            if let Some(declared) = study.parameter(&name) {
                columns.push((name, declared));
            }
        }
    }
    columns
}

/// The numbers of the values that a parameter takes in a sweep, and the axis
/// that it takes them from; one value where there is none.
struct Numbered {
    axis: Option<usize>,
    numbers: Vec<u32>,
}

fn skip_repeated(
    sweeps: &mut [Sweep],
    firsts: &[Arguments],
    columns: &[(String, &'static Parameter)],
) -> Result<()> {
    let mut names: Vec<HashMap<String, u32>> = vec![HashMap::new(); columns.len()];
    let numbered: Vec<Vec<Numbered>> = sweeps
        .iter()
        .zip(firsts)
        .map(|(sweep, first)| number_values(sweep, first, columns, &mut names))
        .collect();
    let weights = weights(&names)?;
    let mut seen: HashSet<u128> = HashSet::new();
    for (sweep, numbered) in sweeps.iter_mut().zip(&numbered) {
        for position in 0..sweep.product() {
            if !seen.insert(place_number(sweep, position, numbered, &weights)) {
                // Grids have at most 10^7 points.
                sweep.skipped.push(position as u32);
            }
        }
    }
    Ok(())
}

fn number_values(
    sweep: &Sweep,
    first: &Arguments,
    columns: &[(String, &'static Parameter)],
    names: &mut [HashMap<String, u32>],
) -> Vec<Numbered> {
    let mut numbered = Vec::with_capacity(names.len());
    let flat: HashMap<_, _> = first.flat().into_iter().collect();
    for ((name, _), known) in columns.iter().zip(names) {
        let mut number = |canonical: String| {
            let next = known.len() as u32;
            *known.entry(canonical).or_insert(next)
        };
        let axis = sweep.axes.iter().position(|axis| axis.name == *name);
        let numbers = match axis.map(|axis| &sweep.axes[axis]) {
            Some(axis) => (0..axis.len())
                .map(|index| number(axis.canonical(index)))
                .collect(),
            // An entry that other sweeps have is none of this one's values.
            None => {
                let value = flat.get(name.as_str());
                vec![number(
                    value.map_or(String::new(), |value| value.canonical()),
                )]
            }
        };
        numbered.push(Numbered { axis, numbers });
    }
    numbered
}

/// The place values of a mixed-radix number with a digit per parameter.
fn weights(names: &[HashMap<String, u32>]) -> Result<Vec<u128>> {
    let mut weight: u128 = 1;
    let mut weights = Vec::with_capacity(names.len());
    for known in names {
        weights.push(weight);
        weight = weight.checked_mul(known.len() as u128).ok_or_else(|| {
            Error::new(
                Kind::TooLarge,
                "these sweeps together have too many values to be joined",
            )
            .parameter("sweep")
            .allowed("fewer values on the axes, or several experiments")
        })?;
    }
    Ok(weights)
}

/// One number per point: equal numbers are equal points.
fn place_number(sweep: &Sweep, position: usize, numbered: &[Numbered], weights: &[u128]) -> u128 {
    let coordinates = sweep.coordinates(position);
    let digits = numbered.iter().map(|parameter| {
        let coordinate = parameter.axis.map_or(0, |axis| coordinates[axis]);
        u128::from(parameter.numbers[coordinate])
    });
    digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}
