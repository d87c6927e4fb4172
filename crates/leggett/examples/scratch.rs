use leggett::Work;
use leggett::systems::repeater::*;
use std::time::Instant;
fn ev(n: u64, m: u64, t: Angle, tol: f64, me: Method) -> Result<Entanglement, leggett::Error> {
    Noiseless::new(n, m, t, Truncation::Tolerance(tol), me)?.evaluate(&Work::new())
}
fn main() {
    let mut x = 12345u64;
    let mut rnd = || {
        x = x
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (x >> 11) as f64 / (1u64 << 53) as f64
    };
    for n in [
        100_000u64,
        1_000_000,
        100_000_000,
        1_000_000_000_000,
        10_000_000_000_000_000,
    ] {
        for m in [2u64, 3, 4, 6, 9, 17, 33] {
            for tol in [1e-4, 1e-6, 1e-8, 1e-9, 1e-10] {
                let mut worst = 0f64;
                let mut fails = 0;
                let mut viol = 0;
                let (mut ts, mut tr) = (0.0, 0.0);
                let mut big = 0f64;
                let mut wt = 0.;
                let k = if m == 2 { 30 } else { 60 };
                for i in 0..k {
                    let nn = n as f64;
                    let t = if i % 3 == 0 {
                        Angle::new(0, 1, 3.14 * rnd())
                    } else if i % 3 == 1 {
                        let r = (nn.powf(0.5 * rnd())).ceil() as i64;
                        Angle::new(
                            2 * ((r as f64 * rnd()) as i64),
                            r,
                            (rnd() - 0.5) * 10f64.powf(-rnd() * nn.log10()),
                        )
                    } else {
                        Angle::new(0, 1, nn.powf(-rnd()))
                    };
                    let s = Instant::now();
                    let a = ev(n, m, t, tol, Method::Lattice);
                    ts += s.elapsed().as_secs_f64();
                    if s.elapsed().as_secs_f64() > big {
                        big = s.elapsed().as_secs_f64();
                        wt = t.value();
                    }
                    let s = Instant::now();
                    let b = ev(n, m, t, 2e-12f64.max(tol * 1e-3), Method::Lattice);
                    tr += s.elapsed().as_secs_f64();
                    match (a, b) {
                        (Ok(a), Ok(b)) => {
                            let d = (a.entropy.value - b.entropy.value).abs();
                            let bd = a.entropy.error_bound;
                            if d > bd + b.entropy.error_bound {
                                viol += 1;
                                println!("   viol n={n:e} m={m} t={t:?} {d:e} {bd:e}");
                            }
                            worst = worst.max(d / bd);
                            let (la, lb) = (a.log_probability.unwrap(), b.log_probability.unwrap());
                            if (la.value - lb.value).abs() > la.error_bound + lb.error_bound {
                                println!(
                                    "   lnp viol n={n:e} m={m} t={t:?} {:e} {:e}",
                                    (la.value - lb.value).abs(),
                                    la.error_bound
                                );
                            }
                            let c = ev(n, m, t, 1.0, Method::ClosedForm);
                            if let Ok(c) = c {
                                let d = (c.entropy.value - b.entropy.value).abs();
                                if d > c.entropy.error_bound + b.entropy.error_bound {
                                    println!(
                                        "   closed viol n={n:e} m={m} t={t:?} {d:e} {:e}",
                                        c.entropy.error_bound
                                    );
                                }
                                let lc = c.log_probability;
                                if let Some(lc) = lc {
                                    let d = (lc.value - lb.value).abs();
                                    if d > lc.error_bound + lb.error_bound {
                                        println!(
                                            "   closed lnp viol n={n:e} m={m} t={t:?} {d:e} {:e}",
                                            lc.error_bound
                                        );
                                    }
                                }
                            }
                        }
                        (e, f) => {
                            fails += 1;
                            if fails < 3 {
                                println!(
                                    "   fail {:?} {:?} {t:?}",
                                    e.err().map(|e| e.to_string()),
                                    f.err().map(|e| e.to_string())
                                );
                            }
                        }
                    }
                }
                println!(
                    "n={n:e} M={m} tol={tol:e} worst ratio {worst:.3} fails {fails} viol {viol} ms {:.2} ref {:.2} largest {:.1} at {wt:e}",
                    ts / k as f64 * 1e3,
                    tr / k as f64 * 1e3,
                    big * 1e3
                );
            }
        }
    }
}
