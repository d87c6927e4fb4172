//! Amplitudes of a symmetric state along another axis.

use super::state::SymmetricState;
use leggett_num::bessel;
use leggett_num::dense::Complex;

/// The largest N whose ladder is rotated, in O(N²).
pub const LARGEST: u64 = 20_000;

/// The amplitudes of the same state on the Dicke states along the unit vector
/// n, whose frame is that of the rotation by the polar angle about y and then
/// by the azimuth about z.
///
/// exp(iβJ_y) is expanded in Chebyshev polynomials of 2J_y/N, whose
/// coefficients are Bessel functions of βN/2 and vanish beyond it faster than
/// exponentially: errors are some N ulps. O(N²), N ≤ 20 000.
pub fn along_axis(state: &SymmetricState, [x, y, z]: [f64; 3]) -> SymmetricState {
    if (x, y) == (0.0, 0.0) && z > 0.0 {
        return state.clone();
    }
    let (polar, azimuth) = (x.hypot(y).atan2(z), y.atan2(x));
    let n = state.atoms as usize;
    let turned = |k: u64| {
        state.at(k) * Complex::from_polar(1.0, (azimuth * k as f64) % std::f64::consts::TAU)
    };
    let start: Vec<Complex> = (0..=state.atoms).map(turned).collect();
    if n == 0 {
        return state.clone();
    }
    let argument = 0.5 * polar * n as f64;
    let coefficients = bessel::first_kind(argument);
    // T_0 v, T_1 v, … of 2J_y/N.
    let (mut before, mut here) = (start.clone(), scaled_y(&start));
    let mut sum: Vec<Complex> = start.iter().map(|c| c * coefficients[0]).collect();
    let mut unit = Complex::new(0.0, 1.0);
    for coefficient in &coefficients[1..] {
        let factor = unit * (2.0 * coefficient);
        sum.iter_mut()
            .zip(&here)
            .for_each(|(total, c)| *total += factor * c);
        // T_{n+1} = 2x T_n − T_{n−1}
        let next = scaled_y(&here);
        before
            .iter_mut()
            .zip(&next)
            .for_each(|(old, new)| *old = new * 2.0 - *old);
        std::mem::swap(&mut before, &mut here);
        unit *= Complex::new(0.0, 1.0);
    }
    SymmetricState::from_amplitudes(&sum)
}

/// (2/N) J_y of all amplitudes.
fn scaled_y(amplitudes: &[Complex]) -> Vec<Complex> {
    let n = (amplitudes.len() - 1) as f64;
    let rung = |k: usize| ((n - k as f64) * (k as f64 + 1.0)).sqrt() / n;
    let element = |k: usize| {
        let mut sum = Complex::new(0.0, 0.0);
        if k > 0 {
            sum += amplitudes[k - 1] * Complex::new(0.0, -rung(k - 1));
        }
        if k + 1 < amplitudes.len() {
            sum += amplitudes[k + 1] * Complex::new(0.0, rung(k));
        }
        sum
    };
    (0..amplitudes.len()).map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_coherent_state_stays_one(n in 1u64..60, theta in -3.0f64..3.0, direction in [-1.0f64..1.0, -1.0f64..1.0, -1.0f64..1.0]) {
            let length = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
            prop_assume!(length > 0.1);
            let axis = direction.map(|x| x / length);
            let spinor = [theta.cos(), theta.sin()].map(|x| Complex::new(x, 0.0));
            let state = SymmetricState::coherent(n, spinor);
            let rotated = along_axis(&state, axis);
            let z = [0.0, 0.0, 1.0];
            prop_assert!((rotated.inner(&rotated).re - 1.0).abs() < 1e-12);
            prop_assert!((rotated.mean(z) - state.mean(axis)).abs() < 1e-11);
            prop_assert!((rotated.deviation(z) - state.deviation(axis)).abs() < 1e-6);
            // Binomial along any axis: r·n fixes all of it.
            let up = 0.5 * (1.0 + axis[0] * (2.0 * theta).sin() + axis[2] * (2.0 * theta).cos());
            let window = leggett_num::pmf::binomial(n, up, 1.0 - up);
            for k in 0..=n {
                prop_assert!((rotated.at(k).norm_sqr() - window.at(k as i64)).abs() < 1e-11);
            }
        }

        #[test]
        fn dicke_states_turned_over(n in 1u64..50, share in 0.0f64..=1.0) {
            let k = (share * n as f64) as u64;
            let rotated = along_axis(&SymmetricState::dicke(n, k), [0.0, 0.0, -1.0]);
            prop_assert!((rotated.at(n - k).norm_sqr() - 1.0).abs() < 1e-11);
        }
    }
}
