//! Rule: the physics crates do nothing but compute.

use super::lexer::Kind;
use super::paths::paths;
use super::source::Source;
use super::tree::{Tree, Violation};

const PURE: [&str; 3] = [
    "crates/leggett-num",
    "crates/leggett",
    "crates/leggett-studies",
];

const PATHS: [(&str, &str); 11] = [
    ("std::fs", "reads or writes files"),
    ("std::io", "reads or writes files"),
    ("std::net", "uses the network"),
    ("std::process", "runs or ends processes"),
    ("std::env", "reads the environment"),
    ("std::thread", "uses threads"),
    ("std::time::Instant", "reads the clock"),
    ("std::time::SystemTime", "reads the clock"),
    ("std::time::*", "reads the clock"),
    ("rand::rng", "holds a global random generator"),
    ("rand::random", "holds a global random generator"),
];

const MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Sources of randomness that no seed determines.
const RANDOM: [&str; 7] = [
    "thread_rng",
    "ThreadRng",
    "OsRng",
    "SysRng",
    "from_entropy",
    "from_os_rng",
    "getrandom",
];

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in &tree.sources {
        if PURE.contains(&source.package()) {
            forbidden_paths(source, &mut found);
            forbidden_macros(source, &mut found);
        }
        if source.path.starts_with("crates/") {
            unseeded_randomness(source, &mut found);
        }
    }
    found
}

fn forbidden_paths(source: &Source, found: &mut Vec<Violation>) {
    for path in paths(source).iter().filter(|path| !path.test) {
        if let Some((_, does)) = PATHS.iter().find(|(prefix, _)| path.starts_with(prefix)) {
            let message = format!("`{}`: a physics crate never {does}", path.text());
            found.push(Violation::new(&source.path, path.line, message));
        }
    }
}

fn forbidden_macros(source: &Source, found: &mut Vec<Violation>) {
    for call in source.macro_calls().filter(|call| !call.test) {
        if MACROS.contains(&call.token.text.as_str()) {
            let message = format!("`{}!`: a physics crate never prints", call.token.text);
            found.push(Violation::new(&source.path, call.token.line, message));
        }
    }
}

fn unseeded_randomness(source: &Source, found: &mut Vec<Violation>) {
    for code in source.code.iter().filter(|code| !code.test) {
        let name = &code.token.text;
        if code.token.kind == Kind::Word && RANDOM.contains(&name.as_str()) {
            let message = format!("`{name}`: random numbers come from a seed");
            found.push(Violation::new(&source.path, code.token.line, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::messages;
    use super::*;

    fn found(file: &str, text: &str) -> usize {
        messages(violations, &format!("crates/{file}"), text).len()
    }

    #[test]
    fn files_clocks_and_threads_are_found() {
        let text =
            "use std::{fs::File, time::{Duration, Instant}}; fn f() { std::thread::yield_now() }";
        assert_eq!(found("leggett/src/lib.rs", text), 3);
        assert_eq!(found("leggett-lab/src/lib.rs", text), 0);
        assert_eq!(
            found(
                "leggett/src/lib.rs",
                "use std::fmt::Write; use std::time::Duration;"
            ),
            0
        );
    }

    #[test]
    fn printing_is_found_in_code_alone() {
        assert_eq!(
            found(
                "leggett-num/src/lib.rs",
                "fn f() { println!(\"x\"); dbg!(1); }"
            ),
            2
        );
        assert_eq!(
            found(
                "leggett-num/src/lib.rs",
                "/// println!(1)\nfn print() { \"print!\" }"
            ),
            0
        );
    }

    #[test]
    fn tests_are_free() {
        let text = "#[cfg(test)] mod tests { use std::fs; fn f() { println!(); thread_rng(); } }";
        assert_eq!(found("leggett-studies/src/lib.rs", text), 0);
        assert_eq!(
            found("leggett-studies/benches/speed.rs", "fn f() { println!() }"),
            0
        );
    }

    #[test]
    fn randomness_needs_a_seed_everywhere() {
        assert_eq!(
            found("leggett-lab/src/lib.rs", "fn f() { thread_rng(); }"),
            1
        );
        assert_eq!(
            found("leggett/src/lib.rs", "fn f() { rand::rng().next(); }"),
            1
        );
        assert_eq!(
            found(
                "leggett/src/lib.rs",
                "fn f() { ChaCha8Rng::seed_from_u64(1); }"
            ),
            0
        );
    }
}
