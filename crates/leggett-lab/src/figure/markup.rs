//! Labels as written, to letters with their style.

/// A narrow space that lines are not broken at.
pub(super) const THIN_SPACE: char = '\u{2009}';

/// How high a letter stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Level {
    /// On the line.
    #[default]
    Base,
    /// Lowered and smaller.
    Sub,
    /// Raised and smaller.
    Super,
}

/// A character with its style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// The character.
    pub character: char,
    /// Whether it is slanted.
    pub italic: bool,
    /// Its height on the line.
    pub level: Level,
    /// Whether it stands under the bar of a root.
    pub under_root: bool,
}

#[derive(Clone, Copy, Default)]
struct Style {
    level: Level,
    under_root: bool,
}

/// Letters of a label; see the module for the markup.
pub(super) fn letters(label: &str) -> Vec<Letter> {
    // A single dollar sign is one, not the start of a formula.
    let marks = label.matches('$').count();
    if marks == 0 || marks % 2 == 1 {
        return plain(label);
    }
    let parts = label.split('$').enumerate();
    parts
        .flat_map(|(index, part)| {
            if index % 2 == 0 {
                plain(part)
            } else {
                formula(part)
            }
        })
        .collect()
}

/// Text outside of formulas: raised and lowered digits of Unicode are set
/// like those of formulas, and roots span a following word.
fn plain(text: &str) -> Vec<Letter> {
    let mut under_root = false;
    let mut letters = Vec::new();
    for character in text.chars() {
        let character = printable(character);
        let (character, level) = unicode_level(character);
        under_root &= character.is_alphanumeric();
        letters.push(Letter {
            character,
            italic: false,
            level,
            under_root,
        });
        under_root |= character == '√';
    }
    letters
}

fn formula(text: &str) -> Vec<Letter> {
    let mut outer = Vec::new();
    let mut style = Style::default();
    let mut next: Option<Style> = None;
    let mut letters = Vec::new();
    for character in text.chars() {
        let level = match character {
            '_' => Level::Sub,
            '^' => Level::Super,
            _ => style.level,
        };
        match character {
            '_' | '^' => next = Some(Style { level, ..style }),
            '{' => {
                outer.push(style);
                style = next.take().unwrap_or(style);
            }
            '}' => style = outer.pop().unwrap_or_default(),
            other => {
                let own = next.take().unwrap_or(style);
                letters.push(formula_letter(other, own));
                if other == '√' {
                    let under_root = true;
                    next = Some(Style { under_root, ..own });
                }
            }
        }
    }
    slant_single_letters(&mut letters);
    with_spaced_operators(&letters)
}

/// Thin spaces around signs that join two terms, where none were written.
fn with_spaced_operators(letters: &[Letter]) -> Vec<Letter> {
    let mut spaced = Vec::with_capacity(letters.len());
    for (index, &letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(index + 1);
        let is_sign = "+−±×=<>≤≥≈≠∝→".contains(letter.character) && letter.level == Level::Base;
        // After another sign or an opening bracket it belongs to one term.
        let joins = |end: Letter| !"+−±×=<>≤≥≈≠∝→([{⟨|, \u{2009}".contains(end.character);
        if is_sign && before.is_some_and(joins) && after.is_some_and(|after| after.character != ' ')
        {
            let character = THIN_SPACE;
            spaced.extend([
                Letter {
                    character,
                    ..letter
                },
                letter,
                Letter {
                    character,
                    ..letter
                },
            ]);
        } else {
            spaced.push(letter);
        }
    }
    spaced
}

fn formula_letter(character: char, style: Style) -> Letter {
    let (character, own_level) = unicode_level(printable(character));
    Letter {
        character: if character == '-' { '−' } else { character },
        italic: false,
        level: if own_level == Level::Base {
            style.level
        } else {
            own_level
        },
        under_root: style.under_root,
    }
}

/// Variables are single letters; names of functions are words.
fn slant_single_letters(letters: &mut [Letter]) {
    let is_latin = |letter: &Letter| letter.character.is_ascii_alphabetic();
    for index in 0..letters.len() {
        let letter = letters[index];
        let joins = |other: Option<&Letter>| {
            other.is_some_and(|other| is_latin(other) && other.level == letter.level)
        };
        let alone = !joins(index.checked_sub(1).and_then(|before| letters.get(before)))
            && !joins(letters.get(index + 1));
        // π is a number, hence upright.
        let greek = ('α'..='ω').contains(&letter.character) && letter.character != 'π';
        letters[index].italic = greek || (is_latin(&letter) && alone);
    }
}

/// Control characters have no glyph and no place in an SVG.
pub(super) fn printable(character: char) -> char {
    let odd = character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    if odd || (character.is_whitespace() && character != THIN_SPACE) {
        ' '
    } else {
        character
    }
}

/// The base character and level of a raised or lowered digit or sign.
fn unicode_level(character: char) -> (char, Level) {
    const RAISED: [char; 12] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁺', '⁻'];
    const LOWERED: [char; 12] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉', '₊', '₋'];
    const BASE: [char; 12] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '−'];
    let find = |list: &[char]| list.iter().position(|&listed| listed == character);
    match (find(&RAISED), find(&LOWERED)) {
        (Some(index), _) => (BASE[index], Level::Super),
        (_, Some(index)) => (BASE[index], Level::Sub),
        _ => (character, Level::Base),
    }
}
