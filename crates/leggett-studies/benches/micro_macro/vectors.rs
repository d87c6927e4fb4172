//! Branches that are arbitrary vectors of all spins.

use crate::harness::{Goal, Measured, Options, Table, time};
use leggett::qubits::Sites;
use leggett::systems::micro_macro::vectors::lose::lose;
use leggett::systems::micro_macro::vectors::{Branches, Selection};
use leggett_num::Work;
use leggett_num::dense::Complex;

const SPINS: usize = 22;

/// Goal: one of 22 spins lost in at most 1 s.
const SECONDS: f64 = 1.0;

pub fn run(options: &Options, table: &mut Table) -> Result<(), String> {
    let name = "micro-macro lose 1 of 22, any vectors";
    if !options.wants(name) {
        return Ok(());
    }
    let branches = Branches::new([amplitudes(1.0), amplitudes(2.0)]).map_err(text)?;
    let sites = Selection::Listed(Sites::single(SPINS, 7));
    let (timing, lost) = time(5, || {
        lose(&branches, &sites, 0.5, &Work::new()).map_err(text)
    })?;
    table.row(name, Measured::Time(timing), Goal::AtMost(SECONDS));
    let negativity = lost.negativity;
    table.remark(&format!(
        "Neg = {:.12}, bound {:.1e}",
        negativity.value, negativity.error_bound
    ));
    Ok(())
}

/// Phases that are spread evenly, and magnitudes between 1 and 2 before they
/// are normalised.
fn amplitudes(seed: f64) -> Vec<Complex> {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let raw = |index: usize| {
        let x = (seed * 0.37 + GOLDEN * index as f64).fract();
        let y = (seed * 0.71 + std::f64::consts::SQRT_2 * index as f64).fract();
        let (sin, cos) = (std::f64::consts::TAU * x).sin_cos();
        Complex::new((1.0 + y) * cos, (1.0 + y) * sin)
    };
    let raw: Vec<Complex> = (0..1usize << SPINS).map(raw).collect();
    let norm = raw
        .iter()
        .map(|z| z.re * z.re + z.im * z.im)
        .sum::<f64>()
        .sqrt();
    raw.iter()
        .map(|z| Complex::new(z.re / norm, z.im / norm))
        .collect()
}

fn text(error: leggett::Error) -> String {
    error.to_string()
}
