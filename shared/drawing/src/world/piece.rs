//! The world of a frame as a list of pieces: equal pieces paint equal pixels, so what differs between two frames is known before
//! anything is painted.

use lectern_lesson::Rect;

use crate::damage::{Area, Damage};
use crate::world::layer::{Frame, Layer, Placement, Scratch, disc};
use crate::world::sky::{Sky, Star};
use crate::world::Scenery;

/// A piece of the world where a frame shows it. Lengths in output pixels, opacities 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece {
    /// The sky; `lit` of 256 is the scenery's.
    Sky { lit: u16 },
    Star { index: usize, place: Placement, opacity: f64 },
    /// A ridge that every scene at night has.
    Ridge { index: usize, place: Placement },
    /// A layer of the scenery.
    Layer { index: usize, place: Placement },
    /// A dash of light of the scenery.
    Dash { index: usize, rect: Rect, opacity: f64 },
}

/// What the pieces of a scene refer to.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) sky: &'a Sky,
    /// The stars of the scene.
    pub(crate) stars: &'a [(Star, bool)],
    pub(crate) ridges: &'a [Layer],
    pub(crate) scenery: Option<&'a Scenery>,
    /// Output pixels for each design pixel.
    pub(crate) scale: f64,
}

/// Notes what differs between the pieces of two frames of a scene.
pub(crate) fn compare(before: &[Piece], after: &[Piece], parts: Parts<'_>, size: (usize, usize), damage: &mut Damage) {
    if before.len() != after.len() {
        damage.add_all();
        return;
    }
    for (one, two) in before.iter().zip(after) {
        if one != two {
            damage.add(one.bounds(parts, size));
            damage.add(two.bounds(parts, size));
        }
    }
}

impl Piece {
    /// The pixels that it may touch.
    fn bounds(&self, parts: Parts<'_>, (width, height): (usize, usize)) -> Area {
        match *self {
            Self::Sky { .. } => Area::whole(width, height),
            Self::Star { index, place, opacity } => parts.stars.get(index).map_or(Area::default(), |(star, _)| {
                let (x, y) = star.at(place, parts.scale, width, height);
                let reach = star.reach() * parts.scale;
                if opacity > 0.0 { disc(x, y, reach + 1.0, width, height) } else { Area::default() }
            }),
            Self::Ridge { index, place } => {
                parts.ridges.get(index).map_or(Area::default(), |layer| layer.bounds(width, height, place))
            }
            Self::Layer { index, place } => parts
                .scenery
                .and_then(|scenery| scenery.layers.get(index))
                .map_or(Area::default(), |layer| layer.layer.bounds(width, height, place)),
            Self::Dash { rect, opacity, .. } => {
                let reach = (rect.x, rect.y, rect.right(), rect.bottom());
                if opacity > 0.0 { Area::around(reach, width, height) } else { Area::default() }
            }
        }
    }

    /// Paints what of it lies in an area.
    pub(crate) fn paint(&self, frame: &mut Frame<'_>, area: Area, parts: Parts<'_>, scratch: &mut Scratch) {
        match *self {
            Self::Sky { lit } => parts.sky.draw(frame, area, parts.scenery.map(Scenery::sky), lit),
            Self::Star { index, place, opacity } => {
                if let Some((star, _)) = parts.stars.get(index) {
                    star.draw(frame, area, place, parts.scale, opacity);
                }
            }
            Self::Ridge { index, place } => {
                if let Some(layer) = parts.ridges.get(index) {
                    layer.lay(frame, area, place, scratch);
                }
            }
            Self::Layer { index, place } => {
                if let Some(layer) = parts.scenery.and_then(|scenery| scenery.layers.get(index)) {
                    layer.layer.lay(frame, area, place, scratch);
                }
            }
            Self::Dash { index, rect, opacity } => {
                if let Some(dash) = parts.scenery.and_then(|scenery| scenery.dashes.get(index))
                    && opacity > 0.0
                {
                    frame.dash(area, rect, [dash.color.red, dash.color.green, dash.color.blue], opacity);
                }
            }
        }
    }
}
