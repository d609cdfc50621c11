//! A ring of parts of a whole, with a list of what they are.

use std::f64::consts::TAU;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, RoundedRect, Shape as _};

use super::{Data, TICK_SIZE, label};
use crate::Color;
use crate::composer::{Composer, GUTTER};
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, ShapeContent};
use crate::number::{decimals_of, full, short, significant_decimals};
use crate::text::{Align, Face, Setting, TextBlock, TextRun};
use crate::visual::furniture::centered;
use crate::visual::sector::Sector;

/// Most parts that the eye tells apart by their colors.
const MOST: usize = 8;

/// Seconds in which the whole ring draws itself.
const DRAW_SECS: f64 = 1.6;

/// Space between parts, in design pixels along the ring.
const GAP: f64 = 6.0;

/// From the left edge of a swatch to its words.
const SWATCH: f64 = 58.0;

/// A part of the ring.
struct Part<'a> {
    name: &'a str,
    value: f64,
}

pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (category, name) in data.categories.iter().enumerate() {
        match data.value(0, category) {
            Some(value) if value > 0.0 => parts.push(Part { name: name.trim(), value }),
            Some(value) if value < 0.0 => composition.overflow(Some(0), "a part of a ring cannot be less than nothing"),
            _ => {}
        }
    }
    if parts.len() > MOST {
        composition.overflow(Some(0), format!("a ring shows at most {MOST} parts; there are {}", parts.len()));
        parts.truncate(MOST);
    }
    // Divided by the largest first, since the sum of very large values overflows.
    let largest = parts.iter().map(|part| part.value).fold(0.0, f64::max);
    if largest <= 0.0 {
        composition.overflow(None, "the ring has no parts to draw");
        return;
    }
    let total: f64 = parts.iter().map(|part| part.value / largest).sum();
    let shares: Vec<f64> = parts.iter().map(|part| part.value / largest / total).collect();
    let beside = area.width > area.height * 1.2;
    let (place, list) = if beside {
        let side = area.height.min(area.width * 0.48);
        let list = Rect::new(area.x + side + 110.0, area.y, area.width - side - 110.0, area.height);
        (Rect::new(area.x, area.y, side, area.height), list)
    } else {
        let side = (area.width * 0.86).min(area.height * 0.52);
        let list = Rect::new(area.x, area.y + side + GUTTER, area.width, area.height - side - GUTTER);
        (Rect::new(area.x, area.y, area.width, side), list)
    };
    draw_ring(&shares, place, composer, composition);
    place_middle(data, place, composer, composition);
    place_list(data, &parts, &shares, list, beside, composer, composition);
}

/// The color of a part: the accents, then the same nearer to the ground.
fn color(part: usize, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    let accents = [palette.flow, palette.opposite, palette.result, palette.structure];
    let accent = accents[part % accents.len()];
    if part < accents.len() { accent } else { accent.mix(palette.ground, 0.5) }
}

/// Seconds until the part begins that comes after so much of the whole.
fn delay(before: f64) -> f64 {
    DRAW_SECS * before
}

/// Outer and inner radius of a ring in a place.
fn radii(place: Rect) -> (f64, f64) {
    let outer = (place.width.min(place.height) / 2.0 - 6.0).max(30.0);
    (outer, outer * 0.6)
}

fn draw_ring(shares: &[f64], place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let center = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
    let (outer, inner) = radii(place);
    let mut before = 0.0;
    for (part, share) in shares.iter().enumerate() {
        let gap = if shares.len() > 1 { (GAP / outer).min(TAU * share * 0.3) } else { 0.0 };
        let sector = Sector { center, outer, inner, start: TAU * before + gap / 2.0, sweep: TAU * share - gap };
        let element = sector.swept(color(part, composer), (DRAW_SECS * share).max(0.15));
        composition.push(element.part(0).delay(delay(before)));
        before += share;
    }
}

/// What the whole is, in the middle of the ring.
fn place_middle(data: &Data<'_>, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let text = data.series.first().map(|series| series.name.trim()).filter(|name| !name.is_empty()).or(data.y_label);
    let Some(text) = text else { return };
    let center = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
    let side = radii(place).1 * 1.36;
    let setting = Setting { line_height: 1.15, ..composer.display(composer.scale().body, side, Align::Center) };
    let fitted = composer.fit_plain(text, Face::DisplaySemi, composer.palette().text, setting, side * 0.8);
    if !fitted.fits {
        composition.overflow(Some(0), "the name of the whole is too long for the middle of the ring");
    }
    let at = centered(&fitted.block, center);
    let text = Element::text(fitted.block, at.x, at.y, TextRole::Label, Ground::World).part(0);
    composition.push(text.delay(0.2).enter(Entrance::Fade));
}

/// What the parts are and how much, in the order of the ring.
fn place_list(
    data: &Data<'_>,
    parts: &[Part<'_>],
    shares: &[f64],
    list: Rect,
    beside: bool,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let mut room = list;
    // What the values are, where the middle of the ring does not say it.
    let named = data.series.first().is_some_and(|series| !series.name.trim().is_empty());
    for name in [data.x_label, data.y_label.filter(|_| named)].into_iter().flatten() {
        let muted = composer.palette().muted;
        let fitted = label(name, muted, Face::Body, TICK_SIZE, list.width, Align::Left, composer);
        if !fitted.fits {
            composition.overflow(None, "the name of an axis is too long");
        }
        let height = fitted.block.height + 10.0;
        composition.push(Element::text(fitted.block, room.x, room.y, TextRole::Label, Ground::World).delay(0.2));
        room = Rect::new(room.x, room.y + height, room.width, (room.height - height).max(1.0));
    }
    let row = (room.height / parts.len() as f64).min(150.0);
    let texts = amounts(parts, shares);
    let palette = composer.palette();
    let set = |index: usize, size: f64| {
        let runs = [
            TextRun { text: format!("{}  ", parts[index].name), face: Face::Body, color: palette.text },
            TextRun { text: texts[index].clone(), face: Face::BodyBold, color: palette.text },
        ];
        let setting = Setting { line_height: 1.16, ..composer.body(size, room.width - SWATCH, Align::Left) };
        composer.fit(&runs, setting, row - 10.0)
    };
    let largest = composer.scale().body;
    let size = (0..parts.len()).map(|index| set(index, largest).block.size).fold(largest, f64::min);
    let blocks: Vec<TextBlock> = (0..parts.len())
        .map(|index| {
            let fitted = set(index, size);
            if !fitted.fits {
                composition.overflow(Some(0), "the name of a part is too long");
            }
            fitted.block
        })
        .collect();
    // Beside the ring the list is centered on it; below, it follows closely.
    let used = row * parts.len() as f64;
    let mut y = room.y + if beside { (room.height - used).max(0.0) / 2.0 } else { 0.0 };
    let mut before = 0.0;
    for (part, block) in blocks.into_iter().enumerate() {
        let middle = y + row / 2.0;
        let first = block.lines.first().map_or(block.size, |line| line.baseline) - block.size * 0.34;
        let top = middle - block.height / 2.0;
        let swatch = RoundedRect::new(room.x, top + first - 16.0, room.x + 32.0, top + first + 16.0, 8.0).to_path(0.1);
        let shape = ShapeContent { path: swatch, fill: Some(Paint::Solid(color(part, composer), 1.0)), stroke: None };
        composition.push(Element::new(Content::Shape(shape)).part(0).delay(delay(before)).enter(Entrance::Pop));
        let text = Element::text(block, room.x + SWATCH, top, TextRole::Label, Ground::World).part(0);
        composition.push(text.delay(delay(before) + 0.1).enter(Entrance::Rise));
        before += shares.get(part).copied().unwrap_or(0.0);
        y += row;
    }
}

/// The amounts in words: parts of a hundred as such, other values with their share.
fn amounts(parts: &[Part<'_>], shares: &[f64]) -> Vec<String> {
    let sum: f64 = parts.iter().map(|part| part.value).sum();
    let decimals = decimals_of(parts.iter().map(|part| part.value)).min(2);
    let in_full = |value: f64| {
        let shown = full(value, decimals);
        if shown == "0" || shown.chars().count() > 9 { short(value) } else { shown }
    };
    if (99.0..=101.0).contains(&sum) {
        return parts.iter().map(|part| format!("{}%", in_full(part.value))).collect();
    }
    let share = |share: &f64| full(share * 100.0, significant_decimals(share * 100.0, 1).min(1));
    parts.iter().zip(shares).map(|(part, of)| format!("{} ({}%)", in_full(part.value), share(of))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_tell_their_share() {
        for (values, expected) in [
            (&[78.1, 20.9, 1.0][..], &["78.1%", "20.9%", "1%"][..]),
            (&[1.0, 3.0], &["1 (25%)", "3 (75%)"]),
            (&[0.5, 999.5], &["0.5 (0.1%)", "999.5 (100%)"]),
        ] {
            let parts: Vec<Part<'_>> = values.iter().map(|value| Part { name: "", value: *value }).collect();
            let sum: f64 = values.iter().sum();
            let shares: Vec<f64> = values.iter().map(|value| value / sum).collect();
            assert_eq!(amounts(&parts, &shares), expected);
        }
    }
}
