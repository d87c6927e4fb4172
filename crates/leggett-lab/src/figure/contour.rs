//! Lines along which a function on a grid has one value.

use super::model::{HeatMap, Scale};
use std::collections::BTreeMap;

/// An edge of the grid, by the indices of its two corners.
type Edge = [usize; 2];

/// The contour of a map's values at a level, as chains of points with a NaN
/// after each: through the edges of the cells (marching squares), linear
/// between the centres of the cells on axes of these scales. Cells without a
/// value have no contour. O(cells), and O(n log n) for its n points.
pub fn contour(map: &HeatMap, level: f64, scales: [Scale; 2]) -> (Vec<f64>, Vec<f64>) {
    let columns = map.x.len();
    let point = |[from, to]: Edge| {
        let share = (map.values[from] - level) / (map.values[from] - map.values[to]);
        let [x, y] = [&map.x, &map.y];
        [
            between(x[from % columns], x[to % columns], share, scales[0]),
            between(y[from / columns], y[to / columns], share, scales[1]),
        ]
    };
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for chain in chains(&segments(map, level)) {
        let gap = [f64::NAN; 2];
        for [right, up] in chain.into_iter().map(point).chain([gap]) {
            x.push(right);
            y.push(up);
        }
    }
    (x, y)
}

/// Which edges the contour joins within each cell.
fn segments(map: &HeatMap, level: f64) -> Vec<[Edge; 2]> {
    let columns = map.x.len();
    let mut segments = Vec::new();
    for j in 1..map.y.len() {
        for i in 1..columns {
            let last = j * columns + i;
            let corners = [last - columns - 1, last - columns, last, last - 1];
            let values = corners.map(|k| map.values.get(k).map_or(f64::NAN, |v| v - level));
            if values.iter().any(|value| value.is_nan()) {
                continue;
            }
            // One name for an edge, whichever cell it is seen from.
            let crossed: Vec<Edge> = (0..4)
                .map(|k| (k, (k + 1) % 4))
                .filter(|(k, next)| (values[*k] < 0.0) != (values[*next] < 0.0))
                .map(|(k, next)| [corners[k], corners[next]])
                .map(|[from, to]| [from.min(to), from.max(to)])
                .collect();
            segments.extend(crossed.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
        }
    }
    segments
}

/// Joins segments end to end, so that dashes run on from cell to cell. An edge
/// has at most two segments, one on either side.
fn chains(segments: &[[Edge; 2]]) -> Vec<Vec<Edge>> {
    let mut at: BTreeMap<Edge, Vec<usize>> = BTreeMap::new();
    for (index, ends) in segments.iter().enumerate() {
        for edge in ends {
            at.entry(*edge).or_default().push(index);
        }
    }
    let mut used = vec![false; segments.len()];
    let mut chains = Vec::new();
    // Open chains from their ends; what is left are loops.
    let ends = at.iter().filter(|(_, segments)| segments.len() == 1);
    for (&start, _) in ends.chain(&at) {
        let mut chain = vec![start];
        let mut here = start;
        while let Some(&index) = at[&here].iter().find(|index| !used[**index]) {
            used[index] = true;
            let [from, to] = segments[index];
            here = if from == here { to } else { from };
            chain.push(here);
        }
        if chain.len() > 1 {
            chains.push(chain);
        }
    }
    chains
}

fn between(from: f64, to: f64, share: f64, scale: Scale) -> f64 {
    match scale {
        Scale::Linear => from + share * (to - from),
        Scale::Log => from * (to / from).powf(share),
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::Axis;
    use super::*;

    fn map(x: &[f64], y: &[f64], value: impl Fn(f64, f64) -> f64) -> HeatMap {
        let value = &value;
        let rows = y.iter().flat_map(|y| x.iter().map(move |x| value(*x, *y)));
        HeatMap {
            values: rows.collect(),
            x: x.to_vec(),
            y: y.to_vec(),
            color: Axis::linear("z"),
            blank_above: None,
            overlays: Vec::new(),
        }
    }

    fn pieces(x: &[f64]) -> usize {
        x.iter().filter(|x| x.is_nan()).count()
    }

    #[test]
    fn the_contour_of_a_product_is_a_hyperbola() {
        let axis: Vec<f64> = (0..40).map(|i| 10f64.powf(f64::from(i) / 20.0)).collect();
        let map = map(&axis, &axis, |x, y| (x * y).ln());
        let (x, y) = contour(&map, 50f64.ln(), [Scale::Log, Scale::Log]);
        assert!(x.len() > 60 && x.len() == y.len());
        assert_eq!(pieces(&x), 1);
        for (x, y) in x.iter().zip(&y).filter(|(x, _)| !x.is_nan()) {
            assert!((x * y / 50.0 - 1.0).abs() < 1e-12, "{x} {y}");
        }
        let (none, _) = contour(&map, 50.0, [Scale::Log, Scale::Log]);
        assert!(none.is_empty());
    }
    #[test]
    fn a_hill_has_one_closed_contour_as_long_as_its_circle() {
        let axis: Vec<f64> = (-50..=50).map(|i| f64::from(i) / 25.0).collect();
        let hill = map(&axis, &axis, |x, y| x * x + y * y);
        let (x, y) = contour(&hill, 1.0, [Scale::Linear; 2]);
        let points: Vec<[f64; 2]> = x.iter().zip(&y).map(|(x, y)| [*x, *y]).collect();
        let ring = &points[..points.len() - 1];
        assert_eq!(pieces(&x), 1);
        assert_eq!(ring.first(), ring.last());
        let length: f64 = ring
            .windows(2)
            .map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1]))
            .sum();
        assert!((length / std::f64::consts::TAU - 1.0).abs() < 1e-3);
    }

    #[test]
    fn holes_rows_and_saddles() {
        let axis = [0.0, 1.0, 2.0];
        let hole = map(&axis, &axis, |x, y| if x + y == 4.0 { f64::NAN } else { x });
        let (x, y) = contour(&hole, 1.5, [Scale::Linear; 2]);
        assert_eq!(
            (&x[..2], &y[..2], x.len()),
            (&[1.5, 1.5][..], &[0.0, 1.0][..], 3)
        );
        let row = map(&axis, &[0.0], |x, _| x);
        assert!(contour(&row, 1.5, [Scale::Linear; 2]).0.is_empty());
        let saddle = map(&[0.0, 1.0], &[0.0, 1.0], |x, y| (x - y).abs());
        assert_eq!(pieces(&contour(&saddle, 0.5, [Scale::Linear; 2]).0), 2);
    }
}
