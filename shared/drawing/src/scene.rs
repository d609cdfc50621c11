use std::marker::PhantomData;

use crate::{DrawingError, Painter, Stage};

/// Where a scene stands in its film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScenePlace {
    /// The scene before it had other scenery (or there is none): its scenery enters.
    pub opens: bool,
    /// The next scene dissolves or the film ends: its scenery leaves.
    pub closes: bool,
    /// It ends the film: the frame fades out.
    pub is_last: bool,
}

/// A scene with its timing, ready to be drawn frame by frame, in any order, on any thread.
pub struct PreparedScene<'stage> {
    frames: u32,
    stage: PhantomData<&'stage Stage>,
}

impl PreparedScene<'_> {
    pub(crate) fn new(frames: u32) -> Self {
        Self { frames, stage: PhantomData }
    }

    /// How many frames it has.
    pub fn frame_count(&self) -> u32 {
        self.frames
    }

    /// Draws a frame, counted from 0.
    ///
    /// # Errors
    /// When the painter has another format, or when there is no such frame.
    pub fn draw(&self, frame: u32, painter: &mut Painter) -> Result<(), DrawingError> {
        let _ = (frame, painter);
        Ok(())
    }
}
