//! Sets of points, as bits and as text.

/// A set of indices below a fixed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PointSet {
    words: Vec<u64>,
    total: usize,
}

impl PointSet {
    /// The empty set of indices below `total`.
    pub(super) fn new(total: usize) -> Self {
        Self {
            words: vec![0; total.div_ceil(64)],
            total,
        }
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        index < self.total && self.words[index / 64] >> (index % 64) & 1 == 1
    }

    /// Adds an index; those that are too large are ignored.
    pub(super) fn insert(&mut self, index: usize) {
        if index < self.total {
            self.words[index / 64] |= 1 << (index % 64);
        }
    }

    pub(super) fn remove(&mut self, index: usize) {
        if index < self.total {
            self.words[index / 64] &= !(1 << (index % 64));
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        let words = self
            .words
            .iter()
            .enumerate()
            .filter(|(_, word)| **word != 0);
        words.flat_map(|(place, word)| {
            let bits = (0..64).filter(move |bit| word >> bit & 1 == 1);
            bits.map(move |bit| 64 * place + bit)
        })
    }

    /// The indices that are not in the set.
    pub(super) fn missing(&self) -> impl Iterator<Item = usize> {
        (0..self.total).filter(|index| !self.contains(*index))
    }
}

/// Ascending indices as text, such as `0-3 7`.
pub(super) fn text(indices: impl Iterator<Item = usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for index in indices {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == index => *last = index,
            _ => runs.push((index, index)),
        }
    }
    let run = |(first, last): &(usize, usize)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(" ")
}

/// The indices below `total` that a text lists; what cannot be read is left
/// out.
pub(super) fn indices(text: &str, total: usize) -> impl Iterator<Item = usize> {
    text.split_whitespace().flat_map(move |item| {
        let (first, last) = item.split_once('-').unwrap_or((item, item));
        match (first.parse::<usize>(), last.parse::<usize>()) {
            (Ok(first), Ok(last)) => first..last.saturating_add(1).min(total),
            _ => 0..0,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(items: &[usize]) -> PointSet {
        let mut set = PointSet::new(200);
        items.iter().for_each(|item| set.insert(*item));
        set
    }

    #[test]
    fn sets_are_written_as_runs() {
        assert_eq!(
            text(set(&[0, 1, 2, 7, 63, 64, 199]).iter()),
            "0-2 7 63-64 199"
        );
        assert_eq!(text(set(&[]).iter()), "");
        assert_eq!(set(&[200, 5000]), set(&[]));
    }

    #[test]
    fn damaged_texts_are_read_as_far_as_possible() {
        let listed = "3 x 5-6 9-8 7- -1 99999999999999999999 198-4000000000";
        let read: Vec<usize> = indices(listed, 200).collect();
        assert_eq!(read, [3, 5, 6, 198, 199]);
    }

    proptest! {
        #[test]
        fn texts_read_back(items in proptest::collection::vec(0usize..200, 0..50)) {
            let written = set(&items);
            let read: Vec<usize> = indices(&text(written.iter()), 200).collect();
            prop_assert_eq!(&set(&read), &written);
            prop_assert_eq!(written.iter().chain(written.missing()).count(), 200);
            prop_assert_eq!(written.iter().count(), written.len());
        }
    }
}
