//! Random numbers that a seed, a purpose and an index determine.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

/// The random numbers of one draw.
///
/// Draws are independent streams of one generator (ChaCha with 8 rounds), so
/// that each can be computed alone, in any order and on any machine.
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The draw with this index among those for a purpose.
    pub fn new(seed: u64, purpose: &str, index: u64) -> Self {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fingerprint(purpose).to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(index);
        Self(generator)
    }

    /// A number from the normal distribution with mean 0 and variance 1.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }
}

/// FNV-1a of 64 bits.
fn fingerprint(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_depend_on_seed_purpose_and_index_alone() {
        let first = |seed, purpose, index| Draw::new(seed, purpose, index).normal().to_bits();
        assert_eq!(first(1, "time", 7), first(1, "time", 7));
        let all = [
            first(1, "time", 7),
            first(2, "time", 7),
            first(1, "atoms", 7),
            first(1, "time", 8),
        ];
        assert!((1..4).all(|i| all[..i].iter().all(|other| *other != all[i])));
    }

    #[test]
    fn moments_of_the_normal_distribution() {
        let values: Vec<f64> = (0..20_000)
            .map(|index| Draw::new(3, "test", index).normal())
            .collect();
        let moment = |power| values.iter().map(|x| x.powi(power)).sum::<f64>() / 20_000.0;
        assert!(
            moment(1).abs() < 0.03
                && (moment(2) - 1.0).abs() < 0.05
                && (moment(4) - 3.0).abs() < 0.4
        );
    }
}
