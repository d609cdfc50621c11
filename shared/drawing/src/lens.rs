//! What is out of focus: the world of a whole frame, softened at a quarter of its size, where a blur of many pixels costs
//! little. More than eight bits are kept and dithered at the end, so that gradients stay smooth.

use crate::world::layer::Frame;

/// Pixels of the frame for each of the small picture, both ways.
const STEP: usize = 4;

/// A pixel of the small picture: the sum of a block, so that values are sixteenths of eight-bit ones. The last channel is not used; with
/// it, a pixel fills a vector register.
type Small = [u16; 4];

/// From this softness on, nothing of the sharp picture is left.
const GONE_AT: f64 = 0.4;

/// The buffers of a lens, kept between frames.
#[derive(Default)]
pub(crate) struct Lens {
    small: Vec<Small>,
    other: Vec<Small>,
    sums: Vec<[u32; 4]>,
    line: Vec<u16>,
}

impl Lens {
    /// Puts a frame out of focus: `softness` 0 to 1 of a blur of `sigma` output pixels.
    pub(crate) fn soften(&mut self, frame: &mut Frame<'_>, softness: f64, sigma: f64) {
        let radius = (softness * sigma / STEP as f64).max(0.0);
        let weight = ((softness / GONE_AT).min(1.0) * 256.0).round() as u32;
        if weight == 0 || sigma < 0.5 || frame.width < STEP || frame.height < STEP {
            return;
        }
        // Three boxes of this size are a Gaussian to within a few percent (W3C Filter Effects).
        let box_radius = ((radius * 3.0 * (2.0 * std::f64::consts::PI).sqrt() / 4.0 + 0.5) / 2.0).round() as usize;
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has what the function is compiled for. The arithmetic is the same integers.
            unsafe { self.soften_with_avx2(frame, box_radius, weight) };
            return;
        }
        self.soften_plainly(frame, box_radius, weight);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn soften_with_avx2(&mut self, frame: &mut Frame<'_>, box_radius: usize, weight: u32) {
        self.soften_plainly(frame, box_radius, weight);
    }

    #[inline(always)]
    fn soften_plainly(&mut self, frame: &mut Frame<'_>, box_radius: usize, weight: u32) {
        let (width, height) = (frame.width.div_ceil(STEP), frame.height.div_ceil(STEP));
        self.shrink(frame, width, height);
        if box_radius > 0 {
            let mean = Mean::of(2 * box_radius + 1);
            for _ in 0..3 {
                self.other.resize(width * height, [0; 4]);
                for (row, means) in self.small.chunks_exact(width).zip(self.other.chunks_exact_mut(width)) {
                    blur_across(row, means, box_radius, mean);
                }
                blur_down(&self.other, &mut self.small, &mut self.sums, width, box_radius, mean);
            }
        }
        self.enlarge(frame, width, height, weight);
    }

    /// The sum of each block of pixels.
    #[inline(always)]
    fn shrink(&mut self, frame: &Frame<'_>, width: usize, height: usize) {
        self.small.clear();
        let bytes = frame.width * 4;
        let row = |index: usize| {
            // Beyond the edge stands what is at it.
            let from = index.min(frame.height - 1) * bytes;
            &frame.pixels[from..from + bytes]
        };
        for block in 0..height {
            let rows: [&[u8]; STEP] = std::array::from_fn(|y| row(block * STEP + y));
            self.line.clear();
            self.line.extend(rows[0].iter().zip(rows[1]).zip(rows[2].iter().zip(rows[3])).map(
                |((one, two), (three, four))| u16::from(*one) + u16::from(*two) + u16::from(*three) + u16::from(*four),
            ));
            let (blocks, rest) = self.line.as_chunks::<{ 4 * STEP }>();
            self.small.extend(
                blocks
                    .iter()
                    .map(|sums| std::array::from_fn(|at| sums[at] + sums[at + 4] + sums[at + 8] + sums[at + 12])),
            );
            if let Some(last) = rest.last_chunk::<4>() {
                let (pixels, _) = rest.as_chunks::<4>();
                let missing = (STEP - pixels.len()) as u16;
                self.small.push(std::array::from_fn(|at| {
                    pixels.iter().map(|pixel| pixel[at]).sum::<u16>() + last[at] * missing
                }));
            }
        }
        debug_assert_eq!(self.small.len(), width * height, "a small pixel for each block");
    }

    /// Lays the small picture over the frame, `weight` of 256.
    #[inline(always)]
    fn enlarge(&mut self, frame: &mut Frame<'_>, width: usize, height: usize, weight: u32) {
        let frame_width = frame.width;
        for (y, pixels) in frame.pixels.chunks_exact_mut(frame_width * 4).enumerate() {
            // The middle of a pixel in eighths of a block, counted from the middle of the first block.
            let position = (y * 2 + 1) as isize - STEP as isize;
            let (block, part) = (position.div_euclid(8), position.rem_euclid(8) as u32);
            let row = |block: isize| {
                let from = block.clamp(0, height as isize - 1) as usize * width;
                &self.small[from..from + width]
            };
            // Between two rows, with a pixel more at either end: beyond the edge stands what is at it.
            self.sums.clear();
            self.sums.push([0; 4]);
            self.sums.extend(row(block).iter().zip(row(block + 1)).map(|(one, two)| {
                std::array::from_fn::<u32, 4, _>(|at| u32::from(one[at]) * (8 - part) + u32::from(two[at]) * part)
            }));
            let (first, last) = (self.sums[1], self.sums[width]);
            self.sums[0] = first;
            self.sums.push(last);
            let thresholds: [u32; 4] = std::array::from_fn(|x| dither(x, y));
            // The first two pixels lie before the middle of the first block, the next four behind it, and so on.
            let (ends, middle) = pixels.split_at_mut(8);
            let turned = [thresholds[2], thresholds[3], thresholds[0], thresholds[1]];
            lay_soft(ends, self.sums[0], self.sums[1], PARTS, turned, 2, weight);
            let (blocks, rest) = middle.as_chunks_mut::<16>();
            let pairs = self.sums[1..].iter().zip(&self.sums[2..]);
            for (block, (left, right)) in blocks.iter_mut().zip(pairs) {
                lay_soft(block, *left, *right, PARTS, turned, 0, weight);
            }
            if !rest.is_empty() {
                let at = blocks.len() + 1;
                lay_soft(rest, self.sums[at], self.sums[at + 1], PARTS, turned, 0, weight);
            }
        }
    }
}

/// How far the four pixels between the middles of two blocks are on their way, of 8.
const PARTS: [u32; 4] = [1, 3, 5, 7];

/// Lays pixels between two blocks over pixels of the frame, from pixel `skipped` of the four on.
#[inline(always)]
fn lay_soft(
    target: &mut [u8],
    left: [u32; 4],
    right: [u32; 4],
    parts: [u32; 4],
    thresholds: [u32; 4],
    skipped: usize,
    weight: u32,
) {
    let pixels = target.as_chunks_mut::<4>().0.iter_mut();
    for (pixel, (part, threshold)) in pixels.zip(parts.into_iter().zip(thresholds).skip(skipped)) {
        // Of 64 by the two mixtures and 16 by the fraction.
        let soft: [u32; 4] = std::array::from_fn(|at| (left[at] * (8 - part) + right[at] * part + threshold) >> 10)
            .map(|value: u32| value.min(255));
        let mixed = soft_over(*pixel, soft, weight);
        *pixel = [mixed[0], mixed[1], mixed[2], pixel[3]];
    }
}

#[inline(always)]
fn soft_over(under: [u8; 4], soft: [u32; 4], weight: u32) -> [u8; 4] {
    std::array::from_fn(|at| ((u32::from(under[at]) * (256 - weight) + soft[at] * weight + 128) >> 8) as u8)
}

/// Division by the size of a box.
#[derive(Clone, Copy)]
struct Mean {
    half: u32,
    /// 2^32 over the size, rounded up. Sums are below 2^12 times the size and sizes below 2^10, so that the error never reaches the
    /// next whole number.
    reciprocal: u64,
}

impl Mean {
    fn of(size: usize) -> Self {
        Self { half: size as u32 / 2, reciprocal: (1_u64 << 32).div_ceil(size as u64) }
    }

    /// The rounded mean of what adds up to that.
    #[inline(always)]
    fn of_sums(self, sums: [u32; 4]) -> Small {
        sums.map(|sum| ((u64::from(sum + self.half) * self.reciprocal) >> 32) as u16)
    }
}

/// A running mean along a row; beyond its ends stands what is at them.
#[inline(always)]
fn blur_across(row: &[Small], means: &mut [Small], radius: usize, mean: Mean) {
    let Some((first, last)) = row.first().zip(row.last()) else { return };
    let at = |index: usize| row.get(index).unwrap_or(last);
    // Around the first pixel.
    let mut sums: [u32; 4] = first.map(|value| u32::from(value) * (radius as u32 + 1));
    for index in 1..=radius {
        add(&mut sums, at(index));
    }
    for (index, out) in means.iter_mut().enumerate() {
        *out = mean.of_sums(sums);
        add(&mut sums, at(index + radius + 1));
        subtract(&mut sums, index.checked_sub(radius).map_or(first, at));
    }
}

/// A running mean down each column of a picture, row by row.
#[inline(always)]
fn blur_down(
    picture: &[Small],
    means: &mut [Small],
    sums: &mut Vec<[u32; 4]>,
    width: usize,
    radius: usize,
    mean: Mean,
) {
    let height = picture.len() / width;
    let row = |index: usize| {
        let from = index.min(height - 1) * width;
        &picture[from..from + width]
    };
    sums.clear();
    sums.extend(row(0).iter().map(|first| first.map(|value| u32::from(value) * (radius as u32 + 1))));
    for index in 1..=radius {
        sums.iter_mut().zip(row(index)).for_each(|(sums, pixel)| add(sums, pixel));
    }
    for (index, means) in means.chunks_exact_mut(width).enumerate() {
        let (comes, goes) = (row(index + radius + 1), row(index.saturating_sub(radius)));
        for (((sums, out), comes), goes) in sums.iter_mut().zip(means).zip(comes).zip(goes) {
            *out = mean.of_sums(*sums);
            add(sums, comes);
            subtract(sums, goes);
        }
    }
}

#[inline(always)]
fn add(sums: &mut [u32; 4], pixel: &Small) {
    sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
}

#[inline(always)]
fn subtract(sums: &mut [u32; 4], pixel: &Small) {
    sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum -= u32::from(*value));
}

/// An ordered threshold, 0 to 1023: the same at the same place in every frame.
fn dither(x: usize, y: usize) -> u32 {
    const BAYER: [[u32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
    BAYER[y % 4][x % 4] * 64 + 32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn softened(pixels: &[u8], width: usize, height: usize, softness: f64) -> Vec<u8> {
        let mut pixels = pixels.to_vec();
        Lens::default().soften(&mut Frame { pixels: &mut pixels, width, height }, softness, 16.0);
        pixels
    }

    #[test]
    fn an_even_field_stays_as_it_is_and_a_sharp_lens_changes_nothing() {
        for (width, height) in [(64, 48), (65, 47), (4, 4)] {
            let field = [90, 140, 20, 255].repeat(width * height);
            for softness in [0.3, 1.0] {
                assert_eq!(softened(&field, width, height, softness), field, "{width}×{height} at {softness}");
            }
            let noise: Vec<u8> = (0..width * height * 4).map(|index| (index * 37 % 251) as u8).collect();
            assert_eq!(softened(&noise, width, height, 0.0), noise);
        }
    }

    #[test]
    fn an_edge_spreads_to_both_sides_alike_and_more_with_softness() {
        let (width, height) = (128, 32);
        let mut pixels = vec![255; width * height * 4];
        for pixel in pixels.chunks_exact_mut(width * 4).flat_map(|row| row[..width * 2].chunks_exact_mut(4)) {
            pixel[..3].fill(0);
        }
        let row = |softness| {
            let soft = softened(&pixels, width, height, softness);
            (0..width).map(|x| i32::from(soft[(16 * width + x) * 4])).collect::<Vec<_>>()
        };
        let (slight, full) = (row(0.5), row(1.0));
        assert!(full.windows(2).all(|pair| pair[1] - pair[0] >= -1), "it rises: {full:?}");
        for distance in 0..30 {
            let (dark, light) = (full[63 - distance], full[64 + distance]);
            assert!((dark + light - 255).abs() <= 4, "{distance} from the edge: {dark} and {light}");
        }
        let spread = |row: &[i32]| row.iter().filter(|value| (10..245).contains(*value)).count();
        assert!(spread(&full) > spread(&slight) && spread(&slight) > 0, "{full:?} {slight:?}");
    }
}
