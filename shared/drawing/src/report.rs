//! The layout that the linter judges, taken from the same composition that is drawn.

use lectern_lesson::{Layout, PlacedText};

use crate::composer::SAFE;
use crate::element::{Composition, Content, Ground, TextContent, Tone};
use crate::text::Typesetter;
use crate::{Color, Style};

/// The report of a composition.
pub(crate) fn report(composition: &Composition, style: &Style, typesetter: &Typesetter) -> Layout {
    let mut layout = Layout { overflows: composition.overflows.clone(), ..Layout::default() };
    for element in &composition.elements {
        let Content::Text(text) = &element.content else { continue };
        if text.block.ink.width <= 0.0 {
            continue;
        }
        let rect = text.ink();
        if !SAFE.contains(&rect, 1.0) && layout.overflows.iter().all(|overflow| overflow.part != element.part) {
            let message = format!("“{}” leaves the safe area", opening(&text.block.text));
            layout.overflows.push(lectern_lesson::Overflow { part: element.part, message });
        }
        for character in typesetter.missing_characters(&text.block.text) {
            if !layout.missing_characters.contains(&character) {
                layout.missing_characters.push(character);
            }
        }
        layout.texts.push(PlacedText {
            part: element.part,
            text: text.block.text.clone(),
            rect,
            size_px: text.block.size,
            contrast: contrast(text, style),
            role: text.role,
        });
    }
    layout
}

/// The first words of a text, for messages.
fn opening(text: &str) -> String {
    let mut words: String = text.chars().take(40).collect();
    if words.len() < text.len() {
        words.push('…');
    }
    words
}

/// The lowest contrast of a text with what it stands on.
fn contrast(text: &TextContent, style: &Style) -> f64 {
    let grounds = brightest_grounds(text.ground, style);
    text.block
        .colors()
        .flat_map(|color| grounds.iter().map(move |ground| color.contrast(*ground)))
        .fold(21.0, f64::min)
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
