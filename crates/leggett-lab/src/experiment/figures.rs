//! The figures that an experiment file asks for.

use super::fields::Fields;
use super::panels::{Known, read_panel};
use crate::error::{Error, Result};
use crate::figure::Dash;
use leggett_studies::error::Kind;
use leggett_studies::number::Number;
use leggett_studies::parameter::{Observable, Parameter};
use std::ops::RangeInclusive;

/// Keys of `[[figure]]`.
pub(crate) const FIGURE_KEYS: [&str; 6] =
    ["name", "title", "width_mm", "columns", "height_mm", "panel"];

/// Keys of `[[figure.panel]]`.
pub(crate) const PANEL_KEYS: [&str; 28] = [
    "title",
    "x",
    "y",
    "z",
    "series",
    "where",
    "reference",
    "x_origin",
    "x_unit",
    "x_scale",
    "y_scale",
    "z_scale",
    "x_range",
    "y_range",
    "z_range",
    "x_label",
    "y_label",
    "z_label",
    "series_label",
    "series_names",
    "series_dashes",
    "style",
    "marked",
    "colors",
    "pi_ticks",
    "legend",
    "z_blank_above",
    "overlay",
];

/// Keys of `[[figure.panel.overlay]]`.
pub(crate) const OVERLAY_KEYS: [&str; 6] = ["y", "level", "where", "dash", "color", "label"];

/// What `y = "elapsed"` draws: no result of the study, since it differs from
/// run to run, but drawn like one.
pub(crate) static ELAPSED: Observable = Observable {
    name: "elapsed",
    dims: &[],
    unit: "s",
    min: 0.0,
    max: f64::INFINITY,
    label: "time per point",
    doc: "The time that a point took, summed over its parts.",
    default: false,
};

/// Allowed widths of a figure and heights of a panel in mm.
pub(crate) const WIDTH_MM: [f64; 2] = [20.0, 1000.0];
pub(crate) const HEIGHT_MM: [f64; 2] = [10.0, 1000.0];

/// The largest number of columns, and of panels of one figure.
pub(crate) const COLUMNS: RangeInclusive<i64> = 1..=20;
const LARGEST_PANELS: usize = 100;

/// A figure as the file asks for it.
#[derive(Debug, Clone)]
pub struct FigurePlan {
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) width_mm: f64,
    pub(crate) columns: usize,
    pub(crate) height_mm: Option<f64>,
    pub(crate) panels: Vec<PanelPlan>,
}

impl FigurePlan {
    /// The stem of its files.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A parameter, or a field of a table as `table.entry.field`.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) parameter: &'static Parameter,
    /// The unit of its values as drawn; empty for none.
    pub(crate) unit: String,
}

/// A panel as the file asks for it.
#[derive(Debug, Clone)]
pub(crate) struct PanelPlan {
    pub(crate) title: Option<String>,
    pub(crate) x: Named,
    /// What x is counted from.
    pub(crate) x_origin: Number,
    /// What x is counted in.
    pub(crate) x_unit: f64,
    pub(crate) content: Content,
    /// Only points with these canonical values.
    pub(crate) only: Vec<Fixed>,
    /// The distance from the point with these canonical values is drawn.
    pub(crate) reference: Vec<Fixed>,
    pub(crate) axes: [AxisPlan; 3],
    pub(crate) series_label: Option<String>,
    /// Legend entries of single values of the series parameter, or of what is
    /// drawn.
    pub(crate) series_names: Vec<(String, String)>,
    /// The same for dashes.
    pub(crate) series_dashes: Vec<(String, Dash)>,
    pub(crate) markers: bool,
    /// Series that are drawn as markers whatever the others are.
    pub(crate) marked: Vec<String>,
    pub(crate) sequential: bool,
    pub(crate) pi_ticks: bool,
    pub(crate) legend: LegendPlan,
    /// Values of z above this are left blank.
    pub(crate) blank_above: Option<f64>,
    /// What is drawn over a map.
    pub(crate) overlays: Vec<Overlay>,
    /// Where the panel stands in the file.
    pub(crate) place: String,
}

/// A line over a map or curves, gathered as a panel of its own.
#[derive(Debug, Clone)]
pub(crate) struct Overlay {
    pub(crate) panel: PanelPlan,
    /// The level of a contour of z; without one, the panel is a curve.
    pub(crate) level: Option<f64>,
    pub(crate) dash: Dash,
    /// Which of the categorical colours; black without one.
    pub(crate) color: Option<usize>,
    pub(crate) label: Option<String>,
}

/// What a panel shows.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// An observable, or [`ELAPSED`], against x, a curve for each value of a
    /// parameter; or several observables, a curve for each.
    Curves {
        y: Element,
        others: Vec<Element>,
        series: Option<Named>,
    },
    /// An observable as colour over x and another parameter.
    Map { y: Named, z: Element },
}

/// An observable that is a number, or one element of an array.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) observable: &'static Observable,
    /// A coordinate for each dimension, as the file has it.
    pub(crate) coordinates: Vec<String>,
}

impl Element {
    /// As a file has it: `covariance[X_S,X_M]`.
    pub(crate) fn name(&self) -> String {
        self.with_coordinates(self.observable.name, "")
    }

    /// As a figure has it.
    pub(crate) fn label(&self) -> String {
        self.with_coordinates(self.observable.label, " ")
    }

    fn with_coordinates(&self, text: &str, blank: &str) -> String {
        match self.coordinates.as_slice() {
            [] => text.to_owned(),
            some => format!("{text}{blank}[{}]", some.join(&format!(",{blank}"))),
        }
    }
}

/// A parameter held at a value, as canonical text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fixed {
    pub(crate) parameter: String,
    pub(crate) canonical: String,
}

/// What the file says about one axis.
#[derive(Debug, Clone, Default)]
pub(crate) struct AxisPlan {
    pub(crate) logarithmic: bool,
    pub(crate) range: Option<(f64, f64)>,
    pub(crate) label: Option<String>,
}

/// Where the legend stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum LegendPlan {
    Automatic,
    Right,
    Below,
    None,
}

/// Reads all figures of a file.
pub(super) fn read(top: &Fields<'_, '_>, known: &Known<'_>) -> Result<Vec<FigurePlan>> {
    let Some(field) = top.get("figure") else {
        return Ok(Vec::new());
    };
    let mut figures: Vec<FigurePlan> = Vec::new();
    for table in field.tables("[[figure]]")? {
        let figure = read_figure(&table, known)?;
        if figures.iter().any(|earlier| earlier.name == figure.name) {
            let message = format!("two figures are named `{}`", figure.name);
            return Err(Error::new(Kind::Duplicate, message)
                .parameter("name")
                .allowed("a name for each figure")
                .at(table.required("name")?.place()));
        }
        figures.push(figure);
    }
    Ok(figures)
}

fn read_figure(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<FigurePlan> {
    table.only(&FIGURE_KEYS)?;
    let field = table.required("name")?;
    let name = field.text()?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.is_empty() || name.len() > 100 || !name.bytes().all(plain) {
        let allowed = "at most 100 lower-case letters, digits and hyphens";
        return Err(field.wrong(Kind::OutOfRange, &format!("is `{name}`"), allowed));
    }
    let panels = table.required("panel")?.tables("[[figure.panel]]")?;
    if panels.is_empty() || panels.len() > LARGEST_PANELS {
        let what = format!("lists {} panels", panels.len());
        let allowed = format!("from 1 to {LARGEST_PANELS}");
        return Err(table
            .required("panel")?
            .wrong(Kind::OutOfRange, &what, &allowed));
    }
    Ok(FigurePlan {
        name: name.to_owned(),
        title: table.text("title")?.map(str::to_owned),
        width_mm: table.number("width_mm", WIDTH_MM)?.unwrap_or(180.0),
        columns: table.whole("columns", COLUMNS)?.unwrap_or(1),
        height_mm: table.number("height_mm", HEIGHT_MM)?,
        panels: panels
            .iter()
            .map(|panel| read_panel(panel, known))
            .collect::<Result<_>>()?,
    })
}
