//! The last light of a day: a low sun over ridges in haze, light leaks, motes.

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{BezPath, Cap, Circle, Ellipse, Point, Shape, Stroke};
use vello_cpu::peniko::Gradient;

use crate::Color;
use crate::canvas::{glow_stops, radial, solid, stops};
use crate::world::backdrop::{Motif, deeper};
use crate::world::paint::OVERSCAN;
use crate::world::pen::along;
use crate::world::random::{Noise, Random};
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};
use crate::world::sky::Nebula;

/// Draws the evening of a scene on its sheet.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let large = motif.kind.is_large();
    let horizon = plane.height - if large { 235.0 } else { 90.0 };
    let (center, radius) = motif.hero();
    let across = match motif.kind {
        SceneryKind::Lake | SceneryKind::Sea => center.x,
        SceneryKind::Mountains => center.x + radius * 0.3,
        _ => plane.width * [0.24, 0.5, 0.76][motif.variant as usize % 3],
    };
    let glow = |x: f64, y: f64, radius_x: f64, radius_y: f64, color, strength| Nebula {
        x,
        y,
        radius_x,
        radius_y,
        color,
        strength,
    };
    let strength = if large { 1.0 } else { 0.6 };
    sheet.light(&[
        glow(across, horizon, plane.width * 0.62, 430.0, backdrop.middle, 0.62 * strength),
        glow(across, horizon - 20.0, plane.width.min(1500.0) * 0.34, 300.0, backdrop.sun, 0.62 * strength),
        // A leak of light at the edge of the film.
        glow(plane.width * 1.02, plane.height * 0.1, 360.0, plane.height * 0.5, backdrop.sun, 0.2),
    ]);
    if large {
        let sun = Point::new(across, horizon - if motif.kind == SceneryKind::Mountains { 210.0 } else { 96.0 });
        sheet.lay(Medium::Paint, |context| {
            context.set_paint(radial(sun, radius * 2.0, &glow_stops(backdrop.sun, 0.6), 1.0));
            context.fill_path(&Circle::new(sun, radius * 2.0).to_path(0.1));
            let pale = backdrop.mark.mix(backdrop.sun, 0.22);
            let disc = [(0.0, pale, 1.0), (0.7, pale, 1.0), (1.0, pale.mix(backdrop.sun, 0.6), 1.0)];
            context.set_paint(radial(sun, radius * 0.4, &disc, 1.0));
            context.fill_path(&Circle::new(sun, radius * 0.4).to_path(0.1));
        });
    }
    ridges(sheet, motif, horizon);
    if large {
        life(sheet, motif, across, horizon);
    }
    motes(sheet, motif, across, horizon);
    Vec::new()
}

/// Ridges from the haze to the foreground, each darker than the one behind.
fn ridges(sheet: &mut Sheet, motif: Motif<'_>, horizon: f64) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let depth = plane.height - horizon;
    let tall = if motif.kind == SceneryKind::Mountains { 2.1 } else { 1.0 };
    for layer in 0..4_u32 {
        let near = f64::from(layer) / 3.0;
        let (wide, fine) = (Noise::new(motif.seed(30 + layer * 5)), Noise::new(motif.seed(33 + layer * 5)));
        let height = depth * (0.5 - 0.2 * near) * if layer < 2 { tall } else { 1.0 };
        let base = horizon + depth * (0.06 + 0.8 * near);
        let length = 520.0 - 130.0 * near;
        let crest = along(-OVERSCAN, plane.width + OVERSCAN, 7.0, |x| {
            let jagged = 0.2 * fine.at((x + 300.0) / length * 6.0) + 0.07 * fine.at((x + 300.0) / length * 23.0);
            // Higher towards the right, away from the words.
            let rise = if motif.kind.is_large() { 0.55 + 0.6 * x / plane.width } else { 0.9 };
            base - height * rise * (wide.at((x + 300.0) / length) + jagged)
        });
        let color = if near < 0.5 {
            backdrop.middle.mix(backdrop.far, near * 2.0)
        } else {
            backdrop.far.mix(backdrop.near, near * 2.0 - 1.0)
        };
        let mut path = BezPath::new();
        for (index, point) in crest.iter().enumerate() {
            if index == 0 { path.move_to(*point) } else { path.line_to(*point) }
        }
        path.line_to((plane.width + OVERSCAN, plane.height + OVERSCAN));
        path.line_to((-OVERSCAN, plane.height + OVERSCAN));
        path.close_path();
        sheet.lay(Medium::Paint, |context| {
            let fill = [(0.0, color, 1.0), (1.0, deeper(color, 0.3), 1.0)];
            context.set_paint(
                Gradient::new_linear((0.0, base - height), (0.0, plane.height)).with_stops(&stops(&fill, 1.0)[..]),
            );
            context.fill_path(&path);
        });
    }
}

/// A tree with a flat crown before the light, and birds on their way home.
fn life(sheet: &mut Sheet, motif: Motif<'_>, across: f64, horizon: f64) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let mut random = Random::new(motif.seed(70));
    sheet.lay(Medium::Paint, |context| {
        let ink = deeper(backdrop.near, 0.35);
        let trees: &[(f64, f64)] = match motif.kind {
            SceneryKind::Lake => &[(-0.13, 300.0), (0.17, 190.0)],
            SceneryKind::Sea => &[(0.12, 330.0)],
            _ => &[],
        };
        for (from, size) in trees.iter().copied() {
            let foot = Point::new(
                across + from * plane.width.min(1920.0),
                plane.height - if from < 0.0 { 40.0 } else { 78.0 },
            );
            if foot.x > 40.0 && foot.x < plane.width - 40.0 {
                acacia(context, foot, size, ink, &mut random);
            }
        }
        for index in 0..9 {
            let place = f64::from(index - 4);
            let at = Point::new(
                across - 330.0 + place * 34.0 + random.between(-8.0, 8.0),
                horizon - 250.0 + place.abs() * 15.0 + random.between(-7.0, 7.0),
            );
            bird(context, at, random.between(9.0, 14.0), ink);
        }
    });
}

/// A trunk that forks into a few limbs under flat clouds of leaves.
fn acacia(context: &mut RenderContext, foot: Point, height: f64, ink: Color, random: &mut Random) {
    context.set_paint(solid(ink, 1.0));
    let fork = Point::new(foot.x + height * 0.03, foot.y - height * 0.46);
    for (reach, up) in [(-0.42, 0.86), (-0.16, 0.94), (0.14, 0.96), (0.4, 0.84)] {
        let end = Point::new(foot.x + height * reach, foot.y - height * up);
        let thick = height * 0.026;
        let mut limb = BezPath::new();
        limb.move_to((foot.x - thick, foot.y + 30.0));
        limb.curve_to((foot.x - thick * 0.8, fork.y), (fork.x - thick, fork.y - height * 0.1), (end.x, end.y));
        limb.curve_to(
            (fork.x + thick, fork.y - height * 0.06),
            (foot.x + thick, fork.y),
            (foot.x + thick * 1.5, foot.y + 30.0),
        );
        limb.close_path();
        context.fill_path(&limb);
    }
    for _ in 0..80 {
        let across = random.between(-1.0, 1.0);
        let at = Point::new(
            foot.x + across * height * 0.52,
            foot.y - height * (1.0 - 0.13 * across * across) + random.between(-0.05, 0.04) * height,
        );
        let size = height * random.between(0.06, 0.15) * (1.1 - 0.5 * across.abs());
        context.fill_path(&Ellipse::new(at, (size * 1.5, size * 0.5), random.between(-0.1, 0.1)).to_path(0.2));
    }
}

/// Two wings.
fn bird(context: &mut RenderContext, at: Point, size: f64, ink: Color) {
    let mut wings = BezPath::new();
    wings.move_to((at.x - size, at.y - size * 0.3));
    wings.quad_to((at.x - size * 0.4, at.y - size * 0.55), (at.x, at.y));
    wings.quad_to((at.x + size * 0.4, at.y - size * 0.55), (at.x + size, at.y - size * 0.3));
    context.set_stroke(Stroke::new(size * 0.2).with_caps(Cap::Round));
    context.set_paint(solid(ink, 0.85));
    context.stroke_path(&wings);
}

/// Out-of-focus motes in the light.
fn motes(sheet: &mut Sheet, motif: Motif<'_>, across: f64, horizon: f64) {
    let mut random = Random::new(motif.seed(60));
    let backdrop = motif.backdrop;
    sheet.lay(Medium::Paint, |context| {
        for _ in 0..if motif.kind.is_large() { 16 } else { 9 } {
            let x = across + random.between(-0.42, 0.42) * motif.plane.width;
            let y = horizon + random.between(-190.0, 170.0);
            let radius = random.between(7.0, 34.0);
            let opacity = random.between(0.05, 0.15);
            context.set_paint(solid(backdrop.sun, opacity));
            context.fill_path(&Circle::new((x, y), radius).to_path(0.1));
            context.set_paint(solid(backdrop.mark, opacity * 0.3));
            context.fill_path(&Circle::new((x, y), radius * 0.86).to_path(0.1));
        }
    });
}
