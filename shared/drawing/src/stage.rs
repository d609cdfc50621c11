use lectern_lesson::{Format, Layout, Scene, SceneTiming, Visual};

use crate::composer::Composer;
use crate::report::report;
use crate::scene::scenery_kind;
use crate::text::Typesetter;
use crate::visual::compose;
use crate::world::{Gallery, World};
use crate::{DrawingError, Pictures, PreparedScene, ScenePlace, Style};

/// What all scenes of a film share: style, fonts, world. Shared by all threads that draw.
pub struct Stage {
    style: Style,
    format: Format,
    typesetter: Typesetter,
    world: World,
    gallery: Gallery,
}

impl Stage {
    /// A stage for films of that style and format.
    ///
    /// # Errors
    /// When the format is not 16:9 or out of range.
    pub fn new(style: Style, format: Format) -> Result<Self, DrawingError> {
        if !(320..=3840).contains(&format.width) || !(1..=120).contains(&format.fps) || format.height == 0 {
            return Err(DrawingError::SizeOutOfRange { format });
        }
        // Within a pixel of 16:9, since 854×480 is as close as even numbers come.
        let height = f64::from(format.width) * 9.0 / 16.0;
        if (height - f64::from(format.height)).abs() > 2.0 {
            return Err(DrawingError::UnknownShape { format });
        }
        let world = World::new(&style, format);
        Ok(Self { style, format, typesetter: Typesetter::new()?, world, gallery: Gallery::default() })
    }

    /// Its style.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    pub(crate) fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    /// A visual as measured and placed, all parts shown, nothing moving.
    pub fn layout(&self, visual: &Visual, pictures: &dyn Pictures) -> Layout {
        let composition = compose(visual, &Composer::new(&self.style, &self.typesetter, pictures, &self.gallery));
        report(&composition, scenery_kind(visual), &self.style, &self.typesetter, &self.gallery)
    }

    /// The characters of a text that no font at hand can draw, each once, in their order.
    pub fn missing_characters(&self, text: &str) -> Vec<char> {
        self.typesetter.missing_characters(text)
    }

    /// Binds a scene to its timing and lays it out.
    ///
    /// # Errors
    /// None today; a scene that cannot be drawn will be named here.
    pub fn prepare(
        &self,
        scene: &Scene,
        timing: &SceneTiming,
        place: ScenePlace,
        pictures: &dyn Pictures,
    ) -> Result<PreparedScene<'_>, DrawingError> {
        let composition =
            compose(&scene.visual, &Composer::new(&self.style, &self.typesetter, pictures, &self.gallery));
        Ok(PreparedScene::new(self, scene, timing, place, composition))
    }
}
