//! Rows of pixels mixed and laid over a frame at a fraction of a pixel: where most of a moving world's time goes.
//!
//! All of it is integers, eight bits a channel and fractions of 256, so that every processor makes the same bytes. Processors with AVX2
//! take eight pixels at a time; the others, and what is made smaller, go pixel by pixel.

/// Clear pixels that a row must have behind its last one, so that eight can be read from any of its own.
pub(super) const PAD: usize = 9;

/// A row of premultiplied pixels and how it is laid.
#[derive(Clone, Copy)]
pub(super) struct Resampled<'a> {
    /// The pixels, and behind them [`PAD`] clear ones.
    pub(super) row: &'a [u32],
    /// How far the source advances for a pixel of the frame, of 65,536 a pixel.
    pub(super) step: usize,
    /// Of 256; none where all of the pixels are opaque and nothing of the frame is left.
    pub(super) opacity: Option<u32>,
}

impl Resampled<'_> {
    /// Lays the row over pixels of the frame. `source` is where the first of them lies in the row, of 65,536 a pixel; what lies behind
    /// the row is clear.
    pub(super) fn lay(&self, target: &mut [u8], source: usize) {
        let last = self.row.len().saturating_sub(PAD);
        // Pixels whose first neighbor is one of the row.
        let inside = ((last << 16).saturating_sub(source)).div_ceil(self.step.max(1));
        let count = (target.len() / 4).min(inside);
        let target = &mut target[..count * 4];
        #[cfg(target_arch = "x86_64")]
        if self.step <= 65_536 && std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has what the function is compiled for.
            unsafe { wide::lay(self, target, source) };
            return;
        }
        self.lay_plainly(target, source);
    }

    fn lay_plainly(&self, target: &mut [u8], mut source: usize) {
        for pixel in target.as_chunks_mut::<4>().0 {
            let at = source >> 16;
            let color = mix(self.row[at], self.row[at + 1], (source >> 8) as u32 & 0xFF);
            let under = u32::from_le_bytes(*pixel);
            let laid = match self.opacity {
                None => color,
                Some(256) => over(color, under),
                Some(opacity) => over(scaled(color, opacity), under),
            };
            // The frame is opaque and stays so, however the sum is rounded.
            *pixel = (laid | 0xFF00_0000).to_le_bytes();
            source += self.step;
        }
    }
}

/// Mixes two rows of pixels; `weight` of 256 for the second, which is clear when it is empty.
pub(super) fn mix_rows(target: &mut [u32], one: &[u8], two: &[u8], weight: u32) {
    let (pixels, _) = one.as_chunks::<4>();
    if weight == 0 {
        for (value, one) in target.iter_mut().zip(pixels) {
            *value = u32::from_le_bytes(*one);
        }
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has what the function is compiled for.
        unsafe { wide::mix_rows(target, one, two, weight) };
        return;
    }
    mix_rows_plainly(target, one, two, weight);
}

fn mix_rows_plainly(target: &mut [u32], one: &[u8], two: &[u8], weight: u32) {
    let (one, two) = (one.as_chunks::<4>().0, two.as_chunks::<4>().0);
    if two.is_empty() {
        for (value, one) in target.iter_mut().zip(one) {
            *value = mix(u32::from_le_bytes(*one), 0, weight);
        }
    } else {
        for ((value, one), two) in target.iter_mut().zip(one).zip(two) {
            *value = mix(u32::from_le_bytes(*one), u32::from_le_bytes(*two), weight);
        }
    }
}

/// Two pixels mixed, four channels in two multiplications each.
#[inline(always)]
fn mix(one: u32, two: u32, weight: u32) -> u32 {
    let rest = 256 - weight;
    let low = ((one & 0x00FF_00FF) * rest + (two & 0x00FF_00FF) * weight + 0x0080_0080) >> 8;
    let high = ((one >> 8) & 0x00FF_00FF) * rest + ((two >> 8) & 0x00FF_00FF) * weight + 0x0080_0080;
    (low & 0x00FF_00FF) | (high & 0xFF00_FF00)
}

/// A premultiplied color over a pixel of the frame.
#[inline(always)]
fn over(color: u32, under: u32) -> u32 {
    let clear = 255 - (color >> 24);
    // 255 must stay 255 for a clear layer, so the factor runs to 256. Colors are premultiplied: no channel exceeds
    // its alpha, so the sum stays below 256 in each.
    color.wrapping_add(scaled(under, clear + (clear >> 7)))
}

/// A pixel times `factor` / 256.
#[inline(always)]
fn scaled(color: u32, factor: u32) -> u32 {
    let low = ((color & 0x00FF_00FF) * factor) >> 8;
    let high = ((color >> 8) & 0x00FF_00FF) * factor;
    (low & 0x00FF_00FF) | (high & 0xFF00_FF00)
}

/// The same with AVX2, eight pixels at a time: channels in lanes of 16 bits, the odd ones apart from the even ones. No sum of the
/// products passes 65,535.
#[cfg(target_arch = "x86_64")]
mod wide {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi16, _mm256_add_epi32, _mm256_and_si256, _mm256_andnot_si256, _mm256_loadu_si256,
        _mm256_mullo_epi16, _mm256_or_si256, _mm256_permutevar8x32_epi32, _mm256_set1_epi16, _mm256_set1_epi32,
        _mm256_setr_epi32, _mm256_slli_epi32, _mm256_srli_epi16, _mm256_srli_epi32, _mm256_storeu_si256,
        _mm256_sub_epi16,
    };

    use super::Resampled;

    /// See [`Resampled::lay`]; the source advances by one pixel at most.
    #[target_feature(enable = "avx2")]
    pub(super) fn lay(resampled: &Resampled<'_>, target: &mut [u8], mut source: usize) {
        let Resampled { row, step, opacity } = *resampled;
        let step_bits = step as i32;
        let steps = _mm256_setr_epi32(
            0,
            step_bits,
            2 * step_bits,
            3 * step_bits,
            4 * step_bits,
            5 * step_bits,
            6 * step_bits,
            7 * step_bits,
        );
        let (blocks, rest) = target.as_chunks_mut::<32>();
        for block in blocks {
            lay_block(row, source, steps, opacity, block);
            source += 8 * step;
        }
        if !rest.is_empty() {
            let mut block = [0; 32];
            block[..rest.len()].copy_from_slice(rest);
            lay_block(row, source, steps, opacity, &mut block);
            rest.copy_from_slice(&block[..rest.len()]);
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn lay_block(row: &[u32], source: usize, steps: __m256i, opacity: Option<u32>, block: &mut [u8; 32]) {
        let at = source >> 16;
        // The eight pixels and their neighbors are among nine of the row, since the source advances by one at most.
        let near = &row[at..at + 9];
        let positions = _mm256_add_epi32(_mm256_set1_epi32((source & 0xFFFF) as i32), steps);
        let places = _mm256_srli_epi32::<16>(positions);
        let one = _mm256_permutevar8x32_epi32(load(&near[..8]), places);
        let two = _mm256_permutevar8x32_epi32(load(&near[1..]), places);
        let weight = _mm256_srli_epi32::<24>(_mm256_slli_epi32::<16>(positions));
        let color = mix(one, two, twice(weight));
        let laid = match opacity {
            None => color,
            Some(256) => over(color, load_bytes(block)),
            Some(opacity) => over(scaled(color, _mm256_set1_epi16(opacity as i16)), load_bytes(block)),
        };
        store(_mm256_or_si256(laid, _mm256_set1_epi32(0xFF00_0000_u32 as i32)), block);
    }

    /// See [`super::mix_rows`].
    #[target_feature(enable = "avx2")]
    pub(super) fn mix_rows(target: &mut [u32], one: &[u8], two: &[u8], weight: u32) {
        let weights = _mm256_set1_epi16(weight as i16);
        let (blocks, _) = target.as_chunks_mut::<8>();
        let whole = blocks.len();
        let (ones, one_rest) = one.as_chunks::<32>();
        let one_rest = if ones.len() == whole { one_rest } else { &one[whole * 32..] };
        if two.is_empty() {
            for (block, one) in blocks.iter_mut().zip(ones) {
                store_pixels(mix(load_bytes(one), _mm256_set1_epi32(0), weights), block);
            }
            super::mix_rows_plainly(&mut target[whole * 8..], one_rest, &[], weight);
        } else {
            for ((block, one), two) in blocks.iter_mut().zip(ones).zip(two.as_chunks::<32>().0) {
                store_pixels(mix(load_bytes(one), load_bytes(two), weights), block);
            }
            super::mix_rows_plainly(&mut target[whole * 8..], one_rest, &two[whole * 32..], weight);
        }
    }

    /// A value below 65,536 in each lane of 32 bits, for both of its halves.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn twice(value: __m256i) -> __m256i {
        _mm256_or_si256(value, _mm256_slli_epi32::<16>(value))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn mix(one: __m256i, two: __m256i, weight: __m256i) -> __m256i {
        let (even, half) = (_mm256_set1_epi16(0xFF), _mm256_set1_epi16(0x80));
        let rest = _mm256_sub_epi16(_mm256_set1_epi16(256), weight);
        let mixed = |one, two| {
            let sum = _mm256_add_epi16(_mm256_mullo_epi16(one, rest), _mm256_mullo_epi16(two, weight));
            _mm256_add_epi16(sum, half)
        };
        let low = mixed(_mm256_and_si256(one, even), _mm256_and_si256(two, even));
        let high = mixed(_mm256_srli_epi16::<8>(one), _mm256_srli_epi16::<8>(two));
        _mm256_or_si256(_mm256_srli_epi16::<8>(low), _mm256_andnot_si256(even, high))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn over(color: __m256i, under: __m256i) -> __m256i {
        let alpha = twice(_mm256_srli_epi32::<24>(color));
        let clear = _mm256_sub_epi16(_mm256_set1_epi16(255), alpha);
        let factor = _mm256_add_epi16(clear, _mm256_srli_epi16::<7>(clear));
        _mm256_add_epi32(color, scaled(under, factor))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn scaled(color: __m256i, factor: __m256i) -> __m256i {
        let even = _mm256_set1_epi16(0xFF);
        let low = _mm256_mullo_epi16(_mm256_and_si256(color, even), factor);
        let high = _mm256_mullo_epi16(_mm256_srli_epi16::<8>(color), factor);
        _mm256_or_si256(_mm256_srli_epi16::<8>(low), _mm256_andnot_si256(even, high))
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(pixels: &[u32]) -> __m256i {
        assert!(pixels.len() >= 8, "eight pixels");
        // SAFETY: 32 bytes are there, and any address will do.
        unsafe { _mm256_loadu_si256(pixels.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load_bytes(bytes: &[u8; 32]) -> __m256i {
        // SAFETY: 32 bytes are there, and any address will do.
        unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn store(pixels: __m256i, bytes: &mut [u8; 32]) {
        // SAFETY: 32 bytes are there, and any address will do.
        unsafe { _mm256_storeu_si256(bytes.as_mut_ptr().cast(), pixels) }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn store_pixels(pixels: __m256i, target: &mut [u32; 8]) {
        // SAFETY: 32 bytes are there, and any address will do.
        unsafe { _mm256_storeu_si256(target.as_mut_ptr().cast(), pixels) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Premultiplied noise, some of it clear and some opaque.
    fn noise(count: usize, seed: u32) -> Vec<u32> {
        let mut state = seed;
        let mut byte = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 24
        };
        (0..count)
            .map(|index| {
                let alpha = [0, 255, byte()][index / 3 % 3];
                byte().min(alpha) | byte().min(alpha) << 8 | byte().min(alpha) << 16 | alpha << 24
            })
            .collect()
    }

    #[test]
    fn wide_registers_give_the_same_bytes() {
        for count in [1, 2, 7, 8, 9, 40, 333] {
            let mut row = noise(count, 5);
            row.resize(count + PAD, 0);
            let bytes = |seed| noise(count, seed).into_iter().flat_map(u32::to_le_bytes).collect::<Vec<u8>>();
            for step in [65_536, 65_535, 62_415, 40_000, 66_000, 90_000] {
                for (source, opacity) in
                    [(0, Some(256)), (77, None), (40_000, Some(100)), (65_535, Some(4)), (250_000, Some(256))]
                {
                    let resampled = Resampled { row: &row, step, opacity };
                    let frame = bytes(9);
                    let (mut wide, mut plain) = (frame.clone(), frame);
                    resampled.lay(&mut wide, source);
                    let inside = ((count << 16).saturating_sub(source)).div_ceil(step).min(count);
                    resampled.lay_plainly(&mut plain[..inside * 4], source);
                    assert!(wide == plain, "{count} pixels from {source} by {step} at {opacity:?}");
                }
            }
            for weight in [0, 1, 128, 255, 256] {
                for two in [bytes(3), Vec::new()] {
                    let (mut wide, mut plain) = (vec![0; count], vec![0; count]);
                    mix_rows(&mut wide, &bytes(2), &two, weight);
                    mix_rows_plainly(&mut plain, &bytes(2), &two, weight);
                    assert!(wide == plain, "{count} pixels mixed by {weight}");
                }
            }
        }
    }
}
