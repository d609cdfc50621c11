//! The line of time with its ticks, its break, its marks and what leads from them to their labels.

use vello_cpu::kurbo::{BezPath, Circle, Point, Shape as _, Vec2};

use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Line, Paint, Response, ShapeContent, Start,
};
use crate::visual::span::Span;

/// Radius of the mark of an event.
const MARK: f64 = 15.0;

/// The line of time: thin for what is to come, solid up to where the voice is, with ticks at round dates and a break where time is
/// left out.
pub(super) fn axis(
    count: usize,
    span: &Span,
    on: impl Fn(usize) -> Point,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let palette = composer.palette();
    let (first, last) = (on(0), on(count - 1));
    let along = |at: f64| first.lerp(last, at);
    let side = (last - first).hypot().max(1.0);
    let normal = Vec2::new(-(last - first).y, (last - first).x) / side;
    let stroke = |path: BezPath, color, opacity, width, glow| {
        let line = Line { paint: Paint::Solid(color, opacity), width, dots: None, glow };
        Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) }))
    };
    let segment = |from: Point, to: Point| {
        let mut path = BezPath::new();
        path.move_to(from);
        path.line_to(to);
        path
    };
    if count > 1 {
        composition.push(stroke(segment(first, last), palette.dim, 0.9, 4.0, None).enter(Entrance::Draw(0.9)));
        let mut ticks = BezPath::new();
        for at in span.ticks() {
            let foot = along(at);
            ticks.move_to(foot - normal * 9.0);
            ticks.line_to(foot + normal * 9.0);
        }
        if !ticks.elements().is_empty() {
            composition.push(stroke(ticks, palette.dim, 0.9, 3.0, None).delay(0.4));
        }
    }
    for part in 1..count {
        let (from, to) = (on(part - 1), on(part));
        if from.distance(to) > 1.0 {
            composition.push(
                stroke(segment(from, to), palette.flow, 1.0, 8.0, Some(palette.flow))
                    .part(part)
                    .start(Start::Reached(part))
                    .enter(Entrance::Draw(0.6))
                    .respond(Response::Recedes),
            );
        }
    }
    if let Some(at) = span.broken() {
        // Two slanted strokes over a piece of the line that is left out.
        let middle = along(at);
        let way = (last - first) / side;
        let hole = ShapeContent {
            path: Circle::new(middle, 20.0).to_path(0.1),
            fill: Some(Paint::Radial {
                center: middle,
                radius: 20.0,
                stops: vec![(0.0, palette.ground, 1.0), (0.6, palette.ground, 1.0), (1.0, palette.ground, 0.0)],
            }),
            stroke: None,
        };
        composition.push(Element::new(Content::Shape(hole)));
        let mut path = BezPath::new();
        for shift in [-8.0, 8.0] {
            path.move_to(middle + way * (shift - 7.0) + normal * 22.0);
            path.line_to(middle + way * (shift + 7.0) - normal * 22.0);
        }
        composition.push(stroke(path, palette.muted, 0.9, 4.0, None).delay(0.3));
    }
}

/// The mark of an event on the line: a ring to come, a disc once it is told, light around it while it is in focus.
pub(super) fn mark(center: Point, part: usize, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let shape = |radius: f64, fill, stroke| {
        Element::new(Content::Shape(ShapeContent { path: Circle::new(center, radius).to_path(0.05), fill, stroke }))
    };
    let line = |color, width, glow| Some(Line { paint: Paint::Solid(color, 1.0), width, dots: None, glow });
    composition.push(shape(MARK * 0.7, Some(Paint::Solid(palette.board, 1.0)), line(palette.dim, 4.0, None)));
    let light = GlowContent { center, radius: MARK * 5.0, color: palette.flow, strength: 0.6 };
    composition.push(Element::new(Content::Glow(light)).part(part).respond(Response::Lights));
    composition.push(
        shape(MARK, Some(Paint::Solid(palette.flow, 1.0)), None)
            .part(part)
            .start(Start::Reached(part))
            .delay(0.3)
            .enter(Entrance::Pop),
    );
    composition.push(
        shape(MARK * 1.5, None, line(palette.text, 4.0, Some(palette.flow))).part(part).respond(Response::Lights),
    );
}

/// The line from an event's mark to its label.
pub(super) fn leading(from: Point, to: Point, is_down: bool, part: usize, composer: &Composer<'_>) -> Element {
    let mut path = BezPath::new();
    path.move_to(from);
    let (one, two) = if is_down {
        let middle = f64::midpoint(from.x, to.x);
        (Point::new(middle, from.y), Point::new(middle, to.y))
    } else {
        let middle = f64::midpoint(from.y, to.y);
        (Point::new(from.x, middle), Point::new(to.x, middle))
    };
    path.curve_to(one, two, to);
    let line = Line { paint: Paint::Solid(composer.palette().line, 1.0), width: 3.0, dots: None, glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) }))
        .part(part)
        .enter(Entrance::Draw(0.35))
        .respond(Response::Dims)
}
