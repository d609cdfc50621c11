use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground, Start};
use crate::plane::Shape;
use crate::text::{Align, Face};
use crate::visual::furniture::orb;
use crate::visual::medallion::large;

/// Where the number and the title stand.
struct Room {
    width: f64,
    height: f64,
    /// Vertical middle of number and title together.
    middle: f64,
    /// Where the number may begin.
    top: f64,
}

/// A chapter begins: its number in an orb, its title large at the left; what it is about, or mountains, at the right or beneath.
pub(crate) fn compose(number: u32, title: &str, picture: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let safe = composer.safe();
    let radius = composer.larger(74.0);
    let picture = picture.filter(|name| !name.is_empty());
    let (room, art) = room(picture.is_some(), composer);
    let setting = composer.display(composer.scale().chapter, room.width, Align::Left);
    let fitted = composer.fit_plain(title, Face::Display, palette.text, setting, room.height);
    if !fitted.fits {
        composition.overflow(Some(0), "the chapter's title is too long for its place");
    }
    let whole = radius * 2.0 + 46.0 + fitted.block.height;
    let top = (room.middle - whole / 2.0).max(room.top);
    let center = Point::new(safe.x + 12.0 + radius, top + radius);
    // Four digits are as many as an orb holds.
    let label = number.min(9_999).to_string();
    orb(&label, center, radius, 0, palette.flow, Start::Scene, composer, &mut composition);
    composition.push(
        Element::text(fitted.block, safe.x + 6.0, top + radius * 2.0 + 46.0, TextRole::Heading, Ground::World)
            .part(0)
            .enter(Entrance::Rise),
    );
    if let Some(name) = picture {
        composition.elements.extend(large(name, art, composer));
    }
    composition
}

/// The room of number and title, and the place of an illustration beside or beneath them.
fn room(has_picture: bool, composer: &Composer<'_>) -> (Room, Rect) {
    let safe = composer.safe();
    let highest = safe.y + 10.0;
    match composer.shape() {
        Shape::Wide => {
            let art = Rect::new(safe.x + safe.width * 0.6, safe.y, safe.width * 0.4, safe.height * 0.84);
            let (width, middle) = if has_picture { (art.x - safe.x - 60.0, 470.0) } else { (1060.0, 390.0) };
            (Room { width, height: 440.0, middle, top: safe.y + 46.0 }, art)
        }
        shape => {
            // Beside the moon, or over it.
            let (width, height, middle) = match shape {
                Shape::Square if !has_picture => (800.0, 420.0, 390.0),
                Shape::Square => (safe.width - 60.0, 300.0, 340.0),
                Shape::Tall => (safe.width - 60.0, 540.0, 550.0),
                _ => (safe.width - 60.0, 300.0, 345.0),
            };
            let bottom = composer.larger(74.0) + 46.0 / 2.0 + height / 2.0 + middle + 30.0;
            let art = Rect::new(safe.x, bottom, safe.width, (safe.y + safe.height - bottom) * 0.86);
            (Room { width, height, middle, top: highest }, art)
        }
    }
}
