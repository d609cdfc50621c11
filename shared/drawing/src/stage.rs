use std::sync::OnceLock;

use lectern_lesson::{Format, Layout, Scene, SceneTiming, Visual};

use crate::composer::Composer;
use crate::plane::Plane;
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
    plane: Plane,
    typesetter: Typesetter,
    /// Painted when the first scene is prepared: what only lays out neither waits for it nor links what paints.
    world: OnceLock<World>,
    gallery: Gallery,
}

impl Stage {
    /// A stage for films of that style and format.
    ///
    /// # Errors
    /// When the format is out of range or not 16:9, 9:16, 1:1 or 4:5.
    pub fn new(style: Style, format: Format) -> Result<Self, DrawingError> {
        let plane = Plane::of(format)?;
        let typesetter = Typesetter::new(&style.faces)?;
        Ok(Self { style, format, plane, typesetter, world: OnceLock::new(), gallery: Gallery::default() })
    }

    /// Its style.
    pub fn style(&self) -> &Style {
        &self.style
    }

    /// Its format.
    pub fn format(&self) -> Format {
        self.format
    }

    pub(crate) fn plane(&self) -> Plane {
        self.plane
    }

    fn composer<'a>(&'a self, pictures: &'a dyn Pictures) -> Composer<'a> {
        Composer::new(self.plane, &self.style, &self.typesetter, pictures, &self.gallery)
    }

    pub(crate) fn typesetter(&self) -> &Typesetter {
        &self.typesetter
    }

    pub(crate) fn world(&self) -> &World {
        self.world.get_or_init(|| World::new(&self.style, self.plane, self.format))
    }

    /// A visual as measured and placed, all parts shown, nothing moving.
    pub fn layout(&self, visual: &Visual, pictures: &dyn Pictures) -> Layout {
        let composition = compose(visual, &self.composer(pictures));
        report(&composition, self.plane, scenery_kind(visual), &self.style, &self.typesetter, &self.gallery)
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
        let composition = compose(&scene.visual, &self.composer(pictures));
        Ok(PreparedScene::new(self, scene, timing, place, composition))
    }
}
