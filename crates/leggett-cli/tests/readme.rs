//! The commands, files and outputs that the README and the book show.
//!
//! A page is a script: every line of a `sh` block that starts with
//! `cargo run --release -- ` is run in one directory per page, a `toml` block
//! that starts with `# NAME.toml` is written to that file, and a `text` block
//! right after commands is what the last of them printed. The README's Rust
//! is compiled by the documentation tests of the library.

mod common;

use common::{Answer, directory, leggett_in, write};
use std::path::{Path, PathBuf};

const PROGRAM: &str = "cargo run --release -- ";

/// What takes longer than a test may.
const SLOW: [&str; 1] = ["reproduce"];

/// Relative difference of numbers that count as the same on another processor.
const ROUNDING: f64 = 1e-8;

/// A fenced block: what stands behind its opening fence, and its text.
struct Block {
    language: String,
    text: String,
}

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => block.text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// The arguments of a line that runs the program, without a comment behind it.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let command = line.strip_prefix(PROGRAM)?.split(" # ").next()?;
    assert!(
        !command.contains(['\'', '"', '|', '>', '$']),
        "the test knows no shell: {line}"
    );
    Some(command.split_whitespace().collect())
}

/// What a page did when it was run as a script.
#[derive(Default)]
struct Done {
    commands: usize,
    outputs: usize,
}

fn perform(name: &str) -> Done {
    let directory = directory();
    let mut done = Done::default();
    let mut last: Option<(String, Answer)> = None;
    for block in blocks(&page(name)) {
        match block.language.as_str() {
            "sh" => last = run(directory.path(), &block.text, &mut done),
            "toml" => {
                if let Some(file) = file_name(&block.text) {
                    write(directory.path(), &file, &block.text);
                }
            }
            "text" => {
                if let Some((command, answer)) = last.take() {
                    compare(&format!("{name}: {command}"), &block.text, &answer);
                    done.outputs += 1;
                }
            }
            _ => last = None,
        }
    }
    done
}

/// The file that a block is, if it says so in its first line.
fn file_name(text: &str) -> Option<String> {
    let name = text.lines().next()?.strip_prefix("# ")?.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    (name.ends_with(".toml") && name.chars().all(plain)).then(|| name.to_owned())
}

/// Runs the commands of a block; the last one's answer.
fn run(directory: &Path, script: &str, done: &mut Done) -> Option<(String, Answer)> {
    let mut last = None;
    for line in script.lines() {
        last = match arguments(line) {
            Some(words) if !SLOW.contains(&words[0]) => {
                done.commands += 1;
                Some((line.to_owned(), leggett_in(directory, &words)))
            }
            _ => None,
        };
        if let Some((line, answer)) = &last {
            // Only input that the page shows to be refused may fail.
            let refused = answer.code == Some(2) && line.contains("# refused");
            assert!(answer.code == Some(0) || refused, "{line}: {answer:?}");
        }
    }
    last
}

/// Compares an output word by word, and its numbers in the digits that count.
fn compare(what: &str, shown: &str, answer: &Answer) {
    let printed = if answer.code == Some(0) {
        &answer.stdout
    } else {
        &answer.stderr
    };
    let (shown, printed) = (pieces(shown), pieces(printed));
    let texts = |pieces: &[Piece]| -> Vec<String> { pieces.iter().map(Piece::skeleton).collect() };
    assert_eq!(texts(&shown), texts(&printed), "{what}");
    for (position, (shown, printed)) in shown.iter().zip(&printed).enumerate() {
        if let (Piece::Number(expected, role), Piece::Number(found, _)) = (shown, printed) {
            let agree = match role {
                Role::Elapsed => true,
                Role::Bound => (0.2..=5.0).contains(&(found / expected)),
                Role::Value => (found - expected).abs() <= ROUNDING * expected.abs(),
            };
            assert!(
                agree || found == expected,
                "{what}: the page shows {expected:?}, the program printed {found:?} (piece {position})"
            );
        }
    }
}

/// A piece of an output: a number, or what stands between numbers.
#[derive(Debug)]
enum Piece {
    Text(String),
    Number(f64, Role),
}

/// What a number says decides how closely it must agree.
#[derive(Debug)]
enum Role {
    Value,
    /// A bound depends on the processor as much as rounding does.
    Bound,
    Elapsed,
}

impl Piece {
    /// The text with single blanks: columns move with the lengths of numbers.
    fn skeleton(&self) -> String {
        match self {
            Self::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Number(..) => "0".to_owned(),
        }
    }
}

fn pieces(output: &str) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut rest = output.trim();
    while let Some(first) = rest.chars().next() {
        let within_word = text
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_');
        let length = if within_word { 0 } else { number_length(rest) };
        if length == 0 {
            text.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let number = rest[..length].parse().expect("it looks like a number");
        let role = role(&text, &rest[length..]);
        found.push(Piece::Text(std::mem::take(&mut text)));
        found.push(Piece::Number(number, role));
        rest = &rest[length..];
    }
    found.push(Piece::Text(text));
    found
}

/// The length of the number at the start of the text, 0 if there is none.
fn number_length(text: &str) -> usize {
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | '-' | '+');
    let end = text.find(|c| !allowed(c)).unwrap_or(text.len());
    let starts = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    if !starts {
        return 0;
    }
    (1..=end)
        .rev()
        .find(|end| {
            text[..*end].parse::<f64>().is_ok()
                && text[..*end].ends_with(|c: char| c.is_ascii_digit())
        })
        .unwrap_or(0)
}

/// What a number means, from the text around it; in a table the kind of a bound
/// follows it.
fn role(before: &str, after: &str) -> Role {
    let kinds = [",exact,", ",certified,", ",estimated,", ",statistical,"];
    let in_table = kinds.iter().any(|kind| after.starts_with(kind));
    if before.ends_with(" in ") || before.ends_with("\"elapsed_s\":") {
        Role::Elapsed
    } else if in_table || before.ends_with("± ") || before.ends_with("_bound\":") {
        Role::Bound
    } else {
        Role::Value
    }
}

#[test]
fn the_readme_does_what_it_shows() {
    let done = perform("README.md");
    assert!(done.commands >= 5 && done.outputs >= 1);
    let languages: Vec<String> = blocks(&page("README.md"))
        .into_iter()
        .map(|block| block.language)
        .collect();
    for needed in ["sh", "rust", "toml"] {
        assert!(
            languages.iter().any(|language| language == needed),
            "{needed}"
        );
    }
    // Without a language, the documentation tests would take a block for Rust.
    assert!(languages.iter().all(|language| !language.is_empty()));
}

#[test]
fn the_book_does_what_it_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let entries = std::fs::read_dir(&folder).expect("the book is in the repository");
    let mut pages: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.sort();
    let mut outputs = 0;
    for path in pages {
        let name = path.file_name().expect("pages have names");
        outputs += perform(&format!("docs/{}", name.to_string_lossy())).outputs;
    }
    assert!(outputs >= 5);
}

#[test]
fn numbers_are_found_in_outputs() {
    let text = "x in 0.7 s\n a_1 -1.5e-3 ± 4e-11 (5 of 1e6, 3-5)";
    let numbers: Vec<f64> = pieces(text)
        .iter()
        .filter_map(|piece| match piece {
            Piece::Number(value, _) => Some(*value),
            Piece::Text(_) => None,
        })
        .collect();
    assert_eq!(numbers, [0.7, -1.5e-3, 4e-11, 5.0, 1e6, 3.0, -5.0]);
}
