use leggett::Work;
use leggett::systems::repeater::*;
fn main() {
    for (n, m, t, tol) in [
        (100000u64, 9u64, 0.005864549346869176, 1e-8),
        (100000, 17, 0.6729401937345276, 1e-6),
    ] {
        println!(
            "{:?}",
            Noiseless::new(
                n,
                m,
                Angle::new(0, 1, t),
                Truncation::Tolerance(tol),
                Method::Lattice
            )
            .unwrap()
            .evaluate(&Work::new())
            .unwrap()
            .entropy
        );
    }
}
