//! How the things of the night are painted: ridges, clouds, moon, water, hills, trees.

use vello_cpu::RenderContext;
use vello_cpu::kurbo::{Affine, BezPath, Circle, Point, Rect as KurboRect, RoundedRect, Shape, Stroke};
use vello_cpu::peniko::Gradient;

use crate::Color;
use crate::canvas::{glow_stops, radial, solid, stops};
use crate::plane::Plane;
use crate::world::random::Noise;

/// The width that ridges are shaped for: a narrower plane shows less of a ridge, not a steeper one.
const RIDGE_WIDTH: f64 = 1920.0;

/// How far layers reach beyond the frame, so that a moving camera finds no edge.
pub(crate) const OVERSCAN: f64 = 80.0;

/// A mountain ridge: folded noise in five octaves.
#[derive(Clone, Debug)]
pub(crate) struct Ridge {
    /// The foot of the mountains.
    pub(crate) y: f64,
    /// Height of the highest peaks.
    pub(crate) height: f64,
    pub(crate) seed: u32,
    /// How many mountains fit the width.
    pub(crate) frequency: f64,
    /// How much each finer octave adds, 0 to 1.
    pub(crate) roughness: f64,
    /// Where the mountains are highest: 0 left, 1 right; none for even ones.
    pub(crate) summit: Option<f64>,
    pub(crate) top: Color,
    pub(crate) bottom: Color,
    pub(crate) rim: Color,
    pub(crate) rim_opacity: f64,
    /// Where its fill ends.
    pub(crate) floor: f64,
    /// How wide the plane is that it spans.
    pub(crate) span: f64,
}

impl Ridge {
    /// Height of the crest at `x` as a y coordinate.
    fn crest(&self) -> Vec<Point> {
        let octaves: Vec<Noise> = (0..5).map(|octave| Noise::new(self.seed.wrapping_add(octave * 17))).collect();
        let steps = ((self.span + 2.0 * OVERSCAN) / 8.0) as usize + 1;
        (0..=steps)
            .map(|step| {
                let x = step as f64 * 8.0 - OVERSCAN;
                let (mut value, mut strength) = (0.0, 1.0);
                for (octave, noise) in octaves.iter().enumerate() {
                    let place = x / RIDGE_WIDTH * self.frequency * f64::from(1_u32 << octave) + octave as f64 * 9.0;
                    value += (1.0 - (noise.at(place) * 2.0 - 1.0).abs()) * strength;
                    strength *= self.roughness;
                }
                let swell = self.summit.map_or(1.0, |summit| {
                    let near = 1.0 - ((x / self.span - summit).abs() / 0.6).min(1.0);
                    0.42 + 0.68 * near * near * (3.0 - 2.0 * near)
                });
                Point::new(x, self.y - self.height * value / 1.9 * swell)
            })
            .collect()
    }

    /// Highest point of its crest.
    pub(crate) fn highest(&self) -> f64 {
        self.crest().iter().map(|point| point.y).fold(self.y, f64::min)
    }

    pub(crate) fn paint(&self, context: &mut RenderContext) {
        let crest = self.crest();
        let mut line = BezPath::new();
        for (index, point) in crest.iter().enumerate() {
            if index == 0 { line.move_to(*point) } else { line.line_to(*point) }
        }
        let mut body = line.clone();
        body.line_to((self.span + OVERSCAN, self.floor));
        body.line_to((-OVERSCAN, self.floor));
        body.close_path();
        let end = self.floor.min(self.y + self.height * 0.6);
        let list = [(0.0, self.top, 1.0), (1.0, self.bottom, 1.0)];
        context.set_paint(
            Gradient::new_linear((0.0, self.y - self.height), (0.0, end)).with_stops(&stops(&list, 1.0)[..]),
        );
        context.fill_path(&body);
        context.set_stroke(Stroke::new(2.5));
        context.set_paint(solid(self.rim, self.rim_opacity));
        context.stroke_path(&line);
    }
}

/// A soft hill: two sines.
#[derive(Clone, Debug)]
pub(crate) struct Hill {
    pub(crate) y: f64,
    pub(crate) height: f64,
    pub(crate) phase: f64,
    pub(crate) waves: f64,
    pub(crate) top: Color,
    pub(crate) bottom: Color,
    pub(crate) rim: Option<Color>,
    /// The plane that it spans.
    pub(crate) plane: Plane,
}

impl Hill {
    /// The hill's crest at `x`.
    pub(crate) fn crest(&self, x: f64) -> f64 {
        let turn = x / self.plane.width * self.waves;
        self.y
            - self.height * (0.5 + 0.5 * (turn * std::f64::consts::TAU + self.phase).sin())
            - self.height * 0.25 * (turn * 15.0 + self.phase * 2.0).sin()
    }

    pub(crate) fn paint(&self, context: &mut RenderContext) {
        let mut line = BezPath::new();
        let mut x = -OVERSCAN;
        line.move_to((x, self.crest(x)));
        while x < self.plane.width + OVERSCAN {
            x += 10.0;
            line.line_to((x, self.crest(x)));
        }
        let mut body = line.clone();
        body.line_to((self.plane.width + OVERSCAN, self.plane.height + OVERSCAN));
        body.line_to((-OVERSCAN, self.plane.height + OVERSCAN));
        body.close_path();
        let list = [(0.0, self.top, 1.0), (1.0, self.bottom, 1.0)];
        context.set_paint(
            Gradient::new_linear((0.0, self.y - self.height * 1.3), (0.0, self.plane.height))
                .with_stops(&stops(&list, 1.0)[..]),
        );
        context.fill_path(&body);
        if let Some(rim) = self.rim {
            context.set_stroke(Stroke::new(2.0));
            context.set_paint(solid(rim, 0.45));
            context.stroke_path(&line);
        }
    }
}

/// A swell of the sea.
#[derive(Clone, Debug)]
pub(crate) struct Swell {
    pub(crate) y: f64,
    pub(crate) height: f64,
    pub(crate) length: f64,
    pub(crate) phase: f64,
    pub(crate) top: Color,
    pub(crate) bottom: Color,
    pub(crate) rim: Color,
    /// The plane that it spans.
    pub(crate) plane: Plane,
}

impl Swell {
    pub(crate) fn paint(&self, context: &mut RenderContext) {
        let Self { y, height, length, phase, plane, .. } = *self;
        let crest = |x: f64| {
            y + height * (x / length * std::f64::consts::TAU + phase).sin()
                + height * 0.4 * (x / length * 13.0 + phase * 1.7).sin()
        };
        let mut line = BezPath::new();
        let mut x = -OVERSCAN;
        line.move_to((x, crest(x)));
        while x < plane.width + OVERSCAN {
            x += 8.0;
            line.line_to((x, crest(x)));
        }
        let mut body = line.clone();
        body.line_to((plane.width + OVERSCAN, plane.height + OVERSCAN));
        body.line_to((-OVERSCAN, plane.height + OVERSCAN));
        body.close_path();
        let list = [(0.0, self.top, 1.0), (1.0, self.bottom, 1.0)];
        context
            .set_paint(Gradient::new_linear((0.0, y - height), (0.0, plane.height)).with_stops(&stops(&list, 1.0)[..]));
        context.fill_path(&body);
        context.set_stroke(Stroke::new(3.0));
        context.set_paint(solid(self.rim, 0.5));
        context.stroke_path(&line);
    }
}

/// The puffs of a cloud: x, y and radius as fractions of its width.
const PUFFS: [(f64, f64, f64); 6] = [
    (-0.5, 0.02, 0.13),
    (-0.37, -0.07, 0.18),
    (-0.17, -0.17, 0.23),
    (0.09, -0.23, 0.26),
    (0.3, -0.1, 0.2),
    (0.47, 0.01, 0.15),
];

/// A cloud of puffs clipped as one shape, each with its own top light, and a flat dark base.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    /// Where the light comes from: 0 left, 1 right.
    pub(crate) light: f64,
    pub(crate) top: Color,
    pub(crate) body: Color,
    pub(crate) base: Color,
    pub(crate) opacity: f64,
}

impl Cloud {
    /// Left, top, right and bottom of what it covers.
    pub(crate) fn bounds(&self) -> lectern_lesson::Rect {
        let (x, y, width) = (self.x, self.y, self.width);
        lectern_lesson::Rect::new(x - width * 0.66, y - width * 0.52, width * 1.32, width * 0.72)
    }

    pub(crate) fn paint(&self, context: &mut RenderContext) {
        let (x, y, width) = (self.x, self.y, self.width);
        let base = y + 0.13 * width;
        let puffs: Vec<Circle> =
            PUFFS.iter().map(|(a, b, r)| Circle::new((x + a * width, y + b * width), r * width)).collect();
        let mut outline =
            RoundedRect::new(x - 0.63 * width, y - 0.1 * width, x + 0.62 * width, y + 0.15 * width, 0.125 * width)
                .to_path(0.1);
        for puff in &puffs {
            outline.extend(puff.to_path(0.1));
        }
        context.push_layer(Some(&outline), None, Some(self.opacity as f32), None, None);
        let everything = KurboRect::new(x - width, y - width, x + width, y + width);
        let body = [(0.0, self.body, 1.0), (1.0, self.base, 1.0)];
        context
            .set_paint(Gradient::new_linear((0.0, y - 0.48 * width), (0.0, base)).with_stops(&stops(&body, 1.0)[..]));
        context.fill_rect(&everything);
        let mut sorted = puffs;
        sorted.sort_by(|one, two| one.center.y.total_cmp(&two.center.y));
        for puff in sorted {
            let diameter = puff.radius * 2.0;
            let lit = Point::new(
                puff.center.x - puff.radius + self.light * diameter,
                puff.center.y - puff.radius + 0.12 * diameter,
            );
            let list = [(0.0, self.top, 0.8), (0.45, self.top, 0.8 * 0.28), (1.0, self.top, 0.0)];
            context.set_paint(radial(lit, 0.75 * diameter, &list, 1.0));
            context.fill_path(&puff.to_path(0.1));
        }
        let shade = [(0.0, self.base, 0.0), (1.0, self.base, 0.95)];
        context
            .set_paint(Gradient::new_linear((0.0, y - 0.05 * width), (0.0, base)).with_stops(&stops(&shade, 1.0)[..]));
        context.fill_rect(&KurboRect::new(x - width, y - 0.05 * width, x + width, y + 0.25 * width));
        context.pop_layer();
    }
}

/// Craters of the moon: x, y and radius as fractions of its own.
const CRATERS: [(f64, f64, f64); 5] =
    [(-0.35, -0.2, 0.22), (0.25, 0.3, 0.3), (0.42, -0.38, 0.14), (-0.3, 0.48, 0.13), (-0.02, -0.6, 0.1)];

/// The moon with its craters and its light.
pub(crate) fn moon(context: &mut RenderContext, center: Point, radius: f64) {
    for (reach, color, strength) in [(4.6, 0x00C9_C6FF, 0.42), (2.0, 0x00FF_F3D6, 0.55)] {
        let color = Color::from_hex(color);
        context.set_paint(radial(center, radius * reach, &glow_stops(color, strength), 1.0));
        context.fill_path(&Circle::new(center, radius * reach).to_path(0.1));
    }
    let disc = Circle::new(center, radius).to_path(0.05);
    let lit = Point::new(center.x - radius * 0.24, center.y - radius * 0.3);
    let list = [
        (0.0, Color::from_hex(0x00FF_FDF3), 1.0),
        (0.6, Color::from_hex(0x00F6_E9CC), 1.0),
        (1.0, Color::from_hex(0x00C9_B7D9), 1.0),
    ];
    context.set_paint(radial(lit, radius * 1.6, &list, 1.0));
    context.fill_path(&disc);
    context.push_clip_path(&disc);
    context.set_paint(solid(Color::from_hex(0x00B9_A9CC), 0.3));
    for (x, y, size) in CRATERS {
        let crater = Circle::new((center.x + x * radius, center.y + y * radius), size * radius);
        context.fill_path(&crater.to_path(0.1));
    }
    context.pop_clip();
}

/// A pine with a lit right side.
pub(crate) fn pine(context: &mut RenderContext, x: f64, y: f64, height: f64, dark: Color, lit: Option<Color>) {
    let right = [(0.13, 0.66), (0.07, 0.66), (0.19, 0.36), (0.1, 0.36), (0.25, 0.04)];
    let mut tree = BezPath::new();
    tree.move_to((x, y - height));
    for (dx, dy) in right {
        tree.line_to((x + height * dx, y - height * dy));
    }
    for (dx, dy) in right.iter().rev() {
        tree.line_to((x - height * dx, y - height * dy));
    }
    tree.close_path();
    context.set_paint(solid(dark, 1.0));
    context.fill_path(&tree);
    if let Some(lit) = lit {
        let mut side = BezPath::new();
        side.move_to((x, y - height));
        for (dx, dy) in right {
            side.line_to((x + height * dx, y - height * dy));
        }
        side.line_to((x + height * 0.08, y - height * 0.04));
        side.close_path();
        context.set_paint(solid(lit, 0.55));
        context.fill_path(&side);
    }
}

/// An ellipse of light: a radial gradient, stretched.
pub(crate) fn ellipse_light(context: &mut RenderContext, center: Point, radii: (f64, f64), list: &[(f64, Color, f64)]) {
    let before = *context.transform();
    context.set_transform(
        before * Affine::translate(center.to_vec2()) * Affine::scale_non_uniform(1.0, radii.1 / radii.0),
    );
    context.set_paint(radial(Point::ORIGIN, radii.0, list, 1.0));
    context.fill_path(&Circle::new(Point::ORIGIN, radii.0).to_path(0.1));
    context.set_transform(before);
}
