use lectern_lesson::TextRole;
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground, Start};
use crate::plane::Shape;
use crate::text::{Align, Face};
use crate::visual::furniture::orb;

/// A chapter begins: its number in an orb, its title large at the left, mountains at the right or beneath.
pub(crate) fn compose(number: u32, title: &str, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let safe = composer.safe();
    let radius = composer.larger(74.0);
    let (width, room, middle, highest) = match composer.shape() {
        Shape::Wide => (1060.0, 440.0, 390.0, safe.y + 46.0),
        // Beside the moon, or over it.
        Shape::Square => (800.0, 420.0, 390.0, safe.y + 10.0),
        Shape::Portrait => (safe.width - 60.0, 300.0, 345.0, safe.y + 10.0),
        Shape::Tall => (safe.width - 60.0, 540.0, 550.0, safe.y + 10.0),
    };
    let setting = composer.display(composer.scale().chapter, width, Align::Left);
    let fitted = composer.fit_plain(title, Face::Display, palette.text, setting, room);
    if !fitted.fits {
        composition.overflow(Some(0), "the chapter's title is too long for its place");
    }
    let whole = radius * 2.0 + 46.0 + fitted.block.height;
    let top = (middle - whole / 2.0).max(highest);
    let center = Point::new(safe.x + 12.0 + radius, top + radius);
    // Four digits are as many as an orb holds.
    let label = number.min(9_999).to_string();
    orb(&label, center, radius, 0, palette.flow, Start::Scene, composer, &mut composition);
    composition.push(
        Element::text(fitted.block, safe.x + 6.0, top + radius * 2.0 + 46.0, TextRole::Heading, Ground::World)
            .part(0)
            .enter(Entrance::Rise),
    );
    composition
}
