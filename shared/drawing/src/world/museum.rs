//! A room of a museum: a wall under spotlights, a floor, a picture in its frame, a vase on a plinth.

use std::f64::consts::PI;

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{BezPath, Ellipse, Point, Rect, Shape, Stroke};
use vello_cpu::peniko::Gradient;

use crate::Color;
use crate::canvas::{radial, solid, stops};
use crate::world::backdrop::{Motif, deeper};
use crate::world::random::Noise;
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};
use crate::world::sky::Nebula;

/// Height of the floor and the skirting above it.
const FLOOR: f64 = 96.0;

/// Draws the room of a scene.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    let (center, radius) = motif.hero();
    floor(sheet, motif);
    if !motif.kind.is_large() {
        let lamp = motif.backdrop.sun;
        let lights: Vec<Nebula> = [0.22, 0.5, 0.78]
            .map(|across| Nebula {
                x: motif.plane.width * across,
                y: motif.plane.height * 0.2,
                radius_x: motif.plane.width * 0.2,
                radius_y: motif.plane.height * 0.5,
                color: lamp,
                strength: 0.5,
            })
            .to_vec();
        sheet.light(&lights);
        return Vec::new();
    }
    sheet.light(&[Nebula {
        x: center.x,
        y: center.y - radius * 0.5,
        radius_x: radius * 2.3,
        radius_y: radius * 2.6,
        color: motif.backdrop.sun,
        strength: 0.95,
    }]);
    let (wide, tall) = (Rect::new(-1.1, -0.82, 1.1, 0.82), Rect::new(-0.66, -0.9, 0.66, 0.9));
    sheet.lay(Medium::Paint, |context| match (motif.kind, motif.variant % 3) {
        (SceneryKind::Lake, _) | (SceneryKind::Mountains, 2) => framed(context, motif, wide, center, radius),
        (SceneryKind::Mountains, 0) => plinth(context, motif, center, radius),
        // Chapters of a lesson take turns.
        _ => framed(context, motif, tall, center, radius),
    });
    Vec::new()
}

fn floor(sheet: &mut Sheet, motif: Motif<'_>) {
    let (width, height) = (motif.plane.width, motif.plane.height);
    let wood = motif.backdrop.far;
    sheet.lay(Medium::Paint, |context| {
        let top = height - FLOOR;
        let fill = [(0.0, deeper(wood, 0.18), 1.0), (1.0, wood, 1.0)];
        context.set_paint(Gradient::new_linear((0.0, top), (0.0, height)).with_stops(&stops(&fill, 1.0)[..]));
        context.fill_rect(&Rect::new(0.0, top, width, height));
        let mut seams = BezPath::new();
        for step in -8..=28 {
            let x = width * f64::from(step) / 20.0;
            seams.move_to((width / 2.0 + (x - width / 2.0) * 0.72, top));
            seams.line_to((width / 2.0 + (x - width / 2.0) * 1.3, height));
        }
        context.set_stroke(Stroke::new(2.0));
        context.set_paint(solid(deeper(wood, 0.5), 0.22));
        context.stroke_path(&seams);
        context.set_paint(solid(motif.backdrop.light, 1.0));
        context.fill_rect(&Rect::new(0.0, top - 20.0, width, top));
        context.set_paint(solid(motif.backdrop.mark, 0.22));
        context.fill_rect(&Rect::new(0.0, top - 22.0, width, top - 20.0));
        context.fill_rect(&Rect::new(0.0, top - 2.0, width, top + 3.0));
    });
}

/// A soft shadow: rectangles that grow and fade.
fn shadow(context: &mut RenderContext, rect: Rect, color: Color, reach: f64, strength: f64) {
    for step in 0..18 {
        let part = f64::from(step) / 18.0;
        context.set_paint(solid(color, strength * 0.09 * (1.0 - part)));
        context.fill_path(&rect.inflate(reach * part, reach * part).to_rounded_rect(4.0 + reach * part).to_path(0.2));
    }
}

/// A picture in a gilt frame with a mount: a landscape in the manner of a painting.
fn framed(context: &mut RenderContext, motif: Motif<'_>, shape: Rect, center: Point, radius: f64) {
    let backdrop = motif.backdrop;
    let outer = Rect::new(
        center.x + shape.x0 * radius,
        center.y + shape.y0 * radius,
        center.x + shape.x1 * radius,
        center.y + shape.y1 * radius,
    );
    shadow(context, outer + vello_cpu::kurbo::Vec2::new(10.0, 26.0), backdrop.mark, 46.0, 0.75);
    let gilt = backdrop.middle;
    for (inset, color) in [
        (0.0, deeper(gilt, 0.35)),
        (5.0, gilt),
        (14.0, gilt.mix(backdrop.sun, 0.45)),
        (22.0, deeper(gilt, 0.18)),
        (32.0, deeper(gilt, 0.5)),
    ] {
        context.set_paint(solid(color, 1.0));
        context.fill_rect(&outer.inset(-inset));
    }
    let mount = outer.inset(-36.0);
    context.set_paint(solid(backdrop.light, 1.0));
    context.fill_rect(&mount);
    let picture = mount.inset(-radius * 0.12);
    context.set_paint(solid(backdrop.mark, 0.35));
    context.fill_rect(&picture.inflate(2.0, 2.0));
    landscape(context, motif, picture);
}

/// Sky, a low sun, three ridges and a river of light.
fn landscape(context: &mut RenderContext, motif: Motif<'_>, picture: Rect) {
    let backdrop = motif.backdrop;
    let (ground, air) = (backdrop.near, motif.palette.opposite);
    context.push_clip_path(&picture.to_path(0.1));
    let warm = backdrop.sun.mix(backdrop.middle, 0.55);
    let sky = [(0.0, air.mix(backdrop.light, 0.35), 1.0), (0.5, backdrop.sun.mix(warm, 0.35), 1.0), (0.72, warm, 1.0)];
    context.set_paint(Gradient::new_linear((0.0, picture.y0), (0.0, picture.y1)).with_stops(&stops(&sky, 1.0)[..]));
    context.fill_rect(&picture);
    let sun = Point::new(picture.x0 + picture.width() * 0.62, picture.y0 + picture.height() * 0.5);
    context.set_paint(radial(
        sun,
        picture.height() * 0.5,
        &[(0.0, backdrop.light, 0.95), (0.2, backdrop.sun, 0.7), (1.0, backdrop.sun, 0.0)],
        1.0,
    ));
    context.fill_rect(&picture);
    for (index, (base, height)) in [(0.64, 0.24), (0.76, 0.22), (0.9, 0.2)].into_iter().enumerate() {
        let noise = Noise::new(motif.seed(20 + index as u32));
        let mut ridge = BezPath::new();
        ridge.move_to((picture.x0, picture.y1));
        for step in 0..=60 {
            let part = f64::from(step) / 60.0;
            let swell = noise.at(part * 3.4) * 0.8 + noise.at(part * 11.0 + 50.0) * 0.2;
            ridge.line_to((
                picture.x0 + picture.width() * part,
                picture.y0 + picture.height() * (base - height * (swell - 0.3)),
            ));
        }
        ridge.line_to((picture.x1, picture.y1));
        ridge.close_path();
        let tones = [warm.mix(ground, 0.55), ground.mix(air, 0.45), deeper(air, 0.45)];
        context.set_paint(solid(tones[index % 3], 1.0));
        context.fill_path(&ridge);
    }
    context.pop_clip();
}

/// A vase on a plinth: a chapter's picture.
fn plinth(context: &mut RenderContext, motif: Motif<'_>, center: Point, radius: f64) {
    let backdrop = motif.backdrop;
    let foot = motif.plane.height - FLOOR * 0.55;
    let top = (center.y + radius * 0.62).min(foot - 160.0);
    let half = radius * 0.42;
    let stone = backdrop.light.mix(backdrop.far, 0.16);
    for step in 0..16 {
        let part = f64::from(step) / 16.0;
        context.set_paint(solid(backdrop.mark, 0.05 * (1.0 - part)));
        let reach = (half * (1.1 + 0.7 * part), 12.0 + 26.0 * part);
        context.fill_path(&Ellipse::new((center.x + 20.0, foot), reach, 0.0).to_path(0.2));
    }
    let shade = [(0.0, stone, 1.0), (0.62, stone, 1.0), (1.0, deeper(stone, 0.28), 1.0)];
    let sides = Gradient::new_linear((center.x - half, 0.0), (center.x + half, 0.0));
    context.set_paint(sides.clone().with_stops(&stops(&shade, 1.0)[..]));
    context.fill_rect(&Rect::new(center.x - half, top + 26.0, center.x + half, foot));
    context.fill_rect(&Rect::new(center.x - half * 1.14, top, center.x + half * 1.14, top + 26.0));
    context.fill_rect(&Rect::new(center.x - half * 1.14, foot - 34.0, center.x + half * 1.14, foot));
    context.set_paint(solid(backdrop.mark, 0.16));
    context.fill_rect(&Rect::new(center.x - half, top + 26.0, center.x + half, top + 34.0));

    // A vase by its profile: parts of its height and half width.
    let height = radius * 1.42;
    let profile = [
        (0.0, 0.17),
        (0.03, 0.19),
        (0.07, 0.1),
        (0.28, 0.29),
        (0.5, 0.4),
        (0.66, 0.37),
        (0.76, 0.2),
        (0.86, 0.13),
        (0.95, 0.15),
        (1.0, 0.24),
    ];
    let at = |(up, wide): (f64, f64), side: f64| Point::new(center.x + side * wide * height * 0.9, top - up * height);
    let smooth = |path: &mut BezPath, points: &[Point]| {
        for window in 0..points.len() - 1 {
            let before = points[window.saturating_sub(1)];
            let (from, to) = (points[window], points[window + 1]);
            let after = points[(window + 2).min(points.len() - 1)];
            path.curve_to(from + (to - before) / 6.0, to - (after - from) / 6.0, to);
        }
    };
    let left: Vec<Point> = profile.iter().map(|part| at(*part, -1.0)).collect();
    let right: Vec<Point> = profile.iter().rev().map(|part| at(*part, 1.0)).collect();
    let mut vase = BezPath::new();
    vase.move_to(left[0]);
    smooth(&mut vase, &left);
    vase.line_to(right[0]);
    smooth(&mut vase, &right);
    vase.close_path();
    let clay = backdrop.near;
    let body = [
        (0.0, deeper(clay, 0.25), 1.0),
        (0.3, clay.mix(backdrop.sun, 0.3), 1.0),
        (0.6, clay, 1.0),
        (1.0, deeper(clay, 0.55), 1.0),
    ];
    let round = Gradient::new_linear((center.x - height * 0.36, 0.0), (center.x + height * 0.36, 0.0));
    context.set_paint(round.with_stops(&stops(&body, 1.0)[..]));
    context.fill_path(&vase);
    context.push_clip_path(&vase);
    let band = |context: &mut RenderContext, up: f64, thick: f64, color: Color, opacity: f64| {
        context.set_paint(solid(color, opacity));
        context.fill_rect(&Rect::new(
            center.x - height,
            top - (up + thick) * height,
            center.x + height,
            top - up * height,
        ));
    };
    for (up, thick) in [(0.24, 0.012), (0.36, 0.012), (0.56, 0.012), (0.69, 0.03), (0.9, 0.02)] {
        band(context, up, thick, deeper(clay, 0.75), 0.75);
    }
    // A meander of waves between two bands.
    let mut waves = BezPath::new();
    for step in 0..=120 {
        let turn = f64::from(step) / 120.0;
        let point =
            Point::new(center.x + (turn - 0.5) * height, top - height * (0.46 + 0.045 * (turn * PI * 22.0).sin()));
        if step == 0 { waves.move_to(point) } else { waves.line_to(point) }
    }
    context.set_stroke(Stroke::new(radius * 0.024));
    context.set_paint(solid(deeper(clay, 0.75), 0.8));
    context.stroke_path(&waves);
    context.pop_clip();
}
