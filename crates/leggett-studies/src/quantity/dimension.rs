//! What quantities measure, and in which units.

use std::f64::consts::PI;

/// What a quantity measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Rates and angular frequencies, in rad/s.
    Rate,
    /// Times, in s.
    Time,
    /// Temperatures, in K.
    Temperature,
    /// Powers, in W.
    Power,
    /// Lengths, in m.
    Length,
    /// Masses, in kg.
    Mass,
}

/// A unit of a dimension: 10^power base units, times 2π where it counts turns.
pub(super) struct Unit {
    name: &'static str,
    pub(super) power: i32,
    turns: bool,
}

const fn unit(name: &'static str, power: i32) -> Unit {
    Unit {
        name,
        power,
        turns: false,
    }
}

const fn turns(name: &'static str, power: i32) -> Unit {
    Unit {
        turns: true,
        ..unit(name, power)
    }
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 6] = [
        Self::Rate,
        Self::Time,
        Self::Temperature,
        Self::Power,
        Self::Length,
        Self::Mass,
    ];

    /// Its name, as in "a rate".
    pub fn name(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Time => "time",
            Self::Temperature => "temperature",
            Self::Power => "power",
            Self::Length => "length",
            Self::Mass => "mass",
        }
    }

    /// The unit that values are computed and declared in.
    pub const fn base(self) -> &'static str {
        match self {
            Self::Rate => "rad/s",
            Self::Time => "s",
            Self::Temperature => "K",
            Self::Power => "W",
            Self::Length => "m",
            Self::Mass => "kg",
        }
    }

    /// Whether a bare number is a value too, where only ratios matter.
    pub fn may_be_bare(self) -> bool {
        matches!(self, Self::Rate | Self::Time)
    }

    /// The names of its units; `u` stands for µ too.
    pub fn units(self) -> impl Iterator<Item = &'static str> {
        self.table().iter().map(|unit| unit.name)
    }

    /// What one of its units is in base units, if it has it.
    pub fn factor(self, unit: &str) -> Option<f64> {
        let unit = self.unit(unit)?;
        Some(unit.in_base(10f64.powi(unit.power)))
    }

    pub(super) fn unit(self, name: &str) -> Option<&'static Unit> {
        let name = name.replace(['µ', 'μ'], "u");
        self.table().iter().find(|unit| unit.name == name)
    }

    fn table(self) -> &'static [Unit] {
        match self {
            Self::Rate => {
                const {
                    &[
                        turns("mHz", -3),
                        turns("Hz", 0),
                        turns("kHz", 3),
                        turns("MHz", 6),
                        turns("GHz", 9),
                        turns("THz", 12),
                        unit("rad/s", 0),
                        unit("krad/s", 3),
                        unit("Mrad/s", 6),
                    ]
                }
            }
            Self::Time => {
                const {
                    &[
                        unit("s", 0),
                        unit("ms", -3),
                        unit("us", -6),
                        unit("ns", -9),
                        unit("ps", -12),
                    ]
                }
            }
            Self::Temperature => {
                const { &[unit("K", 0), unit("mK", -3), unit("uK", -6), unit("nK", -9)] }
            }
            Self::Power => {
                const {
                    &[
                        unit("kW", 3),
                        unit("W", 0),
                        unit("mW", -3),
                        unit("uW", -6),
                        unit("nW", -9),
                        unit("pW", -12),
                        unit("fW", -15),
                    ]
                }
            }
            Self::Length => {
                const {
                    &[
                        unit("km", 3),
                        unit("m", 0),
                        unit("cm", -2),
                        unit("mm", -3),
                        unit("um", -6),
                        unit("nm", -9),
                        unit("pm", -12),
                        unit("fm", -15),
                    ]
                }
            }
            Self::Mass => {
                const {
                    &[
                        unit("kg", 0),
                        unit("g", -3),
                        unit("mg", -6),
                        unit("ug", -9),
                        unit("ng", -12),
                        unit("pg", -15),
                        unit("fg", -18),
                    ]
                }
            }
        }
    }

    /// The dimension that has a unit of this name.
    pub fn of_unit(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|dimension| dimension.unit(name).is_some())
    }
}

impl Unit {
    /// What was scaled by the power of ten already, in base units.
    pub(super) fn in_base(&self, scaled: f64) -> f64 {
        if self.turns {
            2.0 * PI * scaled
        } else {
            scaled
        }
    }
}
