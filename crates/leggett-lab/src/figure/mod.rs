//! Figures of publication quality from plain data, as SVG and PNG.
//!
//! A [`Figure`] is a grid of [`Panel`]s; a panel holds lines or a colour map.
//! [`Figure::svg`] composes the picture: lengths are in points (1/72 inch),
//! text is set in the embedded STIX fonts and written as outlines, so that it
//! looks the same everywhere. [`Figure::png`] rasterises that SVG, so both
//! files always show the same picture. The same figure gives the same bytes.
//!
//! Labels may hold mathematics between dollar signs: `$E / log_2 N$` sets
//! single letters in italics, words upright, `_` lowers and `^` raises the
//! next character or `{group}`, and `√` spans what follows it.

mod axes;
mod color;
mod contour;
mod curve;
mod error;
mod geometry;
mod grid;
mod heat_map;
mod layout;
mod legend;
mod markup;
mod model;
mod panel;
mod path;
mod prepare;
mod raster;
mod render;
mod shape;
mod span;
mod style;
mod svg;
mod tick_label;
mod ticks;
mod typeset;

#[cfg(test)]
mod tests;

pub use contour::contour;
pub use error::FigureError;
pub use model::{
    Axis, ColorChoice, Content, Dash, Figure, HeatMap, Legend, LegendPlace, Marker, Panel, Scale,
    Series,
};
