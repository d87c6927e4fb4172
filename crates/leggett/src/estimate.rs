//! A number with its error bound.

/// How an error bound came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Nothing was left out; rounding only.
    Exact,
    /// A proven bound on everything that was left out.
    Certified,
    /// The change under refinement.
    Estimated,
    /// Five standard errors.
    Statistical,
}

impl ErrorKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Exact,
        Self::Certified,
        Self::Estimated,
        Self::Statistical,
    ];

    /// The word for it in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Certified => "certified",
            Self::Estimated => "estimated",
            Self::Statistical => "statistical",
        }
    }
}

/// A value, the absolute bound on its error, and the kind of the bound.
///
/// Estimates have no arithmetic: how errors combine depends on where they
/// come from, and is written out where it happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// |value − truth| is at most this.
    pub error_bound: f64,
    /// How the bound came about.
    pub kind: ErrorKind,
}
