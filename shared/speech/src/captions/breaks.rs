//! How good a place is to break: the higher the cost, the more belongs together.

use super::Piece;

/// Words that lean on the next: a break after them tears a phrase apart.
const ARTICLES: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their", "every",
    "each", "some", "any", "no", "another", "mr.", "mrs.", "dr.", "prof.", "st.", "fig.", "no.",
];
const LEANING: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "has", "have", "had", "will", "would", "can", "could", "may", "might",
    "must", "should", "do", "does", "did", "not", "very", "more", "most", "as", "than", "so", "too", "how", "i", "we",
    "you", "he", "she", "it", "they", "who", "which", "what", "when", "where", "why", "if", "because", "while", "let",
];
/// Words that a phrase begins with: a break before them is natural, after them not.
const OPENERS: &[&str] = &[
    "and", "or", "but", "nor", "so", "yet", "because", "although", "though", "while", "when", "where", "which", "who",
    "that", "if", "unless", "until", "since", "whether", "of", "in", "to", "for", "with", "at", "by", "from", "on",
    "into", "onto", "over", "under", "about", "after", "before", "between", "through", "during", "without", "within",
    "against", "among", "around", "toward", "towards", "across", "along", "behind", "beyond", "per", "like", "than",
    "as",
];
const NUMBER_WORDS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "thirty", "forty", "fifty", "hundred", "thousand", "million", "billion", "half", "third", "first", "second",
];

/// Whether a sentence ends with this piece.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', ')', ']', '”', '’', '»']);
    bare.ends_with(['.', '!', '?', '…'])
        && !ARTICLES.contains(&bare.to_lowercase().as_str())
        && !matches!(bare, "e.g." | "i.e." | "vs." | "cf." | "ca.")
}

/// The cost of a break before piece `index` of a scene; nothing at its end.
pub(super) fn cost(pieces: &[Piece], index: usize) -> f64 {
    let (Some(before), Some(after)) = (index.checked_sub(1).and_then(|index| pieces.get(index)), pieces.get(index))
    else {
        return 0.0;
    };
    if after.glued || after.continues {
        return 80.0;
    }
    let text = before.text.as_str();
    if ends_sentence(text) {
        return 0.0;
    }
    let bare = text.trim_end_matches(['"', ')', ']', '”', '’']);
    if bare.ends_with([';', ':', '—', '–']) || text.ends_with(')') {
        return 4.0;
    }
    if bare.ends_with(',') {
        return 6.0;
    }
    let last = text.to_lowercase();
    let next = after.text.to_lowercase();
    let last = last.as_str();
    let next = next.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    if ARTICLES.contains(&last) {
        return 60.0;
    }
    if last.ends_with(|sign: char| sign.is_ascii_digit() || "%$€£+=×−<>".contains(sign)) || NUMBER_WORDS.contains(&last)
    {
        return 55.0;
    }
    if "+=×−<>≤≥→".contains(next) && !next.is_empty() {
        return 50.0;
    }
    if OPENERS.contains(&last) {
        return 45.0;
    }
    if before.text.starts_with(char::is_uppercase) && after.text.starts_with(char::is_uppercase) && index > 1 {
        return 40.0;
    }
    if LEANING.contains(&last) {
        return 35.0;
    }
    if OPENERS.contains(&next) { 12.0 } else { 28.0 }
}
