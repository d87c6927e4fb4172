//! Published figures, one at a time.

mod common;

use common::{directory, leggett_in, names_in};

#[test]
fn one_figure_is_reproduced_and_what_is_there_is_reused() {
    let place = directory();
    let arguments = ["reproduce", "repeater-fig2", "--quick", "--out", "here"];
    let answer = leggett_in(place.path(), &arguments).expect(0);
    let files: Vec<&str> = answer.stdout.lines().collect();
    assert_eq!(files.len(), 2, "{answer:?}");
    for file in &files {
        assert!(
            file.starts_with("here/") && place.path().join(file).is_file(),
            "{file}"
        );
    }
    let again = leggett_in(place.path(), &arguments).expect(0);
    assert_eq!(again.stdout, answer.stdout);
    assert_eq!(names_in(place.path()), ["here"]);
}

#[test]
fn what_is_no_figure_is_refused_before_anything_is_made() {
    let place = directory();
    let arguments = ["reproduce", "repeater-fig2", "repeater-fig0"];
    let answer = leggett_in(place.path(), &arguments).expect(2);
    assert!(answer.stderr.contains("repeater-fig0"), "{answer:?}");
    assert!(answer.stderr.contains("repeater-fig1"), "{answer:?}");
    assert!(answer.stderr.contains("argument 3"), "{answer:?}");
    assert!(names_in(place.path()).is_empty());
}
