//! Pictures for what is spoken of: the right one or none.

use lectern_lesson::{Action, Item, Visual};

use super::draft::{Draft, Hint};
use super::nouns::nouns;
use super::points::capitalized;
use super::prose::Guide;
use super::statement::phrase_in;
use crate::Layouts;
use crate::clauses::{Wanted, clauses};
use crate::words::{normalize, same_word, word_count};

/// Words of a statement that stands beside a picture, wanted and at most.
const BESIDE_TARGET: usize = 5;
const BESIDE_LIMIT: usize = 7;

/// Pictures that stand side by side.
const ITEMS_MAX: usize = 4;

/// The draft with the pictures of what it speaks of, as far as they fit.
pub(crate) fn illustrate(draft: Draft, guide: &Guide<'_>, layouts: &dyn Layouts) -> Draft {
    let offers = match &draft.visual {
        Visual::Statement { .. } => [gallery(&draft, guide), beside(&draft, guide)].into_iter().flatten().collect(),
        Visual::KeyPoints { heading, points } => pointed(&draft, heading.as_ref(), points, guide).into_iter().collect(),
        Visual::Definition { term, meaning, .. } => {
            let sentence = spoken(&draft);
            let picture = guide.illustration(term, &sentence).or_else(|| first_picture(meaning, &sentence, guide));
            picture
                .map(|picture| {
                    with_visual(
                        &draft,
                        Visual::Definition { term: term.clone(), meaning: meaning.clone(), picture: Some(picture) },
                    )
                })
                .into_iter()
                .collect()
        }
        Visual::Recap { heading, points, .. } => {
            let sentence = spoken(&draft);
            let pictures: Vec<Option<String>> =
                points.iter().map(|point| first_picture(point, &sentence, guide)).collect();
            let enough = pictures.iter().flatten().count() * 2 >= points.len();
            let visual = Visual::Recap { heading: heading.clone(), points: points.clone(), pictures };
            enough.then(|| with_visual(&draft, visual)).into_iter().collect()
        }
        Visual::Cause { heading, things, arrows } => {
            let sentence = spoken(&draft);
            let things = things.iter().map(|thing| pictured(thing, &sentence, guide)).collect();
            vec![with_visual(&draft, Visual::Cause { heading: heading.clone(), things, arrows: arrows.clone() })]
        }
        _ => Vec::new(),
    };
    let offers: Vec<Draft> = offers;
    offers.into_iter().find(|offer| layouts.layout(&offer.visual).fits()).unwrap_or(draft)
}

fn with_visual(draft: &Draft, visual: Visual) -> Draft {
    Draft { visual, ..draft.clone() }
}

fn pictured(item: &Item, sentence: &str, guide: &Guide<'_>) -> Item {
    Item { picture: first_picture(&item.name, sentence, guide), ..item.clone() }
}

/// What a draft says.
fn spoken(draft: &Draft) -> String {
    draft.lines.iter().map(|line| line.shown()).collect::<Vec<_>>().join(" ")
}

/// The picture of the first noun of a text that has one.
fn first_picture(text: &str, sentence: &str, guide: &Guide<'_>) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    guide
        .illustration(text, sentence)
        .or_else(|| nouns(&words).into_iter().find_map(|noun| picture_of(&noun.text, sentence, guide)))
}

/// The picture of a noun phrase, or of its last word where the phrase is one of plain words.
fn picture_of(noun: &str, sentence: &str, guide: &Guide<'_>) -> Option<String> {
    guide.illustration(noun, sentence)
}

/// A noun that is pictured: its words, its picture, and where it is spoken.
struct Pictured {
    name: String,
    picture: String,
    line: usize,
    word: usize,
}

/// The nouns of a draft that have pictures, each picture once, in the order in which they are spoken.
fn pictured_nouns(draft: &Draft, guide: &Guide<'_>) -> Vec<Pictured> {
    let mut found: Vec<Pictured> = Vec::new();
    for (line, spoken) in draft.lines.iter().enumerate() {
        let words: Vec<String> = spoken.words.iter().map(|word| word.shown.clone()).collect();
        let sentence = spoken.shown();
        for noun in nouns(&words) {
            if let Some(picture) = picture_of(&noun.text, &sentence, guide)
                && found.iter().all(|known| known.picture != picture)
            {
                found.push(Pictured { name: noun.text, picture, line, word: noun.word });
            }
        }
    }
    found
}

/// "Every day the sun warms the oceans, the lakes and the rivers": each thing with its picture, in place of the words.
fn gallery(draft: &Draft, guide: &Guide<'_>) -> Option<Draft> {
    let Visual::Statement { emphasis, .. } = &draft.visual else { return None };
    let found = pictured_nouns(draft, guide);
    if !(2..=ITEMS_MAX).contains(&found.len()) {
        return None;
    }
    // Key words that no picture stands for must stay on the screen.
    let covered = |phrase: &String| {
        found.iter().any(|item| phrase_in(&item.name, phrase).is_some() || phrase_in(phrase, &item.name).is_some())
    };
    if !emphasis.iter().all(covered) {
        return None;
    }
    let items = found
        .iter()
        .map(|item| Item { name: capitalized(&item.name), note: None, picture: Some(item.picture.clone()) })
        .collect();
    let hints = found
        .iter()
        .enumerate()
        .map(|(part, item)| Hint { line: item.line, word: item.word, action: Action::Show, part })
        .collect();
    Some(Draft {
        visual: Visual::Illustration { heading: None, items },
        hints,
        part_lines: Vec::new(),
        ..draft.clone()
    })
}

/// A statement beside the picture of what it speaks of, in fewer words than it would have alone.
fn beside(draft: &Draft, guide: &Guide<'_>) -> Option<Draft> {
    let Visual::Statement { text, emphasis, .. } = &draft.visual else { return None };
    // Only what the statement's own sentence speaks of: a picture of another would contradict the words beside it.
    let mut found = pictured_nouns(draft, guide);
    found.retain(|item| item.line == draft.anchor);
    let rank = |item: &Pictured| {
        let stressed = emphasis.iter().any(|phrase| phrase_in(phrase, &item.name).is_some());
        (!stressed, item.word)
    };
    found.sort_by_key(rank);
    let picture = found.into_iter().next()?.picture;
    let line = draft.lines.get(draft.anchor)?;
    let shorter = (word_count(text) > BESIDE_LIMIT)
        .then(|| {
            let words: Vec<String> = line.words.iter().map(|word| word.shown.clone()).collect();
            let wanted = Wanted { target: BESIDE_TARGET, limit: BESIDE_LIMIT, thought: true, key_stems: &[] };
            let best = clauses(&words, wanted).into_iter().next()?;
            let kept = emphasis.iter().filter_map(|phrase| phrase_in(&best.text, phrase)).collect::<Vec<_>>();
            (kept.len() == emphasis.len() && !best.text.is_empty()).then_some((best, kept))
        })
        .flatten();
    let question = text.ends_with('?');
    let (text, emphasis, hints) = match shorter {
        Some((clause, kept)) if !question => {
            let hints = clause
                .words
                .iter()
                .enumerate()
                .map(|(part, word)| Hint { line: draft.anchor, word: *word, action: Action::Show, part })
                .collect();
            (clause.text, kept, hints)
        }
        _ => (text.clone(), emphasis.clone(), draft.hints.clone()),
    };
    Some(Draft { visual: Visual::Statement { text, emphasis, picture: Some(picture) }, hints, ..draft.clone() })
}

/// Points of a few words as pictures, where most of them have one.
fn pointed(draft: &Draft, heading: Option<&String>, points: &[String], guide: &Guide<'_>) -> Option<Draft> {
    if !(2..=6).contains(&points.len()) || points.iter().any(|point| word_count(point) > 4) {
        return None;
    }
    let sentence = spoken(draft);
    let items: Vec<Item> = points
        .iter()
        .map(|point| Item { name: point.clone(), note: None, picture: guide.illustration(point, &sentence) })
        .collect();
    let count = items.iter().filter(|item| item.picture.is_some()).count();
    if count * 3 < items.len() * 2 {
        return None;
    }
    // The cues that points find by themselves, found for the pictures.
    let hints = if draft.hints.is_empty() { points_spoken(draft, points) } else { draft.hints.clone() };
    Some(Draft {
        visual: Visual::Illustration { heading: heading.cloned(), items },
        hints,
        part_lines: Vec::new(),
        ..draft.clone()
    })
}

/// Where each point is first spoken.
fn points_spoken(draft: &Draft, points: &[String]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (part, point) in points.iter().enumerate() {
        let first = point.split_whitespace().map(normalize).find(|word| crate::words::is_content(word));
        let at = first.and_then(|first| {
            draft.lines.iter().enumerate().find_map(|(line, spoken)| {
                spoken.words.iter().position(|word| same_word(&word.shown, &first)).map(|word| (line, word))
            })
        });
        if let Some((line, word)) = at {
            hints.push(Hint { line, word, action: Action::Show, part });
        }
    }
    hints
}
