//! The names and notes of a diagram's things: set in one size, placed where they touch nothing.

use lectern_lesson::{Item, Rect, TextRole};
use vello_cpu::kurbo::Vec2;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Exit, Ground, Response, Start};
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::furniture::{heading, rows};

/// Names that stand under or beside things: all in one size, the largest in which every name fits `width` × `height`. None
/// when a name does not fit even in the smallest.
pub(super) fn names(
    texts: &[&str],
    largest: f64,
    width: f64,
    height: f64,
    align: Align,
    composer: &Composer<'_>,
) -> Option<Vec<TextBlock>> {
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let color = composer.palette().text;
    let setting = Setting { line_height: 1.12, tracking: -0.01, ..composer.display(largest, width, align) };
    let mut size = largest;
    for text in texts {
        let fitted = composer.fit_plain(text, Face::DisplaySemi, color, Setting { size, ..setting }, height);
        if !fitted.fits || fitted.block.breaks_word {
            return None;
        }
        size = size.min(fitted.block.size);
    }
    let set =
        |text: &&str| composer.fit_plain(text, Face::DisplaySemi, color, Setting { size, ..setting }, height).block;
    Some(texts.iter().map(set).collect())
}

/// A name of a part at a place, muted while another part is in focus.
pub(super) fn name(block: TextBlock, x: f64, y: f64, part: usize) -> Element {
    Element::text(block, x, y, TextRole::Label, Ground::World)
        .part(part)
        .delay(0.1)
        .enter(Entrance::Rise)
        .respond(Response::Dims)
}

/// The notes of items, all in one size, in a place that they share: each is seen while its part is in focus. False when one
/// does not fit.
pub(super) fn shared_notes(
    items: &[Item],
    place: Rect,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> bool {
    let notes: Vec<(usize, &str)> =
        items.iter().enumerate().filter_map(|(part, item)| Some((part, note(item)?))).collect();
    let texts: Vec<&str> = notes.iter().map(|(_, text)| *text).collect();
    let Some(blocks) = note_blocks(&texts, composer.scale().body, place.width, place.height, Align::Center, composer)
    else {
        return false;
    };
    for ((part, _), block) in notes.into_iter().zip(blocks) {
        let y = place.y + (place.height - block.height) / 2.0;
        composition.push(own_note(block, place.x, y, part));
    }
    true
}

/// Notes set in one size; none when one does not fit.
pub(super) fn note_blocks(
    texts: &[&str],
    largest: f64,
    width: f64,
    height: f64,
    align: Align,
    composer: &Composer<'_>,
) -> Option<Vec<TextBlock>> {
    let color = composer.palette().text.mix(composer.palette().muted, 0.35);
    let setting = Setting { line_height: 1.25, ..composer.body(largest, width, align) };
    let mut size = largest;
    for text in texts {
        let fitted = composer.fit_plain(text, Face::Body, color, Setting { size, ..setting }, height);
        if !fitted.fits || fitted.block.breaks_word {
            return None;
        }
        size = size.min(fitted.block.size);
    }
    let set = |text: &&str| composer.fit_plain(text, Face::Body, color, Setting { size, ..setting }, height).block;
    Some(texts.iter().map(set).collect())
}

/// A note of a part in a place of its own: it comes when the voice comes to the part, and stays.
pub(super) fn staying_note(block: TextBlock, x: f64, y: f64, part: usize) -> Element {
    Element::text(block, x, y, TextRole::Body, Ground::World)
        .part(part)
        .start(Start::Reached(part))
        .delay(0.15)
        .enter(Entrance::Rise)
        .respond(Response::Dims)
}

/// A note of a part, seen while it is in focus.
pub(super) fn own_note(block: TextBlock, x: f64, y: f64, part: usize) -> Element {
    Element::text(block, x, y, TextRole::Body, Ground::World)
        .part(part)
        .delay(0.15)
        .enter(Entrance::Fade)
        .respond(Response::Alone)
        .exit(Exit::Slide(Vec2::new(0.0, 20.0)))
}

/// What an item says of itself, if anything.
pub(super) fn note(item: &Item) -> Option<&str> {
    item.note.as_deref().filter(|note| !note.trim().is_empty())
}

/// The illustration of a thing, if one is named.
pub(super) fn picture(name: Option<&String>) -> Option<&str> {
    name.map(String::as_str).filter(|name| !name.is_empty())
}

/// What is left when no arrangement fits: the names as rows, which tell what they leave out.
pub(super) fn listed(title: Option<&str>, texts: &[String], composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    rows(texts, top, composer, &mut composition);
    composition
}
