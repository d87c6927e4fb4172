//! The published figures and claims, reproduced.

use crate::claims::{CheckedClaim, check_all};
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use crate::run::{Progress, RunOptions, Shard, plot_run, run};
use leggett_studies::error::{Kind, nearest};
use leggett_studies::{Work, studies};
use std::fmt;
use std::path::PathBuf;

/// A published figure: its experiment, complete and coarse.
struct PublishedFigure {
    name: &'static str,
    experiment: &'static str,
    quick: &'static str,
}

/// The experiment files of `experiments/` are part of the program.
macro_rules! published {
    ($name:literal) => {
        PublishedFigure {
            name: $name,
            experiment: include_str!(concat!("../../../experiments/", $name, ".toml")),
            quick: include_str!(concat!("../../../experiments/", $name, "-quick.toml")),
        }
    };
}

static FIGURES: &[PublishedFigure] = &[
    published!("repeater-fig1"),
    published!("repeater-fig2"),
    published!("repeater-large"),
    published!("repeater-dip"),
    published!("repeater-cost"),
    published!("repeater-jitter"),
    published!("micro-macro-fig1"),
    published!("micro-macro-fig2"),
    published!("micro-macro-fig3"),
    published!("micro-macro-published"),
    published!("micro-macro-loss"),
    published!("micro-macro-noise"),
    published!("micro-macro-optimum"),
    published!("micro-macro-resolution"),
    published!("hybrid-fig2"),
    published!("hybrid-fig3"),
    published!("hybrid-asymptotes"),
    published!("hybrid-rwa"),
    published!("hybrid-phase"),
    published!("hybrid-sensing"),
    published!("hybrid-evolution"),
    published!("hybrid-network"),
];

/// How to reproduce.
#[derive(Debug, Clone)]
pub struct ReproduceOptions {
    /// Where the runs, the figures and the report go.
    pub out: PathBuf,
    /// Coarse grids that take seconds.
    pub quick: bool,
    /// Threads; as many as there are cores if not given.
    pub jobs: Option<usize>,
    /// Bytes that the points in flight may take together.
    pub memory: Option<u64>,
}

/// What was reproduced. Its text is the table of claims and the files.
pub struct Report {
    /// The claims with their numbers; empty if only figures were asked for.
    pub claims: Vec<CheckedClaim>,
    /// The figures that were drawn.
    pub files: Vec<PathBuf>,
    /// How many points failed.
    pub failed_points: usize,
}

/// The names that [`reproduce`] accepts besides `all`.
pub fn figure_names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|figure| figure.name)
}

/// Runs the experiments of these figures (all of them and the claims for an
/// empty selection or `all`), draws them, and checks the claims.
///
/// An interrupted reproduction goes on where it was.
pub fn reproduce(
    selection: &[String],
    options: &ReproduceOptions,
    work: &Work,
    progress: &dyn Progress,
) -> Result<Report> {
    let chosen = choose(selection)?;
    let everything = selection.is_empty() || selection.iter().any(|name| name == "all");
    let mut report = Report {
        claims: Vec::new(),
        files: Vec::new(),
        failed_points: 0,
    };
    for figure in chosen {
        let text = if options.quick {
            figure.quick
        } else {
            figure.experiment
        };
        let experiment = Experiment::parse(studies(), text, figure.name)?;
        let run_options = RunOptions {
            out: options.out.join(figure.name),
            resume: true,
            jobs: options.jobs,
            memory: options.memory,
            shard: Shard::WHOLE,
        };
        report.failed_points += run(&experiment, &run_options, work, progress)?.failed;
        report
            .files
            .extend(plot_run(studies(), &run_options.out)?.files);
    }
    if everything {
        report.claims = check_all(options.jobs, options.memory, work)?;
        let path = options.out.join("claims.md");
        std::fs::write(&path, report.markdown())
            .map_err(|error| Error::io("write", &path, error))?;
        report.files.push(path);
    }
    Ok(report)
}

fn choose(selection: &[String]) -> Result<Vec<&'static PublishedFigure>> {
    let mut chosen: Vec<&PublishedFigure> = Vec::new();
    for name in selection.iter().filter(|name| *name != "all") {
        let figure = FIGURES
            .iter()
            .find(|figure| figure.name == name)
            .ok_or_else(|| unknown(name))?;
        if !chosen.iter().any(|earlier| earlier.name == figure.name) {
            chosen.push(figure);
        }
    }
    if chosen.is_empty() || selection.iter().any(|name| name == "all") {
        chosen = FIGURES.iter().collect();
    }
    Ok(chosen)
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = std::iter::once("all").chain(figure_names()).collect();
    let hint = nearest(name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
    let message = format!("there is no figure `{name}`{}", hint.unwrap_or_default());
    Error::new(Kind::OutOfRange, message)
        .parameter("figure")
        .allowed(names.join(", "))
}

impl Report {
    /// How many claims' numbers contradict their verdicts.
    pub fn failed_claims(&self) -> usize {
        self.claims
            .iter()
            .filter(|claim| claim.is_contradicted())
            .count()
    }

    /// The claims as Markdown tables, one for each paper.
    fn markdown(&self) -> String {
        let mut text = String::new();
        let mut last = "";
        for CheckedClaim {
            paper,
            claim,
            finding,
        } in &self.claims
        {
            if *paper != last {
                let gap = if last.is_empty() { "" } else { "\n" };
                text.push_str(&format!(
                    "{gap}{paper}:\n\n\
                     | claim | source | published | verdict | number | note |\n|---|---|---|---|---|---|\n"
                ));
                last = paper;
            }
            let number = finding
                .as_ref()
                .map_or("not computed", |finding| &finding.number);
            // A bar would end the cell.
            let cells = [
                claim.name,
                claim.source,
                claim.statement,
                &claim.verdict.to_string(),
                number,
                claim.note,
            ];
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last = "";
        for checked in &self.claims {
            let claim = checked.claim;
            if checked.paper != last {
                writeln!(out, "{}", checked.paper)?;
                last = checked.paper;
            }
            writeln!(
                out,
                "{:<10} {} ({}): {}",
                claim.verdict, claim.name, claim.source, claim.statement
            )?;
            if let Some(finding) = &checked.finding {
                let mark = if finding.supports {
                    ""
                } else {
                    "  CONTRADICTS THE VERDICT"
                };
                writeln!(out, "           number: {}{mark}", finding.number)?;
            }
            writeln!(out, "           note:   {}", claim.note)?;
        }
        if !self.claims.is_empty() {
            writeln!(out)?;
        }
        for file in &self.files {
            writeln!(out, "{}", file.display())?;
        }
        Ok(())
    }
}
