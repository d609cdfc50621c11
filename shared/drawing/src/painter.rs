use lectern_lesson::Format;

/// One thread's canvas, reused between frames.
pub struct Painter {
    format: Format,
    pixels: Vec<u8>,
}

impl Painter {
    /// A canvas for frames of that format.
    pub fn new(format: Format) -> Self {
        let pixels = vec![0; format.width as usize * format.height as usize * 4];
        Self { format, pixels }
    }

    /// The frame drawn last: opaque RGBA, 8 bits a channel, rows from the top, `width × height × 4` bytes.
    pub fn rgba(&self) -> &[u8] {
        &self.pixels
    }

    /// The format of its frames.
    pub fn format(&self) -> Format {
        self.format
    }
}
