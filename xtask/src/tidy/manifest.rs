//! `Cargo.toml` as text: which dependencies it names.

/// A dependency that a manifest names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dependency {
    /// The package, also where it is renamed.
    pub(crate) package: String,
    pub(crate) line: usize,
}

/// The dependencies of every kind; those of `[workspace.dependencies]` are
/// only a list of versions and do not count.
pub(crate) fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found: Vec<Dependency> = Vec::new();
    let mut section = Section::Other;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            section = Section::of(header.trim_end_matches(']'));
            if let Section::One(package) = &section {
                found.push(Dependency {
                    package: package.clone(),
                    line: index + 1,
                });
            }
            continue;
        }
        let renamed = renamed_package(line);
        match (&section, renamed) {
            (Section::List, renamed) => {
                let package = renamed.or_else(|| key(line));
                found.extend(package.map(|package| Dependency {
                    package,
                    line: index + 1,
                }));
            }
            (Section::One(_), Some(package)) => {
                if let Some(last) = found.last_mut() {
                    last.package = package;
                }
            }
            _ => {}
        }
    }
    found
}

/// What a table of the manifest means here.
enum Section {
    /// `[dependencies]`: a dependency a line.
    List,
    /// `[dependencies.name]`: the keys of one dependency.
    One(String),
    Other,
}

impl Section {
    fn of(header: &str) -> Self {
        let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
        let parts: Vec<&str> = header.split('.').collect();
        if parts[0] == "workspace" {
            return Section::Other;
        }
        match parts.as_slice() {
            [.., last] if kinds.contains(last) => Section::List,
            [.., kind, name] if kinds.contains(kind) => Section::One(unquoted(name)),
            _ => Section::Other,
        }
    }
}

/// The first word of `name = …` or `name.key = …`.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let name = key.trim().split('.').next()?.trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '"');
    (!name.is_empty() && name.chars().all(plain)).then(|| unquoted(name))
}

/// The value of a key `package` in a line.
fn renamed_package(line: &str) -> Option<String> {
    let line = line.split('#').next()?;
    let (before, after) = line.split_once("package")?;
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let value = after
        .trim_start()
        .strip_prefix('=')?
        .trim_start()
        .strip_prefix('"')?;
    value.split_once('"').map(|(name, _)| name.to_owned())
}

fn unquoted(name: &str) -> String {
    name.trim_matches('"').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_dependency_is_read() {
        let manifest = r#"
[package]
name = "leggett"
[dependencies]
one = "1"
two.workspace = true # package = "no"
three = { version = "3", features = ["package"] }
list = { version = "1", features = [
    "a",
] }
[target.'cfg(unix)'.dev-dependencies]
four = { package = "five", version = "1" }
[dependencies.six]
version = "1"
[build-dependencies.seven]
package = "eight"
[workspace.dependencies]
nine = "1"
[lints]
workspace = true
"#;
        let packages: Vec<String> = dependencies(manifest)
            .into_iter()
            .map(|found| found.package)
            .collect();
        assert_eq!(
            packages,
            ["one", "two", "three", "list", "five", "six", "eight"]
        );
    }
}
