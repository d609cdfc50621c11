//! What a sentence could show, and how strongly it calls for it.

use lectern_lesson::{FactKind, Visual};

use super::amounts::amounts;
use super::cause::cause;
use super::map::map;
use super::prose::{Guide, Known, Said, style, term_key};
use super::scale::scale;
use super::statement::{STATEMENT_LIMIT, STATEMENT_TARGET, emphasis, statements};
use super::timeline::timeline;
use crate::clauses::{condense_phrase, overlap};
use crate::verbs::{is_base, is_finite};
use crate::words::{BACK_POINTING, content_stems, is_content, normalize, same_word, word_count};

/// A picture that a sentence could have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// What is shown.
    pub visual: Visual,
    /// How weakly the sentence calls for it: 0 for a definition, 2 for plain words, more for makeshifts.
    pub weakness: f64,
    /// Which part comes with which word of the sentence.
    pub cues: Vec<(usize, usize)>,
    /// Parts that come with words of other sentences of the paragraph, for a picture that takes in several.
    pub around: Vec<Around>,
    /// Whether it can stay while the next sentences are spoken.
    pub lasts: bool,
}

/// A part that comes with a word of another sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    /// Which sentence, counted from the picture's own: −1 is the one before.
    pub offset: isize,
    /// Which part.
    pub part: usize,
    /// Which word of that sentence.
    pub word: usize,
}

impl Picture {
    /// The first and the last sentence that it takes in, counted from its own.
    pub fn reach(&self) -> (isize, isize) {
        let offsets = || self.around.iter().map(|around| around.offset).chain([0]);
        (offsets().min().unwrap_or(0), offsets().max().unwrap_or(0))
    }
}

/// Every picture for the sentence at `index` of a paragraph; at least one.
pub(crate) fn pictures(run: &[Said], index: usize, known: &Known, guide: &Guide<'_>) -> Vec<Picture> {
    let said = &run[index];
    let before = index.checked_sub(1).and_then(|before| run.get(before));
    let next = run.get(index + 1);
    let mut found = Vec::new();
    found.extend(definition(said, next, known));
    if found.is_empty() {
        found.extend(before.and_then(|before| naming(said, before, known)));
    }
    found.extend(timeline(said, guide.events));
    found.extend(map(said, known, guide));
    found.extend(amounts(run, index, guide));
    found.extend(date(said));
    found.extend(quantity(said, guide));
    found.extend(cause(said));
    found.extend(enumeration(said));
    found.extend(plain(said, known));
    found
}

fn definition(said: &Said, next: Option<&Said>, known: &Known) -> Option<Picture> {
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
    Some(Picture {
        visual: Visual::Definition { picture: None, term, meaning },
        weakness: 0.0,
        cues,
        lasts: true,
        around: Vec::new(),
    })
}

/// "This is evaporation.", "This trick is called memoization": the term names what the sentence before has told.
fn naming(said: &Said, before: &Said, known: &Known) -> Option<Picture> {
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
    let wanted = crate::clauses::Wanted { target: 11, limit: 15, thought: true, key_stems: &[] };
    let end = at + term.split_whitespace().count();
    // "This is the equilibrium price: the quantity …": the sentence itself goes on with the meaning.
    if words.get(end.checked_sub(1)?)?.ends_with(':') {
        let told = crate::clauses::clauses(words.get(end..)?, wanted).into_iter().next()?;
        let cues = vec![(0, at), (1, end + told.words.first()?)];
        let visual = Visual::Definition { picture: None, term: term.clone(), meaning: told.text };
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
    let visual = Visual::Definition { picture: None, term: term.clone(), meaning: told.text };
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
    let text = condense_phrase(meaning, 8, 14)?;
    let content = content_stems(&text);
    // A meaning that points back ("it", "this") tells nothing when it stands alone.
    let first = text.split_whitespace().next().map(normalize)?;
    let half = matches!(first.as_str(), "which" | "who" | "whose" | "includes" | "include" | "refers");
    (content.len() >= 2 && !half && !BACK_POINTING.contains(&first.as_str())).then_some(text)
}

fn find(words: &[String], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split_whitespace().filter(|word| !normalize(word).is_empty()).collect();
    if wanted.is_empty() || wanted.len() > words.len() {
        return None;
    }
    (0..=words.len() - wanted.len())
        .find(|start| wanted.iter().zip(&words[*start..]).all(|(wanted, word)| same_word(wanted, word)))
}

/// Marks that end a clause.
fn ends_clause(word: &str) -> bool {
    word.ends_with([',', ';', ':', '.', '?', '!', '—'])
}

/// "On the 29th of May 1453, … the city fell": the date in large figures.
fn date(said: &Said) -> Option<Picture> {
    let fact = said.facts.iter().find(|fact| matches!(fact.kind, FactKind::Date { .. }))?;
    let FactKind::Date { text, .. } = &fact.kind else { return None };
    let words = said.words();
    let first = said.line.word_at(fact.start)?;
    let last = said.line.word_at(fact.end.checked_sub(1)?)?;
    let opener = words.first().map(|word| normalize(word))?;
    if !matches!(opener.as_str(), "on" | "in" | "by" | "since")
        || first > 2
        || word_count(text) > 5
        || last + 1 >= words.len()
    {
        return None;
    }
    let rest: Vec<String> = words.get(last + 1..)?.to_vec();
    let offset = last + 1;
    let (caption, at) = caption_of(&rest, 15)?;
    let number = trim_marks(text);
    let visual = Visual::BigNumber { comparison: None, number: number.to_owned(), caption };
    Some(Picture { visual, weakness: 1.1, cues: vec![(0, first), (1, offset + at)], lasts: true, around: Vec::new() })
}

/// The best clause of `words` as a caption, and its first word.
fn caption_of(words: &[String], limit: usize) -> Option<(String, usize)> {
    let wanted = crate::clauses::Wanted { target: 10, limit, thought: true, key_stems: &[] };
    let best = crate::clauses::clauses(words, wanted).into_iter().next()?;
    let first = best.text.split_whitespace().next().map(normalize)?;
    (!BACK_POINTING.contains(&first.as_str())).then(|| (best.text, best.words.first().copied().unwrap_or(0)))
}

fn trim_marks(text: &str) -> &str {
    text.trim().trim_end_matches([',', ';', ':', '.'])
}

const APPROXIMATORS: &[&str] = &[
    "about",
    "almost",
    "approximately",
    "around",
    "at",
    "exactly",
    "just",
    "least",
    "less",
    "more",
    "most",
    "nearly",
    "of",
    "only",
    "over",
    "perhaps",
    "roughly",
    "some",
    "than",
    "to",
    "under",
    "up",
    "as",
    "much",
    "many",
];

/// "A medium-sized cloud weighs about 500 tonnes": the number in large figures.
fn quantity(said: &Said, guide: &Guide<'_>) -> Option<Picture> {
    let dates: Vec<(usize, usize)> = said
        .facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Date { .. }))
        .map(|fact| (fact.start, fact.end))
        .collect();
    let quantities: Vec<_> = said
        .facts
        .iter()
        .filter(|fact| !dates.iter().any(|(start, end)| fact.start < *end && *start < fact.end))
        .filter_map(|fact| match &fact.kind {
            FactKind::Quantity { value, figure, unit } => Some((fact, *value, figure, unit)),
            _ => None,
        })
        .collect();
    if quantities.is_empty() || quantities.len() > 2 || said.asks() {
        return None;
    }
    let (fact, value, figure, unit) = quantities.into_iter().find(|(_, value, figure, unit)| {
        let measured = unit.as_ref().is_some_and(|unit| word_count(unit) <= 3);
        let percent = figure.contains('%');
        (measured || percent) && (percent || value.abs() >= 20.0 || value.fract() != 0.0)
    })?;
    let number = match unit {
        Some(unit) if !figure.contains('%') && !figure.contains(unit.as_str()) => {
            format!("{} {}", figure.trim(), unit.trim())
        }
        _ => figure.trim().to_owned(),
    };
    if number.chars().count() > 28 {
        return None;
    }
    let comparison = scale(value, figure, unit.as_deref(), fact.end, said, guide);
    // A number with something known beside it explains more than its words.
    let ease = if comparison.is_some() { 0.5 } else { 0.0 };
    let words = said.words();
    let first = said.line.word_at(fact.start)?;
    let last = said.line.word_at(fact.end.checked_sub(1)?)?.max(first);
    let clause_start = (0..first).rev().find(|at| ends_clause(&words[*at])).map_or(0, |at| at + 1);
    let clause_end = (last..words.len()).find(|at| ends_clause(&words[*at])).map_or(words.len(), |at| at + 1);
    let mut before = first;
    while before > clause_start && APPROXIMATORS.contains(&normalize(&words[before - 1]).as_str()) {
        before -= 1;
    }
    let hedged = before < first;
    let after = &words[last + 1..clause_end.max(last + 1)];
    let plain = |words: &[String]| trim_marks(&words.join(" ")).to_owned();
    // The number opens its clause: the rest of the clause goes on under it.
    if before == clause_start && clause_start == 0 && (3..=12).contains(&after.len()) {
        let hedge = words[before..first].join(" ").to_lowercase();
        let number = if hedged { format!("{hedge} {number}") } else { number };
        let visual = Visual::BigNumber { comparison, number, caption: plain(after) };
        return Some(Picture {
            visual,
            weakness: 0.9 - ease,
            cues: vec![(0, before), (1, last + 1)],
            lasts: true,
            around: Vec::new(),
        });
    }
    // Something weighs, measures or is so much: the thing stands under the number.
    let subject = &words[clause_start..before];
    if after.is_empty() && (2..=8).contains(&subject.len()) {
        let verb = normalize(&subject[subject.len() - 1]);
        let thing = plain(&subject[..subject.len() - 1]);
        let opener = normalize(&subject[0]);
        let measures = matches!(
            verb.as_str(),
            "is" | "are"
                | "was"
                | "were"
                | "weighs"
                | "weigh"
                | "weighed"
                | "measures"
                | "measured"
                | "costs"
                | "cost"
                | "lasts"
                | "lasted"
                | "equals"
                | "totals"
        );
        if measures
            && !BACK_POINTING.contains(&opener.as_str())
            && is_content(&normalize(thing.split_whitespace().last()?))
        {
            let hedge: Vec<String> = words[before..first].iter().map(|word| normalize(word)).collect();
            let number = if hedged { format!("{} {number}", hedge.join(" ")) } else { number };
            let visual = Visual::BigNumber { comparison, number, caption: thing };
            return Some(Picture {
                visual,
                weakness: 0.7 - ease,
                cues: vec![(0, before), (1, clause_start)],
                lasts: true,
                around: Vec::new(),
            });
        }
    }
    // Else its whole clause does, if it is short and makes sense alone.
    let clause = &words[clause_start..clause_end];
    let opener = clause.first().map(|word| normalize(word))?;
    let verbal = clause.iter().any(|word| is_finite(&normalize(word)));
    let whole = (4..=11).contains(&clause.len())
        && verbal
        && !BACK_POINTING.contains(&opener.as_str())
        && !matches!(opener.as_str(), "and" | "but" | "which" | "who" | "as" | "because" | "where" | "with" | "than");
    whole.then(|| {
        let caption = plain(clause);
        // Digits that the caption shows already need no second showing.
        let repeats = caption.contains(figure.as_str());
        let weakness = if repeats { 2.3 } else { 1.5 } - ease;
        let visual = Visual::BigNumber { comparison, number, caption };
        Picture { visual, weakness, cues: vec![(0, first), (1, clause_start)], lasts: !repeats, around: Vec::new() }
    })
}

/// "…, smaller copies of itself: trees, folders, fractals": the members as points.
fn enumeration(said: &Said) -> Option<Picture> {
    let items = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Enumeration { items } if (3..=6).contains(&items.len()) => Some(items),
        _ => None,
    })?;
    let points: Vec<String> = items
        .iter()
        .map(|item| {
            let item = trim_marks(item);
            item.strip_prefix("and ").or_else(|| item.strip_prefix("or ")).unwrap_or(item).to_owned()
        })
        .collect();
    if points.iter().any(|point| point.is_empty() || word_count(point) > 6) {
        return None;
    }
    let words = said.words();
    let mut cues = Vec::new();
    let mut from = 0;
    for (part, point) in points.iter().enumerate() {
        let at = from + find(&words[from..], point)?;
        cues.push((part, at));
        from = at + point.split_whitespace().count().max(1);
        from = from.min(words.len());
    }
    let first = cues.first().map(|(_, at)| *at)?;
    let lead: Vec<String> = words[..first].to_vec();
    let announced = lead.last().is_some_and(|word| word.ends_with([':', '—']));
    let links = ["are", "is", "were", "was", "called", "named", "include", "includes", "including", "namely"];
    let mut subject = lead.as_slice();
    while let Some((last, rest)) = subject.split_last()
        && links.contains(&normalize(last).as_str())
    {
        subject = rest;
    }
    let linked = subject.len() < lead.len()
        && (2..=7).contains(&subject.len())
        && !BACK_POINTING.contains(&normalize(&subject[0]).as_str());
    let heading = announced
        .then(|| condense_phrase(&lead.join(" "), 7, 10))
        .flatten()
        .or_else(|| linked.then(|| trim_marks(&subject.join(" ")).to_owned()))
        .or_else(|| said.marked.iter().find(|term| !points.iter().any(|point| point.contains(term.as_str()))).cloned());
    let weakness = if heading.is_some() { 0.9 } else { 2.6 };
    Some(Picture { visual: Visual::KeyPoints { heading, points }, weakness, cues, lasts: true, around: Vec::new() })
}

/// The sentence's own words.
fn plain(said: &Said, known: &Known) -> Vec<Picture> {
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
        found.push(makeshift(said, known));
    }
    found
}

/// For a sentence that cannot be cut: its term, else what the section is about.
fn makeshift(said: &Said, known: &Known) -> Picture {
    let words = said.words();
    let placed = |term: &String| Some((super::statement::phrase_in(&said.text, term)?, Some(find(&words, term)?)));
    let marked = || said.marked.iter().find_map(placed).map(|(text, at)| (text, at, 2.8));
    let subject = || subject_of(&words).map(|(text, at)| (text, Some(at), 3.2));
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
