//! A bright day: round hills, a smiling sun's rays, trees like lollipops, flowers, clouds that drift.

use lectern_lesson::Rect;
use vello_cpu::RenderContext;
use vello_cpu::kurbo::{BezPath, Circle, Point, RoundedRect, Shape, Stroke};
use vello_cpu::peniko::Gradient;

use crate::Color;
use crate::canvas::{solid, stops};
use crate::world::backdrop::{Motif, deeper};
use crate::world::layer::Layer;
use crate::world::paint::OVERSCAN;
use crate::world::random::Random;
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};

/// Draws the day of a scene: sun and land on the sheet, clouds as layers.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    let plane = motif.plane;
    let lift = match motif.kind {
        SceneryKind::Lake => 250.0,
        SceneryKind::Mountains => 210.0,
        SceneryKind::Sea => 190.0,
        SceneryKind::Hills | SceneryKind::Clouds => 96.0,
    };
    let (center, radius) = motif.hero();
    sheet.lay(Medium::Paint, |context| {
        if motif.kind.is_large() {
            let low = plane.height - lift - radius * 0.42;
            let at = if motif.kind == SceneryKind::Mountains { low } else { (center.y - radius * 0.35).min(low) };
            sun(context, Point::new(center.x + radius * 0.2, at), radius * 0.46, motif.backdrop.sun);
        }
        land(context, motif, lift);
    });
    clouds(motif, lift)
}

/// A disc with rays of two lengths.
fn sun(context: &mut RenderContext, center: Point, radius: f64, color: Color) {
    for ray in 0..16 {
        let turn = f64::from(ray) * std::f64::consts::TAU / 16.0;
        let reach = if ray % 2 == 0 { 1.62 } else { 1.42 };
        let at = |turn: f64, reach: f64| {
            Point::new(center.x + turn.cos() * radius * reach, center.y + turn.sin() * radius * reach)
        };
        let mut path = BezPath::new();
        path.move_to(at(turn, 1.2));
        path.line_to(at(turn, reach));
        context.set_stroke(Stroke::new(radius * 0.12).with_caps(vello_cpu::kurbo::Cap::Round));
        context.set_paint(solid(color, 0.95));
        context.stroke_path(&path);
    }
    context.set_paint(solid(color, 1.0));
    context.fill_path(&Circle::new(center, radius).to_path(0.1));
    context.set_paint(solid(Color::from_hex(0x00FF_FFFF), 0.3));
    context.fill_path(&Circle::new((center.x - radius * 0.22, center.y - radius * 0.24), radius * 0.56).to_path(0.1));
}

/// A hill's height at x: one broad wave.
fn hill(motif: Motif<'_>, base: f64, height: f64, phase: f64, x: f64) -> f64 {
    let turn = x / motif.plane.width.max(1300.0);
    base - height * (0.5 + 0.5 * (turn * 5.2 + phase).sin()) - height * 0.22 * (turn * 11.0 + phase * 2.3).sin()
}

fn land(context: &mut RenderContext, motif: Motif<'_>, lift: f64) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let phase = f64::from(motif.variant) * 1.9 + f64::from(motif.kind as u32) * 0.9;
    let hills = [
        (plane.height - lift * 0.62, lift * 0.5, phase + 0.6, backdrop.far),
        (plane.height - lift * 0.36, lift * 0.36, phase + 2.8, backdrop.middle),
        (plane.height - lift * 0.08, lift * 0.26, phase + 4.9, backdrop.near),
    ];
    let mut random = Random::new(motif.seed(4));
    for (index, (base, height, phase, color)) in hills.into_iter().enumerate() {
        let crest = |x: f64| hill(motif, base, height, phase, x);
        // Trees of a hill stand behind its crest, so that they are rooted in it.
        if index > 0 {
            let count = ((plane.width / 1920.0) * if index == 1 { 7.0 } else { 5.0 }).ceil() as u32;
            for _ in 0..count {
                // Most stand towards the edges.
                let side = random.unit();
                let inward = random.unit().powf(1.5) * 0.46;
                let x = plane.width * if side < 0.42 { inward } else { 1.0 - inward };
                let size = lift.clamp(120.0, 210.0) * random.between(0.34, 0.62) * (0.75 + 0.25 * index as f64);
                tree(
                    context,
                    Point::new(x, crest(x) + 8.0),
                    size,
                    backdrop.middle.mix(backdrop.near, random.unit()),
                    backdrop.mark,
                );
            }
        }
        let mut path = BezPath::new();
        path.move_to((-OVERSCAN, plane.height + OVERSCAN));
        let mut x = -OVERSCAN;
        while x <= plane.width + OVERSCAN {
            path.line_to((x, crest(x)));
            x += 12.0;
        }
        path.line_to((plane.width + OVERSCAN, plane.height + OVERSCAN));
        path.close_path();
        let fill = [(0.0, color.mix(Color::from_hex(0x00FF_FFFF), 0.12), 1.0), (1.0, deeper(color, 0.08), 1.0)];
        context.set_paint(
            Gradient::new_linear((0.0, base - height), (0.0, plane.height)).with_stops(&stops(&fill, 1.0)[..]),
        );
        context.fill_path(&path);
        if index == 2 {
            let count = (plane.width / 1920.0 * 42.0) as u32;
            for _ in 0..count {
                let x = random.unit() * plane.width;
                let y = crest(x) + 14.0 + random.unit() * (plane.height - crest(x) - 20.0).max(4.0);
                flower(context, Point::new(x, y), random.between(6.0, 10.0), random.unit(), motif);
            }
        }
    }
}

/// A round crown on a trunk.
fn tree(context: &mut RenderContext, foot: Point, height: f64, leaf: Color, trunk: Color) {
    let wide = height * 0.09;
    context.set_paint(solid(trunk, 1.0));
    context.fill_path(
        &RoundedRect::new(foot.x - wide / 2.0, foot.y - height * 0.5, foot.x + wide / 2.0, foot.y + 12.0, wide * 0.3)
            .to_path(0.1),
    );
    let crown = Point::new(foot.x, foot.y - height * 0.72);
    context.set_paint(solid(deeper(leaf, 0.16), 1.0));
    context.fill_path(&vello_cpu::kurbo::Ellipse::new(crown, (height * 0.3, height * 0.36), 0.0).to_path(0.1));
    context.set_paint(solid(Color::from_hex(0x00FF_FFFF), 0.16));
    context.fill_path(&Circle::new((crown.x - height * 0.08, crown.y - height * 0.1), height * 0.19).to_path(0.1));
}

fn flower(context: &mut RenderContext, at: Point, size: f64, choice: f64, motif: Motif<'_>) {
    let colors = [
        Color::from_hex(0x00FF_FFFF),
        motif.backdrop.sun,
        motif.palette.opposite.mix(Color::from_hex(0x00FF_FFFF), 0.35),
    ];
    let color = colors[((choice * 3.0) as usize).min(2)];
    context.set_paint(solid(color, 0.95));
    for petal in 0..5 {
        let turn = f64::from(petal) * std::f64::consts::TAU / 5.0;
        context.fill_path(
            &Circle::new((at.x + turn.cos() * size * 0.62, at.y + turn.sin() * size * 0.62), size * 0.5).to_path(0.1),
        );
    }
    context.set_paint(solid(motif.backdrop.sun.mix(motif.backdrop.mark, 0.25), 1.0));
    context.fill_path(&Circle::new(at, size * 0.36).to_path(0.1));
}

/// Clouds of round puffs, each a layer of its own that drifts a little.
fn clouds(motif: Motif<'_>, lift: f64) -> Vec<SceneryLayer> {
    let (width, height) = (motif.plane.width, motif.plane.height);
    let places: &[(f64, f64, f64)] = match motif.kind {
        SceneryKind::Lake => &[(0.6, 0.42, 210.0), (0.9, 0.5, 250.0)],
        SceneryKind::Mountains => &[(0.66, 0.3, 250.0), (0.9, 0.2, 200.0)],
        SceneryKind::Sea => &[(0.72, 0.5, 200.0), (0.93, 0.56, 240.0)],
        SceneryKind::Hills | SceneryKind::Clouds => &[(0.09, 0.78, 190.0), (0.91, 0.74, 220.0)],
    };
    places
        .iter()
        .enumerate()
        .map(|(index, (across, down, size))| {
            // On higher planes words fill the upper half, and the sun stands in the middle of what is left.
            let (across, down) = match (height >= width, index) {
                (false, _) => (*across, *down),
                (true, 0) => (0.17, 0.68),
                (true, _) => (0.93, 0.56),
            };
            let at = Point::new(width * across, (height * down).min(height - lift - size * 0.3));
            let area = Rect::new(at.x - size * 0.7, at.y - size * 0.5, size * 1.4, size * 0.8);
            let layer =
                Layer::paint(area, motif.scale, |_, _| 0.0, |context| puff(context, at, *size, motif.backdrop.top));
            let drift = if index % 2 == 0 { 36.0 } else { -28.0 };
            SceneryLayer { layer, parallax: 0.15, order: 1.0 + index as f64, rise: 24.0, drift }
        })
        .collect()
}

fn puff(context: &mut RenderContext, at: Point, size: f64, shade: Color) {
    let mut outline =
        RoundedRect::new(at.x - size * 0.6, at.y - size * 0.02, at.x + size * 0.6, at.y + size * 0.2, size * 0.11)
            .to_path(0.1);
    for (x, y, radius) in [(-0.33, 0.0, 0.18), (-0.06, -0.12, 0.27), (0.27, -0.02, 0.2)] {
        outline.extend(Circle::new((at.x + x * size, at.y + y * size), radius * size).to_path(0.1));
    }
    let white = Color::from_hex(0x00FF_FFFF);
    let tint = white.mix(shade, 0.45);
    let fill = [(0.0, white, 1.0), (1.0, tint, 1.0)];
    context.set_paint(
        Gradient::new_linear((0.0, at.y - size * 0.4), (0.0, at.y + size * 0.22)).with_stops(&stops(&fill, 1.0)[..]),
    );
    context.fill_path(&outline);
}
