//! What a figure is made of: plain data, without any drawing.

/// A figure: a grid of panels, filled row by row.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Text above all panels.
    pub title: Option<String>,
    /// Panels side by side.
    pub columns: usize,
    /// The panels, row by row. Several panels are lettered (a), (b), ….
    pub panels: Vec<Panel>,
    /// Width of the figure, 20 to 1000 mm: about 86 for one column of a
    /// journal, 180 for two.
    pub width_mm: f64,
    /// Height of the plotting box of a panel; 0.56 of the panel's share of
    /// the width if not given.
    pub panel_height_mm: Option<f64>,
    /// One x range for all panels, labelled under the lowest ones only.
    pub shared_x: bool,
    /// One y range for all panels, labelled at the leftmost ones only.
    pub shared_y: bool,
    /// One legend for the series of all panels (of several with the same
    /// label, the first), below the panels unless placed right.
    pub legend: Option<Legend>,
}

impl Figure {
    /// A figure of double-column width without title or common legend.
    #[must_use]
    pub fn new(columns: usize, panels: Vec<Panel>) -> Self {
        Self {
            title: None,
            columns,
            panels,
            width_mm: 180.0,
            panel_height_mm: None,
            shared_x: false,
            shared_y: false,
            legend: None,
        }
    }
}

/// One plotting box with its axes.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Text above the box, after the letter.
    pub title: Option<String>,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn.
    pub content: Content,
    /// A legend of the labelled series; without one, none is drawn.
    pub legend: Option<Legend>,
}

impl Panel {
    /// A panel without title or legend.
    #[must_use]
    pub fn new(x: Axis, y: Axis, content: Content) -> Self {
        Self {
            title: None,
            x,
            y,
            content,
            legend: None,
        }
    }
}

/// What a panel shows.
#[derive(Clone, Debug)]
pub enum Content {
    /// Curves or points against x.
    Lines(Vec<Series>),
    /// A function of x and y as colour.
    Map(HeatMap),
}

/// An axis, also that of a colour bar.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The quantity.
    pub label: String,
    /// Its unit, set in parentheses after the label.
    pub unit: Option<String>,
    /// Linear or logarithmic.
    pub scale: Scale,
    /// Lower and upper end; from the data if not given.
    pub range: Option<(f64, f64)>,
    /// Ticks at multiples of fractions of π, on a linear axis.
    pub pi_ticks: bool,
}

impl Axis {
    /// A linear axis over the range of the data.
    #[must_use]
    pub fn linear(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            unit: None,
            scale: Scale::Linear,
            range: None,
            pi_ticks: false,
        }
    }

    /// A logarithmic axis over the range of the data.
    #[must_use]
    pub fn log(label: impl Into<String>) -> Self {
        Self {
            scale: Scale::Log,
            ..Self::linear(label)
        }
    }
}

/// How values become lengths or colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Proportionally.
    Linear,
    /// By their logarithm; every value must be positive.
    Log,
}

/// One curve or set of points. A NaN in x or y interrupts the line.
#[derive(Clone, Debug)]
pub struct Series {
    /// Name in the legend.
    pub label: Option<String>,
    /// Horizontal positions.
    pub x: Vec<f64>,
    /// Vertical positions, as many.
    pub y: Vec<f64>,
    /// Half lengths of vertical error bars, as many; NaN or 0 draws none.
    pub y_error: Option<Vec<f64>>,
    /// The line through the points, if any.
    pub line: Option<Dash>,
    /// The symbol at the points, if any.
    pub marker: Option<Marker>,
    /// The colour.
    pub color: ColorChoice,
    /// Width of the line in points, 0.1 to 10.
    pub width: f64,
}

impl Series {
    /// A solid line in the next automatic colour, without a label.
    #[must_use]
    pub fn line(x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            label: None,
            x,
            y,
            y_error: None,
            line: Some(Dash::Solid),
            marker: None,
            color: ColorChoice::Automatic,
            width: 1.0,
        }
    }

    /// Points without a line in the next automatic colour, without a label.
    #[must_use]
    pub fn points(x: Vec<f64>, y: Vec<f64>) -> Self {
        Self {
            line: None,
            marker: Some(Marker::Circle),
            ..Self::line(x, y)
        }
    }
}

/// The pattern of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Uninterrupted.
    Solid,
    /// Strokes.
    Dashed,
    /// Dots.
    Dotted,
    /// Strokes and dots in turn.
    DashDotted,
}

/// The symbol at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// A disc.
    Circle,
    /// An upright square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle on its base.
    Triangle,
}

/// The colour of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ColorChoice {
    /// The next of seven colours that the colour-blind can tell apart; from
    /// the eighth such series on, solid lines become dashed, then dotted.
    Automatic,
    /// One of the seven colours, by its index modulo 7.
    Categorical(usize),
    /// A position from 0 to 1 on the sequential map, for series in an order,
    /// such as that of atom number.
    Sequential(f64),
    /// Grey, for guides to the eye.
    Neutral,
    /// Black, over the colours of a map.
    Black,
}

impl ColorChoice {
    /// The colour of one of `count` series in an order, by its index from 0.
    #[must_use]
    pub fn ordered(index: usize, count: usize) -> Self {
        let last = count.saturating_sub(1).max(1);
        Self::Sequential(index.min(last) as f64 / last as f64)
    }
}

/// The legend of the labelled series.
#[derive(Clone, Debug, Default)]
pub struct Legend {
    /// Text above the entries.
    pub title: Option<String>,
    /// Where the legend stands.
    pub place: LegendPlace,
}

/// Where a legend stands; none of the places covers data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LegendPlace {
    /// In a spot inside the box that no line or point touches; if there is
    /// none, right of a panel that is alone in its row and leaves the room,
    /// else below.
    #[default]
    Automatic,
    /// Right of the box.
    Right,
    /// Below the horizontal axis.
    Below,
}

/// A function on a rectangular grid, drawn as coloured cells.
#[derive(Clone, Debug)]
pub struct HeatMap {
    /// Centres of the cells along x, strictly monotone; or their edges, one
    /// more, and then along y as well.
    pub x: Vec<f64>,
    /// Centres or edges of the cells along y.
    pub y: Vec<f64>,
    /// Values, x fastest: `values[row * columns + column]`. NaN is drawn in
    /// grey; values beyond the range get the colour of its end.
    pub values: Vec<f64>,
    /// Label, unit, scale and range of the colour bar.
    pub color: Axis,
    /// Cells with larger values are left white.
    pub blank_above: Option<f64>,
    /// Curves over the cells, such as contours.
    pub overlays: Vec<Series>,
}
