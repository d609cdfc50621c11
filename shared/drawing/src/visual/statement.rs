use lectern_lesson::{Rect, TextRole};

use crate::composer::{Composer, GUTTER};
use crate::element::{Composition, Element, Entrance, Ground};
use crate::plane::Shape;
use crate::text::{Align, Face, TextBlock};
use crate::visual::medallion::large;

/// Where the words may stand.
struct Room {
    /// Left edge of where lines may begin.
    x: f64,
    /// From there to where the longest line may end, when it is set in the middle.
    span: f64,
    /// Longest line.
    width: f64,
    height: f64,
    /// Vertical middle of the lines.
    middle: f64,
}

impl Room {
    /// Room for words, and the place of an illustration beside them or beneath them.
    fn of(has_picture: bool, composer: &Composer<'_>) -> (Self, Rect) {
        let safe = composer.safe();
        let (x, span) = (safe.x + 24.0, safe.width - 48.0);
        if composer.shape() == Shape::Wide {
            let art = Rect::new(safe.x + safe.width * 0.58, safe.y, safe.width * 0.42, safe.height);
            return if has_picture {
                let span = art.x - GUTTER - x;
                (Self { x, span, width: span, height: 760.0, middle: 500.0 }, art)
            } else {
                (Self { x, span, width: 1600.0, height: 680.0, middle: 430.0 }, art)
            };
        }
        let share = if has_picture { 0.5 } else { 0.8 };
        let height = safe.height * share;
        let art = Rect::new(safe.x, safe.y + height, safe.width, safe.height - height);
        (Self { x, span, width: span, height: height - 80.0, middle: safe.y + height / 2.0 }, art)
    }
}

/// How much larger a line with emphasis is than one without.
const EMPHASIS_SCALE: f64 = 1.3;

/// Height of a line as a multiple of its size: ascenders and descenders of two lines never touch.
const LEADING: f64 = 1.12;

/// A thought in moving type: every word arrives as it is spoken, in lines of different size.
pub(crate) fn compose(text: &str, emphasis: &[String], picture: Option<&str>, composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return composition;
    }
    let strong = emphasized(&words, emphasis);
    let picture = picture.filter(|name| !name.is_empty());
    let (room, art) = Room::of(picture.is_some(), composer);
    if let Some(name) = picture {
        // It is there from the scene's start: the words may come late in their sentence.
        composition.elements.extend(large(name, art, composer));
    }
    if !lines(&words, &strong, &room, composer, &mut composition) {
        paragraph(text, &room, composer, &mut composition);
    }
    composition
}

/// Which words stand in one of the phrases.
fn emphasized(words: &[&str], phrases: &[String]) -> Vec<bool> {
    let bare = |word: &str| word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
    let plain: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let mut strong = vec![false; words.len()];
    for phrase in phrases {
        let wanted: Vec<String> = phrase.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        if wanted.is_empty() {
            continue;
        }
        for start in 0..plain.len() {
            if plain[start..].starts_with(&wanted) {
                strong[start..start + wanted.len()].fill(true);
            }
        }
    }
    strong
}

/// One way to break the words into lines: where each line ends.
fn break_lines(widths: &[f64], strong: &[bool], count: usize) -> Vec<usize> {
    let words = widths.len();
    let total: f64 = widths.iter().sum();
    let ideal = total / count as f64;
    // Least squares over all breaks, and a penalty for a line that tears a phrase apart. `best[k][j]` is the cost of the
    // first j words on k lines.
    let mut best = vec![vec![f64::INFINITY; words + 1]; count + 1];
    let mut from = vec![vec![0; words + 1]; count + 1];
    best[0][0] = 0.0;
    for line in 1..=count {
        for end in line..=words {
            let mut width = 0.0;
            for start in (line - 1..end).rev() {
                width += widths[start];
                let torn = start > 0 && strong[start] && strong[start - 1];
                let cost = best[line - 1][start] + (width - ideal).powi(2) + if torn { ideal * ideal } else { 0.0 };
                if cost < best[line][end] {
                    best[line][end] = cost;
                    from[line][end] = start;
                }
            }
        }
    }
    let mut ends = Vec::new();
    let mut end = words;
    for line in (1..=count).rev() {
        ends.push(end);
        end = from[line][end];
    }
    ends.reverse();
    ends
}

/// Composes the words in lines; false when even the smallest type is too wide or too high.
fn lines(words: &[&str], strong: &[bool], room: &Room, composer: &Composer<'_>, composition: &mut Composition) -> bool {
    // More words than a statement may have are set as a paragraph.
    if words.len() > 40 {
        return false;
    }
    let palette = composer.palette();
    let set = |word: &str, strong: bool, size: f64| -> TextBlock {
        let color = if strong { palette.result } else { palette.text };
        // One word never breaks here: its width is measured without a limit.
        composer.plain(word, Face::Display, color, composer.display(size, 100_000.0, Align::Left))
    };
    let unit: Vec<f64> =
        words.iter().zip(strong).map(|(word, strong)| set(word, *strong, 100.0).width / 100.0).collect();
    let space = 0.24;
    let floor = composer.scale().floor;
    let mut chosen: Option<(f64, Vec<usize>)> = None;
    for count in 1..=words.len().min(7) {
        let spaced: Vec<f64> = unit.iter().map(|width| width + space).collect();
        let ends = break_lines(&spaced, strong, count);
        let mut start = 0;
        let (mut size, mut height) = (composer.scale().statement * 1.35, 0.0);
        for end in &ends {
            let scale = line_scale(&strong[start..*end]);
            let width: f64 = unit[start..*end].iter().sum::<f64>() + space * (*end - start).saturating_sub(1) as f64;
            size = size.min(room.width / (width * scale).max(0.01));
            height += scale * LEADING;
            start = *end;
        }
        size = size.min(room.height / height);
        if chosen.as_ref().is_none_or(|(best, _)| size > *best * 1.02) {
            chosen = Some((size, ends));
        }
    }
    let Some((size, ends)) = chosen else { return false };
    if size < floor {
        return false;
    }
    let mut line_sizes = Vec::new();
    let mut start = 0;
    for end in &ends {
        line_sizes.push(size * line_scale(&strong[start..*end]));
        start = *end;
    }
    let whole: f64 = line_sizes.iter().map(|size| size * LEADING).sum();
    let mut y = (room.middle - whole / 2.0).max(composer.safe().y + 40.0);
    let widest = {
        let mut start = 0;
        let mut widest: f64 = 0.0;
        for (end, size) in ends.iter().zip(&line_sizes) {
            let width: f64 = unit[start..*end].iter().sum::<f64>() + space * (*end - start - 1) as f64;
            widest = widest.max(width * size);
            start = *end;
        }
        widest
    };
    // A single line stands in the middle; lines aligned left look centered a little left of it.
    let lean = if ends.len() == 1 { 1.0 } else { 0.72 };
    let left = room.x + ((room.span - widest) / 2.0).max(0.0) * lean;
    let mut start = 0;
    let mut elements = Vec::with_capacity(words.len());
    let mut inks: Vec<Rect> = Vec::with_capacity(words.len());
    for (end, size) in ends.iter().zip(line_sizes) {
        let mut x = left - size * 0.04;
        for part in start..*end {
            let block = set(words[part], strong[part], size);
            let advance = block.width + space * size;
            let line = size * LEADING;
            let top = y + (line - block.height) / 2.0;
            if block.ink.width > 0.0 {
                let ink = Rect { x: x + block.ink.x, y: top + block.ink.y, ..block.ink };
                // Signs of other scripts may be taller than a line of ours: then the words are set as a paragraph, whose
                // lines make room.
                if inks.iter().any(|other| ink.overlaps(other, 1.0)) {
                    return false;
                }
                inks.push(ink);
                let mut element =
                    Element::text(block, x, top, TextRole::Heading, Ground::World).part(part).enter(Entrance::Rise);
                if strong[part] {
                    element = element.glow(palette.result);
                }
                elements.push(element);
            }
            x += advance;
        }
        y += size * LEADING;
        start = *end;
    }
    elements.into_iter().for_each(|element| composition.push(element));
    true
}

fn line_scale(strong: &[bool]) -> f64 {
    if strong.iter().any(|strong| *strong) { EMPHASIS_SCALE } else { 1.0 }
}

/// The words as one block: for words too long for a line, or too many.
fn paragraph(text: &str, room: &Room, composer: &Composer<'_>, composition: &mut Composition) {
    let setting = composer.display(composer.scale().focus, room.span - 72.0, Align::Left);
    let fitted = composer.fit_plain(text, Face::Display, composer.palette().text, setting, room.height);
    if !fitted.fits {
        composition.overflow(Some(0), "the statement is too long for one frame");
    }
    let y = (room.middle - fitted.block.height / 2.0).max(composer.safe().y + 40.0);
    composition.push(
        Element::text(fitted.block, room.x + 36.0, y, TextRole::Heading, Ground::World).part(0).enter(Entrance::Rise),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_whatever_their_case_and_punctuation() {
        let words = ["Not", "one", "drop", "is", "Ever,", "lost!"];
        let cases: [(&[&str], [bool; 6]); 4] = [
            (&["ever lost"], [false, false, false, false, true, true]),
            (&["drop", "not"], [true, false, true, false, false, false]),
            (&["", "lost drop"], [false; 6]),
            (&["one drop is ever lost and more"], [false; 6]),
        ];
        for (phrases, expected) in cases {
            let phrases: Vec<String> = phrases.iter().map(|phrase| (*phrase).to_owned()).collect();
            assert_eq!(emphasized(&words, &phrases), expected, "{phrases:?}");
        }
    }

    #[test]
    fn lines_are_balanced_and_keep_phrases_together() {
        assert_eq!(break_lines(&[1.0; 6], &[false; 6], 2), [3, 6]);
        assert_eq!(break_lines(&[1.0; 4], &[false, true, true, false], 2).len(), 2);
        assert_ne!(break_lines(&[1.0; 4], &[false, true, true, false], 2)[0], 2);
        assert_eq!(break_lines(&[5.0], &[false], 1), [1]);
    }
}
