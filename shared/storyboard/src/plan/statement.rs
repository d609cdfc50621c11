//! Statements: the words of a sentence that stand on the screen, and which of them are stressed.

use lectern_lesson::{FactKind, Visual};

use super::prose::Said;
use crate::clauses::{Clause, Wanted, clauses};
use crate::words::{content_stems, is_content, normalize, same_word, word_count};

/// What decides about stress.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style<'a> {
    /// Key terms of the lesson.
    pub terms: &'a [(String, Option<String>)],
    /// Title of the section.
    pub section: &'a str,
}

/// Words that a statement should have, and may have at most.
pub(crate) const STATEMENT_TARGET: usize = 5;
pub(crate) const STATEMENT_LIMIT: usize = 10;

/// Statements for a sentence, best first, each with the word of the sentence for each of its words.
pub(crate) fn statements(said: &Said, style: Style<'_>, target: usize, limit: usize) -> Vec<(Visual, Clause)> {
    let key_stems: Vec<String> = said.marked.iter().flat_map(|term| content_stems(term)).collect();
    let wanted = Wanted { target, limit, thought: true, key_stems: &key_stems };
    clauses(&said.words(), wanted)
        .into_iter()
        .map(|clause| {
            let emphasis = emphasis(&clause.text, said, style);
            (Visual::Statement { picture: None, text: clause.text.clone(), emphasis }, clause)
        })
        .collect()
}

/// At most two phrases of `text` that are stressed: marked terms, known terms, stressed words, quantities and dates, and
/// else words of the section's title.
pub(crate) fn emphasis(text: &str, said: &Said, style: Style<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let total = word_count(text);
    let mut offer = |phrase: &str, share: f64| {
        if found.len() < 2
            && let Some(words) = phrase_in(text, phrase)
            && word_count(&words) as f64 <= share * total as f64
            && !found.iter().any(|known| known.contains(&words) || words.contains(known.as_str()))
        {
            found.push(words);
        }
    };
    for term in &said.marked {
        offer(term, 1.0);
    }
    for phrase in said.stressed.iter().filter(|phrase| !content_stems(phrase).is_empty()) {
        offer(phrase, 0.5);
    }
    let mut terms: Vec<&str> = style.terms.iter().map(|(name, _)| name.as_str()).collect();
    terms.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for term in terms {
        offer(term, 0.6);
    }
    for fact in &said.facts {
        if let FactKind::Quantity { .. } | FactKind::Date { .. } = fact.kind
            && let Some(words) = said.text.get(fact.start..fact.end)
        {
            offer(words, 0.6);
        }
    }
    if found.is_empty() {
        for word in
            style.section.split_whitespace().filter(|word| normalize(word).len() > 3 && is_content(&normalize(word)))
        {
            if let Some(words) = phrase_in(text, word)
                && found.is_empty()
            {
                found.push(words);
            }
        }
    }
    if found.is_empty() {
        for fact in &said.facts {
            if let FactKind::Place { name } = &fact.kind
                && let Some(words) = phrase_in(text, name)
                && found.is_empty()
            {
                found.push(words);
            }
        }
    }
    found
}

/// `phrase` as it stands in `text` (plural or capitals may differ), without marks at its ends.
pub(crate) fn phrase_in(text: &str, phrase: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let wanted: Vec<&str> = phrase.split_whitespace().filter(|word| !normalize(word).is_empty()).collect();
    if wanted.is_empty() || wanted.len() > words.len() {
        return None;
    }
    let start = (0..=words.len() - wanted.len())
        .find(|start| wanted.iter().zip(&words[*start..]).all(|(wanted, word)| same_word(wanted, word)))?;
    let joined = words[start..start + wanted.len()].join(" ");
    let trimmed = joined.trim_matches(|character: char| {
        !character.is_alphanumeric() && !matches!(character, '%' | '$' | '€' | '£' | '°' | '⁺' | '⁻' | '+' | '−' | '-')
    });
    (!trimmed.is_empty()).then(|| trimmed.trim_end_matches(['-', '+']).to_owned()).filter(|phrase| !phrase.is_empty())
}
