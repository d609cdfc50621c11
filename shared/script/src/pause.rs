//! Silence that a script asks for: `[[pause]]` is one second, `[[pause 2.5]]` or `[[pause 2.5s]]` as many as it says.

use std::ops::Range;

use lectern_lesson::{Block, BlockKind, RichText, Run};

use crate::inline::tidy;

/// Length of a pause whose mark tells none.
const PLAIN_MILLIS: u32 = 1_000;
/// Shortest and longest pause: less is not heard as one, more is a film that stands still.
const MILLIS: std::ops::RangeInclusive<u32> = 100..=10_000;

/// A pause mark in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The bytes from `[[` to `]]`.
    pub range: Range<usize>,
    /// Its length in milliseconds; none if the mark is broken.
    pub millis: Option<u32>,
}

/// The pause marks of `text` in order, broken ones among them. A backslash before a mark makes it text.
pub(crate) fn marks(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find("[[") {
        let start = at + step;
        at = start + 1;
        let inside = start + 2 + blanks(&text[start + 2..]);
        let Some(rest) = text.get(inside..inside + WORD.len()).filter(|word| word.eq_ignore_ascii_case(WORD)) else {
            continue;
        };
        let rest = inside + rest.len();
        if text[rest..].starts_with(|sign: char| sign.is_alphanumeric() || sign == '_') || text[..start].ends_with('\\')
        {
            continue;
        }
        // A mark ends in its paragraph, and before the next one.
        let limit = ["\n\n", "[["].iter().filter_map(|end| text[rest..].find(end)).min();
        let limit = limit.map_or(text.len(), |length| rest + length);
        let (end, millis) = match text[rest..limit].find("]]") {
            Some(length) => (rest + length + 2, millis(&text[rest..rest + length])),
            None => (rest, None),
        };
        marks.push(Mark { range: start..end, millis });
        at = end;
    }
    marks
}

const WORD: &str = "pause";

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\n']).len()
}

/// The length that a mark tells.
fn millis(told: &str) -> Option<u32> {
    let told = told.trim();
    if told.is_empty() {
        return Some(PLAIN_MILLIS);
    }
    let number = told.strip_suffix(['s', 'S']).unwrap_or(told).trim_end();
    // No signs, exponents and infinities.
    if !number.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.') {
        return None;
    }
    let millis = (number.parse::<f64>().ok()? * 1000.0).round();
    (f64::from(*MILLIS.start())..=f64::from(*MILLIS.end())).contains(&millis).then_some(millis as u32)
}

/// `text` of one line with its marks as pauses.
pub(crate) fn rich_text(text: &str) -> RichText {
    let marks = marks(text);
    if marks.is_empty() {
        return RichText::plain(text);
    }
    let mut runs = Vec::new();
    let mut at = 0;
    for mark in marks {
        runs.push(Run::Plain { text: format!("{} ", &text[at..mark.range.start]) });
        runs.extend(mark.millis.map(|millis| Run::Pause { millis }));
        runs.push(Run::Plain { text: " ".to_owned() });
        at = mark.range.end;
    }
    runs.push(Run::Plain { text: text[at..].to_owned() });
    tidy(runs)
}

/// `text` of one line without its marks.
pub(crate) fn without(text: &str) -> String {
    if marks(text).is_empty() { text.to_owned() } else { rich_text(text).text() }
}

/// Whether nothing but silence is in it.
pub(crate) fn is_silence(text: &RichText) -> bool {
    text.is_empty() && text.runs.iter().any(is_pause)
}

fn is_pause(run: &Run) -> bool {
    matches!(run, Run::Pause { .. })
}

/// Gives the pauses that stand between blocks, and those in headings, to what is said before or after.
pub(crate) fn settle(blocks: Vec<Block>) -> Vec<Block> {
    let mut settled: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut carried: Vec<Run> = Vec::new();
    for mut block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph { text } if is_silence(text) => {
                let pauses = text.runs.drain(..).filter(is_pause);
                match settled.last_mut().filter(|_| carried.is_empty()).and_then(|last| said(last).pop()) {
                    Some(before) => before.runs.extend(pauses),
                    None => carried.extend(pauses),
                }
                continue;
            }
            BlockKind::Heading { text, .. } => carried.extend(text.runs.extract_if(.., |run| is_pause(run))),
            _ => {
                if let Some(text) = said(&mut block).into_iter().next() {
                    text.runs.splice(0..0, carried.drain(..));
                }
            }
        }
        settled.push(block);
    }
    if let Some(last) = settled.iter_mut().rev().find_map(|block| said(block).pop()) {
        last.runs.extend(carried);
    }
    settled
}

/// The texts of a block that are narrated as they are written.
fn said(block: &mut Block) -> Vec<&mut RichText> {
    match &mut block.kind {
        BlockKind::Paragraph { text } | BlockKind::Quotation { text, .. } => vec![text],
        BlockKind::List { items, .. } => items.iter_mut().map(|item| &mut item.text).collect(),
        BlockKind::Objectives { items } => items.iter_mut().collect(),
        BlockKind::Question(question) => std::iter::once(&mut question.prompt)
            .filter(|prompt| !prompt.is_empty())
            .chain(question.choices.iter_mut().map(|choice| &mut choice.text))
            .collect(),
        _ => Vec::new(),
    }
}

/// How many pauses the blocks hold where they are heard.
pub(crate) fn heard(blocks: &mut [Block]) -> usize {
    blocks.iter_mut().flat_map(said).map(|text| text.runs.iter().filter(|run| is_pause(run)).count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_their_length_or_are_broken() {
        for (text, expected) in [
            ("a [[pause]] b", vec![Some(1_000)]),
            ("[[pause 1.5]][[pause 2s]] [[Pause 10 s]]", vec![Some(1_500), Some(2_000), Some(10_000)]),
            ("[[pause .25]] [[ pause\n0.1 ]]", vec![Some(250), Some(100)]),
            ("[[pause 0]] [[pause 0.05]] [[pause 10.1]] [[pause 600]]", vec![None; 4]),
            ("[[pause two]] [[pause 1,5]] [[pause -1]] [[pause 1e1]] [[pause: 2]] [[pause inf]]", vec![None; 6]),
            ("[[pause 2 and on\n\n]]", vec![None]),
            ("[[pause [[pause 2]]", vec![None, Some(2_000)]),
            ("[[pauses]] [[pause_2]] a[[0]] [pause] \\[[pause]] [[b|c]]", vec![]),
        ] {
            let found: Vec<Option<u32>> = marks(text).into_iter().map(|mark| mark.millis).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
