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

/// Estimates in an array, the last index fastest, all with one kind of bound.
///
/// Like a single [`Estimate`] they have no arithmetic.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimates {
    /// The values.
    pub values: Vec<f64>,
    /// |value − truth| is at most this, for each of the values.
    pub error_bounds: Vec<f64>,
    /// The length of each dimension; their product is the number of values.
    pub shape: Vec<usize>,
    /// How the bounds came about.
    pub kind: ErrorKind,
}

impl Estimates {
    /// Whether there is a value and a bound for each place of the shape.
    pub fn is_whole(&self) -> bool {
        let places: usize = self.shape.iter().product();
        self.values.len() == places && self.error_bounds.len() == places
    }

    /// Each value with its bound, in the order of the places.
    pub fn iter(&self) -> impl Iterator<Item = Estimate> {
        let pairs = self.values.iter().zip(&self.error_bounds);
        pairs.map(|(value, error_bound)| Estimate {
            value: *value,
            error_bound: *error_bound,
            kind: self.kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_have_a_bound_for_each_value() {
        let mut matrix = Estimates {
            values: vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            error_bounds: vec![0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
            shape: vec![2, 3],
            kind: ErrorKind::Certified,
        };
        assert!(matrix.is_whole());
        let fourth = matrix.iter().nth(3).map(|it| (it.value, it.error_bound));
        assert_eq!(fourth, Some((4.0, 0.4)));
        assert!(matrix.iter().all(|it| it.kind == ErrorKind::Certified));
        matrix.shape = vec![3, 3];
        assert!(!matrix.is_whole());
        matrix.shape = vec![6];
        matrix.error_bounds.pop();
        assert!(!matrix.is_whole());
    }
}
