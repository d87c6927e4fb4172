//! Rule: which package may depend on which.

use super::manifest::dependencies;
use super::paths::paths;
use super::tree::{Tree, Violation};

/// The crates from the bottom up; each may depend on those of lower rank.
const RANKS: [(&str, u32); 6] = [
    ("leggett-num", 0),
    ("leggett", 1),
    ("leggett-studies", 2),
    ("leggett-lab", 3),
    ("leggett-cli", 4),
    ("leggett-py", 4),
];

/// Faces contain no physics, so they have no use for the physics crates.
const FACES: [&str; 2] = ["leggett-cli", "leggett-py"];
const PHYSICS: [&str; 2] = ["leggett-num", "leggett"];

/// What only the lab may use: threads, storage, figures, experiment files,
/// exports.
const LAB_ONLY: [&str; 5] = ["rayon", "rusqlite", "resvg", "toml", "zarrs"];

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (folder, path, text) in tree.manifests() {
        let package = folder.strip_prefix("crates/").unwrap_or(folder);
        if folder.starts_with("crates/") && rank(package).is_none() {
            let message = format!("the package `{package}` has no place in the layers");
            found.push(Violation::new(path, 1, message));
        }
        for dependency in dependencies(text) {
            if let Some(why) = refusal(package, &dependency.package) {
                let message = format!("{package} must not depend on {}: {why}", dependency.package);
                found.push(Violation::new(path, dependency.line, message));
            }
        }
    }
    found.extend(lab_paths(tree));
    found
}

fn rank(package: &str) -> Option<u32> {
    RANKS
        .iter()
        .find(|(name, _)| *name == package)
        .map(|(_, rank)| *rank)
}

/// Why a package must not depend on another, if it must not.
fn refusal(package: &str, dependency: &str) -> Option<&'static str> {
    if package == "xtask" {
        return Some("the developer commands use the standard library alone");
    }
    if let (Some(own), Some(other)) = (rank(package), rank(dependency))
        && other >= own
    {
        return Some("dependencies point downwards only");
    }
    if FACES.contains(&package) && PHYSICS.contains(&dependency) {
        return Some("a face contains no physics and goes through the studies");
    }
    if LAB_ONLY.contains(&dependency) && package != "leggett-lab" {
        return Some("only leggett-lab uses it");
    }
    if dependency.starts_with("serde") && PHYSICS.contains(&package) {
        return Some("physics types have no file format");
    }
    None
}

/// Paths into crates of the lab, should one be reached without a manifest
/// that names it.
fn lab_paths(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in &tree.sources {
        if source.package() == "crates/leggett-lab" {
            continue;
        }
        for path in paths(source) {
            if LAB_ONLY.contains(&path.segments[0].as_str()) {
                let message = format!(
                    "`{}`: only leggett-lab uses {}",
                    path.text(),
                    path.segments[0]
                );
                found.push(Violation::new(&source.path, path.line, message));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::messages;
    use super::*;

    fn manifest(package: &str, text: &str) -> Vec<String> {
        messages(violations, &format!("{package}/Cargo.toml"), text)
    }

    #[test]
    fn dependencies_point_downwards() {
        assert_eq!(
            manifest(
                "crates/leggett",
                "[dependencies]\nleggett-num.workspace = true"
            ),
            [""; 0]
        );
        for kind in ["dependencies", "dev-dependencies"] {
            let upwards = format!("[{kind}]\nleggett-lab.workspace = true");
            assert_eq!(
                manifest("crates/leggett-studies", &upwards).len(),
                1,
                "{kind}"
            );
        }
        assert_eq!(manifest("crates/leggett-new", "[package]").len(), 1);
    }

    #[test]
    fn each_tool_stays_where_it_belongs() {
        assert_eq!(
            manifest("crates/leggett-lab", "[dependencies]\nrayon = \"1\""),
            [""; 0]
        );
        assert_eq!(
            manifest("crates/leggett-cli", "[dependencies]\ntoml = \"1\"").len(),
            1
        );
        assert_eq!(
            manifest("crates/leggett", "[dependencies]\nserde_json = \"1\"").len(),
            1
        );
        assert_eq!(
            manifest(
                "crates/leggett-studies",
                "[dependencies]\nserde_json = \"1\""
            ),
            [""; 0]
        );
        assert_eq!(
            manifest(
                "crates/leggett-cli",
                "[dependencies]\nleggett.workspace = true"
            )
            .len(),
            1
        );
        assert_eq!(
            manifest("xtask", "[dev-dependencies]\ntempfile = \"3\"").len(),
            1
        );
    }

    #[test]
    fn rayon_is_found_in_sources_too() {
        let source = |path, text| messages(violations, path, text);
        let text = "#[cfg(test)] mod tests { use rayon::prelude::*; }";
        assert_eq!(source("crates/leggett-num/src/lib.rs", text).len(), 1);
        assert_eq!(source("crates/leggett-lab/src/lib.rs", text), [""; 0]);
        assert_eq!(
            source("crates/leggett/src/lib.rs", "// rayon::join\nlet toml = 1;"),
            [""; 0]
        );
    }
}
