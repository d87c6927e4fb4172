//! A study that has every kind of parameter, for tests of declarations.

use leggett_studies::parameter::{Kind, OnlyFor, Parameter};
use leggett_studies::quantity::Dimension;
use leggett_studies::study::Cost;
use leggett_studies::{Arguments, Error, Evaluation, Plan, Study, Work};

const BLANK: Parameter = Parameter {
    name: "",
    kind: Kind::Name,
    words: &[],
    list: false,
    unit: "",
    default: None,
    optional: false,
    only_for: None,
    doc: "What it means.",
};

const RATE: Parameter = Parameter {
    name: "linewidth",
    kind: Kind::Quantity {
        dimension: Dimension::Rate,
        min: 0.0,
        max: 1e12,
    },
    unit: "rad/s",
    ..BLANK
};

const TIME: Parameter = Parameter {
    kind: Kind::Quantity {
        dimension: Dimension::Time,
        min: -1.0,
        max: 1e3,
    },
    unit: "s",
    ..BLANK
};

const fn only_for(words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor {
        parameter: "kind",
        words,
    })
}

const FIELDS: &[Parameter] = &[
    Parameter {
        name: "kind",
        kind: Kind::Word,
        words: &["oscillator", "loss"],
        default: Some("oscillator"),
        ..BLANK
    },
    Parameter {
        only_for: only_for(&["oscillator"]),
        ..RATE
    },
    Parameter {
        name: "theta",
        kind: Kind::Real {
            min: -7.0,
            max: 7.0,
        },
        unit: "rad",
        default: Some("pi/4"),
        only_for: only_for(&["oscillator"]),
        ..BLANK
    },
    Parameter {
        name: "temperature",
        optional: true,
        ..TEMPERATURE
    },
    Parameter {
        name: "transmission",
        kind: Kind::Real { min: 0.0, max: 1.0 },
        only_for: only_for(&["loss"]),
        ..BLANK
    },
];

const TEMPERATURE: Parameter = Parameter {
    name: "bath",
    kind: Kind::Quantity {
        dimension: Dimension::Temperature,
        min: 1e-9,
        max: 1e4,
    },
    unit: "K",
    optional: true,
    ..BLANK
};

/// A rate, times, an optional temperature, names, and a table of components.
pub static PROBE: Study = Study {
    name: "probe",
    revision: 1,
    title: "every kind of parameter",
    description: "Nothing but its parameters.",
    parameters: &[
        RATE,
        Parameter {
            name: "delay",
            words: &["never"],
            default: Some("never"),
            ..TIME
        },
        Parameter {
            name: "times",
            list: true,
            default: Some("0"),
            ..TIME
        },
        TEMPERATURE,
        Parameter {
            name: "order",
            list: true,
            ..BLANK
        },
        Parameter {
            name: "components",
            kind: Kind::Table(FIELDS),
            ..BLANK
        },
    ],
    observables: &[],
    methods: &[],
    conventions: &["None."],
    sources: &["None."],
    cost: "none",
    example: "linewidth=5kHz order=[spin,fibre,spin] components.spin.linewidth=2kHz \
        components.spin.temperature=4K components.fibre.kind=loss components.fibre.transmission=0.9",
    plan,
};

fn plan(_: &Arguments) -> Result<Box<dyn Plan>, Error> {
    Ok(Box::new(Nothing))
}

struct Nothing;

impl Plan for Nothing {
    fn cost(&self) -> Cost {
        Cost {
            bytes: 1.0,
            operations: 1.0,
        }
    }

    fn part(&self, _: usize, _: &Work) -> Result<Vec<f64>, Error> {
        Ok(Vec::new())
    }

    fn fold(&self, _: &[Vec<f64>]) -> Result<Evaluation, Error> {
        Ok(Evaluation {
            method: "nothing",
            observables: Vec::new(),
            warnings: Vec::new(),
        })
    }
}
