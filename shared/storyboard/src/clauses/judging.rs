//! How well a cut stands for its sentence, and how it is written.

use super::piece::{Piece, content_of, has_verb, is_clause};
use super::reduction::RELATIVE_OPENERS;
use super::{Clause, Wanted};
use crate::verbs::{is_auxiliary, is_finite};
use crate::words::{BACK_POINTING, is_content, stem};

/// Words that tie a sentence to the one before it; on a screen they hang in the air.
const CONNECTIVES: &[&str] = &[
    "also",
    "consequently",
    "essentially",
    "finally",
    "furthermore",
    "hence",
    "here",
    "however",
    "indeed",
    "instead",
    "moreover",
    "nevertheless",
    "so",
    "then",
    "therefore",
    "thus",
    "together",
];
/// Words that cannot end a phrase even where a mark followed.
const HANGING: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "because", "but", "by", "for", "from", "if", "into", "is", "its", "nor", "of",
    "or", "our", "so", "than", "that", "the", "their", "this", "to", "was", "were", "which", "while", "who", "with",
    "your", "called", "about", "such", "when", "where",
];

pub(super) fn judge(pieces: &[Piece], kept: &[usize], bonus: f64, total: f64, wanted: Wanted<'_>) -> Option<Clause> {
    let (first, last) = (*kept.first()?, *kept.last()?);
    let count = kept.iter().filter(|index| !pieces[**index].core.is_empty()).count();
    let whole = kept.len() == pieces.len();
    if count == 0 || count > wanted.limit {
        return None;
    }
    let final_question = pieces[last].mark == Some('?');
    // A question is cut at its marks only.
    if pieces.last().is_some_and(|end| end.mark == Some('?')) && pieces[last].mark.is_none() {
        return None;
    }
    if !whole || !wanted.thought {
        let hanging_question =
            final_question && matches!(pieces[last].core.as_str(), "from" | "about" | "with" | "for" | "to" | "at");
        if HANGING.contains(&pieces[last].core.as_str()) && !hanging_question {
            return None;
        }
    }
    if !whole {
        if count < 2 && wanted.thought {
            return None;
        }
        if matches!(
            pieces[first].core.as_str(),
            "which" | "who" | "whose" | "than" | "of" | "that" | "such" | "and" | "or"
        ) && first > 0
        {
            return None;
        }
        if wanted.thought && !final_question {
            let verbal = has_verb(pieces, kept);
            if !verbal || RELATIVE_OPENERS.contains(&pieces[first].core.as_str()) && first > 0 {
                return None;
            }
            if first > 0
                && (!is_clause(pieces, kept) || is_auxiliary(&pieces[first].core) && pieces[first].core != "do")
            {
                return None;
            }
        }
    }
    let (text, words) = render(pieces, kept);
    if text.is_empty() || !balanced(&text) {
        return None;
    }
    let mut score = bonus + 1.5 * content_of(pieces, kept) as f64 / total;
    if count > wanted.target {
        score -= 0.55 * (count - wanted.target) as f64 + 0.3;
    }
    if count < 3 && !whole {
        score -= 1.5;
    }
    let key_hits =
        wanted.key_stems.iter().filter(|key| kept.iter().any(|index| stem(&pieces[*index].core) == **key)).count();
    if !wanted.key_stems.is_empty() {
        score += 2.2 * key_hits as f64 / wanted.key_stems.len() as f64;
    }
    if kept.iter().any(|index| pieces[*index].core.starts_with(|character: char| character.is_ascii_digit())) {
        score += 0.3;
    }
    if !final_question && CONNECTIVES.contains(&pieces[first].core.as_str()) && pieces[first].mark == Some(',') {
        score -= 2.2;
    }
    let opening: Vec<&str> = kept.iter().take(3).map(|index| pieces[*index].core.as_str()).collect();
    if matches!(
        opening[..],
        ["in", "other", "words"]
            | ["in", "fact", _]
            | ["in", "short", _]
            | ["for", "example", _]
            | ["for", "instance", _]
            | ["in", "addition", _]
            | ["once", "again", _]
            | ["of", "course", _]
    ) {
        score -= 2.2;
    }
    if first > 0 && BACK_POINTING.contains(&pieces[first].core.as_str()) {
        let names = pieces.get(first + 1).is_some_and(|next| is_content(&next.core) && !is_finite(&next.core));
        score -= if names { 0.2 } else { 0.9 };
    }
    if first > 0 && pieces[first].core.ends_with("ing") {
        score -= 0.4;
    }
    Some(Clause { text, words, score })
}

fn balanced(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
        && text.matches('“').count() == text.matches('”').count()
        && text.matches('"').count().is_multiple_of(2)
}

/// The kept pieces as text: commas stay where both neighbors stay, the mark at the end goes unless it asks or exclaims.
fn render(pieces: &[Piece], kept: &[usize]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut words = Vec::new();
    for (position, index) in kept.iter().enumerate() {
        let piece = &pieces[*index];
        let next = kept.get(position + 1);
        let mut word = piece.text.as_str();
        let joined = next.is_some_and(|next| *next == index + 1);
        if next.is_none() {
            word = trim_end_marks(word);
        } else if !joined
            && word.ends_with([',', ';', ':'])
            && !next.is_some_and(|next| pieces[index + 1..*next].iter().all(|between| between.aside))
        {
            word = &word[..word.len() - 1];
        }
        if word.is_empty() {
            continue;
        }
        if text.ends_with('—') {
            text.push_str(word);
        } else {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
            words.push(piece.word);
        }
        if joined && piece.mark == Some('—') && !piece.text.ends_with('—') {
            text.push('—');
        }
    }
    (text, words)
}

fn trim_end_marks(word: &str) -> &str {
    let trimmed = word.trim_end_matches([',', ';', ':', '—', '–']);
    // A single period ends the sentence; in "U.S." or "e.g." it belongs to the word.
    match trimmed.strip_suffix('.') {
        Some(core) if !core.contains('.') => core,
        _ => trimmed,
    }
}
