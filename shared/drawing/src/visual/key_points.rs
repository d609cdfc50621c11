use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::{Composer, GUTTER};
use crate::element::{Composition, Element, Entrance, Ground, Response, Start, Tone};
use crate::plane::Shape;
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::furniture::{heading, orb, panel, rows, thread};

/// Most cards that stand side by side.
const COLUMNS_MAX: usize = 4;

/// Smallest type in a card; longer texts take the whole width.
const CARD_TYPE_MIN: f64 = 42.0;

/// Points as cards side by side, joined by dots, or two by two where the plane is narrow; long ones as panels one under another.
pub(crate) fn compose(title: Option<&str>, points: &[String], composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let are_cards = match (composer.shape(), points.len()) {
        (Shape::Wide, _) => columns(points, top, composer, &mut composition),
        (_, 4) | (Shape::Square, 2) => pairs(points, top, composer, &mut composition),
        _ => false,
    };
    if !are_cards {
        rows(points, top, composer, &mut composition);
    }
    composition
}

/// Composes the points in rows of two, if they fit that way.
fn pairs(points: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    let (safe, gap) = (composer.safe(), 32.0);
    let (radius, padding) = (composer.larger(64.0), 32.0);
    let down = points.len().div_ceil(2) as f64;
    let width = (safe.width - gap) / 2.0;
    let highest = ((safe.bottom() - top - gap * (down - 1.0)) / down).min(560.0);
    let size = composer.larger(composer.scale().body) * 1.15;
    let Some(blocks) = card_texts(points, size, width - 2.0 * padding, highest - 2.0 * radius - 150.0, composer) else {
        return false;
    };
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let height = (2.0 * radius + tallest + 170.0).max(width * 0.95).min(highest);
    let used = height * down + gap * (down - 1.0);
    let first = top + (safe.bottom() - top - used) * 0.45;
    for (part, block) in blocks.into_iter().enumerate() {
        let (row, column) = ((part / 2) as f64, (part % 2) as f64);
        let rect = Rect::new(safe.x + column * (width + gap), first + row * (height + gap), width, height);
        card(block, rect, radius, padding, part, composer, composition);
    }
    true
}

/// The texts of cards, all in one size; none when one would be small.
fn card_texts(points: &[String], size: f64, width: f64, room: f64, composer: &Composer<'_>) -> Option<Vec<TextBlock>> {
    let color = composer.palette().text;
    let setting = Setting { line_height: 1.2, ..composer.display(size, width, Align::Center) };
    let mut size = f64::INFINITY;
    for text in points {
        let fitted = composer.fit_plain(text, Face::DisplaySemi, color, setting, room);
        if !fitted.fits || fitted.block.breaks_word || fitted.block.size < CARD_TYPE_MIN {
            return None;
        }
        size = size.min(fitted.block.size);
    }
    let set = |text: &String| {
        composer.fit_plain(text, Face::DisplaySemi, color, Setting { size, ..setting }, f64::INFINITY).block
    };
    Some(points.iter().map(set).collect())
}

/// A card: its number in an orb, its text beneath.
fn card(
    block: TextBlock,
    rect: Rect,
    radius: f64,
    padding: f64,
    part: usize,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let accent = composer.palette().flow;
    composition.push(panel(rect, part, accent));
    let center = Point::new(rect.x + rect.width / 2.0, rect.y + 60.0 + radius);
    orb(&(part + 1).to_string(), center, radius, part, accent, Start::Part(part), composer, composition);
    let area = (rect.y + 60.0 + 2.0 * radius, rect.bottom());
    let y = f64::midpoint(area.0, area.1) - block.ink.y - block.ink.height / 2.0 - 6.0;
    composition.push(
        Element::text(block, rect.x + padding, y, TextRole::Body, Ground::Panel(Tone::Panel))
            .part(part)
            .delay(0.08)
            .enter(Entrance::Rise)
            .respond(Response::Dims),
    );
}

/// Composes the points side by side, if they fit that way.
fn columns(points: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    let count = points.len();
    if count == 0 || count > COLUMNS_MAX {
        return false;
    }
    let palette = composer.palette();
    let gap = if count == COLUMNS_MAX { GUTTER } else { GUTTER + 24.0 };
    let width = ((composer.safe().width - gap * (count as f64 - 1.0)) / count as f64).min(620.0);
    let (radius, padding) = (64.0, 36.0);
    let room = composer.safe().bottom() - 90.0 - top - 2.0 * radius - 150.0;
    let Some(blocks) = card_texts(points, composer.scale().body, width - 2.0 * padding, room, composer) else {
        return false;
    };
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let height = (2.0 * radius + tallest + 170.0).max(400.0);
    let stagger = if count > 2 { 26.0 } else { 0.0 };
    let first_y = top + ((composer.safe().bottom() - 70.0 - top - height - stagger) / 2.0).max(0.0);
    let first_x = composer.safe().x + (composer.safe().width - width * count as f64 - gap * (count as f64 - 1.0)) / 2.0;
    let place = |part: usize| {
        let y = first_y + if part.is_multiple_of(2) { stagger } else { 0.0 };
        Rect::new(first_x + part as f64 * (width + gap), y, width, height)
    };
    let line = first_y + stagger / 2.0 + 60.0 + radius;
    for part in 1..count {
        let (from, to) = (place(part - 1), place(part));
        composition.push(thread(
            Point::new(from.right() + 10.0, line),
            Point::new(to.x - 10.0, line),
            palette.flow,
            part,
        ));
    }
    for (part, block) in blocks.into_iter().enumerate() {
        card(block, place(part), radius, padding, part, composer, composition);
    }
    true
}
