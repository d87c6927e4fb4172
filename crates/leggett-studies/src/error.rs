//! Why a study refused its input or could not give a number.

use std::fmt;

/// The kinds of error that users and scripts can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// No study of that name.
    UnknownStudy,
    /// No parameter of that name in the study.
    UnknownParameter,
    /// A required parameter was not given.
    Missing,
    /// A parameter was given twice.
    Duplicate,
    /// The parameter does not apply to the chosen state or method.
    NotApplicable,
    /// The value is not of the parameter's type.
    WrongType,
    /// The value lies outside the allowed range.
    OutOfRange,
    /// Two parameters exclude each other.
    Contradiction,
    /// The problem does not fit into memory or time.
    TooLarge,
    /// No method met the tolerance.
    NotConverged,
    /// A result violates a physical bound.
    BoundViolated,
    /// Files and devices.
    Io,
    /// The user interrupted the computation.
    Interrupted,
}

impl Kind {
    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownStudy => "unknown-study",
            Self::UnknownParameter => "unknown-parameter",
            Self::Missing => "missing",
            Self::Duplicate => "duplicate",
            Self::NotApplicable => "not-applicable",
            Self::WrongType => "wrong-type",
            Self::OutOfRange => "out-of-range",
            Self::Contradiction => "contradiction",
            Self::TooLarge => "too-large",
            Self::NotConverged => "not-converged",
            Self::BoundViolated => "bound-violated",
            Self::Io => "io",
            Self::Interrupted => "interrupted",
        }
    }

    /// The process's exit code: 2 for input, 1 for a failed computation,
    /// 130 for an interruption.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::NotConverged | Self::BoundViolated | Self::Io => 1,
            Self::Interrupted => 130,
            _ => 2,
        }
    }
}

/// An error that names the parameter, what is allowed, and where it was set.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    /// The kind.
    pub kind: Kind,
    /// The parameter at fault, if one is.
    pub parameter: Option<String>,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What is allowed.
    pub allowed: Option<String>,
    /// Where the value was set: an argument, or a file with line and column.
    pub place: Option<String>,
}

impl Error {
    /// An error of this kind with a message and nothing else.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            parameter: None,
            message: message.into(),
            allowed: None,
            place: None,
        }
    }

    /// Names the parameter.
    pub fn parameter(mut self, name: impl Into<String>) -> Self {
        self.parameter = Some(name.into());
        self
    }

    /// Says what is allowed.
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// Says where the value was set, unless that is known already.
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place.get_or_insert(place.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)?;
        if let Some(allowed) = &self.allowed {
            write!(out, "; allowed: {allowed}")?;
        }
        if let Some(place) = &self.place {
            write!(out, " ({place})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<leggett::Error> for Error {
    fn from(error: leggett::Error) -> Self {
        use leggett::Error as Physics;
        let message = error.to_string();
        match error {
            Physics::OutOfRange {
                parameter,
                value,
                allowed,
            } => Self::new(
                Kind::OutOfRange,
                format!("{parameter} = {value} is out of range"),
            )
            .parameter(parameter)
            .allowed(allowed),
            Physics::TooLarge {
                parameter,
                value,
                allowed,
            } => Self::new(
                Kind::TooLarge,
                format!("{parameter} = {value} is too large"),
            )
            .parameter(parameter)
            .allowed(allowed),
            Physics::Contradiction { parameter, .. } => {
                Self::new(Kind::Contradiction, message).parameter(parameter)
            }
            Physics::NotConverged { .. } => {
                Self::new(Kind::NotConverged, message).parameter("tolerance")
            }
            Physics::BoundViolated { .. } => Self::new(Kind::BoundViolated, message),
            Physics::Cancelled => Self::new(Kind::Interrupted, "interrupted"),
            _ => Self::new(Kind::BoundViolated, message),
        }
    }
}

impl From<leggett_num::Cancelled> for Error {
    fn from(_: leggett_num::Cancelled) -> Self {
        leggett::Error::Cancelled.into()
    }
}

/// Results of studies.
pub type Result<T> = std::result::Result<T, Error>;

/// The known name nearest to a misspelt one, if one is near.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (edit_distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, O(len²) on names of at most some dozen characters.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
