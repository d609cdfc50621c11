//! Sentences that tell what leads to what: "When the price rises, people buy less."

use lectern_lesson::{Arrow, Item, Visual};

use super::pictures::Picture;
use super::plain::subject_of;
use super::points::capitalized;
use super::prose::Said;
use crate::clauses::{Wanted, clauses};
use crate::tags::Tag;
use crate::words::{BACK_POINTING, normalize};

/// Words of a cause or an effect.
const WORDS_MAX: usize = 5;

/// Verbs that join a cause to its effect.
const LEADS_TO: &[&str] =
    &["causes", "cause", "caused", "produces", "produced", "creates", "created", "triggers", "triggered", "makes"];

/// The diagram of what a sentence says leads to what.
pub(crate) fn cause(said: &Said) -> Option<Picture> {
    if said.asks() {
        return None;
    }
    let words = said.words();
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    let comma = words.iter().position(|word| word.ends_with(','));
    let opener = cores.first()?.as_str();
    let (cause, effect) = if matches!(opener, "when" | "if" | "because" | "once") {
        let comma = comma?;
        (1..comma + 1, comma + 1..words.len())
    } else if let Some(comma) = comma.filter(|comma| {
        // "Leave out the base case, and the calls never stop": do this, and that follows.
        let tags = said.tags();
        let commands = crate::verbs::is_base(opener)
            && matches!(tags.first(), Some(Tag::Verb | Tag::Infinitive))
            && matches!(tags.get(1), Some(Tag::Determiner | Tag::Preposition | Tag::Noun | Tag::Adverb));
        let another = tags.get(comma + 2).is_none_or(|tag| matches!(tag, Tag::Verb | Tag::Infinitive));
        commands && cores.get(comma + 1).is_some_and(|next| next == "and") && !another
    }) {
        (0..comma + 1, comma + 2..words.len())
    } else if let Some(at) = (1..words.len()).find(|at| cores[*at] == "so" && words[at - 1].ends_with(',')) {
        (0..at, at + 1..words.len())
    } else if let Some(at) =
        (2..words.len()).find(|at| cores[*at] == "because" && cores.get(at + 1).is_some_and(|next| next != "of"))
    {
        (at + 1..words.len(), 0..at)
    } else {
        let at = (1..words.len()).find(|at| LEADS_TO.contains(&cores[*at].as_str()))?;
        if cores[at] != "makes" && comma.is_none_or(|comma| comma > at) && subject_of(&words).is_some() {
            (0..at, at + 1..words.len())
        } else {
            return None;
        }
    };
    let (cause_text, cause_word) = brief(&words, cause)?;
    let (effect_text, effect_word) = brief(&words, effect)?;
    let item = |name: &str| Item { name: capitalized(name), ..Item::default() };
    Some(Picture {
        visual: Visual::Cause {
            heading: None,
            things: vec![item(&cause_text), item(&effect_text)],
            arrows: vec![Arrow { from: 0, to: 1, label: None }],
        },
        weakness: 1.1,
        cues: vec![(0, cause_word), (1, effect_word)],
        around: Vec::new(),
        lasts: true,
    })
}

/// A stretch of the sentence in a few words, and the first of them; none when it cannot be cut without loss.
fn brief(words: &[String], range: std::ops::Range<usize>) -> Option<(String, usize)> {
    let stretch = words.get(range.clone())?;
    let bare =
        |text: &str| text.trim_matches(|character: char| !character.is_alphanumeric() && character != '$').to_owned();
    let points_back = |text: &str| {
        text.split_whitespace().next().is_none()
            || text.split_whitespace().take(2).any(|word| BACK_POINTING.contains(&normalize(word).as_str()))
    };
    if (2..=WORDS_MAX).contains(&stretch.len()) && !points_back(&stretch.join(" ")) {
        return Some((bare(&stretch.join(" ")), range.start));
    }
    let wanted = Wanted { target: 3, limit: WORDS_MAX, thought: true, key_stems: &[] };
    let clause = clauses(stretch, wanted).into_iter().next()?;
    (!points_back(&clause.text)).then(|| (bare(&clause.text), range.start + clause.words.first().copied().unwrap_or(0)))
}
