//! The world behind the subject: a night sky or a lit backdrop in every scene, scenery in some.

mod backdrop;
mod chalk;
mod drafting;
mod dusk;
mod gallery;
mod ink;
pub(crate) mod layer;
mod meadow;
mod museum;
mod night;
mod paint;
mod pen;
mod press;
mod random;
mod scenery;
mod sheet;
mod sky;
pub(crate) mod texture;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use lectern_lesson::{Format, Rect};

use crate::easing::{cubic_bezier, progress};
use crate::plane::Plane;
use crate::timeline::Timeline;
use crate::world::layer::{Frame, Layer, Placement, Scratch};
use crate::world::night::Night;
use crate::world::paint::{OVERSCAN, Ridge};
use crate::world::sky::Sky;
use crate::{Style, style};

pub(crate) use gallery::Gallery;
pub(crate) use scenery::{Scenery, SceneryKind};
pub(crate) use sky::Star;

/// The world of a style at the size of a film's frames.
pub(crate) struct World {
    plane: Plane,
    scale: f64,
    sky: Sky,
    /// The ridges that every scene at night keeps, far and near.
    ridges: Vec<Layer>,
    /// How much of the camera's motion stars and the two ridges make.
    parallax: [f64; 3],
    /// Sceneries in use, so that scenes drawn at the same time share them.
    sceneries: Mutex<BTreeMap<(SceneryKind, u32), Weak<Scenery>>>,
}

/// Where the camera is: 0 wide, 1 close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) closeness: f64,
}

/// A moment of a scene, as the world needs to know it.
pub(crate) struct Moment<'a> {
    pub(crate) style: &'a Style,
    pub(crate) scenery: Option<&'a Scenery>,
    pub(crate) timeline: &'a Timeline,
    pub(crate) view: View,
    /// The stars, each with whether a text stands before it.
    pub(crate) stars: &'a [(Star, bool)],
    /// Seconds since the scene's start.
    pub(crate) now: f64,
}

impl World {
    pub(crate) fn new(style: &Style, plane: Plane, format: Format) -> Self {
        let scale = plane.scale(format);
        let (sky, ridges, parallax) = match &style.world {
            style::World::NightSky(night) => {
                let parallax = [night.star_parallax, night.far_parallax, night.mid_parallax];
                (Sky::night(&style.palette, night, plane, format), low_ridges(style, night, plane, scale), parallax)
            }
            style::World::Backdrop(backdrop) => {
                (Sky::plain(plane, backdrop::paint(backdrop, plane, format), format), Vec::new(), [0.0; 3])
            }
        };
        Self { plane, scale, sky, ridges, parallax, sceneries: Mutex::new(BTreeMap::new()) }
    }

    /// The scenery of a scene: its kind and one of its variants.
    pub(crate) fn scenery(&self, kind: SceneryKind, scene_id: &str, style: &Style) -> Arc<Scenery> {
        let key = (kind, random::hash(scene_id) % scenery::VARIANTS);
        let known = |map: &BTreeMap<_, Weak<Scenery>>| map.get(&key).and_then(Weak::upgrade);
        if let Some(scenery) = known(&self.sceneries.lock().unwrap_or_else(PoisonError::into_inner)) {
            return scenery;
        }
        let scenery = Arc::new(self.painted(kind, key.1, style));
        self.sceneries.lock().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::downgrade(&scenery));
        scenery
    }

    /// Draws the world at a moment of a scene.
    pub(crate) fn draw(&self, frame: &mut Frame<'_>, moment: &Moment<'_>, scratch: &mut Scratch) {
        let Moment { style, scenery, timeline, view, stars, now } = *moment;
        let motion = &timeline.motion;
        let leaving = cubic_bezier(
            motion.leave_curve,
            // Gone by the last frame, whose time is a frame before the scene's end.
            progress(now, timeline.length - motion.scenery_leave, (motion.scenery_leave - 0.09).max(0.01)),
        );
        let entering =
            |order: f64| cubic_bezier(motion.enter_curve, progress(now, order * 0.12, motion.scenery_enter * 1.35));
        let presence = entering(0.0) * (1.0 - leaving);
        self.sky.draw(frame, scenery.map(|scenery| scenery.sky()), presence);

        // Idle motion is still at both ends of a scene, so that nothing jumps where two scenes meet.
        let calm = progress(now, 0.0, 0.8) * (1.0 - progress(now, timeline.length - 0.8, 0.8));
        let place = |parallax: f64| self.place(parallax, view, style);
        let star_place = place(self.parallax[0]);
        for (index, (star, behind_text)) in stars.iter().enumerate() {
            let sunk = scenery.map_or(0.0, |scenery| scenery.hides(star.x, star.y) * presence);
            let hidden = if *behind_text { calm.min(1.0) } else { 0.0 };
            let turn = now * star.pace + index as f64;
            let twinkle = 1.0 - 0.22 * calm * (0.5 - 0.5 * turn.cos());
            let opacity = star.opacity * twinkle * (1.0 - sunk) * (1.0 - hidden);
            star.draw(frame, star_place, self.scale, opacity);
        }

        let covered = scenery.is_some_and(Scenery::covers_ground) && presence >= 1.0;
        if !covered {
            for (ridge, parallax) in self.ridges.iter().zip(&self.parallax[1..]) {
                ridge.lay(frame, place(*parallax), scratch);
            }
        }
        if let Some(scenery) = scenery {
            scenery.draw(frame, self.scale, &place, &entering, leaving, now, timeline.length, scratch);
        }
    }

    /// The stars, each with whether a text stands before it.
    pub(crate) fn stars(&self, texts: &[Rect]) -> Vec<(Star, bool)> {
        let margin = 16.0;
        self.sky
            .stars
            .iter()
            .map(|star| {
                let covered = texts.iter().any(|text| {
                    star.x > text.x - margin
                        && star.x < text.right() + margin
                        && star.y > text.y - margin
                        && star.y < text.bottom() + margin
                });
                (star.clone(), covered)
            })
            .collect()
    }

    fn place(&self, parallax: f64, view: View, style: &Style) -> Placement {
        let camera = &style.camera;
        Placement {
            scale: 1.0 + (camera.close - 1.0) * view.closeness * parallax,
            x: -camera.drift * view.closeness * parallax * self.scale,
            y: 0.0,
            opacity: 1.0,
        }
    }

    /// A variant of a scenery, painted anew.
    fn painted(&self, kind: SceneryKind, variant: u32, style: &Style) -> Scenery {
        match &style.world {
            style::World::NightSky(world) => {
                let night = Night { palette: &style.palette, world, plane: self.plane };
                night::scenery(kind, variant, night, &self.sky, self.scale)
            }
            style::World::Backdrop(backdrop) => {
                backdrop::scenery(kind, variant, backdrop, &style.palette, &self.sky, self.scale)
            }
        }
    }

    /// The world at rest.
    fn still(&self, style: &Style, scenery: Option<&Scenery>, has_stars: bool) -> Vec<u8> {
        let (width, height) = self.sky.size();
        let mut pixels = vec![255; width * height * 4];
        let mut frame = Frame { pixels: &mut pixels, width, height };
        let mut scratch = Scratch::default();
        let view = View { closeness: 0.0 };
        self.sky.draw(&mut frame, scenery.map(Scenery::sky), 1.0);
        for star in self.sky.stars.iter().filter(|_| has_stars) {
            let sunk = scenery.map_or(0.0, |scenery| scenery.hides(star.x, star.y));
            star.draw(&mut frame, self.place(0.0, view, style), self.scale, star.opacity * (1.0 - sunk));
        }
        for ridge in &self.ridges {
            ridge.lay(&mut frame, self.place(0.0, view, style), &mut scratch);
        }
        if let Some(scenery) = scenery {
            let place = |parallax: f64| self.place(parallax, view, style);
            scenery.draw(&mut frame, self.scale, &place, &|_| 1.0, 0.0, 1.0, 2.0, &mut scratch);
        }
        pixels
    }
}

/// The ridges at the bottom of every scene at night.
fn low_ridges(style: &Style, night: &style::NightSky, plane: Plane, scale: f64) -> Vec<Layer> {
    let palette = &style.palette;
    let shade = move |x: f64, y: f64| sky::vignette(plane, x, y, night.vignette);
    let far = Ridge {
        y: plane.height + 4.0,
        height: 132.0,
        seed: 15,
        frequency: 3.4,
        roughness: 0.42,
        summit: None,
        top: palette.ground.mix(palette.ground_low, 0.12),
        bottom: palette.board,
        rim: night.violet,
        rim_opacity: 0.4,
        floor: plane.height + OVERSCAN,
        span: plane.width,
    };
    let near = Ridge {
        y: plane.height + 32.0,
        height: 104.0,
        seed: 29,
        frequency: 4.0,
        top: palette.board.mix(palette.ground, 0.25),
        bottom: palette.shade.mix(palette.board, 0.2),
        rim: palette.ground,
        rim_opacity: 0.5,
        ..far.clone()
    };
    [&far, &near]
        .into_iter()
        .map(|ridge| {
            let top = ridge.highest() - 6.0;
            let area = Rect::new(-OVERSCAN, top, plane.width + 2.0 * OVERSCAN, plane.height + OVERSCAN - top);
            Layer::paint(area, scale, shade, |context| ridge.paint(context))
        })
        .collect()
}
