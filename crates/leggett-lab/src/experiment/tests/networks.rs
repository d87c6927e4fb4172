//! Tables of entries in experiment files.

use super::{along, network, refused_network};
use leggett_studies::error::Kind;

const NESTED: &str = "[parameters]\nlinewidth = \"5 kHz\"\norder = [\"spin\", \"motion\", \"spin\"]\n\
    [parameters.components.spin]\nrate = \"2 kHz\"\ntheta = \"pi/3\"\n\
    [parameters.components.motion]\nkind = \"loss\"\n";

const DOTTED: &str = "[parameters]\nlinewidth = \"5 kHz\"\norder = [\"spin\", \"motion\", \"spin\"]\n\
    \"components.motion.kind\" = \"loss\"\ncomponents.spin.theta = \"pi/3\"\n\
    components.spin.rate = \"2000 Hz\"\n";

#[test]
fn tables_and_dotted_names_are_one() {
    let (nested, dotted) = (network(NESTED).unwrap(), network(DOTTED).unwrap());
    assert_eq!(nested.hash(), dotted.hash());
    let point = nested.point(0).unwrap();
    assert_eq!(point.entries("components"), ["motion", "spin"]);
    assert_eq!(
        point.list_of_names("order"),
        Some(vec!["spin", "motion", "spin"])
    );
    assert!(!point.applies("components.motion.rate"));
    assert_eq!(
        nested.place_of("components.spin.theta").as_deref(),
        Some("test.toml:8:9")
    );
    let columns: Vec<&str> = nested
        .columns()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        columns[4..6],
        ["components.motion.kind", "components.motion.rate"]
    );
    // An entry with defaults only is one too.
    let lines = "[parameters]\nlinewidth = 1\n[parameters.components.spin]\n";
    let point = network(lines).unwrap().point(0).unwrap();
    assert_eq!(point.entries("components"), ["spin"]);
    let lines = "[parameters]\nlinewidth = 1\ncomponents = {}\n";
    let empty = network(lines).unwrap();
    assert!(empty.point(0).unwrap().entries("components").is_empty());
    assert_ne!(
        empty.hash(),
        network("[parameters]\nlinewidth = 1\n").unwrap().hash()
    );
}

#[test]
fn fields_are_swept() {
    let sweep = |name: &str| {
        format!(
            "{NESTED}[[sweep]]\n{name} = {{values = [\"loss\", \"oscillator\"]}}\nbath = {{values = [\"1 K\", \"2 K\"]}}"
        )
    };
    for name in ["\"components.extra.kind\"", "components.extra.kind"] {
        let lines = sweep(name);
        assert_eq!(along(&lines, "components.extra.kind").len(), 4);
        let experiment = network(&lines).unwrap();
        for index in 0..experiment.len() {
            // The key is made from pieces, the point from a check.
            let mut text = String::new();
            for (name, value) in experiment.point(index).unwrap().flat() {
                text.push_str(&format!("{name}={}\n", value.canonical()));
            }
            let canonical = experiment.point(index).unwrap().canonical();
            assert!(canonical.starts_with(&text));
            assert_eq!(experiment.grid.canonical(index), Some(canonical));
        }
    }
    let angles =
        format!("{DOTTED}[[sweep]]\n\"components.motion.theta\" = {{linspace = [0, \"pi\", 3]}}");
    assert_eq!(
        along(&angles, "components.motion.theta"),
        ["0.0", "1*pi/2", "1*pi/1"]
    );
}

#[test]
fn joined_sweeps_may_have_different_entries() {
    let lines = "[parameters]\nlinewidth = 1\n\
        [[sweep]]\n\"components.a.theta\" = {values = [0, 1]}\n\
        [[sweep]]\n\"components.b.theta\" = {values = [0, 1]}\n\
        [[sweep]]\n\"components.a.theta\" = {values = [1, 2]}\n";
    let experiment = network(lines).unwrap();
    assert_eq!(experiment.len(), 5);
    let mut keys: Vec<_> = (0..5).map(|index| experiment.key(index)).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 5);
    assert_eq!(experiment.columns().len(), 4 + 6);
    for index in 0..5 {
        let canonical = experiment.point(index).unwrap().canonical();
        assert_eq!(experiment.grid.canonical(index), Some(canonical));
    }
}

#[test]
fn figures_draw_and_select_fields() {
    let figure = "[[figure]]\nname = \"f\"\n[[figure.panel]]\nx = \"components.spin.rate\"\n\
        y = \"total\"\nx_unit = \"Hz\"\nseries = \"components.motion.kind\"\n\
        where = { components.spin.theta = \"2*pi/6\", \"components.motion.theta\" = \"pi/4\" }\n";
    let experiment = network(&format!("{NESTED}{figure}")).unwrap();
    let panel = &experiment.figures()[0].panels[0];
    assert_eq!(panel.x.name, "components.spin.rate");
    assert_eq!(panel.x.unit, "Hz");
    let point = experiment.point(0).unwrap();
    assert_eq!(panel.only.len(), 2);
    for fixed in &panel.only {
        assert_eq!(point.get(&fixed.parameter).canonical(), fixed.canonical);
    }
}

#[test]
fn what_is_wrong_in_a_table_is_said_with_its_place() {
    refused_network(&[
        (
            "[parameters]\nlinewidth = 1\ncomponents = 5",
            Kind::WrongType,
            "components cannot be `5`; allowed: a table of named entries, each with kind, rate, theta",
            "5:14",
        ),
        (
            "[parameters]\nlinewidth = 1\ncomponents.spin = 5",
            Kind::WrongType,
            "components.spin cannot be `5`; allowed: a table with kind, rate, theta",
            "5:19",
        ),
        (
            "[parameters]\nlinewidth = 1\n[parameters.components.spin]\nthta = 1",
            Kind::UnknownParameter,
            "did you mean `theta`",
            "6:8",
        ),
        (
            "[parameters]\nlinewidth = 1\n[parameters.components.1]\ntheta = 1",
            Kind::WrongType,
            "does not name an entry",
            "6:9",
        ),
        (
            "[parameters]\nlinewidth = 1\ncomponents.spin.theta = {a = 1}",
            Kind::WrongType,
            "components.spin.theta cannot be a table",
            "5:25",
        ),
        (
            "[parameters]\nlinewidth = 1\ncomponents.spin.theta = 1\n\"components.spin.theta\" = 1",
            Kind::Duplicate,
            "`components.spin.theta` is given twice",
            "6:27",
        ),
        (
            "[parameters]\nlinewidth = 1\n[parameters.components.spin]\nkind = \"loss\"\nrate = 1",
            Kind::NotApplicable,
            "`components.spin.rate` does not apply to components.spin.kind = loss",
            "7:8",
        ),
        (
            "[parameters]\nlinewidth = 1\ncomponents.spin.rate = \"1 Hz\"",
            Kind::Contradiction,
            "`components.spin.rate` = 1 Hz has one",
            "4:13",
        ),
        (
            "[parameters]\nlinewidth = 1\norder = [\"a b\"]",
            Kind::WrongType,
            "order = a b is not a name",
            "5:9",
        ),
        (
            "[parameters]\nlinewidth = 1\n[[sweep]]\ncomponents = {values = [1]}",
            Kind::UnknownParameter,
            "components.values",
            "6:15",
        ),
    ]);
}
