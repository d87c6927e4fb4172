//! Letters to outlines in the embedded fonts, with their widths.
//!
//! Lengths are in em: multiples of the font size.

use std::collections::HashMap;
use std::rc::Rc;

use super::markup::{Letter, Level, THIN_SPACE, letters};
use super::shape::{Outline, Shaper};

/// Height of digits and capitals.
pub(super) const CAP_HEIGHT: f64 = 0.67;
/// Distance of the base lines of a wrapped text.
pub(super) const LINE_HEIGHT: f64 = 1.15;

const SCRIPT_SIZE: f64 = 0.7;
const ROOT_SIZE: f64 = 0.8;
/// Upper edge and thickness of the bar of a root, at the radical sign's own.
const ROOT_TOP: f64 = 0.973 * ROOT_SIZE;
const ROOT_BAR: f64 = 0.05;
/// An outline at its place in a text.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// What is drawn.
    pub outline: Rc<Outline>,
    /// Start, from that of the text.
    pub x: f64,
    /// Base line, downwards from that of the text.
    pub y: f64,
    /// Size relative to that of the text.
    pub size: f64,
}

/// One line of text, ready to be drawn at any size.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// The text without markup.
    pub plain: String,
    /// Width.
    pub width: f64,
    /// The outlines.
    pub runs: Vec<Placed>,
    /// Bars of roots: start, end, upper edge (negative: above the line).
    pub bars: Vec<(f64, f64, f64)>,
}

impl Line {
    /// Thickness of the bars of roots.
    pub(super) const BAR: f64 = ROOT_BAR;
}

/// Sets text, remembering the runs it has met.
pub(super) struct Typesetter {
    shaper: Shaper,
    known: HashMap<(String, bool), Rc<Outline>>,
}

impl Typesetter {
    pub(super) fn new() -> Self {
        Self {
            shaper: Shaper::new(),
            known: HashMap::new(),
        }
    }

    /// A label on one line.
    pub(super) fn line(&mut self, label: &str) -> Line {
        self.set(&letters(label))
    }

    /// Width of a label on one line.
    pub(super) fn width(&mut self, label: &str) -> f64 {
        self.line(label).width
    }

    /// A label on as many lines as a width asks for, of about equal lengths,
    /// broken at spaces, or within words that are too long by themselves.
    pub(super) fn wrapped(&mut self, label: &str, width: f64) -> Vec<Line> {
        self.wrapped_parts(&[label], width)
    }

    /// The same for a label of several parts, each with its own markup.
    pub(super) fn wrapped_parts(&mut self, parts: &[&str], width: f64) -> Vec<Line> {
        let letters: Vec<Letter> = parts.iter().flat_map(|part| letters(part)).collect();
        let mut lines = self.broken(&letters, width);
        for percent in (50..100).rev().step_by(5) {
            if lines.len() < 2 {
                break;
            }
            let narrower = self.broken(&letters, width * f64::from(percent) / 100.0);
            if narrower.len() > lines.len() {
                break;
            }
            lines = narrower;
        }
        lines
    }

    fn broken(&mut self, letters: &[Letter], width: f64) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut rest = letters;
        while !rest.is_empty() {
            let (end, next) = self.first_line(rest, width);
            lines.push(self.set(&rest[..end]));
            rest = &rest[next..];
        }
        lines
    }

    /// The end of the first line and the start of the next.
    fn first_line(&mut self, letters: &[Letter], width: f64) -> (usize, usize) {
        let mut reached = 0.0;
        let mut space = None;
        for (index, letter) in letters.iter().enumerate() {
            reached += self.set(&letters[index..=index]).width;
            if letter.character == ' ' {
                space = Some(index);
            } else if reached > width && index > 0 {
                return space.map_or((index, index), |at| (at, at + 1));
            }
        }
        (letters.len(), letters.len())
    }

    fn set(&mut self, letters: &[Letter]) -> Line {
        let mut line = Line {
            plain: letters.iter().map(|letter| letter.character).collect(),
            ..Line::default()
        };
        let mut pen = Pen::default();
        for run in letters.chunk_by(joined) {
            let Letter {
                level, under_root, ..
            } = run[0];
            let start = pen.start(level);
            let end = self.set_run(run, start, &mut line);
            pen.advance(level, end);
            if under_root {
                extend_bar(&mut line.bars, start, end);
            }
        }
        line.width = pen.end;
        line
    }

    /// Places a run of one style and returns where it ends.
    fn set_run(&mut self, run: &[Letter], start: f64, line: &mut Line) -> f64 {
        let Letter {
            character,
            italic,
            level,
            ..
        } = run[0];
        let (size, y) = match level {
            _ if character == '√' => (ROOT_SIZE, 0.0),
            Level::Base => (1.0, 0.0),
            Level::Sub => (SCRIPT_SIZE, 0.17),
            Level::Super => (SCRIPT_SIZE, -0.36),
        };
        if let Some(space) = space(character) {
            return start + space * size * run.len() as f64;
        }
        let text: String = run.iter().map(|letter| letter.character).collect();
        let outline = self.outline(text, italic);
        let end = start + outline.advance * size;
        line.runs.push(Placed {
            outline,
            x: start,
            y,
            size,
        });
        end
    }

    fn outline(&mut self, text: String, italic: bool) -> Rc<Outline> {
        let key = (text, italic);
        if let Some(known) = self.known.get(&key) {
            return Rc::clone(known);
        }
        let outline = Rc::new(self.shaper.shape(&key.0, italic));
        self.known.insert(key, Rc::clone(&outline));
        outline
    }
}

/// Where the next run starts: a raised run right after a lowered one (or the
/// reverse) stands above it.
#[derive(Default)]
struct Pen {
    end: f64,
    script_start: f64,
    last: Level,
}

impl Pen {
    fn start(&mut self, level: Level) -> f64 {
        let stacked = level != Level::Base && self.last != Level::Base && level != self.last;
        if !stacked {
            self.script_start = self.end;
        }
        self.last = level;
        self.script_start
    }

    fn advance(&mut self, level: Level, end: f64) {
        self.end = self.end.max(end);
        if level == Level::Base {
            self.end = end;
        }
    }
}

/// The width of a space.
fn space(character: char) -> Option<f64> {
    match character {
        ' ' => Some(0.25),
        THIN_SPACE => Some(0.18),
        _ => None,
    }
}

/// Whether two letters are shaped together, so that they are kerned.
fn joined(a: &Letter, b: &Letter) -> bool {
    let apart = |letter: &Letter| letter.character == '√';
    let same_kind = space(a.character) == space(b.character);
    let same_style = (a.italic, a.level, a.under_root) == (b.italic, b.level, b.under_root);
    same_kind && same_style && !apart(a) && !apart(b)
}

fn extend_bar(bars: &mut Vec<(f64, f64, f64)>, start: f64, end: f64) {
    match bars.last_mut() {
        Some(bar) if (bar.1 - start).abs() < 1e-9 => bar.1 = end,
        _ => bars.push((start, end, -ROOT_TOP)),
    }
}
