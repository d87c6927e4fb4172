//! How fast the hybrid systems are, and how fast they have to be.
//!
//! The peers are what a user has without leggett: SciPy's Lyapunov and Riccati
//! solvers, and Nelder–Mead from several starts around them. All rows are on
//! one thread.

#[path = "../harness/mod.rs"]
mod harness;
mod peer;
#[path = "../micro_macro/point.rs"]
#[allow(dead_code, reason = "these benchmarks do not ask for all of it")]
mod point;

use harness::{Goal, Measured, Options, Table, Timing, time};
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::measures::gaussian::epr_variance;
use leggett::systems::hybrid::network::{Cascade, Order};
use leggett::systems::hybrid::optimum::{Scheme, Search};
use leggett::systems::hybrid::readout::conditional_epr_variance;
use leggett::systems::hybrid::{Imbalance, Oscillator, Oscillators};
use leggett_num::Work;
use point::Point;
use std::f64::consts::FRAC_PI_2;
use std::hint::black_box;
use std::process::ExitCode;

/// Goal: figure 2 with the optimum at each of 200×200 pixels in 0.5 s.
const MAP: usize = 200;
const MAP_SECONDS: f64 = 0.5;
/// The pixels of the peer, on the same ranges, along each axis.
const PEER_MAP: usize = 4;
/// Goal: a conditional steady state in 20 µs.
const CONDITIONAL_SECONDS: f64 = 2e-5;
/// How often what takes microseconds is repeated in a run.
const REPEATS: usize = 2000;

/// The peer's seconds on the machine of reference, which make the goals where
/// no peer runs: measured with SciPy 1.17.1 on two cores of an AMD EPYC server,
/// for a pixel, a conditional state, and an optimum.
const PEER_PIXEL: f64 = 0.055;
const PEER_CONDITIONAL: f64 = 7.6e-4;
const PEER_OPTIMUM: f64 = 0.175;

fn main() -> ExitCode {
    harness::conclude(run())
}

fn run() -> Result<ExitCode, String> {
    let options = Options::read()?;
    let mut table = Table::new();
    map(&options, &mut table)?;
    conditional(&options, &mut table)?;
    optimum(&options, &mut table)?;
    Ok(table.close())
}

/// The paper's rates in units of γ̃_S0.
fn oscillators() -> Oscillators {
    Oscillators {
        spin: Oscillator::with_occupation(2.0 / 3.0, 1.0),
        motion: Oscillator::hot(4.0 / 3.0),
        loss: 0.0,
    }
}

fn search(cooperativity_spin: f64, cooperativity_motion: Option<f64>) -> Search {
    Search {
        oscillators: oscillators(),
        cooperativity_spin,
        cooperativity_motion,
        most_cooperativity: 1e12,
        theta_spin: None,
        theta_motion: None,
        unidirectional: true,
        scheme: Scheme::Unconditional,
    }
}

/// ξ at count×count pixels.
fn pixels(count: usize) -> Result<Vec<f64>, String> {
    let at = |index: usize| 10f64.powf(3.0 * index as f64 / (count - 1) as f64);
    let place = |index: usize| search(at(index / count), Some(at(index % count)));
    (0..count * count)
        .map(|index| {
            let found = place(index).run().map_err(text)?;
            Ok(found.epr_variance.value)
        })
        .collect()
}

fn map(options: &Options, table: &mut Table) -> Result<(), String> {
    let name = format!("hybrid map {MAP}x{MAP}");
    if options.wants(&name) {
        let (timing, _) = time(3, || pixels(MAP))?;
        table.row(&name, Measured::Time(timing), Goal::AtMost(MAP_SECONDS));
    }
    let name = "hybrid map, a pixel";
    if options.wants(name) {
        let peer = asked(options, &["map", &PEER_MAP.to_string()], 1)?;
        let (timing, own) = time(15, || pixels(PEER_MAP))?;
        let count = PEER_MAP * PEER_MAP;
        // Goal: at least 1000 times faster than SciPy.
        let goal = Goal::Faster {
            factor: 1000.0,
            peer: peer.as_ref().map(|peer| peer.timing.over(count)),
            reference: PEER_PIXEL,
        };
        table.row(name, Measured::Time(timing.over(count)), goal);
        // Near pixels without entanglement Nelder–Mead stops early.
        compare(table, peer, &own, 1e-2)?;
    }
    let name = "    the same by the study";
    if options.wants("hybrid map, a pixel") {
        let point = Point::new(
            "hybrid.optimum",
            "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10 \
             cooperativity_motion=12",
        )?;
        let timing = repeated(7, || point.evaluate())?;
        table.row(name, Measured::Time(timing), Goal::None);
    }
    Ok(())
}

fn conditional(options: &Options, table: &mut Table) -> Result<(), String> {
    let cascade = Cascade {
        oscillators: oscillators(),
        cooperativities: [10.0, 12.0],
        angles: [0.79, 1.39].map(Imbalance::from_theta),
        order: Order::SpinFirst,
        detuning: 0.0,
        frequency: None,
    };
    let name = "hybrid conditional state, network";
    if options.wants(name) {
        let model = cascade.model().map_err(text)?;
        let detections = cascade.detections(FRAC_PI_2, 1.0);
        let work = Work::new();
        let state = || conditional_steady_state(&model, &detections, &work).map_err(text);
        let timing = repeated(7, state)?;
        table.row(
            name,
            Measured::Time(timing),
            Goal::AtMost(CONDITIONAL_SECONDS),
        );
        let own = epr_variance(&state()?, [0, 1], cascade.epr_weight()).map_err(text)?;
        table.remark(&format!(
            "ξ = {:.12}, bound {:.1e}",
            own.value, own.error_bound
        ));
    }
    let name = "hybrid conditional state, closed form";
    if options.wants(name) {
        let peer = asked(options, &["conditional", "10", "12", "0.79", "1.39"], 5)?;
        let couplings = cascade
            .oscillators
            .couplings(cascade.cooperativities, cascade.angles)
            .plain();
        let value = || {
            conditional_epr_variance(&cascade.oscillators, black_box(&couplings), 1.0)
                .map_err(|unstable| text(unstable.into()))
        };
        let timing = repeated(7, value)?;
        let goal = Goal::Faster {
            factor: 1000.0,
            peer: peer.as_ref().map(|peer| peer.timing),
            reference: PEER_CONDITIONAL,
        };
        table.row(name, Measured::Time(timing), goal);
        compare(table, peer, &[value()?], 1e-10)?;
    }
    Ok(())
}

fn optimum(options: &Options, table: &mut Table) -> Result<(), String> {
    let name = "hybrid optimum with C_M";
    if !options.wants(name) {
        return Ok(());
    }
    let peer = asked(options, &["optimum", "10"], 1)?;
    let own = || search(10.0, None).run().map_err(text);
    let timing = repeated(7, own)?;
    let goal = Goal::Faster {
        factor: 1000.0,
        peer: peer.as_ref().map(|peer| peer.timing),
        reference: PEER_OPTIMUM,
    };
    table.row(name, Measured::Time(timing), goal);
    compare(table, peer, &[own()?.epr_variance.value], 1e-9)
}

/// The time of one of [`REPEATS`].
fn repeated<T>(runs: usize, mut one: impl FnMut() -> Result<T, String>) -> Result<Timing, String> {
    let (timing, ()) = time(runs, || {
        for _ in 0..REPEATS {
            black_box(one()?);
        }
        Ok(())
    })?;
    Ok(timing.over(REPEATS))
}

fn asked(options: &Options, question: &[&str], runs: usize) -> Result<Option<peer::Peer>, String> {
    match options.peers {
        true => Ok(Some(peer::measure(question, runs)?)),
        false => Ok(None),
    }
}

/// Fails where the peer finds less by more than rounding, or more by a share
/// that the end of its search does not explain.
fn compare(
    table: &mut Table,
    peer: Option<peer::Peer>,
    own: &[f64],
    most: f64,
) -> Result<(), String> {
    let Some(peer) = peer else { return Ok(()) };
    let program = peer.program;
    if peer.values.len() != own.len() {
        return Err(format!("{program} gave {} values", peer.values.len()));
    }
    let (mut below, mut above) = (0.0f64, 0.0f64);
    for (found, own) in peer.values.iter().zip(own) {
        below = below.min(found / own - 1.0);
        above = above.max(found / own - 1.0);
    }
    table.remark(&format!(
        "peer: {program}; its ξ is at most {above:.1e} above, {:.1e} below",
        below.abs()
    ));
    if below < -1e-9 || above > most {
        return Err(format!("{program}: ξ differs by {below:e} to {above:e}"));
    }
    Ok(())
}

fn text(error: leggett::Error) -> String {
    error.to_string()
}
