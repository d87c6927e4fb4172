//! The density of the spectrum at one site.

use super::environment::Environment;
use leggett_num::Work;
use leggett_num::lanczos::Lanczos;
use leggett_num::tridiagonal::Node;

/// Z = Σx and Φ = −Σx ln x over a spectral measure, x = (μ/g)^m.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub weight: f64,
    pub phi: f64,
}

/// By how much the two rules differ.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Gap {
    pub weight: f64,
    pub phi: f64,
}

/// What the density is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// m = M − 1.
    pub power: f64,
    /// g, about the largest eigenvalue.
    pub largest: f64,
}

impl Scale {
    fn sums(&self, nodes: &[Node]) -> Sums {
        let mut sums = Sums::default();
        // A node that is no number makes the sums none.
        for node in nodes
            .iter()
            .filter(|node| node.value > 0.0 || node.value.is_nan())
        {
            let logarithm = self.power * (node.value / self.largest).ln();
            let share = node.weight * logarithm.exp();
            sums.weight += share;
            sums.phi -= share * logarithm;
        }
        sums
    }
}

/// The steps before the first comparison of the two rules.
///
/// On [0, 1] a polynomial of degree k is within 2 exp(−k²/2m) of x^m (Newman and
/// Rivlin), so a Gauss rule of this depth has Σx to some 1e-13, whatever m.
pub(super) fn first_depth(power: f64) -> usize {
    const LOGARITHM: f64 = 31.0;
    let degree = (2.0 * power * LOGARITHM).sqrt();
    (0.5 * (degree + 1.0)).ceil().max(20.0) as usize
}

/// The sums at the environment's start, to within `allowed` by the comparison
/// of the two rules, or of two Gauss rules where one has a node at 0 already.
/// Starts with `depth` steps and leaves there how many it took.
///
/// The two rules are on either side of the integral where twice the depth is
/// above m. For longer chains [`first_depth`] sees to it that they are near.
pub(super) fn density(
    environment: &Environment,
    scale: Scale,
    allowed: f64,
    depth: &mut usize,
    work: &Work,
) -> crate::Result<(Sums, Gap)> {
    let mut lanczos = Lanczos::new(&environment.matrix, environment.start);
    let mut before = None;
    loop {
        lanczos.extend(*depth, work)?;
        let sums = scale.sums(&lanczos.gauss());
        if !(sums.weight + sums.phi).is_finite() {
            return Err(lost());
        }
        if lanczos.is_exhausted() {
            return Ok((sums, Gap::default()));
        }
        let radau = lanczos.gauss_radau().map(|nodes| scale.sums(&nodes));
        if let Some(other) = radau.or(before) {
            let gap = Gap {
                weight: (other.weight - sums.weight).abs(),
                phi: (other.phi - sums.phi).abs(),
            };
            if gap.weight + gap.phi <= allowed {
                return Ok((sums, gap));
            }
        }
        before = Some(sums);
        *depth = lanczos.depth() + lanczos.depth() / 3 + 1;
    }
}

/// Rounding spoiled a matrix, which finite input never causes.
fn lost() -> crate::Error {
    crate::Error::NotConverged {
        tolerance: 0.0,
        reached: f64::INFINITY,
        advice: "a local spectrum has no numbers; use another method".to_owned(),
    }
}

/// The largest eigenvalue that the environment's start has a part in.
pub(super) fn largest(environment: &Environment, work: &Work) -> crate::Result<f64> {
    let mut lanczos = Lanczos::new(&environment.matrix, environment.start);
    lanczos.extend(40, work)?;
    let nodes = lanczos.gauss();
    Ok(nodes.iter().fold(0.0, |most, node| node.value.max(most)))
}
