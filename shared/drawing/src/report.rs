//! The layout that the linter judges, taken from the same composition that is drawn.

use lectern_lesson::{Layout, PlacedText, TextRole};

use crate::composer::SAFE;
use crate::element::{Composition, Content, Element, Ground, Tone};
use crate::text::Typesetter;
use crate::{Color, Style};

/// The report of a composition.
pub(crate) fn report(composition: &Composition, style: &Style, typesetter: &Typesetter) -> Layout {
    let mut layout = Layout { overflows: composition.overflows.clone(), ..Layout::default() };
    for element in &composition.elements {
        let Some(placed) = placed(element, style) else { continue };
        if !SAFE.contains(&placed.rect, 1.0) && layout.overflows.iter().all(|overflow| overflow.part != element.part) {
            let message = format!("“{}” leaves the safe area", opening(&placed.text));
            layout.overflows.push(lectern_lesson::Overflow { part: element.part, message });
        }
        for character in typesetter.missing_characters(&placed.text) {
            if !layout.missing_characters.contains(&character) {
                layout.missing_characters.push(character);
            }
        }
        layout.texts.push(placed);
    }
    layout
}

/// What an element says and where; none when it says nothing.
fn placed(element: &Element, style: &Style) -> Option<PlacedText> {
    let part = element.part;
    match &element.content {
        Content::Text(text) if text.block.ink.width > 0.0 => Some(PlacedText {
            part,
            text: text.block.text.clone(),
            rect: text.ink(),
            size_px: text.block.size,
            contrast: contrast(text.block.colors(), text.ground, style),
            role: text.role,
        }),
        Content::Formula(formula) => Some(PlacedText {
            part,
            text: formula.text.clone(),
            rect: formula.ink,
            size_px: formula.size,
            contrast: contrast(formula.pieces.iter().map(|(_, color)| *color), formula.ground, style),
            role: TextRole::Formula,
        }),
        _ => None,
    }
}

/// The first words of a text, for messages.
fn opening(text: &str) -> String {
    let mut words: String = text.chars().take(40).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

/// The lowest contrast of colors with what they stand on.
fn contrast(colors: impl Iterator<Item = Color>, ground: Ground, style: &Style) -> f64 {
    let grounds = brightest_grounds(ground, style);
    colors.flat_map(|color| grounds.iter().map(move |ground| color.contrast(*ground))).fold(21.0, f64::min)
}

/// The brightest colors that can be behind a text.
fn brightest_grounds(ground: Ground, style: &Style) -> Vec<Color> {
    let palette = &style.palette;
    match ground {
        Ground::World => vec![palette.dusk],
        Ground::Panel(Tone::Glass) => vec![palette.glass_top, palette.glass_top.mix(palette.violet, 1.0 - palette.glass_top_alpha)],
        Ground::Panel(Tone::Night) => vec![palette.night, palette.night.mix(palette.violet, 0.1)],
        Ground::Plain(color) => vec![color],
    }
}
