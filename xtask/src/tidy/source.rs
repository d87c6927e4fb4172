//! A Rust file with what the rules ask of it: which tokens are test code, in
//! which module they stand, and which paths they name.

use super::lexer::{Kind, Token, tokens};

/// A token of code with its surroundings.
#[derive(Debug, Clone)]
pub(crate) struct CodeToken {
    pub(crate) token: Token,
    /// Whether it belongs to code that only tests compile.
    pub(crate) test: bool,
    /// The module in which it stands, from the root of the crate.
    pub(crate) module: Vec<String>,
}

/// A module declared without its body: `mod name;`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Declaration {
    pub(crate) module: Vec<String>,
    pub(crate) test: bool,
}

/// A Rust file.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    /// Relative to the root of the repository, with `/`.
    pub(crate) path: String,
    /// All tokens but comments.
    pub(crate) code: Vec<CodeToken>,
    pub(crate) comments: Vec<Token>,
    /// Every module declared here, with or without a body.
    pub(crate) declared: Vec<Declaration>,
}

impl Source {
    /// Reads a file; `path` says of which module it is.
    pub(crate) fn read(path: &str, text: &str) -> Self {
        let (comments, code): (Vec<Token>, Vec<Token>) = tokens(text)
            .into_iter()
            .partition(|token| token.kind == Kind::Comment);
        let whole_file = in_test_folder(path);
        let test = test_flags(&code, whole_file);
        let (modules, declared) = modules(&code, &test, module_of(path));
        let code = code.into_iter().zip(test).zip(modules);
        let code = code.map(|((token, test), module)| CodeToken {
            token,
            test,
            module,
        });
        Source {
            path: path.to_owned(),
            code: code.collect(),
            comments,
            declared,
        }
    }

    /// The crate's folder, e.g. `crates/leggett`.
    pub(crate) fn package(&self) -> &str {
        package_of(&self.path)
    }

    /// Marks all of the file as test code.
    pub(crate) fn set_test(&mut self) {
        for token in &mut self.code {
            token.test = true;
        }
    }

    /// The module of the file itself.
    pub(crate) fn module(&self) -> Vec<String> {
        module_of(&self.path)
    }

    /// The macro calls `name!` of the file.
    pub(crate) fn macro_calls(&self) -> impl Iterator<Item = &CodeToken> {
        self.code.windows(2).filter_map(|pair| {
            let called = pair[0].token.kind == Kind::Word && pair[1].token.is_mark("!");
            called.then_some(&pair[0])
        })
    }
}

/// The folder of the package to which a file belongs.
pub(crate) fn package_of(path: &str) -> &str {
    let folders = if path.starts_with("crates/") { 2 } else { 1 };
    path.match_indices('/')
        .nth(folders - 1)
        .map_or("", |(end, _)| &path[..end])
}

fn in_test_folder(path: &str) -> bool {
    let inner = path[package_of(path).len()..].trim_start_matches('/');
    ["tests/", "benches/", "examples/"]
        .iter()
        .any(|folder| inner.starts_with(folder))
}

/// The module that a file holds: `src/dicke/window.rs` is `dicke::window`.
fn module_of(path: &str) -> Vec<String> {
    let inner = path.split_once("/src/").map_or("", |(_, inner)| inner);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
    if matches!(
        module.last().map(String::as_str),
        Some("lib" | "main" | "mod" | "")
    ) {
        module.pop();
    }
    module
}

/// For every token, whether only tests compile it.
fn test_flags(code: &[Token], whole_file: bool) -> Vec<bool> {
    let mut flags = vec![whole_file; code.len()];
    let mut at = 0;
    while at < code.len() {
        let inner = code[at].is_mark("#") && code.get(at + 1).is_some_and(|t| t.is_mark("!"));
        let bracket = at + if inner { 2 } else { 1 };
        let opens = code.get(bracket).is_some_and(|token| token.is_mark("["));
        if !code[at].is_mark("#") || !opens {
            at += 1;
            continue;
        }
        let end = matching(code, bracket);
        if is_test_attribute(&code[bracket + 1..end.min(code.len())]) {
            let last = if inner {
                code.len()
            } else {
                item_end(code, end + 1)
            };
            flags[at..last].fill(true);
            at = last;
        } else {
            at = end + 1;
        }
    }
    flags
}

/// Whether an attribute is `test` or a `cfg` that asks for tests.
fn is_test_attribute(attribute: &[Token]) -> bool {
    let has = |word: &str| attribute.iter().any(|token| token.is_word(word));
    match attribute.first() {
        Some(first) if first.is_word("cfg") => has("test") && !has("not"),
        Some(first) => first.is_word("test"),
        None => false,
    }
}

/// The index of the bracket that closes the one at `open`, or the end.
pub(crate) fn matching(code: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in code.iter().enumerate().skip(open) {
        if token.kind != Kind::Punctuation {
            continue;
        }
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    code.len()
}

/// One past the last token of the item that starts at `start`: it ends at a
/// `;` or with its first block in braces.
pub(crate) fn item_end(code: &[Token], start: usize) -> usize {
    let mut at = start;
    while at < code.len() {
        let token = &code[at];
        if token.is_mark(";") {
            return at + 1;
        }
        if token.is_mark("{") {
            return (matching(code, at) + 1).min(code.len());
        }
        at = if token.is_mark("(") || token.is_mark("[") {
            matching(code, at) + 1
        } else {
            at + 1
        };
    }
    code.len()
}

/// The module of every token, and the modules declared.
fn modules(
    code: &[Token],
    test: &[bool],
    file: Vec<String>,
) -> (Vec<Vec<String>>, Vec<Declaration>) {
    let mut current = file;
    let mut declared = Vec::new();
    let mut closings: Vec<usize> = Vec::new();
    let mut modules = Vec::with_capacity(code.len());
    for (at, token) in code.iter().enumerate() {
        modules.push(current.clone());
        if closings.last() == Some(&at) {
            closings.pop();
            current.pop();
        }
        let Some(name) = code.get(at + 1).filter(|name| name.kind == Kind::Word) else {
            continue;
        };
        if token.is_word("mod") {
            let mut module = current.clone();
            module.push(name.text.clone());
            declared.push(Declaration {
                module,
                test: test[at],
            });
        }
        let opens_module = token.is_word("mod") && code.get(at + 2).is_some_and(|t| t.is_mark("{"));
        if opens_module {
            // The name and the brace count as inside: no rule reads them.
            current.push(name.text.clone());
            closings.push(matching(code, at + 2));
        }
    }
    (modules, declared)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test_words(text: &str) -> Vec<String> {
        let source = Source::read("crates/leggett/src/lib.rs", text);
        let marked = source.code.into_iter().filter(|token| token.test);
        marked
            .filter(|t| t.token.kind == Kind::Word)
            .map(|t| t.token.text)
            .collect()
    }

    #[test]
    fn test_code_is_what_follows_the_attribute() {
        let text = "fn a() {} #[cfg(test)] #[allow(x)] mod tests { fn b() {} } fn c() {}";
        assert_eq!(test_words(text).last().unwrap(), "b");
        assert!(!test_words(text).contains(&"c".to_owned()));
        assert_eq!(test_words("#[cfg(not(test))] fn a() {}"), [""; 0]);
        assert_eq!(
            test_words("#[cfg(test)] mod reference; fn a() {}")
                .last()
                .unwrap(),
            "reference"
        );
    }

    #[test]
    fn test_folders_are_test_code_as_a_whole() {
        let source = Source::read("crates/leggett-lab/tests/kill.rs", "fn a() {}");
        assert!(source.code.iter().all(|token| token.test));
        let source = Source::read("crates/leggett/src/tests/kill.rs", "fn a() {}");
        assert!(source.code.iter().all(|token| !token.test));
    }

    #[test]
    fn modules_follow_files_and_braces() {
        let text = "mod a; mod b { fn x() {} } fn y() {}";
        let source = Source::read("crates/leggett/src/dicke/mod.rs", text);
        let module = |word: &str| {
            let found = source.code.iter().find(|token| token.token.is_word(word));
            found.map(|token| token.module.join("::"))
        };
        assert_eq!(module("x").as_deref(), Some("dicke::b"));
        assert_eq!(module("y").as_deref(), Some("dicke"));
        let declared: Vec<String> = source
            .declared
            .iter()
            .map(|declared| declared.module.join("::"))
            .collect();
        assert_eq!(declared, ["dicke::a", "dicke::b"]);
    }
}
