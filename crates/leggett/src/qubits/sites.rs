//! Some of N spins.

use crate::error::{Error, Result};

/// Different spins of N, in ascending order.
///
/// A configuration u of m sites is a number below 2^m: its most significant
/// bit belongs to the first site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sites {
    spins: usize,
    list: Vec<usize>,
}

impl Sites {
    /// These sites, in any order, of so many spins. Errors name `sites`.
    pub fn new(spins: usize, mut list: Vec<usize>) -> Result<Self> {
        list.sort_unstable();
        if let Some(site) = list.iter().find(|site| **site >= spins) {
            return Err(Error::OutOfRange {
                parameter: "sites",
                value: site.to_string(),
                allowed: format!("from 0 to {} for {spins} spins", spins - 1),
            });
        }
        if let Some(twice) = list.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Error::Contradiction {
                parameter: "sites",
                message: format!("spin {} is given twice", twice[0]),
            });
        }
        Ok(Self { spins, list })
    }

    /// One site, below the number of spins.
    pub fn single(spins: usize, site: usize) -> Self {
        debug_assert!(site < spins);
        let list = vec![site];
        Self { spins, list }
    }

    /// N.
    pub fn spins(&self) -> usize {
        self.spins
    }

    /// m.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The sites in ascending order.
    pub fn list(&self) -> &[usize] {
        &self.list
    }

    /// All other spins.
    pub fn others(&self) -> Self {
        let list = (0..self.spins)
            .filter(|site| !self.list.contains(site))
            .collect();
        let spins = self.spins;
        Self { spins, list }
    }

    /// The index of every configuration of the sites, all others being down.
    pub fn offsets(&self) -> Vec<usize> {
        offsets(self.spins, &self.list)
    }
}

/// The same for some of the sites.
pub(super) fn offsets(spins: usize, list: &[usize]) -> Vec<usize> {
    let mut offsets = vec![0];
    for site in list {
        let bit = 1 << (spins - 1 - site);
        offsets = offsets.iter().flat_map(|o| [*o, o + bit]).collect();
    }
    offsets
}

/// All sets of `count` of so many spins, in lexical order.
pub fn subsets(spins: usize, count: usize) -> impl Iterator<Item = Sites> {
    let mut next = (count <= spins).then(|| (0..count).collect::<Vec<_>>());
    std::iter::from_fn(move || {
        let list = next.take()?;
        let movable = (0..count).rev().find(|i| list[*i] < spins - (count - i));
        next = movable.map(|i| {
            let mut following = list[..i].to_vec();
            following.extend((0..count - i).map(|step| list[i] + 1 + step));
            following
        });
        Some(Sites { spins, list })
    })
}

/// C(N, m) as a double, exact while it is below 2^53.
pub fn subset_count(spins: usize, count: usize) -> f64 {
    (0..count).fold(1.0, |product, i| {
        product * (spins as f64 - i as f64) / (i + 1) as f64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subset_once() {
        for spins in 1..=7 {
            for count in 0..=spins {
                let all: Vec<Sites> = subsets(spins, count).collect();
                assert_eq!(all.len() as f64, subset_count(spins, count));
                assert!(all.windows(2).all(|pair| pair[0].list < pair[1].list));
                assert!(all.iter().all(|it| it.others().count() == spins - count));
            }
            assert_eq!(subsets(spins, spins + 1).count(), 0);
        }
    }

    #[test]
    fn configurations_and_their_indices() {
        let sites = Sites::new(4, vec![3, 1]).unwrap();
        assert_eq!(sites.offsets(), [0b0000, 0b0001, 0b0100, 0b0101]);
        assert_eq!(sites.others().offsets(), [0b0000, 0b0010, 0b1000, 0b1010]);
        assert!(Sites::new(4, vec![4]).is_err());
        assert!(Sites::new(4, vec![2, 2]).is_err());
    }
}
