//! Strongly connected components of the graph of a matrix.

use crate::matrix::Matrix;

/// The strongly connected components of the graph with an edge j → k for every
/// A_jk that is more than rounding, ordered such that each has edges to itself
/// and earlier ones only: in this order A is block lower triangular, up to
/// rounding. Tarjan's algorithm; O(n²).
pub(super) fn strong(a: &Matrix) -> Vec<Vec<usize>> {
    let n = a.rows();
    let a = &without_rounding(a);
    let mut search = Search {
        order: vec![UNSEEN; n],
        low: vec![0; n],
        open: vec![false; n],
        stack: Vec::with_capacity(n),
        found: Vec::with_capacity(n),
        seen: 0,
    };
    for root in 0..n {
        if search.order[root] == UNSEEN {
            search.from(a, root);
        }
    }
    search.found
}

/// Without entries that are at most some units of rounding of the largest in
/// both their row and their column. What is dropped is left to refinement.
fn without_rounding(a: &Matrix) -> Matrix {
    let n = a.rows();
    let (mut rows, mut columns) = (vec![0.0f64; n], vec![0.0f64; n]);
    for (row, largest) in rows.iter_mut().enumerate() {
        for (entry, column) in a.row(row).iter().zip(&mut columns) {
            *largest = largest.max(entry.abs());
            *column = column.max(entry.abs());
        }
    }
    let unit = 16.0 * f64::EPSILON;
    Matrix::from_fn(n, n, |row, column| {
        let entry = a[(row, column)];
        if entry.abs() > unit * rows[row].min(columns[column]) {
            entry
        } else {
            0.0
        }
    })
}

const UNSEEN: usize = usize::MAX;

struct Search {
    order: Vec<usize>,
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    found: Vec<Vec<usize>>,
    seen: usize,
}

impl Search {
    /// Depth first, without recursion: a cascade is as deep as it is long.
    fn from(&mut self, a: &Matrix, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            let row = &a.row(node)[*next..];
            match row.iter().position(|entry| *entry != 0.0) {
                Some(skipped) => {
                    let other = *next + skipped;
                    *next = other + 1;
                    if self.order[other] == UNSEEN {
                        self.enter(other);
                        path.push((other, 0));
                    } else if self.open[other] {
                        self.low[node] = self.low[node].min(self.order[other]);
                    }
                }
                None => {
                    path.pop();
                    if let Some((parent, _)) = path.last() {
                        self.low[*parent] = self.low[*parent].min(self.low[node]);
                    }
                    self.leave(node);
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = self.seen;
        self.low[node] = self.seen;
        self.seen += 1;
        self.open[node] = true;
        self.stack.push(node);
    }

    fn leave(&mut self, node: usize) {
        if self.low[node] != self.order[node] {
            return;
        }
        let start = self.stack.iter().rposition(|other| *other == node);
        let mut part = self.stack.split_off(start.unwrap_or(0));
        part.iter().for_each(|member| self.open[*member] = false);
        part.sort_unstable();
        self.found.push(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_come_in_the_order_of_substitution() {
        let edges = [(0, 3), (3, 0), (1, 0), (2, 1), (4, 2), (2, 4)];
        let a = Matrix::from_fn(5, 5, |row, column| {
            f64::from(u8::from(edges.contains(&(row, column))))
        });
        let expected = [vec![0, 3], vec![1], vec![2, 4]];
        assert_eq!(strong(&a), expected);
        let noisy = Matrix::from_fn(5, 5, |row, column| a[(row, column)] + 1e-16);
        assert_eq!(strong(&noisy), expected);
    }
}
