//! Rule: nothing unfinished, no test left out, and a reason for every
//! `unsafe`.

use super::source::Source;
use super::tree::{Tree, Violation};

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in &tree.sources {
        for call in source.macro_calls() {
            if ["todo", "unimplemented"].contains(&call.token.text.as_str()) {
                let message = format!("`{}!` is unfinished code", call.token.text);
                found.push(Violation::new(&source.path, call.token.line, message));
            }
        }
        for window in source.code.windows(3) {
            let [hash, bracket, word] =
                [&window[0], &window[1], &window[2]].map(|code| &code.token);
            if hash.is_mark("#") && bracket.is_mark("[") && word.is_word("ignore") {
                let message = "`#[ignore]`: a test runs or is removed".to_owned();
                found.push(Violation::new(&source.path, hash.line, message));
            }
        }
        found.extend(unexplained(
            source,
            tree.texts.get(&source.path).map_or("", |text| text),
        ));
    }
    found
}

/// Uses of `unsafe` without a comment `SAFETY:` above or on their line.
fn unexplained(source: &Source, text: &str) -> Vec<Violation> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut found = Vec::new();
    for code in source
        .code
        .iter()
        .filter(|code| code.token.is_word("unsafe"))
    {
        let line = code.token.line;
        let first = first_line_of_statement(&lines, line);
        let explained = source.comments.iter().any(|comment| {
            let last = comment.line + comment.text.matches('\n').count();
            comment.text.contains("SAFETY:") && (first..=line).contains(&last)
        });
        if !explained {
            let message = "`unsafe` without a comment `// SAFETY: …` above it".to_owned();
            found.push(Violation::new(&source.path, line, message));
        }
    }
    found
}

/// The first line of the comments and attributes above the statement that
/// reaches `line`; lines are counted from 1.
fn first_line_of_statement(lines: &[&str], line: usize) -> usize {
    let mut first = line;
    while first > 1 {
        let above = lines[first - 2];
        let comment = above.starts_with("//") || above.ends_with("*/");
        if above.is_empty() || (!comment && above.ends_with([';', '{', '}'])) {
            break;
        }
        first -= 1;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::messages;
    use super::*;

    fn found(text: &str) -> usize {
        messages(violations, "crates/leggett-lab/src/lib.rs", text).len()
    }

    #[test]
    fn unfinished_code_is_found() {
        assert_eq!(
            found("fn f() { todo!() } fn g() { unimplemented!(\"x\") }"),
            2
        );
        assert_eq!(found("// todo!()\nfn todo() { \"todo!\" }"), 0);
    }

    #[test]
    fn ignored_tests_are_found() {
        assert_eq!(
            found("#[ignore = \"slow\"]\nfn f() {}\n#[ignore]\nfn g() {}"),
            2
        );
        assert_eq!(found("fn ignore() { a[ignore] }"), 0);
    }

    #[test]
    fn unsafe_needs_its_reason_close_by() {
        assert_eq!(found("fn f() {\n unsafe { g() }\n}"), 1);
        assert_eq!(
            found("fn f() {\n // SAFETY: g is pure.\n unsafe { g() }\n}"),
            0
        );
        assert_eq!(
            found("fn f() {\n // SAFETY: g is pure,\n // always.\n let x =\n unsafe { g() };\n}"),
            0
        );
        assert_eq!(
            found("// SAFETY: of another.\nunsafe { g() };\n\nunsafe { h() };"),
            1
        );
        assert_eq!(found("#![deny(unsafe_op_in_unsafe_fn)]"), 0);
    }
}
