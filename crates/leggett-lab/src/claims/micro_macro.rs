//! Claims of M. S. Mirkamali and D. G. Cory, Robust Micro-Macro Entangled
//! States (2024).

mod loss;
mod measurement;
mod optimality;
mod states;

use super::evaluator::Evaluator;
use super::{Claim, Finding, Verdict};
use crate::error::Result;

/// The paper's claims, in its order.
pub(super) static CLAIMS: &[Claim] = &[
    Claim {
        name: "maximal entanglement",
        source: "eqs 1, 3",
        statement: "with orthogonal branches, such as Dicke states with k0 ≠ k1, qubit and spins are maximally \
            entangled",
        verdict: Verdict::Holds,
        note: "one ebit, negativity ½; k0 = k1 is a product state",
        check: Some(states::maximal_entanglement),
    },
    Claim {
        name: "orthogonality is required",
        source: "Sec. II",
        statement: "bipartite entanglement requires orthogonal branches",
        verdict: Verdict::Corrected,
        note: "maximal entanglement does; branches with an overlap below 1 are entangled too",
        check: Some(states::overlapping_branches),
    },
    Claim {
        name: "quantisation axis",
        source: "eq 2, note 26",
        statement: "the distinctness is largest along the quantisation axis",
        verdict: Verdict::Holds,
        note: "this axis is the direction of ⟨J⟩_0 − ⟨J⟩_1, and Λ the length of that vector",
        check: Some(states::best_axis),
    },
    Claim {
        name: "disjoint spectra",
        source: "Sec. II, fig 1",
        statement: "macroscopic distinctness requires spectra that do not overlap, P0 P1 = 0",
        verdict: Verdict::Corrected,
        note: "holds for Dicke states; the spectra of separable states always overlap, but exponentially little",
        check: Some(states::disjoint_spectra),
    },
    Claim {
        name: "distinctness of Dicke states",
        source: "Sec. III",
        statement: "Λ = |k0 − k1|, with no spread",
        verdict: Verdict::Holds,
        note: "k = 0 to N",
        check: Some(states::dicke_distinctness),
    },
    Claim {
        name: "one measured spin",
        source: "eqs 5, 6",
        statement: "probabilities and entropies of the two outcomes",
        verdict: Verdict::Corrected,
        note: "exact for k0 ≠ k1; for k0 = k1 eq 6 gives one ebit, but the state is a product; E is undefined for an \
            outcome that never occurs",
        check: Some(measurement::one_spin),
    },
    Claim {
        name: "preserved distinctness",
        source: "Secs. I, III",
        statement: "single-particle events leave the distinctness as it is",
        verdict: Verdict::Corrected,
        note: "exactly for measured Dicke states only; lost spins take Λ m/N with them",
        check: Some(loss::remaining_distinctness),
    },
    Claim {
        name: "centre of the spectra",
        source: "Sec. III, fig 2b",
        statement: "the mean of the spectra has little effect on Ē",
        verdict: Verdict::Holds,
        note: "the text has Δk/2N = ½ for Δk/N = ½",
        check: Some(measurement::little_effect_of_the_mean),
    },
    Claim {
        name: "trade-off",
        source: "abstract, Secs. III, VI",
        statement: "the larger the distinctness, the more fragile the entanglement",
        verdict: Verdict::Corrected,
        note: "for one measured spin; after a loss |Δk| = 1 leaves less than 2, and with many spins lost an optimal \
            distinctness of the order of √N appears",
        check: Some(loss::trade_off),
    },
    Claim {
        name: "first slow, then fast",
        source: "Sec. III, fig 2a",
        statement: "Ē falls slowly at first and then fast as the distinctness grows",
        verdict: Verdict::Holds,
        note: "steps of Δk/N = 0.1 around k̄ = N/2",
        check: Some(measurement::slow_then_fast),
    },
    Claim {
        name: "GHZ state",
        source: "Sec. III, figs 2a, 3a",
        statement: "the GHZ state, of maximal distinctness, loses all entanglement with one spin",
        verdict: Verdict::Holds,
        note: "measured along z, or lost",
        check: Some(loss::ghz),
    },
    Claim {
        name: "second order",
        source: "eq 7",
        statement: "around k̄ = N/2 the entropies of both outcomes drop by (Δk/N)²/(2 ln 2)",
        verdict: Verdict::Holds,
        note: "drops are computed to full relative precision",
        check: Some(measurement::second_order),
    },
    Claim {
        name: "series of the entropy",
        source: "eqs 8, 12",
        statement: "the next terms are 4(k̄/N − ½)² and (Δk/N)²/6",
        verdict: Verdict::Holds,
        note: "in closed form the sum of the first kind is 1/(1 − 4x²), x = k̄/N − ½; also for M that is not whole",
        check: Some(measurement::series),
    },
    Claim {
        name: "collective QA-symmetric states",
        source: "eqs 9–11",
        statement: "one spin's probabilities p = ½ + M/N take the place of k/N",
        verdict: Verdict::Holds,
        note: "where the branches that remain are orthogonal; ⟨σ_z⟩ = M/N is for σ_z = ±½",
        check: Some(measurement::symmetric_as_dicke),
    },
    Claim {
        name: "spectra of separable states",
        source: "Sec. IV",
        statement: "M = (N/2)(cos θ − sin θ) with the spread √(N cos θ sin θ)",
        verdict: Verdict::Corrected,
        note: "M = (N/2) cos 2θ, spread (√N/2) |sin 2θ|; the overlap cos^N(θ0 − θ1) holds",
        check: Some(states::separable_spectra),
    },
    Claim {
        name: "separable states",
        source: "Sec. IV, eq 11",
        statement: "separable states follow eq 11",
        verdict: Verdict::Corrected,
        note: "up to the overlap cos^(N−1)(θ0 − θ1) of what remains, which binomial spectra always have",
        check: Some(measurement::separable),
    },
    Claim {
        name: "spread of the spectra, measurement",
        source: "Secs. IV, VI",
        statement: "after one spin is measured the entanglement depends on the means only",
        verdict: Verdict::Holds,
        note: "for measurements along z and orthogonal remaining branches",
        check: Some(measurement::independent_of_the_spread),
    },
    Claim {
        name: "one lost spin",
        source: "eqs 13, 14",
        statement: "Neg = ½(√(p0 p1) + √(q0 q1))",
        verdict: Verdict::Corrected,
        note: "exact for Dicke states with |Δk| ≥ 2; for |Δk| = 1 what remains of the branches is not orthogonal, and \
            k0 = k1 leaves 0",
        check: Some(loss::neighbouring_dicke_states),
    },
    Claim {
        name: "spread of the spectra, loss",
        source: "Secs. IV, VI",
        statement: "after one spin is lost the entanglement depends on the means only",
        verdict: Verdict::Corrected,
        note: "eq 14 is an upper bound; the coherence of the lost spin counts: Neg ≤ √(w(1−w)) F with the root \
            fidelity F of its two states",
        check: Some(loss::coherence_counts),
    },
    Claim {
        name: "series of the negativity",
        source: "eq 15",
        statement: "½ − Neg = (ΔM/N)² (¼ + (M̄/N)² + (ΔM/N)²/16 + …)",
        verdict: Verdict::Holds,
        note: "the series of eq 14, with what that needs",
        check: Some(loss::series),
    },
    Claim {
        name: "negativity and distinctness",
        source: "fig 3a",
        statement: "at M̄ = 0 the negativity falls to 0 as ΔM/N goes to 1, slowly at first",
        verdict: Verdict::Holds,
        note: "½ √(1 − (ΔM/N)²)",
        check: Some(loss::circle),
    },
    Claim {
        name: "negativity and centre",
        source: "fig 3b",
        statement: "the mean of the spectra has little effect on the negativity",
        verdict: Verdict::Holds,
        note: "ΔM/N = ½",
        check: Some(loss::little_effect_of_the_mean),
    },
    Claim {
        name: "loss as depolarization",
        source: "note 13",
        statement: "losing a spin is the same as depolarizing it completely",
        verdict: Verdict::Corrected,
        note: "of a known spin; depolarizing or damping (T1) every spin with the same probability is not the same as \
            known losses",
        check: Some(loss::known_or_unknown),
    },
    Claim {
        name: "negativity and separability",
        source: "note 30",
        statement: "zero negativity does not prove a state separable",
        verdict: Verdict::Open,
        note: "whether states without negativity are separable is not decided here; two Dicke states have none if and \
            only if m > N − |Δk| spins are lost",
        check: None,
    },
    Claim {
        name: "bound on the entropy",
        source: "Sec. V, eq 19",
        statement: "for fixed means QA-symmetric states keep the largest Ē after one measured spin",
        verdict: Verdict::Holds,
        note: "Ē = H(w) − JSD is jointly concave, so Jensen's inequality proves it, at the edges too",
        check: Some(optimality::entropy_bound),
    },
    Claim {
        name: "slow drop needs symmetry",
        source: "Secs. I, V, VI",
        statement: "the second-order drop is a matter of symmetry, apart from distinctness",
        verdict: Verdict::Holds,
        note: "otherwise the drop can be linear, at worst 1 − Ē = Σ|p0j − p1j|/N",
        check: Some(optimality::linear_worst_case),
    },
    Claim {
        name: "bound on the negativity",
        source: "Sec. V",
        statement: "for fixed means QA-symmetric states keep the largest negativity, that of eq 14",
        verdict: Verdict::Corrected,
        note: "the bound holds, by concavity again; not every QA-symmetric state reaches it",
        check: Some(optimality::negativity_bound),
    },
    Claim {
        name: "gradient",
        source: "eq A2",
        statement: "the derivative of Ē with the means fixed vanishes only where all spins are alike",
        verdict: Verdict::Corrected,
        note: "the last sign is + log2[(1−p0N)/(2−p0N−p1N)], and a factor 1/N is missing; as printed it does not \
            vanish there",
        check: Some(optimality::gradient),
    },
    Claim {
        name: "Hessian",
        source: "eqs A3, A4",
        statement: "all eigenvalues are negative: N−2 each of λ±, and Nλ±",
        verdict: Verdict::Corrected,
        note: "negative, but λ±/N, N−2 times each, and λ±; the appendix also has p = M/N + 1/N for M/N + ½",
        check: Some(optimality::hessian),
    },
    Claim {
        name: "determinant",
        source: "Appendix A, note 32",
        statement: "the Hessian is degenerate for M0 = −M1",
        verdict: Verdict::Corrected,
        note: "(a+b)² − (a−b)² − 4c² = 4(p0−p1)²/[p0 p1 q0 q1 (p0+p1)(2−p0−p1)], without the factor (1−p0−p1)²",
        check: Some(optimality::determinant),
    },
    Claim {
        name: "robust and macroscopic",
        source: "abstract, Sec. VI",
        statement: "there are states that are both macroscopic and robust to single-particle events",
        verdict: Verdict::Holds,
        note: "√N ≪ Δk ≪ N",
        check: Some(optimality::robust_and_macroscopic),
    },
    Claim {
        name: "noise on all particles",
        source: "Sec. VI",
        statement: "the effect of noise on all particles is left to future studies",
        verdict: Verdict::Holds,
        note: "computed here: again an optimal distinctness appears",
        check: Some(loss::noise_on_all),
    },
    Claim {
        name: "measures of macroscopicity",
        source: "Sec. I",
        statement: "Leggett's measure is related to measures by fragility",
        verdict: Verdict::Open,
        note: "no measure by fragility is compared over all states",
        check: None,
    },
    Claim {
        name: "experimental states",
        source: "Secs. IV, VI",
        statement: "the states of the proposed experiment are QA-symmetric up to fluctuations",
        verdict: Verdict::Open,
        note: "needs the proposed experiment",
        check: None,
    },
    Claim {
        name: "usefulness",
        source: "Sec. I",
        statement: "the usefulness for connecting separated qubits grows with the distinctness",
        verdict: Verdict::Open,
        note: "needs the protocol that connects them",
        check: None,
    },
];

const MEASURE: &str = "micro-macro.measure";
const LOSE: &str = "micro-macro.lose";
const NOISE: &str = "micro-macro.noise";
const OPTIMUM: &str = "micro-macro.optimum";
const MACROSCOPICITY: &str = "micro-macro.macroscopicity";

fn finding(supports: bool, number: String) -> Result<Finding> {
    Ok(Finding { number, supports })
}

/// Ē of a point of `micro-macro.measure`.
fn mean_entropy(evaluator: &Evaluator, arguments: &str) -> Result<f64> {
    evaluator.value(MEASURE, "mean_entropy", arguments)
}

/// The negativity of a point of `micro-macro.lose`.
fn negativity(evaluator: &Evaluator, arguments: &str) -> Result<f64> {
    evaluator.value(LOSE, "negativity", arguments)
}

/// A deviation, which is often zero.
fn size(deviation: f64) -> String {
    if deviation == 0.0 {
        "0".to_owned()
    } else {
        format!("{:.0e}", deviation.abs())
    }
}
