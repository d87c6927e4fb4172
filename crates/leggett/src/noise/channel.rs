//! Channels of one two-level system, by the probability that they act.

use crate::symmetric::Rates;

/// A channel, with a strength that is a probability per particle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// ρ → (1−p) ρ + p ZρZ; p > ½ equals 1−p up to a local Z.
    Dephasing,
    /// ρ → (1−p) ρ + p·1/2.
    Depolarizing,
    /// ↑ decays to ↓ with probability γ.
    AmplitudeDamping,
    /// ↓ is pumped to ↑ with probability γ.
    Pumping,
    /// The particle is lost with probability p, and it is known which are.
    Loss,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Dephasing,
        Self::Depolarizing,
        Self::AmplitudeDamping,
        Self::Pumping,
        Self::Loss,
    ];

    /// Its name as users write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dephasing => "dephasing",
            Self::Depolarizing => "depolarizing",
            Self::AmplitudeDamping => "amplitude-damping",
            Self::Pumping => "pumping",
            Self::Loss => "loss",
        }
    }

    /// The rates that generate it in unit time, where it has any that are
    /// finite: not for loss, nor where it breaks all entanglement at once.
    pub fn rates(self, strength: f64) -> Option<Rates> {
        let lasting = -(-strength).ln_1p();
        let rates = match self {
            Self::Dephasing => {
                let smaller = strength.min(1.0 - strength);
                Rates {
                    dephasing: -0.5 * (-2.0 * smaller).ln_1p(),
                    ..Rates::default()
                }
            }
            Self::Depolarizing => Rates {
                down: 0.5 * lasting,
                up: 0.5 * lasting,
                dephasing: 0.25 * lasting,
            },
            Self::AmplitudeDamping => Rates {
                down: lasting,
                ..Rates::default()
            },
            Self::Pumping => Rates {
                up: lasting,
                ..Rates::default()
            },
            Self::Loss => return None,
        };
        (rates.down + rates.up + rates.dephasing)
            .is_finite()
            .then_some(rates)
    }

    /// Whether what it leaves of a particle is never entangled with anything.
    ///
    /// On every particle of an ensemble such a channel leaves the ensemble
    /// separable from the rest.
    pub fn breaks_entanglement(self, strength: f64) -> bool {
        match self {
            Self::Dephasing => strength == 0.5,
            Self::Depolarizing => strength >= 2.0 / 3.0,
            Self::AmplitudeDamping | Self::Pumping | Self::Loss => strength == 1.0,
        }
    }

    /// What it makes of the operator [[↑↑, ↑↓], [↓↑, ↓↓]] of one particle; for
    /// loss, of those that are not lost, without their probability.
    pub fn apply<T>(self, strength: f64, [[uu, ud], [du, dd]]: [[T; 2]; 2]) -> [[T; 2]; 2]
    where
        T: Copy + std::ops::Add<Output = T> + std::ops::Mul<f64, Output = T>,
    {
        let rest = 1.0 - strength;
        match self {
            Self::Dephasing => {
                let left = 1.0 - 2.0 * strength;
                [[uu, ud * left], [du * left, dd]]
            }
            Self::Depolarizing => {
                let (kept, moved) = (1.0 - 0.5 * strength, 0.5 * strength);
                [
                    [uu * kept + dd * moved, ud * rest],
                    [du * rest, dd * kept + uu * moved],
                ]
            }
            Self::AmplitudeDamping => [
                [uu * rest, ud * rest.sqrt()],
                [du * rest.sqrt(), dd + uu * strength],
            ],
            Self::Pumping => [
                [uu + dd * strength, ud * rest.sqrt()],
                [du * rest.sqrt(), dd * rest],
            ],
            Self::Loss => [[uu, ud], [du, dd]],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rates_and_maps_agree(strength in 0.0f64..0.45, entries in [-1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0]) {
            let rho = [[entries[0], entries[1]], [entries[2], entries[3]]];
            for channel in Channel::ALL.into_iter().filter(|it| *it != Channel::Loss) {
                let Rates { down, up, dephasing } = channel.rates(strength).unwrap();
                let [[uu, ud], [_, dd]] = channel.apply(strength, rho);
                prop_assert!((uu + dd - rho[0][0] - rho[1][1]).abs() < 1e-14);
                let coherence = (-0.5 * (down + up) - 2.0 * dephasing).exp();
                prop_assert!((ud - coherence * rho[0][1]).abs() < 1e-14);
                let total = down + up;
                let relaxed = (-total).exp();
                let fixed = if total > 0.0 { up / total * (rho[0][0] + rho[1][1]) } else { rho[0][0] };
                prop_assert!((uu - (fixed + relaxed * (rho[0][0] - fixed))).abs() < 1e-14);
            }
        }
    }
}
