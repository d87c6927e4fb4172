//! Reading the panels of a figure.

use super::counting::read_counting;
use super::fields::{Field, Fields, suggestion, unknown};
use super::figures::{
    AxisPlan, Content, ELAPSED, Element, Fixed, LegendPlan, Named, OVERLAY_KEYS, Overlay,
    PANEL_KEYS, PanelPlan,
};
use crate::error::{Error, Result};
use crate::figure::Dash;
use leggett_studies::arguments::read_named;
use leggett_studies::error::{Kind, nearest};
use leggett_studies::parameter;
use leggett_studies::{Raw, Study};

const DASHES: [(&str, Dash); 4] = [
    ("solid", Dash::Solid),
    ("dashed", Dash::Dashed),
    ("dotted", Dash::Dotted),
    ("dash-dotted", Dash::DashDotted),
];

/// What a panel may draw.
pub(super) struct Known<'a> {
    pub(super) study: &'static Study,
    pub(super) observables: &'a [&'static str],
    /// Whether the rates of some points are without units.
    pub(super) bare: bool,
}

pub(super) fn read_panel(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<PanelPlan> {
    table.only(&PANEL_KEYS)?;
    let text = |key| Ok::<_, Error>(table.text(key)?.map(str::to_owned));
    let content = read_content(table, known)?;
    let series_names = read_by_curve(table, "series_names", &content, known, |item| {
        Ok(item.text()?.to_owned())
    })?;
    let series_dashes = read_by_curve(table, "series_dashes", &content, known, |item| {
        item.choice(&DASHES)
    })?;
    let mut x = known.axis(&table.required("x")?)?;
    let (x_origin, x_unit) = read_counting(table, &mut x, known)?;
    let mut panel = PanelPlan {
        title: text("title")?,
        x,
        x_origin,
        x_unit,
        content,
        only: known.fixed(table, "where")?,
        reference: known.fixed(table, "reference")?,
        axes: [
            read_axis(table, ["x_scale", "x_range", "x_label"])?,
            read_axis(table, ["y_scale", "y_range", "y_label"])?,
            read_axis(table, ["z_scale", "z_range", "z_label"])?,
        ],
        series_label: text("series_label")?,
        series_names,
        series_dashes,
        markers: table.choice("style", &[("line", false), ("markers", true)])?,
        marked: read_marked(table)?,
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
        blank_above: table.number("z_blank_above", [f64::MIN, f64::MAX])?,
        overlays: Vec::new(),
        place: table.source.place(table.offset),
    };
    if let Some(field) = table.get("overlay") {
        let overlays = field.tables("[[figure.panel.overlay]]")?;
        let overlays = overlays
            .iter()
            .map(|table| read_overlay(table, &panel, known));
        panel.overlays = overlays.collect::<Result<_>>()?;
    }
    Ok(panel)
}

/// A curve of an observable against the panel's x, at other points than the
/// panel's; or, over a map, a contour of its z, over curves, a horizontal line.
fn read_overlay(table: &Fields<'_, '_>, panel: &PanelPlan, known: &Known<'_>) -> Result<Overlay> {
    table.only(&OVERLAY_KEYS)?;
    let level = table.number("level", [f64::MIN, f64::MAX])?;
    if let (Content::Curves { .. }, Some(_), Some(field)) =
        (&panel.content, level, table.get("where"))
    {
        let allowed = "no `where` beside the level of a horizontal line";
        return Err(field.wrong(Kind::NotApplicable, "selects points", allowed));
    }
    let content = match (table.get("y"), level) {
        (None, Some(_)) => panel.content.clone(),
        (Some(field), None) => Content::Curves {
            y: known.observable(&field)?,
            others: Vec::new(),
            series: None,
        },
        (Some(field), Some(_)) => {
            let allowed = "either y, a curve, or level, a contour";
            return Err(field.wrong(Kind::Contradiction, "stands beside `level`", allowed));
        }
        (None, None) => {
            table.required("level")?;
            panel.content.clone()
        }
    };
    Ok(Overlay {
        panel: PanelPlan {
            content,
            only: known.fixed(table, "where")?,
            reference: Vec::new(),
            overlays: Vec::new(),
            ..panel.clone()
        },
        level,
        dash: table.choice("dash", &DASHES)?,
        color: table.whole("color", 1..=7)?.map(|number| number - 1),
        label: table.text("label")?.map(str::to_owned),
    })
}

fn read_content(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<Content> {
    let y = table.required("y")?;
    refuse_elapsed(table, known)?;
    let Some(z) = table.get("z") else {
        if let Some(field) = ["z_scale", "z_range", "z_label", "z_blank_above"]
            .iter()
            .find_map(|key| table.get(key))
        {
            return Err(field.wrong(
                Kind::NotApplicable,
                "applies to maps only",
                "a panel with `z`",
            ));
        }
        let (y, others) = read_drawn(table, &y, known)?;
        return Ok(Content::Curves {
            y,
            others,
            series: table
                .get("series")
                .map(|field| known.parameter(&field))
                .transpose()?,
        });
    };
    for key in [
        "series",
        "series_label",
        "series_names",
        "series_dashes",
        "style",
        "marked",
        "colors",
        "legend",
    ] {
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

/// One observable or several of them.
fn read_drawn(
    table: &Fields<'_, '_>,
    y: &Field<'_, '_>,
    known: &Known<'_>,
) -> Result<(Element, Vec<Element>)> {
    if known.is_elapsed(y) {
        let elapsed = Element {
            observable: &ELAPSED,
            coordinates: Vec::new(),
        };
        return Ok((elapsed, Vec::new()));
    }
    let Some(items) = y.items() else {
        return Ok((known.observable(y)?, Vec::new()));
    };
    let allowed =
        "a list of two observables or more, without `series` and `reference`, with a `y_label`";
    let both = ["series", "reference"]
        .iter()
        .find_map(|key| table.get(key));
    if let Some(field) = both {
        return Err(field.wrong(Kind::NotApplicable, "does not go with several y", allowed));
    }
    if items.len() < 2 || table.get("y_label").is_none() {
        return Err(y.wrong(Kind::Missing, "lists observables", allowed));
    }
    let mut drawn = Vec::new();
    for item in &items {
        drawn.push(known.observable(item)?);
    }
    let others = drawn.split_off(1);
    Ok((drawn.remove(0), others))
}

/// What is said of single curves, by the value or the observable they draw.
fn read_by_curve<'s, 't, T>(
    table: &Fields<'s, 't>,
    key: &'static str,
    content: &Content,
    known: &Known<'_>,
    read: impl Fn(&Field<'s, 't>) -> Result<T>,
) -> Result<Vec<(String, T)>> {
    let Some(field) = table.get(key) else {
        return Ok(Vec::new());
    };
    let one = |item: Field<'s, 't>| Ok((curve(&item, content, known)?, read(&item)?));
    field.table(key)?.iter().map(one).collect()
}

/// The curve that a key names: the canonical text of a value of the series
/// parameter, or one of several observables.
fn curve(item: &Field<'_, '_>, content: &Content, known: &Known<'_>) -> Result<String> {
    match content {
        Content::Curves {
            series: Some(series),
            ..
        } => {
            let value = Raw::from_argument(item.key);
            let read = read_named(&series.name, series.parameter, &value);
            let read = read.map_err(|error| Error::from(error).at(item.key_place()))?;
            Ok(read.canonical())
        }
        Content::Curves { y, others, .. } if !others.is_empty() => {
            let drawn: Vec<String> = std::iter::once(y)
                .chain(others)
                .map(Element::name)
                .collect();
            if !drawn.iter().any(|name| name == item.key) {
                let names: Vec<&str> = drawn.iter().map(String::as_str).collect();
                return Err(not_known(item, item.key, "drawn", known.study, &names));
            }
            Ok(item.key.to_owned())
        }
        _ => {
            let allowed = "a panel with `series` or several `y`";
            Err(item.wrong(Kind::NotApplicable, "names a curve", allowed))
        }
    }
}

/// The values of the series parameter that are drawn as markers.
fn read_marked(table: &Fields<'_, '_>) -> Result<Vec<String>> {
    let Some(field) = table.get("marked") else {
        return Ok(Vec::new());
    };
    let several = table.get("y").is_some_and(|y| y.items().is_some());
    if table.get("series").is_none() && !several {
        let what = "applies to a panel with `series` or several `y`";
        return Err(field.wrong(
            Kind::NotApplicable,
            what,
            "a panel with `series` or several `y`",
        ));
    }
    let allowed = "a list of values of the series parameter, or of observables, in quotes";
    let items = field
        .items()
        .ok_or_else(|| field.not_a("a list", allowed))?;
    items
        .iter()
        .map(|item| Ok(item.text()?.to_owned()))
        .collect()
}

/// Refuses the time that points took where it cannot be drawn.
fn refuse_elapsed(table: &Fields<'_, '_>, known: &Known<'_>) -> Result<()> {
    let allowed = "y = \"elapsed\" in a panel without `z` and `reference`";
    let is_elapsed = |key| {
        let field = table.get(key);
        field.filter(|field| known.is_elapsed(field))
    };
    if let Some(field) = is_elapsed("z") {
        let what = "is `elapsed`, the time that a point took, which no map shows";
        return Err(field.wrong(Kind::NotApplicable, what, allowed));
    }
    for key in ["z", "reference"] {
        if let (Some(_), Some(field)) = (is_elapsed("y"), table.get(key)) {
            let what = "does not go with y = \"elapsed\", the time that a point took";
            return Err(field.wrong(Kind::NotApplicable, what, allowed));
        }
    }
    Ok(())
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
    fn parameter(&self, field: &Field<'_, '_>) -> Result<Named> {
        let name = field.text()?;
        let parameter = self.study.parameter(name).ok_or_else(|| {
            let names: Vec<&str> = self
                .study
                .parameters
                .iter()
                .map(|known| known.name)
                .collect();
            not_known(field, name, "a parameter", self.study, &names)
        })?;
        let bare = match parameter.kind {
            parameter::Kind::Quantity { dimension, .. } => self.bare && dimension.may_be_bare(),
            _ => false,
        };
        Ok(Named {
            name: name.to_owned(),
            parameter,
            unit: if bare { "" } else { parameter.unit }.to_owned(),
        })
    }

    /// A parameter that has numbers to draw.
    fn axis(&self, field: &Field<'_, '_>) -> Result<Named> {
        let named = self.parameter(field)?;
        if !named.parameter.has_numbers() {
            let what = format!("is `{}`, which has no numbers", named.name);
            return Err(field.wrong(Kind::WrongType, &what, "a parameter with numbers"));
        }
        Ok(named)
    }

    /// Whether a field names the time that points took; a study's own
    /// parameter or observable of that name goes first.
    fn is_elapsed(&self, field: &Field<'_, '_>) -> bool {
        field.text().is_ok_and(|name| name == ELAPSED.name)
            && self.study.parameter(ELAPSED.name).is_none()
            && self.study.observable(ELAPSED.name).is_none()
    }

    /// An observable that has a number to draw: `half`, or an element of an
    /// array, `covariance[X_S,X_M]`.
    fn observable(&self, field: &Field<'_, '_>) -> Result<Element> {
        let text = field.text()?;
        let selected = text.strip_suffix(']').and_then(|text| text.split_once('['));
        let (name, coordinates) = match selected {
            Some((name, list)) => {
                let items = list.split(',').map(|item| item.trim().to_owned());
                (name.trim(), items.collect())
            }
            None => (text, Vec::new()),
        };
        let found = self.observables.iter().find(|known| **known == name);
        let observable = found
            .and_then(|name| self.study.observable(name))
            .ok_or_else(|| {
                not_known(
                    field,
                    name,
                    "an observable of this experiment",
                    self.study,
                    self.observables,
                )
            })?;
        if coordinates.len() == observable.dims.len() {
            return Ok(Element {
                observable,
                coordinates,
            });
        }
        if observable.dims.is_empty() {
            let what = format!("is `{text}`, but `{name}` is a number");
            return Err(field.wrong(Kind::WrongType, &what, name));
        }
        let what = format!("is `{text}`, but `{name}` is an array");
        let dims = observable.dims.join(",");
        let allowed = format!("an element of it, `{name}[{dims}]`, with a coordinate for each");
        Err(field.wrong(Kind::WrongType, &what, &allowed))
    }

    /// Parameters held at values, such as `where = { atoms = 100 }`.
    fn fixed(&self, table: &Fields<'_, '_>, key: &'static str) -> Result<Vec<Fixed>> {
        let Some(field) = table.get(key) else {
            return Ok(Vec::new());
        };
        let table = field.table(key)?;
        let fixed = |(name, field): (String, Field<'_, '_>)| {
            let names = self.study.parameters.iter().map(|known| known.name);
            let parameter = self.study.parameter(&name).ok_or_else(|| {
                unknown(&name, &format!("`{key}`"), &names.collect::<Vec<_>>())
                    .at(field.key_place())
            })?;
            let value = read_named(&name, parameter, &field.raw());
            let value = value.map_err(|error| Error::from(error).at(field.place()))?;
            Ok(Fixed {
                parameter: name,
                canonical: value.canonical(),
            })
        };
        table.named(self.study).into_iter().map(fixed).collect()
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
