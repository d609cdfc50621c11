//! Two of the user's pictures: side by side, or one over the other on a tall plane.

use std::sync::Arc;

use lectern_lesson::{Picture as Source, Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::{Composer, Fitted, GUTTER};
use crate::element::{Composition, Content, Element, Entrance, Ground, PanelContent, PictureContent, Response, Tone};
use crate::plane::Shape;
use crate::text::{Align, Face, Setting};
use crate::visual::caption::balanced;

/// Space between a picture and its words.
const WORDS_GAP: f64 = 22.0;

/// How much closer the camera is to a picture at the end of the scene.
const ZOOM: f64 = 1.03;

/// Most that a small picture is enlarged; beyond, it would look coarse.
const UPSCALE_LIMIT: f64 = 2.2;

/// Two pictures with their words.
pub(crate) fn compose(left: &Source, right: &Source, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let safe = composer.safe();
    let room = Rect::new(safe.x, safe.y, safe.width, safe.height - 40.0);
    let is_high = matches!(composer.shape(), Shape::Tall | Shape::Portrait);
    let slots = if is_high {
        let height = (room.height - GUTTER) / 2.0;
        [0.0, 1.0].map(|index| Rect::new(room.x, room.y + index * (height + GUTTER), room.width, height))
    } else {
        let width = (room.width - GUTTER) / 2.0;
        [0.0, 1.0].map(|index| Rect::new(room.x + index * (width + GUTTER), room.y, width, room.height))
    };
    let sources = [left, right];
    let words = sources.map(|source| Words::set(source, slots[0].width, composer));
    // Both pictures stand on one line side by side, so both leave the room of the longer words.
    let below = words.iter().map(Words::height).fold(0.0, f64::max);
    for (part, ((source, words), slot)) in sources.into_iter().zip(words).zip(slots).enumerate() {
        let below = if is_high { words.height() } else { below };
        let frame = Rect::new(slot.x, slot.y, slot.width, (slot.height - below).max(60.0));
        let shown = place_picture(source, frame, part, composer, &mut composition);
        words.place(Point::new(slot.x, shown.bottom() + WORDS_GAP), part, &mut composition);
    }
    composition
}

/// Puts a picture, or what it would show, into the middle of a frame; where it came to stand.
fn place_picture(
    source: &Source,
    frame: Rect,
    part: usize,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> Rect {
    let picture = composer.picture(&source.source).filter(|picture| picture.width() > 0 && picture.height() > 0);
    let Some(picture) = picture else {
        let content = PanelContent { rect: frame, radius: composer.corner(36.0), tone: Tone::Panel, accent: None };
        composition.push(Element::new(Content::Panel(content)).part(part).enter(Entrance::Scale));
        let setting =
            Setting { line_height: 1.3, ..composer.body(composer.scale().body, frame.width - 80.0, Align::Center) };
        let text = source.alt.trim();
        let fitted = balanced(composer, text, Face::Body, composer.palette().text, setting, frame.height - 80.0);
        if !fitted.fits {
            composition.overflow(Some(part), "the description of the missing picture is too long");
        }
        let y = frame.y + (frame.height - fitted.block.height) / 2.0;
        let text = Element::text(fitted.block, frame.x + 40.0, y, TextRole::Body, Ground::Panel(Tone::Panel));
        composition.push(text.part(part).enter(Entrance::Fade).delay(0.2));
        return frame;
    };
    let size = (f64::from(picture.width()), f64::from(picture.height()));
    let scale = (frame.width / size.0).min(frame.height / size.1).min(UPSCALE_LIMIT);
    let (width, height) = ((size.0 * scale).max(24.0), (size.1 * scale).max(24.0));
    let x = frame.x + (frame.width - width) / 2.0;
    let rect = Rect::new(x, frame.y + (frame.height - height) / 2.0, width, height);
    let content = PictureContent {
        picture: Arc::clone(&picture),
        rect,
        radius: composer.corner(24.0),
        zoom: ZOOM,
        whole: true,
        toward: Point::new(0.5, 0.5),
    };
    composition
        .push(Element::new(Content::Picture(content)).part(part).enter(Entrance::Scale).respond(Response::Recedes));
    rect
}

/// What is said under a picture.
struct Words {
    caption: Option<Fitted>,
    credit: Option<Fitted>,
}

impl Words {
    fn set(source: &Source, width: f64, composer: &Composer<'_>) -> Self {
        let palette = composer.palette();
        let said =
            |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        let caption = said(&source.caption).map(|text| {
            let setting = Setting { line_height: 1.2, ..composer.body(composer.scale().label, width, Align::Center) };
            balanced(composer, &text, Face::DisplaySemi, palette.text, setting, 2.4 * composer.scale().label + 1.0)
        });
        let credit = said(&source.credit).map(|text| {
            let size = composer.scale().floor;
            let setting = Setting { line_height: 1.24, ..composer.body(size, width, Align::Center) };
            // A credit is owed in full: it is never cut, but reported.
            let block = composer.plain(&text, Face::Body, palette.muted, setting);
            Fitted { fits: block.lines.len() <= 3 && !block.breaks_word, block }
        });
        Self { caption, credit }
    }

    fn height(&self) -> f64 {
        [&self.caption, &self.credit].into_iter().flatten().map(|fitted| WORDS_GAP + fitted.block.height).sum()
    }

    fn place(self, at: Point, part: usize, composition: &mut Composition) {
        let mut y = at.y;
        for (fitted, role) in [(self.caption, TextRole::Label), (self.credit, TextRole::Credit)] {
            let Some(fitted) = fitted else { continue };
            if !fitted.fits {
                composition.overflow(Some(part), "the words under the picture are too long");
            }
            let height = fitted.block.height;
            let text = Element::text(fitted.block, at.x, y, role, Ground::World).part(part);
            composition.push(text.enter(Entrance::Rise).delay(0.25));
            y += height + WORDS_GAP;
        }
    }
}
