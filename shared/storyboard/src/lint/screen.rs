//! Rules about the frame as laid out.

use lectern_lesson::{Finding, Layout, Rect, TextRole, Visual};

use super::Heard;
use super::rule;
use crate::words::word_count;

/// Smallest text in design pixels.
const TEXT_MIN_PX: f64 = 32.0;

/// Lowest contrast of text.
const CONTRAST_MIN: f64 = 4.5;

/// Words of running prose on the screen at once.
const PROSE_WORDS_MAX: usize = 24;

/// Words of points, steps and choices on the screen at once.
const LIST_WORDS_MAX: usize = 45;

/// Least room for a camera that takes the subject with it.
const ROOM_MIN: f64 = 1.01;

/// Pixels that glyphs may reach over a line that is measured.
const TOLERANCE_PX: f64 = 2.0;

pub(super) fn check(heard: &Heard<'_>, layout: &Layout, findings: &mut Vec<Finding>) {
    let scene = heard.scene;
    for overflow in &layout.overflows {
        findings.push(rule::OVERFLOW.about(scene, overflow.message.clone()));
    }
    if !layout.missing_characters.is_empty() {
        let mut characters = layout.missing_characters.clone();
        characters.sort_unstable();
        characters.dedup();
        let names: Vec<String> = characters
            .iter()
            .take(12)
            .map(|character| format!("{character} (U+{:04X})", u32::from(*character)))
            .collect();
        let rest = characters.len() - names.len();
        let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
        findings.push(rule::MISSING_CHARACTERS.about(scene, format!("no font at hand has {}{more}", names.join(", "))));
    }
    for text in layout.texts.iter().filter(|text| !text.text.trim().is_empty()) {
        let name = shortened(&text.text);
        if text.size_px < TEXT_MIN_PX - 0.01 {
            findings.push(rule::TEXT_SIZE.about(scene, format!("“{name}” is {:.0} px high", text.size_px)));
        }
        if text.contrast < CONTRAST_MIN - 0.005 {
            findings.push(rule::CONTRAST.about(scene, format!("“{name}” has a contrast of {:.1}:1", text.contrast)));
        }
        if !layout.safe.contains(&text.rect, TOLERANCE_PX) {
            let Rect { x, y, .. } = text.rect;
            let message = format!(
                "“{name}” reaches into the margin: x {x:.0} to {:.0}, y {y:.0} to {:.0}",
                text.rect.right(),
                text.rect.bottom()
            );
            findings.push(rule::MARGINS.about(scene, message));
        }
    }
    for (number, text) in layout.texts.iter().enumerate() {
        for other in &layout.texts[number + 1..] {
            if text.rect.overlaps(&other.rect, TOLERANCE_PX) && !replaces(&scene.visual, text.role, other.role) {
                findings.push(
                    rule::OVERLAP
                        .about(scene, format!("“{}” and “{}” overlap", shortened(&text.text), shortened(&other.text))),
                );
            }
        }
    }
    if scene.shot.carries_subject() && (0.01..ROOM_MIN).contains(&layout.room) {
        let message = format!(
            "a {} has no room: the texts reach the safe area at {:.1} % of their size",
            scene.shot.movement.name(),
            layout.room * 100.0
        );
        findings.push(rule::SHOT_ROOM.about(scene, message));
    }
    let (count, most, what) = words_on_screen(&scene.visual);
    if count > most {
        findings.push(
            rule::TEXT_COUNT
                .about(scene, format!("the {what} have {count} words on the screen, {most} at most are read")),
        );
    }
}

/// Glyphs of one formula are placed one by one and may touch.
fn replaces(visual: &Visual, left: TextRole, right: TextRole) -> bool {
    matches!(visual, Visual::Formula { .. }) && left == TextRole::Formula && right == TextRole::Formula
}

fn words_on_screen(visual: &Visual) -> (usize, usize, &'static str) {
    let sum = |texts: &[String]| texts.iter().map(|text| word_count(text)).sum();
    match visual {
        Visual::Statement { text, .. } => (word_count(text), PROSE_WORDS_MAX, "words"),
        Visual::Definition { meaning, .. } => (word_count(meaning), PROSE_WORDS_MAX, "words of the meaning"),
        Visual::BigNumber { caption, .. } => (word_count(caption), PROSE_WORDS_MAX, "words of the caption"),
        Visual::KeyPoints { points, .. } | Visual::Recap { points, .. } => (sum(points), LIST_WORDS_MAX, "points"),
        Visual::Steps { steps, .. } => (sum(steps), LIST_WORDS_MAX, "steps"),
        Visual::Question { prompt, choices, .. } => {
            (word_count(prompt) + sum(choices), LIST_WORDS_MAX + PROSE_WORDS_MAX, "question and choices")
        }
        Visual::Quotation { text, .. } => (word_count(text), LIST_WORDS_MAX, "words of the quotation"),
        _ => (0, usize::MAX, ""),
    }
}

fn shortened(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= 40 { joined } else { joined.chars().take(38).collect::<String>() + "…" }
}
