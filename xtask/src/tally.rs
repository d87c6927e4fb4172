//! The sum over the closing lines of all test binaries.

/// Tests that passed and failed, summed over test binaries.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Adds the counts of a line `test result: ok. 3 passed; 0 failed; …`;
    /// any other line changes nothing.
    pub(crate) fn read_line(&mut self, line: &str) {
        let Some(counts) = line.trim_end().strip_prefix("test result: ") else {
            return;
        };
        self.passed += count_before(counts, " passed");
        self.failed += count_before(counts, " failed");
    }

    /// The summary line.
    pub(crate) fn line(self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}

/// The integer that stands directly before `word` in `text`, or 0.
fn count_before(text: &str, word: &str) -> u64 {
    let Some(end) = text.find(word) else { return 0 };
    let digits = text[..end].rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed_and_others_ignored() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test reads_7 passed_words ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; finished in 0.02s\n",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured\r\n",
            "  test result: ok. 99 passed; 99 failed",
        ] {
            tally.read_line(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 16,
                failed: 2
            }
        );
        assert_eq!(tally.line(), "16 passed, 2 failed");
    }
}
