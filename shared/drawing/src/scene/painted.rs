//! Sprites on a frame, kept as long as what they show looks the same.

use vello_cpu::kurbo::{Affine, Rect};

use crate::Painter;
use crate::damage::Damage;
use crate::element::Content;
use crate::look::{Look, alike};
use crate::painter::Painted;
use crate::sprite::Sprite;

impl Painted {
    /// It is not seen any more.
    pub(super) fn hide(&mut self, damage: &mut Damage) {
        if let Some((sprite, ..)) = self.sprite.take()
            && self.strength > 0
        {
            damage.add(sprite.area());
        }
        self.strength = 0;
    }

    /// Brings it to a look and a strength (0 to 1), painting it anew when the look differs, and notes where that changes the frame.
    pub(super) fn update(
        &mut self,
        look: Look,
        contents: Vec<Content>,
        strength: f64,
        extent: Rect,
        painter: &mut Painter,
        paint: impl FnOnce(&mut Painter, Affine, &Look, &[Content]),
    ) {
        let strength = (strength.clamp(0.0, 1.0) * 256.0).round() as u16;
        if strength == 0 {
            self.hide(&mut painter.damage);
            return;
        }
        let is_same = self.sprite.as_ref().is_some_and(|(_, known, shown)| {
            *known == look
                && shown.len() == contents.len()
                && shown.iter().zip(&contents).all(|(one, two)| alike(one, two))
        });
        if is_same && self.strength == strength {
            return;
        }
        if !is_same {
            if let Some((sprite, ..)) = self.sprite.take() {
                if self.strength > 0 {
                    painter.damage.add(sprite.area());
                }
                painter.spare = Some(sprite.into_pixels());
            }
            let sprite = Sprite::paint(extent, painter, |painter, origin| paint(painter, origin, &look, &contents));
            self.sprite = Some((sprite, look, contents));
        }
        self.strength = strength;
        if let Some((sprite, ..)) = &self.sprite {
            painter.damage.add(sprite.area());
        }
    }
}
