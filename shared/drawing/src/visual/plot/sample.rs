//! Curves as points: as dense as they bend, broken where they have a pole.

use lectern_lesson::Rect;
use vello_cpu::kurbo::{BezPath, Point, Rect as KurboRect, Shape};

use super::frame::PlotFrame;

/// Intervals to begin with, and how often one is halved.
const INTERVALS: usize = 160;
const HALVINGS: u32 = 7;

/// Deviation from a straight line that is not seen, in design pixels.
const FLAT: f64 = 0.4;

/// A curve that jumps by more of its frame between neighbors that cannot be halved has a pole there.
const JUMP: f64 = 0.2;

/// Most places at which a function is reckoned: its time is bounded by this.
const PLACE_LIMIT: usize = 8_000;

/// The visible pieces of a function's curve.
pub(super) fn pieces(frame: &PlotFrame, function: &dyn Fn(f64) -> f64) -> Vec<Vec<Point>> {
    let rect = frame.rect();
    let mut places = 0;
    let mut at = |across: f64| {
        places += 1;
        let x = frame.x_at(across);
        let y = function(x);
        (places <= PLACE_LIMIT && y.is_finite()).then(|| frame.point((x, y)))
    };
    let mut runs: Vec<Vec<Point>> = vec![Vec::new()];
    let mut before = at(rect.x);
    let mut left = rect.x;
    if let Some(point) = before {
        runs[0].push(point);
    }
    for index in 1..=INTERVALS {
        let right = rect.x + rect.width * index as f64 / INTERVALS as f64;
        let after = at(right);
        refine(&mut at, (left, before), (right, after), HALVINGS, rect, &mut runs);
        (left, before) = (right, after);
    }
    runs.iter().flat_map(|run| clipped(run, rect)).collect()
}

/// Adds the points between two places, and the second place.
fn refine(
    at: &mut dyn FnMut(f64) -> Option<Point>,
    one: (f64, Option<Point>),
    two: (f64, Option<Point>),
    halvings: u32,
    rect: Rect,
    runs: &mut Vec<Vec<Point>>,
) {
    let begin = |runs: &mut Vec<Vec<Point>>| {
        if runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
    };
    let middle = f64::midpoint(one.0, two.0);
    match (one.1, two.1) {
        (None, None) => begin(runs),
        (Some(from), Some(to)) => {
            // Nothing of it is seen where both ends lie beyond the same edge.
            let beyond = |point: Point| if point.y < rect.y { -1 } else { i32::from(point.y > rect.bottom()) };
            let unseen = beyond(from) != 0 && beyond(from) == beyond(to);
            let between = if halvings > 0 && !unseen { Some(at(middle)) } else { None };
            match between {
                Some(Some(point)) if (point.y - f64::midpoint(from.y, to.y)).abs() > FLAT => {
                    refine(at, one, (middle, Some(point)), halvings - 1, rect, runs);
                    refine(at, (middle, Some(point)), two, halvings - 1, rect, runs);
                    return;
                }
                Some(None) => {
                    begin(runs);
                }
                _ => {}
            }
            if halvings == 0 && (to.y - from.y).abs() > rect.height * JUMP {
                begin(runs);
            }
            if let Some(run) = runs.last_mut() {
                run.push(to);
            }
        }
        _ if halvings > 0 => {
            // The edge of where the function is defined.
            let point = at(middle);
            refine(at, one, (middle, point), halvings - 1, rect, runs);
            refine(at, (middle, point), two, halvings - 1, rect, runs);
        }
        (_, Some(to)) => {
            begin(runs);
            if let Some(run) = runs.last_mut() {
                run.push(to);
            }
        }
        (Some(_), None) => begin(runs),
    }
}

/// The parts of a line inside of a rectangle.
pub(super) fn clipped(points: &[Point], rect: Rect) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    for pair in points.windows(2) {
        let [from, to] = *pair else { continue };
        let Some((low, high)) = span_inside(from, to, rect) else { continue };
        let (start, end) = (from.lerp(to, low), from.lerp(to, high));
        match pieces.last_mut() {
            Some(piece) if piece.last().is_some_and(|last| last.distance(start) < 1e-6) => piece.push(end),
            _ => pieces.push(vec![start, end]),
        }
    }
    pieces
}

/// Which part of a line lies in a rectangle (Liang and Barsky).
fn span_inside(from: Point, to: Point, rect: Rect) -> Option<(f64, f64)> {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let along = to - from;
    for (start, step, least, most) in
        [(from.x, along.x, rect.x, rect.right()), (from.y, along.y, rect.y, rect.bottom())]
    {
        if step.abs() < 1e-12 {
            if start < least - 1e-6 || start > most + 1e-6 {
                return None;
            }
            continue;
        }
        let (one, two) = ((least - start) / step, (most - start) / step);
        low = low.max(one.min(two));
        high = high.min(one.max(two));
    }
    (low < high).then_some((low, high))
}

/// A curve through points, as many short lines: Catmull and Rom's splines, kept between the heights of their ends.
pub(super) fn smoothed(points: &[Point]) -> Vec<Point> {
    const STEPS: usize = 12;
    let at = |index: isize| {
        let last = points.len() as isize - 1;
        points.get(index.clamp(0, last.max(0)) as usize).copied().unwrap_or_default()
    };
    let mut curve = vec![at(0)];
    for index in 0..points.len().saturating_sub(1) as isize {
        let (before, from, to, after) = (at(index - 1), at(index), at(index + 1), at(index + 2));
        for step in 1..=STEPS {
            let t = step as f64 / STEPS as f64;
            let (one, two) = ((to - before) / 2.0, (after - from) / 2.0);
            let (squared, cubed) = (t * t, t * t * t);
            let point = from.to_vec2() * (2.0 * cubed - 3.0 * squared + 1.0)
                + one * (cubed - 2.0 * squared + t)
                + to.to_vec2() * (3.0 * squared - 2.0 * cubed)
                + two * (cubed - squared);
            let y = point.y.clamp(from.y.min(to.y), from.y.max(to.y));
            curve.push(Point::new(point.x, y));
        }
    }
    curve
}

/// The area between a function and the horizontal axis, and a point in its middle. None when it is not in the frame.
pub(super) fn area(
    frame: &PlotFrame,
    function: &dyn Fn(f64) -> f64,
    (from, to): (f64, f64),
) -> Option<(BezPath, Point)> {
    let rect = frame.rect();
    let (left, right) = (frame.point((from, 0.0)).x.max(rect.x), frame.point((to, 0.0)).x.min(rect.right()));
    if right - left < 1.0 {
        return None;
    }
    let base = frame.base();
    let mut path = BezPath::new();
    path.move_to((left, base));
    for index in 0..=240 {
        let across = left + (right - left) * f64::from(index) / 240.0;
        let y = function(frame.x_at(across));
        let height = if y.is_finite() { frame.point((from, y)).y.clamp(rect.y, rect.bottom()) } else { base };
        path.line_to((across, height));
    }
    path.line_to((right, base));
    path.close_path();
    let bounds: KurboRect = path.bounding_box();
    (bounds.height() > 1.0).then(|| {
        let x = bounds.center().x;
        let y = function(frame.x_at(x));
        let top = if y.is_finite() { frame.point((from, y)).y.clamp(rect.y, rect.bottom()) } else { base };
        let middle = Point::new(x, f64::midpoint(top, base));
        (path, middle)
    })
}
