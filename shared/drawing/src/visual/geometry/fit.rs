//! From the coordinates of a construction, y upwards, to the plane.

use lectern_lesson::{GeometryShape, Rect};
use vello_cpu::kurbo::{Point, Rect as KurboRect};

use super::CORNER_LIMIT;
use super::labels::PlacedLabel;

/// A mapping that keeps shapes as they are: one scale for both axes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    /// What is fitted, in the construction's coordinates.
    bounds: KurboRect,
    /// Design pixels for each unit.
    pub(super) scale: f64,
    /// Where the middle of the bounds stands.
    center: Point,
    /// The room that the shapes themselves have.
    room: Rect,
}

impl Fit {
    /// Fits everything, where it moves to included, into a place. None when there is no point to draw.
    pub(super) fn new(shapes: &[GeometryShape], place: Rect) -> Option<Self> {
        let points: Vec<Point> = shapes.iter().filter(|shape| is_sound(shape)).flat_map(extent).collect();
        let (first, rest) = points.split_first()?;
        let bounds = rest.iter().fold(KurboRect::from_points(*first, *first), |all, point| all.union_pt(*point));
        let largest = bounds.width().max(bounds.height());
        // A single point, or points on one spot, stand in the middle.
        let bounds = if largest <= 0.0 { bounds.inset(1.0) } else { bounds };
        Some(Self::in_room(bounds, place))
    }

    fn in_room(bounds: KurboRect, room: Rect) -> Self {
        // Strokes need a little room of their own.
        let (width, height) = ((room.width - 24.0).max(1.0), (room.height - 24.0).max(1.0));
        let scale = (width / bounds.width().max(1e-300)).min(height / bounds.height().max(1e-300));
        let center = Point::new(room.x + room.width / 2.0, room.y + room.height / 2.0);
        Self { bounds, scale, center, room }
    }

    /// Width of the construction as a multiple of its height, at most 4.
    pub(super) fn aspect(&self) -> f64 {
        (self.bounds.width() / self.bounds.height().max(1e-300)).clamp(0.25, 4.0)
    }

    /// Where a point stands on the plane.
    pub(super) fn point(&self, at: (f64, f64)) -> Point {
        let middle = self.bounds.center();
        Point::new(self.center.x + (at.0 - middle.x) * self.scale, self.center.y - (at.1 - middle.y) * self.scale)
    }

    /// The same, smaller, so that labels that reach out of the place get their room; none when all are inside.
    pub(super) fn with_room(&self, labels: &[PlacedLabel], place: Rect) -> Option<Self> {
        let out = |reach: f64| reach.max(0.0);
        let mut sides = [0.0_f64; 4];
        for rect in labels.iter().map(PlacedLabel::rect) {
            sides[0] = sides[0].max(out(place.x - rect.x));
            sides[1] = sides[1].max(out(place.y - rect.y));
            sides[2] = sides[2].max(out(rect.right() - place.right()));
            sides[3] = sides[3].max(out(rect.bottom() - place.bottom()));
        }
        if sides.iter().all(|side| *side < 0.5) {
            return None;
        }
        let room = Rect::new(
            self.room.x + sides[0],
            self.room.y + sides[1],
            self.room.width - sides[0] - sides[2],
            self.room.height - sides[1] - sides[3],
        );
        // Never so small that the shapes are lost beside their names.
        (room.width > place.width * 0.3 && room.height > place.height * 0.3).then(|| Self::in_room(self.bounds, room))
    }
}

/// The points that a shape reaches.
fn extent(shape: &GeometryShape) -> Vec<Point> {
    match shape {
        GeometryShape::Polygon { points, moved, .. } => {
            let later = moved.iter().flat_map(|moved| &moved.points);
            points.iter().take(CORNER_LIMIT).chain(later.take(CORNER_LIMIT)).map(|point| Point::from(*point)).collect()
        }
        GeometryShape::Segment { from, to, .. } => vec![(*from).into(), (*to).into()],
        GeometryShape::Angle { at, .. } | GeometryShape::Dot { at, .. } => vec![(*at).into()],
        GeometryShape::Circle { center, radius, .. } => {
            vec![Point::new(center.0 - radius, center.1 - radius), Point::new(center.0 + radius, center.1 + radius)]
        }
    }
}

/// Whether a shape can be drawn: its numbers are finite and of a size that can be reckoned with.
pub(super) fn is_sound(shape: &GeometryShape) -> bool {
    let sound = |value: f64| value.is_finite() && value.abs() < 1e9;
    let corners = match shape {
        GeometryShape::Polygon { points, moved, .. } => {
            points.len() >= 3 && moved.as_ref().is_none_or(|moved| moved.points.len() == points.len())
        }
        GeometryShape::Circle { radius, .. } => *radius > 0.0,
        GeometryShape::Angle { at, from, to, .. } => {
            let apart = |other: &(f64, f64)| (other.0 - at.0).hypot(other.1 - at.1) > 0.0;
            apart(from) && apart(to) && [from, to].iter().all(|point| sound(point.0) && sound(point.1))
        }
        GeometryShape::Segment { .. } | GeometryShape::Dot { .. } => true,
    };
    corners && extent(shape).iter().all(|point| sound(point.x) && sound(point.y))
}
