use lectern_lesson::Format;
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use crate::world::layer::Scratch;

/// One thread's canvas, reused between frames.
pub struct Painter {
    format: Format,
    pub(crate) context: RenderContext,
    pub(crate) resources: Resources,
    pub(crate) pixels: Pixmap,
    /// A row of a layer, kept between frames.
    pub(crate) scratch: Scratch,
}

impl Painter {
    /// A canvas for frames of that format. Sizes above 16,384 pixels are clamped; no stage draws them.
    pub fn new(format: Format) -> Self {
        let (width, height) = (format.width.clamp(1, 16_384) as u16, format.height.clamp(1, 16_384) as u16);
        // One context per thread and frames in parallel: the renderer's own threads cost more and cannot blur.
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut pixels = Pixmap::new(width, height);
        pixels.set_may_have_transparency(false);
        Self {
            format,
            context: RenderContext::new_with(width, height, settings),
            resources: Resources::new(),
            pixels,
            scratch: Scratch::default(),
        }
    }

    /// The frame drawn last: opaque RGBA, 8 bits a channel, rows from the top, `width × height × 4` bytes.
    pub fn rgba(&self) -> &[u8] {
        self.pixels.data_as_u8_slice()
    }

    /// The format of its frames.
    pub fn format(&self) -> Format {
        self.format
    }
}
