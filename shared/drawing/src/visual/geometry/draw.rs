//! The shapes of a construction as elements that draw themselves on their words.

use std::sync::Arc;

use lectern_lesson::{GeometryShape, Moved, Tint};
use vello_cpu::kurbo::{Affine, Arc as KurboArc, BezPath, Circle, Point, Shape, Vec2};

use super::fit::{Fit, is_sound};
use super::{CORNER_LIMIT, color_of};
use crate::Color;
use crate::composer::Composer;
use crate::easing::{cubic_bezier, progress};
use crate::element::{Composition, Content, Element, Entrance, Line, Moment, Paint, Response, ShapeContent};

/// Width of outlines, in design pixels.
const OUTLINE: f64 = 6.0;

/// Seconds that a polygon takes to its new place.
pub(super) const MOVE_SECS: f64 = 1.3;

/// More unit lines than these in a polygon are a grey mist.
const RULING_LIMIT: f64 = 30.0;

/// Adds the shapes from back to front.
pub(super) fn shapes(shapes: &[GeometryShape], fit: &Fit, composer: &Composer<'_>, composition: &mut Composition) {
    for (part, shape) in shapes.iter().enumerate() {
        if !is_sound(shape) {
            composition.overflow(Some(part), format!("shape {} has coordinates that cannot be drawn", part + 1));
            continue;
        }
        match shape {
            GeometryShape::Polygon { points, tint, ruled, moved, .. } => {
                let corners: Vec<Point> = points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect();
                let look = Look::new(*tint, composer);
                let unit = ruled.then_some(fit.scale);
                let drawn = polygon(&corners, unit, &look);
                match moved {
                    Some(moved) => composition.push(gliding(drawn, &corners, moved, part, fit)),
                    None => {
                        let [body, ruling] = drawn;
                        let secs = secs_for(&body.path);
                        composition.push(shape_of(body, part, secs));
                        if !ruling.path.elements().is_empty() {
                            composition.push(shape_of(ruling, part, secs).delay(secs * 0.6));
                        }
                    }
                }
            }
            GeometryShape::Segment { from, to, tint, dashed, .. } => {
                let mut path = BezPath::new();
                path.move_to(fit.point(*from));
                path.line_to(fit.point(*to));
                let color = color_of(*tint, composer);
                let line = Line {
                    paint: Paint::Solid(color, if *dashed { 0.75 } else { 1.0 }),
                    width: if *dashed { 5.0 } else { OUTLINE + 3.0 },
                    dots: dashed.then_some(17.0),
                    glow: (*tint != Tint::Plain && !dashed).then_some(color),
                };
                let secs = secs_for(&path);
                composition.push(shape_of(ShapeContent { path, fill: None, stroke: Some(line) }, part, secs));
            }
            GeometryShape::Angle { at, from, to, .. } => {
                let path = angle(fit.point(*at), fit.point(*from), fit.point(*to));
                let color = composer.palette().text;
                let line = Line { paint: Paint::Solid(color, 0.9), width: 4.0, dots: None, glow: None };
                composition.push(shape_of(ShapeContent { path, fill: None, stroke: Some(line) }, part, 0.5));
            }
            GeometryShape::Circle { center, radius, tint, .. } => {
                let path = Circle::new(fit.point(*center), radius * fit.scale).to_path(0.05);
                let look = Look::new(*tint, composer);
                let content = ShapeContent { fill: Some(look.fill(&path)), stroke: Some(look.outline()), path };
                let secs = secs_for(&content.path);
                composition.push(shape_of(content, part, secs));
            }
            GeometryShape::Dot { at, .. } => {
                let color = composer.palette().text;
                let path = Circle::new(fit.point(*at), 11.0).to_path(0.05);
                let content = ShapeContent { path, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
                composition.push(
                    Element::new(Content::Shape(content)).part(part).enter(Entrance::Pop).respond(Response::Dims),
                );
            }
        }
    }
}

fn shape_of(content: ShapeContent, part: usize, secs: f64) -> Element {
    Element::new(Content::Shape(content)).part(part).enter(Entrance::Draw(secs)).respond(Response::Dims)
}

/// Seconds for a line to draw itself: longer lines take longer, none takes long.
fn secs_for(path: &BezPath) -> f64 {
    (path.perimeter(1.0) / 1500.0).clamp(0.45, 1.2)
}

/// How a shape of a tint looks.
struct Look {
    color: Color,
    tint: Tint,
    dark: Color,
    /// Whether the style writes dark on light: there a full color would be heavy.
    on_light: bool,
}

impl Look {
    fn new(tint: Tint, composer: &Composer<'_>) -> Self {
        let palette = composer.palette();
        let sum = |color: Color| u32::from(color.red) + u32::from(color.green) + u32::from(color.blue);
        let on_light = sum(palette.text) < sum(palette.ground);
        Self { color: color_of(tint, composer), tint, dark: palette.board, on_light }
    }

    /// The result shines; what leads to it is glass.
    fn fill(&self, path: &BezPath) -> Paint {
        let bounds = path.bounding_box();
        let (strong, weak) = match self.tint {
            Tint::Result if self.on_light => (0.5, 0.38),
            Tint::Result => (0.92, 0.72),
            Tint::Plain => (0.2, 0.12),
            _ => (0.34, 0.22),
        };
        Paint::Linear {
            from: bounds.origin(),
            to: Point::new(bounds.x1, bounds.y1),
            stops: vec![(0.0, self.color, strong), (1.0, self.color, weak)],
        }
    }

    fn outline(&self) -> Line {
        let glow = (self.tint != Tint::Plain).then_some(self.color);
        Line { paint: Paint::Solid(self.color, 0.95), width: OUTLINE, dots: None, glow }
    }

    fn ruling(&self) -> Line {
        let paint = match self.tint {
            Tint::Result if !self.on_light => Paint::Solid(self.dark, 0.5),
            _ => Paint::Solid(self.color, 0.6),
        };
        Line { paint, width: 2.5, dots: None, glow: None }
    }
}

/// A polygon and its ruling, which may be empty.
fn polygon(corners: &[Point], unit: Option<f64>, look: &Look) -> [ShapeContent; 2] {
    let path = closed(corners);
    let ruling = unit.map(|unit| unit_lines(corners, unit)).unwrap_or_default();
    [
        ShapeContent { fill: Some(look.fill(&path)), stroke: Some(look.outline()), path },
        ShapeContent { path: ruling, fill: None, stroke: Some(look.ruling()) },
    ]
}

/// The closed path through corners.
pub(super) fn closed(corners: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (index, corner) in corners.iter().enumerate() {
        if index == 0 { path.move_to(*corner) } else { path.line_to(*corner) }
    }
    path.close_path();
    path
}

/// The unit lines inside a polygon, along its first side and across it.
fn unit_lines(corners: &[Point], unit: f64) -> BezPath {
    let mut lines = BezPath::new();
    let (Some(first), Some(second)) = (corners.first(), corners.get(1)) else { return lines };
    let along = *second - *first;
    if along.hypot() <= 0.0 || unit <= 0.0 {
        return lines;
    }
    let along = along / along.hypot();
    for direction in [along, Vec2::new(-along.y, along.x)] {
        let across = Vec2::new(-direction.y, direction.x);
        let steps = corners.iter().map(|corner| (*corner - *first).dot(across) / unit);
        let (low, high) =
            steps.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), step| (low.min(step), high.max(step)));
        if high - low > RULING_LIMIT {
            return BezPath::new();
        }
        // A line on the edge itself is the outline.
        let mut step = (low + 0.02).ceil();
        while step < high - 0.02 {
            let offset = step * unit;
            let mut hits: Vec<f64> = sides(corners)
                .filter_map(|(from, to)| {
                    let (one, two) = ((from - *first).dot(across) - offset, (to - *first).dot(across) - offset);
                    ((one < 0.0) != (two < 0.0)).then(|| (from.lerp(to, one / (one - two)) - *first).dot(direction))
                })
                .collect();
            hits.sort_by(f64::total_cmp);
            for pair in hits.chunks_exact(2) {
                let at = |length: f64| *first + across * offset + direction * length;
                lines.move_to(at(pair[0]));
                lines.line_to(at(pair[1]));
            }
            step += 1.0;
        }
    }
    lines
}

/// The sides of a polygon.
pub(super) fn sides(corners: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    corners.iter().copied().zip(corners.iter().copied().cycle().skip(1))
}

/// A polygon that moves when another part is shown: turned and shifted where that is all, else corner by corner.
fn gliding(drawn: [ShapeContent; 2], corners: &[Point], moved: &Moved, part: usize, fit: &Fit) -> Element {
    let goal: Vec<Point> = moved.points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect();
    let with = moved.with;
    let secs = secs_for(&drawn[0].path);
    let turn = rigid(corners, &goal);
    let start = corners.to_vec();
    let live = move |moment: &Moment<'_>| {
        let since = progress(moment.scene_secs, moment.timeline.show(with), MOVE_SECS);
        let come = cubic_bezier(moment.timeline.motion.move_curve, since);
        let shapes = drawn.iter().filter(|shape| !shape.path.elements().is_empty());
        shapes
            .map(|shape| {
                let mut shape = shape.clone();
                match &turn {
                    Some(turn) => shape.path = turn.at(come) * &shape.path,
                    // A ruling cannot follow corners that go their own ways.
                    None if shape.fill.is_none() => shape.path = BezPath::new(),
                    None => {
                        let now: Vec<Point> = start.iter().zip(&goal).map(|(from, to)| from.lerp(*to, come)).collect();
                        shape.path = closed(&now);
                    }
                }
                Content::Shape(shape)
            })
            .collect()
    };
    Element::new(Content::Live(Arc::new(live))).part(part).enter(Entrance::Draw(secs)).respond(Response::Dims)
}

/// A turn around a middle and a shift.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Turn {
    middle: Point,
    angle: f64,
    shift: Vec2,
}

impl Turn {
    fn at(&self, along: f64) -> Affine {
        Affine::translate(self.shift * along) * Affine::rotate_about(self.angle * along, self.middle)
    }
}

/// The turn and shift that bring `from` to `to`; none when the polygons are not congruent in that way.
fn rigid(from: &[Point], to: &[Point]) -> Option<Turn> {
    let (middle, goal) = (middle(from), middle(to));
    let (one, two) = (*from.first()? - middle, *to.first()? - goal);
    let mut angle = two.atan2() - one.atan2();
    if angle > std::f64::consts::PI {
        angle -= std::f64::consts::TAU;
    } else if angle <= -std::f64::consts::PI {
        angle += std::f64::consts::TAU;
    }
    let turn = Turn { middle, angle, shift: goal - middle };
    let whole = turn.at(1.0);
    from.iter().zip(to).all(|(from, to)| (whole * *from).distance(*to) < 1.0).then_some(turn)
}

/// The mean of corners.
pub(super) fn middle(corners: &[Point]) -> Point {
    let sum = corners.iter().fold(Vec2::ZERO, |sum, corner| sum + corner.to_vec2());
    (sum / corners.len().max(1) as f64).to_point()
}

/// The mark of an angle: a square for a right one, else an arc, counterclockwise as seen.
fn angle(at: Point, from: Point, to: Point) -> BezPath {
    let (one, two) = (from - at, to - at);
    let radius = angle_radius(one.hypot().min(two.hypot()));
    let (one, two) = (one / one.hypot().max(1e-9), two / two.hypot().max(1e-9));
    if one.dot(two).abs() < 0.01 {
        let side = radius * 0.72;
        let mut path = BezPath::new();
        path.move_to(at + one * side);
        path.line_to(at + (one + two) * side);
        path.line_to(at + two * side);
        return path;
    }
    // On the plane y points downward: counterclockwise is towards smaller angles.
    let (start, end) = (one.atan2(), two.atan2());
    let sweep = -(start - end).rem_euclid(std::f64::consts::TAU);
    KurboArc::new(at, (radius, radius), start, sweep, 0.0).to_path(0.1)
}

/// The radius of the mark of an angle whose shorter leg has that length.
pub(super) fn angle_radius(leg: f64) -> f64 {
    (leg * 0.35).clamp(12.0, 62.0)
}

#[cfg(test)]
mod tests {
    use vello_cpu::kurbo::ParamCurve;

    use super::*;

    fn points(list: &[(f64, f64)]) -> Vec<Point> {
        list.iter().map(|point| Point::from(*point)).collect()
    }

    #[test]
    fn a_square_of_side_four_has_three_lines_each_way() {
        for corners in [
            points(&[(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0)]),
            points(&[(0.0, 0.0), (24.0, 32.0), (-8.0, 56.0), (-32.0, 24.0)]),
        ] {
            let lines = unit_lines(&corners, 10.0);
            assert_eq!(lines.segments().count(), 6);
            let length: f64 = lines.segments().map(|line| line.start().distance(line.end())).sum();
            assert!((length - 240.0).abs() < 0.1, "{length}");
        }
    }

    #[test]
    fn a_turn_is_told_from_a_change_of_form() {
        let from = points(&[(0.0, 0.0), (30.0, 0.0), (0.0, 40.0)]);
        let turned: Vec<Point> = from.iter().map(|corner| Point::new(100.0 - corner.y, corner.x - 7.0)).collect();
        let turn = rigid(&from, &turned).expect("it is only turned");
        assert!((turn.angle - std::f64::consts::FRAC_PI_2).abs() < 1e-9);
        let mirrored: Vec<Point> = from.iter().map(|corner| Point::new(-corner.x, corner.y)).collect();
        assert_eq!(rigid(&from, &mirrored), None);
    }
}
