//! What a point takes against what its plan says it will take.

mod common;

use common::{evaluate, given};
use leggett_studies::{Arguments, Study, Work, find};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What a point may take beyond its estimate: names, texts, small buffers.
const SMALL: f64 = 65536.0;

/// Every method, from tiny ensembles to a million atoms, at times at which
/// the band is narrow, wide, or of low rank.
const POINTS: &[&str] = &[
    "atoms=1 time=1.234",
    "atoms=100 time=1.234",
    "atoms=100 time=1.234 method=dense window=1000",
    "atoms=3000 time=1.234",
    "atoms=3000 time=1.234 method=dense window=20",
    "atoms=3000 time=pi method=banded",
    "atoms=3000 time=1.234 method=low-rank",
    "atoms=3000 time=0.02",
    "atoms=3000 time=2*pi/3+1e-4",
    "atoms=30000 time=pi/3+1e-4",
    "atoms=30000 time=pi/3+3e-4",
    "atoms=30000 time=1.234 method=low-rank tolerance=1e-4",
    "atoms=100000 time=1.234",
    "atoms=100000 time=1.234 method=banded tolerance=1e-8",
    "atoms=100000 time=1.234 method=dense tolerance=1e-3",
    "atoms=100000 time=2*pi/5",
    "atoms=100000 time=2*pi/5+1e-4 method=low-rank tolerance=1e-6",
    "atoms=100000 time=1e-3 tolerance=1e-6",
    "atoms=1000000 time=1.234 tolerance=1e-6",
    "atoms=1000000 time=pi/7+3e-6 tolerance=1e-6",
    "atoms=1000000 time=1.234",
    "atoms=1e12 time=1.234",
    "atoms=1e12 time=1.234 nodes=2 tolerance=1e-10",
    "atoms=1e12 time=1.234 nodes=200 tolerance=1e-8",
    "atoms=1e12 time=1e-7 nodes=2",
    "atoms=1e12 time=2*pi/3",
    "atoms=200 time=1.234 time_jitter=1e-3 atoms_sd=2",
    "atoms=30000 time=1.234 time_jitter=1e-5",
    "atoms=1e10 time=1.234 time_jitter=1e-3 samples=50",
    "atoms=30 time=1.234 nodes=4 outcome=[20,12]",
    "atoms=200 time=1.234 method=chain",
    "atoms=200 time=1.234 nodes=6 outcome=90 phase=0.1 tolerance=1e-3",
];

/// The estimate in bytes, and the peaks of planning and of each part, all of
/// them above what was in use before.
fn measure(study: &Study, point: &str) -> (f64, Vec<f64>) {
    let arguments = Arguments::check(study, &given(point)).expect(point);
    let before = MEMORY.current_usage();
    let above = || (MEMORY.peak_usage() - before) as f64;
    MEMORY.reset_peak_usage();
    let plan = (study.plan)(&arguments).expect(point);
    let mut peaks = vec![above()];
    for part in 0..plan.parts() {
        MEMORY.reset_peak_usage();
        plan.part(part, &Work::new()).expect(point);
        peaks.push(above());
    }
    (plan.cost().bytes, peaks)
}

/// One test only: the counter is the whole process's.
#[test]
fn the_peak_is_at_most_one_and_a_half_times_the_estimate() {
    // The dense library keeps one buffer of the size of a cache for each thread.
    evaluate("repeater", "atoms=300 time=1.234 method=dense").expect("it is small");
    let study = find("repeater").expect("it is declared");
    for point in POINTS {
        let (estimate, peaks) = measure(study, point);
        for peak in &peaks {
            assert!(
                *peak <= 1.5 * estimate + SMALL,
                "{point}: planning and parts take {peaks:?} bytes, not {estimate}"
            );
        }
    }
}
