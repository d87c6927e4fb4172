//! The sites around one site, and the matrix that couples them.

use super::Settings;
use crate::dicke::Window;
use leggett_num::angle::Angle;
use leggett_num::angle_lattice::{AngleLattice, LatticePoint};
use leggett_num::banded::Banded;
use leggett_num::binomial;

/// Sites of a decimated line are at most so far apart, by the lattice's measure:
/// what the sums over them lack is e^{−π²/(2·0.36²)}, as two ensembles feel it.
const SPACING: f64 = 0.36;

/// All points of the lattice that any environment may need.
pub(super) struct Surroundings {
    atoms: u64,
    root: f64,
    /// Every how many of the sites along the shortest vector is kept.
    pub stride: i64,
    /// Points within the radius, by angle.
    points: Vec<LatticePoint>,
    /// The largest |u| inside of the window.
    pub half_width: f64,
    /// The weight outside.
    pub lost: f64,
    /// The radius in v.
    radius: f64,
    /// Couplings below this are left out.
    pub neglected: f64,
    /// How far the others reach in v.
    reach: f64,
}

/// The coupled sites within some radius around a starting site.
pub(super) struct Environment {
    /// √N·A, decimated.
    pub matrix: Banded,
    /// The place of the starting site.
    pub start: usize,
}

impl Surroundings {
    pub fn new(atoms: u64, time: &Angle, settings: &Settings) -> Self {
        let root = (atoms as f64).sqrt();
        let window = Window::losing(atoms, settings.lost);
        // Weights are continued between the whole k, away from the ends.
        let reach = (window.reach as f64).min(0.9 * atoms as f64);
        let lattice = AngleLattice::new(*time, atoms as f64);
        let spacing = lattice.length(lattice.shortest()) / SPACING;
        let stride = (1.0 / spacing).floor().clamp(1.0, 1e15) as i64;
        Self {
            atoms,
            root,
            stride,
            points: lattice.strip(stride, 2.0 * reach, settings.radius / root),
            half_width: 0.5 * reach / root,
            lost: window.lost,
            radius: settings.radius,
            neglected: settings.neglected,
            reach: (-8.0 * settings.neglected.ln()).sqrt(),
        }
    }

    /// Around the site at u, the sites within this share of the radius.
    pub fn environment(&self, u: f64, share: f64) -> Environment {
        let limit = share * self.radius / self.root;
        let mut start = 0;
        let mut sites: Vec<(f64, f64)> = Vec::with_capacity(self.points.len());
        for point in &self.points {
            let here = u + point.steps as f64 / self.root;
            if here.abs() > self.half_width || point.angle.abs() > limit {
                continue;
            }
            if point.steps == 0 {
                start = sites.len();
            }
            sites.push((point.angle, self.amplitude(here)));
        }
        Environment {
            matrix: self.matrix(&sites),
            start,
        }
    }

    /// w scaled by N^{1/4}, times √stride since each site stands for as many.
    fn amplitude(&self, u: f64) -> f64 {
        let ln_weight = binomial::ln_weight_at(self.atoms, 2.0 * u * self.root);
        (0.5 * (ln_weight + (self.stride as f64 * self.root).ln())).exp()
    }

    fn matrix(&self, sites: &[(f64, f64)]) -> Banded {
        let reach = self.reach / self.root;
        let end = |index: usize| {
            let limit = sites[index].0 + reach;
            index + sites[index..].partition_point(|site| site.0 <= limit)
        };
        let ends: Vec<usize> = (0..sites.len()).map(end).collect();
        let spans = ends.iter().enumerate().map(|(index, end)| end - index);
        let mut matrix = Banded::zeros(sites.len(), spans.max().unwrap_or(1) - 1);
        for (column, &(angle, amplitude)) in sites.iter().enumerate() {
            for (row, &(other, weight)) in sites.iter().enumerate().take(ends[column]).skip(column)
            {
                let overlap = (self.atoms as f64 * ln_cosine(0.5 * (other - angle))).exp();
                matrix.set(row, column, amplitude * weight * overlap);
            }
        }
        matrix
    }
}

/// ln cos y for |y| < π/2, without cancellation for small y.
fn ln_cosine(y: f64) -> f64 {
    let square = y * y;
    if square < 2e-3 {
        // The next term is below 1e-16 of the first.
        let rest = 17.0 / 2520.0 + square * (31.0 / 14175.0);
        return -square * (0.5 + square * (1.0 / 12.0 + square * (1.0 / 45.0 + square * rest)));
    }
    let sine = y.sin();
    0.5 * (-sine * sine).ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_series_of_ln_cos_meets_the_function() {
        for y in [1e-9f64, 1e-3, 0.02, 0.0447, 0.0448, 0.3, 1.0] {
            let exact = 0.5 * (-y.sin().powi(2)).ln_1p();
            assert!((ln_cosine(y) / exact - 1.0).abs() < 4e-16, "{y}");
        }
    }
}
