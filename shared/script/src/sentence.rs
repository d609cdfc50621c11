//! Sentences: where they end, and their runs.

use std::ops::RangeInclusive;

use lectern_lesson::{RichText, Run};
use unicode_segmentation::UnicodeSegmentation;

/// Words with a stop that does not end a sentence, whatever follows.
const TITLES: [&str; 34] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "sr", "jr", "gen", "col", "capt", "lt", "sgt", "rev", "hon", "gov", "sen",
    "rep", "pres", "fig", "figs", "eq", "eqs", "vol", "ch", "sec", "pp", "vs", "cf", "e.g", "i.e", "viz", "mt", "ft",
];

/// Words with a stop that ends a sentence only before a capital letter.
const ABBREVIATIONS: [&str; 36] = [
    "etc", "al", "ca", "c", "no", "nos", "approx", "inc", "ltd", "co", "corp", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "a.m", "p.m", "b.c", "a.d",
    "u.s", "u.k", "ph.d", "min",
];

/// The byte ranges of the sentences of `text`, without blanks around them.
pub(crate) fn bounds(text: &str) -> Vec<(usize, usize)> {
    let mut bounds: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for (offset, piece) in text.split_sentence_bound_indices() {
        let end = offset + piece.len();
        // The algorithm misses stops before a quotation mark or a missing blank ("carbohydrate.PSII and").
        for inner in inner_stops(piece) {
            push(text, &mut bounds, &mut start, offset + inner);
        }
        push(text, &mut bounds, &mut start, end);
    }
    if start < text.len() {
        start_rest(text, &mut bounds, start);
    }
    bounds
}

fn start_rest(text: &str, bounds: &mut Vec<(usize, usize)>, start: usize) {
    let rest = text[start..].trim();
    if !rest.is_empty() {
        let from = start + (text[start..].len() - text[start..].trim_start().len());
        bounds.push((from, from + rest.len()));
    }
}

fn push(text: &str, bounds: &mut Vec<(usize, usize)>, start: &mut usize, end: usize) {
    let piece = &text[*start..end];
    let trimmed = piece.trim();
    if trimmed.is_empty() || !ends(trimmed, text[end..].trim_start()) {
        return;
    }
    let from = *start + (piece.len() - piece.trim_start().len());
    bounds.push((from, from + trimmed.len()));
    *start = end;
}

/// Offsets inside a piece where a sentence ends without a blank after the stop: a lower-case letter or a parenthesis, a
/// stop, and a capitalized word of two letters or more.
fn inner_stops(piece: &str) -> Vec<usize> {
    let mut stops = Vec::new();
    for (at, _) in piece.match_indices(['.', '?', '!']) {
        let before: String = piece[..at].chars().rev().take_while(|character| character.is_alphanumeric()).collect();
        let mut after = piece[at + 1..].chars();
        let is_word = before.chars().count() >= 3 && before.chars().all(char::is_lowercase);
        let is_capitalized =
            after.next().is_some_and(char::is_uppercase) && after.next().is_some_and(char::is_alphabetic);
        if is_word && is_capitalized && !piece.contains("://") {
            stops.push(at + 1);
        }
    }
    // Unicode does not count the ellipsis among the stops.
    for (at, mark) in piece.match_indices("… ") {
        if piece[at + mark.len()..].starts_with(char::is_uppercase) {
            stops.push(at + mark.len());
        }
    }
    stops.sort_unstable();
    stops
}

/// Whether a sentence that reads `sentence` so far ends before `rest`.
fn ends(sentence: &str, rest: &str) -> bool {
    let next = rest.chars().next();
    let Some(next) = next else { return true };
    let bare = sentence.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    if !bare.ends_with(['.', '!', '?', '…', ':', ';', '。', '？', '！']) {
        return false;
    }
    if !bare.ends_with(['.', '…']) {
        // "What is it?" she asked.
        return bare.ends_with(['!', '?', '。', '？', '！']) && !next.is_lowercase();
    }
    if next.is_lowercase() || matches!(next, ',' | ';' | ':' | ')' | '-' | '–' | '—') {
        return false;
    }
    let is_open_parenthesis = sentence.matches('(').count() > sentence.matches(')').count();
    if is_open_parenthesis && sentence.len() < 400 && rest.find(')').is_some_and(|close| close < 200) {
        return false;
    }
    if bare.ends_with('…') || bare.ends_with("...") {
        return true;
    }
    let word = bare
        .trim_end_matches('.')
        .rsplit(|character: char| character.is_whitespace() || "([“\"‘—–".contains(character))
        .next();
    let word = word.unwrap_or("");
    let lower = word.to_lowercase();
    if bare.len() == sentence.len() {
        if TITLES.contains(&lower.as_str()) {
            return false;
        }
        if ABBREVIATIONS.contains(&lower.as_str()) {
            // "No. 5", "c. 1200": a number goes on; "etc. The" ends, "Jan. 5" does not.
            let goes_on = next.is_numeric()
                || (matches!(lower.as_str(), "u.s" | "u.k" | "min" | "inc" | "ltd" | "co" | "ph.d")
                    && !starts_function_word(rest));
            return !goes_on;
        }
        // Initials: "J. S. Bach", "George W. Bush"; not "vitamin C. The", where a sentence starts anew.
        let mut letters = word.chars();
        if let (Some(letter), None) = (letters.next(), letters.next())
            && letter.is_uppercase()
        {
            let before = bare[..bare.len() - 1 - letter.len_utf8()].trim_end();
            let previous = before.rsplit(char::is_whitespace).next().unwrap_or("");
            let follows_name = previous.is_empty()
                || (previous.starts_with(char::is_uppercase) && !starts_function_word(rest))
                || previous.ends_with('.');
            return !(follows_name && next.is_uppercase());
        }
        // "1. Rain falls": a number at the very start counts.
        if word.chars().all(|character| character.is_ascii_digit())
            && word.len() < 4
            && bare.trim_end_matches('.') == word
        {
            return false;
        }
    }
    true
}

fn starts_function_word(rest: &str) -> bool {
    let word = rest.split(|character: char| !character.is_alphabetic()).next().unwrap_or("");
    matches!(
        word,
        "The"
            | "A"
            | "An"
            | "It"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "He"
            | "She"
            | "They"
            | "We"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "When"
            | "If"
            | "For"
            | "As"
            | "There"
            | "Its"
            | "His"
            | "Her"
            | "Their"
            | "You"
            | "After"
            | "However"
    )
}

/// The part of `text` between two byte offsets of its plain text, with the pauses at its ends.
pub(crate) fn slice(text: &RichText, start: usize, end: usize) -> RichText {
    part(text, start, end, start..=end)
}

/// The part of `text` between two byte offsets of its plain text, with the pauses at the offsets in `pauses`.
pub(crate) fn part(text: &RichText, start: usize, end: usize, pauses: RangeInclusive<usize>) -> RichText {
    let mut runs = Vec::new();
    let mut offset = 0;
    for run in &text.runs {
        if matches!(run, Run::Pause { .. }) && pauses.contains(&offset) {
            runs.push(run.clone());
        }
        let length = run.text().len();
        let from = start.max(offset) - offset;
        let to = end.min(offset + length).saturating_sub(offset);
        if from < to {
            if to - from == length {
                runs.push(run.clone());
            } else if let Some(part) = run.text().get(from..to) {
                let part = part.to_owned();
                runs.push(match run {
                    Run::Plain { .. } | Run::Formula { .. } | Run::Pause { .. } => Run::Plain { text: part },
                    Run::Emphasis { .. } => Run::Emphasis { text: part },
                    Run::Strong { .. } => Run::Strong { text: part },
                    Run::Term { .. } => Run::Term { text: part },
                    Run::Code { .. } => Run::Code { text: part },
                });
            }
        }
        offset += length;
    }
    RichText { runs }
}

/// The sentences of a text, with the byte offset of each in the plain text. A stop inside code or a formula ends nothing.
pub(crate) fn split(text: &RichText) -> Vec<(usize, RichText)> {
    let plain = text.text();
    let mut closed: Vec<(usize, usize)> = Vec::new();
    let mut offset = 0;
    for run in &text.runs {
        let end = offset + run.text().len();
        if matches!(run, Run::Code { .. } | Run::Formula { .. }) {
            closed.push((offset, end));
        }
        offset = end;
    }
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in bounds(&plain) {
        let is_inside = closed.iter().any(|(from, to)| *from < start && start < *to);
        match merged.last_mut() {
            Some(last) if is_inside => last.1 = end,
            _ => merged.push((start, end)),
        }
    }
    // A pause between two sentences ends the first.
    let sentence = |index: usize| {
        let (start, end) = merged[index];
        let next = merged.get(index + 1).map_or(plain.len(), |next| next.0);
        (start, part(text, start, end, if index == 0 { 0 } else { start + 1 }..=next))
    };
    (0..merged.len()).map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn sentences_end_where_a_reader_hears_them_end() {
        for (text, count) in [
            ("Rain falls. It is wet.", 2),
            ("The wall is 6.5 meters high. It stands.", 2),
            ("Dr. Smith met Mr. Jones. They spoke.", 2),
            ("Some animals, e.g. cats and dogs, sleep. Others do not.", 2),
            ("Some animals, i.e. Felis catus, sleep.", 1),
            ("J. S. Bach was born in 1685. He played.", 2),
            ("George W. Bush was president. He spoke.", 2),
            ("You need vitamin C. The body cannot make it.", 2),
            ("“Is it true?” she asked. Nobody knew.", 2),
            ("He said, “It is late.” Then he left.", 2),
            ("Wait ... there is more. Look.", 2),
            ("And then… It stopped.", 2),
            ("It costs $5.50 in the U.S. today. That is cheap.", 2),
            ("See Fig. 3 for the wave. It repeats.", 2),
            ("Pencils, paper, etc. The rest is extra.", 2),
            ("It was 5 p.m. in London. The sun set.", 2),
            ("Is it? Yes! Good.", 3),
            ("No. 5 is alive.", 1),
            ("in the form of a carbohydrate.PSII and PSI are two complexes.", 2),
            ("One (see the note. It is long.) goes on. Two.", 2),
            ("Version 2.0.1 of example.com is out. Try it.", 2),
            ("At 3 dollars, the shop sells 500 coffees.", 1),
            ("It happened c. 1200 in St. Petersburg near Mt. Everest.", 1),
            ("The answer is no. The end.", 2),
            ("", 0),
            ("No stop at the end", 1),
        ] {
            let found: Vec<&str> = bounds(text).iter().map(|(start, end)| &text[*start..*end]).collect();
            assert_eq!(found.len(), count, "{found:?}");
        }
    }
}
