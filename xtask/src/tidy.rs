//! `cargo xtask tidy`: the rules of `docs/architecture.md`, executed.
//!
//! Manifests and sources are read as text. That is less than a compiler
//! knows, but it needs no dependency and takes a moment.

mod finished;
mod layers;
mod lengths;
mod lexer;
mod links;
mod manifest;
mod modules;
mod paths;
mod portable;
mod purity;
mod source;
mod tree;
mod vocabulary;

use crate::cli;
use tree::{Tree, Violation};

/// A rule and the words that name it in the output.
type Rule = (&'static str, fn(&Tree) -> Vec<Violation>);

const RULES: [Rule; 7] = [
    ("packages depend downwards", layers::violations),
    ("the numerics know no physics", vocabulary::violations),
    ("modules depend downwards", modules::violations),
    ("physics crates only compute", purity::violations),
    ("nothing is unfinished or unexplained", finished::violations),
    ("no machine is named", portable::violations),
    ("links lead somewhere", links::violations),
];

/// Checks every rule and prints what breaks them, then the lengths.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let all = match arguments {
        [] => false,
        [word] if word == "--report" => true,
        [word, ..] => return Err(format!("`tidy` takes --report, found `{word}`")),
    };
    let tree = Tree::load(&cli::root())?;
    let count = print_violations(&tree);
    for line in lengths::report(&tree, all) {
        println!("{line}");
    }
    if count > 0 {
        return Err(format!(
            "tidy: {count} places break the rules of docs/architecture.md"
        ));
    }
    println!("{} files keep all {} rules", tree.texts.len(), RULES.len());
    Ok(())
}

/// Prints what breaks a rule and counts it.
fn print_violations(tree: &Tree) -> usize {
    let mut count = 0;
    for (name, violations) in RULES {
        let found = violations(tree);
        if !found.is_empty() {
            println!("broken: {name}");
        }
        for Violation {
            path,
            line,
            message,
        } in &found
        {
            println!("  {path}:{line}: {message}");
        }
        count += found.len();
    }
    count
}
