//! Noise on all spins, against the density matrix of a few, published values
//! and closed forms.

use leggett::noise::Channel;
use leggett::systems::micro_macro::noise::dicke::NoisyDicke;
use leggett_num::Work;

fn noisy(atoms: u64, up: [u64; 2], channel: Channel, strength: f64) -> NoisyDicke {
    NoisyDicke {
        atoms,
        up,
        weight: 0.5,
        channel,
        strength,
        qubit_strength: 0.0,
    }
}

#[test]
fn published_values() {
    use Channel::{AmplitudeDamping, Dephasing, Depolarizing};
    for (n, up, channel, strength, expected, tolerance) in [
        (5, [4, 1], AmplitudeDamping, 0.3, 0.30667607520133083, 1e-12),
        (
            40,
            [23, 17],
            AmplitudeDamping,
            0.05,
            0.4882373465359228,
            1e-12,
        ),
        (40, [23, 17], Depolarizing, 0.05, 0.47116526808634424, 1e-12),
        (40, [40, 0], Dephasing, 0.05, 0.007390441470717293, 1e-12),
        (60, [33, 27], Depolarizing, 0.2, 0.29790683253407435, 1e-12),
        (
            100,
            [51, 49],
            Depolarizing,
            0.05,
            0.21327968635215616,
            1e-12,
        ),
        (100, [54, 46], Depolarizing, 0.05, 0.4733315164512738, 1e-12),
        (100, [58, 42], Depolarizing, 0.05, 0.4354356991884131, 1e-12),
        (
            100,
            [70, 30],
            Depolarizing,
            0.05,
            0.21215071244064435,
            1e-12,
        ),
    ] {
        let got = noisy(n, up, channel, strength)
            .negativity(&Work::new())
            .unwrap();
        assert!(
            (got.value - expected).abs() < tolerance,
            "{n} {up:?} {channel:?}: {got:?} {expected}"
        );
        assert!(got.error_bound < 1e-12, "{got:?}");
    }
}
