//! A color grade: what is done to every color of a picture once, before it is drawn.

use serde::Deserialize;

/// Lift, gamma, gain and saturation, in this order, on the values of sRGB channels.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Grade {
    /// Added to the shadows of red, green and blue, -0.5 to 0.5.
    pub lift: [f64; 3],
    /// Brightness of the middle, 0.3 to 3; 1 keeps it.
    pub gamma: [f64; 3],
    /// What the lights are multiplied by, 0.3 to 2.
    pub gain: [f64; 3],
    /// 0 for gray, 1 for the picture's own colors, up to 2.
    pub saturation: f64,
}

impl Default for Grade {
    fn default() -> Self {
        Self { lift: [0.0; 3], gamma: [1.0; 3], gain: [1.0; 3], saturation: 1.0 }
    }
}

impl Grade {
    /// Whether it changes nothing.
    pub(crate) fn is_neutral(&self) -> bool {
        *self == Self::default()
    }

    /// Grades premultiplied RGBA in place: three look-ups and a mixture for each pixel.
    pub(crate) fn apply(&self, rgba: &mut [u8]) {
        let tables: [[f32; 256]; 3] = std::array::from_fn(|channel| {
            std::array::from_fn(|value| {
                let value = value as f64 / 255.0;
                let lifted = (value + self.lift[channel] * (1.0 - value)).clamp(0.0, 1.0);
                (lifted.powf(1.0 / self.gamma[channel].max(0.01)) * self.gain[channel] * 255.0).clamp(0.0, 255.0) as f32
            })
        });
        let saturation = self.saturation as f32;
        for pixel in rgba.chunks_exact_mut(4) {
            let alpha = pixel[3];
            if alpha == 0 {
                continue;
            }
            let own = |value: u8| usize::from((u32::from(value) * 255 / u32::from(alpha)).min(255) as u8);
            let graded: [f32; 3] = std::array::from_fn(|channel| tables[channel][own(pixel[channel])]);
            let gray = 0.2126 * graded[0] + 0.7152 * graded[1] + 0.0722 * graded[2];
            for (value, graded) in pixel.iter_mut().zip(graded) {
                let color = (gray + (graded - gray) * saturation).clamp(0.0, 255.0);
                *value = (color * f32::from(alpha) / 255.0 + 0.5) as u8;
            }
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
