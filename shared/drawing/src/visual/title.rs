use lectern_lesson::TextRole;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground};
use crate::plane::Shape;
use crate::text::{Align, Face};

/// The film's title, large at the left, over the lake; on a high plane in its upper half, over the moon.
pub(crate) fn compose(title: &str, subtitle: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let safe = composer.safe();
    let left = safe.x + 12.0;
    let (width, highest, middle, room) = match composer.shape() {
        Shape::Wide => (930.0, 132.0, 350.0, 480.0),
        Shape::Square => (safe.width - 60.0, safe.y + 10.0, 290.0, 400.0),
        Shape::Portrait => (safe.width - 60.0, safe.y + 10.0, 370.0, 500.0),
        Shape::Tall => (safe.width - 60.0, safe.y + 10.0, 520.0, 620.0),
    };
    let (middle, room) = match subtitle {
        Some(_) if composer.is_wide() => (middle, room - 80.0),
        Some(_) => (middle - 60.0, room - 110.0),
        None => (middle, room),
    };
    let setting = composer.display(composer.scale().title, width, Align::Left);
    let fitted = composer.fit_plain(title, Face::Display, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(Some(0), "the title is too long for its place");
    }
    // A short title stands higher than a long one, so that both leave the lake free.
    let top = (middle - fitted.block.height / 2.0).max(highest);
    let below = top + fitted.block.height;
    composition
        .push(Element::text(fitted.block, left, top, TextRole::Heading, Ground::World).part(0).enter(Entrance::Rise));
    if let Some(subtitle) = subtitle {
        let setting = composer.body(composer.larger(composer.scale().body * 0.95), width - 60.0, Align::Left);
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
