use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::Vec2;

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Exit, Ground, PanelContent, Tone};
use crate::text::{Align, Face};

/// A term and its meaning on a panel at the left; the sea and the moon stay free at the right.
pub(crate) fn compose(term: &str, meaning: &str, _picture: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let padding = 60.0;
    // A long meaning gets a wider panel rather than smaller type.
    let width = if meaning.chars().count() > 130 { 1080.0 } else { 860.0 };
    let inner = width - 2.0 * padding;
    let term_setting = composer.display(composer.scale().term, inner, Align::Left);
    let term_fitted = composer.fit_plain(term, Face::Display, palette.flow, term_setting, 250.0);
    if !term_fitted.fits {
        composition.overflow(Some(0), "the term is too long for its panel");
    }
    let room = composer.safe().height - 60.0 - 2.0 * padding - term_fitted.block.height - 30.0;
    let body = composer.body(composer.scale().body, inner, Align::Left);
    let meaning_fitted = composer.fit_plain(meaning, Face::Body, palette.text, body, room);
    if !meaning_fitted.fits {
        composition.overflow(Some(1), "the meaning is too long for its panel");
    }
    let height = 2.0 * padding + term_fitted.block.height + 26.0 + meaning_fitted.block.height;
    let rect = Rect::new(composer.safe().x, (530.0 - height / 2.0).max(composer.safe().y + 20.0), width, height);
    let panel = PanelContent { rect, radius: 44.0, tone: Tone::Panel, accent: None };
    let leave = Exit::Slide(Vec2::new(-60.0, 0.0));
    composition.push(Element::new(Content::Panel(panel)).enter(Entrance::Scale).exit(leave));
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
