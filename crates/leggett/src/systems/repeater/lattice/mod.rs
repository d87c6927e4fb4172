//! The entropy at a cost that does not depend on N: the spectrum's density,
//! site by site.
//!
//! With u = (k − N/2)/√N and v = √N·θ the couplings of A live on a lattice of
//! the plane, the points (d/√N, √N(dt mod 2π)), whose cell has the area 2π for
//! every N; the weights w vary slowly with u, and cos^N falls off as
//! exp(−v²/8). So F(k) = <k|f(A)|k> is known from the sites within some radius
//! in v, by Lanczos iteration from k, and is a smooth function of u, so that
//! a trapezoidal sum over few k gives Tr f(A). Near rational times the sites
//! lie densely on lines, along which everything is smooth: there every m-th
//! site stands for m. Everything is refined until the change is below the
//! tolerance: the step in u, the radius, and the depth of the iteration, which
//! the rules of Gauss and of Gauss and Radau bracket.

mod density;
mod environment;
mod refinement;

use super::{Entanglement, Method, Probability};
use crate::measures::entropy;
use crate::{Error, ErrorKind, Result};
use density::{Gap, Sums};
use environment::Surroundings;
use leggett_num::Work;
use leggett_num::angle::Angle;
use leggett_num::refinement::rest;
use refinement::{Level, Refinement};
use std::f64::consts::LN_2;

/// Below this many atoms the radius would wrap around the circle of angles.
pub(super) const FEWEST_ATOMS: u64 = 2000;

/// Bytes at the largest radius and depth.
pub(super) const BYTES: f64 = 12e6;

/// The chain whose spectrum is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lattice {
    pub atoms: u64,
    /// M − 1.
    pub power: f64,
    pub time: Angle,
    /// Of the entropy, in ebits.
    pub tolerance: f64,
}

/// What is computed how precisely, in one attempt.
#[derive(Debug, Clone, Copy)]
struct Settings {
    /// The weight outside of the window.
    lost: f64,
    /// The couplings that are neglected.
    neglected: f64,
    /// The radius in v.
    radius: f64,
    /// How far apart the two rules may be, relative to the density at k = N/2.
    gap: f64,
}

/// The errors of one attempt, in ebits.
#[derive(Debug, Clone, Copy)]
struct Errors {
    step: f64,
    radius: f64,
    depth: f64,
    window: f64,
    /// Neglected couplings, and rounding.
    couplings: f64,
}

impl Errors {
    fn total(&self) -> f64 {
        self.step + self.radius + self.depth + self.window + self.couplings
    }
}

/// How often settings are tightened.
const ATTEMPTS: usize = 5;

/// What the sums may lose to rounding, relatively: the angles are exact to
/// some 1e-14 of the width of a coupling.
const ROUNDING: f64 = 1e-13;

/// What neglected couplings may change, relative to their size and the power:
/// generously more than first order perturbation theory gives.
const COUPLINGS: f64 = 50.0;

impl Lattice {
    /// E and p, by refining until the bound is below the tolerance.
    ///
    /// About 35 starting sites with 70 neighbours each at a tolerance of 1e-9,
    /// some milliseconds for every N.
    ///
    /// # Errors
    /// `NotConverged` where that cannot be reached.
    pub fn entanglement(&self, work: &Work) -> Result<Entanglement> {
        let mut settings = self.settings();
        let mut best = f64::INFINITY;
        for _ in 0..ATTEMPTS {
            let (result, errors) = self.attempt(&settings, work)?;
            best = best.min(errors.total());
            if result.entropy.error_bound <= self.tolerance {
                return Ok(result);
            }
            let share = 0.2 * self.tolerance;
            if errors.radius > share {
                settings.radius *= 1.5;
            }
            if errors.depth > share {
                settings.gap *= 0.1 * share / errors.depth;
            }
            if errors.window > share {
                settings.lost *= 0.1 * share / errors.window;
            }
            if settings.radius > self.largest_radius() || errors.step > share {
                break;
            }
        }
        Err(Error::NotConverged {
            tolerance: self.tolerance,
            reached: best,
            advice: "loosen the tolerance".to_owned(),
        })
    }

    /// Operations at a generic time: more starting sites for tighter tolerances
    /// and longer chains, the whole Krylov spaces for two ensembles.
    pub fn operations(&self) -> f64 {
        let digits = -self.tolerance.max(1e-13).log10();
        let site = if self.power == 1.0 { 4e6 } else { 4e5 };
        site * (1.0 + digits).powi(2) * (0.5 * self.power).max(1.0)
    }

    fn settings(&self) -> Settings {
        // A chain of M ensembles asks for walks of M−1 steps and more.
        let spread = (0.5 * self.power).sqrt().max(1.0);
        let digits = -self.tolerance.max(1e-13).log10();
        Settings {
            lost: (1e-4 * self.tolerance / self.power).max(1e-17),
            neglected: (1e-4 * self.tolerance / self.power).clamp(1e-16, 1e-8),
            radius: ((9.0 + 2.2 * digits) * spread).min(self.largest_radius()),
            gap: 0.02 * self.tolerance,
        }
    }

    /// Half the circle of angles, or what is still affordable.
    fn largest_radius(&self) -> f64 {
        (3.0 * (self.atoms as f64).sqrt()).min(250.0)
    }

    fn attempt(&self, settings: &Settings, work: &Work) -> Result<(Entanglement, Errors)> {
        let surroundings = Surroundings::new(self.atoms, &self.time, settings);
        let mut refinement = Refinement::new(&surroundings, self.power, settings, work)?;
        let mut level = refinement.next_level(work)?;
        let narrowed = refinement.radius_gap(work)?;
        let (mut before, mut step) = (level.sums, f64::INFINITY);
        let mut changes = [f64::INFINITY; 2];
        while refinement.may_refine() {
            level = refinement.next_level(work)?;
            changes = [changes[1], relative_change(&level.sums, &before)];
            before = level.sums;
            step = rest(changes);
            if step <= 0.2 * self.tolerance {
                break;
            }
        }
        Ok(self.result(&surroundings, &level, step, narrowed))
    }

    fn result(
        &self,
        surroundings: &Surroundings,
        level: &Level,
        step: f64,
        narrowed: Gap,
    ) -> (Entanglement, Errors) {
        let root = (self.atoms as f64).sqrt();
        let Sums { weight, phi } = level.sums;
        // Over all k instead of u.
        let (weight, phi) = (root * weight, root * phi);
        let dimension = self.atoms as f64 + 1.0;
        let relative = surroundings.lost * root / level.largest;
        let moved = self.power * relative * (1.0 + relative).powf(self.power - 1.0);
        let entropy = entropy::of_sums(weight, phi, 0.0, moved, dimension);
        let ebits = |gap: Gap| {
            let nats = gap.weight * (1.0 + phi / weight) + gap.phi;
            nats * root / (weight * LN_2)
        };
        let errors = Errors {
            step,
            radius: ebits(narrowed),
            depth: ebits(level.gap),
            window: entropy.error_bound,
            couplings: (COUPLINGS * self.power * surroundings.neglected + ROUNDING)
                * (1.0 + entropy.entropy),
        };
        // An error of E moves ln p by about as much; twice that is allowed.
        let share = moved / weight + 2.0 * (errors.total() - errors.window) * LN_2;
        let ln_p = self.power * (level.largest / root).ln() + weight.ln();
        let entanglement = Entanglement::new(
            self.atoms,
            (entropy.entropy, errors.total()),
            Probability::of_share(self.power, ln_p, share),
            ErrorKind::Estimated,
            Method::Lattice,
        );
        (entanglement, errors)
    }
}

/// By how much ln Z and Φ/Z differ, in ebits; not less for opposite signs.
fn relative_change(a: &Sums, b: &Sums) -> f64 {
    let weight = (a.weight / b.weight).ln().abs();
    (weight + (a.phi / a.weight - b.phi / b.weight).abs()) / LN_2
}
