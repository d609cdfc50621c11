//! The world of a frame as a list of pieces: equal pieces paint equal pixels, so what differs between two frames is known before
//! anything is painted.

use std::ops::Range;

use lectern_lesson::Rect;

use crate::damage::{Area, Damage};
use crate::world::Scenery;
use crate::world::layer::{Frame, Layer, Placement, Scratch};
use crate::world::light::disc;
use crate::world::sky::{Sky, Star};

/// A piece of the world where a frame shows it. Lengths in output pixels, opacities 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece {
    /// The sky; `lit` of 256 is the scenery's.
    Sky {
        lit: u16,
    },
    Star {
        index: usize,
        place: Placement,
        opacity: f64,
    },
    /// A ridge that every scene at night has.
    Ridge {
        index: usize,
        place: Placement,
    },
    /// A layer of the scenery.
    Layer {
        index: usize,
        place: Placement,
    },
    /// A dash of light of the scenery.
    Dash {
        index: usize,
        rect: Rect,
        opacity: f64,
    },
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
        match (one, two) {
            _ if one == two => {}
            (Piece::Sky { .. }, Piece::Sky { .. }) => {
                let columns = parts.scenery.map_or(&[][..], |scenery| &scenery.sky_columns);
                for (top, columns) in columns.iter().enumerate() {
                    damage.add(Area { left: columns.start, top, right: columns.end, bottom: top + 1 });
                }
            }
            _ => {
                damage.add(one.bounds(parts, size));
                damage.add(two.bounds(parts, size));
            }
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

    /// The layer that it is, with its place.
    fn layer<'a>(&self, parts: Parts<'a>) -> Option<(&'a Layer, Placement)> {
        match *self {
            Self::Ridge { index, place } => parts.ridges.get(index).map(|layer| (layer, place)),
            Self::Layer { index, place } => {
                parts.scenery.and_then(|scenery| scenery.layers.get(index)).map(|layer| (&layer.layer, place))
            }
            _ => None,
        }
    }

    /// Paints what of it lies in an area; of sky and layers only the columns of each row that are `seen`.
    fn paint(&self, frame: &mut Frame<'_>, area: Area, seen: &[Range<usize>], parts: Parts<'_>, scratch: &mut Scratch) {
        match *self {
            Self::Sky { lit } => {
                for (row, columns) in (area.top..area.bottom).zip(seen) {
                    parts.sky.draw(frame, row, columns.clone(), parts.scenery, lit);
                }
            }
            Self::Star { index, place, opacity } => {
                if let Some((star, _)) = parts.stars.get(index) {
                    star.draw(frame, area, place, parts.scale, opacity);
                }
            }
            Self::Ridge { .. } | Self::Layer { .. } => {
                let Some((layer, place)) = self.layer(parts) else { return };
                for (row, columns) in (area.top..area.bottom).zip(seen) {
                    layer.lay_row(frame, row, columns.clone(), place, scratch);
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

/// What painting needs to know of the pieces of a frame, kept between frames so that nothing is allocated.
#[derive(Default)]
pub(crate) struct Plan {
    /// The pixels that each piece may touch.
    bounds: Vec<Area>,
    /// Of each piece that touches the area: the columns of each of its rows that nothing in front hides.
    seen: Vec<Range<usize>>,
    /// The pieces that touch the area.
    touching: Vec<usize>,
}

impl Plan {
    /// Prepares for the pieces of a frame.
    pub(crate) fn prepare(&mut self, pieces: &[Piece], parts: Parts<'_>, size: (usize, usize)) {
        self.bounds.clear();
        self.bounds.extend(pieces.iter().map(|piece| piece.bounds(parts, size)));
    }

    /// Paints an area of a frame, from back to front; what opaque layers hide is left out.
    pub(crate) fn paint(
        &mut self,
        pieces: &[Piece],
        frame: &mut Frame<'_>,
        area: Area,
        parts: Parts<'_>,
        scratch: &mut Scratch,
    ) {
        let (rows, size) = (area.bottom - area.top, (frame.width, frame.height));
        let Self { bounds, seen, touching } = self;
        touching.clear();
        touching.extend((0..pieces.len()).filter(|index| !bounds[*index].within(area).is_empty()));
        seen.clear();
        seen.resize(rows * touching.len(), area.left..area.right);
        // From front to back: of each row the columns that are left. A part in the middle of a row hides nothing here, since what is
        // left would be two parts.
        for index in (1..touching.len()).rev() {
            let (behind, own) = seen[(index - 1) * rows..(index + 1) * rows].split_at_mut(rows);
            behind.clone_from_slice(own);
            let Some((layer, place)) = pieces[touching[index]].layer(parts) else { continue };
            for (row, left) in (area.top..area.bottom).zip(behind) {
                let hidden = layer.hides(row, size, place);
                if hidden.start <= left.start && hidden.end > left.start {
                    left.start = hidden.end.min(left.end);
                } else if hidden.end >= left.end && hidden.start < left.end {
                    left.end = hidden.start.max(left.start);
                }
            }
        }
        for (index, seen) in touching.iter().zip(seen.chunks_exact(rows.max(1))) {
            pieces[*index].paint(frame, area, seen, parts, scratch);
        }
    }
}
