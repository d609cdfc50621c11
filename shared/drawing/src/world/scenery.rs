//! Scenery: what stands in the world of a title, a chapter, a definition and other scenes with room for it.

use std::ops::Range;

use lectern_lesson::Rect;
use vello_cpu::kurbo::Point;

use crate::Color;
use crate::easing::sine;
use crate::world::layer::{Layer, Placement, stepped};
use crate::world::piece::Piece;

/// How many variants each kind has.
pub(crate) const VARIANTS: u32 = 3;

/// Kinds of scenery, by where they leave room for the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SceneryKind {
    /// A lake under a large moon; room at the left and top.
    Lake,
    /// High mountains at the right; room at the left.
    Mountains,
    /// The sea at dusk, the moon over it; room for a panel at the left.
    Sea,
    /// Low hills and pines at the bottom; room in the middle and at the top.
    Hills,
    /// A bank of clouds at the bottom; room in the middle.
    Clouds,
}

impl SceneryKind {
    /// Whether the scene has room for something large: not where a sentence or a number stands in the middle.
    pub(crate) fn is_large(self) -> bool {
        matches!(self, Self::Lake | Self::Mountains | Self::Sea)
    }
}

/// Scenery, painted.
pub(crate) struct Scenery {
    /// The sky with moon and horizon light, or the backdrop with its ornaments; opaque, the size of the frame.
    pub(super) sky: Vec<u8>,
    /// The columns of each row in which it differs from the open sky.
    pub(super) sky_columns: Vec<Range<usize>>,
    pub(super) layers: Vec<SceneryLayer>,
    pub(super) dashes: Vec<Dash>,
    /// The layer after which the dashes are drawn.
    pub(super) dashes_after: usize,
    pub(super) moon: Option<(Point, f64)>,
    pub(super) horizon: f64,
}

pub(super) struct SceneryLayer {
    pub(super) layer: Layer,
    pub(super) parallax: f64,
    /// When it rises: 0 first.
    pub(super) order: f64,
    /// How far it rises, in design pixels.
    pub(super) rise: f64,
    /// How far it drifts by itself over the scene, in design pixels.
    pub(super) drift: f64,
}

/// A dash of light on water, in design pixels.
pub(super) struct Dash {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) color: Color,
    pub(super) opacity: f64,
    pub(super) phase: f64,
}

impl Scenery {
    /// Whether the ridges that every scene has are hidden behind it.
    pub(crate) fn covers_ground(&self) -> bool {
        !self.dashes.is_empty()
    }

    /// How much it hides a star: behind the moon, near the horizon.
    pub(crate) fn hides(&self, x: f64, y: f64) -> f64 {
        let by_moon = self.moon.is_some_and(|(center, radius)| (x - center.x).hypot(y - center.y) < radius + 8.0);
        if by_moon || y > self.horizon { 1.0 } else { ((y - self.horizon + 220.0) / 220.0).clamp(0.0, 1.0) * 0.8 }
    }

    /// What is to be painted of it over the sky, always as many pieces in the same order. `scale` is output pixels for each
    /// design pixel, `size` that of the frame.
    pub(crate) fn pieces(&self, pieces: &mut Vec<Piece>, moment: &SceneryMoment<'_>) {
        let SceneryMoment { scale, place, entering, leaving, now, length, .. } = *moment;
        for (index, layer) in self.layers.iter().enumerate() {
            if index == self.dashes_after && index > 0 {
                self.dash_pieces(pieces, moment, self.layers[index - 1].parallax);
            }
            let entered = entering(layer.order);
            let presence = (entered * 1.6).min(1.0) * (1.0 - leaving);
            let mut placement = place(layer.parallax);
            placement.y += stepped((layer.rise * (1.0 - entered) + layer.rise * 0.6 * leaving) * scale);
            placement.x += stepped(layer.drift * (sine(now / length.max(0.1)) - 0.5) * scale);
            placement.opacity = (presence.clamp(0.0, 1.0) * 64.0).round() / 64.0;
            pieces.push(Piece::Layer { index, place: placement });
        }
        if self.dashes_after == self.layers.len() && !self.layers.is_empty() {
            self.dash_pieces(pieces, moment, self.layers[self.layers.len() - 1].parallax);
        }
    }

    fn dash_pieces(&self, pieces: &mut Vec<Piece>, moment: &SceneryMoment<'_>, parallax: f64) {
        let SceneryMoment { scale, size, place, entering, leaving, now, .. } = *moment;
        let presence = entering(3.5) * (1.0 - leaving);
        let presence = if presence <= 0.01 { 0.0 } else { presence };
        let place = place(parallax);
        let (middle_x, middle_y) = (size.0 as f64 / 2.0, size.1 as f64 / 2.0);
        for (index, dash) in self.dashes.iter().enumerate() {
            // Shimmer: each dash breathes in its own four to seven seconds and sways a little.
            let turn = now * (0.9 + dash.phase * 0.08) + dash.phase;
            let opacity = dash.opacity * presence * (0.62 + 0.38 * turn.sin());
            let sway = 5.0 * (now * 0.7 + dash.phase * 2.0).sin();
            let x = ((dash.x + sway) * scale - middle_x) * place.scale + middle_x + place.x;
            let y = (dash.y * scale - middle_y) * place.scale + middle_y + place.y;
            let size = (dash.width * scale * place.scale, dash.height * scale * place.scale);
            pieces.push(Piece::Dash {
                index,
                rect: Rect::new(stepped(x), stepped(y), size.0, size.1),
                opacity: (opacity.clamp(0.0, 1.0) * 64.0).round() / 64.0,
            });
        }
    }
}

/// What is laid elsewhere than in memory.
#[cfg(feature = "gpu")]
impl Scenery {
    /// Opaque RGBA of the size of a frame.
    pub(crate) fn sky_pixels(&self) -> &[u8] {
        &self.sky
    }

    pub(crate) fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().map(|layer| &layer.layer)
    }

    pub(crate) fn dash_color(&self, index: usize) -> Option<Color> {
        self.dashes.get(index).map(|dash| dash.color)
    }
}

/// A moment as scenery needs to know it.
#[derive(Clone, Copy)]
pub(crate) struct SceneryMoment<'a> {
    /// Output pixels for each design pixel.
    pub(crate) scale: f64,
    /// The size of the frame.
    pub(crate) size: (usize, usize),
    /// Where the camera puts what makes that much of its motion.
    pub(crate) place: &'a dyn Fn(f64) -> Placement,
    /// How far layers of that order have entered.
    pub(crate) entering: &'a dyn Fn(f64) -> f64,
    /// How far all of it has left.
    pub(crate) leaving: f64,
    /// Seconds since the scene's start.
    pub(crate) now: f64,
    /// The scene's length in seconds.
    pub(crate) length: f64,
}
