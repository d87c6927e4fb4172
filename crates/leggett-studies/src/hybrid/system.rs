//! From the parameters of a point to oscillators and settings.

use super::resolved::unresolved;
use crate::arguments::Arguments;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::number::Number;
use crate::study::Study;
use leggett::systems::hybrid::laboratory::bose_occupation;
use leggett::systems::hybrid::network::{Cascade, Order};
use leggett::systems::hybrid::optimum::{Optimum, Scheme, Search};
use leggett::systems::hybrid::{Couplings, Imbalance, Oscillator, Oscillators, Unstable};
use leggett_num::arithmetic::Ball;
use std::f64::consts::FRAC_PI_4;

/// C_M is never tried beyond this.
pub(super) const MOST_COOPERATIVITY: f64 = 1e12;

/// The two oscillators and the loss; exactly one way of giving M's bath.
pub(super) fn oscillators(arguments: &Arguments, study: &Study) -> Result<Oscillators> {
    let spin = Oscillator::with_occupation(
        rate(arguments, "spin_linewidth"),
        real(arguments, "spin_occupation"),
    );
    let oscillators = Oscillators {
        spin,
        motion: motion(arguments, study)?,
        loss: real(arguments, "loss"),
    };
    oscillators.check()?;
    Ok(oscillators)
}

fn motion(arguments: &Arguments, study: &Study) -> Result<Oscillator> {
    if let Some(decoherence) = arguments.rate("motion_decoherence") {
        let others = [
            "motion_linewidth",
            "motion_occupation",
            "motion_quality_factor",
            "motion_temperature",
        ];
        return match others.into_iter().find(|other| arguments.is_given(other)) {
            None => Ok(Oscillator::hot(decoherence)),
            Some(other) => Err(arguments.contradiction(
                "motion_decoherence",
                other,
                format!("motion_decoherence is all there is of M's bath; {other} says something of it too"),
            )),
        };
    }
    let (linewidth, occupation) = (
        linewidth(arguments, study)?,
        motion_occupation(arguments, study)?,
    );
    match (linewidth, occupation) {
        (Some(linewidth), Some(occupation)) => {
            Ok(Oscillator::with_occupation(linewidth, occupation))
        }
        (Some(_), None) => Err(arguments.missing(study, "motion_occupation")),
        (None, Some(_)) => Err(arguments.missing(study, "motion_linewidth")),
        (None, None) => Err(Error::new(
            ErrorKind::Missing,
            format!("`{}` needs M's bath: `motion_decoherence`", study.name),
        )
        .parameter("motion_decoherence")
        .allowed(
            "motion_decoherence; or motion_linewidth (or motion_frequency and motion_quality_factor) with \
             motion_occupation (or motion_frequency and motion_temperature)",
        )),
    }
}

fn linewidth(arguments: &Arguments, study: &Study) -> Result<Option<f64>> {
    let given = arguments.rate("motion_linewidth");
    let Some(quality) = arguments.real("motion_quality_factor") else {
        return Ok(given);
    };
    if given.is_some() {
        return Err(arguments.contradiction(
            "motion_linewidth",
            "motion_quality_factor",
            "motion_linewidth and motion_quality_factor both fix γ_M0",
        ));
    }
    match arguments.rate("motion_frequency") {
        Some(frequency) => Ok(Some(frequency / quality.value())),
        None => Err(arguments.missing(study, "motion_frequency")),
    }
}

/// What to say of an ω_M that nothing depends on.
pub(super) fn idle_frequency(arguments: &Arguments) -> Option<String> {
    let used = ["motion_quality_factor", "motion_temperature"]
        .iter()
        .any(|name| arguments.is_given(name))
        || word(arguments, "rotating_wave") == Some("false");
    let idle = arguments.is_given("motion_frequency") && !used;
    idle.then(|| {
        "motion_frequency changes nothing here: it is for motion_quality_factor, motion_temperature and \
         rotating_wave = false"
            .to_owned()
    })
}

/// n_M, where M's bath has a finite one.
pub(super) fn motion_occupation(arguments: &Arguments, study: &Study) -> Result<Option<f64>> {
    let given = arguments.real("motion_occupation").map(Number::value);
    let Some(temperature) = arguments.quantity("motion_temperature") else {
        return Ok(given);
    };
    if given.is_some() {
        return Err(arguments.contradiction(
            "motion_occupation",
            "motion_temperature",
            "motion_occupation and motion_temperature both fix n_M",
        ));
    }
    let Some(frequency) = arguments.rate("motion_frequency") else {
        return Err(arguments.missing(study, "motion_frequency"));
    };
    if arguments.rates_are_bare() {
        return Err(arguments.contradiction(
            "motion_temperature",
            "motion_frequency",
            "a temperature fixes n_M only if motion_frequency, and so all rates, have a unit",
        ));
    }
    Ok(Some(bose_occupation(frequency, temperature)))
}

/// An angle, or `None` where it is `optimal`. Multiples of π are subtracted
/// exactly.
pub(super) fn angle(arguments: &Arguments, name: &str) -> Option<Imbalance> {
    let number = arguments.real(name)?;
    if number.pi.numerator == 0 {
        return Some(Imbalance::from_theta(number.offset));
    }
    let quarter = Number::parse("pi/4").ok()?;
    Some(Imbalance {
        tilt: number.minus(&quarter),
    })
}

/// The oscillators with all their settings.
pub(super) struct System {
    pub cascade: Cascade,
    pub warnings: Vec<String>,
}

impl System {
    /// Reads them and fills in the optimal ones.
    pub fn new(arguments: &Arguments, study: &Study) -> Result<Self> {
        let oscillators = oscillators(arguments, study)?;
        let mut search = Search {
            oscillators,
            cooperativity_spin: real(arguments, "cooperativity_spin"),
            cooperativity_motion: arguments.real("cooperativity_motion").map(Number::value),
            most_cooperativity: MOST_COOPERATIVITY,
            theta_spin: angle(arguments, "theta_spin"),
            theta_motion: angle(arguments, "theta_motion"),
            unidirectional: true,
            scheme: Scheme::Unconditional,
        };
        let mut warnings: Vec<String> = idle_frequency(arguments).into_iter().collect();
        let free = search.theta_spin.is_none()
            || search.theta_motion.is_none()
            || search.cooperativity_motion.is_none();
        if free {
            let optimum = optimum(&search)?;
            warnings.extend(at_bounds(&search, &optimum));
            let tilt = |setting: f64| Some(Imbalance { tilt: setting });
            search.theta_spin = search.theta_spin.or(tilt(optimum.tilt_spin.value));
            search.theta_motion = search.theta_motion.or(tilt(optimum.tilt_motion.value));
            search.cooperativity_motion = Some(optimum.cooperativity_motion.value);
        }
        let quarter = Imbalance { tilt: 0.0 };
        let frequency = match word(arguments, "rotating_wave") {
            Some("false") => match arguments.rate("motion_frequency") {
                Some(frequency) => Some(frequency),
                None => return Err(arguments.missing(study, "motion_frequency")),
            },
            _ => None,
        };
        Ok(Self {
            cascade: Cascade {
                oscillators,
                cooperativities: [
                    search.cooperativity_spin,
                    search.cooperativity_motion.unwrap_or(1.0),
                ],
                angles: [
                    search.theta_spin.unwrap_or(quarter),
                    search.theta_motion.unwrap_or(quarter),
                ],
                order: match word(arguments, "order") {
                    Some("motion-first") => Order::MotionFirst,
                    _ => Order::SpinFirst,
                },
                detuning: optional_rate(arguments, "detuning"),
                frequency,
            },
            warnings,
        })
    }

    /// K_j and t_j with their bounds.
    pub fn couplings(&self) -> Couplings<Ball> {
        let Cascade {
            oscillators,
            cooperativities,
            angles,
            ..
        } = self.cascade;
        oscillators.couplings(cooperativities, angles)
    }

    /// What only a network treats, by the parameter that asks for it.
    pub fn beyond_closed_form(&self) -> Option<&'static str> {
        match self.cascade {
            Cascade {
                order: Order::MotionFirst,
                ..
            } => Some("order"),
            Cascade {
                frequency: Some(_), ..
            } => Some("rotating_wave"),
            Cascade { detuning, .. } if detuning != 0.0 => Some("detuning"),
            _ => None,
        }
    }

    /// Whether the network has to be solved, by `method` or by what is asked.
    pub fn needs_network(&self, arguments: &Arguments) -> Result<bool> {
        match (arguments.word("method"), self.beyond_closed_form()) {
            (Some("closed-form"), Some(parameter)) => Err(arguments.contradiction(
                "method",
                parameter,
                format!("the closed form does not know {parameter}; take method=network"),
            )),
            (Some("network"), _) | (_, Some(_)) => Ok(true),
            _ => Ok(false),
        }
    }
}

/// The error of settings without a steady state: which rate is negative, and
/// from which angle on it would not be.
pub(super) fn unstable(system: &System, unstable: Unstable) -> Error {
    let cascade = &system.cascade;
    let (index, value) = match unstable {
        Unstable::Spin(value) => (SPIN, value),
        Unstable::Motion(value) => (MOTION, value),
    };
    let oscillator = [cascade.oscillators.spin, cascade.oscillators.motion][index];
    let rate = cascade.cooperativities[index] * oscillator.decoherence;
    let ratio = oscillator.linewidth / rate;
    let is = format!("is {value:.4e}, not positive");
    no_steady_state(index, cascade.angles[index], ratio, &is)
}

const SPIN: usize = 0;
const MOTION: usize = 1;

/// The same of an oscillator with γ_0/Γ of this ratio.
fn no_steady_state(index: usize, angle: Imbalance, ratio: f64, is: &str) -> Error {
    let (name, symbol) = [("theta_spin", "γ_S"), ("theta_motion", "γ_M")][index];
    // γ0 + Γ sin 2(θ − π/4) = 0.
    let least = FRAC_PI_4 - 0.5 * ratio.min(1.0).asin();
    // As it was written: θ − π/4 has more digits than θ.
    let theta = (1e15 * angle.theta()).round() / 1e15;
    Error::new(
        ErrorKind::OutOfRange,
        format!("{name} = {theta} leaves no steady state: the linewidth {symbol} {is}"),
    )
    .parameter(name)
    .allowed(format!("above {least} at this cooperativity and linewidth"))
}

/// The best settings, after a look at whether the given angles leave any.
pub(super) fn optimum(search: &Search) -> Result<Optimum> {
    let Oscillators { spin, motion, .. } = search.oscillators;
    for (index, oscillator, angle, cooperativity) in [
        (
            SPIN,
            spin,
            search.theta_spin,
            Some(search.cooperativity_spin),
        ),
        (
            MOTION,
            motion,
            search.theta_motion,
            search.cooperativity_motion,
        ),
    ] {
        let Some(angle) = angle else { continue };
        let sine = (2.0 * angle.tilt).sin();
        match cooperativity {
            Some(cooperativity) => {
                let rate = cooperativity * oscillator.decoherence;
                let linewidth = oscillator.linewidth + rate * sine;
                if linewidth <= 0.0 {
                    let is = format!("is {linewidth:.4e}, not positive");
                    return Err(no_steady_state(
                        index,
                        angle,
                        oscillator.linewidth / rate,
                        &is,
                    ));
                }
            }
            None if oscillator.linewidth == 0.0 && sine <= 0.0 => {
                let is = "is not positive at any cooperativity";
                return Err(no_steady_state(index, angle, 0.0, is));
            }
            None => {}
        }
    }
    search.run().map_err(unresolved)
}

/// Which settings lie at a bound, in words.
pub(super) fn at_bounds(search: &Search, optimum: &Optimum) -> Vec<String> {
    let angle = |name: &str, at_bound: i8, tilt: f64| match at_bound {
        1 => Some(format!("{name} lies at its bound π/2")),
        -1 if tilt < -0.78 => Some(format!("{name} lies at its bound 0")),
        -1 => Some(format!(
            "{name} lies at the bound of stability, where the linewidth vanishes: there is no best value, only \
             better ones closer to it"
        )),
        _ => None,
    };
    let cooperativity = match optimum.cooperativity_motion.at_bound {
        1 => Some(format!(
            "no finite cooperativity_motion is best: ξ tends to its infimum as C_M → ∞, and stands here at C_M = {:e}",
            search.most_cooperativity
        )),
        -1 => Some("cooperativity_motion lies at its lower bound".to_owned()),
        _ => None,
    };
    [
        angle(
            "theta_spin",
            optimum.tilt_spin.at_bound,
            optimum.tilt_spin.value,
        ),
        angle(
            "theta_motion",
            optimum.tilt_motion.at_bound,
            optimum.tilt_motion.value,
        ),
        cooperativity,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A real parameter that has a value, or 0.
pub(super) fn real(arguments: &Arguments, name: &str) -> f64 {
    arguments.real(name).map_or(0.0, Number::value)
}

/// A rate that has a value, or 0.
pub(super) fn rate(arguments: &Arguments, name: &str) -> f64 {
    arguments.rate(name).unwrap_or(0.0)
}

/// The same of a parameter that only some studies have.
fn optional_rate(arguments: &Arguments, name: &str) -> f64 {
    if has(arguments, name) {
        rate(arguments, name)
    } else {
        0.0
    }
}

fn word(arguments: &Arguments, name: &str) -> Option<&'static str> {
    has(arguments, name).then(|| arguments.word(name)).flatten()
}

fn has(arguments: &Arguments, name: &str) -> bool {
    arguments.values().iter().any(|(known, _)| *known == name)
}
