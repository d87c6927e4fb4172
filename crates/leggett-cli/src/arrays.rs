//! Arrays as people read them.

use crate::digits::with_bound;
use crate::table;
use leggett_studies::Array;

/// Longer tables have their middle left out.
const MOST_ROWS: usize = 20;
const MOST_COLUMNS: usize = 8;

/// What stands where rows or columns are left out.
const GAP: &str = "…";

/// A line for each number along one dimension, with its coordinate and bound.
/// With more dimensions a table, whose columns are along the last one.
pub(crate) fn shown(array: &Array, dims: &[&str]) -> String {
    let texts: Vec<String> = array
        .estimates
        .iter()
        .map(|estimate| with_bound(estimate.value, estimate.error_bound))
        .collect();
    let mut along: Vec<Vec<String>> = array.coordinates.iter().map(|it| it.texts()).collect();
    let last = match along.len() {
        0 | 1 => Vec::new(),
        _ => along.pop().unwrap_or_default(),
    };
    let mut head: Vec<String> = dims.iter().map(|dim| (*dim).to_owned()).collect();
    head.truncate(along.len());
    head.extend(kept(&last, MOST_COLUMNS));
    let width = last.len().max(1);
    let body: Vec<Vec<String>> = names(&along)
        .into_iter()
        .zip(texts.chunks(width))
        .map(|(name, numbers)| [name, kept(numbers, MOST_COLUMNS)].concat())
        .collect();
    let rows = match body.len() > MOST_ROWS {
        true => {
            let half = MOST_ROWS / 2;
            let gap = vec![vec![GAP.to_owned()]];
            [&body[..half], &gap, &body[body.len() - half..]].concat()
        }
        false => body,
    };
    table::aligned(&[vec![head], rows].concat())
}

/// The coordinates of each row, the last one fastest.
fn names(along: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut names = vec![Vec::new()];
    for texts in along {
        let longer = |name: &Vec<String>| -> Vec<Vec<String>> {
            let texts = texts.iter();
            texts
                .map(|text| [name.as_slice(), std::slice::from_ref(text)].concat())
                .collect()
        };
        names = names.iter().flat_map(longer).collect();
    }
    names
}

/// As many of the items as are shown.
fn kept(items: &[String], most: usize) -> Vec<String> {
    if items.len() <= most {
        return items.to_vec();
    }
    let half = most / 2;
    let gap = [GAP.to_owned()];
    [&items[..half], &gap, &items[items.len() - half..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use leggett_studies::{Coordinates, ErrorKind, Estimates};

    fn array(coordinates: Vec<Coordinates>) -> Array {
        let shape: Vec<usize> = coordinates.iter().map(Coordinates::len).collect();
        let places: usize = shape.iter().product();
        Array {
            estimates: Estimates {
                values: (0..places).map(|place| 0.5 * place as f64).collect(),
                error_bounds: vec![1e-3; places],
                shape,
                kind: ErrorKind::Estimated,
            },
            coordinates,
        }
    }

    #[test]
    fn one_dimension_is_a_list() {
        let list = array(vec![Coordinates::Numbers(vec![0.5, 10.0])]);
        let expected = "  frequency\n  0.5        0 ± 1e-3\n  10.0       0.500 ± 1e-3\n";
        assert_eq!(shown(&list, &["frequency"]), expected);
    }

    #[test]
    fn two_dimensions_are_a_table() {
        let matrix = array(vec![Coordinates::labels(&["a", "b"]); 2]);
        let expected = "  side  a             b\n  a     0 ± 1e-3      0.500 ± 1e-3\n  \
            b     1.000 ± 1e-3  1.500 ± 1e-3\n";
        assert_eq!(shown(&matrix, &["side", "side_2"]), expected);
    }

    #[test]
    fn long_tables_have_their_middle_left_out() {
        let numbers = |count: usize| Coordinates::Numbers((0..count).map(|i| i as f64).collect());
        let text = shown(&array(vec![numbers(50), numbers(30)]), &["x", "y"]);
        assert_eq!(text.lines().count(), 1 + MOST_ROWS + 1);
        let first = text.lines().next().unwrap_or_default();
        let head: Vec<&str> = first.split_whitespace().collect();
        assert_eq!(
            head,
            [
                "x", "0.0", "1.0", "2.0", "3.0", "…", "26.0", "27.0", "28.0", "29.0"
            ]
        );
        assert!(text.contains("\n  …\n") && text.contains("\n  49.0"));
        let cube = shown(
            &array(vec![numbers(2), numbers(2), numbers(2)]),
            &["x", "y", "z"],
        );
        assert_eq!(cube.lines().count(), 5);
        assert!(
            cube.contains("  1.0  0.0  2.000 ± 1e-3  2.500 ± 1e-3\n"),
            "{cube}"
        );
    }
}
