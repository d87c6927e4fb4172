//! What a measurement would add.

use super::{BARE, BEST, best, conditional, covariance, finding, size, square};
use crate::claims::evaluator::Evaluator;
use crate::claims::{Claim, Finding, Verdict};
use crate::error::Result;

pub(super) static CLAIMS: &[Claim] = &[
    Claim {
        name: "conditional steady state",
        source: "Comparison with conditional scheme",
        statement: "it is found numerically, and analytically for n_M ≫ 1",
        verdict: Verdict::Holds,
        note: "for P_L in closed form at any n_M; for other phases from the Riccati equation",
        check: Some(steady_state),
    },
    Claim {
        name: "same settings",
        source: "fig 3, inset",
        statement: "the conditional scheme gains a few per cent at the settings that are best without measurement",
        verdict: Verdict::Corrected,
        note: "for P_L; the paper does not give the phase, and X_L gains up to 10 %, 19.5 % with settings of its own",
        check: Some(same_settings),
    },
    Claim {
        name: "own best settings",
        source: "fig 3, inset",
        statement: "nor does it gain more with settings of its own, for stable oscillators",
        verdict: Verdict::Corrected,
        note: "for P_L again",
        check: Some(own_settings),
    },
    Claim {
        name: "information in the light",
        source: "Comparison with conditional scheme",
        statement: "practically no information on the squeezed variables is left in the light",
        verdict: Verdict::Corrected,
        note: "in P_L, which reads them out; X_L knows the noise that drove them",
        check: Some(information),
    },
    Claim {
        name: "no measurement needed",
        source: "Comparison with conditional scheme",
        statement: "the best performance needs neither measurement nor feedback",
        verdict: Verdict::Corrected,
        note: "true of feedback of P_L, which can reach V_cond at most: the share of ln(1/ξ) that is reached without \
            it; a record of X_L adds more, see `own best settings`",
        check: Some(without_measurement),
    },
    Claim {
        name: "technical stability",
        source: "Comparison with conditional scheme",
        statement: "the cooling of M makes the apparatus stable",
        verdict: Verdict::Open,
        note: "experiment",
        check: None,
    },
    Claim {
        name: "coherent feedback",
        source: "conclusion",
        statement: "that the scheme competes may be understood from a coherent-feedback master equation (speculation)",
        verdict: Verdict::Open,
        note: "computed is the bound: S's light drives M, a coherent controller; V_uncond − V_cond ≥ 0 bounds what any feedback of a \
            homodyne record adds to it, and it is small for P_L because X_S + gX_M is all that P_L shows",
        check: Some(coherent_feedback),
    },
];

/// The paper's rates in units of γ̃_S0 at the best settings.
fn at(cooperativity: f64, rest: &str) -> String {
    format!("{BARE} cooperativity_spin={cooperativity} {BEST} {rest}")
}

fn steady_state(evaluator: &Evaluator) -> Result<Finding> {
    let mut worst = 0.0f64;
    for rest in ["", "loss=0.1", "loss=0.1 efficiency=0.7"] {
        let xi = |method: &str| {
            conditional(
                evaluator,
                "epr_variance",
                &format!("{} method={method}", at(10.0, rest)),
            )
        };
        worst = worst.max((xi("closed-form")? / xi("network")? - 1.0).abs());
    }
    let xi = conditional(evaluator, "epr_variance", &at(10.0, ""))?;
    finding(
        worst < 1e-9,
        format!(
            "closed form and Riccati equation agree to {}; ξ = {xi:.6} at C_S = 10, ε = 0",
            size(worst)
        ),
    )
}

/// The advantage in per cent over some C_S: least, at C_S = 10, largest.
fn over(values: &[(f64, f64)]) -> [f64; 2] {
    let ten = values.iter().find(|(c, _)| *c == 10.0);
    [
        ten.map_or(f64::NAN, |(_, v)| 100.0 * v),
        values.iter().map(|(_, v)| 100.0 * v).fold(0.0, f64::max),
    ]
}

const SPIN: [f64; 11] = [
    1.0, 1.4, 1.7, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 100.0, 1000.0,
];

fn same_settings(evaluator: &Evaluator) -> Result<Finding> {
    let advantages = |rest: &str| -> Result<[f64; 2]> {
        let mut values = Vec::new();
        for c in SPIN {
            values.push((c, conditional(evaluator, "advantage", &at(c, rest))?));
        }
        Ok(over(&values))
    };
    let p = advantages("loss=0.1")?;
    let x = advantages("loss=0.1 homodyne_phase=0")?;
    finding(
        (p[0] - 0.47).abs() < 0.01 && p[1] < 3.0 && (x[0] - 7.0).abs() < 0.1 && x[1] > 7.0,
        format!(
            "ε = 0.1, C_S = 10: {:.2} % with P_L, {:.1} % with X_L; at most {:.2} %, {:.1} % for C_S = 1…1000",
            p[0], x[0], p[1], x[1]
        ),
    )
}

fn own_settings(evaluator: &Evaluator) -> Result<Finding> {
    let advantages = |rest: &str, own: &str| -> Result<[f64; 2]> {
        let mut values = Vec::new();
        for c in SPIN {
            let point = format!("cooperativity_spin={c} {rest}");
            let without = best(evaluator, "epr_variance", &point)?;
            let with = best(
                evaluator,
                "epr_variance",
                &format!("{point} scheme=conditional {own}"),
            )?;
            values.push((c, 1.0 - with / without));
        }
        Ok(over(&values))
    };
    let p = advantages("loss=0.1", "")?;
    let x = advantages("loss=0.1", "homodyne_phase=0")?;
    let lossless = [
        advantages("loss=0", "")?,
        advantages("loss=0", "homodyne_phase=0")?,
    ];
    finding(
        (p[0] - 0.82).abs() < 0.01
            && p[1] < 3.0
            && (x[0] - 10.9).abs() < 0.1
            && lossless[1][1] > 13.0,
        format!(
            "C_S = 10: {:.2} % with P_L, {:.1} % with X_L at ε = 0.1, {:.2} %, {:.1} % at 0; at most {:.2} %, {:.1} % \
             for C_S = 1…1000",
            p[0],
            x[0],
            lossless[0][0],
            lossless[1][0],
            p[1].max(lossless[0][1]),
            x[1].max(lossless[1][1])
        ),
    )
}

fn information(evaluator: &Evaluator) -> Result<Finding> {
    let advantage = |rest: &str| -> Result<f64> {
        Ok(100.0
            * conditional(
                evaluator,
                "advantage",
                &at(10.0, &format!("loss=0.1 {rest}")),
            )?)
    };
    let (p, x, most) = (
        advantage("")?,
        advantage("homodyne_phase=0")?,
        advantage("homodyne_phase=optimal")?,
    );
    let phase = conditional(
        evaluator,
        "homodyne_phase",
        &at(10.0, "loss=0.1 homodyne_phase=optimal tolerance=1"),
    )?;
    let away = phase.min(std::f64::consts::PI - phase);
    finding(
        p < 1.0 && x > 5.0 && most >= x - 1e-6,
        format!(
            "C_S = 10, ε = 0.1: ξ falls by {p:.2} % for P_L, {x:.2} % for X_L, {most:.2} % for the best phase, {away:.3} rad from X_L"
        ),
    )
}

fn without_measurement(evaluator: &Evaluator) -> Result<Finding> {
    let mut shares = Vec::new();
    for c in [10.0, 100.0, 1000.0] {
        let with = best(
            evaluator,
            "epr_variance",
            &format!("cooperativity_spin={c} loss=0.1 scheme=conditional"),
        )?;
        let without = best(
            evaluator,
            "epr_variance",
            &format!("cooperativity_spin={c} loss=0.1"),
        )?;
        shares.push(without.ln() / with.ln());
    }
    let texts: Vec<String> = shares.iter().map(|share| format!("{share:.4}")).collect();
    finding(
        shares.iter().all(|share| (0.99..1.0).contains(share)),
        format!("{} at C_S = 10, 100, 1000 (ε = 0.1)", texts.join(", ")),
    )
}

fn coherent_feedback(evaluator: &Evaluator) -> Result<Finding> {
    let mut least = f64::INFINITY;
    let mut gaps = Vec::new();
    for c in [10.0, 100.0] {
        let free = covariance(evaluator, &at(c, "loss=0.1"))?;
        for phase in ["pi/2", "0"] {
            let point = at(c, &format!("loss=0.1 homodyne_phase={phase}"));
            let given = square(evaluator.values("hybrid.conditional", "covariance", &point)?)?;
            // X and P do not correlate for these phases.
            let [a, b, d] = [(0, 0), (0, 2), (2, 2)].map(|(i, j)| free[i][j] - given[i][j]);
            least = least.min(0.5 * (a + d - (a - d).hypot(2.0 * b)));
        }
        let point = at(c, "loss=0.1 homodyne_phase=optimal tolerance=1e-6");
        gaps.push((
            conditional(evaluator, "unconditional_epr_variance", &point)?,
            conditional(evaluator, "epr_variance", &point)?,
        ));
    }
    let texts: Vec<String> = gaps
        .iter()
        .map(|(free, bound)| format!("{free:.4} ≥ {bound:.4}"))
        .collect();
    finding(
        least > -1e-9 && gaps.iter().all(|(free, bound)| bound < free),
        format!(
            "least eigenvalue of V_uncond − V_cond {least:.1e}; ξ = {} at C_S = 10, 100, the bound of homodyne \
             feedback",
            texts.join(", ")
        ),
    )
}
