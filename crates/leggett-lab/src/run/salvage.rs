//! Rows found in damaged database files.
//!
//! A damaged byte in a b-tree can hide any number of rows from SQLite. Since
//! each row carries a checksum, it can be told wherever it lies: this module
//! takes every byte of every page, in the database and in its log, for the
//! start of a row, and hands over those that read as one. Whether a row is
//! sound is for the caller to check. The layout is that of "Database File
//! Format" on sqlite.org: a cell of a table is the payload's length, the row's
//! number, and the payload (a header of types, then the columns), of which
//! what does not fit into the page lies in a chain of other pages.

use super::row::Row;
use super::store::{PAGE, beside};
use crate::error::{Error, Result};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// The log: a header, then pages with a header each.
const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// The type of a column that holds 32 bytes: key and checksum.
const HASH_TYPE: u64 = 12 + 2 * 32;

/// Nothing that is stored is longer than this.
const LONGEST_ROW: u64 = 1 << 30;

/// Takes the number, offset and bytes of a page.
type PageVisitor<'v> = dyn FnMut(u32, u64, &[u8]) -> Result<()> + 'v;

/// Where the newest image of each page lies.
type Images = HashMap<u32, (bool, u64)>;

/// Hands over everything in the database and its log that reads as a row,
/// sound or not, in no order, some perhaps twice.
pub(super) fn rows(path: &Path, visit: &mut dyn FnMut(Row) -> Result<()>) -> Result<()> {
    let log = beside(path, "-wal");
    let files = [open(path)?, open(&log)?];
    let mut images = Images::new();
    for (path, in_log) in [(path, false), (&log, true)] {
        let note = &mut |number, offset, _: &[u8]| {
            images.insert(number, (in_log, offset));
            Ok(())
        };
        each_page(path, in_log, note)?;
    }
    for (path, in_log) in [(path, false), (&log, true)] {
        each_page(path, in_log, &mut |_, _, page| {
            for start in 0..page.len() {
                if let Some(row) = row_at(&page[start..], &files, &images) {
                    visit(row)?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// A file that may be missing.
fn open(path: &Path) -> Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("open", path, error)),
    }
}

/// Visits number, offset and bytes of every page; what remains of a page that
/// was cut off is filled with zeros.
fn each_page(path: &Path, in_log: bool, visit: &mut PageVisitor<'_>) -> Result<()> {
    let Some(mut file) = open(path)? else {
        return Ok(());
    };
    let header = if in_log { FRAME_HEADER } else { 0 };
    let mut offset = if in_log { LOG_HEADER as u64 } else { 0 };
    let unreadable = |error| Error::io("read", path, error);
    file.seek(SeekFrom::Start(offset)).map_err(unreadable)?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    for count in 1.. {
        let mut bytes = Vec::with_capacity(header + PAGE);
        let wanted = (header + PAGE) as u64;
        let read = reader.by_ref().take(wanted).read_to_end(&mut bytes);
        if read.map_err(unreadable)? <= header {
            break;
        }
        bytes.resize(header + PAGE, 0);
        let number = match bytes.first_chunk() {
            Some(number) if in_log => u32::from_be_bytes(*number),
            _ => count,
        };
        visit(number, offset + header as u64, &bytes[header..])?;
        offset += wanted;
    }
    Ok(())
}

/// SQLite's variable-length integer: the value and the bytes after it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            return Some((value << 8 | u64::from(*byte), &bytes[9..]));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

/// The row whose cell starts here, if one can.
fn row_at(cell: &[u8], files: &[Option<File>; 2], images: &Images) -> Option<Row> {
    let (length, rest) = varint(cell)?;
    let (number, payload) = varint(rest)?;
    let types = column_types(payload)?;
    let sizes = types.map(|kind| kind.saturating_sub(12) as usize / 2);
    let (header, _) = varint(payload)?;
    let total = header + sizes.iter().map(|size| *size as u64).sum::<u64>();
    if total != length {
        return None;
    }
    let whole = payload_bytes(payload, length as usize, files, images)?;
    let mut columns = Vec::with_capacity(sizes.len());
    let mut rest = whole.get(header as usize..)?;
    for size in sizes {
        let (column, after) = rest.split_at_checked(size)?;
        columns.push(column);
        rest = after;
    }
    let text = |column: usize| String::from_utf8(columns[column].to_vec()).ok();
    Some(Row {
        index: usize::try_from(number).ok()?,
        key: columns[1].to_vec(),
        method: text(2)?,
        numbers: columns[3].to_vec(),
        kinds: text(4)?,
        warnings: text(5)?,
        error: text(6)?,
        checksum: columns[7].to_vec(),
    })
}

/// The types of the eight columns, if the payload starts with those of a row
/// of results: nothing, blob, text, blob, text, text, text, blob.
fn column_types(payload: &[u8]) -> Option<[u64; 8]> {
    let (header, mut rest) = varint(payload)?;
    let end = payload.len().checked_sub(header as usize)?;
    let mut types = [0; 8];
    for kind in &mut types {
        (*kind, rest) = varint(rest)?;
    }
    let even = |kind: u64| kind >= 12 && kind.is_multiple_of(2) && kind < LONGEST_ROW;
    let odd = |kind: u64| kind >= 13 && !kind.is_multiple_of(2) && kind < LONGEST_ROW;
    let [
        point,
        key,
        method,
        numbers,
        kinds,
        warnings,
        error,
        checksum,
    ] = types;
    let fits = rest.len() == end
        && [point, key, checksum] == [0, HASH_TYPE, HASH_TYPE]
        && even(numbers)
        && [method, kinds, warnings, error].into_iter().all(odd);
    fits.then_some(types)
}

/// A payload with what lies on other pages.
fn payload_bytes(
    start: &[u8],
    length: usize,
    files: &[Option<File>; 2],
    images: &Images,
) -> Option<Vec<u8>> {
    let most = PAGE - 35;
    if length <= most {
        return Some(start.get(..length)?.to_vec());
    }
    let least = (PAGE - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (PAGE - 4);
    let local = if fitting <= most { fitting } else { least };
    let mut bytes = start.get(..local)?.to_vec();
    let mut next = u32::from_be_bytes(*start.get(local..)?.first_chunk()?);
    while bytes.len() < length {
        let (in_log, offset) = images.get(&next)?;
        let mut file = files[usize::from(*in_log)].as_ref()?;
        let mut page = [0; PAGE];
        file.seek(SeekFrom::Start(*offset)).ok()?;
        file.read_exact(&mut page).ok()?;
        next = u32::from_be_bytes(*page.first_chunk()?);
        let rest = (length - bytes.len()).min(PAGE - 4);
        bytes.extend(&page[4..4 + rest]);
    }
    Some(bytes)
}
