use lectern_lesson::{Item, Rect};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Response};
use crate::plane::Shape;
use crate::text::{Align, TextBlock};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::heading;
use crate::visual::key_points;
use crate::visual::medallion::light;
use crate::visual::naming::{listed, name, names, note, note_blocks, picture, staying_note};

/// Most illustrations of one frame.
const ITEMS_MAX: usize = 6;

/// Illustrations of what is spoken of, each with its word beneath and a light behind it while it is spoken of.
pub(crate) fn compose(title: Option<&str>, items: &[Item], composer: &Composer<'_>) -> Composition {
    let words: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
    if items.iter().all(|item| picture(item.picture.as_ref()).is_none()) {
        return key_points::compose(title, &words, composer);
    }
    let is_high = matches!(composer.shape(), Shape::Tall | Shape::Portrait);
    if is_high
        && (3..=4).contains(&items.len())
        && let Some(composition) = beside(title, items, composer)
        && is_clear(&composition, composer)
    {
        return composition;
    }
    if items.len() <= ITEMS_MAX {
        for columns in columns(items.len(), composer.shape()) {
            if let Some(composition) = grid(title, items, columns, composer)
                && is_clear(&composition, composer)
            {
                return composition;
            }
        }
    }
    listed(title, &words, composer)
}

/// Numbers of columns to try, the best first.
fn columns(count: usize, shape: Shape) -> [usize; 3] {
    match (shape, count) {
        (_, 0..=1) => [1, 1, 1],
        (Shape::Wide, 2..=3) => [count.max(1), 2, 1],
        (Shape::Wide, 4) => [4, 2, 3],
        (Shape::Wide, _) => [3, 2, 4],
        (Shape::Tall, 2..=3) => [1, 2, 3],
        (Shape::Square, 2) => [count.max(1), 2, 1],
        _ => [2, 3, 1],
    }
}

/// One under another, in turn at the left and at the right, each with its word beside it: three in a column would be small.
fn beside(title: Option<&str>, items: &[Item], composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = match title {
        Some(_) => heading(title, composer, &mut composition),
        None => composer.safe().y,
    };
    let (safe, gap, space) = (composer.safe(), 28.0, 44.0);
    let count = items.len() as f64;
    let pitch = (safe.bottom() - top + gap) / count;
    let side = (pitch - gap).min(safe.width * 0.47);
    let width = safe.width - side - space;
    let texts: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    let notes: Vec<&str> = items.iter().map(|item| note(item).unwrap_or_default()).collect();
    let blocks = names(&texts, composer.scale().focus, width, side * 0.5, Align::Left, composer)?;
    let size = blocks.first().map_or(composer.scale().body, |block| block.size * 0.7);
    let said = note_blocks(&notes, size, width, side * 0.45, Align::Left, composer)?;
    for (part, ((item, block), said)) in items.iter().zip(blocks).zip(said).enumerate() {
        let (is_left, y) = (part.is_multiple_of(2), top + pitch * part as f64);
        let x = if is_left { safe.x } else { safe.right() - side };
        shown(item, Rect::new(x, y, side, side), part, composer, &mut composition);
        // Words stand beside their disc: at the right of one at the left, and the other way round.
        let at = |block: &TextBlock| match is_left {
            true => x + side + space,
            false => x - space - block.ink.right(),
        };
        let has_note = said.ink.width > 0.0;
        let whole = block.height + if has_note { 8.0 + said.height } else { 0.0 };
        let above = y + (side - whole) / 2.0;
        let below = above + block.height + 8.0;
        let left = at(&block);
        composition.push(name(block, left, above, part));
        if has_note {
            let left = at(&said);
            composition.push(staying_note(said, left, below, part));
        }
    }
    Some(composition)
}

fn grid(title: Option<&str>, items: &[Item], columns: usize, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = match title {
        Some(_) => heading(title, composer, &mut composition),
        None => composer.safe().y,
    };
    let safe = composer.safe();
    let rows = items.len().div_ceil(columns);
    let gap = 36.0;
    let width = (safe.width - gap * (columns as f64 - 1.0)) / columns as f64;
    let height = (safe.bottom() - top - gap * (rows as f64 - 1.0)) / rows as f64;
    let texts: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    let notes: Vec<&str> = items.iter().map(|item| note(item).unwrap_or_default()).collect();
    let has_notes = notes.iter().any(|note| !note.is_empty());
    let body = composer.larger(composer.scale().body);
    let largest = if items.len() == 1 { composer.scale().focus } else { body.min(width * 0.14) };
    let blocks = names(&texts, largest, width, (height * 0.3).max(60.0), Align::Center, composer)?;
    let name_height = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let note_size = composer.scale().body.min(blocks.first().map_or(largest, |block| block.size) * 0.86);
    let said = note_blocks(&notes, note_size, width, (height * 0.36).max(50.0), Align::Center, composer)?;
    let note_height = if has_notes { said.iter().map(|block| block.height).fold(0.0, f64::max) + 8.0 } else { 0.0 };
    let side = (height - name_height - note_height - 30.0).min(width).min(820.0);
    if side < 150.0 {
        return None;
    }
    let cell = side + 20.0 + name_height + note_height;
    let whole = cell * rows as f64 + gap * (rows as f64 - 1.0);
    let first = top + (safe.bottom() - top - whole) / 2.0;
    for (part, ((item, block), said)) in items.iter().zip(blocks).zip(said).enumerate() {
        let (row, place) = (part / columns, part % columns);
        let in_row = (items.len() - row * columns).min(columns) as f64;
        let left = safe.x + (safe.width - in_row * width - (in_row - 1.0) * gap) / 2.0;
        let x = left + place as f64 * (width + gap);
        let y = first + row as f64 * (cell + gap);
        let rect = Rect::new(x + (width - side) / 2.0, y, side, side);
        shown(item, rect, part, composer, &mut composition);
        let below = y + side + 16.0;
        let under = below + block.height + 8.0;
        composition.push(name(block, x, below, part));
        if said.ink.width > 0.0 {
            composition.push(staying_note(said, x, under, part));
        }
    }
    Some(composition)
}

/// An illustration on a light, in a place of its own.
fn shown(item: &Item, rect: Rect, part: usize, composer: &Composer<'_>, composition: &mut Composition) {
    let center = Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
    let color = composer.palette().flow;
    let radius = rect.width * 0.5;
    composition.elements.extend(light(center, radius, color).map(|element| element.part(part)));
    let glow = GlowContent { center, radius: radius * 1.5, color, strength: 0.35 };
    composition.push(Element::new(Content::Glow(glow)).part(part).respond(Response::Lights));
    if let Some(name) = picture(item.picture.as_ref()) {
        let inset = rect.width * 0.15;
        let place = Rect::new(rect.x + inset, rect.y + inset, rect.width - 2.0 * inset, rect.height - 2.0 * inset);
        composition.push(composer.illustration(name, place).part(part).enter(Entrance::Pop).respond(Response::Dims));
    }
}
