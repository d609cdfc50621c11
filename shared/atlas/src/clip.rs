//! Cuts rings and lines at a box, and thins them.

use kurbo::{BezPath, Point, Rect};

/// A ring within a box, after Sutherland and Hodgman. Where the ring leaves the box, the result runs along its edge: to be filled,
/// not stroked.
pub(crate) fn ring_in_box(ring: &[Point], bounds: Rect) -> Vec<Point> {
    let ring = keep_side(ring, |point| point.x - bounds.x0);
    let ring = keep_side(&ring, |point| bounds.x1 - point.x);
    let ring = keep_side(&ring, |point| point.y - bounds.y0);
    keep_side(&ring, |point| bounds.y1 - point.y)
}

/// The part of a ring where `inside` is not negative; `inside` must be linear.
pub(crate) fn keep_side(ring: &[Point], inside: impl Fn(Point) -> f64) -> Vec<Point> {
    let Some(last) = ring.last() else { return Vec::new() };
    if ring.iter().all(|point| inside(*point) >= 0.0) {
        return ring.to_vec();
    }
    let mut kept = Vec::with_capacity(ring.len());
    let (mut before, mut value_before) = (*last, inside(*last));
    for &point in ring {
        let value = inside(point);
        if (value < 0.0) != (value_before < 0.0) {
            kept.push(before.lerp(point, value_before / (value_before - value)));
        }
        if value >= 0.0 {
            kept.push(point);
        }
        (before, value_before) = (point, value);
    }
    kept
}

/// Adds the parts of a line within a box to a path (Liang and Barsky).
pub(crate) fn add_line_in_box(path: &mut BezPath, line: &[Point], bounds: Rect) {
    let mut pen = None;
    for pair in line.windows(2) {
        let Some((from, to)) = segment_in_box(pair[0], pair[1], bounds) else {
            pen = None;
            continue;
        };
        if pen != Some(from) {
            path.move_to(from);
        }
        path.line_to(to);
        pen = Some(to);
    }
}

fn segment_in_box(a: Point, b: Point, bounds: Rect) -> Option<(Point, Point)> {
    let along = b - a;
    let (mut first, mut last) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-along.x, a.x - bounds.x0),
        (along.x, bounds.x1 - a.x),
        (-along.y, a.y - bounds.y0),
        (along.y, bounds.y1 - a.y),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            first = first.max(room / step);
        } else {
            last = last.min(room / step);
        }
    }
    (first <= last).then(|| {
        // The ends themselves, not a computed copy, so that one segment joins the next.
        let from = if first == 0.0 { a } else { a + along * first };
        let to = if last == 1.0 { b } else { a + along * last };
        (from, to)
    })
}

/// Which points of a line are needed to stay within `tolerance` of it (Ramer, Douglas and Peucker); the ends always, and of a closed
/// line the point farthest from its start too.
pub(crate) fn needed_points(line: &[Point], tolerance: f64) -> Vec<bool> {
    let mut needed = vec![false; line.len()];
    let Some(last) = line.len().checked_sub(1) else { return needed };
    needed[0] = true;
    needed[last] = true;
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let mut farthest = (from, 0.0);
        for index in from + 1..to {
            let distance = distance_to_segment(line[index], line[from], line[to]);
            if distance > farthest.1 {
                farthest = (index, distance);
            }
        }
        if farthest.1 > tolerance {
            needed[farthest.0] = true;
            spans.push((from, farthest.0));
            spans.push((farthest.0, to));
        }
    }
    needed
}

fn distance_to_segment(point: Point, from: Point, to: Point) -> f64 {
    let along = to - from;
    let length = along.hypot2();
    let at = if length == 0.0 { 0.0 } else { ((point - from).dot(along) / length).clamp(0.0, 1.0) };
    (point - (from + along * at)).hypot()
}

/// A line with its corners cut twice (Chaikin), its ends kept: for lines whose data is coarser than the picture.
pub(crate) fn rounded(line: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut line = line.to_vec();
    for _ in 0..2 {
        let mut next = Vec::with_capacity(line.len() * 2);
        next.extend(line.first());
        for pair in line.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            next.push((ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25));
            next.push((ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75));
        }
        next.extend(line.last());
        line = next;
    }
    line
}
