//! Why a figure cannot be drawn.

/// Why a figure cannot be drawn; `place` names the panel and what of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FigureError {
    /// The figure has no panels.
    #[error("the figure has no panels; at least one is needed")]
    NoPanels,
    /// Nothing finite to draw.
    #[error("{place}: there is no finite value to draw")]
    NoData {
        /// The panel and axis.
        place: String,
    },
    /// Two lists that belong together differ in length.
    #[error("{place}: {length} values were given where {needed} are needed")]
    Length {
        /// The panel and list.
        place: String,
        /// The length found.
        length: usize,
        /// The length or lengths allowed.
        needed: String,
    },
    /// An infinite value.
    #[error("{place}: value {index} is infinite; finite numbers, or NaN for a gap, are allowed")]
    Infinite {
        /// The panel and list.
        place: String,
        /// Index of the value, from 0.
        index: usize,
    },
    /// A value that a logarithmic axis cannot show.
    #[error("{place}: {value:?} is not positive, as a logarithmic axis needs")]
    NotPositive {
        /// The panel and axis.
        place: String,
        /// The value.
        value: f64,
    },
    /// A range that is not one.
    #[error("{place}: the range {low:?} to {high:?} must be {needed}")]
    Range {
        /// The panel and axis.
        place: String,
        /// The lower end given.
        low: f64,
        /// The upper end given.
        high: f64,
        /// What is allowed.
        needed: &'static str,
    },
    /// Positions of a colour map that do not grow or fall throughout.
    #[error("{place}: position {index} does not continue a strictly monotone sequence")]
    NotMonotone {
        /// The panel and axis.
        place: String,
        /// Index of the first offender, from 0.
        index: usize,
    },
    /// A setting out of its range.
    #[error("{place} = {value} must be {needed}")]
    Setting {
        /// The setting.
        place: String,
        /// The value given.
        value: f64,
        /// What is allowed.
        needed: &'static str,
    },
    /// Panels that share an axis have different kinds of it.
    #[error("{place}: panels that share this axis must agree in its scale and ticks")]
    Shared {
        /// The panel and axis.
        place: String,
    },
    /// The panels do not fit into the width.
    #[error(
        "the labels leave {left_mm:.1} mm for the width of a plotting box, at least 14 are needed; \
         use fewer columns, a wider figure, shorter labels or a legend below"
    )]
    TooNarrow {
        /// What remains, in mm.
        left_mm: f64,
    },
    /// The composed picture could not be rasterised.
    #[error("the picture could not be rasterised: {reason}")]
    Raster {
        /// The rasteriser's reason.
        reason: String,
    },
}
