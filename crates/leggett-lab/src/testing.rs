//! A study for tests: quick, with as many parts as asked for, failing in
//! every way on demand.

use leggett_studies::error::{Error, Kind, Result};
use leggett_studies::parameter::{self, Method, Observable, OnlyFor, Parameter};
use leggett_studies::quantity::Dimension;
use leggett_studies::study::Cost;
use leggett_studies::{
    Arguments, Array, Coordinates, ErrorKind, Estimate, Estimates, Evaluation, Observed, Plan,
    Study, Work,
};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const LARGEST: u64 = 10_000_000_000_000_000;

const fn whole(name: &'static str, max: u64, default: Option<&'static str>) -> Parameter {
    Parameter {
        name,
        kind: parameter::Kind::Integer { min: 0, max },
        words: &[],
        list: false,
        unit: "",
        default,
        optional: false,
        only_for: None,
        doc: "A whole number.",
    }
}

const fn real(name: &'static str, default: Option<&'static str>) -> Parameter {
    Parameter {
        name,
        kind: parameter::Kind::Real {
            min: -1e6,
            max: 1e6,
        },
        words: &[],
        list: false,
        unit: "s",
        default,
        optional: false,
        only_for: None,
        doc: "A real number.",
    }
}

const fn observable(name: &'static str) -> Observable {
    Observable {
        name,
        dims: &[],
        unit: "ebit",
        min: -1e300,
        max: 1e300,
        label: name,
        doc: "An observable.",
        default: true,
    }
}

const fn on_request(name: &'static str, dims: &'static [&'static str]) -> Observable {
    Observable {
        dims,
        default: false,
        ..observable(name)
    }
}

/// What a point does is its `mode`.
pub(crate) static TOY: Study = Study {
    name: "toy",
    revision: 3,
    title: "a study for tests",
    description: "Sums of sines.",
    parameters: &[
        whole("size", LARGEST, None),
        real("time", Some("0")),
        Parameter {
            words: &["top"],
            list: true,
            ..whole("outcome", LARGEST, Some("top"))
        },
        whole("parts", 64, Some("1")),
        whole("bytes", LARGEST, Some("1000")),
        // Where the memory in flight is measured: a slot for each test.
        whole("meter", 7, Some("0")),
        Parameter {
            kind: parameter::Kind::Word,
            words: &[
                "normal",
                "fails",
                "refuses",
                "panics",
                "waits",
                "undefined",
                "breaks",
                "endless",
            ],
            ..real("mode", Some("normal"))
        },
    ],
    observables: &[
        observable("total"),
        observable("half"),
        on_request("matrix", &["side", "side_2"]),
        on_request("spectrum", &["frequency"]),
        // A parameter has this name too.
        on_request("time", &[]),
    ],
    methods: &[Method {
        name: "sines",
        doc: "Adds them.",
        selectable: true,
    }],
    conventions: &[],
    sources: &[],
    cost: "little",
    example: "size=10",
    plan,
};

const fn only_for(words: &'static [&'static str]) -> Option<OnlyFor> {
    Some(OnlyFor {
        parameter: "state",
        words,
    })
}

/// Parameters that apply to some states only, a list of reals and a file.
pub(crate) static STATES: Study = Study {
    name: "states",
    parameters: &[
        Parameter {
            kind: parameter::Kind::Word,
            words: &["dicke", "coherent", "file"],
            unit: "",
            ..real("state", Some("dicke"))
        },
        Parameter {
            only_for: only_for(&["dicke", "coherent"]),
            ..whole("atoms", 100, None)
        },
        Parameter {
            only_for: only_for(&["dicke"]),
            ..real("tilt", None)
        },
        Parameter {
            list: true,
            only_for: only_for(&["coherent"]),
            ..real("angles", Some("[0,pi/2]"))
        },
        Parameter {
            kind: parameter::Kind::File,
            unit: "",
            only_for: only_for(&["file"]),
            ..real("path", None)
        },
        Parameter {
            list: true,
            ..real("weights", Some("1"))
        },
    ],
    example: "atoms=10",
    plan: plan_state,
    ..TOY
};

const fn quantity(
    name: &'static str,
    dimension: Dimension,
    default: Option<&'static str>,
) -> Parameter {
    Parameter {
        kind: parameter::Kind::Quantity {
            dimension,
            min: 0.0,
            max: 1e12,
        },
        unit: dimension.base(),
        ..real(name, default)
    }
}

/// Rates, times, an optional temperature, and a table of components in an
/// order.
pub(crate) static NETWORK: Study = Study {
    name: "network",
    parameters: &[
        quantity("linewidth", Dimension::Rate, None),
        quantity("delay", Dimension::Time, Some("0")),
        Parameter {
            optional: true,
            ..quantity("bath", Dimension::Temperature, None)
        },
        Parameter {
            kind: parameter::Kind::Name,
            list: true,
            unit: "",
            optional: true,
            ..real("order", None)
        },
        Parameter {
            kind: parameter::Kind::Table(&[
                Parameter {
                    kind: parameter::Kind::Word,
                    words: &["oscillator", "loss"],
                    unit: "",
                    ..real("kind", Some("oscillator"))
                },
                Parameter {
                    only_for: Some(OnlyFor {
                        parameter: "kind",
                        words: &["oscillator"],
                    }),
                    ..quantity("rate", Dimension::Rate, Some("0"))
                },
                Parameter {
                    unit: "rad",
                    ..real("theta", Some("pi/4"))
                },
            ]),
            unit: "",
            optional: true,
            ..real("components", None)
        },
    ],
    example: "linewidth=5kHz",
    plan: plan_network,
    ..TOY
};

/// Its total is a sine of the linewidth times the delay, with the rates and
/// angles of the components.
fn plan_network(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let rate = |name: &str| arguments.rate(name).unwrap_or_default();
    let field = |entry: &String| {
        let theta = arguments.real(&format!("components.{entry}.theta"));
        rate(&format!("components.{entry}.rate")) + theta.map_or(0.0, |theta| theta.value())
    };
    let fields: f64 = arguments.entries("components").iter().map(field).sum();
    Ok(Box::new(Toy {
        size: rate("linewidth") + fields,
        time: rate("linewidth") * rate("delay"),
        parts: 1,
        bytes: 1000,
        meter: 0,
        mode: "normal",
    }))
}

/// Its total is a sine of the sum of everything that is given.
fn plan_state(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let sum = |name| {
        arguments
            .list_of_reals(name)
            .unwrap_or_default()
            .iter()
            .sum()
    };
    let mut size: f64 = sum("weights");
    match arguments.word("state") {
        Some("file") => {
            let file = arguments.file("path");
            let file = file.ok_or_else(|| arguments.missing(&STATES, "path"))?;
            size += file.values.iter().map(|[re, im]| re + im).sum::<f64>();
        }
        state => {
            let atoms = arguments.integer("atoms");
            size += atoms.ok_or_else(|| arguments.missing(&STATES, "atoms"))? as f64;
            if state == Some("coherent") {
                size += sum("angles");
            }
        }
    }
    Ok(Box::new(Toy {
        size,
        time: 1.0,
        parts: 1,
        bytes: 1000,
        meter: 0,
        mode: "normal",
    }))
}

/// Bytes in flight and their maximum, by `meter`.
static IN_FLIGHT: [AtomicU64; 8] = [const { AtomicU64::new(0) }; 8];
static PEAK: [AtomicU64; 8] = [const { AtomicU64::new(0) }; 8];

/// The most bytes that were in flight at once.
pub(crate) fn peak(meter: usize) -> u64 {
    PEAK[meter].load(Ordering::SeqCst)
}

struct Toy {
    size: f64,
    time: f64,
    parts: usize,
    bytes: u64,
    meter: usize,
    mode: &'static str,
}

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let mode = arguments.word("mode").unwrap_or("normal");
    if mode == "refuses" {
        let error = Error::new(Kind::Contradiction, "mode = refuses contradicts itself");
        return Err(error.parameter("mode").allowed("another mode"));
    }
    let whole = |name| arguments.integer(name).unwrap_or(0);
    Ok(Box::new(Toy {
        size: whole("size") as f64,
        time: arguments.real("time").map_or(0.0, |time| time.value()),
        parts: whole("parts").max(1) as usize,
        bytes: whole("bytes"),
        meter: whole("meter") as usize,
        mode,
    }))
}

impl Plan for Toy {
    fn cost(&self) -> Cost {
        Cost {
            bytes: self.bytes as f64,
            operations: 1e3,
        }
    }

    fn parts(&self) -> usize {
        self.parts
    }

    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        let now = IN_FLIGHT[self.meter].fetch_add(self.bytes, Ordering::SeqCst) + self.bytes;
        PEAK[self.meter].fetch_max(now, Ordering::SeqCst);
        let result = self.compute(index, work);
        IN_FLIGHT[self.meter].fetch_sub(self.bytes, Ordering::SeqCst);
        result
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let total: f64 = parts.iter().flatten().sum();
        let estimate = |value: f64, kind| {
            (self.mode != "undefined").then_some(Estimate {
                value: if self.mode == "breaks" {
                    f64::INFINITY
                } else {
                    value
                },
                error_bound: 1e-12,
                kind,
            })
        };
        let array = |coordinates| (self.mode != "undefined").then(|| sums(total, coordinates));
        // One more frequency for every part.
        let frequencies = (0..self.parts).map(|part| 0.5 + part as f64).collect();
        let warning = format!("of \"{}\" parts,\nexactly", self.parts);
        Ok(Evaluation {
            method: "sines",
            observables: vec![
                Observed::number("total", estimate(total, ErrorKind::Exact)),
                Observed::number("half", estimate(total / 2.0, ErrorKind::Estimated)),
                Observed::array(
                    "matrix",
                    array(vec![Coordinates::labels(&["X_S", "P_S"]); 2]),
                ),
                Observed::array("spectrum", array(vec![Coordinates::Numbers(frequencies)])),
                Observed::number("time", estimate(self.time + 1.0, ErrorKind::Exact)),
            ],
            warnings: if self.mode == "undefined" {
                vec![warning]
            } else {
                Vec::new()
            },
        })
    }
}

/// Its elements are the total and more: each is larger by one than the last.
fn sums(total: f64, coordinates: Vec<Coordinates>) -> Array {
    let shape: Vec<usize> = coordinates.iter().map(Coordinates::len).collect();
    let places: usize = shape.iter().product();
    Array {
        estimates: Estimates {
            values: (0..places).map(|place| total + place as f64).collect(),
            error_bounds: (0..places).map(|place| 1e-12 * place as f64).collect(),
            shape,
            kind: ErrorKind::Certified,
        },
        coordinates,
    }
}

impl Toy {
    fn compute(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        work.check()?;
        match self.mode {
            "fails" if index > 0 || self.parts == 1 => {
                let message = format!("part {index} does not converge");
                return Err(Error::new(Kind::NotConverged, message).parameter("time"));
            }
            "panics" => panic!("on purpose"),
            "waits" => std::thread::sleep(Duration::from_millis(2)),
            "endless" => loop {
                work.check()?;
                std::thread::sleep(Duration::from_millis(1));
            },
            _ => {}
        }
        let phase = self.time * (index + 1) as f64;
        Ok(vec![(phase + 0.1).sin() * self.size, (phase * 0.7).cos()])
    }
}
