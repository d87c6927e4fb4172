//! The study `repeater`: one chain, one time, one vector of outcomes.

use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use crate::parameter::{Kind, Method as MethodDoc, Observable, Parameter, Value};
use crate::study::{Cost, Evaluation, Observed, Plan, Study};
use leggett::systems::repeater::outcomes::MeasuredChain;
use leggett::systems::repeater::{Angle, Entanglement, Method, Noiseless, Truncation};
use leggett_num::Work;

const ATOMS_MAX: u64 = 10_000_000_000_000_000;

/// The declaration.
pub(crate) static STUDY: Study = Study {
    name: "repeater",
    revision: 1,
    title: "entanglement between the ends of a chain of atomic ensembles",
    description: "M ensembles of N atoms, each polarised along x, interact with their neighbours \
        for a time t through H = Σ_j (−1)^j n_j n_{j+1}; the M−2 intermediate ensembles are then \
        measured along x. The study gives the entanglement of the two ends for the outcomes that \
        were seen, and the probability of these outcomes, without decoherence.",
    parameters: &[
        Parameter {
            name: "atoms",
            kind: Kind::Integer {
                min: 1,
                max: ATOMS_MAX,
            },
            words: &[],
            list: false,
            unit: "",
            default: None,
            doc: "N, the number of atoms in each ensemble.",
        },
        Parameter {
            name: "time",
            kind: Kind::Real {
                min: -1e6,
                max: 1e6,
            },
            words: &[],
            list: false,
            unit: "1/coupling",
            default: None,
            doc: "t, the interaction time in units of the inverse coupling of the Hamiltonian. A \
                decimal means the nearest double, exactly; p*pi/r + δ is kept as an exact fraction \
                and an offset. E has period 2π.",
        },
        Parameter {
            name: "nodes",
            kind: Kind::Integer { min: 2, max: 1000 },
            words: &[],
            list: false,
            unit: "",
            default: Some("3"),
            doc: "M, the number of ensembles in the chain, both ends included.",
        },
        Parameter {
            name: "outcome",
            kind: Kind::Integer {
                min: 0,
                max: ATOMS_MAX,
            },
            words: &["top"],
            list: true,
            unit: "",
            default: Some("top"),
            doc: "The number q of atoms found in |+x> in each measured ensemble: top (every q = N), \
                one number for all, or a list of M−2 numbers from 0 to N.",
        },
        Parameter {
            name: "phase",
            kind: Kind::Real {
                min: -1e6,
                max: 1e6,
            },
            words: &[],
            list: false,
            unit: "rad",
            default: Some("0"),
            doc: "φ, the local rotation exp(iφn) of every measured ensemble before its measurement.",
        },
        Parameter {
            name: "window",
            kind: Kind::Real { min: 0.1, max: 1e9 },
            words: &["auto"],
            list: false,
            unit: "",
            default: Some("auto"),
            doc: "c, the paper's window: only the Dicke states with |k − N/2| ≤ ⌊c√N/2⌋ are kept. \
                With auto the tolerance sets it.",
        },
        Parameter {
            name: "tolerance",
            kind: Kind::Real {
                min: 1e-13,
                max: 1.0,
            },
            words: &[],
            list: false,
            unit: "ebit",
            default: Some("1e-9"),
            doc: "The largest allowed error of the entanglement entropy.",
        },
        Parameter {
            name: "method",
            kind: Kind::Word,
            words: &["auto", "dense", "banded", "low-rank", "chain"],
            list: false,
            unit: "",
            default: Some("auto"),
            doc: "The algorithm; auto chooses the fastest that meets the tolerance.",
        },
    ],
    observables: &[
        Observable {
            name: "entanglement_entropy",
            unit: "ebit",
            min: 0.0,
            max: 53.2,
            label: "entanglement entropy $E$",
            doc: "E = −Σ λ log2 λ over the Schmidt spectrum λ of the two ends.",
        },
        Observable {
            name: "normalized_entropy",
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "$E$ / log₂($N$+1)",
            doc: "E divided by its maximum log2(N+1).",
        },
        Observable {
            name: "outcome_probability",
            unit: "",
            min: 0.0,
            max: 1.0,
            label: "outcome probability $p$",
            doc: "The probability of the outcomes; 0 where it is below the smallest double, which \
                log_probability still resolves.",
        },
        Observable {
            name: "log_probability",
            unit: "nat",
            min: f64::MIN,
            max: 0.0,
            label: "ln $p$",
            doc: "The natural logarithm of the probability of the outcomes.",
        },
    ],
    methods: &[
        MethodDoc {
            name: "dense",
            doc: "eigenvalues of the two dense symmetry sectors; exact within the window; O(N^1.5), \
                chosen for small N or where nothing else pays.",
        },
        MethodDoc {
            name: "banded",
            doc: "the states sorted by angle, so that each sector is a band of some 20 diagonals at \
                generic times, reduced by bulge chasing; O(N) with a small factor.",
        },
        MethodDoc {
            name: "low-rank",
            doc: "pivoted Cholesky factor of each sector; chosen near rational multiples of 2π, where \
                the band is wide and the rank small.",
        },
        MethodDoc {
            name: "chain",
            doc: "the state itself in the whole Dicke space, link by link: any outcomes and phase, \
                O(M N³), at most 4000 atoms.",
        },
    ],
    conventions: &[
        "S_z = n_a − n_b = 2k − N; the Dicke index k is n_a; w_k² = C(N,k)/2^N.",
        "Entropies are in ebits (log2), logarithms of probabilities natural.",
        "E and p are those of the state after the outcomes were seen (post-selected).",
        "With window=c the error bound is that of the truncation against the whole ladder.",
    ],
    sources: &[
        "S. Li, J. Hu, I. D. Lazarev et al., Macroscopic entanglement distribution with atomic \
            ensembles (2026): eqs 10–28 and 30–31.",
        "Corrected: eq 21 holds for even M only; eq 7 has the sign of eqs 23 and 24 reversed.",
        "New: λ ∝ μ^(M−1) with one spectrum μ for every M; the folded angle-sorted band.",
    ],
    cost: "n ≈ 3.5√N states in each of two sectors, band b ≈ 20 at generic times: 6n²b operations and \
        16nb bytes a sector. Near rational times n·rank². At most about 2e8 atoms.",
    plan,
};

fn plan(arguments: &Arguments) -> Result<Box<dyn Plan>> {
    let atoms = arguments.integer("atoms").unwrap_or_default();
    let nodes = arguments.integer("nodes").unwrap_or_default();
    let time = angle(arguments.real("time"));
    let phase = arguments.real("phase").map_or(0.0, Number::value);
    let outcomes = outcomes(arguments, atoms, nodes)?;
    let method = method(arguments);
    let noiseless = phase == 0.0 && outcomes.iter().all(|q| *q == atoms);
    if arguments.real("window").is_some() && arguments.is_given("tolerance") {
        return Err(Error::new(
            ErrorKind::Contradiction,
            "window and tolerance exclude each other",
        )
        .parameter("window")
        .allowed(
            "either a window c, which sets the error, or a tolerance, which sets the window",
        ));
    }
    if noiseless && method != Method::Chain {
        let plan = Noiseless::new(atoms, nodes, time, truncation(arguments), method)?;
        return Ok(Box::new(NoiselessPlan(plan)));
    }
    if method != Method::Auto && method != Method::Chain {
        let message = format!(
            "method {} computes the outcomes q = atoms without a phase only",
            method.name()
        );
        return Err(Error::new(ErrorKind::NotApplicable, message)
            .parameter("method")
            .allowed("auto, chain"));
    }
    if arguments.real("window").is_some() {
        let message = "window applies to the outcomes q = atoms without a phase only";
        return Err(Error::new(ErrorKind::NotApplicable, message)
            .parameter("window")
            .allowed("auto"));
    }
    let chain = MeasuredChain {
        atoms,
        time,
        outcomes,
        phase,
    };
    chain.check()?;
    Ok(Box::new(MeasuredPlan {
        chain,
        tolerance: tolerance(arguments),
    }))
}

fn angle(time: Option<&Number>) -> Angle {
    let number = time.cloned().unwrap_or(Number::real(0.0));
    Angle::new(number.pi.numerator, number.pi.denominator, number.offset)
}

fn tolerance(arguments: &Arguments) -> f64 {
    arguments.real("tolerance").map_or(1e-9, Number::value)
}

fn truncation(arguments: &Arguments) -> Truncation {
    match arguments.real("window") {
        Some(window) => Truncation::Window(window.value()),
        None => Truncation::Tolerance(tolerance(arguments)),
    }
}

fn method(arguments: &Arguments) -> Method {
    let all = [
        Method::Dense,
        Method::Banded,
        Method::LowRank,
        Method::Chain,
    ];
    let word = arguments.word("method");
    all.into_iter()
        .find(|method| Some(method.name()) == word)
        .unwrap_or(Method::Auto)
}

/// One outcome for each of the M−2 measured ensembles.
fn outcomes(arguments: &Arguments, atoms: u64, nodes: u64) -> Result<Vec<u64>> {
    let measured = nodes as usize - 2;
    let wrong = |kind, message: String, allowed: String| {
        Err(Error::new(kind, message)
            .parameter("outcome")
            .allowed(allowed))
    };
    let listed = match arguments.get("outcome") {
        Value::Integer(q) if measured == 0 => {
            let message = format!("outcome = {q}, but a chain of two ensembles measures none");
            return wrong(ErrorKind::NotApplicable, message, "top".to_owned());
        }
        Value::Integer(q) => vec![*q; measured],
        Value::List(values) => values
            .iter()
            .map(|value| {
                if let Value::Integer(q) = value {
                    *q
                } else {
                    atoms
                }
            })
            .collect(),
        _ => return Ok(vec![atoms; measured]),
    };
    if listed.len() != measured {
        let message = format!(
            "outcome lists {} numbers for {measured} measured ensembles",
            listed.len()
        );
        return wrong(
            ErrorKind::Contradiction,
            message,
            format!("nodes − 2 = {measured} numbers"),
        );
    }
    match listed.iter().find(|q| **q > atoms) {
        Some(q) => {
            let message = format!("outcome = {q} is out of range");
            wrong(
                ErrorKind::OutOfRange,
                message,
                format!("from 0 to atoms = {atoms}"),
            )
        }
        None => Ok(listed),
    }
}

struct NoiselessPlan(Noiseless);

impl Plan for NoiselessPlan {
    fn cost(&self) -> Cost {
        Cost {
            bytes: self.0.bytes(),
            operations: self.0.operations(),
        }
    }

    fn parts(&self) -> usize {
        self.0.parts()
    }

    fn part(&self, index: usize, work: &Work) -> Result<Vec<f64>> {
        Ok(self.0.part(index, work)?)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        Ok(evaluation(&self.0.combine(parts)?))
    }
}

struct MeasuredPlan {
    chain: MeasuredChain,
    tolerance: f64,
}

impl Plan for MeasuredPlan {
    fn cost(&self) -> Cost {
        Cost {
            bytes: self.chain.bytes(),
            operations: self.chain.operations(),
        }
    }

    fn part(&self, _index: usize, work: &Work) -> Result<Vec<f64>> {
        Ok(self.chain.spectrum(work)?)
    }

    fn fold(&self, parts: &[Vec<f64>]) -> Result<Evaluation> {
        let spectrum = parts.first().map_or(&[][..], Vec::as_slice);
        Ok(evaluation(
            &self.chain.entanglement(spectrum, self.tolerance)?,
        ))
    }
}

fn evaluation(result: &Entanglement) -> Evaluation {
    let mut warnings = Vec::new();
    if result.log_probability.is_none() {
        warnings.push(
            "log_probability is undefined: the window loses more than the outcomes' probability"
                .to_owned(),
        );
    }
    let observed = |name, estimate| Observed { name, estimate };
    Evaluation {
        method: result.method.name(),
        observables: vec![
            observed("entanglement_entropy", Some(result.entropy)),
            observed("normalized_entropy", Some(result.normalized_entropy)),
            observed("outcome_probability", Some(result.probability)),
            observed("log_probability", result.log_probability),
        ],
        warnings,
    }
}
