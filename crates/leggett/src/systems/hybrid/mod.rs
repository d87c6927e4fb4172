//! Two oscillators in cascade in one beam of light, of opposite effective
//! mass: Huang, Zeuthen, Vasilyev, He, Hammerer and Polzik, Phys. Rev. Lett.
//! 121, 103602 (2018).
//!
//! The light meets a collective spin S (of negative mass) first and a
//! mechanical oscillator M second. With Γ_j = Γ_jB + Γ_jP, Γ_jB = Γ_j sin²θ_j,
//! Γ_jP = Γ_j cos²θ_j and θ'_j = θ_j − π/4, everything is written in
//!
//! * t_j = tan θ'_j, −1 ≤ t_j ≤ 1: the imbalance of beam splitter and
//!   parametric interaction;
//! * K_j = Γ_j cos²θ'_j = Γ_j/(1+t_j²): the rate of readout by P_L;
//! * s² = 1−ε: what is transmitted between the two.
//!
//! Then γ_j = γ_j0 + 2K_j t_j, R = −√(K_S K_M)(t_M − t_S), g = √(K_M/K_S)/s.
//! Vacuum has variance ½, quadratures are ordered (X_S, P_S, X_M, P_M), and
//! all rates are in the same unit, rad/s or another.

pub mod asymptotes;
pub mod closed_form;
pub mod evolution;
pub mod filter;
mod imbalance;
pub mod laboratory;
pub mod light_path;
pub mod network;
pub mod optimum;
mod oscillators;
pub mod phase;
pub mod readout;
pub mod sensing;

pub use imbalance::Imbalance;
pub use oscillators::{Couplings, Oscillator, Oscillators, Unstable};
