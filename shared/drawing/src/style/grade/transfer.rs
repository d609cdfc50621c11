//! Style transfer: the colors of a foreign picture brought nearer to those of a style (Reinhard, Ashikhmin, Gooch and Shirley, "Color
//! Transfer between Images", 2001), in Oklab (Ottosson 2020), where equal distances look equally large.

use vello_cpu::peniko::color::{ColorSpace, Oklab, Srgb};

use crate::Color;
use crate::style::Palette;

/// Pixels that tell as much as all of a picture.
const SAMPLES: usize = 20_000;

/// How far a channel's spread may be changed: what is flat is not made to shout, and what is varied not made flat.
const SPREAD: std::ops::RangeInclusive<f32> = 0.6..=1.6;

/// How the colors of something lie in Oklab: mean and standard deviation of lightness (0 to 1) and of its two axes of color.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Colors {
    mean: [f32; 3],
    deviation: [f32; 3],
}

impl Colors {
    /// Those of a picture's pixels, premultiplied RGBA; what is transparent does not count. None without any pixel.
    pub(crate) fn of_pixels(rgba: &[u8]) -> Option<Self> {
        Self::of(samples(rgba))
    }

    /// Those of a style's frames: its palette by the share that each color has of an ordinary frame. Ground takes most of it, what
    /// stands on it some, accents little.
    pub(crate) fn of_palette(palette: &Palette) -> Self {
        let shares = [
            (palette.ground, 0.34),
            (palette.ground_low, 0.2),
            (palette.shade, 0.1),
            (palette.panel_top, 0.08),
            (palette.panel_bottom, 0.06),
            (palette.text, 0.08),
            (palette.flow, 0.06),
            (palette.result, 0.04),
            (palette.structure, 0.02),
            (palette.opposite, 0.02),
        ];
        let color = |color: Color| [color.red, color.green, color.blue].map(|value| f32::from(value) / 255.0);
        Self::weighted(shares.into_iter().map(|(one, share)| (color(one), share))).expect("a palette has colors")
    }

    /// Those of sRGB colors (0 to 1), which all count alike; none of none.
    pub(crate) fn of(colors: impl Iterator<Item = [f32; 3]>) -> Option<Self> {
        Self::weighted(colors.map(|color| (color, 1.0)))
    }

    fn weighted(colors: impl Iterator<Item = ([f32; 3], f32)>) -> Option<Self> {
        let (mut weight, mut sum, mut squares) = (0.0_f64, [0.0_f64; 3], [0.0_f64; 3]);
        for (color, share) in colors {
            weight += f64::from(share);
            for (axis, value) in to_oklab(color).into_iter().enumerate() {
                sum[axis] += f64::from(value) * f64::from(share);
                squares[axis] += f64::from(value).powi(2) * f64::from(share);
            }
        }
        (weight > 0.0).then(|| {
            let mean = sum.map(|sum| sum / weight);
            let deviation = [0, 1, 2].map(|axis| (squares[axis] / weight - mean[axis].powi(2)).max(0.0).sqrt() as f32);
            Self { mean: mean.map(|mean| mean as f32), deviation }
        })
    }

    /// How far two lie apart: the Fréchet distance of normal distributions with these means and deviations, the axes taken as
    /// independent; 0 for the same colors, about 1 for black and white.
    pub(crate) fn distance(&self, other: &Self) -> f64 {
        let part = |one: [f32; 3], two: [f32; 3]| -> f64 {
            one.into_iter().zip(two).map(|(one, two)| f64::from(one - two).powi(2)).sum()
        };
        (part(self.mean, other.mean) + part(self.deviation, other.deviation)).sqrt()
    }

    /// What an sRGB color (0 to 1) of a picture with these colors becomes in one with the `other` ones, at a strength from 0 (itself)
    /// to 1.
    pub(crate) fn brought_to(&self, other: &Self, strength: f32, color: [f32; 3]) -> [f32; 3] {
        let own = to_oklab(color);
        let moved = [0, 1, 2].map(|axis| {
            let spread = (other.deviation[axis] / self.deviation[axis].max(1e-4)).clamp(*SPREAD.start(), *SPREAD.end());
            let wanted = other.mean[axis] + (own[axis] - self.mean[axis]) * spread;
            own[axis] + (wanted - own[axis]) * strength
        });
        from_oklab(moved)
    }
}

/// Pixels of premultiplied RGBA that stand for all, as sRGB colors (0 to 1); what is transparent is none of them.
pub(crate) fn samples(rgba: &[u8]) -> impl Iterator<Item = [f32; 3]> {
    let step = (rgba.len() / 4 / SAMPLES).max(1);
    rgba.chunks_exact(4).step_by(step).filter(|pixel| pixel[3] > 127).map(|pixel| {
        let alpha = f32::from(pixel[3]);
        [0, 1, 2].map(|channel| (f32::from(pixel[channel]) / alpha).min(1.0))
    })
}

fn to_oklab(color: [f32; 3]) -> [f32; 3] {
    Oklab::from_linear_srgb(Srgb::to_linear_srgb(color))
}

fn from_oklab(color: [f32; 3]) -> [f32; 3] {
    Srgb::from_linear_srgb(Oklab::to_linear_srgb(color)).map(|value| value.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Style;

    /// A green meadow under a light sky.
    fn meadow() -> Vec<u8> {
        (0..64_u8)
            .flat_map(|row| {
                (0..64_u8).flat_map(move |column| {
                    if row < 24 {
                        [150 + row, 190, 230 - column / 4, 255]
                    } else {
                        [60 + column / 2, 120 + row, 40, 255]
                    }
                })
            })
            .collect()
    }

    #[test]
    fn the_distance_to_the_style_falls_with_the_strength() {
        for style in Style::names().into_iter().filter_map(Style::named) {
            let reference = Colors::of_palette(&style.palette);
            let own = Colors::of_pixels(&meadow()).expect("has pixels");
            let mut before = own.distance(&reference);
            for strength in [0.2, 0.4, 0.6, 0.8] {
                let moved: Vec<u8> = meadow()
                    .chunks_exact(4)
                    .flat_map(|pixel| {
                        let color = [0, 1, 2].map(|channel| f32::from(pixel[channel]) / 255.0);
                        let [red, green, blue] =
                            own.brought_to(&reference, strength, color).map(|value| (value * 255.0).round() as u8);
                        [red, green, blue, 255]
                    })
                    .collect();
                let distance = Colors::of_pixels(&moved).expect("has pixels").distance(&reference);
                assert!(distance < before, "{} at {strength}: {distance} and before {before}", style.name);
                before = distance;
            }
        }
    }

    #[test]
    fn at_no_strength_nothing_changes() {
        let reference = Colors::of_palette(&Style::named("museum").expect("ships").palette);
        let own = Colors::of_pixels(&meadow()).expect("has pixels");
        for color in [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [0.2, 0.6, 0.9]] {
            for (found, wanted) in own.brought_to(&reference, 0.0, color).into_iter().zip(color) {
                assert!((found - wanted).abs() < 1e-3, "{color:?} becomes {found}");
            }
        }
        assert!(own.distance(&own) < 1e-9);
        assert!(Colors::of_pixels(&[10, 10, 10, 0]).is_none(), "what is transparent has no color");
    }
}
