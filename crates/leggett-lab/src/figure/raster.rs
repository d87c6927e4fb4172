//! Pixels: the SVG as PNG, and small images as PNG.

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::color::Rgb;
use super::error::FigureError;

/// Pictures with more pixels than this are refused.
const MOST_PIXELS: f64 = 2e8;

/// Renders an SVG, and notes the resolution in the file, so that the picture
/// has its size in print.
pub(super) fn png(svg: &str, dots_per_inch: f64) -> Result<Vec<u8>, FigureError> {
    let setting = |value, needed| FigureError::Setting {
        place: "dots per inch".to_owned(),
        value,
        needed,
    };
    if !(10.0..=4800.0).contains(&dots_per_inch) {
        return Err(setting(dots_per_inch, "10 to 4800"));
    }
    let failed = |reason: String| FigureError::Raster { reason };
    let tree =
        Tree::from_str(svg, &Options::default()).map_err(|error| failed(error.to_string()))?;
    // usvg counts 96 units to the inch.
    let scale = dots_per_inch / 96.0;
    let [width, height] =
        [tree.size().width(), tree.size().height()].map(|side| (f64::from(side) * scale).round());
    if width * height > MOST_PIXELS {
        return Err(setting(dots_per_inch, "low enough for at most 2e8 pixels"));
    }
    let mut pixels = Pixmap::new(width.max(1.0) as u32, height.max(1.0) as u32)
        .ok_or_else(|| failed("no memory for the pixels".to_owned()))?;
    pixels.fill(Color::WHITE);
    let transform = Transform::from_scale(scale as f32, scale as f32);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    let encoded = pixels
        .encode_png()
        .map_err(|error| failed(error.to_string()))?;
    Ok(with_resolution(encoded, dots_per_inch))
}

/// A small image as PNG: rows of colours from the top.
pub(super) fn image(width: usize, colors: &[Rgb]) -> Result<Vec<u8>, FigureError> {
    let failed = |reason: &str| FigureError::Raster {
        reason: reason.to_owned(),
    };
    let sides = (
        u32::try_from(width),
        u32::try_from(colors.len() / width.max(1)),
    );
    let (Ok(columns), Ok(rows)) = sides else {
        return Err(failed("an image is too large"));
    };
    let mut pixels = Pixmap::new(columns, rows).ok_or_else(|| failed("an image is empty"))?;
    for (pixel, &Rgb(red, green, blue)) in pixels.data_mut().chunks_exact_mut(4).zip(colors) {
        pixel.copy_from_slice(&[red, green, blue, u8::MAX]);
    }
    pixels
        .encode_png()
        .map_err(|error| failed(&error.to_string()))
}

/// Inserts the chunk `pHYs`, right after the header, which is always first
/// and 25 bytes long after the signature of 8.
fn with_resolution(mut png: Vec<u8>, dots_per_inch: f64) -> Vec<u8> {
    let dots_per_metre = (dots_per_inch / 25.4 * 1000.0).round() as u32;
    let mut content = b"pHYs".to_vec();
    content.extend(dots_per_metre.to_be_bytes());
    content.extend(dots_per_metre.to_be_bytes());
    content.push(1);
    let mut chunk = 9u32.to_be_bytes().to_vec();
    chunk.extend(&content);
    chunk.extend(checksum(&content).to_be_bytes());
    png.splice(33..33, chunk);
    png
}

/// CRC-32 as in PNG.
fn checksum(bytes: &[u8]) -> u32 {
    let mut register = u32::MAX;
    for &byte in bytes {
        register ^= u32::from(byte);
        for _ in 0..8 {
            let mask = (register & 1).wrapping_neg();
            register = register >> 1 ^ 0xedb8_8320 & mask;
        }
    }
    !register
}
