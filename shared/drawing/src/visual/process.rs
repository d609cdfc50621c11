use lectern_lesson::{Item, Rect};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::Composition;
use crate::plane::Shape;
use crate::text::{Align, TextBlock};
use crate::visual::arrow::{Keep, arrow, bent, between, foretold, length};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::heading;
use crate::visual::medallion::Medallion;
use crate::visual::naming::{listed, name, names, note, note_blocks, picture, shared_notes, staying_note};

/// Most stages that an arrangement is tried for; more are listed.
const STAGES_MAX: usize = 8;

/// Radii of discs that are tried, from large to small.
const RADII: [f64; 10] = [190.0, 165.0, 145.0, 128.0, 112.0, 98.0, 84.0, 70.0, 58.0, 48.0];

/// Composes stages with discs of a radius; none when there is no room.
type Arrangement = fn(Option<&str>, &[Item], f64, &Composer<'_>) -> Option<Composition>;

/// Stages that follow one another: from left to right with the note of the focused stage beneath, or from top to bottom with
/// each note beside its stage.
pub(crate) fn compose(title: Option<&str>, stages: &[Item], composer: &Composer<'_>) -> Composition {
    let arrangements: &[Arrangement] = match composer.shape() {
        Shape::Wide if stages.len() >= 5 => &[wave, row, column],
        Shape::Wide => &[row, column],
        Shape::Square if stages.len() <= 3 => &[row, column],
        _ => &[column, row],
    };
    if (1..=STAGES_MAX).contains(&stages.len()) {
        for arrangement in arrangements {
            for radius in RADII {
                if let Some(composition) = arrangement(title, stages, radius, composer)
                    && is_clear(&composition, composer)
                {
                    return composition;
                }
            }
        }
    }
    let names: Vec<String> = stages.iter().map(|item| item.name.clone()).collect();
    listed(title, &names, composer)
}

/// From left to right.
fn row(title: Option<&str>, stages: &[Item], radius: f64, composer: &Composer<'_>) -> Option<Composition> {
    line(title, stages, radius, 0.0, composer)
}

/// From left to right, up and down: many stages have larger discs so.
fn wave(title: Option<&str>, stages: &[Item], radius: f64, composer: &Composer<'_>) -> Option<Composition> {
    line(title, stages, radius, 230.0, composer)
}

/// From left to right, every second stage lower by `drop`.
fn line(title: Option<&str>, stages: &[Item], radius: f64, drop: f64, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let count = stages.len() as f64;
    let column = safe.width / count;
    let reach = Medallion::reach(radius);
    if column < reach * 2.0 && drop <= 0.0 {
        return None;
    }
    let texts: Vec<&str> = stages.iter().map(|item| item.name.as_str()).collect();
    let width = (column - 24.0).min(radius * 3.6);
    let blocks =
        names(&texts, (radius * 0.5).clamp(54.0, composer.scale().focus), width, 190.0, Align::Center, composer)?;
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let has_notes = stages.iter().any(|item| note(item).is_some());
    let note_room = if has_notes { 130.0 } else { 0.0 };
    let whole = reach * 2.0 + 12.0 + tallest + drop + note_room;
    let spare = safe.bottom() - top - whole;
    if spare < 0.0 {
        return None;
    }
    let middle = top + spare * 0.4 + reach;
    let center = |part: usize| Point::new(safe.x + column * (part as f64 + 0.5), middle + drop * (part % 2) as f64);
    if !ways(stages.len(), center, reach, composer, &mut composition) {
        return None;
    }
    for (part, (stage, block)) in stages.iter().zip(blocks).enumerate() {
        disc(stage, part, center(part), radius, composer, &mut composition);
        composition.push(name(block, center(part).x - width / 2.0, center(part).y + reach + 12.0, part));
    }
    let below = middle + drop + reach + 12.0 + tallest;
    let place = Rect::new(safe.x + safe.width * 0.1, below + 20.0, safe.width * 0.8, safe.bottom() - below - 20.0);
    (!has_notes || shared_notes(stages, Rect { height: place.height.min(210.0), ..place }, composer, &mut composition))
        .then_some(composition)
}

/// From top to bottom.
fn column(title: Option<&str>, stages: &[Item], radius: f64, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let reach = Medallion::reach(radius);
    let count = stages.len() as f64;
    let pitch = (safe.bottom() - top) / count;
    if pitch < reach * 2.0 {
        return None;
    }
    // Very far apart, stages would not be seen as one way.
    let pitch = pitch.min(reach * 2.0 + 240.0);
    let first = top + (safe.bottom() - top - pitch * count) * 0.4 + pitch / 2.0;
    let left = safe.x + reach * 2.0 + 36.0;
    let width = safe.right() - left;
    let texts: Vec<&str> = stages.iter().map(|item| item.name.as_str()).collect();
    let notes: Vec<&str> = stages.iter().map(|item| note(item).unwrap_or_default()).collect();
    let has_notes = notes.iter().any(|note| !note.is_empty());
    let room = pitch - 30.0;
    let name_room = if has_notes { room * 0.45 } else { room };
    let blocks = names(&texts, composer.scale().focus.min(pitch * 0.36), width, name_room, Align::Left, composer)?;
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let note_room = room - tallest - 8.0;
    let said: Vec<TextBlock> = if has_notes {
        note_blocks(&notes, composer.scale().body.min(pitch * 0.24), width, note_room, Align::Left, composer)?
    } else {
        Vec::new()
    };
    // A column that is narrower than its place stands in the middle of it.
    let widest = blocks.iter().chain(&said).map(|block| block.ink.width).fold(0.0, f64::max);
    let shift = ((width - widest) / 2.0).max(0.0) * 0.8;
    let center = |part: usize| Point::new(safe.x + shift + reach, first + pitch * part as f64);
    if !ways(stages.len(), center, reach, composer, &mut composition) {
        return None;
    }
    for (part, (stage, block)) in stages.iter().zip(blocks).enumerate() {
        let at = center(part);
        disc(stage, part, at, radius, composer, &mut composition);
        let said = said.get(part).filter(|block| block.ink.width > 0.0);
        let whole = block.height + said.map_or(0.0, |said| said.height + 8.0);
        let y = at.y - whole / 2.0;
        let below = y + block.height + 8.0;
        composition.push(name(block, left + shift, y, part));
        if let Some(said) = said {
            composition.push(staying_note(said.clone(), left + shift, below, part));
        }
    }
    Some(composition)
}

/// The arrows from each disc to the next; false when they would be too short.
fn ways(
    count: usize,
    center: impl Fn(usize) -> Point,
    reach: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> bool {
    (1..count).all(|part| {
        let (from, to) = (center(part - 1), center(part));
        let keep = |at: Point| [Keep::Disc(at, reach + 14.0)];
        let points = between(bent(from, to, 0.0), &keep(from), &keep(to));
        foretold(&points, composer, composition);
        length(&points) >= (reach * 0.3).min(60.0) && arrow(&points, part, composer.palette().flow, composition)
    })
}

fn disc(stage: &Item, part: usize, center: Point, radius: f64, composer: &Composer<'_>, composition: &mut Composition) {
    let label = (part + 1).to_string();
    let picture = picture(stage.picture.as_ref());
    Medallion { center, radius, part, picture, label: &label, accent: composer.palette().flow, is_foretold: true }
        .place(composer, composition);
}
