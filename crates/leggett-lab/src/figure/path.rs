//! Path data, written shortly.

use std::fmt::Write as _;

use super::geometry::Point;

/// A path in hundredths of a point, written in short relative steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    /// The SVG path data.
    pub data: String,
    at: (i64, i64),
    /// Whether the last command was a line, which need not be repeated.
    in_line: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, point: Point) {
        self.at = hundredths(point);
        self.in_line = false;
        self.data.push('M');
        self.numbers(&[self.at.0, self.at.1]);
    }

    pub(super) fn line_to(&mut self, point: Point) {
        let to = hundredths(point);
        let step = (to.0 - self.at.0, to.1 - self.at.1);
        if step == (0, 0) && self.in_line {
            return;
        }
        self.at = to;
        if self.in_line {
            if step.0 >= 0 {
                self.data.push(' ');
            }
        } else {
            self.data.push('l');
            self.in_line = true;
        }
        self.numbers(&[step.0, step.1]);
    }

    pub(super) fn close(&mut self) {
        self.data.push('z');
        self.in_line = false;
    }

    /// A closed polygon.
    pub(super) fn polygon(&mut self, corners: &[Point]) {
        for (index, &corner) in corners.iter().enumerate() {
            if index == 0 {
                self.move_to(corner);
            } else {
                self.line_to(corner);
            }
        }
        self.close();
    }

    /// A disc, as two half circles.
    pub(super) fn disc(&mut self, (x, y): Point, radius: f64) {
        self.move_to((x - radius, y));
        let (radius, across) = (short(radius), short(2.0 * radius));
        let _ = write!(
            self.data,
            "a{radius} {radius} 0 1 0 {across} 0a{radius} {radius} 0 1 0-{across} 0z"
        );
        self.in_line = false;
    }

    fn numbers(&mut self, numbers: &[i64]) {
        for (index, &number) in numbers.iter().enumerate() {
            if index > 0 && number >= 0 {
                self.data.push(' ');
            }
            self.data.push_str(&short(number as f64 / 100.0));
        }
    }
}

fn hundredths((x, y): Point) -> (i64, i64) {
    ((x * 100.0).round() as i64, (y * 100.0).round() as i64)
}

/// A number to hundredths, without what SVG can do without.
pub(super) fn short(number: f64) -> String {
    short_to(number, 2)
}

/// A number to so many decimal places.
pub(super) fn short_to(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    match (text.strip_prefix("0."), text.strip_prefix("-0.")) {
        (Some(fraction), _) => format!(".{fraction}"),
        (_, Some(fraction)) => format!("-.{fraction}"),
        _ if text == "-0" => "0".to_owned(),
        _ => text.to_owned(),
    }
}
