mod matched;
mod painted;
mod seen;
mod setting;

use std::sync::Arc;

use lectern_lesson::{Format, Rect, Scene, SceneTiming, Transition, Visual};
use vello_cpu::kurbo::Affine;

use crate::animate::state;
use crate::camera::{Camera, seen};
use crate::canvas::{Canvas, kurbo_rect};
use crate::damage::Area;
use crate::easing::{progress, sine};
use crate::element::{Composition, Content, Element, Response};
use crate::extent::{bounds, extent};
#[cfg(feature = "gpu")]
use crate::gpu;
use crate::halo::Halo;
use crate::illustration::Illustrator;
#[cfg(feature = "gpu")]
use crate::lens::Focus;
use crate::look::{Look, halo_strength, live, look, strength};
use crate::painter::{Shown, ShownElement};
use crate::plane::Shape;
use crate::timeline::Timeline;
use crate::transition::{self, DIP_SECS};
use crate::world::layer::Frame;
use crate::world::piece::{Parts, Piece, compare};
use crate::world::{Moment, Scenery, Star};
use crate::{DrawingError, Painter, Stage};

use seen::opens_at;
use setting::{halo, part_places};

pub use seen::Seen;
pub(crate) use setting::scenery_kind;

/// Where a scene stands in its film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ScenePlace {
    /// The scene before it had other scenery (or there is none): its scenery enters.
    pub opens: bool,
    /// It ends the film: the frame fades out.
    pub is_last: bool,
    /// How it begins, seen from the scene before it.
    pub begins: Transition,
    /// How the next scene begins; none for the last.
    pub ends: Option<Transition>,
    /// The world goes on from the scene before, at whose end it was out of focus.
    pub soft_before: bool,
}

/// A scene with its timing, ready to be drawn frame by frame, in any order, on any thread.
pub struct PreparedScene<'stage> {
    stage: &'stage Stage,
    /// Tells a painter whether its frame is of this very scene.
    identity: Arc<()>,
    id: String,
    frames: u32,
    fps: u32,
    timeline: Timeline,
    elements: Vec<(Element, Option<Halo>)>,
    scenery: Option<Arc<Scenery>>,
    /// The stars, each with whether a text stands before it.
    stars: Vec<(Star, bool)>,
    camera: Camera,
    place: ScenePlace,
    /// Whether it opens the film, which rises from ink.
    opens_film: bool,
    /// The last picture of the scene before, where this one passes over it.
    before: Option<Vec<u8>>,
}

/// A subject whose first word comes later than this is seen before it is heard: an empty screen tells that something is missing.
const OPENS_WITHIN_SECS: f64 = 0.5;

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
        let mut illustrator = Illustrator::new(stage.style().grade.clone());
        let elements: Vec<(Element, Option<Halo>)> = composition
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
                    if let Some(graded) = picture.picture.graded(stage.style()) {
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
        let mut timeline = Timeline::new(scene, timing, &stage.style().motion);
        if opens_at(&elements, &timeline) > OPENS_WITHIN_SECS {
            timeline = timeline.opened(matches!(scene.visual, Visual::Statement { .. }));
        }
        let timeline = timeline.placed(place.begins.takes_subject(), place.ends.is_some_and(Transition::takes_subject));
        let parts = part_places(&elements, scene.visual.part_count(), stage.plane());
        let camera =
            Camera::new(scene.shot, &stage.style().camera, &timeline, stage.plane(), &parts, &texts, place.soft_before);
        Self {
            stage,
            identity: Arc::new(()),
            id: scene.id.clone(),
            frames: timing.frames,
            fps: timing.fps.max(1),
            timeline,
            elements,
            scenery: scenery_kind(&scene.visual).map(|kind| stage.world().scenery(kind, &scene.id, stage.style())),
            stars: stage.world().stars(&texts),
            camera,
            place,
            opens_film: place.opens && matches!(scene.visual, Visual::Title { .. }),
            before: None,
        }
    }

    /// The same, passing over the last frame of the scene before, opaque RGBA of the same size, if its transition calls for
    /// that. Without one the scene begins as if it were cut to.
    #[must_use]
    pub fn after(mut self, last_frame: Vec<u8>) -> Self {
        self.before = self.place.begins.needs_picture_before().then_some(last_frame);
        self
    }

    /// How many frames it has.
    pub fn frame_count(&self) -> u32 {
        self.frames
    }

    /// Draws a frame, counted from 0: what differs from the frame of this scene that the painter holds, or all of it.
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
        let size = (format.width as usize, format.height as usize);
        let mut before = std::mem::take(&mut painter.shown);
        painter.damage.clear();
        let is_next = before.scene.as_ref().is_some_and(|scene| Arc::ptr_eq(scene, &self.identity));
        if !is_next {
            painter.damage.add_all();
            before = Shown::default();
        }

        let softness = if self.stage.style().camera.depth_of_field > 0.0 { self.camera.softness(now) } else { 0.0 };
        let moment = Moment {
            style: self.stage.style(),
            scenery: self.scenery.as_deref(),
            timeline: &self.timeline,
            view: self.camera.view(now),
            softness,
            stars: &self.stars,
            now,
        };
        let mut pieces = Vec::with_capacity(before.pieces.len());
        self.stage.world().pieces(&moment, &mut pieces);
        let parts = self.stage.world().parts(moment.scenery, &self.stars);
        let light = self.light(now);
        let passed = self.passed(now);
        if is_next {
            compare(&before.pieces, &pieces, parts, size, &mut painter.damage);
            // What is out of focus spreads, and what passes over the frame covers all of it.
            let spreads = (softness > 0.0 || before.softness > 0.0) && painter.damage.areas().next().is_some();
            let passes = passed < 1.0 || before.passed < 1.0;
            if light != before.light || softness != before.softness || spreads || passes {
                painter.damage.add_all();
            }
        }
        let is_soft = softness > 0.0;
        let keeps_soft_world = is_next && softness == before.softness && pieces == before.pieces;
        #[cfg(feature = "gpu")]
        let draws_here = painter.page.is_none();
        #[cfg(not(feature = "gpu"))]
        let draws_here = true;
        if is_soft && !keeps_soft_world && draws_here {
            self.soften(&pieces, parts, softness, painter);
        }
        let mut elements = before.elements;
        elements.resize_with(self.elements.len(), ShownElement::default);
        for ((element, halo), shown) in self.elements.iter().zip(&mut elements) {
            self.show(element, halo.as_ref(), shown, now, painter);
        }

        #[cfg(feature = "gpu")]
        if let Some(page) = &mut painter.page {
            let size = (format.width as usize, format.height as usize);
            let picture = gpu::Picture {
                world: self.stage.world(),
                scenery: self.scenery.as_ref(),
                stars: &self.stars,
                pieces: &pieces,
                focus: is_soft.then(|| Focus::of(softness, self.blur(), size)),
                keeps_soft_world,
                elements: &elements,
                light,
                ink: self.stage.style().palette.shade,
                before: self.before.as_deref().map(|last| (last, &self.identity, self.place.begins, passed)),
                bar: self.bar(),
            };
            if let Some(area) = painter.damage.extent() {
                page.lay(&picture, area, painter.pixels.data_as_u8_slice_mut())?;
            }
            painter.shown =
                Shown { scene: Some(Arc::clone(&self.identity)), pieces, elements, light, softness, passed };
            return Ok(());
        }
        let Painter { pixels, damage, scratch, plan, soft_world, .. } = painter;
        if !is_soft {
            plan.prepare(&pieces, parts, size);
        }
        let mut canvas = Frame { pixels: pixels.data_as_u8_slice_mut(), width: size.0, height: size.1 };
        // Area by area, so that a processor's cache holds it while all that lies there is laid over each other.
        for area in damage.areas() {
            if is_soft {
                canvas.copy(soft_world, area);
            } else {
                plan.paint(&pieces, &mut canvas, area, parts, scratch);
            }
            for shown in &elements {
                for painted in [&shown.halo, &shown.body] {
                    if let Some((sprite, ..)) = &painted.sprite {
                        sprite.lay(&mut canvas, area, painted.strength);
                    }
                }
            }
            self.fade(light, &mut canvas, area);
        }
        if let Some(last) = &self.before {
            transition::pass(self.place.begins, passed, last, &mut canvas, &mut painter.line);
        }
        for area in damage.areas() {
            self.letterbox(&mut canvas, area);
        }
        painter.shown = Shown { scene: Some(Arc::clone(&self.identity)), pieces, elements, light, softness, passed };
        Ok(())
    }

    /// Paints the world out of focus, whole, beside the frame.
    fn soften(&self, pieces: &[Piece], parts: Parts<'_>, softness: f64, painter: &mut Painter) {
        let format = self.stage.format();
        let (width, height) = (format.width as usize, format.height as usize);
        let Painter { soft_world, scratch, plan, lens, .. } = painter;
        soft_world.resize(width * height * 4, 255);
        let mut frame = Frame { pixels: soft_world, width, height };
        plan.prepare(pieces, parts, (width, height));
        for area in Area::whole(width, height).strips() {
            plan.paint(pieces, &mut frame, area, parts, scratch);
        }
        lens.soften(&mut frame, softness, self.blur());
    }

    /// The blur of what is all out of focus, in output pixels.
    fn blur(&self) -> f64 {
        self.stage.style().camera.depth_of_field * self.stage.plane().scale(self.stage.format())
    }

    /// How far this scene's picture has passed over the one before, 0 to 1.
    fn passed(&self, now: f64) -> f64 {
        if self.before.is_some() { progress(now, 0.0, transition::secs(self.place.begins)) } else { 1.0 }
    }

    /// Rows of the bars above and below.
    fn bar(&self) -> usize {
        let plane = self.stage.plane();
        let bar = (self.stage.style().camera.letterbox * plane.scale(self.stage.format())).round() as usize;
        if plane.shape == Shape::Wide { bar } else { 0 }
    }

    /// What of an area lies in the bars of shade above and below.
    fn letterbox(&self, frame: &mut Frame<'_>, area: Area) {
        let bar = self.bar();
        if bar == 0 {
            return;
        }
        let ink = self.stage.style().palette.shade;
        for row in (area.top..area.bottom).filter(|row| *row < bar || *row >= frame.height - bar) {
            let at = row * frame.width;
            for pixel in frame.pixels[(at + area.left) * 4..(at + area.right) * 4].chunks_exact_mut(4) {
                pixel.copy_from_slice(&[ink.red, ink.green, ink.blue, 255]);
            }
        }
    }

    /// Brings what is shown of an element to a moment, and notes where that changes the frame.
    fn show(&self, element: &Element, halo: Option<&Halo>, shown: &mut ShownElement, now: f64, painter: &mut Painter) {
        let Some(state) = state(element, &self.timeline, now) else {
            shown.halo.hide(&mut painter.damage);
            shown.body.hide(&mut painter.damage);
            return;
        };
        let plane = self.stage.plane();
        let scale = plane.scale(self.stage.format());
        let contents = live(element, &state, &self.timeline, now);
        let mut look =
            look(element, contents.as_deref().unwrap_or_default(), &state, &self.timeline, plane, scale, now);
        let mut uncut = 1.0;
        if let Some(camera) = self.camera.transform(now, scale) {
            look.transform = camera * look.transform;
            if self.camera.crops() && matches!(element.content, Content::Text(_) | Content::Formula(_)) {
                let place = look.transform.transform_rect_bbox(kurbo_rect(bounds(&element.content, plane)));
                let place = Rect::new(place.x0, place.y0, place.width(), place.height()).scaled(1.0 / scale);
                uncut = seen(place, plane.safe());
            }
            if element.response == Response::Alone {
                uncut *= self.camera.shows_repeats(now);
            }
        }
        if let Some(halo) = halo {
            let beneath = Look::resting(look.transform);
            let extent = look.transform.transform_rect_bbox(kurbo_rect(halo.rect()));
            shown.halo.update(
                beneath,
                Vec::new(),
                halo_strength(element, &state) * uncut,
                extent,
                painter,
                |painter, origin, look, _| {
                    self.canvas(painter, origin).halo(halo, look.transform);
                },
            );
        }
        let surface = &self.stage.style().surface;
        let extent = match &contents {
            None => Some(extent(&element.content, &look, surface, plane)),
            Some(contents) => {
                contents.iter().map(|content| extent(content, &look, surface, plane)).reduce(|one, two| one.union(two))
            }
        };
        let Some(extent) = extent else {
            shown.body.hide(&mut painter.damage);
            return;
        };
        let extent = look.transform.transform_rect_bbox(extent);
        let is_live = contents.is_some();
        let strength = strength(element, &state) * uncut;
        shown.body.update(
            look,
            contents.unwrap_or_default(),
            strength,
            extent,
            painter,
            |painter, origin, look, contents| {
                self.canvas(painter, origin).draw(element, is_live.then_some(contents), look, plane);
            },
        );
    }

    fn canvas<'a>(&'a self, painter: &'a mut Painter, origin: Affine) -> Canvas<'a> {
        Canvas {
            brush: painter.brush(),
            palette: &self.stage.style().palette,
            surface: &self.stage.style().surface,
            motion: &self.timeline.motion,
            origin,
        }
    }

    /// How light the frame is, of 256: the film's first scene rises from ink, its last one sinks into it, and so do scenes
    /// on both sides of a dip.
    fn light(&self, now: f64) -> u16 {
        let fade = self.timeline.motion.fade_out;
        let frame = 1.0 / f64::from(self.fps);
        let in_secs = if self.opens_film {
            fade
        } else if self.place.begins == Transition::Dip {
            DIP_SECS
        } else {
            0.0
        };
        let out_secs = if self.place.is_last {
            fade
        } else if self.place.ends == Some(Transition::Dip) {
            DIP_SECS
        } else {
            0.0
        };
        let rising = if in_secs > 0.0 { sine(progress(now, 0.0, in_secs)) } else { 1.0 };
        // The last frame is all ink.
        let sunk = progress(now, self.timeline.length - out_secs - frame, out_secs);
        let sinking = if out_secs > 0.0 { sine(sunk) } else { 0.0 };
        ((rising * (1.0 - sinking)) * 256.0).round() as u16
    }

    fn fade(&self, light: u16, frame: &mut Frame<'_>, area: Area) {
        if light >= 256 {
            return;
        }
        let ink = self.stage.style().palette.shade;
        let ink = [ink.red, ink.green, ink.blue, 255];
        for row in area.top..area.bottom {
            let at = row * frame.width;
            for pixel in frame.pixels[(at + area.left) * 4..(at + area.right) * 4].chunks_exact_mut(4) {
                for (value, ink) in pixel.iter_mut().zip(ink) {
                    *value = ((u16::from(*value) * light + u16::from(ink) * (256 - light)) >> 8) as u8;
                }
                pixel[3] = 255;
            }
        }
    }
}

#[cfg(test)]
#[path = "../tests/scenes/mod.rs"]
mod scenes;

#[cfg(all(test, feature = "gpu"))]
#[path = "gpu/laying_tests.rs"]
mod laying_tests;

#[cfg(test)]
mod tests {
    use super::scenes::{SMALL, TestCard, all, timing};
    use super::*;
    use crate::Style;

    #[test]
    fn nothing_that_is_drawn_is_cut_off() {
        for style in ["night-sky", "blackboard"] {
            let stage = Stage::new(Style::named(style).expect("ships"), SMALL).expect("16:9");
            for scene in all() {
                let clock = timing(&scene);
                let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
                let mut painter = Painter::new(SMALL);
                for frame in (0..clock.frames).step_by(5) {
                    prepared.draw(frame, &mut painter).expect("draws");
                    let size = (SMALL.width as usize, SMALL.height as usize);
                    for (index, shown) in painter.shown.elements.iter().enumerate() {
                        let is_cut = shown.body.sprite.as_ref().is_some_and(|(sprite, ..)| sprite.is_cut(size));
                        assert!(!is_cut, "{style}: element {index} in frame {frame} of {}", scene.id);
                    }
                }
            }
        }
    }
}
