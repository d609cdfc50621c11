//! What is done to a user's picture once, before it is drawn: a fine reduction to its size on the frame, and paper under
//! diagrams.

use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Rgba};
use vello_cpu::{PixelMetadata, Pixmap, peniko::ImageAlphaType};

use crate::{Color, Picture};

/// What a picture stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backdrop {
    /// It fills its frame by itself.
    None,
    /// It is a drawing on white or on nothing: a sheet of paper keeps it from looking pasted on the sky.
    Paper,
    /// It is a light drawing on nothing.
    Night,
}

/// A sheet that a picture is laid on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Paper {
    pub(crate) color: Color,
    /// Width of its rim, as a fraction of the picture's width.
    pub(crate) margin: f64,
}

/// Channels from here up are white for the eye.
const WHITE: u8 = 238;

/// Share of the border that must be white for a picture to be a drawing on paper.
const PAPER_SHARE: f64 = 0.8;

/// What a picture should stand on, judged by its border and its transparency.
pub(crate) fn backdrop(picture: &Picture) -> Backdrop {
    let pixels = picture.pixels();
    let (width, height) = (pixels.width(), pixels.height());
    if width == 0 || height == 0 {
        return Backdrop::None;
    }
    // The border itself may be a thin frame or a resampling artifact: a little inside it.
    let inset = |side: u16| (side / 100).min(side.saturating_sub(1) / 2);
    let (left, top) = (inset(width), inset(height));
    let (right, bottom) = (width - 1 - left, height - 1 - top);
    let across = (left..=right).flat_map(|x| [(x, top), (x, bottom)]);
    let down = (top..=bottom).flat_map(|y| [(left, y), (right, y)]);
    let (mut count, mut white, mut clear) = (0_u32, 0_u32, 0_u32);
    for (x, y) in across.chain(down) {
        let pixel = pixels.sample(x, y);
        count += 1;
        clear += u32::from(pixel.a < 40);
        white += u32::from(pixel.a >= 40 && pixel.r.min(pixel.g).min(pixel.b) >= WHITE);
    }
    let share = |part: u32| f64::from(part) / f64::from(count.max(1));
    if share(clear) > 0.3 {
        return if is_light(pixels) { Backdrop::Night } else { Backdrop::Paper };
    }
    if share(white + clear) >= PAPER_SHARE { Backdrop::Paper } else { Backdrop::None }
}

/// Share of a picture that its few most frequent colors make up in a drawing: fills are flat, and what light falls on is not.
const FLAT_SHARE: f64 = 0.35;

/// Whether it is a drawing, whose colors mean something: on paper or on nothing, or painted in a few flat colors. In doubt it is one.
pub(crate) fn is_drawing(picture: &Picture) -> bool {
    if backdrop(picture) != Backdrop::None {
        return true;
    }
    // Colors in steps of eight, so that what a lossy form has blurred counts as one.
    let mut counts = vec![0_u32; 1 << 15];
    let pixels = picture.pixels().data();
    let step = (pixels.len() / 40_000).max(1);
    let mut all = 0_u32;
    for pixel in pixels.iter().step_by(step) {
        let part = |value: u8, shift: u32| usize::from(value >> 3) << shift;
        counts[part(pixel.r, 10) | part(pixel.g, 5) | part(pixel.b, 0)] += 1;
        all += 1;
    }
    counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    let most: u32 = counts.iter().take(3).sum();
    f64::from(most) >= FLAT_SHARE * f64::from(all)
}

/// Whether all that is drawn on a transparent ground is light. A single dark word would be lost on a dark ground.
fn is_light(pixels: &Pixmap) -> bool {
    let (mut dark, mut count) = (0_u32, 0_u32);
    // Some ten thousand samples tell as much as all.
    let step = (pixels.data().len() / 20_000).max(1);
    for pixel in pixels.data().iter().step_by(step).filter(|pixel| pixel.a > 200) {
        let luma = 0.2126 * f64::from(pixel.r) + 0.7152 * f64::from(pixel.g) + 0.0722 * f64::from(pixel.b);
        dark += u32::from(luma < 110.0);
        count += 1;
    }
    count > 0 && f64::from(dark) < 0.002 * f64::from(count)
}

/// The pixels reduced to at most `width` × `height` (never enlarged) and laid on paper, if there is any.
pub(crate) fn fitted(pixels: &Pixmap, width: u32, height: u32, paper: Option<Paper>) -> Option<Pixmap> {
    let (from_width, from_height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let (to_width, to_height) = (width.clamp(1, from_width.max(1)), height.clamp(1, from_height.max(1)));
    // A reduction by a tenth gains nothing over bilinear sampling.
    let reduces =
        f64::from(to_width) < f64::from(from_width) * 0.9 || f64::from(to_height) < f64::from(from_height) * 0.9;
    if !reduces && paper.is_none() {
        return None;
    }
    let source: ImageBuffer<Rgba<u8>, Vec<u8>> =
        ImageBuffer::from_raw(from_width, from_height, pixels.data_as_u8_slice().to_vec())?;
    // Premultiplied colors are resampled as they are: transparent pixels have no color to bleed.
    let mut image = if reduces { resize(&source, to_width, to_height, FilterType::CatmullRom) } else { source };
    if let Some(paper) = paper {
        image = printed(&image, paper);
    } else {
        for Rgba([red, green, blue, alpha]) in image.pixels_mut() {
            // The filter swings past its ends; a premultiplied color is never above its alpha.
            (*red, *green, *blue) = ((*red).min(*alpha), (*green).min(*alpha), (*blue).min(*alpha));
        }
    }
    let (width, height) = (image.width() as u16, image.height() as u16);
    let metadata =
        PixelMetadata { alpha_type: ImageAlphaType::AlphaPremultiplied, may_have_transparency: paper.is_none() };
    Some(Pixmap::from_parts(image.into_raw(), width, height, metadata))
}

/// A picture printed on paper with a rim: the paper's tint shows through what is light, and where nothing is drawn.
fn printed(image: &ImageBuffer<Rgba<u8>, Vec<u8>>, paper: Paper) -> ImageBuffer<Rgba<u8>, Vec<u8>> {
    let Color { red, green, blue } = paper.color;
    let rim = (paper.margin.clamp(0.0, 1.0) * f64::from(image.width())).round() as u32;
    // Light paper multiplies, as ink does; on dark paper a light drawing lies on top.
    let is_light = u16::from(red) + u16::from(green) + u16::from(blue) > 384;
    let mut sheet =
        ImageBuffer::from_pixel(image.width() + 2 * rim, image.height() + 2 * rim, Rgba([red, green, blue, 255]));
    for (x, y, pixel) in image.enumerate_pixels() {
        let clear = 255 - u32::from(pixel.0[3]);
        let put = |ink: u8, paper: u8| {
            let (ink, paper) = (u32::from(ink), u32::from(paper));
            let put = if is_light { (ink + clear).min(255) * paper / 255 } else { ink + clear * paper / 255 };
            put.min(255) as u8
        };
        let [ink_red, ink_green, ink_blue, _] = pixel.0;
        sheet.put_pixel(x + rim, y + rim, Rgba([put(ink_red, red), put(ink_green, green), put(ink_blue, blue), 255]));
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one color with a square of another in its middle.
    fn picture(ground: [u8; 4], ink: [u8; 4]) -> Picture {
        let image = ImageBuffer::from_fn(200, 100, |x, y| {
            Rgba(if (60..140).contains(&x) && (30..70).contains(&y) { ink } else { ground })
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        Picture::decode(bytes.get_ref()).expect("decodes")
    }

    #[test]
    fn drawings_stand_on_paper_and_photographs_by_themselves() {
        let cases = [
            ([255, 255, 255, 255], [0, 0, 0, 255], Backdrop::Paper),
            ([250, 248, 246, 255], [200, 40, 40, 255], Backdrop::Paper),
            ([20, 60, 120, 255], [255, 255, 255, 255], Backdrop::None),
            ([0, 0, 0, 0], [10, 10, 10, 255], Backdrop::Paper),
            ([0, 0, 0, 0], [250, 250, 250, 255], Backdrop::Night),
        ];
        for (ground, ink, expected) in cases {
            assert_eq!(backdrop(&picture(ground, ink)), expected, "{ground:?} with {ink:?}");
        }
    }

    #[test]
    fn what_is_flat_is_a_drawing_and_what_light_falls_on_is_none() {
        for (ground, ink) in [([20, 60, 120, 255], [255, 255, 255, 255]), ([250, 240, 214, 255], [10, 10, 10, 255])] {
            assert!(is_drawing(&picture(ground, ink)), "{ground:?}");
        }
        // Hills in the haze: no two places have the same color.
        let hazy = ImageBuffer::from_fn(200, 100, |x: u32, y: u32| {
            let light = 40 + y + (x * 7 + y * 13) % 29;
            Rgba([(light / 2) as u8, light as u8, (60 + x / 2) as u8, 255])
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        hazy.write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        assert!(!is_drawing(&Picture::decode(bytes.get_ref()).expect("decodes")));
    }

    #[test]
    fn pictures_are_reduced_and_never_enlarged() {
        let picture = picture([20, 60, 120, 255], [255, 255, 255, 255]);
        for ((width, height), expected) in [((100, 50), Some((100, 50))), ((400, 200), None), ((195, 98), None)] {
            let size = fitted(picture.pixels(), width, height, None).map(|pixels| (pixels.width(), pixels.height()));
            assert_eq!(size, expected, "to {width} × {height}");
        }
    }

    #[test]
    fn paper_shows_where_nothing_is_drawn() {
        let paper = Color::from_hex(0xF0_EDFA);
        let pixels = fitted(
            picture([0, 0, 0, 0], [10, 10, 10, 255]).pixels(),
            200,
            100,
            Some(Paper { color: paper, margin: 0.1 }),
        )
        .expect("laid on paper");
        assert_eq!((pixels.width(), pixels.height()), (240, 140));
        let corner = pixels.sample(2, 2);
        assert_eq!((corner.r, corner.g, corner.b, corner.a), (0xF0, 0xED, 0xFA, 255));
        assert!(pixels.sample(120, 70).r < 12);
    }
}
