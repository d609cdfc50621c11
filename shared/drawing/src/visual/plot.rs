//! Curves, points, areas and arrows on axes, all drawing themselves on their words.

mod frame;
mod function;
mod labels;
mod sample;

use lectern_lesson::{Axis, PlotItem};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape, Vec2};

use self::frame::PlotFrame;
use self::function::Function;
use self::labels::Label;
use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Line, Paint, Response, ShapeContent};
use crate::visual::furniture::heading;

/// More items cannot be told apart.
const ITEM_LIMIT: usize = 12;

/// Most points of a line that are looked at.
const POINT_LIMIT: usize = 2_000;

/// Width of curves, in design pixels.
const CURVE: f64 = 7.0;

/// Seconds that a curve takes to draw itself.
const CURVE_SECS: f64 = 1.3;

/// Curves, points and areas on axes.
pub(crate) fn compose(
    title: Option<&str>,
    x: &Axis,
    y: &Axis,
    items: &[PlotItem],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let Some(frame) = PlotFrame::new(x, y, top, composer, &mut composition) else {
        composition.overflow(None, "an axis does not go from a number to a larger one");
        return composition;
    };
    frame.draw(composer, &mut composition);
    if items.len() > ITEM_LIMIT {
        let message = format!("a plot shows at most {ITEM_LIMIT} items; there are {}", items.len());
        composition.overflow(Some(ITEM_LIMIT), message);
    }
    let palette = composer.palette();
    let colors = [palette.flow, palette.opposite, palette.result];
    let mut labels: Vec<Label> = Vec::new();
    let mut curves = 0;
    for (part, item) in items.iter().enumerate().take(ITEM_LIMIT) {
        // Each curve has a color of its own; what stands on it has the color of results.
        let curve_color = colors[curves % colors.len()];
        let drawn = match item {
            PlotItem::Function { formula, label } => {
                curves += 1;
                Function::parse(formula).map(|function| {
                    let pieces = sample::pieces(&frame, &|x| function.at(x));
                    curve(&pieces, curve_color, part, &mut composition);
                    label_of_curve(label, &pieces, curve_color, part, &mut labels);
                })
            }
            PlotItem::Line { points, label, smooth } => {
                curves += 1;
                let points: Vec<Point> = points
                    .iter()
                    .take(POINT_LIMIT)
                    .filter(|point| point.0.is_finite() && point.1.is_finite())
                    .map(|point| frame.point(*point))
                    .collect();
                (points.len() > 1).then(|| {
                    let points = if *smooth { sample::smoothed(&points) } else { points };
                    let pieces = sample::clipped(&points, frame.rect());
                    curve(&pieces, curve_color, part, &mut composition);
                    label_of_curve(label, &pieces, curve_color, part, &mut labels);
                })
            }
            PlotItem::Point { x, y, label } => frame.inside((*x, *y)).map(|at| {
                point(at, &frame, part, palette.result, &mut composition);
                labels.extend(Label::around(label, at, palette.result, part));
            }),
            PlotItem::Area { formula, from, to, label } => Function::parse(formula)
                .filter(|_| from.is_finite() && to.is_finite() && from < to)
                .and_then(|function| {
                    let (path, middle) = sample::area(&frame, &|x| function.at(x), (*from, *to))?;
                    let content = ShapeContent {
                        path,
                        fill: Some(Paint::Solid(palette.result, 0.34)),
                        stroke: Some(Line {
                            paint: Paint::Solid(palette.result, 0.5),
                            width: 3.0,
                            dots: None,
                            glow: None,
                        }),
                    };
                    let element = Element::new(Content::Shape(content)).part(part);
                    composition.push(element.enter(Entrance::Draw(0.9)).respond(Response::Dims));
                    labels.extend(Label::on(label, middle, palette.result, part));
                    Some(())
                }),
            PlotItem::Vector { from, by, label } => {
                let end = (from.0 + by.0, from.1 + by.1);
                frame.inside(*from).zip(frame.inside(end)).filter(|(from, to)| from.distance(*to) > 1.0).map(
                    |(from, to)| {
                        arrow(from, to, palette.structure, part, &mut composition);
                        labels.extend(Label::around(label, to, palette.structure, part));
                    },
                )
            }
        };
        if drawn.is_none() {
            composition.overflow(Some(part), format!("item {} cannot be drawn on these axes", part + 1));
        }
    }
    labels::draw(labels, &frame, composer, &mut composition);
    composition
}

/// The pieces of a curve, which draw themselves together.
fn curve(pieces: &[Vec<Point>], color: Color, part: usize, composition: &mut Composition) {
    let mut path = BezPath::new();
    for piece in pieces {
        for (index, point) in piece.iter().enumerate() {
            if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
        }
    }
    let line = Line { paint: Paint::Solid(color, 1.0), width: CURVE, dots: None, glow: Some(color) };
    let element = Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) })).part(part);
    composition.push(element.enter(Entrance::Draw(CURVE_SECS)).respond(Response::Dims));
}

fn label_of_curve(label: &Option<String>, pieces: &[Vec<Point>], color: Color, part: usize, labels: &mut Vec<Label>) {
    let obstacles: Vec<Point> = pieces.iter().flatten().copied().collect();
    labels.extend(Label::along(label, obstacles, color, part));
}

/// A point with dotted guides to the axes.
fn point(at: Point, frame: &PlotFrame, part: usize, color: Color, composition: &mut Composition) {
    for foot in frame.feet(at) {
        let mut path = BezPath::new();
        path.move_to(foot);
        path.line_to(at);
        let line = Line { paint: Paint::Solid(color, 0.8), width: 5.0, dots: Some(16.0), glow: None };
        let guide = Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) })).part(part);
        composition.push(guide.enter(Entrance::Draw(0.5)).delay(0.25).respond(Response::Dims));
    }
    let dot = ShapeContent {
        path: Circle::new(at, 14.0).to_path(0.05),
        fill: Some(Paint::Solid(color, 1.0)),
        stroke: Some(Line { paint: Paint::Solid(color, 1.0), width: 2.0, dots: None, glow: Some(color) }),
    };
    composition.push(Element::new(Content::Shape(dot)).part(part).enter(Entrance::Pop).respond(Response::Dims));
}

/// An arrow whose head comes when its line is there.
fn arrow(from: Point, to: Point, color: Color, part: usize, composition: &mut Composition) {
    let along = (to - from) / (to - from).hypot().max(1e-9);
    let length = from.distance(to).min(34.0);
    let across = Vec2::new(-along.y, along.x) * length * 0.42;
    let neck = to - along * length;
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(neck);
    let line = Line { paint: Paint::Solid(color, 1.0), width: CURVE, dots: None, glow: None };
    let shaft = Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) })).part(part);
    composition.push(shaft.enter(Entrance::Draw(0.6)).respond(Response::Dims));
    let mut head = BezPath::new();
    head.move_to(to);
    head.line_to(neck + across);
    head.line_to(neck - across);
    head.close_path();
    let head = ShapeContent { path: head, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
    let head = Element::new(Content::Shape(head)).part(part);
    composition.push(head.enter(Entrance::Pop).delay(0.45).respond(Response::Dims));
}
