//! The layout that the linter judges, taken from the same composition that is drawn.

use lectern_lesson::{Layout, PlacedText, Rect, TextRole};

use crate::element::{Composition, Content, Element, Ground, Response, Tone};
use crate::plane::Plane;
use crate::style::TEXT_CONTRAST;
use crate::text::Typesetter;
use crate::world::{Gallery, SceneryKind};
use crate::{Color, Style};

/// More room than this is not told.
const ROOM_MAX: f64 = 4.0;

/// The report of a composition.
pub(crate) fn report(
    composition: &Composition,
    plane: Plane,
    scenery: Option<SceneryKind>,
    style: &Style,
    typesetter: &Typesetter,
    gallery: &Gallery,
) -> Layout {
    // The lowest contrast of a color with what lies behind it: the world where it is worst, seen through the panel.
    let contrast = |color: Color, on: Ground, area: Rect| match on {
        Ground::Plain(color_behind) => color.contrast(color_behind),
        _ => {
            let behind = gallery.extremes(style, plane, scenery, area, color.luminance());
            behind.into_iter().map(|world| color.contrast(ground(on, world, style))).fold(21.0, f64::min)
        }
    };
    let mut sharing: Vec<bool> = Vec::new();
    let mut layout = Layout { safe: plane.safe(), overflows: composition.overflows.clone(), ..Layout::default() };
    for element in &composition.elements {
        let Some(placed) = placed(element, &contrast) else { continue };
        if !plane.safe().contains(&placed.rect, 1.0)
            && layout.overflows.iter().all(|overflow| overflow.part != element.part)
        {
            let message = format!("“{}” leaves the safe area", opening(&placed.text));
            layout.overflows.push(lectern_lesson::Overflow { part: element.part, message });
        }
        if placed.contrast < TEXT_CONTRAST && layout.overflows.iter().all(|overflow| overflow.part != element.part) {
            let message =
                format!("“{}” reaches in front of something that it cannot be told from", opening(&placed.text));
            layout.overflows.push(lectern_lesson::Overflow { part: element.part, message });
        }
        for character in typesetter.missing_characters(&placed.text) {
            if !layout.missing_characters.contains(&character) {
                layout.missing_characters.push(character);
            }
        }
        let shares = element.response == Response::Alone;
        let shared = layout
            .texts
            .iter_mut()
            .zip(&sharing)
            .find(|(other, shared)| shares && **shared && other.rect.overlaps(&placed.rect, 0.0));
        // Texts that are never seen together are told as one text of their common place.
        if let Some((other, _)) = shared {
            other.size_px = other.size_px.min(placed.size_px);
            other.contrast = other.contrast.min(placed.contrast);
            other.rect = united(other.rect, placed.rect);
        } else {
            sharing.push(shares);
            layout.texts.push(placed);
        }
    }
    layout.room = plane.safe().room(layout.texts.iter().map(|text| text.rect)).min(ROOM_MAX);
    layout
}

/// What an element says and where; none when it says nothing.
fn placed(element: &Element, contrast: &impl Fn(Color, Ground, Rect) -> f64) -> Option<PlacedText> {
    let part = element.part;
    match &element.content {
        Content::Text(text) if text.block.ink.width > 0.0 => Some(PlacedText {
            part,
            text: text.block.text.clone(),
            rect: text.ink(),
            size_px: text.block.size,
            contrast: lowest(text.block.colors(), |color| contrast(color, text.ground, text.ink())),
            role: text.role,
        }),
        Content::Formula(formula) => Some(PlacedText {
            part,
            text: formula.text.clone(),
            rect: formula.ink,
            size_px: formula.size,
            contrast: lowest(formula.pieces.iter().map(|(_, color)| *color), |color| {
                contrast(color, formula.ground, formula.ink)
            }),
            role: TextRole::Formula,
        }),
        _ => None,
    }
}

/// The smallest rectangle that holds both.
fn united(one: Rect, two: Rect) -> Rect {
    let (x, y) = (one.x.min(two.x), one.y.min(two.y));
    Rect::new(x, y, one.right().max(two.right()) - x, one.bottom().max(two.bottom()) - y)
}

/// The first words of a text, for messages.
fn opening(text: &str) -> String {
    let mut words: String = text.chars().take(40).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

/// The lowest contrast of any color; each is measured once.
fn lowest(colors: impl Iterator<Item = Color>, contrast: impl Fn(Color) -> f64) -> f64 {
    let mut known: Vec<Color> = Vec::new();
    let mut lowest = 21.0_f64;
    for color in colors {
        if !known.contains(&color) {
            known.push(color);
            lowest = lowest.min(contrast(color));
        }
    }
    lowest
}

/// The color behind a text where the world has that color: seen through the panel if there is one.
fn ground(ground: Ground, world: Color, style: &Style) -> Color {
    let palette = &style.palette;
    match ground {
        Ground::World => world,
        Ground::Panel(Tone::Panel) => world.mix(palette.panel_top, palette.panel_top_alpha),
        Ground::Panel(Tone::Board) => world.mix(palette.board, 0.9),
        Ground::Plain(color) => color,
    }
}
