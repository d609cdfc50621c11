//! Gaussian blur of small pictures, done once when a scene or a stage is prepared.

/// Blurs premultiplied RGBA in place: three passes of a box are a Gaussian to within a few percent
/// (W3C Filter Effects, `feGaussianBlur`).
pub(crate) fn blur(pixels: &mut [u8], width: usize, height: usize, sigma: f64) {
    let box_size = (sigma * 3.0 * (2.0 * std::f64::consts::PI).sqrt() / 4.0 + 0.5).floor().max(1.0) as usize;
    let radius = box_size / 2;
    if radius == 0 || width == 0 || height == 0 || pixels.len() < width * height * 4 {
        return;
    }
    let mut line = vec![0; width.max(height) * 4];
    for _ in 0..3 {
        for row in pixels.chunks_exact_mut(width * 4).take(height) {
            box_pass(row, &mut line, width, 4, radius);
        }
        for column in 0..width {
            box_pass(&mut pixels[column * 4..], &mut line, height, width * 4, radius);
        }
    }
}

/// A running mean along a line of pixels that stand `stride` bytes apart; outside is transparent.
fn box_pass(pixels: &mut [u8], line: &mut [u8], length: usize, stride: usize, radius: usize) {
    for index in 0..length {
        line[index * 4..index * 4 + 4].copy_from_slice(&pixels[index * stride..index * stride + 4]);
    }
    let size = (2 * radius + 1) as u32;
    for channel in 0..4 {
        let at = |index: usize| u32::from(line[index * 4 + channel]);
        let mut sum: u32 = (0..radius.min(length)).map(at).sum();
        for index in 0..length {
            if index + radius < length {
                sum += at(index + radius);
            }
            if index > radius {
                sum -= at(index - radius - 1);
            }
            pixels[index * stride + channel] = ((sum + size / 2) / size) as u8;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blurred_dot_spreads_evenly_and_keeps_its_light() {
        let (width, height) = (41, 41);
        let mut pixels = vec![0; width * height * 4];
        for y in 16..25 {
            for x in 16..25 {
                pixels[(y * width + x) * 4 + 3] = 255;
            }
        }
        let light = |pixels: &[u8]| pixels.iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let before = light(&pixels);
        blur(&mut pixels, width, height, 3.0);
        let alpha = |x: usize, y: usize| pixels[(y * width + x) * 4 + 3];
        assert!(alpha(20, 20) < 255 && alpha(20, 20) > 100);
        assert!(alpha(12, 20) > 0);
        assert_eq!(alpha(12, 20), alpha(28, 20));
        assert_eq!(alpha(20, 12), alpha(20, 28));
        let after = light(&pixels);
        assert!(before.abs_diff(after) < before / 50, "{before} became {after}");
    }

    #[test]
    fn sizes_that_do_not_match_are_left_alone() {
        let mut pixels = vec![7; 8];
        blur(&mut pixels, 5, 5, 3.0);
        blur(&mut pixels, 0, 0, 3.0);
        assert_eq!(pixels, [7; 8]);
    }
}
