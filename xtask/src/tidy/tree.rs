//! The files of the repository, read once for all rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::source::{Source, package_of};

/// A place where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Violation {
    pub(crate) fn new(path: &str, line: usize, message: String) -> Self {
        Violation {
            path: path.to_owned(),
            line,
            message,
        }
    }
}

/// Files by their path from the root of the repository, written with `/`.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Files that are text.
    pub(crate) texts: BTreeMap<String, String>,
    /// The Rust files among them.
    pub(crate) sources: Vec<Source>,
    /// Every file and folder.
    pub(crate) paths: BTreeSet<String>,
}

impl Tree {
    /// Reads all files under `root` that `.gitignore` there does not exclude.
    pub(crate) fn load(root: &Path) -> Result<Self, String> {
        let ignored =
            Ignored::read(&fs::read_to_string(root.join(".gitignore")).unwrap_or_default());
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            let full = root.join(&folder);
            let failed = |error| format!("{} could not be read: {error}", full.display());
            for entry in fs::read_dir(&full).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let path = if folder.is_empty() {
                    name
                } else {
                    format!("{folder}/{name}")
                };
                if ignored.matches(&path) {
                    continue;
                }
                if entry.file_type().map_err(failed)?.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(entry.path()).map_err(failed)?;
                    files.push((path, String::from_utf8(bytes).ok()));
                }
            }
        }
        Ok(Tree::new(files))
    }

    /// A tree of the given files; `None` stands for one that is not text.
    pub(crate) fn new(files: Vec<(String, Option<String>)>) -> Self {
        let mut tree = Tree::default();
        for (path, text) in files {
            let folders = path
                .match_indices('/')
                .map(|(end, _)| path[..end].to_owned());
            tree.paths.extend(folders);
            tree.paths.insert(path.clone());
            if let Some(text) = text {
                if path.ends_with(".rs") {
                    tree.sources.push(Source::read(&path, &text));
                }
                tree.texts.insert(path, text);
            }
        }
        tree.sources.sort_by(|a, b| a.path.cmp(&b.path));
        tree.mark_test_modules();
        tree
    }

    /// A file of `#[cfg(test)] mod name;` is test code, though it does not
    /// say so itself; so are the modules below it.
    fn mark_test_modules(&mut self) {
        let mut tests = Vec::new();
        for source in &self.sources {
            for declared in source.declared.iter().filter(|declared| declared.test) {
                tests.push((source.package().to_owned(), declared.module.clone()));
            }
        }
        for source in &mut self.sources {
            let module = source.module();
            let package = package_of(&source.path).to_owned();
            if tests
                .iter()
                .any(|(home, test)| *home == package && module.starts_with(test))
            {
                source.set_test();
            }
        }
    }

    /// The Rust files of a package, by its folder.
    pub(crate) fn package<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Source> {
        self.sources
            .iter()
            .filter(move |source| source.package() == folder)
    }

    /// The manifests of all packages: their folder, their path, their text.
    pub(crate) fn manifests(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.texts.iter().filter_map(|(path, text)| {
            let folder = path.strip_suffix("/Cargo.toml")?;
            Some((folder, path.as_str(), text.as_str()))
        })
    }
}

/// The patterns of a `.gitignore`: names, `/paths` and `*.endings`, which are
/// all that this repository uses.
struct Ignored(Vec<String>);

impl Ignored {
    fn read(text: &str) -> Self {
        let lines = text.lines().map(str::trim);
        let patterns = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Ignored(
            patterns
                .map(|line| line.trim_end_matches('/').to_owned())
                .collect(),
        )
    }

    fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        // Of the hidden folders and files only a few belong to the project.
        let hidden = name.starts_with('.') && ![".ci", ".cargo", ".gitignore"].contains(&name);
        hidden
            || self.0.iter().any(|pattern| {
                if let Some(rooted) = pattern.strip_prefix('/') {
                    path == rooted
                } else if let Some(ending) = pattern.strip_prefix('*') {
                    name.ends_with(ending)
                } else {
                    name == pattern
                }
            })
    }
}

#[cfg(test)]
pub(crate) mod examples {
    use super::*;

    /// A tree of files given as path and text.
    pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), Some((*text).to_owned()));
        Tree::new(files.iter().map(owned).collect())
    }

    /// What a rule says about a single file.
    pub(crate) fn messages(
        rule: fn(&Tree) -> Vec<Violation>,
        path: &str,
        text: &str,
    ) -> Vec<String> {
        let found = rule(&tree(&[(path, text)]));
        found
            .into_iter()
            .map(|violation| violation.message)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ignored_files_are_left_out() {
        let ignored = Ignored::read("# comment\n/target\n*.run/\n__pycache__/\n");
        for path in ["target", "a/b.run", "deep/__pycache__", ".git", "a/.venv"] {
            assert!(ignored.matches(path), "{path}");
        }
        for path in ["a/target", "run", ".ci", ".cargo", "docs"] {
            assert!(!ignored.matches(path), "{path}");
        }
    }

    #[test]
    fn files_of_test_modules_are_test_code() {
        let tree = examples::tree(&[
            (
                "crates/leggett/src/lib.rs",
                "#[cfg(test)] mod reference; mod other;",
            ),
            ("crates/leggett/src/reference/chain.rs", "fn a() {}"),
            ("crates/leggett/src/other.rs", "fn a() {}"),
            ("crates/leggett-lab/src/reference.rs", "fn a() {}"),
        ]);
        let tests: Vec<&str> = tree
            .sources
            .iter()
            .filter(|source| source.code.iter().all(|token| token.test))
            .map(|source| source.path.as_str())
            .collect();
        assert_eq!(tests, ["crates/leggett/src/reference/chain.rs"]);
    }
}
