//! The grid of boxes, and the room around them.
//!
//! The height of the boxes is known first; it decides the vertical ticks and
//! so the room beside the boxes, which leaves their width. Labels of the lower
//! side that stick out, and legends that find no free spot, ask for more room,
//! until all are content.

use super::axes::Side;
use super::curve::{self, Frame};
use super::error::FigureError;
use super::geometry::{POINTS_PER_MM, Point, Rect};
use super::legend::Block;
use super::model::{Figure, Legend, LegendPlace};
use super::panel::{Draft, Place, Placed, title_of};
use super::prepare::{Drawing, Prepared};
use super::style::{ASPECT, BORDER, GUTTER, LEAST_BOX, TITLE_FONT};
use super::typeset::Typesetter;

/// The grid of boxes.
pub(super) struct Grid {
    columns: usize,
    /// Width for boxes and all around them.
    room: f64,
    box_height: f64,
    labelled: Vec<(bool, bool)>,
}

impl Grid {
    pub(super) fn new(figure: &Figure, panels: usize, room: f64) -> Self {
        let columns = figure.columns.min(panels);
        let share = room / columns as f64;
        let box_height = match figure.panel_height_mm {
            Some(height) => height * POINTS_PER_MM,
            None => (ASPECT * share).max(LEAST_BOX.1),
        };
        let labelled = (0..panels).map(|index| {
            let lowest = index + columns >= panels;
            let leftmost = index % columns == 0;
            (!figure.shared_x || lowest, !figure.shared_y || leftmost)
        });
        Self {
            columns,
            room,
            box_height,
            labelled: labelled.collect(),
        }
    }

    pub(super) fn draft<'a>(
        &self,
        index: usize,
        prepared: &'a Prepared<'a>,
        setter: &mut Typesetter,
    ) -> Draft<'a> {
        let panel = prepared.panel;
        let height = self.box_height;
        let shown = self.labelled[index].1;
        let left = Side::vertical(setter, &panel.y, &prepared.y, height, shown);
        let bar = match &prepared.drawing {
            Drawing::Map(cells, _) => {
                let axis = &cells.map.color;
                Some(Side::vertical(setter, axis, &cells.color, height, true))
            }
            Drawing::Lines(_) => None,
        };
        let legend = match panel.legend.as_ref().map(|legend| (legend, legend.place)) {
            None => Place::Nowhere,
            Some((_, LegendPlace::Automatic)) => Place::Inside(None),
            Some((_, LegendPlace::Below)) => Place::Below(None),
            Some((legend, LegendPlace::Right)) => self.right_legend(prepared, legend, setter),
        };
        Draft {
            prepared,
            left,
            bar,
            overhang: (0.0, 0.0),
            legend,
            settled: None,
        }
    }

    fn right_legend<'a>(
        &self,
        prepared: &'a Prepared<'a>,
        legend: &Legend,
        setter: &mut Typesetter,
    ) -> Place<'a> {
        let most = 0.4 * self.room / self.columns as f64;
        let block = Block::tall(setter, legend, prepared.series(), most, self.box_height);
        block.map_or(Place::Nowhere, Place::Right)
    }

    /// Depths left and right of the boxes of every column.
    fn depths(&self, drafts: &[Draft<'_>]) -> Vec<(f64, f64)> {
        let mut depths = vec![(0.0_f64, 0.0_f64); self.columns];
        for (index, draft) in drafts.iter().enumerate() {
            let (left, right) = &mut depths[index % self.columns];
            *left = left.max(draft.left.depth_beside()).max(draft.overhang.0);
            *right = right.max(draft.depth_right());
        }
        depths
    }

    /// The width of the boxes once every label and legend has its room.
    pub(super) fn settle_width<'a>(
        &self,
        drafts: &mut [Draft<'a>],
        setter: &mut Typesetter,
    ) -> Result<f64, FigureError> {
        // Every round adds room somewhere; labels are finite.
        for _ in 0..3 * drafts.len() + 20 {
            let depths = self.depths(drafts);
            let taken: f64 = depths.iter().map(|(left, right)| left + right).sum();
            let gutters = (self.columns - 1) as f64 * GUTTER.0;
            let width = (self.room - taken - gutters) / self.columns as f64;
            if width < LEAST_BOX.0 {
                let left_mm = width.max(0.0) / POINTS_PER_MM;
                return Err(FigureError::TooNarrow { left_mm });
            }
            let mut content = true;
            for (index, draft) in drafts.iter_mut().enumerate() {
                content &= self.settle(draft, self.labelled[index].0, width, setter);
            }
            if content {
                return Ok(width);
            }
        }
        Err(FigureError::TooNarrow { left_mm: 0.0 })
    }

    /// Sets what depends on the width; false if it needs more room beside.
    fn settle<'a>(
        &self,
        draft: &mut Draft<'a>,
        shown: bool,
        width: f64,
        setter: &mut Typesetter,
    ) -> bool {
        let prepared = draft.prepared;
        let below = Side::horizontal(setter, &prepared.panel.x, &prepared.x, width, shown);
        let needed = below.overhang(width);
        let (before, after) = draft.overhang;
        let fits = needed.0 <= before + 0.01 && needed.1 <= after + 0.01;
        draft.overhang = (before.max(needed.0), after.max(needed.1));
        let title = setter.wrapped(&title_of(prepared), width / TITLE_FONT);
        draft.settled = Some((below, title));
        let placed = self.settle_legend(draft, width, setter);
        fits && placed
    }

    /// Finds the place of the legend; false if it went to the right.
    fn settle_legend<'a>(
        &self,
        draft: &mut Draft<'a>,
        width: f64,
        setter: &mut Typesetter,
    ) -> bool {
        let prepared = draft.prepared;
        let Some(legend) = &prepared.panel.legend else {
            return true;
        };
        if let Place::Inside(_) = draft.legend {
            let height = self.box_height;
            let block = Block::tall(setter, legend, prepared.series(), 0.6 * width, height);
            let Some(block) = block else {
                draft.legend = Place::Nowhere;
                return true;
            };
            let rect = Rect {
                x: 0.0,
                y: 0.0,
                width,
                height,
            };
            if let Some(spot) = block.free_spot(rect, &occupied(prepared, rect)) {
                draft.legend = Place::Inside(Some((block, spot)));
                return true;
            }
            let right = self.right_legend(prepared, legend, setter);
            let slim = matches!(&right, Place::Right(block) if block.width < 0.4 * self.room);
            if self.columns == 1 && slim {
                draft.legend = right;
                return false;
            }
            draft.legend = Place::Below(None);
        }
        if let Place::Below(_) = draft.legend {
            let block = Block::wide(setter, legend, prepared.series(), width);
            draft.legend = Place::Below(block);
        }
        true
    }

    /// Puts the drafts on the page; returns the panels and their lower end.
    pub(super) fn place<'a>(
        &self,
        drafts: Vec<Draft<'a>>,
        box_width: f64,
        top: f64,
    ) -> (Vec<Placed<'a>>, f64) {
        let depths = self.depths(&drafts);
        let mut row_top = top;
        let mut panels = Vec::new();
        let mut drafts = drafts.into_iter().peekable();
        while drafts.peek().is_some() {
            let row: Vec<Draft<'a>> = drafts.by_ref().take(self.columns).collect();
            let above = row.iter().map(Draft::depth_above).fold(0.0, f64::max);
            let below = row.iter().map(Draft::depth_below).fold(0.0, f64::max);
            let mut x = BORDER;
            for (draft, &(left, right)) in row.into_iter().zip(&depths) {
                let rect = Rect {
                    x: x + left,
                    y: row_top + above,
                    width: box_width,
                    height: self.box_height,
                };
                panels.extend(draft.placed(rect, left));
                x = rect.right() + right + GUTTER.0;
            }
            row_top += above + self.box_height + below + GUTTER.1;
        }
        (panels, row_top - GUTTER.1)
    }
}

/// Everything that a legend inside must keep clear of.
fn occupied(prepared: &Prepared<'_>, rect: Rect) -> Vec<(Point, Point)> {
    let frame = Frame {
        rect,
        x: &prepared.x,
        y: &prepared.y,
    };
    let series = prepared.series().iter();
    series
        .flat_map(|styled| curve::occupied(styled, &frame))
        .collect()
}
