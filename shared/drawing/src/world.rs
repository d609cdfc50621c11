//! The world behind the subject: a night sky or a lit backdrop in every scene, scenery in some.

mod backdrop;
mod chalk;
mod drafting;
mod dusk;
mod gallery;
mod ink;
pub(crate) mod layer;
mod light;
mod meadow;
mod museum;
mod night;
mod paint;
mod pen;
pub(crate) mod piece;
mod press;
mod random;
mod resample;
mod scenery;
mod sheet;
mod sky;
pub(crate) mod texture;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use lectern_lesson::{Format, Rect};

use crate::camera::View;
use crate::damage::Area;
use crate::easing::{cubic_bezier, progress};
use crate::plane::Plane;
use crate::timeline::Timeline;
use crate::world::layer::{Frame, Layer, Placement, Scratch};
use crate::world::night::Night;
use crate::world::paint::{OVERSCAN, Ridge};
use crate::world::piece::{Parts, Piece, Plan};
use crate::world::scenery::SceneryMoment;
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
    /// Tells worlds apart whose pictures are kept elsewhere.
    #[cfg(feature = "gpu")]
    identity: Arc<()>,
}

/// A moment of a scene, as the world needs to know it.
pub(crate) struct Moment<'a> {
    pub(crate) style: &'a Style,
    pub(crate) scenery: Option<&'a Scenery>,
    pub(crate) timeline: &'a Timeline,
    pub(crate) view: View,
    /// How far it is out of focus, 0 to 1.
    pub(crate) softness: f64,
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
        Self {
            plane,
            scale,
            sky,
            ridges,
            parallax,
            sceneries: Mutex::new(BTreeMap::new()),
            #[cfg(feature = "gpu")]
            identity: Arc::default(),
        }
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

    /// What the pieces of a scene refer to.
    pub(crate) fn parts<'a>(&'a self, scenery: Option<&'a Scenery>, stars: &'a [(Star, bool)]) -> Parts<'a> {
        Parts { sky: &self.sky, stars, ridges: &self.ridges, scenery, scale: self.scale }
    }

    /// The world at a moment of a scene, from back to front: always as many pieces in the same order.
    pub(crate) fn pieces(&self, moment: &Moment<'_>, pieces: &mut Vec<Piece>) {
        let Moment { style, scenery, timeline, view, softness, stars, now } = *moment;
        let motion = &timeline.motion;
        // Gone by the last frame, whose time is a frame before the scene's end.
        let left = progress(now, timeline.length - motion.scenery_leave, (motion.scenery_leave - 0.09).max(0.01));
        let leaving = if timeline.stays { 0.0 } else { cubic_bezier(motion.leave_curve, left) };
        let here = now + timeline.ahead;
        let entering =
            |order: f64| cubic_bezier(motion.enter_curve, progress(here, order * 0.12, motion.scenery_enter * 1.35));
        let presence = entering(0.0) * (1.0 - leaving);
        // In steps that nobody sees, so that the long end of the curve rests.
        let lit = if scenery.is_some() { (presence.clamp(0.0, 1.0) * 64.0).round() as u16 * 4 } else { 0 };
        pieces.push(Piece::Sky { lit });

        // Idle motion is still at both ends of a scene, so that nothing jumps where two scenes meet.
        let calm = progress(now, 0.0, 0.8) * (1.0 - progress(now, timeline.length - 0.8, 0.8));
        let size = self.sky.size();
        let place = |parallax: f64| self.place(parallax, view, style);
        let star_place = place(self.parallax[0]);
        for (index, (star, behind_text)) in stars.iter().enumerate() {
            let sunk = scenery.map_or(0.0, |scenery| scenery.hides(star.x, star.y) * presence);
            let hidden = if *behind_text { calm.min(1.0) } else { 0.0 };
            let turn = now * star.pace + index as f64;
            // A star that is out of focus does not twinkle.
            let twinkle = 1.0 - 0.22 * calm * (1.0 - softness) * (0.5 - 0.5 * turn.cos());
            let opacity = star.opacity * twinkle * (1.0 - sunk) * (1.0 - hidden);
            // A star twinkles in steps of a sixty-fourth: smaller ones are not seen and would paint it anew in every frame.
            let opacity = (opacity * 64.0).round() / 64.0;
            pieces.push(Piece::Star { index, place: star_place, opacity });
        }

        let covered = scenery.is_some_and(Scenery::covers_ground) && presence >= 1.0;
        for (index, parallax) in (0..self.ridges.len()).zip(&self.parallax[1..]) {
            let place = place(*parallax);
            let opacity = if covered { 0.0 } else { place.opacity };
            pieces.push(Piece::Ridge { index, place: Placement { opacity, ..place } });
        }
        if let Some(scenery) = scenery {
            let (place, entering): (&dyn Fn(f64) -> Placement, &dyn Fn(f64) -> f64) = (&place, &entering);
            let length = timeline.length;
            scenery.pieces(pieces, &SceneryMoment { scale: self.scale, size, place, entering, leaving, now, length });
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

    /// Where the camera puts what makes that much of its motion. It moves in steps of half a pixel at the edges of the frame, a quarter
    /// off at most: nobody sees them, and what rests between two steps is neither painted nor encoded again.
    fn place(&self, parallax: f64, view: View, style: &Style) -> Placement {
        let camera = &style.camera;
        let half_width = self.sky.size().0 as f64 / 2.0;
        let way = ((camera.close - 1.0).abs() * half_width + camera.drift.abs() * self.scale) * parallax;
        let steps = (way * 2.0).ceil().max(1.0);
        let closeness = (view.closeness * steps).round() / steps;
        Placement {
            scale: 1.0 + (camera.close - 1.0) * closeness * parallax,
            // What comes to rest moves in quarters of a pixel.
            x: ((view.offset.x * parallax * self.scale) * 4.0).round() / 4.0
                - camera.drift * closeness * parallax * self.scale,
            y: ((view.offset.y * parallax * self.scale) * 4.0).round() / 4.0,
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
        let place = |parallax: f64| self.place(parallax, View::WIDE, style);
        let stars = if has_stars { self.stars(&[]) } else { Vec::new() };
        let mut pieces = vec![Piece::Sky { lit: if scenery.is_some() { 256 } else { 0 } }];
        for (index, (star, _)) in stars.iter().enumerate() {
            let sunk = scenery.map_or(0.0, |scenery| scenery.hides(star.x, star.y));
            pieces.push(Piece::Star { index, place: place(0.0), opacity: star.opacity * (1.0 - sunk) });
        }
        pieces.extend((0..self.ridges.len()).map(|index| Piece::Ridge { index, place: place(0.0) }));
        if let Some(scenery) = scenery {
            let size = (width, height);
            let (place, entering): (&dyn Fn(f64) -> Placement, &dyn Fn(f64) -> f64) = (&place, &|_| 1.0);
            let scale = self.scale;
            let moment = SceneryMoment { scale, size, place, entering, leaving: 0.0, now: 1.0, length: 2.0 };
            scenery.pieces(&mut pieces, &moment);
        }
        let mut pixels = vec![255; width * height * 4];
        let mut frame = Frame { pixels: &mut pixels, width, height };
        let (parts, area) = (self.parts(scenery, &stars), Area::whole(width, height));
        let mut plan = Plan::default();
        plan.prepare(&pieces, parts, (width, height));
        plan.paint(&pieces, &mut frame, area, parts, &mut Scratch::default());
        pixels
    }
}

/// What is laid elsewhere than in memory.
#[cfg(feature = "gpu")]
impl World {
    pub(crate) fn identity(&self) -> &Arc<()> {
        &self.identity
    }

    /// Output pixels for each design pixel.
    pub(crate) fn scale(&self) -> f64 {
        self.scale
    }

    /// The size of a frame.
    pub(crate) fn size(&self) -> (usize, usize) {
        self.sky.size()
    }

    /// Opaque RGBA of the size of a frame.
    pub(crate) fn open_sky(&self) -> &[u8] {
        self.sky.pixels()
    }

    pub(crate) fn ridges(&self) -> &[Layer] {
        &self.ridges
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_camera_moves_in_steps_that_nobody_sees_and_rests_where_scenes_meet() {
        let style = Style::named("night-sky").expect("ships");
        let format = Format { width: 640, height: 360, fps: 30 };
        let plane = Plane::of(format).expect("16:9");
        let world = World::new(&style, plane, format);
        for parallax in [0.0, 0.07, 0.3, 1.35] {
            let mut places = Vec::new();
            for step in 0..=1000 {
                let closeness = f64::from(step) / 1000.0;
                let place = world.place(parallax, View { closeness, ..View::WIDE }, &style);
                let exact = (
                    1.0 + (style.camera.close - 1.0) * closeness * parallax,
                    -style.camera.drift * closeness * parallax * world.scale,
                );
                let edge = |scale: f64, x: f64| (-320.0 * scale + x, 320.0 * scale + x);
                let (one, two) = (edge(place.scale, place.x), edge(exact.0, exact.1));
                let off = (one.0 - two.0).abs().max((one.1 - two.1).abs());
                assert!(off <= 0.25 + 1e-9, "{off} pixels off at {closeness}");
                if step % 1000 == 0 {
                    assert!(off < 1e-9, "the ends of the motion are exact");
                }
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
            let way = (0.05 * 320.0 + 26.0 / 3.0) * parallax;
            assert!(places.len() as f64 <= way * 2.0 + 2.0, "{} places for {way} pixels", places.len());
        }
    }
}
