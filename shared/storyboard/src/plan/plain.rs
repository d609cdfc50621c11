//! A sentence's own words, where nothing else shows what it says.

use lectern_lesson::{FactKind, Visual};

use super::pictures::{Picture, ends_clause, find, trim_marks};
use super::points::capitalized;
use super::prose::{Known, Said, style};
use super::statement::{STATEMENT_LIMIT, STATEMENT_TARGET, emphasis, statements};
use super::things::{is_telling, things};
use crate::tags::Tag;
use crate::verbs::{is_base, is_finite};
use crate::words::{BACK_POINTING, is_content, normalize};

/// The sentence's own words.
pub(crate) fn plain(said: &Said, known: &Known) -> Vec<Picture> {
    let asks = said.asks();
    let mut found: Vec<Picture> = statements(said, style(known), STATEMENT_TARGET, STATEMENT_LIMIT)
        .into_iter()
        .take(1)
        .map(|(mut visual, clause)| {
            // A question whose second half is left out still asks.
            if let Visual::Statement { text, .. } = &mut visual
                && asks
                && !text.ends_with('?')
            {
                text.push('?');
            }
            let count = clause.words.len();
            let long = count.saturating_sub(STATEMENT_TARGET) as f64 * 0.2;
            let base = if asks { 1.3 } else { 2.0 };
            let vague = clause
                .text
                .split_whitespace()
                .next()
                .map(normalize)
                .is_some_and(|first| BACK_POINTING.contains(&first.as_str()));
            let weakness = base + long + if vague { 0.4 } else { 0.0 } + if clause.score < 1.2 { 0.3 } else { 0.0 };
            Picture {
                visual,
                weakness,
                cues: clause.words.iter().copied().enumerate().collect(),
                lasts: false,
                around: Vec::new(),
            }
        })
        .collect();
    if found.is_empty() {
        found.extend(long(said, known));
    }
    if found.is_empty() {
        found.push(makeshift(said, known));
    }
    found
}

/// Words of a statement for a sentence that cannot be cut shorter, wanted and at most.
const LONG_TARGET: usize = 10;
const LONG_LIMIT: usize = 14;

/// More of the sentence than a statement should have: still better than a scrap that says nothing.
fn long(said: &Said, known: &Known) -> Option<Picture> {
    let (visual, clause) = statements(said, style(known), LONG_TARGET, LONG_LIMIT).into_iter().next()?;
    let first = normalize(clause.text.split_whitespace().next()?);
    (!BACK_POINTING.contains(&first.as_str())).then(|| Picture {
        visual,
        weakness: 2.8,
        cues: clause.words.iter().copied().enumerate().collect(),
        lasts: false,
        around: Vec::new(),
    })
}

/// For a sentence that cannot be cut: its term, else what the section is about.
fn makeshift(said: &Said, known: &Known) -> Picture {
    let words = said.words();
    let placed = |term: &String| Some((super::statement::phrase_in(&said.text, term)?, Some(find(&words, term)?)));
    let marked = || said.marked.iter().find_map(placed).map(|(text, at)| (text, at, 2.8));
    let own = || {
        // "In a phosphorylated state, the pump has …": the opener is not what it is about.
        let opens = said.tags().first() == Some(&Tag::Preposition);
        let start = words.iter().position(|word| opens && word.ends_with(',')).map_or(0, |comma| comma + 1);
        let named = things(&words, said.tags());
        let thing = named.into_iter().find(|thing| thing.words.start == start && is_telling(thing))?;
        let points = BACK_POINTING.contains(&normalize(&words[0]).as_str());
        let at = find(&words, &thing.name)?;
        (!points).then_some((thing.name, Some(at), 3.0))
    };
    // "This process … is called phosphorylation."
    let called = || {
        let after = words.iter().position(|word| matches!(normalize(word).as_str(), "called" | "termed"))? + 1;
        let thing = things(&words, said.tags()).into_iter().find(|thing| thing.words.start == after)?;
        let at = find(&words, &thing.name)?;
        Some((thing.name, Some(at), 3.0))
    };
    let subject = || {
        subject_of(&words).map(|(text, at)| {
            // "This change" alone tells nothing; "these high-energy bonds" are high-energy bonds.
            let named = match text.split_once(' ') {
                Some((first, rest)) if BACK_POINTING.contains(&normalize(first).as_str()) => {
                    rest.contains(' ').then(|| capitalized(rest))
                }
                _ => return (text, Some(at), 3.2),
            };
            named.map_or((text, Some(at), 5.0), |named| (named, Some(at + 1), 3.4))
        })
    };
    let place = || {
        let named = said.facts.iter().find_map(|fact| match &fact.kind {
            FactKind::Place { name } => placed(name),
            _ => None,
        });
        named.map(|(text, at)| (text, at, 3.5))
    };
    let term = || known.terms.iter().find_map(|(name, _)| placed(name)).map(|(text, at)| (text, at, 3.6));
    let section = || {
        let heading = if known.section.trim().is_empty() { &known.title } else { &known.section };
        (!heading.trim().is_empty()).then(|| (heading.clone(), None, 4.2))
    };
    let (text, at, weakness) = marked()
        .or_else(own)
        .or_else(called)
        .or_else(subject)
        .or_else(place)
        .or_else(term)
        .or_else(section)
        .unwrap_or_else(|| (first_words(&words), Some(0), 4.5));
    let emphasis = if at.is_some() { emphasis(&text, said, style(known)) } else { Vec::new() };
    let cues = match at {
        Some(at) => (0..text.split_whitespace().count()).map(|part| (part, (at + part).min(words.len() - 1))).collect(),
        None => Vec::new(),
    };
    Picture {
        visual: Visual::Statement { picture: None, text, emphasis },
        weakness,
        cues,
        lasts: true,
        around: Vec::new(),
    }
}

/// The subject of a sentence: the words before its first verb, where they are a short phrase that names something.
pub(crate) fn subject_of(words: &[String]) -> Option<(String, usize)> {
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    // An opener before the first comma is not the subject.
    let comma = words.iter().take(12).position(|word| word.ends_with(','));
    let from = match comma {
        Some(comma) if crate::words::PREPOSITIONS.contains(&cores[0].as_str()) || cores[0].ends_with("ly") => comma + 1,
        _ => 0,
    };
    let verb = (from + 1..words.len().min(from + 8)).find(|at| {
        let after_name = is_content(&cores[at - 1]) && !crate::words::PREPOSITIONS.contains(&cores[at - 1].as_str());
        is_finite(&cores[*at])
            || is_base(&cores[*at]) && after_name
            || matches!(cores[*at].as_str(), "that" | "which" | "who")
    })?;
    let phrase = &words[from..verb];
    let last = normalize(phrase.last()?);
    let opener = cores[from].as_str();
    let names = is_content(&last)
        && (!BACK_POINTING.contains(&opener) || matches!(opener, "this" | "these" | "those") && phrase.len() > 1)
        && !crate::words::PREPOSITIONS.contains(&opener)
        && !matches!(
            opener,
            "when" | "if" | "because" | "as" | "although" | "while" | "since" | "there" | "all" | "one"
        )
        && phrase.iter().all(|word| !ends_clause(word));
    names.then(|| (trim_marks(&phrase.join(" ")).to_owned(), from))
}

/// The first words up to a mark, or the first few with meaning.
fn first_words(words: &[String]) -> String {
    let end = words.iter().take(12).position(|word| ends_clause(word)).map_or(words.len().min(8), |end| end + 1);
    let mut end = end;
    while end > 1 && !is_content(&normalize(&words[end - 1])) {
        end -= 1;
    }
    let text = trim_marks(&words[..end].join(" ")).to_owned();
    if text.is_empty() { words.join(" ") } else { text }
}
