//! State vectors cut into rows, one for each configuration of some sites.

use super::SpinVector;
use super::sites::{self, Sites};
use crate::error::Result;
use leggett_num::Work;
use leggett_num::gram::{self, Block, Gram, GramMatrix};

/// The rows `⟨u|ψ_x⟩` of one or two vectors ψ_x for every configuration u of
/// m sites, each a vector of the other spins; row (x, u) has the number
/// x 2^m + u.
///
/// `Tr |ψ_y⟩⟨ψ_x|` over the other spins has the entry (v, u) ⟨row(x,u)|row(y,v)⟩,
/// so that the Gram matrix of the rows holds the reduced density matrices of
/// the sites and the cross terms between the vectors.
pub struct Rows<'a> {
    vectors: Vec<&'a SpinVector>,
    offsets: Vec<usize>,
    /// The indices of the configurations of the last other spins, and of the
    /// ones before these.
    inner: Vec<usize>,
    outer: Vec<usize>,
}

/// Entries of a row that are treated at once, unless there are many rows.
const LENGTH: usize = 128;

impl<'a> Rows<'a> {
    /// Of vectors of as many spins as the sites belong to.
    pub fn new(vectors: &[&'a SpinVector], sites: &Sites) -> Self {
        let rows = vectors.len() << sites.count();
        // Blocks of about 1 MiB at most, but not too short.
        let length = LENGTH.min((1usize << 16) / rows.max(1)).max(16);
        Self::in_blocks(vectors, sites, length)
    }

    /// In blocks of at most this length, a power of two.
    pub(super) fn in_blocks(vectors: &[&'a SpinVector], sites: &Sites, length: usize) -> Self {
        let others = sites.others();
        let offsets = sites.offsets();
        let inner_sites = others.count().min(length.ilog2() as usize);
        let (first, last) = others.list().split_at(others.count() - inner_sites);
        Self {
            vectors: vectors.to_vec(),
            offsets,
            inner: sites::offsets(others.spins(), last),
            outer: sites::offsets(others.spins(), first),
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.vectors.len() * self.offsets.len()
    }

    /// How many entries a row has.
    pub fn length(&self) -> usize {
        self.inner.len() * self.outer.len()
    }

    /// The error of products of rows relative to their norms.
    pub fn rounding(&self) -> f64 {
        gram::rounding(self.inner.len(), self.outer.len())
    }

    /// An empty block for so many columns.
    pub(super) fn block(&self, columns: usize) -> Block {
        Block::new(columns, self.inner.len())
    }

    /// Hands all entries of the rows `chosen` to `take`, block after block.
    pub(super) fn for_each_block(
        &self,
        chosen: &[usize],
        work: &Work,
        mut take: impl FnMut(&Block),
    ) -> Result<()> {
        let mut block = self.block(chosen.len());
        // A long run of indices is copied faster than picked out.
        let contiguous = self.inner.last() == Some(&(self.inner.len() - 1));
        for outer in &self.outer {
            work.check()?;
            for (column, row) in chosen.iter().enumerate() {
                let (vector, configuration) = (row / self.offsets.len(), row % self.offsets.len());
                let start = outer + self.offsets[configuration];
                let source = &self.vectors[vector].amplitudes()[start..];
                let (real, imaginary) = block.column_mut(column);
                let targets = real.iter_mut().zip(imaginary);
                if contiguous {
                    for ((re, im), z) in targets.zip(&source[..self.inner.len()]) {
                        (*re, *im) = (z.re, z.im);
                    }
                } else {
                    for ((re, im), index) in targets.zip(&self.inner) {
                        (*re, *im) = (source[*index].re, source[*index].im);
                    }
                }
            }
            take(&block);
        }
        Ok(())
    }

    /// ⟨row|row'⟩ for all rows, each with an error of at most
    /// [`Rows::rounding`] times both norms. O(2^N 2^m).
    pub fn gram(&self, work: &Work) -> Result<GramMatrix> {
        let all: Vec<usize> = (0..self.count()).collect();
        let mut gram = Gram::new(all.len());
        self.for_each_block(&all, work, |block| gram.add(block))?;
        Ok(gram.finish())
    }
}
