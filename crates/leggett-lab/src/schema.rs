//! JSON Schema of experiment files, for editors.

use crate::experiment::document::FORMAT;
use crate::experiment::figures::{COLUMNS, ELAPSED, HEIGHT_MM, WIDTH_MM};
use leggett_studies::Study;
use leggett_studies::parameter::{Kind, Observable, Parameter};
use leggett_studies::quantity::Dimension;
use serde_json::{Map, Value as Json, json};

/// Expressions in quotes: decimals, `pi`, + − * / and parentheses.
const EXPRESSION: &str = r"^[-+*/()0-9._eEpiπ \t]+$";

/// Names that users choose.
const IDENTIFIER: &str = "[A-Za-z][A-Za-z0-9_-]*";

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

/// An object with these properties and no others.
fn object(required: &[&str], properties: Json, description: &str) -> Json {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

/// A property for each of these parameters.
fn properties<'p>(
    parameters: impl Iterator<Item = &'p Parameter>,
    schema: impl Fn(&Parameter) -> Json,
) -> Map<String, Json> {
    parameters
        .map(|parameter| (parameter.name.to_owned(), schema(parameter)))
        .collect()
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

/// The same object where fields of tables may go by `"table.entry.field"` too.
fn with_dotted(mut object: Json, study: &Study, schema: impl Fn(&Parameter) -> Json) -> Json {
    let mut patterns = Map::new();
    for (table, field) in fields(study) {
        patterns.insert(dotted(table, field), schema(field));
    }
    if !patterns.is_empty() {
        object["patternProperties"] = Json::Object(patterns);
    }
    object
}

/// Every field of every table of a study, with the table's name.
fn fields(study: &Study) -> impl Iterator<Item = (&'static str, &'static Parameter)> {
    study.parameters.iter().flat_map(|table| {
        let fields = match table.kind {
            Kind::Table(fields) => fields,
            _ => &[],
        };
        fields.iter().map(|field| (table.name, field))
    })
}

/// The names of a field in the entries of its table.
fn dotted(table: &str, field: &Parameter) -> String {
    format!("^{table}\\.{IDENTIFIER}\\.{}$", field.name)
}

/// A table of entries with these fields.
fn table(fields: &[Parameter], schema: impl Fn(&Parameter) -> Json) -> Json {
    let entry = Json::Object(properties(fields.iter(), schema));
    json!({
        "type": "object",
        "additionalProperties": false,
        "patternProperties": {
            format!("^{IDENTIFIER}$"): object(&[], entry, "An entry, by its name."),
        },
    })
}

/// The values of a parameter, with what it means.
fn described(parameter: &Parameter) -> Json {
    let mut schema = value(parameter);
    let unit = match parameter.unit {
        "" => String::new(),
        unit => format!(" Unit: {unit}."),
    };
    let condition = parameter
        .only_for
        .map_or(String::new(), |only| format!(" For {only}."));
    schema["description"] = json!(format!("{}{unit}{condition}", parameter.doc));
    if let Some(default) = parameter.default {
        let number = serde_json::from_str(default).ok().filter(Json::is_number);
        schema["default"] = number.unwrap_or_else(|| json!(default));
    }
    schema
}

/// The values of a parameter.
fn value(parameter: &Parameter) -> Json {
    let number = match parameter.kind {
        Kind::Word => return json!({"enum": parameter.words}),
        Kind::Table(fields) => return table(fields, described),
        Kind::File => return json!({"type": "string", "minLength": 1}),
        Kind::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
        Kind::Real { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        Kind::Quantity {
            dimension,
            min,
            max,
        } if dimension.may_be_bare() => json!({"type": "number", "minimum": min, "maximum": max}),
        Kind::Quantity { .. } => json!({"const": 0}),
        Kind::Name => json!({"type": "string", "pattern": format!("^{IDENTIFIER}$")}),
    };
    let mut forms = vec![number];
    match parameter.kind {
        Kind::Quantity { dimension, .. } => forms.push(with_unit(dimension)),
        Kind::Name => {}
        _ => forms.push(json!({"$ref": "#/$defs/expression"})),
    }
    if parameter.list {
        let item = json!({"anyOf": forms});
        forms.push(json!({"type": "array", "minItems": 1, "items": item}));
    }
    if !parameter.words.is_empty() {
        forms.push(json!({"enum": parameter.words}));
    }
    json!({"anyOf": forms})
}

/// Expressions in quotes with a unit of a dimension behind them; without one,
/// for those that may be bare.
fn with_unit(dimension: Dimension) -> Json {
    let number = EXPRESSION.trim_end_matches('$');
    // `u` stands for µ, of which there are two characters.
    let units: Vec<String> = dimension
        .units()
        .map(|unit| match unit.strip_prefix('u') {
            Some(rest) => format!("[uµμ]{rest}"),
            None => unit.to_owned(),
        })
        .collect();
    let (units, bare) = (
        units.join("|"),
        if dimension.may_be_bare() { "?" } else { "" },
    );
    json!({
        "type": "string",
        "pattern": format!("{number}({units}){bare}$"),
        "description": format!("A {} in quotes, such as \"1 {}\".", dimension.name(), dimension.base()),
    })
}

/// The forms of an axis; for a table, one for each field of its entries.
fn axis(parameter: &Parameter) -> Json {
    if let Kind::Table(fields) = parameter.kind {
        return table(fields, axis);
    }
    let number = match parameter.kind {
        Kind::Quantity { dimension, .. } => {
            json!({"anyOf": [{"type": "number"}, with_unit(dimension)]})
        }
        _ => json!({"$ref": "#/$defs/number"}),
    };
    let triple = |last: &str| {
        let last = json!({"$ref": format!("#/$defs/{last}")});
        json!({
            "type": "array",
            "prefixItems": [number, number, last],
            "items": false,
            "minItems": 3,
        })
    };
    let list = |items: &Json| json!({"type": "array", "minItems": 1, "items": items});
    let values = object(
        &["values"],
        json!({"values": list(&value(parameter))}),
        "These values.",
    );
    if !parameter.has_numbers() {
        return json!({"description": parameter.doc, "oneOf": [values]});
    }
    let linspace = json!({"linspace": triple("count")});
    let logspace = json!({"logspace": triple("count")});
    let range = json!({"range": triple("number")});
    let around = json!({"around": list(&number), "offsets": list(&number)});
    json!({
        "description": parameter.doc,
        "oneOf": [
            values,
            object(&["linspace"], linspace, "[first, last, count]: equal distances."),
            object(&["logspace"], logspace, "[first, last, count]: equal ratios between the ends."),
            object(&["range"], range, "[first, last, step]; the last is included if it is hit."),
            object(&["around", "offsets"], around, "Every centre plus every offset, exactly."),
        ],
    })
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
        "style": {"enum": ["line", "markers"], "default": "line"},
        "marked": {"type": "array", "items": {"type": "string"},
            "description": "Values of the series parameter that are drawn as markers."},
        "colors": {"enum": ["categorical", "sequential"], "default": "categorical"},
        "pi_ticks": {"type": "boolean", "default": false,
            "description": "Marks the horizontal axis at fractions of π."},
        "legend": {"enum": ["auto", "right", "below", "none"], "default": "auto"},
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::document::TOP;
    use crate::experiment::figures::{FIGURE_KEYS, PANEL_KEYS};
    use crate::testing::{NETWORK, TOY};

    fn keys(object: &Json) -> Vec<&str> {
        let mut keys: Vec<&str> = object["properties"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        keys.sort_unstable();
        keys
    }

    fn sorted<'k>(keys: &[&'k str]) -> Vec<&'k str> {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn the_schema_has_the_keys_that_are_read() {
        let schema = experiment_schema(&[&TOY]);
        let branch = &schema["oneOf"][0];
        assert_eq!(keys(branch), sorted(&TOP));
        let figure = &branch["properties"]["figure"]["items"];
        assert_eq!(keys(figure), sorted(&FIGURE_KEYS));
        assert_eq!(
            keys(&figure["properties"]["panel"]["items"]),
            sorted(&PANEL_KEYS)
        );
        let sweep = &branch["properties"]["sweep"]["items"];
        let names: Vec<&str> = TOY.parameters.iter().map(|known| known.name).collect();
        assert_eq!(keys(sweep), sorted(&names));
        let mut with_observables = names.clone();
        with_observables.push("observables");
        assert_eq!(
            keys(&branch["properties"]["parameters"]),
            sorted(&with_observables)
        );
    }

    #[test]
    fn ranges_words_and_defaults_are_those_of_the_declaration() {
        let schema = experiment_schema(&[&TOY]);
        let parameters = &schema["oneOf"][0]["properties"]["parameters"]["properties"];
        assert_eq!(
            parameters["size"]["anyOf"][0]["maximum"],
            json!(10_000_000_000_000_000u64)
        );
        assert_eq!(parameters["time"]["anyOf"][0]["minimum"], json!(-1e6));
        assert_eq!(parameters["parts"]["default"], json!(1));
        assert_eq!(parameters["outcome"]["default"], json!("top"));
        assert_eq!(parameters["outcome"]["anyOf"][3]["enum"], json!(["top"]));
        assert_eq!(parameters["mode"]["enum"][1], json!("fails"));
        assert!(
            parameters["time"]["description"]
                .as_str()
                .unwrap()
                .contains("Unit: s")
        );
    }

    #[test]
    fn panels_draw_numbers_and_elements_of_arrays() {
        let schema = experiment_schema(&[&TOY]);
        let figure = &schema["oneOf"][0]["properties"]["figure"]["items"];
        let panel = &figure["properties"]["panel"]["items"]["properties"];
        let y = &panel["y"]["anyOf"][0]["anyOf"];
        // The parameter and the observable `time` are one name.
        let names = json!([
            "total", "half", "time", "size", "outcome", "parts", "bytes", "meter", "elapsed"
        ]);
        assert_eq!(y[0]["enum"], names);
        assert_eq!(y[1]["pattern"], r"^matrix\[[^\[\],]+,[^\[\],]+\]$");
        assert_eq!(y[2]["pattern"], r"^spectrum\[[^\[\],]+\]$");
        assert_eq!(
            panel["z"]["anyOf"][0]["enum"],
            json!(["total", "half", "time"])
        );
    }

    #[test]
    fn quantities_names_and_tables_have_their_forms() {
        let schema = experiment_schema(&[&NETWORK]);
        let properties = &schema["oneOf"][0]["properties"];
        let parameters = &properties["parameters"];
        let rate = &parameters["properties"]["linewidth"];
        assert_eq!(rate["anyOf"][0]["maximum"], json!(1e12));
        let pattern = rate["anyOf"][1]["pattern"].as_str().unwrap();
        assert!(pattern.contains("(mHz|Hz|kHz|"), "{pattern}");
        // Only what may be bare goes without a unit.
        let bath = &parameters["properties"]["bath"]["anyOf"];
        assert_eq!(bath[0], json!({"const": 0}));
        let pattern = bath[1]["pattern"].as_str().unwrap();
        assert!(pattern.ends_with("(K|mK|[uµμ]K|nK)$"), "{pattern}");
        let order = &parameters["properties"]["order"]["anyOf"];
        assert_eq!(order[1]["items"]["anyOf"][0]["type"], "string");
        let entry = &parameters["properties"]["components"]["patternProperties"];
        let entry = &entry[format!("^{IDENTIFIER}$")]["properties"];
        assert_eq!(entry["kind"]["enum"][1], "loss");
        let dotted = format!("^components\\.{IDENTIFIER}\\.theta$");
        for table in [parameters, &properties["sweep"]["items"]] {
            assert!(table["patternProperties"].get(&dotted).is_some(), "{table}");
        }
        let panel = &properties["figure"]["items"]["properties"]["panel"]["items"]["properties"];
        assert_eq!(
            panel["x"]["anyOf"][0]["enum"],
            json!(["linewidth", "delay", "bath"])
        );
        assert_eq!(panel["x"]["anyOf"][2]["pattern"], json!(dotted));
    }

    /// Every table must refuse keys that it does not know, as the reader does.
    #[test]
    fn every_table_is_closed() {
        fn check(schema: &Json) {
            let has = |key| schema.get(key).is_some_and(Json::is_object);
            if has("properties") || has("patternProperties") {
                assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
            }
            match schema {
                Json::Object(object) => object.values().for_each(check),
                Json::Array(items) => items.iter().for_each(check),
                _ => {}
            }
        }
        check(&experiment_schema(leggett_studies::studies()));
        check(&experiment_schema(&[&NETWORK]));
    }
}
