//! Lines along which a function on a grid has one value.

use super::model::{HeatMap, Scale};

/// The contour of a map's values at a level, as the points of segments with a
/// NaN after each: two edges of a cell at a time (marching squares), linear
/// between the centres of the cells on axes of these scales. Cells without a
/// value have no contour. O(cells).
pub fn contour(map: &HeatMap, level: f64, scales: [Scale; 2]) -> (Vec<f64>, Vec<f64>) {
    let columns = map.x.len();
    let value = |i: usize, j: usize| {
        map.values
            .get(j * columns + i)
            .map_or(f64::NAN, |v| v - level)
    };
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for j in 0..map.y.len().saturating_sub(1) {
        for i in 0..columns.saturating_sub(1) {
            let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)];
            let values = corners.map(|(i, j)| value(i, j));
            if values.iter().any(|value| value.is_nan()) {
                continue;
            }
            let crossings: Vec<[f64; 2]> = (0..4)
                .filter(|k| (values[*k] < 0.0) != (values[(k + 1) % 4] < 0.0))
                .map(|k| {
                    let next = (k + 1) % 4;
                    let share = values[k] / (values[k] - values[next]);
                    let [from, to] = [corners[k], corners[next]];
                    [
                        between(map.x[from.0], map.x[to.0], share, scales[0]),
                        between(map.y[from.1], map.y[to.1], share, scales[1]),
                    ]
                })
                .collect();
            for pair in crossings.chunks_exact(2) {
                x.extend([pair[0][0], pair[1][0], f64::NAN]);
                y.extend([pair[0][1], pair[1][1], f64::NAN]);
            }
        }
    }
    (x, y)
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

    #[test]
    fn the_contour_of_a_product_is_a_hyperbola() {
        let axis: Vec<f64> = (0..40).map(|i| 10f64.powf(f64::from(i) / 20.0)).collect();
        let values = axis
            .iter()
            .flat_map(|y| axis.iter().map(move |x| (x * y).ln()));
        let map = HeatMap {
            x: axis.clone(),
            y: axis.clone(),
            values: values.collect(),
            color: Axis::linear("ln xy"),
            blank_above: None,
            overlays: Vec::new(),
        };
        let (x, y) = contour(&map, 50f64.ln(), [Scale::Log, Scale::Log]);
        assert!(x.len() > 60 && x.len() == y.len());
        for (x, y) in x.iter().zip(&y).filter(|(x, _)| !x.is_nan()) {
            assert!((x * y / 50.0 - 1.0).abs() < 1e-12, "{x} {y}");
        }
        let (none, _) = contour(&map, 50.0, [Scale::Log, Scale::Log]);
        assert!(none.is_empty());
    }
}
