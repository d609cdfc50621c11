//! Cutting a sentence down to the few words that a screen can carry, without breaking its grammar.
//!
//! A sentence is parted at its marks and conjunctions; whole parts are left out (openers, asides, relative clauses, reasons),
//! and only words of the author remain, in their order. A cut that leaves half a phrase is never offered.

mod judging;
mod parting;
mod piece;
mod reduction;

use self::judging::judge;
use self::parting::main_clauses;
use self::piece::{content_of, pieces_of};
use self::reduction::{reductions, without_matrix};
use crate::words::content_stems;

/// Part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// Its text, without a mark at its end except `?` and `!`.
    pub text: String,
    /// For each white-space separated word of `text` the index of the sentence's word that it comes from.
    pub words: Vec<usize>,
    /// How well it stands for the sentence; higher is better.
    pub score: f64,
}

/// What is wanted of a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// More words than these cost.
    pub target: usize,
    /// More words than these are refused.
    pub limit: usize,
    /// Whether it must have a verb, as a thought does and the meaning of a term does not.
    pub thought: bool,
    /// Stems that it should hold: key terms.
    pub key_stems: &'a [String],
}

/// The parts of a sentence that can stand alone, best first.
pub(crate) fn clauses(words: &[String], wanted: Wanted<'_>) -> Vec<Clause> {
    // Longer sentences than this are not prose; cutting them would only cost time.
    if words.is_empty() || words.len() > 120 {
        return Vec::new();
    }
    let pieces = pieces_of(words);
    let all: Vec<usize> = (0..pieces.len()).filter(|index| !pieces[*index].aside).collect();
    let total = content_of(&pieces, &all).max(1) as f64;
    let mut found: Vec<Clause> = Vec::new();
    let mut offer = |kept: &[usize], bonus: f64| {
        if let Some(clause) = judge(&pieces, kept, bonus, total, wanted)
            && !found.iter().any(|known| known.text == clause.text)
        {
            found.push(clause);
        }
    };
    let everything: Vec<usize> = (0..pieces.len()).collect();
    // The whole is best while it is short.
    let short = words.len() <= wanted.target;
    offer(&everything, if short { 1.5 } else { 0.6 });
    offer(&all, if short { 1.2 } else { 0.5 });
    let mains = main_clauses(&pieces, &all);
    let count = mains.len();
    for (number, main) in mains.iter().enumerate() {
        let place = if number == 0 { 0.6 } else { 0.0 };
        for (kept, cost) in reductions(&pieces, main) {
            offer(&kept, place - cost);
            if let Some(stripped) = without_matrix(&pieces, &kept) {
                offer(&stripped, place - cost - 0.5);
            }
        }
    }
    if count > 2 {
        for pair in mains.windows(2) {
            let joined: Vec<usize> =
                (pair[0][0]..=*pair[1].last().unwrap_or(&0)).filter(|index| !pieces[*index].aside).collect();
            offer(&joined, 0.0);
        }
    }
    found.sort_by(|left, right| right.score.total_cmp(&left.score));
    found
}

/// The best clause, if there is one.
pub(crate) fn condense(text: &str, wanted: Wanted<'_>) -> Option<Clause> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    clauses(&words, wanted).into_iter().next()
}

/// A noun phrase (the meaning of a term, a point) cut to at most `limit` words; none if it cannot be cut cleanly.
pub(crate) fn condense_phrase(text: &str, target: usize, limit: usize) -> Option<String> {
    condense(text, Wanted { target, limit, thought: false, key_stems: &[] }).map(|clause| clause.text)
}
/// The share of the content words of `text` that `other` has too, 0 to 1.
pub(crate) fn overlap(text: &str, other: &str) -> f64 {
    let stems = content_stems(text);
    if stems.is_empty() {
        return 0.0;
    }
    let known = content_stems(other);
    stems.iter().filter(|stem| known.contains(stem)).count() as f64 / stems.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str) -> Option<String> {
        condense(text, Wanted { target: 12, limit: 16, thought: true, key_stems: &[] }).map(|clause| clause.text)
    }

    #[test]
    fn sentences_are_cut_at_whole_phrases_in_the_authors_words() {
        for (sentence, expected) in [
            ("The drops bump into each other and grow.", "The drops bump into each other and grow"),
            ("Where does rain come from, and where does it go?", "Where does rain come from, and where does it go?"),
            (
                "Every day the sun warms the oceans, the lakes and the rivers.",
                "Every day the sun warms the oceans, the lakes and the rivers",
            ),
            (
                "The Byzantine Empire, which had carried on the Roman state for more than a thousand years, came to an end that morning.",
                "The Byzantine Empire came to an end that morning",
            ),
            (
                "The emperor, Constantine the Eleventh, could find only about seven thousand men to defend the wall.",
                "The emperor could find only about seven thousand men to defend the wall",
            ),
            (
                "A large percentage of the energy is spent powering this pump, because cellular processes bring sodium into the cell all the time.",
                "A large percentage of the energy is spent powering this pump",
            ),
            (
                "ATP is a small, relatively simple molecule, but within some of its bonds, it contains the potential for a quick burst of energy.",
                "ATP is a small, relatively simple molecule",
            ),
            ("However, not all bonds in this molecule are strong.", "not all bonds in this molecule are strong"),
            ("The pump (a protein) works constantly.", "The pump (a protein) works constantly"),
        ] {
            assert_eq!(statement(sentence).as_deref(), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn phrases_lose_asides_and_relative_clauses() {
        for (phrase, expected) in [
            (
                "structure formed during plant cell cytokinesis by Golgi vesicles, forming a temporary structure (phragmoplast) and fusing at the metaphase plate",
                "structure formed during plant cell cytokinesis by Golgi vesicles",
            ),
            ("the hidden lakes under our feet", "the hidden lakes under our feet"),
        ] {
            assert_eq!(condense_phrase(phrase, 14, 18).as_deref(), Some(expected), "{phrase}");
        }
    }
}
