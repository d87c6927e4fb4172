//! How fast linear quantum networks are, and how fast they have to be.
//!
//! The peers are SciPy's solvers of the same matrix equations, which give the
//! solution without a bound on its error. All rows are on one thread.

#[path = "../harness/mod.rs"]
mod harness;
mod peer;

use harness::{Goal, Measured, Options, Table, time};
use leggett::Work;
use leggett::dynamics::gaussian::Homodyne;
use leggett::dynamics::gaussian::homodyne::conditional_steady_state;
use leggett::dynamics::gaussian::steady::steady_state;
use leggett::gaussian::slh::{annihilation, combined, creation, thermal_bath};
use leggett::gaussian::{Covariance, LinearModel, Network, Station};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;
use std::process::ExitCode;

/// Nodes of the cascade.
const NODES: usize = 50;

/// Goal: 50 modes in at most 6 ms, what SciPy takes.
const STEADY_SECONDS: f64 = 6e-3;

/// Goal: two modes seen through two ports in at most 20 µs.
const CONDITIONAL_SECONDS: f64 = 20e-6;

fn main() -> ExitCode {
    harness::conclude(run())
}

fn run() -> Result<ExitCode, String> {
    let options = Options::read()?;
    let mut table = Table::new();
    steady(&options, &mut table)?;
    conditional(&options, &mut table)?;
    Ok(table.close())
}

fn steady(options: &Options, table: &mut Table) -> Result<(), String> {
    let name = "network steady state, 50 modes";
    if !options.wants(name) {
        return Ok(());
    }
    let (building, model) = time(51, || cascade(NODES).map_err(text))?;
    let work = Work::new();
    let (timing, state) = time(51, || steady_state(&model, &work).map_err(text))?;
    table.row(name, Measured::Time(timing), Goal::AtMost(STEADY_SECONDS));
    report(&state, table);
    if options.peers {
        let peer = peer::measure(&["lyapunov", &NODES.to_string()], 21)?;
        against(&peer, &state, table)?;
    }
    table.row("    its assembly", Measured::Time(building), Goal::None);
    Ok(())
}

fn conditional(options: &Options, table: &mut Table) -> Result<(), String> {
    let name = "network conditional state, 2 modes";
    if !options.wants(name) {
        return Ok(());
    }
    const REPEATS: usize = 200;
    let (model, work) = (pair().map_err(text)?, Work::new());
    let detections =
        [(0, 0.5), (1, 0.5 + std::f64::consts::FRAC_PI_2)].map(|(port, phase)| Homodyne {
            port,
            phase,
            efficiency: 0.9,
        });
    let (timing, state) = time(51, || {
        let solve = || conditional_steady_state(&model, &detections, &work).map_err(text);
        for _ in 1..REPEATS {
            std::hint::black_box(solve()?);
        }
        solve()
    })?;
    let goal = Goal::AtMost(CONDITIONAL_SECONDS);
    table.row(name, Measured::Time(timing.over(REPEATS)), goal);
    report(&state, table);
    if options.peers {
        against(&peer::measure(&["riccati"], 101)?, &state, table)?;
    }
    Ok(())
}

fn text(error: leggett::Error) -> String {
    error.to_string()
}

fn trace(state: &Covariance) -> f64 {
    let v = state.matrix();
    (0..v.rows()).map(|k| v[(k, k)]).sum()
}

fn report(state: &Covariance, table: &Table) {
    table.remark(&format!(
        "tr V = {:.12}, relative bound {:.1e}",
        trace(state),
        state.relative_error()
    ));
}

fn against(peer: &peer::Peer, state: &Covariance, table: &mut Table) -> Result<(), String> {
    table.row("    the peer", Measured::Time(peer.timing), Goal::None);
    let difference = peer.trace - trace(state);
    table.remark(&format!(
        "{}; its tr V differs by {difference:.1e}",
        peer.program
    ));
    if difference.abs() > 1e-9 * trace(state) {
        return Err(format!(
            "leggett finds {:?}, {} {:?}",
            trace(state),
            peer.program,
            peer.trace
        ));
    }
    Ok(())
}

/// Detuned, squeezing cavities that light passes in order, with loss between.
fn cascade(nodes: usize) -> leggett::Result<LinearModel> {
    let order = 2 * nodes;
    let hamiltonian = Matrix::from_fn(order, order, |row, column| {
        let node = (row / 2) as f64;
        match (row / 2 == column / 2, row == column) {
            (false, _) => 0.0,
            (_, true) => 0.3 * (1.7 * node).sin(),
            (_, false) => 0.02,
        }
    });
    let mut network = Network::new(1, hamiltonian)?;
    for node in 0..nodes {
        network.station(Station::Visit(vec![annihilation(nodes, node)]))?;
        let (channel, loss) = (0, 0.05);
        network.station(Station::Loss { channel, loss })?;
    }
    Ok(network.component().model())
}

/// Two oscillators that couple to both sidebands of the light.
fn pair() -> leggett::Result<LinearModel> {
    let term =
        |row: Vec<Complex>, square: f64| combined(&[(Complex::new(0.0, -square.sqrt()), &row)]);
    let mut network = Network::new(2, Matrix::zeros(4, 4))?;
    network.station(Station::Visit(vec![
        term(creation(2, 0), 5.0),
        term(annihilation(2, 0), 5.2),
    ]))?;
    for channel in 0..2 {
        network.station(Station::Loss { channel, loss: 0.1 })?;
    }
    network.station(Station::Visit(vec![
        term(annihilation(2, 1), 15.0),
        term(creation(2, 1), 0.6),
    ]))?;
    let (channels, transmission) = ([0, 1], 0.5);
    network.station(Station::Mix {
        channels,
        transmission,
    })?;
    for (mode, occupation) in [(0, 1.0), (1, 20.0)] {
        for row in thermal_bath(2, mode, 0.5, occupation) {
            network.bath(row)?;
        }
    }
    Ok(network.component().model())
}
