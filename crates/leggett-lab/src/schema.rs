//! JSON Schema of experiment files, for editors.

mod forms;
#[cfg(test)]
mod tests;

use crate::experiment::document::FORMAT;
use crate::experiment::figures::{COLUMNS, ELAPSED, HEIGHT_MM, WIDTH_MM};
use forms::{EXPRESSION, axis, described, dotted, fields, object, properties, value, with_dotted};
use leggett_studies::Study;
use leggett_studies::parameter::{Kind, Observable, Parameter};
use serde_json::{Value as Json, json};

/// The JSON Schema (2020-12) of experiment files: one branch for each study,
/// with the types, ranges and words of its declaration.
pub fn experiment_schema(studies: &[&'static Study]) -> Json {
    let branches: Vec<Json> = studies.iter().map(|study| branch(study)).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "leggett experiment",
        "description": "A study, its sweeps and its figures, as `leggett run` takes them.",
        "oneOf": branches,
        "$defs": {
            "expression": {
                "type": "string",
                "pattern": EXPRESSION,
                "description": "A number in quotes, such as \"2*pi/3\".",
            },
            "number": {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/expression"}]},
            "count": {"type": "integer", "minimum": 1},
            "range": {
                "type": "array",
                "items": {"$ref": "#/$defs/number"},
                "minItems": 2,
                "maxItems": 2,
                "description": "Lower and upper end.",
            },
            "scale": {"enum": ["linear", "log"], "default": "linear"},
        },
    })
}

/// Files of one study.
fn branch(study: &Study) -> Json {
    let mut parameters = properties(study.parameters.iter(), described);
    let names: Vec<&str> = study.observables.iter().map(|known| known.name).collect();
    let observables = json!({
        "description": "The observables to compute; all of them if not given.",
        "type": "array",
        "items": {"enum": names},
        "minItems": 1,
        "uniqueItems": true,
    });
    parameters.insert("observables".to_owned(), observables);
    let parameters = with_dotted(
        object(
            &[],
            Json::Object(parameters),
            "What all points have in common.",
        ),
        study,
        described,
    );
    let sweep = sweep(study);
    let properties = json!({
        "format": {"const": FORMAT, "description": "The version of this format."},
        "study": {"const": study.name, "description": study.title},
        "seed": {"type": "integer", "minimum": 0, "maximum": i64::MAX, "default": 0,
            "description": "The seed of random numbers."},
        "title": {"type": "string"},
        "parameters": parameters,
        "sweep": {"type": "array", "minItems": 1, "items": sweep,
            "description": "Grids, joined in order; repeated points are dropped."},
        "figure": {"type": "array", "items": figure(study)},
    });
    let mut branch = object(&["format", "study"], properties, study.description);
    branch["title"] = json!(format!("{}: {}", study.name, study.title));
    branch
}

/// The axes of a sweep.
fn sweep(study: &Study) -> Json {
    let swept = study.parameters.iter();
    let swept = swept.filter(|known| known.kind != Kind::File);
    let axes = properties(swept, axis);
    let mut sweep = object(
        &[],
        Json::Object(axes),
        "A product grid; the last axis runs fastest.",
    );
    sweep["minProperties"] = json!(1);
    with_dotted(sweep, study, axis)
}

fn figure(study: &Study) -> Json {
    let properties = json!({
        "name": {"type": "string", "pattern": "^[a-z0-9-]{1,100}$",
            "description": "The name of its files, without extension."},
        "title": {"type": "string"},
        "width_mm": {"type": "number", "minimum": WIDTH_MM[0], "maximum": WIDTH_MM[1],
            "default": 180},
        "columns": {"type": "integer", "minimum": COLUMNS.start(), "maximum": COLUMNS.end(),
            "default": 1, "description": "Panels side by side."},
        "height_mm": {"type": "number", "minimum": HEIGHT_MM[0], "maximum": HEIGHT_MM[1],
            "description": "Height of each panel's box."},
        "panel": {"type": "array", "minItems": 1, "maxItems": 100, "items": panel(study)},
    });
    object(
        &["name", "panel"],
        properties,
        "A figure, drawn as SVG and PNG.",
    )
}

fn panel(study: &Study) -> Json {
    let numeric = study.parameters.iter().filter(|known| known.has_numbers());
    let numeric: Vec<&str> = numeric.map(|known| known.name).collect();
    let all = study.parameters.iter();
    let all = all.filter(|known| !matches!(known.kind, Kind::Table(_)));
    let all: Vec<&str> = all.map(|known| known.name).collect();
    // Fields of tables are known by their last name only.
    let dotted_names = |numbers: bool| -> Vec<Json> {
        fields(study)
            .filter(|(_, field)| field.has_numbers() || !numbers)
            .map(|(table, field)| json!({"type": "string", "pattern": dotted(table, field)}))
            .collect()
    };
    let named =
        |names: &[&str], numbers: bool| any_of(json!({"enum": names}), dotted_names(numbers));
    let observables = drawable(study, &[], Vec::new());
    // With `z`, a parameter; the name may be that of an observable too.
    let mut others = numeric.clone();
    others.push(ELAPSED.name);
    let vertical = drawable(study, &others, dotted_names(true));
    let fixed = |description| {
        let values = properties(study.parameters.iter(), value);
        with_dotted(object(&[], Json::Object(values), description), study, value)
    };
    let mut z = observables.clone();
    z["description"] = json!("The observable drawn as colour.");
    let text = |description| json!({"type": "string", "description": description});
    let quantities = |known: &Parameter| matches!(known.kind, Kind::Quantity { .. });
    let own = study
        .parameters
        .iter()
        .chain(fields(study).map(|(_, field)| field));
    let unit = if own.into_iter().any(quantities) {
        "What x is counted in: a number, which needs an x_label, or a unit of the quantity."
    } else {
        "What x is counted in; needs an x_label."
    };
    let dashes = ["solid", "dashed", "dotted", "dash-dotted"];
    let overlay = json!({
        "y": described_as(observables.clone(), "The observable of a curve against x."),
        "level": {"type": "number", "description": "In place of y: the level of a contour of z, or, over curves, of a horizontal line."},
        "where": fixed("Draws only the points with these values."),
        "dash": {"enum": dashes, "default": "solid"},
        "color": {"type": "integer", "minimum": 1, "maximum": 7,
            "description": "That of the panel's first, second, … curve, instead of black."},
        "label": text("Its name in the legend."),
    });
    let (scale, range) = (
        json!({"$ref": "#/$defs/scale"}),
        json!({"$ref": "#/$defs/range"}),
    );
    let properties = json!({
        "title": text("Text above the panel."),
        "x": described_as(named(&numeric, true), "The parameter on the horizontal axis."),
        "y": {"anyOf": [vertical,
                {"type": "array", "minItems": 2, "items": observables}],
            "description": "The observable on the vertical axis, or several of them, or `elapsed`, the \
                time that a point took in s; with `z`, a parameter."},
        "z": z,
        "series": described_as(named(&all, false), "One curve for each value of this parameter."),
        "where": fixed("Draws only the points with these values."),
        "reference": fixed("Draws |y − y'|, with y' at the point where these values replace its own."),
        "x_scale": scale, "y_scale": scale, "z_scale": scale,
        "x_origin": {"type": ["number", "string"], "default": 0,
            "description": "What x is counted from; needs an x_label."},
        "x_unit": {"type": ["number", "string"], "default": 1,
            "description": unit},
        "x_range": range, "y_range": range, "z_range": range,
        "x_label": text("Instead of the parameter's name and unit."),
        "y_label": text("Instead of the name and unit of what is drawn."),
        "z_label": text("Instead of the observable's name and unit."),
        "series_label": text("The legend's entries; {} stands for the value."),
        "series_names": {"type": "object", "additionalProperties": {"type": "string"},
            "description": "The legend's entries of single values, or of single observables, such as \
                { true = \"with\", false = \"without\" }."},
        "series_dashes": {"type": "object", "additionalProperties": {"enum": dashes},
            "description": "How the curves of single values, or of single observables, are dashed."},
        "style": {"enum": ["line", "markers"], "default": "line"},
        "marked": {"type": "array", "items": {"type": "string"},
            "description": "Values of the series parameter that are drawn as markers."},
        "colors": {"enum": ["categorical", "sequential"], "default": "categorical"},
        "pi_ticks": {"type": "boolean", "default": false,
            "description": "Marks the horizontal axis at fractions of π."},
        "legend": {"enum": ["auto", "right", "below", "none"], "default": "auto"},
        "z_blank_above": {"type": "number", "description": "Cells of a map above this are left white."},
        "overlay": {"type": "array", "items": object(&[], overlay, "A line over a map or over curves.")},
    });
    object(&["x", "y"], properties, "One plotting box.")
}

/// What a panel may draw: observables that are numbers, elements of arrays, and
/// these other names and forms.
fn drawable(study: &Study, others: &[&str], forms: Vec<Json>) -> Json {
    let (numbers, arrays): (Vec<&Observable>, Vec<&Observable>) = study
        .observables
        .iter()
        .partition(|known| known.dims.is_empty());
    let mut names: Vec<&str> = numbers.iter().map(|known| known.name).collect();
    for name in others {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let element = |known: &&Observable| {
        let coordinates = vec![r"[^\[\],]+"; known.dims.len()].join(",");
        let pattern = format!(r"^{}\[{coordinates}\]$", known.name);
        json!({"type": "string", "pattern": pattern})
    };
    let elements = arrays.iter().map(element).chain(forms).collect();
    any_of(json!({"enum": names}), elements)
}

/// One of several forms, the first alone where there are no others.
fn any_of(first: Json, others: Vec<Json>) -> Json {
    if others.is_empty() {
        return first;
    }
    json!({"anyOf": std::iter::once(first).chain(others).collect::<Vec<_>>()})
}

fn described_as(mut schema: Json, description: &str) -> Json {
    schema["description"] = json!(description);
    schema
}
