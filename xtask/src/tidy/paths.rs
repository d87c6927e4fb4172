//! The paths that a file names, in `use` declarations and elsewhere, from the
//! root of their crate.

use super::lexer::Kind;
use super::source::{CodeToken, Source};

/// A path such as `crate::dicke::window` or `std::fs`, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathUse {
    pub(crate) segments: Vec<String>,
    /// The name that a `use` gives it; `None` outside of `use`.
    pub(crate) name: Option<String>,
    pub(crate) line: usize,
    pub(crate) test: bool,
}

impl PathUse {
    /// Whether the path is `prefix` or lies in it.
    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        let mut own = self.segments.iter();
        prefix
            .split("::")
            .all(|segment| own.next().is_some_and(|found| found == segment))
    }

    pub(crate) fn text(&self) -> String {
        self.segments.join("::")
    }
}

/// All paths of a file. `self`, `super` and modules declared in the file are
/// resolved, so that a path of this crate starts with `crate`.
pub(crate) fn paths(source: &Source) -> Vec<PathUse> {
    let code = &source.code;
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let (start, before) = (at, found.len());
        if code[at].token.is_word("use") && !mark_at(code, at + 1, "<") {
            at += 1;
            tree(code, &mut at, &[], &mut found);
        } else if code[at].token.kind == Kind::Word && mark_at(code, at + 1, "::") {
            let segments = chain(code, &mut at);
            let CodeToken { token, test, .. } = &code[start];
            found.push(PathUse {
                segments,
                name: None,
                line: token.line,
                test: *test,
            });
        } else {
            at += 1;
            continue;
        }
        for path in &mut found[before..] {
            resolve(path, &code[start].module, source);
        }
    }
    found
}

/// Reads `a::b::c` and stops behind its last word.
fn chain(code: &[CodeToken], at: &mut usize) -> Vec<String> {
    let mut segments = vec![code[*at].token.text.clone()];
    *at += 1;
    while let [colons, word, ..] = &code[*at..] {
        if !colons.token.is_mark("::") || word.token.kind != Kind::Word {
            break;
        }
        segments.push(word.token.text.clone());
        *at += 2;
    }
    segments
}

/// Reads one branch of a `use` and everything below it.
fn tree(code: &[CodeToken], at: &mut usize, prefix: &[String], found: &mut Vec<PathUse>) {
    let mut segments = prefix.to_vec();
    while let Some(CodeToken { token, test, .. }) = code.get(*at) {
        *at += 1;
        if token.is_mark("::") {
            continue;
        }
        if token.is_mark("{") {
            return branches(code, at, &segments, found);
        }
        let (line, test) = (token.line, *test);
        if token.is_mark("*") {
            segments.push(token.text.clone());
            let name = None;
            return found.push(PathUse {
                segments,
                name,
                line,
                test,
            });
        }
        if token.kind != Kind::Word {
            return;
        }
        if token.text != "self" || segments.is_empty() {
            segments.push(token.text.clone());
        }
        if mark_at(code, *at, "::") {
            continue;
        }
        let name = alias(code, at).or_else(|| segments.last().cloned());
        found.push(PathUse {
            segments,
            name,
            line,
            test,
        });
        return;
    }
}

/// Reads `as name`, where it follows.
fn alias(code: &[CodeToken], at: &mut usize) -> Option<String> {
    let [renaming, name, ..] = &code[*at..] else {
        return None;
    };
    if !renaming.token.is_word("as") {
        return None;
    }
    *at += 2;
    Some(name.token.text.clone())
}

/// Reads the branches of a `use` between braces, the first of which is past.
fn branches(code: &[CodeToken], at: &mut usize, prefix: &[String], found: &mut Vec<PathUse>) {
    while *at < code.len() && !mark_at(code, *at, "}") {
        tree(code, at, prefix, found);
        if mark_at(code, *at, ",") {
            *at += 1;
        }
    }
    *at += 1;
}

fn mark_at(code: &[CodeToken], at: usize, mark: &str) -> bool {
    code.get(at).is_some_and(|found| found.token.is_mark(mark))
}

/// Turns a path as written in `module` into one from the root of the crate.
fn resolve(path: &mut PathUse, module: &[String], source: &Source) {
    let mut base: Vec<String> = module.to_vec();
    let mut rest = &path.segments[..];
    match rest[0].as_str() {
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|segment| segment == "super") {
                base.pop();
                rest = &rest[1..];
            }
        }
        first => {
            base.push(first.to_owned());
            if !source
                .declared
                .iter()
                .any(|declared| declared.module == base)
            {
                return;
            }
            rest = &rest[1..];
        }
    }
    let root = std::iter::once("crate".to_owned());
    path.segments = root.chain(base).chain(rest.iter().cloned()).collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(path: &str, text: &str) -> Vec<String> {
        paths(&Source::read(path, text))
            .iter()
            .map(PathUse::text)
            .collect()
    }

    #[test]
    fn trees_are_expanded() {
        let text = "use std::{fs, io::{self, Read as R}, time::*}; pub use ::a::b;";
        let expected = [
            "std::fs",
            "std::io",
            "std::io::Read",
            "std::time::*",
            "a::b",
        ];
        assert_eq!(texts("crates/leggett/src/lib.rs", text), expected);
    }

    #[test]
    fn the_name_given_by_a_use_is_kept() {
        let source = Source::read("crates/leggett/src/lib.rs", "use a::b as c; use a::d;");
        let names: Vec<_> = paths(&source)
            .into_iter()
            .filter_map(|path| path.name)
            .collect();
        assert_eq!(names, ["c", "d"]);
    }

    #[test]
    fn relative_paths_are_resolved() {
        let text =
            "use super::b; mod own; fn f() { super::super::c::g(); own::h(); ::std::fs::x() }
            mod inner { use super::super::d; use self::e; }";
        let expected = [
            "crate::measures::b",
            "crate::c::g",
            "crate::measures::entropy::own::h",
            "std::fs::x",
            "crate::measures::d",
            "crate::measures::entropy::inner::e",
        ];
        assert_eq!(
            texts("crates/leggett/src/measures/entropy.rs", text),
            expected
        );
    }

    #[test]
    fn a_capture_list_is_no_path() {
        assert_eq!(
            texts(
                "crates/leggett/src/lib.rs",
                "fn f() -> impl Sized + use<'_> {}"
            ),
            [""; 0]
        );
    }
}
