//! Rule: relative links in the documentation lead somewhere.

use super::tree::{Tree, Violation};

pub(crate) fn violations(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in &tree.texts {
        let page = path.ends_with(".md")
            && (path.starts_with("docs/")
                || ["README.md", "CHANGELOG.md"].contains(&path.as_str()));
        if !page {
            continue;
        }
        for (line, link) in links(text) {
            let missing = target(path, &link)
                .is_some_and(|target| !target.is_empty() && !tree.paths.contains(&target));
            if missing {
                let message = format!("the link `{link}` leads nowhere");
                found.push(Violation::new(path, line, message));
            }
        }
    }
    found
}

/// The targets of all links and images of a page, with their lines; code is
/// skipped.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        let line = without_code(line);
        for (opening, closing) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"'), ("]: ", ' ')] {
            // `[name]: target` counts at the beginning of a line alone.
            if opening == "]: " && !line.trim_start().starts_with('[') {
                continue;
            }
            for (at, _) in line.match_indices(opening) {
                let rest = &line[at + opening.len()..];
                let end = rest.find([closing, ' ']).unwrap_or(rest.len());
                found.push((index + 1, rest[..end].trim_matches(['<', '>']).to_owned()));
            }
        }
    }
    found
}

/// The line without what stands between backquotes.
fn without_code(line: &str) -> String {
    let mut parts = line.split('`');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
        // A label in code keeps its place, so that its link stays a link.
        text.extend(code.chars().map(|_| '.'));
        text.push_str(after);
    }
    text
}

/// The file of the repository that a link on `page` means, if it means one.
fn target(page: &str, link: &str) -> Option<String> {
    let file = link.split('#').next().unwrap_or_default();
    if file.is_empty() || file.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.pop().is_none() => return Some(format!("outside/{file}")),
            ".." => {}
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::tree::examples::tree;
    use super::*;

    fn dead(page: &str, text: &str) -> usize {
        let files = [(page, text), ("docs/guide/first.md", ""), ("LICENSE", "")];
        violations(&tree(&files)).len()
    }

    #[test]
    fn links_to_files_and_folders_hold() {
        let text = "[a](guide/first.md#start) ![b](../LICENSE \"title\") [c](guide) [`d`](#here)
            [e](https://example.org/x.md) <img src=\"guide/first.md\"> [f](mailto:a@example.org)";
        assert_eq!(dead("docs/index.md", text), 0);
        assert_eq!(
            dead("README.md", "[top](.) [doc](./docs/)\n\n[x]: LICENSE"),
            0
        );
    }

    #[test]
    fn dead_links_are_found() {
        let text = "[a](first.md) ![b](../../LICENSE) <img src=\"none.svg\">\n[c]: gone.md";
        assert_eq!(dead("docs/index.md", text), 4);
        assert_eq!(dead("CHANGELOG.md", "[`a`](none.md)"), 1);
    }

    #[test]
    fn code_and_other_pages_are_not_read() {
        let text = "`[a](none.md)`\n```\n[b](none.md)\n```";
        assert_eq!(dead("docs/index.md", text), 0);
        assert_eq!(dead("validation/notes.md", "[a](none.md)"), 0);
    }
}
