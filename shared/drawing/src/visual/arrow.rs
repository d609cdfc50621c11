//! Arrows that are dotted while they are to come and draw themselves when the voice comes to where they lead.

use lectern_lesson::Rect;
use vello_cpu::kurbo::{BezPath, ParamCurve, Point, QuadBez, Vec2};

use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Line, Paint, Response, ShapeContent, Start};

/// Seconds that a shaft takes to draw itself.
const SHAFT_SECS: f64 = 0.55;

/// Length of the two strokes of a head.
const HEAD: f64 = 26.0;

/// Shafts shorter than this are left out: they would be all head.
const SHORTEST: f64 = 30.0;

/// What an arrow keeps clear of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep {
    Disc(Point, f64),
    Box(Rect),
}

impl Keep {
    /// Whether a point lies in it.
    pub(super) fn holds(&self, point: Point) -> bool {
        match self {
            Self::Disc(center, radius) => point.distance(*center) < *radius,
            Self::Box(rect) => (rect.x..rect.right()).contains(&point.x) && (rect.y..rect.bottom()).contains(&point.y),
        }
    }

    /// The same with a margin around it.
    pub(super) fn wider(self, margin: f64) -> Self {
        match self {
            Self::Disc(center, radius) => Self::Disc(center, radius + margin),
            Self::Box(rect) => Self::Box(Rect::new(
                rect.x - margin,
                rect.y - margin,
                rect.width + 2.0 * margin,
                rect.height + 2.0 * margin,
            )),
        }
    }
}

/// The part of a way from one thing to another that is outside of both, as a line of points.
pub(super) fn between(way: impl Fn(f64) -> Point, from: &[Keep], to: &[Keep]) -> Vec<Point> {
    const STEPS: u32 = 80;
    let points: Vec<Point> = (0..=STEPS).map(|step| way(f64::from(step) / f64::from(STEPS))).collect();
    let inside = |list: &[Keep], point: &Point| list.iter().any(|keep| keep.holds(*point));
    let first = points.iter().rposition(|point| inside(from, point)).map_or(0, |at| at + 1);
    let last = points.iter().position(|point| inside(to, point)).unwrap_or(points.len());
    points.get(first..last).map(<[Point]>::to_vec).unwrap_or_default()
}

/// A curve between two points that bends to its left by a part of its length.
pub(super) fn bent(from: Point, to: Point, bend: f64) -> impl Fn(f64) -> Point {
    let across = to - from;
    let control = from.midpoint(to) + Vec2::new(across.y, -across.x) * bend;
    let curve = QuadBez::new(from, control, to);
    move |along| curve.eval(along)
}

/// An S-shaped curve that leaves and arrives along an axis.
pub(super) fn swung(from: Point, to: Point, is_sideways: bool) -> impl Fn(f64) -> Point {
    let half = (to - from) * 0.5;
    let lean = if is_sideways { Vec2::new(half.x, 0.0) } else { Vec2::new(0.0, half.y) };
    let curve = vello_cpu::kurbo::CubicBez::new(from, from + lean, to - lean, to);
    move |along| curve.eval(along)
}

/// How long a line of points is.
pub(super) fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
}

/// A dotted arrow along points that is there from the start: what is to come.
pub(super) fn foretold(points: &[Point], composer: &Composer<'_>, composition: &mut Composition) {
    let Some((shaft, head)) = drawn(points) else { return };
    let dim = || Paint::Solid(composer.palette().dim, 0.9);
    composition.push(Element::new(stroked(shaft, Line { paint: dim(), width: 5.0, dots: Some(15.0), glow: None })));
    composition.push(Element::new(stroked(head, Line { paint: dim(), width: 4.0, dots: None, glow: None })));
}

/// An arrow along points that draws itself when the voice comes to `part`. False when it is too short to be seen.
pub(super) fn arrow(points: &[Point], part: usize, color: Color, composition: &mut Composition) -> bool {
    let Some((shaft, head)) = drawn(points) else { return false };
    let line = |glow| Line { paint: Paint::Solid(color, 1.0), width: 7.0, dots: None, glow };
    composition.push(
        Element::new(stroked(shaft, line(Some(color))))
            .part(part)
            .start(Start::Reached(part))
            .enter(Entrance::Draw(SHAFT_SECS))
            .respond(Response::Recedes),
    );
    composition.push(
        Element::new(stroked(head, line(None)))
            .part(part)
            .start(Start::Reached(part))
            .delay(SHAFT_SECS * 0.7)
            .enter(Entrance::Draw(0.22))
            .respond(Response::Recedes),
    );
    true
}

fn stroked(path: BezPath, line: Line) -> Content {
    Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) })
}

/// The shaft and the head of an arrow along points.
fn drawn(points: &[Point]) -> Option<(BezPath, BezPath)> {
    let length = length(points);
    let (start, end) = (*points.first()?, *points.last()?);
    if length < SHORTEST {
        return None;
    }
    let mut shaft = BezPath::new();
    shaft.move_to(start);
    points.iter().skip(1).for_each(|point| shaft.line_to(*point));
    // Where it points is told by its last stretch, as long as the head.
    let back = points.iter().rev().find(|point| point.distance(end) >= HEAD).unwrap_or(&start);
    let toward = (end - *back).normalize();
    let side = Vec2::new(-toward.y, toward.x);
    let reach = HEAD.min(length * 0.5);
    let mut head = BezPath::new();
    head.move_to(end - toward * reach * 0.82 + side * reach * 0.62);
    head.line_to(end);
    head.line_to(end - toward * reach * 0.82 - side * reach * 0.62);
    Some((shaft, head))
}
