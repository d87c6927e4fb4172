//! One point's result as it is stored.

mod numbers;

pub(crate) use numbers::kind;

use leggett_studies::{Error, Evaluation, Found};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

/// Columns of a stored point, as the database holds them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) index: usize,
    pub(super) key: Vec<u8>,
    pub(super) method: String,
    /// The observables, as little-endian doubles.
    pub(super) numbers: Vec<u8>,
    /// What these are: see [`numbers`].
    pub(super) kinds: String,
    /// A JSON list of texts.
    pub(super) warnings: String,
    /// A JSON object, or nothing.
    pub(super) error: String,
    pub(super) checksum: Vec<u8>,
}

/// What a stored point says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// Its observables, in the order asked for; `None` where they are
    /// undefined.
    Values {
        method: String,
        observables: Vec<Option<Found>>,
        warnings: Vec<String>,
    },
    /// Why there are none.
    Failed(Failure),
}

/// A stored error.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    pub(crate) kind: String,
    pub(crate) parameter: Option<String>,
    pub(crate) message: String,
    pub(crate) allowed: Option<String>,
}

impl Row {
    /// The row of a point, without its place in the file: that would differ
    /// between runs of the same experiment under two names.
    pub(super) fn new(index: usize, key: [u8; 32], outcome: &Result<Evaluation, Error>) -> Self {
        let mut row = Self {
            index,
            key: key.to_vec(),
            method: String::new(),
            numbers: Vec::new(),
            kinds: String::new(),
            warnings: "[]".to_owned(),
            error: String::new(),
            checksum: Vec::new(),
        };
        match outcome {
            Ok(evaluation) => row.set_values(evaluation),
            Err(error) => row.set_error(error),
        }
        row.checksum = row.computed_checksum();
        row
    }

    fn set_values(&mut self, evaluation: &Evaluation) {
        (self.numbers, self.kinds) = numbers::write(&evaluation.observables);
        self.method = evaluation.method.to_owned();
        self.warnings = json!(evaluation.warnings).to_string();
    }

    fn set_error(&mut self, error: &Error) {
        self.error = json!({
            "kind": error.kind.name(),
            "parameter": error.parameter,
            "message": error.message,
            "allowed": error.allowed,
        })
        .to_string();
    }

    fn computed_checksum(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update((self.index as u64).to_le_bytes());
        let texts = [&self.method, &self.kinds, &self.warnings, &self.error];
        let fields = [self.key.as_slice(), self.numbers.as_slice()];
        let all = fields.into_iter().chain(texts.map(|text| text.as_bytes()));
        for field in all {
            // Lengths keep neighbouring fields apart.
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
        hash.finalize().to_vec()
    }

    /// Whether nothing of the row has changed since it was made.
    pub(super) fn is_sound(&self) -> bool {
        self.checksum == self.computed_checksum()
    }

    /// What the row says, if it has this many observables.
    pub(super) fn outcome(&self, observables: usize) -> Option<Outcome> {
        if !self.error.is_empty() {
            return Some(Outcome::Failed(read_failure(&self.error)?));
        }
        let found = numbers::read(&self.numbers, &self.kinds)?;
        if found.len() != observables {
            return None;
        }
        Some(Outcome::Values {
            method: self.method.clone(),
            observables: found,
            warnings: read_warnings(&self.warnings)?,
        })
    }
}

fn read_warnings(text: &str) -> Option<Vec<String>> {
    let list: Json = serde_json::from_str(text).ok()?;
    let item = |item: &Json| item.as_str().map(str::to_owned);
    list.as_array()?.iter().map(item).collect()
}

fn read_failure(text: &str) -> Option<Failure> {
    let object: Json = serde_json::from_str(text).ok()?;
    let field = |name: &str| object.get(name)?.as_str().map(str::to_owned);
    Some(Failure {
        kind: field("kind")?,
        parameter: field("parameter"),
        message: field("message")?,
        allowed: field("allowed"),
    })
}

impl Failure {
    /// Whether more memory might have helped: such a point is tried again.
    pub(super) fn lacks_memory(&self) -> bool {
        self.kind == "too-large" && self.parameter.as_deref() == Some("memory")
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: {}", self.kind, self.message)?;
        match &self.allowed {
            Some(allowed) => write!(out, "; allowed: {allowed}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leggett_studies::error::Kind;
    use leggett_studies::{ErrorKind, Estimate, Observed};

    fn evaluation() -> Evaluation {
        let estimate = Estimate {
            value: -0.1,
            error_bound: 1e-12,
            kind: ErrorKind::Certified,
        };
        let observed = Observed::number;
        Evaluation {
            method: "band",
            observables: vec![observed("a", Some(estimate)), observed("b", None)],
            warnings: vec!["a \"quoted\"\nwarning".to_owned()],
        }
    }

    #[test]
    fn values_read_back_to_the_bit() {
        let row = Row::new(5, [7; 32], &Ok(evaluation()));
        assert!(row.is_sound());
        let Some(Outcome::Values {
            method,
            observables,
            warnings,
        }) = row.outcome(2)
        else {
            panic!("{row:?}");
        };
        assert_eq!((method.as_str(), warnings), ("band", evaluation().warnings));
        let first = observables[0].as_ref().and_then(Found::number).unwrap();
        assert_eq!(first.value.to_bits(), (-0.1f64).to_bits());
        assert_eq!(kind(observables[0].as_ref()), "certified");
        assert_eq!(observables[1], None);
        assert_eq!(kind(None), "undefined");
        assert_eq!(row.outcome(3), None);
    }

    #[test]
    fn errors_read_back_without_their_place() {
        let error = Error::new(Kind::TooLarge, "too much")
            .parameter("memory")
            .at("file.toml:1:2");
        let row = Row::new(0, [0; 32], &Err(error));
        let Some(Outcome::Failed(failure)) = row.outcome(2) else {
            panic!("{row:?}");
        };
        assert_eq!(failure.to_string(), "too-large: too much");
        assert!(failure.lacks_memory());
    }

    #[test]
    fn the_checksum_covers_every_field() {
        let row = Row::new(5, [7; 32], &Ok(evaluation()));
        let changes: [fn(&mut Row); 7] = [
            |row| row.index = 6,
            |row| row.key[0] ^= 1,
            |row| row.method.push('x'),
            |row| row.numbers[3] ^= 1,
            |row| row.kinds.insert(0, 'x'),
            |row| row.warnings.push(' '),
            |row| row.error.push(' '),
        ];
        for change in changes {
            let mut other = row.clone();
            change(&mut other);
            assert!(!other.is_sound(), "{other:?}");
        }
    }
}
