//! Two Dicke states under noise on every spin, exactly.
//!
//! |D_k0⟩⟨D_k1| has the coherence order Δ = k0 − k1 and keeps it, so after the
//! noise the state consists of a(J,M), b(J,M) on the diagonals of the two
//! branches and c(J,M) between |0; J,M⟩ and |1; J,M−Δ⟩. The partial transpose
//! pairs (0; J,M−Δ) with (1; J,M), and Neg is a sum over 2×2 blocks.

use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::measures::negativity::Block;
use crate::noise::Channel;
use crate::symmetric::dephasing;
use crate::symmetric::evolution::{Evolved, Generator};
use crate::systems::micro_macro::{
    check_dicke, check_share, independent_loss, largest_negativity, out_of_range,
};
use leggett_num::Work;

/// Two Dicke states in a micro–macro state with weight w, and the noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoisyDicke {
    /// N.
    pub atoms: u64,
    /// k0 and k1.
    pub up: [u64; 2],
    /// w.
    pub weight: f64,
    /// What acts on every spin and on the qubit.
    pub channel: Channel,
    /// Its strength for each spin.
    pub strength: f64,
    /// Its strength for the qubit, whose ↑ is |1⟩: damping takes |1⟩ to |0⟩.
    pub qubit_strength: f64,
}

/// The most spins of noise that mixes different M.
const LARGEST: u64 = 100_000;

/// The most spins of dephasing.
const LARGEST_DEPHASED: u64 = 1_000_000_000_000;

impl NoisyDicke {
    /// The negativity that is left.
    ///
    /// O(λ · occupied elements), λ ≈ N p, for noise that mixes different M;
    /// O(√N + Δ) for dephasing.
    pub fn negativity(&self, work: &Work) -> Result<Estimate> {
        self.check()?;
        let [k0, k1] = self.up;
        let whole = self.channel.breaks_entanglement(self.strength)
            || self.channel.breaks_entanglement(self.qubit_strength);
        if k0 == k1 || whole {
            return Ok(Estimate {
                value: 0.0,
                error_bound: 0.0,
                kind: ErrorKind::Exact,
            });
        }
        if self.channel == Channel::Loss {
            let left =
                independent_loss::dicke(self.atoms, self.up, self.strength, self.weight, work)?;
            let kept = 1.0 - self.qubit_strength;
            return Ok(Estimate {
                value: kept * left.value,
                error_bound: kept * left.error_bound,
                ..left
            });
        }
        if self.channel == Channel::Dephasing {
            return self.dephased(work);
        }
        // With all spins turned over k0 > k1, and damping becomes pumping.
        if k0 > k1 {
            self.evolved(self.channel, self.up, work)
        } else {
            let turned = match self.channel {
                Channel::AmplitudeDamping => Channel::Pumping,
                Channel::Pumping => Channel::AmplitudeDamping,
                same => same,
            };
            self.evolved(turned, self.up.map(|k| self.atoms - k), work)
        }
    }

    /// Dephasing moves no population between different M, so no block has any
    /// on its diagonal, and the negativity is half the coherence's trace norm.
    fn dephased(&self, work: &Work) -> Result<Estimate> {
        let smaller = self.strength.min(1.0 - self.strength);
        let left = dephasing::coherence(self.atoms, self.up, smaller, work)?;
        let of_qubit = (1.0 - 2.0 * self.qubit_strength).abs();
        let value = largest_negativity(self.weight) * of_qubit * left.trace_norm;
        let kind = if left.complete {
            ErrorKind::Exact
        } else {
            ErrorKind::Estimated
        };
        Ok(Estimate {
            value,
            error_bound: (left.relative_error + 4.0 * f64::EPSILON) * value,
            kind,
        })
    }

    fn evolved(&self, channel: Channel, [k0, k1]: [u64; 2], work: &Work) -> Result<Estimate> {
        let order = k0 - k1;
        let rates = channel.rates(self.strength).unwrap_or_default();
        let populations = Generator::new(self.atoms, 0, rates);
        let zero = populations.evolve(k0, &[self.weight], work)?;
        let one = populations.evolve(k1, &[1.0 - self.weight], work)?;
        let coherence = Generator::new(self.atoms, order, rates);
        let between = coherence.evolve(k0, &[largest_negativity(self.weight)], work)?;
        let error_bound = zero.error + one.error + between.error;
        let value = self.paired(&zero, &one, &between, order as i64, work)?;
        Ok(Estimate {
            value,
            error_bound,
            kind: ErrorKind::Certified,
        })
    }

    /// Σ over the blocks that pair (0; J,M−Δ) with (1; J,M).
    fn paired(
        &self,
        zero: &Evolved,
        one: &Evolved,
        between: &Evolved,
        order: i64,
        work: &Work,
    ) -> Result<f64> {
        let [low, high] = between.columns();
        let mut sum = 0.0;
        for d in 0..between.rows() {
            work.check()?;
            for u in low..=high {
                // The qubit's ↑ is |1⟩.
                let qubit = |u: i64, c: f64| {
                    let before = [[one.at(d, u), c], [c, zero.at(d, u)]];
                    self.channel.apply(self.qubit_strength, before)
                };
                let [[b, c], _] = qubit(u, between.at(d, u));
                let [_, [_, a]] = qubit(u - order, 0.0);
                sum += Block { a, b, c: c.abs() }.negativity();
            }
        }
        Ok(sum)
    }

    fn check(&self) -> Result<()> {
        check_dicke(self.atoms, self.up)?;
        check_share("weight", self.weight)?;
        check_share("strength", self.strength)?;
        check_share("qubit_strength", self.qubit_strength)?;
        let largest = match self.channel {
            Channel::Loss => return Ok(()),
            Channel::Dephasing => LARGEST_DEPHASED,
            _ => LARGEST,
        };
        if self.atoms > largest {
            let allowed = format!("at most {largest} for {}", self.channel.name());
            return Err(out_of_range("atoms", self.atoms, allowed));
        }
        Ok(())
    }

    /// Peak memory in bytes and floating-point operations.
    pub fn cost(&self) -> (f64, f64) {
        let Some(rates) = self.channel.rates(self.strength) else {
            return independent_loss::cost(self.atoms, self.strength);
        };
        let n = self.atoms as f64;
        if self.channel == Channel::Dephasing {
            let smaller = self.strength.min(1.0 - self.strength);
            return dephasing::cost(self.atoms, self.up, smaller);
        }
        let [few, many] =
            [self.up[0].min(self.up[1]), self.up[0].max(self.up[1])].map(|k| k as f64);
        let [falls, rises] = [rates.down * many, rates.up * (n - few)];
        let jumps = falls + rises + rates.dephasing * n;
        let steps = jumps + 9.0 * jumps.sqrt() + 20.0;
        // J falls by at most one a step; M drifts and spreads diffusively.
        let rows = steps.min(0.5 * n + 1.0);
        let share = steps / jumps.max(f64::MIN_POSITIVE);
        let spread = 18.0 * ((falls + rises) * share).sqrt() + 40.0;
        let reach = match (falls > 0.0, rises > 0.0) {
            (true, true) => (2.0 * steps).min(n),
            (true, false) => steps.min(many),
            (false, true) => steps.min(n - few),
            (false, false) => 0.0,
        };
        let columns = reach.min((falls - rises).abs() * share + spread) + 1.0;
        let elements = rows * (columns + 4.0);
        // The region grows with the steps; a third of it is the mean.
        (
            8.0 * 5.0 * 1.3 * elements + 64.0 * n,
            3.0 * steps * 45.0 * 0.35 * elements,
        )
    }
}
