//! Pictures of what a sentence speaks of, alone, side by side, or beside a few of its words.

use lectern_lesson::{Item, Visual};

use super::pictures::{Around, Picture};
use super::points::capitalized;
use super::prose::{Grammar, Guide, Known, Said, style};
use super::statement::{emphasis, phrase_in, statements};
use super::things::things;
use super::unparsed::{self, stretch};
use crate::words::BACK_POINTING;
use crate::words::normalize;

/// Words of a statement that stands beside a picture, wanted and at most.
const BESIDE_TARGET: usize = 4;
const BESIDE_LIMIT: usize = 7;

/// Pictures that stand side by side.
const ITEMS_MAX: usize = 4;

/// A thing that is pictured.
#[derive(Clone, Debug)]
struct Pictured {
    name: String,
    picture: String,
    sentence: usize,
    word: usize,
}

/// The pictures for a sentence, and for it with the one before.
pub(crate) fn shown(run: &[Said], index: usize, known: &Known, guide: &Guide<'_>) -> Vec<Picture> {
    let said = &run[index];
    let own = pictured(said, index, guide);
    let mut found = Vec::new();
    if own.is_empty() {
        return found;
    }
    found.extend(side_by_side(run, index, &own));
    if let Some(before) = index.checked_sub(1).filter(|before| !run[*before].asks()) {
        let mut both = pictured(&run[before], before, guide);
        if !both.is_empty() {
            both.extend(
                own.iter()
                    .filter(|item| both.iter().all(|other| other.picture != item.picture))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
            if both.iter().any(|item| item.sentence == index) {
                found.extend(side_by_side(run, index, &both));
            }
        }
    }
    found.extend(match guide.grammar {
        Grammar::English => beside(said, &own, known),
        Grammar::Unknown => beside_stretch(said, &own, known),
    });
    found
}

/// A short stretch of the sentence beside the picture of what it speaks of.
fn beside_stretch(said: &Said, own: &[Pictured], known: &Known) -> Option<Picture> {
    let (text, first) = stretch(&said.words(), BESIDE_LIMIT)?;
    let named = own.iter().find(|item| phrase_in(&text, &item.name).is_some()).or(own.first())?;
    let cues = (0..text.split_whitespace().count()).map(|word| (word, first + word)).collect();
    let emphasis = emphasis(&text, said, style(known));
    let visual = Visual::Statement { text, emphasis, picture: Some(named.picture.clone()) };
    Some(Picture { visual, weakness: 1.2, cues, around: Vec::new(), lasts: true })
}

/// The things of a sentence that have pictures, each picture once.
fn pictured(said: &Said, sentence: usize, guide: &Guide<'_>) -> Vec<Pictured> {
    let words = said.words();
    let mut found: Vec<Pictured> = Vec::new();
    // "They open and close like doors": what it is only likened to would be taken for the thing itself.
    let likened = |word: usize| word > 0 && matches!(normalize(&words[word - 1]).as_str(), "like");
    let mut offer = |name: &str, word: usize| {
        if !likened(word)
            && let Some(picture) = guide.illustration(name, &said.text)
            && found.iter().all(|known| known.picture != picture)
        {
            found.push(Pictured { name: capitalized(name), picture, sentence, word });
        }
    };
    match guide.grammar {
        Grammar::English => {
            for thing in things(&words, said.tags()) {
                offer(&thing.name, thing.words.start);
            }
            for noun in super::nouns::nouns(&words) {
                offer(&noun.text, noun.word);
            }
        }
        Grammar::Unknown => {
            unparsed::named(&words, &said.text, guide).into_iter().for_each(|(name, at)| offer(&name, at))
        }
    }
    found.sort_by_key(|item| item.word);
    found
}

/// "Every day the sun warms the oceans, the lakes and the rivers": each thing with its picture, in place of the words.
fn side_by_side(run: &[Said], index: usize, items: &[Pictured]) -> Option<Picture> {
    if !(1..=ITEMS_MAX).contains(&items.len()) {
        return None;
    }
    let first = items.iter().map(|item| item.sentence).min()?;
    // Key words that no picture stands for must stay on the screen.
    let unseen = run[first..=index]
        .iter()
        .flat_map(|said| &said.marked)
        .filter(|term| {
            items.iter().all(|item| phrase_in(&item.name, term).is_none() && phrase_in(term, &item.name).is_none())
        })
        .count();
    let weakness = if items.len() > 1 { 1.2 } else { 2.0 } + unseen as f64;
    let cues =
        items.iter().enumerate().filter(|(_, item)| item.sentence == index).map(|(part, item)| (part, item.word));
    let around = items.iter().enumerate().filter(|(_, item)| item.sentence != index).map(|(part, item)| Around {
        offset: item.sentence as isize - index as isize,
        part,
        word: item.word,
    });
    let shown = items
        .iter()
        .map(|item| Item { name: item.name.clone(), note: None, picture: Some(item.picture.clone()) })
        .collect();
    Some(Picture {
        visual: Visual::Illustration { heading: None, items: shown },
        weakness,
        cues: cues.collect(),
        around: around.collect(),
        lasts: true,
    })
}

/// A few words beside the picture of what they speak of.
fn beside(said: &Said, own: &[Pictured], known: &Known) -> Option<Picture> {
    let (visual, clause) = statements(said, style(known), BESIDE_TARGET, BESIDE_LIMIT).into_iter().next()?;
    let Visual::Statement { text, emphasis, .. } = visual else { return None };
    let first = text.split_whitespace().next().map(normalize)?;
    if BACK_POINTING.contains(&first.as_str()) {
        return None;
    }
    let text = if said.asks() && !text.ends_with('?') { format!("{text}?") } else { text };
    // What the words name themselves is the picture for them.
    let named = own.iter().find(|item| phrase_in(&text, &item.name).is_some()).or(own.first())?;
    Some(Picture {
        visual: Visual::Statement { text, emphasis, picture: Some(named.picture.clone()) },
        weakness: 1.2,
        cues: clause.words.iter().copied().enumerate().collect(),
        around: Vec::new(),
        lasts: true,
    })
}
