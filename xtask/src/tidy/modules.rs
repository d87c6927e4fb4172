//! Rule: which module of the physics library may use which.

use std::collections::BTreeMap;

use super::paths::{PathUse, paths};
use super::source::Source;
use super::tree::{Tree, Violation};

const LIBRARY: &str = "crates/leggett";

/// Modules that build on each other, from the bottom up. Modules of one rank
/// may use each other, with the exceptions of [`refusal`]; a module that is
/// not listed is free but for the systems, which stand above all.
const RANKS: [(&str, u32); 8] = [
    ("dicke", 0),
    ("symmetric", 0),
    ("qubits", 0),
    ("gaussian", 0),
    ("noise", 1),
    ("dynamics", 2),
    ("measures", 2),
    ("systems", 3),
];

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let sources = || {
        tree.package(LIBRARY)
            .filter(|source| source.path.contains("/src/"))
    };
    let root = sources().find(|source| source.path.ends_with("src/lib.rs"));
    let shortcuts = root.map(shortcuts).unwrap_or_default();
    let mut found = Vec::new();
    for source in sources() {
        let module = source.module();
        for path in paths(source) {
            if let Some(why) = refusal(&module, &full(&path, &shortcuts)) {
                let message = format!("`{}`: {why}", path.text());
                found.push(Violation::new(&source.path, path.line, message));
            }
        }
    }
    found
}

/// Names that the root of the library gives to things inside its modules.
fn shortcuts(root: &Source) -> BTreeMap<String, Vec<String>> {
    let named = paths(root)
        .into_iter()
        .filter(|path| path.segments[0] == "crate");
    named
        .filter_map(|path| Some((path.name?, path.segments)))
        .collect()
}

/// The path with such a name written out.
fn full(path: &PathUse, shortcuts: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    match path.segments.as_slice() {
        [root, name, rest @ ..] if root == "crate" => match shortcuts.get(name) {
            Some(target) => target.iter().chain(rest).cloned().collect(),
            None => path.segments.clone(),
        },
        _ => path.segments.clone(),
    }
}

/// Why a module must not use a path, if it must not.
fn refusal(module: &[String], path: &[String]) -> Option<String> {
    let (own, [root, used, inside @ ..]) = (module.first()?, path) else {
        return None;
    };
    if root != "crate" {
        return None;
    }
    if own == "systems" && used == "systems" {
        let (system, other) = (module.get(1)?, inside.first()?);
        return (system != other)
            .then(|| "systems do not use each other; what two of them need moves down".to_owned());
    }
    if own == used {
        return None;
    }
    if used == "systems" {
        return Some(format!("the shared module `{own}` must not know a system"));
    }
    match (rank(own)?, rank(used)?) {
        (lower, upper) if lower < upper => Some(format!("`{own}` lies below `{used}`")),
        (2, 2) => Some("`measures` and `dynamics` do not use each other".to_owned()),
        _ => None,
    }
}

fn rank(module: &str) -> Option<u32> {
    RANKS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, rank)| *rank)
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::{messages, tree};
    use super::*;

    fn found(file: &str, text: &str) -> usize {
        messages(violations, &format!("crates/leggett/src/{file}"), text).len()
    }

    #[test]
    fn measures_and_dynamics_stay_apart() {
        assert_eq!(
            found("measures/entropy.rs", "use crate::dynamics::Lindblad;"),
            1
        );
        assert_eq!(
            found("measures/entropy.rs", "use super::super::dynamics;"),
            1
        );
        assert_eq!(
            found("dynamics.rs", "fn f() { crate::measures::purity() }"),
            1
        );
        assert_eq!(
            found(
                "measures/entropy.rs",
                "use crate::{dicke, noise, measures::purity};"
            ),
            0
        );
        assert_eq!(
            found(
                "measures/entropy.rs",
                "// crate::dynamics\nuse diffsol::dynamics;"
            ),
            0
        );
    }

    #[test]
    fn lower_modules_do_not_use_upper_ones() {
        assert_eq!(found("dicke/window.rs", "use crate::noise;"), 1);
        assert_eq!(found("noise.rs", "use crate::dicke;"), 0);
        assert_eq!(
            found("dicke/window.rs", "use crate::{error::Error, qubits};"),
            0
        );
    }

    #[test]
    fn systems_are_known_to_nobody_below_and_to_no_other_system() {
        assert_eq!(found("estimate.rs", "use crate::systems::repeater;"), 1);
        assert_eq!(
            found(
                "systems/repeater/chain.rs",
                "use crate::systems::hybrid::Port;"
            ),
            1
        );
        assert_eq!(found("systems/repeater.rs", "use super::hybrid;"), 1);
        assert_eq!(
            found(
                "systems/repeater/chain.rs",
                "use super::spectrum; use crate::dicke;"
            ),
            0
        );
        assert_eq!(
            found(
                "systems.rs",
                "pub mod repeater; pub use self::repeater::Repeater;"
            ),
            0
        );
        assert_eq!(
            found("lib.rs", "pub mod systems; pub use systems::repeater;"),
            0
        );
    }

    #[test]
    fn names_of_the_root_are_seen_through() {
        let tree = tree(&[
            (
                "crates/leggett/src/lib.rs",
                "mod dynamics; pub use dynamics::Lindblad;",
            ),
            ("crates/leggett/src/measures.rs", "use crate::Lindblad;"),
        ]);
        assert_eq!(violations(&tree).len(), 1);
    }
}
