//! The page: shapes and set text, written as SVG.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::rc::Rc;

use super::color::Rgb;
use super::geometry::{POINTS_PER_MM, Point, Rect};
use super::markup::printable;
use super::path::{Path, short, short_to};
use super::shape::{Outline, UNITS};
use super::typeset::Line;

/// How a path is stroked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    /// Colour.
    pub color: Rgb,
    /// Width in points.
    pub width: f64,
    /// SVG dash array, empty for an uninterrupted line.
    pub dashes: &'static str,
}

impl Stroke {
    pub(super) fn solid(color: Rgb, width: f64) -> Self {
        Self {
            color,
            width,
            dashes: "",
        }
    }
}

/// A picture in the making.
pub(super) struct Page {
    width: f64,
    body: String,
    definitions: String,
    // Keyed by address: the outlines live as long as the typesetter.
    known: HashMap<*const Outline, usize>,
    outlines: Vec<Rc<Outline>>,
}

impl Page {
    pub(super) fn new(width: f64) -> Self {
        Self {
            width,
            body: String::new(),
            definitions: String::new(),
            known: HashMap::new(),
            outlines: Vec::new(),
        }
    }

    /// A stroked path.
    pub(super) fn stroke(&mut self, path: &Path, stroke: &Stroke) {
        if path.data.is_empty() {
            return;
        }
        let Stroke {
            color,
            width,
            dashes,
        } = stroke;
        let width = short(*width);
        let dashes = match *dashes {
            "" => " stroke-linecap=\"round\"".to_owned(),
            dashes => format!(" stroke-dasharray=\"{dashes}\""),
        };
        self.write(format_args!(
            "<path fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" \
             stroke-linejoin=\"round\"{dashes} d=\"{}\"/>\n",
            path.data
        ));
    }

    /// A straight line with square ends.
    pub(super) fn segments(&mut self, segments: &[(Point, Point)], stroke: &Stroke) {
        let mut path = Path::default();
        for &(from, to) in segments {
            path.move_to(from);
            path.line_to(to);
        }
        if !path.data.is_empty() {
            let Stroke { color, width, .. } = stroke;
            let width = short(*width);
            let data = path.data;
            self.write(format_args!(
                "<path stroke=\"{color}\" stroke-width=\"{width}\" d=\"{data}\"/>\n"
            ));
        }
    }

    /// A filled path.
    pub(super) fn fill(&mut self, path: &Path, color: Rgb) {
        if !path.data.is_empty() {
            let data = &path.data;
            self.write(format_args!("<path fill=\"{color}\" d=\"{data}\"/>\n"));
        }
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&mut self, rect: Rect, stroke: &Stroke) {
        let Stroke { color, width, .. } = stroke;
        let attributes = rect_attributes(rect);
        let width = short(*width);
        self.write(format_args!(
            "<rect {attributes} fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"/>\n"
        ));
    }

    /// A PNG stretched over a rectangle, its pixels kept sharp.
    pub(super) fn image(&mut self, rect: Rect, png: &[u8]) {
        let attributes = rect_attributes(rect);
        let data = base64(png);
        self.write(format_args!(
            "<image {attributes} preserveAspectRatio=\"none\" \
             style=\"image-rendering:optimizeSpeed;image-rendering:pixelated\" \
             xlink:href=\"data:image/png;base64,{data}\"/>\n"
        ));
    }

    /// A line of text whose base line starts at a point.
    pub(super) fn text(&mut self, line: &Line, at: Point, size: f64) {
        self.placed_text(line, at, size, "");
    }

    /// A line of text read from below upwards.
    pub(super) fn upward_text(&mut self, line: &Line, at: Point, size: f64) {
        self.placed_text(line, at, size, " rotate(-90)");
    }

    fn placed_text(&mut self, line: &Line, (x, y): Point, size: f64, rotation: &str) {
        let scale = short_to(size / UNITS, 6);
        let label = escaped(line.plain.trim());
        let (x, y) = (short(x), short(y));
        self.write(format_args!(
            "<g aria-label=\"{label}\" transform=\"translate({x} {y}){rotation} scale({scale})\">"
        ));
        for run in &line.runs {
            let id = self.outline_id(&run.outline);
            let (x, y) = (short(run.x * UNITS), short(run.y * UNITS));
            if run.size == 1.0 && run.y == 0.0 {
                self.write(format_args!("<use xlink:href=\"#t{id}\" x=\"{x}\"/>"));
            } else {
                let scale = short(run.size);
                self.write(format_args!(
                    "<use xlink:href=\"#t{id}\" transform=\"translate({x} {y}) scale({scale})\"/>"
                ));
            }
        }
        for &(start, end, top) in &line.bars {
            let bar = Rect {
                x: start * UNITS,
                y: top * UNITS,
                width: (end - start) * UNITS,
                height: Line::BAR * UNITS,
            };
            self.write(format_args!("<rect {}/>", rect_attributes(bar)));
        }
        self.body.push_str("</g>\n");
    }

    /// Number of an outline, defined at its first use.
    fn outline_id(&mut self, outline: &Rc<Outline>) -> usize {
        let next = self.known.len();
        let id = *self.known.entry(Rc::as_ptr(outline)).or_insert(next);
        if id == next {
            self.outlines.push(Rc::clone(outline));
            let path = &outline.path;
            let _ = writeln!(self.definitions, "<path id=\"t{id}\" d=\"{path}\"/>");
        }
        id
    }

    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.body.write_fmt(arguments);
    }

    /// The whole document for a picture of some height.
    pub(super) fn finish(self, height: f64, title: &str) -> String {
        let (width_mm, height_mm) = (self.width / POINTS_PER_MM, height / POINTS_PER_MM);
        let (width_mm, height_mm) = (short(width_mm), short(height_mm));
        let (width, height) = (short(self.width), short(height));
        let title = match escaped(title) {
            title if title.is_empty() => title,
            title => format!("<title>{title}</title>\n"),
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \
             xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             width=\"{width_mm}mm\" height=\"{height_mm}mm\" \
             viewBox=\"0 0 {width} {height}\">\n{title}\
             <defs>\n{}</defs>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n\
             {}</svg>\n",
            self.definitions, self.body
        )
    }
}

fn rect_attributes(rect: Rect) -> String {
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    let [x, y, width, height] = [x, y, width, height].map(short);
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

/// Text as XML content or attribute value.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            other => result.push(printable(other)),
        }
    }
    result
}

/// Base64 with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut result = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sextet = (bits >> (18 - 6 * place)) & 63;
            let padding = place > chunk.len();
            result.push(if padding {
                '='
            } else {
                char::from(ALPHABET[sextet as usize])
            });
        }
    }
    result
}
