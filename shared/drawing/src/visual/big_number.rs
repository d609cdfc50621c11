//! A number that counts up to its value, what it says, and something known that is as much.

mod counting;
mod scale;

use std::sync::Arc;

use lectern_lesson::{Rect, Scale, ScaleForm, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::{Composer, Fitted};
use crate::easing::{cubic_bezier, progress};
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Ground, Moment, TextContent};
use crate::plane::Shape;
use crate::text::{Align, Face, Setting};
use counting::{STEPS, counts};

/// Seconds that a number takes to count up.
const COUNT_SECS: f64 = 1.2;

/// Space between the number and what it says.
const CAPTION_GAP: f64 = 30.0;

/// Space between the words and what is drawn to scale.
const SCALE_GAP: f64 = 36.0;

/// A number that counts up to its value, what it says, and what it is compared with.
pub(crate) fn compose(number: &str, caption: &str, comparison: Option<&Scale>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let safe = composer.safe();
    let comparison = comparison.filter(|comparison| scale::is_drawable(&comparison.form));
    let Some(comparison) = comparison else {
        let room = Rect::new(safe.x + 30.0, safe.y + 40.0, safe.width - 60.0, 0.0);
        let words = Words::new(number, caption, room.width, 1.0, composer);
        let top = (composer.plane().height * 0.38 - words.height() / 2.0).max(room.y);
        words.place(Rect { y: top, ..room }, composer, &mut composition);
        return composition;
    };
    // A length that stands, or a ring, is as high as the frame: words go beside it where there is room.
    let is_high = match comparison.form {
        ScaleForm::Length { upright, .. } => upright,
        ScaleForm::Part { part } => scale::tenths(part).is_none(),
        ScaleForm::Count { .. } => false,
    };
    if is_high && composer.shape() == Shape::Wide {
        let room = Rect::new(safe.x, safe.y, safe.width * 0.46, safe.height);
        let words = Words::new(number, caption, room.width, 0.75, composer);
        let title = scale::title(comparison, room.width, composer);
        let title_height = title.as_ref().map_or(0.0, |title| title.block.height + SCALE_GAP);
        let top = room.y + (room.height - words.height() - title_height).max(0.0) / 2.0;
        let below = words.place(Rect { y: top, ..room }, composer, &mut composition) + SCALE_GAP;
        scale::place_title(title, Point::new(room.x, below), &mut composition);
        let left = room.right() + 60.0;
        let place = Rect::new(left, safe.y + 20.0, safe.right() - left, safe.height - 40.0);
        scale::place(comparison, number, place, composer, &mut composition);
        return composition;
    }
    let room = Rect::new(safe.x + 30.0, safe.y + 20.0, safe.width - 60.0, 0.0);
    let words = Words::new(number, caption, room.width, 0.72, composer);
    let below = words.place(room, composer, &mut composition) + SCALE_GAP;
    let title = scale::title(comparison, room.width, composer);
    let top = title.as_ref().map_or(below, |title| below + title.block.height + SCALE_GAP);
    scale::place_title(title, Point::new(room.x, below), &mut composition);
    let place = Rect::new(safe.x, top, safe.width, (safe.bottom() - top).max(1.0));
    scale::place(comparison, number, place, composer, &mut composition);
    composition
}

/// The number and what it says, set in one width.
struct Words {
    number: Fitted,
    number_text: String,
    caption: Fitted,
    /// Width of the caption's setting.
    measure: f64,
}

impl Words {
    /// The words in a width; `factor` tells how large the number is of what it would be alone.
    fn new(number: &str, caption: &str, width: f64, factor: f64, composer: &Composer<'_>) -> Self {
        let palette = composer.palette();
        let setting = composer.display(composer.scale().big_number * factor, width, Align::Center);
        let text = number.trim().to_owned();
        let number = composer.fit_plain(&text, Face::Display, palette.text, setting, 330.0 * factor);
        let measure = width.min(1_300.0);
        let body = composer.body(composer.scale().body, measure, Align::Center);
        let color = palette.text.mix(palette.muted, 0.35);
        let caption = composer.fit_plain(caption, Face::Body, color, body, 215.0);
        Self { number, number_text: text, caption, measure }
    }

    fn height(&self) -> f64 {
        self.number.block.height + CAPTION_GAP + self.caption.block.height
    }

    /// Places the words at the top of a room as wide as they were set, and gives where they end.
    fn place(self, room: Rect, composer: &Composer<'_>, composition: &mut Composition) -> f64 {
        let palette = composer.palette();
        if !self.number.fits {
            composition.overflow(Some(0), "the number is too long for its place");
        }
        if !self.caption.fits {
            composition.overflow(Some(1), "the caption is too long for its place");
        }
        let block = self.number.block;
        let middle = room.x + room.width / 2.0;
        let center = Point::new(middle, room.y + block.height / 2.0);
        let light =
            GlowContent { center, radius: 700.0, color: palette.line.mix(palette.structure, 0.4), strength: 0.42 };
        composition.push(Element::new(Content::Glow(light)).part(0).delay(0.2));

        let below = room.y + block.height + CAPTION_GAP;
        let mut rest = Element::text(block.clone(), room.x, room.y, TextRole::Heading, Ground::World).part(0);
        let whole = self.number.fits && block.lines.len() == 1;
        if let Some(count) = counts(&self.number_text).filter(|_| whole) {
            // The count keeps the number's right edge, so that its unit stands still.
            let setting = composer.display(block.size, room.width, Align::Left);
            let right = room.x + block.ink.right();
            composition.push(counting(&count, setting, Point::new(right, room.y), composer));
            rest = rest.delay(COUNT_SECS).enter(Entrance::Cut);
        } else {
            rest = rest.enter(Entrance::Rise);
        }
        composition.push(rest);
        let end = below + self.caption.block.height;
        let left = middle - self.measure / 2.0;
        let caption = Element::text(self.caption.block, left, below, TextRole::Body, Ground::World);
        composition.push(caption.part(1).enter(Entrance::Rise));
        end
    }
}

/// The number while it counts, its right edge and its top at a point.
fn counting(count: &[String], setting: Setting, at: Point, composer: &Composer<'_>) -> Element {
    let texts: Vec<TextContent> = count
        .iter()
        .map(|text| {
            let block = composer.plain(text, Face::Display, composer.palette().text, setting);
            let x = at.x - block.ink.right();
            let block = Arc::new(block);
            TextContent { block, x, y: at.y, role: TextRole::Heading, ground: Ground::World, glow: None }
        })
        .collect();
    let live = move |moment: &Moment<'_>| {
        if moment.secs >= COUNT_SECS {
            return Vec::new();
        }
        let along = cubic_bezier([0.2, 0.6, 0.35, 1.0], progress(moment.secs, 0.0, COUNT_SECS));
        let step = ((along * STEPS as f64) as usize).min(texts.len().saturating_sub(1));
        texts.get(step).map(|text| Content::Text(text.clone())).into_iter().collect()
    };
    Element::new(Content::Live(Arc::new(live))).part(0)
}
