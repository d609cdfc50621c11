//! The sky: a gradient, nebulae and stars, computed once with more than eight bits and dithered.

use std::ops::Range;

use lectern_lesson::Format;

use crate::damage::Area;
use crate::plane::Plane;
use crate::style::NightSky;
use crate::world::layer::{Frame, Placement};
use crate::world::random::{Random, grain};
use crate::world::scenery::Scenery;
use crate::{Color, Palette};

/// The open sky, or whatever else is behind everything.
pub(crate) struct Sky {
    plane: Plane,
    /// How dark the corners are.
    vignette: f64,
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    pub(crate) stars: Vec<Star>,
}

/// A star, in design pixels.
#[derive(Clone, Debug)]
pub(crate) struct Star {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) radius: f64,
    pub(crate) color: [u8; 3],
    pub(crate) opacity: f64,
    pub(crate) has_halo: bool,
    /// Radians a second of its twinkle; nothing idles faster than three seconds.
    pub(crate) pace: f64,
}

/// A soft ellipse of light in the sky: center, radii, color and opacity in its middle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nebula {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) radius_x: f64,
    pub(crate) radius_y: f64,
    pub(crate) color: Color,
    pub(crate) strength: f64,
}

impl Nebula {
    /// Its opacity at a point: full in the middle, 38 % half way out, nothing at the edge.
    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (across, down) = ((x - self.x) / self.radius_x, (y - self.y) / self.radius_y);
        if across.abs() >= 1.0 || down.abs() >= 1.0 {
            return 0.0;
        }
        let distance = across.hypot(down);
        let fall = if distance < 0.5 {
            1.0 - 1.24 * distance
        } else {
            // Smooth towards the edge, where a straight line would show as a rim.
            let rest = (1.0 - distance).max(0.0) / 0.5;
            0.38 * rest * rest * (2.0 - rest).max(0.0)
        };
        fall * self.strength
    }
}

/// How dark the corners are at a point of the plane: nothing to 55 % of the way out, then rising.
pub(crate) fn vignette(plane: Plane, x: f64, y: f64, strength: f64) -> f32 {
    let distance = ((x - plane.width / 2.0) / plane.width).hypot((y - plane.height / 2.0) / plane.height) / 0.75;
    (((distance - 0.55) / 0.45).clamp(0.0, 1.0) * strength) as f32
}

impl Sky {
    /// The sky at night.
    pub(crate) fn night(palette: &Palette, night: &NightSky, plane: Plane, format: Format) -> Self {
        let (wide, high) = (plane.width / 1920.0, plane.height / 1080.0);
        let nebulae = [
            (960.0, 540.0, 1150.0, 620.0, Color::from_hex(0x003F_3CC0), 0.46),
            (1010.0, 250.0, 760.0, 380.0, Color::from_hex(0x002F_5BD0), 0.16),
            (190.0, 980.0, 960.0, 340.0, Color::from_hex(0x008A_4FB8), 0.36),
            (1830.0, 1020.0, 780.0, 440.0, Color::from_hex(0x005B_3FB8), 0.42),
        ]
        .map(|(x, y, radius_x, radius_y, color, strength)| Nebula {
            x: x * wide,
            y: y * high,
            radius_x: radius_x * wide,
            radius_y: radius_y * high,
            color,
            strength,
        });
        let (width, height) = (format.width as usize, format.height as usize);
        let mut pixels = vec![255; width * height * 4];
        let scale = plane.width / width as f64;
        let ends = [
            palette.shade.mix(palette.board, 0.25),
            palette.board.mix(palette.ground, 0.75),
            palette.ground_low.mix(palette.ground, 0.1),
        ];
        let amplitude = 0.8 + night.grain as f32 * 255.0 * 0.3;
        for (row_index, row) in pixels.chunks_exact_mut(width * 4).enumerate() {
            let y = (row_index as f64 + 0.5) * scale;
            let down = y / plane.height;
            let mixed = |from: Color, to: Color, part: f64| {
                let channel = |one: u8, two: u8| f64::from(one) + (f64::from(two) - f64::from(one)) * part;
                [channel(from.red, to.red), channel(from.green, to.green), channel(from.blue, to.blue)]
            };
            let ground = if down < 0.55 {
                mixed(ends[0], ends[1], down / 0.55)
            } else {
                mixed(ends[1], ends[2], (down - 0.55) / 0.45)
            };
            for (column, pixel) in row.chunks_exact_mut(4).enumerate() {
                let x = (column as f64 + 0.5) * scale;
                let mut color = ground;
                for nebula in &nebulae {
                    over(&mut color, nebula.color, nebula.at(x, y));
                }
                let dark = f64::from(vignette(plane, x, y, night.vignette));
                over(&mut color, Color::from_hex(0x0002_031A), dark);
                let noise = f64::from(grain(column as u32, row_index as u32) * amplitude);
                for (value, channel) in pixel.iter_mut().zip(color) {
                    *value = (channel + noise + 0.5).clamp(0.0, 255.0) as u8;
                }
            }
        }
        Self { plane, vignette: night.vignette, pixels, width, height, stars: stars(night.stars, plane) }
    }

    /// Pixels that were painted elsewhere, without stars.
    pub(crate) fn plain(plane: Plane, pixels: Vec<u8>, format: Format) -> Self {
        let (width, height) = (format.width as usize, format.height as usize);
        Self { plane, vignette: 0.0, pixels, width, height, stars: Vec::new() }
    }

    /// Opaque RGBA of the size of the frame.
    pub(crate) fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The plane that it spans.
    pub(crate) fn plane(&self) -> Plane {
        self.plane
    }

    /// A copy of the sky with light laid over it.
    pub(crate) fn lit(&self, nebulae: &[Nebula]) -> Vec<u8> {
        let mut pixels = self.pixels.clone();
        let scale = self.plane.width / self.width as f64;
        for (row_index, row) in pixels.chunks_exact_mut(self.width * 4).enumerate() {
            let y = (row_index as f64 + 0.5) * scale;
            let near: Vec<&Nebula> = nebulae.iter().filter(|nebula| (y - nebula.y).abs() < nebula.radius_y).collect();
            if near.is_empty() {
                continue;
            }
            // Beyond the ends of all ellipses there is no light.
            let ends = |nebula: &&Nebula| (nebula.x - nebula.radius_x, nebula.x + nebula.radius_x);
            let left = near.iter().map(|nebula| ends(nebula).0).fold(f64::INFINITY, f64::min) / scale;
            let right = near.iter().map(|nebula| ends(nebula).1).fold(0.0, f64::max) / scale;
            let first = left.floor().clamp(0.0, self.width as f64) as usize;
            let behind = right.ceil().clamp(first as f64, self.width as f64) as usize;
            for (column, pixel) in row.chunks_exact_mut(4).enumerate().take(behind).skip(first) {
                let x = (column as f64 + 0.5) * scale;
                let mut color = [f64::from(pixel[0]), f64::from(pixel[1]), f64::from(pixel[2])];
                let dark = 1.0 - f64::from(vignette(self.plane, x, y, self.vignette));
                for nebula in &near {
                    over(&mut color, nebula.color, nebula.at(x, y) * dark);
                }
                // Noise of the sky beneath has faded where light lies over it; this keeps bands away there too.
                let noise = f64::from(grain(column as u32 ^ 0x5555, row_index as u32)) * 0.8;
                for (value, channel) in pixel.iter_mut().zip(color) {
                    *value = (channel + noise + 0.5).clamp(0.0, 255.0) as u8;
                }
            }
        }
        pixels
    }

    /// The size of the sky in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The columns of each row in which a lit sky may differ from the open one.
    pub(super) fn lit_columns(&self, lit: &[u8]) -> Vec<Range<usize>> {
        let rows = self.pixels.chunks_exact(self.width * 4).zip(lit.chunks_exact(self.width * 4));
        rows.map(|(open, lit)| {
            let mut pairs = open.as_chunks::<4>().0.iter().zip(lit.as_chunks::<4>().0);
            let Some(first) = pairs.position(|(open, lit)| open != lit) else { return 0..0 };
            let mut pairs = open.as_chunks::<4>().0.iter().zip(lit.as_chunks::<4>().0);
            first..pairs.rposition(|(open, lit)| open != lit).map_or(first, |last| last + 1)
        })
        .collect()
    }

    /// Fills columns of a row of a frame with the open sky, or with that of a scenery as far as it is present, of 256.
    pub(crate) fn draw(
        &self,
        frame: &mut Frame<'_>,
        row: usize,
        columns: Range<usize>,
        scenery: Option<&Scenery>,
        presence: u16,
    ) {
        let at = row * frame.width;
        let bytes = |columns: Range<usize>| (at + columns.start) * 4..(at + columns.end) * 4;
        let pixels = bytes(columns.clone());
        let Some(scenery) = scenery.filter(|_| presence > 0) else {
            frame.pixels[pixels.clone()].copy_from_slice(&self.pixels[pixels]);
            return;
        };
        if presence >= 256 {
            frame.pixels[pixels.clone()].copy_from_slice(&scenery.sky[pixels]);
            return;
        }
        frame.pixels[pixels.clone()].copy_from_slice(&self.pixels[pixels]);
        let lit = scenery.sky_columns.get(row).cloned().unwrap_or_default();
        let lit = lit.start.max(columns.start)..lit.end.min(columns.end);
        if lit.start < lit.end {
            let pixels = bytes(lit);
            blend(&mut frame.pixels[pixels.clone()], &scenery.sky[pixels], presence);
        }
    }
}

/// Mixes bytes into others; `weight` of 256.
fn blend(target: &mut [u8], lit: &[u8], weight: u16) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function is compiled for. The arithmetic is the same integers.
        unsafe { blend_with_avx2(target, lit, weight) };
        return;
    }
    blend_plainly(target, lit, weight);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn blend_with_avx2(target: &mut [u8], lit: &[u8], weight: u16) {
    blend_plainly(target, lit, weight);
}

#[inline(always)]
fn blend_plainly(target: &mut [u8], lit: &[u8], weight: u16) {
    for (value, lit) in target.iter_mut().zip(lit) {
        *value = ((u16::from(*value) * (256 - weight) + u16::from(*lit) * weight + 127) >> 8) as u8;
    }
}

/// Lays a color over another.
pub(super) fn over(under: &mut [f64; 3], color: Color, opacity: f64) {
    for (value, channel) in under.iter_mut().zip([color.red, color.green, color.blue]) {
        *value += (f64::from(channel) - *value) * opacity;
    }
}

fn stars(count: u32, plane: Plane) -> Vec<Star> {
    let mut random = Random::new(33);
    let colors = [0x00FF_FFFF, 0x00CF_D4FF, 0x00BF_EFFF, 0x00FF_E7C2].map(Color::from_hex);
    (0..count)
        .map(|_| {
            let size = random.unit();
            // Three sizes by a power law: many faint ones, a few with a halo.
            let (radius, opacity) = if size < 0.7 {
                (random.between(0.6, 1.1), random.between(0.2, 0.5))
            } else if size < 0.95 {
                (random.between(1.2, 1.9), random.between(0.45, 0.8))
            } else {
                (random.between(2.1, 3.0), 0.95)
            };
            let y = random.unit().powf(1.25) * plane.height;
            let x = random.unit() * plane.width;
            let color = colors[((random.unit() * 4.0) as usize).min(3)];
            Star {
                x,
                y,
                radius,
                color: [color.red, color.green, color.blue],
                opacity: opacity * (1.0 - 0.7 * y / plane.height),
                has_halo: size >= 0.95,
                pace: random.between(1.0, 2.0),
            }
        })
        .collect()
}

impl Star {
    /// Where the camera sees its middle, in output pixels.
    pub(crate) fn at(&self, place: Placement, scale: f64, width: usize, height: usize) -> (f64, f64) {
        let (middle_x, middle_y) = (width as f64 / 2.0, height as f64 / 2.0);
        (
            (self.x * scale - middle_x) * place.scale + middle_x + place.x,
            (self.y * scale - middle_y) * place.scale + middle_y + place.y,
        )
    }

    /// How far its light reaches from its middle, in design pixels.
    pub(crate) fn reach(&self) -> f64 {
        if self.has_halo { self.radius * 5.0 } else { self.radius }
    }

    /// Draws what of it lies in an area, where the camera sees it.
    pub(crate) fn draw(&self, frame: &mut Frame<'_>, area: Area, place: Placement, scale: f64, opacity: f64) {
        if opacity < 0.01 {
            return;
        }
        let (x, y) = self.at(place, scale, frame.width, frame.height);
        if self.has_halo {
            frame.star_halo(area, x, y, self.radius * 5.0 * scale, self.color, opacity * 0.3);
        }
        frame.star(area, x, y, self.radius * scale, self.color, opacity);
    }
}
