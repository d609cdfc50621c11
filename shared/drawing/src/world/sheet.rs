//! A surface while it is drawn on: ink, washes, chalk, paint and light are laid over its texture once.

use vello_cpu::kurbo::Affine;
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use crate::world::random::grain;
use crate::world::sky::{Nebula, over};
use crate::world::texture::octaves;

/// How color takes to a surface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// It is multiplied with what it is printed on, so that the paper shows through.
    Ink,
    /// Ink in water: multiplied, and cloudy where the pigment settled.
    Wash,
    /// It covers the raised grain of a board and leaves out its pores.
    Chalk,
    /// It covers.
    Paint,
}

/// A surface of the size of a frame.
pub(super) struct Sheet {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    /// Output pixels for each design pixel.
    scale: f64,
}

impl Sheet {
    /// A sheet with these opaque pixels.
    pub(super) fn new(pixels: Vec<u8>, size: (usize, usize), scale: f64) -> Self {
        Self { pixels, width: size.0, height: size.1, scale }
    }

    /// Lays what is painted in design pixels on the sheet.
    pub(super) fn lay(&mut self, medium: Medium, paint: impl FnOnce(&mut RenderContext)) {
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut context = RenderContext::new_with(self.width as u16, self.height as u16, settings);
        context.set_transform(Affine::scale(self.scale));
        paint(&mut context);
        let mut painted = Pixmap::new(self.width as u16, self.height as u16);
        context.flush();
        context.render(&mut painted, &mut Resources::new());
        let rows = self.pixels.chunks_exact_mut(self.width * 4);
        for (row, (under, laid)) in rows.zip(painted.data_as_u8_slice().chunks_exact(self.width * 4)).enumerate() {
            let y = (row as f64 + 0.5) / self.scale;
            for (column, (under, laid)) in under.chunks_exact_mut(4).zip(laid.chunks_exact(4)).enumerate() {
                let alpha = f64::from(laid[3]) / 255.0;
                if alpha <= 0.0 {
                    continue;
                }
                let x = (column as f64 + 0.5) / self.scale;
                let kept = match medium {
                    Medium::Ink | Medium::Paint => 1.0,
                    Medium::Wash => 0.72 + 0.5 * octaves(x, y, 110.0, 4, 101),
                    Medium::Chalk => chalk(x, y, alpha),
                };
                let noise = f64::from(grain(column as u32, row as u32 ^ 0x3333)) * 0.6;
                for (value, color) in under.iter_mut().zip(laid).take(3) {
                    let below = f64::from(*value);
                    let color = (f64::from(*color) / alpha).min(255.0);
                    let target = match medium {
                        Medium::Ink | Medium::Wash => below * color / 255.0,
                        Medium::Chalk | Medium::Paint => color,
                    };
                    *value = (below + (target - below) * (alpha * kept).clamp(0.0, 1.0) + noise + 0.5) as u8;
                }
            }
        }
    }

    /// Lays soft light on the sheet, with more than eight bits and dithered.
    pub(super) fn light(&mut self, lights: &[Nebula]) {
        for (row, pixels) in self.pixels.chunks_exact_mut(self.width * 4).enumerate() {
            let y = (row as f64 + 0.5) / self.scale;
            let near: Vec<&Nebula> = lights.iter().filter(|light| (y - light.y).abs() < light.radius_y).collect();
            if near.is_empty() {
                continue;
            }
            for (column, pixel) in pixels.chunks_exact_mut(4).enumerate() {
                let x = (column as f64 + 0.5) / self.scale;
                let mut color = [f64::from(pixel[0]), f64::from(pixel[1]), f64::from(pixel[2])];
                for light in &near {
                    over(&mut color, light.color, light.at(x, y));
                }
                let noise = f64::from(grain(column as u32 ^ 0x5555, row as u32)) * 0.8;
                for (value, channel) in pixel.iter_mut().zip(color) {
                    *value = (channel + noise + 0.5).clamp(0.0, 255.0) as u8;
                }
            }
        }
    }

    /// The finished pixels.
    pub(super) fn into_pixels(self) -> Vec<u8> {
        self.pixels
    }
}

/// How much of a chalk stroke stays on the board at a point.
fn chalk(x: f64, y: f64, alpha: f64) -> f64 {
    let pores = octaves(x, y, 5.0, 2, 211) + 0.5 * octaves(x, y, 60.0, 2, 223);
    (0.62 + pores * 1.1 + (alpha - 0.5) * 0.3).clamp(0.08, 0.96)
}
