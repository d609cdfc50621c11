//! Points: what stands on the screen for an item of a list, an objective, a thing to remember.

use crate::clauses::{Wanted, condense, condense_phrase};
use crate::words::{content_stems, word_count};

/// Words that a point should have, and may have at most.
const POINT_TARGET: usize = 4;
const POINT_LIMIT: usize = 7;

/// `text` in the few words of a point. `terms` are kept if they can be.
pub(crate) fn point_text(text: &str, terms: &[String]) -> String {
    let bare = text.trim().trim_end_matches(['.', ';', ',', ':']).trim();
    if word_count(bare) <= POINT_TARGET {
        return bare.to_owned();
    }
    // Of several sentences the first is the point.
    let bare = first_sentence(bare);
    if word_count(bare) <= POINT_TARGET {
        return bare.to_owned();
    }
    let key_stems: Vec<String> = terms.iter().flat_map(|term| content_stems(term)).collect();
    let wanted = Wanted { target: POINT_TARGET, limit: POINT_LIMIT, thought: true, key_stems: &key_stems };
    condense(bare, wanted)
        .map(|clause| clause.text)
        .or_else(|| before_first_mark(bare))
        .or_else(|| condense_phrase(bare, POINT_TARGET, POINT_LIMIT + 2))
        .or_else(|| condense(bare, Wanted { limit: POINT_LIMIT + 6, ..wanted }).map(|clause| clause.text))
        .or_else(|| terms.first().cloned())
        .unwrap_or_else(|| bare.to_owned())
}

/// "A base case, which it can answer at once": what stands before the first mark, if that is a phrase.
fn before_first_mark(text: &str) -> Option<String> {
    let end = text.find([',', ';', ':', '—', '('])?;
    let phrase = text.get(..end)?.trim();
    let mark = text.get(end..)?;
    // A comma may stand in a list; only what describes the phrase may go.
    let describes = ["which ", "who ", "whose ", "where "]
        .iter()
        .any(|opener| mark.trim_start_matches([',', ' ']).starts_with(opener));
    if mark.starts_with(',') && !describes {
        return None;
    }
    let phrase = condense_phrase(phrase, POINT_TARGET, POINT_TARGET)?;
    (word_count(&phrase) >= 2).then_some(phrase)
}

fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(['.', '?', '!']).find_map(|(at, mark)| {
        let rest = text.get(at + mark.len()..)?;
        let before = text.get(..at)?.rsplit(' ').next().unwrap_or("");
        let opens = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
        (opens && before.chars().count() > 2).then_some(at)
    });
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Items joined as a person says them: "rain, snow, sleet and hail".
pub(crate) fn joiner(position: usize, count: usize, and: &str) -> String {
    if position + 2 == count {
        format!(" {and} ")
    } else if position + 1 < count {
        ", ".to_owned()
    } else {
        String::new()
    }
}

/// The text with a small first letter, unless its first word is a name or an abbreviation.
pub(crate) fn with_small_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            let rest: String = text.chars().skip(1).collect();
            first.to_lowercase().collect::<String>() + &rest
        }
        _ => text.to_owned(),
    }
}

/// The text with a capital first letter.
pub(crate) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(char::to_uppercase).into_iter().flatten().chain(characters).collect()
}
