use std::f64::consts::{PI, TAU};

use lectern_lesson::{Item, Rect};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Content};
use crate::plane::Shape;
use crate::text::Align;
use crate::visual::arrow::{Keep, arrow, between, foretold, length};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::heading;
use crate::visual::medallion::Medallion;
use crate::visual::naming::{name, names, note, picture, shared_notes};
use crate::visual::process;

/// Most stages that go round; more are shown as a process.
const STAGES_MAX: usize = 8;

/// Radii of discs that are tried, from large to small.
const RADII: [f64; 7] = [178.0, 156.0, 136.0, 118.0, 100.0, 84.0, 70.0];

/// Widths of the place in the middle that are tried, as parts of the ring's width.
const NOTE_WIDTHS: [f64; 6] = [0.78, 0.66, 0.56, 0.46, 0.38, 0.3];

/// How far above or below the middle it may be, as parts of the ring's height.
const NOTE_SHIFTS: [f64; 5] = [0.0, 0.22, -0.22, 0.45, -0.45];

/// Stages that return to the first: discs on a ring, the note of the focused stage in the middle.
pub(crate) fn compose(title: Option<&str>, stages: &[Item], composer: &Composer<'_>) -> Composition {
    if (2..=STAGES_MAX).contains(&stages.len()) {
        for radius in RADII {
            if let Some(composition) = ring(title, stages, radius, composer)
                && is_clear(&composition, composer)
            {
                return composition;
            }
        }
    }
    process::compose(title, stages, composer)
}

fn ring(title: Option<&str>, stages: &[Item], radius: f64, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = match title {
        Some(_) => heading(title, composer, &mut composition),
        None => composer.safe().y,
    };
    let safe = composer.safe();
    let reach = Medallion::reach(radius);
    let count = stages.len();
    let texts: Vec<&str> = stages.iter().map(|item| item.name.as_str()).collect();
    let width = (radius * 2.9).min(safe.width * 0.42);
    let largest = (radius * 0.42).max(composer.scale().label).min(64.0);
    let blocks = names(&texts, largest, width, 150.0, Align::Center, composer)?;
    let tallest = blocks.iter().map(|block| block.height).fold(0.0, f64::max);
    let widest = blocks.iter().map(|block| block.ink.width).fold(0.0, f64::max);
    let side = reach.max(widest / 2.0);
    let start = first_angle(count, composer.shape());
    let angle = |part: usize| start + TAU * part as f64 / count as f64;
    // How far the discs reach up and down: rings of an odd number are not as low as they are high.
    let lowest = (0..count).map(|part| angle(part).sin()).fold(-1.0, f64::max);
    let highest = (0..count).map(|part| angle(part).sin()).fold(1.0, f64::min);
    let widest_at = (0..count).map(|part| angle(part).cos().abs()).fold(0.1, f64::max);
    let across = ((safe.width / 2.0 - side) / widest_at).min(720.0);
    let room = safe.bottom() - top - reach * 2.0 - tallest - 10.0;
    let down = room / (lowest - highest).max(0.1);
    if down < reach || across < reach {
        return None;
    }
    // A ring on a tall plane need not be as high as it can.
    let down = down.min(across * 1.9);
    let spare = room - down * (lowest - highest);
    let middle = Point::new(safe.x + safe.width / 2.0, top + spare / 2.0 + reach - down * highest);
    let on = |angle: f64| Point::new(middle.x + across * angle.cos(), middle.y + down * angle.sin());
    let mut keeps: Vec<[Keep; 2]> = Vec::new();
    let mut labels = Vec::new();
    for (part, block) in blocks.into_iter().enumerate() {
        let center = on(angle(part));
        let element = name(block, center.x - width / 2.0, center.y + reach + 8.0, part);
        let ink = match &element.content {
            Content::Text(text) => text.ink(),
            _ => Rect::default(),
        };
        keeps.push([Keep::Disc(center, reach + 14.0), Keep::Box(ink).wider(18.0)]);
        labels.push((element, ink));
    }
    // A flat ring brings a name down to the disc beneath it.
    let is_covered = |part: usize, ink: &Rect| {
        (0..count).filter(|other| *other != part).any(|other| {
            let center = on(angle(other));
            let nearest = Point::new(center.x.clamp(ink.x, ink.right()), center.y.clamp(ink.y, ink.bottom()));
            nearest.distance(center) < reach + 18.0
        })
    };
    if labels.iter().enumerate().any(|(part, (_, ink))| is_covered(part, ink)) {
        return None;
    }
    for part in 0..count {
        let next = (part + 1) % count;
        let (from, step) = (angle(part), TAU / count as f64);
        let points = between(|along| on(from + step * along), &keeps[part], &keeps[next]);
        // The arrow back to the first comes with the last.
        let owner = if next == 0 { count - 1 } else { next };
        foretold(&points, owner, composer, &mut composition);
        // Small discs with long arrows are seen as a ring; large ones that nearly touch are not.
        if length(&points) < reach * 0.5 || !arrow(&points, owner, composer.palette().flow, &mut composition) {
            return None;
        }
    }
    let mut taken: Vec<Rect> = Vec::new();
    for (part, (stage, (element, ink))) in stages.iter().zip(labels).enumerate() {
        let center = on(angle(part));
        let label = (part + 1).to_string();
        let picture = picture(stage.picture.as_ref());
        Medallion { center, radius, part, picture, label: &label, accent: composer.palette().flow, is_foretold: true }
            .place(composer, &mut composition);
        composition.push(element);
        taken.push(ink);
        taken.push(Rect::new(center.x - reach, center.y - reach, reach * 2.0, reach * 2.0));
    }
    if stages.iter().any(|item| note(item).is_some()) {
        for step in 0..48 {
            let on = on(TAU * f64::from(step) / 48.0);
            taken.push(Rect::new(on.x - 12.0, on.y - 12.0, 24.0, 24.0));
        }
        let is_small = radius <= 84.0;
        let place = middle_place(stages, middle, (across * 2.0, down), is_small, &taken, composer)?;
        if !shared_notes(stages, place, composer, &mut composition) {
            return None;
        }
    }
    Some(composition)
}

/// Where the first stage stands: at the top, or so that the ring is symmetric to its axes.
fn first_angle(count: usize, shape: Shape) -> f64 {
    match (count, shape) {
        (2 | 4, Shape::Wide) => PI,
        (6 | 8, Shape::Wide) => -PI / 2.0 - PI / count as f64,
        _ => -PI / 2.0,
    }
}

/// The place around the middle, free of everything, in which the notes are set largest; none when they fit in no place.
fn middle_place(
    stages: &[Item],
    middle: Point,
    (across, down): (f64, f64),
    is_small: bool,
    taken: &[Rect],
    composer: &Composer<'_>,
) -> Option<Rect> {
    const GAP: f64 = 22.0;
    let mut best: Option<(f64, Rect)> = None;
    for (part, shift) in NOTE_WIDTHS.iter().flat_map(|part| NOTE_SHIFTS.map(|shift| (*part, shift))) {
        let at = middle.y + down * shift;
        let width = across * part;
        let column = Rect::new(middle.x - width / 2.0, composer.safe().y, width, composer.safe().height);
        let (mut top, mut bottom) = (column.y, column.bottom());
        let mut is_free = true;
        for rect in taken.iter().filter(|rect| rect.x < column.right() && rect.right() > column.x) {
            if rect.bottom() < at {
                top = top.max(rect.bottom() + GAP);
            } else if rect.y > at {
                bottom = bottom.min(rect.y - GAP);
            } else {
                is_free = false;
            }
        }
        if !is_free || bottom - top < 60.0 {
            continue;
        }
        let place = Rect::new(column.x, top, width, bottom - top);
        let mut trial = Composition::default();
        if shared_notes(stages, place, composer, &mut trial) {
            let size = trial.elements.iter().find_map(|element| match &element.content {
                // A column of single words is hard to read.
                Content::Text(text) => Some(text.block.size - 4.0 * text.block.lines.len() as f64),
                _ => None,
            });
            let size = size.unwrap_or(0.0);
            if best.as_ref().is_none_or(|(largest, _)| size > *largest + 0.5) {
                best = Some((size, place));
            }
        }
    }
    // A small note among large discs is not what the eye should find first.
    best.filter(|(score, _)| *score >= if is_small { 0.0 } else { 36.0 }).map(|(_, place)| place)
}
