//! What is out of focus: the world of a whole frame, softened at a quarter of its size, where a blur of many pixels costs
//! little. More than eight bits are kept and dithered at the end, so that gradients stay smooth.

use crate::world::layer::Frame;

/// Pixels of the frame for each of the small picture, both ways.
const STEP: usize = 4;

/// Values of the small picture are sixteenths of eight-bit ones.
const FRACTION: u32 = 16;

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
    small: Vec<u16>,
    line: Vec<u16>,
    row: Vec<u32>,
}

impl Lens {
    /// Puts a frame out of focus: `softness` 0 to 1 of a blur of `sigma` output pixels.
    pub(crate) fn soften(&mut self, frame: &mut Frame<'_>, softness: f64, sigma: f64) {
        let Focus { radius: box_radius, weight } = Focus::of(softness, sigma, (frame.width, frame.height));
        if weight == 0 {
            return;
        }
        let (width, height) = Focus::small(frame.width, frame.height);
        self.shrink(frame, width, height);
        if box_radius > 0 {
            for _ in 0..3 {
                for row in 0..height {
                    self.box_pass(row * width * 3, 3, width, box_radius);
                }
                for column in 0..width {
                    self.box_pass(column * 3, width * 3, height, box_radius);
                }
            }
        }
        self.enlarge(frame, width, height, weight);
    }

    /// The mean of each block of pixels.
    fn shrink(&mut self, frame: &Frame<'_>, width: usize, height: usize) {
        self.small.clear();
        self.small.resize(width * height * 3, 0);
        for (row, means) in self.small.chunks_exact_mut(width * 3).enumerate() {
            for (column, mean) in means.chunks_exact_mut(3).enumerate() {
                let mut sum = [0_u32; 3];
                for y in 0..STEP {
                    // Beyond the edge stands what is at it.
                    let from = (row * STEP + y).min(frame.height - 1) * frame.width;
                    for x in 0..STEP {
                        let at = (from + (column * STEP + x).min(frame.width - 1)) * 4;
                        for (sum, value) in sum.iter_mut().zip(&frame.pixels[at..at + 3]) {
                            *sum += u32::from(*value);
                        }
                    }
                }
                let blocks = (STEP * STEP) as u32;
                for (mean, sum) in mean.iter_mut().zip(sum) {
                    *mean = (sum * FRACTION / blocks) as u16;
                }
            }
        }
    }

    /// A running mean along a line of `length` values that stand `stride` apart; beyond its ends stands what is at them.
    fn box_pass(&mut self, start: usize, stride: usize, length: usize, radius: usize) {
        let size = (2 * radius + 1) as u32;
        for channel in 0..3 {
            let at = |index: usize| start + channel + index * stride;
            self.line.clear();
            self.line.extend((0..length).map(|index| self.small[at(index)]));
            let value = |index: isize| u32::from(self.line[index.clamp(0, length as isize - 1) as usize]);
            let reach = radius as isize;
            let mut sum: u32 = (-reach..=reach).map(value).sum();
            for index in 0..length {
                self.small[at(index)] = ((sum + size / 2) / size) as u16;
                sum += value(index as isize + reach + 1);
                sum -= value(index as isize - reach);
            }
        }
    }

    /// Lays the small picture over the frame, `weight` of 256.
    fn enlarge(&mut self, frame: &mut Frame<'_>, width: usize, height: usize, weight: u32) {
        let eighths = |at: usize, most: usize| {
            // The middle of a pixel in eighths of a block, counted from the middle of the first block.
            let position = (at * 2 + 1) as isize - STEP as isize;
            let block = position.div_euclid(8);
            let part = position.rem_euclid(8) as u32;
            let clamp = |block: isize| block.clamp(0, most as isize - 1) as usize;
            (clamp(block), clamp(block + 1), part)
        };
        let columns: Vec<(usize, usize, u32)> = (0..frame.width).map(|x| eighths(x, width)).collect();
        for y in 0..frame.height {
            let (above, below, part) = eighths(y, height);
            self.row.clear();
            let rows = (
                &self.small[above * width * 3..(above + 1) * width * 3],
                &self.small[below * width * 3..(below + 1) * width * 3],
            );
            self.row.extend(
                rows.0.iter().zip(rows.1).map(|(one, two)| u32::from(*one) * (8 - part) + u32::from(*two) * part),
            );
            let pixels = &mut frame.pixels[y * frame.width * 4..(y + 1) * frame.width * 4];
            for (x, (pixel, (left, right, part))) in pixels.chunks_exact_mut(4).zip(&columns).enumerate() {
                let threshold = dither(x, y);
                for (channel, painted) in pixel.iter_mut().take(3).enumerate() {
                    let value = self.row[left * 3 + channel] * (8 - part) + self.row[right * 3 + channel] * part;
                    // Of 64 by the two mixtures and 16 by the fraction.
                    let soft = ((value + threshold) >> 10).min(255);
                    let mixed = (u32::from(*painted) * (256 - weight) + soft * weight + 128) >> 8;
                    *painted = mixed as u8;
                }
            }
        }
    }
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
