//! Where everything stands on the page.
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
use super::prepare::{Drawing, Prepared, Styled};
use super::style::{
    ASPECT, BORDER, COLOR_BAR, FIGURE_TITLE_FONT, GUTTER, LEAST_BOX, LEGEND_GAP, TICK_FONT,
    TITLE_FONT, TITLE_GAP,
};
use super::typeset::{CAP_HEIGHT, LINE_HEIGHT, Line, Typesetter};

/// A figure with a place for everything.
pub(super) struct Sheet<'a> {
    /// Width and height in points.
    pub size: (f64, f64),
    /// Lines of the title with their starts.
    pub title: Vec<(Line, Point)>,
    /// The panels.
    pub panels: Vec<Placed<'a>>,
    /// The common legend.
    pub legend: Option<(Block<'a>, Point)>,
}

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
struct Draft<'a> {
    prepared: &'a Prepared<'a>,
    left: Side,
    bar: Option<Side>,
    /// Room for labels of the lower side that stick out left and right.
    overhang: (f64, f64),
    legend: Place<'a>,
    /// The lower side and the title, once the width is known.
    settled: Option<(Side, Vec<Line>)>,
}

/// Where a legend stands.
enum Place<'a> {
    /// There is none.
    Nowhere,
    /// Inside, if it finds a spot.
    Inside(Option<(Block<'a>, Point)>),
    /// Right of the box.
    Right(Block<'a>),
    /// Below the lower side.
    Below(Option<Block<'a>>),
}

/// The grid of boxes.
struct Grid {
    columns: usize,
    /// Width of the figure without the common legend, and what remains of it
    /// for boxes and all around them.
    room: f64,
    box_height: f64,
    labelled: Vec<(bool, bool)>,
}

pub(super) fn lay_out<'a>(
    figure: &'a Figure,
    prepared: &'a [Prepared<'a>],
    setter: &mut Typesetter,
) -> Result<Sheet<'a>, FigureError> {
    let width = figure.width_mm * POINTS_PER_MM;
    let common = common_legend(figure, prepared, setter, width);
    let (beside, below) = match common {
        Some((block, true)) => (Some(block), None),
        Some((block, false)) => (None, Some(block)),
        None => (None, None),
    };
    let taken = beside
        .as_ref()
        .map_or(0.0, |block| block.width + LEGEND_GAP);
    let grid = Grid::new(figure, prepared.len(), width - 2.0 * BORDER - taken);
    let mut drafts: Vec<Draft<'_>> = prepared
        .iter()
        .enumerate()
        .map(|(index, panel)| grid.draft(index, panel, setter))
        .collect();
    let box_width = grid.settle_width(&mut drafts, setter)?;

    let title = figure.title.as_deref().unwrap_or_default();
    let title = setter.wrapped(title, (width - 2.0 * BORDER) / FIGURE_TITLE_FONT);
    let title = placed_title(title, width);
    let top = BORDER + title.len() as f64 * LINE_HEIGHT * FIGURE_TITLE_FONT;
    let top = if title.is_empty() {
        top
    } else {
        top + TITLE_GAP
    };
    let (panels, mut bottom) = grid.place(drafts, box_width, top);
    let legend = match (beside, below) {
        (Some(block), _) => {
            let middle = (top + bottom - block.height) / 2.0;
            let at = (width - BORDER - block.width, middle.max(top));
            bottom = bottom.max(at.1 + block.height);
            Some((block, at))
        }
        (_, Some(block)) => {
            let at = ((width - block.width) / 2.0, bottom + LEGEND_GAP);
            bottom = at.1 + block.height;
            Some((block, at))
        }
        _ => None,
    };
    Ok(Sheet {
        size: (width, bottom + BORDER),
        title,
        panels,
        legend,
    })
}

/// The legend of all panels, and whether it stands to the right.
fn common_legend<'a>(
    figure: &Figure,
    prepared: &'a [Prepared<'a>],
    setter: &mut Typesetter,
    width: f64,
) -> Option<(Block<'a>, bool)> {
    let legend = figure.legend.as_ref()?;
    let mut series: Vec<Styled<'a>> = Vec::new();
    for &styled in prepared.iter().flat_map(Prepared::series) {
        if series
            .iter()
            .all(|known| known.series.label != styled.series.label)
        {
            series.push(styled);
        }
    }
    let right = legend.place == LegendPlace::Right;
    let block = if right {
        Block::tall(setter, legend, &series, 0.3 * width, f64::INFINITY)
    } else {
        Block::wide(setter, legend, &series, width - 2.0 * BORDER)
    };
    Some((block?, right))
}

fn placed_title(lines: Vec<Line>, width: f64) -> Vec<(Line, Point)> {
    let mut base = BORDER + CAP_HEIGHT * FIGURE_TITLE_FONT;
    lines
        .into_iter()
        .map(|line| {
            let start = (width - line.width * FIGURE_TITLE_FONT) / 2.0;
            let at = (start, base);
            base += LINE_HEIGHT * FIGURE_TITLE_FONT;
            (line, at)
        })
        .collect()
}

impl Grid {
    fn new(figure: &Figure, panels: usize, room: f64) -> Self {
        let columns = figure.columns.min(panels);
        let share = room / columns as f64;
        let box_height = match figure.panel_height_mm {
            Some(height) => height * POINTS_PER_MM,
            None => (ASPECT * share).max(LEAST_BOX),
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

    fn draft<'a>(
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
            Drawing::Map(cells) => {
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
    fn settle_width<'a>(
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
            if width < LEAST_BOX {
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
            if self.columns == 1 {
                draft.legend = self.right_legend(prepared, legend, setter);
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
    fn place<'a>(
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

fn title_of(prepared: &Prepared<'_>) -> String {
    let parts = [&prepared.letter, &prepared.panel.title];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

impl<'a> Draft<'a> {
    fn depth_right(&self) -> f64 {
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
    fn depth_above(&self) -> f64 {
        match self.title_lines() {
            0 => CAP_HEIGHT * TICK_FONT / 2.0,
            lines => TITLE_GAP + (CAP_HEIGHT + LINE_HEIGHT * (lines - 1) as f64) * TITLE_FONT + 1.0,
        }
    }

    fn title_lines(&self) -> usize {
        self.settled.as_ref().map_or(0, |(_, title)| title.len())
    }

    fn depth_below(&self) -> f64 {
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
    fn placed(self, rect: Rect, left_depth: f64) -> Option<Placed<'a>> {
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
