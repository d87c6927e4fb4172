//! NumPy files as users may hand them over.

use super::{attach, npy};
use crate::experiment::Experiment;
use crate::run::{RunOptions, Shard, export_csv, run};
use crate::testing::STATES;
use leggett_studies::error::Kind;
use leggett_studies::{Given, Raw, Study, Work};
use std::path::Path;

static STUDIES: [&Study; 1] = [&STATES];

/// A file of version 1 with this header and these bytes.
fn file(descr: &str, fortran: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': {descr}, 'fortran_order': {fortran}, 'shape': {shape}, }}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

fn doubles(values: &[f64]) -> Vec<u8> {
    let data: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
    file("'<f8'", "False", &format!("({},)", values.len()), &data)
}

#[test]
fn all_types_orders_and_endiannesses_read_alike() {
    let le = |values: &[f32]| -> Vec<u8> { values.iter().flat_map(|v| v.to_le_bytes()).collect() };
    let be = |values: &[f64]| -> Vec<u8> { values.iter().flat_map(|v| v.to_be_bytes()).collect() };
    for (descr, data, expected) in [
        ("'<f4'", le(&[1.5, -2.0]), [[1.5, 0.0], [-2.0, 0.0]]),
        ("'>f8'", be(&[1.5, -2.0]), [[1.5, 0.0], [-2.0, 0.0]]),
        ("'<c8'", le(&[1.0, 2.0, 3.0, 4.0]), [[1.0, 2.0], [3.0, 4.0]]),
        (
            "'>c16'",
            be(&[1.0, 2.0, 3.0, 4.0]),
            [[1.0, 2.0], [3.0, 4.0]],
        ),
        ("'|i1'", vec![0xff, 5], [[-1.0, 0.0], [5.0, 0.0]]),
        ("'|u1'", vec![0xff, 5], [[255.0, 0.0], [5.0, 0.0]]),
        ("'>i2'", vec![0xff, 0xfe, 1, 0], [[-2.0, 0.0], [256.0, 0.0]]),
    ] {
        let read = npy::parse(&file(descr, "False", "(2,)", &data));
        assert_eq!(read, Ok((vec![2], expected.to_vec())), "{descr}");
    }
    let data: Vec<u8> = (0..6).collect();
    let read = npy::parse(&file("'|u1'", "True", "(2, 3)", &data)).map(|(_, values)| values);
    let real = |values: [f64; 6]| values.map(|value| [value, 0.0]).to_vec();
    assert_eq!(read, Ok(real([0.0, 2.0, 4.0, 1.0, 3.0, 5.0])));
    let scalar = npy::parse(&file("'|u1'", "False", "()", &[7]));
    assert_eq!(scalar, Ok((vec![], vec![[7.0, 0.0]])));
}

#[test]
fn what_is_no_array_of_numbers_is_refused() {
    let whole = doubles(&[1.0, 2.0]);
    let nested = "(".repeat(60_000);
    for (bytes, kind, part) in [
        (b"PK\x03\x04".to_vec(), Kind::WrongType, "not a NumPy file"),
        (Vec::new(), Kind::WrongType, "not a NumPy file"),
        (whole[..9].to_vec(), Kind::WrongType, "truncated"),
        (
            whole[..whole.len() - 1].to_vec(),
            Kind::WrongType,
            "truncated",
        ),
        ([whole, vec![0]].concat(), Kind::WrongType, "more bytes"),
        (
            file("'|O'", "False", "(1,)", &[]),
            Kind::WrongType,
            "objects",
        ),
        (
            file("'<U3'", "False", "(1,)", &[]),
            Kind::WrongType,
            "`<U3`",
        ),
        (
            file("[('a', '<f8')]", "False", "(1,)", &[]),
            Kind::WrongType,
            "structured",
        ),
        (
            file("'<f8'", "False", &nested, &[]),
            Kind::WrongType,
            "header",
        ),
        (
            file("'<f8'", "False", "(16777217,)", &[]),
            Kind::TooLarge,
            "16777217",
        ),
        (
            file("'<f8'", "False", "(9223372036854775807, 9)", &[]),
            Kind::TooLarge,
            "9223372036854775807",
        ),
        (doubles(&[1.0, f64::NAN]), Kind::OutOfRange, "not finite"),
    ] {
        let refusal = npy::parse(&bytes).expect_err(part);
        assert_eq!(refusal.kind, kind, "{refusal:?}");
        assert!(refusal.what.contains(part), "{refusal:?}");
    }
}

#[test]
fn errors_name_the_parameter_and_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.npy");
    std::fs::write(&text, "no array").unwrap();
    let missing = folder.path().join("missing.npy");
    for (path, kind, code) in [
        (text.as_path(), Kind::WrongType, 2),
        (&missing, Kind::Io, 1),
        (folder.path(), Kind::Io, 1),
    ] {
        let mut given = [Given {
            name: "path".to_owned(),
            value: Raw::Text(path.display().to_string()),
            place: "here".to_owned(),
        }];
        let error = attach(&STATES, &mut given).unwrap_err();
        assert_eq!((error.kind(), error.exit_code()), (kind, code), "{error}");
        let details = error.details();
        assert_eq!(details.parameter.as_deref(), Some("path"));
        assert_eq!(details.place.as_deref(), Some("here"));
        assert!(
            details
                .allowed
                .as_ref()
                .is_some_and(|it| it.contains(".npy"))
        );
    }
}

fn parse(lines: &str) -> crate::error::Result<Experiment> {
    let text = format!("format = 1\nstudy = \"states\"\n{lines}");
    Experiment::parse(&STUDIES, &text, "test.toml")
}

#[test]
fn what_is_given_has_to_apply_to_every_swept_word() {
    let both = "[[sweep]]\nstate = {values = [\"dicke\", \"coherent\"]}\n";
    let experiment = parse(&format!("[parameters]\natoms = 3\n{both}")).unwrap();
    for index in 0..2 {
        // The keys of the store are made of pieces: they have to be the same.
        let point = experiment.point(index).unwrap();
        assert!(experiment.key(index).is_some() && point.integer("atoms") == Some(3));
    }
    for (lines, place) in [
        (format!("[parameters]\ntilt = 1\n{both}"), "test.toml:4:1"),
        (format!("{both}tilt = {{values = [1]}}\n"), "test.toml:5:1"),
    ] {
        let error = parse(&lines).unwrap_err();
        assert_eq!(error.kind(), Kind::NotApplicable, "{error}");
        let details = error.details();
        assert_eq!(details.parameter.as_deref(), Some("tilt"));
        let found = details.place.as_deref().unwrap_or_default();
        assert_eq!(
            found.rsplit_once(':').map(|it| it.0),
            place.rsplit_once(':').map(|it| it.0)
        );
    }
    let error = parse("[[sweep]]\npath = {values = [\"a.npy\"]}\n").unwrap_err();
    assert_eq!(error.kind(), Kind::NotApplicable, "{error}");
}

fn csv(run: &Path) -> crate::error::Result<String> {
    let mut table = Vec::new();
    export_csv(&STUDIES, run, &mut table)?;
    Ok(String::from_utf8(table).unwrap())
}

/// Nobody.
struct Blind;

impl crate::run::Progress for Blind {
    fn started(&self, _total: usize, _already_done: usize) {}
    fn point_done(&self, _failed: bool) {}
    fn finished(&self) {}
}

#[test]
fn a_run_keeps_its_files_and_notices_changes() {
    let folder = tempfile::tempdir().unwrap();
    let [toml, array] = ["e.toml", "a.npy"].map(|name| folder.path().join(name));
    std::fs::write(&array, doubles(&[1.0, 2.0])).unwrap();
    let lines = "format = 1\nstudy = \"states\"\n[parameters]\nstate = \"file\"\n\
        path = \"a.npy\"\n[[sweep]]\nweights = {values = [[0.5, \"pi/2\"], 2]}\n";
    std::fs::write(&toml, lines).unwrap();
    let options = RunOptions {
        out: folder.path().join("run"),
        resume: true,
        jobs: Some(1),
        memory: Some(1 << 20),
        shard: Shard::WHOLE,
    };
    let go = || {
        let experiment = Experiment::read(&STUDIES, &toml)?;
        run(&experiment, &options, &Work::new(), &Blind)
    };
    assert_eq!(go().unwrap().computed, 2);
    assert_eq!(go().unwrap().reused, 2);
    // Without the original the run can still be read.
    std::fs::remove_file(&array).unwrap();
    let table = csv(&options.out).unwrap();
    assert!(
        table.contains("file,,,,a.npy,\"[0.5,1.5707963267948966]\","),
        "{table}"
    );
    // Another content is another experiment.
    std::fs::write(&array, doubles(&[1.0, 3.0])).unwrap();
    assert_eq!(go().unwrap_err().kind(), Kind::Contradiction);
    let kept = options.out.join("inputs").join("path.npy");
    std::fs::write(&kept, doubles(&[1.0, 3.0])).unwrap();
    let error = csv(&options.out).unwrap_err();
    assert_eq!(error.kind(), Kind::Contradiction, "{error}");
    assert!(error.to_string().contains("path.npy"), "{error}");
}
