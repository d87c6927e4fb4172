//! The figures of a run.

use super::curves::{Gathered, Set, quantities};
use super::directory::{Directory, replace};
use super::results::Results;
use crate::error::{Error, Result};
use crate::experiment::Experiment;
use crate::experiment::figures::{
    AxisPlan, Content, Element, FigurePlan, LegendPlan, Overlay, PanelPlan,
};
use crate::figure::{
    Axis, ColorChoice, Content as Drawn, Dash, Figure, FigureError, HeatMap, Legend, LegendPlace,
    Panel, Scale, Series, contour,
};
use leggett_studies::Study;
use leggett_studies::error::Kind;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Dots per inch of PNG files.
const RESOLUTION: f64 = 300.0;

/// The figures of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plotted {
    /// The files that were drawn.
    pub files: Vec<PathBuf>,
    /// Figures of an incomplete run that the points which are there do not
    /// suffice for.
    pub left_out: Vec<String>,
}

/// Draws the figures of a run's experiment into `RUN/figures`, as SVG and PNG.
/// Points that failed or are not there leave gaps; of a shard or another
/// incomplete run, figures without any point to draw are left out.
///
/// # Errors
///
/// A directory that is not a run of one of these studies; a figure of a
/// complete run without data, or with impossible settings; files that cannot
/// be written.
pub fn plot_run(studies: &[&'static Study], run: &Path) -> Result<Plotted> {
    let directory = Directory::new(run);
    let experiment = directory.experiment(studies)?;
    let mut plotted = Plotted::default();
    if experiment.figures().is_empty() {
        return Ok(plotted);
    }
    let results = Results::open(&directory, &experiment)?;
    let complete = results.found.sound.len() == experiment.len();
    let data = gather(&results, &experiment)?;
    let folder = directory.figures();
    std::fs::create_dir_all(&folder).map_err(|error| Error::io("create", &folder, error))?;
    for (plan, data) in experiment.figures().iter().zip(data) {
        match draw(plan, data) {
            Ok([svg, png]) => {
                for (extension, bytes) in [("svg", svg), ("png", png)] {
                    let path = folder.join(format!("{}.{extension}", plan.name()));
                    replace(&path, &bytes)?;
                    plotted.files.push(path);
                }
            }
            // What is missing may be what the figure needs.
            Err(error) if !complete && error.kind() == Kind::Missing => {
                plotted.left_out.push(plan.name().to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    Ok(plotted)
}

/// A figure as SVG and PNG.
fn draw(plan: &FigurePlan, data: Vec<Data<'_>>) -> Result<[Vec<u8>; 2]> {
    let figure = figure(plan, data)?;
    let svg = figure.svg().map_err(|error| refused(plan, error))?;
    let png = figure
        .png(RESOLUTION)
        .map_err(|error| refused(plan, error))?;
    Ok([svg.into_bytes(), png])
}

fn refused(plan: &FigurePlan, error: FigureError) -> Error {
    let message = format!("the figure `{}` cannot be drawn: {error}", plan.name());
    let kind = match error {
        FigureError::NoData { .. } => Kind::Missing,
        _ => Kind::OutOfRange,
    };
    let refused = Error::new(kind, message).parameter("figure");
    let place = plan.panels.first().map(|panel| panel.place.clone());
    refused.at(place.unwrap_or_default()).because(error)
}

/// What a panel draws.
struct Data<'e> {
    main: Gathered<'e>,
    overlays: Vec<Gathered<'e>>,
}

/// What the panels of each figure draw, in one pass over the results.
fn gather<'e>(results: &Results, experiment: &'e Experiment) -> Result<Vec<Vec<Data<'e>>>> {
    let observables = experiment.observables()?;
    let plans = experiment.figures();
    let panels = |plan: &'e FigurePlan| {
        let panels = plan.panels.iter();
        panels
            .map(|panel| Data {
                main: Gathered::new(panel, &observables),
                overlays: (panel.overlays.iter())
                    .map(|overlay| Gathered::new(&overlay.panel, &observables))
                    .collect(),
            })
            .collect()
    };
    let mut data: Vec<Vec<Data<'e>>> = plans.iter().map(panels).collect();
    let timings = match data.iter().flatten().any(|data| data.main.draws_time()) {
        true => results.timings(),
        false => HashMap::new(),
    };
    results.each(experiment, &mut |index, outcome| {
        let arguments = experiment.point(index)?;
        let seconds = timings.get(&index).copied();
        for panel in data.iter_mut().flatten() {
            panel.main.add(&arguments, outcome, seconds);
            for overlay in &mut panel.overlays {
                overlay.add(&arguments, outcome, seconds);
            }
        }
        Ok(())
    })?;
    Ok(data)
}

fn figure(plan: &FigurePlan, data: Vec<Data<'_>>) -> Result<Figure> {
    let panels = plan.panels.iter().zip(data);
    let panels = panels
        .map(|(plan, data)| panel(plan, data))
        .collect::<Result<_>>()?;
    Ok(Figure {
        title: plan.title.clone(),
        width_mm: plan.width_mm,
        panel_height_mm: plan.height_mm,
        ..Figure::new(plan.columns.min(plan.panels.len()), panels)
    })
}

fn panel(plan: &PanelPlan, data: Data<'_>) -> Result<Panel> {
    let Data {
        main: mut data,
        overlays,
    } = data;
    data.check_elements()?;
    data.refer()?;
    let [x, y, color] = axes(plan);
    let content = match &plan.content {
        Content::Curves { .. } => {
            let mut lines = curves(plan, &data);
            let ends = ends(plan, &lines);
            for (overlay, data) in plan.overlays.iter().zip(&overlays) {
                lines.extend(line_beside(overlay, data, ends)?);
            }
            Drawn::Lines(lines)
        }
        Content::Map { .. } => match data.sets.first() {
            Some(set) => {
                let (x, y, values) = set
                    .grid(plan.axes[2].logarithmic)
                    .map_err(|error| error.at(&plan.place))?;
                Drawn::Map(HeatMap {
                    x,
                    y,
                    values,
                    color,
                    blank_above: plan.blank_above,
                    overlays: (plan.overlays.iter().zip(&overlays))
                        .map(|(overlay, data)| line_over(overlay, data))
                        .collect::<Result<_>>()?,
                })
            }
            // The drawing says that there is nothing to draw.
            None => Drawn::Lines(Vec::new()),
        },
    };
    let place = match plan.legend {
        LegendPlan::Automatic => Some(LegendPlace::Automatic),
        LegendPlan::Right => Some(LegendPlace::Right),
        LegendPlan::Below => Some(LegendPlace::Below),
        LegendPlan::None => None,
    };
    let labelled = plan.overlays.iter().any(|overlay| overlay.label.is_some())
        || match &plan.content {
            Content::Curves { others, series, .. } => series.is_some() || !others.is_empty(),
            Content::Map { .. } => false,
        };
    // Inside a map there is no free spot.
    let place = match (&plan.content, place) {
        (Content::Map { .. }, Some(LegendPlace::Automatic)) => Some(LegendPlace::Below),
        (_, place) => place,
    };
    Ok(Panel {
        title: plan.title.clone(),
        legend: place
            .filter(|_| labelled)
            .map(|place| Legend { title: None, place }),
        ..Panel::new(x, y, content)
    })
}

/// A curve or a contour over a map; nothing where it has no points.
fn line_over(overlay: &Overlay, data: &Gathered<'_>) -> Result<Series> {
    data.check_elements()?;
    let plan = &overlay.panel;
    let logarithmic = [plan.axes[0].logarithmic, plan.axes[1].logarithmic];
    let (x, y) = match (data.sets.first(), overlay.level) {
        (None, _) => (Vec::new(), Vec::new()),
        (Some(set), None) => set.curve(logarithmic),
        (Some(set), Some(level)) => {
            let (x, y, values) = set
                .grid(plan.axes[2].logarithmic)
                .map_err(|error| error.at(&plan.place))?;
            let [.., color] = axes(plan);
            let map = HeatMap {
                x,
                y,
                values,
                color,
                blank_above: None,
                overlays: Vec::new(),
            };
            contour(&map, level, logarithmic.map(scale))
        }
    };
    Ok(styled(overlay, x, y))
}

/// The same beside curves, between whose ends a level is a straight line.
fn line_beside(
    overlay: &Overlay,
    data: &Gathered<'_>,
    ends: Option<(f64, f64)>,
) -> Result<Option<Series>> {
    match (overlay.level, ends) {
        (None, _) => line_over(overlay, data).map(Some),
        (Some(_), None) => Ok(None),
        (Some(level), Some((low, high))) => {
            Ok(Some(styled(overlay, vec![low, high], vec![level; 2])))
        }
    }
}

fn styled(overlay: &Overlay, x: Vec<f64>, y: Vec<f64>) -> Series {
    Series {
        label: overlay.label.clone(),
        line: Some(overlay.dash),
        color: (overlay.color).map_or(ColorChoice::Black, ColorChoice::Categorical),
        ..Series::line(x, y)
    }
}

/// The smallest and the largest x of a panel of curves.
fn ends(plan: &PanelPlan, curves: &[Series]) -> Option<(f64, f64)> {
    let drawn = curves.iter().flat_map(|curve| curve.x.iter().copied());
    let all = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
        (low.min(x), high.max(x))
    });
    plan.axes[0]
        .range
        .or(Some(all))
        .filter(|(low, high)| low < high)
}

fn scale(logarithmic: bool) -> Scale {
    if logarithmic {
        Scale::Log
    } else {
        Scale::Linear
    }
}

fn axes(plan: &PanelPlan) -> [Axis; 3] {
    let quantities = quantities(plan);
    let axis = |place: usize| {
        let (name, unit) = &quantities[place];
        let AxisPlan {
            logarithmic,
            range,
            label,
        } = &plan.axes[place];
        // A label of one's own says its unit itself.
        let unit = (label.is_none() && !unit.is_empty()).then(|| (*unit).to_owned());
        Axis {
            label: label.clone().unwrap_or_else(|| name.clone()),
            unit,
            scale: scale(*logarithmic),
            range: *range,
            pi_ticks: place == 0 && plan.pi_ticks,
        }
    };
    [axis(0), axis(1), axis(2)]
}

fn curves(plan: &PanelPlan, data: &Gathered<'_>) -> Vec<Series> {
    let count = data.sets.len();
    let series = data.sets.iter().enumerate().map(|(index, set)| {
        let (x, y) = set.curve([plan.axes[0].logarithmic, plan.axes[1].logarithmic]);
        let series = if plan.markers || plan.marked.contains(&set.label) {
            Series::points(x, y)
        } else {
            Series {
                line: Some(dash(plan, &set.key)),
                ..Series::line(x, y)
            }
        };
        Series {
            label: label(plan, set),
            color: match plan.sequential {
                true => ColorChoice::ordered(index, count),
                false => ColorChoice::Automatic,
            },
            ..series
        }
    });
    series.collect()
}

fn dash(plan: &PanelPlan, key: &str) -> Dash {
    let own = plan.series_dashes.iter().find(|(known, _)| known == key);
    own.map_or(Dash::Solid, |(_, dash)| *dash)
}

fn label(plan: &PanelPlan, set: &Set) -> Option<String> {
    let Content::Curves { y, others, series } = &plan.content else {
        return None;
    };
    if let Some((_, name)) = plan
        .series_names
        .iter()
        .find(|(known, _)| *known == set.key)
    {
        return Some(name.clone());
    }
    if !others.is_empty() {
        let mut all = std::iter::once(y).chain(others);
        return all
            .find(|drawn| drawn.name() == set.label)
            .map(Element::label);
    }
    let parameter = series.as_ref()?;
    Some(match &plan.series_label {
        Some(template) => template.replace("{}", &set.label),
        None => format!("{} = {}", parameter.name, set.label),
    })
}
