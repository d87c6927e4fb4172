//! Rust source as tokens: just enough to tell code from comments and strings.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or keyword.
    Word,
    /// `::`, or one character of punctuation, or a piece of a number.
    Punctuation,
    /// The inside of a string literal.
    Text,
    /// A comment of any sort.
    Comment,
    /// A character, a number or a lifetime: nothing that a rule reads.
    Other,
}

/// A piece of source text and the line (from 1) on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text == word
    }

    pub(crate) fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Punctuation && self.text == mark
    }
}

/// Splits Rust source into tokens; whitespace is dropped.
///
/// Source that the compiler would reject gives some tokens, never a failure.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        rest: source,
        line: 1,
        tokens: Vec::new(),
    };
    while !lexer.rest.is_empty() {
        lexer.next();
    }
    lexer.tokens
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn next(&mut self) {
        let rest = self.rest;
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            self.skip(first.len_utf8());
        } else if rest.starts_with("//") {
            self.take(Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.take(Kind::Comment, block_comment_length(rest));
        } else if let Some((opening, closing)) = raw_string(rest) {
            let body = &rest[opening..];
            let length = body.find(&closing).unwrap_or(body.len());
            self.text(opening, length, closing.len());
        } else if let Some(opening) = plain_string(rest) {
            let length = escaped_length(&rest[opening..], '"');
            self.text(opening, length, 1);
        } else if first == '\'' || rest.starts_with("b'") {
            self.take(Kind::Other, quote_length(rest));
        } else if first.is_alphabetic() || first == '_' {
            self.skip(if rest.starts_with("r#") { 2 } else { 0 });
            self.take(Kind::Word, word_length(self.rest));
        } else if first.is_ascii_digit() {
            self.take(Kind::Other, number_length(rest));
        } else if rest.starts_with("::") {
            self.take(Kind::Punctuation, 2);
        } else {
            self.take(Kind::Punctuation, first.len_utf8());
        }
    }

    /// A token of the next `length` bytes.
    fn take(&mut self, kind: Kind, length: usize) {
        let text = self.rest[..length].to_owned();
        self.tokens.push(Token {
            kind,
            text,
            line: self.line,
        });
        self.skip(length);
    }

    /// A string: its opening, its inside, its closing.
    fn text(&mut self, opening: usize, length: usize, closing: usize) {
        self.skip(opening);
        self.take(Kind::Text, length);
        self.skip(closing.min(self.rest.len()));
    }

    fn skip(&mut self, length: usize) {
        let (skipped, rest) = self.rest.split_at(length);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }
}

fn word_length(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len())
}

/// A number up to the end of its digits and suffix; `1..n` ends before the
/// dots, and the sign of an exponent is left to be punctuation.
fn number_length(rest: &str) -> usize {
    let whole = word_length(rest);
    match rest[whole..].strip_prefix('.') {
        Some(fraction) if fraction.starts_with(|c: char| c.is_ascii_digit()) => {
            whole + 1 + word_length(fraction)
        }
        _ => whole,
    }
}

fn block_comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let tail = &rest.as_bytes()[at..];
        if tail.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of `r"`, `br##"` and the like, and what closes the string.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
        rest.strip_prefix(prefix)
            .is_some_and(|tail| tail.starts_with(['"', '#']))
    })?;
    let tail = &rest[prefix.len()..];
    let hashes = tail.len() - tail.trim_start_matches('#').len();
    // `r#word` is a raw identifier, not a string.
    tail[hashes..].starts_with('"').then(|| {
        (
            prefix.len() + hashes + 1,
            format!("\"{}", "#".repeat(hashes)),
        )
    })
}

fn plain_string(rest: &str) -> Option<usize> {
    let opening = ["\"", "b\"", "c\""]
        .into_iter()
        .find(|opening| rest.starts_with(opening))?;
    Some(opening.len())
}

/// The number of bytes before the closing mark, jumping over `\` and what it
/// escapes.
fn escaped_length(body: &str, closing: char) -> usize {
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        if !escaped && c == closing {
            return at;
        }
        escaped = !escaped && c == '\\';
    }
    body.len()
}

/// The length of a character literal or of a lifetime, which both start with
/// a quote.
fn quote_length(rest: &str) -> usize {
    let opening = rest.find('\'').map_or(rest.len(), |at| at + 1);
    let body = &rest[opening..];
    let mut letters = body.chars();
    let first = letters.next().unwrap_or(' ');
    if first == '\\' || letters.next() == Some('\'') {
        (opening + escaped_length(body, '\'') + 1).min(rest.len())
    } else {
        opening + word_length(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        let all = tokens(source).into_iter();
        all.filter(|token| token.kind == Kind::Word)
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        let source = r####"
            a // hidden
            /* hidden /* hidden */ hidden */ b
            "hidden \" hidden" c r#"hidden " hidden"# d b"hidden" e '"' f '\'' g
        "####;
        assert_eq!(words(source), ["a", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn lifetimes_do_not_open_a_character() {
        assert_eq!(
            words("fn f<'a>(x: &'a str) -> char { 'x' }")
                .last()
                .unwrap(),
            "char"
        );
        assert_eq!(words("&'static T; b'\\n'; r#type"), ["T", "type"]);
    }

    #[test]
    fn numbers_leave_ranges_and_methods_alone() {
        let marks = |source: &str| {
            tokens(source)
                .iter()
                .filter(|token| token.is_mark("."))
                .count()
        };
        assert_eq!(marks("0..n"), 2);
        assert_eq!(marks("1.5e3.sqrt()"), 1);
    }

    #[test]
    fn lines_are_counted_through_comments_and_strings() {
        let all = tokens("/*\n*/ \"\n\n\" end");
        assert_eq!((all[0].line, all[1].line, all[2].line), (1, 2, 4));
    }

    #[test]
    fn unfinished_source_ends_quietly() {
        for source in ["\"open", "/* open", "r#\"open", "'", "b'", "'\\", "é\"é"] {
            tokens(source);
        }
    }
}
