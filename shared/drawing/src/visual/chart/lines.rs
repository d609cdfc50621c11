//! Curves over an axis, each named at the end of its stroke.

use std::sync::Arc;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape};

use super::curve::Curve;
use super::{BOTTOM, Data, TICK_SIZE, color_of, label};
use crate::Color;
use crate::composer::Composer;
use crate::easing::cubic_bezier;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, Response, ShapeContent, Start,
    TextContent,
};
use crate::number::{Ticks, decimals_of, full, parse, short, significant_decimals, ticks};
use crate::text::{Align, Face, Setting, TextBlock};

/// Seconds that a curve takes to draw itself.
const DRAW_SECS: f64 = 1.0;

/// Space between an axis and its labels.
const LABEL_GAP: f64 = 22.0;

/// Widest name at the end of a curve.
const NAME_WIDTH: f64 = 380.0;

pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let mut top = area.y;
    if let Some(name) = data.y_label {
        let fitted = label(name, composer.palette().muted, Face::Body, TICK_SIZE, 900.0, Align::Left, composer);
        if !fitted.fits {
            composition.overflow(None, "the name of the y axis is too long");
        }
        let height = fitted.block.height;
        composition.push(Element::text(fitted.block, area.x, top, TextRole::Label, Ground::World).delay(0.2));
        top += height + 8.0;
    }
    let names: Vec<TextBlock> =
        (0..data.series.len()).map(|series| name(data, series, composition, composer)).collect();
    let names_width = names.iter().map(|block| block.width).fold(0.0, f64::max);
    let (low, high) = data.range();
    let y_ticks = ticks(low, high, 5);
    let y_labels = tick_labels(&y_ticks, composer);
    let ticks_width = y_labels.iter().map(|block| block.width).fold(0.0, f64::max);

    let left = area.x + ticks_width.max(mark_width(data, &y_ticks, composer)) + LABEL_GAP;
    let right = composer.safe().right() - if names_width > 0.0 { names_width + 36.0 } else { 24.0 };
    let x_axis = XAxis::new(data, left, right, composer);
    let mut below = x_axis.height + LABEL_GAP;
    let x_name = data
        .x_label
        .map(|name| label(name, composer.palette().muted, Face::Body, TICK_SIZE, 900.0, Align::Left, composer));
    if let Some(fitted) = &x_name {
        if !fitted.fits {
            composition.overflow(None, "the name of the x axis is too long");
        }
        below += fitted.block.height + 4.0;
    }
    let bottom = BOTTOM - below;
    let plot = Plot { left, right, top: top + 34.0, bottom, ticks: y_ticks };
    if plot.bottom - plot.top < 200.0 || plot.right - plot.left < 400.0 {
        composition.overflow(None, "there is no room for the curves beside their labels");
        return;
    }
    let grid = composer.palette().line;
    for value in plot.ticks.values.iter().skip(1) {
        let y = plot.y(*value);
        let line = segment(Point::new(plot.left, y), Point::new(plot.right, y));
        composition
            .push(stroked(line, Paint::Solid(grid, 0.16), 2.0, None, None).enter(Entrance::Draw(0.7)).delay(0.15));
    }

    let curves: Vec<Option<Curve>> = (0..data.series.len()).map(|series| curve(data, series, &x_axis, &plot)).collect();
    let crossings = match &curves[..] {
        [Some(one), Some(two)] => one.crossings(two),
        _ => Vec::new(),
    };
    let marks = crossings_marks(&crossings, &x_axis, &plot, composer);
    draw_axes(&plot, composer, composition);
    place_tick_labels(y_labels, &x_axis, &plot, &marks, composition);
    if let Some(fitted) = x_name {
        let x = plot.right - fitted.block.width;
        let y = plot.bottom + LABEL_GAP + x_axis.height + 4.0;
        composition.push(Element::text(fitted.block, x, y, TextRole::Label, Ground::World).delay(0.3));
    }
    for guide in &marks.guides {
        let paint = Paint::Solid(composer.palette().result, 0.9);
        let element = stroked(guide.clone(), paint, 4.0, Some(15.0), None);
        composition.push(element.start(Start::Both(0, 1)).delay(DRAW_SECS + 0.35).enter(Entrance::Draw(0.5)));
    }
    draw_curves(&curves, data, &x_axis, &plot, composer, composition);
    place_names(names, &curves, &plot, composition);
    for (block, x, y) in marks.labels {
        let text = Element::text(block, x, y, TextRole::Label, Ground::World).start(Start::Both(0, 1));
        composition.push(text.delay(DRAW_SECS + 0.5).enter(Entrance::Fade));
    }
    for point in crossings {
        draw_ping(point, composer, composition);
    }
}

/// Where values stand on the plane.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    ticks: Ticks,
}

impl Plot {
    fn y(&self, value: f64) -> f64 {
        let (Some(low), Some(high)) = (self.ticks.values.first(), self.ticks.values.last()) else { return self.bottom };
        self.bottom - (value - low) / (high - low) * (self.bottom - self.top)
    }

    fn value(&self, y: f64) -> f64 {
        let (Some(low), Some(high)) = (self.ticks.values.first(), self.ticks.values.last()) else { return 0.0 };
        low + (self.bottom - y) / (self.bottom - self.top) * (high - low)
    }
}

/// The x axis: where each category stands, and which labels there is room for.
struct XAxis {
    /// X of each category on the plane.
    positions: Vec<f64>,
    /// Labels with their middle, without collisions.
    labels: Vec<(TextBlock, f64)>,
    height: f64,
    /// The numbers at the axis' ends, where the categories are numbers.
    range: Option<(f64, f64)>,
    left: f64,
    right: f64,
}

impl XAxis {
    fn new(data: &Data<'_>, left: f64, right: f64, composer: &Composer<'_>) -> Self {
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
    fn number(&self, x: f64) -> Option<f64> {
        let (low, high) = self.range?;
        Some(low + (x - self.left) / (self.right - self.left) * (high - low))
    }
}

/// The name of a series, to stand at the end of its curve.
fn name(data: &Data<'_>, series: usize, composition: &mut Composition, composer: &Composer<'_>) -> TextBlock {
    let text = data.series.get(series).map_or("", |series| series.name.trim());
    let size = if text.chars().count() > 14 { composer.scale().label } else { composer.scale().label * 1.25 };
    let setting = Setting { line_height: 1.1, ..composer.display(size, NAME_WIDTH, Align::Left) };
    let fitted =
        composer.fit_plain(text, Face::DisplaySemi, color_of(series, composer), setting, 3.6 * composer.scale().label);
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

fn curve(data: &Data<'_>, series: usize, axis: &XAxis, plot: &Plot) -> Option<Curve> {
    let mut points: Vec<Point> = (0..data.categories.len())
        .filter_map(|category| Some(Point::new(*axis.positions.get(category)?, plot.y(data.value(series, category)?))))
        .collect();
    points.sort_by(|one, two| one.x.total_cmp(&two.x));
    (!points.is_empty()).then(|| Curve::new(points))
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

fn draw_curves(
    curves: &[Option<Curve>],
    data: &Data<'_>,
    axis: &XAxis,
    plot: &Plot,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let few = data.categories.len() <= 9;
    for (series, curve) in curves.iter().enumerate() {
        let Some(curve) = curve else { continue };
        let color = color_of(series, composer);
        let element = stroked(curve.path(), Paint::Solid(color, 1.0), 9.0, None, Some(color));
        composition.push(element.part(series).enter(Entrance::Draw(DRAW_SECS)).respond(Response::Dims));
        for (category, x) in axis.positions.iter().enumerate().filter(|_| few) {
            let Some(value) = data.value(series, category) else { continue };
            let along = (x - axis.left) / (axis.right - axis.left).max(1.0);
            let dot = Circle::new((*x, plot.y(value)), 10.0).to_path(0.1);
            let shape = ShapeContent { path: dot, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
            // The curve is slow at both ends; each dot waits for it.
            let delay = DRAW_SECS * moment_of(along, composer.style().motion.move_curve);
            let dot = Element::new(Content::Shape(shape)).part(series).delay(delay).enter(Entrance::Pop);
            composition.push(dot.respond(Response::Dims));
        }
    }
}

/// Names stand beside the ends of their curves, moved apart where they would meet.
fn place_names(names: Vec<TextBlock>, curves: &[Option<Curve>], plot: &Plot, composition: &mut Composition) {
    let ends: Vec<Option<Point>> = curves.iter().map(|curve| curve.as_ref().and_then(Curve::end)).collect();
    let mut placed: Vec<(usize, f64, f64)> = names
        .iter()
        .enumerate()
        .filter_map(|(series, block)| {
            let end = (*ends.get(series)?)?;
            Some((series, end.y - block.height / 2.0, block.height))
        })
        .collect();
    placed.sort_by(|one, two| one.1.total_cmp(&two.1));
    let gap = 6.0;
    let (top, bottom) = (plot.top - 40.0, plot.bottom - 10.0);
    let total = placed.iter().map(|(_, _, height)| height + gap).sum::<f64>();
    if total > bottom - top {
        composition.overflow(None, "the names of the series do not fit beside the curves");
    }
    let mut free = top;
    for (_, y, height) in &mut placed {
        *y = y.max(free);
        free = *y + *height + gap;
    }
    let mut limit = bottom;
    for (_, y, height) in placed.iter_mut().rev() {
        *y = y.min(limit - *height);
        limit = *y - gap;
    }
    let mut blocks: Vec<Option<TextBlock>> = names.into_iter().map(Some).collect();
    for (series, y, _) in placed {
        let Some(block) = blocks.get_mut(series).and_then(Option::take) else { continue };
        let x = plot.right + 34.0;
        let text = Element::text(block, x, y, TextRole::Label, Ground::World).part(series);
        composition.push(text.delay(DRAW_SECS * 0.9).enter(Entrance::Fade).respond(Response::Dims));
    }
}

/// What shows where two curves cross: guides to the axes and the numbers there.
#[derive(Default)]
struct Marks {
    guides: Vec<BezPath>,
    labels: Vec<(TextBlock, f64, f64)>,
}

/// Room beside the y axis for the number at a crossing, where two series change places.
fn mark_width(data: &Data<'_>, ticks: &Ticks, composer: &Composer<'_>) -> f64 {
    let gaps: Vec<f64> =
        (0..data.categories.len()).filter_map(|at| Some(data.value(0, at)? - data.value(1, at)?)).collect();
    let crosses = data.series.len() == 2 && gaps.iter().any(|gap| *gap > 0.0) && gaps.iter().any(|gap| *gap < 0.0);
    if !crosses {
        return 0.0;
    }
    let longest = ticks.values.iter().map(|value| full(*value, ticks.decimals).chars().count()).max().unwrap_or(0);
    let setting = Setting { line_height: 1.2, ..composer.body(composer.scale().label, 600.0, Align::Left) };
    let digits = "0".repeat(longest.clamp(3, 7));
    composer.plain(&format!("≈ {digits}"), Face::BodyBold, composer.palette().result, setting).width
}

fn crossings_marks(crossings: &[Point], axis: &XAxis, plot: &Plot, composer: &Composer<'_>) -> Marks {
    let mut marks = Marks::default();
    // Two crossings would need four numbers on the axes; the pings alone tell it then.
    let [point] = crossings else { return marks };
    let sun = composer.palette().result;
    let set = |text: String| {
        let setting = Setting { line_height: 1.2, ..composer.body(composer.scale().label, 600.0, Align::Left) };
        composer.plain(&text, Face::BodyBold, sun, setting)
    };
    let rounded = |value: f64| {
        let decimals = significant_decimals(value, 3).min(4);
        let text = full(value, decimals);
        if decimals_of(std::iter::once(value)) <= decimals { text } else { format!("≈ {text}") }
    };
    let vertical = rounded(plot.value(point.y));
    let block = set(if vertical.chars().count() > 7 { short(plot.value(point.y)) } else { vertical });
    let x = plot.left - LABEL_GAP - block.width;
    if x >= composer.safe().x {
        let y = point.y - block.height / 2.0;
        marks.guides.push(segment(*point, Point::new(plot.left, point.y)));
        marks.labels.push((block, x, y));
    }
    if let Some(number) = axis.number(point.x) {
        let block = set(rounded(number));
        let x = point.x - block.width / 2.0;
        marks.guides.push(segment(*point, Point::new(point.x, plot.bottom)));
        marks.labels.push((block, x, plot.bottom + LABEL_GAP - 4.0));
    }
    marks
}

/// Tick labels; one that a crossing's number will cover gives way to it.
fn place_tick_labels(
    y_labels: Vec<TextBlock>,
    axis: &XAxis,
    plot: &Plot,
    marks: &Marks,
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
        let covered = marks.labels.iter().any(|(mark, x, y)| {
            let mark = ink_at(mark, *x, *y);
            Rect::new(mark.x - 14.0, mark.y - 6.0, mark.width + 28.0, mark.height + 12.0).overlaps(&rect, 0.0)
        });
        if !covered {
            composition.push(Element::text(block, x, y, TextRole::Label, Ground::World).delay(0.35));
            continue;
        }
        let text =
            TextContent { block: Arc::new(block), x, y, role: TextRole::Label, ground: Ground::World, glow: None };
        let live = move |moment: &crate::element::Moment<'_>| {
            let gone = moment.timeline.show(0).max(moment.timeline.show(1)) + DRAW_SECS + 0.4;
            if moment.scene_secs < gone { vec![Content::Text(text.clone())] } else { Vec::new() }
        };
        composition.push(Element::new(Content::Live(Arc::new(live))).delay(0.35));
    }
}

/// How far marks over the letters reach out of a block.
fn above(block: &TextBlock) -> f64 {
    (-block.ink.y).max(0.0)
}

/// The time, as a fraction, at which an eased motion has come that far.
fn moment_of(along: f64, curve: [f64; 4]) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if cubic_bezier(curve, middle) < along { low = middle } else { high = middle }
    }
    high
}

fn ink_at(block: &TextBlock, x: f64, y: f64) -> Rect {
    Rect::new(x + block.ink.x, y + block.ink.y, block.ink.width, block.ink.height)
}

/// The point where two curves meet: light, a ring that pings every three seconds, and a bright dot.
fn draw_ping(point: Point, composer: &Composer<'_>, composition: &mut Composition) {
    let (sun, text) = (composer.palette().result, composer.palette().text);
    let arrives = |element: Element| element.start(Start::Both(0, 1)).delay(DRAW_SECS);
    let glow = GlowContent { center: point, radius: 190.0, color: sun, strength: 0.5 };
    composition.push(arrives(Element::new(Content::Glow(glow))).enter(Entrance::Fade));
    let ring = move |moment: &crate::element::Moment<'_>| {
        let phase = (moment.secs / 3.0).fract();
        let radius = 34.0 + 46.0 * crate::easing::sine((phase * 2.0).min(1.0));
        let alpha = 0.8 * (1.0 - (phase * 2.0).min(1.0));
        vec![ring_of(point, 38.0, sun, 0.55), ring_of(point, radius, sun, alpha)]
    };
    composition.push(arrives(Element::new(Content::Live(Arc::new(ring)))).enter(Entrance::Fade));
    for (radius, color) in [(23.0, sun), (16.0, text)] {
        let shape = ShapeContent {
            path: Circle::new(point, radius).to_path(0.1),
            fill: Some(Paint::Solid(color, 1.0)),
            stroke: None,
        };
        composition.push(arrives(Element::new(Content::Shape(shape))).enter(Entrance::Pop));
    }
}

fn ring_of(center: Point, radius: f64, color: Color, alpha: f64) -> Content {
    let stroke = Line { paint: Paint::Solid(color, alpha), width: 3.0, dots: None, glow: None };
    Content::Shape(ShapeContent { path: Circle::new(center, radius).to_path(0.1), fill: None, stroke: Some(stroke) })
}

fn segment(from: Point, to: Point) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    path
}

fn stroked(path: BezPath, paint: Paint, width: f64, dots: Option<f64>, glow: Option<Color>) -> Element {
    let stroke = Line { paint, width, dots, glow };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(stroke) }))
}
