//! Rule: the numerics know no physics, so its words do not occur in them.

use super::lexer::Kind;
use super::tree::{Tree, Violation};

/// Words, in the singular, that no algorithm needs. Words with a meaning in
/// numerics too, like `state`, `coherent` or `Wigner`, are not among them.
const WORDS: [&str; 10] = [
    "ensemble",
    "hbar",
    "ħ",
    "planck",
    "qubit",
    "dicke",
    "spin",
    "entangle",
    "entangled",
    "entanglement",
];

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in tree.package("crates/leggett-num") {
        for code in &source.code {
            if !matches!(code.token.kind, Kind::Word | Kind::Text) {
                continue;
            }
            for word in words(&code.token.text) {
                if WORDS.contains(&word.strip_suffix('s').unwrap_or(&word)) {
                    let message = format!("leggett-num knows no physics, but says `{word}`");
                    found.push(Violation::new(&source.path, code.token.line, message));
                }
            }
        }
    }
    found
}

/// The words of a text or of an identifier in either case, in small letters.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in text.chars() {
        if !c.is_alphabetic() || (after_small && c.is_uppercase()) {
            words.push(String::new());
        }
        after_small = c.is_lowercase();
        if let (true, Some(word)) = (c.is_alphabetic(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::messages;
    use super::*;

    #[test]
    fn physics_is_found_inside_identifiers_and_messages() {
        let found = |text| messages(violations, "crates/leggett-num/src/lib.rs", text).len();
        assert_eq!(
            found("fn spin_density() { DickeLadder::new(\"of two Qubits\") }"),
            3
        );
        assert_eq!(found("const ħ: f64 = 1.0;"), 1);
        assert_eq!(
            found("/// of a spin ensemble\nfn spinning(spine: f64) {} struct State;"),
            0
        );
    }

    #[test]
    fn other_crates_may_speak_of_physics() {
        assert_eq!(
            messages(violations, "crates/leggett/src/lib.rs", "fn spin() {}"),
            [""; 0]
        );
    }
}
