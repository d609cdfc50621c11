//! Pictures of users: decoded, turned upright, or refused with the reason.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use lectern_drawing::{DrawingError, Picture};

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbaImage::from_fn(width, height, |x, y| Rgba([x as u8, y as u8, 90, 255]));
    let mut bytes = Vec::new();
    let picture = DynamicImage::ImageRgba8(picture);
    let picture = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(picture.to_rgb8()) } else { picture };
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encodes");
    bytes
}

#[test]
fn four_forms_are_decoded() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let picture = Picture::decode(&encoded(40, 30, format)).expect("decodes");
        assert_eq!((picture.width(), picture.height()), (40, 30), "{format:?}");
    }
}

#[test]
fn what_is_no_picture_is_refused_with_the_reason() {
    for bytes in [&b""[..], b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM\0\0\0\0\0\0\0\0"] {
        assert!(matches!(Picture::decode(bytes), Err(DrawingError::UnknownPicture)), "{bytes:?}");
    }
    let whole = encoded(40, 30, ImageFormat::Png);
    for length in [8, 20, whole.len() / 2] {
        assert!(matches!(Picture::decode(&whole[..length]), Err(DrawingError::BrokenPicture { .. })), "{length} bytes");
    }
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    // A PNG header that promises 30,000 × 30,000 pixels.
    let mut bytes = encoded(4, 4, ImageFormat::Png);
    bytes[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    assert!(matches!(Picture::decode(&bytes), Err(DrawingError::PictureTooLarge { width: 30_000, height: 30_000 })));
}

#[test]
fn photographs_are_turned_upright() {
    let mut bytes = encoded(40, 30, ImageFormat::Jpeg);
    // An APP1 segment with one EXIF entry: orientation 6, turned a quarter to the right.
    let exif: &[u8] = &[
        0xFF, 0xE1, 0x00, 0x22, b'E', b'x', b'i', b'f', 0, 0, b'M', b'M', 0, 0x2A, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3,
        0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
    ];
    bytes.splice(2..2, exif.iter().copied());
    let picture = Picture::decode(&bytes).expect("decodes");
    assert_eq!((picture.width(), picture.height()), (30, 40));
}

/// The checksum of PNG chunks (PNG specification, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |mut sum, byte| {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
        sum
    })
}
