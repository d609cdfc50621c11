use lectern_lesson::{Format, Layout, Scene, SceneTiming, Visual};

use crate::{DrawingError, Pictures, PreparedScene, ScenePlace, Style};

/// What all scenes of a film share: style, fonts, world. Shared by all threads that draw.
pub struct Stage {
    style: Style,
    format: Format,
}

impl Stage {
    /// A stage for films of that style and format.
    ///
    /// # Errors
    /// When the format is not 16:9 or out of range.
    pub fn new(style: Style, format: Format) -> Result<Self, DrawingError> {
        Ok(Self { style, format })
    }

    /// Its style.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// A visual as measured and placed, all parts shown, nothing moving.
    pub fn layout(&self, visual: &Visual, pictures: &dyn Pictures) -> Layout {
        let _ = (visual, pictures);
        Layout::default()
    }

    /// The characters of a text that no font at hand can draw, each once, in their order.
    pub fn missing_characters(&self, text: &str) -> Vec<char> {
        let _ = text;
        Vec::new()
    }

    /// Binds a scene to its timing and lays it out.
    ///
    /// # Errors
    /// When the timing has another frame rate than the stage's format allows.
    pub fn prepare(
        &self,
        scene: &Scene,
        timing: &SceneTiming,
        place: ScenePlace,
        pictures: &dyn Pictures,
    ) -> Result<PreparedScene<'_>, DrawingError> {
        let _ = (scene, place, pictures);
        Ok(PreparedScene::new(timing.frames))
    }
}
