//! Chalk on a board: figures of geometry, a curve in its axes, a number line.

use vello_cpu::kurbo::{Point, Rect, RoundedRect, Shape};
use vello_cpu::peniko::Gradient;

use crate::Color;
use crate::canvas::{solid, stops};
use crate::world::backdrop::{Motif, deeper};
use crate::world::pen::{along, arc, corners, hatch, stroke};
use crate::world::random::Random;
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};

/// Draws the figures of a scene on its board. Chalk stays where it is.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    smudge(sheet, motif);
    if matches!(motif.kind, SceneryKind::Lake | SceneryKind::Mountains) {
        ledge(sheet, motif);
    }
    match motif.kind {
        SceneryKind::Lake => curve(sheet, motif),
        // Chapters of a lesson take turns.
        SceneryKind::Mountains => match motif.variant % 3 {
            0 => triangle(sheet, motif),
            1 => circle(sheet, motif),
            _ => curve(sheet, motif),
        },
        SceneryKind::Sea => circle(sheet, motif),
        SceneryKind::Hills | SceneryKind::Clouds => number_line(sheet, motif),
    }
    Vec::new()
}

/// What an eraser left of an earlier lesson: broad faint strokes.
fn smudge(sheet: &mut Sheet, motif: Motif<'_>) {
    let mut random = Random::new(motif.seed(1));
    let color = motif.backdrop.light;
    sheet.lay(Medium::Chalk, |context| {
        for index in 0..7 {
            let x = random.between(0.05, 0.8) * motif.plane.width;
            let y = random.between(0.5, 0.95) * motif.plane.height;
            let length = random.between(180.0, 420.0);
            let lean = random.between(-0.16, 0.06);
            let line = along(x, x + length, 10.0, |at| y + (at - x) * lean);
            stroke(context, &line, 64.0, 40 + index, color, 0.05);
        }
    });
}

/// The wooden ledge below the board, with pieces of chalk.
fn ledge(sheet: &mut Sheet, motif: Motif<'_>) {
    let (width, height) = (motif.plane.width, motif.plane.height);
    let wood = motif.backdrop.far;
    sheet.lay(Medium::Paint, |context| {
        let top = height - 34.0;
        for step in 0..10 {
            context.set_paint(solid(deeper(wood, 1.0), 0.05));
            context.fill_rect(&Rect::new(0.0, top - 3.0 * f64::from(step), width, top));
        }
        let fill = [(0.0, wood.mix(motif.backdrop.mark, 0.2), 1.0), (0.3, wood, 1.0), (1.0, deeper(wood, 0.5), 1.0)];
        context.set_paint(Gradient::new_linear((0.0, top), (0.0, height)).with_stops(&stops(&fill, 1.0)[..]));
        context.fill_rect(&Rect::new(0.0, top, width, height));
        let pieces =
            [(0.7, 92.0, motif.backdrop.mark), (0.76, 58.0, motif.backdrop.sun), (0.81, 70.0, motif.backdrop.near)];
        for (across, length, color) in pieces {
            let x = width * across;
            let chalk = RoundedRect::new(x, top - 11.0, x + length, top + 5.0, 5.0).to_path(0.1);
            let round = [(0.0, color, 1.0), (1.0, deeper(color, 0.35), 1.0)];
            context.set_paint(
                Gradient::new_linear((0.0, top - 11.0), (0.0, top + 5.0)).with_stops(&stops(&round, 1.0)[..]),
            );
            context.fill_path(&chalk);
        }
    });
}

/// A curve in its axes, with its tangent: the title's figure.
fn curve(sheet: &mut Sheet, motif: Motif<'_>) {
    let (center, radius) = motif.hero();
    let (white, accent, other) = (motif.backdrop.mark, motif.backdrop.sun, motif.backdrop.near);
    let (left, right) = (center.x - radius * 1.12, center.x + radius * 1.12);
    let height = |x: f64| {
        let at = (x - center.x) / radius;
        center.y + radius * 0.28 - radius * (0.72 * at - 0.62 * at * at * at + 0.12)
    };
    sheet.lay(Medium::Chalk, |context| {
        let floor = center.y + radius * 0.78;
        let x_axis = along(left, right + 26.0, 10.0, |_| floor);
        let y_axis = corners(&[(left + 30.0, floor + 40.0), (left + 30.0, center.y - radius)]);
        for (axis, seed) in [(&x_axis, 3), (&y_axis, 5)] {
            stroke(context, axis, 5.0, seed, white, 0.9);
        }
        let tip = |at: Point, (dx, dy): (f64, f64), seed: u32, context: &mut vello_cpu::RenderContext| {
            let wing = |sign: f64| (at.x - dx * 22.0 + sign * dy * 13.0, at.y - dy * 22.0 + sign * dx * 13.0);
            stroke(context, &corners(&[wing(1.0), (at.x, at.y), wing(-1.0)]), 5.0, seed, white, 0.9);
        };
        tip(Point::new(right + 26.0, floor), (1.0, 0.0), 7, context);
        tip(Point::new(left + 30.0, center.y - radius), (0.0, -1.0), 9, context);
        for step in 1..=5 {
            let x = left + 30.0 + f64::from(step) * (right - left - 60.0) / 5.5;
            stroke(context, &corners(&[(x, floor - 10.0), (x, floor + 10.0)]), 4.0, 11 + step, white, 0.8);
        }
        let under: Vec<Point> = along(center.x - radius * 0.62, center.x + radius * 0.58, 9.0, height)
            .into_iter()
            .chain([Point::new(center.x + radius * 0.58, floor), Point::new(center.x - radius * 0.62, floor)])
            .collect();
        hatch(context, &under, -0.9, 17.0, 3.0, motif.seed(20), other, 0.55);
        stroke(context, &along(left + 40.0, right, 8.0, height), 8.0, motif.seed(21), accent, 0.95);
        let touch = center.x + radius * 0.62;
        let at = touch - radius * 0.62 + radius * 0.14;
        let slope = (height(at + 1.0) - height(at - 1.0)) / 2.0;
        let tangent = along(at - radius * 0.5, at + radius * 0.5, 10.0, |x| height(at) + slope * (x - at));
        stroke(context, &tangent, 4.5, motif.seed(22), white, 0.85);
        stroke(context, &arc(Point::new(at, height(at)), (9.0, 9.0), 0.0, 6.5), 8.0, 24, white, 1.0);
    });
}

/// A right triangle with the squares of its sides: a chapter's figure.
fn triangle(sheet: &mut Sheet, motif: Motif<'_>) {
    let (center, radius) = motif.hero();
    let unit = radius * 0.185;
    let (white, accent, other) = (motif.backdrop.mark, motif.backdrop.sun, motif.backdrop.near);
    let place = |(x, y): (f64, f64)| (center.x + (x - 1.6) * unit, center.y + (y + 1.2) * unit);
    // Sides of 4 and 3; the square of the longest stands on it.
    let square = |points: [(f64, f64); 5]| corners(&points.map(place));
    let squares = [
        (square([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]), other),
        (square([(0.0, 0.0), (-3.0, 0.0), (-3.0, -3.0), (0.0, -3.0), (0.0, 0.0)]), motif.backdrop.middle),
        (square([(0.0, -3.0), (4.0, 0.0), (7.0, -4.0), (3.0, -7.0), (0.0, -3.0)]), accent),
    ];
    sheet.lay(Medium::Chalk, |context| {
        for (index, (outline, color)) in squares.iter().enumerate() {
            let seed = motif.seed(30 + index as u32);
            hatch(context, outline, [0.8, -0.8, 0.2][index], 15.0, 3.0, seed, *color, 0.5);
            stroke(context, outline, 5.5, seed, *color, 0.95);
        }
        stroke(context, &corners(&[(0.0, 0.0), (4.0, 0.0), (0.0, -3.0), (0.0, 0.0)].map(place)), 7.0, 34, white, 1.0);
        stroke(context, &corners(&[(0.45, 0.0), (0.45, -0.45), (0.0, -0.45)].map(place)), 4.0, 36, white, 0.9);
    });
}

/// A circle with a hexagon and its radius: a definition's figure.
fn circle(sheet: &mut Sheet, motif: Motif<'_>) {
    let (center, radius) = motif.hero();
    let radius = radius * 0.8;
    let (white, accent) = (motif.backdrop.mark, motif.backdrop.sun);
    let around = |turn: f64| (center.x + radius * turn.cos(), center.y + radius * turn.sin());
    sheet.lay(Medium::Chalk, |context| {
        stroke(context, &arc(center, (radius, radius), -1.4, 5.0), 6.0, motif.seed(40), white, 0.95);
        let sides: Vec<(f64, f64)> =
            (0..=6).map(|side| around(f64::from(side) * std::f64::consts::FRAC_PI_3)).collect();
        stroke(context, &corners(&sides), 4.5, motif.seed(41), motif.backdrop.near, 0.8);
        for (turn, color) in [(0.0, accent), (-std::f64::consts::FRAC_PI_3, accent)] {
            stroke(context, &corners(&[(center.x, center.y), around(turn)]), 6.0, motif.seed(43), color, 0.95);
        }
        let angle = arc(center, (radius * 0.26, radius * 0.26), -std::f64::consts::FRAC_PI_3, 0.0);
        stroke(context, &angle, 4.5, motif.seed(44), accent, 0.95);
        stroke(context, &arc(center, (7.0, 7.0), 0.0, 6.5), 9.0, 46, white, 1.0);
    });
}

/// A number line along the bottom, with arcs that hop over it.
fn number_line(sheet: &mut Sheet, motif: Motif<'_>) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let y = plane.height - 78.0;
    let (left, right): (f64, f64) = (plane.width * 0.08, plane.width * 0.92);
    let count = (((right - left) / 150.0).round() as u32).max(4);
    let at = |step: u32| left + (right - left) * f64::from(step) / f64::from(count);
    let colors: [Color; 3] = [backdrop.sun, backdrop.near, backdrop.middle];
    sheet.lay(Medium::Chalk, |context| {
        stroke(context, &along(left - 50.0, right + 50.0, 10.0, |_| y), 5.0, motif.seed(50), backdrop.mark, 0.75);
        for step in 0..=count {
            stroke(
                context,
                &corners(&[(at(step), y - 13.0), (at(step), y + 13.0)]),
                4.0,
                52 + step,
                backdrop.mark,
                0.7,
            );
        }
        let mut random = Random::new(motif.seed(51));
        let first = (random.unit() * f64::from(count - 3)) as u32;
        for hop in 0..3_u32 {
            let (from, to) = (at(first + hop), at(first + hop + 1));
            let middle = Point::new(f64::midpoint(from, to), y - 12.0);
            let line = arc(middle, ((to - from) / 2.0, 44.0), std::f64::consts::PI, std::f64::consts::TAU);
            stroke(context, &line, 4.5, 80 + hop, colors[hop as usize % 3], 0.85);
        }
    });
}
