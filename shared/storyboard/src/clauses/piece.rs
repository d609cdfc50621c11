//! A sentence in pieces, and what stretches of it are.

use crate::verbs::{can_be_finite, is_auxiliary, is_base, is_finite};
use crate::words::{DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS, is_content, normalize};

/// A piece of a sentence between spaces or dashes.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// As written, trailing mark included.
    pub text: String,
    /// Normalized.
    pub core: String,
    /// Index of the word of the sentence that it belongs to.
    pub word: usize,
    /// The mark after it.
    pub mark: Option<char>,
    /// Whether it stands in parentheses or between dashes.
    pub aside: bool,
}

pub(super) fn pieces_of(words: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut depth = 0_usize;
    for (word, text) in words.iter().enumerate() {
        let parts: Vec<&str> = text.split('—').flat_map(|part| part.split("--")).collect();
        let last = parts.len() - 1;
        for (number, part) in parts.into_iter().enumerate() {
            for part in part.split_whitespace() {
                if matches!(part, "–" | "-") {
                    if let Some(before) = pieces.last_mut() {
                        before.mark = Some('—');
                    }
                    continue;
                }
                let opens = part.matches('(').count();
                let closes = part.matches(')').count();
                let stands_aside = depth > 0 || part.starts_with('(');
                depth = (depth + opens).saturating_sub(closes);
                let mut mark = part
                    .trim_end_matches(['"', '”', '’', '\'', ')', '»'])
                    .chars()
                    .next_back()
                    .filter(|last| matches!(last, ',' | ';' | ':' | '.' | '?' | '!' | '…'));
                // An abbreviation or an initial inside a sentence does not end it.
                if mark == Some('.') && word + 1 < words.len() {
                    mark = None;
                }
                if mark.is_none() && part.ends_with([',', ';', ':']) {
                    mark = part.chars().next_back();
                }
                pieces.push(Piece { text: part.to_owned(), core: normalize(part), word, mark, aside: stands_aside });
            }
            if number < last
                && let Some(before) = pieces.last_mut()
            {
                before.mark = Some('—');
            }
        }
    }
    // A parenthesis that never closes is no aside.
    if depth > 0 {
        pieces.iter_mut().for_each(|piece| piece.aside = false);
    }
    // The mark after an aside belongs to the word before it.
    for index in 1..pieces.len() {
        if pieces[index].aside
            && let Some(mark) = pieces[index].mark
            && let Some(before) = (0..index).rev().find(|before| !pieces[*before].aside)
            && pieces[before].mark.is_none()
            && pieces.get(index + 1).is_none_or(|next| !next.aside)
        {
            pieces[before].mark = Some(mark);
        }
    }
    mark_dashed_asides(&mut pieces);
    pieces
}

/// Text between two dashes is an aside.
pub(super) fn mark_dashed_asides(pieces: &mut [Piece]) {
    let dashes: Vec<usize> = (0..pieces.len()).filter(|index| pieces[*index].mark == Some('—')).collect();
    if let [first, second] = dashes[..] {
        for piece in &mut pieces[first + 1..=second] {
            piece.aside = true;
        }
        pieces[first].mark = None;
    }
}

pub(super) fn content_of(pieces: &[Piece], kept: &[usize]) -> usize {
    kept.iter().filter(|index| is_content(&pieces[**index].core)).count()
}

/// Whether the pieces have a verb of their own: a finite form that no determiner, preposition or "to" makes a noun.
pub(super) fn has_verb(pieces: &[Piece], kept: &[usize]) -> bool {
    kept.iter().enumerate().any(|(position, index)| {
        let core = pieces[*index].core.as_str();
        let before = position.checked_sub(1).map_or("", |before| pieces[kept[before]].core.as_str());
        let nominal =
            DETERMINERS.contains(&before) && !SUBJECT_PRONOUNS.contains(&before) || PREPOSITIONS.contains(&before);
        // In a relative clause the verb is not the sentence's own; "May" is a month.
        let relative = position > 1 && matches!(before, "that" | "which" | "who" | "whose");
        if relative || core == "may" && pieces[*index].text.starts_with('M') {
            return false;
        }
        if is_auxiliary(core) {
            return true;
        }
        if nominal || before == "to" {
            return false;
        }
        if is_finite(core) {
            return position > 0;
        }
        // A base form is a verb after a subject pronoun or a plural noun, or where the sentence commands.
        is_base(core)
            && (position == 0 || SUBJECT_PRONOUNS.contains(&before) || before.ends_with('s') || before == "people")
    })
}

/// Whether the pieces are a clause with a subject: it can stand alone.
pub(super) fn is_clause(pieces: &[Piece], kept: &[usize]) -> bool {
    let Some(first) = kept.first() else { return false };
    let opener = pieces[*first].core.as_str();
    if PREPOSITIONS.contains(&opener) && !matches!(opener, "in" | "at" | "on" | "for" | "from" | "by" | "with") {
        return false;
    }
    if matches!(
        opener,
        "which" | "who" | "whose" | "that" | "where" | "when" | "than" | "because" | "although" | "while"
    ) && pieces[*first].word > 0
    {
        return false;
    }
    let body = &kept[1..];
    !can_be_finite(opener) && has_verb_after_subject(pieces, kept) && !body.is_empty()
        || is_auxiliary(opener)
        || is_base(opener) && kept.len() > 2
}

pub(super) fn has_verb_after_subject(pieces: &[Piece], kept: &[usize]) -> bool {
    kept.len() >= 2 && has_verb(pieces, kept)
}

/// The pieces up to and with the next mark.
pub(super) fn until_mark<'a>(pieces: &[Piece], rest: &'a [usize]) -> &'a [usize] {
    let end = rest.iter().position(|index| pieces[*index].mark.is_some()).map_or(rest.len(), |end| end + 1);
    &rest[..end]
}
