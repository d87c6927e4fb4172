//! How labels are set.

use crate::figure::markup::{Level, letters};
use crate::figure::typeset::Typesetter;

fn plain(label: &str) -> String {
    letters(label)
        .iter()
        .map(|letter| letter.character)
        .collect()
}

fn italics(label: &str) -> String {
    let letters = letters(label);
    letters
        .iter()
        .filter(|letter| letter.italic)
        .map(|letter| letter.character)
        .collect()
}

fn at(label: &str, level: Level) -> String {
    let letters = letters(label);
    letters
        .iter()
        .filter(|letter| letter.level == level)
        .map(|letter| letter.character)
        .collect()
}

#[test]
fn variables_are_italic_and_functions_and_numbers_upright() {
    assert_eq!(italics("entropy $E / log_2 N$ at $γ = 2π$"), "ENγ");
    assert_eq!(italics("no formula: E"), "");
}

#[test]
fn groups_are_raised_and_lowered() {
    assert_eq!(at("$10^{-3} a_k$", Level::Super), "−3");
    assert_eq!(at("$10^{-3} a_k$", Level::Sub), "k");
    assert_eq!(at("log₂ 10⁻³", Level::Sub), "2");
    assert_eq!(at("log₂ 10⁻³", Level::Super), "−3");
}

#[test]
fn roots_span_what_follows() {
    let under = |label: &str| -> String {
        let letters = letters(label);
        letters
            .iter()
            .filter(|letter| letter.under_root)
            .map(|letter| letter.character)
            .collect()
    };
    assert_eq!(under("√N and more"), "N");
    assert_eq!(under("$√N t$"), "N");
    assert_eq!(under("$√{ab} t$"), "ab");
    let bars = Typesetter::new().line("$√{ab} t$").bars;
    assert_eq!(bars.len(), 1);
}

#[test]
fn unbalanced_markup_is_shown_as_it_stands() {
    assert_eq!(plain("costs 5$"), "costs 5$");
    assert_eq!(plain("a_b^c"), "a_b^c");
    assert_eq!(plain("$}{a^$"), "a");
    assert_eq!(plain("tab\tnew\nline"), "tab new line");
}

#[test]
fn joining_signs_get_air_and_leading_ones_do_not() {
    assert_eq!(plain("$N+1$"), "N\u{2009}+\u{2009}1");
    assert_eq!(plain("$-1$"), "−1");
    assert_eq!(plain("$(-1)$"), "(−1)");
}

#[test]
fn every_symbol_of_the_field_is_in_the_fonts() {
    let mut setter = Typesetter::new();
    let outline = |setter: &mut Typesetter, text: &str| {
        let line = setter.line(text);
        line.runs
            .first()
            .map(|run| run.outline.path.clone())
            .unwrap_or_default()
    };
    // What no font has is drawn as an empty box.
    let missing = outline(&mut setter, "\u{e123}");
    for symbol in "αβγδεζηθκλμνξπρσςτφχψωΓΔΘΛΞΠΣΦΨΩ√∞≤≥≈±×·−∝→∂∫∑∏⟨⟩⊗†′ħℏℓ½∈≠∼°|‖…–—∇é“”".chars()
    {
        for text in [symbol.to_string(), format!("${symbol}$")] {
            let path = outline(&mut setter, &text);
            assert!(!path.is_empty() && path != missing, "{text}");
        }
    }
}

#[test]
fn widths_are_those_of_the_font() {
    let mut setter = Typesetter::new();
    // Digits of this font are half an em wide, figures stand in columns.
    assert!((setter.width("0123456789") - 5.0).abs() < 1e-3);
    assert!(setter.width("AVAVAV") < 3.0 * (setter.width("A") + setter.width("V")) - 0.3);
    assert_eq!(setter.width(""), 0.0);
}

#[test]
fn long_labels_are_broken_at_spaces_into_lines_of_about_equal_length() {
    let mut setter = Typesetter::new();
    let lines = setter.wrapped("one two three four five six seven", 12.0);
    let texts: Vec<&str> = lines.iter().map(|line| line.plain.as_str()).collect();
    assert_eq!(texts, ["one two three four", "five six seven"]);
    let broken = setter.wrapped("Donaudampfschifffahrt", 4.0);
    assert!(broken.len() > 1 && broken.iter().all(|line| line.width <= 4.0));
}
