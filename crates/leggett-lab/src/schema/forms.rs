//! The forms of parameters and axes.

use leggett_studies::Study;
use leggett_studies::parameter::{Kind, Parameter};
use leggett_studies::quantity::Dimension;
use serde_json::{Map, Value as Json, json};

/// Expressions in quotes: decimals, `pi`, + − * / and parentheses.
pub(super) const EXPRESSION: &str = r"^[-+*/()0-9._eEpiπ \t]+$";

/// Names that users choose.
pub(super) const IDENTIFIER: &str = "[A-Za-z][A-Za-z0-9_-]*";

/// An object with these properties and no others.
pub(super) fn object(required: &[&str], properties: Json, description: &str) -> Json {
    json!({
        "type": "object",
        "description": description,
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

/// A property for each of these parameters.
pub(super) fn properties<'p>(
    parameters: impl Iterator<Item = &'p Parameter>,
    schema: impl Fn(&Parameter) -> Json,
) -> Map<String, Json> {
    parameters
        .map(|parameter| (parameter.name.to_owned(), schema(parameter)))
        .collect()
}

/// The same object where fields of tables may go by `"table.entry.field"` too.
pub(super) fn with_dotted(
    mut object: Json,
    study: &Study,
    schema: impl Fn(&Parameter) -> Json,
) -> Json {
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
pub(super) fn fields(study: &Study) -> impl Iterator<Item = (&'static str, &'static Parameter)> {
    study.parameters.iter().flat_map(|table| {
        let fields = match table.kind {
            Kind::Table(fields) => fields,
            _ => &[],
        };
        fields.iter().map(|field| (table.name, field))
    })
}

/// The names of a field in the entries of its table.
pub(super) fn dotted(table: &str, field: &Parameter) -> String {
    format!("^{table}\\.{IDENTIFIER}\\.{}$", field.name)
}

/// A table of entries with these fields.
pub(super) fn table(fields: &[Parameter], schema: impl Fn(&Parameter) -> Json) -> Json {
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
pub(super) fn described(parameter: &Parameter) -> Json {
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
pub(super) fn value(parameter: &Parameter) -> Json {
    let number = match parameter.kind {
        Kind::Word => return words(parameter),
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
        forms.push(words(parameter));
    }
    json!({"anyOf": forms})
}

/// The words of a parameter, `true` and `false` also without quotes.
fn words(parameter: &Parameter) -> Json {
    let truths = parameter
        .words
        .iter()
        .filter_map(|word| word.parse::<bool>().ok());
    let words = parameter.words.iter().map(|word| json!(word));
    json!({"enum": words.chain(truths.map(Json::from)).collect::<Vec<_>>()})
}

/// Expressions in quotes with a unit of a dimension behind them; without one,
/// for those that may be bare.
pub(super) fn with_unit(dimension: Dimension) -> Json {
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
pub(super) fn axis(parameter: &Parameter) -> Json {
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
