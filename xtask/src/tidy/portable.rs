//! Rule: no file names a place on somebody's machine or network.

use super::tree::{Tree, Violation};

/// Beginnings of paths that exist on one machine only. They are put together
/// here, so that this file does not break its own rule.
const PLACES: [&str; 3] = [
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "home/"),
];

/// Where the lock file says that packages come from.
const PUBLIC_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in &tree.texts {
        for (index, line) in text.lines().enumerate() {
            if let Some(place) = PLACES.iter().find(|place| names(line, place)) {
                let message = format!("`{place}` is a place on one machine");
                found.push(Violation::new(path, index + 1, message));
            }
            let source = line
                .strip_prefix("source = ")
                .map(|source| source.trim_matches('"'));
            let private = source.is_some_and(|source| source != PUBLIC_REGISTRY);
            if path == "Cargo.lock" && private {
                let message = "packages come from crates.io alone".to_owned();
                found.push(Violation::new(path, index + 1, message));
            }
        }
    }
    found
}

/// Whether a path that starts with `place` stands in the line; inside of a
/// longer path or an address it does not count.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::messages;
    use super::*;

    #[test]
    fn places_are_found_and_longer_paths_are_not() {
        let found = |text: &str| messages(violations, "docs/guide.md", text).len();
        for place in PLACES {
            assert_eq!(found(&format!("see `{place}leggett`")), 1);
            assert_eq!(
                found(&format!("https://example.org{place}page, docs{place}a")),
                0
            );
        }
    }

    #[test]
    fn the_lock_file_names_the_public_registry() {
        let found = |source: &str| {
            messages(violations, "Cargo.lock", &format!("source = \"{source}\"")).len()
        };
        assert_eq!(found(PUBLIC_REGISTRY), 0);
        assert_eq!(found("registry+https://mirror.example.org/index"), 1);
    }
}
