//! A panel before and after it has its place on the page.

use super::axes::Side;
use super::geometry::{Point, Rect};
use super::legend::Block;
use super::prepare::Prepared;
use super::style::{BORDER, COLOR_BAR, LEGEND_GAP, TICK_FONT, TITLE_FONT, TITLE_GAP};
use super::typeset::{CAP_HEIGHT, LINE_HEIGHT, Line};

/// A panel with a place for everything.
pub(super) struct Placed<'a> {
    /// Its data.
    pub prepared: &'a Prepared<'a>,
    /// The box.
    pub rect: Rect,
    /// The lower side.
    pub below: Side,
    /// The left side and its depth.
    pub left: (Side, f64),
    /// The colour bar and its right side.
    pub bar: Option<(Rect, Side)>,
    /// Lines of letter and title, with their starts.
    pub title: Vec<(Line, Point)>,
    /// The legend.
    pub legend: Option<(Block<'a>, Point)>,
}

/// A panel in the making.
pub(super) struct Draft<'a> {
    /// Its data.
    pub prepared: &'a Prepared<'a>,
    /// The left side.
    pub left: Side,
    /// The right side of the colour bar.
    pub bar: Option<Side>,
    /// Room for labels of the lower side that stick out left and right.
    pub overhang: (f64, f64),
    /// The legend.
    pub legend: Place<'a>,
    /// The lower side and the title, once the width is known.
    pub settled: Option<(Side, Vec<Line>)>,
}

/// Where a legend stands.
pub(super) enum Place<'a> {
    /// There is none.
    Nowhere,
    /// Inside, if it finds a spot.
    Inside(Option<(Block<'a>, Point)>),
    /// Right of the box.
    Right(Block<'a>),
    /// Below the lower side.
    Below(Option<Block<'a>>),
}

/// Letter and title.
pub(super) fn title_of(prepared: &Prepared<'_>) -> String {
    let parts = [&prepared.letter, &prepared.panel.title];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

impl<'a> Draft<'a> {
    pub(super) fn depth_right(&self) -> f64 {
        let bar = self
            .bar
            .as_ref()
            .map_or(0.0, |side| COLOR_BAR.1 + COLOR_BAR.0 + side.depth_beside());
        let legend = match &self.legend {
            Place::Right(block) => LEGEND_GAP + block.width,
            _ => 0.0,
        };
        (bar + legend).max(self.overhang.1)
    }

    /// Room above the box: the title, or half of the highest tick label.
    pub(super) fn depth_above(&self) -> f64 {
        match self.title_lines() {
            0 => CAP_HEIGHT * TICK_FONT / 2.0,
            lines => TITLE_GAP + (CAP_HEIGHT + LINE_HEIGHT * (lines - 1) as f64) * TITLE_FONT + 1.0,
        }
    }

    fn title_lines(&self) -> usize {
        self.settled.as_ref().map_or(0, |(_, title)| title.len())
    }

    pub(super) fn depth_below(&self) -> f64 {
        let legend = match &self.legend {
            Place::Below(Some(block)) => LEGEND_GAP + block.height,
            _ => 0.0,
        };
        let side = self
            .settled
            .as_ref()
            .map_or(0.0, |(side, _)| side.depth_below());
        side + legend
    }

    /// The panel with its box on the page; none before the width is settled.
    pub(super) fn placed(self, rect: Rect, left_depth: f64) -> Option<Placed<'a>> {
        let (below, title) = self.settled?;
        let mut base =
            rect.y - TITLE_GAP - LINE_HEIGHT * TITLE_FONT * title.len().saturating_sub(1) as f64;
        let title = title.into_iter().map(|line| {
            let at = (rect.x, base);
            base += LINE_HEIGHT * TITLE_FONT;
            (line, at)
        });
        let bar = self.bar.map(|side| {
            let x = rect.right() + COLOR_BAR.1;
            let width = COLOR_BAR.0;
            (Rect { x, width, ..rect }, side)
        });
        let legend = match self.legend {
            Place::Nowhere | Place::Inside(None) | Place::Below(None) => None,
            Place::Inside(Some((block, (x, y)))) => Some((block, (rect.x + x, rect.y + y))),
            Place::Right(block) => Some((block, (rect.right() + LEGEND_GAP, rect.y))),
            Place::Below(Some(block)) => {
                let x = rect.x + (rect.width - block.width) / 2.0;
                let y = rect.bottom() + below.depth_below() + LEGEND_GAP;
                Some((block, (x.max(BORDER), y)))
            }
        };
        Some(Placed {
            prepared: self.prepared,
            rect,
            below,
            left: (self.left, left_depth),
            bar,
            title: title.collect(),
            legend,
        })
    }
}
