//! Lines as a hand draws them: paths that waver a little, the same way on every frame.

use vello_cpu::kurbo::{BezPath, PathEl, Point, Vec2};

use crate::world::texture::noise;

/// Longest straight piece of a wavering path, in design pixels.
const PIECE: f64 = 9.0;

/// How far the coarse waver of a line of full strength leaves its place, in design pixels.
const REACH: f64 = 2.1;

/// How far a line of full strength leaves its place at most, in design pixels.
pub(crate) const HAND_REACH: f64 = REACH * 1.35;

/// A path as a hand would draw it. Each point moves by a field of noise over the plane, so lines that meet still meet, a
/// line that grows keeps its shape, and nothing flickers. `stroke` tells strokes over the same place apart.
///
/// Costs about a tenth of a microsecond for each design pixel of its length.
pub(crate) fn by_hand(path: &BezPath, strength: f64, stroke: u32) -> BezPath {
    let reach = REACH * strength;
    let moved = |point: Point| {
        let field = |salt: u32| {
            let seed = stroke * 97 + salt;
            noise(point.x, point.y, 46.0, seed) + 0.35 * noise(point.x, point.y, 13.0, seed + 41)
        };
        point + Vec2::new(field(3), field(17)) * reach
    };
    let mut drawn = BezPath::new();
    let (mut at, mut start) = (Point::ZERO, Point::ZERO);
    let line_to = |drawn: &mut BezPath, from: Point, to: Point| {
        let count = (from.distance(to) / PIECE).ceil().clamp(1.0, 1000.0) as usize;
        for step in 1..=count {
            drawn.line_to(moved(from.lerp(to, step as f64 / count as f64)));
        }
    };
    vello_cpu::kurbo::flatten(path.iter(), 0.25, |element| match element {
        PathEl::MoveTo(point) => {
            drawn.move_to(moved(point));
            (at, start) = (point, point);
        }
        PathEl::LineTo(point) => {
            line_to(&mut drawn, at, point);
            at = point;
        }
        PathEl::ClosePath => {
            line_to(&mut drawn, at, start);
            drawn.close_path();
            at = start;
        }
        // Flattened paths have no curves.
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    drawn
}

#[cfg(test)]
mod tests {
    use vello_cpu::kurbo::{Circle, Shape};

    use super::*;

    #[test]
    fn a_line_that_grows_keeps_its_shape_and_its_place() {
        let line = |length: f64| {
            let mut path = BezPath::new();
            path.move_to((100.0, 200.0));
            path.line_to((100.0 + length, 200.0));
            by_hand(&path, 1.0, 0)
        };
        let (short, long) = (line(180.0), line(900.0));
        for (one, two) in short.elements().iter().zip(long.elements()) {
            assert_eq!(one, two);
        }
        for element in long.elements() {
            let point = element.end_point().expect("no closing here");
            assert!((point.y - 200.0).abs() <= 1.35 * REACH, "{point:?}");
        }
    }

    #[test]
    fn closed_paths_stay_closed_and_about_as_large() {
        let circle = Circle::new((400.0, 300.0), 74.0).to_path(0.1);
        let drawn = by_hand(&circle, 1.0, 1);
        assert!(matches!(drawn.elements().last(), Some(PathEl::ClosePath)));
        let (before, after) = (circle.bounding_box(), drawn.bounding_box());
        assert!((before.width() - after.width()).abs() < 6.0 && (before.height() - after.height()).abs() < 6.0);
        assert!(after != before, "it wavers");
    }
}
