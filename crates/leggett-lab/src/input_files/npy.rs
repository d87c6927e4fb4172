//! The NumPy file format (NEP 1, versions 1 to 3), as far as plain arrays of
//! numbers need it.
//!
//! The header is a Python literal of three known keys. It is read here, not by
//! a general parser of Python literals: that would recurse on hostile input.

use super::LARGEST_ARRAY;
use leggett_studies::error::Kind;

/// Why the bytes are not an array of numbers.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) kind: Kind,
    pub(super) what: String,
}

type Parsed<T> = Result<T, Refusal>;

fn wrong(what: impl Into<String>) -> Refusal {
    Refusal {
        kind: Kind::WrongType,
        what: what.into(),
    }
}

/// Shape and numbers of an array, the last index fastest. Integers beyond 2⁵³
/// are rounded to doubles.
pub(super) fn parse(bytes: &[u8]) -> Parsed<(Vec<usize>, Vec<[f64; 2]>)> {
    let (header, data) = split(bytes)?;
    let header = Header::read(header)?;
    let element = Element::of(&header.descr)?;
    let count = header
        .shape
        .iter()
        .try_fold(1usize, |product, length| product.checked_mul(*length))
        .filter(|count| *count <= LARGEST_ARRAY);
    let Some(count) = count else {
        return Err(Refusal {
            kind: Kind::TooLarge,
            what: format!("holds an array of {:?} numbers", header.shape),
        });
    };
    let expected = count * element.bytes();
    if data.len() < expected {
        let what = format!("is truncated: {} of {expected} bytes", data.len());
        return Err(wrong(what));
    }
    if data.len() > expected {
        return Err(wrong("has more bytes than its array"));
    }
    let values: Vec<[f64; 2]> = data
        .chunks_exact(element.bytes())
        .map(|bytes| element.number(bytes))
        .collect();
    if values.iter().flatten().any(|part| !part.is_finite()) {
        return Err(Refusal {
            kind: Kind::OutOfRange,
            what: "holds numbers that are not finite".to_owned(),
        });
    }
    let values = match header.fortran_order {
        true => reordered(&header.shape, &values),
        false => values,
    };
    Ok((header.shape, values))
}

/// The text of the header, and what follows it.
fn split(bytes: &[u8]) -> Parsed<(&str, &[u8])> {
    let not = || wrong("is not a NumPy file (.npy)");
    let rest = bytes.strip_prefix(b"\x93NUMPY").ok_or_else(not)?;
    let truncated = || wrong("is truncated: its header is not complete");
    let (version, rest) = rest.split_at_checked(2).ok_or_else(truncated)?;
    let width = match version[0] {
        1 => 2,
        2 | 3 => 4,
        other => return Err(wrong(format!("has version {other} of the NumPy format"))),
    };
    let (length, rest) = rest.split_at_checked(width).ok_or_else(truncated)?;
    let length = length
        .iter()
        .rev()
        .fold(0usize, |length, byte| (length << 8) | usize::from(*byte));
    let (header, data) = rest.split_at_checked(length).ok_or_else(truncated)?;
    let header = std::str::from_utf8(header).map_err(|_| wrong("has a header that is no text"))?;
    Ok((header, data))
}

/// What the header says.
struct Header {
    descr: String,
    fortran_order: bool,
    shape: Vec<usize>,
}

impl Header {
    fn read(text: &str) -> Parsed<Self> {
        let bad = || wrong("has a header that is not one of a plain array");
        let mut cursor = Cursor { rest: text };
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        cursor.expect("{").ok_or_else(bad)?;
        while !cursor.take("}") {
            let key = cursor.quoted().ok_or_else(bad)?;
            cursor.expect(":").ok_or_else(bad)?;
            match key {
                "descr" if cursor.next_is("[") => {
                    return Err(wrong("holds a structured array, not plain numbers"));
                }
                "descr" => descr = Some(cursor.quoted().ok_or_else(bad)?.to_owned()),
                "fortran_order" => fortran_order = Some(cursor.truth().ok_or_else(bad)?),
                "shape" => shape = Some(cursor.shape().ok_or_else(bad)?),
                _ => return Err(bad()),
            }
            if !cursor.take(",") && !cursor.next_is("}") {
                return Err(bad());
            }
        }
        if !cursor.rest.trim().is_empty() {
            return Err(bad());
        }
        Ok(Self {
            descr: descr.ok_or_else(bad)?,
            fortran_order: fortran_order.ok_or_else(bad)?,
            shape: shape.ok_or_else(bad)?,
        })
    }
}

/// A place in the header.
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn next_is(&self, token: &str) -> bool {
        self.rest.trim_start().starts_with(token)
    }

    fn expect(&mut self, token: &str) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(token)?;
        Some(())
    }

    fn take(&mut self, token: &str) -> bool {
        self.expect(token).is_some()
    }

    fn quoted(&mut self) -> Option<&'t str> {
        let quote = if self.take("'") {
            '\''
        } else {
            self.expect("\"")?;
            '"'
        };
        let (text, rest) = self.rest.split_once(quote)?;
        self.rest = rest;
        Some(text)
    }

    fn truth(&mut self) -> Option<bool> {
        let is_true = self.take("True");
        (is_true || self.take("False")).then_some(is_true)
    }

    /// `()`, `(3,)`, `(3, 4)`.
    fn shape(&mut self) -> Option<Vec<usize>> {
        self.expect("(")?;
        let (inner, rest) = self.rest.split_once(')')?;
        self.rest = rest;
        let inner = inner.trim();
        let inner = inner.strip_suffix(',').unwrap_or(inner);
        if inner.is_empty() {
            return Some(Vec::new());
        }
        // Python 2 wrote long integers as 3L.
        let length = |text: &str| text.trim().trim_end_matches('L').parse().ok();
        inner.split(',').map(length).collect()
    }
}

/// The type of the numbers.
struct Element {
    kind: char,
    size: usize,
    big_endian: bool,
}

impl Element {
    fn of(descr: &str) -> Parsed<Self> {
        let refused = || {
            let shown: String = descr.chars().take(20).collect();
            match descr.contains('O') {
                true => wrong("holds objects, not plain numbers"),
                false => wrong(format!("holds an array of type `{shown}`, not numbers")),
            }
        };
        let mut letters = descr.chars();
        let big_endian = match letters.next() {
            Some('<' | '|' | '=') => false,
            Some('>') => true,
            _ => return Err(refused()),
        };
        let kind = letters.next().ok_or_else(refused)?;
        let size: usize = letters.as_str().parse().map_err(|_| refused())?;
        let known = match kind {
            'f' => matches!(size, 4 | 8),
            'c' => matches!(size, 8 | 16),
            'i' | 'u' => matches!(size, 1 | 2 | 4 | 8),
            _ => false,
        };
        known
            .then_some(Self {
                kind,
                size,
                big_endian,
            })
            .ok_or_else(refused)
    }

    /// Bytes of a number.
    fn bytes(&self) -> usize {
        self.size
    }

    fn number(&self, bytes: &[u8]) -> [f64; 2] {
        match self.kind {
            'c' => {
                let (re, im) = bytes.split_at(self.size / 2);
                [self.real(re), self.real(im)]
            }
            'f' => [self.real(bytes), 0.0],
            _ => [self.integer(bytes), 0.0],
        }
    }

    /// The bits, most significant byte first whatever the file has.
    fn bits(&self, bytes: &[u8]) -> u64 {
        let join = |bits: u64, byte: &u8| (bits << 8) | u64::from(*byte);
        match self.big_endian {
            true => bytes.iter().fold(0, join),
            false => bytes.iter().rev().fold(0, join),
        }
    }

    fn real(&self, bytes: &[u8]) -> f64 {
        let bits = self.bits(bytes);
        match bytes.len() {
            // Four bytes fill the lower half.
            4 => f64::from(f32::from_bits(bits as u32)),
            _ => f64::from_bits(bits),
        }
    }

    fn integer(&self, bytes: &[u8]) -> f64 {
        let bits = self.bits(bytes);
        if self.kind == 'u' {
            return bits as f64;
        }
        // To the top and back, which copies the sign.
        let shift = 64 - 8 * self.size as u32;
        (((bits << shift) as i64) >> shift) as f64
    }
}

/// From the first index fastest to the last index fastest.
fn reordered(shape: &[usize], values: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let mut index = vec![0usize; shape.len()];
    let mut result = Vec::with_capacity(values.len());
    for _ in 0..values.len() {
        let place = index
            .iter()
            .zip(shape)
            .rev()
            .fold(0, |place, (index, length)| place * length + index);
        result.push(values[place]);
        for (index, length) in index.iter_mut().zip(shape).rev() {
            *index += 1;
            if *index < *length {
                break;
            }
            *index = 0;
        }
    }
    result
}
