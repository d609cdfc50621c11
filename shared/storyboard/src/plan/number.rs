//! Dates and quantities in large figures.

use lectern_lesson::{Fact, FactKind, ScaleForm, Visual};

use super::pictures::{Picture, ends_clause, trim_marks};
use super::prose::{Guide, Said};
use super::scale::scale;
use super::things::things;
use crate::tags::{Tag, tags};
use crate::verbs::is_finite;
use crate::words::{BACK_POINTING, is_content, normalize, word_count};

/// "On the 29th of May 1453, … the city fell": the date in large figures.
pub(crate) fn date(said: &Said) -> Option<Picture> {
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
    let (caption, at) = caption_of(&rest, 9)?;
    let number = trim_marks(text);
    let visual = Visual::BigNumber { comparison: None, number: number.to_owned(), caption };
    Some(Picture { visual, weakness: 0.6, cues: vec![(0, first), (1, offset + at)], lasts: true, around: Vec::new() })
}

/// The best clause of `words` as a caption, and its first word.
fn caption_of(words: &[String], limit: usize) -> Option<(String, usize)> {
    let wanted = crate::clauses::Wanted { target: 5, limit, thought: true, key_stems: &[] };
    let best = crate::clauses::clauses(words, wanted).into_iter().next()?;
    let first = best.text.split_whitespace().next().map(normalize)?;
    (!BACK_POINTING.contains(&first.as_str())).then(|| (best.text, best.words.first().copied().unwrap_or(0)))
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
pub(crate) fn quantity(said: &Said, guide: &Guide<'_>) -> Option<Picture> {
    let dates: Vec<(usize, usize)> = said
        .facts
        .iter()
        .filter(|fact| matches!(fact.kind, FactKind::Date { .. }))
        .map(|fact| (fact.start, fact.end))
        .collect();
    let mut quantities: Vec<_> = said
        .facts
        .iter()
        .filter(|fact| !dates.iter().any(|(start, end)| fact.start < *end && *start < fact.end))
        .filter_map(|fact| match &fact.kind {
            FactKind::Quantity { value, figure, unit } => Some((fact, *value, figure, unit)),
            _ => None,
        })
        .collect();
    // "−7.3 kcal/mol (−30.5 kJ/mol)": the same in another unit. "One mole of it": what the other is for.
    let mut before = None;
    quantities.retain(|(fact, value, ..)| {
        let between = before.replace(fact.end).and_then(|end| said.text.get(end..fact.start));
        let repeats = between.is_some_and(|between| between.trim_start().starts_with('(') && !between.contains(')'));
        !repeats && *value != 1.0
    });
    if quantities.is_empty() || quantities.len() > 2 || said.asks() {
        return None;
    }
    // "twelve metres high" beside a person says more than its size alone.
    let long = quantities.iter().find(|(fact, value, figure, unit)| {
        let scale = scale(*value, figure, unit.as_deref(), fact.end, said, guide);
        scale.is_some_and(|scale| matches!(scale.form, ScaleForm::Length { .. }))
    });
    let bare = |(fact, value, _, unit): &(&Fact, f64, &String, &Option<String>)| {
        let ends = said.text.get(fact.end..).is_some_and(|rest| !rest.contains(char::is_alphabetic));
        unit.is_none() && ends && value.abs() >= 20.0
    };
    let bare = quantities.iter().find(|one| bare(one)).copied();
    let measured = quantities.iter().copied().find(|(_, value, figure, unit)| {
        let measured = unit.as_ref().is_some_and(|unit| word_count(unit) <= 3);
        let percent = figure.contains('%');
        (measured || percent) && (percent || value.abs() >= 20.0 || value.fract() != 0.0)
    });
    let (fact, value, figure, unit) = long.copied().or(measured).or(bare)?;
    let number = match unit {
        Some(unit) if !figure.contains('%') && !figure.contains(unit.as_str()) => {
            format!("{} {}", figure.trim(), unit.trim())
        }
        _ => figure.trim().to_owned(),
    };
    if number.chars().count() > 28 {
        return None;
    }
    // "Thirty-nine years later" tells when, not how much.
    let follows = said.text.get(fact.end..)?.split_whitespace().next().map(normalize).unwrap_or_default();
    if matches!(follows.as_str(), "later" | "ago" | "earlier" | "after" | "before") {
        return None;
    }
    let comparison = scale(value, figure, unit.as_deref(), fact.end, said, guide);
    // A number with something known beside it explains more than its words.
    let ease = if comparison.is_some() { 1.5 } else { 0.0 };
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
    // "A bronze cannon more than eight metres long": what is so long stands under the number.
    if comparison.as_ref().is_some_and(|scale| matches!(scale.form, ScaleForm::Length { .. }))
        && let Some(thing) = things(&words, said.tags()).into_iter().find(|thing| thing.words.end == before)
    {
        let hedge: Vec<String> = words[before..first].iter().map(|word| normalize(word)).collect();
        let number = if hedged { format!("{} {number}", hedge.join(" ")) } else { number };
        let cues = vec![(0, before), (1, thing.words.start)];
        let visual = Visual::BigNumber { comparison, number, caption: thing.name };
        return Some(Picture { visual, weakness: -0.2, cues, lasts: true, around: Vec::new() });
    }
    // The number opens its clause: the rest of the clause goes on under it.
    let after = &after[..until_verb(after)];
    if before == clause_start && clause_start == 0 && (2..=8).contains(&after.len()) {
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
    let is_aside = after.first().is_some_and(|word| word.starts_with('('));
    if (after.is_empty() || is_aside) && subject.len() >= 2 {
        let verb = normalize(&subject[subject.len() - 1]);
        let whole = &subject[..subject.len() - 1];
        // Of a long subject only what it is about: "the calculated ΔG for the hydrolysis of …".
        let thing = match things(whole, &tags(whole)).into_iter().next() {
            Some(first) if subject.len() > 8 && first.words.start == 0 => first.name,
            _ if subject.len() > 8 => return None,
            _ => plain(whole),
        };
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

/// "of the water vapor in the air comes from …": what is counted, up to its verb, where it is more than a word or two.
fn until_verb(words: &[String]) -> usize {
    let tags = tags(words);
    let verb = (0..words.len()).find(|at| matches!(tags[*at], Tag::Verb | Tag::Auxiliary));
    verb.filter(|verb| *verb > 3).unwrap_or(words.len())
}
