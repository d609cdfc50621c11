//! A color grade: what is done to every color of a picture once, before it is drawn.

mod cube;
mod transfer;

use serde::Deserialize;

pub use cube::{Cube, CubeError};

use crate::style::Palette;
use transfer::Colors;

/// Entries along a side of the table in which all that is done to a picture is laid down, when that is more than three look-ups.
const WHOLE_SIZE: usize = 33;

/// Transfer, lift, gamma, gain, saturation and a table, in this order, on the values of sRGB channels.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Grade {
    /// How far the colors of a photograph are brought to those of the style, 0 to 1; drawings keep theirs, which may mean something.
    pub transfer: f64,
    /// Added to the shadows of red, green and blue, -0.5 to 0.5.
    pub lift: [f64; 3],
    /// Brightness of the middle, 0.3 to 3; 1 keeps it.
    pub gamma: [f64; 3],
    /// What the lights are multiplied by, 0.3 to 2.
    pub gain: [f64; 3],
    /// 0 for gray, 1 for the picture's own colors, up to 2.
    pub saturation: f64,
    /// A table of colors; in a style's file the name of a `.cube` file beside it.
    pub lut: Option<Cube>,
}

impl Default for Grade {
    fn default() -> Self {
        Self { transfer: 0.0, lift: [0.0; 3], gamma: [1.0; 3], gain: [1.0; 3], saturation: 1.0, lut: None }
    }
}

impl Grade {
    /// Whether it changes nothing.
    pub(crate) fn is_neutral(&self) -> bool {
        *self == Self::default()
    }

    /// Grades the premultiplied RGBA of a photograph in place, brought to the colors of a palette first.
    pub(crate) fn apply_to_photograph(&self, rgba: &mut [u8], palette: &Palette) {
        let own = Colors::of_pixels(rgba).filter(|_| self.transfer > 0.0);
        let Some(own) = own else { return self.apply(rgba) };
        let whole = Cube::of(WHOLE_SIZE, self.of_photograph(own, palette));
        repaint(rgba, |color| whole.color(color));
    }

    /// How far the colors of a photograph lie from those of a palette, as they are and as graded; none without a pixel.
    pub(crate) fn distances(&self, rgba: &[u8], palette: &Palette) -> Option<(f64, f64)> {
        let (own, reference) = (Colors::of_pixels(rgba)?, Colors::of_palette(palette));
        let graded = Colors::of(transfer::samples(rgba).map(self.of_photograph(own, palette)))?;
        Some((own.distance(&reference), graded.distance(&reference)))
    }

    /// What the colors of a photograph become, which lie like `own`.
    fn of_photograph(&self, own: Colors, palette: &Palette) -> impl Fn([f32; 3]) -> [f32; 3] {
        let (reference, tables, strength) = (Colors::of_palette(palette), self.tables(), self.transfer as f32);
        move |color| self.color(&tables, own.brought_to(&reference, strength, color))
    }

    /// Grades premultiplied RGBA in place: three look-ups and a mixture for each pixel, and one in the table if there is one.
    pub(crate) fn apply(&self, rgba: &mut [u8]) {
        let tables = self.tables();
        repaint(rgba, |color| self.color(&tables, color));
    }

    /// What the 256 values of each channel become before saturation, from 0 to 1.
    fn tables(&self) -> [[f32; 256]; 3] {
        std::array::from_fn(|channel| {
            std::array::from_fn(|value| {
                let value = value as f64 / 255.0;
                let lifted = (value + self.lift[channel] * (1.0 - value)).clamp(0.0, 1.0);
                (lifted.powf(1.0 / self.gamma[channel].max(0.01)) * self.gain[channel]).clamp(0.0, 1.0) as f32
            })
        })
    }

    /// What a color becomes, without transfer.
    fn color(&self, tables: &[[f32; 256]; 3], color: [f32; 3]) -> [f32; 3] {
        let graded: [f32; 3] = std::array::from_fn(|channel| {
            let at = color[channel].clamp(0.0, 1.0) * 255.0;
            let (low, part) = (at as usize, at.fract());
            let table = &tables[channel];
            table[low] + (table[(low + 1).min(255)] - table[low]) * part
        });
        let gray = 0.2126 * graded[0] + 0.7152 * graded[1] + 0.0722 * graded[2];
        let colored = graded.map(|value| (gray + (value - gray) * self.saturation as f32).clamp(0.0, 1.0));
        self.lut.as_ref().map_or(colored, |table| table.color(colored))
    }
}

/// Gives each pixel of premultiplied RGBA the color that its own one becomes; what is transparent stays.
fn repaint(rgba: &mut [u8], color: impl Fn([f32; 3]) -> [f32; 3]) {
    for pixel in rgba.chunks_exact_mut(4) {
        let alpha = pixel[3];
        if alpha == 0 {
            continue;
        }
        let own = |value: u8| (u32::from(value) * 255 / u32::from(alpha)).min(255) as f32 / 255.0;
        let painted = color([own(pixel[0]), own(pixel[1]), own(pixel[2])]);
        for (value, painted) in pixel.iter_mut().zip(painted) {
            *value = (painted.clamp(0.0, 1.0) * f32::from(alpha) + 0.5) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neutral_grade_changes_nothing() {
        let mut pixels: Vec<u8> = (0..=255).flat_map(|value| [value, 255 - value, value / 2, 255]).collect();
        let before = pixels.clone();
        Grade::default().apply(&mut pixels);
        assert_eq!(pixels, before);
    }

    #[test]
    fn gray_has_no_color_and_alpha_stays() {
        let mut pixels = vec![200, 40, 90, 255, 50, 10, 20, 60];
        Grade { saturation: 0.0, ..Grade::default() }.apply(&mut pixels);
        assert!(pixels[0] == pixels[1] && pixels[1] == pixels[2]);
        assert_eq!((pixels[3], pixels[7]), (255, 60));
        assert!(pixels[4..7].iter().all(|value| *value <= 60), "premultiplied colors stay below their alpha");
    }
}
