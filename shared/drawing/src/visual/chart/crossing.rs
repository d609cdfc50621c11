//! Where two curves cross: light at the point, guides to the axes and the numbers there; and the shift of a curve to a new
//! crossing.

use std::sync::Arc;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape};

use super::Data;
use super::axis::{Cover, Frame, LABEL_GAP, Plot, XAxis, ink_at, segment, stroked};
use super::curve::Curve;
use super::lines::DRAW_SECS;
use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, ShapeContent, Start};
use crate::number::{Ticks, decimals_of, full, short, significant_decimals};
use crate::text::{Align, Face, Setting, TextBlock};

/// Least length of an arrow of a shift.
const ARROW: f64 = 56.0;

/// The curve that the third of three is a shift of, where the first two cross: supply or demand that has grown or shrunk.
pub(super) fn shifted(data: &Data<'_>) -> Option<usize> {
    if data.series.len() != 3 {
        return None;
    }
    let values = |series: usize| -> Option<Vec<f64>> {
        (0..data.categories.len()).map(|category| data.value(series, category)).collect()
    };
    let (one, two, new) = (values(0)?, values(1)?, values(2)?);
    let trend = |values: &[f64]| {
        let rises = values.windows(2).all(|pair| pair[0] < pair[1]);
        let falls = values.windows(2).all(|pair| pair[0] > pair[1]);
        match (rises, falls) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    };
    let (first, second, third) = (trend(&one)?, trend(&two)?, trend(&new)?);
    let old = if third == first { 0 } else { 1 };
    let from = if old == 0 { &one } else { &two };
    let gaps = || from.iter().zip(&new).map(|(old, new)| new - old);
    (first != second && (gaps().all(|gap| gap > 0.0) || gaps().all(|gap| gap < 0.0))).then_some(old)
}

/// A crossing and the parts that it comes with.
pub(super) struct Crossing {
    pub(super) point: Point,
    pub(super) parts: (usize, usize),
    marks: Marks,
}

/// Where curves cross: the two of two, and with a shift the shifted one and the one that stayed.
pub(super) fn crossings(
    curves: &[Option<Curve>],
    shift: Option<usize>,
    frame: &Frame,
    composer: &Composer<'_>,
) -> Vec<Crossing> {
    let pairs = match (curves.len(), shift) {
        (2, _) => vec![(0, 1)],
        (_, Some(old)) => vec![(0, 1), (1 - old, 2)],
        _ => Vec::new(),
    };
    let mut found: Vec<Crossing> = Vec::new();
    for (one, two) in pairs {
        let (Some(Some(first)), Some(Some(second))) = (curves.get(one), curves.get(two)) else { continue };
        let points = first.crossings(second);
        let mut marks = marks(&points, &frame.x_axis, &frame.plot, composer);
        // The numbers of two crossings may want the same place; the first was there first.
        let taken: Vec<Rect> = found.iter().flat_map(|crossing| crossing.marks.rects()).collect();
        marks.labels.retain(|(block, x, y)| !taken.iter().any(|rect| rect.overlaps(&room(block, *x, *y), 0.0)));
        for point in points {
            found.push(Crossing { point, parts: (one, two), marks: std::mem::take(&mut marks) });
        }
    }
    found
}

/// What the numbers of crossings will cover.
pub(super) fn covers(crossings: &[Crossing]) -> Vec<Cover> {
    let of = |crossing: &Crossing| {
        let parts = crossing.parts;
        crossing.marks.rects().into_iter().map(move |rect| Cover { rect, parts }).collect::<Vec<_>>()
    };
    crossings.iter().flat_map(of).collect()
}

impl Crossing {
    /// The guides, which lie under the curves.
    pub(super) fn place_guides(&self, composer: &Composer<'_>, composition: &mut Composition) {
        for guide in &self.marks.guides {
            let paint = Paint::Solid(composer.palette().result, 0.9);
            let element = stroked(guide.clone(), paint, 4.0, Some(15.0), None).start(self.start());
            composition.push(element.delay(DRAW_SECS + 0.35).enter(Entrance::Draw(0.5)));
        }
    }

    /// The light and the numbers.
    pub(super) fn place(self, composer: &Composer<'_>, composition: &mut Composition) {
        let start = self.start();
        for (block, x, y) in self.marks.labels {
            let text = Element::text(block, x, y, TextRole::Label, Ground::World).start(start);
            composition.push(text.delay(DRAW_SECS + 0.5).enter(Entrance::Fade));
        }
        draw_ping(self.point, start, composer, composition);
    }

    fn start(&self) -> Start {
        Start::Both(self.parts.0, self.parts.1)
    }
}

/// Arrows from a curve to where it has gone, once the new one has drawn itself.
pub(super) fn place_shift(old: &Curve, new: &Curve, color: Color, composition: &mut Composition) {
    let (Some(one), Some(two)) = (old.heights(), new.heights()) else { return };
    let (low, high) = (one.0.max(two.0), one.1.min(two.1));
    for part in [0.25, 0.75] {
        let y = low + (high - low) * part;
        let (Some(from), Some(to)) = (old.x_at(y), new.x_at(y)) else { continue };
        let way = (to - from).signum();
        let (from, to) = (from + way * 16.0, to - way * 16.0);
        if (to - from) * way < ARROW {
            continue;
        }
        let mut path = segment(Point::new(from, y), Point::new(to, y));
        path.move_to((to - way * 16.0, y - 13.0));
        path.line_to((to, y));
        path.line_to((to - way * 16.0, y + 13.0));
        let arrow = stroked(path, Paint::Solid(color, 1.0), 5.0, None, None).part(2);
        composition.push(arrow.delay(DRAW_SECS * 0.7).enter(Entrance::Draw(0.5)));
    }
}

/// What shows where two curves cross: guides to the axes and the numbers there.
#[derive(Default)]
struct Marks {
    guides: Vec<BezPath>,
    labels: Vec<(TextBlock, f64, f64)>,
}

impl Marks {
    fn rects(&self) -> Vec<Rect> {
        self.labels.iter().map(|(block, x, y)| room(block, *x, *y)).collect()
    }
}

/// The room that the number at a crossing needs.
fn room(block: &TextBlock, x: f64, y: f64) -> Rect {
    let ink = ink_at(block, x, y);
    Rect::new(ink.x - 14.0, ink.y - 6.0, ink.width + 28.0, ink.height + 12.0)
}

/// Room beside the y axis for the number at a crossing, where two series change places.
pub(super) fn mark_width(data: &Data<'_>, ticks: &Ticks, composer: &Composer<'_>) -> f64 {
    let gaps: Vec<f64> =
        (0..data.categories.len()).filter_map(|at| Some(data.value(0, at)? - data.value(1, at)?)).collect();
    let crosses =
        (2..=3).contains(&data.series.len()) && gaps.iter().any(|gap| *gap > 0.0) && gaps.iter().any(|gap| *gap < 0.0);
    if !crosses {
        return 0.0;
    }
    let longest = ticks.values.iter().map(|value| full(*value, ticks.decimals).chars().count()).max().unwrap_or(0);
    let setting = Setting { line_height: 1.2, ..composer.body(composer.scale().label, 600.0, Align::Left) };
    let digits = "0".repeat(longest.clamp(3, 7));
    composer.plain(&format!("≈ {digits}"), Face::BodyBold, composer.palette().result, setting).width
}

fn marks(crossings: &[Point], axis: &XAxis, plot: &Plot, composer: &Composer<'_>) -> Marks {
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

/// The point where two curves meet: light, a ring that pings every three seconds, and a bright dot.
fn draw_ping(point: Point, start: Start, composer: &Composer<'_>, composition: &mut Composition) {
    let (sun, text) = (composer.palette().result, composer.palette().text);
    let arrives = |element: Element| element.start(start).delay(DRAW_SECS);
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
