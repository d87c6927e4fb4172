//! Trapezoidal sums over starting sites, each with half the step of the one
//! before.

use super::Settings;
use super::density::{Gap, Scale, Sums, density, first_depth, largest};
use super::environment::Surroundings;
use crate::Result;
use leggett_num::Work;

/// The step in u of the first level for up to three ensembles; the density of
/// more is narrower.
const FIRST_STEP: f64 = 0.4;

/// The most halvings of the step.
const MOST_LEVELS: u32 = 6;

/// What contributes nothing, as a share of what is allowed at one site.
const NEGLIGIBLE: f64 = 1e-2;

/// How far within the radius the first level is computed again.
const NARROW: f64 = 0.7;

/// Sums over u ≥ 0 and their mirror images, so far.
pub(super) struct Refinement<'a> {
    surroundings: &'a Surroundings,
    scale: Scale,
    /// How far apart the rules may be.
    allowed: f64,
    /// Krylov steps that sufficed last.
    depth: usize,
    first_step: f64,
    level: u32,
    total: Sums,
    gap: Gap,
    /// What the starting sites of the first level have.
    first: Vec<Sums>,
}

/// Integrals over u.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    pub sums: Sums,
    /// What the rules leave open.
    pub gap: Gap,
    /// √N times the eigenvalue that the weights x = (μ/g)^m refer to.
    pub largest: f64,
}

impl<'a> Refinement<'a> {
    pub fn new(
        surroundings: &'a Surroundings,
        power: f64,
        settings: &Settings,
        work: &Work,
    ) -> Result<Self> {
        let centre = surroundings.environment(0.0, 1.0);
        let scale = Scale {
            power,
            largest: largest(&centre, work)?,
        };
        let mut depth = first_depth(power);
        let (sums, _) = density(&centre, scale, f64::INFINITY, &mut depth, work)?;
        Ok(Self {
            surroundings,
            scale,
            allowed: settings.gap * sums.weight,
            depth,
            first_step: FIRST_STEP * (2.0 / power.max(2.0)).sqrt(),
            level: 0,
            total: Sums::default(),
            gap: Gap::default(),
            first: Vec::new(),
        })
    }

    pub fn may_refine(&self) -> bool {
        self.level < MOST_LEVELS
    }

    /// The integrals with the first step, then with half of it, and so on.
    ///
    /// The density has images of its peak where lines of sites are far apart,
    /// so the first level looks everywhere; later ones pass over what lies
    /// between two sites that contribute nothing.
    pub fn next_level(&mut self, work: &Work) -> Result<Level> {
        let cells = 1usize << self.level;
        let step = self.first_step / cells as f64;
        // Later levels add the midpoints of the one before.
        let (first, stride) = if cells == 1 { (0, 1) } else { (1, 2) };
        let last = (self.surroundings.half_width / step) as usize;
        for index in (first..=last).step_by(stride) {
            if cells > 1 && self.is_negligible(index / cells) {
                continue;
            }
            let (sums, gap) = self.at(index as f64 * step, 1.0, work)?;
            if cells == 1 {
                self.first.push(sums);
            }
            let images = if index == 0 { 1.0 } else { 2.0 };
            self.total.weight += images * sums.weight;
            self.total.phi += images * sums.phi;
            self.gap.weight += images * gap.weight;
            self.gap.phi += images * gap.phi;
        }
        self.level += 1;
        let unit = step / self.surroundings.stride as f64;
        let Self { total, gap, .. } = self;
        Ok(Level {
            sums: Sums {
                weight: unit * total.weight,
                phi: unit * total.phi,
            },
            gap: Gap {
                weight: unit * gap.weight,
                phi: unit * gap.phi,
            },
            largest: self.scale.largest,
        })
    }

    /// Whether both ends of this cell of the first level contribute nothing.
    fn is_negligible(&self, cell: usize) -> bool {
        let ends = &self.first[cell..self.first.len().min(cell + 2)];
        ends.iter()
            .all(|sums| sums.weight + sums.phi.abs() <= NEGLIGIBLE * self.allowed)
    }

    /// What the first level changes by with fewer sites around each starting
    /// site, by magnitude.
    pub fn radius_gap(&mut self, work: &Work) -> Result<Gap> {
        let mut gap = Gap::default();
        for index in 0..self.first.len() {
            let sums = self.first[index];
            let (narrow, _) = self.at(index as f64 * self.first_step, NARROW, work)?;
            let images = if index == 0 { 1.0 } else { 2.0 };
            gap.weight += images * (narrow.weight - sums.weight).abs();
            gap.phi += images * (narrow.phi - sums.phi).abs();
        }
        let unit = self.first_step / self.surroundings.stride as f64;
        Ok(Gap {
            weight: unit * gap.weight,
            phi: unit * gap.phi,
        })
    }

    fn at(&mut self, u: f64, share: f64, work: &Work) -> Result<(Sums, Gap)> {
        let environment = self.surroundings.environment(u, share);
        density(
            &environment,
            self.scale,
            self.allowed,
            &mut self.depth,
            work,
        )
    }
}
