use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use lectern_lesson::Format;

use crate::VideoError;

/// Encodes an opaque RGBA frame as JPEG at quality 90.
///
/// # Errors
/// When the frame has another size than the format says.
pub fn jpeg(rgba: &[u8], format: Format) -> Result<Vec<u8>, VideoError> {
    let expected = format.width as usize * format.height as usize * 4;
    if rgba.len() != expected {
        return Err(VideoError::FrameSize { got: rgba.len(), expected });
    }
    let rgb: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .encode(&rgb, format.width, format.height, ExtendedColorType::Rgb8)
        .map_err(VideoError::Jpeg)?;
    Ok(bytes)
}
