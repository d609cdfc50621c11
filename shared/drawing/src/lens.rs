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

/// How far a frame is out of focus.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Focus {
    /// Blocks to each side over which one of three means goes.
    pub(crate) radius: usize,
    /// The share of the softened picture, of 256; 0 where nothing is to be done.
    pub(crate) weight: u32,
}

impl Focus {
    /// Of a softness of 0 to 1 and a blur of `sigma` output pixels.
    pub(crate) fn of(softness: f64, sigma: f64, (width, height): (usize, usize)) -> Self {
        let weight = ((softness / GONE_AT).min(1.0) * 256.0).round() as u32;
        if sigma < 0.5 || width < STEP || height < STEP {
            return Self { radius: 0, weight: 0 };
        }
        let radius = (softness * sigma / STEP as f64).max(0.0);
        // Three boxes of this size are a Gaussian to within a few percent (W3C Filter Effects).
        let radius = ((radius * 3.0 * (2.0 * std::f64::consts::PI).sqrt() / 4.0 + 0.5) / 2.0).round() as usize;
        Self { radius, weight }
    }

    /// The size of the small picture.
    pub(crate) fn small(width: usize, height: usize) -> (usize, usize) {
        (width.div_ceil(STEP), height.div_ceil(STEP))
    }
}

/// The buffers of a lens, kept between frames.
#[derive(Default)]
pub(crate) struct Lens {
    small: Vec<Small>,
    other: Vec<Small>,
    sums: Vec<u32>,
    line: Vec<u16>,
    /// Of a row of the frame: each fourth pixel, from the first, second, third and fourth on.
    quarters: [Vec<u8>; 4],
    row: Vec<[u8; 4]>,
}

impl Lens {
    /// Puts a frame out of focus: `softness` 0 to 1 of a blur of `sigma` output pixels.
    pub(crate) fn soften(&mut self, frame: &mut Frame<'_>, softness: f64, sigma: f64) {
        let Focus { radius: box_radius, weight } = Focus::of(softness, sigma, (frame.width, frame.height));
        if weight == 0 {
            return;
        }
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
        let (width, height) = Focus::small(frame.width, frame.height);
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
            let (above, below) = (row(block), row(block + 1));
            // Between two rows, with a pixel more at either end: beyond the edge stands what is at it.
            let Self { sums, quarters, row: soft, .. } = self;
            sums.clear();
            sums.extend([0; 4]);
            let (above, below) = (above.as_flattened(), below.as_flattened());
            sums.extend(
                above.iter().zip(below).map(|(one, two)| u32::from(*one) * (8 - part) + u32::from(*two) * part),
            );
            sums.copy_within(4..8, 0);
            sums.extend_from_within(width * 4..width * 4 + 4);
            // Four pixels lie between the middles of two blocks; the first two of the frame lie before the middle of its first block.
            for (x, quarter) in quarters.iter_mut().enumerate() {
                let (part, threshold) = (2 * x as u32 + 1, dither(x + 2, y));
                quarter.clear();
                // Of 64 by the two mixtures and 16 by the fraction.
                let soft =
                    |(left, right): (&u32, &u32)| ((left * (8 - part) + right * part + threshold) >> 10).min(255) as u8;
                quarter.extend(sums.iter().zip(&sums[4..]).map(soft));
            }
            soft.clear();
            let [one, two, three, four] = &*quarters;
            let quarters = one.as_chunks::<4>().0.iter().zip(two.as_chunks::<4>().0);
            let others = three.as_chunks::<4>().0.iter().zip(four.as_chunks::<4>().0);
            soft.extend(quarters.zip(others).flat_map(|((one, two), (three, four))| [*one, *two, *three, *four]));
            let soft = &soft.as_flattened()[8..8 + pixels.len()];
            if weight >= 256 {
                pixels.copy_from_slice(soft);
            } else {
                let (new, old) = (weight as u16, (256 - weight) as u16);
                for (value, soft) in pixels.iter_mut().zip(soft) {
                    *value = ((u16::from(*value) * old + u16::from(*soft) * new + 128) >> 8) as u8;
                }
            }
        }
    }
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
    fn of_sum(self, sum: u32) -> u16 {
        ((u64::from(sum + self.half) * self.reciprocal) >> 32) as u16
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
        *out = sums.map(|sum| mean.of_sum(sum));
        add(&mut sums, at(index + radius + 1));
        subtract(&mut sums, index.checked_sub(radius).map_or(first, at));
    }
}

/// A running mean down each column of a picture, row by row.
#[inline(always)]
fn blur_down(picture: &[Small], means: &mut [Small], sums: &mut Vec<u32>, width: usize, radius: usize, mean: Mean) {
    let height = picture.len() / width;
    let row = |index: usize| {
        let from = index.min(height - 1) * width;
        picture[from..from + width].as_flattened()
    };
    sums.clear();
    sums.extend(row(0).iter().map(|first| u32::from(*first) * (radius as u32 + 1)));
    for index in 1..=radius {
        sums.iter_mut().zip(row(index)).for_each(|(sum, value)| *sum += u32::from(*value));
    }
    for (index, means) in means.chunks_exact_mut(width).enumerate() {
        let (comes, goes) = (row(index + radius + 1), row(index.saturating_sub(radius)));
        for (((sum, out), comes), goes) in sums.iter_mut().zip(means.as_flattened_mut()).zip(comes).zip(goes) {
            *out = mean.of_sum(*sum);
            *sum = *sum + u32::from(*comes) - u32::from(*goes);
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
