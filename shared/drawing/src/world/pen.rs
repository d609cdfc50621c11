//! A pen that is held by a hand: lines that swell and waver, washes that leave their outline a little, hatching.

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{BezPath, Point, Vec2};

use crate::Color;
use crate::canvas::solid;
use crate::world::random::Noise;

/// Points along a function of x, as close as a hand can draw.
pub(super) fn along(from: f64, to: f64, step: f64, height: impl Fn(f64) -> f64) -> Vec<Point> {
    let count = ((to - from).abs() / step).ceil().max(1.0) as usize;
    (0..=count)
        .map(|index| {
            let x = from + (to - from) * index as f64 / count as f64;
            Point::new(x, height(x))
        })
        .collect()
}

/// Points of an arc or ellipse, angles in radians.
pub(super) fn arc(center: Point, radii: (f64, f64), from: f64, to: f64) -> Vec<Point> {
    let count = (((to - from).abs() * radii.0.max(radii.1)) / 7.0).ceil().clamp(6.0, 400.0) as usize;
    (0..=count)
        .map(|index| {
            let turn = from + (to - from) * index as f64 / count as f64;
            Point::new(center.x + radii.0 * turn.cos(), center.y + radii.1 * turn.sin())
        })
        .collect()
}

/// Corners joined by points that lie close together.
pub(super) fn corners(points: &[(f64, f64)]) -> Vec<Point> {
    let mut dense = Vec::new();
    for pair in points.windows(2) {
        let (from, to) = (Point::from(pair[0]), Point::from(pair[1]));
        let count = (from.distance(to) / 8.0).ceil().max(1.0) as usize;
        dense.extend((0..count).map(|index| from.lerp(to, index as f64 / count as f64)));
    }
    dense.extend(points.last().map(|last| Point::from(*last)));
    dense
}

/// A closed outline through points.
pub(super) fn closed(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (index, point) in points.iter().enumerate() {
        if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
    }
    path.close_path();
    path
}

/// The direction of a line at a point of it.
fn direction(points: &[Point], index: usize) -> Vec2 {
    let before = points[index.saturating_sub(1)];
    let after = points[(index + 1).min(points.len() - 1)];
    let along = after - before;
    if along.hypot() < 1e-9 { Vec2::new(1.0, 0.0) } else { along.normalize() }
}

/// Draws a line of about `width` through points: it swells and thins, wavers sideways, and tapers at both ends.
pub(super) fn stroke(context: &mut RenderContext, points: &[Point], width: f64, seed: u32, color: Color, opacity: f64) {
    if points.len() < 2 {
        return;
    }
    let (swell, tremble, waver) = (Noise::new(seed), Noise::new(seed ^ 0x51), Noise::new(seed ^ 0xA7));
    let whole: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
    let taper = (width * 6.0).min(whole * 0.3).max(0.1);
    let (mut left, mut right, mut gone) = (Vec::new(), Vec::new(), 0.0);
    for (index, point) in points.iter().enumerate() {
        if index > 0 {
            gone += points[index - 1].distance(*point);
        }
        let slow = swell.at(gone / 90.0) * 2.0 - 1.0;
        let fast = tremble.at(gone / 13.0) * 2.0 - 1.0;
        let end = (gone.min(whole - gone) / taper).clamp(0.0, 1.0).sqrt();
        let half = width / 2.0 * (0.9 + 0.34 * slow + 0.12 * fast) * (0.12 + 0.88 * end);
        let along = direction(points, index);
        let across = Vec2::new(-along.y, along.x);
        let middle = *point + across * ((waver.at(gone / 34.0) - 0.5) * width.clamp(1.0, 2.2) * 1.1);
        left.push(middle + across * half);
        right.push(middle - across * half);
    }
    right.reverse();
    left.extend(right);
    context.set_paint(solid(color, opacity));
    context.fill_path(&closed(&left));
}

/// Fills an outline like water color: seven translucent copies, each pushed a little out of shape, two with a darker rim.
pub(super) fn wash(context: &mut RenderContext, outline: &[Point], color: Color, strength: f64, reach: f64, seed: u32) {
    if outline.len() < 3 {
        return;
    }
    for copy in 0..7_u32 {
        let (sideways, upright) = (Noise::new(seed + copy * 13), Noise::new(seed + copy * 13 + 7));
        let reach = reach * (0.25 + 0.75 * f64::from(copy) / 6.0);
        let mut gone = 0.0;
        let pushed: Vec<Point> = outline
            .iter()
            .enumerate()
            .map(|(index, point)| {
                if index > 0 {
                    gone += outline[index - 1].distance(*point);
                }
                let push =
                    |noise: &Noise| (noise.at(gone / 70.0) - 0.5 + 0.35 * (noise.at(gone / 19.0 + 90.0) - 0.5)) * reach;
                Point::new(point.x + push(&sideways), point.y + push(&upright))
            })
            .collect();
        let path = closed(&pushed);
        context.set_paint(solid(color, strength / 5.0));
        context.fill_path(&path);
        if copy % 3 == 1 {
            context.set_stroke(vello_cpu::kurbo::Stroke::new(2.0));
            context.set_paint(solid(color, strength * 0.3));
            context.stroke_path(&path);
        }
    }
}

/// Hatches an outline with lines of an angle (radians) and a distance.
#[expect(clippy::too_many_arguments, reason = "a hatching, spelled out")]
pub(super) fn hatch(
    context: &mut RenderContext,
    outline: &[Point],
    angle: f64,
    gap: f64,
    width: f64,
    seed: u32,
    color: Color,
    opacity: f64,
) {
    let (along, across) = (Vec2::new(angle.cos(), angle.sin()), Vec2::new(-angle.sin(), angle.cos()));
    let reach = |direction: Vec2| {
        let shadows = outline.iter().map(|point| point.to_vec2().dot(direction));
        shadows.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((low, high), (start, end)) = (reach(across), reach(along));
    if outline.len() < 3 || high - low > 4000.0 {
        return;
    }
    context.push_clip_path(&closed(outline));
    let jitter = Noise::new(seed);
    let mut at = low;
    let mut count = 0_u32;
    while at < high {
        count += 1;
        let shift = (jitter.at(f64::from(count) * 0.7) - 0.5) * gap * 0.7;
        let from = (across * (at + shift) + along * (start - 4.0)).to_point();
        let to = (across * (at + shift) + along * (end + 4.0)).to_point();
        stroke(context, &corners(&[(from.x, from.y), (to.x, to.y)]), width, seed.wrapping_add(count), color, opacity);
        at += gap;
    }
    context.pop_clip();
}
