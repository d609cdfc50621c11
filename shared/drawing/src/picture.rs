//! The user's pictures.

use std::io::Cursor;
use std::sync::Arc;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use vello_cpu::Pixmap;

use crate::DrawingError;
use crate::Style;
use crate::retouch::{Paper, fitted, is_drawing};

/// Most pixels that a picture may have.
pub(crate) const PIXEL_LIMIT: u64 = 64_000_000;

/// Longest side that is kept: twice the width of a 1080p frame, so that a zoom stays sharp.
const KEPT_SIDE: u32 = 3840;

/// Gives the pictures of a lesson by the source that its storyboard names.
pub trait Pictures: Send + Sync {
    /// The decoded picture; none when it is missing or does not decode (the scene then goes on with its caption).
    fn picture(&self, source: &str) -> Option<Arc<Picture>>;
}

/// A decoded picture. Large ones are reduced when they are decoded; sizes are those of the file.
pub struct Picture {
    width: u32,
    height: u32,
    pixels: Arc<Pixmap>,
    /// The sheet that it will be laid on.
    paper: Option<Paper>,
    /// Whether it was drawn in the colors of the style.
    is_styled: bool,
    /// Whether it is a drawing on paper or on nothing, whose colors mean something.
    is_drawing: bool,
}

impl Picture {
    /// Decodes a PNG, JPEG, WebP or GIF (its first frame), turned upright by its EXIF orientation.
    ///
    /// # Errors
    /// When the form is not known, when it has more than 64 million pixels, or when it does not decode.
    pub fn decode(bytes: &[u8]) -> Result<Self, DrawingError> {
        let mut reader = ImageReader::new(Cursor::new(bytes));
        let form = image::guess_format(bytes).map_err(|_| DrawingError::UnknownPicture)?;
        if !matches!(form, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) {
            return Err(DrawingError::UnknownPicture);
        }
        reader.set_format(form);
        let mut limits = Limits::default();
        limits.max_alloc = Some(PIXEL_LIMIT * 8 + (1 << 20));
        reader.limits(limits);
        let broken = |cause: ImageError| DrawingError::BrokenPicture { cause };
        let mut decoder = reader.into_decoder().map_err(broken)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXEL_LIMIT {
            return Err(DrawingError::PictureTooLarge { width, height });
        }
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
        picture.apply_orientation(orientation);
        let (width, height) = (picture.width(), picture.height());
        if width.max(height) > KEPT_SIDE {
            picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
        }
        let rgba = picture.into_rgba8();
        // At most KEPT_SIDE, so both fit.
        let (kept_width, kept_height) = (rgba.width() as u16, rgba.height() as u16);
        let metadata = vello_cpu::PixelMetadata {
            alpha_type: vello_cpu::peniko::ImageAlphaType::Alpha,
            may_have_transparency: true,
        };
        let mut data = rgba.into_raw();
        data.shrink_to_fit();
        let pixels = Arc::new(Pixmap::from_parts(data, kept_width, kept_height, metadata));
        let mut picture = Self { width, height, pixels, paper: None, is_styled: false, is_drawing: false };
        picture.is_drawing = is_drawing(&picture);
        Ok(picture)
    }

    /// The same picture, to be laid on paper by [`fitted`](Self::fitted).
    pub(crate) fn on(&self, paper: Paper) -> Self {
        Self {
            width: self.width,
            height: self.height,
            pixels: Arc::clone(&self.pixels),
            paper: Some(paper),
            is_styled: self.is_styled,
            is_drawing: self.is_drawing,
        }
    }

    /// The same picture on its paper, finely reduced to about that many pixels; none when nothing is to be done.
    pub(crate) fn fitted(&self, width: u32, height: u32) -> Option<Self> {
        let pixels = fitted(&self.pixels, width, height, self.paper)?;
        Some(Self {
            width: self.width,
            height: self.height,
            pixels: Arc::new(pixels),
            paper: None,
            is_styled: self.is_styled,
            is_drawing: self.is_drawing,
        })
    }

    /// The same picture in the colors of a style; none when its grade changes nothing.
    pub(crate) fn graded(&self, style: &Style) -> Option<Self> {
        if style.grade.is_neutral() || self.is_styled {
            return None;
        }
        let mut pixels = Pixmap::clone(&self.pixels);
        if self.is_drawing {
            style.grade.apply(pixels.data_as_u8_slice_mut());
        } else {
            style.grade.apply_to_photograph(pixels.data_as_u8_slice_mut(), &style.palette);
        }
        Some(Self {
            width: self.width,
            height: self.height,
            pixels: Arc::new(pixels),
            paper: self.paper,
            is_styled: true,
            is_drawing: self.is_drawing,
        })
    }

    /// Width in pixels, upright.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, upright.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// A picture of the style's own world from opaque RGBA pixels.
    pub(crate) fn opaque(mut rgba: Vec<u8>, width: u16, height: u16) -> Self {
        rgba.shrink_to_fit();
        let metadata = vello_cpu::PixelMetadata {
            alpha_type: vello_cpu::peniko::ImageAlphaType::Alpha,
            may_have_transparency: false,
        };
        let pixels = Arc::new(Pixmap::from_parts(rgba, width, height, metadata));
        Self { width: width.into(), height: height.into(), pixels, paper: None, is_styled: true, is_drawing: false }
    }

    /// Whether it is a photograph or a painting, and no drawing on paper or on nothing.
    pub fn is_photograph(&self) -> bool {
        !self.is_drawing
    }

    pub(crate) fn pixels(&self) -> &Arc<Pixmap> {
        &self.pixels
    }
}
