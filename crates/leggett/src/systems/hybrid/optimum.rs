//! The settings with the smallest EPR variance.
//!
//! Angles and cooperativity are searched together and within their bounds:
//! 0 ≤ θ_j ≤ π/2, stability, and a largest C_M, to which a search without
//! entanglement would run. A coarse grid over the whole region, logarithmic
//! in the linewidths, finds the basins; Newton's method with exact second
//! derivatives ends in each of the deepest.

mod region;

use super::closed_form::{self, moments};
use super::filter::{self, Homodyne};
use super::{Couplings, Imbalance, Oscillators, readout};
use crate::error::{Error, Result};
use crate::estimate::{ErrorKind, Estimate};
use leggett_num::arithmetic::{Ball, Jet, Real};
use leggett_num::minimize::{Minimum, newton};
use region::Variable;
use std::f64::consts::FRAC_PI_4;

/// Which EPR variance is minimised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scheme {
    /// That of the state that nobody measures.
    Unconditional,
    /// That of the state given the record of a homodyne detector.
    Conditional {
        /// η.
        efficiency: f64,
        /// φ.
        phase: f64,
    },
}

/// What is given, what is free.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// The oscillators.
    pub oscillators: Oscillators,
    /// C_S.
    pub cooperativity_spin: f64,
    /// C_M, or free up to `most_cooperativity`.
    pub cooperativity_motion: Option<f64>,
    /// The largest C_M that is tried.
    pub most_cooperativity: f64,
    /// θ_S, or free.
    pub theta_spin: Option<Imbalance>,
    /// θ_M, or free.
    pub theta_motion: Option<Imbalance>,
    /// Whether S may drive M (R free); else θ_M = θ_S (R = 0).
    pub unidirectional: bool,
    /// What is minimised.
    pub scheme: Scheme,
}

/// A setting that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// The setting.
    pub value: f64,
    /// How far the best one may be from it.
    pub error_bound: f64,
    /// −1 at the lower end of what is allowed (for angles θ = 0 or where a
    /// linewidth vanishes), 1 at the upper end, else 0.
    pub at_bound: i8,
}

/// The best settings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Optimum {
    /// ξ_g.
    pub epr_variance: Estimate,
    /// θ_S − π/4.
    pub tilt_spin: Setting,
    /// θ_M − π/4.
    pub tilt_motion: Setting,
    /// C_M.
    pub cooperativity_motion: Setting,
}

impl Optimum {
    /// What was found on an edge of a search: what is free there and was fixed
    /// lies at its bound.
    fn on(mut self, search: &Search) -> Self {
        if search.cooperativity_motion.is_none()
            && self.cooperativity_motion.value == search.most_cooperativity
        {
            self.cooperativity_motion.at_bound = 1;
        }
        let angles = [
            (&mut self.tilt_spin, search.theta_spin),
            (&mut self.tilt_motion, search.theta_motion),
        ];
        for (setting, given) in angles {
            if given.is_none() && setting.value.abs() == FRAC_PI_4 {
                setting.at_bound = if setting.value > 0.0 { 1 } else { -1 };
            }
        }
        self
    }

    /// Whether it is resolved, and lower than another. In the far corners of
    /// the region rounding can make any number of ξ; its bound tells.
    fn is_lower(&self, other: Option<&Self>) -> bool {
        let Estimate {
            value, error_bound, ..
        } = self.epr_variance;
        error_bound < 1e-3 * value && other.is_none_or(|other| value < other.epr_variance.value)
    }
}

impl Search {
    /// Finds it.
    ///
    /// Cost: some 100 to 2000 evaluations of a closed form of about 60
    /// operations, and at most three times ten with derivatives. Given a record
    /// of P_L up to 20000, since there are more basins; for other phases the
    /// filter's equation is solved instead, 100 times dearer.
    pub fn run(&self) -> Result<Optimum> {
        let mut best = self.within()?;
        if self.scheme == Scheme::Unconditional && best.epr_variance.value < 1.0 {
            return Ok(best);
        }
        // Without entanglement, or given a record, valleys are shallow and may
        // end at an edge, or never: for C_M → ∞ there is ξ_g = 2Δ²X_M alone.
        for edge in self.edges() {
            if let Ok(found) = edge.within()
                && found.is_lower(Some(&best))
            {
                best = found.on(self);
            }
        }
        Ok(best)
    }

    /// The same with an angle of 0 or π/2, or the largest C_M, where these are
    /// free.
    fn edges(&self) -> Vec<Self> {
        let mut edges = Vec::new();
        for tilt in [-FRAC_PI_4, FRAC_PI_4] {
            let end = Some(Imbalance { tilt });
            if self.unidirectional && self.theta_spin.is_none() {
                edges.push(Self {
                    theta_spin: end,
                    ..*self
                });
            }
            if self.unidirectional && self.motion_angle_matters() {
                edges.push(Self {
                    theta_motion: end,
                    ..*self
                });
            }
        }
        if self.cooperativity_motion.is_none() {
            edges.push(Self {
                cooperativity_motion: Some(self.most_cooperativity),
                ..*self
            });
        }
        edges
    }

    /// The best of the valleys that the grid shows.
    fn within(&self) -> Result<Optimum> {
        let variables: &[Variable] = match (
            self.unidirectional,
            self.theta_spin.is_none(),
            self.motion_angle_matters(),
            self.cooperativity_motion.is_none(),
        ) {
            (true, true, true, true) => {
                &[Variable::Spin, Variable::Motion, Variable::Cooperativity]
            }
            (true, true, true, false) => &[Variable::Spin, Variable::Motion],
            (true, true, false, true) => &[Variable::Spin, Variable::Cooperativity],
            (true, true, false, false) => &[Variable::Spin],
            (true, false, true, true) => &[Variable::Motion, Variable::Cooperativity],
            (true, false, true, false) => &[Variable::Motion],
            (false, true, _, true) => &[Variable::Both, Variable::Cooperativity],
            (false, true, _, false) => &[Variable::Both],
            (_, false, _, true) => &[Variable::Cooperativity],
            (_, false, _, false) => &[],
        };
        match *variables {
            [] => self.minimise([]),
            [a] => self.minimise([a]),
            [a, b] => self.minimise([a, b]),
            [a, b, c, ..] => self.minimise([a, b, c]),
        }
    }

    /// Whether θ_M is free and changes anything: what P_L reveals at full
    /// efficiency depends on K_M alone.
    fn motion_angle_matters(&self) -> bool {
        self.theta_motion.is_none() && !self.motion_angle_is_idle()
    }

    /// Whether every θ_M with the same K_M is as good.
    pub fn motion_angle_is_idle(&self) -> bool {
        let all_seen = match self.scheme {
            Scheme::Unconditional => false,
            Scheme::Conditional { efficiency, phase } => efficiency == 1.0 && is_amplitude(phase),
        };
        all_seen && self.theta_motion.is_none() && self.cooperativity_motion.is_none()
    }

    fn minimise<const N: usize>(&self, variables: [Variable; N]) -> Result<Optimum> {
        let bounds = variables.map(|variable| self.bounds(variable));
        let mut best: Option<Optimum> = None;
        let mut failure = None;
        for start in self.starts(variables, bounds) {
            let found = newton(start, bounds, |point: [Jet<N>; N]| {
                self.epr_variance(self.settings(variables, point))
            });
            let Some(found) = found else { continue };
            match self.optimum(variables, &found) {
                Ok(next) if next.is_lower(best.as_ref()) => best = Some(next),
                Ok(_) => {}
                Err(error) => failure = Some(error),
            }
        }
        best.ok_or_else(|| failure.unwrap_or_else(|| self.unstable()))
    }

    fn reads_amplitude(&self) -> bool {
        matches!(self.scheme, Scheme::Conditional { phase, .. } if is_amplitude(phase))
    }

    /// t_S, t_M and C_M where they are given.
    fn fixed<T: Real>(&self) -> [T; 3] {
        let tangent = |angle: Option<Imbalance>| angle.map_or(1.0, |angle| angle.tangent().value);
        [
            T::of(tangent(self.theta_spin)),
            T::of(tangent(self.theta_motion)),
            T::of(self.cooperativity_motion.unwrap_or(1.0)),
        ]
    }

    /// t_S, t_M and C_M at a point.
    fn settings<T: Real, const N: usize>(&self, variables: [Variable; N], point: [T; N]) -> [T; 3] {
        let mut settings = self.fixed();
        for (variable, at) in variables.into_iter().zip(point) {
            variable.set(&mut settings, self.scale(variable).setting(at));
        }
        settings
    }

    /// ξ_g there; `None` where there is no steady state.
    fn epr_variance<T: Real>(&self, [spin, motion, cooperativity]: [T; 3]) -> Option<T> {
        let Oscillators {
            spin: s, motion: m, ..
        } = self.oscillators;
        let one = T::of(1.0);
        let couplings = Couplings {
            spin_rate: T::of(self.cooperativity_spin * s.decoherence) / (one + spin.square()),
            motion_rate: cooperativity.times(m.decoherence) / (one + motion.square()),
            spin_tangent: spin,
            motion_tangent: motion,
        };
        self.value(&couplings)
    }

    fn value<T: Real>(&self, couplings: &Couplings<T>) -> Option<T> {
        let set = &self.oscillators;
        match self.scheme {
            Scheme::Unconditional => Some(moments(set, couplings).ok()?.epr_variance()),
            Scheme::Conditional { efficiency, phase } if is_amplitude(phase) => {
                readout::conditional_epr_variance(set, couplings, efficiency).ok()
            }
            Scheme::Conditional { efficiency, phase } => {
                let phase = [phase.cos(), phase.sin()].map(T::of);
                filter::conditional_epr_variance(set, couplings, &Homodyne { efficiency, phase })
                    .ok()
            }
        }
    }

    /// The result, evaluated once more with its rounding errors.
    fn optimum<const N: usize>(
        &self,
        variables: [Variable; N],
        found: &Minimum<N>,
    ) -> Result<Optimum> {
        let tangents = self.settings(variables, found.point);
        let mut settings = tangents.map(|value| Setting {
            value,
            error_bound: 0.0,
            at_bound: 0,
        });
        for (i, variable) in variables.into_iter().enumerate() {
            let slots: &[usize] = match variable {
                Variable::Spin => &[0],
                Variable::Motion => &[1],
                Variable::Both => &[0, 1],
                Variable::Cooperativity => &[2],
            };
            for slot in slots {
                let setting = &mut settings[*slot];
                setting.at_bound = found.at_bound[i];
                // d(e^x − offset) = e^x dx.
                setting.error_bound = 2.0 * found.distance[i] * found.point[i].exp();
                setting.value = match (variable, setting.at_bound) {
                    (Variable::Cooperativity, 1) => self.most_cooperativity,
                    (Variable::Cooperativity, _) => setting.value,
                    // Exactly the end where the end is an angle.
                    (_, 1) => 1.0,
                    (_, -1) if setting.value < -0.999 => -1.0,
                    _ => setting.value.clamp(-1.0, 1.0),
                };
            }
        }
        let angles = [settings[0], settings[1]].map(|s| Imbalance::from_tangent(s.value));
        let couplings = self
            .oscillators
            .couplings([self.cooperativity_spin, settings[2].value], angles);
        let variance = self.certified(&couplings)?;
        agreed(found.value, variance)?;
        let tilt = |setting: Setting, angle: Imbalance| Setting {
            value: angle.tilt,
            error_bound: setting.error_bound + 4.0 * f64::EPSILON * angle.tilt.abs(),
            ..setting
        };
        Ok(Optimum {
            epr_variance: Estimate {
                value: variance.value,
                error_bound: variance.error + 4.0 * found.gap + self.beyond(variables, found),
                kind: ErrorKind::Estimated,
            },
            tilt_spin: tilt(settings[0], angles[0]),
            tilt_motion: tilt(settings[1], angles[1]),
            cooperativity_motion: Setting {
                error_bound: settings[2].error_bound + 4.0 * f64::EPSILON * settings[2].value,
                ..settings[2]
            },
        })
    }

    /// How far ξ_g is above its infimum where a linewidth vanishes: it is linear
    /// there, so by what doubling the distance changes.
    fn beyond<const N: usize>(&self, variables: [Variable; N], found: &Minimum<N>) -> f64 {
        let mut doubled = found.point;
        for (i, variable) in variables.into_iter().enumerate() {
            let vanishing = match variable {
                Variable::Cooperativity => false,
                _ => self.scale(variable).setting(found.point[i]) > -0.999,
            };
            if vanishing && found.at_bound[i] == -1 {
                doubled[i] += std::f64::consts::LN_2;
            }
        }
        if doubled == found.point {
            return 0.0;
        }
        self.epr_variance(self.settings(variables, doubled))
            .map_or(f64::INFINITY, |value| 1.1 * (value - found.value).abs())
    }

    fn certified(&self, couplings: &Couplings<Ball>) -> Result<Ball> {
        if matches!(self.scheme, Scheme::Unconditional) || self.reads_amplitude() {
            let ball = self.value(couplings).ok_or_else(|| self.unstable())?;
            closed_form::resolved("epr_variance", ball)?;
            return Ok(ball);
        }
        // The filter's equation is solved to rounding; its condition is seen
        // in what a relative change of the couplings by 1e-10 does.
        let plain = couplings.plain();
        let shifted = Couplings {
            motion_rate: plain.motion_rate * (1.0 + 1e-10),
            ..plain
        };
        let value = self.value(&plain).ok_or_else(|| self.unstable())?;
        let other = self.value(&shifted).unwrap_or(value);
        Ok(Ball::new(
            value,
            1e-12 * value + 1e-2 * (value - other).abs(),
        ))
    }

    fn unstable(&self) -> Error {
        Error::Contradiction {
            parameter: "theta_spin",
            message: "no angles within [0, π/2] make both oscillators stable with what is given"
                .to_owned(),
        }
    }
}

/// The search and the certified evaluation are two arithmetics of one formula,
/// so that a defect of either, or of a compiler, shows.
fn agreed(searched: f64, certified: Ball) -> Result<()> {
    let allowed = certified.error + 1e-6 * certified.value.abs();
    // What is not resolved is dropped later, by its bound.
    if (searched - certified.value).abs() <= allowed || certified.error.is_nan() {
        return Ok(());
    }
    Err(Error::BoundViolated {
        quantity: "epr_variance",
        value: searched,
        allowed: format!("{} of another arithmetic", certified.value),
    })
}

/// Whether the detector reads P_L, for which there is a closed form.
fn is_amplitude(phase: f64) -> bool {
    phase == std::f64::consts::FRAC_PI_2
}
