//! Painted layers of the world and how they are laid over a frame at any scale and fraction of a pixel.

use std::ops::Range;

use vello_cpu::kurbo::Affine;
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use lectern_lesson::Rect;

use crate::damage::Area;
use crate::world::random::grain;
use crate::world::resample::{PAD, Resampled, mix_rows};

/// A painted layer: premultiplied RGBA at the size of the output.
pub(crate) struct Layer {
    pixels: Vec<u8>,
    width: usize,
    height: usize,
    /// Where its left top corner lies on the frame at rest, in output pixels.
    x: f64,
    y: f64,
    /// First and last pixel of each row that is not clear.
    spans: Vec<(u32, u32)>,
    /// The least of the first and the greatest of the last.
    extent: (u32, u32),
    /// First pixel of the longest opaque part of each row, and the one behind its last.
    solid: Vec<(u32, u32)>,
}

/// Where a layer is laid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placement {
    /// Enlargement about the middle of the frame.
    pub(crate) scale: f64,
    /// Offset in output pixels.
    pub(crate) x: f64,
    pub(crate) y: f64,
    /// 0 to 1.
    pub(crate) opacity: f64,
}

/// A length on a grid of quarters of a pixel: slower motion than a step a frame rests between two of them. Nobody sees such a step,
/// and what rests is neither painted nor encoded again.
pub(crate) fn stepped(pixels: f64) -> f64 {
    (pixels * 4.0).round() / 4.0
}

/// How a layer is laid over a row of a frame.
pub(crate) struct LaidRow {
    /// The row of the layer that it lies on or below; the next one lies below it. Both may lie outside.
    pub(crate) upper: i64,
    /// The share of the next one, of 256.
    pub(crate) weight: u32,
    /// The first pixel of the two rows that is not clear, and the one behind the last.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The columns of the frame that they may touch.
    pub(crate) columns: Range<usize>,
    /// Where the first of these columns lies on the layer, in 65,536ths of a pixel and counted from two pixels before `start`: with
    /// clear pixels on both sides, reading one too far at either end finds nothing there.
    pub(crate) begin: usize,
    /// The columns in which nothing behind the layer is seen.
    pub(crate) solid: Range<usize>,
}

/// How far the source advances for each pixel of the frame, in 65,536ths of a pixel.
pub(crate) fn step(scale: f64) -> usize {
    (65_536.0 / scale).round() as usize
}

/// An opacity of 0 to 1 as parts of 256.
pub(crate) fn strength(opacity: f64) -> u32 {
    (opacity.clamp(0.0, 1.0) * 256.0).round() as u32
}

/// A row of a layer, kept between rows and frames so that nothing is allocated.
#[derive(Default)]
pub(crate) struct Scratch {
    pixels: Vec<u32>,
}

/// The pixels of a frame.
pub(crate) struct Frame<'a> {
    pub(crate) pixels: &'a mut [u8],
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Layer {
    /// Paints a layer that covers `area` of the plane. `shade` darkens it as the corners of the frame are darkened.
    pub(crate) fn paint(
        area: Rect,
        scale: f64,
        shade: impl Fn(f64, f64) -> f32,
        paint: impl FnOnce(&mut RenderContext),
    ) -> Self {
        let (x, y) = ((area.x * scale).floor(), (area.y * scale).floor());
        let width = ((area.right() * scale).ceil() - x).clamp(1.0, 8192.0);
        let height = ((area.bottom() * scale).ceil() - y).clamp(1.0, 8192.0);
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut context = RenderContext::new_with(width as u16, height as u16, settings);
        context.set_transform(Affine::translate((-x, -y)) * Affine::scale(scale));
        paint(&mut context);
        let mut pixmap = Pixmap::new(width as u16, height as u16);
        context.flush();
        context.render(&mut pixmap, &mut Resources::new());
        let mut layer = Self {
            pixels: pixmap.data_as_u8_slice().to_vec(),
            width: width as usize,
            height: height as usize,
            x,
            y,
            spans: Vec::new(),
            extent: (0, 0),
            solid: Vec::new(),
        };
        layer.finish(scale, shade);
        layer
    }

    /// Its pixels with their width and height.
    #[cfg(feature = "gpu")]
    pub(crate) fn pixels(&self) -> (&[u8], usize, usize) {
        (&self.pixels, self.width, self.height)
    }

    /// A layer from pixels that are already there.
    #[cfg(test)]
    pub(crate) fn from_pixels(pixels: Vec<u8>, width: usize, height: usize, x: f64, y: f64) -> Self {
        let mut layer = Self { pixels, width, height, x, y, spans: Vec::new(), extent: (0, 0), solid: Vec::new() };
        layer.find_spans();
        layer
    }

    /// Shades, hides banding, and notes where each row begins and ends.
    fn finish(&mut self, scale: f64, shade: impl Fn(f64, f64) -> f32) {
        let ink = [2.0_f32, 3.0, 26.0];
        for (row_index, row) in self.pixels.chunks_exact_mut(self.width * 4).enumerate() {
            let plane_y = (self.y + row_index as f64 + 0.5) / scale;
            for (column, pixel) in row.chunks_exact_mut(4).enumerate() {
                if pixel[3] == 0 {
                    continue;
                }
                let dark = shade((self.x + column as f64 + 0.5) / scale, plane_y);
                let alpha = f32::from(pixel[3]) / 255.0;
                let noise = grain(column as u32, row_index as u32) * 0.7 * alpha;
                for (channel, value) in pixel[..3].iter_mut().enumerate() {
                    let shaded = f32::from(*value) * (1.0 - dark) + ink[channel] * dark * alpha;
                    *value = (shaded + noise + 0.5).clamp(0.0, 255.0 * alpha) as u8;
                }
            }
        }
        self.find_spans();
    }

    fn find_spans(&mut self) {
        self.spans = self
            .pixels
            .chunks_exact(self.width * 4)
            .map(|row| {
                let clear = |pixel: &[u8]| pixel[3] == 0;
                let first = row.chunks_exact(4).position(|pixel| !clear(pixel)).unwrap_or(self.width);
                let last = row.chunks_exact(4).rposition(|pixel| !clear(pixel)).unwrap_or(0);
                (first as u32, last as u32)
            })
            .collect();
        let filled = || self.spans.iter().filter(|(first, last)| first <= last);
        self.extent = (filled().map(|span| span.0).min().unwrap_or(0), filled().map(|span| span.1).max().unwrap_or(0));
        self.solid = self.pixels.chunks_exact(self.width * 4).map(longest_solid).collect();
    }

    /// The pixels of a frame that it may touch.
    pub(crate) fn bounds(&self, width: usize, height: usize, placement: Placement) -> Area {
        let Placement { scale, opacity, .. } = placement;
        if opacity <= 0.0 || scale <= 0.01 {
            return Area::default();
        }
        let (left, top) = self.corner((width, height), placement);
        let (first, last) = (f64::from(self.extent.0), f64::from(self.extent.1));
        let reach = (
            left + (first - 1.0) * scale - 1.0,
            top - 1.0,
            left + (last + 2.0) * scale + 1.0,
            top + self.height as f64 * scale + 2.0,
        );
        Area::around(reach, width, height)
    }

    /// Lays the layer over an area of a frame.
    pub(crate) fn lay(&self, frame: &mut Frame<'_>, area: Area, placement: Placement, scratch: &mut Scratch) {
        for row in area.top..area.bottom {
            self.lay_row(frame, row, area.left..area.right, placement, scratch);
        }
    }

    /// Where the layer's first pixel lies on a frame.
    fn corner(&self, (width, height): (usize, usize), placement: Placement) -> (f64, f64) {
        let (middle_x, middle_y) = (width as f64 / 2.0, height as f64 / 2.0);
        let left = (self.x - middle_x) * placement.scale + middle_x + placement.x;
        let top = (self.y - middle_y) * placement.scale + middle_y + placement.y;
        (left, top)
    }

    /// The two rows of the layer that a row of a frame lies between, and the share of the second of 256.
    fn rows_at(row: usize, top: f64, scale: f64) -> (i64, i64, u32) {
        let source_y = (row as f64 + 0.5 - top) / scale - 0.5;
        let upper = source_y.floor();
        (upper as i64, upper as i64 + 1, ((source_y - upper) * 256.0) as u32)
    }

    /// The columns of a row of a frame in which nothing behind the layer is seen.
    pub(crate) fn hides(&self, row: usize, size: (usize, usize), placement: Placement) -> Range<usize> {
        let Placement { scale, opacity, .. } = placement;
        if opacity < 1.0 || scale <= 0.01 {
            return 0..0;
        }
        let (left, top) = self.corner(size, placement);
        let (upper, lower, _) = Self::rows_at(row, top, scale);
        let solid = |index: i64| self.solid.get(usize::try_from(index).ok()?).copied();
        let (Some(one), Some(two)) = (solid(upper), solid(lower)) else { return 0..0 };
        let (from, to) = (one.0.max(two.0), one.1.min(two.1));
        // Inwards by more than a pixel on both sides: every pixel that is mixed is opaque.
        let clamp = |value: f64| value.clamp(0.0, size.0 as f64) as usize;
        let from = clamp((left + (f64::from(from) + 1.5) * scale).ceil() + 1.0);
        let to = clamp((left + (f64::from(to) - 1.5) * scale).floor() - 1.0);
        from..to.max(from)
    }

    /// How the layer is laid over a row of a frame; none where nothing of it lies on that row.
    pub(crate) fn laid_row(&self, size: (usize, usize), row: usize, placement: Placement) -> Option<LaidRow> {
        let (left, top) = self.corner(size, placement);
        let scale = placement.scale;
        let (upper, lower, weight) = Self::rows_at(row, top, scale);
        let span = |index: i64| -> Option<(u32, u32)> {
            let (first, last) = *self.spans.get(usize::try_from(index).ok()?)?;
            (first <= last).then_some((first, last))
        };
        let (start, end) = match (span(upper), span(lower)) {
            (Some(one), Some(two)) => (one.0.min(two.0), one.1.max(two.1)),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => return None,
        };
        let (start, end) = (start as usize, end as usize + 1);
        let first = ((left + (start as f64 - 1.0) * scale).floor()).clamp(0.0, size.0 as f64) as usize;
        let last = ((left + (end as f64 + 1.0) * scale).ceil()).clamp(0.0, size.0 as f64) as usize;
        let begin = ((first as f64 + 0.5 - left) / scale - 0.5 - start as f64 + 2.0).max(0.0) * 65_536.0;
        let solid = self.hides(row, size, placement);
        Some(LaidRow { upper, weight, start, end, columns: first..last, begin: begin.round() as usize, solid })
    }

    /// Lays the layer over some columns of a row of a frame. Each pixel is the same whatever the columns.
    pub(crate) fn lay_row(
        &self,
        frame: &mut Frame<'_>,
        row: usize,
        columns: Range<usize>,
        placement: Placement,
        scratch: &mut Scratch,
    ) {
        let Placement { scale, opacity, .. } = placement;
        let opacity = strength(opacity);
        if opacity == 0 || scale <= 0.01 || columns.is_empty() {
            return;
        }
        let Some(laid) = self.laid_row((frame.width, frame.height), row, placement) else { return };
        let LaidRow { upper, weight, start, end, begin, .. } = laid;
        let (from, to) = (laid.columns.start.max(columns.start), laid.columns.end.min(columns.end));
        if from >= to {
            return;
        }
        let step = step(scale);
        let source = |column: usize| begin + (column - laid.columns.start) * step;
        let begun = source(from) >> 16;
        let read = begun..((source(to - 1) >> 16) + 2).min(end - start + 5);
        if read.start + 1 >= read.end {
            return;
        }
        self.mix_rows((upper, upper + 1), weight, start, end, read, scratch);
        let (solid_from, solid_to) = (laid.solid.start.clamp(from, to), laid.solid.end.clamp(from, to));
        for (part, is_solid) in [(from..solid_from, false), (solid_from..solid_to, true), (solid_to..to, false)] {
            if !part.is_empty() {
                let at = row * frame.width;
                let target = &mut frame.pixels[(at + part.start) * 4..(at + part.end) * 4];
                let opacity = if is_solid { None } else { Some(opacity) };
                Resampled { row: &scratch.pixels, step, opacity }.lay(target, source(part.start) - (begun << 16));
            }
        }
    }

    /// The row between two rows of the layer, as the pixels `read` of a row that begins two clear pixels before `start`, and clear ones
    /// behind them. Outside the layer is clear.
    fn mix_rows(
        &self,
        (upper, lower): (i64, i64),
        weight: u32,
        start: usize,
        end: usize,
        read: Range<usize>,
        scratch: &mut Scratch,
    ) {
        let columns = (start + read.start.max(2) - 2).min(end)..(start + read.end.max(2) - 2).min(end);
        let row = |index: i64| -> Option<&[u8]> {
            let at = usize::try_from(index).ok().filter(|index| *index < self.height)? * self.width;
            Some(&self.pixels[(at + columns.start) * 4..(at + columns.end) * 4])
        };
        let mixed = &mut scratch.pixels;
        mixed.resize(read.len() + PAD, 0);
        let clear = 2_usize.saturating_sub(read.start).min(read.len());
        let filled = clear..clear + columns.len();
        mixed[..clear].fill(0);
        mixed[filled.end..].fill(0);
        let mixed = &mut mixed[filled];
        match (row(upper), row(lower)) {
            (Some(one), Some(two)) => mix_rows(mixed, one, two, weight),
            (Some(one), None) => mix_rows(mixed, one, &[], weight),
            (None, Some(two)) => mix_rows(mixed, two, &[], 256 - weight),
            (None, None) => mixed.fill(0),
        }
    }
}

/// The longest opaque part of a row of pixels. Where alpha is 254, nothing of what lies behind is left after rounding.
fn longest_solid(row: &[u8]) -> (u32, u32) {
    let (mut longest, mut from) = ((0, 0), None);
    let (pixels, _) = row.as_chunks::<4>();
    let mut close = |from: usize, to: usize| {
        if to - from > (longest.1 - longest.0) as usize {
            longest = (from as u32, to as u32);
        }
    };
    for (index, pixel) in pixels.iter().enumerate() {
        match (pixel[3] >= 254, from) {
            (true, None) => from = Some(index),
            (false, Some(begun)) => {
                close(begun, index);
                from = None;
            }
            _ => {}
        }
    }
    if let Some(begun) = from {
        close(begun, pixels.len());
    }
    longest
}

impl Frame<'_> {
    /// Copies an area of pixels of the same size.
    pub(crate) fn copy(&mut self, pixels: &[u8], area: Area) {
        for row in area.top..area.bottom {
            let range = (row * self.width + area.left) * 4..(row * self.width + area.right) * 4;
            self.pixels[range.clone()].copy_from_slice(&pixels[range]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(placement: Placement) -> Vec<u8> {
        let mut layer_pixels = vec![0; 8 * 8 * 4];
        for pixel in layer_pixels.chunks_exact_mut(4) {
            pixel.copy_from_slice(&[200, 100, 50, 255]);
        }
        let layer = Layer::from_pixels(layer_pixels, 8, 8, 4.0, 4.0);
        let mut pixels = [10, 20, 30, 255].repeat(16 * 16);
        let mut frame = Frame { pixels: &mut pixels, width: 16, height: 16 };
        layer.lay(&mut frame, Area::whole(16, 16), placement, &mut Scratch::default());
        pixels
    }

    fn pixel(pixels: &[u8], x: usize, y: usize) -> [u8; 4] {
        let at = (y * 16 + x) * 4;
        [pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]]
    }

    #[test]
    fn a_layer_at_rest_is_copied_exactly() {
        let pixels = laid(Placement { scale: 1.0, x: 0.0, y: 0.0, opacity: 1.0 });
        assert_eq!(pixel(&pixels, 4, 4), [200, 100, 50, 255]);
        assert_eq!(pixel(&pixels, 11, 11), [200, 100, 50, 255]);
        assert_eq!(pixel(&pixels, 3, 4), [10, 20, 30, 255]);
        assert_eq!(pixel(&pixels, 12, 11), [10, 20, 30, 255]);
    }

    #[test]
    fn half_a_pixel_mixes_the_edge() {
        let pixels = laid(Placement { scale: 1.0, x: 0.5, y: 0.0, opacity: 1.0 });
        let edge = pixel(&pixels, 4, 6);
        assert!(edge[0].abs_diff(105) <= 2 && edge[3] == 255, "{edge:?}");
    }

    #[test]
    fn placements_off_the_frame_and_faint_ones_do_no_harm() {
        for (scale, x, opacity) in [(1.0, -400.0, 1.0), (1.0, 400.0, 1.0), (0.0, 0.0, 1.0), (1.3, 3.7, 0.0)] {
            let pixels = laid(Placement { scale, x, y: x, opacity });
            assert_eq!(pixels, [10, 20, 30, 255].repeat(256));
        }
    }

    #[test]
    fn the_frame_stays_opaque() {
        for step in 0..40 {
            let part = f64::from(step) / 40.0;
            let pixels = laid(Placement { scale: 0.9 + part * 0.3, x: part, y: -part, opacity: part });
            assert!(pixels.chunks_exact(4).all(|pixel| pixel[3] == 255), "at {part}");
        }
    }

    #[test]
    fn parts_of_a_frame_are_laid_as_the_whole_is() {
        let (width, height) = (96, 48);
        let mut state = 7_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        // Premultiplied noise with clear pixels at both ends of some rows.
        let layer_pixels: Vec<u8> = (0..70 * 40)
            .flat_map(|at| {
                let alpha = if at % 70 < at / 70 / 4 || at % 9 == 0 { 0 } else { noise() };
                [noise().min(alpha), noise().min(alpha), noise().min(alpha), alpha]
            })
            .collect();
        let layer = Layer::from_pixels(layer_pixels, 70, 40, 9.0, 5.0);
        for (scale, x, y, opacity) in
            [(1.0, 0.0, 0.0, 1.0), (1.037, 3.25, -1.75, 1.0), (0.93, -20.5, 4.25, 0.4), (1.4, 0.25, 0.0, 0.9)]
        {
            let placement = Placement { scale, x, y, opacity };
            let lay = |areas: &[Area]| {
                let mut pixels = [10, 20, 30, 255].repeat(width * height);
                let mut frame = Frame { pixels: &mut pixels, width, height };
                for area in areas {
                    layer.lay(&mut frame, *area, placement, &mut Scratch::default());
                }
                pixels
            };
            let mut parts = Vec::new();
            for top in (0..height).step_by(7) {
                for left in (0..width).step_by(13) {
                    parts.push(Area { left, top, right: (left + 13).min(width), bottom: (top + 7).min(height) });
                }
            }
            assert!(lay(&parts) == lay(&[Area::whole(width, height)]), "{placement:?}");
        }
    }

    #[test]
    fn nothing_is_seen_behind_what_hides_it() {
        let (width, height) = (64, 32);
        // Opaque but for a clear wedge at the left of each row.
        let pixels: Vec<u8> = (0..80 * 40)
            .flat_map(|at| if at % 80 < at / 80 { [0; 4] } else { [(at % 251) as u8, 9, 200, 254 + (at % 2) as u8] })
            .collect();
        let layer = Layer::from_pixels(pixels, 80, 40, -8.0, -4.0);
        for (scale, x, y) in [(1.0, 0.0, 0.0), (1.04, 2.25, -1.5), (0.97, -3.75, 0.25)] {
            let placement = Placement { scale, x, y, opacity: 1.0 };
            let over = |ground: u8| {
                let mut pixels = [ground, ground, ground, 255].repeat(width * height);
                let mut frame = Frame { pixels: &mut pixels, width, height };
                layer.lay(&mut frame, Area::whole(width, height), placement, &mut Scratch::default());
                pixels
            };
            let (dark, light) = (over(0), over(255));
            let mut hidden = 0;
            for row in 0..height {
                let columns = layer.hides(row, (width, height), placement);
                hidden += columns.len();
                let bytes = (row * width + columns.start) * 4..(row * width + columns.end) * 4;
                assert!(dark[bytes.clone()] == light[bytes], "row {row}, {placement:?}");
            }
            assert!(hidden > width * height / 3, "{hidden} pixels are known to be hidden");
        }
    }
}
