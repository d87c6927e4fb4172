//! The covariance of the two oscillators against their master equation in a
//! truncated Fock space, which knows nothing of Gaussian states.

use leggett::systems::hybrid::closed_form::moments;
use leggett::systems::hybrid::{Imbalance, Oscillator, Oscillators};
use leggett_num::dense::Complex;

/// Fock states of each mode.
const LEVELS: usize = 10;
const STATES: usize = LEVELS * LEVELS;

/// A sparse operator on |n_S, n_M⟩: the entries of each row.
type Operator = Vec<Vec<(usize, Complex)>>;

/// a_S (mode 0) or a_M (mode 1).
fn annihilation(mode: usize) -> Operator {
    let stride = if mode == 0 { LEVELS } else { 1 };
    let quanta = |state: usize| state / stride % LEVELS;
    let row = |state: usize| {
        let n = quanta(state);
        if n + 1 == LEVELS {
            return Vec::new();
        }
        vec![(state + stride, Complex::new(((n + 1) as f64).sqrt(), 0.0))]
    };
    (0..STATES).map(row).collect()
}

fn adjoint(operator: &Operator) -> Operator {
    let mut result = vec![Vec::new(); STATES];
    for (row, entries) in operator.iter().enumerate() {
        for (column, value) in entries {
            result[*column].push((row, value.conj()));
        }
    }
    result
}

/// Σ factor·operator.
fn sum(terms: &[(Complex, &Operator)]) -> Operator {
    let mut result: Operator = vec![Vec::new(); STATES];
    for (factor, operator) in terms {
        for (row, entries) in operator.iter().enumerate() {
            for (column, value) in entries {
                match result[row].iter_mut().find(|(known, _)| known == column) {
                    Some((_, total)) => *total += *factor * *value,
                    None => result[row].push((*column, *factor * *value)),
                }
            }
        }
    }
    result
}

fn product(left: &Operator, right: &Operator) -> Operator {
    let row = |entries: &Vec<(usize, Complex)>| {
        let mut result: Vec<(usize, Complex)> = Vec::new();
        for (middle, a) in entries {
            for (column, b) in &right[*middle] {
                match result.iter_mut().find(|(known, _)| known == column) {
                    Some((_, total)) => *total += a * b,
                    None => result.push((*column, a * b)),
                }
            }
        }
        result
    };
    left.iter().map(row).collect()
}

/// left · ρ · right†, added to `result`.
fn add_sandwich(
    left: &Operator,
    rho: &[Complex],
    right: Option<&Operator>,
    result: &mut [Complex],
) {
    let mut half = vec![Complex::new(0.0, 0.0); STATES * STATES];
    for (row, entries) in left.iter().enumerate() {
        for (middle, value) in entries {
            for column in 0..STATES {
                half[row * STATES + column] += value * rho[middle * STATES + column];
            }
        }
    }
    let Some(right) = right else {
        result
            .iter_mut()
            .zip(half)
            .for_each(|(total, value)| *total += value);
        return;
    };
    for row in 0..STATES {
        for (column, entries) in right.iter().enumerate() {
            for (middle, value) in entries {
                result[row * STATES + column] += half[row * STATES + middle] * value.conj();
            }
        }
    }
}

/// dρ/dt = Gρ + ρG† + ΣLρL†, G = −iH − ½ΣL†L.
fn derivative(drift: &Operator, jumps: &[Operator], rho: &[Complex]) -> Vec<Complex> {
    let mut half = vec![Complex::new(0.0, 0.0); STATES * STATES];
    add_sandwich(drift, rho, None, &mut half);
    // ρG† is the adjoint of Gρ.
    let mut result: Vec<Complex> = (0..STATES * STATES)
        .map(|place| half[place] + half[place % STATES * STATES + place / STATES].conj())
        .collect();
    for jump in jumps {
        add_sandwich(jump, rho, Some(jump), &mut result);
    }
    result
}

fn expectation(rho: &[Complex], operator: &Operator) -> Complex {
    let rows = operator.iter().enumerate();
    rows.flat_map(|(row, entries)| {
        entries
            .iter()
            .map(move |(column, value)| value * rho[column * STATES + row])
    })
    .sum()
}

/// The steady state by classical Runge–Kutta steps.
fn steady(drift: &Operator, jumps: &[Operator]) -> Vec<Complex> {
    let step = 0.02;
    let mut rho = vec![Complex::new(0.0, 0.0); STATES * STATES];
    rho[0] = Complex::new(1.0, 0.0);
    let moved = |rho: &[Complex], slope: &[Complex], by: f64| -> Vec<Complex> {
        rho.iter().zip(slope).map(|(a, b)| a + b * by).collect()
    };
    for _ in 0..700 {
        let k1 = derivative(drift, jumps, &rho);
        let k2 = derivative(drift, jumps, &moved(&rho, &k1, step / 2.0));
        let k3 = derivative(drift, jumps, &moved(&rho, &k2, step / 2.0));
        let k4 = derivative(drift, jumps, &moved(&rho, &k3, step));
        let next: Vec<Complex> = (0..rho.len())
            .map(|at| rho[at] + (k1[at] + k2[at] * 2.0 + k3[at] * 2.0 + k4[at]) * (step / 6.0))
            .collect();
        // `derivative` takes ρ as Hermitian: rounding must not pile up.
        let adjoint = |at: usize| next[at % STATES * STATES + at / STATES].conj();
        rho = (0..next.len())
            .map(|at| (next[at] + adjoint(at)) * 0.5)
            .collect();
    }
    rho
}

#[test]
fn master_equation_in_fock_space() {
    let (loss, theta_s, theta_m, rate_s, rate_m) = (0.2f64, 0.95f64, 1.3f64, 0.6f64, 0.7f64);
    let baths = [(1.0f64, 0.05f64), (1.2, 0.1)];
    let [a, b] = [annihilation(0), annihilation(1)];
    let [a_up, b_up] = [adjoint(&a), adjoint(&b)];
    let real = |value: f64| Complex::new(value, 0.0);
    let minus_i = |value: f64| Complex::new(0.0, -value);
    let (s, e) = ((1.0 - loss).sqrt(), loss.sqrt());
    let one = |factor: Complex, operator: &Operator| sum(&[(factor, operator)]);
    // What each oscillator adds to the two sidebands.
    let spin = [
        one(minus_i(rate_s.sqrt() * theta_s.cos()), &a_up),
        one(minus_i(rate_s.sqrt() * theta_s.sin()), &a),
    ];
    let motion = [
        one(minus_i(rate_m.sqrt() * theta_m.sin()), &b),
        one(minus_i(rate_m.sqrt() * theta_m.cos()), &b_up),
    ];
    let mut jumps = Vec::new();
    let mut drift: Operator = vec![Vec::new(); STATES];
    for (first, second) in spin.iter().zip(&motion) {
        jumps.push(sum(&[(real(s), first), (real(1.0), second)]));
        jumps.push(one(real(e), first));
        // −iH with H = s(L_M†L_S − h.c.)/2i.
        let forward = product(&adjoint(second), first);
        let backward = adjoint(&forward);
        drift = sum(&[
            (real(1.0), &drift),
            (real(-s / 2.0), &forward),
            (real(s / 2.0), &backward),
        ]);
    }
    for ((rate, n), (down, up)) in baths.into_iter().zip([(&a, &a_up), (&b, &b_up)]) {
        jumps.push(one(real((rate * (n + 1.0)).sqrt()), down));
        jumps.push(one(real((rate * n).sqrt()), up));
    }
    for jump in &jumps {
        let decay = product(&adjoint(jump), jump);
        drift = sum(&[(real(1.0), &drift), (real(-0.5), &decay)]);
    }
    let rho = steady(&drift, &jumps);
    let trace: Complex = (0..STATES).map(|state| rho[state * STATES + state]).sum();
    assert!((trace.re - 1.0).abs() < 1e-5, "{trace}");
    let variance =
        |down: &Operator, up: &Operator| expectation(&rho, &product(up, down)).re / trace.re + 0.5;
    // ⟨X_S X_M⟩ = Re⟨a_S a_M⟩, since ⟨a_S† a_M⟩ = 0.
    let correlation = expectation(&rho, &product(&a, &b)) / trace.re;

    let oscillators = Oscillators {
        spin: Oscillator::with_occupation(baths[0].0, baths[0].1),
        motion: Oscillator::with_occupation(baths[1].0, baths[1].1),
        loss,
    };
    let couplings = oscillators.couplings(
        [
            rate_s / oscillators.spin.decoherence,
            rate_m / oscillators.motion.decoherence,
        ],
        [theta_s, theta_m].map(Imbalance::from_theta),
    );
    let gaussian = moments(&oscillators, &couplings).expect("stable");
    let near =
        |found: f64, expected: f64| assert!((found - expected).abs() < 1e-5, "{found} {expected}");
    near(variance(&a, &a_up), gaussian.spin.value);
    near(variance(&b, &b_up), gaussian.motion().value);
    near(correlation.re, gaussian.correlation().value);
    near(correlation.im, 0.0);
    assert!(correlation.re < -0.05, "the state is correlated");
}
