use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, Vec2};

use crate::composer::{Composer, GUTTER};
use crate::element::{Composition, Content, Element, Entrance, Exit, Ground, PanelContent, Start, Tone};
use crate::plane::Shape;
use crate::text::{Align, Face};
use crate::visual::caption::balanced;
use crate::visual::medallion::light;

/// A term and its meaning on a panel. On a wide plane it stands at the left: the scenery stays free at the right, or the illustration
/// stands there on a light; on the others the illustration stands above it. The panel comes with the first of the two that is spoken, and
/// the term with the panel, so that it never stands empty.
pub(crate) fn compose(term: &str, meaning: &str, picture: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let padding = 60.0;
    let is_wide = composer.shape() == Shape::Wide;
    let safe = composer.safe();
    // A long meaning gets a wider panel rather than smaller type.
    let is_long = meaning.chars().count() > 130;
    let width = if is_wide { if is_long { 1080.0 } else { 860.0 } } else { safe.width };
    let inner = width - 2.0 * padding;
    let picture_room = if is_wide || picture.is_none() { 0.0 } else { safe.height * if is_long { 0.3 } else { 0.45 } };
    let term_setting = composer.display(composer.larger(composer.scale().term), inner, Align::Left);
    let term_fitted = composer.fit_plain(term, Face::Display, palette.flow, term_setting, 250.0);
    if !term_fitted.fits {
        composition.overflow(Some(0), "the term is too long for its panel");
    }
    let room = safe.height - 60.0 - picture_room - 2.0 * padding - term_fitted.block.height - 30.0;
    let body = composer.body(composer.larger(composer.scale().body), inner, Align::Left);
    let meaning_fitted = balanced(composer, meaning, Face::Body, palette.text, body, room);
    if !meaning_fitted.fits {
        composition.overflow(Some(1), "the meaning is too long for its panel");
    }
    let height = 2.0 * padding + term_fitted.block.height + 26.0 + meaning_fitted.block.height;
    // Alone on a high plane it leaves the lower half to the sea and its moon.
    let middle = match picture {
        _ if is_wide => 530.0,
        None => safe.y + safe.height * 0.34,
        Some(_) => safe.y + picture_room + (safe.height - picture_room) * 0.45,
    };
    let rect = Rect::new(safe.x, (middle - height / 2.0).max(safe.y + picture_room + 20.0), width, height);
    if let Some(name) = picture.filter(|name| !name.is_empty()) {
        let place = if is_wide {
            let x = rect.right() + GUTTER;
            Rect::new(x, safe.y, safe.right() - x, safe.height)
        } else {
            Rect::new(safe.x, safe.y, safe.width, rect.y - safe.y - GUTTER)
        };
        shown(name, place, composer, &mut composition);
    }
    let panel = PanelContent { rect, radius: 44.0, tone: Tone::Panel, accent: None };
    let leave = Exit::Slide(Vec2::new(-60.0, 0.0));
    let first = Start::First(0, 1);
    composition.push(Element::new(Content::Panel(panel)).start(first).enter(Entrance::Scale).exit(leave));
    let below = rect.y + padding + term_fitted.block.height + 26.0;
    composition.push(
        Element::text(
            term_fitted.block,
            rect.x + padding - 6.0,
            rect.y + padding - 8.0,
            TextRole::Heading,
            Ground::Panel(Tone::Panel),
        )
        .part(0)
        .start(first)
        .enter(Entrance::Rise)
        .exit(leave),
    );
    composition.push(
        Element::text(meaning_fitted.block, rect.x + padding, below, TextRole::Body, Ground::Panel(Tone::Panel))
            .part(1)
            .enter(Entrance::Rise)
            .exit(leave),
    );
    composition
}

/// The illustration, as large as its place, on a light.
fn shown(name: &str, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let radius = (place.width.min(place.height) / 2.0).min(360.0);
    if radius < 60.0 {
        return;
    }
    let center = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
    let first = Start::First(0, 1);
    composition.elements.extend(light(center, radius, composer.palette().flow).map(|element| element.start(first)));
    let half = radius * 0.68;
    let rect = Rect::new(center.x - half, center.y - half, half * 2.0, half * 2.0);
    composition.push(composer.illustration(name, rect).drift(5.0).start(first).delay(0.1).enter(Entrance::Pop));
}
