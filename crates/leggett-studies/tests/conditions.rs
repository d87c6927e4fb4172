//! Parameters that apply to some words of another one, files, and lists of
//! reals: all on a study of the test's own.

use leggett_studies::error::Kind as ErrorKind;
use leggett_studies::number::Number;
use leggett_studies::parameter::{Kind, OnlyFor, Parameter, Value};
use leggett_studies::{Arguments, ArrayFile, Error, Given, Plan, Raw, Study, describe, json};
use serde_json::json;
use std::sync::Arc;

const PLAIN: Parameter = Parameter {
    name: "state",
    kind: Kind::Word,
    words: &["dicke", "coherent", "file"],
    list: false,
    unit: "",
    default: Some("dicke"),
    optional: false,
    only_for: None,
    doc: "The state.",
};

const fn only_for(words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor {
        parameter: "state",
        words,
    })
}

static STUDY: Study = Study {
    name: "states",
    revision: 1,
    title: "states",
    description: "States.",
    parameters: &[
        Parameter {
            name: "atoms",
            kind: Kind::Integer { min: 1, max: 100 },
            words: &[],
            default: None,
            only_for: only_for(&["dicke", "coherent"]),
            ..PLAIN
        },
        PLAIN,
        Parameter {
            name: "angles",
            kind: Kind::Real {
                min: -10.0,
                max: 10.0,
            },
            words: &[],
            list: true,
            default: Some("[0,pi/2]"),
            only_for: only_for(&["coherent"]),
            ..PLAIN
        },
        Parameter {
            name: "path",
            kind: Kind::File,
            words: &[],
            default: None,
            only_for: only_for(&["file"]),
            ..PLAIN
        },
    ],
    observables: &[],
    methods: &[],
    conventions: &[],
    sources: &[],
    cost: "none",
    example: "atoms=3",
    plan,
};

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>, Error> {
    Err(arguments.missing(&STUDY, "atoms"))
}

fn check(text: &str) -> Result<Arguments, Error> {
    Arguments::check(&STUDY, &Given::list(text, "here"))
}

fn array(path: &str, digest: &str) -> Raw {
    Raw::File(Arc::new(ArrayFile {
        path: path.to_owned(),
        digest: digest.to_owned(),
        shape: vec![1],
        values: vec![[1.0, 0.0]],
    }))
}

fn with_file(path: &str, digest: &str) -> Arguments {
    let mut given = Given::list("state=file", "here");
    given.push(Given {
        name: "path".to_owned(),
        value: array(path, digest),
        place: "there".to_owned(),
    });
    Arguments::check(&STUDY, &given).expect("it applies")
}

#[test]
fn what_does_not_apply_is_refused_where_it_is_given() {
    for (text, name, allowed) in [
        ("state=file atoms=3", "atoms", "dicke, coherent"),
        ("angles=[1]", "angles", "coherent"),
        ("angles=[0,pi/2] state=dicke", "angles", "coherent"),
    ] {
        let error = check(text).expect_err(text);
        assert_eq!(error.kind, ErrorKind::NotApplicable, "{text}: {error}");
        assert_eq!(error.parameter.as_deref(), Some(name), "{text}");
        assert_eq!(error.allowed, Some(format!("only for state = {allowed}")));
        assert_eq!(error.place.as_deref(), Some("here"));
        assert!(error.message.contains(name) && error.message.contains("state = "));
    }
    // A value that is wrong anyway is called wrong.
    let error = check("angles=[99]").expect_err("it is out of range");
    assert_eq!(error.kind, ErrorKind::OutOfRange);
}

#[test]
fn what_is_not_given_is_absent_or_its_default() {
    let dicke = check("").expect("the plan finds what is missing");
    assert_eq!(dicke.get("atoms"), &Value::Absent);
    assert_eq!((dicke.integer("atoms"), dicke.word("atoms")), (None, None));
    assert!(dicke.applies("atoms") && !dicke.applies("angles") && !dicke.applies("path"));
    assert_eq!(dicke.values().len(), STUDY.parameters.len());
    assert_eq!(
        dicke.canonical(),
        "atoms=-\nstate=dicke\nangles=[0,pi*1/2]\npath=-\nobservables=\n"
            .replace("[0,pi*1/2]", &dicke.get("angles").canonical())
    );
    assert_eq!(json::parameters(&dicke), json!({"state": "dicke"}));
    let coherent = check("state=coherent atoms=3").expect("both apply");
    assert_eq!(
        json::parameters(&coherent),
        json!({"atoms": 3, "state": "coherent",
            "angles": [0.0, {"value": std::f64::consts::FRAC_PI_2, "expression": "pi/2"}]})
    );
}

#[test]
fn plans_name_what_is_missing() {
    let error = plan(&check("state=coherent").expect("nothing is required")).err();
    let error = error.expect("the plan wants atoms");
    assert_eq!(error.kind, ErrorKind::Missing);
    assert_eq!(
        error.message,
        "`states` with state = coherent needs `atoms`"
    );
    assert_eq!(error.parameter.as_deref(), Some("atoms"));
    assert_eq!(
        error.allowed.as_deref(),
        Some("a whole number from 1 to 100")
    );
}

#[test]
fn lists_of_reals_keep_their_numbers() {
    let list = |text: &str| {
        let arguments = check(&format!("state=coherent angles={text}"));
        arguments.expect(text).list_of_reals("angles")
    };
    assert_eq!(list("[0.1,1e-3,-2]"), Some(vec![0.1, 1e-3, -2.0]));
    assert_eq!(
        list("0.1,pi/4"),
        Some(vec![0.1, std::f64::consts::FRAC_PI_4])
    );
    assert_eq!(list("3"), Some(vec![3.0]));
    let absent = check("").expect("nothing is required");
    assert_eq!(absent.list_of_reals("atoms"), None);
    let canonical = |text: &str| check(text).expect(text).get("angles").canonical();
    let first = canonical("state=coherent angles=[0.10,2*pi/4,1]");
    assert_eq!(first, canonical("state=coherent angles=[1e-1,pi/2,1.0]"));
    assert_eq!(first, canonical(&format!("state=coherent angles={first}")));
    let half_pi = Number::parse("pi/2").expect("a number").canonical();
    assert!(first.contains(&half_pi), "{first}");
    for (text, kind) in [
        ("[]", ErrorKind::OutOfRange),
        ("[1,x]", ErrorKind::WrongType),
        ("[1,11]", ErrorKind::OutOfRange),
        ("[1,nan]", ErrorKind::OutOfRange),
        ("[1,,2]", ErrorKind::WrongType),
    ] {
        let error = check(&format!("state=coherent angles={text}")).expect_err(text);
        assert_eq!(error.kind, kind, "{text}: {error}");
        assert_eq!(error.parameter.as_deref(), Some("angles"));
    }
}

#[test]
fn files_are_known_by_their_content() {
    let (one, moved) = (with_file("a.npy", "12ab"), with_file("b.npy", "12ab"));
    assert_eq!(one.canonical(), moved.canonical());
    assert_ne!(one.canonical(), with_file("a.npy", "34cd").canonical());
    assert_eq!(
        one.file("path").map(|file| file.path.as_str()),
        Some("a.npy")
    );
    assert_eq!(
        json::parameters(&one),
        json!({"state": "file", "path": {"path": "a.npy", "sha256": "12ab"}})
    );
    let error = check("state=file path=a.npy").expect_err("nobody read the file");
    assert_eq!(error.kind, ErrorKind::WrongType);
    let allowed = error.allowed.expect("it says what is allowed");
    assert_eq!(allowed, "a NumPy file (.npy) of numbers");
    let atoms = Given {
        name: "atoms".to_owned(),
        value: array("a.npy", "12ab"),
        place: "here".to_owned(),
    };
    let error = Arguments::check(&STUDY, &[atoms]).expect_err("it is no number");
    assert_eq!(error.kind, ErrorKind::WrongType);
}

#[test]
fn descriptions_say_for_which_words_a_parameter_applies() {
    let text = describe::text(&STUDY);
    for part in [
        "(for state = dicke, coherent; no default)",
        "(for state = coherent; default [0,pi/2])",
        "Example: leggett eval states atoms=3\n",
    ] {
        // Lines are wrapped, but not the example.
        let unwrapped = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains(part) || unwrapped.contains(part),
            "{part}: {text}"
        );
    }
    let object = describe::json(&STUDY);
    assert_eq!(
        object["parameters"][2]["only_for"],
        json!({"parameter": "state", "words": ["coherent"]})
    );
    assert_eq!(object["parameters"][1]["only_for"], json!(null));
    assert_eq!(object["parameters"][3]["type"], "file");
}
