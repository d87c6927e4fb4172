//! `cargo xtask figures`: the figures of the gallery, drawn anew.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli;

/// Reproduces the figures into `target/figures` and copies them to
/// `docs/figures`; all arguments go to `leggett reproduce`.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let root = cli::root();
    let drawn = root.join("target").join("figures");
    // Older figures would otherwise be copied with the new ones.
    if drawn.exists() {
        fs::remove_dir_all(&drawn).map_err(|error| about(&drawn, &error))?;
    }
    let mut command = cli::cargo(&["run", "--release", "--locked", "--package", "leggett-cli"]);
    command.args(["--", "reproduce"]).args(arguments);
    cli::run("leggett reproduce", command.arg("--out").arg(&drawn))?;

    let gallery = root.join("docs").join("figures");
    fs::create_dir_all(&gallery).map_err(|error| about(&gallery, &error))?;
    for (source, name) in figures(&drawn)? {
        let target = gallery.join(&name);
        fs::copy(&source, &target).map_err(|error| about(&target, &error))?;
        println!("docs/figures/{name}");
    }
    Ok(())
}

/// The drawings in the folders of `drawn`, each with its name in the gallery.
fn figures(drawn: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    for folder in sorted_entries(drawn)? {
        if !folder.is_dir() {
            continue;
        }
        let files = sorted_entries(&folder)?;
        for extension in ["png", "svg"] {
            let drawings: Vec<&PathBuf> = files
                .iter()
                .filter(|file| file.extension().is_some_and(|found| found == extension))
                .collect();
            for file in &drawings {
                let name = gallery_name(&folder, file, drawings.len());
                found.push(((*file).clone(), format!("{name}.{extension}")));
            }
        }
    }
    if found.is_empty() {
        return Err(format!("there are no figures in {}", drawn.display()));
    }
    Ok(found)
}

/// A figure alone in its folder takes the name of the folder; several keep
/// their own behind it.
fn gallery_name(folder: &Path, file: &Path, drawings: usize) -> String {
    let stem = |path: &Path| {
        path.file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let (figure, own) = (stem(folder), stem(file));
    match drawings {
        1 => figure,
        _ if own.starts_with(&figure) => own,
        _ => format!("{figure}-{own}"),
    }
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| about(folder, &error))? {
        paths.push(entry.map_err(|error| about(folder, &error))?.path());
    }
    paths.sort();
    Ok(paths)
}

fn about(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_drawing_is_named_after_its_folder() {
        let name = |file: &str, drawings| {
            gallery_name(Path::new("out/repeater-fig2"), Path::new(file), drawings)
        };
        assert_eq!(name("figure.png", 1), "repeater-fig2");
        assert_eq!(name("a.png", 2), "repeater-fig2-a");
        assert_eq!(name("repeater-fig2b.png", 2), "repeater-fig2b");
    }
}
