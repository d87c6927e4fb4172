//! Any two symmetric branches Σ_k c_{xk}|D_{N,k}⟩ under noise on every spin.
//!
//! |ψ_x⟩⟨ψ_y| is split into its coherence orders Δ = k − k', each of which
//! evolves by itself; the blocks of every J are put together afterwards.

use super::blocks::{self, Blocks, Part, negativity_of_block};
use super::span::Span;
use crate::error::Result;
use crate::estimate::{ErrorKind, Estimate};
use crate::noise::Channel;
use crate::symmetric::evolution::{Evolved, Generator};
use crate::systems::micro_macro::lose::Lost;
use crate::systems::micro_macro::{
    check_particles, check_share, largest_negativity, out_of_range, too_large,
};
use leggett_num::binomial::ln_weight;
use leggett_num::dense::Complex;
use leggett_num::{Work, pmf};

/// Two symmetric branches in a micro–macro state with weight w, and the noise.
#[derive(Debug, Clone, PartialEq)]
pub struct NoisySuperpositions {
    /// c_{xk}, k = 0, …, N, of both branches; each of norm one.
    pub amplitudes: [Vec<Complex>; 2],
    /// w.
    pub weight: f64,
    /// What acts on every spin and on the qubit.
    pub channel: Channel,
    /// Its strength for each spin.
    pub strength: f64,
    /// Its strength for the qubit, whose ↑ is |1⟩: damping takes |1⟩ to |0⟩.
    pub qubit_strength: f64,
}

/// The most spins.
pub const LARGEST: usize = 200;

/// The most spins of which some are lost.
pub const LARGEST_LOST: usize = 1000;

/// Shares of the state below this are left out.
const NEGLIGIBLE: f64 = 1e-18;

impl NoisySuperpositions {
    /// N.
    pub fn atoms(&self) -> usize {
        self.amplitudes[0].len().saturating_sub(1)
    }

    /// The negativity that is left. N ≤ 200.
    ///
    /// O(N · λ · N · rows) for the evolution of all orders, λ ≈ N p, and O(N⁴)
    /// for the eigenvalues; for loss O(N³) for every number of lost spins.
    pub fn negativity(&self, work: &Work) -> Result<Estimate> {
        self.check()?;
        let whole = self.channel.breaks_entanglement(self.strength)
            || self.channel.breaks_entanglement(self.qubit_strength);
        if whole {
            return Ok(Estimate {
                value: 0.0,
                error_bound: 0.0,
                kind: ErrorKind::Exact,
            });
        }
        if self.channel == Channel::Loss {
            return self.lossy(work);
        }
        let mut assembly = Assembly::new(self.atoms());
        for order in 0..=self.atoms() {
            self.evolve_order(order, &mut assembly, work)?;
        }
        let (mut value, mut error_bound) = (0.0, assembly.error);
        for blocks in assembly.blocks {
            work.check()?;
            let share = blocks.share();
            if share < NEGLIGIBLE {
                error_bound += share.abs() + NEGLIGIBLE;
                continue;
            }
            value += negativity_of_block(&blocks, self.channel, self.qubit_strength)?;
            error_bound += 16.0 * f64::EPSILON * share * blocks.size as f64;
        }
        Ok(Estimate {
            value,
            error_bound,
            kind: ErrorKind::Certified,
        })
    }

    /// What the loss of m spins leaves: the negativity, and the bound on it by
    /// the root fidelity of the lost spins' states, which is the trace norm of
    /// the coherence that is left. N ≤ 1000, O(N³) at most.
    pub fn lose(&self, particles: usize) -> Result<Lost> {
        if self.atoms() > LARGEST_LOST {
            return Err(too_large(self.atoms() as u64, LARGEST_LOST as u64));
        }
        self.check_shares()?;
        check_particles(particles as u64, self.atoms() as u64)?;
        let (blocks, lacking) = self.remaining(particles);
        let value = negativity_of_block(&blocks, Channel::Loss, 0.0)?;
        let rounding = 16.0 * f64::EPSILON * (blocks.size + particles) as f64 + lacking;
        let estimate = |value: f64| Estimate {
            value,
            error_bound: rounding,
            kind: ErrorKind::Exact,
        };
        let largest = largest_negativity(self.weight);
        Ok(Lost {
            negativity: estimate(value),
            negativity_deficit: estimate((largest - value).max(0.0)),
            negativity_bound: estimate(blocks.coherence_norm()?),
        })
    }

    /// Memory in bytes and operations of [`Self::lose`].
    pub fn cost_of_losing(&self, particles: usize) -> (f64, f64) {
        let (n, m) = (self.atoms().min(LARGEST_LOST) as f64, particles as f64);
        let rest = n - m + 1.0;
        let size = rest.min(2.0 * (m + 1.0));
        (
            50.0 * rest * size + 600.0 * size * size + 200.0 * n + 1e5,
            500.0 * size.powi(3) + 40.0 * rest * size * (size + m) + 1e4,
        )
    }

    /// All elements of one coherence order.
    fn evolve_order(&self, order: usize, assembly: &mut Assembly, work: &Work) -> Result<()> {
        let rates = self.channel.rates(self.strength).unwrap_or_default();
        let generator = Generator::new(self.atoms() as u64, order as u64, rates);
        let largest = largest_negativity(self.weight);
        let parts = [
            (Part::Zero, 0, 0, self.weight),
            (Part::One, 1, 1, 1.0 - self.weight),
            (Part::Between, 0, 1, largest),
            (Part::Turned, 1, 0, largest),
        ];
        for (part, x, y, scale) in parts {
            if part == Part::Turned && order == 0 {
                continue;
            }
            let (ket, bra) = (&self.amplitudes[x][order..], &self.amplitudes[y]);
            let initial = || ket.iter().zip(bra).map(|(a, b)| a * b.conj() * scale);
            for imaginary in [false, true] {
                let component = |z: Complex| if imaginary { z.im } else { z.re };
                let values: Vec<f64> = initial().map(component).collect();
                if values.iter().all(|x| *x == 0.0) {
                    continue;
                }
                let evolved = generator.evolve(order as u64, &values, work)?;
                assembly.add(part, order, imaginary, &evolved);
            }
        }
        Ok(())
    }

    /// Σ_m Bin(N,p;m) Neg_m over the number of lost spins.
    fn lossy(&self, work: &Work) -> Result<Estimate> {
        let lost = pmf::binomial(self.atoms() as u64, self.strength, 1.0 - self.strength);
        let (mut value, mut error_bound) = (0.0, lost.lost);
        for (share, m) in lost.weights.iter().zip(lost.first..) {
            work.check()?;
            if *share < NEGLIGIBLE {
                error_bound += share;
                continue;
            }
            let (blocks, lacking) = self.remaining(m as usize);
            value += share * negativity_of_block(&blocks, Channel::Loss, 0.0)?;
            error_bound += share * 16.0 * f64::EPSILON * (blocks.size + m as usize) as f64;
            error_bound += share * lacking;
        }
        error_bound += value * lost.mean_rounding();
        let kept = 1.0 - self.qubit_strength;
        Ok(Estimate {
            value: kept * value,
            error_bound: kept * error_bound,
            kind: ErrorKind::Certified,
        })
    }

    /// What the loss of m spins leaves, and what it may lack: Σ_u |φ_u⟩⟨φ_u|
    /// with φ_{x,u}(j) = c_{x,u+j} √H, H the hypergeometric probability that u
    /// of the m lost spins were up; in a basis of the span of all φ where that
    /// is smaller than the space of the others' Dicke states.
    fn remaining(&self, m: usize) -> (Blocks, f64) {
        let n = self.atoms();
        let rest = n - m;
        let ln = |spins: usize, k: usize| ln_weight(spins as u64, 2 * k as i64 - spins as i64);
        let whole: Vec<f64> = (0..=n).map(|k| ln(n, k)).collect();
        let others: Vec<f64> = (0..=rest).map(|j| ln(rest, j)).collect();
        let vectors = (0..=m).map(|u| {
            let here = ln(m, u);
            let root = |j: usize| (0.5 * (here + others[j] - whole[u + j])).exp();
            [0, 1].map(|x| {
                let element = |j: usize| self.amplitudes[x][u + j] * root(j);
                (0..=rest).map(element).collect::<Vec<_>>()
            })
        });
        let scales = [
            self.weight,
            largest_negativity(self.weight),
            1.0 - self.weight,
        ];
        if 2 * (m + 1) > rest {
            let mut blocks = Blocks::zero(rest + 1);
            vectors.for_each(|pair| blocks.add_outer(&pair, scales));
            return (blocks, 0.0);
        }
        let mut span = Span::default();
        let pairs: Vec<_> = vectors
            .map(|pair| pair.map(|it| span.coordinates(it)))
            .collect();
        let mut blocks = Blocks::zero(span.dimension());
        pairs.iter().for_each(|pair| blocks.add_outer(pair, scales));
        (blocks, 4.0 * span.dropped)
    }

    fn check(&self) -> Result<()> {
        self.check_shares()?;
        if self.atoms() > LARGEST {
            return Err(too_large(self.atoms() as u64, LARGEST as u64));
        }
        Ok(())
    }

    fn check_shares(&self) -> Result<()> {
        check_share("weight", self.weight)?;
        check_share("strength", self.strength)?;
        check_share("qubit_strength", self.qubit_strength)?;
        let [zero, one] = &self.amplitudes;
        if zero.len() != one.len() || zero.len() < 2 {
            let allowed = "N + 1 ≥ 2 amplitudes for both branches".to_owned();
            return Err(out_of_range("amplitudes", one.len(), allowed));
        }
        for amplitudes in &self.amplitudes {
            let norm: f64 = amplitudes.iter().map(|c| c.norm_sqr()).sum();
            if norm.is_nan() || (norm - 1.0).abs() > 1e-9 {
                let allowed = "branches of norm one".to_owned();
                return Err(out_of_range("amplitudes", norm, allowed));
            }
        }
        Ok(())
    }

    /// Peak memory in bytes and floating-point operations.
    pub fn cost(&self) -> (f64, f64) {
        let n = self.atoms() as f64;
        let Some(rates) = self.channel.rates(self.strength) else {
            let spread = (n * self.strength * (1.0 - self.strength)).sqrt();
            let terms = (18.0 * spread + 2.0).min(n + 1.0);
            let kept = n * (1.0 - self.strength) + 1.0;
            let kept = 2.0 * kept.min(2.0 * (n * self.strength + spread + 1.0));
            return (
                150.0 * n * n,
                terms * (8.0 * kept.powi(3) + 12.0 * self.strength * n * kept * kept),
            );
        };
        let jumps = n * (rates.down.max(rates.up) + rates.dephasing);
        let steps = jumps + 12.0 * jumps.sqrt() + 30.0;
        let elements = steps.min(0.5 * n + 1.0) * 0.5 * n;
        let (bytes, eigenvalues) = blocks::cost(n);
        (
            bytes + 8.0 * (n + 1.0).powi(3) + 100.0 * elements,
            8.0 * n * steps * 15.0 * elements + 4.0 * eigenvalues,
        )
    }
}

/// The blocks J = N/2 − d while their orders come in.
struct Assembly {
    blocks: Vec<Blocks>,
    error: f64,
}

impl Assembly {
    fn new(atoms: usize) -> Self {
        Self {
            blocks: (0..=atoms / 2)
                .map(|d| Blocks::zero(atoms - 2 * d + 1))
                .collect(),
            error: 0.0,
        }
    }

    fn add(&mut self, part: Part, order: usize, imaginary: bool, evolved: &Evolved) {
        self.error += 2.0 * evolved.error;
        let [low, high] = evolved.columns();
        for (d, blocks) in self.blocks.iter_mut().enumerate().take(evolved.rows()) {
            let size = blocks.size;
            let first = (low - d as i64).max(order as i64);
            for k in first..=(high - d as i64).min(size as i64 - 1) {
                let element = evolved.at(d, k + d as i64);
                let value = if imaginary {
                    Complex::new(0.0, element)
                } else {
                    Complex::new(element, 0.0)
                };
                blocks.put(part, k as usize, k as usize - order, value);
            }
        }
    }
}
