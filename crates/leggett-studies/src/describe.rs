//! What a study accepts and returns, as text and as JSON.

use crate::parameter::{Kind, Observable, Parameter, short_real};
use crate::study::Study;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// Whether it has to be asked for.
fn asked(observable: &Observable) -> &'static str {
    if observable.default {
        ""
    } else {
        " (with observables=[…] only)"
    }
}

/// The dimensions of an array.
fn over(observable: &Observable) -> String {
    match observable.dims {
        [] => String::new(),
        dims => format!(" over {}", dims.join(" × ")),
    }
}

/// What stands in for a parameter that is not given, and where it applies.
fn default(parameter: &Parameter) -> String {
    let default = match (parameter.default, parameter.only_for) {
        (Some(value), _) => format!("default {value}"),
        (None, _) if parameter.optional => "optional".to_owned(),
        (None, None) => "required".to_owned(),
        (None, Some(_)) => "no default".to_owned(),
    };
    match parameter.only_for {
        Some(only) => format!("for {only}; {default}"),
        None => default,
    }
}

/// The width that paragraphs are wrapped to.
const WIDTH: usize = 80;

/// The indentation of an entry of a list.
const ENTRY: &str = "  ";

/// The description that `leggett describe` prints.
pub fn text(study: &Study) -> String {
    let mut out = String::new();
    heading(
        &mut out,
        &format!(
            "{} — {} (revision {})",
            study.name, study.title, study.revision
        ),
    );
    paragraph(&mut out, "", study.description);
    heading(&mut out, "\nParameters");
    for parameter in study.parameters {
        described(&mut out, parameter.name, parameter);
        if let Kind::Table(fields) = parameter.kind {
            for field in fields {
                let name = format!("{}.NAME.{}", parameter.name, field.name);
                described(&mut out, &name, field);
            }
        }
    }
    heading(&mut out, "\nObservables");
    for observable in study.observables {
        let unit = if observable.unit.is_empty() {
            String::new()
        } else {
            format!(" [{}]", observable.unit)
        };
        let range = format!(
            "from {} to {}",
            short_real(observable.min),
            short_real(observable.max)
        );
        paragraph(
            &mut out,
            "  ",
            &format!(
                "{}{unit}{}: {range}{}",
                observable.name,
                over(observable),
                asked(observable)
            ),
        );
        paragraph(&mut out, "      ", observable.doc);
    }
    heading(&mut out, "\nMethods");
    for method in study.methods {
        let chosen = match method.selectable {
            true => "",
            false => " (not by method=)",
        };
        paragraph(
            &mut out,
            "  ",
            &format!("{}: {}{chosen}", method.name, method.doc),
        );
    }
    heading(&mut out, "\nCost");
    paragraph(&mut out, "  ", study.cost);
    // In one line, so that it can be copied.
    heading(
        &mut out,
        &format!("\nExample: leggett eval {} {}", study.name, study.example),
    );
    for (title, lines) in [
        ("\nConventions", study.conventions),
        ("\nSources", study.sources),
    ] {
        heading(&mut out, title);
        for line in lines {
            paragraph(&mut out, "  ", line);
        }
    }
    out
}

/// The entry of a parameter, or of a field of a table.
fn described(out: &mut String, name: &str, parameter: &Parameter) {
    let unit = if parameter.unit.is_empty() {
        String::new()
    } else {
        format!(" [{}]", parameter.unit)
    };
    let default = default(parameter);
    let entry = format!("{name}{unit}: {} ({default})", parameter.allowed());
    paragraph(out, "  ", &entry);
    paragraph(out, "      ", parameter.doc);
}

fn heading(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Appends the text with every line indented and wrapped between words.
fn paragraph(out: &mut String, indent: &str, text: &str) {
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length <= WIDTH {
            out.push(' ');
            column += 1 + length;
        } else {
            if column > 0 {
                out.push('\n');
            }
            // A second indentation marks what continues an entry.
            let hanging = if column > 0 && indent == ENTRY {
                "  "
            } else {
                ""
            };
            let _ = write!(out, "{indent}{hanging}");
            column = indent.len() + hanging.len() + length;
        }
        out.push_str(word);
    }
    out.push('\n');
}

/// The same as a JSON object.
pub fn json(study: &Study) -> Json {
    let observables: Vec<Json> = study.observables.iter().map(observable_json).collect();
    let methods: Vec<Json> = study
        .methods
        .iter()
        .map(|method| json!({"name": method.name, "doc": method.doc}))
        .collect();
    json!({
        "study": study.name,
        "revision": study.revision,
        "title": study.title,
        "description": study.description,
        "parameters": study.parameters.iter().map(parameter_json).collect::<Vec<_>>(),
        "observables": observables,
        "methods": methods,
        "conventions": study.conventions,
        "sources": study.sources,
        "cost": study.cost,
        "example": study.example,
    })
}

fn observable_json(o: &Observable) -> Json {
    let mut object =
        json!({"name": o.name, "unit": o.unit, "min": o.min, "max": o.max, "doc": o.doc});
    if !o.dims.is_empty() {
        object["dims"] = json!(o.dims);
    }
    object
}

fn parameter_json(parameter: &Parameter) -> Json {
    let (kind, min, max) = match parameter.kind {
        Kind::Word => ("word", Json::Null, Json::Null),
        Kind::File => ("file", Json::Null, Json::Null),
        Kind::Integer { min, max } => ("integer", json!(min), json!(max)),
        Kind::Real { min, max } => ("real", json!(min), json!(max)),
        Kind::Quantity { min, max, .. } => ("quantity", json!(min), json!(max)),
        Kind::Name => ("name", Json::Null, Json::Null),
        Kind::Table(_) => ("table", Json::Null, Json::Null),
    };
    let only_for = parameter
        .only_for
        .map(|only| json!({"parameter": only.parameter, "words": only.words}));
    let mut object = json!({
        "name": parameter.name,
        "type": kind,
        "words": parameter.words,
        "list": parameter.list,
        "min": min,
        "max": max,
        "unit": parameter.unit,
        "default": parameter.default,
        "only_for": only_for,
        "doc": parameter.doc,
    });
    // Said only where there is something to say.
    if parameter.optional {
        object["optional"] = json!(true);
    }
    match parameter.kind {
        Kind::Quantity { dimension, .. } => object["dimension"] = json!(dimension.name()),
        Kind::Table(fields) => {
            object["fields"] = fields.iter().map(parameter_json).collect();
        }
        _ => {}
    }
    object
}
