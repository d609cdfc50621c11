//! Terms and their meanings, with a picture of the term where there is one.

use lectern_lesson::{FactKind, Visual};

use super::pictures::{Around, Picture, find};
use super::prose::{Guide, Known, Said, term_key};
use super::things::things;
use crate::clauses::{condense_phrase, overlap};
use crate::tags::tags;
use crate::words::{BACK_POINTING, content_stems, is_content, normalize, same_word, word_count};

pub(crate) fn definition(said: &Said, next: Option<&Said>, known: &Known, guide: &Guide<'_>) -> Option<Picture> {
    let told = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Definition { term, meaning } if !known.defined.contains(&term_key(term)) => {
            let meaning = meaning_text(meaning)?;
            // What stands on the screen must be what is said.
            (overlap(&meaning, &said.text) >= 0.6).then(|| (term.trim().to_owned(), meaning))
        }
        _ => None,
    });
    let glossed = || {
        said.marked.iter().find_map(|term| {
            if known.defined.contains(&term_key(term)) {
                return None;
            }
            let (_, meaning) = known.terms.iter().find(|(name, _)| term_key(name) == term_key(term))?;
            let meaning = meaning_text(meaning.as_deref()?)?;
            let heard = next.map_or_else(|| said.text.clone(), |next| format!("{} {}", said.text, next.text));
            (overlap(&meaning, &heard) >= 0.7 && content_stems(&meaning).len() >= 2).then(|| (term.clone(), meaning))
        })
    };
    let (term, meaning) = told.or_else(glossed)?;
    if term.is_empty() || word_count(&term) > 5 || same_word(&term, &meaning) {
        return None;
    }
    let words = said.words();
    let term_at = find(&words, &term)?;
    let term_words = word_count(&term);
    // The meaning comes with its first words, or with the first word that is not part of the term.
    let opening: Vec<&str> = meaning.split_whitespace().take(3).collect();
    let meaning_at = find(&words, &opening.join(" ")).or_else(|| {
        meaning.split_whitespace().filter(|word| is_content(&normalize(word))).find_map(|word| {
            words
                .iter()
                .enumerate()
                .position(|(at, shown)| !(term_at..term_at + term_words).contains(&at) && same_word(shown, word))
        })
    });
    let mut cues = vec![(0, term_at)];
    cues.push((1, meaning_at.unwrap_or(term_at)));
    let picture = pictured(&term, &meaning, &said.text, guide);
    Some(Picture {
        // Without a picture it is words about words.
        weakness: if picture.is_some() { 0.0 } else { 0.7 },
        visual: Visual::Definition { picture, term, meaning },
        cues,
        lasts: true,
        around: Vec::new(),
    })
}

/// "This is evaporation.", "This trick is called memoization": the term names what the sentence before has told.
pub(crate) fn naming(said: &Said, before: &Said, known: &Known, guide: &Guide<'_>) -> Option<Picture> {
    let words = said.words();
    let opener = normalize(words.first()?);
    let term = said.marked.first().filter(|term| !known.defined.contains(&term_key(term)))?;
    let at = find(&words, term)?;
    let verb = words[..at]
        .iter()
        .map(|word| normalize(word))
        .position(|word| matches!(word.as_str(), "is" | "are" | "called"))?;
    if !matches!(opener.as_str(), "this" | "that" | "these")
        || verb > 5
        || at > 9
        || word_count(term) > 4
        || before.asks()
    {
        return None;
    }
    let wanted = crate::clauses::Wanted { target: 6, limit: 11, thought: true, key_stems: &[] };
    let end = at + term.split_whitespace().count();
    // "This is the equilibrium price: the quantity …": the sentence itself goes on with the meaning.
    if words.get(end.checked_sub(1)?)?.ends_with(':') {
        let told = crate::clauses::clauses(words.get(end..)?, wanted).into_iter().next()?;
        let cues = vec![(0, at), (1, end + told.words.first()?)];
        let picture = pictured(term, &told.text, &said.text, guide);
        let visual = Visual::Definition { picture, term: term.clone(), meaning: told.text };
        return Some(Picture { visual, weakness: 0.0, cues, around: Vec::new(), lasts: true });
    }
    let mut told = crate::clauses::clauses(&before.words(), wanted);
    // "This is …" names what was said last; "This trick is …" names the whole.
    let best = told.first()?.score;
    told.retain(|clause| clause.score > best - 1.5);
    if verb == 1 {
        told.sort_by_key(|clause| std::cmp::Reverse(clause.words.last().copied()));
    }
    let told = told.into_iter().next()?;
    let first = told.text.split_whitespace().next().map(normalize)?;
    if BACK_POINTING.contains(&first.as_str()) {
        return None;
    }
    let meaning_at = told.words.first().copied()?;
    let picture = pictured(term, &told.text, &format!("{} {}", before.text, said.text), guide);
    let visual = Visual::Definition { picture, term: term.clone(), meaning: told.text };
    Some(Picture {
        visual,
        weakness: 0.2,
        cues: vec![(0, at)],
        around: vec![Around { offset: -1, part: 1, word: meaning_at }],
        lasts: true,
    })
}

/// The meaning of a term in at most about 18 words, as a phrase.
fn meaning_text(meaning: &str) -> Option<String> {
    let mut meaning = meaning.trim();
    // "(also, karyokinesis) period of the cell cycle": the aside before a meaning is not the meaning.
    if meaning.starts_with('(')
        && let Some((_, rest)) = meaning.split_once(')')
    {
        meaning = rest.trim();
    }
    let text = condense_phrase(meaning, 5, 8).or_else(|| condense_phrase(meaning, 9, 13))?;
    let content = content_stems(&text);
    // A meaning that points back ("it", "this") tells nothing when it stands alone.
    let first = text.split_whitespace().next().map(normalize)?;
    let half = matches!(first.as_str(), "which" | "who" | "whose" | "includes" | "include" | "refers");
    (content.len() >= 2 && !half && !BACK_POINTING.contains(&first.as_str())).then_some(text)
}

/// The picture of a term, else of what its meaning says that it is.
fn pictured(term: &str, meaning: &str, text: &str, guide: &Guide<'_>) -> Option<String> {
    let head = || {
        let words: Vec<String> = meaning.split_whitespace().map(str::to_owned).collect();
        let thing = things(&words, &tags(&words)).into_iter().next().filter(|thing| thing.words.start == 0)?;
        guide.illustration(&thing.name, text)
    };
    guide.illustration(term, text).or_else(head)
}
