//! Sizes in points, as journals ask for them at print size.

/// Font of the tick labels.
pub(super) const TICK_FONT: f64 = 8.5;
/// Font of the axis labels.
pub(super) const LABEL_FONT: f64 = 9.5;
/// Font of the legends.
pub(super) const LEGEND_FONT: f64 = 8.5;
/// Font of letters and titles of panels.
pub(super) const TITLE_FONT: f64 = 9.5;
/// Font of the title of the figure.
pub(super) const FIGURE_TITLE_FONT: f64 = 11.0;

/// Empty border of the page.
pub(super) const BORDER: f64 = 3.0;
/// Between the panels of a row, and of a column.
pub(super) const GUTTER: (f64, f64) = (12.0, 9.0);

/// Lines of frames and ticks.
pub(super) const RULE: f64 = 0.6;
/// Length of labelled ticks.
pub(super) const MAJOR: f64 = 3.4;
/// Length of ticks between.
pub(super) const MINOR: f64 = 1.9;
/// From ticks to their labels.
pub(super) const TICK_GAP: f64 = 2.4;
/// From tick labels to the label of the axis.
pub(super) const LABEL_GAP: f64 = 4.0;
/// From the title of a panel to its frame.
pub(super) const TITLE_GAP: f64 = 5.0;
/// Least distance of tick labels along an axis.
pub(super) const TICK_LABEL_DISTANCE: (f64, f64) = (12.0, 4.5);

/// Width of a colour bar, and its distance from the frame.
pub(super) const COLOR_BAR: (f64, f64) = (9.0, 7.0);

/// Distance of a legend from what it stands beside.
pub(super) const LEGEND_GAP: f64 = 8.0;
/// Length of the piece of line in a legend, and its distance from the text.
pub(super) const SAMPLE: (f64, f64) = (17.0, 5.0);
/// Between the columns of a legend.
pub(super) const LEGEND_COLUMN_GAP: f64 = 13.0;
/// Clearance of data around a legend inside the frame.
pub(super) const CLEARANCE: f64 = 4.0;

/// Half the width of a marker.
pub(super) const MARKER: f64 = 2.1;
/// Lines of error bars.
pub(super) const ERROR_BAR: f64 = 0.7;
/// Half the width of the ends of error bars.
pub(super) const ERROR_CAP: f64 = 1.6;
/// Height of capitals with accents, in em.
pub(super) const ASCENT: f64 = 0.85;
/// Descent of letters below the base line, in em.
pub(super) const DESCENT: f64 = 0.24;

/// Height of the box over the panel's share of the width.
pub(super) const ASPECT: f64 = 0.56;
/// Least width and height of a box.
pub(super) const LEAST_BOX: (f64, f64) = (39.7, 22.7);
