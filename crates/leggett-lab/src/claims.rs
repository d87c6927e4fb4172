//! Published statements, each with a check.

mod evaluator;
mod hybrid;
mod micro_macro;
mod repeater;

use crate::error::Result;
use evaluator::Evaluator;
use leggett_studies::Work;
use std::fmt;

/// What became of a published statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It holds as published.
    Holds,
    /// It holds in a corrected form.
    Corrected,
    /// It does not hold.
    Fails,
    /// It is not computed here yet.
    Open,
}

/// A published statement.
pub struct Claim {
    /// Short name.
    pub name: &'static str,
    /// Place in the paper.
    pub source: &'static str,
    /// What it says, in our words.
    pub statement: &'static str,
    /// What became of it.
    pub verdict: Verdict,
    /// The corrected form, or what to note.
    pub note: &'static str,
    /// Computes the number that decides; `None` for open claims.
    check: Option<Check>,
}

/// Computes a claim's number.
type Check = fn(&Evaluator) -> Result<Finding>;

/// The number that decides a claim, and whether it supports the verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The number, with what it is.
    pub number: String,
    /// Whether the number supports the verdict.
    pub supports: bool,
}

/// A paper and its claims.
pub struct Paper {
    /// Authors, title and year.
    pub title: &'static str,
    /// What it claims, section by section.
    pub claims: &'static [&'static [Claim]],
}

/// A claim with its number.
pub struct CheckedClaim {
    /// The paper that makes it.
    pub paper: &'static str,
    /// The claim.
    pub claim: &'static Claim,
    /// Its number; `None` for open claims.
    pub finding: Option<Finding>,
}

impl CheckedClaim {
    /// Whether the number contradicts the verdict: leggett itself is wrong.
    pub fn is_contradicted(&self) -> bool {
        self.finding
            .as_ref()
            .is_some_and(|finding| !finding.supports)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Holds => "holds",
            Self::Corrected => "corrected",
            Self::Fails => "fails",
            Self::Open => "open",
        })
    }
}

/// All claims, paper after paper.
static PAPERS: &[Paper] = &[
    Paper {
        title: "S. Li et al., Macroscopic entanglement distribution with atomic ensembles (2026)",
        claims: &[repeater::CLAIMS],
    },
    Paper {
        title: "M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled States (2024)",
        claims: &[micro_macro::CLAIMS],
    },
    Paper {
        title: "X. Huang et al., Unconditional Steady-State Entanglement in Macroscopic Hybrid Systems by Coherent Noise \
            Cancellation (2018)",
        claims: hybrid::CLAIMS,
    },
];

/// Checks all claims, one after another.
pub fn check_all(
    jobs: Option<usize>,
    memory: Option<u64>,
    work: &Work,
) -> Result<Vec<CheckedClaim>> {
    let evaluator = Evaluator { jobs, memory, work };
    let mut checked = Vec::new();
    for paper in PAPERS {
        for claim in paper.claims.iter().copied().flatten() {
            let finding = claim.check.map(|check| check(&evaluator)).transpose()?;
            checked.push(CheckedClaim {
                paper: paper.title,
                claim,
                finding,
            });
        }
    }
    Ok(checked)
}
