use lectern_lesson::{DialogueLine, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point};

use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, Response, ShapeContent, Tone};
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::panel;
use crate::visual::medallion::Medallion;
use crate::visual::naming::listed;

/// Most lines that bubbles are tried for; more are listed.
const LINES_MAX: usize = 8;

/// Sizes of type that are tried, from large to small.
const SIZES: [f64; 8] = [76.0, 68.0, 60.0, 54.0, 48.0, 43.0, 38.0, 34.0];

/// What people say to each other: bubbles at the left and at the right, beside the initials of who speaks.
pub(crate) fn compose(lines: &[DialogueLine], composer: &Composer<'_>) -> Composition {
    if (1..=LINES_MAX).contains(&lines.len()) {
        for size in SIZES {
            if let Some(composition) = bubbles(lines, size, composer)
                && is_clear(&composition, composer)
            {
                return composition;
            }
        }
    }
    let said: Vec<String> = lines.iter().map(|line| format!("{}: {}", line.speaker, line.text)).collect();
    listed(None, &said, composer)
}

/// Who speaks, in the order in which they first do.
fn speakers(lines: &[DialogueLine]) -> Vec<&str> {
    let mut speakers: Vec<&str> = Vec::new();
    for line in lines {
        if !speakers.contains(&line.speaker.as_str()) {
            speakers.push(&line.speaker);
        }
    }
    speakers
}

/// The first letters of a name's first and last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

fn bubbles(lines: &[DialogueLine], size: f64, composer: &Composer<'_>) -> Option<Composition> {
    let mut composition = Composition::default();
    let palette = composer.palette();
    let safe = composer.safe();
    let speakers = speakers(lines);
    let radius = (size * 1.05).clamp(46.0, 84.0);
    let reach = Medallion::reach(radius);
    let beside = reach * 2.0 + 34.0;
    // A bubble leaves room at the other side, so that it is seen whose it is.
    let widest = (safe.width - beside * 2.0).max(safe.width * 0.62).min(1180.0);
    let padding = size * 0.6;
    let name_size = (size * 0.66).max(composer.scale().floor);
    let mut placed: Vec<(TextBlock, Option<TextBlock>, usize)> = Vec::new();
    for (part, line) in lines.iter().enumerate() {
        let speaker = speakers.iter().position(|name| *name == line.speaker).unwrap_or(0);
        let setting = Setting { line_height: 1.22, ..composer.body(size, widest - 2.0 * padding, Align::Left) };
        let block = composer.plain(&line.text, Face::Body, palette.text, setting);
        // The name stands over the first bubble of each.
        let is_first = lines.iter().position(|other| other.speaker == line.speaker) == Some(part);
        let name = is_first.then(|| {
            let setting = composer.body(name_size, widest - 2.0 * padding, Align::Left);
            composer.plain(&line.speaker, Face::BodyBold, color(speaker, composer), setting)
        });
        let too_long = name.as_ref().is_some_and(|name| name.lines.len() > 1 || name.breaks_word);
        if block.breaks_word || block.lines.len() > 5 || too_long {
            return None;
        }
        placed.push((block, name, speaker));
    }
    let heights: Vec<f64> = placed
        .iter()
        .map(|(block, name, _)| {
            let inside = block.height + name.as_ref().map_or(0.0, |name| name.height) + padding * 1.3;
            inside.max(reach * 2.0)
        })
        .collect();
    let gap = size * 0.4;
    let whole = heights.iter().sum::<f64>() + gap * (lines.len() as f64 - 1.0);
    let spare = safe.height - whole;
    if spare < 0.0 {
        return None;
    }
    let air = (spare / (lines.len() as f64 + 1.0)).min(size * 0.7);
    let mut y = safe.y + (spare - air * (lines.len() as f64 - 1.0)) / 2.0;
    for (part, (block, name, speaker)) in placed.into_iter().enumerate() {
        let height = heights[part];
        let is_right = speaker % 2 == 1;
        let inside = block.ink.width.max(name.as_ref().map_or(0.0, |name| name.ink.width)) + 2.0 * padding;
        let x = if is_right { safe.right() - beside - inside } else { safe.x + beside };
        let accent = color(speaker, composer);
        let own = block.height + name.as_ref().map_or(0.0, |name| name.height) + padding * 1.3;
        let rect = Rect::new(x, y + (height - own) / 2.0, inside, own);
        let center = Point::new(
            if is_right { safe.right() - reach } else { safe.x + reach },
            rect.bottom().min(y + height) - own.min(reach * 2.0) / 2.0,
        );
        composition.push(tail(rect, center, is_right, part, composer));
        composition.push(panel(rect, part, accent));
        let label = initials(speakers[speaker]);
        Medallion { center, radius, part, picture: None, label: &label, accent, is_foretold: false }
            .place(composer, &mut composition);
        let left = rect.x + padding;
        let mut top = rect.y + padding * 0.65;
        if let Some(name) = name {
            let below = top + name.height;
            composition.push(
                Element::text(name, left, top, TextRole::Label, Ground::Panel(Tone::Panel))
                    .part(part)
                    .delay(0.1)
                    .enter(Entrance::Fade),
            );
            top = below;
        }
        composition.push(
            Element::text(block, left, top, TextRole::Body, Ground::Panel(Tone::Panel))
                .part(part)
                .delay(0.1)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
        y += height + gap + air;
    }
    Some(composition)
}

/// The color of a speaker.
fn color(speaker: usize, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    [palette.flow, palette.result, palette.opposite][speaker % 3]
}

/// The tip of a bubble that points to who speaks.
fn tail(rect: Rect, center: Point, is_right: bool, part: usize, composer: &Composer<'_>) -> Element {
    let palette = composer.palette();
    let (edge, tip) = if is_right { (rect.right(), 20.0) } else { (rect.x, -20.0) };
    let y = center.y.clamp(rect.y + 34.0, (rect.bottom() - 34.0).max(rect.y + 34.0));
    let mut path = BezPath::new();
    path.move_to((edge, y - 16.0));
    path.line_to((edge + tip, y));
    path.line_to((edge, y + 16.0));
    path.close_path();
    let paint = Paint::Solid(palette.panel_bottom, palette.panel_bottom_alpha);
    Element::new(Content::Shape(ShapeContent { path, fill: Some(paint), stroke: None }))
        .part(part)
        .enter(Entrance::Fade)
        .respond(Response::Dims)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        for (name, letters) in
            [("Socrates", "S"), ("Ada King Lovelace", "AL"), ("émile du châtelet", "ÉC"), ("", ""), ("“Bo”", "B")]
        {
            assert_eq!(initials(name), letters);
        }
    }
}
