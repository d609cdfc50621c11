use lectern_lesson::{Format, Scene, SceneTiming};
use vello_cpu::{RasterizerSettings, TargetInit};

use crate::animate::state;
use crate::canvas::Canvas;
use crate::element::{Composition, Content, Element};
use crate::halo::Halo;
use crate::timeline::Timeline;
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
    stage: &'stage Stage,
    id: String,
    frames: u32,
    fps: u32,
    timeline: Timeline,
    elements: Vec<(Element, Option<Halo>)>,
}

/// Opacity of the light beneath text in focus.
const HALO_STRENGTH: f64 = 0.62;

impl<'stage> PreparedScene<'stage> {
    pub(crate) fn new(stage: &'stage Stage, scene: &Scene, timing: &SceneTiming, place: ScenePlace, composition: Composition) -> Self {
        let _ = place;
        let elements = composition
            .elements
            .into_iter()
            .map(|element| {
                let halo = match &element.content {
                    Content::Text(text) => text.glow.and_then(|color| Halo::new(text, color, HALO_STRENGTH)),
                    _ => None,
                };
                (element, halo)
            })
            .collect();
        Self {
            stage,
            id: scene.id.clone(),
            frames: timing.frames,
            fps: timing.fps.max(1),
            timeline: Timeline::new(scene, timing, &stage.style().motion),
            elements,
        }
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
        let format = self.stage.format();
        let same_size = |one: Format, two: Format| one.width == two.width && one.height == two.height;
        if !same_size(format, painter.format()) {
            return Err(DrawingError::PainterMismatch { painter: painter.format(), scene: format });
        }
        if frame >= self.frames {
            return Err(DrawingError::NoSuchFrame { scene: self.id.clone(), frame, frames: self.frames });
        }
        let now = f64::from(frame) / f64::from(self.fps);
        let ink = self.stage.style().palette.ink;
        for pixel in painter.pixels.data_as_u8_slice_mut().chunks_exact_mut(4) {
            pixel.copy_from_slice(&[ink.red, ink.green, ink.blue, 255]);
        }
        painter.context.reset();
        let mut canvas = Canvas {
            context: &mut painter.context,
            resources: &mut painter.resources,
            palette: &self.stage.style().palette,
            timeline: &self.timeline,
            scale: f64::from(format.width) / crate::composer::PLANE.width,
            now,
        };
        for (element, halo) in &self.elements {
            if let Some(state) = state(element, &self.timeline, now) {
                canvas.draw(element, halo.as_ref(), &state);
            }
        }
        painter.context.flush();
        let settings = RasterizerSettings { target_init: TargetInit::SrcOver, ..RasterizerSettings::default() };
        painter.context.render_with(&mut painter.pixels, &mut painter.resources, settings);
        Ok(())
    }
}
