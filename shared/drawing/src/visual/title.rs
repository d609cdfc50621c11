use lectern_lesson::TextRole;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground};
use crate::text::{Align, Face};

/// The film's title, large at the left, over the lake.
pub(crate) fn compose(title: &str, subtitle: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let (left, width) = (composer.safe().x + 12.0, 930.0);
    let room = if subtitle.is_some() { 400.0 } else { 480.0 };
    let setting = composer.display(composer.scale().title, width, Align::Left);
    let fitted = composer.fit_plain(title, Face::Display, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(Some(0), "the title is too long for its place");
    }
    // A short title stands higher than a long one, so that both leave the lake free.
    let top = 132.0_f64.max(350.0 - fitted.block.height / 2.0);
    let below = top + fitted.block.height;
    composition
        .push(Element::text(fitted.block, left, top, TextRole::Heading, Ground::World).part(0).enter(Entrance::Rise));
    if let Some(subtitle) = subtitle {
        let setting = composer.body(composer.scale().body * 0.95, width - 60.0, Align::Left);
        let fitted = composer.fit_plain(subtitle, Face::Body, palette.text.mix(palette.muted, 0.2), setting, 150.0);
        if !fitted.fits {
            composition.overflow(Some(1), "the subtitle is too long for its place");
        }
        composition.push(
            Element::text(fitted.block, left + 6.0, below + 26.0, TextRole::Body, Ground::World)
                .part(1)
                .delay(0.25)
                .enter(Entrance::Rise),
        );
    }
    composition
}
