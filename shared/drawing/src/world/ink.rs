//! Landscapes of ink and washes: a shore under a red sun, mountains, a sea with a boat, low hills.

use vello_cpu::RenderContext;
use vello_cpu::kurbo::Point;

use crate::Color;
use crate::world::backdrop::{Motif, deeper};
use crate::world::paint::OVERSCAN;
use crate::world::pen::{along, arc, closed, corners, hatch, stroke, wash};
use crate::world::random::{Noise, Random};
use crate::world::scenery::{SceneryKind, SceneryLayer};
use crate::world::sheet::{Medium, Sheet};

/// Draws the landscape of a scene on its sheet. Ink stays where it is: there are no layers that move.
pub(super) fn draw(sheet: &mut Sheet, motif: Motif<'_>) -> Vec<SceneryLayer> {
    match motif.kind {
        SceneryKind::Lake => shore(sheet, motif),
        SceneryKind::Mountains => mountains(sheet, motif),
        SceneryKind::Sea => sea(sheet, motif),
        SceneryKind::Hills | SceneryKind::Clouds => meadow(sheet, motif),
    }
    Vec::new()
}

/// A crest of rolling land from noise.
///
/// Where words stand at the left it is low.
fn crest(motif: Motif<'_>, base: f64, height: f64, length: f64, salt: u32) -> Vec<Point> {
    let (wide, fine) = (Noise::new(motif.seed(salt)), Noise::new(motif.seed(salt + 3)));
    along(-OVERSCAN, motif.plane.width + OVERSCAN, 9.0, |x| {
        let right = (x / motif.plane.width).clamp(0.0, 1.0);
        let height = if motif.kind.is_large() { height * (0.3 + 0.95 * right * right) } else { height };
        let x = x + 400.0;
        base - height * wide.at(x / length) - height * 0.16 * fine.at(x / length * 5.3)
    })
}

/// A crest closed down to a line.
fn body(crest: &[Point], floor: f64) -> Vec<Point> {
    let mut outline = crest.to_vec();
    if let (Some(first), Some(last)) = (crest.first(), crest.last()) {
        outline.extend(along(last.x, first.x, 24.0, |_| floor));
    }
    outline
}

/// The sun: a round wash with bars of thin cloud across it.
fn sun(sheet: &mut Sheet, motif: Motif<'_>, center: Point, radius: f64) {
    let color = motif.backdrop.sun;
    sheet.lay(Medium::Wash, |context| {
        wash(context, &arc(center, (radius, radius), 0.0, 6.2), color, 0.86, 9.0, motif.seed(1));
        let upper =
            arc(Point::new(center.x - radius * 0.1, center.y - radius * 0.2), (radius * 0.7, radius * 0.5), 0.0, 6.2);
        wash(context, &upper, color, 0.4, 46.0, motif.seed(2));
    });
    let mark = motif.backdrop.mark;
    let mut random = Random::new(motif.seed(3));
    sheet.lay(Medium::Ink, |context| {
        for _ in 0..15 {
            let y = center.y + random.between(-1.08, 0.92) * radius;
            let x = center.x + random.between(-1.5, 0.6) * radius;
            let length = random.between(0.5, 1.5) * radius;
            let line = along(x, x + length, 12.0, |_| y);
            stroke(context, &line, random.between(1.0, 1.8), random.between(0.0, 900.0) as u32, mark, 0.55);
        }
    });
}

/// Lines of water between two heights, closer together in the distance.
fn water_lines(context: &mut RenderContext, motif: Motif<'_>, top: f64, bottom: f64, mark: Color) {
    let mut random = Random::new(motif.seed(20));
    let count = (motif.plane.width / 1920.0 * 92.0) as u32;
    for index in 0..count {
        let depth = random.unit().powf(0.8);
        let y = top + 12.0 + depth * (bottom - top);
        let length = random.between(50.0, 150.0) * (0.5 + depth);
        let x = random.between(-60.0, motif.plane.width);
        let lift = 2.0 + depth * 3.5;
        let line = along(x, x + length, 7.0, |at| y - lift * ((at - x) / 24.0 / (0.5 + depth)).sin());
        stroke(context, &line, 1.3 + depth * 1.3, 300 + index, mark, 0.4 + 0.3 * depth);
    }
}

/// A cypress: a closed flame, cut from paper, with a dark right side.
fn cypress(context: &mut RenderContext, motif: Motif<'_>, foot: Point, height: f64, seed: u32) {
    let (fill, mark) = (motif.backdrop.middle, motif.backdrop.mark);
    let half = height * 0.13;
    let side = |sign: f64| {
        (0..=10).map(move |step| {
            let up = f64::from(step) / 10.0;
            let wide = (std::f64::consts::PI * (0.1 + 0.9 * up).powf(0.8)).sin().max(0.0);
            Point::new(foot.x + sign * half * wide, foot.y - height * up)
        })
    };
    let mut outline: Vec<Point> = side(-1.0).collect();
    outline.extend(side(1.0).collect::<Vec<_>>().into_iter().rev());
    context.set_paint(crate::canvas::solid(deeper(fill, 0.25), 1.0));
    context.fill_path(&closed(&outline));
    let shaded: Vec<Point> = outline.iter().map(|point| Point::new(point.x.max(foot.x), point.y)).collect();
    hatch(context, &shaded, 1.2, 4.0, 1.3, seed, mark, 0.7);
    stroke(context, &outline, 1.9, seed, mark, 0.9);
}

/// A boat with a pointed sail; `size` is its length.
fn boat(context: &mut RenderContext, motif: Motif<'_>, at: Point, size: f64, seed: u32) {
    let (mark, paper) = (motif.backdrop.mark, motif.backdrop.light);
    let place = |(x, y): (f64, f64)| (at.x + x * size, at.y + y * size);
    let hull = corners(
        &[(-0.5, -0.13), (-0.36, 0.08), (0.3, 0.1), (0.52, -0.16), (0.3, -0.06), (-0.3, -0.05), (-0.5, -0.13)]
            .map(place),
    );
    let sail = corners(
        &[(-0.3, -0.22), (0.02, -0.5), (0.36, -1.02), (0.4, -0.6), (0.34, -0.2), (0.0, -0.16), (-0.3, -0.22)]
            .map(place),
    );
    for (outline, color) in [(&hull, deeper(motif.backdrop.far, 0.22)), (&sail, paper.mix(motif.backdrop.far, 0.35))] {
        context.set_paint(crate::canvas::solid(color, 1.0));
        context.fill_path(&closed(outline));
    }
    hatch(context, &hull, 0.05, size * 0.05, 1.2, seed, mark, 0.7);
    for part in [0.25, 0.5, 0.75] {
        let fold = corners(&[place((-0.3 + part * 0.66, -0.22 - part * 0.8)), place((-0.1 + part * 0.42, -0.18))]);
        stroke(context, &fold, 1.1, seed + 9, mark, 0.5);
    }
    stroke(context, &corners(&[place((0.0, -0.06)), place((0.06, -0.62))]), 2.2, seed + 1, mark, 1.0);
    stroke(context, &corners(&[place((-0.34, -0.2)), place((0.4, -1.08))]), 2.4, seed + 2, mark, 1.0);
    stroke(context, &hull, 2.6, seed + 3, mark, 1.0);
    stroke(context, &sail, 2.2, seed + 4, mark, 1.0);
}

fn bird(context: &mut RenderContext, at: Point, size: f64, seed: u32, mark: Color) {
    let wing = |sign: f64| {
        along(0.0, 1.0, 0.12, |part| part)
            .into_iter()
            .map(move |point| Point::new(at.x + sign * size * point.x, at.y - size * 0.42 * (point.x * 2.6).sin()))
    };
    let mut line: Vec<Point> = wing(-1.0).collect();
    line.reverse();
    line.extend(wing(1.0));
    stroke(context, &line, 2.2, seed, mark, 0.75);
}

/// The title's picture: hills and cypresses on a shore, the sun behind, the sea before it.
fn shore(sheet: &mut Sheet, motif: Motif<'_>) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let waterline = plane.height - plane.height.min(1300.0) * 0.225;
    let sun_at = Point::new(plane.width * [0.765, 0.72, 0.8][motif.variant as usize % 3], waterline - 300.0);
    sun(sheet, motif, sun_at, 205.0);
    let far = crest(motif, waterline - 8.0, 190.0, 620.0, 31);
    let near = crest(motif, waterline + 4.0, 110.0, 380.0, 47);
    sheet.lay(Medium::Wash, |context| {
        wash(context, &body(&far, waterline), backdrop.far, 0.5, 10.0, motif.seed(5));
    });
    sheet.lay(Medium::Wash, |context| {
        wash(context, &body(&near, waterline), backdrop.middle, 0.55, 8.0, motif.seed(6));
        let sea = body(&along(-OVERSCAN, plane.width + OVERSCAN, 20.0, |_| waterline), plane.height + OVERSCAN);
        wash(context, &sea, backdrop.near, 0.72, 14.0, motif.seed(8));
    });
    sheet.lay(Medium::Ink, |context| {
        stroke(context, &far, 1.4, motif.seed(9), backdrop.mark, 0.6);
        stroke(context, &near, 2.6, motif.seed(10), backdrop.mark, 0.95);
        water_lines(context, motif, waterline, plane.height, backdrop.mark);
        // The broken mirror of the sun.
        let mut random = Random::new(motif.seed(14));
        for index in 0..13_u32 {
            let y = waterline + 16.0 + f64::from(index) * 15.0;
            let length = 205.0 * random.between(0.5, 1.05) * (1.0 - f64::from(index) / 26.0);
            let x = sun_at.x + random.between(-34.0, 34.0);
            stroke(context, &along(x - length, x + length, 9.0, |_| y), 5.0, 70 + index, backdrop.sun, 0.75);
        }
    });
    sheet.lay(Medium::Paint, |context| {
        let mut random = Random::new(motif.seed(11));
        let count = (16.0 * plane.width / 1920.0).max(9.0) as u32;
        for index in 0..count {
            let x = random.unit() * plane.width;
            let height = random.between(54.0, 128.0) * (0.55 + 0.45 * x / plane.width);
            let ground = near.iter().min_by(|one, two| (one.x - x).abs().total_cmp(&(two.x - x).abs()));
            let foot = ground.map_or(waterline, |point| point.y + random.between(8.0, 26.0));
            cypress(context, motif, Point::new(x, foot.min(waterline - 4.0)), height, 500 + index);
        }
        stroke(
            context,
            &along(-OVERSCAN, plane.width + OVERSCAN, 14.0, |_| waterline),
            3.4,
            motif.seed(12),
            backdrop.mark,
            1.0,
        );
        boat(context, motif, Point::new(plane.width * 0.27, waterline + 166.0), 168.0, 801);
        boat(context, motif, Point::new(plane.width * 0.56, waterline + 58.0), 92.0, 823);
        for (index, (x, y)) in [(-330.0, -60.0), (-286.0, -92.0), (-380.0, -104.0)].into_iter().enumerate() {
            bird(context, Point::new(sun_at.x + x, sun_at.y + y), 21.0, 40 + index as u32, backdrop.mark);
        }
    });
}

/// A chapter's picture: mountains at the right, their shaded sides hatched.
fn mountains(sheet: &mut Sheet, motif: Motif<'_>) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let ground = plane.height - 120.0;
    let mut random = Random::new(motif.seed(1));
    let mut peaks: Vec<(f64, f64, f64)> = Vec::new();
    for index in 0..6 {
        let across = 0.5 + 0.1 * f64::from(index);
        let height = [190.0, 330.0, 250.0, 430.0, 300.0, 360.0][index as usize] * random.between(0.86, 1.1);
        peaks.push((plane.width * (across + random.between(-0.02, 0.02)), height, height * random.between(0.62, 0.8)));
    }
    // The far ones first, so that near ones hide them.
    peaks.sort_by(|one, two| two.1.total_cmp(&one.1));
    sun(sheet, motif, Point::new(plane.width * 0.6, ground - 430.0), 96.0);
    let hills = crest(motif, ground + 30.0, 90.0, 420.0, 60);
    for (order, (x, height, half)) in peaks.into_iter().enumerate() {
        let (jag, top) = (Noise::new(motif.seed(80 + order as u32)), Point::new(x, ground - height));
        let flank = |sign: f64| -> Vec<Point> {
            (0..=26)
                .map(|step| {
                    let down = f64::from(step) / 26.0;
                    let rough = (jag.at(down * 9.0 + if sign > 0.0 { 40.0 } else { 0.0 }) - 0.5)
                        * 46.0
                        * (down * (1.2 - down) * 3.0);
                    Point::new(x + sign * half * down.powf(1.12) + rough * 0.6, top.y + height * down + rough * 0.35)
                })
                .collect()
        };
        let (left, right) = (flank(-1.0), flank(1.0));
        // The foot is hidden behind the hills in front.
        let mut outline = vec![Point::new(x - half * 1.04, plane.height)];
        outline.extend(left.iter().rev());
        outline.extend(right.iter().copied());
        outline.push(Point::new(x + half * 1.04, plane.height));
        // The shaded side lies between the right flank and a ridge that runs down from the peak.
        let mut shaded = right.clone();
        shaded.extend((0..=14).rev().map(|step| {
            let down = f64::from(step) / 14.0;
            Point::new(x + half * 0.22 * down + (jag.at(down * 7.0 + 80.0) - 0.5) * 40.0 * down, top.y + height * down)
        }));
        sheet.lay(Medium::Paint, |context| {
            context.set_paint(crate::canvas::solid(backdrop.light.mix(backdrop.bottom, 0.4), 1.0));
            context.fill_path(&closed(&outline));
        });
        let tint = [backdrop.far, backdrop.middle, backdrop.near][order % 3];
        sheet.lay(Medium::Wash, |context| {
            wash(context, &outline, tint, 0.42, 8.0, motif.seed(90 + order as u32));
            wash(context, &shaded, deeper(tint, 0.2), 0.4, 6.0, motif.seed(95 + order as u32));
        });
        sheet.lay(Medium::Ink, |context| {
            hatch(context, &shaded, 1.08, 8.5, 1.6, motif.seed(100 + order as u32), backdrop.mark, 0.72);
            stroke(context, &outline, 3.0, motif.seed(110 + order as u32), backdrop.mark, 0.95);
        });
    }
    sheet.lay(Medium::Paint, |context| {
        context.set_paint(crate::canvas::solid(backdrop.bottom, 1.0));
        context.fill_path(&closed(&body(&hills, plane.height + OVERSCAN)));
    });
    sheet.lay(Medium::Wash, |context| {
        wash(context, &body(&hills, plane.height + OVERSCAN), backdrop.middle, 0.6, 8.0, motif.seed(120));
    });
    sheet.lay(Medium::Paint, |context| {
        stroke(context, &hills, 3.0, motif.seed(121), backdrop.mark, 1.0);
        trees_on(context, motif, &hills, 13);
        for (index, (x, y)) in [(0.71, 700.0), (0.74, 730.0), (0.68, 748.0)].into_iter().enumerate() {
            bird(context, Point::new(plane.width * x, plane.height - y), 20.0, 60 + index as u32, backdrop.mark);
        }
    });
}

/// Cypresses on a crest, close together at both edges.
fn trees_on(context: &mut RenderContext, motif: Motif<'_>, crest: &[Point], count: u32) {
    let mut random = Random::new(motif.seed(140));
    let count = (f64::from(count) * (motif.plane.width / 1920.0).max(0.6)) as u32;
    for index in 0..count {
        let inward = random.unit().powf(1.8) * 0.4;
        let across = if index % 2 == 0 { inward } else { 1.0 - inward };
        let x = across * motif.plane.width;
        let ground = crest.iter().min_by(|one, two| (one.x - x).abs().total_cmp(&(two.x - x).abs()));
        let Some(ground) = ground else { continue };
        let height = random.between(56.0, 120.0) * (1.1 - inward);
        cypress(context, motif, Point::new(x, ground.y + random.between(4.0, 16.0)), height, 600 + index);
    }
}

/// A definition's picture: the open sea with a boat at the right, the sun above.
fn sea(sheet: &mut Sheet, motif: Motif<'_>) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let waterline = plane.height - 230.0;
    let sun_at = Point::new(plane.width * 0.83, waterline - 250.0);
    sun(sheet, motif, sun_at, 150.0);
    let land = crest(motif, waterline, 70.0, 520.0, 31);
    sheet.lay(Medium::Wash, |context| {
        wash(context, &body(&land, waterline), backdrop.far, 0.5, 9.0, motif.seed(5));
        let sea = body(&along(-OVERSCAN, plane.width + OVERSCAN, 20.0, |_| waterline), plane.height + OVERSCAN);
        wash(context, &sea, backdrop.near, 0.74, 14.0, motif.seed(8));
    });
    sheet.lay(Medium::Ink, |context| {
        stroke(context, &land, 1.6, motif.seed(9), backdrop.mark, 0.7);
        water_lines(context, motif, waterline, plane.height, backdrop.mark);
        stroke(
            context,
            &along(-OVERSCAN, plane.width + OVERSCAN, 14.0, |_| waterline),
            2.6,
            motif.seed(12),
            backdrop.mark,
            0.95,
        );
    });
    sheet.lay(Medium::Paint, |context| {
        boat(context, motif, Point::new(plane.width * 0.855, waterline + 128.0), 250.0, 801);
        boat(context, motif, Point::new(plane.width * 0.71, waterline + 34.0), 66.0, 823);
    });
}

/// Low hills with trees at both edges; the middle is free.
fn meadow(sheet: &mut Sheet, motif: Motif<'_>) {
    let (plane, backdrop) = (motif.plane, motif.backdrop);
    let far = crest(motif, plane.height - 40.0, 96.0, 560.0, 31);
    let near = crest(motif, plane.height - 4.0, 70.0, 430.0, 47);
    sheet.lay(Medium::Wash, |context| {
        wash(context, &body(&far, plane.height + OVERSCAN), backdrop.far, 0.5, 10.0, motif.seed(5));
        wash(context, &body(&near, plane.height + OVERSCAN), backdrop.middle, 0.55, 8.0, motif.seed(6));
    });
    sheet.lay(Medium::Paint, |context| {
        stroke(context, &far, 1.5, motif.seed(9), backdrop.mark, 0.6);
        stroke(context, &near, 2.6, motif.seed(10), backdrop.mark, 0.95);
        trees_on(context, motif, &near, 11);
    });
}
