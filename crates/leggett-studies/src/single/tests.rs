//! Numbers, arrays and what is undefined, through a part and its fold.

use super::*;
use crate::arguments::{Arguments, Given};
use crate::json;
use crate::parameter::Observable;
use crate::study::Study;
use serde_json::json;

const NUMBER: Observable = Observable {
    name: "number",
    dims: &[],
    unit: "ebit",
    min: -1.0,
    max: 10.0,
    label: "number",
    doc: "A number.",
    default: true,
};

static STUDY: Study = Study {
    name: "arrays",
    revision: 1,
    title: "arrays",
    description: "Arrays.",
    parameters: &[],
    observables: &[
        NUMBER,
        Observable {
            name: "matrix",
            dims: &["side", "side_2"],
            ..NUMBER
        },
        Observable {
            name: "spectrum",
            dims: &["frequency"],
            ..NUMBER
        },
        Observable {
            name: "lost",
            dims: &["frequency"],
            ..NUMBER
        },
    ],
    methods: &[],
    conventions: &[],
    sources: &[],
    cost: "",
    example: "",
    plan: |_| Ok(Box::new(point(entries))),
};

const NEVER: &str = "it never is";

fn estimates(values: Vec<f64>, shape: &[usize]) -> Estimates {
    Estimates {
        error_bounds: vec![0.5; values.len()],
        values,
        shape: shape.to_vec(),
        kind: ErrorKind::Certified,
    }
}

fn entries() -> Vec<Entry> {
    vec![
        Entry::array("spectrum", estimates(vec![1.0, 2.0, 3.0], &[3])),
        Entry::exact("number", 1.0),
        Entry::undefined("lost", NEVER),
        Entry::array("matrix", estimates(vec![0.0, 1.0, 2.0, 3.0], &[2, 2])),
    ]
}

fn point(entries: fn() -> Vec<Entry>) -> Single {
    let frequencies = vec![Coordinates::Numbers(vec![0.5, 1.5, 2.5])];
    Single {
        method: "none",
        cost: Cost {
            bytes: 1.0,
            operations: 1.0,
        },
        warnings: Vec::new(),
        wanted: vec!["number", "matrix", "spectrum", "lost"],
        names: vec!["number", "matrix", "spectrum", "lost"],
        arrays: vec![
            ("matrix", vec![Coordinates::labels(&["a", "b"]); 2]),
            ("spectrum", frequencies.clone()),
            ("lost", frequencies),
        ],
        reasons: vec!["another", NEVER],
        tolerance: 1.0,
        compute: Box::new(move |_| Ok(entries())),
    }
}

fn arguments() -> Arguments {
    Arguments::check(&STUDY, &Given::list("", "")).unwrap()
}

#[test]
fn arrays_are_folded_and_printed_with_their_coordinates() {
    let evaluation = STUDY.evaluate(&arguments(), &Work::new()).unwrap();
    assert_eq!(evaluation.warnings, ["lost is undefined: it never is"]);
    let object = json::evaluation(&STUDY, &arguments(), &evaluation, 0.0);
    let bound = 16.0 * f64::EPSILON;
    assert_eq!(
        object["observables"],
        json!({
            "number": {"value": 1.0, "unit": "ebit", "error_bound": bound, "error_kind": "exact"},
            "matrix": {
                "value": [[0.0, 1.0], [2.0, 3.0]], "unit": "ebit",
                "error_bound": [[0.5, 0.5], [0.5, 0.5]], "error_kind": "certified",
                "dims": ["side", "side_2"], "coords": {"side": ["a", "b"], "side_2": ["a", "b"]},
            },
            "spectrum": {
                "value": [1.0, 2.0, 3.0], "unit": "ebit",
                "error_bound": [0.5, 0.5, 0.5], "error_kind": "certified",
                "dims": ["frequency"], "coords": {"frequency": [0.5, 1.5, 2.5]},
            },
            "lost": {"value": null, "unit": "ebit", "error_bound": null, "error_kind": null,
                "dims": ["frequency"]},
        })
    );
}

#[test]
fn every_element_is_checked() {
    let refused = |entries: fn() -> Vec<Entry>| {
        let plan = point(entries);
        let part = plan.part(0, &Work::new());
        let finished = part.and_then(|part| STUDY.finish(&arguments(), &plan, &[part]));
        let error = finished.unwrap_err();
        assert_eq!(error.kind, Kind::BoundViolated, "{error}");
        error.message
    };
    let outside = || {
        vec![Entry::array(
            "spectrum",
            estimates(vec![1.0, 2.0, 12.0], &[3]),
        )]
    };
    assert!(refused(outside).contains("spectrum"));
    let unbounded = || {
        let mut spectrum = estimates(vec![1.0, 2.0, 3.0], &[3]);
        spectrum.error_bounds[1] = f64::INFINITY;
        vec![Entry::array("spectrum", spectrum)]
    };
    assert!(refused(unbounded).contains("spectrum"));
    let nan = || {
        vec![Entry::array(
            "spectrum",
            estimates(vec![1.0, f64::NAN, 3.0], &[3]),
        )]
    };
    assert!(refused(nan).contains("not a number"));
    let short = || vec![Entry::array("spectrum", estimates(vec![1.0, 2.0], &[2]))];
    assert!(refused(short).contains("another shape"));
    let number = || vec![Entry::exact("matrix", 1.0)];
    assert!(refused(number).contains("another shape"));
}

#[test]
fn coordinates_that_contradict_each_other_are_defects() {
    let mut plan = point(|| {
        vec![
            Entry::array("spectrum", estimates(vec![1.0, 2.0, 3.0], &[3])),
            Entry::array("lost", estimates(vec![1.0, 2.0, 3.0], &[3])),
        ]
    });
    let part = plan.part(0, &Work::new()).unwrap();
    assert!(
        STUDY
            .finish(&arguments(), &plan, std::slice::from_ref(&part))
            .is_ok()
    );
    plan.arrays[2].1 = vec![Coordinates::Numbers(vec![0.5, 1.5, 2.0])];
    let error = STUDY
        .finish(&arguments(), &plan, std::slice::from_ref(&part))
        .unwrap_err();
    assert!(error.message.contains("`frequency` has two"), "{error}");
    plan.arrays[2].1 = vec![Coordinates::labels(&["a", "b,c", "d"])];
    let error = STUDY.finish(&arguments(), &plan, &[part]).unwrap_err();
    assert!(error.message.contains("lost"), "{error}");
}

#[test]
fn the_tolerance_is_that_of_the_worst_element() {
    let mut plan = point(entries);
    plan.names = vec!["spectrum"];
    plan.tolerance = 0.4;
    let part = plan.part(0, &Work::new()).unwrap();
    assert_eq!(plan.fold(&[part]).unwrap_err().kind, Kind::NotConverged);
}
