//! A page of a magazine: bold fields of color, hairlines, dots of a halftone.

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{BezPath, Circle, Point, Rect, Shape, Stroke};

use crate::canvas::solid;
use crate::world::backdrop::Motif;
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};

/// Draws the page of a scene on its sheet.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    sheet.lay(Medium::Paint, |context| match motif.kind {
        SceneryKind::Lake => cover(context, motif),
        // Chapters of a lesson take turns.
        SceneryKind::Mountains if motif.variant % 3 == 1 => column(context, motif),
        SceneryKind::Mountains => opener(context, motif),
        SceneryKind::Sea => column(context, motif),
        SceneryKind::Hills | SceneryKind::Clouds => foot(context, motif),
    });
    Vec::new()
}

/// The field of color at the right, or at the bottom of a high page.
fn field(motif: Motif<'_>, part: f64) -> Rect {
    let (width, height) = (motif.plane.width, motif.plane.height);
    if width > height * 1.2 {
        Rect::new(width * (1.0 - part), 0.0, width, height)
    } else {
        Rect::new(0.0, height * (1.0 - part * 1.05), width, height)
    }
}

/// Dots on a slanted grid that grow towards the bottom right of a rectangle.
fn halftone(context: &mut RenderContext, motif: Motif<'_>, rect: Rect, opacity: f64) {
    context.push_clip_path(&rect.to_path(0.1));
    context.set_paint(solid(motif.backdrop.mark, opacity));
    let pitch = 26.0;
    let count = ((rect.width() + rect.height()) / pitch) as i32;
    let mut dots = BezPath::new();
    for row in -count..count {
        for column in -count..count {
            let (u, v) = (f64::from(column) * pitch, f64::from(row) * pitch);
            let at = Point::new(rect.x0 + (u - v) * 0.707, rect.y0 + (u + v) * 0.707);
            if !rect.contains(at) {
                continue;
            }
            let along = 0.35 * (at.x - rect.x0) / rect.width() + 0.65 * (at.y - rect.y0) / rect.height();
            let radius = 12.5 * ((along - 0.38) / 0.62).clamp(0.0, 1.0);
            if radius > 0.7 {
                dots.extend(Circle::new(at, radius).to_path(0.2));
            }
        }
    }
    context.fill_path(&dots);
    context.pop_clip();
}

/// The title's page: a field, a disc that crosses it, a halftone, hairlines.
fn cover(context: &mut RenderContext, motif: Motif<'_>) {
    rules(context, motif);
    let backdrop = motif.backdrop;
    let field = field(motif, 0.4);
    context.set_paint(solid(backdrop.near, 1.0));
    context.fill_rect(&field);
    halftone(context, motif, field, 0.5);
    let (center, radius) = motif.hero();
    let disc = Circle::new((center.x + radius * 0.12, center.y + radius * 0.05), radius * 0.86);
    context.set_paint(solid(backdrop.sun, 1.0));
    context.fill_path(&disc.to_path(0.1));
    let mut half = BezPath::new();
    half.move_to((disc.center.x, disc.center.y - disc.radius));
    for step in 0..=40 {
        let turn = -std::f64::consts::FRAC_PI_2 + std::f64::consts::PI * f64::from(step) / 40.0;
        half.line_to((disc.center.x + disc.radius * turn.cos(), disc.center.y + disc.radius * turn.sin()));
    }
    half.close_path();
    context.set_paint(solid(backdrop.middle, 1.0));
    context.fill_path(&half);
}

/// A chapter's page: steps of color that rise to the right.
fn opener(context: &mut RenderContext, motif: Motif<'_>) {
    let backdrop = motif.backdrop;
    let (center, radius) = motif.hero();
    let heights = match motif.variant % 3 {
        0 => [0.34, 0.5, 0.44, 0.72, 0.92],
        _ => [0.9, 0.66, 0.72, 0.48, 0.56],
    };
    let width = radius * 2.3 / 5.0;
    let floor = motif.plane.height;
    let reach = (floor - center.y + radius).min(floor * 0.86);
    for (index, height) in heights.into_iter().enumerate() {
        let x = center.x - radius * 1.08 + width * index as f64;
        let color = [backdrop.far, backdrop.middle, backdrop.far, backdrop.middle, backdrop.near][index];
        let bar = Rect::new(x, floor - reach * height, x + width - 10.0, floor);
        context.set_paint(solid(color, 1.0));
        context.fill_rect(&bar);
        if index == 4 {
            halftone(context, motif, bar, 0.5);
        }
    }
    context.set_paint(solid(backdrop.sun, 1.0));
    context.fill_path(
        &Circle::new(
            (center.x + radius * if heights[0] > 0.5 { 0.62 } else { -0.5 }, center.y - radius * 0.42),
            radius * 0.3,
        )
        .to_path(0.1),
    );
    rules(context, motif);
}

/// A definition's page: a narrow field at the edge.
fn column(context: &mut RenderContext, motif: Motif<'_>) {
    rules(context, motif);
    let field = field(motif, 0.2);
    context.set_paint(solid(motif.backdrop.middle, 1.0));
    context.fill_rect(&field);
    halftone(context, motif, field, 0.45);
    let (center, radius) = motif.hero();
    context.set_paint(solid(motif.backdrop.sun, 1.0));
    context.fill_path(&Circle::new((center.x + radius * 0.22, center.y), radius * 0.6).to_path(0.1));
}

/// The foot of a page: a rule with a block of color.
fn foot(context: &mut RenderContext, motif: Motif<'_>) {
    let (width, height) = (motif.plane.width, motif.plane.height);
    let y = height - 26.0;
    context.set_paint(solid(motif.backdrop.near, 1.0));
    context.fill_rect(&Rect::new(0.0, y, width, height));
    let from = [0.06, 0.42, 0.78][motif.variant as usize % 3];
    context.set_paint(solid(motif.backdrop.middle, 1.0));
    context.fill_rect(&Rect::new(width * from, y, width * (from + 0.16), height));
    rules(context, motif);
}

/// Hairlines at the head of the page, a thick one over a thin one.
fn rules(context: &mut RenderContext, motif: Motif<'_>) {
    let (left, right) = (motif.plane.width * 0.05, motif.plane.width * 0.95);
    let ink = motif.palette.text;
    context.set_paint(solid(ink, 1.0));
    context.fill_rect(&Rect::new(left, 30.0, left + 118.0, 38.0));
    let mut line = BezPath::new();
    line.move_to((left, 38.0));
    line.line_to((right, 38.0));
    context.set_stroke(Stroke::new(1.6));
    context.set_paint(solid(ink, 0.6));
    context.stroke_path(&line);
}
