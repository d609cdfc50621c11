//! An element's picture, painted once for as long as its look stays, and laid over frames as often as they need it.

use vello_cpu::Pixmap;
use vello_cpu::kurbo::{Affine, Rect};

use crate::Painter;
use crate::damage::Area;
use crate::world::layer::Frame;

/// Premultiplied RGBA that is laid over a frame without moving.
pub(crate) struct Sprite {
    pixels: Pixmap,
    area: Area,
    /// First pixel of each row that is not clear, and the one behind the last.
    spans: Vec<(u32, u32)>,
    /// Where a graphics processor holds it instead.
    #[cfg(feature = "gpu")]
    texture: Option<crate::gpu::SpriteTexture>,
}

impl Sprite {
    /// Paints a sprite. `extent` is a box of the frame that nothing leaves; `paint` gets what moves the frame's left top corner to
    /// the sprite's.
    pub(crate) fn paint(extent: Rect, painter: &mut Painter, paint: impl FnOnce(&mut Painter, Affine)) -> Self {
        let size = (painter.format().width as usize, painter.format().height as usize);
        // Wider by a pixel, since a box that ends within a pixel has its softened edge on the outermost one.
        let extent = extent.inflate(1.0, 1.0);
        let area = Area::around((extent.x0, extent.y0, extent.x1, extent.y1), size.0, size.1);
        if area.is_empty() {
            return Self::clear(Area::default());
        }
        // A frame's sides are below 2^16.
        let size = ((area.right - area.left) as u16, (area.bottom - area.top) as u16);
        let origin = Affine::translate((-(area.left as f64), -(area.top as f64)));
        #[cfg(feature = "gpu")]
        if let Some(page) = &mut painter.page {
            page.brush.begin(size.0, size.1);
            paint(painter, origin);
            return Self { texture: painter.page.as_mut().and_then(|page| page.sprite()), ..Self::clear(area) };
        }
        // All of it is painted, whatever it held.
        let mut pixels = match painter.spare.take() {
            Some(mut spare) if spare.capacity() <= 4 * usize::from(size.0) * usize::from(size.1) => {
                spare.resize(size.0, size.1);
                spare.set_may_have_transparency(true);
                spare
            }
            _ => Pixmap::new(size.0, size.1),
        };
        painter.context.reset();
        paint(painter, origin);
        painter.context.flush();
        painter.context.render(&mut pixels, &mut painter.resources);
        let spans = pixels.data_as_u8_slice().chunks_exact((area.right - area.left) * 4).map(filled).collect();
        Self { pixels, spans, ..Self::clear(area) }
    }

    /// Nothing to be seen in memory.
    fn clear(area: Area) -> Self {
        Self {
            pixels: Pixmap::new(1, 1),
            area,
            spans: Vec::new(),
            #[cfg(feature = "gpu")]
            texture: None,
        }
    }

    /// What may be painted over once it is not seen any more.
    pub(crate) fn into_pixels(self) -> Pixmap {
        self.pixels
    }

    /// What a graphics processor holds of it.
    #[cfg(feature = "gpu")]
    pub(crate) fn texture(&self) -> Option<&crate::gpu::SpriteTexture> {
        self.texture.as_ref()
    }

    /// The pixels of a frame that it may touch.
    pub(crate) fn area(&self) -> Area {
        self.area
    }

    /// Whether something is painted on its outermost pixels where the frame goes on: it was cut off.
    #[cfg(test)]
    pub(crate) fn is_cut(&self, size: (usize, usize)) -> bool {
        let Area { left, top, right, bottom } = self.area;
        let row = |index: usize| self.spans.get(index).is_some_and(|(first, behind)| first < behind);
        let last = self.spans.len().wrapping_sub(1);
        let width = (right - left) as u32;
        let filled = || self.spans.iter().filter(|(first, behind)| first < behind);
        (top > 0 && row(0))
            || (bottom < size.1 && row(last))
            || (left > 0 && filled().any(|span| span.0 == 0))
            || (right < size.0 && filled().any(|span| span.1 == width))
    }

    /// Lays it over an area of a frame; `strength` of 256.
    pub(crate) fn lay(&self, frame: &mut Frame<'_>, area: Area, strength: u16) {
        let shared = area.within(self.area);
        if shared.is_empty() || strength == 0 {
            return;
        }
        let width = self.area.right - self.area.left;
        let pixels = self.pixels.data_as_u8_slice();
        for row in shared.top..shared.bottom {
            let own_row = row - self.area.top;
            let Some((first, behind)) = self.spans.get(own_row).copied() else { break };
            let from = shared.left.max(self.area.left + first as usize);
            let to = shared.right.min(self.area.left + behind as usize);
            if from >= to {
                continue;
            }
            let source = (own_row * width + from - self.area.left) * 4;
            let target = (row * frame.width + from) * 4;
            let bytes = (to - from) * 4;
            lay_row(&mut frame.pixels[target..target + bytes], &pixels[source..source + bytes], strength.into());
        }
    }
}

/// The first pixel of a row that is not clear, and the one behind the last.
fn filled(row: &[u8]) -> (u32, u32) {
    // Many pixels at a time, since most of a row is clear, then one by one.
    const MANY: usize = 32 * 4;
    let is_filled = |bytes: &[u8]| bytes.iter().fold(0, |all, byte| all | byte) != 0;
    let (blocks, _) = row.as_chunks::<MANY>();
    let clear = blocks.iter().take_while(|block| !is_filled(*block)).count() * MANY;
    let pixels = |row: &[u8]| row.as_chunks::<4>().0.iter().position(|pixel| pixel[3] != 0);
    let Some(first) = pixels(&row[clear..]).map(|index| clear / 4 + index) else { return (0, 0) };
    let (_, blocks) = row.as_rchunks::<MANY>();
    let clear = blocks.iter().rev().take_while(|block| !is_filled(*block)).count() * MANY;
    let left = row[..row.len() - clear].as_chunks::<4>().0;
    let behind = left.iter().rposition(|pixel| pixel[3] != 0).map_or(first, |last| last + 1);
    (first as u32, behind as u32)
}

fn lay_row(target: &mut [u8], source: &[u8], strength: u32) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function is compiled for. The arithmetic is the same integers.
        unsafe { lay_row_with_avx2(target, source, strength) };
        return;
    }
    lay_row_plainly(target, source, strength);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn lay_row_with_avx2(target: &mut [u8], source: &[u8], strength: u32) {
    lay_row_plainly(target, source, strength);
}

#[inline(always)]
fn lay_row_plainly(target: &mut [u8], source: &[u8], strength: u32) {
    if strength >= 256 {
        for (pixel, over) in target.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
            *pixel = over_pixel(u32::from_le_bytes(*over), u32::from_le_bytes(*pixel)).to_le_bytes();
        }
    } else {
        for (pixel, over) in target.as_chunks_mut::<4>().0.iter_mut().zip(source.as_chunks::<4>().0) {
            let over = scaled(u32::from_le_bytes(*over), strength);
            *pixel = over_pixel(over, u32::from_le_bytes(*pixel)).to_le_bytes();
        }
    }
}

/// A premultiplied color over an opaque one. No channel exceeds its alpha, so no sum exceeds 255.
#[inline(always)]
fn over_pixel(over: u32, under: u32) -> u32 {
    let clear = 255 - (over >> 24);
    // 255 must stay 255 for a clear color, so the factor runs to 256.
    over.wrapping_add(scaled(under, clear + (clear >> 7))) | 0xFF00_0000
}

/// A color times `factor` / 256, rounded.
#[inline(always)]
fn scaled(color: u32, factor: u32) -> u32 {
    let low = ((color & 0x00FF_00FF) * factor + 0x0080_0080) >> 8;
    let high = ((color >> 8) & 0x00FF_00FF) * factor + 0x0080_0080;
    (low & 0x00FF_00FF) | (high & 0xFF00_FF00)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_laid_as_the_formula_says_and_never_wrap() {
        for alpha in 0..=255_u32 {
            for color in [0, alpha / 3, alpha / 2, alpha] {
                for under in [0, 1, 7, 100, 128, 200, 254, 255_u32] {
                    for strength in [1, 60, 128, 255, 256_u32] {
                        let over = color | color << 8 | color << 16 | alpha << 24;
                        let mut target = (under | under << 8 | under << 16 | 0xFF00_0000).to_le_bytes();
                        lay_row(&mut target, &over.to_le_bytes(), strength);
                        let part = f64::from(strength) / 256.0;
                        let exact =
                            f64::from(color) * part + f64::from(under) * (1.0 - f64::from(alpha) * part / 255.0);
                        let off = (f64::from(target[0]) - exact).abs();
                        assert!(off <= 1.6, "{color} of {alpha} over {under} at {strength}: {target:?}, not {exact}");
                        assert_eq!((target[0], target[3]), (target[1], 255));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_filled_of_a_row_is_found_wherever_it_lies() {
        for count in [1, 5, 32, 33, 100] {
            assert_eq!(filled(&vec![0; count * 4]), (0, 0));
            for (first, last) in [(0, 0), (0, count - 1), (count / 2, count / 2), (count / 3, count - 1)] {
                let mut row = vec![0; count * 4];
                (row[first * 4 + 3], row[last * 4 + 3]) = (1, 200);
                assert_eq!(filled(&row), (first as u32, last as u32 + 1), "of {count}");
            }
        }
    }

    #[test]
    fn clear_and_opaque_pixels_are_exact() {
        for under in 0..=255_u8 {
            let mut target = [under, under, under, 255];
            lay_row(&mut target, &[0; 4], 256);
            assert_eq!(target, [under, under, under, 255]);
            lay_row(&mut target, &[9, 8, 7, 255], 256);
            assert_eq!(target, [9, 8, 7, 255]);
        }
    }
}
