//! Which points a file has, in which order.

use super::{parse, points, toy, values};
use leggett_studies::Raw;
use proptest::prelude::*;
use std::collections::HashSet;

/// The values of an axis over `time`.
fn times(axis: &str) -> Vec<String> {
    values(
        &format!("[parameters]\nsize = 1\n[[sweep]]\ntime = {axis}"),
        "time",
    )
}

fn sizes(axis: &str) -> Vec<String> {
    values(&format!("[[sweep]]\nsize = {axis}"), "size")
}

#[test]
fn the_forms_of_an_axis_have_the_values_that_they_say() {
    for (axis, expected) in [
        ("{values = [3, 1.5, \"pi/2\", -0.0]}", "3.0 1.5 1*pi/2 0.0"),
        ("{linspace = [0, 1, 5]}", "0.0 0.25 0.5 0.75 1.0"),
        (
            "{linspace = [1, 2, 11]}",
            "1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 2.0",
        ),
        (
            "{linspace = [0, 1, 4]}",
            "0.0 0.3333333333333333 0.6666666666666666 1.0",
        ),
        ("{linspace = [2, -2, 3]}", "2.0 0.0 -2.0"),
        ("{linspace = [5, 9, 1]}", "5.0"),
        ("{linspace = [5, 5, 9]}", "5.0"),
        (
            "{linspace = [0, \"2*pi\", 5]}",
            "0.0 1*pi/2 1*pi/1 3*pi/2 2*pi/1",
        ),
        ("{logspace = [1e-2, 1e2, 5]}", "0.01 0.1 1.0 10.0 100.0"),
        ("{logspace = [8, 1, 4]}", "8.0 4.0 2.0 1.0"),
        (
            "{range = [0, 1, 0.1]}",
            "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1.0",
        ),
        ("{range = [0, 1, 0.3]}", "0.0 0.3 0.6 0.9"),
        ("{range = [1, 0, -0.5]}", "1.0 0.5 0.0"),
        ("{range = [4, 4, 1]}", "4.0"),
        (
            "{range = [0, \"pi\", \"pi/3\"]}",
            "0.0 1*pi/3 2*pi/3 1*pi/1",
        ),
        ("{range = [0, 3, \"pi/3\"]}", "0.0 1*pi/3 2*pi/3"),
        (
            "{around = [\"pi/3\", \"pi\"], offsets = [-2e-6, 0, 1e-6]}",
            "1*pi/3-2e-6 1*pi/3 1*pi/3+1e-6 1*pi/1-2e-6 1*pi/1 1*pi/1+1e-6",
        ),
        ("{offsets = [0.1, 0.2], around = [0.2, 0.1]}", "0.3 0.4 0.2"),
        ("{values = [1, 1.0, \"1\", 1e0, \"2/2\", 0x1]}", "1.0"),
    ] {
        assert_eq!(times(axis).join(" "), expected, "{axis}");
    }
}

#[test]
fn whole_numbers_never_pass_through_a_double() {
    for (axis, expected) in [
        (
            "{values = [9007199254740993, \"1e16\", 1_000, 0xff]}",
            "9007199254740993 10000000000000000 1000 255",
        ),
        (
            "{linspace = [9007199254740993, 9007199254740997, 5]}",
            "9007199254740993 9007199254740994 9007199254740995 9007199254740996 9007199254740997",
        ),
        (
            "{range = [9007199254740993, 9007199254740995, 2]}",
            "9007199254740993 9007199254740995",
        ),
        (
            "{around = [9007199254740992], offsets = [1]}",
            "9007199254740993",
        ),
        ("{logspace = [1, 1e4, 5]}", "1 10 100 1000 10000"),
        ("{logspace = [1, 9, 12]}", "1 2 3 4 5 6 7 9"),
        (
            "{logspace = [1e15, 1e16, 2]}",
            "1000000000000000 10000000000000000",
        ),
    ] {
        assert_eq!(sizes(axis).join(" "), expected, "{axis}");
    }
}

#[test]
fn without_a_sweep_there_is_one_point() {
    let points = points("seed = 7\n[parameters]\nsize = 5\noutcome = [1, \"2\"]");
    assert_eq!(points.len(), 1);
    assert_eq!(points[0].seed, 7);
    assert_eq!(points[0].get("outcome").canonical(), "[1,2]");
    assert!(toy("[parameters]\nsize = 5").unwrap().point(1).is_err());
}

#[test]
fn the_last_axis_runs_fastest() {
    let lines = "[[sweep]]\nsize = {values = [2, 1]}\ntime = {values = [5, 4, 6]}";
    assert_eq!(values(lines, "size").concat(), "222111");
    assert_eq!(values(lines, "time").join(" "), "5.0 4.0 6.0 5.0 4.0 6.0");
}

#[test]
fn sweeps_are_joined_in_order_and_repeated_points_dropped() {
    let lines = "[[sweep]]\nsize = {range = [1, 3, 1]}\n\
        [[sweep]]\nsize = {range = [2, 5, 1]}\ntime = {values = [0, 1]}\n\
        [[sweep]]\ntime = {values = [1.0, 0.0]}\nsize = {values = [3]}\n\
        [[sweep]]\nsize = {values = [9]}";
    assert_eq!(values(lines, "size").concat(), "1232344559");
    let times = values(lines, "time");
    assert_eq!(times.join(" "), "0.0 0.0 0.0 1.0 1.0 0.0 1.0 0.0 1.0 0.0");
    let distinct: HashSet<String> = points(lines)
        .iter()
        .map(|point| point.canonical())
        .collect();
    assert_eq!(distinct.len(), points(lines).len());
}

#[test]
fn axes_take_lists_and_words() {
    let lines =
        "[parameters]\nsize = 1\n[[sweep]]\noutcome = {values = [\"top\", 3, [1, 2], [ 1,2 ]]}";
    assert_eq!(values(lines, "outcome").join(" "), "top 3 [1,2]");
}

#[test]
fn canonical_texts_are_those_of_the_arguments() {
    let experiment = toy("[parameters]\noutcome = [1, 2]\nobservables = [\"half\"]\n\
         [[sweep]]\ntime = {linspace = [0, \"pi\", 7]}\nsize = {values = [3, 1]}\n\
         [[sweep]]\nsize = {logspace = [1, 100, 5]}\nmode = {values = [\"normal\", \"fails\"]}")
    .unwrap();
    for index in 0..experiment.len() {
        let arguments = experiment.point(index).unwrap();
        assert_eq!(
            experiment.grid.canonical(index).unwrap(),
            arguments.canonical()
        );
    }
    assert_eq!(experiment.key(experiment.len()), None);
}

#[test]
fn the_hash_is_that_of_the_points_and_not_of_the_text() {
    let hash = |lines: &str| toy(lines).unwrap().hash();
    let plain = hash("[parameters]\nsize = 1\n[[sweep]]\ntime = {values = [0, 1]}");
    assert_eq!(plain.len(), 64);
    let same = "title = \"t\" # c\n[parameters]\nsize = 0x1\nparts = 1\n[[sweep]]\ntime = {linspace = [0, 1, 2]}\n\
        [[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"time\"\ny = \"total\"";
    assert_eq!(plain, hash(same));
    for other in [
        "[parameters]\nsize = 2\n[[sweep]]\ntime = {values = [0, 1]}",
        "[parameters]\nsize = 1\n[[sweep]]\ntime = {values = [1, 0]}",
        "seed = 1\n[parameters]\nsize = 1\n[[sweep]]\ntime = {values = [0, 1]}",
        "[parameters]\nsize = 1\nobservables = [\"half\"]\n[[sweep]]\ntime = {values = [0, 1]}",
    ] {
        assert_ne!(plain, hash(other), "{other}");
    }
    let older = toy("[parameters]\nsize = 1").unwrap();
    let hash = older.hash();
    assert_ne!(older.at_revision(2).hash(), hash);
}

#[test]
fn ten_million_points_are_not_written_out() {
    let lines = "[[sweep]]\nsize = {range = [1, 1000, 1]}\ntime = {linspace = [0, 1, 10000]}";
    let experiment = toy(lines).unwrap();
    assert_eq!(experiment.len(), 10_000_000);
    let last = experiment.point(9_999_999).unwrap();
    assert_eq!(last.get("size").canonical(), "1000");
    assert_eq!(last.get("time").canonical(), "1.0");
}

proptest! {
    #[test]
    fn joined_grids_are_the_union_in_order(
        first in proptest::collection::vec(0u64..6, 1..5),
        second in proptest::collection::vec(0u64..6, 1..5),
        third in proptest::collection::vec(0u64..6, 1..5),
    ) {
        let lines = format!(
            "[[sweep]]\nsize = {{values = {first:?}}}\ntime = {{values = {second:?}}}\n\
             [[sweep]]\ntime = {{values = {third:?}}}\nsize = {{values = {second:?}}}"
        );
        let mut expected: Vec<(u64, u64)> = Vec::new();
        for pair in first.iter().flat_map(|a| second.iter().map(move |b| (*a, *b)))
            .chain(third.iter().flat_map(|b| second.iter().map(move |a| (*a, *b)))) {
            if !expected.contains(&pair) {
                expected.push(pair);
            }
        }
        let found: Vec<(u64, u64)> = points(&lines)
            .iter()
            .map(|point| (point.integer("size").unwrap(), point.real("time").unwrap().value() as u64))
            .collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn axis_ends_are_kept_to_the_bit(a in -1e5f64..1e5, b in -1e5f64..1e5, n in 2usize..30) {
        let axis = times(&format!("{{linspace = [{a:?}, {b:?}, {n}]}}"));
        prop_assert_eq!(&axis[0], &format!("{:?}", a + 0.0));
        prop_assert_eq!(axis.last().unwrap(), &format!("{:?}", b + 0.0));
        prop_assert_eq!(axis.len(), n);
        for (index, text) in axis.iter().enumerate() {
            let exact = a + (b - a) * index as f64 / (n - 1) as f64;
            prop_assert!((text.parse::<f64>().unwrap() - exact).abs() < 1e-9);
        }
    }

    #[test]
    fn texts_of_values_read_back(items in proptest::collection::vec(0u64..99, 2..5)) {
        let raw = Raw::List(items.iter().map(|item| Raw::Text(item.to_string())).collect());
        let text = format!("{items:?}");
        prop_assert_eq!(Raw::from_argument(&text), raw);
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn arbitrary_keys_and_values_never_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[a-z_]{1,8} = ", "\\[\\[?[a-z.]{1,12}\\]?\\]\n", "\n", "-?[0-9.e]{1,12}",
                Just("size = ".to_owned()), Just("time = ".to_owned()), Just("[parameters]\n".to_owned()),
                Just("[[sweep]]\n".to_owned()), Just("[[figure]]\n".to_owned()),
                Just("[[figure.panel]]\n".to_owned()), Just("{ linspace = [0, 1, ".to_owned()),
                Just("{ range = [".to_owned()), Just("{ around = ".to_owned()), Just("]}\n".to_owned()),
                Just("\"pi/3\"".to_owned()), Just("true".to_owned()), Just(", ".to_owned()),
                Just("1979-05-27".to_owned()), Just("nan".to_owned()), Just("[1, 2]".to_owned()),
            ],
            0..20,
        )
    ) {
        let _ = toy(&pieces.concat());
    }
}
