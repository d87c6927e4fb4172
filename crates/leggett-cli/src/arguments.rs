//! Where an argument stands on the command line.

use std::ffi::OsString;

/// The place of the first word that is this text, or this text with a value.
pub(crate) fn place(words: &[OsString], text: &str) -> Option<String> {
    let with_value = format!("{text}=");
    let index = (1..words.len()).find(|index| {
        let word = words[*index].to_string_lossy();
        word == text || word.starts_with(&with_value)
    })?;
    Some(described(index, &words[index].to_string_lossy()))
}

/// The places of these texts, which stand on the command line in this order.
pub(crate) fn places<'a>(
    words: &[OsString],
    texts: impl IntoIterator<Item = &'a str>,
) -> Vec<String> {
    let mut next = 1;
    let mut found = Vec::new();
    for text in texts {
        let position = (next..words.len()).find(|index| words[*index] == *text);
        match position {
            Some(index) => {
                next = index + 1;
                found.push(described(index, text));
            }
            None => found.push(format!("argument `{}`", shortened(text))),
        }
    }
    found
}

fn described(index: usize, text: &str) -> String {
    format!("argument {index}: `{}`", shortened(text))
}

/// At most the first 60 characters, so that a message stays a line.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
