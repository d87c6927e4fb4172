//! How fast the micro–macro studies are, and how fast they have to be.
//!
//! The peers are what a user has without leggett: SciPy's `expm_multiply` on
//! the permutation-invariant elements for noise on every spin, and QuTiP on the
//! vectors of all spins for one lost spin. All rows are on one thread.

#[path = "../harness/mod.rs"]
mod harness;
#[path = "../repeater/memory.rs"]
mod memory;
mod peer;
mod point;
mod vectors;

use harness::{Goal, Measured, Options, Table, time};
use point::Point;
use std::process::ExitCode;

/// A point and the most seconds that it may take.
struct Limit {
    name: &'static str,
    study: &'static str,
    point: &'static str,
    seconds: f64,
    runs: usize,
}

const LIMITS: [Limit; 4] = [
    // Goal: 1e5 of 1e6 spins lost in at most 20 ms.
    Limit {
        name: "micro-macro lose 1e5 of 1e6",
        study: "micro-macro.lose",
        point: "atoms=1e6 k0=501000 k1=499000 particles=1e5",
        seconds: 0.02,
        runs: 15,
    },
    // Goal: 1e3 of 1e9 spins measured in at most 20 ms.
    Limit {
        name: "micro-macro measure 1e3 of 1e9",
        study: "micro-macro.measure",
        point: "atoms=1e9 k0=500000200 k1=499999800 particles=1e3",
        seconds: 0.02,
        runs: 15,
    },
    // Goal: dephasing of 1e5 spins in at most 1 s.
    Limit {
        name: "micro-macro dephasing N=1e5",
        study: "micro-macro.noise",
        point: "atoms=1e5 k0=50050 k1=49950 channel=dephasing strength=0.05",
        seconds: 1.0,
        runs: 7,
    },
    // Goal: the best distinctness for 1e5 of 1e6 spins lost in at most 1 s.
    Limit {
        name: "micro-macro optimum 1e5 of 1e6",
        study: "micro-macro.optimum",
        point: "atoms=1e6 particles=1e5",
        seconds: 1.0,
        runs: 7,
    },
];

/// A point against another program.
struct Race {
    name: &'static str,
    study: &'static str,
    point: &'static str,
    /// What the program is asked for.
    question: &'static [&'static str],
    /// How many times faster leggett has to be.
    factor: f64,
    /// The peer's seconds on the machine of reference, which make the goal
    /// where no peer runs: measured with the pinned versions on two cores of an
    /// AMD EPYC server.
    reference: f64,
    /// How far the peer's negativity may be off.
    agreement: f64,
    /// How often leggett and the peer are timed.
    runs: [usize; 2],
}

const RACES: [Race; 2] = [
    // Goal: at least 20 times faster than expm_multiply.
    Race {
        name: "micro-macro depolarizing N=400",
        study: "micro-macro.noise",
        point: "atoms=400 k0=208 k1=192 channel=depolarizing strength=0.05",
        question: &["noise", "400", "208", "192", "0.05"],
        factor: 20.0,
        reference: 2.65,
        agreement: 1e-11,
        runs: [15, 1],
    },
    // Goal: at least 1000 times faster than QuTiP.
    Race {
        name: "micro-macro lose 1 of 10",
        study: "micro-macro.lose",
        point: "atoms=10 k0=6 k1=4",
        question: &["qutip", "10", "6", "4"],
        factor: 1000.0,
        reference: 0.40,
        agreement: 1e-6,
        runs: [101, 3],
    },
];

/// Goal: depolarizing of 2000 spins in at most 20 s and 2 GB, which leaves room
/// for stronger noise than this.
const LARGE: Limit = Limit {
    name: "micro-macro depolarizing N=2000",
    study: "micro-macro.noise",
    point: "atoms=2000 k0=1020 k1=980 channel=depolarizing strength=0.05",
    seconds: 20.0,
    runs: 7,
};

/// See [`LARGE`].
const LARGE_BYTES: f64 = 2e9;

fn main() -> ExitCode {
    harness::conclude(run())
}

fn run() -> Result<ExitCode, String> {
    let options = Options::read()?;
    let mut table = Table::new();
    for limit in &LIMITS {
        if options.wants(limit.name) {
            within(limit, &mut table)?;
        }
    }
    if options.wants(LARGE.name) {
        memory::start();
        within(&LARGE, &mut table)?;
        peak(&mut table)?;
    }
    vectors::run(&options, &mut table)?;
    for race in &RACES {
        if options.wants(race.name) {
            against(race, &options, &mut table)?;
        }
    }
    Ok(table.close())
}

fn within(limit: &Limit, table: &mut Table) -> Result<(), String> {
    let point = Point::new(limit.study, limit.point)?;
    let (timing, _) = time(limit.runs, || point.evaluate())?;
    table.row(
        limit.name,
        Measured::Time(timing),
        Goal::AtMost(limit.seconds),
    );
    Ok(())
}

/// The peak while [`LARGE`] was measured, or what the plan expects where the
/// system does not tell.
fn peak(table: &mut Table) -> Result<(), String> {
    let planned = Point::new(LARGE.study, LARGE.point)?.planned_bytes()?;
    let (name, bytes) = match memory::peak() {
        Some(bytes) => ("    peak memory, all of the process", bytes),
        None => ("    memory as planned", planned),
    };
    table.row(name, Measured::Memory(bytes), Goal::AtMost(LARGE_BYTES));
    table.remark(&format!("the plan expects {:.1} MB", planned / 1e6));
    Ok(())
}

fn against(race: &Race, options: &Options, table: &mut Table) -> Result<(), String> {
    let peer = match options.peers {
        true => Some(peer::measure(race.question, race.runs[1])?),
        false => None,
    };
    let point = Point::new(race.study, race.point)?;
    let (timing, evaluation) = time(race.runs[0], || point.evaluate())?;
    let goal = Goal::Faster {
        factor: race.factor,
        peer: peer.as_ref().map(|peer| peer.timing),
        reference: race.reference,
    };
    table.row(race.name, Measured::Time(timing), goal);
    let own = point::negativity(&evaluation)?;
    table.remark(&format!(
        "Neg = {:.12}, bound {:.1e}",
        own.value, own.error_bound
    ));
    if let Some(peer) = peer {
        let difference = peer.negativity - own.value;
        table.remark(&format!(
            "peer: {}; its negativity differs by {difference:.1e}",
            peer.program
        ));
        if difference.abs() > race.agreement {
            return Err(format!(
                "{}: leggett finds {:?}, {} {:?}",
                race.name, own.value, peer.program, peer.negativity
            ));
        }
    }
    Ok(())
}
