//! Linear quantum components: scattering, couplings, Hamiltonian (SLH).
//!
//! J. Gough and M. R. James, IEEE Trans. Autom. Control 54, 2530 (2009).

use super::coupling::{Coupling, Hamiltonian};
use super::symplectic::{form_congruence, form_times};
use crate::{Error, Result};
use leggett_num::dense::Complex;
use leggett_num::matrix::Matrix;

/// A component with m ports on n modes: dB_out = S dB_in + L dt, L = Λx,
/// H = ½xᵀHx.
///
/// All components of a network speak of the same modes, of which one may be
/// visited any number of times. Constants in H are dropped.
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    modes: usize,
    scattering: Vec<Vec<Complex>>,
    couplings: Vec<Coupling>,
    hamiltonian: Hamiltonian,
}

/// The row Λ of a_k among n modes: (x + ip)/√2.
pub fn annihilation(modes: usize, mode: usize) -> Vec<Complex> {
    let mut row = vec![Complex::new(0.0, 0.0); 2 * modes];
    row[2 * mode] = Complex::new(std::f64::consts::FRAC_1_SQRT_2, 0.0);
    row[2 * mode + 1] = Complex::new(0.0, std::f64::consts::FRAC_1_SQRT_2);
    row
}

/// The row of a†_k.
pub fn creation(modes: usize, mode: usize) -> Vec<Complex> {
    annihilation(modes, mode).iter().map(|c| c.conj()).collect()
}

/// Σ of rows with complex factors.
pub fn combined(terms: &[(Complex, &[Complex])]) -> Vec<Complex> {
    let length = terms.first().map_or(0, |(_, row)| row.len());
    let at = |k: usize| terms.iter().map(|(factor, row)| factor * row[k]).sum();
    (0..length).map(at).collect()
}

/// The two channels √(γ(n+1)) a and √(γn) a† of a thermal bath.
pub fn thermal_bath(modes: usize, mode: usize, rate: f64, occupation: f64) -> [Vec<Complex>; 2] {
    let scaled = |row: Vec<Complex>, square: f64| row.iter().map(|c| c * square.sqrt()).collect();
    [
        scaled(annihilation(modes, mode), rate * (occupation + 1.0)),
        scaled(creation(modes, mode), rate * occupation),
    ]
}

/// The number 1 − S_ij below which a loop is refused: rounding leaves nothing
/// of it.
const ILL_POSED: f64 = 1e-12;

impl Component {
    /// Couplings, one row of 2n numbers for every port, with S = 1 and a
    /// symmetric real Hamiltonian matrix of order 2n.
    pub fn new(couplings: Vec<Vec<Complex>>, hamiltonian: Matrix) -> Result<Self> {
        let order = hamiltonian.rows();
        if order % 2 == 1 || hamiltonian.columns() != order {
            return Err(shape("hamiltonian", order, "an even order"));
        }
        if let Some(row) = couplings.iter().find(|row| row.len() != order) {
            return Err(shape("couplings", row.len(), "two numbers per mode"));
        }
        let finite = couplings
            .iter()
            .flatten()
            .all(|c| c.re.is_finite() && c.im.is_finite());
        let asymmetry = hamiltonian
            .clone()
            .plus(-1.0, &hamiltonian.transpose())
            .frobenius();
        if !finite || asymmetry.is_nan() || asymmetry > 1e-12 * hamiltonian.frobenius() {
            return Err(Error::OutOfRange {
                parameter: "hamiltonian",
                value: "given".to_owned(),
                allowed: "finite couplings and a symmetric matrix".to_owned(),
            });
        }
        Ok(Self {
            modes: order / 2,
            scattering: identity(couplings.len()),
            couplings: couplings.into_iter().map(Coupling::new).collect(),
            hamiltonian: Hamiltonian::new(hamiltonian.symmetrized()),
        })
    }

    /// The same of what was assembled elsewhere.
    pub(super) fn assembled(couplings: Vec<Coupling>, hamiltonian: Hamiltonian) -> Self {
        Self {
            modes: hamiltonian.matrix().rows() / 2,
            scattering: identity(couplings.len()),
            couplings,
            hamiltonian,
        }
    }

    /// Light that passes: S alone, on m ports; unitary.
    pub fn passive(modes: usize, scattering: Vec<Vec<Complex>>) -> Result<Self> {
        let ports = scattering.len();
        let unitary = (0..ports).all(|j| {
            (0..ports).all(|k| {
                scattering[j].len() == ports && scattering[k].len() == ports && {
                    let overlap: Complex = (0..ports)
                        .map(|l| scattering[j][l] * scattering[k][l].conj())
                        .sum();
                    (overlap - f64::from(u8::from(j == k))).norm() < 1e-12
                }
            })
        });
        if !unitary {
            return Err(shape("scattering", ports, "a square unitary matrix"));
        }
        Ok(Self {
            modes,
            couplings: vec![Coupling::none(2 * modes); ports],
            hamiltonian: Hamiltonian::new(Matrix::zeros(2 * modes, 2 * modes)),
            scattering,
        })
    }

    /// S = [[√T, √(1−T)], [−√(1−T), √T]].
    pub fn beam_splitter(modes: usize, transmission: f64) -> Result<Self> {
        if !(0.0..=1.0).contains(&transmission) {
            return Err(Error::OutOfRange {
                parameter: "transmission",
                value: transmission.to_string(),
                allowed: "from 0 to 1".to_owned(),
            });
        }
        let real = |x: f64| Complex::new(x, 0.0);
        let (through, across) = (transmission.sqrt(), (1.0 - transmission).sqrt());
        Self::passive(
            modes,
            vec![
                vec![real(through), real(across)],
                vec![real(-across), real(through)],
            ],
        )
    }

    /// S = e^{iφ}.
    pub fn phase_shift(modes: usize, phase: f64) -> Result<Self> {
        Self::passive(modes, vec![vec![Complex::from_polar(1.0, phase)]])
    }

    /// Ports that nothing happens to.
    pub fn wires(modes: usize, ports: usize) -> Result<Self> {
        Self::passive(modes, identity(ports))
    }

    /// The number of modes.
    pub fn modes(&self) -> usize {
        self.modes
    }

    /// The number of ports.
    pub fn ports(&self) -> usize {
        self.couplings.len()
    }

    /// S.
    pub fn scattering(&self) -> &[Vec<Complex>] {
        &self.scattering
    }

    /// Λ, row by row.
    pub fn couplings(&self) -> Vec<Vec<Complex>> {
        let rows = self.couplings.iter();
        rows.map(|row| row.values().to_vec()).collect()
    }

    /// H.
    pub fn hamiltonian(&self) -> &Matrix {
        self.hamiltonian.matrix()
    }

    /// This component, then the other: S = S₂S₁, L = L₂ + S₂L₁,
    /// H = H₁ + H₂ + (L₂†S₂L₁ − h.c.)/2i. O(m n² + m³).
    pub fn then(&self, next: &Self) -> Result<Self> {
        self.same_modes(next)?;
        if self.ports() != next.ports() {
            return Err(shape(
                "ports",
                next.ports(),
                &format!("{} as before", self.ports()),
            ));
        }
        let carried = next
            .scattering
            .iter()
            .map(|row| Coupling::combination(row, &self.couplings, 2 * self.modes));
        let mut couplings: Vec<Coupling> = carried.collect();
        let mut hamiltonian = self.hamiltonian.plus(&next.hamiltonian);
        for (own, sum) in next.couplings.iter().zip(&mut couplings) {
            hamiltonian.interact(own, sum);
            sum.add(own);
        }
        let scattering = next.scattering.iter();
        Ok(Self {
            modes: self.modes,
            scattering: scattering
                .map(|row| combination(row, &self.scattering, self.ports()))
                .collect(),
            couplings,
            hamiltonian,
        })
    }

    /// Both side by side: the ports of this one, then those of the other.
    pub fn beside(&self, other: &Self) -> Result<Self> {
        self.same_modes(other)?;
        let zero = Complex::new(0.0, 0.0);
        let (left, right) = (self.ports(), other.ports());
        let own = self
            .scattering
            .iter()
            .map(|row| [&row[..], &vec![zero; right]].concat());
        let others = other
            .scattering
            .iter()
            .map(|row| [&vec![zero; left], &row[..]].concat());
        Ok(Self {
            modes: self.modes,
            scattering: own.chain(others).collect(),
            couplings: [&self.couplings[..], &other.couplings[..]].concat(),
            hamiltonian: self.hamiltonian.plus(&other.hamiltonian),
        })
    }

    /// Leads output `output` into input `input`, without delay; both
    /// disappear. With q = 1/(1 − S_oi): S_jk += S_ji q S_ok,
    /// L_j += S_ji q L_o, H += (Σ_j L_j† S_ji q L_o − h.c.)/2i.
    ///
    /// A loop of gain 1, S_oi = 1, is not well posed: an error.
    pub fn feedback(&self, output: usize, input: usize) -> Result<Self> {
        let ports = self.ports();
        if output >= ports || input >= ports {
            let bad = output.max(input);
            return Err(shape("port", bad, &format!("less than {ports}")));
        }
        let open = Complex::new(1.0, 0.0) - self.scattering[output][input];
        if open.norm() < ILL_POSED {
            return Err(Error::OutOfRange {
                parameter: "feedback",
                value: format!("1 - S = {:e}", open.norm()),
                allowed: "a loop that does not return all light to itself".to_owned(),
            });
        }
        let returned: Vec<Complex> = (0..ports)
            .map(|j| self.scattering[j][input] / open)
            .collect();
        // 1 − S is rounded as S is, so q more the better the loop is closed.
        let closing = self.scattering[output][input].norm() / open.norm();
        let source = self.couplings[output].loosened(1.0 + closing);
        let mut hamiltonian = self.hamiltonian.clone();
        for (row, factor) in self.couplings.iter().zip(&returned) {
            hamiltonian.interact(row, &source.scaled(*factor));
        }
        let kept = || (0..ports).filter(|j| *j != output);
        let scattering = kept().map(|j| {
            let pairs = self.scattering[j].iter().zip(&self.scattering[output]);
            let mut row: Vec<Complex> = pairs
                .map(|(own, looped)| own + returned[j] * looped)
                .collect();
            row.remove(input);
            row
        });
        let couplings = kept().map(|j| {
            let mut row = self.couplings[j].clone();
            row.add(&source.scaled(returned[j]));
            row
        });
        Ok(Self {
            modes: self.modes,
            scattering: scattering.collect(),
            couplings: couplings.collect(),
            hamiltonian,
        })
    }

    /// Loses the share `loss` of one output: a beam splitter with the vacuum,
    /// whose lost light is a new last port.
    pub fn with_loss(&self, port: usize, loss: f64) -> Result<Self> {
        if port >= self.ports() {
            return Err(shape("port", port, &format!("less than {}", self.ports())));
        }
        let splitter = Self::beam_splitter(self.modes, 1.0 - loss)?;
        let total = self.ports() + 1;
        let place = |k: usize| {
            if k == port {
                Some(0)
            } else {
                (k + 1 == total).then_some(1)
            }
        };
        let scattering = (0..total).map(|j| {
            let entry = |k: usize| match (place(j), place(k)) {
                (Some(a), Some(b)) => splitter.scattering[a][b],
                _ => Complex::new(f64::from(u8::from(j == k)), 0.0),
            };
            (0..total).map(entry).collect()
        });
        let whole = Self::passive(self.modes, scattering.collect())?;
        self.beside(&Self::wires(self.modes, 1)?)?.then(&whole)
    }

    /// The outputs with these numbers, in this order; they have to be all.
    pub(super) fn with_outputs(&self, order: &[usize]) -> Self {
        Self {
            modes: self.modes,
            scattering: (order.iter().map(|k| self.scattering[*k].clone())).collect(),
            couplings: order.iter().map(|k| self.couplings[*k].clone()).collect(),
            hamiltonian: self.hamiltonian.clone(),
        }
    }

    /// The equations of motion that the couplings and the Hamiltonian make.
    pub fn model(&self) -> LinearModel {
        LinearModel::assembled(&self.hamiltonian, &self.couplings)
    }

    fn same_modes(&self, other: &Self) -> Result<()> {
        if self.modes == other.modes {
            return Ok(());
        }
        Err(shape(
            "modes",
            other.modes,
            &format!("{} as of the others", self.modes),
        ))
    }
}

/// dx = A x dt + noise, ⟨noise noiseᵀ⟩ = D dt, and the outputs
/// dB_j = dB̃_j + L_j dt, L_j = Λ_j x, with B̃ the vacuum.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearModel {
    /// A = J(H + Im Λ†Λ).
    pub drift: Matrix,
    /// D = J Re(Λ†Λ) Jᵀ.
    pub diffusion: Matrix,
    /// Λ, one row per port.
    pub ports: Vec<Vec<Complex>>,
    /// What the real and imaginary parts of every entry of Λ may be off by.
    pub port_error: Vec<Vec<Complex>>,
    /// What every entry of A may be off by: see [`Self::new`].
    pub drift_error: Matrix,
    /// The same of D.
    pub diffusion_error: Matrix,
}

impl LinearModel {
    /// The matrices of a Hamiltonian and of rows Λ; O(m n²).
    pub fn new(hamiltonian: &Matrix, ports: Vec<Vec<Complex>>) -> Self {
        let rows: Vec<Coupling> = ports.into_iter().map(Coupling::new).collect();
        Self::assembled(&Hamiltonian::new(hamiltonian.clone()), &rows)
    }

    /// Rows and Hamiltonian are taken as rounded in (8 + m)/2 steps at most,
    /// relative to what was added up to make them. A linewidth
    /// γ0 + Γ(sin²θ − cos²θ) may cancel what is summed here, so the errors are
    /// kept relative to the terms, not to their sum.
    fn assembled(hamiltonian: &Hamiltonian, ports: &[Coupling]) -> Self {
        let order = hamiltonian.matrix().rows();
        let part = |of: fn(&Coupling) -> &[Complex], part: fn(&Complex) -> f64| {
            Matrix::from_fn(ports.len(), order, |row, column| {
                part(&of(&ports[row])[column])
            })
        };
        let real = part(Coupling::values, |c| c.re);
        let imaginary = part(Coupling::values, |c| c.im);
        let across = real.transpose().times(&imaginary);
        let damping = across.clone().plus(-1.0, &across.transpose());
        let squares = |real: &Matrix, imaginary: &Matrix| {
            let both = real.transpose().times(real);
            both.plus(1.0, &imaginary.transpose().times(imaginary))
        };
        let real_terms = part(Coupling::terms, |c| c.re);
        let imaginary_terms = part(Coupling::terms, |c| c.im);
        let across_terms = real_terms.transpose().times(&imaginary_terms);
        let rounding = (8 + ports.len()) as f64 * f64::EPSILON;
        let drift_terms = hamiltonian
            .terms()
            .clone()
            .plus(1.0, &across_terms)
            .plus(1.0, &across_terms.transpose());
        let diffusion_terms = squares(&real_terms, &imaginary_terms);
        let scaled = |row: &Coupling| row.terms().iter().map(|c| c * rounding).collect();
        Self {
            drift: form_times(&hamiltonian.matrix().clone().plus(1.0, &damping)),
            diffusion: form_congruence(&squares(&real, &imaginary).symmetrized()),
            ports: ports.iter().map(|row| row.values().to_vec()).collect(),
            port_error: ports.iter().map(scaled).collect(),
            drift_error: form_times(&drift_terms).magnitudes().scaled(2.0 * rounding),
            diffusion_error: form_congruence(&diffusion_terms)
                .magnitudes()
                .scaled(2.0 * rounding),
        }
    }

    /// The number of modes.
    pub fn modes(&self) -> usize {
        self.drift.rows() / 2
    }
}

fn combination(factors: &[Complex], rows: &[Vec<Complex>], length: usize) -> Vec<Complex> {
    let mut sum = vec![Complex::new(0.0, 0.0); length];
    for (factor, row) in factors.iter().zip(rows) {
        for (target, value) in sum.iter_mut().zip(row) {
            *target += factor * value;
        }
    }
    sum
}

fn identity(ports: usize) -> Vec<Vec<Complex>> {
    let one = |row: usize, column| Complex::new(f64::from(u8::from(row == column)), 0.0);
    (0..ports)
        .map(|row| (0..ports).map(|column| one(row, column)).collect())
        .collect()
}

fn shape(parameter: &'static str, value: usize, allowed: &str) -> Error {
    Error::OutOfRange {
        parameter,
        value: value.to_string(),
        allowed: allowed.to_owned(),
    }
}
