//! The axes of curves and points: where values stand, and what stands along them.

use std::sync::Arc;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point};

use super::legend::heading_rows;
use super::lines::DRAW_SECS;
use super::{Data, TICK_SIZE, label};
use crate::Color;
use crate::composer::{Composer, Fitted};
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, ShapeContent, TextContent};
use crate::number::{Ticks, full, parse, short, ticks};
use crate::text::{Align, Face, Setting, TextBlock};

/// Space between an axis and its labels.
pub(super) const LABEL_GAP: f64 = 22.0;

/// Widest name at the end of a curve.
const NAME_WIDTH: f64 = 380.0;

/// Least width of a chart that has the names of its curves at their ends; a narrower one has them above it.
const NAMES_BESIDE: f64 = 1_250.0;

/// What stands over the axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Curves from category to category.
    Curves,
    /// The same with the areas beneath them, which tell amounts: zero is on the axis.
    Areas,
    /// Points anywhere.
    Points,
}

/// Axes and everything along them, measured.
pub(super) struct Frame {
    pub(super) plot: Plot,
    pub(super) x_axis: XAxis,
    /// The names of the series where they stand at the ends of their curves; else they stand above already.
    pub(super) names: Vec<TextBlock>,
    y_labels: Vec<TextBlock>,
    x_name: Option<Fitted>,
}

impl Frame {
    /// The axes in an area. `mark_width` is the least room beside the y axis. None, and a report, when there is no room.
    pub(super) fn new(
        data: &Data<'_>,
        form: Form,
        mark_width: &dyn Fn(&Ticks) -> f64,
        area: Rect,
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) -> Option<Self> {
        let points = form == Form::Points;
        let beside = !points && area.width >= NAMES_BESIDE;
        let mut top = area.y;
        if beside {
            if let Some(name) = data.y_label {
                let width = area.width.min(900.0);
                let fitted = label(name, composer.palette().muted, Face::Body, TICK_SIZE, width, Align::Left, composer);
                if !fitted.fits {
                    composition.overflow(None, "the name of the y axis is too long");
                }
                let height = fitted.block.height;
                composition.push(Element::text(fitted.block, area.x, top, TextRole::Label, Ground::World).delay(0.2));
                top += height + 8.0;
            }
        } else {
            let named = data.series.len() > 1 || data.y_label.is_some() && !points;
            top += heading_rows(data, named, area, composer, composition);
        }
        let names: Vec<TextBlock> = if beside {
            (0..data.series.len())
                .map(|series| name(data, series, data.color(series, composer), composition, composer))
                .collect()
        } else {
            Vec::new()
        };
        let names_width = names.iter().map(|block| block.width).fold(0.0, f64::max);
        let (low, high) = data.range();
        let (low, high) = if form == Form::Areas { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        let y_ticks = ticks(low, high, 5);
        let y_labels = tick_labels(&y_ticks, composer);
        let ticks_width = y_labels.iter().map(|block| block.width).fold(0.0, f64::max);

        let left = area.x + ticks_width.max(mark_width(&y_ticks)) + LABEL_GAP;
        let right = area.right() - if names_width > 0.0 { names_width + 36.0 } else { 24.0 };
        let of_points = if points { XAxis::of_points(data, left, right, composer) } else { None };
        let x_axis = of_points.unwrap_or_else(|| XAxis::new(data, left, right, composer));
        let mut below = x_axis.height + LABEL_GAP;
        let x_name = data.x_label.map(|name| {
            let width = (right - area.x).min(900.0);
            label(name, composer.palette().muted, Face::Body, TICK_SIZE, width, Align::Left, composer)
        });
        if let Some(fitted) = &x_name {
            if !fitted.fits {
                composition.overflow(None, "the name of the x axis is too long");
            }
            below += fitted.block.height + 4.0;
        }
        let plot = Plot { left, right, top: top + 34.0, bottom: area.bottom() - below, ticks: y_ticks };
        if plot.bottom - plot.top < 200.0 || plot.right - plot.left < 400.0 {
            composition.overflow(None, "there is no room for the curves beside their labels");
            return None;
        }
        let grid = composer.palette().line;
        for value in plot.ticks.values.iter().skip(1) {
            let y = plot.y(*value);
            let line = segment(Point::new(plot.left, y), Point::new(plot.right, y));
            composition
                .push(stroked(line, Paint::Solid(grid, 0.16), 2.0, None, None).enter(Entrance::Draw(0.7)).delay(0.15));
        }
        Some(Self { plot, x_axis, names, y_labels, x_name })
    }

    /// Draws the axes with their labels, and gives the names that are still to be placed.
    pub(super) fn place(
        self,
        covers: &[Cover],
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) -> Vec<TextBlock> {
        draw_axes(&self.plot, composer, composition);
        place_tick_labels(self.y_labels, &self.x_axis, &self.plot, covers, composition);
        if let Some(fitted) = self.x_name {
            let x = self.plot.right - fitted.block.width;
            let y = self.plot.bottom + LABEL_GAP + self.x_axis.height + 4.0;
            composition.push(Element::text(fitted.block, x, y, TextRole::Label, Ground::World).delay(0.3));
        }
        self.names
    }
}

/// Where something will stand once two parts have come, and what was there gives way.
pub(super) struct Cover {
    pub(super) rect: Rect,
    pub(super) parts: (usize, usize),
}

/// Where values stand on the plane.
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) ticks: Ticks,
}

impl Plot {
    pub(super) fn y(&self, value: f64) -> f64 {
        let (Some(low), Some(high)) = (self.ticks.values.first(), self.ticks.values.last()) else { return self.bottom };
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }

    pub(super) fn value(&self, y: f64) -> f64 {
        let (Some(low), Some(high)) = (self.ticks.values.first(), self.ticks.values.last()) else { return 0.0 };
        low + (self.bottom - y) / (self.bottom - self.top) * (high - low)
    }
}

/// The x axis: where each category stands, and which labels there is room for.
pub(super) struct XAxis {
    /// X of each category on the plane.
    pub(super) positions: Vec<f64>,
    /// Labels with their middle, without collisions.
    pub(super) labels: Vec<(TextBlock, f64)>,
    pub(super) height: f64,
    /// The numbers at the axis' ends, where the categories are numbers.
    pub(super) range: Option<(f64, f64)>,
    pub(super) left: f64,
    pub(super) right: f64,
}

impl XAxis {
    pub(super) fn new(data: &Data<'_>, left: f64, right: f64, composer: &Composer<'_>) -> Self {
        let count = data.categories.len();
        // Curves start off the y axis and end before the arrow.
        let inset = (right - left) * 0.05;
        let (from, to) = (left + inset, right - inset);
        let numbers: Option<Vec<f64>> = data.categories.iter().map(|category| parse(category)).collect();
        let numbers = numbers.filter(|numbers| {
            let rises = numbers.windows(2).all(|pair| pair[0] < pair[1]);
            let falls = numbers.windows(2).all(|pair| pair[0] > pair[1]);
            numbers.len() >= 2 && (rises || falls)
        });
        let range = numbers.as_ref().and_then(|numbers| {
            let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
            let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (high - low).is_finite().then_some((low, high)).filter(|(low, high)| high > low)
        });
        let positions = match (&numbers, range) {
            (Some(numbers), Some((low, high))) => {
                numbers.iter().map(|number| from + (number - low) / (high - low) * (to - from)).collect()
            }
            _ if count == 1 => vec![(from + to) / 2.0],
            _ => (0..count).map(|index| from + (to - from) * index as f64 / (count - 1).max(1) as f64).collect(),
        };
        let mut axis = Self { positions, labels: Vec::new(), height: 0.0, range, left: from, right: to };
        axis.set_labels(data, composer);
        axis
    }

    /// An axis of numbers for points anywhere on it; none when the categories are not numbers.
    fn of_points(data: &Data<'_>, left: f64, right: f64, composer: &Composer<'_>) -> Option<Self> {
        let numbers: Option<Vec<f64>> = data.categories.iter().map(|category| parse(category)).collect();
        let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // Each tick needs about as much room as a label of four digits.
        let count = ((right - left) / 190.0).clamp(2.0, 8.0) as usize;
        let ticks = ticks(low, high, count);
        let (low, high) = (*ticks.values.first()?, *ticks.values.last()?);
        let x = |number: f64| left + (number - low) / (high - low) * (right - left);
        let blocks = tick_labels(&ticks, composer);
        let height = blocks.iter().map(|block| above(block) + block.height).fold(0.0, f64::max);
        let mut labels: Vec<(TextBlock, f64)> = Vec::new();
        let mut free = f64::NEG_INFINITY;
        for (block, value) in blocks.into_iter().zip(&ticks.values) {
            let half = block.width / 2.0;
            let middle = x(*value).min(composer.safe().right() - half - 2.0);
            if middle - half >= free {
                free = middle + half + 22.0;
                labels.push((block, middle));
            }
        }
        let positions = numbers.iter().map(|number| x(*number)).collect();
        Some(Self { positions, labels, height, range: Some((low, high)), left, right })
    }

    /// Labels of every category, of every second, every third … until none collide.
    fn set_labels(&mut self, data: &Data<'_>, composer: &Composer<'_>) {
        let count = data.categories.len();
        let slot = (self.right - self.left) / count.saturating_sub(1).max(1) as f64;
        let set = |text: &str, width: f64| {
            let setting = Setting { line_height: 1.15, ..composer.body(TICK_SIZE, width, Align::Center) };
            composer.fit_plain(text.trim(), Face::Body, composer.palette().muted, setting, 2.4 * TICK_SIZE).block
        };
        let most_labels = if self.range.is_some() { 10 } else { 12 };
        for stride in 1..=count.max(1) {
            let shown: Vec<usize> = (0..count).step_by(stride).collect();
            // In numbers the gaps differ: measure each; else a label may take its slot and break into two lines.
            let width = if self.range.is_some() { 400.0 } else { (slot * stride as f64 - 28.0).clamp(60.0, 420.0) };
            let blocks: Vec<(TextBlock, f64)> = shown
                .iter()
                .filter_map(|index| {
                    let block = set(data.categories.get(*index)?, width);
                    // A long label at an end is moved inside.
                    let half = block.width / 2.0 + 2.0;
                    let middle = self.positions.get(*index)?.clamp(
                        composer.safe().x + half,
                        (composer.safe().right() - half).max(composer.safe().x + half),
                    );
                    Some((block, middle))
                })
                .collect();
            let mut spans: Vec<(f64, f64)> =
                blocks.iter().map(|(block, x)| (x - block.width / 2.0, x + block.width / 2.0)).collect();
            spans.sort_by(|one, two| one.0.total_cmp(&two.0));
            let apart = spans.windows(2).all(|pair| pair[0].1 + 22.0 <= pair[1].0);
            let whole = blocks.iter().all(|(block, _)| !block.breaks_word && !block.text.ends_with('…'));
            if (apart && whole && shown.len() <= most_labels) || shown.len() == 1 {
                self.height = blocks
                    .iter()
                    .map(|(block, _)| above(block) + block.height.max(block.ink.bottom()))
                    .fold(0.0, f64::max);
                self.labels = blocks;
                return;
            }
        }
    }

    /// The number at an x of the plane, where the categories are numbers.
    pub(super) fn number(&self, x: f64) -> Option<f64> {
        let (low, high) = self.range?;
        Some(low + (x - self.left) / (self.right - self.left) * (high - low))
    }
}

/// The name of a series, to stand at the end of its curve.
fn name(
    data: &Data<'_>,
    series: usize,
    color: Color,
    composition: &mut Composition,
    composer: &Composer<'_>,
) -> TextBlock {
    let text = data.series.get(series).map_or("", |series| series.name.trim());
    let size = if text.chars().count() > 14 { composer.scale().label } else { composer.scale().label * 1.25 };
    let setting = Setting { line_height: 1.1, ..composer.display(size, NAME_WIDTH, Align::Left) };
    let fitted = composer.fit_plain(text, Face::DisplaySemi, color, setting, 3.6 * composer.scale().label);
    if !fitted.fits {
        composition.overflow(Some(series), "the name of this series is too long");
    }
    fitted.block
}

fn tick_labels(ticks: &Ticks, composer: &Composer<'_>) -> Vec<TextBlock> {
    let set = |text: String| {
        let setting = Setting { line_height: 1.2, ..composer.body(TICK_SIZE, 600.0, Align::Left) };
        composer.plain(&text, Face::Body, composer.palette().muted, setting)
    };
    let long = ticks.values.iter().any(|value| full(*value, ticks.decimals).chars().count() > 7);
    ticks
        .values
        .iter()
        .map(|value| if long && ticks.decimals == 0 { set(short(*value)) } else { set(full(*value, ticks.decimals)) })
        .collect()
}

fn draw_axes(plot: &Plot, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let corner = Point::new(plot.left, plot.bottom);
    let up = Point::new(plot.left, plot.top - 22.0);
    let along = Point::new(plot.right + 22.0, plot.bottom);
    let mut vertical = segment(corner, up);
    vertical.move_to((up.x - 12.0, up.y + 16.0));
    vertical.line_to(up);
    vertical.line_to((up.x + 12.0, up.y + 16.0));
    let mut horizontal = segment(corner, along);
    horizontal.move_to((along.x - 16.0, along.y - 12.0));
    horizontal.line_to(along);
    horizontal.line_to((along.x - 16.0, along.y + 12.0));
    for axis in [vertical, horizontal] {
        composition.push(stroked(axis, Paint::Solid(palette.muted, 1.0), 4.0, None, None).enter(Entrance::Draw(0.6)));
    }
}

/// Tick labels; one that a crossing's number will cover gives way to it.
pub(super) fn place_tick_labels(
    y_labels: Vec<TextBlock>,
    axis: &XAxis,
    plot: &Plot,
    covers: &[Cover],
    composition: &mut Composition,
) {
    let vertical = y_labels.into_iter().zip(&plot.ticks.values).map(|(block, value)| {
        let (x, y) = (plot.left - LABEL_GAP - block.width, plot.y(*value) - block.height / 2.0);
        (block, x, y)
    });
    let horizontal = axis.labels.iter().map(|(block, middle)| {
        // Blocks are centered in their setting's width, so their ink tells where they stand.
        let x = middle - (block.ink.x + block.ink.width / 2.0);
        (block.clone(), x, plot.bottom + LABEL_GAP + above(block))
    });
    for (block, x, y) in vertical.chain(horizontal) {
        let rect = ink_at(&block, x, y);
        let covered = covers.iter().find(|cover| cover.rect.overlaps(&rect, 0.0));
        let Some(parts) = covered.map(|cover| cover.parts) else {
            composition.push(Element::text(block, x, y, TextRole::Label, Ground::World).delay(0.35));
            continue;
        };
        let text =
            TextContent { block: Arc::new(block), x, y, role: TextRole::Label, ground: Ground::World, glow: None };
        let live = move |moment: &crate::element::Moment<'_>| {
            let gone = moment.timeline.show(parts.0).max(moment.timeline.show(parts.1)) + DRAW_SECS + 0.4;
            if moment.scene_secs < gone { vec![Content::Text(text.clone())] } else { Vec::new() }
        };
        composition.push(Element::new(Content::Live(Arc::new(live))).delay(0.35));
    }
}

/// How far marks over the letters reach out of a block.
fn above(block: &TextBlock) -> f64 {
    (-block.ink.y).max(0.0)
}

pub(super) fn ink_at(block: &TextBlock, x: f64, y: f64) -> Rect {
    Rect::new(x + block.ink.x, y + block.ink.y, block.ink.width, block.ink.height)
}

pub(super) fn segment(from: Point, to: Point) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    path
}

pub(super) fn stroked(path: BezPath, paint: Paint, width: f64, dots: Option<f64>, glow: Option<Color>) -> Element {
    let stroke = Line { paint, width, dots, glow };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(stroke) }))
}
