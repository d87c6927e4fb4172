//! The share of an experiment's points that one process computes.

use crate::error::{Error, Result};
use crate::experiment::LARGEST_GRID;
use leggett_studies::error::Kind;
use std::fmt;

/// Every n-th point of an experiment: shard i of n has the points whose index
/// is i − 1 modulo n.
///
/// Neighbouring points take about the same time, so that such shards take
/// about the same time too. An experiment with fewer points than shards leaves
/// some of them empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    count: usize,
}

impl Shard {
    /// All points.
    pub const WHOLE: Self = Self {
        number: 1,
        count: 1,
    };

    /// Reads `i/n`, with i from 1 to n.
    ///
    /// # Errors
    ///
    /// `wrong-type` if the text is not two whole numbers with a slash between
    /// them; `out-of-range` if i is not from 1 to n, or n is larger than the
    /// number of points that an experiment may have.
    pub fn parse(text: &str) -> Result<Self> {
        let refused = |kind, what: &str| {
            Error::new(kind, format!("shard = {text} {what}"))
                .parameter("shard")
                .allowed(format!(
                    "i/n, such as 2/3, with n from 1 to {LARGEST_GRID} and i from 1 to n"
                ))
        };
        // Not `parse` alone, which would read a sign too.
        let is_whole = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let parts = text
            .split_once('/')
            .filter(|(number, count)| is_whole(number) && is_whole(count));
        let Some((number, count)) = parts else {
            return Err(refused(Kind::WrongType, "is not two whole numbers i/n"));
        };
        match (number.parse::<u64>(), count.parse::<u64>()) {
            (Ok(number), Ok(count)) if (1..=count).contains(&number) && count <= LARGEST_GRID => {
                Ok(Self {
                    number: number as usize,
                    count: count as usize,
                })
            }
            _ => Err(refused(Kind::OutOfRange, "is out of range")),
        }
    }

    /// Whether this is all points, shard 1 of 1.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }

    /// i, from 1.
    pub fn number(self) -> usize {
        self.number
    }

    /// n.
    pub fn count(self) -> usize {
        self.count
    }

    /// Whether a point belongs to the shard.
    pub(super) fn contains(self, index: usize) -> bool {
        index % self.count == self.number - 1
    }

    /// How many of so many points belong to the shard.
    pub(super) fn points(self, total: usize) -> usize {
        (total + self.count - self.number) / self.count
    }

    /// The shard's n-th point, from 0.
    pub(super) fn nth(self, place: usize) -> usize {
        self.number - 1 + place * self.count
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.number, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_the_points_out() {
        for total in [0, 1, 2, 7, 12] {
            for count in [1, 2, 3, 12, 20] {
                let mut owners = vec![0; total];
                for number in 1..=count {
                    let shard = Shard::parse(&format!("{number}/{count}")).unwrap();
                    let own: Vec<usize> = (0..total).filter(|i| shard.contains(*i)).collect();
                    let listed = (0..shard.points(total)).map(|place| shard.nth(place));
                    assert_eq!(own, listed.collect::<Vec<_>>(), "{shard} of {total}");
                    own.iter().for_each(|index| owners[*index] += 1);
                }
                assert_eq!(owners, vec![1; total], "{count} shards of {total}");
            }
        }
    }

    #[test]
    fn shards_read_back() {
        for text in ["1/1", "1/3", "3/3", "10000000/10000000"] {
            assert_eq!(Shard::parse(text).unwrap().to_string(), text);
        }
        assert!(Shard::parse("1/1").unwrap().is_whole());
        assert_eq!(Shard::parse("01/03").unwrap().to_string(), "1/3");
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        let out_of_range = [
            "0/3",
            "4/3",
            "1/0",
            "0/0",
            "1/10000001",
            "1/99999999999999999999999",
        ];
        let wrong_type = [
            "", "/", "1", "1/", "/3", "a/b", "1/3/5", "-1/3", "1/-3", "+1/3", "1 / 3", "1.0/3",
            "1e0/3", "٣/٣",
        ];
        let kinds = [Kind::OutOfRange; 6]
            .into_iter()
            .chain([Kind::WrongType; 14]);
        for (text, kind) in out_of_range.into_iter().chain(wrong_type).zip(kinds) {
            let error = Shard::parse(text).unwrap_err();
            assert_eq!((error.kind(), error.exit_code()), (kind, 2), "{text}");
            assert_eq!(error.details().parameter.as_deref(), Some("shard"));
            assert!(error.to_string().contains("i/n"), "{error}");
        }
    }
}
