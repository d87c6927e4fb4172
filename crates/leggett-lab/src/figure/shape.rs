//! Outlines of text, from the embedded fonts.

use std::fmt::Write as _;
use std::sync::Arc;

use resvg::tiny_skia::PathSegment;
use resvg::usvg::{self, fontdb};

/// The fonts: STIX has the look of physics journals and nearly all of their
/// symbols. They are embedded, and no other font is ever consulted.
const REGULAR: &[u8] = include_bytes!("../../assets/STIXGeneral-Regular.otf");
const ITALIC: &[u8] = include_bytes!("../../assets/STIXGeneral-Italic.otf");
const FAMILY: &str = "STIXGeneral";

/// Fonts are scaled to this many units to an em in the outlines.
pub(super) const UNITS: f64 = 1000.0;

/// The outline of a run of letters, shared by all its uses.
#[derive(Debug)]
pub(super) struct Outline {
    /// SVG path data in thousandths of an em, y downwards from the base line.
    pub path: String,
    /// Width of the run.
    pub advance: f64,
}

/// Shapes text in the embedded fonts.
pub(super) struct Shaper(usvg::Options<'static>);

impl Shaper {
    pub(super) fn new() -> Self {
        let mut fonts = fontdb::Database::new();
        for font in [REGULAR, ITALIC] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font)));
        }
        Self(usvg::Options {
            fontdb: Arc::new(fonts),
            font_family: FAMILY.to_owned(),
            ..usvg::Options::default()
        })
    }

    /// Shapes text through the SVG library's own text layout.
    pub(super) fn shape(&self, text: &str, italic: bool) -> Outline {
        let style = if italic { "italic" } else { "normal" };
        let escaped = super::svg::escaped(text);
        // Far from the edges, so that nothing is ever outside of the picture.
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
         <text font-size=\"{UNITS}\" font-style=\"{style}\">{escaped}</text></svg>"
        );
        let mut path = String::new();
        let mut advance = 0.0;
        if let Ok(tree) = usvg::Tree::from_str(&document, &self.0) {
            for node in tree.root().children() {
                if let usvg::Node::Text(text) = node {
                    advance = f64::from(text.bounding_box().right()) / UNITS;
                    collect_paths(text.flattened(), &mut path);
                }
            }
        }
        Outline { path, advance }
    }
}

fn collect_paths(group: &usvg::Group, path: &mut String) {
    for node in group.children() {
        match node {
            usvg::Node::Group(inner) => collect_paths(inner, path),
            usvg::Node::Path(outline) => {
                let transform = outline.abs_transform();
                if let Some(data) = outline.data().clone().transform(transform) {
                    data.segments()
                        .for_each(|segment| write_segment(path, segment));
                }
            }
            _ => {}
        }
    }
}

/// Appends a segment, rounded to thousandths of an em.
fn write_segment(path: &mut String, segment: PathSegment) {
    let (command, points) = match segment {
        PathSegment::MoveTo(a) => ('M', vec![a]),
        PathSegment::LineTo(a) => ('L', vec![a]),
        PathSegment::QuadTo(a, b) => ('Q', vec![a, b]),
        PathSegment::CubicTo(a, b, c) => ('C', vec![a, b, c]),
        PathSegment::Close => ('Z', Vec::new()),
    };
    path.push(command);
    let mut separator = "";
    for point in points {
        for length in [point.x, point.y] {
            // Writing to a string cannot fail.
            let _ = write!(path, "{separator}{}", length.round() as i32);
            separator = " ";
        }
    }
}
