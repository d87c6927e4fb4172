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

/// The micro–macro studies, where they take most and where little.
const MICRO_MACRO_POINTS: &[(&str, &str)] = &[
    ("measure", "atoms=1e6 k0=501000 k1=499000"),
    ("measure", "atoms=1e4 k0=5100 k1=4900 particles=3000"),
    ("measure", "atoms=1e7 k0=5001000 k1=4999000 particles=1e6"),
    (
        "measure",
        "atoms=1e15 k0=500000001000000 k1=499999999000000 particles=1e10",
    ),
    (
        "measure",
        "state=coherent atoms=1e6 mixing_angle0=0.7 mixing_angle1=0.8 particles=1e6",
    ),
    ("measure", "state=symmetric atoms=1e6 m0=1000 m1=-1000"),
    (
        "measure",
        "atoms=2000 k0=1100 k1=900 particles=50 measurement_axis=x",
    ),
    (
        "measure",
        "state=coherent atoms=3000 mixing_angle0=0.7 mixing_angle1=0.8 twisting=0.1 measurement_axis=1,2,3",
    ),
    (
        "lose",
        "state=coherent atoms=1000 mixing_angle0=0.7 mixing_angle1=0.8 twisting=0.1 particles=3",
    ),
    (
        "lose",
        "state=coherent atoms=200 mixing_angle0=0.7 mixing_angle1=0.8 twisting=0.1 particles=100",
    ),
    (
        "noise",
        "state=coherent atoms=40 mixing_angle0=0.7 mixing_angle1=0.8 twisting=0.1 channel=depolarizing strength=0.1",
    ),
    ("macroscopicity", "atoms=1e8 k0=50010000 k1=49990000"),
    (
        "macroscopicity",
        "atoms=2000 k0=1100 k1=900 measurement_axis=x",
    ),
    (
        "macroscopicity",
        "state=coherent atoms=1e6 mixing_angle0=0.7 mixing_angle1=0.8 resolution=30",
    ),
    (
        "macroscopicity",
        "state=coherent atoms=60 mixing_angle0=0.7 mixing_angle1=0.8 twisting=0.1",
    ),
    ("lose", "atoms=1e6 k0=501000 k1=499000"),
    ("lose", "atoms=1e4 k0=5100 k1=4900 particles=3000"),
    ("lose", "atoms=1e7 k0=5001000 k1=4999000 particles=1e6"),
    (
        "lose",
        "atoms=1e15 k0=500000001000000 k1=499999999000000 particles=1e10",
    ),
    (
        "lose",
        "state=coherent atoms=1e6 mixing_angle0=0.7 mixing_angle1=0.8 particles=1e6",
    ),
    (
        "noise",
        "atoms=100 k0=54 k1=46 channel=depolarizing strength=0.05",
    ),
    (
        "noise",
        "atoms=400 k0=208 k1=192 channel=depolarizing strength=0.05",
    ),
    (
        "noise",
        "atoms=400 k0=300 k1=100 channel=amplitude-damping strength=0.5",
    ),
    (
        "noise",
        "atoms=100 k0=54 k1=46 channel=pumping strength=0.99",
    ),
    (
        "noise",
        "atoms=2000 k0=1020 k1=980 channel=depolarizing strength=0.05",
    ),
    (
        "noise",
        "atoms=1e4 k0=5020 k1=4980 channel=depolarizing strength=1e-3",
    ),
    (
        "noise",
        "atoms=1e6 k0=500500 k1=499500 channel=dephasing strength=0.05",
    ),
    (
        "noise",
        "atoms=1e6 k0=500500 k1=499500 channel=loss strength=0.05",
    ),
    ("noise", "atoms=400 k0=208 k1=192 channel=loss strength=0.3"),
    (
        "noise",
        "state=coherent atoms=60 mixing_angle0=0.7 mixing_angle1=0.9 channel=depolarizing strength=0.05",
    ),
    (
        "noise",
        "state=coherent atoms=1e4 mixing_angle0=0.7 mixing_angle1=0.8 channel=loss strength=0.05",
    ),
    ("optimum", "atoms=1e6 particles=1e5"),
    ("optimum", "atoms=100 channel=depolarizing strength=0.05"),
    ("optimum", "atoms=1e5 channel=loss strength=0.1"),
    ("optimum", "atoms=1e5 channel=dephasing strength=0.01"),
];

/// The studies of two oscillators: small, by every method.
const HYBRID: &str =
    "spin_linewidth=5kHz spin_occupation=1 motion_decoherence=10kHz cooperativity_spin=10";
const HYBRID_POINTS: &[(&str, &str)] = &[
    ("steady-state", "SETTINGS"),
    ("steady-state", "SETTINGS detuning=1kHz"),
    ("optimum", ""),
    (
        "optimum",
        "scheme=conditional homodyne_phase=0 observables=epr_variance,advantage",
    ),
    ("conditional", "SETTINGS homodyne_phase=optimal"),
    (
        "evolution",
        "SETTINGS time=20us motion_initial=100 observables=epr_variance,time_of_lowest",
    ),
    (
        "evolution",
        "SETTINGS time=20us motion_initial=100 method=network",
    ),
    ("sensing", "SETTINGS frequency=20kHz method=network"),
    ("laboratory", "EXAMPLE"),
];

/// The arguments of one of them.
fn hybrid(study: &Study, point: &str) -> String {
    let settings = "cooperativity_motion=12 theta_spin=0.79 theta_motion=1.39";
    match point {
        "EXAMPLE" => study.example.to_owned(),
        point => format!("{HYBRID} {}", point.replace("SETTINGS", settings)),
    }
}

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
    let repeater = POINTS.iter().map(|point| ("repeater".to_owned(), *point));
    let micro_macro = MICRO_MACRO_POINTS
        .iter()
        .map(|(study, point)| (format!("micro-macro.{study}"), *point));
    let plain = repeater.chain(micro_macro);
    let plain = plain.map(|(name, point)| (name, point.to_owned()));
    let hybrids = HYBRID_POINTS.iter().map(|(study, point)| {
        let name = format!("hybrid.{study}");
        let point = hybrid(find(&name).expect("it is declared"), point);
        (name, point)
    });
    for (name, point) in plain.chain(hybrids) {
        let study = find(&name).expect("it is declared");
        let (estimate, peaks) = measure(study, &point);
        for peak in &peaks {
            assert!(
                *peak <= 1.5 * estimate + SMALL,
                "{name} {point}: planning and parts take {peaks:?} bytes, not {estimate}"
            );
        }
    }
}
