//! The figures that an experiment file asks for.

use super::fields::{Field, Fields, suggestion};
use crate::error::{Error, Result};
use leggett_studies::Study;
use leggett_studies::arguments::read_value;
use leggett_studies::error::{Kind, nearest};
use leggett_studies::parameter::{self, Observable, Parameter};
use std::ops::RangeInclusive;

/// Keys of `[[figure]]`.
pub(crate) const FIGURE_KEYS: [&str; 6] =
    ["name", "title", "width_mm", "columns", "height_mm", "panel"];

/// Keys of `[[figure.panel]]`.
pub(crate) const PANEL_KEYS: [&str; 21] = [
    "title",
    "x",
    "y",
    "z",
    "series",
    "where",
    "reference",
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
    "style",
    "colors",
    "pi_ticks",
    "legend",
];

/// Allowed widths of a figure and heights of a panel in mm.
pub(crate) const WIDTH_MM: [f64; 2] = [20.0, 1000.0];
pub(crate) const HEIGHT_MM: [f64; 2] = [5.0, 1000.0];

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

/// A panel as the file asks for it.
#[derive(Debug, Clone)]
pub(crate) struct PanelPlan {
    pub(crate) title: Option<String>,
    pub(crate) x: &'static Parameter,
    pub(crate) content: Content,
    /// Only points with these canonical values.
    pub(crate) only: Vec<Fixed>,
    /// The distance from the point with these canonical values is drawn.
    pub(crate) reference: Vec<Fixed>,
    pub(crate) axes: [AxisPlan; 3],
    pub(crate) series_label: Option<String>,
    pub(crate) markers: bool,
    pub(crate) sequential: bool,
    pub(crate) pi_ticks: bool,
    pub(crate) legend: LegendPlan,
    /// Where the panel stands in the file.
    pub(crate) place: String,
}

/// What a panel shows.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// An observable against x, a curve for each value of a parameter.
    Curves {
        y: &'static Observable,
        series: Option<&'static Parameter>,
    },
    /// An observable as colour over x and another parameter.
    Map {
        y: &'static Parameter,
        z: &'static Observable,
    },
}

/// A parameter held at a value, as canonical text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fixed {
    pub(crate) parameter: &'static str,
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

/// What a panel may draw.
struct Known<'a> {
    study: &'static Study,
    observables: &'a [&'static str],
}

/// Reads all figures of a file.
pub(super) fn read(
    top: &Fields<'_, '_>,
    study: &'static Study,
    observables: &[&'static str],
) -> Result<Vec<FigurePlan>> {
    let Some(field) = top.get("figure") else {
        return Ok(Vec::new());
    };
    let known = Known { study, observables };
    let mut figures: Vec<FigurePlan> = Vec::new();
    for table in field.tables("[[figure]]")? {
        let figure = read_figure(&table, &known)?;
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
        columns: read_columns(table)?,
        height_mm: table.number("height_mm", HEIGHT_MM)?,
        panels: panels
            .iter()
            .map(|panel| read_panel(panel, known))
            .collect::<Result<_>>()?,
    })
}

fn read_columns(table: &Fields<'_, '_>) -> Result<usize> {
    let Some(field) = table.get("columns") else {
        return Ok(1);
    };
    let number = field.number()?;
    match number.integer().filter(|columns| COLUMNS.contains(columns)) {
        Some(columns) => Ok(columns.unsigned_abs() as usize),
        None => Err(field.wrong(
            Kind::OutOfRange,
            &format!("is {:?}", number.value()),
            &format!(
                "a whole number from {} to {}",
                COLUMNS.start(),
                COLUMNS.end()
            ),
        )),
    }
}

fn read_panel(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<PanelPlan> {
    table.only(&PANEL_KEYS)?;
    let text = |key| Ok::<_, Error>(table.text(key)?.map(str::to_owned));
    let content = read_content(table, known)?;
    Ok(PanelPlan {
        title: text("title")?,
        x: known.axis(&table.required("x")?)?,
        content,
        only: known.fixed(table, "where")?,
        reference: known.fixed(table, "reference")?,
        axes: [
            read_axis(table, ["x_scale", "x_range", "x_label"])?,
            read_axis(table, ["y_scale", "y_range", "y_label"])?,
            read_axis(table, ["z_scale", "z_range", "z_label"])?,
        ],
        series_label: text("series_label")?,
        markers: table.choice("style", &[("line", false), ("markers", true)])?,
        sequential: table.choice("colors", &[("categorical", false), ("sequential", true)])?,
        pi_ticks: table.flag("pi_ticks")?,
        legend: table.choice(
            "legend",
            &[
                ("auto", LegendPlan::Automatic),
                ("right", LegendPlan::Right),
                ("below", LegendPlan::Below),
                ("none", LegendPlan::None),
            ],
        )?,
        place: table.source.place(table.offset),
    })
}

fn read_content(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<Content> {
    let y = table.required("y")?;
    let Some(z) = table.get("z") else {
        if let Some(field) = ["z_scale", "z_range", "z_label"]
            .iter()
            .find_map(|key| table.get(key))
        {
            return Err(field.wrong(
                Kind::NotApplicable,
                "applies to maps only",
                "a panel with `z`",
            ));
        }
        return Ok(Content::Curves {
            y: known.observable(&y)?,
            series: table
                .get("series")
                .map(|field| known.parameter(&field))
                .transpose()?,
        });
    };
    for key in ["series", "series_label", "style", "colors", "legend"] {
        if let Some(field) = table.get(key) {
            return Err(field.wrong(
                Kind::NotApplicable,
                "applies to curves only",
                "a panel without `z`",
            ));
        }
    }
    Ok(Content::Map {
        y: known.axis(&y)?,
        z: known.observable(&z)?,
    })
}

fn read_axis(table: &Fields<'_, '_>, [scale, range, label]: [&str; 3]) -> Result<AxisPlan> {
    Ok(AxisPlan {
        logarithmic: table.choice(scale, &[("linear", false), ("log", true)])?,
        range: table
            .get(range)
            .map(|field| read_range(&field))
            .transpose()?,
        label: table.text(label)?.map(str::to_owned),
    })
}

fn read_range(field: &Field<'_, '_>) -> Result<(f64, f64)> {
    let allowed = "[low, high], two finite numbers in this order";
    let items = field
        .items()
        .ok_or_else(|| field.not_a("a list", allowed))?;
    let [low, high] = items.as_slice() else {
        let what = format!("has {} items", items.len());
        return Err(field.wrong(Kind::WrongType, &what, allowed));
    };
    let (low, high) = (low.number()?.value(), high.number()?.value());
    if low.is_finite() && high.is_finite() && low < high {
        Ok((low, high))
    } else {
        Err(field.wrong(
            Kind::OutOfRange,
            &format!("is [{low:?}, {high:?}]"),
            allowed,
        ))
    }
}

impl Known<'_> {
    fn parameter(&self, field: &Field<'_, '_>) -> Result<&'static Parameter> {
        let name = field.text()?;
        self.study.parameter(name).ok_or_else(|| {
            let names: Vec<&str> = self
                .study
                .parameters
                .iter()
                .map(|known| known.name)
                .collect();
            not_known(field, name, "a parameter", self.study, &names)
        })
    }

    /// A parameter that has numbers to draw.
    fn axis(&self, field: &Field<'_, '_>) -> Result<&'static Parameter> {
        let parameter = self.parameter(field)?;
        if parameter.kind == parameter::Kind::Word {
            let what = format!("is `{}`, which has no numbers", parameter.name);
            return Err(field.wrong(Kind::WrongType, &what, "a parameter with numbers"));
        }
        Ok(parameter)
    }

    fn observable(&self, field: &Field<'_, '_>) -> Result<&'static Observable> {
        let name = field.text()?;
        let found = self.observables.iter().find(|known| **known == name);
        found
            .and_then(|name| self.study.observable(name))
            .ok_or_else(|| {
                not_known(
                    field,
                    name,
                    "an observable of this experiment",
                    self.study,
                    self.observables,
                )
            })
    }

    /// Parameters held at values, such as `where = { atoms = 100 }`.
    fn fixed(&self, table: &Fields<'_, '_>, key: &'static str) -> Result<Vec<Fixed>> {
        let Some(field) = table.get(key) else {
            return Ok(Vec::new());
        };
        let table = field.table(key)?;
        let fixed = |field: Field<'_, '_>| {
            let names = self.study.parameters.iter().map(|known| known.name);
            let parameter = self.study.parameter(field.key).ok_or_else(|| {
                super::fields::unknown(field.key, &format!("`{key}`"), &names.collect::<Vec<_>>())
                    .at(field.key_place())
            })?;
            let value = read_value(parameter, &field.raw());
            let value = value.map_err(|error| Error::from(error).at(field.place()))?;
            Ok(Fixed {
                parameter: parameter.name,
                canonical: value.canonical(),
            })
        };
        table.iter().map(fixed).collect()
    }
}

fn not_known(
    field: &Field<'_, '_>,
    name: &str,
    what: &str,
    study: &Study,
    names: &[&str],
) -> Error {
    let hint = suggestion(nearest(name, names.iter().copied()));
    field.wrong(
        Kind::UnknownParameter,
        &format!("is `{name}`, which is not {what} of `{}`{hint}", study.name),
        &names.join(", "),
    )
}
