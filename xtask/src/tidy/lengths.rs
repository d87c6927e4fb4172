//! Report: files and functions that have grown long. Not a rule: some things
//! are long by nature, and a number cannot tell.

use super::lexer::Kind;
use super::source::{Source, item_end};
use super::tree::Tree;

const LONG_FILE: usize = 300;
const LONG_FUNCTION: usize = 40;
/// How many of each are named unless all are asked for.
const NAMED: usize = 5;

/// A file or function and its number of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) place: String,
    pub(crate) lines: usize,
}

/// The lines of the report, the longest first.
pub(crate) fn report(tree: &Tree, all: bool) -> Vec<String> {
    let files = tree.sources.iter().map(|source| Length {
        place: source.path.clone(),
        lines: tree
            .texts
            .get(&source.path)
            .map_or(0, |text| text.lines().count()),
    });
    let functions = tree.sources.iter().flat_map(functions);
    let mut lines = section("files", LONG_FILE, files.collect(), all);
    lines.extend(section(
        "functions",
        LONG_FUNCTION,
        functions.collect(),
        all,
    ));
    lines
}

fn section(title: &str, limit: usize, mut lengths: Vec<Length>, all: bool) -> Vec<String> {
    lengths.retain(|length| length.lines > limit);
    lengths.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.place.cmp(&b.place)));
    if lengths.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{title} over {limit} lines: {}", lengths.len())];
    let named = if all { lengths.len() } else { NAMED };
    for Length {
        place,
        lines: count,
    } in lengths.iter().take(named)
    {
        lines.push(format!("  {count:>4}  {place}"));
    }
    if lengths.len() > named {
        lines.push("  the others: cargo xtask tidy --report".to_owned());
    }
    lines
}

/// The functions of a file with their lengths, from `fn` to the last brace.
fn functions(source: &Source) -> Vec<Length> {
    let tokens: Vec<_> = source.code.iter().map(|code| code.token.clone()).collect();
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        if !pair[0].is_word("fn") || pair[1].kind != Kind::Word {
            continue;
        }
        let end = item_end(&tokens, at);
        let last = tokens[end - 1].line;
        let place = format!("{}:{} {}", source.path, pair[0].line, pair[1].text);
        found.push(Length {
            place,
            lines: last - pair[0].line + 1,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::tree;
    use super::*;

    #[test]
    fn functions_are_measured_from_fn_to_brace() {
        let text = "fn a(x: [f64; 3])\n -> fn(u8) {\n if x { y }\n}\ntrait T { fn b(); }";
        let source = Source::read("xtask/src/main.rs", text);
        let found = functions(&source);
        let lengths: Vec<usize> = found.iter().map(|length| length.lines).collect();
        assert_eq!(lengths, [4, 1]);
        assert_eq!(found[0].place, "xtask/src/main.rs:1 a");
    }

    #[test]
    fn only_long_ones_are_reported() {
        let long = "\n".repeat(LONG_FILE + 1);
        let function = format!("fn f() {{{}}}", "\n".repeat(LONG_FUNCTION));
        let tree = tree(&[("xtask/src/a.rs", &long), ("xtask/src/b.rs", &function)]);
        let expected = [
            "files over 300 lines: 1",
            "   301  xtask/src/a.rs",
            "functions over 40 lines: 1",
            "    41  xtask/src/b.rs:1 f",
        ];
        assert_eq!(report(&tree, false), expected);
    }

    #[test]
    fn a_short_report_names_the_longest() {
        let lengths = |count: usize| -> Vec<Length> {
            (0..count)
                .map(|i| Length {
                    place: i.to_string(),
                    lines: 50 + i,
                })
                .collect()
        };
        let short = section("files", 40, lengths(8), false);
        assert_eq!(short.len(), 1 + NAMED + 1);
        assert_eq!(short[1], "    57  7");
        assert_eq!(section("files", 40, lengths(8), true).len(), 9);
    }
}
