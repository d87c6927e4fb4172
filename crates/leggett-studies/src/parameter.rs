//! What a study accepts and returns, as data.

use crate::file::ArrayFile;
use crate::number::Number;
use crate::quantity::{Dimension, Quantity};
use crate::table::Table;
use std::fmt;
use std::sync::Arc;

/// The type and the static range of a parameter's values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// One of the parameter's words and nothing else.
    Word,
    /// A whole number; both ends are allowed.
    Integer {
        /// The smallest value.
        min: u64,
        /// The largest value.
        max: u64,
    },
    /// A real number; both ends are allowed.
    Real {
        /// The smallest value.
        min: f64,
        /// The largest value.
        max: f64,
    },
    /// A NumPy file of numbers; whoever asks reads it (see [`ArrayFile`]).
    File,
    /// A number with a unit; both ends are allowed.
    Quantity {
        /// What it measures.
        dimension: Dimension,
        /// The smallest value, in the dimension's base unit.
        min: f64,
        /// The largest value, in the dimension's base unit.
        max: f64,
    },
    /// A name that the user chooses (see [`is_identifier`]).
    Name,
    /// A table of entries with names that the user chooses, each with these
    /// fields. A field is given as `table.entry.field`.
    Table(&'static [Parameter]),
}

/// Whether a text is a name that users may choose: letters, digits, `_` and
/// `-`, a letter first.
pub fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// What [`is_identifier`] accepts, as messages say it.
pub(crate) const IDENTIFIERS: &str = "a name of letters, digits, _ and -, a letter first";

/// Where a parameter applies: where another one has one of these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyFor {
    /// The other parameter, which is a word and always applies.
    pub parameter: &'static str,
    /// Those of its words that the parameter applies to.
    pub words: &'static [&'static str],
}

impl fmt::Display for OnlyFor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} = {}", self.parameter, self.words.join(", "))
    }
}

/// One parameter of a study.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The type and range of numbers.
    pub kind: Kind,
    /// The words that are allowed as well as (or instead of) numbers.
    pub words: &'static [&'static str],
    /// Whether a list of such numbers is allowed too.
    pub list: bool,
    /// The unit, empty for pure numbers.
    pub unit: &'static str,
    /// The default as a user would write it. `None` where one must be given,
    /// or where the study's plan decides: for conditional and optional ones.
    pub default: Option<&'static str>,
    /// Whether it may be left out though it has no default.
    pub optional: bool,
    /// Where it applies; `None` for everywhere.
    pub only_for: Option<OnlyFor>,
    /// What it means.
    pub doc: &'static str,
}

/// A word without a name, which declarations start from.
pub(crate) const BLANK: Parameter = Parameter {
    name: "",
    kind: Kind::Word,
    words: &[],
    list: false,
    unit: "",
    default: None,
    optional: false,
    only_for: None,
    doc: "",
};

impl Parameter {
    /// Whether every point must give it.
    pub fn is_required(&self) -> bool {
        self.default.is_none() && self.only_for.is_none() && !self.optional
    }

    /// Whether its values, but words and lists, are numbers.
    pub fn has_numbers(&self) -> bool {
        matches!(
            self.kind,
            Kind::Integer { .. } | Kind::Real { .. } | Kind::Quantity { .. }
        )
    }

    /// The allowed values in words, as error messages and help show them.
    pub fn allowed(&self) -> String {
        let mut items = "numbers";
        let number = match self.kind {
            Kind::Word => None,
            Kind::File => Some("a NumPy file (.npy) of numbers".to_owned()),
            Kind::Integer { min, max } => Some(format!(
                "a whole number from {} to {}",
                short(min),
                short(max)
            )),
            Kind::Real { min, max } => Some(format!(
                "a finite number from {} to {}",
                short_real(min),
                short_real(max)
            )),
            Kind::Quantity {
                dimension,
                min,
                max,
            } => {
                items = "values";
                Some(quantity(dimension, min, max))
            }
            Kind::Name => {
                items = "names";
                Some(IDENTIFIERS.to_owned())
            }
            Kind::Table(fields) => Some(format!(
                "a table of named entries, each with {}",
                fields
                    .iter()
                    .map(|field| field.name)
                    .collect::<Vec<_>>()
                    .join(", ")
            )),
        };
        let list = (self.list).then(|| format!("a list of such {items}"));
        let words = self.words.iter().map(|word| (*word).to_owned());
        words
            .chain(number)
            .chain(list)
            .collect::<Vec<_>>()
            .join(", or ")
    }
}

/// The values of a quantity in words.
fn quantity(dimension: Dimension, min: f64, max: f64) -> String {
    let (name, base) = (dimension.name(), dimension.base());
    let units: Vec<&str> = dimension.units().collect();
    let bare = match dimension {
        Dimension::Rate => " (5 kHz is 2π·5e3 rad/s), or all rates and times as bare numbers",
        Dimension::Time => ", or all rates and times as bare numbers",
        _ => "",
    };
    format!(
        "a {name} from {} to {} {base} in one of {}{bare}",
        short_real(min),
        short_real(max),
        units.join(", ")
    )
}

/// A whole number, as a power of ten where it is a large one.
fn short(value: u64) -> String {
    let exponent = value.checked_ilog10().unwrap_or(0);
    if exponent >= 4 && value == 10u64.pow(exponent) {
        format!("1e{exponent}")
    } else {
        value.to_string()
    }
}

/// A real number, with an exponent where it is a large one.
pub(crate) fn short_real(value: f64) -> String {
    if value.abs() >= 1e4 {
        format!("{value:e}")
    } else {
        format!("{value:?}")
    }
}

/// One observable of a study.
#[derive(Debug, Clone, Copy)]
pub struct Observable {
    /// Its name.
    pub name: &'static str,
    /// The dimensions of an array, such as `frequency`; none for a number.
    pub dims: &'static [&'static str],
    /// The unit, empty for pure numbers.
    pub unit: &'static str,
    /// The smallest value that physics allows.
    pub min: f64,
    /// The largest value that physics allows for any parameters.
    pub max: f64,
    /// How it reads as the label of an axis, without the unit; variables stand
    /// between dollar signs.
    pub label: &'static str,
    /// What it means, with its formula.
    pub doc: &'static str,
    /// Whether it is given without being asked for.
    pub default: bool,
}

/// One algorithm of a study.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name, as `method=` takes it.
    pub name: &'static str,
    /// What it does, where it applies, what it costs.
    pub doc: &'static str,
    /// Whether `method=` takes it; others are chosen by other parameters.
    pub selectable: bool,
}

/// A checked value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One of the parameter's words.
    Word(&'static str),
    /// A whole number.
    Integer(u64),
    /// A real number.
    Real(Number),
    /// A list.
    List(Vec<Value>),
    /// The content of a file.
    File(Arc<ArrayFile>),
    /// A number with a unit.
    Quantity(Quantity),
    /// A name that the user chose.
    Name(String),
    /// Entries by their names.
    Table(Table),
    /// A conditional or optional parameter that has no default and was not
    /// given.
    Absent,
}

impl Value {
    /// One text per value: equal values have equal canonical texts.
    pub fn canonical(&self) -> String {
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Integer(value) => value.to_string(),
            Self::Real(number) => number.canonical(),
            Self::List(values) => {
                let inner: Vec<String> = values.iter().map(Self::canonical).collect();
                format!("[{}]", inner.join(","))
            }
            // Wherever the file lies, its content is what is computed with.
            Self::File(file) => file.digest.clone(),
            Self::Quantity(quantity) => quantity.canonical(),
            Self::Name(name) => name.clone(),
            Self::Table(table) => table.canonical(),
            // No word, number, list or digest is written like this.
            Self::Absent => "-".to_owned(),
        }
    }
}
