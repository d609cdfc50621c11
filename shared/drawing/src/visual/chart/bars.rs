//! Bars from a zero line, with their values on them: upright, or lying where the names of the categories are long.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point, RoundedRect, RoundedRectRadii, Shape};

use super::legend::heading_rows;
use super::{Data, TICK_SIZE, color_of, label};
use crate::Color;
use crate::composer::{Composer, Fitted};
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent};
use crate::number::{decimals_of, full, short};
use crate::text::{Align, Face, Setting, TextBlock};

/// Seconds that a bar takes to grow.
pub(super) const GROW_SECS: f64 = 0.9;

/// Space between a bar and its value.
pub(super) const VALUE_GAP: f64 = 12.0;

/// Widest bar.
pub(super) const BAR_WIDTH: f64 = 170.0;

/// Least height of a lying row: a label of the smallest size with air.
pub(super) const ROW_HEIGHT: f64 = 54.0;

pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let top = area.y + heading_rows(data, data.series.len() > 1, area, composer, composition);
    let area = Rect::new(area.x, top, area.width, area.bottom() - top);
    match Upright::new(data, area, composer) {
        Some(upright) => upright.place(data, area, composer, composition),
        None => place_lying(data, area, composer, composition),
    }
}

/// The values as they will stand on the bars.
struct Values {
    /// A block for each series and category; none where there is no value or no room.
    blocks: Vec<Vec<Option<TextBlock>>>,
    height: f64,
    width: f64,
}

impl Values {
    /// Values at most `room` wide: in full, else short, else smaller, else only the highest and lowest of each series.
    fn new(data: &Data<'_>, room: f64, composer: &Composer<'_>) -> Self {
        let decimals = decimals_of(data.values()).min(2);
        let in_full = |value: f64| {
            let shown = full(value, decimals);
            // A small value among large ones must not become a zero.
            if value != 0.0 && shown == "0" { short(value) } else { shown }
        };
        let floor = composer.scale().floor.max(34.0);
        let mut last = None;
        for size in [composer.scale().label, 40.0, floor] {
            for form in [&in_full as &dyn Fn(f64) -> String, &short] {
                let values = Self::set(data, size, form, composer);
                if values.width <= room {
                    return values;
                }
                last = Some(values);
            }
        }
        let mut values = last.unwrap_or(Self { blocks: Vec::new(), height: 0.0, width: 0.0 });
        for (series, blocks) in values.blocks.iter_mut().enumerate() {
            let (highest, lowest) = extremes(data, series);
            for (category, block) in blocks.iter_mut().enumerate() {
                if Some(category) != highest && Some(category) != lowest {
                    *block = None;
                }
            }
        }
        values
    }

    fn set(data: &Data<'_>, size: f64, form: &dyn Fn(f64) -> String, composer: &Composer<'_>) -> Self {
        let setting = Setting { line_height: 1.15, ..composer.body(size, 900.0, Align::Left) };
        let blocks: Vec<Vec<Option<TextBlock>>> = (0..data.series.len())
            .map(|series| {
                let color = if data.series.len() == 1 { composer.palette().text } else { color_of(series, composer) };
                (0..data.categories.len())
                    .map(|category| {
                        let value = data.value(series, category)?;
                        Some(composer.plain(&form(value), Face::BodyBold, color, setting))
                    })
                    .collect()
            })
            .collect();
        let all = || blocks.iter().flatten().flatten();
        let width = all().map(|block| block.width).fold(0.0, f64::max);
        let height = all().map(|block| block.height).fold(0.0, f64::max);
        Self { blocks, height, width }
    }

    fn take(&mut self, series: usize, category: usize) -> Option<TextBlock> {
        self.blocks.get_mut(series)?.get_mut(category)?.take()
    }
}

/// The categories with the highest and the lowest value of a series.
fn extremes(data: &Data<'_>, series: usize) -> (Option<usize>, Option<usize>) {
    let known = || (0..data.categories.len()).filter_map(|category| Some((category, data.value(series, category)?)));
    let highest = known().max_by(|one, two| one.1.total_cmp(&two.1)).map(|(category, _)| category);
    let lowest = known().min_by(|one, two| one.1.total_cmp(&two.1)).map(|(category, _)| category);
    (highest, lowest)
}

/// Upright bars.
struct Upright {
    slot: f64,
    bar: f64,
    names: Vec<Option<TextBlock>>,
    names_height: f64,
    values: Values,
}

impl Upright {
    /// None when the names of the categories do not stand under their bars.
    fn new(data: &Data<'_>, area: Rect, composer: &Composer<'_>) -> Option<Self> {
        let (count, series) = (data.categories.len(), data.series.len());
        let slot = (area.width / count as f64).min(BAR_WIDTH * 1.9 * series as f64 + 60.0);
        let bar = (slot * if series == 1 { 0.58 } else { 0.76 } / series as f64).min(BAR_WIDTH);
        if bar < 12.0 {
            return None;
        }
        let names = category_names(data, slot, composer)?;
        let names_height = names.iter().flatten().map(|block| block.height).fold(0.0, f64::max);
        let room = if series == 1 { slot - 16.0 } else { bar - 4.0 };
        let values = Values::new(data, room, composer);
        Some(Self { slot, bar, names, names_height, values })
    }

    fn place(mut self, data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
        let (low, high) = data.range();
        let (low, high) = (low.min(0.0), high.max(0.0));
        let mut bottom = area.bottom() - self.names_height - 20.0;
        if let Some(name) = data.x_label {
            let width = area.width.min(1_400.0);
            let fitted = label(name, composer.palette().muted, Face::Body, TICK_SIZE, width, Align::Center, composer);
            if !fitted.fits {
                composition.overflow(None, "the name of the x axis is too long");
            }
            bottom -= fitted.block.height + 8.0;
            let (x, y) = (area.x + (area.width - width) / 2.0, area.bottom() - fitted.block.height);
            composition.push(Element::text(fitted.block, x, y, TextRole::Label, Ground::World).delay(0.3));
        }
        let names_top = bottom + 20.0;
        // A zero has its value above the line, like what is positive.
        let above = if data.values().any(|value| value >= 0.0) { self.values.height + VALUE_GAP } else { 0.0 };
        let below = if low < 0.0 { self.values.height + VALUE_GAP } else { 0.0 };
        let (plot_top, plot_bottom) = (area.y + above, bottom - below);
        if plot_bottom - plot_top < 120.0 {
            composition.overflow(None, "there is no room for the bars");
            return;
        }
        let span = if high > low { high - low } else { 1.0 };
        let zero = plot_bottom - (0.0 - low) / span * (plot_bottom - plot_top);
        let breadth = self.slot * data.categories.len() as f64;
        let mut taken: Vec<Rect> = Vec::new();
        let left = area.x + (area.width - breadth) / 2.0;
        for category in 0..data.categories.len() {
            let group = self.bar * data.series.len() as f64;
            let start = left + self.slot * (category as f64 + 0.5) - group / 2.0;
            for series in 0..data.series.len() {
                let Some(value) = data.value(series, category) else { continue };
                let x = start + self.bar * series as f64;
                let gap = if data.series.len() > 1 { 4.0 } else { 0.0 };
                let length = value / span * (plot_bottom - plot_top);
                let rect = if value >= 0.0 {
                    Rect::new(x + gap, zero - length, self.bar - 2.0 * gap, length)
                } else {
                    Rect::new(x + gap, zero, self.bar - 2.0 * gap, -length)
                };
                let delay = 0.09 * category as f64;
                let from = Point::new(x, zero);
                let side = if value >= 0.0 { Side::Top } else { Side::Bottom };
                composition.push(bar_element(rect, side, from, series, delay, color_of(series, composer), composer));
                if let Some(block) = self.values.take(series, category) {
                    let middle = x + self.bar / 2.0;
                    let y = if value >= 0.0 { rect.y - VALUE_GAP - block.height } else { rect.bottom() + VALUE_GAP };
                    let (x, ink) = (middle - block.width / 2.0, block.ink);
                    let ink = Rect::new(x + ink.x - 4.0, y + ink.y, ink.width + 8.0, ink.height);
                    // Where bars are thin, a value gives way to the one beside it.
                    if !taken.iter().any(|other: &Rect| other.overlaps(&ink, 0.0)) {
                        taken.push(ink);
                        composition.push(value_element(block, middle, y, series, delay));
                    }
                }
            }
            if let Some(block) = self.names.get_mut(category).and_then(Option::take) {
                let x = left + self.slot * (category as f64 + 0.5) - (block.ink.x + block.ink.width / 2.0);
                let text = Element::text(block, x, names_top, TextRole::Label, Ground::World);
                composition.push(text.delay(0.1 + 0.04 * category as f64));
            }
        }
        let line = zero_line(Point::new(left, zero), Point::new(left + breadth, zero), composer);
        composition.push(line.enter(Entrance::Draw(0.5)));
    }
}

/// The names under the bars; those of many numbers (years) are thinned. None when words do not fit.
pub(super) fn category_names(data: &Data<'_>, slot: f64, composer: &Composer<'_>) -> Option<Vec<Option<TextBlock>>> {
    let numeric = data.categories.iter().all(|category| crate::number::parse(category).is_some());
    let floor = composer.scale().floor.max(34.0);
    for size in [composer.scale().label, 40.0, floor] {
        let set = |text: &str, width: f64| {
            let setting = Setting { line_height: 1.15, ..composer.body(size, width, Align::Center) };
            composer.plain(text.trim(), Face::Body, composer.palette().text, setting)
        };
        let blocks: Vec<TextBlock> = data.categories.iter().map(|text| set(text, slot - 20.0)).collect();
        if blocks.iter().all(|block| !block.breaks_word && block.lines.len() <= 3) {
            return Some(blocks.into_iter().map(Some).collect());
        }
        if numeric && size == floor {
            let widest = data.categories.iter().map(|text| set(text, 900.0).width).fold(1.0, f64::max);
            let stride = ((widest + 24.0) / slot).ceil().max(1.0) as usize;
            let thinned = data.categories.iter().enumerate();
            return Some(thinned.map(|(index, text)| (index % stride == 0).then(|| set(text, widest + 8.0))).collect());
        }
    }
    None
}

/// Lying bars, with the names of the categories at their left.
fn place_lying(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let count = data.categories.len();
    let mut bottom = area.bottom();
    if let Some(name) = data.x_label {
        // The categories stand at the left now; their name stands over them, under the values' name.
        let fitted = label(name, composer.palette().muted, Face::Body, TICK_SIZE, area.width, Align::Left, composer);
        bottom -= fitted.block.height + 8.0;
        let y = area.bottom() - fitted.block.height;
        composition.push(Element::text(fitted.block, area.x, y, TextRole::Label, Ground::World).delay(0.3));
    }
    let room = bottom - area.y;
    let fitting = ((room / ROW_HEIGHT).floor() as usize).max(1);
    if count > fitting {
        composition.overflow(None, format!("a chart has room for {fitting} of these {count} categories"));
    }
    let shown = count.min(fitting);
    let row = (room / shown as f64).min(150.0);
    let top = area.y + (room - row * shown as f64) / 2.0;
    let names_width = area.width * 0.36;
    let fit_names = |size: f64| -> Vec<Fitted> {
        let setting = Setting { line_height: 1.12, ..composer.body(size, names_width, Align::Right) };
        let shown = data.categories.iter().take(shown);
        shown
            .map(|text| composer.fit_plain(text.trim(), Face::Body, composer.palette().text, setting, row - 8.0))
            .collect()
    };
    // All in the size of the one that needs the smallest.
    let first = fit_names(composer.scale().sublabel);
    let size = first.iter().map(|fitted| fitted.block.size).fold(composer.scale().sublabel, f64::min);
    let names: Vec<TextBlock> = fit_names(size)
        .into_iter()
        .map(|fitted| {
            if !fitted.fits {
                composition.overflow(None, "the name of a category is too long");
            }
            fitted.block
        })
        .collect();
    // Side bearings are not ink.
    let widest = names.iter().map(|block| block.ink.width).fold(0.0, f64::max) + 8.0;
    let mut values = Values::new(data, area.width * 0.3, composer);
    let (low, high) = data.range();
    let (low, high) = (low.min(0.0), high.max(0.0));
    let left = area.x + widest + 28.0 + if low < 0.0 { values.width + VALUE_GAP } else { 0.0 };
    let right = area.right() - values.width - VALUE_GAP;
    let span = if high > low { high - low } else { 1.0 };
    let zero = left + (0.0 - low) / span * (right - left);
    let bar = (row * 0.62 / data.series.len() as f64).min(72.0);
    for (category, name) in names.into_iter().enumerate() {
        let middle = top + row * (category as f64 + 0.5);
        let start = middle - bar * data.series.len() as f64 / 2.0;
        for series in 0..data.series.len() {
            let Some(value) = data.value(series, category) else { continue };
            let y = start + bar * series as f64;
            let length = value.abs() / span * (right - left);
            let gap = if data.series.len() > 1 { 2.0 } else { 0.0 };
            let (x, side) = if value >= 0.0 { (zero, Side::Right) } else { (zero - length, Side::Left) };
            let rect = Rect::new(x, y + gap, length, bar - 2.0 * gap);
            let delay = 0.09 * category as f64;
            composition.push(bar_element(
                rect,
                side,
                Point::new(zero, y),
                series,
                delay,
                color_of(series, composer),
                composer,
            ));
            // Values of grouped bars need bars as high as themselves.
            let Some(block) =
                values.take(series, category).filter(|block| block.ink.height <= bar || data.series.len() == 1)
            else {
                continue;
            };
            let x = if value >= 0.0 { rect.right() + VALUE_GAP } else { rect.x - VALUE_GAP - block.width };
            let middle = x + block.width / 2.0;
            let y = rect.y + rect.height / 2.0 - (block.ink.y + block.ink.height / 2.0);
            composition.push(value_element(block, middle, y, series, delay));
        }
        let x = area.x + widest - names_width;
        let y = middle - (name.ink.y + name.ink.height / 2.0);
        let text = Element::text(name, x, y, TextRole::Label, Ground::World);
        composition.push(text.delay(0.1 + 0.04 * category as f64));
    }
    let line = zero_line(Point::new(zero, top), Point::new(zero, top + row * shown as f64), composer);
    composition.push(line.enter(Entrance::Draw(0.5)));
}

/// The end of a bar that is away from the zero line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

fn bar_element(
    rect: Rect,
    side: Side,
    from: Point,
    series: usize,
    delay: f64,
    color: Color,
    composer: &Composer<'_>,
) -> Element {
    let upright = matches!(side, Side::Top | Side::Bottom);
    // A value of zero, or one too small to see, still has a bar of two pixels.
    let rect = if upright && rect.height < 2.0 {
        Rect { height: 2.0, ..rect }
    } else if !upright && rect.width < 2.0 {
        Rect { width: 2.0, ..rect }
    } else {
        rect
    };
    let (length, breadth) = if upright { (rect.height, rect.width) } else { (rect.width, rect.height) };
    let radius = (breadth * 0.16).min(18.0).min(length / 2.0);
    let radii = match side {
        Side::Top => RoundedRectRadii::new(radius, radius, 0.0, 0.0),
        Side::Bottom => RoundedRectRadii::new(0.0, 0.0, radius, radius),
        Side::Left => RoundedRectRadii::new(radius, 0.0, 0.0, radius),
        Side::Right => RoundedRectRadii::new(0.0, radius, radius, 0.0),
    };
    let path = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), radii).to_path(0.1);
    let (near, far) = match side {
        Side::Top => (Point::new(rect.x, rect.bottom()), Point::new(rect.x, rect.y)),
        Side::Bottom => (Point::new(rect.x, rect.y), Point::new(rect.x, rect.bottom())),
        Side::Left => (Point::new(rect.right(), rect.y), Point::new(rect.x, rect.y)),
        Side::Right => (Point::new(rect.x, rect.y), Point::new(rect.right(), rect.y)),
    };
    let root = color.mix(composer.palette().ground_low, 0.5);
    let paint = Paint::Linear { from: near, to: far, stops: vec![(0.0, root, 1.0), (1.0, color, 1.0)] };
    let shape = ShapeContent { path, fill: Some(paint), stroke: None };
    let grow = Entrance::Grow { from, x: !upright, y: upright, secs: GROW_SECS };
    Element::new(Content::Shape(shape)).part(series).delay(delay).enter(grow).respond(Response::Dims)
}

fn value_element(block: TextBlock, middle: f64, y: f64, series: usize, delay: f64) -> Element {
    let x = middle - block.width / 2.0;
    let text = Element::text(block, x, y, TextRole::Label, Ground::World).part(series);
    text.delay(delay + GROW_SECS * 0.5).enter(Entrance::Fade).respond(Response::Dims)
}

pub(super) fn zero_line(from: Point, to: Point, composer: &Composer<'_>) -> Element {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    let stroke = Line { paint: Paint::Solid(composer.palette().muted, 1.0), width: 4.0, dots: None, glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(stroke) }))
}
