use std::sync::Arc;

use lectern_lesson::{Format, Framing, Scene, SceneTiming, Visual};
use vello_cpu::{RasterizerSettings, TargetInit};

use crate::animate::state;
use crate::canvas::Canvas;
use crate::easing::{progress, sine};
use crate::element::{Composition, Content, Element};
use crate::halo::Halo;
use crate::illustration::Illustrator;
use crate::timeline::Timeline;
use crate::world::layer::Frame;
use crate::world::{Moment, Scenery, SceneryKind, Star, View};
use crate::{DrawingError, Painter, Stage, Style};

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
    scenery: Option<Arc<Scenery>>,
    /// The stars, each with whether a text stands before it.
    stars: Vec<(Star, bool)>,
    /// How close the camera is at the start and at the end.
    camera: (f64, f64),
    fades_in: bool,
    fades_out: bool,
}

/// Opacity of the light beneath text in focus.
const HALO_STRENGTH: f64 = 0.62;

impl<'stage> PreparedScene<'stage> {
    pub(crate) fn new(
        stage: &'stage Stage,
        scene: &Scene,
        timing: &SceneTiming,
        place: ScenePlace,
        composition: Composition,
    ) -> Self {
        let texts: Vec<_> = composition
            .elements
            .iter()
            .filter_map(|element| match &element.content {
                Content::Text(text) => Some(text.ink()),
                Content::Formula(formula) => Some(formula.ink),
                _ => None,
            })
            .collect();
        let closeness = |framing: Framing| match framing {
            Framing::Wide => 0.0,
            Framing::Close => 1.0,
        };
        let mut illustrator = Illustrator::new(stage.style().grade);
        let elements = composition
            .elements
            .into_iter()
            .map(|mut element| {
                if let Content::Picture(picture) = &mut element.content {
                    // Once, at the size of its closest framing, so that frames only sample it.
                    let scale = stage.plane().scale(stage.format()) * picture.zoom;
                    let (width, height) = (picture.rect.width * scale, picture.rect.height * scale);
                    // The picture covers its place in its own proportions.
                    let own =
                        (f64::from(picture.picture.pixels().width()), f64::from(picture.picture.pixels().height()));
                    let cover = (width / own.0.max(1.0)).max(height / own.1.max(1.0));
                    let covering = (own.0 * cover, own.1 * cover);
                    if let Some(fitted) = picture.picture.fitted(covering.0.ceil() as u32, covering.1.ceil() as u32) {
                        picture.picture = Arc::new(fitted);
                    }
                    if let Some(graded) = picture.picture.graded(&stage.style().grade) {
                        picture.picture = Arc::new(graded);
                    }
                }
                if let Content::Illustration(content) = &mut element.content {
                    content.artwork = illustrator.artwork(&content.name);
                }
                let halo = halo(&element, stage.style());
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
            scenery: scenery_kind(&scene.visual).map(|kind| stage.world().scenery(kind, &scene.id, stage.style())),
            stars: stage.world().stars(&texts),
            camera: (closeness(scene.shot.from), closeness(scene.shot.to)),
            fades_in: place.opens && matches!(scene.visual, Visual::Title { .. }),
            fades_out: place.is_last,
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
        let along = sine(progress(now, 0.0, self.timeline.length));
        let view = View { closeness: self.camera.0 + (self.camera.1 - self.camera.0) * along };
        let (width, height) = (format.width as usize, format.height as usize);
        let mut canvas = Frame { pixels: painter.pixels.data_as_u8_slice_mut(), width, height };
        let moment = Moment {
            style: self.stage.style(),
            scenery: self.scenery.as_deref(),
            timeline: &self.timeline,
            view,
            stars: &self.stars,
            now,
        };
        self.stage.world().draw(&mut canvas, &moment, &mut painter.scratch);
        painter.context.reset();
        let mut canvas = Canvas {
            context: &mut painter.context,
            resources: &mut painter.resources,
            palette: &self.stage.style().palette,
            surface: &self.stage.style().surface,
            timeline: &self.timeline,
            plane: self.stage.plane(),
            scale: self.stage.plane().scale(format),
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
        // The renderer's eight-bit sums can leave an opaque pixel at 254.
        for pixel in painter.pixels.data_as_u8_slice_mut().chunks_exact_mut(4) {
            pixel[3] = 255;
        }
        self.fade(now, painter);
        Ok(())
    }
    /// The film's first scene rises from ink, its last one sinks into it.
    fn fade(&self, now: f64, painter: &mut Painter) {
        let fade = self.timeline.motion.fade_out;
        let frame = 1.0 / f64::from(self.fps);
        let rising = if self.fades_in { sine(progress(now, 0.0, fade)) } else { 1.0 };
        // The last frame is all ink.
        let sinking = if self.fades_out { sine(progress(now, self.timeline.length - fade - frame, fade)) } else { 0.0 };
        let light = ((rising * (1.0 - sinking)) * 256.0).round() as u16;
        if light < 256 {
            let ink = self.stage.style().palette.shade;
            let ink = [ink.red, ink.green, ink.blue, 255];
            for pixel in painter.pixels.data_as_u8_slice_mut().chunks_exact_mut(4) {
                for (value, ink) in pixel.iter_mut().zip(ink) {
                    *value = ((u16::from(*value) * light + u16::from(ink) * (256 - light)) >> 8) as u8;
                }
                pixel[3] = 255;
            }
        }
    }
}

/// The light beneath a text or the shadow beneath a panel.
fn halo(element: &Element, style: &Style) -> Option<Halo> {
    let surface = &style.surface;
    let shadow = |rect, radius: f64, strength: f64| {
        let strength = strength * surface.shadow_strength;
        (strength > 0.01).then(|| Halo::shadow(rect, radius * surface.corner, surface.shadow, strength))?
    };
    match &element.content {
        Content::Text(text) => {
            let color = text.glow?;
            if surface.glow > 0.05 {
                Halo::new(text, color, HALO_STRENGTH * surface.glow)
            } else {
                // Where nothing glows, a halo of the ground keeps text apart from what is drawn behind it.
                Halo::new(text, style.palette.ground, HALO_STRENGTH)
            }
        }
        Content::Panel(panel) => shadow(panel.rect, panel.radius, 0.55),
        Content::Picture(picture) => shadow(picture.rect, picture.radius, 0.65),
        _ => None,
    }
}

/// The scenery that a visual leaves room for; none for those that need the whole frame.
pub(crate) fn scenery_kind(visual: &Visual) -> Option<SceneryKind> {
    match visual {
        Visual::Title { .. } => Some(SceneryKind::Lake),
        Visual::Chapter { .. } => Some(SceneryKind::Mountains),
        // An illustration stands where the scenery would be.
        Visual::Definition { picture: Some(_), .. } | Visual::Statement { picture: Some(_), .. } => None,
        Visual::Definition { .. } => Some(SceneryKind::Sea),
        Visual::Statement { .. } | Visual::Quotation { .. } => Some(SceneryKind::Hills),
        // What a number is compared with stands where the scenery would be.
        Visual::BigNumber { comparison: Some(_), .. } => None,
        Visual::BigNumber { .. } => Some(SceneryKind::Clouds),
        Visual::Recap { .. } => None,
        Visual::KeyPoints { .. }
        | Visual::Figure { .. }
        | Visual::Formula { .. }
        | Visual::Table { .. }
        | Visual::Chart { .. }
        | Visual::Code { .. }
        | Visual::Illustration { .. }
        | Visual::Process { .. }
        | Visual::Cycle { .. }
        | Visual::Tree { .. }
        | Visual::Cause { .. }
        | Visual::Comparison { .. }
        | Visual::Timeline { .. }
        | Visual::Map { .. }
        | Visual::FigurePair { .. }
        | Visual::Amounts { .. }
        | Visual::Plot { .. }
        | Visual::Geometry { .. }
        | Visual::Dialogue { .. }
        | Visual::Steps { .. }
        | Visual::Question { .. } => None,
    }
}
