//! A technical drawing: a border with marks, a wheel with its measures, a compass rose, a section.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{Arc, BezPath, Circle, Line, Point, Rect, Shape, Stroke, Vec2};

use crate::Color;
use crate::canvas::solid;
use crate::world::backdrop::Motif;
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};

/// Draws the drawing of a scene on its sheet.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    sheet.lay(Medium::Paint, |context| {
        let pen = Pen { color: motif.backdrop.mark, accent: motif.backdrop.sun };
        border(context, motif, pen);
        match motif.kind {
            SceneryKind::Lake => wheel(context, motif, pen),
            // Chapters of a lesson take turns.
            SceneryKind::Mountains => match motif.variant % 3 {
                0 => rose(context, motif, pen),
                1 => section(context, motif, pen),
                _ => wheel(context, motif, pen),
            },
            SceneryKind::Sea => section(context, motif, pen),
            SceneryKind::Hills | SceneryKind::Clouds => measure(context, motif, pen),
        }
    });
    Vec::new()
}

/// The colors of a drawing: lines, and what is measured.
#[derive(Clone, Copy)]
struct Pen {
    color: Color,
    accent: Color,
}

impl Pen {
    fn line(self, context: &mut RenderContext, path: &BezPath, width: f64, opacity: f64) {
        context.set_stroke(Stroke::new(width));
        context.set_paint(solid(self.color, opacity));
        context.stroke_path(path);
    }

    /// A chain line: long and short dashes, for axes.
    fn axis(self, context: &mut RenderContext, from: Point, to: Point) {
        context.set_stroke(Stroke::new(1.8).with_dashes(0.0, [34.0, 9.0, 6.0, 9.0]));
        context.set_paint(solid(self.color, 0.5));
        context.stroke_path(&Line::new(from, to).to_path(0.1));
    }

    /// A measure between two points: a thin line with an arrowhead at both ends.
    fn measure(self, context: &mut RenderContext, from: Point, to: Point) {
        context.set_stroke(Stroke::new(2.2));
        context.set_paint(solid(self.accent, 0.85));
        context.stroke_path(&Line::new(from, to).to_path(0.1));
        let along = (to - from).normalize();
        let across = Vec2::new(-along.y, along.x);
        for (tip, back) in [(from, along), (to, -along)] {
            let mut head = BezPath::new();
            head.move_to(tip);
            head.line_to(tip + back * 24.0 + across * 6.5);
            head.line_to(tip + back * 24.0 - across * 6.5);
            head.close_path();
            context.fill_path(&head);
        }
    }
}

/// A frame around the sheet with marks, as it is folded and filed.
fn border(context: &mut RenderContext, motif: Motif<'_>, pen: Pen) {
    let (width, height) = (motif.plane.width, motif.plane.height);
    let (outer, inner) = (20.0, 34.0);
    pen.line(context, &Rect::new(outer, outer, width - outer, height - outer).to_path(0.1), 1.6, 0.4);
    pen.line(context, &Rect::new(inner, inner, width - inner, height - inner).to_path(0.1), 3.0, 0.6);
    let mut marks = BezPath::new();
    for step in 1..8 {
        let (x, y) = (width * f64::from(step) / 8.0, height * f64::from(step) / 8.0);
        for (one, two) in [
            ((x, outer), (x, inner)),
            ((x, height - outer), (x, height - inner)),
            ((outer, y), (inner, y)),
            ((width - outer, y), (width - inner, y)),
        ] {
            marks.move_to(one);
            marks.line_to(two);
        }
    }
    pen.line(context, &marks, 1.6, 0.45);
}

/// A toothed wheel with its axes and measures: the title's drawing.
fn wheel(context: &mut RenderContext, motif: Motif<'_>, pen: Pen) {
    let (center, radius) = motif.hero();
    let at = |turn: f64, reach: f64| center + Vec2::new(turn.cos(), turn.sin()) * reach;
    let teeth = 24;
    let mut outline = BezPath::new();
    for tooth in 0..teeth {
        let pitch = TAU / f64::from(teeth);
        let start = f64::from(tooth) * pitch;
        for (part, reach) in [(0.0, 0.86), (0.18, 0.86), (0.32, 1.0), (0.56, 1.0), (0.7, 0.86)] {
            let point = at(start + part * pitch, radius * reach);
            if outline.elements().is_empty() { outline.move_to(point) } else { outline.line_to(point) }
        }
    }
    outline.close_path();
    context.set_paint(solid(pen.color, 0.06));
    context.fill_path(&outline);
    pen.line(context, &outline, 3.6, 0.9);
    for (reach, width) in [(0.72, 2.4), (0.3, 3.2), (0.17, 3.2)] {
        pen.line(context, &Circle::new(center, radius * reach).to_path(0.1), width, 0.85);
    }
    context.set_stroke(Stroke::new(1.8).with_dashes(0.0, [14.0, 9.0]));
    context.set_paint(solid(pen.color, 0.5));
    context.stroke_path(&Circle::new(center, radius * 0.93).to_path(0.1));
    for hole in 0..6 {
        let turn = f64::from(hole) * TAU / 6.0 + 0.26;
        pen.line(context, &Circle::new(at(turn, radius * 0.51), radius * 0.125).to_path(0.1), 2.6, 0.85);
    }
    pen.axis(context, at(PI, radius * 1.18), at(0.0, radius * 1.18));
    pen.axis(context, at(FRAC_PI_2, radius * 1.14), at(-FRAC_PI_2, radius * 1.14));
    let below = center.y + radius * 1.24;
    for x in [center.x - radius, center.x + radius] {
        pen.line(context, &Line::new((x, center.y + 30.0), (x, below + 14.0)).to_path(0.1), 1.4, 0.5);
    }
    pen.measure(context, Point::new(center.x - radius, below), Point::new(center.x + radius, below));
    pen.measure(context, center, at(-0.72, radius));
}

/// A compass rose: a chapter's drawing.
fn rose(context: &mut RenderContext, motif: Motif<'_>, pen: Pen) {
    let (center, radius) = motif.hero();
    let at = |turn: f64, reach: f64| center + Vec2::new(turn.cos(), turn.sin()) * (reach * radius);
    for (reach, width) in [(1.0, 3.2), (0.95, 1.6), (0.62, 1.8), (0.2, 2.4)] {
        pen.line(context, &Circle::new(center, radius * reach).to_path(0.1), width, 0.8);
    }
    let mut ticks = BezPath::new();
    for tick in 0..120 {
        let turn = f64::from(tick) * TAU / 120.0;
        let inner = if tick % 10 == 0 { 0.87 } else { 0.92 };
        ticks.move_to(at(turn, inner));
        ticks.line_to(at(turn, 0.95));
    }
    pen.line(context, &ticks, 1.8, 0.6);
    for (count, offset, reach, half) in [(8, PI / 8.0, 0.6, 0.1), (4, PI / 4.0, 0.74, 0.14), (4, 0.0, 1.14, 0.17)] {
        for point in 0..count {
            let turn = offset + f64::from(point) * TAU / f64::from(count) - FRAC_PI_2;
            for side in [-1.0, 1.0] {
                let mut blade = BezPath::new();
                blade.move_to(center);
                blade.line_to(at(turn + side * PI / 4.0, half * 1.2));
                blade.line_to(at(turn, reach));
                blade.close_path();
                let is_north = count == 4 && offset == 0.0 && point == 0;
                let color = if is_north { pen.accent } else { pen.color };
                context.set_paint(solid(motif.backdrop.bottom, 1.0));
                context.fill_path(&blade);
                context.set_paint(solid(color, if side > 0.0 { 0.78 } else { 0.12 }));
                context.fill_path(&blade);
                context.set_stroke(Stroke::new(2.0));
                context.set_paint(solid(color, 0.9));
                context.stroke_path(&blade);
            }
        }
    }
}

/// A section through a vault: a definition's drawing.
fn section(context: &mut RenderContext, motif: Motif<'_>, pen: Pen) {
    let (center, radius) = motif.hero();
    let radius = radius * 0.82;
    let foot = center.y + radius;
    let outer = |reach: f64| {
        let mut path = BezPath::new();
        path.move_to((center.x - radius * reach, foot));
        path.line_to((center.x - radius * reach, center.y + radius * 0.1));
        let arch = Arc::new((center.x, center.y + radius * 0.1), (radius * reach, radius * reach), PI, PI, 0.0);
        path.extend(arch.append_iter(0.1));
        path.line_to((center.x + radius * reach, foot));
        path
    };
    let mut wall = outer(1.0);
    for element in outer(0.76).reverse_subpaths().elements() {
        match element {
            vello_cpu::kurbo::PathEl::MoveTo(point) => wall.line_to(*point),
            other => wall.push(*other),
        }
    }
    wall.close_path();
    context.push_clip_path(&wall);
    let mut cut = BezPath::new();
    for step in 0..120 {
        let x = center.x - radius * 2.2 + f64::from(step) * 22.0;
        cut.move_to((x, foot));
        cut.line_to((x + radius * 2.4, foot - radius * 2.4));
    }
    pen.line(context, &cut, 1.8, 0.5);
    context.pop_clip();
    pen.line(context, &wall, 3.8, 0.95);
    pen.line(
        context,
        &Line::new((center.x - radius * 1.3, foot), (center.x + radius * 1.3, foot)).to_path(0.1),
        4.4,
        0.95,
    );
    pen.axis(context, Point::new(center.x, center.y - radius * 1.14), Point::new(center.x, foot + 50.0));
    pen.measure(
        context,
        Point::new(center.x - radius * 0.76, foot - 46.0),
        Point::new(center.x + radius * 0.76, foot - 46.0),
    );
    pen.measure(
        context,
        Point::new(center.x + radius * 1.2, foot),
        Point::new(center.x + radius * 1.2, center.y - radius * 0.9),
    );
}

/// A scale along the bottom.
fn measure(context: &mut RenderContext, motif: Motif<'_>, pen: Pen) {
    let y = motif.plane.height - 84.0;
    let (left, right) = (motif.plane.width * 0.1, motif.plane.width * 0.9);
    let mut ticks = BezPath::new();
    let count = ((right - left) / 20.0) as u32;
    for step in 0..=count {
        let x = left + (right - left) * f64::from(step) / f64::from(count);
        ticks.move_to((x, y));
        ticks.line_to((
            x,
            y + if step % 10 == 0 {
                30.0
            } else if step % 5 == 0 {
                22.0
            } else {
                13.0
            },
        ));
    }
    pen.line(context, &ticks, 2.0, 0.6);
    pen.line(context, &Line::new((left, y), (right, y)).to_path(0.1), 2.6, 0.7);
    let span = [0.22, 0.36, 0.5][motif.variant as usize % 3];
    pen.measure(
        context,
        Point::new(left + (right - left) * span, y - 22.0),
        Point::new(left + (right - left) * (span + 0.24), y - 22.0),
    );
}
